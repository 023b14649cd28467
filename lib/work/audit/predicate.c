/* Predicates: JSON Schemas over a record and its facts, compiled once a test. See audit.h. */
#include "work/audit/private.h"
#include <string.h>

void audit_predicate_release(struct audit_predicate *predicate)
{
	for (size_t i = 0; i < predicate->condition_count; i++)
		free(predicate->conditions[i].steps);
	free(predicate->conditions);
	sms_schema_free(predicate->schema);
	sms_json_free(predicate->document);
	sms_list_release(&predicate->facts);
	free(predicate->needs.facts);
	*predicate = (struct audit_predicate){0};
}

/* As the schema of the path would say: all on the way are objects. */
static struct sms_error *meets(const struct audit_condition *condition, const sms_json *value, bool *out)
{
	for (const char *step = condition->steps; *step; step += strlen(step) + 1) {
		bool is_last = !step[strlen(step) + 1];
		*out = sms_json_is(value, SMS_JSON_OBJECT);
		value = *out ? sms_json_get(value, step) : NULL;
		*out = *out && (is_last && condition->is_absent ? !value : value != NULL);
		if (!*out)
			return NULL;
	}
	return condition->schema ? sms_schema_accepts(condition->schema, value, out) : NULL;
}

struct sms_error *audit_holds(const struct audit_predicate *predicate, const sms_json *instance, bool *out)
{
	*out = true;
	for (size_t i = 0; i < predicate->condition_count && *out; i++)
		SMS_TRY(meets(&predicate->conditions[i], instance, out));
	return *out && predicate->schema ? sms_schema_accepts(predicate->schema, instance, out) : NULL;
}

/* Names of the members of `facts` that a schema speaks of, wherever in it. */
static void find_mentions(const sms_json *schema, struct sms_list *out)
{
	const sms_json *facts = sms_json_get(sms_json_get(schema, "properties"), "facts");
	sms_json_each(member, sms_json_get(facts, "properties"))
		sms_list_add(out, sms_json_key(member));
	sms_json_each(name, sms_json_get(facts, "required"))
		sms_list_add(out, sms_json_text(name));
	if (sms_json_is(schema, SMS_JSON_OBJECT) || sms_json_is(schema, SMS_JSON_ARRAY))
		sms_json_each(inner, schema)
			find_mentions(inner, out);
}

/* The schema that says what is at a path. */
static sms_json *path_schema(const char *path, const sms_json *schema)
{
	size_t step = strcspn(path, ".");
	sms_auto(string) char *member = sms_copy(path, step);
	sms_json *out = sms_json_new_object(), *properties = sms_json_new_object();
	bool is_last = !path[step];
	bool is_absent = is_last && sms_json_is(schema, SMS_JSON_BOOLEAN) && !sms_json_true(schema);
	sms_json_set(properties, member, is_last ? sms_json_copy(schema) : path_schema(path + step + 1, schema));
	sms_json_set_text(out, "type", "object");
	sms_json_set(out, "properties", properties);
	if (!is_absent) {
		sms_json *required = sms_json_new_array();
		sms_json_append_text(required, member);
		sms_json_set(out, "required", required);
	}
	return out;
}

/* Adds one condition, and what it needs. */
static struct sms_error *add_condition(struct audit_run *run, struct audit_predicate *predicate, sms_json *schema)
{
	sms_auto(list) struct sms_list mentions = SMS_LIST_INIT;
	find_mentions(schema, &mentions);
	if (!predicate->document) {
		predicate->document = sms_json_new_object();
		sms_json_set(predicate->document, "allOf", sms_json_new_array());
	}
	sms_json_append(sms_json_edit(predicate->document, "allOf"), schema);
	for (size_t i = 0; i < mentions.count; i++) {
		SMS_TRY(audit_facts_need(run, mentions.items[i], &predicate->facts));
		const struct audit_fact *fact = sms_map_get(run->facts, mentions.items[i]);
		predicate->tier = fact->tier > predicate->tier ? fact->tier : predicate->tier;
	}
	return NULL;
}

/* The schema of a value; the same text is compiled once. */
static struct sms_error *value_schema(struct audit_run *run, const sms_json *json, const struct sms_schema **out)
{
	sms_auto(buf) struct sms_buf text = SMS_BUF_INIT;
	struct sms_schema *schema = NULL;
	if (sms_json_is(json, SMS_JSON_BOOLEAN))
		return NULL; /* anything, or nothing */
	sms_json_print_line(&text, json);
	*out = sms_map_get(run->values, sms_buf_text(&text));
	if (*out)
		return NULL;
	SMS_TRY(sms_schema_new(&schema, json, NULL));
	sms_map_put(run->values, sms_buf_text(&text), schema);
	*out = schema;
	return NULL;
}

static struct sms_error *add_path(struct audit_run *run, struct audit_predicate *predicate, const sms_json *json)
{
	sms_auto(buf) struct sms_buf steps = SMS_BUF_INIT;
	struct audit_condition condition = {.is_absent = sms_json_is(json, SMS_JSON_BOOLEAN) && !sms_json_true(json)};
	SMS_TRY(value_schema(run, json, &condition.schema));
	sms_buf_add_text(&steps, sms_json_key(json));
	sms_buf_add_char(&steps, '.');
	sms_buf_add_char(&steps, '\0');
	for (size_t i = 0; i < steps.length; i++)
		if (steps.data[i] == '.')
			steps.data[i] = '\0';
	condition.steps = sms_buf_take(&steps);
	predicate->conditions =
		sms_realloc(predicate->conditions, predicate->condition_count + 1, sizeof *predicate->conditions);
	predicate->conditions[predicate->condition_count++] = condition;
	return NULL;
}

/* Where a schema is a part of it, all is one schema. */
static struct sms_error *finish(struct audit_predicate *predicate, bool has_schema)
{
	if (!has_schema)
		return NULL;
	for (size_t i = 0; i < predicate->condition_count; i++)
		free(predicate->conditions[i].steps);
	predicate->condition_count = 0;
	return sms_schema_new(&predicate->schema, predicate->document, NULL);
}

struct sms_error *audit_predicate(struct audit_run *run, struct audit_predicate *out, const sms_json *schema,
				  const sms_json *paths)
{
	if (schema)
		SMS_TRY(add_condition(run, out, sms_json_copy(schema)));
	sms_json_each(one, paths) {
		SMS_TRY(add_condition(run, out, path_schema(sms_json_key(one), one)));
		SMS_TRY(add_path(run, out, one));
	}
	return finish(out, schema != NULL);
}

/* Adds a condition where it can be judged soonest. */
static struct sms_error *place_condition(struct audit_run *run, struct audit_predicate tiers[AUDIT_TIERS],
					 sms_json *schema, enum audit_tier *out)
{
	struct audit_predicate alone = {0};
	sms_json *again = sms_json_copy(schema);
	struct sms_error *error = add_condition(run, &alone, schema);
	*out = alone.tier;
	audit_predicate_release(&alone);
	if (error)
		sms_json_free(again);
	return error ? error : add_condition(run, &tiers[*out], again);
}

struct sms_error *audit_selection(struct audit_run *run, struct audit_predicate tiers[AUDIT_TIERS],
				  const sms_json *selection)
{
	const sms_json *where = sms_json_get(selection, "where");
	enum audit_tier tier = AUDIT_TIERS, of_schema = AUDIT_TIERS;
	if (where)
		SMS_TRY(place_condition(run, tiers, sms_json_copy(where), &of_schema));
	sms_json_each(one, sms_json_get(selection, "with")) {
		SMS_TRY(place_condition(run, tiers, path_schema(sms_json_key(one), one), &tier));
		SMS_TRY(add_path(run, &tiers[tier], one));
	}
	for (unsigned i = 0; i < AUDIT_TIERS; i++)
		SMS_TRY(finish(&tiers[i], i == of_schema));
	return NULL;
}
