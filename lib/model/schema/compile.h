/* What the files that compile a schema share. */
#ifndef SMS_MODEL_SCHEMA_COMPILE_H
#define SMS_MODEL_SCHEMA_COMPILE_H

#include "model/schema/program.h"

/* Bounds on what a schema may ask for while it is compiled. */
#define COMPILE_DEPTH 256
#define COMPILE_PLACES 200000
#define COMPILE_DETOURS 1000
#define COMPILE_ANCHORS 5000
#define COMPILE_UNINDEXED 100 /* references by pointer before they get an index */

struct compiler {
	struct sms_schema *schema;
	struct sms_schema_options options;
	struct place **queue; /* places in need of a node, the first `done` have one */
	size_t count, capacity, done;
	struct resource **resources; /* in the order they were met */
	size_t resource_count, resource_capacity;
	struct dynamic_reference **dynamics;
	size_t dynamic_count, dynamic_capacity;
	struct sms_map *symbols;  /* a name's place in the order of its being met, plus 1 */
	struct sms_map *pointers; /* places by their resource's root and their pointer from there; NULL at first */
	size_t references;        /* by pointer, followed so far */
	size_t places, anchors;
	bool partly;    /* some documents are only scanned where something refers to */
	size_t detours; /* references to what no keyword makes a subschema */
};

/* The schema at hand: its keywords by id. */
struct source {
	struct place *place;
	const sms_json *values[K_COUNT]; /* NULL where not there */
};

/* Memory of the schema's, zeroed. */
void *schema_take(struct compiler *c, size_t count, size_t size) SMS_CHECKED;

/* --- document.c: documents, resources, anchors --- */

/* An error INPUT about a keyword (may be NULL) of a place. */
struct sms_error *schema_fault(const struct place *place, const char *keyword, const char *format, ...)
	SMS_PRINTF(3, 4) SMS_CHECKED;
/* Notes every subschema of a document that has the URI (which an $id may change). */
struct sms_error *schema_add_document(struct compiler *c, const sms_json *json, const char *uri,
				      struct dialect inherited, struct resource **out) SMS_CHECKED;
/* Makes the subschemas below a place known, where they are not yet. */
struct sms_error *schema_scan(struct compiler *c, struct place *place) SMS_CHECKED;
/* What a reference at a place leads to; `anchor` (may be NULL) gets the anchor that it named, if it did. */
struct sms_error *schema_find(struct compiler *c, struct place *place, const char *keyword, const char *reference,
			      struct place **out, const struct anchor **anchor) SMS_CHECKED;

/* --- dialect.c --- */

extern const struct dialect schema_dialect_default;
/* The dialect that an `$schema` names. */
struct sms_error *schema_dialect_find(struct compiler *c, const char *uri, struct dialect *out) SMS_CHECKED;
/* The document of a URI without fragment: a metaschema, or what `lookup` gives; NULL where neither knows it. */
struct sms_error *schema_fetch(struct compiler *c, const char *uri, const sms_json **out) SMS_CHECKED;

/* --- compile.c --- */

/* The node that a subschema will have. */
struct sms_error *schema_node_for(struct compiler *c, struct place *place, const struct node **out) SMS_CHECKED;
/* The same for the value of a keyword. */
struct sms_error *schema_node_of(struct compiler *c, const sms_json *json, const struct node **out) SMS_CHECKED;
struct sms_error *schema_group_of(struct compiler *c, const sms_json *array, struct group *out) SMS_CHECKED;

/* --- compile_value.c: numbers, texts, constants; compile_container.c: arrays, objects; compile_logic.c --- */

struct sms_error *schema_compile_kinds(struct compiler *c, const struct source *s, struct node *node) SMS_CHECKED;
struct sms_error *schema_compile_constants(struct compiler *c, const struct source *s, struct node *node) SMS_CHECKED;
struct sms_error *schema_compile_number(struct compiler *c, const struct source *s, struct node *node) SMS_CHECKED;
struct sms_error *schema_compile_text(struct compiler *c, const struct source *s, struct node *node) SMS_CHECKED;
struct sms_error *schema_compile_pattern(struct compiler *c, const struct source *s, const char *keyword,
					 const char *text, const struct pattern **out) SMS_CHECKED;
/* A count such as minLength; `out` keeps its value where the keyword is not there. */
struct sms_error *schema_compile_count(const struct source *s, enum keyword_id id, size_t *out) SMS_CHECKED;
struct sms_error *schema_compile_array(struct compiler *c, const struct source *s, struct node *node) SMS_CHECKED;
struct sms_error *schema_compile_object(struct compiler *c, const struct source *s, struct node *node) SMS_CHECKED;
struct sms_error *schema_compile_logic(struct compiler *c, const struct source *s, struct node *node) SMS_CHECKED;

/* --- analysis.c: what can be known before any instance --- */

/* Finds reference loops without progress; settles aliases, `marks`, `entered`. */
struct sms_error *schema_analyse(struct compiler *c) SMS_CHECKED;

#endif
