/* The rows of a file to import, as columns of texts. Every distinct text of a column is kept once, and a cell is its
 * number: a log repeats itself, and equal cells are found equal without looking at them. */
#ifndef SMS_WORK_IMPORT_TABLE_H
#define SMS_WORK_IMPORT_TABLE_H

#include "base/list.h"
#include "base/map.h"
#include "base/progress.h"
#include "wrap/json/json.h"

enum import_format { IMPORT_CSV, IMPORT_NDJSON, IMPORT_JSON };

struct import_column {
	char *name;
	size_t place;          /* in the file's rows */
	struct sms_map *texts; /* distinct text -> its number, MISSING for what counts as not there */
	const char *last_text; /* of the row before */
	uint32_t last;
};

struct import_table {
	const char *name, *text; /* the file */
	size_t length;
	enum import_format format;
	char delimiter;
	const sms_json *missing; /* texts that mean "not there"; NULL: the empty one */
	bool all;                /* every column of the header is wanted */
	struct import_column *columns;
	size_t column_count, column_capacity;
	uint32_t *cells; /* row by row; 0: not there */
	size_t cell_capacity;
	uint32_t *lines; /* of each row; of a JSON array the element's number */
	size_t row_count, row_capacity;
	const struct sms_progress *progress;
};

#define IMPORT_NO_COLUMN SIZE_MAX

/* By what the map says (may be NULL), by the name's ending, by the contents. Errors INPUT for compressed files; their
 * hint names the `type`. */
struct sms_error *import_format_of(enum import_format *out, const char *said, const char *type, const char *name,
				   const char *text, size_t length) SMS_CHECKED;
/* The number of a column, which is wanted from now on. Only before reading. */
size_t import_table_want(struct import_table *table, const char *name);
struct sms_error *import_table_read(struct import_table *table) SMS_CHECKED;
void import_table_release(struct import_table *table);
SMS_AUTO_STRUCT(import_table, struct import_table, import_table_release);

static inline uint32_t import_cell(const struct import_table *table, size_t row, size_t column)
{
	return table->cells[row * table->column_count + column];
}
/* The text of a cell; NULL when it is not there. Borrowed. */
const char *import_text(const struct import_table *table, size_t row, size_t column);
/* The text of a cell's number that is not 0. */
const char *import_cell_text(const struct import_table *table, size_t column, uint32_t cell);
/* Puts file, line and column (IMPORT_NO_COLUMN: of the row) before an error, which is taken. */
struct sms_error *import_at(struct sms_error *error, const struct import_table *table, size_t row,
			    size_t column) SMS_CHECKED;

/* --- For the readers of formats. --- */

/* Room for one more row, its cells zero. */
void import_add_row(struct import_table *table, size_t line);
void import_set_last_cell(struct import_table *table, size_t column, const char *text);
struct sms_error *import_read_json(struct import_table *table) SMS_CHECKED;
/* Calls `visit` for every object of NDJSON lines or of an array; `line` as in table->lines. */
typedef struct sms_error *import_visit_object(void *context, const sms_json *object, size_t line);
struct sms_error *import_each_object(const struct import_table *table, import_visit_object *visit,
				     void *context) SMS_CHECKED;
struct sms_position import_json_position(const struct import_table *table, size_t line, const char *member);

#endif
