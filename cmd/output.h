/* Printing what commands have to say: for people as tables, pairs and paragraphs that fit the terminal, for machines
 * as JSON, NDJSON, CSV and Markdown tables. All text is escaped for where it goes, so nothing in a record can write
 * control codes to a terminal or formulas to a spreadsheet. Dates are printed as stored. */
#ifndef SMS_CMD_OUTPUT_H
#define SMS_CMD_OUTPUT_H

#include "command.h"
#include "wrap/json/json.h"

/* Colours by meaning. */
enum tone { TONE_PLAIN, TONE_GOOD, TONE_BAD, TONE_WARN, TONE_DIM, TONE_STRONG };

/* --- For people. --- */

/* Text, escaped, in a tone; no newline added. */
void output_text(struct context *context, enum tone tone, const char *text);
/* printf of it, escaped; newlines in the result are kept. */
void output_format(struct context *context, enum tone tone, const char *format, ...) SMS_PRINTF(3, 4);
/* A heading with an empty line before it, unless it is the first thing printed. */
void output_heading(struct context *context, const char *title);
/* A paragraph wrapped to the width, every line after `indent` spaces. */
void output_paragraph(struct context *context, const char *text, size_t indent);
/* Label and value, the labels of a block aligned: collect, then print. Pairs with an empty value are left out. */
struct pairs {
	struct pair *items;
	size_t count, capacity;
};
void pairs_add(struct pairs *pairs, const char *label, enum tone tone, const char *value);
void pairs_add_format(struct pairs *pairs, const char *label, enum tone tone, const char *format, ...) SMS_PRINTF(4, 5);
void pairs_print(struct context *context, const struct pairs *pairs);
void pairs_release(struct pairs *pairs);
SMS_AUTO_STRUCT(pairs, struct pairs, pairs_release);

/* --- Raw and JSON documents. --- */

/* Bytes as they are (a file's contents, a rendered document). */
void output_bytes(struct context *context, const void *bytes, size_t length);
/* A new document `{"schema": "sms/NAME/1"}` to add members to. */
sms_json *output_document(const char *name) SMS_CHECKED;
/* Prints a JSON value in stored form. */
void output_json(struct context *context, const sms_json *value);

/* --- Tables: one collection of rows, printed in the format that was asked for. --- */

enum align { ALIGN_LEFT, ALIGN_RIGHT };

struct column {
	const char *name;  /* for machines: member name, CSV header */
	const char *title; /* for people; NULL: the name */
	enum align align;
	bool machine; /* not shown to people */
	bool wrap;    /* the last one: wrapped to several lines, not cut, where the terminal is too narrow */
	bool prose;   /* with `wrap`: sentences, which are wrapped where there is no terminal too */
};

struct table;

/* `schema` as in "sms/list/1" without the ends ("list"), `rows` the name of the array in the JSON document. Columns
 * are copied. The last column that people see is the one that is cut where the terminal is too narrow. */
struct table *table_new(const char *schema, const char *rows, const struct column *columns, size_t count) SMS_CHECKED;
void table_free(struct table *table);
SMS_AUTO_POINTER(table, struct table *, table_free);
/* The next cell, row by row; a row is complete when every column has its cell. */
void table_add(struct table *table, enum tone tone, const char *text);
/* A cell that people (and CSV) get as text and JSON as a value (taken; NULL for null). */
void table_add_as(struct table *table, enum tone tone, const char *text, sms_json *value);
void table_add_integer(struct table *table, int64_t number);
/* A value of a record (taken; may be NULL for "not there"): as it is for JSON, one line of text elsewhere. */
void table_add_value(struct table *table, enum tone tone, sms_json *value);
/* A member of the JSON document beside the rows (taken). */
void table_set(struct table *table, const char *key, sms_json *value);
size_t table_rows(const struct table *table);
/* Prints in context->format: text, json, ndjson, csv or markdown. Where there are no rows, people get nothing. */
struct sms_error *table_print(struct context *context, const struct table *table) SMS_CHECKED;

#endif
