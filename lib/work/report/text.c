/* A report for a terminal: 80 columns of text. */
#include "work/report/text.h"
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
		if (report_is_small(&figure->value))
			sms_buf_add_text(&text, REPORT_SMALL_MARK);
		if (figure->value.kind == SMS_CELL_TIME && figure->value.figure.known) {
			sms_buf_add_text(&text, " (n ");
			report_add_count(&text, (double)figure->value.figure.n);
			sms_buf_add_char(&text, ')');
		}
		if (figure->has_before) {
			sms_buf_add_format(&text, "; %s: ", figures->before);
			text_add_cell(&text, &figure->before, false);
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
		text_add_table(out, &block->table);
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
