/* Report definitions: found, checked, and what they need of records put into the plan. */
#include "base/builtin.h"
#include "model/builtin_schema.h"
#include "work/report/private.h"
#include <string.h>

#define BUILTIN "reports/"
#define OWN "reports"

void report_definition_free(struct report_definition *definition)
{
	if (!definition)
		return;
	for (size_t i = 0; i < definition->plan.query_count; i++)
		sms_query_free(definition->queries[i]);
	sms_json_free(definition->json);
	sms_arena_free(definition->arena);
	free(definition->name);
	free(definition->origin);
	free(definition);
}

/* --- What a report needs of records. --- */

static struct sms_error *too_many(const char *what)
{
	return sms_error(SMS_INPUT, "more than %d different %s", SMS_MEASURE_LIMIT, what);
}

struct sms_error *report_need_query(struct report_definition *definition, const char *text, sms_time now, size_t *out)
{
	struct sms_measure_plan *plan = &definition->plan;
	struct sms_query *query = NULL;
	*out = SMS_ANY;
	if (!text)
		return NULL;
	for (*out = 0; *out < plan->query_count; ++*out)
		if (strcmp(definition->query_texts[*out], text) == 0)
			return NULL;
	if (plan->query_count == SMS_MEASURE_LIMIT)
		return too_many("conditions");
	SMS_TRY(sms_query_new(&query, text, plan->type, now));
	definition->queries[*out] = query;
	definition->query_texts[*out] = text;
	plan->queries[plan->query_count++] = query;
	return NULL;
}

struct sms_error *report_need_key(struct report_definition *definition, const char *path, size_t *out)
{
	struct sms_measure_plan *plan = &definition->plan;
	const struct sms_field *field = NULL;
	for (*out = 0; *out < plan->key_count; ++*out)
		if (strcmp(plan->keys[*out], path) == 0)
			return NULL;
	SMS_TRY(sms_type_find_field(&field, plan->type, path));
	if (plan->key_count == SMS_MEASURE_LIMIT)
		return too_many("groupings");
	plan->keys[plan->key_count++] = path;
	return NULL;
}

struct sms_error *report_need_number(const struct report_definition *definition, const char *name, size_t *out)
{
	sms_auto(list) struct sms_list names = SMS_LIST_INIT;
	*out = SMS_ANY;
	if (!name)
		return NULL;
	for (*out = 0; *out < definition->plan.number_count; ++*out) {
		if (strcmp(definition->plan.numbers[*out].name, name) == 0)
			return NULL;
		sms_list_add(&names, definition->plan.numbers[*out].name);
	}
	const char *nearest = sms_list_nearest(&names, name);
	struct sms_error *error = sms_error(SMS_INPUT, "unknown number '%s'", name);
	return nearest ? sms_error_hint(error, "did you mean '%s'?", nearest) : error;
}

/* --- Reading. --- */

static struct sms_error *check_path(const struct sms_type *type, const char *path)
{
	const struct sms_field *field = NULL;
	return path ? sms_type_find_field(&field, type, path) : NULL;
}

static struct sms_error *read_members(struct report_definition *definition)
{
	const sms_json *members = sms_json_get(definition->json, "members");
	const sms_json *states = sms_json_get(definition->json, "states");
	const sms_json *holds = sms_json_get(definition->json, "holds");
	struct sms_measure_plan *plan = &definition->plan;
	sms_json_each(path, members)
		SMS_TRY(check_path(plan->type, sms_json_text(path)));
	plan->opened = sms_json_get_text(members, "opened");
	plan->resolved = sms_json_get_text(members, "resolved");
	plan->closed = sms_json_get_text(members, "closed");
	definition->service = sms_json_get_text(members, "service");
	plan->done = sms_json_get(states, "done");
	plan->held = sms_json_get(states, "held");
	plan->hold_list = sms_json_get_text(holds, "list");
	plan->hold_from = sms_json_get_text(holds, "from");
	plan->hold_to = sms_json_get_text(holds, "to");
	plan->hold_reason = sms_json_get_text(holds, "reason");
	sms_json_each(list, states)
		sms_json_each(state, list) {
			if (!sms_type_has_state(plan->type, sms_json_text(state)))
				return sms_error(SMS_INPUT, "unknown state '%s' of %s", sms_json_text(state),
						 plan->type->name);
		}
	return check_path(plan->type, plan->hold_list);
}

static struct sms_error *read_number(struct report_definition *definition, const sms_json *json)
{
	static const struct {
		const char *word, *from, *to; /* names of the members that hold the paths */
		enum sms_number_kind kind;
	} kinds[] = {
		{"span", "from", "to", SMS_NUMBER_SPAN},
		{"held", "from", "to", SMS_NUMBER_HELD},
		{"age", NULL, NULL, SMS_NUMBER_AGE},
		{"member", "path", NULL, SMS_NUMBER_MEMBER},
		{"changes", "list", "member", SMS_NUMBER_CHANGES},
		{"reopenings", NULL, NULL, SMS_NUMBER_REOPENINGS},
	};
	struct sms_measure_plan *plan = &definition->plan;
	const char *word = sms_json_get_text(json, "is");
	if (plan->number_count == SMS_MEASURE_LIMIT)
		return too_many("numbers");
	struct sms_number_plan *number = &plan->numbers[plan->number_count++];
	*number = (struct sms_number_plan){.name = sms_json_key(json),
					   .without_holds = sms_json_true(sms_json_get(json, "without_holds"))};
	for (size_t i = 0; i < SMS_COUNT(kinds); i++) {
		if (strcmp(word, kinds[i].word) != 0)
			continue;
		number->kind = kinds[i].kind;
		number->from = kinds[i].from ? sms_json_get_text(json, kinds[i].from) : NULL;
		number->to = kinds[i].to ? sms_json_get_text(json, kinds[i].to) : NULL;
	}
	SMS_TRY(check_path(plan->type, number->from));
	return number->kind == SMS_NUMBER_CHANGES ? NULL : check_path(plan->type, number->to);
}

static struct sms_error *read_exclusions(struct report_definition *definition, sms_time now)
{
	size_t query;
	sms_json_each(exclusion, sms_json_get(definition->json, "exclude"))
		SMS_TRY(report_need_query(definition, sms_json_get_text(exclusion, "where"), now, &query));
	definition->plan.exclusions = definition->plan.query_count;
	return NULL;
}

static struct sms_error *read_definition(struct report_definition *definition, const struct sms_types *types,
					 sms_time now)
{
	definition->plan.now = now;
	if (!sms_json_get(definition->json, "type"))
		return report_read_sections(definition, types, now);
	SMS_TRY(sms_types_find(&definition->plan.type, types, sms_json_get_text(definition->json, "type")));
	SMS_TRY(read_members(definition));
	SMS_TRY(read_exclusions(definition, now));
	sms_json_each(number, sms_json_get(definition->json, "numbers"))
		SMS_TRY(sms_error_wrap(read_number(definition, number), "number '%s'", sms_json_key(number)));
	return report_read_sections(definition, types, now);
}

/* --- Finding. --- */

/* "incidents" of `reports/incidents.json`; NULL for other files. The caller's. */
static char *name_of(const char *path)
{
	const char *end = strrchr(path, '.');
	size_t skip = strlen(BUILTIN);
	if (strncmp(path, BUILTIN, skip) != 0 || !end || strcmp(end, ".json") != 0 || strchr(path + skip, '/'))
		return NULL;
	return sms_copy(path + skip, (size_t)(end - path) - skip);
}

static struct sms_error *list_names(struct sms_list *out, struct sms_store *store)
{
	sms_auto(list) struct sms_list paths = SMS_LIST_INIT;
	SMS_TRY(sms_snapshot_files(store->snapshot, OWN, &paths));
	for (size_t i = 0; i < sms_builtin_count(); i++)
		sms_list_add(&paths, sms_builtin_path(i));
	for (size_t i = 0; i < paths.count; i++) {
		char *name = name_of(paths.items[i]);
		if (name)
			sms_list_adopt(out, name);
	}
	sms_list_sort(out);
	sms_list_unique(out);
	return NULL;
}

/* The repository's own definition goes before the built-in one of the same name. */
static struct sms_error *read_text(struct sms_buf *out, struct sms_store *store, const char *name, bool *own,
				   bool *found)
{
	sms_auto(string) char *path = sms_format(BUILTIN "%s.json", name);
	size_t length;
	*found = *own = false;
	if (strchr(name, '/'))
		return NULL;
	SMS_TRY(sms_snapshot_read(store->snapshot, path, out, own));
	const char *text = *own ? NULL : sms_builtin(path, &length);
	if (text)
		sms_buf_add(out, text, length);
	*found = *own || text;
	return NULL;
}

static struct sms_error *unknown(struct sms_store *store, const char *name)
{
	sms_auto(list) struct sms_list names = SMS_LIST_INIT;
	struct sms_error *error = sms_error(SMS_INPUT, "unknown report '%s'", name);
	sms_error_free(list_names(&names, store));
	const char *nearest = sms_list_nearest(&names, name);
	return nearest ? sms_error_hint(error, "sms report %s", nearest) : sms_error_hint(error, "sms report");
}

/* Reads and checks the JSON of a definition. */
static struct sms_error *open_definition(struct report_definition *definition, struct sms_store *store,
					 const char *name)
{
	sms_auto(buf) struct sms_buf text = SMS_BUF_INIT;
	bool own, found;
	SMS_TRY(read_text(&text, store, name, &own, &found));
	if (!found)
		return unknown(store, name);
	definition->name = sms_strdup(name);
	definition->origin = sms_format("%s" BUILTIN "%s.json", own ? "" : "builtin:", name);
	SMS_TRY(sms_json_parse(&definition->json, sms_buf_text(&text), text.length, definition->origin));
	if (!own) /* those are checked by the tests */
		return NULL;
	return sms_builtin_schema_check("meta/report.json", definition->json, sms_buf_text(&text), text.length,
					definition->origin);
}

struct sms_error *report_definition_load(struct report_definition **out, struct sms_store *store, const char *name,
					 sms_time now)
{
	sms_auto(report_definition) struct report_definition *definition = sms_alloc(1, sizeof *definition);
	definition->arena = sms_arena_new();
	SMS_TRY(open_definition(definition, store, name));
	SMS_TRY(sms_error_wrap(read_definition(definition, store->types, now), "%s", definition->origin));
	*out = sms_move(&definition);
	return NULL;
}

struct sms_error *sms_reports_list(struct sms_report_list *out, struct sms_store *store)
{
	sms_auto(list) struct sms_list names = SMS_LIST_INIT;
	SMS_TRY(list_names(&names, store));
	for (size_t i = 0; i < names.count; i++) {
		sms_auto(report_definition) struct report_definition *definition = sms_alloc(1, sizeof *definition);
		sms_auto(buf) struct sms_buf clauses = SMS_BUF_INIT;
		SMS_TRY(open_definition(definition, store, names.items[i]));
		sms_value_add_text(&clauses, sms_json_get(definition->json, "clauses"));
		sms_grow(out->items, out->count, out->capacity);
		out->items[out->count++] = (struct sms_report_about){
			sms_strdup(names.items[i]), sms_strdup(sms_json_get_text(definition->json, "title")),
			sms_strdup(sms_json_get_text(definition->json, "purpose")), sms_buf_take(&clauses)};
	}
	return NULL;
}

void sms_report_list_release(struct sms_report_list *list)
{
	for (size_t i = 0; i < list->count; i++) {
		free(list->items[i].name);
		free(list->items[i].title);
		free(list->items[i].purpose);
		free(list->items[i].clauses);
	}
	free(list->items);
	*list = (struct sms_report_list){0};
}
