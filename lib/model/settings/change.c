/* Changing single settings. See path.h. */
#include "model/settings/path.h"
#include <string.h>

/* --- Values. --- */

static bool has_type(const sms_json *schema, const char *name)
{
	const sms_json *type = sms_json_get(schema, "type");
	const char *one = sms_json_text(type);
	return one ? !strcmp(one, name) : sms_json_contains_text(type, name);
}

static struct sms_error *parse(sms_json **out, const struct sms_setting *setting, const char *text)
{
	struct sms_error *error = sms_json_parse(out, text, strlen(text), setting->path);
	return error ? sms_error_wrap(error, "value of '%s'", setting->path) : NULL;
}

/* A number or a boolean; "12 %" is neither. */
static struct sms_error *parse_plain(sms_json **out, const struct sms_setting *setting, const char *text)
{
	bool is_boolean = has_type(setting->schema, "boolean");
	enum sms_json_kind kind = is_boolean ? SMS_JSON_BOOLEAN : SMS_JSON_NUMBER;
	sms_auto(json) sms_json *value = NULL;
	struct sms_error *error = sms_json_parse(&value, text, strlen(text), setting->path);
	if (!error && sms_json_is(value, kind)) {
		*out = sms_move(&value);
		return NULL;
	}
	sms_error_free(error);
	return sms_error(SMS_INPUT, "%s '%s': must be %s", setting->path, text,
			 is_boolean ? "true or false" : "a number");
}

struct sms_error *sms_setting_value(sms_json **out, const struct sms_setting *setting, const char *text, bool is_json)
{
	const sms_json *schema = setting->schema;
	if (is_json || *text == '[' || *text == '{')
		return parse(out, setting, text);
	if (has_type(schema, "number") || has_type(schema, "integer") || has_type(schema, "boolean"))
		return parse_plain(out, setting, text);
	if (schema && !has_type(schema, "array") && !has_type(schema, "object")) {
		*out = sms_json_new_text(text);
		return NULL;
	}
	return sms_error_hint(sms_error(SMS_INPUT, "%s '%s': must be %s", setting->path, text,
					has_type(schema, "array") ? "a list in JSON" : "JSON"),
			      "sms config set %s --json '%s'", setting->path,
			      has_type(schema, "array") ? "[…]" : "{…}");
}

/* --- Order. --- */

/* By the place in `properties`; what stands nowhere, the entries of a map, stays in its order behind. */
static size_t rank(const sms_json *properties, const char *name)
{
	size_t place = 0;
	sms_json_each(property, properties) {
		if (!strcmp(sms_json_key(property), name))
			break;
		place++;
	}
	return place;
}

static int by_rank(const char *a, const char *b, void *context)
{
	size_t x = rank(context, a), y = rank(context, b);
	return x < y ? -1 : x > y;
}

static void arrange(sms_json *value, const sms_json *subschema, const struct sms_schema *schema)
{
	const char *reference = sms_json_get_text(subschema, "$ref");
	/* A schema that stands in the settings is as people wrote it. */
	const sms_json *resolved =
		!subschema || (reference && *reference != '#') ? NULL : sms_schema_resolve(schema, subschema);
	union { /* sms_json_sort only reads its context */
		const sms_json *properties;
		void *context;
	} order = {.properties = sms_json_get(resolved, "properties")};
	if (!resolved)
		return;
	if (sms_json_is(value, SMS_JSON_ARRAY)) {
		for (size_t i = 0; i < sms_json_count(value); i++)
			arrange(sms_json_edit_at(value, i), sms_json_get(resolved, "items"), schema);
		return;
	}
	if (!sms_json_is(value, SMS_JSON_OBJECT))
		return;
	if (order.properties)
		sms_json_sort(value, by_rank, order.context);
	sms_json_each(member, value) {
		const sms_json *own = sms_json_get(order.properties, sms_json_key(member));
		arrange(sms_json_edit(value, sms_json_key(member)),
			own ? own : sms_json_get(resolved, "additionalProperties"), schema);
	}
}

/* --- The whole. --- */

/* Writes the outermost default on the way that counts as a whole: a list, or an object with members that it has to
 * have. */
static struct sms_error *write_defaults(sms_json *document, struct sms_settings *settings,
					const struct sms_builtin_schema *schema, const char *path)
{
	for (const char *dot = strchr(path, '.'); dot; dot = strchr(dot + 1, '.')) {
		sms_auto(string) char *head = sms_copy(path, (size_t)(dot - path));
		sms_auto(setting) struct sms_setting setting = {0};
		SMS_TRY(sms_setting_find(&setting, settings, schema, head));
		if (setting.is_default &&
		    (sms_json_is(setting.value, SMS_JSON_ARRAY) || sms_json_get(setting.schema, "required")))
			return sms_json_set_path(document, head, sms_json_copy(setting.value));
	}
	return NULL;
}

static struct sms_error *validate(const sms_json *document, const struct sms_builtin_schema *schema, const char *path)
{
	sms_auto(findings) struct sms_schema_findings findings = {0};
	bool valid = false;
	SMS_TRY(sms_schema_accepts(sms_builtin_schema_get(schema), document, &valid));
	if (valid)
		return NULL;
	SMS_TRY(sms_schema_explain(sms_builtin_schema_get(schema), document, &findings));
	struct sms_error *error = sms_error(SMS_INPUT, "%s", findings.count ? findings.items[0].message : path);
	for (size_t i = 1; i < findings.count; i++)
		error = sms_error_hint(error, "%s", findings.items[i].message);
	return error;
}

struct sms_error *sms_setting_change(sms_json **out, struct sms_settings *settings,
				     const struct sms_builtin_schema *schema, const struct sms_setting *setting,
				     sms_json *value)
{
	sms_auto(json) sms_json *document = sms_json_copy(settings->json);
	sms_auto(json) sms_json *taken = value;
	SMS_TRY(write_defaults(document, settings, schema, setting->path));
	if (taken)
		SMS_TRY(sms_json_set_path(document, setting->path, sms_move(&taken)));
	else
		sms_json_remove_path(document, setting->path);
	arrange(document, sms_builtin_schema_document(schema), sms_builtin_schema_get(schema));
	SMS_TRY(validate(document, schema, setting->path));
	*out = sms_move(&document);
	return NULL;
}
