/* Expressions over records: what they mean, what they refuse, and how values are ordered. The type is made up. */
#include "work/query/query.h"
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

static const char ticket_type[] =
	"{\"$schema\": \"https://json-schema.org/draft/2020-12/schema\", \"title\": \"Ticket\", \"description\": \"-\","
	" \"type\": \"object\", \"properties\": {"
	"  \"title\": {\"type\": \"string\"},"
	"  \"created\": {\"type\": \"object\", \"properties\": {\"at\": {\"type\": \"string\", \"format\": "
	"\"date-time\"}, \"by\": {\"type\": \"string\"}}},"
	"  \"colour\": {\"type\": \"string\", \"enum\": [\"red\", \"amber\", \"green\"]},"
	"  \"rank\": {\"type\": \"string\", \"enum\": [\"P1\", \"P2\", \"P3\"]},"
	"  \"count\": {\"type\": \"integer\"}, \"share\": {\"type\": \"number\"}, \"done\": {\"type\": \"boolean\"},"
	"  \"due\": {\"type\": \"string\", \"format\": \"date\"},"
	"  \"at\": {\"type\": \"string\", \"format\": \"date-time\"},"
	"  \"tags\": {\"type\": \"array\", \"items\": {\"type\": \"string\"}},"
	"  \"steps\": {\"type\": \"array\", \"items\": {\"type\": \"object\", \"properties\": {\"what\": {\"type\": "
	"\"string\"}, \"minutes\": {\"type\": \"integer\"}}, \"additionalProperties\": false}},"
	"  \"target\": {\"type\": \"object\", \"properties\": {\"value\": {\"type\": \"number\"}}, "
	"\"additionalProperties\": false},"
	"  \"extra\": {\"type\": \"object\", \"additionalProperties\": true},"
	"  \"state\": {\"type\": \"string\"}},"
	" \"x-sms\": {\"extends\": false, \"plural\": \"tickets\", \"prefix\": \"TCK\", \"kind\": \"event\", "
	"\"command\": \"record\", \"clauses\": [\"5.3\"], \"columns\": [\"id\"], \"lifecycle\": {\"initial\": \"new\", "
	"\"final\": [\"closed\"], \"moves\": {\"new\": [\"open\"], \"open\": [\"closed\"], \"closed\": []}}}}";

static const char ticket[] =
	"{\"title\": \"Disk of mail server FULL\", \"state\": \"open\", \"created\": {\"at\": "
	"\"2026-11-20T08:00:00Z\", \"by\": \"Anna\"}, \"colour\": \"amber\", \"rank\": \"P2\", \"count\": 12, "
	"\"share\": 0.5, \"done\": false, \"due\": \"2026-11-30\", \"at\": \"2026-11-22T23:30:00+01:00\", "
	"\"tags\": [\"core\", \"Ünder\"], \"steps\": [{\"what\": \"look\", \"minutes\": 5}, {\"what\": \"mend\", "
	"\"minutes\": 50}], \"target\": {\"value\": 99.9}, \"extra\": {\"n\": 7, \"when\": \"2026-01-01\", "
	"\"word\": \"Blue\"}, \"empty\": [], \"note\": \"\"}";

struct scene {
	struct sms_types *types;
	const struct sms_type *type;
	sms_json *record;
	sms_time now;
};

static void must(struct sms_error *error)
{
	if (error)
		fail_msg("%s", sms_error_message(error));
}

static int set_up(void **state)
{
	static struct scene scene;
	const struct sms_type_file file = {"types/ticket.json", ticket_type, sizeof ticket_type - 1};
	sms_json_setup();
	must(sms_types_load(&scene.types, &file, 1));
	scene.type = sms_types_get(scene.types, "ticket");
	must(sms_json_parse(&scene.record, ticket, sizeof ticket - 1, "ticket"));
	assert_true(sms_time_parse("2026-11-22T12:00:00Z", &scene.now));
	*state = &scene;
	return 0;
}

static int tear_down(void **state)
{
	struct scene *scene = *state;
	sms_types_free(scene->types);
	sms_json_free(scene->record);
	return 0;
}

static bool holds(const struct scene *scene, const char *text, bool typed)
{
	sms_auto(query) struct sms_query *query = NULL;
	bool answer = false;
	must(sms_query_new(&query, text, typed ? scene->type : NULL, scene->now));
	must(sms_query_matches(query, scene->record, &answer));
	return answer;
}

struct row {
	const char *text;
	bool holds;
};

static void check(void **state, const struct row *rows, size_t count, bool typed)
{
	for (size_t i = 0; i < count; i++)
		if (holds(*state, rows[i].text, typed) != rows[i].holds)
			fail_msg("'%s' must %s", rows[i].text, rows[i].holds ? "hold" : "not hold");
}

static void an_expression_means_what_it_says(void **state)
{
	static const struct row rows[] = {
		{"", true},
		{"colour = amber", true},
		{"colour = AMBER", true},
		{"colour < green", true},
		{"colour <= amber and colour >= amber", true},
		{"colour > amber", false},
		{"rank <= P2", true},
		{"rank <= 2", true},
		{"rank < 2", false},
		{"state != closed", true},
		{"state < closed", true},
		{"state > new", true},
		{"count = 12.0", true},
		{"count > 9", true},
		{"count < 9", false},
		{"share <= 0.50", true},
		{"done = false", true},
		{"done = no", true},
		{"done", false},
		{"not done", true},
		{"due = 2026-11-30", true},
		{"due < 2026-12", true},
		{"due < now", false},
		{"due <= +8d", true},
		{"at = 2026-11-22", true},
		{"at >= -1d", true},
		{"at < 2026-11-22T22:31:00Z", true},
		{"created >= -3d", true},
		{"created < 2026-11-20", false},
		{"created <= 2026-11-20", true},
		{"created.by = anna", true},
		{"title ~ \"disk.*full\"", true},
		{"title ~ 'mail'", true},
		{"title !~ mail", false},
		{"title = \"disk of mail server full\"", true},
		{"tags = core", true},
		{"tags = other", false},
		{"tags != core", false},
		{"tags != other", true},
		{"tags ~ ^c", true},
		{"tags = ünder", true},
		{"steps.minutes > 40", true},
		{"steps.0.minutes > 40", false},
		{"steps.what = mend", true},
		{"steps", true},
		{"target.value >= 99.9", true},
		{"extra.n = 7", true},
		{"extra.n < 10", true},
		{"extra.word = blue", true},
		{"extra.when < 2026-02", true},
		{"extra.absent", false},
		{"extra.absent = 1", false},
		{"extra.absent != 1", true},
		{"extra.absent !~ 1", true},
		{"extra.absent < 1 or extra.absent >= 1", false},
		{"count = 1 or count = 12 and share = 1", false},
		{"(count = 1 or count = 12) and share = 0.5", true},
		{"not (count = 1) and not count = 2", true},
		{"count=12 AND share=0.5", true},
	};
	check(state, rows, SMS_COUNT(rows), true);
}

static void without_a_type_values_are_compared_as_they_are(void **state)
{
	static const struct row rows[] = {
		{"count = 12", true},        {"count < 100", true},      {"title ~ full", true},
		{"created >= -3d", true},    {"at > 2026-11-22", false}, {"at = 2026-11-22", true},
		{"done = no", true},         {"empty", false},           {"note", false},
		{"colour > aardvark", true}, {"tags = core", true},      {"target.value < 100", true},
		{"nothing.at.all", false},   {"note = ''", true},
	};
	check(state, rows, SMS_COUNT(rows), false);
}

static void quotes_keep_what_is_in_them(void **state)
{
	struct scene *scene = *state;
	sms_json_set_text(scene->record, "note", "say \"a\\b\"");
	assert_true(holds(scene, "note = \"say \\\"a\\\\b\\\"\"", false));
	assert_true(holds(scene, "note ~ 'a\\\\b'", false));
	assert_true(holds(scene, "note ~ '\\bsay\\b'", false));
	sms_json_set_text(scene->record, "note", "");
}

static void a_bad_expression_is_refused_with_its_place(void **state)
{
	static const struct {
		const char *text, *message, *hint;
	} rows[] = {
		{"colur = red", "expression 'colur = red', column 1: unknown field 'colur' of ticket",
		 "did you mean 'colour'?"},
		{"done and rank = P9",
		 "expression 'done and rank = P9', column 17: 'P9' is none of the values P1, P2, P3",
		 "did you mean 'P1'?"},
		{"count = many", "expression 'count = many', column 9: 'many' is no number", NULL},
		{"done = perhaps", "expression 'done = perhaps', column 8: 'perhaps' is neither true nor false", NULL},
		{"state = gone",
		 "expression 'state = gone', column 9: 'gone' is none of the values new, open, closed, void", NULL},
		{"target.valu > 1", "expression 'target.valu > 1', column 1: unknown field 'target.valu' of ticket",
		 "did you mean 'target.value'?"},
		{"steps.who = me", "expression 'steps.who = me', column 1: unknown field 'steps.who' of ticket", NULL},
		{"count >", "expression 'count >', column 8: it ends where a value is expected", NULL},
		{"(done", "expression '(done', column 6: it ends where ')' is expected", NULL},
		{"done)", "expression 'done)', column 5: 'and', 'or' or the end is expected", NULL},
		{"done or and", "expression 'done or and', column 9: a field is expected", NULL},
		{"title = \"x", "expression 'title = \"x', column 9: quote is not closed", NULL},
		{"ü ! x", "expression 'ü ! x', column 3: '!' is no operator", NULL},
	};
	struct scene *scene = *state;
	for (size_t i = 0; i < SMS_COUNT(rows); i++) {
		struct sms_query *query = NULL;
		sms_auto(error) struct sms_error *error = sms_query_new(&query, rows[i].text, scene->type, scene->now);
		assert_non_null(error);
		assert_null(query);
		assert_int_equal(sms_error_status(error), SMS_INPUT);
		assert_string_equal(sms_error_message(error), rows[i].message);
		if (rows[i].hint)
			assert_string_equal(sms_error_hint_at(error, 0), rows[i].hint);
	}
}

static void a_bad_time_or_pattern_is_refused(void **state)
{
	static const char *const texts[] = {"due < tomorow", "title ~ \"(\"", "at = 2026-13"};
	struct scene *scene = *state;
	for (size_t i = 0; i < SMS_COUNT(texts); i++) {
		struct sms_query *query = NULL;
		sms_auto(error) struct sms_error *error = sms_query_new(&query, texts[i], scene->type, scene->now);
		assert_int_equal(sms_error_status(error), SMS_INPUT);
		assert_non_null(strstr(sms_error_message(error), "column "));
	}
}

static void nesting_has_a_limit(void **state)
{
	sms_auto(buf) struct sms_buf text = SMS_BUF_INIT;
	struct sms_query *query = NULL;
	sms_buf_add_fill(&text, '(', 65);
	sms_buf_add_text(&text, "done");
	sms_buf_add_fill(&text, ')', 65);
	sms_auto(error) struct sms_error *error = sms_query_new(&query, sms_buf_text(&text), NULL, 0);
	assert_non_null(strstr(sms_error_message(error), "nested more than 64 deep"));
}

static int order(const struct scene *scene, const char *path, const char *left, const char *right)
{
	sms_json *a = NULL, *b = NULL;
	if (left)
		must(sms_json_parse(&a, left, strlen(left), "a"));
	if (right)
		must(sms_json_parse(&b, right, strlen(right), "b"));
	int result = sms_value_compare(path ? sms_type_field(scene->type, path) : NULL, a, b);
	sms_json_free(a);
	sms_json_free(b);
	return (result > 0) - (result < 0);
}

static void values_have_an_order(void **state)
{
	const struct scene *scene = *state;
	assert_int_equal(order(scene, "colour", "\"red\"", "\"green\""), -1);
	assert_int_equal(order(scene, "colour", "\"pink\"", "\"green\""), 1);
	assert_int_equal(order(scene, "colour", "\"red\"", "\"red\""), 0);
	assert_int_equal(order(scene, "count", "9", "10"), -1);
	assert_int_equal(order(scene, "at", "\"2026-01-01T00:30:00+01:00\"", "\"2026-01-01T00:00:00Z\""), -1);
	assert_int_equal(order(scene, "title", "\"b\"", "\"A\""), 1);
	assert_int_equal(order(scene, "title", "\"a\"", NULL), -1);
	assert_int_equal(order(scene, "title", NULL, "\"a\""), 1);
	assert_int_equal(order(scene, "title", NULL, "null"), 0);
	assert_int_equal(order(scene, NULL, "{\"at\": \"2026-01-02\"}", "{\"at\": \"2026-01-01\"}"), 1);
	assert_int_equal(order(scene, NULL, "[\"a\", \"b\"]", "[\"a\", \"c\"]"), -1);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(an_expression_means_what_it_says),
		cmocka_unit_test(without_a_type_values_are_compared_as_they_are),
		cmocka_unit_test(quotes_keep_what_is_in_them),
		cmocka_unit_test(a_bad_expression_is_refused_with_its_place),
		cmocka_unit_test(a_bad_time_or_pattern_is_refused),
		cmocka_unit_test(nesting_has_a_limit),
		cmocka_unit_test(values_have_an_order),
	};
	return cmocka_run_group_tests(tests, set_up, tear_down);
}
