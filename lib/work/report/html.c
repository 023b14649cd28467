/* A report as one HTML file: style and drawings inside, nothing from outside, no scripts. Everything that comes from
 * records passes report_add_html. */
#include "base/builtin.h"
#include "work/report/svg.h"
#include <string.h>

#define POLICY "default-src 'none'; style-src 'unsafe-inline'; img-src data:"
#define SMALL "<sup title=\"" REPORT_SMALL_NOTE "\">" REPORT_SMALL_MARK "</sup>"

static void add_element(struct sms_buf *out, const char *open, const char *text, const char *close)
{
	sms_buf_add_text(out, open);
	report_add_html(out, text);
	sms_buf_add_text(out, close);
}

/* --- Cells: what a share is made from stands below it, smaller. --- */

static void split(const struct sms_cell *cell, struct sms_buf *value, struct sms_buf *origin)
{
	sms_auto(buf) struct sms_buf whole = SMS_BUF_INIT;
	report_add_cell(&whole, cell, false);
	const char *text = sms_buf_text(&whole);
	const char *bracket = cell->kind >= SMS_CELL_SHARE ? strstr(text, " (") : NULL;
	sms_buf_add(value, text, bracket ? (size_t)(bracket - text) : whole.length);
	if (bracket)
		sms_buf_add(origin, bracket + 2, strlen(bracket + 2) - 1);
}

static void add_cell(struct sms_buf *out, const struct sms_cell *cell)
{
	sms_auto(buf) struct sms_buf value = SMS_BUF_INIT, origin = SMS_BUF_INIT;
	split(cell, &value, &origin);
	add_element(out, "", sms_buf_text(&value), report_is_small(cell) ? SMALL : "");
	if (origin.length)
		add_element(out, " <small>", sms_buf_text(&origin), "</small>");
}

static void add_row(struct sms_buf *out, const struct sms_report_table *table, size_t row)
{
	const struct sms_cell *cells = &table->cells[row * table->column_count];
	bool total = table->has_total && row + 1 == table->row_count;
	sms_buf_add_text(out, total ? "<tr class=\"total\">" : "<tr>");
	for (size_t i = 0; i < table->column_count; i++) {
		const char *classes = table->columns[i].is_text ? "text" : "figure";
		sms_buf_add_format(out, i ? "<td class=\"%s\">" : "<th scope=\"row\" class=\"%s\">", classes);
		add_cell(out, &cells[i]);
		sms_buf_add_text(out, i ? "</td>" : "</th>");
	}
	sms_buf_add_text(out, "</tr>\n");
}

static void add_table(struct sms_buf *out, const struct sms_report_table *table, bool caption)
{
	if (!table->row_count) {
		if (table->title && caption)
			add_element(out, "<h3>", table->title, "</h3>\n");
		sms_buf_add_text(out, "<p class=\"none\">None.</p>\n");
		return;
	}
	sms_buf_add_text(out, "<div class=\"wide-table\"><table>\n");
	if (table->title && caption)
		add_element(out, "<caption>", table->title, "</caption>\n");
	sms_buf_add_text(out, "<thead><tr>");
	for (size_t i = 0; i < table->column_count; i++)
		add_element(out, table->columns[i].is_text ? "<th scope=\"col\" class=\"text\">" : "<th scope=\"col\">",
			    table->columns[i].title, "</th>");
	sms_buf_add_text(out, "</tr></thead>\n<tbody>\n");
	for (size_t i = 0; i < table->row_count; i++)
		add_row(out, table, i);
	sms_buf_add_text(out, "</tbody></table></div>\n");
	if (table->more)
		add_element(out, "<p class=\"note\">", table->more, "</p>\n");
}

/* --- Figures. --- */

static void add_origin(struct sms_buf *out, const struct sms_cell *cell, const char *origin)
{
	if (*origin) {
		add_element(out, "<dd>", origin, "</dd>");
	} else if (cell->kind != SMS_CELL_COUNT && cell->figure.known) {
		sms_buf_add_text(out, "<dd>n ");
		report_add_count(out, (double)cell->figure.n);
		sms_buf_add_text(out, "</dd>");
	}
}

static void add_figures(struct sms_buf *out, const struct sms_report_figures *figures)
{
	sms_buf_add_text(out, "<dl class=\"figures\">\n");
	for (size_t i = 0; i < figures->count; i++) {
		const struct sms_report_figure *figure = &figures->items[i];
		sms_auto(buf) struct sms_buf value = SMS_BUF_INIT, origin = SMS_BUF_INIT;
		split(&figure->value, &value, &origin);
		add_element(out, "<div><dt>", figure->label, "</dt><dd class=\"value\">");
		add_element(out, "", sms_buf_text(&value), report_is_small(&figure->value) ? SMALL "</dd>" : "</dd>");
		add_origin(out, &figure->value, sms_buf_text(&origin));
		if (figure->has_before) {
			sms_auto(buf) struct sms_buf before = SMS_BUF_INIT;
			report_add_cell(&before, &figure->before, false);
			add_element(out, "<dd>", figures->before, ": ");
			add_element(out, "", sms_buf_text(&before),
				    report_is_small(&figure->before) ? SMALL "</dd>" : "</dd>");
		}
		sms_buf_add_text(out, "</div>\n");
	}
	sms_buf_add_text(out, "</dl>\n");
}

/* --- Charts: drawn, and as a table for whoever wants the figures or cannot see them. --- */

static void add_chart(struct sms_buf *out, const struct sms_report_chart *chart, const char *remark, size_t id)
{
	bool by_time = chart->kind == SMS_CHART_STACKED || chart->kind == SMS_CHART_LINES;
	add_element(out, "<figure>\n<figcaption><strong>", chart->title, by_time ? ", by " : "");
	add_element(out, "", by_time ? chart->axis : "", "</strong> ");
	add_element(out, "", chart->summary ? chart->summary : "Nothing to show.", "</figcaption>\n");
	if (chart->summary) {
		struct sms_report_table table = report_table_of_chart(chart);
		report_svg_add(out, chart, id);
		if (remark)
			add_element(out, "<p class=\"note\">", remark, "</p>\n");
		sms_buf_add_text(out, "<details><summary>Figures of this chart</summary>\n");
		add_table(out, &table, false);
		sms_buf_add_text(out, "</details>\n");
		free(table.columns);
		free(table.cells);
	}
	sms_buf_add_text(out, "</figure>\n");
}

/* --- The page. --- */

static void add_block(struct sms_buf *out, const struct sms_block *block, size_t id)
{
	if (block->kind == SMS_BLOCK_FIGURES)
		add_figures(out, &block->figures);
	else if (block->kind == SMS_BLOCK_TABLE)
		add_table(out, &block->table, true);
	else if (block->kind == SMS_BLOCK_CHART)
		add_chart(out, &block->chart, block->text, id);
	if (block->item_count)
		sms_buf_add_text(out, "<ul>\n");
	for (size_t i = 0; i < block->item_count; i++)
		add_element(out, "<li>", block->items[i], "</li>\n");
	if (block->item_count)
		sms_buf_add_text(out, "</ul>\n");
	if (block->text && block->kind != SMS_BLOCK_CHART)
		add_element(out, block->kind == SMS_BLOCK_TEXT ? "<p>" : "<p class=\"note\">", block->text, "</p>\n");
}

void report_html_begin(struct sms_buf *out, const char *title, const char *const *styles)
{
	sms_buf_add_text(out, "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n"
			      "<meta http-equiv=\"Content-Security-Policy\" content=\"" POLICY "\">\n"
			      "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n<title>");
	report_add_html(out, title);
	sms_buf_add_text(out, "</title>\n<style>\n");
	for (; *styles; styles++) {
		const char *style = sms_builtin(*styles, NULL);
		sms_buf_add_text(out, style ? style : "");
	}
	sms_buf_add_text(out, "</style>\n</head>\n<body>\n");
}

/* The period stands in the title's line already. */
static void add_header(struct sms_buf *out, const struct sms_report *report)
{
	sms_buf_add_text(out, "<header>\n");
	if (report->organization)
		add_element(out, "<p>", report->organization, "</p>\n");
	add_element(out, "<h1>", report->title, "</h1>\n");
	add_element(out, "<p class=\"period\">", report->period, "</p>\n<dl class=\"facts\">\n");
	for (size_t i = 0; i < report->fact_count; i++) {
		const struct sms_fact *fact = &report->facts[i];
		if (fact->value == report->organization || fact->value == report->period)
			continue;
		add_element(out, "<dt>", fact->name, "</dt>");
		add_element(out, "<dd>", fact->value, "</dd>\n");
	}
	sms_buf_add_text(out, "</dl>\n<nav>\n");
	for (size_t i = 0; i < report->section_count; i++) {
		sms_buf_add_format(out, "<a href=\"#s%zu\">", i + 1);
		add_element(out, "", report->sections[i].heading, "</a>\n");
	}
	sms_buf_add_text(out, "</nav>\n</header>\n<main>\n");
}

void sms_report_html(struct sms_buf *out, const struct sms_report *report)
{
	static const char *const styles[] = {"reports/report.css", NULL};
	sms_auto(string) char *title = sms_format("%s, %s", report->title, report->period);
	size_t id = 0;
	report_html_begin(out, title, styles);
	add_header(out, report);
	for (size_t i = 0; i < report->section_count; i++) {
		const struct sms_report_section *section = &report->sections[i];
		sms_buf_add_format(out, "<section id=\"s%zu\">\n", i + 1);
		add_element(out, "<h2>", section->heading, "</h2>\n");
		add_element(out, "<p>", section->text, "</p>\n");
		for (size_t j = 0; j < section->block_count; j++)
			add_block(out, &section->blocks[j], ++id);
		sms_buf_add_text(out, "</section>\n");
	}
	sms_buf_add_text(out, "</main>\n</body>\n</html>\n");
}
