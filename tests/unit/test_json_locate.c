#include "wrap/json/json.h"
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

static sms_json *parse(const char *text)
{
	sms_json *value = NULL;
	sms_auto(error) struct sms_error *error = sms_json_parse(&value, text, strlen(text), "t.json");
	if (error)
		fail_msg("%s: %s", text, sms_error_message(error));
	return value;
}

static void pointers_are_those_of_rfc_6901(void **state)
{
	static const struct {
		const char *pointer, *found;
	} cases[] = {
		{"/foo/0", "\"bar\""}, {"/foo/1", "\"baz\""}, {"/", "0"},       {"/a~1b", "1"},
		{"/c%d", "2"},         {"/e^f", "3"},         {"/g|h", "4"},    {"/i\\j", "5"},
		{"/k\"l", "6"},        {"/ ", "7"},           {"/m~0n", "8"},   {"/foo", "[\"bar\",\"baz\"]"},
		{"/foo/2", NULL},      {"/foo/00", NULL},     {"/foo/-", NULL}, {"/m~n", NULL},
		{"/m~2n", NULL},       {"foo", NULL},         {"/foo/", NULL},  {"/a~1b/0", NULL},
		{"/a/b", NULL},        {"/foo/-1", NULL},
	};
	sms_auto(json) sms_json *value =
		parse("{\"foo\":[\"bar\",\"baz\"],\"\":0,\"a/b\":1,\"c%d\":2,\"e^f\":3,\"g|h\":4,"
		      "\"i\\\\j\":5,\"k\\\"l\":6,\" \":7,\"m~n\":8}");
	assert_ptr_equal(sms_json_pointer(value, ""), value);
	for (size_t i = 0; i < SMS_COUNT(cases); i++) {
		const sms_json *found = sms_json_pointer(value, cases[i].pointer);
		sms_auto(buf) struct sms_buf text = SMS_BUF_INIT;
		assert_int_equal(found != NULL, cases[i].found != NULL);
		if (found) {
			sms_json_print_line(&text, found);
			assert_string_equal(sms_buf_text(&text), cases[i].found);
		}
	}
	sms_auto(buf) struct sms_buf made = SMS_BUF_INIT;
	sms_json_pointer_add(&made, "a/b");
	sms_json_pointer_add(&made, "m~n");
	sms_json_pointer_add(&made, "");
	assert_string_equal(sms_buf_text(&made), "/a~1b/m~0n/");
}

static void places_are_found_in_the_text(void **state)
{
	static const char text[] = "{\n"
				   "  \"id\": \"x\",\n"
				   "  \"\xC3\xA4\xE2\x82\xAC\": 1, \"log\": [\n"
				   "    {\"at\": \"]}\\\"\", \"b/\\u0063\": {\"d\": 2}},\n"
				   "    [ ], 7\n"
				   "  ],\n"
				   "  \"e\": {},\"last\":true }\n";
	static const struct {
		const char *pointer;
		unsigned line, column, key_line, key_column;
	} cases[] = {
		{"", 1, 1, 1, 1},
		{"/id", 2, 9, 2, 3},
		{"/\xC3\xA4\xE2\x82\xAC", 3, 9, 3, 3},
		{"/log", 3, 19, 3, 12},
		{"/log/0", 4, 5, 4, 5},
		{"/log/0/at", 4, 12, 4, 6},
		{"/log/0/b~1c", 4, 32, 4, 20},
		{"/log/0/b~1c/d", 4, 38, 4, 33},
		{"/log/1", 5, 5, 5, 5},
		{"/log/2", 5, 10, 5, 10},
		{"/log/3", 3, 19, 3, 19},
		{"/log/1/0", 5, 5, 5, 5},
		{"/log/x", 3, 19, 3, 19},
		{"/log/0/absent", 4, 5, 4, 5},
		{"/e", 7, 8, 7, 3},
		{"/e/absent", 7, 8, 7, 8},
		{"/last", 7, 18, 7, 11},
		{"/absent", 1, 1, 1, 1},
		{"/id/absent", 2, 9, 2, 9},
	};
	for (size_t i = 0; i < SMS_COUNT(cases); i++) {
		struct sms_position at = sms_json_locate(text, sizeof text - 1, cases[i].pointer, false);
		struct sms_position key = sms_json_locate(text, sizeof text - 1, cases[i].pointer, true);
		if (at.line != cases[i].line || at.column != cases[i].column || key.line != cases[i].key_line ||
		    key.column != cases[i].key_column)
			fail_msg("%s: %u:%u %u:%u", cases[i].pointer, at.line, at.column, key.line, key.column);
	}
}

static void locating_in_a_broken_text_ends(void **state)
{
	static const char text[] = "{\"a\": [1, {\"b\\u0063\": \"x\\\"\"}, [[2]], null], \"d\": {\"e\": [3]}}";
	static const char *const pointers[] = {"/a/1/bc", "/a/2/0/0", "/d/e/0", "/zz", "/a/9"};
	for (size_t cut = 0; cut < sizeof text; cut++)
		for (size_t i = 0; i < SMS_COUNT(pointers) * 2; i++) {
			char *exact = malloc(cut ? cut : 1);
			assert_non_null(exact);
			memcpy(exact, text, cut);
			struct sms_position at = sms_json_locate(exact, cut, pointers[i / 2], i % 2);
			assert_true(at.line == 1 && at.column <= cut + 1);
			free(exact);
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
		cmocka_unit_test(pointers_are_those_of_rfc_6901),
		cmocka_unit_test(places_are_found_in_the_text),
		cmocka_unit_test(locating_in_a_broken_text_ends),
	};
	return cmocka_run_group_tests(tests, setup, NULL);
}
