/* Lines over time, and heat maps. */
#include "work/report/svg.h"
#include <stdio.h>

enum { PLOT = 190, MOST_DOTS = 16 };

struct plot {
	struct svg_scale scale;
	double left, step;
};

static double most_of(const struct sms_report_chart *chart)
{
	double most = 0;
	for (size_t i = 0; i < chart->series_count; i++)
		for (size_t j = 0; j < chart->category_count; j++)
			if (chart->series[i].cells[j].figure.known)
				most = report_larger(most, chart->series[i].cells[j].figure.value);
	return most;
}

static double x_of(const struct plot *plot, size_t category)
{
	return plot->left + ((double)category + 0.5) * plot->step;
}

static bool is_known(const struct sms_series *series, size_t count, size_t at)
{
	return at < count && series->cells[at].figure.known;
}

/* The line breaks where nothing is known. */
static void draw_line(const struct svg *svg, const struct plot *plot, size_t index)
{
	const struct sms_series *series = &svg->chart->series[index];
	size_t count = svg->chart->category_count;
	for (size_t i = 0; i < count; i++) {
		if (!is_known(series, count, i))
			continue;
		bool begins = i == 0 || !is_known(series, count, i - 1), goes_on = is_known(series, count, i + 1);
		if (begins && goes_on)
			sms_buf_add_format(svg->out, "<polyline class=\"l%zu\" points=\"", index + 1);
		if (!begins || goes_on)
			sms_buf_add_format(svg->out, "%.1f,%.1f%s", x_of(plot, i),
					   svg_y(&plot->scale, series->cells[i].figure.value),
					   goes_on ? " " : "\"/>\n");
	}
}

/* A dot for each figure where they are few, and for one without neighbours; a hollow one is made from few records. */
static void draw_dots(const struct svg *svg, const struct plot *plot, size_t index)
{
	const struct sms_report_chart *chart = svg->chart;
	const struct sms_series *series = &chart->series[index];
	size_t count = chart->category_count;
	for (size_t i = 0; i < count; i++) {
		bool alone = !is_known(series, count, i + 1) && (i == 0 || !is_known(series, count, i - 1));
		if (!is_known(series, count, i) || (count > MOST_DOTS && !alone))
			continue;
		sms_auto(buf) struct sms_buf hint = SMS_BUF_INIT;
		svg_hint(&hint, chart->categories[i].name, series->name, &series->cells[i]);
		sms_buf_add_format(svg->out, "<circle cx=\"%.1f\" cy=\"%.1f\" r=\"3\" class=\"d%zu%s\"><title>",
				   x_of(plot, i), svg_y(&plot->scale, series->cells[i].figure.value), index + 1,
				   report_is_small(&series->cells[i]) ? " hollow" : "");
		report_add_html(svg->out, sms_buf_text(&hint));
		sms_buf_add_text(svg->out, "</title></circle>\n");
	}
}

double svg_draw_lines(const struct svg *svg)
{
	const struct sms_report_chart *chart = svg->chart;
	struct plot plot = {.scale = svg_scale_of(chart->series[0].cells[0].kind, most_of(chart))};
	plot.scale.top = svg_draw_legend(svg, true);
	plot.scale.bottom = plot.scale.top + PLOT;
	plot.left = svg_scale_width(&plot.scale);
	plot.step = (svg->width - plot.left) / (double)chart->category_count;
	if (chart->context)
		svg_rect(svg, plot.left, plot.scale.top, plot.step * (double)chart->context, PLOT, "before",
			 "before the period");
	svg_draw_scale(svg, &plot.scale, plot.left);
	for (size_t i = 0; i < chart->series_count; i++) {
		draw_line(svg, &plot, i);
		draw_dots(svg, &plot, i);
	}
	return svg_draw_categories(svg, plot.left, plot.step, plot.scale.bottom);
}

/* --- Heat maps. --- */

/* Shades in steps, so that neighbours can be told apart and compared with the legend. */
static void add_heat(const struct svg *svg, double x, double y, double width, double height, double share,
		     const char *hint)
{
	enum { STEPS = 8 };
	double opacity = share > 0 ? report_round_up(share * STEPS) / STEPS : 0.04;
	sms_buf_add_format(svg->out,
			   "<rect x=\"%.1f\" y=\"%.1f\" width=\"%.1f\" height=\"%.1f\" class=\"bar\" "
			   "fill-opacity=\"%.3g\">",
			   x, y, width, height, opacity);
	if (hint) {
		sms_buf_add_text(svg->out, "<title>");
		report_add_html(svg->out, hint);
		sms_buf_add_text(svg->out, "</title>");
	}
	sms_buf_add_text(svg->out, "</rect>\n");
}

static double draw_heat_legend(const struct svg *svg, double left, double y, double most)
{
	enum { STEPS = 8, SIZE = 12 };
	sms_auto(buf) struct sms_buf text = SMS_BUF_INIT;
	report_add_count(&text, most);
	svg_text(svg, left, y + 10, "", "0");
	for (size_t i = 0; i <= STEPS; i++)
		add_heat(svg, left + 12 + (double)i * (SIZE + 1), y, SIZE, SIZE, (double)i / STEPS, NULL);
	svg_text(svg, left + 12 + (STEPS + 1) * (SIZE + 1) + 5, y + 10, "", sms_buf_text(&text));
	return y + SIZE + 4;
}

double svg_draw_heat(const struct svg *svg)
{
	enum { NAMES = 34, LABEL_EVERY = 3 };
	const struct sms_report_chart *chart = svg->chart;
	double step = (svg->width - NAMES) / (double)chart->category_count, height = svg->narrow ? 20 : 24,
	       y = SVG_LINE + 3;
	double most = most_of(chart), gap = svg->narrow ? 1 : 1.5;
	for (size_t j = 0; j < chart->category_count; j += LABEL_EVERY)
		svg_text(svg, NAMES + ((double)j + 0.5) * step, SVG_LINE - 3, "mid", chart->categories[j].name);
	for (size_t i = 0; i < chart->series_count; i++, y += height) {
		svg_text(svg, NAMES - 8, y + height / 2 + 4, "end", chart->series[i].name);
		for (size_t j = 0; j < chart->category_count; j++) {
			const struct sms_cell *cell = &chart->series[i].cells[j];
			sms_auto(buf) struct sms_buf hint = SMS_BUF_INIT;
			sms_buf_add_format(&hint, "%s %s:00: ", chart->series[i].name, chart->categories[j].name);
			report_add_count(&hint, cell->figure.value);
			add_heat(svg, NAMES + (double)j * step, y, step - gap, height - gap,
				 most > 0 ? cell->figure.value / most : 0, sms_buf_text(&hint));
		}
	}
	return draw_heat_legend(svg, NAMES, y + 8, most);
}
