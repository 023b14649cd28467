/* Charts for a terminal, of block characters. */
#include "work/report/text.h"
#include "wrap/text.h"
#include <string.h>

enum { LONGEST_BAR = 30 };

#define FULL "\xe2\x96\x88"

/* --- Bars: eighths of a character, never nothing for something. --- */

static void add_bar(struct sms_buf *out, double value, double most, size_t longest)
{
	static const char *const eighths[] = {"",
					      "\xe2\x96\x8f",
					      "\xe2\x96\x8e",
					      "\xe2\x96\x8d",
					      "\xe2\x96\x8c",
					      "\xe2\x96\x8b",
					      "\xe2\x96\x8a",
					      "\xe2\x96\x89"};
	if (value <= 0 || most <= 0)
		return;
	size_t length = (size_t)(value / most * (double)longest * 8 + 0.5);
	length = length ? length : 1;
	for (size_t i = 0; i < length / 8; i++)
		sms_buf_add_text(out, FULL);
	sms_buf_add_text(out, eighths[length % 8]);
}

static size_t widest_category(const struct sms_report_chart *chart)
{
	size_t widest = 0;
	for (size_t i = 0; i < chart->category_count; i++) {
		size_t width = sms_text_width(chart->categories[i].name);
		widest = width > widest ? width : widest;
	}
	return widest < LONGEST_BAR ? widest : LONGEST_BAR;
}

static void add_number(struct sms_buf *out, double number, size_t width)
{
	sms_auto(buf) struct sms_buf text = SMS_BUF_INIT;
	report_add_count(&text, number);
	text_add_padded(out, sms_buf_text(&text), width, false);
}

/* A row a category: the parts in figures, their sum as a bar. */
static void add_stacked(struct sms_buf *out, const struct sms_report_chart *chart)
{
	size_t number = chart->series_count > 4 ? 8 : 10, names = widest_category(chart);
	size_t room = TEXT_WIDTH - 2 * TEXT_GAP - names - number * (chart->series_count + 1);
	double most = report_most_of(chart);
	sms_buf_add_fill(out, ' ', TEXT_GAP + names);
	for (size_t i = 0; i < chart->series_count; i++) {
		sms_buf_add_char(out, ' ');
		text_add_padded(out, chart->series[i].name, number - 1, false);
	}
	text_add_padded(out, "all", number, false);
	text_end_line(out);
	for (size_t j = 0; j < chart->category_count; j++) {
		sms_buf_add_fill(out, ' ', TEXT_GAP);
		text_add_padded(out, chart->categories[j].name, names, true);
		for (size_t i = 0; i < chart->series_count; i++)
			add_number(out, chart->series[i].cells[j].figure.value, number);
		add_number(out, report_sum_of(chart, j), number);
		sms_buf_add_fill(out, ' ', TEXT_GAP);
		add_bar(out, report_sum_of(chart, j), most, room < LONGEST_BAR ? room : LONGEST_BAR);
		text_end_line(out);
	}
}

/* A row a category: figure, share of all, with `running` the share of all so far. */
static void add_bars(struct sms_buf *out, const struct sms_report_chart *chart, bool running)
{
	size_t names = widest_category(chart);
	double most = report_most_of(chart), total = 0, sum = 0;
	for (size_t i = 0; i < chart->category_count; i++)
		total += report_sum_of(chart, i);
	for (size_t i = 0; i < chart->category_count; i++) {
		sms_auto(buf) struct sms_buf share = SMS_BUF_INIT;
		double value = report_sum_of(chart, i);
		sms_buf_add_fill(out, ' ', TEXT_GAP);
		text_add_padded(out, chart->categories[i].name, names, true);
		add_number(out, value, TEXT_NARROWEST);
		sum += value;
		report_add_percent(&share, running ? sum : value, total);
		text_add_padded(out, sms_buf_text(&share), 13, false);
		sms_buf_add_fill(out, ' ', TEXT_GAP);
		add_bar(out, value, most, TEXT_WIDTH - 2 * TEXT_GAP - names - TEXT_NARROWEST - 13);
		text_end_line(out);
	}
	if (running)
		sms_buf_add_text(out, "  (per cent: of all, down to and with this row)\n");
}

/* A line as a row of bars, one a category, and what the highest of them stands for. */
static void add_lines(struct sms_buf *out, const struct sms_report_chart *chart)
{
	static const char *const levels[] = {"\xe2\x96\x81", "\xe2\x96\x82", "\xe2\x96\x83", "\xe2\x96\x84",
					     "\xe2\x96\x85", "\xe2\x96\x86", "\xe2\x96\x87", "\xe2\x96\x88"};
	double most = 0;
	for (size_t i = 0; i < chart->series_count; i++)
		for (size_t j = 0; j < chart->category_count; j++)
			most = report_larger(most, chart->series[i].cells[j].figure.value);
	for (size_t i = 0; i < chart->series_count; i++) {
		const struct sms_cell *cells = chart->series[i].cells;
		sms_buf_add_fill(out, ' ', TEXT_GAP);
		text_add_padded(out, chart->series[i].name, 16, true);
		for (size_t j = 0; j < chart->category_count; j++) {
			double share = most > 0 ? cells[j].figure.value / most : 0;
			sms_buf_add_text(out, cells[j].figure.known ? levels[(size_t)(share * 7 + 0.5)] : " ");
		}
		text_end_line(out);
	}
	if (chart->category_count)
		sms_buf_add_format(out, "  %-16s%s to %s, a %s each\n", "", chart->categories[0].name,
				   chart->categories[chart->category_count - 1].name, chart->axis);
}

static void add_heat(struct sms_buf *out, const struct sms_report_chart *chart)
{
	/* nothing, next to nothing, and quarters */
	static const char *const shades[] = {" ",           "\xc2\xb7", "\xe2\x96\x91", "\xe2\x96\x92", "\xe2\x96\x93",
					     "\xe2\x96\x88"};
	double most = 0;
	for (size_t i = 0; i < chart->series_count; i++)
		for (size_t j = 0; j < chart->category_count; j++)
			most = report_larger(most, chart->series[i].cells[j].figure.value);
	sms_buf_add_text(out, "       ");
	for (size_t j = 0; j < chart->category_count; j++)
		sms_buf_add_format(out, "%s ", chart->categories[j].name);
	text_end_line(out);
	for (size_t i = 0; i < chart->series_count; i++) {
		sms_buf_add_fill(out, ' ', TEXT_GAP);
		text_add_padded(out, chart->series[i].name, 5, true);
		for (size_t j = 0; j < chart->category_count; j++) {
			double value = chart->series[i].cells[j].figure.value;
			size_t quarters = value > 0 ? (size_t)(value / most * 4 + 0.5) : 0;
			const char *shade = shades[value > 0 ? 1 + quarters : 0];
			sms_buf_add_format(out, "%s%s%s", shade, shade, shade);
		}
		text_end_line(out);
	}
}

void text_add_chart(struct sms_buf *out, const struct sms_report_chart *chart)
{
	sms_auto(buf) struct sms_buf title = SMS_BUF_INIT;
	sms_buf_add_format(&title, "%s, by %s", chart->title, chart->axis);
	text_add_line(
		out, chart->kind == SMS_CHART_STACKED || chart->kind == SMS_CHART_LINES ? title.data : chart->title, 0);
	if (!chart->summary) {
		sms_buf_add_text(out, "  Nothing to show.\n");
		return;
	}
	if (chart->kind == SMS_CHART_STACKED)
		add_stacked(out, chart);
	else if (chart->kind == SMS_CHART_LINES)
		add_lines(out, chart);
	else if (chart->kind == SMS_CHART_HEAT)
		add_heat(out, chart);
	else
		add_bars(out, chart, chart->kind == SMS_CHART_PARETO);
	text_add_line(out, chart->summary, TEXT_GAP);
}
