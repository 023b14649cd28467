#include "base/map.h"
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

static void *number(intptr_t n)
{
	return (void *)n;
}

static int freed;

static void count_free(void *value)
{
	freed++;
	free(value);
}

static void an_empty_map_has_no_key(void **state)
{
	sms_auto(map) struct sms_map *map = sms_map_new(NULL);
	assert_null(sms_map_get(map, ""));
	assert_false(sms_map_has(map, "x"));
	assert_int_equal(sms_map_count(map), 0);
	sms_map_free(NULL);
}

static void a_null_value_is_a_value(void **state)
{
	sms_auto(map) struct sms_map *map = sms_map_new(NULL);
	sms_map_put(map, "", NULL);
	assert_true(sms_map_has(map, ""));
	assert_null(sms_map_get(map, ""));
	assert_int_equal(sms_map_count(map), 1);
}

static void many_keys_are_found_and_keep_their_order(void **state)
{
	sms_auto(map) struct sms_map *map = sms_map_new(NULL);
	char text[32];
	for (intptr_t i = 0; i < 50000; i++) {
		snprintf(text, sizeof text, "key-%ld", (long)(i * 7919 % 50000));
		sms_map_put(map, text, number(i + 1));
	}
	assert_int_equal(sms_map_count(map), 50000);
	for (intptr_t i = 0; i < 50000; i++) {
		const char *key;
		snprintf(text, sizeof text, "key-%ld", (long)(i * 7919 % 50000));
		assert_ptr_equal(sms_map_at(map, (size_t)i, &key), number(i + 1));
		assert_string_equal(key, text);
		assert_ptr_equal(sms_map_get(map, text), number(i + 1));
	}
	assert_null(sms_map_get(map, "key-50000"));
	assert_ptr_equal(sms_map_at(map, 0, NULL), number(1));
}

static void keys_are_copied(void **state)
{
	sms_auto(map) struct sms_map *map = sms_map_new(NULL);
	char key[] = "abc";
	sms_map_put(map, key, number(1));
	key[0] = 'x';
	assert_true(sms_map_has(map, "abc"));
	assert_false(sms_map_has(map, "xbc"));
}

static void keys_may_hold_zero_bytes(void **state)
{
	sms_auto(map) struct sms_map *map = sms_map_new(NULL);
	sms_map_put_n(map, "a\0b", 3, number(1));
	sms_map_put_n(map, "a\0c", 3, number(2));
	sms_map_put(map, "a", number(3));
	assert_ptr_equal(sms_map_get_n(map, "a\0b", 3), number(1));
	assert_ptr_equal(sms_map_get_n(map, "a\0c", 3), number(2));
	assert_ptr_equal(sms_map_get(map, "a"), number(3));
	assert_int_equal(sms_map_count(map), 3);
}

static void a_new_value_replaces_and_frees_the_old(void **state)
{
	freed = 0;
	struct sms_map *map = sms_map_new(count_free);
	sms_map_put(map, "a", sms_strdup("1"));
	sms_map_put(map, "b", sms_strdup("2"));
	sms_map_put(map, "a", sms_strdup("3"));
	assert_int_equal(freed, 1);
	assert_string_equal(sms_map_get(map, "a"), "3");
	const char *key;
	assert_string_equal(sms_map_at(map, 0, &key), "3");
	assert_string_equal(key, "a");
	sms_map_put(map, "a", sms_map_get(map, "a"));
	assert_int_equal(freed, 1);
	sms_map_free(map);
	assert_int_equal(freed, 3);
}

static void hashes_differ_in_every_bit(void **state)
{
	assert_true(sms_hash("", 0) == sms_hash(NULL, 0));
	assert_true(sms_hash("a", 1) != sms_hash("b", 1));
	uint64_t any = 0, all = UINT64_MAX;
	for (int i = 0; i < 1000; i++) {
		any |= sms_hash(&i, sizeof i);
		all &= sms_hash(&i, sizeof i);
	}
	assert_true(any == UINT64_MAX);
	assert_true(all == 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(an_empty_map_has_no_key),
		cmocka_unit_test(a_null_value_is_a_value),
		cmocka_unit_test(many_keys_are_found_and_keep_their_order),
		cmocka_unit_test(keys_are_copied),
		cmocka_unit_test(keys_may_hold_zero_bytes),
		cmocka_unit_test(a_new_value_replaces_and_frees_the_old),
		cmocka_unit_test(hashes_differ_in_every_bit),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
