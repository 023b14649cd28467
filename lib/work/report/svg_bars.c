/* Bars: stacked over time, standing, lying. */
#include "work/report/svg.h"
#include "wrap/text.h"
#include <stdio.h>

enum { PLOT = 190, WIDEST_BAR = 46 };

static double total_of(const struct sms_report_chart *chart)
{
	double total = 0;
	for (size_t i = 0; i < chart->category_count; i++)
		total += report_sum_of(chart, i);
	return total;
}

/* --- Standing bars. --- */

struct plot {
	struct svg_scale scale;
	double left, step, bar;
};

static struct plot make_plot(const struct svg *svg, double top)
{
	struct plot plot = {.scale = svg_scale_of(SMS_CELL_COUNT, report_most_of(svg->chart))};
	plot.scale.top = top;
	plot.scale.bottom = top + PLOT;
	plot.left = svg_scale_width(&plot.scale);
	plot.step = (svg->width - plot.left) / (double)svg->chart->category_count;
	plot.bar = report_smaller(WIDEST_BAR, plot.step * 0.72);
	return plot;
}

/* The sums over the bars: all of them where they fit side by side, else only the largest. */
static void draw_sums(const struct svg *svg, const struct plot *plot)
{
	double most = report_most_of(svg->chart), widest = 0;
	for (int pass = 0; pass < 2; pass++)
		for (size_t i = 0; i < svg->chart->category_count; i++) {
			sms_auto(buf) struct sms_buf text = SMS_BUF_INIT;
			double sum = report_sum_of(svg->chart, i), middle = plot->left + ((double)i + 0.5) * plot->step;
			report_add_count(&text, sum);
			double width = svg_text_width(sms_buf_text(&text));
			widest = pass ? widest : report_larger(widest, width);
			if (!pass || !(sum > 0) || (widest + 4 > plot->step && sum < most))
				continue;
			middle = report_smaller(middle, svg->width - width / 2);
			svg_text(svg, middle, svg_y(&plot->scale, sum) - 5, "mid strong", sms_buf_text(&text));
		}
}

static void draw_stack(const struct svg *svg, const struct plot *plot, size_t category)
{
	const struct sms_report_chart *chart = svg->chart;
	double x = plot->left + ((double)category + 0.5) * plot->step - plot->bar / 2, below = 0;
	for (size_t i = 0; i < chart->series_count; i++) {
		const struct sms_cell *cell = &chart->series[i].cells[category];
		sms_auto(buf) struct sms_buf hint = SMS_BUF_INIT;
		char classes[32];
		if (!(cell->figure.value > 0))
			continue;
		double top = svg_y(&plot->scale, below + cell->figure.value), bottom = svg_y(&plot->scale, below);
		svg_hint(&hint, chart->categories[category].name, chart->series[i].name, cell);
		/* A line of paper between parts; it would eat a part that is thinner. */
		snprintf(classes, sizeof classes, bottom - top > 2 ? "s%zu part" : "s%zu", i + 1);
		svg_rect(svg, x, top, plot->bar, bottom - top, classes, sms_buf_text(&hint));
		below += cell->figure.value;
	}
}

static void draw_context(const struct svg *svg, const struct plot *plot)
{
	if (svg->chart->context)
		svg_rect(svg, plot->left, plot->scale.top, plot->step * (double)svg->chart->context, PLOT, "before",
			 "before the period");
}

double svg_draw_stacked(const struct svg *svg)
{
	struct plot plot = make_plot(svg, svg_draw_legend(svg, false) + 12);
	draw_context(svg, &plot);
	svg_draw_scale(svg, &plot.scale, plot.left);
	for (size_t i = 0; i < svg->chart->category_count; i++)
		draw_stack(svg, &plot, i);
	draw_sums(svg, &plot);
	return svg_draw_categories(svg, plot.left, plot.step, plot.scale.bottom);
}

double svg_draw_columns(const struct svg *svg)
{
	const struct sms_report_chart *chart = svg->chart;
	struct plot plot = make_plot(svg, 18);
	plot.bar = plot.step * 0.86; /* neighbours: one distribution */
	svg_draw_scale(svg, &plot.scale, plot.left);
	for (size_t i = 0; i < chart->category_count; i++) {
		sms_auto(buf) struct sms_buf hint = SMS_BUF_INIT;
		double x = plot.left + ((double)i + 0.5) * plot.step - plot.bar / 2,
		       y = svg_y(&plot.scale, report_sum_of(chart, i));
		svg_hint(&hint, chart->categories[i].name, NULL, &chart->series[0].cells[i]);
		svg_rect(svg, x, y, plot.bar, plot.scale.bottom - y, "bar", sms_buf_text(&hint));
	}
	draw_sums(svg, &plot);
	return svg_draw_categories(svg, plot.left, plot.step, plot.scale.bottom);
}

/* --- Lying bars. --- */

struct rows {
	double names, counts, shares, runnings; /* widths of the columns of text; of the last 0 where there is none */
	double most, total;
};

static struct rows measure_rows(const struct svg *svg, bool running)
{
	const struct sms_report_chart *chart = svg->chart;
	struct rows rows = {
		.most = report_most_of(chart), .total = total_of(chart), .shares = svg_text_width("100.0 %")};
	sms_auto(buf) struct sms_buf text = SMS_BUF_INIT;
	report_add_count(&text, rows.most);
	rows.counts = svg_text_width(sms_buf_text(&text)) + 14;
	rows.runnings = running ? rows.shares + 10 : 0;
	for (size_t i = 0; i < chart->category_count; i++)
		rows.names = report_larger(rows.names, svg_text_width(chart->categories[i].name));
	rows.names = report_smaller(rows.names, svg->width * (svg->narrow ? 0.3 : 0.34)) + 10;
	return rows;
}

static void add_share(const struct svg *svg, double x, double y, double part, double whole, const char *classes)
{
	sms_auto(buf) struct sms_buf text = SMS_BUF_INIT;
	report_add_percent(&text, part, whole);
	svg_text(svg, x, y, classes, sms_buf_text(&text));
}

static void draw_row(const struct svg *svg, const struct rows *rows, size_t category, double y, double running)
{
	enum { HEIGHT = 15 };
	const struct sms_report_chart *chart = svg->chart;
	sms_auto(buf) struct sms_buf name = SMS_BUF_INIT, count = SMS_BUF_INIT, hint = SMS_BUF_INIT;
	double value = report_sum_of(chart, category), right = svg->width - rows->runnings;
	double longest = right - rows->shares - rows->counts - rows->names - 6;
	sms_text_add_column(&name, chart->categories[category].name, (size_t)((rows->names - 10) / SVG_LETTER + 0.5),
			    false);
	report_add_count(&count, value);
	svg_hint(&hint, chart->categories[category].name, NULL, &chart->series[0].cells[category]);
	svg_text(svg, rows->names - 10, y + 12, "end strong", sms_buf_text(&name));
	bool is_rest = chart->has_rest && category + 1 == chart->category_count;
	if (value > 0)
		svg_rect(svg, rows->names, y, report_larger(1, longest * value / rows->most), HEIGHT,
			 is_rest ? "rest" : "bar", sms_buf_text(&hint));
	svg_text(svg, right - rows->shares - 6, y + 12, "end strong", sms_buf_text(&count));
	add_share(svg, right, y + 12, value, rows->total, "end");
	if (rows->runnings > 0)
		add_share(svg, svg->width, y + 12, running, rows->total, "end");
}

double svg_draw_bars(const struct svg *svg)
{
	enum { ROW = 23 };
	const struct sms_report_chart *chart = svg->chart;
	bool is_pareto = chart->kind == SMS_CHART_PARETO, cut = false;
	struct rows rows = measure_rows(svg, is_pareto);
	double y = 4, running = 0;
	if (is_pareto) {
		svg_text(svg, svg->width - rows.runnings, y + 10, "end", "share");
		svg_text(svg, svg->width, y + 10, "end", "so far");
		y += ROW;
	}
	for (size_t i = 0; i < chart->category_count; i++, y += ROW) {
		running += report_sum_of(chart, i);
		draw_row(svg, &rows, i, y, running);
		/* Here four fifths of all are reached: the vital few end. */
		if (is_pareto && !cut && running >= 0.8 * rows.total && i + 1 < chart->category_count) {
			svg_line(svg, 0, y + 19, svg->width, y + 19, "cut");
			cut = true;
		}
	}
	return y;
}
