/* Approval rules: which approvals a record needs, as the settings say. */
#include "model/approval/private.h"
#include <string.h>

sms_time sms_rule_end(const struct sms_rule *rule, sms_time at)
{
	sms_time end;
	return rule->holds && sms_time_add_duration(rule->holds, at, &end) ? end : INT64_MAX;
}

static struct sms_error *read_rule(struct sms_rule *rule, const sms_json *json)
{
	const sms_json *independent = sms_json_get(json, "independent"), *where = sms_json_get(json, "where");
	const char *signature = sms_json_get_text(json, "signature");
	int64_t count = 1, order = 0;
	sms_time end;
	rule->type = sms_json_get_text(json, "type");
	rule->name = sms_json_get_text(json, "name");
	if (!rule->name)
		rule->name = rule->type ? rule->type : "";
	sms_json_each(role, sms_json_get(json, "roles"))
		if (sms_json_text(role))
			sms_list_add(&rule->roles, sms_json_text(role));
	rule->roles_from = sms_json_get_text(json, "roles_from");
	rule->holds = sms_json_get_text(json, "holds");
	/* What is not said is the stricter: an author does not approve the own work. */
	rule->independent = !independent || sms_json_true(independent);
	rule->signature = signature && strcmp(signature, "required") == 0;
	if (sms_json_get(json, "count") &&
	    (!sms_json_integer(sms_json_get(json, "count"), &count) || count < 1 || count > 1000))
		return sms_error(SMS_INPUT, "approval rule '%s': 'count' is not between 1 and 1000", rule->name);
	rule->count = (unsigned)count;
	if (sms_json_get(json, "order") &&
	    (!sms_json_integer(sms_json_get(json, "order"), &order) || order < 1 || order > 1000))
		return sms_error(SMS_INPUT, "approval rule '%s': 'order' is not between 1 and 1000", rule->name);
	rule->order = (unsigned)order;
	if (!rule->type || !rule->roles.count)
		return sms_error(SMS_INPUT, "approval rule '%s': lacks 'type' or 'roles'", rule->name);
	if (rule->holds && !sms_time_add_duration(rule->holds, 0, &end))
		return sms_error_hint(
			sms_error(SMS_INPUT, "approval rule '%s': '%s' is no duration", rule->name, rule->holds),
			"\"holds\": \"P1Y\"");
	if (!where)
		return NULL;
	struct sms_error *error = sms_schema_new(&rule->where, where, NULL);
	return error ? sms_error_wrap(error, "approval rule '%s'", rule->name) : NULL;
}

struct sms_error *sms_rules_read(struct sms_rules *out, const sms_json *array)
{
	out->items = sms_alloc(sms_json_count(array), sizeof *out->items);
	sms_json_each(json, array)
		SMS_TRY(read_rule(&out->items[out->count++], json));
	return NULL;
}

void sms_rules_release(struct sms_rules *rules)
{
	for (size_t i = 0; i < rules->count; i++) {
		sms_schema_free(rules->items[i].where);
		sms_list_release(&rules->items[i].roles);
	}
	free(rules->items);
	*rules = (struct sms_rules){0};
}

struct sms_error *sms_rules_match(const struct sms_rules *rules, const struct sms_record *record,
				  const struct sms_rule **out, size_t *count)
{
	*count = 0;
	for (size_t i = 0; i < rules->count; i++) {
		const struct sms_rule *rule = &rules->items[i];
		bool accepts = true;
		if (strcmp(rule->type, record->type->name) != 0)
			continue;
		if (rule->where)
			SMS_TRY(sms_schema_accepts(rule->where, record->json, &accepts));
		if (accepts)
			out[(*count)++] = rule;
	}
	return NULL;
}

static bool concerns(const sms_json *rule, const struct sms_type *type)
{
	const char *name = sms_json_get_text(rule, "type");
	return name && strcmp(name, type->name) == 0;
}

bool sms_approval_concerns(const struct sms_store *store, const struct sms_type *type)
{
	sms_json_each(rule, sms_settings_get(store->settings, "approvals"))
		if (concerns(rule, type))
			return true;
	return false;
}

bool sms_approval_concerns_person(const struct sms_store *store, const struct sms_type *type,
				  const struct sms_people *people, const char *person, sms_time at)
{
	sms_json_each(rule, sms_settings_get(store->settings, "approvals")) {
		if (!concerns(rule, type))
			continue;
		if (sms_json_get(rule, "roles_from")) /* which ones is known of each record only */
			return true;
		sms_json_each(role, sms_json_get(rule, "roles"))
			if (sms_json_text(role) && sms_people_holds(people, person, sms_json_text(role), at))
				return true;
	}
	return false;
}
