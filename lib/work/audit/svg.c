/* The clauses of an audit as bars: see html.h. */
#include "work/report/svg.h"
#include "work/audit/html.h"
#include "wrap/text.h"
#include <stdio.h>
#include <string.h>

enum {
	WIDE = 720,
	NARROW = 358,
	BAR = 15,
	ROW = 23,
	LABEL_ROW = 17,
	COUNTS = 74,
	LABELS = 320,
	LEGEND = 26,
	LABEL_COLUMNS = 43
};

/* A clause of the second level with all that is below it. */
struct group {
	const char *number, *title;
	size_t items, results[SMS_RESULT_COUNT];
};

struct groups {
	struct group *items;
	size_t count;
};

static void release(struct groups *groups)
{
	free(groups->items);
}
SMS_AUTO_STRUCT(groups, struct groups, release);

const enum sms_result audit_drawn[SMS_RESULT_COUNT] = {
	SMS_RESULT_CONFORM,       SMS_RESULT_PARTIAL,        SMS_RESULT_NONCONFORM,  SMS_RESULT_NEEDS_HUMAN,
	SMS_RESULT_NOT_TRIGGERED, SMS_RESULT_NOT_APPLICABLE, SMS_RESULT_NOT_COVERED,
};

const char *audit_result_class(enum sms_result result)
{
	return sms_result_name(result);
}

const char *audit_result_title(enum sms_result result)
{
	static const char *const titles[] = {
		[SMS_RESULT_CONFORM] = "conform",          [SMS_RESULT_PARTIAL] = "partial",
		[SMS_RESULT_NONCONFORM] = "not conform",   [SMS_RESULT_NOT_TRIGGERED] = "not triggered",
		[SMS_RESULT_NEEDS_HUMAN] = "for a person", [SMS_RESULT_NOT_APPLICABLE] = "not applicable",
		[SMS_RESULT_NOT_COVERED] = "not covered",
	};
	return titles[result];
}

/* "8.6" of "8.6.1": as far as the second dot. */
static size_t group_length(const char *clause)
{
	size_t first = strcspn(clause, ".");
	return clause[first] ? first + 1 + strcspn(clause + first + 1, ".") : first;
}

static const char *group_number(const struct sms_audit *audit, const struct sms_clause *clause)
{
	size_t length = group_length(clause->number);
	for (size_t i = 0; i < audit->catalogue->clause_count; i++) {
		const char *number = audit->catalogue->clauses[i].number;
		if (strlen(number) == length && !strncmp(number, clause->number, length))
			return number;
	}
	return clause->number;
}

static void make_groups(struct groups *groups, const struct sms_audit *audit)
{
	groups->items = sms_alloc(audit->clause_count, sizeof *groups->items);
	for (size_t i = 0; i < audit->clause_count; i++) {
		const struct sms_audit_clause *clause = &audit->clauses[i];
		const char *number = group_number(audit, clause->clause);
		struct group *group = groups->count ? &groups->items[groups->count - 1] : NULL;
		if (!group || strcmp(group->number, number) != 0) {
			group = &groups->items[groups->count++];
			group->number = number;
			group->title = sms_catalogue_title(audit->catalogue, number);
		}
		group->items += clause->items;
		for (size_t result = 0; result < SMS_RESULT_COUNT; result++)
			group->results[result] += clause->results[result];
	}
}

/* --- Drawing. --- */

static void draw_bar(const struct svg *svg, const struct group *group, double x, double y, double width)
{
	char classes[40];
	for (size_t i = 0; i < SMS_RESULT_COUNT; i++) {
		enum sms_result result = audit_drawn[i];
		if (!group->results[result])
			continue;
		double part = width * (double)group->results[result] / (double)group->items;
		sms_auto(string) char *hint =
			sms_format("%s %s: %zu of %zu %s", group->number, group->title, group->results[result],
				   group->items, audit_result_title(result));
		snprintf(classes, sizeof classes, "part r-%s", audit_result_class(result));
		svg_rect(svg, x, y, part, BAR, classes, hint);
		x += part;
	}
}

/* What speaks for itself of what there is to say: "12 of 45". */
static void draw_count(const struct svg *svg, const struct group *group, double x, double y)
{
	sms_auto(string) char *text = sms_format("%zu of %zu", group->results[SMS_RESULT_CONFORM], group->items);
	svg_text(svg, x, y, "end", text);
}

static double draw_group(const struct svg *svg, const struct group *group, double y)
{
	sms_auto(string) char *number = sms_format("%s ", group->number);
	double bar = svg->narrow ? 0 : LABELS;
	double width = svg->width - bar - COUNTS;
	svg_text(svg, 0, y + BAR - 3, "strong", number);
	sms_auto(buf) struct sms_buf title = SMS_BUF_INIT;
	sms_text_add_column(&title, group->title, LABEL_COLUMNS, false);
	svg_text(svg, 34, y + BAR - 3, "", sms_buf_text(&title));
	if (svg->narrow)
		y += LABEL_ROW;
	draw_bar(svg, group, bar, y, width);
	draw_count(svg, group, svg->width, y + BAR - 3);
	return y + ROW;
}

static double draw_legend(const struct svg *svg, const struct sms_audit *audit)
{
	enum { SWATCH = 10, AFTER = 18 };
	double x = 0, y = 11;
	char classes[40];
	for (size_t i = 0; i < SMS_RESULT_COUNT; i++) {
		const char *title = audit_result_title(audit_drawn[i]);
		double width = SWATCH + 6 + svg_text_width(title);
		if (!audit->results[audit_drawn[i]])
			continue;
		if (x > 0 && x + width > svg->width) {
			x = 0;
			y += SVG_LINE + 3;
		}
		snprintf(classes, sizeof classes, "r-%s", audit_result_class(audit_drawn[i]));
		svg_rect(svg, x, y - SWATCH + 1, SWATCH, SWATCH, classes, NULL);
		svg_text(svg, x + SWATCH + 6, y, "strong", title);
		x += width + AFTER;
	}
	return y + LEGEND - 11;
}

static void add_drawing(struct sms_buf *out, const struct sms_audit *audit, const struct groups *groups, bool narrow)
{
	sms_auto(buf) struct sms_buf inside = SMS_BUF_INIT;
	const struct svg svg = {.out = &inside, .width = narrow ? NARROW : WIDE, .narrow = narrow};
	const char *word = narrow ? "narrow" : "wide";
	double y = draw_legend(&svg, audit);
	for (size_t i = 0; i < groups->count; i++)
		y = draw_group(&svg, &groups->items[i], y);
	sms_buf_add_format(out,
			   "<svg class=\"%s\" viewBox=\"0 0 %.0f %.0f\" role=\"img\" aria-labelledby=\"clauses-%c\">\n"
			   "<title id=\"clauses-%c\">Results of the items, clause by clause</title>\n",
			   word, svg.width, y, *word, *word);
	sms_buf_add(out, sms_buf_text(&inside), inside.length);
	sms_buf_add_text(out, "</svg>\n");
}

void audit_svg_add(struct sms_buf *out, const struct sms_audit *audit)
{
	sms_auto(groups) struct groups groups = {0};
	make_groups(&groups, audit);
	add_drawing(out, audit, &groups, false);
	add_drawing(out, audit, &groups, true);
}
