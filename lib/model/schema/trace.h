/* A judgement written down keyword by keyword, without stopping at the first fault: what `basic` prints and `explain`
 * chooses from. Made only when somebody asks why; validate.c decides. */
#ifndef SMS_MODEL_SCHEMA_TRACE_H
#define SMS_MODEL_SCHEMA_TRACE_H

#include "model/schema/validate.h"

#define TRACE_STEPS 80000
#define TRACE_STEPS_PER_VALUE 50

/* A place in the instance. */
struct location {
	const struct location *parent; /* NULL at the top */
	const char *key;               /* of a member; NULL for an element */
	size_t index;                  /* among the parent's members or elements */
	bool of_key;                   /* the member's name, not its value */
	struct subject subject;
};

/* One schema applied at one location. */
struct result {
	const struct node *node;
	const struct location *at;
	const struct check *by; /* the keyword that applied it; NULL at the top */
	const char *reference;  /* the keyword that led here where that is a reference, else NULL */
	bool valid;
	struct check *checks, *last;
	struct result *next; /* of the same check */
};

/* One keyword of it. */
struct check {
	enum keyword_id keyword; /* K_NONE for one that is not known */
	const sms_json *value;   /* the keyword's */
	struct result *of;
	bool valid;
	bool applies; /* the keyword has something to say about this kind of value */
	size_t found; /* elements that fit `contains` */
	struct result *results, *last;
	struct check *next;
};

struct trace {
	struct run run;
	struct sms_arena *arena;
	struct result *root;
};

/* Writes down a whole judgement; `out` holds an arena to be released. */
struct sms_error *schema_trace(struct trace *out, const struct sms_schema *schema,
			       const sms_json *instance) SMS_CHECKED;
void schema_trace_release(struct trace *trace);
SMS_AUTO_STRUCT(trace, struct trace, schema_trace_release);

/* --- between the files that write it --- */

/* Applies a schema for a check and adds the result to it. */
struct result *schema_trace_apply(struct trace *t, struct check *check, const struct node *node,
				  const struct location *at, const char *reference);
/* As schema_trace_apply with a subschema below the check's keyword. */
struct result *schema_trace_child(struct trace *t, struct check *check, const sms_json *schema,
				  const struct location *at);
struct check *schema_trace_check(struct trace *t, struct result *result, enum keyword_id keyword,
				 const sms_json *value);
/* A new location below one. */
const struct location *schema_trace_location(struct trace *t, const struct location *parent, const sms_json *json,
					     size_t index, bool of_key);
/* Keywords about one value. */
bool schema_trace_value(struct trace *t, struct check *check);
/* Keywords that look into arrays and objects. */
bool schema_trace_container(struct trace *t, struct check *check);
/* Notes what is evaluated at the result's location; what failed counts too with `any`. */
void schema_trace_marks(const struct result *result, struct marks *marks, bool any);

#endif
