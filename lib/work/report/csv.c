/* A report as one table: a figure a row, with what it is made from, for spreadsheets and scripts to turn as they like.
 */
#include "wrap/csv.h"
#include "work/report/private.h"
#include <stdio.h>

static void add_number(struct sms_buf *out, double number, bool known)
{
	char text[40] = "";
	if (known)
		snprintf(text, sizeof text, "%.15g", number);
	sms_csv_add_field(out, text, false);
}

static void add_row(struct sms_buf *out, const char *section, const char *block, const char *row, const char *column,
		    const struct sms_cell *cell)
{
	const struct sms_figure *figure = &cell->figure;
	bool is_text = cell->kind == SMS_CELL_TEXT, is_quotient = cell->kind >= SMS_CELL_SHARE;
	sms_csv_add_field(out, section, true);
	sms_csv_add_field(out, block ? block : "", false);
	sms_csv_add_field(out, row, false);
	sms_csv_add_field(out, column, false);
	if (is_text)
		sms_csv_add_field(out, cell->text, false);
	else
		add_number(out, figure->value, figure->known);
	sms_csv_add_field(out, report_cell_units[cell->kind], false);
	add_number(out, figure->part, is_quotient && figure->known);
	add_number(out, figure->whole, is_quotient && figure->known);
	add_number(out, (double)figure->n, !is_text);
	sms_csv_add_field(out, report_is_small(cell) ? "small" : "", false);
	sms_csv_end_row(out);
}

/* The first cell of a row names it. */
static void add_table(struct sms_buf *out, const char *section, const struct sms_report_table *table)
{
	for (size_t i = 0; i < table->row_count; i++) {
		const struct sms_cell *cells = &table->cells[i * table->column_count];
		sms_auto(buf) struct sms_buf name = SMS_BUF_INIT;
		report_add_cell(&name, &cells[0], true);
		for (size_t j = 1; j < table->column_count; j++)
			add_row(out, section, table->title, sms_buf_text(&name), table->columns[j].title, &cells[j]);
	}
}

static void add_block(struct sms_buf *out, const char *section, const struct sms_block *block)
{
	const struct sms_report_figures *figures = &block->figures;
	for (size_t i = 0; i < figures->count; i++) {
		add_row(out, section, "", figures->items[i].label, "period", &figures->items[i].value);
		if (figures->items[i].has_before)
			add_row(out, section, "", figures->items[i].label, "period before", &figures->items[i].before);
	}
	if (block->kind == SMS_BLOCK_TABLE)
		add_table(out, section, &block->table);
	if (block->kind == SMS_BLOCK_CHART) {
		struct sms_report_table table = report_table_of_chart(&block->chart);
		add_table(out, section, &table);
		free(table.columns);
		free(table.cells);
	}
}

void sms_report_csv(struct sms_buf *out, const struct sms_report *report)
{
	static const char *const names[] = {"section", "block", "row",   "column", "value",
					    "unit",    "part",  "whole", "n",      "mark"};
	for (size_t i = 0; i < SMS_COUNT(names); i++)
		sms_csv_add_field(out, names[i], i == 0);
	sms_csv_end_row(out);
	for (size_t i = 0; i < report->fact_count; i++) {
		const struct sms_cell value = report_text_cell(report->facts[i].value);
		add_row(out, "Report", "", report->facts[i].name, "", &value);
	}
	for (size_t i = 0; i < report->section_count; i++)
		for (size_t j = 0; j < report->sections[i].block_count; j++)
			add_block(out, report->sections[i].heading, &report->sections[i].blocks[j]);
}
