/* When a member is required that is not always: read from the type's conditions. See sms_type_needed in type.h. */
#include "model/type/type.h"
#include <string.h>

/* The one member that an `if` looks at, and the values it has to have; false for a condition of another form. */
static bool simple_condition(const sms_json *condition, const char **member, const sms_json **values)
{
	const sms_json *property = sms_json_first(sms_json_get(condition, "properties"));
	if (!property || sms_json_next(property))
		return false;
	*member = sms_json_key(property);
	*values = sms_json_get(property, "enum");
	if (!*values)
		*values = sms_json_get(property, "const");
	return *values != NULL;
}

/* A value, or the elements of a list, none twice. */
static void add_values(struct sms_list *out, const sms_json *values)
{
	sms_auto(buf) struct sms_buf text = SMS_BUF_INIT;
	if (sms_json_is(values, SMS_JSON_ARRAY)) {
		sms_json_each(value, values)
			add_values(out, value);
		return;
	}
	sms_value_add_text(&text, values);
	if (!sms_list_contains(out, sms_buf_text(&text)))
		sms_list_add(out, sms_buf_text(&text));
}

bool sms_type_needs(const struct sms_type *type, const char *path, const char *state)
{
	const sms_json *values;
	const char *member;
	sms_json_each(part, sms_json_get(sms_type_document(type), "allOf")) {
		sms_auto(list) struct sms_list words = SMS_LIST_INIT;
		if (!sms_json_contains_text(sms_json_path(part, "then.required"), path) ||
		    !simple_condition(sms_json_get(part, "if"), &member, &values) || strcmp(member, "state") != 0)
			continue;
		add_values(&words, values);
		if (sms_list_contains(&words, state))
			return true;
	}
	return false;
}

void sms_type_needed(struct sms_buf *out, const struct sms_type *type, const char *path)
{
	sms_auto(list) struct sms_list deciding = SMS_LIST_INIT;
	const sms_json *parts = sms_json_get(sms_type_document(type), "allOf"), *values;
	const char *member;
	sms_json_each(part, parts)
		if (sms_json_contains_text(sms_json_path(part, "then.required"), path) &&
		    simple_condition(sms_json_get(part, "if"), &member, &values) &&
		    !sms_list_contains(&deciding, member))
			sms_list_add(&deciding, member);
	for (size_t i = 0; i < deciding.count; i++) {
		sms_auto(list) struct sms_list words = SMS_LIST_INIT;
		sms_json_each(part, parts)
			if (sms_json_contains_text(sms_json_path(part, "then.required"), path) &&
			    simple_condition(sms_json_get(part, "if"), &member, &values) &&
			    !strcmp(member, deciding.items[i]))
				add_values(&words, values);
		sms_buf_add_format(out, "%s%s is ", i ? ", or " : "", deciding.items[i]);
		sms_list_join(out, &words, ", ");
	}
}
