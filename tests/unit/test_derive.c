/* Members that follow from others, with a type that is made up. */
#include "model/derive.h"
#include "model/record.h"
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

static const char type_text[] =
	"{\"$schema\": \"https://json-schema.org/draft/2020-12/schema\", \"title\": \"Kite\", \"description\": "
	"\"Flies.\","
	"\"type\": \"object\", \"required\": [\"title\", \"label\"], \"properties\": {"
	"\"label\": {\"type\": \"string\"}, \"wind\": {\"type\": \"string\"}, \"rain\": {\"type\": \"string\"},"
	"\"risk\": {\"type\": \"string\"}, \"a\": {\"type\": \"integer\"}, \"b\": {\"type\": \"integer\"},"
	"\"area\": {\"type\": \"integer\"}, \"size\": {\"type\": \"string\"},"
	"\"flown\": {\"type\": \"string\", \"format\": \"date\"}, \"made\": {\"type\": \"string\", \"format\": "
	"\"date-time\"}, \"every\": {\"type\": \"string\"}, \"next\": {\"type\": \"string\", \"format\": \"date\"},"
	"\"kind\": {\"type\": \"string\"}, \"rest\": {\"type\": \"string\", \"format\": \"date-time\"}},"
	"\"x-sms\": {\"plural\": \"kites\", \"prefix\": \"KIT\", \"kind\": \"register\", \"command\": \"add\","
	"\"columns\": [\"id\"], \"lifecycle\": {\"initial\": \"up\", \"final\": [], \"moves\": {\"up\": []}},"
	"\"derive\": {\"label\": {\"template\": \"{title} of {wind}\"},"
	"\"risk\": {\"matrix\": \"winds\", \"from\": [\"wind\", \"rain\"]},"
	"\"area\": {\"product\": [\"a\", \"b\"]}, \"size\": {\"band\": \"sizes\", \"of\": \"area\"},"
	"\"next\": {\"after\": [[\"flown\", \"made\"], \"every\"]},"
	"\"rest\": {\"after\": [\"made\", {\"setting\": \"kinds.{kind}.rest\"}]}}}}";
static const char settings_text[] =
	"{\"schema\": \"sms/settings/1\", \"organization\": {\"name\": \"Test\"}, \"winds\": {\"high\": {\"some\": "
	"\"no\"}},"
	"\"sizes\": [{\"level\": \"small\", \"from\": 1, \"to\": 9}, {\"level\": \"large\", \"from\": 10, \"to\": 99}],"
	"\"kinds\": {\"box\": {\"rest\": \"PT36H\"}}}";

struct fixture {
	struct sms_types *types;
	const struct sms_type *type;
	struct sms_settings settings;
};

static sms_json *parse(const char *text)
{
	sms_json *json = NULL;
	struct sms_error *error = sms_json_parse(&json, text, strlen(text), "test");
	if (error)
		fail_msg("%s", sms_error_message(error));
	return json;
}

static int setup(void **state)
{
	static struct fixture fixture;
	const struct sms_type_file file = {"types/kite.json", type_text, sizeof type_text - 1};
	sms_json_setup();
	assert_null(sms_types_load(&fixture.types, &file, 1));
	fixture.type = sms_types_get(fixture.types, "kite");
	fixture.settings.json = parse(settings_text);
	*state = &fixture;
	return 0;
}

static int teardown(void **state)
{
	struct fixture *fixture = *state;
	sms_types_free(fixture->types);
	sms_json_free(fixture->settings.json);
	sms_json_free(fixture->settings.defaults);
	return 0;
}

/* The text that the rule gives, "" for none. */
static void gives(struct fixture *fixture, const char *path, const char *record, const char *expected)
{
	sms_auto(json) sms_json *json = parse(record);
	sms_auto(json) sms_json *value = sms_derive(fixture->type, path, json, &fixture->settings);
	sms_auto(buf) struct sms_buf text = SMS_BUF_INIT;
	sms_value_add_text(&text, value);
	assert_string_equal(sms_buf_text(&text), expected);
}

static void a_rule_gives_nothing_while_something_is_missing(void **state)
{
	gives(*state, "label", "{\"title\": \"Red\"}", "");
	gives(*state, "risk", "{\"wind\": \"high\"}", "");
	gives(*state, "risk", "{\"wind\": \"high\", \"rain\": \"lots\"}", "");
	gives(*state, "area", "{\"a\": 3}", "");
	gives(*state, "size", "{\"a\": 3}", "");
	gives(*state, "next", "{\"flown\": \"2026-01-31\"}", "");
	gives(*state, "next", "{\"every\": \"P1M\"}", "");
	gives(*state, "rest", "{\"made\": \"2026-01-31T10:00:00Z\", \"kind\": \"flat\"}", "");
	gives(*state, "wind", "{\"wind\": \"high\"}", "");
}

static void every_kind_of_rule_gives_its_value(void **state)
{
	gives(*state, "label", "{\"title\": \"Red\", \"wind\": \"high\"}", "Red of high");
	gives(*state, "risk", "{\"wind\": \"high\", \"rain\": \"some\"}", "no");
	gives(*state, "area", "{\"a\": 3, \"b\": 5}", "15");
	gives(*state, "size", "{\"area\": 9}", "small");
	gives(*state, "size", "{\"area\": 10}", "large");
	gives(*state, "size", "{\"area\": 100}", "");
	gives(*state, "rest", "{\"made\": \"2026-01-31T10:00:00Z\", \"kind\": \"box\"}", "2026-02-01T22:00:00Z");
}

static void a_date_follows_by_the_calendar_and_stays_a_date(void **state)
{
	gives(*state, "next", "{\"flown\": \"2026-01-31\", \"every\": \"P1M\"}", "2026-02-28");
	gives(*state, "next", "{\"made\": \"2026-01-31T23:30:00Z\", \"every\": \"P1D\"}", "2026-02-01");
	gives(*state, "next", "{\"flown\": \"2026-03-01\", \"made\": \"2026-01-31T23:30:00Z\", \"every\": \"P1D\"}",
	      "2026-03-02");
	gives(*state, "next", "{\"flown\": \"soon\", \"every\": \"P1D\"}", "");
	gives(*state, "next", "{\"flown\": \"2026-03-01\", \"every\": \"monthly\"}", "");
}

static void a_product_that_no_integer_holds_is_none(void **state)
{
	gives(*state, "area", "{\"a\": 9000000000000000000, \"b\": 9}", "");
}

static void explains(struct fixture *fixture, const char *path, const char *record, const char *expected)
{
	sms_auto(json) sms_json *json = parse(record);
	sms_auto(buf) struct sms_buf text = SMS_BUF_INIT;
	bool is = sms_derive_explain(&text, fixture->type, path, json, &fixture->settings);
	assert_int_equal(is, expected != NULL);
	assert_string_equal(sms_buf_text(&text), expected ? expected : "");
}

static void says_what_a_value_follows_from(void **state)
{
	explains(*state, "risk", "{\"wind\": \"high\", \"rain\": \"some\", \"risk\": \"no\"}",
		 "wind high, rain some, by winds");
	explains(*state, "area", "{\"a\": 3, \"b\": 5, \"area\": 15}", "a 3, b 5");
	explains(*state, "rest",
		 "{\"made\": \"2026-01-31T10:00:00Z\", \"kind\": \"box\", \"rest\": \"2026-02-01T22:00:00Z\"}",
		 "made 2026-01-31T10:00:00Z, kinds.box.rest PT36H");
	explains(*state, "area", "{\"a\": 3, \"b\": 5, \"area\": 16}", NULL);
	explains(*state, "area", "{\"area\": 16}", NULL);
	explains(*state, "wind", "{\"wind\": \"high\"}", NULL);
}

static void names_what_a_rule_needs(void **state)
{
	static const char *const cases[][2] = {{"label", "title, wind"},
					       {"risk", "wind, rain"},
					       {"area", "a, b"},
					       {"size", "area"},
					       {"rest", "made, kind"},
					       {"wind", ""},
					       {"next", "flown, made, every"}};
	for (size_t i = 0; i < SMS_COUNT(cases); i++) {
		struct fixture *fixture = *state;
		sms_auto(list) struct sms_list names = SMS_LIST_INIT;
		sms_auto(buf) struct sms_buf text = SMS_BUF_INIT;
		sms_derive_sources(fixture->type, cases[i][0], &names);
		sms_list_join(&text, &names, ", ");
		assert_string_equal(sms_buf_text(&text), cases[i][1]);
	}
}

/* The member of the record `after` once what follows from what `before` had was brought up to date. */
static void becomes(struct fixture *fixture, const char *before, const char *after, const char *path,
		    const char *expected)
{
	sms_auto(json) sms_json *old = before ? parse(before) : NULL;
	struct sms_record record = {.type = fixture->type, .json = parse(after)};
	sms_auto(buf) struct sms_buf text = SMS_BUF_INIT;
	sms_record_derive(&record, old, &fixture->settings);
	sms_value_add_text(&text, sms_json_path(record.json, path));
	assert_string_equal(sms_buf_text(&text), expected);
	sms_json_free(record.json);
}

static void what_was_derived_follows_and_what_was_set_stays(void **state)
{
	becomes(*state, NULL, "{\"a\": 2, \"b\": 3}", "area", "6");
	becomes(*state, NULL, "{\"a\": 2, \"b\": 3, \"area\": 7}", "area", "7");
	becomes(*state, "{\"a\": 2, \"b\": 3, \"area\": 6}", "{\"a\": 4, \"b\": 3, \"area\": 6}", "area", "12");
	becomes(*state, "{\"a\": 2, \"b\": 3, \"area\": 6}", "{\"a\": 4, \"b\": 3, \"area\": 6}", "size", "large");
	becomes(*state, "{\"a\": 2, \"b\": 3, \"area\": 7}", "{\"a\": 4, \"b\": 3, \"area\": 7}", "area", "7");
	/* Set by hand to what the rule gave before. */
	becomes(*state, "{\"a\": 2, \"b\": 3, \"area\": 7}", "{\"a\": 4, \"b\": 3, \"area\": 6}", "area", "6");
}

static void what_nothing_leads_to_any_more_goes_unless_it_is_required(void **state)
{
	becomes(*state, "{\"a\": 2, \"b\": 3, \"area\": 6}", "{\"b\": 3, \"area\": 6}", "area", "");
	becomes(*state, "{\"a\": 2, \"b\": 3, \"area\": 7}", "{\"b\": 3, \"area\": 7}", "area", "7");
	becomes(*state, "{\"title\": \"Red\", \"wind\": \"high\", \"label\": \"Red of high\"}",
		"{\"title\": \"Red\", \"label\": \"Red of high\"}", "label", "Red of high");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_rule_gives_nothing_while_something_is_missing),
		cmocka_unit_test(every_kind_of_rule_gives_its_value),
		cmocka_unit_test(a_date_follows_by_the_calendar_and_stays_a_date),
		cmocka_unit_test(a_product_that_no_integer_holds_is_none),
		cmocka_unit_test(says_what_a_value_follows_from),
		cmocka_unit_test(names_what_a_rule_needs),
		cmocka_unit_test(what_was_derived_follows_and_what_was_set_stays),
		cmocka_unit_test(what_nothing_leads_to_any_more_goes_unless_it_is_required),
	};
	return cmocka_run_group_tests(tests, setup, teardown);
}
