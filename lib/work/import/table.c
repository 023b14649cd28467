/* Rows of CSV files, and what all formats share. See table.h. */
#include "work/import/table.h"
#include "base/utf8.h"
#include "wrap/csv.h"
#include <string.h>

#define MISSING UINTPTR_MAX
#define REPORT_EVERY 16384 /* rows */

static bool ends_with(const char *text, const char *end)
{
	size_t length = strlen(text), tail = strlen(end);
	return length >= tail && !strcmp(text + length - tail, end);
}

static struct sms_error *refuse_compressed(const char *type, const char *name, const char *text, size_t length)
{
	static const struct {
		const char *magic, *command;
	} kinds[] = {{"\xfd"
		      "7zXZ",
		      "xz -dc"},
		     {"\x1f\x8b", "gzip -dc"},
		     {"BZh", "bzip2 -dc"},
		     {"\x28\xb5\x2f\xfd", "zstd -dc"},
		     {"PK\x03\x04", "unzip -p"}};
	for (size_t i = 0; i < SMS_COUNT(kinds); i++) {
		size_t size = strlen(kinds[i].magic);
		if (length < size || memcmp(text, kinds[i].magic, size) != 0)
			continue;
		struct sms_error *error = sms_error(SMS_INPUT, "%s: is compressed", name);
		return sms_error_hint(error, "%s %s | sms import %s - --map MAP", kinds[i].command, name, type);
	}
	return NULL;
}

struct sms_error *import_format_of(enum import_format *out, const char *said, const char *type, const char *name,
				   const char *text, size_t length)
{
	SMS_TRY(refuse_compressed(type, name, text, length));
	size_t first = 0;
	while (first < length && strchr(" \t\r\n", text[first]))
		first++;
	bool object = first < length && text[first] == '{', array = first < length && text[first] == '[';
	bool json = said ? strcmp(said, "csv") != 0
			 : ends_with(name, ".json") || ends_with(name, ".ndjson") || ends_with(name, ".jsonl") ||
				    (!ends_with(name, ".csv") && (object || array));
	*out = !json ? IMPORT_CSV : array ? IMPORT_JSON : IMPORT_NDJSON;
	return NULL;
}

/* --- Cells. --- */

size_t import_table_want(struct import_table *table, const char *name)
{
	for (size_t i = 0; i < table->column_count; i++)
		if (!strcmp(table->columns[i].name, name))
			return i;
	sms_grow(table->columns, table->column_count, table->column_capacity);
	table->columns[table->column_count] =
		(struct import_column){.name = sms_strdup(name), .place = SIZE_MAX, .texts = sms_map_new(NULL)};
	return table->column_count++;
}

void import_add_row(struct import_table *table, size_t line)
{
	size_t start = table->row_count * table->column_count, end = start + table->column_count;
	if (end > table->cell_capacity) {
		table->cell_capacity = end * 2;
		table->cells = sms_realloc(table->cells, table->cell_capacity, sizeof *table->cells);
	}
	memset(table->cells + start, 0, table->column_count * sizeof *table->cells);
	sms_grow(table->lines, table->row_count, table->row_capacity);
	table->lines[table->row_count++] = (uint32_t)line;
}

static bool is_missing(const struct import_table *table, const char *text)
{
	return table->missing ? sms_json_contains_text(table->missing, text) : !*text;
}

void import_set_last_cell(struct import_table *table, size_t index, const char *text)
{
	struct import_column *column = &table->columns[index];
	if (!column->last_text || strcmp(column->last_text, text) != 0) {
		size_t length = strlen(text), count = sms_map_count(column->texts);
		uintptr_t number = (uintptr_t)sms_map_get_n(column->texts, text, length);
		if (!number) {
			number = is_missing(table, text) ? MISSING : count + 1;
			sms_map_put_n(column->texts, text, length, (void *)number);
		}
		column->last = number == MISSING ? 0 : (uint32_t)number;
		column->last_text = NULL;
		if (number != MISSING)
			sms_map_at(column->texts, number - 1, &column->last_text);
	}
	table->cells[(table->row_count - 1) * table->column_count + index] = column->last;
}

const char *import_cell_text(const struct import_table *table, size_t column, uint32_t cell)
{
	const char *text;
	sms_map_at(table->columns[column].texts, cell - 1, &text);
	return text;
}

const char *import_text(const struct import_table *table, size_t row, size_t column)
{
	uint32_t cell = import_cell(table, row, column);
	return cell ? import_cell_text(table, column, cell) : NULL;
}

void import_table_release(struct import_table *table)
{
	for (size_t i = 0; i < table->column_count; i++) {
		free(table->columns[i].name);
		sms_map_free(table->columns[i].texts);
	}
	free(table->columns);
	free(table->cells);
	free(table->lines);
}

/* --- CSV. --- */

struct reading {
	struct import_table *table;
	size_t places; /* of the header; 0 before it was read */
};

static struct sms_error *find_columns(struct import_table *table, const struct sms_list *names)
{
	for (size_t i = 0; i < table->column_count; i++) {
		struct import_column *column = &table->columns[i];
		for (size_t place = 0; place < names->count && column->place == SIZE_MAX; place++)
			if (!strcmp(names->items[place], column->name))
				column->place = place;
		if (column->place != SIZE_MAX)
			continue;
		struct sms_error *error =
			sms_error(SMS_INPUT, "%s:1: there is no column '%s'", table->name, column->name);
		const char *nearest = sms_list_nearest(names, column->name);
		return nearest ? sms_error_hint(error, "did you mean '%s'?", nearest) : error;
	}
	return NULL;
}

static struct sms_error *read_header(struct reading *reading, const struct sms_csv_row *row)
{
	struct import_table *table = reading->table;
	sms_auto(list) struct sms_list names = SMS_LIST_INIT;
	sms_auto(map) struct sms_map *seen = sms_map_new(NULL);
	reading->places = row->count;
	for (size_t i = 0; i < row->count; i++) {
		sms_list_add(&names, row->fields[i]);
		if (sms_map_has(seen, row->fields[i]))
			return sms_error(SMS_INPUT, "%s:%zu: column '%s' is there twice", table->name, row->line,
					 row->fields[i]);
		sms_map_put(seen, row->fields[i], seen);
		if (table->all)
			(void)import_table_want(table, row->fields[i]);
	}
	return find_columns(table, &names);
}

static struct sms_error *read_row(void *context, const struct sms_csv_row *row)
{
	struct reading *reading = context;
	struct import_table *table = reading->table;
	if (!reading->places)
		return read_header(reading, row);
	if (row->count != reading->places)
		return sms_error(SMS_INPUT, "%s:%zu: a row of %zu fields where the header has %zu", table->name,
				 row->line, row->count, reading->places);
	import_add_row(table, row->line);
	for (size_t i = 0; i < table->column_count; i++)
		import_set_last_cell(table, i, row->fields[table->columns[i].place]);
	if (table->row_count % REPORT_EVERY == 0)
		sms_progress(table->progress, "reading rows", table->row_count, 0);
	return NULL;
}

struct sms_error *import_table_read(struct import_table *table)
{
	struct reading reading = {.table = table};
	if (table->format != IMPORT_CSV)
		return import_read_json(table);
	SMS_TRY(sms_csv_read(table->text, table->length, table->name, table->delimiter, read_row, &reading));
	if (!reading.places)
		return sms_error(SMS_INPUT, "%s: is empty", table->name);
	return NULL;
}

/* --- Places, for errors. --- */

static const char *start_of_line(const struct import_table *table, size_t line)
{
	const char *at = table->text, *end = at + table->length;
	for (size_t here = 1; here < line && at < end; at++)
		here += *at == '\n' || (*at == '\r' && (at + 1 == end || at[1] != '\n'));
	return at;
}

static struct sms_position cell_position(const struct import_table *table, size_t line, size_t place)
{
	struct sms_position position = {(unsigned)line, 1};
	const char *at = start_of_line(table, line), *end = table->text + table->length;
	bool quoted = false;
	while (at < end && place) {
		size_t size = 1;
		quoted ^= *at == '"';
		place -= !quoted && *at == table->delimiter;
		if (*at == '\n' || (*at == '\r' && (at + 1 == end || at[1] != '\n')))
			position = (struct sms_position){position.line + 1, 0};
		(void)sms_utf8_next(at, (size_t)(end - at), &size);
		at += size;
		position.column++;
	}
	return position;
}

struct sms_error *import_at(struct sms_error *error, const struct import_table *table, size_t row, size_t column)
{
	const struct import_column *known = column == IMPORT_NO_COLUMN ? NULL : &table->columns[column];
	struct sms_position at = {table->lines[row], 0};
	if (table->format != IMPORT_CSV)
		at = import_json_position(table, table->lines[row], known ? known->name : NULL);
	else if (known)
		at = cell_position(table, at.line, known->place);
	if (!at.column)
		return sms_error_wrap(error, "%s:%u", table->name, at.line);
	return sms_error_wrap(error, "%s:%u:%u", table->name, at.line, at.column);
}
