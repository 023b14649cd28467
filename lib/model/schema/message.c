/* Sentences for what failed. */
#include "base/utf8.h"
#include "model/schema/explain.h"

static const char *plural(size_t count)
{
	return count == 1 ? "" : "s";
}

/* "tags has 7 elements; it must have at most 5" */
static void add_count(struct sms_buf *out, const struct check *check, size_t count, const char *what, bool least)
{
	char scratch[32];
	const char *wanted = sms_json_number_text(check->value, scratch);
	schema_phrase_name(out, check->of->at);
	if (count)
		sms_buf_add_format(out, " has %zu %s%s", count, what, plural(count));
	else
		sms_buf_add_text(out, " is empty");
	sms_buf_add_format(out, "; it must have at %s %s %s%s", least ? "least" : "most", wanted, what,
			   strcmp(wanted, "1") ? "s" : "");
}

static void add_bound(struct sms_buf *out, const struct check *check, const char *how)
{
	char scratch[32];
	schema_phrase_is(out, check->of->at);
	sms_buf_add_format(out, "; it must be %s %s", how, sms_json_number_text(check->value, scratch));
}

static void add_options(struct sms_buf *out, const struct check *check)
{
	bool many = check->keyword == K_ENUM;
	const sms_json *options[PHRASE_OPTIONS] = {check->value};
	size_t count = many ? 0 : 1;
	if (many)
		sms_json_each(option, check->value) {
			if (count < PHRASE_OPTIONS)
				options[count] = option;
			count++;
		}
	schema_phrase_is(out, check->of->at);
	sms_buf_add_text(out, "; it must be ");
	schema_phrase_options(out, options, count, check->of->at->subject.text);
}

/* The first value that an array holds twice; looked for only where that is cheap. */
static const sms_json *twice(const sms_json *array)
{
	if (sms_json_count(array) > 500)
		return NULL;
	sms_json_each(a, array)
		for (const sms_json *b = sms_json_next(a); b; b = sms_json_next(b))
			if (sms_json_equal(a, b))
				return a;
	return NULL;
}

static void add_unique(struct sms_buf *out, const struct check *check)
{
	const sms_json *value = twice(check->of->at->subject.json);
	schema_phrase_name(out, check->of->at);
	if (value && sms_json_kind(value) < SMS_JSON_ARRAY) {
		sms_buf_add_text(out, " holds ");
		schema_phrase_value(out, value);
		sms_buf_add_text(out, " twice; its elements must be different");
	} else {
		sms_buf_add_text(out, " holds equal elements; they must be different");
	}
}

static void add_contains(struct sms_buf *out, const struct check *check)
{
	char scratch[32];
	const char *count = check->keyword == K_CONTAINS ? "1" : sms_json_number_text(check->value, scratch);
	schema_phrase_name(out, check->of->at);
	if (check->found)
		sms_buf_add_format(out, " has %zu fitting element%s", check->found, plural(check->found));
	else
		sms_buf_add_text(out, " has no fitting element");
	sms_buf_add_format(out, "; it must have at %s %s", check->keyword == K_MAX_CONTAINS ? "most" : "least", count);
}

/* What `not` forbids, where that is a few words. */
static void add_not(struct sms_buf *out, const struct check *check)
{
	const sms_json *inner = check->value, *names = sms_json_get(inner, "required");
	const struct node *node = check->results->node;
	const char *keyword = sms_json_count(inner) == 1 ? sms_json_key(sms_json_first(inner)) : "";
	schema_phrase_name(out, check->of->at);
	if (!strcmp(keyword, "const") || !strcmp(keyword, "enum")) {
		sms_buf_add_text(out, " must not be ");
		schema_phrase_value(out, check->of->at->subject.json);
	} else if (!strcmp(keyword, "type")) {
		sms_buf_add_text(out, " must not be ");
		schema_phrase_kinds(out, node->kinds);
	} else if (!strcmp(keyword, "required") && sms_json_count(names)) {
		sms_buf_add_text(out, sms_json_count(names) == 1 ? " must not have " : " must not have all of ");
		sms_json_each(name, names) {
			sms_buf_add_text(out, name == sms_json_first(names) ? "" : ", ");
			sms_buf_add_text(out, sms_json_text(name));
		}
	} else {
		sms_buf_add_text(out, " is of a form that is not allowed");
	}
}

static void add_value(struct sms_buf *out, const struct check *check)
{
	const struct format *format;
	schema_phrase_is(out, check->of->at);
	sms_buf_add_text(out, "; it must ");
	switch (check->keyword) {
	case K_TYPE:
		sms_buf_add_text(out, "be ");
		schema_phrase_kinds(out, check->of->node->kinds);
		break;
	case K_PATTERN:
		sms_buf_add_format(out, "match the pattern %s", sms_json_text(check->value));
		break;
	case K_FORMAT:
		format = schema_format(sms_json_text(check->value));
		sms_buf_add_format(out, "be %s", format ? format->what : sms_json_text(check->value));
		break;
	default:
		sms_buf_add_format(out, "fit its schema (%s)", schema_check_keyword(check));
	}
}

static void add_sentence(struct sms_buf *out, const struct check *check)
{
	const struct subject *subject = &check->of->at->subject;
	size_t count =
		subject->text ? sms_utf8_count(subject->text, strlen(subject->text)) : sms_json_count(subject->json);
	switch (check->keyword) {
	case K_ENUM:
	case K_CONST:
		return add_options(out, check);
	case K_MINIMUM:
		return add_bound(out, check, "at least");
	case K_MAXIMUM:
		return add_bound(out, check, "at most");
	case K_EXCLUSIVE_MINIMUM:
		return add_bound(out, check, "more than");
	case K_EXCLUSIVE_MAXIMUM:
		return add_bound(out, check, "less than");
	case K_MULTIPLE_OF:
		return add_bound(out, check, "a multiple of");
	case K_MIN_LENGTH:
	case K_MAX_LENGTH:
		return add_count(out, check, count, "character", check->keyword == K_MIN_LENGTH);
	case K_MIN_ITEMS:
	case K_MAX_ITEMS:
		return add_count(out, check, count, "element", check->keyword == K_MIN_ITEMS);
	case K_MIN_PROPERTIES:
	case K_MAX_PROPERTIES:
		return add_count(out, check, count, "field", check->keyword == K_MIN_PROPERTIES);
	case K_UNIQUE_ITEMS:
		return add_unique(out, check);
	case K_CONTAINS:
	case K_MIN_CONTAINS:
	case K_MAX_CONTAINS:
		return add_contains(out, check);
	case K_NOT:
		return add_not(out, check);
	default:
		return add_value(out, check);
	}
}

char *schema_message(const struct check *check)
{
	struct sms_buf out = SMS_BUF_INIT;
	add_sentence(&out, check);
	schema_phrase_when(&out, check->of, " ");
	return sms_buf_take(&out);
}

#define CANDIDATES 300 /* names, bytes of a name and members beyond which nobody is asked what was meant */
#define VISITS 2000    /* schemas looked at for names */

/* Names that the schema knows for members of a location and that are not taken yet. */
static void collect_names(struct sms_list *names, const struct result *result, unsigned *visits)
{
	const struct object_rules *rules = result->node->object;
	for (size_t i = 0; rules && i < rules->names.count && names->count < CANDIDATES; i++) {
		const struct node *node = rules->properties[i].node;
		const char *name = rules->names.names[i];
		if (node && node->kinds && strlen(name) < CANDIDATES && !sms_json_get(result->at->subject.json, name))
			sms_list_add(names, name);
	}
	for (const struct check *check = result->checks; check; check = check->next)
		for (const struct result *r = check->results; r && r->at == result->at; r = r->next)
			if (check->keyword != K_NOT && check->keyword != K_IF && ++*visits < VISITS)
				collect_names(names, r, visits);
}

/* Counting them all, for each of many that are unknown, would take long. */
static bool has_few_members(const sms_json *object)
{
	size_t count = 0;
	sms_json_each(member, object)
		if (++count == CANDIDATES)
			return false;
	return true;
}

static void add_unknown(struct sms_buf *out, const struct result *result)
{
	sms_auto(list) struct sms_list names = SMS_LIST_INIT;
	unsigned visits = 0;
	if (has_few_members(result->by->of->at->subject.json) && strlen(result->at->key) < CANDIDATES)
		collect_names(&names, result->by->of, &visits);
	schema_location_path(out, result->at);
	sms_buf_add_text(out, " is not a known field");
	const char *nearest = sms_list_nearest(&names, result->at->key);
	if (nearest)
		sms_buf_add_format(out, "; did you mean '%s'?", nearest);
}

char *schema_message_false(const struct result *result)
{
	struct sms_buf out = SMS_BUF_INIT;
	enum keyword_id id = result->by ? result->by->keyword : K_NONE;
	if (id == K_ADDITIONAL_PROPERTIES || id == K_UNEVALUATED_PROPERTIES) {
		add_unknown(&out, result);
		return sms_buf_take(&out);
	}
	schema_phrase_name(&out, result->at);
	if (id == K_ITEMS || id == K_ADDITIONAL_ITEMS || id == K_UNEVALUATED_ITEMS)
		sms_buf_add_format(&out, " is one element too many");
	else
		sms_buf_add_text(&out, " is not allowed");
	schema_phrase_when(&out, result, " ");
	return sms_buf_take(&out);
}

char *schema_message_missing(const struct check *check, const char *name, const char *because)
{
	struct sms_buf out = SMS_BUF_INIT;
	schema_location_path(&out, check->of->at);
	if (out.length)
		sms_buf_add_char(&out, '.');
	sms_buf_add_format(&out, "%s is missing", name);
	if (because)
		sms_buf_add_format(&out, "; it is required where %s is given", because);
	else
		schema_phrase_when(&out, check->of, "; it is required ");
	return sms_buf_take(&out);
}
