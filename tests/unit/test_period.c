#include "reporting.h"

static void expect_period(const char *text, const char *from, const char *to)
{
	struct sms_period actual = period(text);
	assert_int_equal(actual.from, at(from));
	assert_int_equal(actual.to, at(to));
}

static void periods_are_half_open_and_end_with_the_calendar(void **state)
{
	expect_period("2026-10", "2026-10-01T00:00:00Z", "2026-11-01T00:00:00Z");
	expect_period("2026-12", "2026-12-01T00:00:00Z", "2027-01-01T00:00:00Z");
	expect_period("2026-Q4", "2026-10-01T00:00:00Z", "2027-01-01T00:00:00Z");
	expect_period("2026", "2026-01-01T00:00:00Z", "2027-01-01T00:00:00Z");
	expect_period("2026-10-05", "2026-10-05T00:00:00Z", "2026-10-06T00:00:00Z");
	expect_period("2026-01..2026-06", "2026-01-01T00:00:00Z", "2026-07-01T00:00:00Z");
	expect_period("2026-01-15..2026-Q1", "2026-01-15T00:00:00Z", "2026-04-01T00:00:00Z");
}

static void february_has_its_leap_day(void **state)
{
	expect_period("2028-02", "2028-02-01T00:00:00Z", "2028-03-01T00:00:00Z");
	expect_period("2028-02-29", "2028-02-29T00:00:00Z", "2028-03-01T00:00:00Z");
	struct sms_period before = period("2028-03");
	before = sms_period_before(&before);
	assert_int_equal(before.to - before.from, 29 * SMS_DAY);
}

static void what_is_no_period_is_refused(void **state)
{
	static const char *const wrong[] = {"",    "2026-13", "2026-Q5",   "2027-02-29", "26",
					    "now", "-30d",    "2026-10..", "..",         "2026-Q1x"};
	struct sms_period out;
	for (size_t i = 0; i < SMS_COUNT(wrong); i++) {
		struct sms_error *error = sms_period_parse(&out, wrong[i]);
		assert_int_equal(sms_error_status(error), SMS_INPUT);
		sms_error_free(error);
	}
	must_fail(sms_period_parse(&out, "2026-02..2026-01"), "the period '2026-02..2026-01' ends before it begins",
		  NULL);
}

static void a_period_is_written_as_it_is_read(void **state)
{
	static const char *const texts[] = {"2026",       "2026-Q4",          "2026-10",
					    "2026-10-05", "2026-01..2026-05", "2026-01-15..2026-02-03"};
	char out[48];
	for (size_t i = 0; i < SMS_COUNT(texts); i++) {
		struct sms_period same = period(texts[i]);
		sms_period_format(&same, out);
		assert_string_equal(out, texts[i]);
	}
}

static void the_period_before_is_as_many_months_or_as_long(void **state)
{
	struct sms_period quarter = period("2026-Q1"), days = period("2026-01-11..2026-01-20"), before;
	before = sms_period_before(&quarter);
	assert_int_equal(before.from, at("2025-10-01T00:00:00Z"));
	assert_int_equal(before.to, quarter.from);
	before = sms_period_before(&days);
	assert_int_equal(before.from, at("2026-01-01T00:00:00Z"));
}

static void weeks_begin_on_monday_also_before_the_epoch(void **state)
{
	assert_int_equal(sms_unit_floor(SMS_WEEKS, at("2026-11-22T10:00:00Z")), at("2026-11-16T00:00:00Z"));
	assert_int_equal(sms_unit_floor(SMS_WEEKS, at("2026-11-16T00:00:00Z")), at("2026-11-16T00:00:00Z"));
	assert_int_equal(sms_unit_floor(SMS_WEEKS, at("1969-12-31T00:00:00Z")), at("1969-12-29T00:00:00Z"));
	assert_int_equal(sms_unit_floor(SMS_QUARTERS, at("2026-11-22T10:00:00Z")), at("2026-10-01T00:00:00Z"));
	assert_int_equal(sms_unit_move(SMS_MONTHS, at("2026-01-01T00:00:00Z"), -1), at("2025-12-01T00:00:00Z"));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(periods_are_half_open_and_end_with_the_calendar),
		cmocka_unit_test(february_has_its_leap_day),
		cmocka_unit_test(what_is_no_period_is_refused),
		cmocka_unit_test(a_period_is_written_as_it_is_read),
		cmocka_unit_test(the_period_before_is_as_many_months_or_as_long),
		cmocka_unit_test(weeks_begin_on_monday_also_before_the_epoch),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
