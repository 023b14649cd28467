/* Members that follow from others: see derive.h. */
#include "model/derive.h"
#include <string.h>

/* What a rule is computed from, and who wants to hear of each member that is used; `hear` may be NULL. */
struct source {
	const struct sms_type *type;
	const char *path; /* of the member that follows */
	const sms_json *json;
	struct sms_settings *settings;
	void (*hear)(void *context, const char *name, const sms_json *value);
	void *context;
};

static void tell(const struct source *source, const char *name, const sms_json *value)
{
	if (source->hear)
		source->hear(source->context, name, value);
}

static const sms_json *member(const struct source *source, const sms_json *path)
{
	const char *name = sms_json_text(path);
	const sms_json *value = name ? sms_json_path(source->json, name) : NULL;
	if (value)
		tell(source, name, value);
	return value;
}

/* Appends a text with `{field}` filled in; false where a field is missing. */
static bool fill(struct sms_buf *out, const struct source *source, const char *text)
{
	while (*text) {
		size_t plain = strcspn(text, "{"), length = strcspn(text + plain, "}");
		sms_buf_add(out, text, plain);
		text += plain;
		if (!*text)
			break;
		sms_auto(string) char *path = sms_copy(text + 1, length - 1);
		const sms_json *value = sms_json_path(source->json, path);
		if (!value)
			return false;
		tell(source, path, value);
		sms_value_add_text(out, value);
		text += length + (text[length] == '}');
	}
	return true;
}

static sms_json *derive_template(const struct source *source, const sms_json *rule, const sms_json *text)
{
	sms_auto(buf) struct sms_buf out = SMS_BUF_INIT;
	return fill(&out, source, sms_json_text(text)) ? sms_json_new_text(sms_buf_text(&out)) : NULL;
}

static sms_json *derive_product(const struct source *source, const sms_json *rule, const sms_json *factors)
{
	int64_t result = 1, factor = 0;
	sms_json_each(path, factors) {
		if (!sms_json_integer(member(source, path), &factor) || __builtin_mul_overflow(result, factor, &result))
			return NULL;
	}
	return sms_json_new_integer(result);
}

static sms_json *derive_matrix(const struct source *source, const sms_json *rule, const sms_json *matrix)
{
	const sms_json *cell = sms_settings_get(source->settings, sms_json_text(matrix));
	sms_json_each(path, sms_json_get(rule, "from")) {
		const char *value = sms_json_text(member(source, path));
		cell = value ? sms_json_get(cell, value) : NULL;
	}
	return cell ? sms_json_copy(cell) : NULL;
}

/* The band of the settings, `[{"level": "low", "from": 1, "to": 4}, …]`, that a number lies in. */
static sms_json *derive_band(const struct source *source, const sms_json *rule, const sms_json *bands)
{
	const sms_json *value = member(source, sms_json_get(rule, "of"));
	if (!sms_json_is(value, SMS_JSON_NUMBER))
		return NULL;
	double number = sms_json_number(value);
	sms_json_each(band, sms_settings_get(source->settings, sms_json_text(bands))) {
		const sms_json *level = sms_json_get(band, "level");
		if (level && number >= sms_json_number(sms_json_get(band, "from")) &&
		    number <= sms_json_number(sms_json_get(band, "to")))
			return sms_json_copy(level);
	}
	return NULL;
}

/* A member, a setting `{"setting": "limits.{category}.days"}`, or the first that is there of a list of them. */
static const sms_json *term(const struct source *source, const sms_json *what)
{
	const char *setting = sms_json_get_text(what, "setting");
	sms_auto(buf) struct sms_buf path = SMS_BUF_INIT;
	if (sms_json_is(what, SMS_JSON_ARRAY)) {
		const sms_json *value = NULL;
		for (what = sms_json_first(what); what && !value; what = sms_json_next(what))
			value = term(source, what);
		return value;
	}
	if (!setting)
		return member(source, what);
	const struct source silent = {.json = source->json};
	if (!source->settings || !fill(&path, &silent, setting))
		return NULL;
	const sms_json *value = sms_settings_get(source->settings, sms_buf_text(&path));
	if (value)
		tell(source, sms_buf_text(&path), value);
	return value;
}

/* An instant moved by a length of time; a date where the member is one. */
static sms_json *derive_after(const struct source *source, const sms_json *rule, const sms_json *terms)
{
	const struct sms_field *field = sms_type_field(source->type, source->path);
	const char *from = sms_json_text(term(source, sms_json_at(terms, 0)));
	const char *length = from ? sms_json_text(term(source, sms_json_at(terms, 1))) : NULL;
	char text[SMS_TIME_SIZE];
	sms_time at;
	if (!length || !sms_time_parse_stored(from, &at) || !sms_time_add_duration(length, at, &at))
		return NULL;
	sms_time_format(at, text);
	if (field && field->format && !strcmp(field->format, "date"))
		text[strlen("2026-11-22")] = '\0';
	return sms_json_new_text(text);
}

static const struct {
	const char *name;
	/* `operand` is the member that the rule is called by. */
	sms_json *(*derive)(const struct source *source, const sms_json *rule, const sms_json *operand);
	bool looks_up; /* in the settings, at the path that the operand is */
} kinds[] = {{"template", derive_template, false},
	     {"product", derive_product, false},
	     {"matrix", derive_matrix, true},
	     {"band", derive_band, true},
	     {"after", derive_after, false}};

static const sms_json *rule_of(const struct sms_type *type, const char *path)
{
	return sms_json_get(sms_json_get(type->about, "derive"), path);
}

static sms_json *derive(const struct source *source)
{
	const sms_json *rule = rule_of(source->type, source->path);
	for (size_t i = 0; rule && i < SMS_COUNT(kinds); i++) {
		const sms_json *operand = sms_json_get(rule, kinds[i].name);
		if (operand && (source->settings || !kinds[i].looks_up))
			return kinds[i].derive(source, rule, operand);
	}
	return NULL;
}

sms_json *sms_derive(const struct sms_type *type, const char *path, const sms_json *json, struct sms_settings *settings)
{
	const struct source source = {.type = type, .path = path, .json = json, .settings = settings};
	return derive(&source);
}

static void hear_value(void *context, const char *name, const sms_json *value)
{
	struct sms_buf *out = context;
	sms_buf_add_format(out, "%s%s ", out->length ? ", " : "", name);
	sms_value_add_text(out, value);
}

bool sms_derive_explain(struct sms_buf *out, const struct sms_type *type, const char *path, const sms_json *json,
			struct sms_settings *settings)
{
	sms_auto(buf) struct sms_buf words = SMS_BUF_INIT;
	const struct source source = {type, path, json, settings, hear_value, &words};
	const sms_json *rule = rule_of(type, path), *present = rule ? sms_json_path(json, path) : NULL;
	sms_auto(json) sms_json *value = present ? derive(&source) : NULL;
	if (!value || !sms_json_equal(value, present))
		return false;
	for (size_t i = 0; i < SMS_COUNT(kinds); i++)
		if (kinds[i].looks_up && sms_json_get(rule, kinds[i].name))
			sms_buf_add_format(&words, ", by %s", sms_json_get_text(rule, kinds[i].name));
	sms_buf_add_text(out, sms_buf_text(&words));
	return true;
}

/* Every name of a member in a rule: in its texts `{…}`, in its lists, alone. */
static void add_sources(const sms_json *what, bool is_text, struct sms_list *out)
{
	const char *text = sms_json_text(what);
	if (text && !is_text && !sms_list_contains(out, text))
		sms_list_add(out, text);
	for (const char *open = text && is_text ? strchr(text, '{') : NULL; open; open = strchr(open + 1, '{')) {
		sms_auto(string) char *name = sms_copy(open + 1, strcspn(open + 1, "}"));
		if (!sms_list_contains(out, name))
			sms_list_add(out, name);
	}
	if (!text)
		sms_json_each(part, what)
			add_sources(part, sms_json_get(what, "setting") != NULL, out);
}

void sms_derive_sources(const struct sms_type *type, const char *path, struct sms_list *out)
{
	static const char *const operands[] = {"product", "from", "of", "after"};
	const sms_json *rule = rule_of(type, path);
	add_sources(sms_json_get(rule, "template"), true, out);
	for (size_t i = 0; i < SMS_COUNT(operands); i++)
		add_sources(sms_json_get(rule, operands[i]), false, out);
}
