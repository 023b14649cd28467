/* Pieces of sentences about values and what they should be. */
#include "base/utf8.h"
#include "model/schema/explain.h"

#define SHOWN 60   /* bytes of a text that are shown */
#define OPTIONS 12 /* of an enum that are listed */
#define NEAR 300   /* bytes of a text beyond which no near one is looked for */

void schema_phrase_name(struct sms_buf *out, const struct location *at)
{
	if (!at->parent) {
		sms_buf_add_text(out, "the document");
	} else if (at->of_key) {
		sms_buf_add_format(out, "the field name '%s'", at->key);
		if (at->parent->parent) {
			sms_buf_add_text(out, " in ");
			schema_location_path(out, at->parent);
		}
	} else {
		schema_location_path(out, at);
	}
}

static void add_cut(struct sms_buf *out, const char *text)
{
	size_t length = strlen(text), cut = length;
	if (length > SHOWN)
		cut = sms_utf8_valid(text, SHOWN);
	sms_buf_add(out, text, cut);
	if (cut < length)
		sms_buf_add_text(out, "…");
}

void schema_phrase_value(struct sms_buf *out, const sms_json *value)
{
	char scratch[32];
	switch (sms_json_kind(value)) {
	case SMS_JSON_STRING:
		sms_buf_add_char(out, '\'');
		add_cut(out, sms_json_text(value));
		sms_buf_add_char(out, '\'');
		break;
	case SMS_JSON_NUMBER:
		add_cut(out, sms_json_number_text(value, scratch));
		break;
	case SMS_JSON_BOOLEAN:
		sms_buf_add_text(out, sms_json_true(value) ? "true" : "false");
		break;
	case SMS_JSON_NULL:
		sms_buf_add_text(out, "null");
		break;
	case SMS_JSON_ARRAY:
		sms_buf_add_text(out, sms_json_first(value) ? "an array" : "an empty array");
		break;
	case SMS_JSON_OBJECT:
		sms_buf_add_text(out, sms_json_first(value) ? "an object" : "an empty object");
		break;
	}
}

void schema_phrase_is(struct sms_buf *out, const struct location *at)
{
	schema_phrase_name(out, at);
	sms_buf_add_text(out, " is ");
	if (at->of_key)
		sms_buf_add_text(out, "not allowed");
	else if (at->subject.text && !*at->subject.text)
		sms_buf_add_text(out, "empty");
	else
		schema_phrase_value(out, at->subject.json);
}

void schema_phrase_kinds(struct sms_buf *out, unsigned kinds)
{
	static const struct {
		unsigned kind;
		const char *name;
	} names[] = {
		{KIND(SMS_JSON_STRING), "a string"},  {KIND(SMS_JSON_NUMBER), "a number"},
		{KIND_INTEGER, "a whole number"},     {KIND(SMS_JSON_BOOLEAN), "true or false"},
		{KIND(SMS_JSON_OBJECT), "an object"}, {KIND(SMS_JSON_ARRAY), "an array"},
		{KIND(SMS_JSON_NULL), "null"},
	};
	bool any = false;
	for (size_t i = 0; i < SMS_COUNT(names); i++) {
		if (!(kinds & names[i].kind))
			continue;
		kinds &= ~names[i].kind;
		if (any)
			sms_buf_add_text(out, kinds ? ", " : " or ");
		sms_buf_add_text(out, names[i].name);
		any = true;
	}
}

static void add_option(struct sms_buf *out, const sms_json *option)
{
	const char *text = sms_json_text(option);
	if (text && *text && !strpbrk(text, " ,"))
		add_cut(out, text);
	else
		schema_phrase_value(out, option);
}

static void add_nearest(struct sms_buf *out, const sms_json *const *options, size_t count, const char *given)
{
	sms_auto(list) struct sms_list names = SMS_LIST_INIT;
	for (size_t i = 0; i < count; i++)
		if (sms_json_text(options[i]))
			sms_list_add(&names, sms_json_text(options[i]));
	const char *nearest = sms_list_nearest(&names, given);
	if (nearest)
		sms_buf_add_format(out, "; did you mean '%s'?", nearest);
}

void schema_phrase_options(struct sms_buf *out, const sms_json *const *options, size_t count, const char *given)
{
	if (count == 1) {
		schema_phrase_value(out, options[0]);
		return;
	}
	sms_buf_add_text(out, count ? "one of " : "one of none at all");
	for (size_t i = 0; i < count && i < OPTIONS; i++) {
		if (i)
			sms_buf_add_text(out, ", ");
		add_option(out, options[i]);
	}
	if (count > OPTIONS)
		sms_buf_add_format(out, " … (%zu in all)", count);
	if (given && count && count <= PHRASE_OPTIONS && strlen(given) < NEAR)
		add_nearest(out, options, count, given);
}

/* An `if` that only asks members for certain values can be put into words: the values that they have. */
static bool add_condition(struct sms_buf *out, const sms_json *condition, const struct location *at)
{
	size_t count = 0;
	sms_json_each(keyword, condition)
		if (!strstr(" properties required type ", sms_json_key(keyword)) || strchr(sms_json_key(keyword), ' '))
			return false;
	sms_json_each(property, sms_json_get(condition, "properties")) {
		const sms_json *value = sms_json_get(at->subject.json, sms_json_key(property));
		if (!value || (!sms_json_get(property, "const") && !sms_json_get(property, "enum")))
			return false;
		sms_buf_add_text(out, count++ ? " and " : "");
		size_t before = out->length;
		schema_location_path(out, at);
		sms_buf_add_format(out, "%s%s is ", out->length > before ? "." : "", sms_json_key(property));
		schema_phrase_value(out, value);
	}
	return count > 0;
}

void schema_phrase_when(struct sms_buf *out, const struct result *result, const char *before)
{
	for (; result && result->by; result = result->by->of) {
		sms_auto(buf) struct sms_buf condition = SMS_BUF_INIT;
		if (result->by->keyword != K_THEN)
			continue;
		if (add_condition(&condition, sms_json_get(result->by->of->node->place->json, "if"), result->at)) {
			sms_buf_add_text(out, before);
			sms_buf_add_text(out, "when ");
			sms_buf_add_text(out, condition.data);
			return;
		}
	}
}
