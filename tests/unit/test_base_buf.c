#include "base/buf.h"
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

static void an_unused_buffer_is_an_empty_text(void **state)
{
	struct sms_buf buf = {0};
	assert_string_equal(sms_buf_text(&buf), "");
	sms_buf_clear(&buf);
	sms_buf_truncate(&buf, 7);
	sms_buf_release(&buf);
	sms_buf_release(NULL);
	sms_auto(string) char *taken = sms_buf_take(&buf);
	assert_string_equal(taken, "");
}

static void additions_follow_one_another(void **state)
{
	sms_auto(buf) struct sms_buf buf = SMS_BUF_INIT;
	sms_buf_add(&buf, "abcdef", 3);
	sms_buf_add_char(&buf, '-');
	sms_buf_add_text(&buf, "");
	sms_buf_add_text(&buf, "ghi");
	sms_buf_add_fill(&buf, '.', 3);
	sms_buf_add_fill(&buf, '!', 0);
	sms_buf_add(&buf, NULL, 0);
	sms_buf_add_format(&buf, "%d/%s", -5, "x");
	assert_string_equal(sms_buf_text(&buf), "abc-ghi...-5/x");
	assert_int_equal(buf.length, strlen("abc-ghi...-5/x"));
}

static void zero_bytes_are_bytes(void **state)
{
	sms_auto(buf) struct sms_buf buf = SMS_BUF_INIT;
	sms_buf_add(&buf, "a\0b", 3);
	sms_buf_add_char(&buf, 0);
	assert_int_equal(buf.length, 4);
	assert_memory_equal(buf.data, "a\0b\0", 5);
}

/* Every length around the places where the buffer grows. */
static void formats_of_any_length_fit(void **state)
{
	char text[300];
	for (size_t length = 0; length < sizeof text; length++) {
		sms_auto(buf) struct sms_buf buf = SMS_BUF_INIT;
		memset(text, 'x', sizeof text);
		text[length] = 0;
		sms_buf_add_format(&buf, "%s", text);
		sms_buf_add_format(&buf, "%s|", text);
		assert_int_equal(buf.length, 2 * length + 1);
		assert_int_equal(strlen(buf.data), buf.length);
		assert_int_equal(buf.data[2 * length], '|');
	}
}

static void growth_keeps_the_contents(void **state)
{
	sms_auto(buf) struct sms_buf buf = SMS_BUF_INIT;
	for (int i = 0; i < 100000; i++)
		sms_buf_add_char(&buf, (char)('a' + i % 26));
	assert_int_equal(buf.length, 100000);
	for (int i = 0; i < 100000; i++)
		assert_int_equal(buf.data[i], 'a' + i % 26);
	assert_true(buf.capacity > buf.length);
}

static void a_cut_shortens_and_never_lengthens(void **state)
{
	sms_auto(buf) struct sms_buf buf = SMS_BUF_INIT;
	sms_buf_add_text(&buf, "abcdef");
	sms_buf_truncate(&buf, 9);
	assert_string_equal(sms_buf_text(&buf), "abcdef");
	sms_buf_truncate(&buf, 2);
	assert_string_equal(sms_buf_text(&buf), "ab");
	size_t capacity = buf.capacity;
	sms_buf_clear(&buf);
	assert_string_equal(sms_buf_text(&buf), "");
	assert_int_equal(buf.capacity, capacity);
}

static void a_reservation_holds(void **state)
{
	sms_auto(buf) struct sms_buf buf = SMS_BUF_INIT;
	sms_buf_reserve(&buf, 1000);
	const char *before = buf.data;
	sms_buf_add_fill(&buf, 'y', 1000);
	assert_ptr_equal(buf.data, before);
}

static void what_is_taken_leaves_the_buffer(void **state)
{
	sms_auto(buf) struct sms_buf buf = SMS_BUF_INIT;
	sms_buf_add_text(&buf, "mine");
	sms_auto(string) char *taken = sms_buf_take(&buf);
	assert_string_equal(taken, "mine");
	assert_null(buf.data);
	assert_int_equal(buf.length, 0);
	sms_buf_add_text(&buf, "next");
	assert_string_equal(sms_buf_text(&buf), "next");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(an_unused_buffer_is_an_empty_text),
		cmocka_unit_test(additions_follow_one_another),
		cmocka_unit_test(zero_bytes_are_bytes),
		cmocka_unit_test(formats_of_any_length_fit),
		cmocka_unit_test(growth_keeps_the_contents),
		cmocka_unit_test(a_cut_shortens_and_never_lengthens),
		cmocka_unit_test(a_reservation_holds),
		cmocka_unit_test(what_is_taken_leaves_the_buffer),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
