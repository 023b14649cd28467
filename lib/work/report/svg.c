/* What all drawings share: the frame, text, scales, names of categories, legends. */
#include "work/report/svg.h"
#include "wrap/text.h"
#include <stdio.h>
#include <string.h>

enum { WIDE = 720, NARROW = 358, MARGIN = 3, SWATCH = 10 };

double svg_text_width(const char *text)
{
	return SVG_LETTER * (double)sms_text_width(text);
}

void svg_text(const struct svg *svg, double x, double y, const char *classes, const char *text)
{
	sms_buf_add_format(svg->out, "<text x=\"%.1f\" y=\"%.1f\" class=\"%s\">", x, y, classes);
	report_add_html(svg->out, text);
	sms_buf_add_text(svg->out, "</text>\n");
}

void svg_rect(const struct svg *svg, double x, double y, double width, double height, const char *classes,
	      const char *hint)
{
	sms_buf_add_format(svg->out, "<rect x=\"%.1f\" y=\"%.1f\" width=\"%.1f\" height=\"%.1f\" class=\"%s\"", x, y,
			   width, height, classes);
	if (!hint) {
		sms_buf_add_text(svg->out, "/>\n");
		return;
	}
	sms_buf_add_text(svg->out, "><title>");
	report_add_html(svg->out, hint);
	sms_buf_add_text(svg->out, "</title></rect>\n");
}

void svg_line(const struct svg *svg, double x1, double y1, double x2, double y2, const char *classes)
{
	sms_buf_add_format(svg->out, "<line x1=\"%.1f\" y1=\"%.1f\" x2=\"%.1f\" y2=\"%.1f\" class=\"%s\"/>\n", x1, y1,
			   x2, y2, classes);
}

void svg_hint(struct sms_buf *out, const char *category, const char *series, const struct sms_cell *cell)
{
	sms_buf_add_text(out, category);
	if (series)
		sms_buf_add_format(out, ", %s", series);
	sms_buf_add_text(out, ": ");
	report_add_cell(out, cell, false);
	if (cell->kind == SMS_CELL_TIME || cell->kind == SMS_CELL_NUMBER)
		sms_buf_add_format(out, " (n %zu)", cell->figure.n);
}

/* --- Scales. --- */

/* 1, 2 or 5 with zeros, at least `least`. */
static double round_step(double least)
{
	static const double steps[] = {1, 2, 5};
	double power = 1;
	while (power > least)
		power /= 10;
	for (;; power *= 10)
		for (size_t i = 0; i < SMS_COUNT(steps); i++)
			if (steps[i] * power >= least)
				return steps[i] * power;
}

static double time_step(double least)
{
	static const double steps[] = {60,        300,       600,        900,        1800,       3600,
				       7200,      14400,     21600,      43200,      86400,      2 * 86400,
				       5 * 86400, 7 * 86400, 14 * 86400, 30 * 86400, 60 * 86400, 90 * 86400};
	for (size_t i = 0; i < SMS_COUNT(steps); i++)
		if (least <= steps[i])
			return steps[i];
	return round_step(least / 86400) * 86400;
}

struct svg_scale svg_scale_of(enum sms_cell_kind kind, double most)
{
	enum { STEPS = 4 };
	struct svg_scale scale = {.kind = kind};
	if (kind == SMS_CELL_SHARE || kind == SMS_CELL_RATIO) {
		scale.step = 0.25;
		scale.most = most > 1 ? report_round_up(most / 0.25) * 0.25 : 1;
		return scale;
	}
	double least = most > 0 ? most / STEPS : 1;
	scale.step = kind == SMS_CELL_TIME ? time_step(least) : round_step(least);
	if (kind == SMS_CELL_COUNT && scale.step < 1)
		scale.step = 1;
	scale.most = scale.step * report_round_up((most > 0 ? most : 1) / scale.step - 1e-9);
	return scale;
}

double svg_y(const struct svg_scale *scale, double value)
{
	return scale->bottom - (scale->bottom - scale->top) * value / scale->most;
}

void svg_tick_text(struct sms_buf *out, const struct svg_scale *scale, double value)
{
	char text[32];
	if (scale->kind == SMS_CELL_SHARE || scale->kind == SMS_CELL_RATIO) {
		sms_buf_add_format(out, "%.0f %%", 100 * value);
	} else if (scale->kind == SMS_CELL_TIME && value > 0) {
		sms_time_describe((sms_time)value, text);
		sms_buf_add_text(out, text);
	} else if (scale->step < 1) {
		sms_buf_add_format(out, "%.1f", value);
	} else {
		report_add_count(out, value);
	}
}

static size_t tick_count(const struct svg_scale *scale)
{
	return (size_t)(scale->most / scale->step + 1.5);
}

double svg_scale_width(const struct svg_scale *scale)
{
	enum { LABEL_GAP = 8 };
	double widest = 0;
	for (size_t i = 0; i < tick_count(scale); i++) {
		sms_auto(buf) struct sms_buf text = SMS_BUF_INIT;
		svg_tick_text(&text, scale, (double)i * scale->step);
		widest = report_larger(widest, svg_text_width(sms_buf_text(&text)));
	}
	return widest + LABEL_GAP;
}

void svg_draw_scale(const struct svg *svg, const struct svg_scale *scale, double left)
{
	for (size_t i = 0; i < tick_count(scale); i++) {
		sms_auto(buf) struct sms_buf text = SMS_BUF_INIT;
		double y = svg_y(scale, (double)i * scale->step);
		svg_tick_text(&text, scale, (double)i * scale->step);
		svg_line(svg, left, y, svg->width, y, i ? "grid" : "base");
		svg_text(svg, left - 6, y + 4, "end", sms_buf_text(&text));
	}
}

/* --- Names of categories. --- */

static const char *short_name(const struct sms_category *category)
{
	return category->brief ? category->brief : category->name;
}

double svg_draw_categories(const struct svg *svg, double left, double step, double y)
{
	enum { NAME_GAP = 6, SPARSE_GAP = 14 }; /* where not all are named */
	const struct sms_report_chart *chart = svg->chart;
	const char *outer = NULL;
	double widest = 0, end = -1;
	size_t every = 1;
	for (size_t i = 0; i < chart->category_count; i++)
		widest = report_larger(widest, svg_text_width(short_name(&chart->categories[i])));
	while ((double)every * step < widest + (every > 1 ? SPARSE_GAP : NAME_GAP))
		every++;
	for (size_t i = 0; i < chart->category_count; i += every) {
		const struct sms_category *category = &chart->categories[i];
		double middle = left + ((double)i + 0.5) * step;
		if (middle + widest / 2 > svg->width + 8)
			break;
		svg_text(svg, middle, y + SVG_LINE, "mid", short_name(category));
		/* What lies around it, where it begins and where there is room. */
		if (!category->outer || !*category->outer || (outer && strcmp(outer, category->outer) == 0))
			continue;
		double half = svg_text_width(category->outer) / 2;
		outer = category->outer;
		if (middle - half < end)
			continue;
		svg_text(svg, middle, y + 2 * SVG_LINE, "mid strong", category->outer);
		end = middle + half + SVG_LETTER;
	}
	return y + (outer ? 2 : 1) * SVG_LINE + 4;
}

/* --- Legends. --- */

double svg_draw_legend(const struct svg *svg, bool lines)
{
	enum { LINE_SWATCH = 24, AFTER = 18 };
	double swatch = lines ? LINE_SWATCH : SWATCH, x = 0, y = SVG_LINE - 4;
	char classes[24];
	if (svg->chart->series_count < 2)
		return 6;
	for (size_t i = 0; i < svg->chart->series_count; i++) {
		const char *name = svg->chart->series[i].name;
		double width = swatch + 6 + svg_text_width(name);
		if (x > 0 && x + width > svg->width) {
			x = 0;
			y += SVG_LINE + 3;
		}
		snprintf(classes, sizeof classes, "%s%zu", lines ? "l" : "s", i + 1);
		if (lines)
			svg_line(svg, x, y - 4, x + swatch, y - 4, classes);
		else
			svg_rect(svg, x, y - SWATCH + 1, SWATCH, SWATCH, classes, NULL);
		svg_text(svg, x + swatch + 6, y, "strong", name);
		x += width + AFTER;
	}
	return y + 14;
}

/* --- The frame. --- */

static double draw(const struct svg *svg)
{
	switch (svg->chart->kind) {
	case SMS_CHART_STACKED:
		return svg_draw_stacked(svg);
	case SMS_CHART_LINES:
		return svg_draw_lines(svg);
	case SMS_CHART_HISTOGRAM: /* all its names have to be read: lying bars where they do not fit side by side */
		return svg->narrow ? svg_draw_bars(svg) : svg_draw_columns(svg);
	case SMS_CHART_BARS:
	case SMS_CHART_PARETO:
		return svg_draw_bars(svg);
	case SMS_CHART_HEAT:
		return svg_draw_heat(svg);
	}
	return 0;
}

static void add_drawing(struct sms_buf *out, const struct sms_report_chart *chart, size_t id, bool narrow)
{
	sms_auto(buf) struct sms_buf inside = SMS_BUF_INIT;
	const struct svg svg = {.out = &inside, .chart = chart, .width = narrow ? NARROW : WIDE, .narrow = narrow};
	const char *word = narrow ? "narrow" : "wide";
	double height = draw(&svg);
	sms_buf_add_format(out,
			   "<svg class=\"%s\" viewBox=\"0 %d %.0f %.0f\" role=\"img\" "
			   "aria-labelledby=\"c%zu%c-t c%zu%c-d\">\n<title id=\"c%zu%c-t\">",
			   word, -MARGIN, svg.width, report_round_up(height) + 2 * MARGIN, id, *word, id, *word, id,
			   *word);
	report_add_html(out, chart->title);
	sms_buf_add_format(out, "</title>\n<desc id=\"c%zu%c-d\">", id, *word);
	report_add_html(out, chart->summary);
	sms_buf_add_text(out, "</desc>\n");
	sms_buf_add(out, sms_buf_text(&inside), inside.length);
	sms_buf_add_text(out, "</svg>\n");
}

void report_svg_add(struct sms_buf *out, const struct sms_report_chart *chart, size_t id)
{
	add_drawing(out, chart, id, false);
	add_drawing(out, chart, id, true);
}
