/* What a schema is compiled to, shared by the files of this folder and nobody else.
 *
 * A `place` is a subschema as a document has it; a `node` is what came of it: only what must be checked, kind by kind,
 * with references resolved to nodes. An object is walked once for all of properties, required, patternProperties,
 * additionalProperties and the counts. Everything lives in one arena and never changes once compiled. */
#ifndef SMS_MODEL_SCHEMA_PROGRAM_H
#define SMS_MODEL_SCHEMA_PROGRAM_H

#include "base/arena.h"
#include "base/map.h"
#include "model/schema/automaton.h"
#include "model/schema/format.h"
#include "model/schema/keyword.h"
#include "model/schema/names.h"
#include "model/schema/number.h"
#include "model/schema/schema.h"
#include "wrap/regex/regex.h"

struct node;
struct place;

/* One of both. */
struct pattern {
	const struct automaton *automaton;
	const struct sms_regex *regex;
};

struct anchor {
	const char *name;
	bool dynamic;
	struct place *place;
	const struct anchor *next;
};

/* A schema document, or a part of one that has its own $id. */
struct resource {
	const char *uri; /* without fragment; "" when it has none */
	struct place *root;
	struct dialect dialect;
	const struct anchor *anchors;
	struct sms_schema_fault *fault; /* while it is compiled: where to note the place of an error; may be NULL */
};

/* The way to a subschema from the one that holds it; only written as a pointer when somebody asks. */
struct step {
	const char *keyword; /* NULL: `key` is the whole way, as a JSON Pointer */
	const char *key;     /* a member of the keyword's value; NULL for none */
	size_t index;        /* an element of it; STEP_WHOLE for none */
};
#define STEP_WHOLE SIZE_MAX

struct place {
	const sms_json *json;
	struct resource *resource;
	struct place *parent; /* NULL for the top of a document */
	struct step step;     /* from the parent */
	struct node *node;    /* NULL while nobody needed it */
	bool scanned;         /* the places below are known */
};

#define KIND(kind) (1u << (kind))
#define KIND_INTEGER 0x40u /* numbers only where they are whole */
#define KIND_ANY 0x3fu

struct group {
	const struct node **nodes;
	size_t count;
};

struct constant {
	uint64_t hash; /* 0 for the only one */
	const sms_json *json;
};

/* The values of `enum` or `const`: strings apart, the others sorted by their hash. */
struct constants {
	struct names texts;
	const struct constant *others;
	size_t other_count;
	const struct constants *next; /* a schema may have both */
};

struct number_rules {
	const struct bound *minimum, *maximum, *above, *below, *multiple; /* NULL where not given */
};

struct text_rules {
	size_t minimum, maximum; /* code points */
	const struct pattern *pattern;
	const struct format *format; /* NULL where it is only an annotation */
};

struct array_rules {
	struct group prefix;
	const struct node *rest; /* elements behind the prefix */
	const struct node *contains;
	size_t least, most;      /* that `contains` wants */
	bool contains_evaluates; /* not in draft-07 */
	bool unique;
	size_t minimum, maximum;
};

struct property {
	const struct node *node; /* NULL for a name that is only required */
	bool required;
};

struct pattern_property {
	const struct pattern *pattern;
	const struct node *node;
};

/* A member whose presence asks for others, or for a schema; in the order of the schema. */
struct dependent {
	const char *name;
	const struct node *node;  /* or NULL */
	const sms_json *required; /* array of names, or NULL */
};

struct object_rules {
	struct names names;
	const uint16_t *symbols;           /* of the names; NULL where one has none */
	const struct property *properties; /* as `names` */
	size_t required;                   /* how many of them are */
	bool named_only;                   /* members without a name here need not be looked at */
	const struct pattern_property *patterns;
	size_t pattern_count;
	const struct node *additional;
	const struct node *keys; /* propertyNames */
	const struct dependent *dependents;
	size_t dependent_count;
	size_t minimum, maximum;
};

struct dynamic_reference {
	const char *name;
	const struct node *initial;
};

/* What is applied to the same value. */
struct logic {
	const struct node *reference;
	const struct dynamic_reference *dynamic;
	struct group all, any, one;
	const struct node *not_this, *condition, *consequence, *alternative;
};

struct node {
	uint8_t kinds;
	bool plain;               /* `kinds` say everything */
	bool marks;               /* can have members or elements evaluated, as unevaluated* count them */
	bool indexed;             /* several rules look at the same object: it is worth an index */
	bool entered;             /* has to be entered with care: unevaluated*, or the dynamic scope is kept */
	const struct node *alias; /* stands for this one: nothing but a reference */
	const struct constants *constants;
	const struct number_rules *number;
	const struct text_rules *text;
	const struct array_rules *array;
	const struct object_rules *object;
	const struct logic *logic;
	const struct node *rest_items, *rest_members; /* unevaluatedItems, unevaluatedProperties */
	const struct place *place;
	/* For the analysis when compiling. */
	size_t waiting;
	unsigned walks; /* object rules that are applied in place */
};

#define SYMBOLS 512 /* names that can be symbols; the ones beyond are compared as text */

struct sms_schema {
	struct sms_arena *arena;
	struct sms_map *places;    /* by address of the JSON value */
	struct sms_map *resources; /* by URI */
	struct names symbols;      /* names that properties have anywhere in the schema */
	const struct node *root;
	bool dynamic; /* there is a $dynamicRef that only the way taken decides */
	bool assert_format;
	struct sms_regex **regexes;
	size_t regex_count, regex_capacity;
	sms_json **documents; /* that the schema owns */
	size_t document_count, document_capacity;
};

struct place *schema_place(const struct sms_schema *schema, const sms_json *json);
/* The anchor of that name that a resource declares, or NULL. */
const struct anchor *schema_anchor(const struct resource *resource, const char *name);
void schema_step_pointer(struct sms_buf *out, const struct step *step);
/* Appends the JSON Pointer of a place inside its resource. */
void schema_place_pointer(struct sms_buf *out, const struct place *place);

#endif
