#include "base/time.h"
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <time.h>

#include <cmocka.h>

static sms_time at(const char *text)
{
	sms_time instant = 12345;
	if (!sms_time_parse(text, &instant))
		fail_msg("'%s' was not taken", text);
	return instant;
}

static void expect_refused(const char *text)
{
	sms_time instant = 12345;
	if (sms_time_parse(text, &instant))
		fail_msg("'%s' was taken", text);
	assert_int_equal(instant, 12345);
}

static void expect_text(sms_time instant, const char *text)
{
	char out[SMS_TIME_SIZE];
	sms_time_format(instant, out);
	assert_string_equal(out, text);
}

static void known_instants_are_met(void **state)
{
	static const struct {
		const char *text;
		sms_time instant;
	} known[] = {{"1970-01-01T00:00:00Z", 0},
		     {"1969-12-31T23:59:59Z", -1},
		     {"1969-01-01T00:00:00Z", -31536000},
		     {"0000-01-01T00:00:00Z", -62167219200},
		     {"0000-02-29T00:00:00Z", -62162121600},
		     {"0001-01-01T00:00:00Z", -62135596800},
		     {"1900-03-01T00:00:00Z", -2203891200},
		     {"2000-02-29T12:00:00Z", 951825600},
		     {"2001-09-09T01:46:40Z", 1000000000},
		     {"2038-01-19T03:14:08Z", 2147483648},
		     {"2100-03-01T00:00:00Z", 4107542400},
		     {"9999-12-31T23:59:59Z", 253402300799}};
	for (size_t i = 0; i < SMS_COUNT(known); i++) {
		assert_int_equal(at(known[i].text), known[i].instant);
		expect_text(known[i].instant, known[i].text);
	}
}

/* Against the C library, a step that is no divisor of anything through all ten thousand years. */
static void every_date_agrees_with_the_c_library(void **state)
{
	for (sms_time t = -62167219200; t <= 253402300799; t += 86400 * 3 + 4567) {
		struct sms_civil c;
		struct tm tm;
		time_t seconds = (time_t)t;
		sms_time back;
		sms_time_civil(t, &c);
		gmtime_r(&seconds, &tm);
		if (c.year != tm.tm_year + 1900 || c.month != tm.tm_mon + 1 || c.day != tm.tm_mday ||
		    c.hour != tm.tm_hour || c.minute != tm.tm_min || c.second != tm.tm_sec)
			fail_msg("%lld differs", (long long)t);
		assert_true(sms_civil_time(&c, &back));
		assert_int_equal(back, t);
	}
}

static void what_four_digits_cannot_say_is_the_nearest_they_can(void **state)
{
	expect_text(SMS_TIME_NONE, "0000-01-01T00:00:00Z");
	expect_text(INT64_MAX, "9999-12-31T23:59:59Z");
}

static void only_real_dates_are_instants(void **state)
{
	static const struct sms_civil none[] = {{2025, 2, 29, 0, 0, 0}, {1900, 2, 29, 0, 0, 0}, {2100, 2, 29, 0, 0, 0},
						{2024, 2, 30, 0, 0, 0}, {2024, 4, 31, 0, 0, 0}, {2024, 13, 1, 0, 0, 0},
						{2024, 0, 1, 0, 0, 0},  {2024, 1, 0, 0, 0, 0},  {2024, 1, 32, 0, 0, 0},
						{2024, 1, 1, 24, 0, 0}, {2024, 1, 1, -1, 0, 0}, {2024, 1, 1, 0, 60, 0},
						{2024, 1, 1, 0, 0, 60}, {-1, 1, 1, 0, 0, 0},    {10000, 1, 1, 0, 0, 0},
						{2024, 1, 1, 0, 0, -1}, {2024, 1, 1, 0, -1, 0}, {2024, -5, 1, 0, 0, 0}};
	sms_time out = 7;
	for (size_t i = 0; i < SMS_COUNT(none); i++)
		assert_false(sms_civil_time(&none[i], &out));
	assert_int_equal(out, 7);
	assert_true(sms_civil_time(&(struct sms_civil){2000, 2, 29, 23, 59, 59}, &out));
	assert_true(sms_civil_time(&(struct sms_civil){2024, 2, 29, 0, 0, 0}, &out));
}

static void offsets_fractions_and_leap_seconds_are_taken(void **state)
{
	sms_time noon = at("2026-11-22T12:00:00Z");
	assert_int_equal(at("2026-11-22T14:00:00+02:00"), noon);
	assert_int_equal(at("2026-11-22T06:30:00-05:30"), noon);
	assert_int_equal(at("2026-11-23T11:59:00+23:59"), noon);
	assert_int_equal(at("2026-11-22T12:00:00-00:00"), noon);
	assert_int_equal(at("2026-11-22t12:00:00z"), noon);
	assert_int_equal(at("2026-11-22T12:00:00.999999999999Z"), noon);
	assert_int_equal(at("2026-11-22T12:00:00.0+00:00"), noon);
	assert_int_equal(at("2016-12-31T23:59:60Z"), at("2016-12-31T23:59:59Z"));
	assert_int_equal(at("1998-12-31T15:59:60.123-08:00"), at("1998-12-31T23:59:59Z"));
	assert_int_equal(at("0000-01-01T01:00:00+01:00"), at("0000-01-01T00:00:00Z"));
}

static void what_is_no_date_time_is_refused(void **state)
{
	static const char *const none[] = {"",
					   "2026-11-22",
					   "2026-11-22T12:00:00",
					   "2026-11-22 12:00:00Z",
					   "2026-11-22T12:00Z",
					   "2026-11-22T12:00:00.Z",
					   "2026-11-22T12:00:00,5Z",
					   "2026-11-22T12:00:00Z ",
					   " 2026-11-22T12:00:00Z",
					   "2026-11-22T12:00:00ZZ",
					   "2026-11-22T12:00:00+0200",
					   "2026-11-22T12:00:00+02",
					   "2026-11-22T12:00:00+24:00",
					   "2026-11-22T12:00:00-01:60",
					   "2026-11-22T24:00:00Z",
					   "2026-11-22T12:60:00Z",
					   "2026-11-22T12:00:61Z",
					   "2026-11-22T12:00:60Z",
					   "2016-12-31T23:58:60Z",
					   "2016-12-31T23:59:60+01:00",
					   "2026-02-29T12:00:00Z",
					   "2026-2-9T12:00:00Z",
					   "+2026-11-22T12:00:00Z",
					   "12026-11-22T12:00:00Z",
					   "2026-W47-7T12:00:00Z",
					   "0000-01-01T00:00:00+00:01",
					   "9999-12-31T23:59:59-00:01",
					   "2026-11-22T12:00:0\xd9\xa3Z"};
	for (size_t i = 0; i < SMS_COUNT(none); i++)
		expect_refused(none[i]);
}

static void months_are_moved_and_days_cut(void **state)
{
	static const struct {
		const char *from;
		int months;
		const char *to;
	} moves[] = {{"2026-05-31T10:15:00Z", -3, "2026-02-28T10:15:00Z"},
		     {"2024-05-31T10:15:00Z", -3, "2024-02-29T10:15:00Z"},
		     {"2024-02-29T00:00:00Z", 12, "2025-02-28T00:00:00Z"},
		     {"2024-02-29T00:00:00Z", -48, "2020-02-29T00:00:00Z"},
		     {"2026-01-31T00:00:00Z", 1, "2026-02-28T00:00:00Z"},
		     {"2026-12-31T23:59:59Z", 2, "2027-02-28T23:59:59Z"},
		     {"2026-01-15T00:00:00Z", -1, "2025-12-15T00:00:00Z"},
		     {"2026-01-15T00:00:00Z", 0, "2026-01-15T00:00:00Z"},
		     {"0000-01-15T00:00:00Z", -1, "0000-01-01T00:00:00Z"},
		     {"9999-12-15T00:00:00Z", 1, "9999-12-31T23:59:59Z"},
		     {"2026-01-15T00:00:00Z", INT32_MAX, "9999-12-31T23:59:59Z"},
		     {"2026-01-15T00:00:00Z", INT32_MIN, "0000-01-01T00:00:00Z"}};
	for (size_t i = 0; i < SMS_COUNT(moves); i++)
		expect_text(sms_time_add_months(at(moves[i].from), moves[i].months), moves[i].to);
}

static void expect_loose(const char *text, const char *first, const char *last)
{
	sms_time now = at("2024-05-31T10:15:30Z"), out = 0;
	assert_null(sms_time_parse_loose(text, now, false, &out));
	expect_text(out, first);
	assert_null(sms_time_parse_loose(text, now, true, &out));
	expect_text(out, last);
}

static void what_people_type_is_understood(void **state)
{
	expect_loose("2026-11-22T10:15:00+01:00", "2026-11-22T09:15:00Z", "2026-11-22T09:15:00Z");
	expect_loose("2026-11-22", "2026-11-22T00:00:00Z", "2026-11-22T23:59:59Z");
	expect_loose("2024-02", "2024-02-01T00:00:00Z", "2024-02-29T23:59:59Z");
	expect_loose("2025-12", "2025-12-01T00:00:00Z", "2025-12-31T23:59:59Z");
	expect_loose("2025", "2025-01-01T00:00:00Z", "2025-12-31T23:59:59Z");
	expect_loose("9999", "9999-01-01T00:00:00Z", "9999-12-31T23:59:59Z");
	expect_loose("9999-12", "9999-12-01T00:00:00Z", "9999-12-31T23:59:59Z");
	expect_loose("9999-12-31", "9999-12-31T00:00:00Z", "9999-12-31T23:59:59Z");
	expect_loose("0001", "0001-01-01T00:00:00Z", "0001-12-31T23:59:59Z");
	expect_loose("now", "2024-05-31T10:15:30Z", "2024-05-31T10:15:30Z");
	expect_loose("today", "2024-05-31T00:00:00Z", "2024-05-31T23:59:59Z");
	expect_loose("yesterday", "2024-05-30T00:00:00Z", "2024-05-30T23:59:59Z");
	expect_loose("-30d", "2024-05-01T10:15:30Z", "2024-05-01T10:15:30Z");
	expect_loose("+2w", "2024-06-14T10:15:30Z", "2024-06-14T10:15:30Z");
	expect_loose("-6h", "2024-05-31T04:15:30Z", "2024-05-31T04:15:30Z");
	expect_loose("-90min", "2024-05-31T08:45:30Z", "2024-05-31T08:45:30Z");
	expect_loose("-3mo", "2024-02-29T10:15:30Z", "2024-02-29T10:15:30Z");
	expect_loose("-1y", "2023-05-31T10:15:30Z", "2023-05-31T10:15:30Z");
	expect_loose("+0d", "2024-05-31T10:15:30Z", "2024-05-31T10:15:30Z");
}

static void what_is_not_understood_names_the_forms(void **state)
{
	static const char *const none[] = {"",        "soon",     "30d",        "-d",          "-",     "+",
					   "-3",      "-3 d",     "-3m",        "-3days",      "--3d",  "2026-",
					   "2026-13", "2026-11-", "2026-11-31", "202",         "20261", "Today",
					   "-9000y",  "+8030y",   "-99999999w", "-999999999d", "-3d ",  "2026-11-22T"};
	for (size_t i = 0; i < SMS_COUNT(none); i++) {
		sms_time out;
		sms_auto(error) struct sms_error *error = sms_time_parse_loose(none[i], 0, false, &out);
		if (!error)
			fail_msg("'%s' was taken", none[i]);
		assert_int_equal(sms_error_status(error), SMS_INPUT);
		assert_non_null(strstr(sms_error_message(error), "2026-11-22T10:15:00Z"));
		assert_non_null(strstr(sms_error_message(error), "-3mo"));
	}
}

static void days_before_1970_begin_at_midnight(void **state)
{
	sms_time out;
	assert_null(sms_time_parse_loose("today", at("1969-07-20T20:17:40Z"), false, &out));
	expect_text(out, "1969-07-20T00:00:00Z");
	assert_null(sms_time_parse_loose("yesterday", at("1969-07-20T00:00:00Z"), true, &out));
	expect_text(out, "1969-07-19T23:59:59Z");
}

static void patterns_of_import_maps_fit(void **state)
{
	static const struct {
		const char *text, *pattern, *instant;
	} fits[] = {{"29/2/2016 01:16", "d/m/yyyy HH:MM", "2016-02-29T01:16:00Z"},
		    {"5/11/2016 23:59", "d/m/yyyy HH:MM", "2016-11-05T23:59:00Z"},
		    {"05/09/2016 00:00", "d/m/yyyy HH:MM", "2016-09-05T00:00:00Z"},
		    {"31.12.1999 23:59:59", "dd.mm.yyyy HH:MM:SS", "1999-12-31T23:59:59Z"},
		    {"20161105T235959", "yyyymmddTHHMMSS", "2016-11-05T23:59:59Z"},
		    {"2016-11", "yyyy-mm", "2016-11-01T00:00:00Z"},
		    {"2016", "yyyy", "2016-01-01T00:00:00Z"}};
	for (size_t i = 0; i < SMS_COUNT(fits); i++) {
		sms_time out = 0;
		if (!sms_time_parse_pattern(fits[i].text, fits[i].pattern, &out))
			fail_msg("'%s' does not fit '%s'", fits[i].text, fits[i].pattern);
		expect_text(out, fits[i].instant);
	}
}

static void what_does_not_fit_a_pattern_is_refused(void **state)
{
	static const struct {
		const char *text, *pattern;
	} none[] = {{"29/2/2015 01:16", "d/m/yyyy HH:MM"},
		    {"29/2/2016 1:16", "d/m/yyyy HH:MM"},
		    {"29/2/2016 01:16:00", "d/m/yyyy HH:MM"},
		    {"29/2/2016", "d/m/yyyy HH:MM"},
		    {"29/2/16 01:16", "d/m/yyyy HH:MM"},
		    {"129/2/2016 01:16", "d/m/yyyy HH:MM"},
		    {"2/29/2016 01:16", "d/m/yyyy HH:MM"},
		    {"9.2.2016", "dd.mm.yyyy"},
		    {"29-2-2016", "d/m/yyyy"},
		    {"", "d/m/yyyy"},
		    {"/2/2016", "d/m/yyyy"},
		    {"12:30", "HH:MM"},
		    {"", ""},
		    {"29/2/2016 24:00", "d/m/yyyy HH:MM"}};
	for (size_t i = 0; i < SMS_COUNT(none); i++) {
		sms_time out;
		if (sms_time_parse_pattern(none[i].text, none[i].pattern, &out))
			fail_msg("'%s' was taken as '%s'", none[i].text, none[i].pattern);
	}
}

static void a_duration_moves_an_instant_by_the_calendar(void **state)
{
	static const struct {
		const char *duration, *result;
	} good[] = {{"P1M", "2026-02-28T10:00:00Z"},       {"P1Y", "2027-01-31T10:00:00Z"},
		    {"P2W", "2026-02-14T10:00:00Z"},       {"PT36H", "2026-02-01T22:00:00Z"},
		    {"P1DT4H30M", "2026-02-01T14:30:00Z"}, {"P0D", "2026-01-31T10:00:00Z"}};
	static const char *const bad[] = {"",     "P",    "1M",    "P1",        "P1H", "PT",
					  "PT1D", "P-1D", "P1.5D", "P9999999D", "p1d"};
	sms_time from = at("2026-01-31T10:00:00Z"), to;
	for (size_t i = 0; i < SMS_COUNT(good); i++) {
		assert_true(sms_time_add_duration(good[i].duration, from, &to));
		assert_int_equal(to, at(good[i].result));
	}
	for (size_t i = 0; i < SMS_COUNT(bad); i++)
		if (sms_time_add_duration(bad[i], from, &to))
			fail_msg("'%s' was taken", bad[i]);
	assert_false(sms_time_add_duration(NULL, from, &to));
}

static void stored_times_are_instants_or_dates(void **state)
{
	sms_time time;
	assert_true(sms_time_parse_stored("2026-02-28", &time));
	assert_int_equal(time, at("2026-02-28T00:00:00Z"));
	assert_true(sms_time_parse_stored("2026-02-28T10:00:00+01:00", &time));
	assert_int_equal(time, at("2026-02-28T09:00:00Z"));
	assert_false(sms_time_parse_stored("2026-02-30", &time));
	assert_false(sms_time_parse_stored("yesterday", &time));
	assert_false(sms_time_parse_stored("", &time));
}

static void lengths_are_told_in_two_units_at_most(void **state)
{
	static const struct {
		sms_time seconds;
		const char *text;
	} lengths[] = {{0, "0 s"},
		       {45, "45 s"},
		       {60, "1 min"},
		       {720, "12 min"},
		       {754, "12 min 34 s"},
		       {3600, "1 h"},
		       {3659, "1 h"},
		       {12000, "3 h 20 min"},
		       {12059, "3 h 20 min"},
		       {86399, "23 h 59 min"},
		       {86400, "1 d"},
		       {187200, "2 d 4 h"},
		       {-90, "-1 min 30 s"},
		       {INT64_MAX, "106751991167300 d 15 h"},
		       {INT64_MIN, "-106751991167300 d 15 h"}};
	for (size_t i = 0; i < SMS_COUNT(lengths); i++) {
		char out[32];
		sms_time_describe(lengths[i].seconds, out);
		assert_string_equal(out, lengths[i].text);
	}
}

static void the_clock_stands_where_it_is_set(void **state)
{
	assert_false(sms_clock_is_set());
	sms_clock_set(at("1969-12-31T23:59:59Z"));
	assert_true(sms_clock_is_set());
	assert_int_equal(sms_now(), -1);
	sms_clock_set(SMS_TIME_NONE);
	assert_false(sms_clock_is_set());
	sms_time before = (sms_time)time(NULL), now = sms_now();
	assert_in_range(now, before, before + 5);
}

static void adds_durations(void **state)
{
	static const char *const bad[] = {NULL, "", "P", "PT", "1M", "P1", "P1H", "PT1D", "P-1D", "P1.5D"};
	sms_time time;
	assert_true(sms_time_add_duration("P1Y2M1W3DT4H5M6S", 0, &time));
	assert_int_equal(time, (365 + 59 + 10) * SMS_DAY + 4 * 3600 + 5 * 60 + 6);
	assert_true(sms_time_add_duration("PT90M", 100, &time));
	assert_int_equal(time, 5500);
	for (size_t i = 0; i < SMS_COUNT(bad); i++)
		assert_false(sms_time_add_duration(bad[i], 0, &time));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(adds_durations),
		cmocka_unit_test(known_instants_are_met),
		cmocka_unit_test(every_date_agrees_with_the_c_library),
		cmocka_unit_test(what_four_digits_cannot_say_is_the_nearest_they_can),
		cmocka_unit_test(only_real_dates_are_instants),
		cmocka_unit_test(offsets_fractions_and_leap_seconds_are_taken),
		cmocka_unit_test(what_is_no_date_time_is_refused),
		cmocka_unit_test(months_are_moved_and_days_cut),
		cmocka_unit_test(what_people_type_is_understood),
		cmocka_unit_test(what_is_not_understood_names_the_forms),
		cmocka_unit_test(days_before_1970_begin_at_midnight),
		cmocka_unit_test(patterns_of_import_maps_fit),
		cmocka_unit_test(what_does_not_fit_a_pattern_is_refused),
		cmocka_unit_test(a_duration_moves_an_instant_by_the_calendar),
		cmocka_unit_test(stored_times_are_instants_or_dates),
		cmocka_unit_test(lengths_are_told_in_two_units_at_most),
		cmocka_unit_test(the_clock_stands_where_it_is_set),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
