/* What one test of an expression means: its field, and how its value is to be read. See query.h. */
#include "work/query/private.h"
#include <ctype.h>
#include <string.h>
#include <strings.h>

/* A field of a type, also inside lists of objects, which the type does not list singly. */
struct found {
	bool exists;
	enum query_kind kind;
	const sms_json *values; /* enumeration, or an object whose keys are it */
	bool has_instant;       /* an object with the member `at`: that is what it is compared by */
};

static void look_at(struct found *found, const sms_json *schema, const struct sms_schema *compiled)
{
	const char *type = sms_json_get_text(schema, "type"), *format = sms_json_get_text(schema, "format");
	const sms_json *items = sms_schema_resolve(compiled, sms_json_get(schema, "items"));
	if (items) {
		look_at(found, items, compiled);
		return;
	}
	found->exists = true;
	found->values = sms_json_get(schema, "enum");
	found->has_instant = sms_json_get(sms_json_get(schema, "properties"), "at");
	if (found->values)
		found->kind = QUERY_AS_RANK;
	else if (format && (!strcmp(format, "date-time") || !strcmp(format, "date")))
		found->kind = QUERY_AS_TIME;
	else if (type && (!strcmp(type, "integer") || !strcmp(type, "number")))
		found->kind = QUERY_AS_NUMBER;
	else if (type && !strcmp(type, "boolean"))
		found->kind = QUERY_AS_BOOLEAN;
	else
		found->kind = type && !strcmp(type, "string") ? QUERY_AS_TEXT : QUERY_AS_VALUES;
}

static bool is_index(const char *step)
{
	return *step && !step[strspn(step, "0123456789")];
}

/* May an object hold members that its schema does not name? */
static bool is_open(const sms_json *schema)
{
	const sms_json *more = sms_json_get(schema, "additionalProperties");
	return !more || sms_json_is(more, SMS_JSON_OBJECT) || sms_json_true(more);
}

/* Follows the steps behind a listed field through the schemas of its members and elements. */
static void descend(struct found *found, const struct sms_schema *compiled, const sms_json *schema,
		    const struct sms_list *steps, size_t from)
{
	for (size_t i = from; i < steps->count; i++) {
		const sms_json *items = sms_schema_resolve(compiled, sms_json_get(schema, "items"));
		if (is_index(steps->items[i]))
			continue;
		schema = items ? items : schema;
		const sms_json *member = sms_json_get(sms_json_get(schema, "properties"), steps->items[i]);
		if (!member) {
			const char *type = sms_json_get_text(schema, "type");
			*found = (struct found){.exists = type && !strcmp(type, "object") && is_open(schema),
						.kind = QUERY_AS_VALUES};
			return;
		}
		schema = sms_schema_resolve(compiled, member);
	}
	look_at(found, schema, compiled);
}

static struct sms_error *find_field(struct found *found, const struct sms_type *type, const char *path,
				    const struct sms_list *steps)
{
	const struct sms_schema *compiled = NULL;
	const struct sms_field *field = NULL;
	SMS_TRY(sms_type_schema(&compiled, type));
	for (size_t used = steps->count; used > 0 && !found->exists; used--) {
		sms_auto(buf) struct sms_buf prefix = SMS_BUF_INIT;
		for (size_t i = 0; i < used; i++)
			sms_buf_add_format(&prefix, "%s%s", i ? "." : "", steps->items[i]);
		field = sms_type_field(type, sms_buf_text(&prefix));
		if (field)
			descend(found, compiled, field->schema, steps, used);
	}
	if (!found->exists)
		return sms_type_find_field(&field, type, path);
	if (!strcmp(path, "state") && !found->values) {
		found->values = sms_json_path(type->about, "lifecycle.moves");
		found->kind = found->values ? QUERY_AS_RANK : found->kind;
	}
	return NULL;
}

/* --- Values. --- */

static void add_names(struct sms_list *names, const sms_json *values)
{
	char scratch[32];
	bool keys = sms_json_is(values, SMS_JSON_OBJECT);
	sms_json_each(value, values) {
		const char *text = keys ? sms_json_key(value) : sms_json_text(value);
		sms_list_add(names, text ? text : sms_json_number_text(value, scratch));
	}
	if (keys)
		sms_list_add(names, "void");
}

/* `2` means P2 where one value alone ends so: letters, then that number. */
static bool is_short_for(const char *value, const char *name)
{
	while (isalpha((unsigned char)*name))
		name++;
	return is_index(value) && !strcmp(value, name);
}

static struct sms_error *read_rank(struct query_test *test, const char *value)
{
	size_t likely = 0, count = 0;
	for (size_t i = 0; i < test->names.count; i++) {
		if (!strcasecmp(test->names.items[i], value)) {
			test->value.rank = (long)i;
			return NULL;
		}
		if (is_short_for(value, test->names.items[i])) {
			likely = i;
			count++;
		}
	}
	test->value.rank = (long)likely;
	if (count == 1)
		return NULL;
	sms_auto(buf) struct sms_buf allowed = SMS_BUF_INIT;
	sms_list_join(&allowed, &test->names, ", ");
	struct sms_error *error = sms_error(SMS_INPUT, "'%s' is none of the values %s", value, sms_buf_text(&allowed));
	const char *nearest = sms_list_nearest(&test->names, value);
	return nearest ? sms_error_hint(error, "did you mean '%s'?", nearest) : error;
}

static bool read_number(const char *text, double *out)
{
	char *end;
	if (!*text || strspn(text, "+-.0123456789eE") != strlen(text))
		return false;
	*out = strtod(text, &end);
	return !*end;
}

static bool read_boolean(const char *text, bool *out)
{
	*out = !strcasecmp(text, "true") || !strcasecmp(text, "yes");
	return *out || !strcasecmp(text, "false") || !strcasecmp(text, "no");
}

static struct sms_error *read_span(struct query_value *value, const char *text, sms_time now)
{
	SMS_TRY(sms_time_parse_loose(text, now, false, &value->first));
	return sms_time_parse_loose(text, now, true, &value->last);
}

static struct sms_error *read_value(struct query_test *test, const char *text, sms_time now)
{
	struct query_value *value = &test->value;
	value->text = sms_strdup(text);
	switch (value->kind) {
	case QUERY_AS_RANK:
		return read_rank(test, text);
	case QUERY_AS_NUMBER:
		if (!read_number(text, &value->number))
			return sms_error(SMS_INPUT, "'%s' is no number", text);
		return NULL;
	case QUERY_AS_BOOLEAN:
		if (!read_boolean(text, &value->boolean))
			return sms_error(SMS_INPUT, "'%s' is neither true nor false", text);
		return NULL;
	case QUERY_AS_TIME:
		return read_span(value, text, now);
	case QUERY_AS_VALUES:
		value->is_number = read_number(text, &value->number);
		(void)read_boolean(text, &value->boolean);
		if (!value->is_number) {
			struct sms_error *error = read_span(value, text, now);
			value->is_time = !error;
			sms_error_free(error);
		}
		return NULL;
	case QUERY_AS_TEXT:
		break;
	}
	return NULL;
}

struct sms_error *query_test_prepare(struct query_test *test, const struct sms_type *type, const char *path,
				     enum query_operator op, const char *value, sms_time now, bool *at_value)
{
	struct found found = {.kind = QUERY_AS_VALUES};
	test->op = op;
	sms_list_split(&test->steps, path, '.');
	if (type)
		SMS_TRY(find_field(&found, type, path, &test->steps));
	test->value.kind = found.kind;
	*at_value = true;
	if (op == QUERY_THERE)
		return NULL;
	if (op == QUERY_MATCH || op == QUERY_NO_MATCH)
		return sms_regex_new(&test->regex, value, strlen(value), SMS_REGEX_CASELESS);
	if (found.has_instant) {
		sms_list_add(&test->steps, "at");
		test->value.kind = QUERY_AS_TIME;
	}
	if (found.kind == QUERY_AS_RANK)
		add_names(&test->names, found.values);
	return read_value(test, value, now);
}
