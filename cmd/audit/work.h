/* The work of auditors, on records: planning an audit, its working paper, its findings, its report. Which records and
 * members these are is data, the catalogue's `work`; a part of it is called `terms` here. */
#ifndef SMS_CMD_AUDIT_WORK_H
#define SMS_CMD_AUDIT_WORK_H

#include "output.h"
#include "work/audit/stakes.h"

/* What was given to `sms audit plan` and `sms audit finding`. */
struct work_options {
	const char *title, *lead, *process, *grade, *statement, *owner;
	sms_time start;
	struct sms_list team, clauses, items, evidence;
	struct write_options write;
};

struct sms_error *audit_plan_make(struct context *context, const struct work_options *given,
				  const char *programme) SMS_CHECKED;
struct sms_error *audit_finding_make(struct context *context, const struct work_options *given,
				     const char *audit) SMS_CHECKED;
/* Markdown, or a page of HTML. */
struct sms_error *audit_checklist(struct context *context, const char *audit) SMS_CHECKED;
struct sms_error *audit_report(struct context *context, const char *audit) SMS_CHECKED;

/* --- What they share (work.c). --- */

/* The member of a record that the terms name for a part; NULL when it is not there. */
const sms_json *work_get(const sms_json *json, const sms_json *terms, const char *part);
const char *work_text(const sms_json *json, const sms_json *terms, const char *part);
/* Sets it; takes `value`. NULL, or a part without a name: nothing. */
struct sms_error *work_set(sms_json *content, const sms_json *terms, const char *part, sms_json *value) SMS_CHECKED;
struct sms_error *work_set_text(sms_json *content, const sms_json *terms, const char *part,
				const char *text) SMS_CHECKED;
struct sms_error *work_set_list(sms_json *content, const sms_json *terms, const char *part,
				const struct sms_list *list) SMS_CHECKED;
/* The type that the terms name. */
struct sms_error *work_type(const struct context *context, const sms_json *terms,
			    const struct sms_type **out) SMS_CHECKED;
/* Adds the texts of a member, of a list its elements. */
void work_add_texts(const sms_json *json, const sms_json *terms, const char *part, struct sms_list *out);
/* Reads a record by its name, of the terms' type. */
struct sms_error *work_record(struct context *context, const sms_json *terms, const char *name,
			      struct sms_record **out) SMS_CHECKED;
/* Makes a record of the terms' type from content (taken); not yet put. */
struct sms_error *work_new(struct context *context, const sms_json *terms, sms_json *content,
			   const struct sms_actor *actor, struct sms_record **out) SMS_CHECKED;
/* The people of an audit: who leads it, and the team. */
void work_team(const sms_json *audit, const sms_json *terms, struct sms_list *out);

/* What was seen: words, and ids of records, alone or in the words. Error INPUT for an id that is none. */
struct seen {
	struct sms_list ids;
	struct sms_buf words;
};
struct sms_error *work_seen(const struct sms_store *store, const struct sms_list *evidence,
			    struct seen *out) SMS_CHECKED;
void seen_release(struct seen *seen);
SMS_AUTO_STRUCT(seen, struct seen, seen_release);

#endif
