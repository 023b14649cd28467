#include "base/utf8.h"
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

static size_t valid(const char *text)
{
	return sms_utf8_valid(text, strlen(text));
}

static void good_text_is_good_to_its_end(void **state)
{
	static const char *const texts[] = {"",
					    "a",
					    "12345678",
					    "123456789abcdefghi",
					    "\xc2\x80",
					    "\xdf\xbf",
					    "\xe0\xa0\x80",
					    "\xed\x9f\xbf",
					    "\xee\x80\x80",
					    "\xef\xbf\xbf",
					    "\xf0\x90\x80\x80",
					    "\xf4\x8f\xbf\xbf",
					    "Stra\xc3\x9f\x65 \xe2\x82\xac \xf0\x9f\x98\x80 and on"};
	for (size_t i = 0; i < SMS_COUNT(texts); i++)
		assert_int_equal(valid(texts[i]), strlen(texts[i]));
	assert_int_equal(sms_utf8_valid("a\0b", 3), 3);
	assert_int_equal(sms_utf8_valid(NULL, 0), 0);
}

static void bad_text_is_good_up_to_the_fault(void **state)
{
	static const char *const faults[] = {
		"\x80",             /* a continuation alone */
		"\xbf\xbf",         /* two of them */
		"\xc0\xaf",         /* overlong / */
		"\xc1\xbf",         /* overlong, two bytes */
		"\xe0\x80\xaf",     /* overlong, three */
		"\xe0\x9f\xbf",     /* overlong, the highest of three */
		"\xf0\x80\x80\xaf", /* overlong, four */
		"\xf0\x8f\xbf\xbf", /* overlong, the highest of four */
		"\xed\xa0\x80",     /* the lowest surrogate */
		"\xed\xbf\xbf",     /* the highest surrogate */
		"\xf4\x90\x80\x80", /* U+110000 */
		"\xf5\x80\x80\x80", /* beyond */
		"\xf8\x88\x80\x80\x80",
		"\xfe",
		"\xff",
		"\xc3(",         /* second byte wrong */
		"\xe2\x82(",     /* third */
		"\xf0\x9f\x98(", /* fourth */
		"\xc3\xc3\xa4",  /* a lead after a lead */
	};
	for (size_t i = 0; i < SMS_COUNT(faults); i++) {
		/* At every distance from the steps of eight in which ASCII is passed over. */
		for (size_t before = 0; before < 20; before++) {
			sms_auto(buf) struct sms_buf text = SMS_BUF_INIT;
			sms_buf_add_fill(&text, 'a', before);
			sms_buf_add_text(&text, faults[i]);
			sms_buf_add_text(&text, "bcdefghijk");
			assert_int_equal(sms_utf8_valid(text.data, text.length), before);
		}
	}
}

/* In memory of their exact size, so that a sanitizer sees a byte read behind it. */
static void cut_sequences_are_not_read_past(void **state)
{
	static const char *const whole[] = {"\xc3\xa4", "\xe2\x82\xac", "\xf0\x9f\x98\x80", "\xe0\xa0\x80",
					    "\xf4\x8f\xbf\xbf"};
	for (size_t i = 0; i < SMS_COUNT(whole); i++) {
		for (size_t length = 1; length < strlen(whole[i]); length++) {
			sms_auto(string) char *cut = sms_realloc(NULL, length, 1);
			memcpy(cut, whole[i], length);
			size_t size = 0;
			assert_int_equal(sms_utf8_valid(cut, length), 0);
			assert_int_equal(sms_utf8_next(cut, length, &size), 0xFFFD);
			assert_int_equal(size, 1);
		}
	}
}

static void every_code_point_survives_the_way_there_and_back(void **state)
{
	sms_auto(buf) struct sms_buf out = SMS_BUF_INIT;
	for (uint32_t c = 0; c <= 0x10FFFF; c++) {
		if (c == 0xD800)
			c = 0xE000;
		size_t size;
		sms_buf_clear(&out);
		sms_utf8_add(&out, c);
		if (sms_utf8_next(out.data, out.length, &size) != c || size != out.length ||
		    sms_utf8_valid(out.data, out.length) != out.length)
			fail_msg("U+%04X", (unsigned)c);
	}
}

static void what_is_no_code_point_becomes_the_replacement(void **state)
{
	static const uint32_t none[] = {0xD800, 0xDFFF, 0x110000, UINT32_MAX};
	for (size_t i = 0; i < SMS_COUNT(none); i++) {
		sms_auto(buf) struct sms_buf out = SMS_BUF_INIT;
		sms_utf8_add(&out, none[i]);
		assert_string_equal(sms_buf_text(&out), "\xef\xbf\xbd");
	}
	size_t size = 0;
	assert_int_equal(sms_utf8_next("\xed\xa0\x80", 3, &size), 0xFFFD);
	assert_int_equal(size, 1);
	assert_int_equal(sms_utf8_next("\xc0\x80", 2, &size), 0xFFFD);
	assert_int_equal(size, 1);
}

static void code_points_are_counted_not_bytes(void **state)
{
	const char *text = "a\xc3\xa4\xe2\x82\xac\xf0\x9f\x98\x80";
	assert_int_equal(sms_utf8_count(text, strlen(text)), 4);
	assert_int_equal(sms_utf8_count("", 0), 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(good_text_is_good_to_its_end),
		cmocka_unit_test(bad_text_is_good_up_to_the_fault),
		cmocka_unit_test(cut_sequences_are_not_read_past),
		cmocka_unit_test(every_code_point_survives_the_way_there_and_back),
		cmocka_unit_test(what_is_no_code_point_becomes_the_replacement),
		cmocka_unit_test(code_points_are_counted_not_bytes),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
