/* Documents taken apart into resources and subschemas, and references followed among them. */
#include "model/schema/compile.h"
#include "model/schema/uri.h"
#include <ctype.h>

void *schema_take(struct compiler *c, size_t count, size_t size)
{
	void *memory = sms_arena_alloc(c->schema->arena, count * size);
	return memset(memory, 0, count * size);
}

struct place *schema_place(const struct sms_schema *schema, const sms_json *json)
{
	return sms_map_get_n(schema->places, (const char *)&json, sizeof json);
}

void schema_step_pointer(struct sms_buf *out, const struct step *step)
{
	if (!step->keyword) {
		sms_buf_add_text(out, step->key);
		return;
	}
	sms_json_pointer_add(out, step->keyword);
	if (step->key)
		sms_json_pointer_add(out, step->key);
	else if (step->index != STEP_WHOLE)
		sms_buf_add_format(out, "/%zu", step->index);
}

void schema_place_pointer(struct sms_buf *out, const struct place *place)
{
	if (place == place->resource->root)
		return;
	if (place->parent)
		schema_place_pointer(out, place->parent);
	schema_step_pointer(out, &place->step);
}

/* The way from the top of its document, through all that have an $id. */
static void add_way(struct sms_buf *out, const struct place *place)
{
	if (!place->parent)
		return;
	add_way(out, place->parent);
	schema_step_pointer(out, &place->step);
}

static void note_fault(const struct place *place, const char *keyword, const char *what)
{
	struct sms_schema_fault *fault = place->resource->fault;
	const struct place *top = place;
	sms_auto(buf) struct sms_buf way = SMS_BUF_INIT;
	if (!fault)
		return;
	while (top->parent)
		top = top->parent;
	add_way(&way, place);
	if (keyword)
		sms_json_pointer_add(&way, keyword);
	sms_schema_fault_release(fault);
	*fault = (struct sms_schema_fault){top->json, sms_strdup(sms_buf_text(&way)), sms_strdup(what)};
}

void sms_schema_fault_release(struct sms_schema_fault *fault)
{
	free(fault->pointer);
	free(fault->what);
	*fault = (struct sms_schema_fault){NULL, NULL, NULL};
}

struct sms_error *schema_fault(const struct place *place, const char *keyword, const char *format, ...)
{
	sms_auto(buf) struct sms_buf where = SMS_BUF_INIT;
	va_list arguments;
	va_start(arguments, format);
	sms_auto(string) char *what = sms_vformat(format, arguments);
	va_end(arguments);
	sms_buf_add_text(&where, place->resource->uri);
	sms_buf_add_char(&where, '#');
	schema_place_pointer(&where, place);
	if (keyword)
		sms_json_pointer_add(&where, keyword);
	note_fault(place, keyword, what);
	return sms_error(SMS_INPUT, "schema '%s': %s", where.data, what);
}

const struct anchor *schema_anchor(const struct resource *resource, const char *name)
{
	const struct anchor *anchor = resource->anchors;
	while (anchor && strcmp(anchor->name, name))
		anchor = anchor->next;
	return anchor;
}

static char *keep(struct compiler *c, const char *text)
{
	return sms_arena_copy(c->schema->arena, text, strlen(text));
}

static struct sms_error *add_anchor(struct compiler *c, struct place *place, const char *keyword, const char *name,
				    bool dynamic)
{
	struct resource *resource = place->resource;
	const char *p = name;
	const struct anchor *old = schema_anchor(resource, name);
	if (isalpha((unsigned char)*p) || *p == '_')
		while (isalnum((unsigned char)*p) || (*p && strchr("-._:", *p)))
			p++;
	if (*p || p == name)
		return schema_fault(place, keyword, "'%s' is no name for an anchor", name);
	if (old && old->place != place)
		return schema_fault(place, keyword, "the anchor '%s' is there twice", name);
	if (++c->anchors > COMPILE_ANCHORS)
		return schema_fault(place, keyword, "there are more than %d anchors", COMPILE_ANCHORS);
	struct anchor *anchor = schema_take(c, 1, sizeof *anchor);
	*anchor = (struct anchor){keep(c, name), dynamic, place, resource->anchors};
	resource->anchors = anchor;
	return NULL;
}

static struct sms_error *add_resource(struct compiler *c, struct place *place, const char *uri, struct dialect dialect)
{
	struct resource *resource = schema_take(c, 1, sizeof *resource);
	const struct resource *old = *uri ? sms_map_get(c->schema->resources, uri) : NULL;
	*resource =
		(struct resource){.uri = keep(c, uri), .root = place, .dialect = dialect, .fault = c->options.fault};
	place->resource = resource;
	if (old && old->root != place)
		return schema_fault(place, "$id", "there is another schema '%s'", uri);
	sms_map_put(c->schema->resources, uri, resource);
	sms_grow(c->resources, c->resource_count, c->resource_capacity);
	c->resources[c->resource_count++] = resource;
	return NULL;
}

/* Most objects declare nothing: is there a $id, $anchor, $dynamicAnchor or $schema? */
static bool declares(const sms_json *object)
{
	sms_json_each(member, object) {
		const char *key = sms_json_key(member);
		if (key[0] == '$' &&
		    (key[1] == 'i' || key[1] == 'a' || key[1] == 's' || (key[1] == 'd' && key[2] == 'y')))
			return true;
	}
	return false;
}

/* What $id, $anchor and the like of an object declare. `uri` is that of the document at its top, else NULL. */
static struct sms_error *declare(struct compiler *c, struct place *place, const char *uri, struct dialect dialect)
{
	const char *schema = sms_json_get_text(place->json, "$schema"), *id = sms_json_get_text(place->json, "$id");
	if (schema && (uri || id)) {
		struct sms_error *error = schema_dialect_find(c, schema, &dialect);
		if (error)
			return sms_error_wrap(error, "schema '%s'", id ? id : uri);
	}
	if (dialect.draft == DRAFT_7 && sms_json_get(place->json, "$ref") && !uri)
		id = NULL;
	const char *fragment = id ? strchr(id, '#') : NULL;
	if (fragment && !fragment[1])
		fragment = NULL;
	if (uri || (id && *id != '#')) {
		sms_auto(buf) struct sms_buf own = SMS_BUF_INIT;
		if (id && *id != '#')
			schema_uri_resolve(&own, uri ? uri : place->resource->uri, id);
		else
			sms_buf_add_text(&own, uri);
		SMS_TRY(add_resource(c, place, sms_buf_text(&own), dialect));
	}
	if (fragment && dialect.draft != DRAFT_7)
		return schema_fault(place, "$id", "an $id has no fragment; use $anchor");
	if (fragment)
		SMS_TRY(add_anchor(c, place, "$id", fragment + 1, false));
	const char *anchor = sms_json_get_text(place->json, "$anchor");
	const char *dynamic = sms_json_get_text(place->json, "$dynamicAnchor");
	if (anchor && place->resource->dialect.draft != DRAFT_7)
		SMS_TRY(add_anchor(c, place, "$anchor", anchor, false));
	if (dynamic && place->resource->dialect.draft != DRAFT_7)
		SMS_TRY(add_anchor(c, place, "$dynamicAnchor", dynamic, true));
	return NULL;
}

/* Makes a place findable by where its resource begins and the way from there. */
static void add_pointer_key(struct sms_buf *out, const struct place *root, const char *pointer)
{
	sms_buf_add(out, &root, sizeof root);
	sms_buf_add_text(out, pointer);
}

static void index_place(struct compiler *c, struct place *place)
{
	sms_auto(buf) struct sms_buf key = SMS_BUF_INIT;
	if (!place->parent)
		return;
	add_pointer_key(&key, place->parent->resource->root, "");
	schema_place_pointer(&key, place->parent);
	schema_step_pointer(&key, &place->step);
	sms_map_put_n(c->pointers, key.data, key.length, place);
}

/* Following a pointer looks at one member after another; a document with many references is indexed instead. */
static void index_if_worthwhile(struct compiler *c)
{
	if (++c->references != COMPILE_UNINDEXED)
		return;
	c->pointers = sms_map_new(NULL);
	for (size_t i = 0; i < sms_map_count(c->schema->places); i++)
		index_place(c, sms_map_at(c->schema->places, i, NULL));
}

static struct sms_error *add_place(struct compiler *c, const sms_json *json, struct place *parent, struct step step,
				   struct place **out)
{
	struct place *place = schema_take(c, 1, sizeof *place);
	place->json = json;
	place->parent = parent;
	place->step = step;
	place->resource = parent ? parent->resource : NULL;
	sms_map_put_n(c->schema->places, (const char *)&json, sizeof json, place);
	if (c->pointers)
		index_place(c, place);
	*out = place;
	return ++c->places > COMPILE_PLACES ? sms_error(SMS_INPUT, "schema has more than %d subschemas", COMPILE_PLACES)
					    : NULL;
}

static struct sms_error *scan(struct compiler *c, struct place *place, unsigned depth);

static struct sms_error *scan_child(struct compiler *c, struct place *parent, const sms_json *json, struct step step,
				    unsigned depth)
{
	struct place *place;
	if (c->partly && schema_place(c->schema, json))
		return NULL;
	SMS_TRY(add_place(c, json, parent, step, &place));
	if (sms_json_is(json, SMS_JSON_OBJECT) && declares(json))
		SMS_TRY(declare(c, place, NULL, parent->resource->dialect));
	return scan(c, place, depth);
}

static struct sms_error *scan_keyword(struct compiler *c, struct place *place, const sms_json *value, unsigned depth)
{
	struct step step = {sms_json_key(value), NULL, STEP_WHOLE};
	enum sms_json_kind kind = sms_json_kind(value);
	if (kind != SMS_JSON_OBJECT && kind != SMS_JSON_ARRAY && kind != SMS_JSON_BOOLEAN)
		return NULL; /* most are texts; what should be a schema and is none is found when compiling */
	enum keyword_id id = schema_keyword_find(step.keyword, place->resource->dialect);
	enum shape shape = id == K_NONE ? SHAPE_PLAIN : schema_keyword(id)->shape;
	bool array = kind == SMS_JSON_ARRAY, object = kind == SMS_JSON_OBJECT;
	if (shape == SHAPE_SCHEMA || (shape == SHAPE_EITHER && !array))
		return scan_child(c, place, value, step, depth);
	if ((shape == SHAPE_LIST || shape == SHAPE_EITHER) && array) {
		sms_json_each(element, value) {
			step.index++; /* from 0: STEP_WHOLE is the one before */
			SMS_TRY(scan_child(c, place, element, step, depth));
		}
	}
	if ((shape == SHAPE_MAP || shape == SHAPE_MIXED) && object) {
		sms_json_each(member, value) {
			step.key = sms_json_key(member);
			if (shape == SHAPE_MAP || !sms_json_is(member, SMS_JSON_ARRAY))
				SMS_TRY(scan_child(c, place, member, step, depth));
		}
	}
	return NULL;
}

/* Notes the subschemas below a place. */
static struct sms_error *scan(struct compiler *c, struct place *place, unsigned depth)
{
	place->scanned = true;
	if (depth > COMPILE_DEPTH)
		return schema_fault(place, NULL, "deeper than %d subschemas", COMPILE_DEPTH);
	if (sms_json_is(place->json, SMS_JSON_OBJECT))
		sms_json_each(member, place->json)
			SMS_TRY(scan_keyword(c, place, member, depth + 1));
	return NULL;
}

struct sms_error *schema_scan(struct compiler *c, struct place *place)
{
	return place->scanned ? NULL : scan(c, place, 0);
}

/* Is there anything below that could be referred to by name? */
static bool declares_below(const sms_json *json, unsigned depth)
{
	sms_json_each(child, json) {
		enum sms_json_kind kind = sms_json_kind(child);
		if (kind < SMS_JSON_ARRAY)
			continue;
		if (depth > COMPILE_DEPTH || (kind == SMS_JSON_OBJECT && declares(child)) ||
		    declares_below(child, depth + 1))
			return true;
	}
	return false;
}

struct sms_error *schema_add_document(struct compiler *c, const sms_json *json, const char *uri,
				      struct dialect inherited, struct resource **out)
{
	struct place *place = schema_place(c->schema, json);
	if (!place) {
		bool first = c->places == 0;
		SMS_TRY(add_place(c, json, NULL, (struct step){NULL, "", STEP_WHOLE}, &place));
		if (sms_json_is(json, SMS_JSON_OBJECT))
			SMS_TRY(declare(c, place, uri, inherited));
		else
			SMS_TRY(add_resource(c, place, uri, inherited));
		/* Of a document full of definitions only those referred to matter. */
		if (first || declares_below(json, 0))
			SMS_TRY(scan(c, place, 0));
		else
			c->partly = true;
	}
	sms_map_put(c->schema->resources, uri, place->resource);
	*out = place->resource;
	return NULL;
}

/* The subschema that a JSON Pointer leads to from a resource's root. Where no keyword has it as a subschema (below an
 * unknown keyword), it becomes one of the nearest place above it. */
static struct sms_error *find_pointer(struct compiler *c, const struct resource *resource, const char *pointer,
				      struct place **out)
{
	index_if_worthwhile(c);
	if (c->pointers) {
		sms_auto(buf) struct sms_buf key = SMS_BUF_INIT;
		add_pointer_key(&key, resource->root, pointer);
		*out = sms_map_get_n(c->pointers, key.data, key.length);
		if (*out)
			return NULL;
	}
	const sms_json *json = sms_json_pointer(resource->root->json, pointer);
	struct place *above = resource->root;
	const char *rest = pointer;
	*out = json ? schema_place(c->schema, json) : NULL;
	if (*out || (!sms_json_is(json, SMS_JSON_OBJECT) && !sms_json_is(json, SMS_JSON_BOOLEAN)))
		return NULL;
	c->partly = true;
	if (resource->root->scanned && ++c->detours > COMPILE_DETOURS)
		return sms_error(SMS_INPUT, "schema has more than %d references to what is no subschema",
				 COMPILE_DETOURS);
	for (const char *p = strchr(pointer + 1, '/'); p; p = strchr(p + 1, '/')) {
		sms_auto(string) char *front = sms_copy(pointer, (size_t)(p - pointer));
		struct place *place = schema_place(c->schema, sms_json_pointer(resource->root->json, front));
		if (place) {
			above = place;
			rest = p;
		}
	}
	SMS_TRY(add_place(c, json, above, (struct step){NULL, keep(c, rest), STEP_WHOLE}, out));
	if (sms_json_is(json, SMS_JSON_OBJECT))
		SMS_TRY(declare(c, *out, NULL, above->resource->dialect));
	return scan(c, *out, 0);
}

static struct sms_error *find_resource(struct compiler *c, struct place *place, const char *reference,
				       struct resource **out)
{
	sms_auto(buf) struct sms_buf uri = SMS_BUF_INIT;
	const sms_json *document;
	*out = place->resource;
	if (*reference == '#' || !*reference)
		return NULL;
	schema_uri_resolve(&uri, place->resource->uri, reference);
	*out = sms_map_get(c->schema->resources, sms_buf_text(&uri));
	if (*out)
		return NULL;
	SMS_TRY(schema_fetch(c, sms_buf_text(&uri), &document));
	return document ? schema_add_document(c, document, uri.data, place->resource->dialect, out) : NULL;
}

struct sms_error *schema_find(struct compiler *c, struct place *place, const char *keyword, const char *reference,
			      struct place **out, const struct anchor **anchor)
{
	sms_auto(buf) struct sms_buf fragment = SMS_BUF_INIT;
	struct resource *resource;
	const char *mark = strchr(reference, '#');
	const struct anchor *named = NULL;
	*out = NULL;
	SMS_TRY(find_resource(c, place, reference, &resource));
	if (mark && !schema_uri_decode(&fragment, mark + 1, strlen(mark + 1)))
		return schema_fault(place, keyword, "'%s' has a bad percent escape", reference);
	const char *text = sms_buf_text(&fragment);
	if (resource && *text == '/')
		SMS_TRY(find_pointer(c, resource, text, out));
	else if (resource && *text)
		named = schema_anchor(resource, text);
	else if (resource)
		*out = resource->root;
	if (named)
		*out = named->place;
	if (anchor)
		*anchor = named;
	return *out ? NULL : schema_fault(place, keyword, "refers to '%s', which is not there", reference);
}
