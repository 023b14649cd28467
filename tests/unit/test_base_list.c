#include "base/list.h"
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

static void expect_items(const struct sms_list *list, const char *joined)
{
	sms_auto(buf) struct sms_buf out = SMS_BUF_INIT;
	sms_list_join(&out, list, "|");
	assert_string_equal(sms_buf_text(&out), joined);
}

static void an_empty_list_holds_nothing(void **state)
{
	sms_auto(list) struct sms_list list = {0};
	assert_false(sms_list_contains(&list, ""));
	sms_list_sort(&list);
	sms_list_unique(&list);
	expect_items(&list, "");
	assert_null(sms_list_nearest(&list, "status"));
	sms_list_release(NULL);
}

static void items_are_copies_or_adopted(void **state)
{
	sms_auto(list) struct sms_list list = SMS_LIST_INIT;
	char text[] = "one";
	sms_list_add(&list, text);
	text[0] = 'X';
	char *own = sms_strdup("two");
	sms_list_adopt(&list, own);
	sms_list_add_format(&list, "%s%d", "three", 3);
	expect_items(&list, "one|two|three3");
	assert_ptr_equal(list.items[1], own);
	assert_true(sms_list_contains(&list, "two"));
	assert_false(sms_list_contains(&list, "tw"));
}

static void sorting_is_by_bytes(void **state)
{
	sms_auto(list) struct sms_list list = SMS_LIST_INIT;
	sms_list_split(&list, "b,a,\xc3\xa4,B,,a10,a9", ',');
	sms_list_sort(&list);
	expect_items(&list, "|B|a|a10|a9|b|\xc3\xa4");
}

static void equal_neighbours_are_dropped(void **state)
{
	sms_auto(list) struct sms_list list = SMS_LIST_INIT;
	sms_list_split(&list, "a,a,a,b,c,c", ',');
	sms_list_unique(&list);
	expect_items(&list, "a|b|c");
	assert_int_equal(list.count, 3);
}

static void a_split_keeps_empty_pieces(void **state)
{
	sms_auto(list) struct sms_list list = SMS_LIST_INIT;
	sms_list_split(&list, "", ',');
	assert_int_equal(list.count, 1);
	sms_list_split(&list, ",x,,", ',');
	assert_int_equal(list.count, 5);
	expect_items(&list, "||x||");
}

static void many_items_stay_in_order(void **state)
{
	sms_auto(list) struct sms_list list = SMS_LIST_INIT;
	for (int i = 0; i < 5000; i++)
		sms_list_add_format(&list, "%d", i);
	assert_int_equal(list.count, 5000);
	assert_string_equal(list.items[4999], "4999");
}

static const char *nearest(const char *items, const char *name)
{
	static char found[64];
	sms_auto(list) struct sms_list list = SMS_LIST_INIT;
	sms_list_split(&list, items, ',');
	const char *item = sms_list_nearest(&list, name);
	if (!item)
		return "(none)";
	strncpy(found, item, sizeof found - 1);
	return found;
}

static void a_typing_mistake_finds_what_was_meant(void **state)
{
	const char *commands = "list,new,show,status,verify,audit,export,import";
	assert_string_equal(nearest(commands, "lsit"), "list");
	assert_string_equal(nearest(commands, "sttaus"), "status");
	assert_string_equal(nearest(commands, "verfy"), "verify");
	assert_string_equal(nearest(commands, "auditt"), "audit");
	assert_string_equal(nearest(commands, "inport"), "import");
	assert_string_equal(nearest(commands, "expotr"), "export");
	assert_string_equal(nearest(commands, "show"), "show");
	assert_string_equal(nearest(commands, "nwe"), "new");
}

static void what_is_too_far_is_not_meant(void **state)
{
	assert_string_equal(nearest("list,new,show", "frobnicate"), "(none)");
	assert_string_equal(nearest("abcd", "xbyd"), "(none)");
	assert_string_equal(nearest("abcdef", "xbcdey"), "abcdef");
	assert_string_equal(nearest("abcdef", "xbcxey"), "(none)");
	assert_string_equal(nearest("list", ""), "(none)");
	assert_string_equal(nearest("a", ""), "a");
}

static void the_nearest_wins_and_then_the_first(void **state)
{
	assert_string_equal(nearest("incidents,incident", "incidnt"), "incident");
	assert_string_equal(nearest("cat,car", "caz"), "cat");
	assert_string_equal(nearest("car,cat", "caz"), "car");
}

static void an_absurd_name_is_no_work(void **state)
{
	sms_auto(buf) struct sms_buf name = SMS_BUF_INIT;
	sms_buf_add_fill(&name, 'x', 1000000);
	assert_string_equal(nearest("list,show", sms_buf_text(&name)), "(none)");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(an_empty_list_holds_nothing),
		cmocka_unit_test(items_are_copies_or_adopted),
		cmocka_unit_test(sorting_is_by_bytes),
		cmocka_unit_test(equal_neighbours_are_dropped),
		cmocka_unit_test(a_split_keeps_empty_pieces),
		cmocka_unit_test(many_items_stay_in_order),
		cmocka_unit_test(a_typing_mistake_finds_what_was_meant),
		cmocka_unit_test(what_is_too_far_is_not_meant),
		cmocka_unit_test(the_nearest_wins_and_then_the_first),
		cmocka_unit_test(an_absurd_name_is_no_work),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
