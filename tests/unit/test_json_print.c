#include "wrap/json/json.h"
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

typedef void print_function(struct sms_buf *out, const sms_json *value);

static sms_json *parse(const char *text)
{
	sms_json *value = NULL;
	sms_auto(error) struct sms_error *error = sms_json_parse(&value, text, strlen(text), "t.json");
	if (error)
		fail_msg("%s: %s", text, sms_error_message(error));
	return value;
}

static void expect_printed(print_function *print, const char *text, const char *expected)
{
	sms_auto(json) sms_json *value = parse(text);
	sms_auto(buf) struct sms_buf out = SMS_BUF_INIT;
	print(&out, value);
	assert_string_equal(sms_buf_text(&out), expected);
}

static void the_stored_form_is_spread_over_lines(void **state)
{
	static const char stored[] = "{\n"
				     "  \"id\": \"x\",\n"
				     "  \"price\": 1.10,\n"
				     "  \"log\": [\n"
				     "    {\n"
				     "      \"at\": null,\n"
				     "      \"by\": []\n"
				     "    },\n"
				     "    {},\n"
				     "    [\n"
				     "      1E5,\n"
				     "      true\n"
				     "    ]\n"
				     "  ],\n"
				     "  \"a\": false\n"
				     "}\n";
	expect_printed(sms_json_print,
		       "{\"id\":\"x\",\"price\":1.10,\"log\":[{\"at\":null,\"by\":[ ]},{ },[1E5,true]],\"a\":false}",
		       stored);
	expect_printed(sms_json_print, stored, stored);
	expect_printed(sms_json_print_line, stored,
		       "{\"id\":\"x\",\"price\":1.10,\"log\":[{\"at\":null,\"by\":[]},{},[1E5,true]],\"a\":false}");
}

static void simple_values_are_printed_whole(void **state)
{
	static const char *const cases[] = {"null", "true", "false", "0",       "-0",
					    "\"\"", "[]",   "{}",    "\"x y\"", "-1.50e+3"};
	for (size_t i = 0; i < SMS_COUNT(cases); i++) {
		sms_auto(string) char *stored = sms_format("%s\n", cases[i]);
		expect_printed(sms_json_print, cases[i], stored);
		expect_printed(sms_json_print_line, cases[i], cases[i]);
	}
}

static void only_what_must_be_is_escaped(void **state)
{
	expect_printed(sms_json_print_line,
		       "\"\\u0001\\b\\t\\n\\u000b\\f\\r\\u001f \\\"\\\\\\/\\u007f\\u00e4\\u2028<>&'\"",
		       "\"\\u0001\\b\\t\\n\\u000b\\f\\r\\u001f \\\"\\\\/\x7F\xC3\xA4\xE2\x80\xA8<>&'\"");
	expect_printed(sms_json_print_line, "{\"a\\n\\\"\":1}", "{\"a\\n\\\"\":1}");
	sms_auto(buf) struct sms_buf out = SMS_BUF_INIT;
	sms_json_print_text(&out, "a\0b", 3);
	sms_json_print_text(&out, "", 0);
	assert_string_equal(sms_buf_text(&out), "\"a\\u0000b\"\"\"");
}

static void what_was_printed_is_read_again(void **state)
{
	static const char text[] =
		"{\"n\":[0,-0,1.10,1E5,12345678901234567890,1e-400,-7],\"s\":\"\\u0001\\ud83d\\ude00\\\\\","
		"\"o\":{\"\":[{},[],[[]]],\"\\\"\":null,\"t\":[true,false]}}";
	static print_function *const printers[] = {sms_json_print, sms_json_print_line};
	sms_auto(json) sms_json *value = parse(text);
	for (size_t i = 0; i < SMS_COUNT(printers); i++) {
		sms_auto(buf) struct sms_buf once = SMS_BUF_INIT;
		printers[i](&once, value);
		expect_printed(printers[i], sms_buf_text(&once), sms_buf_text(&once));
		sms_auto(json) sms_json *again = parse(sms_buf_text(&once));
		assert_true(sms_json_equal(value, again));
	}
}

static void numbers_that_were_made_are_printed(void **state)
{
	static const struct {
		double number;
		const char *text;
	} cases[] = {
		{0, "0"},
		{-0.0, "0"},
		{1, "1"},
		{-3, "-3"},
		{0.1, "0.1"},
		{1.5, "1.5"},
		{1e15, "1000000000000000"},
		{1e21, "1e+21"},
		{999999999999999, "999999999999999"},
		{-1e-7, "-1e-7"},
		{NAN, "null"},
		{INFINITY, "null"},
		{5e-324, "5e-324"},
	};
	static const struct {
		int64_t number;
		const char *text;
	} integers[] = {
		{0, "0"},
		{-5, "-5"},
		{999999999999999, "999999999999999"},
		{-1000000000000000, "-1000000000000000"},
		{9007199254740993, "9007199254740993"},
		{INT64_MAX, "9223372036854775807"},
		{INT64_MIN, "-9223372036854775808"},
	};
	for (size_t i = 0; i < SMS_COUNT(cases); i++) {
		sms_auto(json) sms_json *value = sms_json_new_number(cases[i].number);
		sms_auto(buf) struct sms_buf out = SMS_BUF_INIT;
		sms_json_print_line(&out, value);
		assert_string_equal(sms_buf_text(&out), cases[i].text);
	}
	for (size_t i = 0; i < SMS_COUNT(integers); i++) {
		sms_auto(json) sms_json *value = sms_json_new_integer(integers[i].number);
		sms_auto(buf) struct sms_buf out = SMS_BUF_INIT;
		int64_t number = 1;
		sms_json_print_line(&out, value);
		assert_string_equal(sms_buf_text(&out), integers[i].text);
		assert_true(sms_json_integer(value, &number) && number == integers[i].number);
	}
}

/* RFC 8785, section 3.2.2 and its result in 3.2.4. */
static void the_example_of_rfc_8785_holds(void **state)
{
	expect_printed(sms_json_print_canonical,
		       "{\n"
		       "  \"numbers\": [333333333.33333329, 1E30, 4.50,\n"
		       "              2e-3, 0.000000000000000000000000001],\n"
		       "  \"string\": \"\\u20ac$\\u000F\\u000aA'\\u0042\\u0022\\u005c\\\\\\\"\\/\",\n"
		       "  \"literals\": [null, true, false]\n"
		       "}",
		       "{\"literals\":[null,true,false],\"numbers\":[333333333.3333333,1e+30,4.5,0.002,1e-27],"
		       "\"string\":\"\xE2\x82\xAC$\\u000f\\nA'B\\\"\\\\\\\\\\\"/\"}");
}

/* RFC 8785, section 3.2.3. */
static void members_are_sorted_by_utf16(void **state)
{
	expect_printed(sms_json_print_canonical,
		       "{\n"
		       "  \"\\u20ac\": \"Euro Sign\",\n"
		       "  \"\\r\": \"Carriage Return\",\n"
		       "  \"\\ufb33\": \"Hebrew Letter Dalet With Dagesh\",\n"
		       "  \"1\": \"One\",\n"
		       "  \"\\ud83d\\ude00\": \"Emoji: Grinning Face\",\n"
		       "  \"\\u0080\": \"Control\",\n"
		       "  \"\\u00f6\": \"Latin Small Letter O With Diaeresis\"\n"
		       "}",
		       "{\"\\r\":\"Carriage Return\",\"1\":\"One\",\"\xC2\x80\":\"Control\","
		       "\"\xC3\xB6\":\"Latin Small Letter O With Diaeresis\",\"\xE2\x82\xAC\":\"Euro Sign\","
		       "\"\xF0\x9F\x98\x80\":\"Emoji: Grinning Face\","
		       "\"\xEF\xAC\xB3\":\"Hebrew Letter Dalet With Dagesh\"}");
	expect_printed(
		sms_json_print_canonical,
		"{\"b\":1,\"\":[{\"z\":[],\"aa\":{},\"a\":\"\"}],\"\\ud7ff\":2,\"\\ue000\":3,\"\\ud800\\udc00\":4}",
		"{\"\":[{\"a\":\"\",\"aa\":{},\"z\":[]}],\"b\":1,\"\xED\x9F\xBF\":2,\"\xF0\x90\x80\x80\":4,"
		"\"\xEE\x80\x80\":3}");
}

/* RFC 8785, appendix B, and where the nearest text is not the shortest: powers of two. */
static void canonical_numbers_are_those_of_ecmascript(void **state)
{
	static const struct {
		uint64_t bits;
		const char *text;
	} cases[] = {
		{0x0000000000000000, "0"},
		{0x8000000000000000, "0"},
		{0x0000000000000001, "5e-324"},
		{0x8000000000000001, "-5e-324"},
		{0x7fefffffffffffff, "1.7976931348623157e+308"},
		{0xffefffffffffffff, "-1.7976931348623157e+308"},
		{0x4340000000000000, "9007199254740992"},
		{0xc340000000000000, "-9007199254740992"},
		{0x4430000000000000, "295147905179352830000"},
		{0x44b52d02c7e14af5, "9.999999999999997e+22"},
		{0x44b52d02c7e14af6, "1e+23"},
		{0x44b52d02c7e14af7, "1.0000000000000001e+23"},
		{0x444b1ae4d6e2ef4e, "999999999999999700000"},
		{0x444b1ae4d6e2ef4f, "999999999999999900000"},
		{0x444b1ae4d6e2ef50, "1e+21"},
		{0x3eb0c6f7a0b5ed8c, "9.999999999999997e-7"},
		{0x3eb0c6f7a0b5ed8d, "0.000001"},
		{0x41b3de4355555553, "333333333.3333332"},
		{0x41b3de4355555554, "333333333.33333325"},
		{0x41b3de4355555555, "333333333.3333333"},
		{0x41b3de4355555556, "333333333.3333334"},
		{0x41b3de4355555557, "333333333.33333343"},
		{0xbecbf647612f3696, "-0.0000033333333333333333"},
		{0x43143ff3c1cb0959, "1424953923781206.2"},
		{0x3d30000000000000, "5.684341886080802e-14"},
		{0x0010000000000000, "2.2250738585072014e-308"},
		{0x3ff0000000000000, "1"},
	};
	for (size_t i = 0; i < SMS_COUNT(cases); i++) {
		sms_auto(json) sms_json *made = NULL;
		sms_auto(buf) struct sms_buf out = SMS_BUF_INIT;
		double number;
		memcpy(&number, &cases[i].bits, sizeof number);
		made = sms_json_new_number(number);
		sms_json_print_canonical(&out, made);
		assert_string_equal(sms_buf_text(&out), cases[i].text);
		assert_true(strtod(sms_buf_text(&out), NULL) == number);
	}
}

static void equal_values_have_one_canonical_text(void **state)
{
	expect_printed(sms_json_print_canonical, "[1.0, 1e0, 10e-1, -0, 0.0, 1e-400]", "[1,1,1,0,0,0]");
	expect_printed(sms_json_print_canonical, "[-0.10, 12e20, 123e18]", "[-0.1,1.2e+21,123000000000000000000]");
	expect_printed(sms_json_print_canonical, "[9007199254740993, 1E-7]", "[9007199254740992,1e-7]");
}

static int setup(void **state)
{
	sms_json_setup();
	return 0;
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_stored_form_is_spread_over_lines),
		cmocka_unit_test(simple_values_are_printed_whole),
		cmocka_unit_test(only_what_must_be_is_escaped),
		cmocka_unit_test(what_was_printed_is_read_again),
		cmocka_unit_test(numbers_that_were_made_are_printed),
		cmocka_unit_test(the_example_of_rfc_8785_holds),
		cmocka_unit_test(members_are_sorted_by_utf16),
		cmocka_unit_test(canonical_numbers_are_those_of_ecmascript),
		cmocka_unit_test(equal_values_have_one_canonical_text),
	};
	return cmocka_run_group_tests(tests, setup, NULL);
}
