/* The fields of a type, collected from its schema. See type.h. */
#include "model/type/private.h"
#include <string.h>

bool sms_member_is_kept(const char *member)
{
	static const char *const kept[] = {"id", "type", "state", "log", "created", "links", "attachments"};
	for (size_t i = 0; i < SMS_COUNT(kept); i++)
		if (!strcmp(member, kept[i]))
			return true;
	return false;
}

void sms_type_each_property(const struct sms_schema *schema, const sms_json *subschema, sms_property_visit *visit,
			    void *context)
{
	sms_json_each(property, sms_json_get(subschema, "properties"))
		visit(context, sms_json_key(property), property);
	sms_json_each(part, sms_json_get(subschema, "allOf")) {
		const sms_json *target = sms_schema_resolve(schema, part);
		if (target && !sms_json_get(part, "if"))
			sms_type_each_property(schema, target, visit, context);
	}
}

struct collection {
	const struct sms_type *type;
	const struct sms_schema *schema;
	struct sms_type_lazy *lazy;
	size_t capacity, inner_capacity;
	bool inside;        /* an element of a list */
	const char *prefix; /* of paths: "" or "impact." */
	const sms_json *required;
	const sms_json *required_too; /* of the envelope */
};

static enum sms_field_kind kind_of(const sms_json *schema)
{
	const char *type = sms_json_get_text(schema, "type");
	if (!type)
		return sms_json_get(schema, "properties") ? SMS_FIELD_OBJECT : SMS_FIELD_TEXT;
	if (!strcmp(type, "integer"))
		return SMS_FIELD_INTEGER;
	if (!strcmp(type, "number"))
		return SMS_FIELD_NUMBER;
	if (!strcmp(type, "boolean"))
		return SMS_FIELD_BOOLEAN;
	if (!strcmp(type, "object"))
		return SMS_FIELD_OBJECT;
	return SMS_FIELD_TEXT;
}

/* A description beside a $ref speaks of this use, the one behind it of the thing in general. */
static const char *annotation(const sms_json *property, const sms_json *resolved, const char *name)
{
	const char *text = sms_json_get_text(property, name);
	return text ? text : sms_json_get_text(resolved, name);
}

static const struct sms_field *find(const struct sms_field *fields, size_t count, const char *path)
{
	for (size_t i = 0; i < count; i++)
		if (!strcmp(fields[i].path, path))
			return &fields[i];
	return NULL;
}

static sms_property_visit add_field;

static void add_members(struct collection *outer, const struct sms_field *field)
{
	sms_auto(string) char *prefix = sms_format("%s.", field->path);
	struct collection inner = *outer;
	inner.prefix = prefix;
	inner.inside = outer->inside || field->repeated;
	inner.required = field->required ? sms_json_get(field->schema, "required") : NULL;
	inner.required_too = NULL;
	sms_type_each_property(outer->schema, field->schema, add_field, &inner);
	outer->capacity = inner.capacity;
	outer->inner_capacity = inner.inner_capacity;
}

static bool root_is(const char *path, bool test(const struct sms_type *, const char *), const struct sms_type *type)
{
	const char *dot = strchr(path, '.');
	char *root = sms_copy(path, dot ? (size_t)(dot - path) : strlen(path));
	bool answer = test(type, root);
	free(root);
	return answer;
}

static bool is_kept(const struct sms_type *type, const char *member)
{
	return sms_member_is_kept(member);
}

static void add_field(void *context, const char *name, const sms_json *property)
{
	struct collection *collection = context;
	struct sms_type_lazy *lazy = collection->lazy;
	const sms_json *resolved = sms_schema_resolve(collection->schema, property);
	if (!resolved)
		return;
	sms_auto(string) char *path = sms_format("%s%s", collection->prefix, name);
	if (find(collection->inside ? lazy->inner : lazy->fields,
		 collection->inside ? lazy->inner_count : lazy->field_count, path))
		return; /* the type says more of a member of the envelope */
	struct sms_field field = {.schema = resolved};
	field.repeated = sms_json_get(resolved, "items") != NULL;
	if (field.repeated)
		field.schema = sms_schema_resolve(collection->schema, sms_json_get(resolved, "items"));
	field.title = annotation(property, resolved, "title");
	field.description = annotation(property, resolved, "description");
	field.kind = kind_of(field.schema);
	field.required = sms_json_contains_text(collection->required, name) ||
			 sms_json_contains_text(collection->required_too, name);
	field.workflow = root_is(path, sms_type_is_workflow, collection->type);
	field.settable = !root_is(path, is_kept, collection->type);
	field.values = sms_json_get(field.schema, "enum");
	field.links = sms_json_get(sms_json_get(collection->type->about, "links"), path);
	field.format = sms_json_get_text(field.schema, "format");
	field.path = sms_move(&path);
	if (collection->inside) {
		sms_grow(lazy->inner, lazy->inner_count, collection->inner_capacity);
		lazy->inner[lazy->inner_count++] = field;
	} else {
		sms_grow(lazy->fields, lazy->field_count, collection->capacity);
		lazy->fields[lazy->field_count++] = field;
	}
	if (field.kind == SMS_FIELD_OBJECT)
		add_members(collection, &field);
}

/* Rank by the groups of x-sms: what they name comes first, in their order. */
static long rank_of(const struct sms_type *type, const char *path)
{
	long rank = 0;
	sms_json_each(group, sms_json_get(type->about, "groups"))
		sms_json_each(name, sms_json_get(group, "fields")) {
			size_t length = strlen(sms_json_text(name) ? sms_json_text(name) : "");
			if (length && !strncmp(path, sms_json_text(name), length) &&
			    (!path[length] || path[length] == '.'))
				return rank;
			rank++;
		}
	return rank;
}

/* Insertion sort: stable, and the fields are few and nearly in order. */
static void sort_by_groups(const struct sms_type *type, struct sms_type_lazy *lazy)
{
	long *ranks = sms_alloc(lazy->field_count, sizeof *ranks);
	for (size_t i = 0; i < lazy->field_count; i++) {
		struct sms_field field = lazy->fields[i];
		long rank = rank_of(type, field.path);
		size_t at = i;
		for (; at > 0 && ranks[at - 1] > rank; at--) {
			ranks[at] = ranks[at - 1];
			lazy->fields[at] = lazy->fields[at - 1];
		}
		ranks[at] = rank;
		lazy->fields[at] = field;
	}
	free(ranks);
}

void sms_type_collect_fields(const struct sms_type *type, const struct sms_schema *schema)
{
	struct sms_type_lazy *lazy = type->lazy;
	struct collection collection = {.type = type, .schema = schema, .lazy = lazy, .prefix = ""};
	collection.required = sms_json_get(sms_type_document(type), "required");
	sms_json_each(part, sms_json_get(sms_type_document(type), "allOf"))
		if (!collection.required_too && !sms_json_get(part, "if"))
			collection.required_too = sms_json_get(sms_schema_resolve(schema, part), "required");
	sms_type_each_property(schema, sms_type_document(type), add_field, &collection);
	sort_by_groups(type, lazy);
	lazy->has_fields = true;
}

void sms_type_release_fields(struct sms_type_lazy *lazy)
{
	for (size_t i = 0; i < lazy->field_count; i++)
		free(lazy->fields[i].path);
	for (size_t i = 0; i < lazy->inner_count; i++)
		free(lazy->inner[i].path);
	free(lazy->fields);
	free(lazy->inner);
}

const struct sms_field *sms_type_fields(const struct sms_type *type, size_t *count)
{
	const struct sms_schema *schema = NULL;
	if (!type->lazy->has_fields) {
		struct sms_error *error = sms_type_schema(&schema, type);
		if (!error)
			sms_type_collect_fields(type, schema);
		sms_error_free(error);
	}
	*count = type->lazy->field_count;
	return type->lazy->fields;
}

/* `targets.0.value` and `targets.value` name the same field. */
static void drop_indices(struct sms_buf *out, const char *path)
{
	sms_auto(list) struct sms_list steps = SMS_LIST_INIT;
	sms_list_split(&steps, path, '.');
	for (size_t i = 0; i < steps.count; i++) {
		const char *step = steps.items[i];
		if (*step && !step[strspn(step, "0123456789")])
			continue;
		sms_buf_add_format(out, "%s%s", out->length ? "." : "", step);
	}
}

const struct sms_field *sms_type_field(const struct sms_type *type, const char *path)
{
	size_t count = 0;
	const struct sms_field *fields = sms_type_fields(type, &count);
	sms_auto(buf) struct sms_buf plain = SMS_BUF_INIT;
	drop_indices(&plain, path);
	const struct sms_field *field = find(fields, count, sms_buf_text(&plain));
	return field ? field : find(type->lazy->inner, type->lazy->inner_count, sms_buf_text(&plain));
}

struct sms_error *sms_type_find_field(const struct sms_field **out, const struct sms_type *type, const char *path)
{
	size_t count = 0;
	const struct sms_field *fields = sms_type_fields(type, &count);
	sms_auto(list) struct sms_list names = SMS_LIST_INIT;
	*out = sms_type_field(type, path);
	if (*out)
		return NULL;
	for (size_t i = 0; i < count; i++)
		sms_list_add(&names, fields[i].path);
	struct sms_error *error = sms_error(SMS_INPUT, "unknown field '%s' of %s", path, type->name);
	const char *nearest = sms_list_nearest(&names, path);
	if (nearest)
		return sms_error_hint(error, "did you mean '%s'?", nearest);
	return sms_error_hint(error, "sms types %s", type->name);
}
