/* Predicates: JSON Schemas over a record and its facts, compiled once a test (predicate.c). */
#ifndef SMS_WORK_AUDIT_PREDICATE_H
#define SMS_WORK_AUDIT_PREDICATE_H

#include "model/schema/schema.h"
#include "wrap/json/json.h"

struct audit_run;
struct audit_fact;

/* What it takes to judge one. */
enum audit_tier {
	AUDIT_PLAIN, /* the record alone */
	AUDIT_FACTS, /* and facts that a thread can compute by itself */
	AUDIT_STORE, /* and facts that only the store knows: approval, text of the document */
	AUDIT_TIERS
};

/* Facts, those first that others are derived from. */
struct audit_needs {
	const struct audit_fact **facts;
	size_t count;
};

/* What has to be at a path through objects. */
struct audit_condition {
	char *steps;                     /* each closed by a zero, an empty one behind the last */
	const struct sms_schema *schema; /* of the run; NULL: anything */
	bool is_absent;                  /* nothing may be there */
};

/* A schema over a record and its facts. */
struct audit_predicate {
	sms_json *document;                 /* NULL: everything fits */
	struct sms_schema *schema;          /* of it; NULL where conditions say the same */
	struct audit_condition *conditions; /* all of it, where it asks for values at paths and nothing else */
	size_t condition_count;
	struct sms_list facts;    /* names that it mentions, and what they need */
	struct audit_needs needs; /* the same, looked up */
	enum audit_tier tier;
};

/* Is the record accepted? */
struct sms_error *audit_holds(const struct audit_predicate *predicate, const sms_json *instance, bool *out) SMS_CHECKED;

/* Compiles a schema (`where`, `must`; may be NULL) and paths (`with`; may be NULL) into one predicate. */
struct sms_error *audit_predicate(struct audit_run *run, struct audit_predicate *out, const sms_json *schema,
				  const sms_json *paths) SMS_CHECKED;
/* Compiles a selection into predicates, one a tier. */
struct sms_error *audit_selection(struct audit_run *run, struct audit_predicate tiers[AUDIT_TIERS],
				  const sms_json *selection) SMS_CHECKED;
void audit_predicate_release(struct audit_predicate *predicate);

#endif
