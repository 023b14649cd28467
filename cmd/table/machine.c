/* A table for machines: JSON, NDJSON, CSV and Markdown. */
#include "table/table.h"
#include "wrap/csv.h"
#include "wrap/text.h"
#include <string.h>

static sms_json *row_value(const struct table *table, size_t first)
{
	sms_json *row = sms_json_new_object();
	for (size_t i = 0; i < table->column_count; i++)
		cell_add_json(&table->cells[first + i], row, table->columns[i].name);
	return row;
}

/* A value in stored form, every line but the first after four spaces, without the newline at its end. */
static void add_indented(struct sms_buf *out, const sms_json *value)
{
	sms_auto(buf) struct sms_buf text = SMS_BUF_INIT;
	sms_json_print(&text, value);
	sms_buf_truncate(&text, text.length - 1);
	for (const char *at = sms_buf_text(&text); *at;) {
		size_t length = strcspn(at, "\n");
		sms_buf_add(out, at, length);
		at += length;
		if (*at) {
			sms_buf_add_text(out, "\n    ");
			at++;
		}
	}
}

/* Row by row, so that a long table is not in memory twice. */
void table_print_json(struct context *context, const struct table *table)
{
	sms_auto(buf) struct sms_buf out = SMS_BUF_INIT;
	sms_json_print(&out, table->document);
	sms_buf_truncate(&out, out.length - strlen("\n}\n"));
	sms_buf_add_format(&out, ",\n  \"%s\": [", table->rows);
	for (size_t i = 0; i + table->column_count <= table->cell_count; i += table->column_count) {
		sms_auto(json) sms_json *row = row_value(table, i);
		sms_buf_add_text(&out, i ? ",\n    " : "\n    ");
		add_indented(&out, row);
		output_bytes(context, out.data, out.length);
		sms_buf_clear(&out);
	}
	sms_buf_add_text(&out, table->cell_count ? "\n  ]\n}\n" : "]\n}\n");
	output_bytes(context, out.data, out.length);
}

void table_print_ndjson(struct context *context, const struct table *table)
{
	sms_auto(buf) struct sms_buf out = SMS_BUF_INIT;
	for (size_t i = 0; i + table->column_count <= table->cell_count; i += table->column_count) {
		sms_auto(json) sms_json *row = row_value(table, i);
		sms_buf_clear(&out);
		sms_json_print_line(&out, row);
		sms_buf_add_char(&out, '\n');
		output_bytes(context, out.data, out.length);
	}
}

void table_print_csv(struct context *context, const struct table *table)
{
	sms_auto(buf) struct sms_buf out = SMS_BUF_INIT;
	for (size_t i = 0; i < table->column_count; i++)
		sms_csv_add_field(&out, table->columns[i].name, i == 0);
	sms_csv_end_row(&out);
	for (size_t i = 0; i < table->cell_count; i++) {
		size_t column = i % table->column_count;
		sms_csv_add_field(&out, table->cells[i].text, column == 0);
		if (column + 1 < table->column_count)
			continue;
		sms_csv_end_row(&out);
		output_bytes(context, out.data, out.length);
		sms_buf_clear(&out);
	}
	output_bytes(context, sms_buf_text(&out), out.length);
}

/* Text in a cell of a Markdown table: on one line, its punctuation without a meaning. */
static void add_markdown(struct sms_buf *out, const char *text)
{
	sms_auto(buf) struct sms_buf safe = SMS_BUF_INIT;
	sms_text_add_safe(&safe, text, false);
	for (const char *at = sms_buf_text(&safe); *at; at++) {
		if (strchr("\\`*_[]<>&|~", *at))
			sms_buf_add_char(out, '\\');
		sms_buf_add_char(out, *at);
	}
}

static void add_markdown_row(struct sms_buf *out, const struct table *table, const struct cell *cells)
{
	for (size_t i = 0; i < table->column_count; i++) {
		if (table->columns[i].machine)
			continue;
		sms_buf_add_text(out, "| ");
		add_markdown(out, cells ? cells[i].text : table->columns[i].title);
		sms_buf_add_char(out, ' ');
	}
	sms_buf_add_text(out, "|\n");
}

void table_print_markdown(struct context *context, const struct table *table)
{
	sms_auto(buf) struct sms_buf out = SMS_BUF_INIT;
	add_markdown_row(&out, table, NULL);
	for (size_t i = 0; i < table->column_count; i++)
		if (!table->columns[i].machine)
			sms_buf_add_text(&out, table->columns[i].align == ALIGN_RIGHT ? "|---:" : "|---");
	sms_buf_add_text(&out, "|\n");
	for (size_t i = 0; i + table->column_count <= table->cell_count; i += table->column_count)
		add_markdown_row(&out, table, &table->cells[i]);
	output_bytes(context, out.data, out.length);
}
