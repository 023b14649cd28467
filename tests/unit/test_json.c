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

static void escapes_are_decoded(void **state)
{
	sms_auto(json) sms_json *value = parse("[\"\\u0041\\u00e4\\u20AC\\ud83d\\uDE00\\/\\n\", {\"\\u0062.\": 1}]");
	assert_string_equal(sms_json_text(sms_json_at(value, 0)), "A\xC3\xA4\xE2\x82\xAC\xF0\x9F\x98\x80/\n");
	assert_non_null(sms_json_get(sms_json_at(value, 1), "b."));
}

static void numbers_keep_their_text(void **state)
{
	static const char pi[] =
		"3.1415926535897932384626433832795028841971693993751058209749445923078164062862089986280";
	static const char googol[] =
		"-10000000000000000000000000000000000000000000000000000000000000000000000000000000000";
	static const char *const cases[] = {
		"0",
		"-0",
		"7",
		"-7",
		"1.10",
		"1E5",
		"1e+05",
		"0.0",
		"-0.0",
		"100",
		"999999999999999",
		"1000000000000000",
		"-999999999999999",
		"9007199254740993",
		"12345678901234567890",
		"1e-400",
		"5e-324",
		"0.1",
		"98249283749234923498293171823948729348710298301928331",
		pi,
		googol,
	};
	sms_auto(arena) struct sms_arena *arena = sms_arena_new();
	sms_auto(buf) struct sms_buf text = SMS_BUF_INIT;
	sms_auto(error) struct sms_error *error = NULL;
	const sms_json *in = NULL;
	for (size_t i = 0; i < SMS_COUNT(cases); i++)
		sms_buf_add_format(&text, "%s%s,{\"a\":%s,\"b\":\"1.5\"},true", i ? "," : "[", cases[i], cases[i]);
	sms_buf_add_char(&text, ']');
	sms_auto(json) sms_json *value = parse(text.data);
	error = sms_json_parse_in(&in, arena, text.data, text.length, "t.json");
	assert_null(error);
	sms_auto(json) sms_json *copy = sms_json_copy(in);
	const sms_json *all[] = {value, in, copy};
	for (size_t i = 0; i < SMS_COUNT(cases) * SMS_COUNT(all); i++) {
		const sms_json *list = all[i % SMS_COUNT(all)];
		const char *expected = cases[i / SMS_COUNT(all)];
		const sms_json *first = sms_json_at(list, i / SMS_COUNT(all) * 3);
		const sms_json *second = sms_json_get(sms_json_next(first), "a");
		char scratch[32];
		assert_string_equal(sms_json_number_text(first, scratch), expected);
		assert_string_equal(sms_json_number_text(second, scratch), expected);
		assert_true(sms_json_number(first) == strtod(expected, NULL));
		assert_true(sms_json_number(second) == strtod(expected, NULL));
		assert_string_equal(sms_json_get_text(sms_json_next(first), "b"), "1.5");
	}
}

static void integers_are_exact(void **state)
{
	static const struct {
		const char *text;
		bool integer;
		int64_t value;
	} cases[] = {
		{"0", true, 0},
		{"-0", true, 0},
		{"-0.0e5", true, 0},
		{"42", true, 42},
		{"1.0", true, 1},
		{"1e2", true, 100},
		{"-1.50e1", true, -15},
		{"120e-1", true, 12},
		{"0.00012e5", true, 12},
		{"9007199254740993", true, 9007199254740993},
		{"9223372036854775807", true, INT64_MAX},
		{"-9223372036854775808", true, INT64_MIN},
		{"9223372036854775807.000", true, INT64_MAX},
		{"9223372036854775808", false, 0},
		{"-9223372036854775809", false, 0},
		{"92233720368547758070", false, 0},
		{"1e19", false, 0},
		{"1e300", false, 0},
		{"1.5", false, 0},
		{"1e-1", false, 0},
		{"9007199254740993.5", false, 0},
		{"1e-400", false, 0},
		{"0e999999999", true, 0},
		{"\"1\"", false, 0},
		{"null", false, 0},
	};
	for (size_t i = 0; i < SMS_COUNT(cases); i++) {
		sms_auto(json) sms_json *value = parse(cases[i].text);
		int64_t number = 77;
		assert_int_equal(sms_json_integer(value, &number), cases[i].integer);
		assert_true(number == (cases[i].integer ? cases[i].value : 77));
	}
}

static void equality_is_that_of_json_schema(void **state)
{
	static const struct {
		const char *a, *b;
		bool equal;
	} cases[] = {
		{"1", "1.0", true},
		{"1", "1e0", true},
		{"1", "10e-1", true},
		{"0", "-0", true},
		{"0", "0e7", true},
		{"100", "1E2", true},
		{"1.10", "1.1", true},
		{"0.001", "1e-3", true},
		{"12.5", "0.125e2", true},
		{"105", "10.50e1", true},
		{"1e308", "10e307", true},
		{"9007199254740993", "9007199254740992", false},
		{"9007199254740993", "9007199254740993.0", true},
		{"0.1", "0.10000000000000000001", false},
		{"1e-400", "0", false},
		{"1e-400", "1e-401", false},
		{"1", "-1", false},
		{"1.5", "1.55", false},
		{"10", "1", false},
		{"1", "true", false},
		{"0", "false", false},
		{"0", "null", false},
		{"\"1\"", "1", false},
		{"\"a\"", "\"\\u0061\"", true},
		{"\"a\"", "\"A\"", false},
		{"[]", "{}", false},
		{"[1,2]", "[2,1]", false},
		{"[1,2]", "[1,2,3]", false},
		{"[1,[2.0]]", "[1.0,[2]]", true},
		{"{\"a\":1,\"b\":{\"c\":2}}", "{\"b\":{\"c\":2.0},\"a\":1}", true},
		{"{\"a\":1}", "{\"A\":1}", false},
		{"{\"a\":1}", "{\"a\":1,\"b\":2}", false},
		{"{\"a\":null}", "{\"b\":null}", false},
	};
	for (size_t i = 0; i < SMS_COUNT(cases); i++) {
		sms_auto(json) sms_json *a = parse(cases[i].a);
		sms_auto(json) sms_json *b = parse(cases[i].b);
		if (sms_json_equal(a, b) != cases[i].equal || sms_json_equal(b, a) != cases[i].equal)
			fail_msg("%s and %s", cases[i].a, cases[i].b);
	}
	assert_true(sms_json_equal(NULL, NULL));
}

static void large_objects_are_equal_in_any_order(void **state)
{
	sms_auto(buf) struct sms_buf up = SMS_BUF_INIT;
	sms_auto(buf) struct sms_buf down = SMS_BUF_INIT;
	for (unsigned i = 0; i < SMS_JSON_MEMBERS; i++) {
		sms_buf_add_format(&up, "%s\"k%u\":%u", i ? "," : "{", i, i);
		sms_buf_add_format(&down, "%s\"k%u\":%u.0", i ? "," : "{", SMS_JSON_MEMBERS - 1 - i,
				   SMS_JSON_MEMBERS - 1 - i);
	}
	sms_buf_add_char(&up, '}');
	sms_buf_add_char(&down, '}');
	sms_auto(json) sms_json *a = parse(up.data);
	sms_auto(json) sms_json *b = parse(down.data);
	assert_true(sms_json_equal(a, b));
	sms_json_set_integer(b, "k50", 51);
	assert_false(sms_json_equal(a, b));
	sms_json_set_integer(b, "k50", 50);
	assert_true(sms_json_equal(a, b));
	assert_true(sms_json_remove(b, "k50"));
	sms_json_set_integer(b, "K50", 50);
	assert_false(sms_json_equal(a, b));
}

static void values_are_looked_at(void **state)
{
	sms_auto(json) sms_json *value = parse("{\"s\":\"x\",\"n\":2.5,\"t\":true,\"f\":false,\"z\":null,"
					       "\"a\":[\"p\",\"q\",3],\"o\":{\"k\":\"v\"}}");
	char scratch[32];
	assert_int_equal(sms_json_count(value), 7);
	assert_string_equal(sms_json_get_text(value, "s"), "x");
	assert_null(sms_json_get(value, "S"));
	assert_null(sms_json_get_text(value, "n"));
	assert_true(sms_json_number(sms_json_get(value, "n")) == 2.5);
	assert_true(sms_json_number(sms_json_get(value, "s")) == 0);
	assert_string_equal(sms_json_number_text(sms_json_get(value, "s"), scratch), "");
	assert_true(sms_json_true(sms_json_get(value, "t")));
	assert_false(sms_json_true(sms_json_get(value, "f")));
	assert_true(sms_json_is(sms_json_get(value, "z"), SMS_JSON_NULL));
	assert_false(sms_json_is(sms_json_get(value, "absent"), SMS_JSON_NULL));
	assert_true(sms_json_contains_text(sms_json_get(value, "a"), "q"));
	assert_false(sms_json_contains_text(sms_json_get(value, "a"), "3"));
	assert_false(sms_json_contains_text(sms_json_get(value, "o"), "v"));
	assert_null(sms_json_at(sms_json_get(value, "a"), 3));
	assert_null(sms_json_at(sms_json_get(value, "o"), 0));
	assert_null(sms_json_first(sms_json_get(value, "s")));
	sms_auto(buf) struct sms_buf seen = SMS_BUF_INIT;
	sms_json_each(member, value)
		sms_buf_add_format(&seen, "%s:%s ", sms_json_key(member), sms_json_kind_name(sms_json_kind(member)));
	assert_string_equal(sms_buf_text(&seen), "s:string n:number t:boolean f:boolean z:null a:array o:object ");
}

static void nothing_is_no_value(void **state)
{
	char scratch[32];
	int64_t number;
	assert_int_equal(sms_json_kind(NULL), SMS_JSON_NULL);
	assert_false(sms_json_is(NULL, SMS_JSON_NULL));
	assert_false(sms_json_true(NULL));
	assert_null(sms_json_text(NULL));
	assert_true(sms_json_number(NULL) == 0);
	assert_false(sms_json_integer(NULL, &number));
	assert_string_equal(sms_json_number_text(NULL, scratch), "");
	assert_int_equal(sms_json_count(NULL), 0);
	assert_null(sms_json_first(NULL));
	assert_null(sms_json_next(NULL));
	assert_null(sms_json_key(NULL));
	assert_null(sms_json_get(NULL, "a"));
	assert_null(sms_json_at(NULL, 0));
	assert_null(sms_json_get_text(NULL, "a"));
	assert_null(sms_json_path(NULL, "a.b"));
	assert_null(sms_json_pointer(NULL, ""));
	assert_null(sms_json_copy(NULL));
	assert_false(sms_json_contains_text(NULL, "a"));
	sms_json_free(NULL);
}

static void an_arena_serves_many_texts(void **state)
{
	sms_auto(arena) struct sms_arena *arena = sms_arena_new();
	for (unsigned round = 0; round < 3; round++) {
		const sms_json *values[500];
		for (unsigned i = 0; i < SMS_COUNT(values); i++) {
			sms_auto(string) char *text =
				sms_format("{\"n\":%u,\"price\":%u.50,\"t\":[\"a\",\"\\u00e4\"]}", i, i);
			sms_auto(error) struct sms_error *error =
				sms_json_parse_in(&values[i], arena, text, strlen(text), "t.json");
			assert_null(error);
		}
		for (unsigned i = 0; i < SMS_COUNT(values); i++) {
			sms_auto(string) char *price = sms_format("%u.50", i);
			char scratch[32];
			assert_true(sms_json_number(sms_json_get(values[i], "n")) == i);
			assert_string_equal(sms_json_number_text(sms_json_get(values[i], "price"), scratch), price);
			assert_string_equal(sms_json_text(sms_json_path(values[i], "t.1")), "\xC3\xA4");
		}
		sms_arena_reset(arena);
	}
}

static int setup(void **state)
{
	sms_json_setup();
	return 0;
}

static char *line(const sms_json *value)
{
	sms_auto(buf) struct sms_buf out = SMS_BUF_INIT;
	sms_json_print_line(&out, value);
	return sms_buf_take(&out);
}

/* Nothing of these is freed one by one: a leak would be seen by the sanitizer. */
static void values_are_made_in_an_arena(void **state)
{
	sms_auto(arena) struct sms_arena *arena = sms_arena_new();
	sms_auto(json) sms_json *heap = parse("{\"a\": [1.50, 12345678901234567890]}");
	assert_null(sms_json_make_in(arena));
	sms_json *made = sms_json_new_object();
	sms_json_set(made, "copy", sms_json_copy(heap));
	sms_json_set(made, "third", sms_json_new_number(1.0 / 3));
	sms_json_set_integer(made, "large", INT64_MAX);
	sms_json_set_text(made, "large", "replaced");
	sms_auto(json) sms_json *between = parse("{}"); /* reading does not change where values are made */
	assert_non_null(between);
	assert_ptr_equal(sms_json_make_in(NULL), arena);
	sms_auto(string) char *text = line(made);
	assert_string_equal(text, "{\"copy\":{\"a\":[1.50,12345678901234567890]},\"third\":0.3333333333333333,"
				  "\"large\":\"replaced\"}");
}

static void an_object_is_lent_a_member(void **state)
{
	static const char *const cases[][2] = {
		{"{}", "{\"more\":{\"n\":7}}"},
		{"{\"a\": {\"b\": 1}, \"c\": 2}", "{\"a\":{\"b\":1},\"c\":2,\"more\":{\"n\":7}}"}};
	sms_auto(arena) struct sms_arena *arena = sms_arena_new();
	for (size_t i = 0; i < SMS_COUNT(cases); i++) {
		sms_auto(json) sms_json *object = parse(cases[i][0]);
		sms_auto(string) char *before = line(object);
		sms_json *member = NULL;
		const sms_json *with = sms_json_with(arena, object, "more", &member);
		(void)sms_json_make_in(arena);
		sms_json_set_integer(member, "n", 7);
		(void)sms_json_make_in(NULL);
		sms_auto(string) char *text = line(with);
		sms_auto(string) char *after = line(object);
		assert_string_equal(text, cases[i][1]);
		assert_string_equal(after, before);
		assert_ptr_equal(sms_json_first(sms_json_get(with, "a")), sms_json_first(sms_json_get(object, "a")));
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(escapes_are_decoded),
		cmocka_unit_test(numbers_keep_their_text),
		cmocka_unit_test(integers_are_exact),
		cmocka_unit_test(equality_is_that_of_json_schema),
		cmocka_unit_test(large_objects_are_equal_in_any_order),
		cmocka_unit_test(values_are_looked_at),
		cmocka_unit_test(nothing_is_no_value),
		cmocka_unit_test(an_arena_serves_many_texts),
		cmocka_unit_test(values_are_made_in_an_arena),
		cmocka_unit_test(an_object_is_lent_a_member),
	};
	return cmocka_run_group_tests(tests, setup, NULL);
}
