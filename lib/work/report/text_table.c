/* Tables for a terminal: never wider than it, and no figure is ever cut. */
#include "work/report/text.h"
#include "wrap/text.h"
#include <string.h>

void text_add_cell(struct sms_buf *out, const struct sms_cell *cell, bool coarse)
{
	if (coarse && cell->kind == SMS_CELL_TIME && cell->figure.known)
		report_add_short_time(out, cell->figure.value);
	else
		report_add_cell(out, cell, true);
	if (report_is_small(cell))
		sms_buf_add_text(out, REPORT_SMALL_MARK);
}

/* How a table is laid out. */
struct layout {
	const struct sms_report_table *table;
	bool coarse;
	size_t *widths;
};

static void release(struct layout *layout)
{
	free(layout->widths);
}
SMS_AUTO_STRUCT(layout, struct layout, release);

static size_t larger(size_t a, size_t b)
{
	return a > b ? a : b;
}

/* Titles are broken into words where their column is narrower. */
static size_t longest_word(const char *text)
{
	sms_auto(list) struct sms_list words = SMS_LIST_INIT;
	size_t longest = 0;
	sms_list_split(&words, text, ' ');
	for (size_t i = 0; i < words.count; i++)
		longest = larger(longest, sms_text_width(words.items[i]));
	return longest;
}

static size_t total_width(const struct layout *layout)
{
	size_t total = layout->table->column_count * TEXT_GAP;
	for (size_t i = 0; i < layout->table->column_count; i++)
		total += layout->widths[i];
	return total;
}

/* Whole titles where there is room, else the longest word of each; then columns of text give way, the last one first. */
static void measure(struct layout *layout, const struct sms_report_table *table, bool coarse)
{
	*layout = (struct layout){table, coarse, sms_alloc(table->column_count, sizeof *layout->widths)};
	size_t *widths = layout->widths;
	for (size_t i = 0; i < table->row_count * table->column_count; i++) {
		sms_auto(buf) struct sms_buf text = SMS_BUF_INIT;
		size_t column = i % table->column_count;
		text_add_cell(&text, &table->cells[i], coarse);
		widths[column] = larger(widths[column], sms_text_width(sms_buf_text(&text)));
	}
	for (size_t i = 0; i < table->column_count; i++)
		widths[i] = larger(widths[i], longest_word(table->columns[i].title));
	for (size_t i = 0; i < table->column_count; i++) {
		size_t title = sms_text_width(table->columns[i].title),
		       more = title > widths[i] ? title - widths[i] : 0;
		widths[i] += total_width(layout) + more <= TEXT_WIDTH ? more : 0;
	}
	for (size_t i = table->column_count; i-- > 0 && total_width(layout) > TEXT_WIDTH;) {
		size_t over = total_width(layout) - TEXT_WIDTH;
		size_t spare = widths[i] > TEXT_NARROWEST ? widths[i] - TEXT_NARROWEST : 0;
		widths[i] -= !table->columns[i].is_text ? 0 : over < spare ? over : spare;
	}
}

/* A title's lines, each as wide as its column at most. */
static void break_title(struct sms_list *lines, const char *title, size_t width)
{
	sms_auto(buf) struct sms_buf text = SMS_BUF_INIT;
	sms_text_add_wrapped(&text, title, width, 0);
	sms_list_split(lines, sms_buf_text(&text), '\n');
}

static void add_titles(struct sms_buf *out, const struct layout *layout)
{
	const struct sms_report_table *table = layout->table;
	struct sms_list *titles = sms_alloc(table->column_count, sizeof *titles);
	size_t height = 0;
	for (size_t i = 0; i < table->column_count; i++) {
		break_title(&titles[i], table->columns[i].title, layout->widths[i]);
		height = larger(height, titles[i].count);
	}
	for (size_t line = 0; line < height; line++) {
		for (size_t i = 0; i < table->column_count; i++) {
			size_t empty = height - titles[i].count; /* they stand on the table */
			sms_buf_add_fill(out, ' ', TEXT_GAP);
			text_add_padded(out, line < empty ? "" : titles[i].items[line - empty], layout->widths[i],
					table->columns[i].is_text);
		}
		text_end_line(out);
	}
	for (size_t i = 0; i < table->column_count; i++)
		sms_list_release(&titles[i]);
	free(titles);
}

static void add_row(struct sms_buf *out, const struct layout *layout, const struct sms_cell *cells)
{
	for (size_t i = 0; i < layout->table->column_count; i++) {
		sms_auto(buf) struct sms_buf text = SMS_BUF_INIT;
		text_add_cell(&text, &cells[i], layout->coarse);
		sms_buf_add_fill(out, ' ', TEXT_GAP);
		text_add_padded(out, sms_buf_text(&text), layout->widths[i], layout->table->columns[i].is_text);
	}
	text_end_line(out);
}

/* More columns than fit: each row as lines of its own. */
static void add_stacked_row(struct sms_buf *out, const struct sms_report_table *table, const struct sms_cell *cells)
{
	for (size_t i = 0; i < table->column_count; i++) {
		sms_auto(buf) struct sms_buf text = SMS_BUF_INIT;
		if (i)
			sms_buf_add_format(&text, "%s: ", table->columns[i].title);
		text_add_cell(&text, &cells[i], false);
		text_add_line(out, sms_buf_text(&text), i ? 2 * TEXT_GAP : TEXT_GAP);
	}
}

void text_add_table(struct sms_buf *out, const struct sms_report_table *table)
{
	sms_auto(layout) struct layout fine = {0}, coarse = {0};
	if (table->title)
		text_add_line(out, table->title, 0);
	if (!table->row_count) {
		sms_buf_add_text(out, "  None.\n");
		return;
	}
	measure(&fine, table, false);
	measure(&coarse, table, true);
	const struct layout *layout = total_width(&fine) <= TEXT_WIDTH ? &fine : &coarse;
	bool fits = total_width(layout) <= TEXT_WIDTH;
	if (fits)
		add_titles(out, layout);
	for (size_t i = 0; i < table->row_count; i++) {
		const struct sms_cell *cells = &table->cells[i * table->column_count];
		if (fits)
			add_row(out, layout, cells);
		else
			add_stacked_row(out, table, cells);
	}
	if (table->more)
		sms_buf_add_format(out, "  %s\n", table->more);
}
