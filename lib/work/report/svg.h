/* Charts as inline SVG: each drawn twice, for a page and for a phone, so that text keeps its size. Colours and
 * weights are the style sheet's, by class. Private to lib/work/report*.c. */
#ifndef SMS_WORK_REPORT_SVG_H
#define SMS_WORK_REPORT_SVG_H

#include "work/report/private.h"

/* Appends both drawings; `id` makes their ids unique in the page. A chart that shows something only. */
void report_svg_add(struct sms_buf *out, const struct sms_report_chart *chart, size_t id);

/* --- For the files that draw. Lengths are pixels at the natural size. --- */

struct svg {
	struct sms_buf *out;
	const struct sms_report_chart *chart;
	double width;
	bool narrow;
};

/* The drawing's height is known last: functions draw into their buffer and return it. */
double svg_draw_stacked(const struct svg *svg);
double svg_draw_columns(const struct svg *svg);
double svg_draw_lines(const struct svg *svg);
double svg_draw_bars(const struct svg *svg);
double svg_draw_heat(const struct svg *svg);

#define SVG_LETTER 7.1 /* width of an average letter of the style sheet's 12 px, on the safe side */
#define SVG_LINE 15.0

double svg_text_width(const char *text);
void svg_text(const struct svg *svg, double x, double y, const char *classes, const char *text);
/* `hint` appears where the pointer rests; may be NULL. */
void svg_rect(const struct svg *svg, double x, double y, double width, double height, const char *classes,
	      const char *hint);
void svg_line(const struct svg *svg, double x1, double y1, double x2, double y2, const char *classes);
/* "2016-03, P3: 8,511", and n of a figure that is no count. */
void svg_hint(struct sms_buf *out, const char *category, const char *series, const struct sms_cell *cell);

/* An axis of figures from 0 to `most` in round steps. */
struct svg_scale {
	enum sms_cell_kind kind;
	double most, step;
	double top, bottom; /* y of `most` and of 0 */
};
struct svg_scale svg_scale_of(enum sms_cell_kind kind, double most);
double svg_y(const struct svg_scale *scale, double value);
void svg_tick_text(struct sms_buf *out, const struct svg_scale *scale, double value);
/* Room that its labels take, with a gap. */
double svg_scale_width(const struct svg_scale *scale);
/* Labels and lines across, from `left` to the right edge. */
void svg_draw_scale(const struct svg *svg, const struct svg_scale *scale, double left);

/* Names of the categories below `y`, as many as fit, and below them what brief names leave out. Returns the y of the
 * lower edge. */
double svg_draw_categories(const struct svg *svg, double left, double step, double y);
/* Names of the series with their swatches, from the top; returns the y of the lower edge. */
double svg_draw_legend(const struct svg *svg, bool lines);

#endif
