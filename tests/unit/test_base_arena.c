#include "base/arena.h"
#include <setjmp.h>
#include <stdalign.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

static void pieces_are_aligned_and_apart(void **state)
{
	sms_auto(arena) struct sms_arena *arena = sms_arena_new();
	unsigned char *pieces[2000];
	for (size_t i = 0; i < SMS_COUNT(pieces); i++) {
		pieces[i] = sms_arena_alloc(arena, i);
		assert_int_equal((uintptr_t)pieces[i] % alignof(max_align_t), 0);
		memset(pieces[i], (int)(i % 251), i);
	}
	for (size_t i = 0; i < SMS_COUNT(pieces); i++)
		for (size_t j = 0; j < i; j++)
			assert_int_equal(pieces[i][j], i % 251);
}

static void pieces_of_no_bytes_are_not_null(void **state)
{
	sms_auto(arena) struct sms_arena *arena = sms_arena_new();
	void *first = sms_arena_alloc(arena, 0), *second = sms_arena_alloc(arena, 0);
	assert_non_null(first);
	assert_ptr_not_equal(first, second);
}

static void large_pieces_have_room(void **state)
{
	sms_auto(arena) struct sms_arena *arena = sms_arena_new();
	char *small = sms_arena_copy(arena, "small", 5);
	char *large = sms_arena_alloc(arena, 3 << 20);
	memset(large, 'x', 3 << 20);
	char *after = sms_arena_copy(arena, "after it", 5);
	assert_string_equal(small, "small");
	assert_string_equal(after, "after");
}

static void copies_end_in_zero_and_may_hold_it(void **state)
{
	sms_auto(arena) struct sms_arena *arena = sms_arena_new();
	assert_memory_equal(sms_arena_copy(arena, "a\0b", 3), "a\0b", 4);
	assert_string_equal(sms_arena_copy(arena, NULL, 0), "");
}

static void a_reset_uses_the_same_memory_again(void **state)
{
	sms_auto(arena) struct sms_arena *arena = sms_arena_new();
	char *first = sms_arena_alloc(arena, 100);
	for (int round = 0; round < 50; round++) {
		sms_arena_reset(arena);
		assert_ptr_equal(sms_arena_alloc(arena, 100), first);
		for (int i = 0; i < 100; i++)
			memset(sms_arena_alloc(arena, 10000), round, 10000);
	}
}

static void a_reset_serves_sizes_in_another_order(void **state)
{
	sms_auto(arena) struct sms_arena *arena = sms_arena_new();
	memset(sms_arena_alloc(arena, 10), 1, 10);
	memset(sms_arena_alloc(arena, 100000), 1, 100000);
	sms_arena_reset(arena);
	memset(sms_arena_alloc(arena, 200000), 2, 200000);
	memset(sms_arena_alloc(arena, 50000), 2, 50000);
	memset(sms_arena_alloc(arena, 90000), 2, 90000);
	sms_arena_reset(arena);
	sms_arena_reset(arena);
	assert_string_equal(sms_arena_copy(arena, "x", 1), "x");
	sms_arena_free(NULL);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(pieces_are_aligned_and_apart),
		cmocka_unit_test(pieces_of_no_bytes_are_not_null),
		cmocka_unit_test(large_pieces_have_room),
		cmocka_unit_test(copies_end_in_zero_and_may_hold_it),
		cmocka_unit_test(a_reset_uses_the_same_memory_again),
		cmocka_unit_test(a_reset_serves_sizes_in_another_order),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
