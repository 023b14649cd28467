/* A report for a terminal: 80 columns of text. */
#include "work/report_text.h"
#include "wrap/text.h"
#include <string.h>

void text_add_line(struct sms_buf *out, const char *text, size_t indent)
{
	sms_buf_add_fill(out, ' ', indent);
	sms_text_add_wrapped(out, text, TEXT_WIDTH, indent);
	sms_buf_add_char(out, '\n');
}

void text_add_padded(struct sms_buf *out, const char *text, size_t width, bool left)
{
	sms_auto(buf) struct sms_buf cell = SMS_BUF_INIT;
	sms_text_add_column(&cell, text, width, false);
	size_t taken = sms_text_width(sms_buf_text(&cell)), rest = width > taken ? width - taken : 0;
	sms_buf_add_fill(out, ' ', left ? 0 : rest);
	sms_buf_add_text(out, sms_buf_text(&cell));
	sms_buf_add_fill(out, ' ', left ? rest : 0);
}

void text_end_line(struct sms_buf *out)
{
	while (out->length && out->data[out->length - 1] == ' ')
		sms_buf_truncate(out, out->length - 1);
	sms_buf_add_char(out, '\n');
}

/* --- Tables. --- */

static void cell_text(struct sms_buf *out, const struct sms_cell *cell)
{
	report_add_cell(out, cell, true);
	if (report_is_small(cell))
		sms_buf_add_text(out, " " REPORT_SMALL_MARK);
}

/* Titles are broken into words where their column is narrower. */
static size_t longest_word(const char *text)
{
	sms_auto(list) struct sms_list words = SMS_LIST_INIT;
	size_t longest = 0;
	sms_list_split(&words, text, ' ');
	for (size_t i = 0; i < words.count; i++) {
		size_t width = sms_text_width(words.items[i]);
		longest = width > longest ? width : longest;
	}
	return longest;
}

static size_t total_width(const struct sms_report_table *table, const size_t *widths)
{
	size_t total = table->column_count * TEXT_GAP;
	for (size_t i = 0; i < table->column_count; i++)
		total += widths[i];
	return total;
}

/* Whole titles where there is room, else the longest word of each; then columns of text give way, the last one first:
 * figures are never cut. */
static size_t *measure_columns(const struct sms_report_table *table)
{
	size_t *widths = sms_alloc(table->column_count, sizeof *widths);
	for (size_t i = 0; i < table->row_count * table->column_count; i++) {
		sms_auto(buf) struct sms_buf text = SMS_BUF_INIT;
		cell_text(&text, &table->cells[i]);
		size_t width = sms_text_width(sms_buf_text(&text)), *column = &widths[i % table->column_count];
		*column = width > *column ? width : *column;
	}
	for (size_t i = 0; i < table->column_count; i++)
		widths[i] = widths[i] > longest_word(table->columns[i].title) ? widths[i]
									      : longest_word(table->columns[i].title);
	for (size_t i = 0; i < table->column_count; i++) {
		size_t title = sms_text_width(table->columns[i].title),
		       more = title > widths[i] ? title - widths[i] : 0;
		if (total_width(table, widths) + more <= TEXT_WIDTH)
			widths[i] += more;
	}
	for (size_t i = table->column_count; i-- > 0 && total_width(table, widths) > TEXT_WIDTH;) {
		size_t over = total_width(table, widths) - TEXT_WIDTH;
		size_t spare = widths[i] > TEXT_NARROWEST ? widths[i] - TEXT_NARROWEST : 0;
		widths[i] -= !table->columns[i].is_text ? 0 : over < spare ? over : spare;
	}
	return widths;
}

/* A title's lines, each as wide as its column at most. */
static void break_title(struct sms_list *lines, const char *title, size_t width)
{
	sms_auto(buf) struct sms_buf text = SMS_BUF_INIT;
	sms_text_add_wrapped(&text, title, width, 0);
	sms_list_split(lines, sms_buf_text(&text), '\n');
}

static void add_titles(struct sms_buf *out, const struct sms_report_table *table, const size_t *widths)
{
	struct sms_list *titles = sms_alloc(table->column_count, sizeof *titles);
	size_t height = 0;
	for (size_t i = 0; i < table->column_count; i++) {
		break_title(&titles[i], table->columns[i].title, widths[i]);
		height = titles[i].count > height ? titles[i].count : height;
	}
	for (size_t line = 0; line < height; line++) {
		for (size_t i = 0; i < table->column_count; i++) {
			size_t empty = height - titles[i].count; /* they stand on the table */
			sms_buf_add_fill(out, ' ', TEXT_GAP);
			text_add_padded(out, line < empty ? "" : titles[i].items[line - empty], widths[i],
					table->columns[i].is_text);
		}
		text_end_line(out);
	}
	for (size_t i = 0; i < table->column_count; i++)
		sms_list_release(&titles[i]);
	free(titles);
}

static void add_row(struct sms_buf *out, const struct sms_report_table *table, const size_t *widths,
		    const struct sms_cell *cells)
{
	for (size_t i = 0; i < table->column_count; i++) {
		sms_auto(buf) struct sms_buf text = SMS_BUF_INIT;
		cell_text(&text, &cells[i]);
		sms_buf_add_fill(out, ' ', TEXT_GAP);
		text_add_padded(out, sms_buf_text(&text), widths[i], table->columns[i].is_text);
	}
	text_end_line(out);
}

static void add_table(struct sms_buf *out, const struct sms_report_table *table)
{
	if (table->title)
		text_add_line(out, table->title, 0);
	if (!table->row_count) {
		sms_buf_add_text(out, "  None.\n");
		return;
	}
	size_t *widths = measure_columns(table);
	add_titles(out, table, widths);
	for (size_t i = 0; i < table->row_count; i++)
		add_row(out, table, widths, &table->cells[i * table->column_count]);
	if (table->more)
		sms_buf_add_format(out, "  %s\n", table->more);
	free(widths);
}

/* --- Figures. --- */

static void add_figures(struct sms_buf *out, const struct sms_report_figures *figures)
{
	size_t widest = 0;
	for (size_t i = 0; i < figures->count; i++) {
		size_t width = sms_text_width(figures->items[i].label);
		widest = width > widest ? width : widest;
	}
	for (size_t i = 0; i < figures->count; i++) {
		const struct sms_report_figure *figure = &figures->items[i];
		sms_auto(buf) struct sms_buf text = SMS_BUF_INIT;
		sms_buf_add_fill(out, ' ', TEXT_GAP);
		text_add_padded(out, figure->label, widest + TEXT_GAP, true);
		report_add_cell(&text, &figure->value, false);
		if (figure->value.kind == SMS_CELL_TIME && figure->value.figure.known) {
			sms_buf_add_text(&text, " (n ");
			report_add_count(&text, (double)figure->value.figure.n);
			sms_buf_add_char(&text, ')');
		}
		if (report_is_small(&figure->value))
			sms_buf_add_text(&text, " " REPORT_SMALL_MARK);
		if (figure->has_before) {
			sms_buf_add_format(&text, "; %s: ", figures->before);
			cell_text(&text, &figure->before);
		}
		sms_text_add_wrapped(out, sms_buf_text(&text), TEXT_WIDTH, widest + 2 * TEXT_GAP);
		sms_buf_add_char(out, '\n');
	}
}

/* --- The whole. --- */

static void add_block(struct sms_buf *out, const struct sms_block *block)
{
	sms_buf_add_char(out, '\n');
	if (block->kind == SMS_BLOCK_FIGURES)
		add_figures(out, &block->figures);
	else if (block->kind == SMS_BLOCK_TABLE)
		add_table(out, &block->table);
	else if (block->kind == SMS_BLOCK_CHART)
		text_add_chart(out, &block->chart);
	for (size_t i = 0; i < block->item_count; i++) {
		sms_buf_add_text(out, "- ");
		sms_text_add_wrapped(out, block->items[i], TEXT_WIDTH, 2);
		sms_buf_add_char(out, '\n');
	}
	if (block->text)
		text_add_line(out, block->text, block->kind == SMS_BLOCK_TEXT ? 0 : TEXT_GAP);
}

static void add_heading(struct sms_buf *out, const char *text, char rule)
{
	size_t before = out->length;
	sms_text_add_safe(out, text, false);
	size_t width = sms_text_width(out->data + before);
	sms_buf_add_char(out, '\n');
	sms_buf_add_fill(out, rule, width);
	sms_buf_add_char(out, '\n');
}

void sms_report_text(struct sms_buf *out, const struct sms_report *report)
{
	enum { NAMES = 14 };
	add_heading(out, report->title, '=');
	for (size_t i = 0; i < report->fact_count; i++) {
		text_add_padded(out, report->facts[i].name, NAMES, true);
		sms_text_add_wrapped(out, report->facts[i].value, TEXT_WIDTH, NAMES);
		sms_buf_add_char(out, '\n');
	}
	for (size_t i = 0; i < report->section_count; i++) {
		const struct sms_report_section *section = &report->sections[i];
		sms_buf_add_char(out, '\n');
		add_heading(out, section->heading, '-');
		text_add_line(out, section->text, 0);
		for (size_t j = 0; j < section->block_count; j++)
			add_block(out, &section->blocks[j]);
	}
}
