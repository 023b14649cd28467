#include "reporting.h"

#define HOUR 3600

/* --- Percentiles. --- */

static void percentiles_lie_between_the_two_nearest_values(void **state)
{
	const int64_t four[] = {1, 2, 3, 4}, five[] = {10, 20, 30, 40, 50}, one[] = {7};
	assert_true(sms_percentile(four, 4, 50) == 2.5);
	assert_true(sms_percentile(five, 5, 50) == 30);
	assert_true(sms_percentile(five, 5, 90) == 46);
	assert_true(sms_percentile(five, 5, 95) == 48);
	assert_true(sms_percentile(one, 1, 95) == 7);
}

/* --- Rows. --- */

struct rig {
	struct place *place;
	struct sms_measure_plan plan;
	struct sms_query *dropped;
	sms_json *done, *held;
	struct sms_rows *rows;
};

enum { TIME, WORK, HELD, AGE, STEPS, CHANGES, REOPENINGS };

static sms_json *states_of(const char *first)
{
	sms_json *list = sms_json_new_array();
	sms_json_append_text(list, first);
	return list;
}

static void read_rows(struct rig *rig, const char *now)
{
	const struct sms_type *type = sms_types_get(rig->place->store->types, "errand");
	must(sms_query_new(&rig->dropped, "state = dropped", type, at(now)));
	rig->done = states_of("over");
	rig->held = states_of("resting");
	rig->plan = (struct sms_measure_plan){.type = type,
					      .opened = "begun",
					      .resolved = "ended",
					      .done = rig->done,
					      .held = rig->held,
					      .hold_list = "rests",
					      .hold_from = "from",
					      .hold_to = "to",
					      .hold_reason = "why",
					      .queries = {rig->dropped},
					      .query_count = 1,
					      .exclusions = 1,
					      .keys = {"kind"},
					      .key_count = 1,
					      .numbers = {{"time", SMS_NUMBER_SPAN, "begun", "ended", false},
							  {"work", SMS_NUMBER_SPAN, "begun", "ended", true},
							  {"held", SMS_NUMBER_HELD, "begun", "ended", false},
							  {"age", SMS_NUMBER_AGE, NULL, NULL, false},
							  {"steps", SMS_NUMBER_MEMBER, "steps", NULL, false},
							  {"changes", SMS_NUMBER_CHANGES, "hands", "of", false},
							  {"reopenings", SMS_NUMBER_REOPENINGS, NULL, NULL, false}},
					      .number_count = 7,
					      .now = at(now)};
	must(sms_rows_read(&rig->rows, rig->place->store->snapshot, &rig->plan, NULL));
}

static int set_up(void **state)
{
	static struct rig rig;
	rig = (struct rig){.place = errands()};
	*state = &rig;
	return 0;
}

static int tear_down(void **state)
{
	struct rig *rig = *state;
	sms_rows_free(rig->rows);
	sms_query_free(rig->dropped);
	sms_json_free(rig->done);
	sms_json_free(rig->held);
	drop_errands(rig->place);
	return 0;
}

static struct sms_slice in(const char *text)
{
	return (struct sms_slice){.period = period(text), .key = SMS_ANY};
}

static size_t count(const struct rig *rig, enum sms_population population, const char *when)
{
	const struct sms_measure measure = {.of = {population, SMS_ANY, SMS_ANY}};
	const struct sms_slice slice = in(when);
	return (size_t)sms_measure(rig->rows, &measure, &slice).value;
}

static struct sms_figure statistic(const struct rig *rig, enum sms_statistic what, unsigned percent, size_t number,
				   const char *when)
{
	const struct sms_measure measure = {
		.statistic = what, .percent = percent, .of = {SMS_RESOLVED, SMS_ANY, number}};
	const struct sms_slice slice = in(when);
	return sms_measure(rig->rows, &measure, &slice);
}

static void a_record_counts_in_the_month_of_its_instant(void **state)
{
	struct rig *rig = *state;
	add_errand(rig->place, "AAAAAA", "going", "2026-01-31T23:59:59Z", "");
	add_errand(rig->place, "BBBBBB", "over", "2026-02-01T00:00:00Z", "\"ended\": \"2026-03-01T00:00:00Z\"");
	add_errand(rig->place, "CCCCCC", "over", "2026-02-28T23:59:59+01:00", "\"ended\": \"2026-02-28T23:59:59Z\"");
	read_rows(rig, "2026-06-01T00:00:00Z");
	assert_int_equal(count(rig, SMS_OPENED, "2026-01"), 1);
	assert_int_equal(count(rig, SMS_OPENED, "2026-02"), 2);
	assert_int_equal(count(rig, SMS_RESOLVED, "2026-02"), 1);
	assert_int_equal(count(rig, SMS_RESOLVED, "2026-03"), 1);
	assert_int_equal(count(rig, SMS_OPENED, "2025"), 0);
}

static void the_backlog_is_what_is_open_at_the_last_instant(void **state)
{
	struct rig *rig = *state;
	add_errand(rig->place, "AAAAAA", "going", "2026-01-10T00:00:00Z", "");
	add_errand(rig->place, "BBBBBB", "over", "2026-01-10T00:00:00Z", "\"ended\": \"2026-01-31T23:59:59Z\"");
	add_errand(rig->place, "CCCCCC", "over", "2026-01-10T00:00:00Z", "\"ended\": \"2026-02-01T00:00:00Z\"");
	add_errand(rig->place, "DDDDDD", "going", "2026-02-01T00:00:00Z", "");
	read_rows(rig, "2026-06-01T00:00:00Z");
	assert_int_equal(count(rig, SMS_OPEN, "2026-01"), 2);
	assert_int_equal(count(rig, SMS_OPEN, "2026-02"), 2);
	assert_int_equal(count(rig, SMS_OPEN, "2025-12"), 0);
}

static void what_happens_after_now_has_not_happened_yet(void **state)
{
	struct rig *rig = *state;
	add_errand(rig->place, "AAAAAA", "over", "2026-01-10T00:00:00Z",
		   "\"ended\": \"2026-02-10T00:00:00Z\", \"log\": [{\"at\": \"2026-02-10T00:00:00Z\", \"by\": \"a\", "
		   "\"kind\": \"state\", \"from\": \"going\", \"to\": \"over\"}]");
	add_errand(rig->place, "BBBBBB", "going", "2026-02-15T00:00:00Z", "");
	read_rows(rig, "2026-02-01T00:00:00Z");
	assert_int_equal(rig->rows->count, 1);
	assert_int_equal(rig->rows->later, 1);
	assert_int_equal(count(rig, SMS_RESOLVED, "2026"), 0);
	assert_int_equal(count(rig, SMS_OPEN, "2026-01"), 1);
}

static void the_excluded_count_as_nothing(void **state)
{
	struct rig *rig = *state;
	add_errand(rig->place, "AAAAAA", "dropped", "2026-01-10T00:00:00Z", "");
	add_errand(rig->place, "BBBBBB", "going", "2026-01-10T00:00:00Z", "");
	read_rows(rig, "2026-06-01T00:00:00Z");
	assert_int_equal(rig->rows->count, 2);
	assert_int_equal(rig->rows->rows[0].excluded, 1);
	assert_int_equal(count(rig, SMS_OPENED, "2026-01"), 1);
	assert_int_equal(count(rig, SMS_OPEN, "2026-01"), 1);
}

/* Three hours of work, an hour of rest that the log knows, one more that was noted, and a day over before it was taken
 * up again. */
#define LIFE                                                                                                           \
	"\"ended\": \"2026-01-11T05:00:00Z\", "                                                                        \
	"\"rests\": [{\"why\": \"rain\", \"from\": \"2026-01-10T01:30:00Z\", \"to\": \"2026-01-10T02:30:00Z\"}], "     \
	"\"log\": ["                                                                                                   \
	"{\"at\": \"2026-01-10T01:00:00Z\", \"by\": \"a\", \"kind\": \"state\", \"to\": \"resting\"}, "                \
	"{\"at\": \"2026-01-10T02:00:00Z\", \"by\": \"a\", \"kind\": \"state\", \"to\": \"going\"}, "                  \
	"{\"at\": \"2026-01-10T04:00:00Z\", \"by\": \"a\", \"kind\": \"state\", \"to\": \"over\"}, "                   \
	"{\"at\": \"2026-01-10T12:00:00Z\", \"by\": \"a\", \"kind\": \"note\", \"to\": \"going\"}, "                   \
	"{\"at\": \"2026-01-11T04:00:00Z\", \"by\": \"a\", \"kind\": \"state\", \"to\": \"going\"}, "                  \
	"{\"at\": \"2026-01-11T05:00:00Z\", \"by\": \"a\", \"kind\": \"state\", \"to\": \"over\"}]"

static void holds_are_united_and_reopened_time_is_not_counted(void **state)
{
	struct rig *rig = *state;
	add_errand(rig->place, "AAAAAA", "over", "2026-01-10T00:00:00Z", LIFE);
	read_rows(rig, "2026-06-01T00:00:00Z");
	const struct sms_row *row = &rig->rows->rows[0];
	assert_int_equal(sms_row_number(rig->rows, row, TIME, 0), 5 * HOUR);
	assert_int_equal(sms_row_number(rig->rows, row, HELD, 0), HOUR + HOUR / 2);
	assert_int_equal(sms_row_number(rig->rows, row, WORK, 0), 3 * HOUR + HOUR / 2);
	assert_int_equal(sms_row_number(rig->rows, row, REOPENINGS, 0), 1);
	assert_int_equal(row->holds, 2);
	assert_string_equal(rig->rows->reasons.items[rig->rows->holds[row->hold].reason], "rain");
	assert_int_equal(rig->rows->holds[row->hold].seconds, HOUR);
	assert_int_equal(rig->rows->holds[row->hold + 1].reason, SMS_NO_KEY);
	assert_int_equal(rig->rows->holds[row->hold + 1].seconds, HOUR / 2);
}

static void a_reopening_counts_when_it_happens_and_interrupts_being_over(void **state)
{
	struct rig *rig = *state;
	add_errand(rig->place, "AAAAAA", "over", "2026-01-10T00:00:00Z", LIFE);
	read_rows(rig, "2026-06-01T00:00:00Z");
	const struct sms_row *row = &rig->rows->rows[0];
	assert_int_equal(count(rig, SMS_REOPENED, "2026-01-10"), 0);
	assert_int_equal(count(rig, SMS_REOPENED, "2026-01-11"), 1);
	assert_true(sms_row_is_open(rig->rows, row, at("2026-01-10T03:59:59Z")));
	assert_false(sms_row_is_open(rig->rows, row, at("2026-01-10T04:00:00Z")));
	assert_true(sms_row_is_open(rig->rows, row, at("2026-01-11T04:00:00Z")));
	assert_false(sms_row_is_open(rig->rows, row, at("2026-01-11T05:00:00Z")));
}

/* The stamp of the first time stays in a record that was opened again; the log has the second. */
static void an_old_stamp_gives_way_to_the_log(void **state)
{
	struct rig *rig = *state;
	add_errand(rig->place, "AAAAAA", "over", "2026-01-10T00:00:00Z",
		   "\"ended\": \"2026-01-10T01:00:00Z\", \"log\": ["
		   "{\"at\": \"2026-01-10T01:00:00Z\", \"by\": \"a\", \"kind\": \"state\", \"to\": \"over\"}, "
		   "{\"at\": \"2026-01-10T03:00:00Z\", \"by\": \"a\", \"kind\": \"state\", \"to\": \"going\"}, "
		   "{\"at\": \"2026-01-10T06:00:00Z\", \"by\": \"a\", \"kind\": \"state\", \"to\": \"over\"}]");
	add_errand(rig->place, "BBBBBB", "going", "2026-01-10T00:00:00Z", "\"ended\": \"2026-01-10T01:00:00Z\"");
	read_rows(rig, "2026-06-01T00:00:00Z");
	assert_int_equal(rig->rows->rows[0].resolved, at("2026-01-10T06:00:00Z"));
	assert_int_equal(sms_row_number(rig->rows, &rig->rows->rows[0], TIME, 0), 4 * HOUR);
	assert_int_equal(rig->rows->rows[1].resolved, SMS_TIME_NONE);
	assert_int_equal(sms_row_number(rig->rows, &rig->rows->rows[1], TIME, 0), SMS_NO_NUMBER);
}

static void gaps_of_the_data_are_counted(void **state)
{
	struct rig *rig = *state;
	add_errand(rig->place, "AAAAAA", "over", "2026-01-10T00:00:00Z", "\"ended\": \"2026-01-09T00:00:00Z\"");
	add_errand(rig->place, "BBBBBB", "over", "2026-01-10T00:00:00Z", "");
	act_as("anna", "2026-01-02T00:00:00Z");
	commit_files(
		rig->place, "records/errand/2026/01/ERR-20260101-CCCCCC.json", "{\"no\n",
		"records/errand/2026/01/ERR-20260101-DDDDDD.json",
		"{\"id\": \"ERR-20260101-DDDDDD\", \"type\": \"errand\", \"title\": \"D\", \"state\": \"going\"}\n",
		NULL);
	read_rows(rig, "2026-06-01T00:00:00Z");
	assert_int_equal(rig->rows->reversed, 1);
	assert_int_equal(rig->rows->untimed, 1);
	assert_int_equal(rig->rows->unreadable, 1);
	assert_int_equal(rig->rows->undated, 1);
	assert_int_equal(sms_row_number(rig->rows, &rig->rows->rows[0], TIME, 0), SMS_NO_NUMBER);
	assert_int_equal(count(rig, SMS_OPEN, "2026-01"), 0);
}

static void add_ended(struct rig *rig, const char *letters, const char *kind, const char *ended, int steps)
{
	sms_auto(string) char *members =
		sms_format("\"kind\": \"%s\", \"ended\": \"%s\", \"steps\": %d", kind, ended, steps);
	add_errand(rig->place, letters, "over", "2026-01-10T00:00:00Z", members);
}

static void means_medians_and_percentiles_are_as_by_hand(void **state)
{
	struct rig *rig = *state;
	add_ended(rig, "AAAAAA", "big", "2026-01-10T01:00:00Z", 1);
	add_ended(rig, "BBBBBB", "big", "2026-01-10T02:00:00Z", 2);
	add_ended(rig, "CCCCCC", "small", "2026-01-10T03:00:00Z", 3);
	add_ended(rig, "DDDDDD", "small", "2026-01-20T00:00:00Z", 4);
	read_rows(rig, "2026-06-01T00:00:00Z");
	struct sms_figure median = statistic(rig, SMS_STATISTIC_PERCENTILE, 50, TIME, "2026-01");
	assert_true(median.known && median.value == 2.5 * HOUR);
	assert_int_equal(median.n, 4);
	assert_true(statistic(rig, SMS_STATISTIC_MEAN, 0, TIME, "2026-01").value == 61.5 * HOUR);
	assert_true(statistic(rig, SMS_STATISTIC_SUM, 0, STEPS, "2026-01").value == 10);
	/* between the third (3 h) and the fourth (240 h), seven tenths of the way */
	double p90 = statistic(rig, SMS_STATISTIC_PERCENTILE, 90, TIME, "2026-01").value;
	assert_true(p90 > 168.89 * HOUR && p90 < 168.91 * HOUR);
	const struct sms_measure share = {.statistic = SMS_STATISTIC_SHARE,
					  .of = {SMS_RESOLVED, SMS_ANY, SMS_ANY},
					  .base = {SMS_OPENED, SMS_ANY, SMS_ANY}};
	struct sms_slice day = in("2026-01-10");
	struct sms_figure three = sms_measure(rig->rows, &share, &day);
	assert_true(three.part == 3 && three.whole == 4 && three.value == 0.75);
}

static void nothing_gives_nothing_known(void **state)
{
	struct rig *rig = *state;
	read_rows(rig, "2026-06-01T00:00:00Z");
	const struct sms_measure share = {.statistic = SMS_STATISTIC_SHARE,
					  .of = {SMS_RESOLVED, SMS_ANY, SMS_ANY},
					  .base = {SMS_OPENED, SMS_ANY, SMS_ANY}};
	const struct sms_slice slice = in("2026-01");
	struct sms_period extent = sms_rows_extent(rig->rows);
	assert_false(sms_measure(rig->rows, &share, &slice).known);
	assert_false(statistic(rig, SMS_STATISTIC_MEAN, 0, TIME, "2026-01").known);
	assert_false(statistic(rig, SMS_STATISTIC_PERCENTILE, 50, TIME, "2026-01").known);
	assert_int_equal(count(rig, SMS_OPENED, "2026-01"), 0);
	assert_int_equal(extent.from, extent.to);
}

static void changes_of_hands_are_counted_in_their_order(void **state)
{
	struct rig *rig = *state;
	add_errand(rig->place, "AAAAAA", "going", "2026-01-10T00:00:00Z",
		   "\"hands\": [{\"of\": \"a\"}, {\"of\": \"a\"}, {}, {\"of\": \"b\"}, {\"of\": \"a\"}]");
	add_errand(rig->place, "BBBBBB", "going", "2026-01-10T00:00:00Z", "\"kind\": \"big\"");
	read_rows(rig, "2028-02-29T12:00:00Z");
	assert_int_equal(sms_row_number(rig->rows, &rig->rows->rows[0], CHANGES, 0), 2);
	assert_int_equal(sms_row_number(rig->rows, &rig->rows->rows[1], CHANGES, 0), SMS_NO_NUMBER);
	assert_int_equal(sms_row_number(rig->rows, &rig->rows->rows[0], AGE, at("2026-01-12T00:00:00Z")), 2 * SMS_DAY);
	assert_int_equal(sms_row_key(rig->rows, &rig->rows->rows[0], 0), SMS_NO_KEY);
	assert_string_equal(rig->rows->names[0].items[sms_row_key(rig->rows, &rig->rows->rows[1], 0)], "big");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(percentiles_lie_between_the_two_nearest_values),
		cmocka_unit_test_setup_teardown(a_record_counts_in_the_month_of_its_instant, set_up, tear_down),
		cmocka_unit_test_setup_teardown(the_backlog_is_what_is_open_at_the_last_instant, set_up, tear_down),
		cmocka_unit_test_setup_teardown(what_happens_after_now_has_not_happened_yet, set_up, tear_down),
		cmocka_unit_test_setup_teardown(the_excluded_count_as_nothing, set_up, tear_down),
		cmocka_unit_test_setup_teardown(holds_are_united_and_reopened_time_is_not_counted, set_up, tear_down),
		cmocka_unit_test_setup_teardown(a_reopening_counts_when_it_happens_and_interrupts_being_over, set_up,
						tear_down),
		cmocka_unit_test_setup_teardown(an_old_stamp_gives_way_to_the_log, set_up, tear_down),
		cmocka_unit_test_setup_teardown(gaps_of_the_data_are_counted, set_up, tear_down),
		cmocka_unit_test_setup_teardown(means_medians_and_percentiles_are_as_by_hand, set_up, tear_down),
		cmocka_unit_test_setup_teardown(nothing_gives_nothing_known, set_up, tear_down),
		cmocka_unit_test_setup_teardown(changes_of_hands_are_counted_in_their_order, set_up, tear_down),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
