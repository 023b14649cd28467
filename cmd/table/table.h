/* The inside of a table (output.h), for those who print it: text.c for people, machine.c for machines. */
#ifndef SMS_CMD_TABLE_H
#define SMS_CMD_TABLE_H

#include "output.h"

struct cell {
	const char *text; /* in the table's arena */
	sms_json *value;  /* NULL for null */
	enum tone tone;
};

struct table {
	char *rows;         /* name of the array */
	sms_json *document; /* what stands beside it */
	struct column *columns;
	size_t column_count;
	struct cell *cells; /* row by row */
	size_t cell_count, cell_capacity;
	struct sms_arena *arena;
};

/* The cell's value for machines: what was given, or its text. */
void cell_add_json(const struct cell *cell, sms_json *row, const char *name);

void table_print_text(struct context *context, const struct table *table);
void table_print_json(struct context *context, const struct table *table);
void table_print_ndjson(struct context *context, const struct table *table);
void table_print_csv(struct context *context, const struct table *table);
void table_print_markdown(struct context *context, const struct table *table);

#endif
