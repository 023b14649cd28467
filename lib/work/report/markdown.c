/* A report as Markdown (GitHub's flavour): tables for charts too. */
#include "work/report/private.h"
#include <string.h>

/* Text of records is text here, not markup. */
static void add_text(struct sms_buf *out, const char *text)
{
	for (; *text; text++) {
		if (strchr("\\`*_[]<>#|~&", *text))
			sms_buf_add_char(out, '\\');
		sms_buf_add_char(out, *text == '\n' || *text == '\r' ? ' ' : *text);
	}
}

static void add_cell(struct sms_buf *out, const struct sms_cell *cell)
{
	sms_auto(buf) struct sms_buf text = SMS_BUF_INIT;
	report_add_cell(&text, cell, true);
	add_text(out, sms_buf_text(&text));
	if (report_is_small(cell))
		sms_buf_add_text(out, REPORT_SMALL_MARK);
}

static void add_table(struct sms_buf *out, const struct sms_report_table *table)
{
	if (table->title) {
		sms_buf_add_text(out, "**");
		add_text(out, table->title);
		sms_buf_add_text(out, "**\n\n");
	}
	if (!table->row_count) {
		sms_buf_add_text(out, "None.\n");
		return;
	}
	for (size_t i = 0; i < table->column_count; i++) {
		sms_buf_add_text(out, "| ");
		add_text(out, table->columns[i].title);
		sms_buf_add_char(out, ' ');
	}
	sms_buf_add_text(out, "|\n");
	for (size_t i = 0; i < table->column_count; i++)
		sms_buf_add_text(out, table->columns[i].is_text ? "| --- " : "| ---: ");
	sms_buf_add_text(out, "|\n");
	for (size_t i = 0; i < table->row_count * table->column_count; i++) {
		sms_buf_add_text(out, "| ");
		add_cell(out, &table->cells[i]);
		sms_buf_add_text(out, (i + 1) % table->column_count ? " " : " |\n");
	}
	if (table->more)
		sms_buf_add_format(out, "\n%s\n", table->more);
}

static void add_figures(struct sms_buf *out, const struct sms_report_figures *figures)
{
	sms_buf_add_text(out, "| Figure | Value | n |");
	if (figures->before)
		sms_buf_add_format(out, " %s |", figures->before);
	sms_buf_add_text(out, figures->before ? "\n| --- | ---: | ---: | ---: |\n" : "\n| --- | ---: | ---: |\n");
	for (size_t i = 0; i < figures->count; i++) {
		const struct sms_report_figure *figure = &figures->items[i];
		sms_buf_add_text(out, "| ");
		add_text(out, figure->label);
		sms_buf_add_text(out, " | ");
		add_cell(out, &figure->value);
		sms_buf_add_format(out, " | %zu |", figure->value.figure.n);
		if (figure->has_before) {
			sms_buf_add_char(out, ' ');
			add_cell(out, &figure->before);
			sms_buf_add_text(out, " |");
		}
		sms_buf_add_char(out, '\n');
	}
}

static void add_chart(struct sms_buf *out, const struct sms_report_chart *chart)
{
	struct sms_report_table table = report_table_of_chart(chart);
	if (!chart->summary)
		table.row_count = 0;
	add_table(out, &table);
	if (chart->summary) {
		sms_buf_add_char(out, '\n');
		add_text(out, chart->summary);
		sms_buf_add_char(out, '\n');
	}
	free(table.columns);
	free(table.cells);
}

static void add_block(struct sms_buf *out, const struct sms_block *block)
{
	sms_buf_add_char(out, '\n');
	if (block->kind == SMS_BLOCK_FIGURES)
		add_figures(out, &block->figures);
	else if (block->kind == SMS_BLOCK_TABLE)
		add_table(out, &block->table);
	else if (block->kind == SMS_BLOCK_CHART)
		add_chart(out, &block->chart);
	for (size_t i = 0; i < block->item_count; i++) {
		sms_buf_add_text(out, "- ");
		add_text(out, block->items[i]);
		sms_buf_add_char(out, '\n');
	}
	if (block->text) {
		sms_buf_add_text(out, block->kind == SMS_BLOCK_TEXT ? "" : "\n");
		add_text(out, block->text);
		sms_buf_add_char(out, '\n');
	}
}

void sms_report_markdown(struct sms_buf *out, const struct sms_report *report)
{
	sms_buf_add_text(out, "# ");
	add_text(out, report->title);
	sms_buf_add_text(out, "\n\n");
	for (size_t i = 0; i < report->fact_count; i++) {
		sms_buf_add_format(out, "- **%s**: ", report->facts[i].name);
		add_text(out, report->facts[i].value);
		sms_buf_add_char(out, '\n');
	}
	for (size_t i = 0; i < report->section_count; i++) {
		const struct sms_report_section *section = &report->sections[i];
		sms_buf_add_text(out, "\n## ");
		add_text(out, section->heading);
		sms_buf_add_text(out, "\n\n");
		add_text(out, section->text);
		sms_buf_add_char(out, '\n');
		for (size_t j = 0; j < section->block_count; j++)
			add_block(out, &section->blocks[j]);
	}
}
