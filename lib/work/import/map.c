/* Loading of import maps, and what their members say. See map.h. */
#include "work/import/map.h"
#include "base/builtin.h"
#include "base/file.h"
#include "model/builtin_schema.h"
#include "work/import/import.h"
#include "work/import/private.h"
#include <string.h>

#define MAP_BYTES (1 << 20)
#define MAPS "maps/"
#define SUFFIX ".json"

struct sms_error *import_map_error(const struct import_plan *plan, const char *pointer, const char *format, ...)
{
	va_list arguments;
	va_start(arguments, format);
	sms_auto(string) char *message = sms_vformat(format, arguments);
	va_end(arguments);
	struct sms_position at = sms_json_locate(sms_buf_text(&plan->text), plan->text.length, pointer, false);
	return sms_error(SMS_INPUT, "%s:%u:%u: %s", plan->name, at.line, at.column, message);
}

/* --- Which maps there are. --- */

/* Name of the built-in map at a path of the built-in files, or NULL. */
static char *map_name(const char *path)
{
	size_t length = strlen(path), head = strlen(MAPS), tail = strlen(SUFFIX);
	if (length <= head + tail || strncmp(path, MAPS, head) != 0 || strcmp(path + length - tail, SUFFIX) != 0)
		return NULL;
	return sms_copy(path + head, length - head - tail);
}

static bool is_for(const char *path, const struct sms_type *type)
{
	sms_auto(json) sms_json *document = NULL;
	size_t length = 0;
	const char *text = sms_builtin(path, &length);
	struct sms_error *error = sms_json_parse(&document, text, length, path);
	const char *name = error ? NULL : sms_json_get_text(document, "type");
	sms_error_free(error);
	return name && !strcmp(name, type->name);
}

void sms_import_maps(const struct sms_type *type, struct sms_list *out)
{
	for (size_t i = 0; i < sms_builtin_count(); i++) {
		const char *path = sms_builtin_path(i);
		sms_auto(string) char *name = map_name(path);
		if (name && (!type || is_for(path, type)))
			sms_list_add(out, name);
	}
	sms_list_sort(out);
}

struct sms_error *import_hint_maps(struct sms_error *error, const struct sms_type *type)
{
	sms_auto(list) struct sms_list maps = SMS_LIST_INIT;
	sms_import_maps(type, &maps);
	for (size_t i = 0; i < maps.count; i++)
		error = sms_error_hint(error, "sms import %s FILE --map %s", type->name, maps.items[i]);
	return sms_error_hint(error, "sms import %s FILE --map ./MAP.json", type->name);
}

static struct sms_error *read_map(struct import_plan *plan, const char *map, const struct sms_type *type)
{
	size_t length = strlen(map), tail = strlen(SUFFIX);
	if (strchr(map, '/') || (length > tail && !strcmp(map + length - tail, SUFFIX))) {
		plan->name = sms_strdup(map);
		return sms_file_read(&plan->text, map, MAP_BYTES);
	}
	plan->name = sms_format(MAPS "%s" SUFFIX, map);
	const char *text = sms_builtin(plan->name, &length);
	if (!text)
		return import_hint_maps(sms_error(SMS_INPUT, "there is no map '%s'", map), type);
	sms_buf_add(&plan->text, text, length);
	return NULL;
}

/* --- What it says. --- */

static struct sms_error *read_optional(struct import_value *out, const struct import_plan *plan,
				       struct import_table *table, const char *pointer)
{
	const sms_json *json = sms_json_pointer(plan->document, pointer);
	out->path = sms_strdup(pointer + 1);
	return json ? import_value_read(out, plan, table, json, pointer) : NULL;
}

static struct sms_error *check_free(const struct import_plan *plan, const char *path, const char *pointer)
{
	static const char *const kept[] = {"type", "state", "log", "created", "external"};
	size_t root = strcspn(path, ".");
	for (size_t i = 0; i < SMS_COUNT(kept); i++)
		if (strlen(kept[i]) == root && !strncmp(kept[i], path, root))
			return import_map_error(plan, pointer, "'%s' is filled by other members of the map", kept[i]);
	return NULL;
}

bool import_is_open(const struct sms_type *type, const char *path)
{
	const char *dot = strrchr(path, '.');
	if (!dot)
		return false;
	sms_auto(string) char *parent = sms_copy(path, (size_t)(dot - path));
	const struct sms_field *field = sms_type_field(type, parent);
	const sms_json *more = field ? sms_json_get(field->schema, "additionalProperties") : NULL;
	return field && field->kind == SMS_FIELD_OBJECT &&
	       (!more || sms_json_kind(more) == SMS_JSON_OBJECT || sms_json_true(more));
}

static struct import_value *add_field(struct import_plan *plan, const char *path)
{
	sms_grow(plan->fields, plan->field_count, plan->field_capacity);
	plan->fields[plan->field_count] =
		(struct import_value){.path = sms_strdup(path), .field = sms_type_field(plan->type, path)};
	return &plan->fields[plan->field_count++];
}

static struct sms_error *read_fields(struct import_plan *plan, struct import_table *table)
{
	sms_json_each(json, sms_json_get(plan->document, "fields")) {
		sms_auto(buf) struct sms_buf pointer = SMS_BUF_INIT;
		const char *path = sms_json_key(json);
		struct import_value *value = add_field(plan, path);
		sms_buf_add_text(&pointer, "/fields");
		sms_json_pointer_add(&pointer, path);
		SMS_TRY(check_free(plan, path, sms_buf_text(&pointer)));
		if (!value->field && !import_is_open(plan->type, path)) {
			const struct sms_field *field;
			struct sms_error *error = sms_type_find_field(&field, plan->type, path);
			struct sms_position at = sms_json_locate(sms_buf_text(&plan->text), plan->text.length,
								 sms_buf_text(&pointer), true);
			return sms_error_wrap(error, "%s:%u:%u", plan->name, at.line, at.column);
		}
		plan->has_links = plan->has_links || (value->field && value->field->links);
		SMS_TRY(import_value_read(value, plan, table, json, sms_buf_text(&pointer)));
	}
	return NULL;
}

static bool is_filled(const struct import_plan *plan, const char *path)
{
	for (size_t i = 0; i < plan->field_count; i++)
		if (!strcmp(plan->fields[i].path, path))
			return true;
	return false;
}

/* What the type sets by itself in a new record: constants, and members derived from others. */
static void add_defaults(struct import_plan *plan)
{
	sms_json_each(json, sms_json_get(plan->type->about, "defaults")) {
		const char *text = sms_json_text(json);
		if ((text && *text == '@') || is_filled(plan, sms_json_key(json)))
			continue;
		struct import_value *value = add_field(plan, sms_json_key(json));
		value->only_new = true;
		value->count = 1;
		value->sources = sms_alloc(1, sizeof *value->sources);
		value->sources[0] = (struct import_source){.kind = IMPORT_CONSTANT, .constant = json};
	}
	sms_json_each(json, sms_json_get(plan->type->about, "derive"))
		plan->has_derived = plan->has_derived || !is_filled(plan, sms_json_key(json));
}

static struct sms_error *read_lists(struct import_plan *plan, struct import_table *table)
{
	const sms_json *lists = sms_json_get(plan->document, "lists");
	plan->lists = sms_alloc(sms_json_count(lists), sizeof *plan->lists);
	sms_json_each(json, lists) {
		struct import_list *list = &plan->lists[plan->list_count++];
		const sms_json *runs = sms_json_get(json, "runs"), *moves = sms_json_get(json, "moves");
		const struct sms_field *field = sms_type_field(plan->type, sms_json_key(json));
		sms_auto(buf) struct sms_buf pointer = SMS_BUF_INIT;
		sms_buf_add_text(&pointer, "/lists");
		sms_json_pointer_add(&pointer, sms_json_key(json));
		list->path = sms_strdup(sms_json_key(json));
		if (!field || !field->repeated || field->kind != SMS_FIELD_OBJECT)
			return import_map_error(plan, sms_buf_text(&pointer), "'%s' of %s is no list of objects",
						list->path, plan->type->name);
		list->value = sms_json_get_text(json, "value");
		list->from = sms_json_get_text(json, "from");
		list->to = sms_json_get_text(json, "to");
		list->at = sms_json_get_text(json, "at");
		list->by = sms_json_get_text(json, "by");
		list->column = runs ? import_table_want(table, sms_json_get_text(runs, "column")) : IMPORT_NO_COLUMN;
		list->values = sms_json_get(runs, "values");
		list->moves_from = sms_json_get(moves, "from");
		list->moves_to = sms_json_get(moves, "to");
	}
	return NULL;
}

static struct sms_error *read_states(struct import_plan *plan, struct import_table *table)
{
	const sms_json *states = sms_json_get(plan->document, "states");
	plan->state_column = IMPORT_NO_COLUMN;
	if (!states)
		return NULL;
	plan->state_column = import_table_want(table, sms_json_get_text(states, "column"));
	plan->state_values = sms_json_get(states, "values");
	sms_json_each(state, plan->state_values) {
		sms_auto(buf) struct sms_buf pointer = SMS_BUF_INIT;
		const char *name = sms_json_text(state);
		sms_buf_add_text(&pointer, "/states/values");
		sms_json_pointer_add(&pointer, sms_json_key(state));
		if (name && !sms_type_has_state(plan->type, name))
			return import_map_error(plan, sms_buf_text(&pointer), "%s has no state '%s'", plan->type->name,
						name);
	}
	return NULL;
}

static void read_log(struct import_plan *plan, struct import_table *table)
{
	const sms_json *log = sms_json_get(plan->document, "log"), *watch = sms_json_get(log, "watch");
	const char *kind = sms_json_get_text(log, "kind");
	plan->kind = kind ? kind : "update";
	plan->quiet = sms_json_get_text(log, "quiet");
	plan->watches = sms_alloc(sms_json_count(watch), sizeof *plan->watches);
	sms_json_each(column, watch) {
		plan->watches[plan->watch_count++] =
			(struct import_watch){sms_json_key(column), import_table_want(table, sms_json_text(column))};
	}
}

static struct sms_error *read_members(struct import_plan *plan, struct import_table *table)
{
	const sms_json *map = plan->document;
	const char *delimiter = sms_json_get_text(map, "delimiter");
	if (strcmp(sms_json_get_text(map, "type"), plan->type->name) != 0)
		return import_map_error(plan, "/type", "is for %s, not for %s", sms_json_get_text(map, "type"),
					plan->type->name);
	plan->system = sms_json_get_text(map, "system");
	plan->group = sms_json_true(sms_json_get(map, "group"));
	plan->key = import_table_want(table, sms_json_get_text(map, "key"));
	table->delimiter = delimiter ? *delimiter : ',';
	table->missing = sms_json_get(map, "missing");
	SMS_TRY(read_optional(&plan->at, plan, table, "/at"));
	SMS_TRY(read_optional(&plan->by, plan, table, "/by"));
	SMS_TRY(read_optional(&plan->created_at, plan, table, "/created/at"));
	SMS_TRY(read_optional(&plan->created_by, plan, table, "/created/by"));
	SMS_TRY(read_fields(plan, table));
	add_defaults(plan);
	SMS_TRY(read_lists(plan, table));
	SMS_TRY(read_states(plan, table));
	read_log(plan, table);
	return import_plan_make_skeleton(plan);
}

struct sms_error *import_plan_load(struct import_plan *plan, const char *map, const struct sms_type *type,
				   struct import_table *table)
{
	plan->type = type;
	SMS_TRY(read_map(plan, map, type));
	const char *text = sms_buf_text(&plan->text);
	SMS_TRY(sms_json_parse(&plan->document, text, plan->text.length, plan->name));
	SMS_TRY(sms_builtin_schema_check("meta/map.json", plan->document, text, plan->text.length, plan->name));
	return read_members(plan, table);
}

void import_plan_read_states(struct import_plan *plan, const struct import_table *table)
{
	if (plan->state_column == IMPORT_NO_COLUMN)
		return;
	size_t count = sms_map_count(table->columns[plan->state_column].texts);
	plan->states = sms_alloc(count + 1, sizeof *plan->states);
	for (size_t i = 0; i < count; i++) {
		struct import_state *state = &plan->states[i + 1];
		const sms_json *mapped =
			sms_json_get(plan->state_values, import_cell_text(table, plan->state_column, (uint32_t)i + 1));
		if (!mapped)
			mapped = sms_json_get(plan->state_values, "*");
		state->known = mapped;
		state->name = sms_json_text(mapped);
		size_t same = 0;
		sms_json_each(other, plan->state_values)
			same += mapped && sms_json_equal(other, mapped);
		state->shared = same > 1;
	}
}

void import_plan_release(struct import_plan *plan)
{
	import_value_release(&plan->at);
	import_value_release(&plan->by);
	import_value_release(&plan->created_at);
	import_value_release(&plan->created_by);
	for (size_t i = 0; i < plan->field_count; i++)
		import_value_release(&plan->fields[i]);
	for (size_t i = 0; i < plan->list_count; i++) {
		free(plan->lists[i].path);
		sms_list_release(&plan->lists[i].order);
	}
	free(plan->fields);
	free(plan->lists);
	free(plan->watches);
	free(plan->states);
	sms_list_release(&plan->log_order);
	sms_json_free(plan->skeleton);
	sms_json_free(plan->document);
	sms_buf_release(&plan->text);
	free(plan->name);
}
