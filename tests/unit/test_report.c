#include "base/builtin.h"
#include "model/builtin_schema.h"
#include "reporting.h"
#include "wrap/text.h"

/* A report about errands with a block of every kind. */
#define ABOUT                                                                                                          \
	"{\"schema\": \"sms/report-definition/1\", \"title\": \"Errands\", \"purpose\": \"To test.\", "                \
	"\"audience\": \"Nobody\", \"clauses\": [\"9.4\"], \"type\": \"errand\", "                                     \
	"\"members\": {\"opened\": \"begun\", \"resolved\": \"ended\", \"service\": \"place\"}, "                      \
	"\"states\": {\"done\": [\"over\"], \"held\": [\"resting\"]}, "                                                \
	"\"holds\": {\"list\": \"rests\", \"from\": \"from\", \"to\": \"to\", \"reason\": \"why\"}, "                  \
	"\"exclude\": [{\"title\": \"dropped\", \"where\": \"state = dropped\"}], "                                    \
	"\"numbers\": {\"time\": {\"is\": \"span\", \"from\": \"begun\", \"to\": \"ended\"}, "                         \
	"\"age\": {\"is\": \"age\"}}, \"rules\": [\"Errands count.\"], \"sections\": "
#define COUNT "{\"label\": \"Begun\", \"measure\": \"count\", \"of\": \"opened\"}"
#define MEDIAN "{\"label\": \"Median\", \"measure\": \"median\", \"of\": \"resolved\", \"number\": \"time\"}"
#define SHARE "{\"label\": \"Over\", \"measure\": \"share\", \"of\": \"resolved\", \"base\": {\"of\": \"opened\"}}"
#define SECTION(blocks) "[{\"heading\": \"Part\", \"text\": \"A part.\", \"blocks\": [" blocks "]}]}\n"
#define EVERY_KIND                                                                                                     \
	"{\"figures\": [" COUNT ", " MEDIAN ", " SHARE "]}, "                                                          \
	"{\"table\": {\"by\": \"kind\", \"total\": true, \"columns\": [" COUNT ", " MEDIAN ", " SHARE "]}}, "          \
	"{\"chart\": \"stacked\", \"title\": \"Stacked\", \"of\": \"opened\", \"every\": \"month\", "                  \
	"\"by\": \"kind\"}, "                                                                                          \
	"{\"chart\": \"lines\", \"title\": \"Lines\", \"every\": \"week\", \"series\": [" COUNT "]}, "                 \
	"{\"chart\": \"histogram\", \"title\": \"Histogram\", \"of\": \"resolved\", \"number\": \"time\", "            \
	"\"bands\": [\"1h\", \"1d\"]}, "                                                                               \
	"{\"chart\": \"bars\", \"title\": \"Bars\", \"of\": \"open\", \"number\": \"age\", \"bands\": [\"1d\"]}, "     \
	"{\"chart\": \"pareto\", \"title\": \"Pareto\", \"of\": \"opened\", \"by\": \"place\", \"limit\": 1}, "        \
	"{\"chart\": \"heat\", \"title\": \"Heat\", \"of\": \"opened\"}, "                                             \
	"{\"holds\": {\"of\": \"resolved\", \"base\": \"time\"}}, "                                                    \
	"{\"records\": {\"of\": \"open\", \"columns\": [\"id\", \"age\", \"title\"], \"sort\": \"age\", "              \
	"\"limit\": 1}}"

static void define(struct place *place, const char *name, const char *text)
{
	sms_auto(string) char *path = sms_format("reports/%s.json", name);
	act_as("anna", "2026-01-02T00:00:00Z");
	commit_files(place, path, text, NULL);
}

static int set_up(void **state)
{
	*state = errands();
	define(*state, "errands", ABOUT SECTION(EVERY_KIND));
	return 0;
}

static int tear_down(void **state)
{
	drop_errands(*state);
	return 0;
}

/* Seven begun: six in January, of which four are over and one is dropped; one in February. */
static void fill(struct place *place)
{
	add_errand(place, "AAAAAA", "over", "2026-01-05T09:00:00Z",
		   "\"kind\": \"big\", \"place\": \"Town\", \"ended\": \"2026-01-05T10:00:00Z\"");
	add_errand(place, "BBBBBB", "over", "2026-01-05T09:30:00Z",
		   "\"kind\": \"big\", \"place\": \"Town\", \"ended\": \"2026-01-05T12:30:00Z\", "
		   "\"rests\": [{\"why\": \"rain\", \"from\": \"2026-01-05T10:00:00Z\", \"to\": "
		   "\"2026-01-05T11:00:00Z\"}]");
	add_errand(place, "CCCCCC", "over", "2026-01-06T00:00:00Z",
		   "\"kind\": \"small\", \"place\": \"Mill\", \"ended\": \"2026-01-08T00:00:00Z\"");
	add_errand(place, "DDDDDD", "over", "2026-01-07T00:00:00Z", "\"ended\": \"2026-01-07T00:30:00Z\"");
	add_errand(place, "EEEEEE", "going", "2026-01-31T12:00:00Z", "\"kind\": \"small\"");
	add_errand(place, "FFFFFF", "dropped", "2026-01-31T12:00:00Z", "");
	add_errand(place, "GGGGGG", "going", "2026-02-01T00:00:00Z", "");
}

static struct sms_report *make(struct place *place, const char *name, const char *period_text)
{
	struct sms_report *report = NULL;
	const struct sms_report_options options = {.period = period_text, .now = at("2026-06-01T00:00:00Z")};
	must(sms_report_make(&report, place->store, name, &options));
	return report;
}

typedef void print(struct sms_buf *out, const struct sms_report *report);

static char *printed(struct place *place, print *printer, const char *period_text)
{
	struct sms_buf out = SMS_BUF_INIT;
	sms_auto(report) struct sms_report *report = make(place, "errands", period_text);
	printer(&out, report);
	return sms_buf_take(&out);
}

static void expect_in(const char *text, const char *part)
{
	if (!strstr(text, part))
		fail_msg("'%s' is not in:\n%s", part, text);
}

static void expect_not_in(const char *text, const char *part)
{
	if (strstr(text, part))
		fail_msg("'%s' is in:\n%s", part, text);
}

static void figures_are_as_by_hand(void **state)
{
	fill(*state);
	sms_auto(string) char *text = printed(*state, sms_report_text, "2026-01");
	expect_in(text, "  Begun   5\n");
	/* 30 min, 1 h, 3 h, 48 h: between the second and the third; from four records */
	expect_in(text, "  Median  2 h\xe2\x80\xa0 (n 4)\n");
	expect_in(text, "  Over    80.0 % (4 of 5)\n");
	expect_in(text, "  big            2     2 h\xe2\x80\xa0  100.0 % (2/2)\xe2\x80\xa0\n");
	expect_in(text, "  not given      1  30 min\xe2\x80\xa0");
	expect_in(text, "  All            5     2 h\xe2\x80\xa0    80.0 % (4/5)\n");
	expect_in(text, "made from fewer than 5 records");
	expect_in(text, "reported in the period: 1 dropped.");
}

static void charts_show_what_there_is(void **state)
{
	fill(*state);
	sms_auto(string) char *text = printed(*state, sms_report_text, "2026-01");
	expect_in(text, "  2026-01         2         2         1         5  \xe2\x96\x88");
	expect_in(text, "Begun: highest 4 (week 2026-01-05), last 2.");
	expect_in(text, "  under 1 h       1       25.0 %");
	expect_in(text, "  1\xe2\x80\x93"
			"24 h          2       50.0 %");
	expect_in(text, "  over 1 d        1       25.0 %");
	expect_in(text, "  under 1 d       1      100.0 %");
	expect_in(text, "  Town           2       40.0 %");
	expect_in(text, "  2 others       3      100.0 %");
	expect_in(text, "Busiest: Mon, 09 to 10 h (2 of 5).");
	expect_in(text, "  rain          1  1 h\xe2\x80\xa0  1 h\xe2\x80\xa0");
	expect_in(text, "  ERR-20260101-EEEEEE  12 h  Errand EEEEEE\n");
}

/* Exact times where they fit, rounded ones where they do not, a line a figure where nothing fits. */
static void text_keeps_to_80_columns(void **state)
{
	fill(*state);
	define(*state, "errands",
	       ABOUT SECTION("{\"table\": {\"by\": \"kind\", \"columns\": [" MEDIAN ", " MEDIAN ", " MEDIAN ", " MEDIAN
			     ", " MEDIAN ", " MEDIAN ", " MEDIAN ", " MEDIAN "]}}, "
			     "{\"table\": {\"by\": \"kind\", \"columns\": [" SHARE ", " SHARE ", " SHARE ", " SHARE
			     ", " SHARE ", " SHARE "]}}"));
	add_errand(*state, "HHHHHH", "over", "2026-01-05T00:00:00Z", "\"ended\": \"2026-01-06T10:10:00Z\"");
	sms_auto(string) char *text = printed(*state, sms_report_text, "2026-01");
	sms_auto(list) struct sms_list lines = SMS_LIST_INIT;
	sms_list_split(&lines, text, '\n');
	for (size_t i = 0; i < lines.count; i++)
		assert_true(sms_text_width(lines.items[i]) <= 80);
	expect_in(text, "17 h\xe2\x80\xa0");
	expect_in(text, "  not given\n    Over: 100.0 % (2/2)");
}

static void without_a_period_it_is_everything(void **state)
{
	fill(*state);
	sms_auto(string) char *text = printed(*state, sms_report_text, NULL);
	expect_in(text, "2026-01..2026-02 (everything there is)");
	expect_in(text, "  Begun   6\n");
	expect_in(text, "  and 1 more\n");
}

static void the_period_before_stands_beside_when_there_is_one(void **state)
{
	fill(*state);
	sms_auto(string) char *february = printed(*state, sms_report_text, "2026-02");
	sms_auto(string) char *january = printed(*state, sms_report_text, "2026-01");
	expect_in(february, "  Begun   1; 2026-01: 5\n");
	expect_in(february, "1 month before the period is drawn for comparison.");
	expect_not_in(january, "2025-12:");
	expect_not_in(january, "before the period");
}

static void a_period_that_is_not_over_ends_now(void **state)
{
	fill(*state);
	sms_auto(report) struct sms_report *report = NULL;
	const struct sms_report_options options = {.period = "2026-01", .now = at("2026-01-06T12:00:00Z")};
	must(sms_report_make(&report, ((struct place *)*state)->store, "errands", &options));
	assert_string_equal(report->period, "2026-01 (not over yet)");
	assert_int_equal(report->span.to, at("2026-01-06T12:00:00Z") + 1);
	assert_true(report->sections[0].blocks[0].figures.items[0].value.figure.value == 3);
	assert_false(report->sections[0].blocks[0].figures.items[0].has_before);
}

static void nothing_is_reported_as_nothing(void **state)
{
	static print *const printers[] = {sms_report_text, sms_report_markdown, sms_report_html, sms_report_csv,
					  sms_report_json};
	sms_auto(string) char *text = printed(*state, sms_report_text, "2026-02");
	expect_in(text, "  Begun   0\n  Median  \xe2\x80\x93\n  Over    \xe2\x80\x93\n");
	expect_in(text, "Nothing to show.");
	for (size_t i = 0; i < SMS_COUNT(printers); i++)
		free(printed(*state, printers[i], NULL));
	fill(*state);
	sms_auto(string) char *long_ago = printed(*state, sms_report_text, "1999");
	expect_in(long_ago, "  Begun   0\n");
}

static void the_same_comes_out_the_same(void **state)
{
	static print *const printers[] = {sms_report_text, sms_report_markdown, sms_report_html, sms_report_csv,
					  sms_report_json};
	fill(*state);
	for (size_t i = 0; i < SMS_COUNT(printers); i++) {
		sms_auto(string) char *first = printed(*state, printers[i], "2026-01");
		sms_auto(string) char *second = printed(*state, printers[i], "2026-01");
		assert_string_equal(first, second);
		expect_in(first, "2026-06-01T00:00:00Z");
	}
}

static void html_is_safe_and_alone(void **state)
{
	struct place *place = *state;
	add_errand(place, "AAAAAA", "going", "2026-01-05T09:00:00Z",
		   "\"place\": \"<script>alert(1)</script>\\\"&\\u202e\"");
	sms_auto(string) char *html = printed(place, sms_report_html, "2026-01");
	expect_in(html, "content=\"default-src 'none'; style-src 'unsafe-inline'; img-src data:\"");
	expect_in(html, "&lt;script&gt;alert(1)");
	expect_in(html, "role=\"img\" aria-labelledby=\"c3w-t c3w-d\"");
	expect_in(html, "\\u{202e}");
	expect_not_in(html, "\xe2\x80\xae");
	expect_not_in(html, "<script");
	expect_not_in(html, "http://");
	expect_not_in(html, "https://");
	expect_not_in(html, "nan");
}

static void markdown_escapes_what_would_be_markup(void **state)
{
	add_errand(*state, "AAAAAA", "going", "2026-01-05T09:00:00Z", "\"place\": \"a|b*c<d\"");
	sms_auto(string) char *text = printed(*state, sms_report_markdown, "2026-01");
	expect_in(text, "| a\\|b\\*c\\<d | 1 |");
}

static void csv_has_a_row_a_figure(void **state)
{
	fill(*state);
	sms_auto(string) char *csv = printed(*state, sms_report_csv, "2026-01");
	expect_in(csv, "section,block,row,column,value,unit,part,whole,n,mark\r\n");
	expect_in(csv, "Part,,Over,period,0.8,share of records,4,5,5,\r\n");
	expect_in(csv, "Part,,Median,period,7200,seconds,,,4,small\r\n");
	expect_in(csv, "Part,Stacked,2026-01,big,2,records,,,2,\r\n");
}

static void json_is_a_document_with_every_figure(void **state)
{
	fill(*state);
	sms_auto(json) sms_json *json = NULL;
	sms_auto(string) char *text = printed(*state, sms_report_json, "2026-01");
	must(sms_json_parse(&json, text, strlen(text), "report"));
	assert_string_equal(sms_json_get_text(json, "schema"), "sms/report/1");
	assert_string_equal(sms_json_get_text(sms_json_get(json, "period"), "to"), "2026-02-01T00:00:00Z");
	const sms_json *over = sms_json_pointer(json, "/sections/0/blocks/0/figures/2/figure");
	assert_true(sms_json_number(sms_json_get(over, "part")) == 4);
	assert_true(sms_json_number(sms_json_get(over, "whole")) == 5);
	assert_true(sms_json_true(sms_json_pointer(json, "/sections/0/blocks/0/figures/1/figure/small")));
}

static void a_service_narrows_it(void **state)
{
	struct place *place = *state;
	fill(place);
	act_as("anna", "2026-01-02T00:00:00Z");
	add_errand(place, "HHHHHH", "going", "2026-01-10T00:00:00Z", "\"place\": \"ERR-20260101-AAAAAA\"");
	sms_auto(report) struct sms_report *report = NULL;
	const struct sms_report_options options = {
		.period = "2026-01", .service = "aaaaaa", .now = at("2026-06-01T00:00:00Z")};
	must(sms_report_make(&report, place->store, "errands", &options));
	assert_true(report->sections[0].blocks[0].figures.items[0].value.figure.value == 1);
}

static struct sms_error *refused(struct place *place, const char *name, const char *period_text)
{
	sms_auto(report) struct sms_report *report = NULL;
	const struct sms_report_options options = {.period = period_text, .now = at("2026-06-01T00:00:00Z")};
	return sms_report_make(&report, place->store, name, &options);
}

static void what_is_wrong_is_said(void **state)
{
	struct place *place = *state;
	must_fail(refused(place, "errand", NULL), "unknown report 'errand'", "sms report errands");
	must_fail(refused(place, "errands", "2026-13"), "'2026-13' is no period",
		  "write 2026-10, 2026-Q4, 2026, 2026-10-05, or two of these as 2026-01..2026-06");
	define(place, "bad",
	       ABOUT SECTION("{\"chart\": \"stacked\", \"title\": \"x\", \"of\": \"opened\", \"by\": "
			     "\"knd\"}"));
	sms_auto(error) struct sms_error *error = refused(place, "bad", NULL);
	assert_string_equal(sms_error_message(error),
			    "reports/bad.json: section 'Part': unknown field 'knd' of errand");
	define(place, "worse", ABOUT SECTION("{\"chart\": \"cake\"}"));
	sms_auto(error) struct sms_error *worse = refused(place, "worse", NULL);
	assert_int_equal(sms_error_status(worse), SMS_INPUT);
	assert_non_null(strstr(sms_error_message(worse), "reports/worse.json:1:"));
}

static void built_in_definitions_are_good(void **state)
{
	size_t found = 0;
	for (size_t i = 0; i < sms_builtin_count(); i++) {
		const char *path = sms_builtin_path(i), *end = strrchr(path, '.');
		sms_auto(json) sms_json *json = NULL;
		sms_auto(string) char *name = NULL;
		size_t length;
		if (strncmp(path, "reports/", 8) != 0 || strcmp(end, ".json") != 0)
			continue;
		const char *text = sms_builtin(path, &length);
		must(sms_json_parse(&json, text, length, path));
		must(sms_builtin_schema_check("meta/report.json", json, text, length, path));
		name = sms_copy(path + 8, (size_t)(end - path) - 8);
		sms_report_free(make(*state, name, NULL));
		found++;
	}
	assert_true(found >= 1);
}

static void reports_are_listed_with_the_repository_s_own(void **state)
{
	struct place *place = *state;
	sms_auto(report_list) struct sms_report_list list = {0};
	must(sms_reports_list(&list, place->store));
	assert_true(list.count >= 2);
	assert_string_equal(list.items[0].name, "documents");
	assert_string_equal(list.items[1].name, "errands");
	assert_string_equal(list.items[1].clauses, "9.4");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(figures_are_as_by_hand, set_up, tear_down),
		cmocka_unit_test_setup_teardown(charts_show_what_there_is, set_up, tear_down),
		cmocka_unit_test_setup_teardown(text_keeps_to_80_columns, set_up, tear_down),
		cmocka_unit_test_setup_teardown(without_a_period_it_is_everything, set_up, tear_down),
		cmocka_unit_test_setup_teardown(the_period_before_stands_beside_when_there_is_one, set_up, tear_down),
		cmocka_unit_test_setup_teardown(a_period_that_is_not_over_ends_now, set_up, tear_down),
		cmocka_unit_test_setup_teardown(nothing_is_reported_as_nothing, set_up, tear_down),
		cmocka_unit_test_setup_teardown(the_same_comes_out_the_same, set_up, tear_down),
		cmocka_unit_test_setup_teardown(html_is_safe_and_alone, set_up, tear_down),
		cmocka_unit_test_setup_teardown(markdown_escapes_what_would_be_markup, set_up, tear_down),
		cmocka_unit_test_setup_teardown(csv_has_a_row_a_figure, set_up, tear_down),
		cmocka_unit_test_setup_teardown(json_is_a_document_with_every_figure, set_up, tear_down),
		cmocka_unit_test_setup_teardown(a_service_narrows_it, set_up, tear_down),
		cmocka_unit_test_setup_teardown(what_is_wrong_is_said, set_up, tear_down),
		cmocka_unit_test_setup_teardown(built_in_definitions_are_good, set_up, tear_down),
		cmocka_unit_test_setup_teardown(reports_are_listed_with_the_repository_s_own, set_up, tear_down),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
