/* What the tests of the catalogue name: selections, schemas, derived facts. The forms are those of audit.h and
 * work/audit/derive.c. */
#include "work/needs/private.h"
#include <string.h>

enum { DEEPEST = 8 }; /* facts within facts; the audit refuses circles */

#define FACTS "facts."

static void say_fact(const struct speaker *speaker, const char *name)
{
	struct speaker inner = *speaker;
	if (!speaker->catalogue || inner.depth++ >= DEEPEST)
		return;
	for (size_t i = 0; i < sms_map_count(speaker->catalogue->documents); i++) {
		const sms_json *file = sms_map_at(speaker->catalogue->documents, i, NULL);
		const sms_json *expression = sms_json_get(sms_json_get(file, "facts"), name);
		if (!expression)
			continue;
		needs_say_expression(&inner, expression);
		return;
	}
}

void needs_say_path(const struct speaker *speaker, const char *path)
{
	size_t head = strlen(FACTS);
	if (!path || *path == '@')
		return;
	if (strncmp(path, FACTS, head) != 0) {
		needs_say(speaker, path, NULL);
		return;
	}
	sms_auto(string) char *name = sms_copy(path + head, strcspn(path + head, "."));
	say_fact(speaker, name);
}

/* --- Schemas. --- */

static void say_values(const struct speaker *speaker, const char *prefix, const sms_json *schema)
{
	const char *only = sms_json_get_text(schema, "const");
	if (only && *prefix)
		needs_say(speaker, prefix, only);
	sms_json_each(value, *prefix ? sms_json_get(schema, "enum") : NULL)
		if (sms_json_text(value))
			needs_say(speaker, prefix, sms_json_text(value));
}

static void say_member(const struct speaker *speaker, const char *prefix, const char *name, const sms_json *schema)
{
	bool is_facts = !*prefix && !strcmp(name, "facts");
	sms_auto(string) char *path = sms_format("%s%s%s", prefix, *prefix ? "." : "", name);
	if (!is_facts) {
		needs_say(speaker, path, NULL);
		needs_say_schema(speaker, path, schema);
		return;
	}
	sms_json_each(fact, sms_json_get(schema, "properties"))
		say_fact(speaker, sms_json_key(fact));
}

void needs_say_schema(const struct speaker *speaker, const char *prefix, const sms_json *schema)
{
	static const char *const same_place[] = {"items", "contains", "not", "if", "then", "else"};
	static const char *const lists[] = {"allOf", "anyOf", "oneOf"};
	say_values(speaker, prefix, schema);
	sms_json_each(member, sms_json_get(schema, "properties"))
		say_member(speaker, prefix, sms_json_key(member), member);
	sms_json_each(name, sms_json_get(schema, "required"))
		say_member(speaker, prefix, sms_json_text(name), NULL);
	for (size_t i = 0; i < SMS_COUNT(same_place); i++)
		if (sms_json_get(schema, same_place[i]))
			needs_say_schema(speaker, prefix, sms_json_get(schema, same_place[i]));
	for (size_t i = 0; i < SMS_COUNT(lists); i++)
		sms_json_each(part, sms_json_get(schema, lists[i]))
			needs_say_schema(speaker, prefix, part);
}

/* --- Expressions. --- */

/* Names of settings, texts: what is no path of a record. */
static bool is_foreign(const char *key)
{
	static const char *const foreign[] = {"text",    "setting",   "lookup", "then",
					      "matches", "due_rules", "within", "planned"};
	for (size_t i = 0; i < SMS_COUNT(foreign); i++)
		if (!strcmp(foreign[i], key))
			return true;
	return false;
}

/* The list that an expression looks through, or NULL. */
static const char *list_of(const sms_json *expression)
{
	static const char *const operators[] = {"count", "earliest", "latest"};
	const char *list = NULL;
	for (size_t i = 0; !list && i < SMS_COUNT(operators); i++)
		list = sms_json_get_text(expression, operators[i]);
	return list;
}

static void say_elements(const struct speaker *speaker, const sms_json *expression, const char *list)
{
	const char *member = sms_json_get_text(expression, "member");
	sms_auto(string) char *path = member ? sms_format("%s.%s", list, member) : NULL;
	needs_say_path(speaker, path);
	sms_json_each(one, sms_json_get(expression, "exceeds")) {
		sms_auto(string) char *compared = sms_format("%s.%s", list, sms_json_text(one));
		needs_say_path(speaker, compared);
	}
	needs_say_schema(speaker, list, sms_json_get(expression, "where"));
}

void needs_say_expression(const struct speaker *speaker, const sms_json *expression)
{
	const char *list = list_of(expression);
	needs_say_path(speaker, sms_json_text(expression));
	if (list)
		say_elements(speaker, expression, list);
	sms_json_each(part, sms_json_text(expression) ? NULL : expression) {
		const char *key = sms_json_key(part) ? sms_json_key(part) : "";
		bool of_list = list && (!strcmp(key, "where") || !strcmp(key, "member") || !strcmp(key, "exceeds"));
		if (!of_list && !(sms_json_text(part) && is_foreign(key)))
			needs_say_expression(speaker, part);
	}
}

/* --- Selections and tests. --- */

struct saying {
	struct sms_needs *needs;
	const struct sms_catalogue *catalogue;
	const struct sms_item *item;
};

static const sms_json *selection_of(const struct saying *saying, const sms_json *given)
{
	const char *name = sms_json_text(given);
	return name ? sms_json_get(sms_json_get(saying->item->file, "sets"), name) : given;
}

static struct speaker speaker_of(const struct saying *saying, const sms_json *given)
{
	return (struct speaker){.needs = saying->needs,
				.catalogue = saying->catalogue,
				.by = saying->item->id,
				.types = sms_json_get(selection_of(saying, given), "type")};
}

/* Schemas by path: `with`. */
static void say_with(const struct speaker *speaker, const sms_json *with)
{
	sms_json_each(one, with) {
		needs_say_path(speaker, sms_json_key(one));
		if (strncmp(sms_json_key(one), FACTS, strlen(FACTS)) != 0)
			needs_say_schema(speaker, sms_json_key(one), one);
	}
}

static void say_selection(const struct saying *saying, const sms_json *given)
{
	const sms_json *selection = selection_of(saying, given);
	const struct speaker speaker = speaker_of(saying, given);
	needs_say(&speaker, NULL, NULL);
	needs_say_schema(&speaker, "", sms_json_get(selection, "where"));
	say_with(&speaker, sms_json_get(selection, "with"));
}

/* A path, or a list of paths and of lists of alternatives. */
static void say_paths(const struct speaker *speaker, const sms_json *value)
{
	needs_say_path(speaker, sms_json_text(value));
	sms_json_each(one, sms_json_is(value, SMS_JSON_ARRAY) ? value : NULL) {
		struct speaker inner = *speaker;
		inner.alternative = sms_json_is(one, SMS_JSON_ARRAY);
		needs_say_path(&inner, sms_json_text(one));
		sms_json_each(other, inner.alternative ? one : NULL)
			needs_say_path(&inner, sms_json_text(other));
	}
}

/* A path, or paths of which each is in some of the types. */
static void say_alternatives(const struct speaker *speaker, const sms_json *value)
{
	struct speaker inner = *speaker;
	inner.alternative = sms_json_is(value, SMS_JSON_ARRAY);
	needs_say_path(&inner, sms_json_text(value));
	sms_json_each(one, inner.alternative ? value : NULL)
		needs_say_path(&inner, sms_json_text(one));
}

/* `values` may be the name of a list of the file. */
static void say_each_value(const struct saying *saying, const struct speaker *by, const sms_json *body)
{
	const sms_json *values = sms_json_get(body, "values");
	const char *name = sms_json_text(values), *member = sms_json_get_text(body, "member");
	if (name)
		values = sms_json_get(sms_json_get(saying->item->file, "lists"), name);
	sms_json_each(value, member && strncmp(member, FACTS, strlen(FACTS)) != 0 ? values : NULL)
		if (sms_json_get_text(value, "value"))
			needs_say(by, member, sms_json_get_text(value, "value"));
}

static void say_body(const struct saying *saying, const sms_json *body)
{
	static const char *const selections[] = {"of", "by", "or"};
	static const char *const of_paths[] = {"fields", "from", "to", "share"};
	static const char *const pairs[] = {"before", "after", "elements", "on"};
	static const char *const within_of[] = {"interval", "grace", "since"};
	const sms_json *given_by = sms_json_get(body, "by"), *through = sms_json_get(body, "through");
	const sms_json *about = sms_json_get(body, "about");
	const sms_json *within = sms_json_get(body, "within");
	const struct speaker of = speaker_of(saying, sms_json_get(body, "of")), by = speaker_of(saying, given_by),
			     to = speaker_of(saying, sms_json_get(through ? through : about, "to"));
	for (size_t i = 0; i < SMS_COUNT(selections); i++)
		if (sms_json_get(body, selections[i]))
			say_selection(saying, sms_json_get(body, selections[i]));
	if (through || about)
		say_selection(saying, sms_json_get(through ? through : about, "to"));
	for (size_t i = 0; of.types && i < SMS_COUNT(of_paths); i++)
		say_paths(&of, sms_json_get(body, of_paths[i]));
	if (of.types)
		say_paths(&of, sms_json_get(body, "at"));
	say_with(&of, sms_json_get(body, "with"));
	needs_say_schema(&of, "", of.types ? sms_json_get(body, "must") : NULL);
	say_paths(given_by ? &by : &of, sms_json_get(body, "interval"));
	say_paths(&by, sms_json_get(body, "grace"));
	say_alternatives(&by, sms_json_get(body, "link"));
	say_alternatives(&of, sms_json_get(body, "own"));
	say_paths(of.types ? &of : &by, sms_json_get(body, "member"));
	for (size_t i = 0; i < SMS_COUNT(pairs); i++) {
		say_paths(&of, sms_json_get(sms_json_get(body, pairs[i]), "of"));
		say_paths(&by, sms_json_get(sms_json_get(body, pairs[i]), "by"));
	}
	say_paths(&by, sms_json_get(within, "at"));
	for (size_t i = 0; i < SMS_COUNT(within_of); i++)
		say_paths(&of, sms_json_get(within, within_of[i]));
	say_paths(&by, sms_json_get(through, "members"));
	say_paths(&of, sms_json_get(about, "members"));
	say_paths(&to, sms_json_get(through ? through : about, "match"));
	say_each_value(saying, &by, body);
}

static void say_test(const struct saying *saying, const sms_json *test)
{
	if (sms_json_get(test, "when"))
		say_selection(saying, sms_json_get(test, "when"));
	sms_json_each(body, test) {
		if (sms_json_is(body, SMS_JSON_OBJECT) && strcmp(sms_json_key(body), "when") != 0)
			say_body(saying, body);
		sms_json_each(one, sms_json_is(body, SMS_JSON_ARRAY) ? body : NULL) {
			if (sms_json_get(one, "what"))
				say_body(saying, one);
			else
				say_test(saying, one);
		}
	}
}

void sms_needs_add_tests(struct sms_needs *needs, const struct sms_catalogue *catalogue, const struct sms_item *item)
{
	const struct saying saying = {needs, catalogue, item};
	sms_json_each(test, item->tests)
		say_test(&saying, test);
}
