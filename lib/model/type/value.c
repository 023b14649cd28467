/* Values between text and JSON, and the order of members. See type.h. */
#include "model/type/private.h"
#include <string.h>
#include <strings.h>

static struct sms_error *refuse(const struct sms_field *field, const char *text, const char *why)
{
	return sms_error(SMS_INPUT, "%s '%s': %s", field->path, text, why);
}

static struct sms_error *choice(sms_json **out, const struct sms_field *field, const char *text)
{
	sms_auto(buf) struct sms_buf allowed = SMS_BUF_INIT;
	sms_auto(list) struct sms_list names = SMS_LIST_INIT;
	sms_json_each(value, field->values) {
		char scratch[32];
		const char *name = sms_json_is(value, SMS_JSON_NUMBER) ? sms_json_number_text(value, scratch)
								       : sms_json_text(value);
		if (name && !strcasecmp(name, text)) {
			*out = sms_json_copy(value);
			return NULL;
		}
		if (name)
			sms_list_add(&names, name);
	}
	sms_list_join(&allowed, &names, ", ");
	struct sms_error *error =
		sms_error(SMS_INPUT, "%s '%s': must be one of %s", field->path, text, sms_buf_text(&allowed));
	const char *nearest = sms_list_nearest(&names, text);
	return nearest ? sms_error_hint(error, "did you mean '%s'?", nearest) : error;
}

static struct sms_error *instant(sms_json **out, const struct sms_field *field, const char *text, sms_time now)
{
	sms_time at;
	char printed[SMS_TIME_SIZE];
	struct sms_error *error = sms_time_parse_loose(text, now, false, &at);
	if (error)
		return sms_error_wrap(error, "%s", field->path);
	sms_time_format(at, printed);
	if (!strcmp(field->format, "date"))
		printed[10] = '\0';
	*out = sms_json_new_text(printed);
	return NULL;
}

static struct sms_error *number(sms_json **out, const struct sms_field *field, const char *text)
{
	sms_json *value = NULL;
	struct sms_error *error = sms_json_parse(&value, text, strlen(text), field->path);
	if (error || !sms_json_is(value, SMS_JSON_NUMBER)) {
		sms_error_free(error);
		sms_json_free(value);
		return refuse(field, text, "must be a number");
	}
	*out = value;
	return NULL;
}

static struct sms_error *boolean(sms_json **out, const struct sms_field *field, const char *text)
{
	static const char *const words[] = {"no", "false", "yes", "true"};
	for (size_t i = 0; i < SMS_COUNT(words); i++)
		if (!strcasecmp(words[i], text)) {
			*out = sms_json_new_boolean(i >= 2);
			return NULL;
		}
	return refuse(field, text, "must be true or false");
}

static struct sms_error *structure(sms_json **out, const struct sms_field *field, const char *text,
				   enum sms_json_kind kind)
{
	sms_auto(json) sms_json *value = NULL;
	SMS_TRY(sms_json_parse(&value, text, strlen(text), field->path));
	if (!sms_json_is(value, kind))
		return refuse(field, text, kind == SMS_JSON_ARRAY ? "must be a list" : "must be a JSON object");
	*out = sms_move(&value);
	return NULL;
}

struct sms_error *sms_field_value(sms_json **out, const struct sms_field *field, const char *text, sms_time now)
{
	if (field->repeated && text[0] == '[')
		return structure(out, field, text, SMS_JSON_ARRAY);
	if (field->values)
		return choice(out, field, text);
	if (field->format && (!strcmp(field->format, "date-time") || !strcmp(field->format, "date")))
		return instant(out, field, text, now);
	switch (field->kind) {
	case SMS_FIELD_INTEGER:
	case SMS_FIELD_NUMBER:
		return number(out, field, text);
	case SMS_FIELD_BOOLEAN:
		return boolean(out, field, text);
	case SMS_FIELD_OBJECT:
		return structure(out, field, text, SMS_JSON_OBJECT);
	case SMS_FIELD_TEXT:
		break;
	}
	*out = sms_json_new_text(text);
	return NULL;
}

void sms_value_add_text(struct sms_buf *out, const sms_json *value)
{
	char scratch[32];
	const char *separator = "";
	if (!value)
		return;
	switch (sms_json_kind(value)) {
	case SMS_JSON_STRING:
		sms_buf_add_text(out, sms_json_text(value));
		return;
	case SMS_JSON_NUMBER:
		sms_buf_add_text(out, sms_json_number_text(value, scratch));
		return;
	case SMS_JSON_BOOLEAN:
		sms_buf_add_text(out, sms_json_true(value) ? "yes" : "no");
		return;
	case SMS_JSON_ARRAY:
		sms_json_each(element, value) {
			sms_buf_add_text(out, separator);
			sms_value_add_text(out, element);
			separator = ", ";
		}
		return;
	case SMS_JSON_OBJECT:
		sms_json_each(member, value) {
			sms_buf_add_format(out, "%s%s=", separator, sms_json_key(member));
			sms_value_add_text(out, member);
			separator = " ";
		}
		return;
	case SMS_JSON_NULL:
		return;
	}
}
