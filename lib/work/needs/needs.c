/* What is named of the record types. See needs.h. */
#include "work/needs/needs.h"
#include "base/builtin.h"
#include "model/builtin_schema.h"
#include "work/needs/private.h"
#include "work/query/query.h"
#include <string.h>

#define EVIDENCE "iso20000-1/evidence.json"
#define REPORTS "reports/"

void sms_needs_release(struct sms_needs *needs)
{
	for (size_t i = 0; i < needs->count; i++) {
		free(needs->items[i].by);
		free(needs->items[i].type);
		free(needs->items[i].path);
		free(needs->items[i].value);
		free(needs->items[i].query);
	}
	free(needs->items);
	sms_map_free(needs->known);
	*needs = (struct sms_needs){0};
}

/* What is named, without its type. */
struct named {
	const char *path, *value, *query;
};

static const char *text_or_none(const char *text)
{
	return text ? text : "";
}

/* Adds a need, unless it is there. */
static void add(const struct speaker *speaker, const char *type, const struct named *named)
{
	struct sms_needs *needs = speaker->needs;
	sms_auto(string) char *key = sms_format("%s\t%s\t%s\t%s\t%s", speaker->by, type, text_or_none(named->path),
						text_or_none(named->value), text_or_none(named->query));
	if (!needs->known)
		needs->known = sms_map_new(NULL);
	if (sms_map_has(needs->known, key))
		return;
	sms_map_put(needs->known, key, needs);
	sms_grow(needs->items, needs->count, needs->capacity);
	needs->items[needs->count++] = (struct sms_need){.by = sms_strdup(speaker->by),
							 .type = sms_strdup(type),
							 .path = sms_strdup(named->path),
							 .value = sms_strdup(named->value),
							 .query = sms_strdup(named->query),
							 .shared = sms_json_count(speaker->types) > 1,
							 .alternative = speaker->alternative};
}

static void say(const struct speaker *speaker, const struct named *named)
{
	const char *only = sms_json_text(speaker->types);
	if (only)
		add(speaker, only, named);
	sms_json_each(type, only ? NULL : speaker->types)
		add(speaker, sms_json_text(type), named);
}

void needs_say(const struct speaker *speaker, const char *path, const char *value)
{
	say(speaker, &(struct named){.path = path, .value = value});
}

/* --- Evidence. --- */

struct sms_error *sms_evidence_load(sms_json **out)
{
	size_t length = 0;
	const char *text = sms_builtin(EVIDENCE, &length);
	sms_auto(json) sms_json *json = NULL;
	if (!text)
		return sms_error(SMS_ENVIRONMENT, "no built-in file '%s'", EVIDENCE);
	SMS_TRY(sms_json_parse(&json, text, length, EVIDENCE));
	SMS_TRY(sms_builtin_schema_check("meta/evidence.json", json, text, length, EVIDENCE));
	*out = sms_move(&json);
	return NULL;
}

void sms_needs_add_evidence(struct sms_needs *needs, const char *item, const sms_json *evidence)
{
	sms_json_each(records, sms_json_get(evidence, "records")) {
		const struct speaker speaker = {.needs = needs, .by = item, .types = sms_json_get(records, "type")};
		needs_say(&speaker, NULL, NULL);
		sms_json_each(field, sms_json_get(records, "fields")) {
			const char *text = text_or_none(sms_json_text(field)), *sign = strchr(text, '=');
			sms_auto(string) char *path = sms_copy(text, strcspn(text, "="));
			needs_say(&speaker, path, sign ? sign + 1 : NULL);
		}
	}
	sms_json_each(section, sms_json_get(evidence, "sections")) {
		const struct speaker speaker = {.needs = needs, .by = item, .types = sms_json_get(section, "type")};
		needs_say(&speaker, NULL, NULL);
	}
}

/* --- Reports. --- */

static void add_members(const struct speaker *speaker, const sms_json *object, const char *head)
{
	sms_json_each(member, object) {
		const char *text = sms_json_text(member);
		sms_auto(string) char *path = text && *head ? sms_format("%s.%s", head, text) : sms_strdup(text);
		if (path && strcmp(sms_json_key(member), "list") != 0)
			needs_say(speaker, path, NULL);
	}
}

static void add_numbers(const struct speaker *speaker, const sms_json *numbers)
{
	static const char *const paths[] = {"from", "to", "path", "list"};
	sms_json_each(number, numbers) {
		const char *list = sms_json_get_text(number, "list"), *member = sms_json_get_text(number, "member");
		for (size_t i = 0; i < SMS_COUNT(paths); i++)
			if (sms_json_get_text(number, paths[i]))
				needs_say(speaker, sms_json_get_text(number, paths[i]), NULL);
		sms_auto(string) char *path = list && member ? sms_format("%s.%s", list, member) : NULL;
		if (path)
			needs_say(speaker, path, NULL);
	}
}

/* Groups and queries, wherever they stand. */
static void add_blocks(const struct speaker *speaker, const sms_json *value)
{
	sms_json_each(member, value) {
		const char *key = text_or_none(sms_json_key(member)), *text = sms_json_text(member);
		if (text && !strcmp(key, "by"))
			needs_say(speaker, text, NULL);
		else if (text && !strcmp(key, "where"))
			say(speaker, &(struct named){.query = text});
		else if (sms_json_is(member, SMS_JSON_OBJECT) || sms_json_is(member, SMS_JSON_ARRAY))
			add_blocks(speaker, member);
	}
}

void sms_needs_add_report(struct sms_needs *needs, const char *name, const sms_json *definition)
{
	sms_auto(string) char *by = sms_format("report %s", name);
	const struct speaker speaker = {.needs = needs, .by = by, .types = sms_json_get(definition, "type")};
	const sms_json *holds = sms_json_get(definition, "holds");
	const char *list = sms_json_get_text(holds, "list");
	needs_say(&speaker, NULL, NULL);
	add_members(&speaker, sms_json_get(definition, "members"), "");
	if (list)
		needs_say(&speaker, list, NULL);
	add_members(&speaker, holds, text_or_none(list));
	sms_json_each(group, sms_json_get(definition, "states"))
		sms_json_each(state, group)
			needs_say(&speaker, "state", sms_json_text(state));
	add_numbers(&speaker, sms_json_get(definition, "numbers"));
	add_blocks(&speaker, definition);
}

static struct sms_error *add_reports(struct sms_needs *needs)
{
	for (size_t i = 0; i < sms_builtin_count(); i++) {
		const char *path = sms_builtin_path(i);
		size_t head = strlen(REPORTS), length = 0, size = strlen(path);
		sms_auto(json) sms_json *definition = NULL;
		if (strncmp(path, REPORTS, head) != 0 || size < 5 || strcmp(path + size - 5, ".json") != 0)
			continue;
		const char *text = sms_builtin(path, &length);
		sms_auto(string) char *name = sms_copy(path + head, size - head - 5);
		SMS_TRY(sms_json_parse(&definition, text, length, path));
		sms_needs_add_report(needs, name, definition);
	}
	return NULL;
}

/* --- All. --- */

/* The members that hold people's verdicts. */
static void add_assessments(struct sms_needs *needs, const sms_json *assessments)
{
	const struct speaker speaker = {
		.needs = needs, .by = "assessments", .types = sms_json_get(assessments, "type")};
	needs_say(&speaker, NULL, NULL);
	sms_json_each(member, assessments)
		if (sms_json_text(member) && strcmp(sms_json_key(member), "type") != 0)
			needs_say(&speaker, sms_json_text(member), NULL);
	sms_json_each(state, sms_json_get(assessments, "states"))
		needs_say(&speaker, "state", sms_json_text(state));
}

struct sms_error *sms_needs_collect(struct sms_needs *needs)
{
	sms_auto(catalogue) struct sms_catalogue *catalogue = NULL;
	sms_auto(json) sms_json *evidence = NULL;
	SMS_TRY(sms_catalogue_load(&catalogue));
	SMS_TRY(sms_evidence_load(&evidence));
	for (size_t i = 0; i < catalogue->item_count; i++) {
		const struct sms_item *item = &catalogue->items[i];
		sms_needs_add_evidence(needs, item->id, sms_json_get(sms_json_get(evidence, "items"), item->id));
		sms_needs_add_tests(needs, catalogue, item);
	}
	add_assessments(needs, catalogue->assessments);
	return add_reports(needs);
}

/* --- Looking. --- */

/* A member of an object that may have any (`attributes.x`): whatever holds it has to be there. */
static const struct sms_field *field_of(const struct sms_type *type, const char *path)
{
	const struct sms_field *field = sms_type_field(type, path);
	const char *dot = strrchr(path, '.');
	if (field || !dot)
		return field;
	sms_auto(string) char *head = sms_copy(path, (size_t)(dot - path));
	const struct sms_field *holder = sms_type_field(type, head);
	bool is_open = holder && holder->kind == SMS_FIELD_OBJECT && !sms_json_get(holder->schema, "properties");
	return is_open ? holder : NULL;
}

/* A field that lists no values takes any. */
static bool takes(const struct sms_type *type, const struct sms_field *field, const char *value)
{
	if (!strcmp(field->path, "state"))
		return !strcmp(value, "void") || sms_type_has_state(type, value);
	return !field->values || sms_json_contains_text(field->values, value);
}

static bool answers(const struct sms_type *type, const char *query)
{
	sms_auto(query) struct sms_query *compiled = NULL;
	sms_auto(error) struct sms_error *error = sms_query_new(&compiled, query, type, 0);
	return !error;
}

static bool has(const struct sms_type *type, const char *path, const char *value)
{
	const struct sms_field *field = field_of(type, path);
	return field && (!value || takes(type, field, value));
}

bool sms_need_is_met(const struct sms_need *need, const struct sms_types *types)
{
	const struct sms_type *type = sms_types_get(types, need->type);
	if (!type)
		return false;
	if (need->query)
		return answers(type, need->query);
	return !need->path || has(type, need->path, need->value);
}

bool sms_evidence_is_there(const struct sms_type *type, const char *field)
{
	const char *sign = strchr(field, '=');
	sms_auto(string) char *path = sms_copy(field, strcspn(field, "="));
	return has(type, path, sign ? sign + 1 : NULL);
}

void sms_need_describe(struct sms_buf *out, const struct sms_need *need)
{
	if (need->query)
		sms_buf_add_format(out, "fields and values of '%s'", need->query);
	else if (!need->path)
		sms_buf_add_text(out, "the type");
	else if (!need->value)
		sms_buf_add_format(out, "field '%s'", need->path);
	else if (!strcmp(need->path, "state"))
		sms_buf_add_format(out, "state '%s'", need->value);
	else
		sms_buf_add_format(out, "value '%s' of '%s'", need->value, need->path);
}
