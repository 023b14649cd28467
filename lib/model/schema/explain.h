/* From a trace to findings for people: what the files that do it share. */
#ifndef SMS_MODEL_SCHEMA_EXPLAIN_H
#define SMS_MODEL_SCHEMA_EXPLAIN_H

#include "base/list.h"
#include "model/schema/trace.h"

/* A finding in the making. */
struct fault {
	const struct location *at;
	const struct check *check;   /* the keyword that failed ... */
	const struct result *result; /* ... or the schema `false` that it applied; NULL else */
	char *message;
	bool of_key;
	size_t order;
};

struct explainer {
	struct fault *faults;
	size_t count, capacity;
};

/* --- explain.c --- */

/* What is wrong by a result that failed. */
void schema_explain_result(struct explainer *e, const struct result *result);
/* Adds a fault; takes `message`. */
void schema_explain_add(struct explainer *e, const struct check *check, const struct result *result, char *message,
			bool of_key);

/* --- branch.c --- */

/* What is wrong by an anyOf or oneOf that failed. */
void schema_explain_branches(struct explainer *e, const struct check *check);

/* --- location.c --- */

/* Appends the JSON Pointer of a location; of a missing or unknown last step too. */
void schema_location_pointer(struct sms_buf *out, const struct location *at);
/* Appends `log.0.at`; nothing at the top. */
void schema_location_path(struct sms_buf *out, const struct location *at);
/* Before, at or behind in the order of the instance's text. */
int schema_location_compare(const struct location *a, const struct location *b);
/* Appends the evaluation path of a result. */
void schema_result_path(struct sms_buf *out, const struct result *result);
/* Keyword locations of a check, or of the result of a schema `false` where it is not NULL; `absolute` gets NULL where
 * the schema has no URI. */
char *schema_check_pointer(const struct check *check, const struct result *result);
char *schema_check_absolute(const struct check *check, const struct result *result);
const char *schema_check_keyword(const struct check *check);

/* --- message.c --- */

/* A sentence for a keyword that failed by itself. */
char *schema_message(const struct check *check);
/* One for the schema `false`. */
char *schema_message_false(const struct result *result);
/* One for a member that has to be there; `because` names the member that asks for it, or is NULL. */
char *schema_message_missing(const struct check *check, const char *name, const char *because);

/* --- phrase.c: pieces of sentences --- */

/* "target.value", "the document", "the field name 'Foo'" */
void schema_phrase_name(struct sms_buf *out, const struct location *at);
/* "target.value is 120" */
void schema_phrase_is(struct sms_buf *out, const struct location *at);
/* "'urgent'", "120", "an array" */
void schema_phrase_value(struct sms_buf *out, const sms_json *value);
/* "a string, a number or null" */
void schema_phrase_kinds(struct sms_buf *out, unsigned kinds);
#define PHRASE_OPTIONS 300 /* that have to be there at most; `count` may be greater */
/* "one of P1, P2, P3" with "; did you mean 'P1'?" where one is near to what is there */
void schema_phrase_options(struct sms_buf *out, const sms_json *const *options, size_t count, const char *given);
/* " when state is 'resolved'", where a `then` above says so in few words */
void schema_phrase_when(struct sms_buf *out, const struct result *result, const char *before);

#endif
