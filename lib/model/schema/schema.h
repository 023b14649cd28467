/* JSON Schema, draft 2020-12 (and draft-07 where `$schema` says so): compiled once, validated many times.
 *
 * All vocabularies but content assertion. A compiled schema is immutable and may be used by several threads. Patterns
 * are ECMA-262 (wrap/regex.h); numbers are compared by value without loss. A schema that cannot be judged (unknown
 * `$schema`, reference to nothing, endless reference loop, bad pattern) does not compile; an instance that exceeds a
 * limit is an error UNJUDGED, never valid. */
#ifndef SMS_MODEL_SCHEMA_H
#define SMS_MODEL_SCHEMA_H

#include "wrap/json/json.h"

struct sms_schema;

/* Where `$ref` finds other documents: returns the document for an absolute or relative URI without fragment, borrowed
 * for as long as the compiled schema lives, or NULL when there is none. */
typedef const sms_json *sms_schema_lookup(void *context, const char *uri);

/* Where in a document an error of compiling is, and what is wrong there. */
struct sms_schema_fault {
	const sms_json *document; /* whose place it is; NULL where the error is about no place */
	char *pointer;            /* from the document's top, RFC 6901 */
	char *what;               /* the error without its place */
};
void sms_schema_fault_release(struct sms_schema_fault *fault);
SMS_AUTO_STRUCT(schema_fault, struct sms_schema_fault, sms_schema_fault_release);

struct sms_schema_options {
	const char *base_uri;      /* URI of the document when it has no $id; NULL for none */
	sms_schema_lookup *lookup; /* may be NULL: only the document itself and the draft's metaschemas */
	void *lookup_context;
	bool assert_format;             /* `format` is an assertion; else an annotation */
	struct sms_schema_fault *fault; /* gets the place of an error; may be NULL */
};

/* Compiles; the document must outlive the schema. Errors INPUT name the schema pointer. `options` may be NULL. */
struct sms_error *sms_schema_new(struct sms_schema **out, const sms_json *document,
				 const struct sms_schema_options *options) SMS_CHECKED;
void sms_schema_free(struct sms_schema *schema);
SMS_AUTO_POINTER(schema, struct sms_schema *, sms_schema_free);

/* Fast yes or no; allocates nothing on the way to "valid". */
struct sms_error *sms_schema_accepts(const struct sms_schema *schema, const sms_json *instance, bool *out) SMS_CHECKED;

struct sms_schema_finding {
	char *pointer;        /* instance, RFC 6901 */
	char *schema_pointer; /* keyword location, from the schema's root through references */
	char *absolute;       /* absolute keyword location (URI), or NULL */
	char *keyword;        /* "enum" */
	char *message;        /* "priority is 'urgent'; it must be one of P1, P2, P3, P4, P5" */
	bool of_key;          /* it concerns the member's name (unknown property): locate the key */
};

struct sms_schema_findings {
	struct sms_schema_finding *items;
	size_t count, capacity;
};

/* Appends what is wrong, the most specific faults only: inside anyOf/oneOf the branch that came nearest, one summary
 * for the rest; nothing when valid. In instance order, at most 500 of one instance. */
struct sms_error *sms_schema_explain(const struct sms_schema *schema, const sms_json *instance,
				     struct sms_schema_findings *out) SMS_CHECKED;
/* Shows every annotation that a keyword which is none of JSON Schema's gives to a value of an instance that is valid:
 * `note` is the keyword's value. Nothing where the instance is not valid. The visitor's first error ends it. */
typedef struct sms_error *sms_schema_note_visit(void *context, const char *pointer, const sms_json *value,
						const sms_json *note);
struct sms_error *sms_schema_notes(const struct sms_schema *schema, const sms_json *instance, const char *keyword,
				   sms_schema_note_visit *visit, void *context) SMS_CHECKED;
/* The specification's `basic` output (draft 2020-12, 12.4.2): {"valid": …, "errors"|"annotations": […]}. */
struct sms_error *sms_schema_basic(const struct sms_schema *schema, const sms_json *instance,
				   sms_json **out) SMS_CHECKED;
void sms_schema_findings_release(struct sms_schema_findings *findings);
SMS_AUTO_STRUCT(findings, struct sms_schema_findings, sms_schema_findings_release);

/* --- What a schema says about a member, for option parsing, help and forms. --- */

/* Follows $ref inside the document and through `lookup` to the first subschema without one; NULL when it leads
 * nowhere. */
const sms_json *sms_schema_resolve(const struct sms_schema *schema, const sms_json *subschema);

#endif
