#include "wrap/json/json.h"
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

/* Parses to the heap and to an arena from memory of just the text's size; gives the message, "" for success. */
static void message_of(char out[400], const char *text, size_t length)
{
	sms_auto(arena) struct sms_arena *arena = sms_arena_new();
	sms_json *value = NULL;
	const sms_json *other = NULL;
	char *exact = malloc(length ? length : 1);
	assert_non_null(exact);
	memcpy(exact, text, length);
	sms_auto(error) struct sms_error *error = sms_json_parse(&value, exact, length, "t.json");
	sms_auto(error) struct sms_error *error_in = sms_json_parse_in(&other, arena, exact, length, "t.json");
	free(exact);
	assert_int_equal(error == NULL, value != NULL);
	assert_int_equal(error_in == NULL, other != NULL);
	if (error) {
		assert_int_equal(sms_error_status(error), SMS_INPUT);
		assert_non_null(error_in);
		assert_string_equal(sms_error_message(error), sms_error_message(error_in));
	} else {
		assert_true(sms_json_equal(value, other));
	}
	snprintf(out, 400, "%s", error ? sms_error_message(error) : "");
	sms_json_free(value);
}

struct refusal {
	const char *text, *message;
};

static void expect_refusals(const struct refusal *cases, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		char message[400], expected[400];
		message_of(message, cases[i].text, strlen(cases[i].text));
		snprintf(expected, sizeof expected, "t.json:%s", cases[i].message);
		assert_string_equal(message, expected);
	}
}

static void structure_is_strict(void **state)
{
	static const struct refusal cases[] = {
		{"", "1:1: value expected, not the end of the text"},
		{" \n ", "2:2: value expected, not the end of the text"},
		{"{", "1:2: member name expected"},
		{"[", "1:2: value expected, not the end of the text"},
		{"[1", "1:3: ',' or ']' expected"},
		{"[1,]", "1:4: value expected"},
		{"[,1]", "1:2: value expected"},
		{"[1 2]", "1:4: ',' or ']' expected"},
		{"[1}", "1:3: ',' or ']' expected"},
		{"{\"a\"}", "1:5: ':' expected"},
		{"{\"a\":}", "1:6: value expected"},
		{"{\"a\":1,}", "1:8: member name expected"},
		{"{\"a\":1]", "1:7: ',' or '}' expected"},
		{"{\"a\":1 \"b\":2}", "1:8: ',' or '}' expected"},
		{"{a:1}", "1:2: member name expected"},
		{"{'a':1}", "1:2: member name expected"},
		{"{1:1}", "1:2: member name expected"},
		{"{\"a\":1}}", "1:8: text behind the value"},
		{"{}\n\n x", "3:2: text behind the value"},
		{"1 2", "1:3: text behind the value"},
		{"tru", "1:1: value expected"},
		{"nul", "1:1: value expected"},
		{"truely", "1:5: text behind the value"},
		{"True", "1:1: value expected"},
		{"NaN", "1:1: value expected"},
		{"-Infinity", "1:2: digit expected"},
		{"// c\n1", "1:1: value expected"},
		{"[1, /* c */ 2]", "1:5: value expected"},
		{"\xEF\xBB\xBF{}", "1:1: byte order mark"},
		{"\xEF\xBB\xBF", "1:1: byte order mark"},
		{"\f1", "1:1: value expected"},
		{"\xC2\xA0", "1:1: value expected"},
		{"[\n  \"\xC3\xA4\xE2\x82\xAC\", x]", "2:9: value expected"},
	};
	expect_refusals(cases, SMS_COUNT(cases));
}

static void numbers_are_strict(void **state)
{
	static const struct refusal cases[] = {
		{"007", "1:1: number with a leading zero"},
		{"-01", "1:1: number with a leading zero"},
		{"[00.5]", "1:2: number with a leading zero"},
		{"+1", "1:1: value expected"},
		{".5", "1:1: value expected"},
		{"-", "1:2: digit expected"},
		{"-x", "1:2: digit expected"},
		{"1.", "1:3: digit expected behind the decimal point"},
		{"1.e5", "1:3: digit expected behind the decimal point"},
		{"1e", "1:3: digit expected in an exponent"},
		{"1e+", "1:4: digit expected in an exponent"},
		{"1.5E-x", "1:6: digit expected in an exponent"},
		{"0x10", "1:2: text behind the value"},
		{"1_000", "1:2: text behind the value"},
		{"[1e400]", "1:2: number out of range"},
		{"-1E+309", "1:1: number out of range"},
		{"1.7976931348623159e308", "1:1: number out of range"},
		{"1e99999999999999999999", "1:1: number out of range"},
	};
	char message[400], nines[400];
	expect_refusals(cases, SMS_COUNT(cases));
	memset(nines, '9', sizeof nines);
	message_of(message, nines, sizeof nines);
	assert_string_equal(message, "t.json:1:1: number out of range");
	message_of(message, nines, 308);
	assert_string_equal(message, "");
}

static void strings_are_strict(void **state)
{
	static const struct refusal cases[] = {
		{"\"abc", "1:1: string without an end"},
		{"\"abc\\", "1:5: unknown escape in a string"},
		{"\"a\nb\"", "1:3: control character U+000A in a string"},
		{"\"0123456789\tb\"", "1:12: control character U+0009 in a string"},
		{"\"\x1F\"", "1:2: control character U+001F in a string"},
		{"\"\\x41\"", "1:2: unknown escape in a string"},
		{"\"\\'\"", "1:2: unknown escape in a string"},
		{"\"\\u12\"", "1:2: four hexadecimal digits expected behind '\\u'"},
		{"\"\\u12G4\"", "1:2: four hexadecimal digits expected behind '\\u'"},
		{"\"\\U0041\"", "1:2: unknown escape in a string"},
		{"\"ab\\u0000\"", "1:4: '\\u0000' is not allowed"},
		{"{\"\\u0000\":1}", "1:3: '\\u0000' is not allowed"},
		{"\"\\ud800\"", "1:2: lone surrogate '\\ud800'"},
		{"\"\\uDFFF\"", "1:2: lone surrogate '\\uDFFF'"},
		{"\"\\ud800\\u0041\"", "1:2: lone surrogate '\\ud800'"},
		{"\"\\ud800\\ud800\"", "1:2: lone surrogate '\\ud800'"},
		{"\"\\ude00\\ud83d\"", "1:2: lone surrogate '\\ude00'"},
		{"\"\\ud800\\uzzzz\"", "1:2: lone surrogate '\\ud800'"},
		{"\"\xC3\xA4\x80\"", "1:3: ill-formed UTF-8"},
		{"\"\xFF\"", "1:2: ill-formed UTF-8"},
		{"\"\xC0\xAF\"", "1:2: ill-formed UTF-8"},
		{"\"\xC1\xBF\"", "1:2: ill-formed UTF-8"},
		{"\"\xC3\"", "1:2: ill-formed UTF-8"},
		{"\"\xC3", "1:2: ill-formed UTF-8"},
		{"\"\xE0\x9F\xBF\"", "1:2: ill-formed UTF-8"},
		{"\"\xE2\x82\"", "1:2: ill-formed UTF-8"},
		{"\"\xED\xA0\x80\"", "1:2: ill-formed UTF-8"},
		{"\"\xF0\x8F\xBF\xBF\"", "1:2: ill-formed UTF-8"},
		{"\"\xF4\x90\x80\x80\"", "1:2: ill-formed UTF-8"},
		{"\"\xF0\x9F\x98", "1:2: ill-formed UTF-8"},
		{"\"\xF5\x80\x80\x80\"", "1:2: ill-formed UTF-8"},
	};
	char message[400];
	expect_refusals(cases, SMS_COUNT(cases));
	message_of(message, "\"a\0b\"", 5);
	assert_string_equal(message, "t.json:1:3: control character U+0000 in a string");
	message_of(message, "1\0", 2);
	assert_string_equal(message, "t.json:1:2: text behind the value");
}

static void plain_runs_end_at_every_place_of_a_word(void **state)
{
	static const unsigned char stops[] = {'"', '\\', 0, 1, 0x1F, 0x80, 0xFF, '\n'};
	for (size_t before = 0; before < 24; before++)
		for (size_t i = 0; i < SMS_COUNT(stops); i++) {
			char text[64], message[400], expected[40];
			memset(text, "!~\x7F]#["[before % 6], sizeof text);
			text[0] = '"';
			text[before + 1] = (char)stops[i];
			message_of(message, text, sizeof text);
			snprintf(expected, sizeof expected, "t.json:1:%zu: ", before + 2 + (stops[i] == '"'));
			assert_memory_equal(message, expected, strlen(expected));
		}
}

static void duplicate_members_are_refused(void **state)
{
	static const struct refusal cases[] = {
		{"{\n  \"id\": 1, \"title\": 2,\n  \"x\": 3, \"title\": 4\n}", "3:11: duplicate member 'title'"},
		{"{\"a\":1,\"\\u0061\":2}", "1:8: duplicate member 'a'"},
		{"{\"\\u00e4\":1,\"\xC3\xA4\":2}", "1:13: duplicate member '\xC3\xA4'"},
		{"{\"\\ud83d\\ude00\":1,\"\xF0\x9F\x98\x80\":2}", "1:19: duplicate member '\xF0\x9F\x98\x80'"},
		{"{\"\":1,\"\":2}", "1:7: duplicate member ''"},
		{"{\"a\\n\":1,\"a\\u000A\":2}", "1:10: duplicate member 'a\\n'"},
		{"[{\"a\":{\"b\":1,\"c\":2,\"b\":3}}]", "1:20: duplicate member 'b'"},
		{"{\"a\":{\"a\":1},\"b\":[{\"a\":1},{\"a\":2}],\"a\":1}", "1:36: duplicate member 'a'"},
	};
	char message[400];
	expect_refusals(cases, SMS_COUNT(cases));
	message_of(message, "{\"a\":1,\"A\":2,\"ab\":{\"a\":1,\"ab\":1}}", 33);
	assert_string_equal(message, "");
}

static void duplicates_are_found_among_many_members(void **state)
{
	for (unsigned count = 15; count < 400; count += count < 20 ? 1 : 37)
		for (unsigned first = 0; first < count; first += count < 20 ? 1 : 13) {
			sms_auto(buf) struct sms_buf text = SMS_BUF_INIT;
			char message[400];
			sms_buf_add_text(&text, "{\n");
			for (unsigned i = 0; i < count; i++)
				sms_buf_add_format(&text, "\"member%u\":{\"member1\":[%u]},\n", i, i);
			size_t good = text.length;
			sms_buf_add_format(&text, "\"member%u\":0}", count);
			message_of(message, text.data, text.length);
			assert_string_equal(message, "");
			sms_buf_truncate(&text, good);
			sms_buf_add_format(&text, "\"\\u006dember%u\":0}", first);
			message_of(message, text.data, text.length);
			sms_auto(string) char *expected =
				sms_format("t.json:%u:1: duplicate member 'member%u'", count + 2, first);
			assert_string_equal(message, expected);
		}
}

static void long_names_are_cut_in_messages(void **state)
{
	sms_auto(buf) struct sms_buf text = SMS_BUF_INIT;
	char message[400];
	sms_buf_add_text(&text, "{\"");
	sms_buf_add_fill(&text, 'x', 79);
	sms_buf_add_text(&text, "\xC3\xA4yyy\":1,\"");
	sms_buf_add_fill(&text, 'x', 79);
	sms_buf_add_text(&text, "\xC3\xA4yyy\":1}");
	message_of(message, text.data, text.length);
	assert_int_equal(strlen(message), strlen("t.json:1:90: duplicate member '...'") + 79);
	assert_string_equal(message + strlen(message) - 5, "x...'");
}

static void depth_is_limited(void **state)
{
	for (unsigned objects = 0; objects < 2; objects++)
		for (unsigned depth = 63; depth <= 66; depth++) {
			sms_auto(buf) struct sms_buf text = SMS_BUF_INIT;
			char message[400];
			for (unsigned i = 0; i < depth; i++)
				sms_buf_add_text(&text, objects ? "{\"a\":" : "[    ");
			sms_buf_add_char(&text, '1');
			sms_buf_add_fill(&text, objects ? '}' : ']', depth);
			message_of(message, text.data, text.length);
			assert_string_equal(message, depth <= 64 ? "" : "t.json:1:321: nested deeper than 64");
		}
}

static void members_and_bytes_are_limited(void **state)
{
	sms_auto(buf) struct sms_buf text = SMS_BUF_INIT;
	char message[400];
	sms_buf_add_char(&text, '{');
	for (unsigned i = 0; i < SMS_JSON_MEMBERS; i++)
		sms_buf_add_format(&text, "%s\"%u\":1", i ? "," : "", i);
	sms_buf_add_char(&text, '}');
	message_of(message, text.data, text.length);
	assert_string_equal(message, "");
	sms_buf_truncate(&text, text.length - 1);
	sms_buf_add_text(&text, ",\n\"x\":1}");
	message_of(message, text.data, text.length);
	assert_string_equal(message, "t.json:2:1: object with more than 20000 members");
	sms_buf_clear(&text);
	sms_buf_add_char(&text, '1');
	sms_buf_add_fill(&text, ' ', SMS_JSON_BYTES - 1);
	message_of(message, text.data, text.length);
	assert_string_equal(message, "");
	sms_buf_add_char(&text, ' ');
	message_of(message, text.data, text.length);
	assert_string_equal(message, "t.json:1:1: text of more than 67108864 bytes");
}

static void what_is_json_is_read(void **state)
{
	static const char edges[] = "\"\x7F\xC2\x80\xDF\xBF\xE0\xA0\x80\xED\x9F\xBF\xEE\x80\x80\xEF\xBF\xBF"
				    "\xF0\x90\x80\x80\xF4\x8F\xBF\xBF\"";
	static const char *const cases[] = {
		" [ ] ",
		"\t{\r\n}\n",
		"\"\"",
		"\"\\\"\\\\\\/\\b\\f\\n\\r\\t\\u0001\\uFFFF\"",
		edges,
		"0",
		"-0",
		"-0.0e-0",
		"1e308",
		"1E+2",
		"1e-400",
		"1.7976931348623157e308",
		"0e999999999",
		"[[[]],{\"\":{}},null,true,false]",
		"{\"a\":\"\xEF\xBB\xBF\"}",
	};
	for (size_t i = 0; i < SMS_COUNT(cases); i++) {
		char message[400];
		message_of(message, cases[i], strlen(cases[i]));
		assert_string_equal(message, "");
	}
}

static int setup(void **state)
{
	sms_json_setup();
	return 0;
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(structure_is_strict),
		cmocka_unit_test(numbers_are_strict),
		cmocka_unit_test(strings_are_strict),
		cmocka_unit_test(plain_runs_end_at_every_place_of_a_word),
		cmocka_unit_test(duplicate_members_are_refused),
		cmocka_unit_test(duplicates_are_found_among_many_members),
		cmocka_unit_test(long_names_are_cut_in_messages),
		cmocka_unit_test(depth_is_limited),
		cmocka_unit_test(members_and_bytes_are_limited),
		cmocka_unit_test(what_is_json_is_read),
	};
	return cmocka_run_group_tests(tests, setup, NULL);
}
