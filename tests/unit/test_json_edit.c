#include "wrap/json/json.h"
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
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

static void expect(const sms_json *value, const char *text)
{
	sms_auto(buf) struct sms_buf out = SMS_BUF_INIT;
	sms_json_print_line(&out, value);
	assert_string_equal(sms_buf_text(&out), text);
}

static void values_are_made(void **state)
{
	sms_auto(json) sms_json *object = sms_json_new_object();
	sms_json *array = sms_json_new_array();
	sms_json_set_text(object, "t", "x");
	sms_json_set_integer(object, "i", INT64_MAX);
	sms_json_set_boolean(object, "b", true);
	sms_json_set(object, "z", sms_json_new_null());
	sms_json_append(array, sms_json_new_number(0.5));
	sms_json_append_text(array, "y");
	sms_json_append(array, sms_json_new_boolean(false));
	sms_json_set(object, "a", array);
	expect(object, "{\"t\":\"x\",\"i\":9223372036854775807,\"b\":true,\"z\":null,\"a\":[0.5,\"y\",false]}");
}

static void a_member_is_replaced_in_its_place(void **state)
{
	sms_auto(json) sms_json *object = parse("{\"a\":1.10,\"b\":[1],\"c\":\"x\"}");
	sms_json_set_text(object, "a", "first");
	sms_json_set_integer(object, "b", 2);
	sms_json_set_boolean(object, "c", false);
	sms_json_set_integer(object, "B", 3);
	expect(object, "{\"a\":\"first\",\"b\":2,\"c\":false,\"B\":3}");
	sms_auto(json) sms_json *single = parse("{\"a\":{}}");
	sms_json_set(single, "a", sms_json_new_null());
	sms_json_set(single, "b", sms_json_new_null());
	expect(single, "{\"a\":null,\"b\":null}");
}

static void a_name_may_be_that_of_another_member(void **state)
{
	sms_auto(json) sms_json *from = parse("{\"a\":1,\"b\":2}");
	sms_auto(json) sms_json *to = parse("{\"b\":9}");
	sms_json_each(member, from)
		sms_json_set(to, sms_json_key(member), sms_json_copy(member));
	expect(to, "{\"b\":2,\"a\":1}");
	expect(from, "{\"a\":1,\"b\":2}");
}

static void members_and_elements_are_removed(void **state)
{
	sms_auto(json) sms_json *object = parse("{\"a\":1,\"b\":[1,2,3],\"c\":{\"d\":1.5}}");
	sms_json *array = sms_json_edit(object, "b");
	assert_false(sms_json_remove(object, "x"));
	assert_false(sms_json_remove_at(array, 3));
	assert_true(sms_json_remove_at(array, 1));
	assert_true(sms_json_remove_at(array, 0));
	sms_json_append_text(array, "new");
	expect(object, "{\"a\":1,\"b\":[3,\"new\"],\"c\":{\"d\":1.5}}");
	assert_true(sms_json_remove_at(array, 1));
	assert_true(sms_json_remove_at(array, 0));
	assert_false(sms_json_remove_at(array, 0));
	sms_json_append_text(array, "last");
	assert_true(sms_json_remove(object, "c"));
	assert_true(sms_json_remove(object, "a"));
	sms_json_set_integer(object, "e", 1);
	expect(object, "{\"b\":[\"last\"],\"e\":1}");
	assert_null(sms_json_edit(array, "b"));
	assert_null(sms_json_edit_at(object, 0));
	assert_null(sms_json_edit_at(array, 1));
	assert_string_equal(sms_json_text(sms_json_edit_at(array, 0)), "last");
}

static void a_copy_is_apart(void **state)
{
	sms_auto(json) sms_json *value = parse("{\"a\":[1.10,\"x\",{\"b\":null}]}");
	sms_auto(json) sms_json *copy = sms_json_copy(value);
	sms_json_set_integer(sms_json_edit_at(sms_json_edit(copy, "a"), 2), "b", 1);
	expect(value, "{\"a\":[1.10,\"x\",{\"b\":null}]}");
	expect(copy, "{\"a\":[1.10,\"x\",{\"b\":1}]}");
}

static void a_value_of_an_arena_is_copied_to_be_changed(void **state)
{
	static const char text[] = "{\"a\":[1.10,\"x\"],\"b\":1}";
	struct sms_arena *arena = sms_arena_new();
	const sms_json *value;
	sms_auto(error) struct sms_error *error = sms_json_parse_in(&value, arena, text, strlen(text), "t.json");
	assert_null(error);
	sms_auto(json) sms_json *copy = sms_json_copy(value);
	sms_arena_free(arena);
	sms_json_set_text(copy, "b", "y");
	assert_true(sms_json_remove_at(sms_json_edit(copy, "a"), 1));
	expect(copy, "{\"a\":[1.10],\"b\":\"y\"}");
}

static void paths_are_followed(void **state)
{
	static const struct {
		const char *path, *found;
	} cases[] = {
		{"target.value", "1"},   {"target", "{\"value\":1,\"a.b\":{\"c.d\":2}}"},
		{"log.0.at", "\"x\""},   {"log.1", "5"},
		{"dotted.name", "3"},    {"dotted.other", "4"},
		{"dotted.name.x", "6"},  {"target.a.b.c.d", "2"},
		{"log.2", NULL},         {"log.00", NULL},
		{"log.+", NULL},         {"log.0.at.x", NULL},
		{"absent", NULL},        {"target.", NULL},
		{".target", NULL},       {"", NULL},
		{"target..value", NULL}, {"TARGET", NULL},
	};
	sms_auto(json) sms_json *value =
		parse("{\"target\":{\"value\":1,\"a.b\":{\"c.d\":2}},\"log\":[{\"at\":\"x\"},5],\"dotted.name\":3,"
		      "\"dotted\":{\"name\":{\"x\":6},\"other\":4}}");
	for (size_t i = 0; i < SMS_COUNT(cases); i++) {
		const sms_json *found = sms_json_path(value, cases[i].path);
		if (!found != !cases[i].found)
			fail_msg("%s", cases[i].path);
		if (found)
			expect(found, cases[i].found);
	}
	sms_auto(json) sms_json *array = parse("[[1,2],3]");
	expect(sms_json_path(array, "0.1"), "2");
}

static void values_are_set_by_path(void **state)
{
	static const struct {
		const char *before, *path, *after;
	} cases[] = {
		{"{}", "a", "{\"a\":7}"},
		{"{}", "a.b.c", "{\"a\":{\"b\":{\"c\":7}}}"},
		{"{\"a\":{\"b\":1,\"c\":2}}", "a.b", "{\"a\":{\"b\":7,\"c\":2}}"},
		{"{\"a\":{\"b\":1}}", "a", "{\"a\":7}"},
		{"{\"a\":{}}", "a.0", "{\"a\":{\"0\":7}}"},
		{"{\"a\":{}}", "a.+", "{\"a\":{\"+\":7}}"},
		{"{\"log\":[1,2]}", "log.1", "{\"log\":[1,7]}"},
		{"{\"log\":[1,2]}", "log.0", "{\"log\":[7,2]}"},
		{"{\"log\":[1,2]}", "log.+", "{\"log\":[1,2,7]}"},
		{"{\"log\":[]}", "log.+.at", "{\"log\":[{\"at\":7}]}"},
		{"{\"log\":[{\"at\":1}]}", "log.0.by.who", "{\"log\":[{\"at\":1,\"by\":{\"who\":7}}]}"},
		{"{\"log\":[[1]]}", "log.0.+", "{\"log\":[[1,7]]}"},
		{"{}", "log.+", "{\"log\":[7]}"},
		{"{}", "log.+.+.x", "{\"log\":[[{\"x\":7}]]}"},
		{"{\"a.b\":1,\"a\":{\"b\":2}}", "a.b", "{\"a.b\":7,\"a\":{\"b\":2}}"},
		{"{\"a.b\":{},\"a\":{\"b\":2}}", "a.b.c", "{\"a.b\":{\"c\":7},\"a\":{\"b\":2}}"},
		{"{\"a.b\":1,\"a\":{}}", "a.b.c", "{\"a.b\":1,\"a\":{\"b\":{\"c\":7}}}"},
	};
	for (size_t i = 0; i < SMS_COUNT(cases); i++) {
		sms_auto(json) sms_json *value = parse(cases[i].before);
		sms_auto(error) struct sms_error *error =
			sms_json_set_path(value, cases[i].path, sms_json_new_integer(7));
		if (error)
			fail_msg("%s", sms_error_message(error));
		expect(value, cases[i].after);
	}
}

static void a_way_through_other_values_is_refused(void **state)
{
	static const char before[] = "{\"s\":\"x\",\"log\":[1,{\"n\":null}]}";
	static const struct {
		const char *path, *message;
	} cases[] = {
		{"s.a", "path 's.a': 'a' cannot be set in a value of kind string"},
		{"log.0.a.b", "path 'log.0.a.b': 'a' cannot be set in a value of kind number"},
		{"log.1.n.a", "path 'log.1.n.a': 'a' cannot be set in a value of kind null"},
		{"log.2", "path 'log.2': '2' is no index of an array of 2; '+' adds to it"},
		{"log.x.y", "path 'log.x.y': 'x' is no index of an array of 2; '+' adds to it"},
		{"log.01", "path 'log.01': '01' is no index of an array of 2; '+' adds to it"},
		{"", "path '': empty name"},
		{".", "path '.': empty name"},
		{"a.", "path 'a.': empty name"},
		{".a", "path '.a': empty name"},
		{"a..b", "path 'a..b': empty name"},
	};
	sms_auto(json) sms_json *value = parse(before);
	for (size_t i = 0; i < SMS_COUNT(cases); i++) {
		sms_auto(error) struct sms_error *error =
			sms_json_set_path(value, cases[i].path, sms_json_new_integer(7));
		assert_non_null(error);
		assert_int_equal(sms_error_status(error), SMS_INPUT);
		assert_string_equal(sms_error_message(error), cases[i].message);
		expect(value, before);
	}
}

static void a_path_is_no_deeper_than_what_can_be_read(void **state)
{
	sms_auto(json) sms_json *value = sms_json_new_object();
	sms_auto(buf) struct sms_buf path = SMS_BUF_INIT;
	sms_buf_add_char(&path, 'a');
	for (unsigned i = 1; i < SMS_JSON_DEPTH; i++)
		sms_buf_add_text(&path, ".a");
	sms_auto(error) struct sms_error *none = sms_json_set_path(value, path.data, sms_json_new_null());
	assert_null(none);
	sms_auto(buf) struct sms_buf text = SMS_BUF_INIT;
	sms_json_print(&text, value);
	sms_auto(json) sms_json *again = parse(text.data);
	assert_true(sms_json_equal(value, again));
	sms_buf_add_text(&path, ".a");
	sms_auto(error) struct sms_error *error = sms_json_set_path(value, path.data, sms_json_new_null());
	assert_non_null(error);
}

static void values_are_removed_by_path(void **state)
{
	sms_auto(json) sms_json *value = parse("{\"a\":{\"b\":1,\"c\":2},\"log\":[1,[2,3]],\"a.b\":4}");
	assert_true(sms_json_remove_path(value, "a.b"));
	expect(value, "{\"a\":{\"b\":1,\"c\":2},\"log\":[1,[2,3]]}");
	assert_true(sms_json_remove_path(value, "a.b"));
	assert_false(sms_json_remove_path(value, "a.b"));
	assert_true(sms_json_remove_path(value, "log.1.0"));
	assert_false(sms_json_remove_path(value, "log.1.x"));
	expect(value, "{\"a\":{\"c\":2},\"log\":[1,[3]]}");
	assert_true(sms_json_remove_path(value, "log"));
	assert_true(sms_json_remove_path(value, "a.c"));
	expect(value, "{\"a\":{}}");
}

static int compare_first_letter(const char *a, const char *b, void *context)
{
	++*(unsigned *)context;
	return *a - *b;
}

static void sorting_is_stable(void **state)
{
	unsigned calls = 0;
	sms_auto(json) sms_json *value = parse("{\"b2\":1,\"a9\":2,\"b1\":3,\"a1\":4,\"c\":5,\"a5\":6}");
	sms_json_sort(value, compare_first_letter, &calls);
	expect(value, "{\"a9\":2,\"a1\":4,\"a5\":6,\"b2\":1,\"b1\":3,\"c\":5}");
	assert_true(calls > 0);
	sms_json_set_integer(value, "z", 7);
	assert_true(sms_json_remove(value, "a9"));
	assert_true(sms_json_remove(value, "z"));
	sms_json_set_integer(value, "y", 8);
	expect(value, "{\"a1\":4,\"a5\":6,\"b2\":1,\"b1\":3,\"c\":5,\"y\":8}");
	sms_auto(json) sms_json *empty = sms_json_new_object();
	sms_json_sort(empty, compare_first_letter, &calls);
	expect(empty, "{}");
}

static int setup(void **state)
{
	sms_json_setup();
	return 0;
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(values_are_made),
		cmocka_unit_test(a_member_is_replaced_in_its_place),
		cmocka_unit_test(a_name_may_be_that_of_another_member),
		cmocka_unit_test(members_and_elements_are_removed),
		cmocka_unit_test(a_copy_is_apart),
		cmocka_unit_test(a_value_of_an_arena_is_copied_to_be_changed),
		cmocka_unit_test(paths_are_followed),
		cmocka_unit_test(values_are_set_by_path),
		cmocka_unit_test(a_way_through_other_values_is_refused),
		cmocka_unit_test(a_path_is_no_deeper_than_what_can_be_read),
		cmocka_unit_test(values_are_removed_by_path),
		cmocka_unit_test(sorting_is_stable),
	};
	return cmocka_run_group_tests(tests, setup, NULL);
}
