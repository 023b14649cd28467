/* Keywords about one value: type, enum, const, numbers, strings. */
#include "model/schema/compile.h"
#include "model/schema/validate.h"

static unsigned kind_named(const char *name)
{
	if (name && !strcmp(name, "integer"))
		return KIND_INTEGER;
	for (unsigned kind = SMS_JSON_NULL; name && kind <= SMS_JSON_OBJECT; kind++)
		if (!strcmp(sms_json_kind_name(kind), name))
			return KIND(kind);
	return 0;
}

struct sms_error *schema_compile_kinds(struct compiler *c, const struct source *s, struct node *node)
{
	const sms_json *type = s->values[K_TYPE];
	unsigned kinds = 0, kind;
	if (!type)
		return NULL;
	if (sms_json_is(type, SMS_JSON_STRING))
		kinds = kind_named(sms_json_text(type));
	sms_json_each(element, type) {
		kind = kind_named(sms_json_text(element));
		if (!kind)
			return schema_fault(s->place, "type", "names a type that JSON does not have");
		if (kinds & kind)
			return schema_fault(s->place, "type", "names the type '%s' twice", sms_json_text(element));
		kinds |= kind;
	}
	if (!kinds)
		return schema_fault(s->place, "type", "names no type that JSON has");
	if (kinds & KIND(SMS_JSON_NUMBER))
		kinds &= ~KIND_INTEGER;
	node->kinds = (uint8_t)kinds;
	return NULL;
}

static int by_hash(const void *a, const void *b)
{
	uint64_t x = ((const struct constant *)a)->hash, y = ((const struct constant *)b)->hash;
	return x < y ? -1 : x > y;
}

static const struct constants *constants_of(struct compiler *c, const sms_json *values, bool many)
{
	size_t count = many ? sms_json_count(values) : 1, texts = 0;
	struct constants *constants = schema_take(c, 1, sizeof *constants);
	const char **names = schema_take(c, count, sizeof *names);
	struct constant *others = schema_take(c, count, sizeof *others);
	for (const sms_json *e = many ? sms_json_first(values) : values; e; e = many ? sms_json_next(e) : NULL) {
		if (!sms_json_is(e, SMS_JSON_STRING))
			others[constants->other_count++].json = e;
		else
			names[texts++] = sms_json_text(e);
	}
	schema_names_build(&constants->texts, c->schema->arena, names, texts);
	for (size_t i = 0; constants->other_count > 1 && i < constants->other_count; i++)
		others[i].hash = schema_hash(others[i].json);
	qsort(others, constants->other_count, sizeof *others, by_hash);
	constants->others = others;
	return constants;
}

struct sms_error *schema_compile_constants(struct compiler *c, const struct source *s, struct node *node)
{
	const struct constants *one = NULL, *many = NULL;
	if (s->values[K_CONST])
		one = constants_of(c, s->values[K_CONST], false);
	if (s->values[K_ENUM])
		many = constants_of(c, s->values[K_ENUM], true);
	if (one && many) {
		struct constants *first = schema_take(c, 1, sizeof *first);
		*first = *one;
		first->next = many;
		one = first;
	}
	node->constants = one ? one : many;
	return NULL;
}

static const struct bound *bound_of(struct compiler *c, const sms_json *value)
{
	char scratch[32];
	if (!value)
		return NULL;
	const char *text = sms_json_number_text(value, scratch);
	struct bound *bound = schema_take(c, 1, sizeof *bound);
	*bound = schema_bound(sms_arena_copy(c->schema->arena, text, strlen(text)), sms_json_number(value));
	return bound;
}

struct sms_error *schema_compile_number(struct compiler *c, const struct source *s, struct node *node)
{
	struct number_rules rules = {
		.minimum = bound_of(c, s->values[K_MINIMUM]),
		.maximum = bound_of(c, s->values[K_MAXIMUM]),
		.above = bound_of(c, s->values[K_EXCLUSIVE_MINIMUM]),
		.below = bound_of(c, s->values[K_EXCLUSIVE_MAXIMUM]),
		.multiple = bound_of(c, s->values[K_MULTIPLE_OF]),
	};
	if (rules.multiple && (!rules.multiple->decimal.count || rules.multiple->decimal.negative))
		return schema_fault(s->place, "multipleOf", "must be greater than 0");
	if (rules.multiple && rules.multiple->decimal.count > NUMBER_DIGITS)
		return schema_fault(s->place, "multipleOf", "has more than %d digits", NUMBER_DIGITS);
	if (rules.minimum || rules.maximum || rules.above || rules.below || rules.multiple) {
		struct number_rules *kept = schema_take(c, 1, sizeof *kept);
		*kept = rules;
		node->number = kept;
	}
	return NULL;
}

struct sms_error *schema_compile_count(const struct source *s, enum keyword_id id, size_t *out)
{
	const sms_json *value = s->values[id];
	int64_t count;
	if (!value)
		return NULL;
	if (!schema_number_is_integer(value) || sms_json_number(value) < 0)
		return schema_fault(s->place, schema_keyword(id)->name, "must be a whole number, 0 or more");
	*out = sms_json_integer(value, &count) ? (size_t)count : SIZE_MAX;
	return NULL;
}

static struct sms_error *compile_regex(struct compiler *c, const struct source *s, const char *keyword,
				       const char *text, const struct sms_regex **out)
{
	struct sms_schema *schema = c->schema;
	struct sms_regex *regex;
	struct sms_error *error = sms_regex_new(&regex, text, strlen(text), 0);
	if (error) {
		sms_auto(string) char *why = sms_strdup(sms_error_message(error));
		sms_error_free(error);
		return schema_fault(s->place, keyword, "%s", why);
	}
	sms_grow(schema->regexes, schema->regex_count, schema->regex_capacity);
	schema->regexes[schema->regex_count++] = regex;
	*out = regex;
	return NULL;
}

struct sms_error *schema_compile_pattern(struct compiler *c, const struct source *s, const char *keyword,
					 const char *text, const struct pattern **out)
{
	struct pattern *pattern = schema_take(c, 1, sizeof *pattern);
	*out = pattern;
	pattern->automaton = schema_automaton_new(c->schema->arena, text);
	return pattern->automaton ? NULL : compile_regex(c, s, keyword, text, &pattern->regex);
}

struct sms_error *schema_compile_text(struct compiler *c, const struct source *s, struct node *node)
{
	struct text_rules rules = {.maximum = SIZE_MAX};
	const sms_json *pattern = s->values[K_PATTERN], *format = s->values[K_FORMAT];
	bool assert =
		c->schema->assert_format || s->place->resource->dialect.vocabularies & VOCABULARY_FORMAT_ASSERTION;
	SMS_TRY(schema_compile_count(s, K_MIN_LENGTH, &rules.minimum));
	SMS_TRY(schema_compile_count(s, K_MAX_LENGTH, &rules.maximum));
	if (pattern)
		SMS_TRY(schema_compile_pattern(c, s, "pattern", sms_json_text(pattern), &rules.pattern));
	if (format && assert)
		rules.format = schema_format(sms_json_text(format));
	if (rules.minimum || rules.maximum != SIZE_MAX || rules.pattern || rules.format) {
		struct text_rules *kept = schema_take(c, 1, sizeof *kept);
		*kept = rules;
		node->text = kept;
	}
	return NULL;
}
