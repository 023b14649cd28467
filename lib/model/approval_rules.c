/* Approval rules: which approvals a record needs, as the settings say. */
#include "model/approval_private.h"
#include <string.h>

/* Reads a number and its unit (`12M`); false when there is none. */
static bool take_part(const char **at, int *number, char *unit)
{
	const char *p = *at;
	*number = 0;
	for (; *p >= '0' && *p <= '9'; p++) {
		if (*number > 100000)
			return false;
		*number = *number * 10 + (*p - '0');
	}
	if (p == *at || !*p)
		return false;
	*unit = *p;
	*at = p + 1;
	return true;
}

/* `from` and an ISO 8601 duration; false when the text is none. */
static bool add_duration(const char *text, sms_time from, sms_time *out)
{
	sms_time seconds = 0;
	int months = 0, number = 0;
	bool in_time = false;
	char unit = 0;
	if (*text++ != 'P' || !*text)
		return false;
	while (*text) {
		if (*text == 'T' && !in_time && text[1]) {
			in_time = true;
			text++;
			continue;
		}
		if (!take_part(&text, &number, &unit))
			return false;
		const char *units = in_time ? "HMS" : "YMWD";
		const char *found = strchr(units, unit);
		static const sms_time lengths[] = {3600, 60, 1, 0, 0, 7 * SMS_DAY, SMS_DAY};
		if (!found)
			return false;
		if (unit == 'Y' || (unit == 'M' && !in_time))
			months += number * (unit == 'Y' ? 12 : 1);
		else
			seconds += number * lengths[(in_time ? 0 : 3) + (found - units)];
	}
	*out = (months ? sms_time_add_months(from, months) : from) + seconds;
	return true;
}

sms_time sms_rule_end(const struct sms_rule *rule, sms_time at)
{
	sms_time end;
	return rule->holds && add_duration(rule->holds, at, &end) ? end : INT64_MAX;
}

bool sms_rule_has_role(const struct sms_rule *rule, const char *role)
{
	return role && sms_json_contains_text(rule->roles, role);
}

static struct sms_error *read_rule(struct sms_rule *rule, const sms_json *json)
{
	const sms_json *independent = sms_json_get(json, "independent"), *where = sms_json_get(json, "where");
	const char *signature = sms_json_get_text(json, "signature");
	int64_t count = 1;
	sms_time end;
	rule->type = sms_json_get_text(json, "type");
	rule->name = sms_json_get_text(json, "name");
	if (!rule->name)
		rule->name = rule->type ? rule->type : "";
	rule->roles = sms_json_get(json, "roles");
	rule->holds = sms_json_get_text(json, "holds");
	/* What is not said is the stricter: an author does not approve the own work. */
	rule->independent = !independent || sms_json_true(independent);
	rule->signature = signature && strcmp(signature, "required") == 0;
	if (sms_json_get(json, "count") &&
	    (!sms_json_integer(sms_json_get(json, "count"), &count) || count < 1 || count > 1000))
		return sms_error(SMS_INPUT, "approval rule '%s': 'count' is not between 1 and 1000", rule->name);
	rule->count = (unsigned)count;
	if (!rule->type || !sms_json_count(rule->roles))
		return sms_error(SMS_INPUT, "approval rule '%s': lacks 'type' or 'roles'", rule->name);
	if (rule->holds && !add_duration(rule->holds, 0, &end))
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
	for (size_t i = 0; i < rules->count; i++)
		sms_schema_free(rules->items[i].where);
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
