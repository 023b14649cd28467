/* What the audit and the reports name of the record types: types, fields, states and values of enumerations, each with
 * who names it. A type that an organization replaces or extends has to keep them, or requirements look at nothing.
 *
 *   evidence   schemas/iso20000-1/evidence.json: for each item of the catalogue the records, fields, approvals, parts
 *              of documents and settings that are its evidence (schemas/meta/evidence.json)
 *   tests      the catalogue's tests: paths and schemas of selections, of what must hold, and of derived facts
 *   reports    built-in report definitions: members, states, numbers, groups, queries
 *
 * Not for judging records: see audit.h and check.h. */
#ifndef SMS_WORK_NEEDS_H
#define SMS_WORK_NEEDS_H

#include "model/type/type.h"
#include "work/audit/audit.h"

struct sms_need {
	char *by;         /* "8.6.1-b", "report incidents" */
	char *type;       /* its name */
	char *path;       /* of the field; NULL: the type itself */
	char *value;      /* of the field, or state; NULL: any */
	char *query;      /* an expression of query.h over the type, in place of path and value; may be NULL */
	bool shared;      /* named of several types together: one of them has to have it */
	bool alternative; /* one of several fields, of which one has to be filled */
};

struct sms_needs {
	struct sms_need *items;
	size_t count, capacity;
	struct sms_map *known; /* what is there, so that nothing is there twice */
};
void sms_needs_release(struct sms_needs *needs);
SMS_AUTO_STRUCT(needs, struct sms_needs, sms_needs_release);

/* The evidence of all items: {"schema", "items": {ID: {"records", "sections", "settings", "rests_on"}}}. The
 * caller's. */
struct sms_error *sms_evidence_load(sms_json **out) SMS_CHECKED;
/* Appends what the evidence of one item names: `evidence` is the item's member of that document. */
void sms_needs_add_evidence(struct sms_needs *needs, const char *item, const sms_json *evidence);
/* Appends what an item's tests name. */
void sms_needs_add_tests(struct sms_needs *needs, const struct sms_catalogue *catalogue, const struct sms_item *item);
/* Appends what a report definition names. */
void sms_needs_add_report(struct sms_needs *needs, const char *name, const sms_json *definition);
/* Appends all there is: evidence and tests of every item, verdicts of people, built-in reports. */
struct sms_error *sms_needs_collect(struct sms_needs *needs) SMS_CHECKED;

/* Does the type have it? False where there is no such type. */
bool sms_need_is_met(const struct sms_need *need, const struct sms_types *types);
/* Does the type have a field as evidence names it: `priority`, or `priority=P1` with one value? */
bool sms_evidence_is_there(const struct sms_type *type, const char *field);
/* "field 'priority'", "state 'closed'", "value 'P1' of 'priority'", appended. */
void sms_need_describe(struct sms_buf *out, const struct sms_need *need);

#endif
