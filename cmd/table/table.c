/* Tables: rows collected, then printed in the format that was asked for. */
#include "table/table.h"
#include "model/type/type.h"
#include <inttypes.h>
#include <string.h>

struct table *table_new(const char *schema, const char *rows, const struct column *columns, size_t count)
{
	struct table *table = sms_alloc(1, sizeof *table);
	table->rows = sms_strdup(rows);
	table->document = output_document(schema);
	table->arena = sms_arena_new();
	table->columns = sms_alloc(count, sizeof *columns);
	table->column_count = count;
	for (size_t i = 0; i < count; i++) {
		struct column *column = &table->columns[i];
		*column = columns[i];
		const char *title = column->title ? column->title : column->name;
		column->title = sms_arena_copy(table->arena, title, strlen(title));
		column->name = sms_arena_copy(table->arena, column->name, strlen(column->name));
	}
	return table;
}

void table_free(struct table *table)
{
	if (!table)
		return;
	for (size_t i = 0; i < table->cell_count; i++)
		sms_json_free(table->cells[i].value);
	free(table->cells);
	free(table->columns);
	free(table->rows);
	sms_json_free(table->document);
	sms_arena_free(table->arena);
	free(table);
}

static struct cell *next_cell(struct table *table, enum tone tone, const char *text)
{
	sms_grow(table->cells, table->cell_count, table->cell_capacity);
	struct cell *cell = &table->cells[table->cell_count++];
	*cell = (struct cell){.text = sms_arena_copy(table->arena, text, strlen(text)), .tone = tone};
	return cell;
}

void table_add(struct table *table, enum tone tone, const char *text)
{
	next_cell(table, tone, text ? text : "")->value = text ? sms_json_new_text(text) : NULL;
}

void table_add_as(struct table *table, enum tone tone, const char *text, sms_json *value)
{
	next_cell(table, tone, text)->value = value;
}

void table_add_integer(struct table *table, int64_t number)
{
	char text[24];
	snprintf(text, sizeof text, "%" PRId64, number);
	next_cell(table, TONE_PLAIN, text)->value = sms_json_new_integer(number);
}

void table_add_value(struct table *table, enum tone tone, sms_json *value)
{
	sms_auto(buf) struct sms_buf text = SMS_BUF_INIT;
	sms_value_add_text(&text, value);
	next_cell(table, tone, sms_buf_text(&text))->value = value;
}

void table_set(struct table *table, const char *key, sms_json *value)
{
	sms_json_set(table->document, key, value);
}

size_t table_rows(const struct table *table)
{
	return table->column_count ? table->cell_count / table->column_count : 0;
}

void cell_add_json(const struct cell *cell, sms_json *row, const char *name)
{
	sms_json_set(row, name, cell->value ? sms_json_copy(cell->value) : sms_json_new_null());
}

struct sms_error *table_print(struct context *context, const struct table *table)
{
	switch (context->format) {
	case FORMAT_TEXT:
		table_print_text(context, table);
		return NULL;
	case FORMAT_JSON:
		table_print_json(context, table);
		return NULL;
	case FORMAT_NDJSON:
		table_print_ndjson(context, table);
		return NULL;
	case FORMAT_CSV:
		table_print_csv(context, table);
		return NULL;
	case FORMAT_MARKDOWN:
		table_print_markdown(context, table);
		return NULL;
	default:
		return sms_error(SMS_INPUT, "cannot print a table as '%s'", format_name(context->format));
	}
}
