/* How figures are written, the same in every format for people. */
#include "work/report/private.h"
#include "wrap/text.h"
#include <stdio.h>
#include <string.h>

#define DASH "\xe2\x80\x93"

const char *const report_cell_units[] = {
	[SMS_CELL_EMPTY] = "",
	[SMS_CELL_TEXT] = "text",
	[SMS_CELL_COUNT] = "records",
	[SMS_CELL_NUMBER] = "number",
	[SMS_CELL_TIME] = "seconds",
	[SMS_CELL_SHARE] = "share of records",
	[SMS_CELL_RATIO] = "share of seconds",
};

const char *report_chart_word(enum sms_chart_kind kind)
{
	static const char *const words[] = {
		[SMS_CHART_STACKED] = "stacked", [SMS_CHART_LINES] = "lines",   [SMS_CHART_HISTOGRAM] = "histogram",
		[SMS_CHART_BARS] = "bars",       [SMS_CHART_PARETO] = "pareto", [SMS_CHART_HEAT] = "heat"};
	return words[kind];
}

void report_add_html(struct sms_buf *out, const char *text)
{
	sms_auto(buf) struct sms_buf safe = SMS_BUF_INIT;
	sms_text_add_safe(&safe, text, false);
	sms_text_add_html(out, sms_buf_text(&safe));
}

bool report_is_small(const struct sms_cell *cell)
{
	return cell->kind != SMS_CELL_TEXT && cell->kind != SMS_CELL_COUNT && cell->figure.known && cell->figure.n &&
	       cell->figure.n < SMS_SMALL;
}

void report_add_count(struct sms_buf *out, double number)
{
	char digits[32];
	int length = snprintf(digits, sizeof digits, "%.0f", number < 1e15 ? number : 1e15);
	for (int i = 0; i < length; i++) {
		sms_buf_add_char(out, digits[i]);
		if (digits[i] != '-' && i + 1 < length && (length - i - 1) % 3 == 0)
			sms_buf_add_char(out, ',');
	}
}

/* Neither a little nor nearly all is rounded to none or all. */
void report_add_percent(struct sms_buf *out, double part, double whole)
{
	double percent = whole > 0 ? 100 * part / whole : 0;
	if (part > 0 && percent < 0.05)
		sms_buf_add_text(out, "under 0.1 %");
	else if (part < whole && percent > 99.9)
		sms_buf_add_text(out, "99.9 %");
	else
		sms_buf_add_format(out, "%.1f %%", percent);
}

static void add_time(struct sms_buf *out, double seconds)
{
	enum { LONG = 100 * SMS_DAY };
	char text[32];
	sms_time whole = (sms_time)(seconds + 0.5);
	if (whole >= LONG) {
		report_add_count(out, (double)whole / SMS_DAY);
		sms_buf_add_text(out, " d");
		return;
	}
	/* Two units are written: rounded to the second, not cut. */
	sms_time unit = whole >= SMS_DAY - 30 ? 3600 : whole >= 3600 ? 60 : 1;
	sms_time_describe((whole + unit / 2) / unit * unit, text);
	sms_buf_add_text(out, text);
}

static const struct {
	const char *name;
	double seconds;
} units[] = {{"d", SMS_DAY}, {"h", 3600}, {"min", 60}, {"s", 1}};

/* The largest unit of which there are at least so many. */
static size_t unit_for(double seconds, double least)
{
	size_t i = 0;
	while (i + 1 < SMS_COUNT(units) && seconds < least * units[i].seconds)
		i++;
	return i;
}

void report_add_short_time(struct sms_buf *out, double seconds)
{
	size_t unit = unit_for(seconds, 1);
	double number = seconds / units[unit].seconds;
	if (number < 10 && unit + 1 < SMS_COUNT(units))
		sms_buf_add_format(out, "%.1f", number);
	else
		report_add_count(out, number);
	sms_buf_add_format(out, " %s", units[unit].name);
}

/* Part and whole in one unit, so that people can see what was divided: "12 of 48 h". */
static void add_times(struct sms_buf *out, const struct sms_figure *figure, const char *between)
{
	size_t unit = unit_for(figure->whole, 10);
	report_add_count(out, figure->part / units[unit].seconds);
	sms_buf_add_text(out, between);
	report_add_count(out, figure->whole / units[unit].seconds);
	sms_buf_add_format(out, " %s", units[unit].name);
}

static void add_share(struct sms_buf *out, const struct sms_cell *cell, bool brief)
{
	const struct sms_figure *figure = &cell->figure;
	const char *between = brief ? "/" : " of ";
	report_add_percent(out, figure->part, figure->whole);
	sms_buf_add_text(out, " (");
	if (cell->kind == SMS_CELL_RATIO) {
		add_times(out, figure, between);
	} else {
		report_add_count(out, figure->part);
		sms_buf_add_text(out, between);
		report_add_count(out, figure->whole);
	}
	sms_buf_add_char(out, ')');
}

void report_add_cell(struct sms_buf *out, const struct sms_cell *cell, bool brief)
{
	if (cell->kind != SMS_CELL_TEXT && cell->kind != SMS_CELL_EMPTY && !cell->figure.known) {
		sms_buf_add_text(out, DASH);
		return;
	}
	switch (cell->kind) {
	case SMS_CELL_EMPTY:
		return;
	case SMS_CELL_TEXT:
		sms_buf_add_text(out, cell->text);
		return;
	case SMS_CELL_COUNT:
		report_add_count(out, cell->figure.value);
		return;
	case SMS_CELL_NUMBER:
		if ((double)(int64_t)cell->figure.value == cell->figure.value)
			report_add_count(out, cell->figure.value);
		else
			sms_buf_add_format(out, "%.2f", cell->figure.value);
		return;
	case SMS_CELL_TIME:
		add_time(out, cell->figure.value);
		return;
	case SMS_CELL_SHARE:
	case SMS_CELL_RATIO:
		add_share(out, cell, brief);
	}
}

/* One category a row, one series a column; of a heat map the other way round, as it is drawn. */
struct sms_report_table report_table_of_chart(const struct sms_report_chart *chart)
{
	bool turned = chart->kind == SMS_CHART_HEAT;
	size_t rows = turned ? chart->series_count : chart->category_count;
	size_t columns = turned ? chart->category_count : chart->series_count;
	struct sms_report_table table = {.title = chart->title, .row_count = rows, .column_count = columns + 1};
	table.columns = sms_alloc(columns + 1, sizeof *table.columns);
	table.cells = sms_alloc((columns + 1) * rows, sizeof *table.cells);
	table.columns[0] = (struct sms_column){turned ? "" : chart->axis, true};
	for (size_t i = 0; i < columns; i++)
		table.columns[i + 1].title = turned ? chart->categories[i].name : chart->series[i].name;
	for (size_t i = 0; i < rows; i++) {
		struct sms_cell *cells = &table.cells[i * (columns + 1)];
		cells[0] = report_text_cell(turned ? chart->series[i].name : chart->categories[i].name);
		for (size_t j = 0; j < columns; j++)
			cells[j + 1] = turned ? chart->series[i].cells[j] : chart->series[j].cells[i];
	}
	return table;
}

double report_sum_of(const struct sms_report_chart *chart, size_t category)
{
	double sum = 0;
	for (size_t i = 0; i < chart->series_count; i++)
		sum += chart->series[i].cells[category].figure.value;
	return sum;
}

double report_most_of(const struct sms_report_chart *chart)
{
	double most = 0;
	for (size_t i = 0; i < chart->category_count; i++)
		most = report_larger(most, report_sum_of(chart, i));
	return most;
}
