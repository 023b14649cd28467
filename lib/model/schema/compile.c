/* From a document to a program: a queue of subschemas, each made into a node, until nothing refers to a new one. */
#include "model/schema/compile.h"

struct sms_error *schema_node_for(struct compiler *c, struct place *place, const struct node **out)
{
	if (!place->node) {
		SMS_TRY(schema_scan(c, place));
		struct node *node = schema_take(c, 1, sizeof *node);
		node->place = place;
		place->node = node;
		sms_grow(c->queue, c->count, c->capacity);
		c->queue[c->count++] = place;
	}
	*out = place->node;
	return NULL;
}

struct sms_error *schema_node_of(struct compiler *c, const sms_json *json, const struct node **out)
{
	return json ? schema_node_for(c, schema_place(c->schema, json), out) : NULL;
}

struct sms_error *schema_group_of(struct compiler *c, const sms_json *array, struct group *out)
{
	size_t count = sms_json_count(array);
	if (!count)
		return NULL;
	out->nodes = schema_take(c, count, sizeof *out->nodes);
	sms_json_each(element, array)
		SMS_TRY(schema_node_of(c, element, &out->nodes[out->count++]));
	return NULL;
}

/* The keyword's value is of a kind that its metaschema allows. */
static struct sms_error *check_kind(const struct place *place, const sms_json *value, enum keyword_id id)
{
	const struct keyword *keyword = schema_keyword(id);
	unsigned kinds = keyword->kinds;
	if (id == K_ITEMS && place->resource->dialect.draft == DRAFT_2020)
		kinds &= ~KIND(SMS_JSON_ARRAY);
	if (kinds & KIND(sms_json_kind(value)))
		return NULL;
	if (id == K_ITEMS && sms_json_is(value, SMS_JSON_ARRAY))
		return schema_fault(place, keyword->name, "is an array; draft 2020-12 calls that prefixItems");
	return schema_fault(place, keyword->name, "is of the wrong kind (%s)",
			    sms_json_kind_name(sms_json_kind(value)));
}

static struct sms_error *read_source(struct place *place, struct source *s)
{
	struct dialect dialect = place->resource->dialect;
	const sms_json *reference = sms_json_get(place->json, "$ref");
	*s = (struct source){.place = place};
	if (dialect.draft == DRAFT_7 && reference) {
		/* Nothing beside a $ref counts in draft-07. */
		s->values[K_REF] = reference;
		return check_kind(place, reference, K_REF);
	}
	sms_json_each(member, place->json) {
		enum keyword_id id = schema_keyword_find(sms_json_key(member), dialect);
		if (id == K_NONE)
			continue;
		SMS_TRY(check_kind(place, member, id));
		s->values[id] = member;
	}
	return NULL;
}

static struct sms_error *compile_place(struct compiler *c, struct place *place)
{
	struct source source;
	struct node *node = place->node;
	node->kinds = KIND_ANY;
	if (sms_json_is(place->json, SMS_JSON_BOOLEAN)) {
		node->kinds = sms_json_true(place->json) ? KIND_ANY : 0;
		return NULL;
	}
	if (!sms_json_is(place->json, SMS_JSON_OBJECT))
		return schema_fault(place, NULL, "a schema is an object or a boolean, not %s",
				    sms_json_kind_name(sms_json_kind(place->json)));
	SMS_TRY(read_source(place, &source));
	SMS_TRY(schema_compile_kinds(c, &source, node));
	SMS_TRY(schema_compile_constants(c, &source, node));
	SMS_TRY(schema_compile_number(c, &source, node));
	SMS_TRY(schema_compile_text(c, &source, node));
	SMS_TRY(schema_compile_array(c, &source, node));
	SMS_TRY(schema_compile_object(c, &source, node));
	return schema_compile_logic(c, &source, node);
}

static struct sms_error *drain(struct compiler *c)
{
	while (c->done < c->count)
		SMS_TRY(compile_place(c, c->queue[c->done++]));
	return NULL;
}

/* Every anchor that a dynamic reference may land on has to be ready; that may bring in more documents. */
static struct sms_error *compile_dynamic_targets(struct compiler *c)
{
	const struct node *node;
	for (size_t before = SIZE_MAX; before != c->count;) {
		before = c->count;
		for (size_t i = 0; i < c->dynamic_count; i++)
			for (size_t j = 0; j < c->resource_count; j++) {
				const struct anchor *anchor = schema_anchor(c->resources[j], c->dynamics[i]->name);
				if (anchor && anchor->dynamic)
					SMS_TRY(schema_node_for(c, anchor->place, &node));
			}
		SMS_TRY(drain(c));
	}
	return NULL;
}

/* A fault in a part that nothing uses yet is still a fault, so all of the document itself is compiled. */
static struct sms_error *compile_whole(struct compiler *c)
{
	const struct node *node;
	for (size_t i = 0; i < sms_map_count(c->schema->places); i++)
		SMS_TRY(schema_node_for(c, sms_map_at(c->schema->places, i, NULL), &node));
	return drain(c);
}

static void build_symbols(struct compiler *c)
{
	size_t count = sms_map_count(c->symbols);
	const char **names = schema_take(c, count, sizeof *names);
	for (size_t i = 0; i < count; i++) {
		const char *name;
		sms_map_at(c->symbols, i, &name);
		names[i] = sms_arena_copy(c->schema->arena, name, strlen(name));
	}
	schema_names_build(&c->schema->symbols, c->schema->arena, names, count);
}

static struct sms_error *compile(struct compiler *c, const sms_json *document)
{
	const char *base = c->options.base_uri ? c->options.base_uri : "";
	sms_auto(string) char *uri = sms_copy(base, strcspn(base, "#"));
	struct resource *resource;
	SMS_TRY(schema_add_document(c, document, uri, schema_dialect_default, &resource));
	SMS_TRY(schema_node_for(c, resource->root, &c->schema->root));
	SMS_TRY(compile_whole(c));
	SMS_TRY(compile_dynamic_targets(c));
	build_symbols(c);
	return schema_analyse(c);
}

static void release(struct compiler *c)
{
	sms_map_free(c->pointers);
	sms_map_free(c->symbols);
	free(c->queue);
	free(c->resources);
	free(c->dynamics);
}

struct sms_error *sms_schema_new(struct sms_schema **out, const sms_json *document,
				 const struct sms_schema_options *options)
{
	struct compiler c = {.schema = sms_alloc(1, sizeof *c.schema)};
	if (options)
		c.options = *options;
	c.schema->arena = sms_arena_new();
	c.schema->places = sms_map_new(NULL);
	c.schema->resources = sms_map_new(NULL);
	c.schema->assert_format = c.options.assert_format;
	c.symbols = sms_map_new(NULL);
	struct sms_error *error = compile(&c, document);
	for (size_t i = 0; i < c.resource_count; i++)
		c.resources[i]->fault = NULL;
	release(&c);
	if (error)
		sms_schema_free(c.schema);
	*out = error ? NULL : c.schema;
	return error;
}

void sms_schema_free(struct sms_schema *schema)
{
	if (!schema)
		return;
	for (size_t i = 0; i < schema->regex_count; i++)
		sms_regex_free(schema->regexes[i]);
	for (size_t i = 0; i < schema->document_count; i++)
		sms_json_free(schema->documents[i]);
	free(schema->regexes);
	free(schema->documents);
	sms_map_free(schema->places);
	sms_map_free(schema->resources);
	sms_arena_free(schema->arena);
	free(schema);
}

const sms_json *sms_schema_resolve(const struct sms_schema *schema, const sms_json *subschema)
{
	const struct place *place = schema_place(schema, subschema);
	if (!place)
		return sms_json_get(subschema, "$ref") ? NULL : subschema;
	while (place->node && place->node->logic && place->node->logic->reference)
		place = place->node->logic->reference->place;
	return place->node ? place->json : NULL;
}
