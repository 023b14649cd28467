/* Rows of JSON files: one object a line, or an array of objects. A column is a member's path. See table.h. */
#include "model/type/type.h"
#include "work/import/table.h"
#include <string.h>

#define REPORT_EVERY 16384 /* rows */

static bool is_blank(const char *text, size_t length)
{
	for (size_t i = 0; i < length; i++)
		if (!strchr(" \t\r", text[i]))
			return false;
	return true;
}

/* The parser counts lines within what it is given: one line, which has a number in the file. */
static struct sms_error *place_line(struct sms_error *error, const struct import_table *table, size_t line)
{
	const char *message = sms_error_message(error);
	size_t name = strlen(table->name);
	if (strncmp(message, table->name, name) != 0 || strncmp(message + name, ":1:", 3) != 0)
		return sms_error_wrap(error, "%s:%zu", table->name, line);
	struct sms_error *placed =
		sms_error(sms_error_status(error), "%s:%zu:%s", table->name, line, message + name + 3);
	sms_error_free(error);
	return placed;
}

static struct sms_error *each_line(const struct import_table *table, import_visit_object *visit, void *context)
{
	sms_auto(arena) struct sms_arena *arena = sms_arena_new();
	const char *at = table->text, *end = at + table->length;
	for (size_t line = 1; at < end; line++) {
		const char *stop = memchr(at, '\n', (size_t)(end - at));
		size_t length = (size_t)((stop ? stop : end) - at);
		const sms_json *object = NULL;
		if (!is_blank(at, length)) {
			sms_arena_reset(arena);
			struct sms_error *error = sms_json_parse_in(&object, arena, at, length, table->name);
			if (error)
				return place_line(error, table, line);
			if (!sms_json_is(object, SMS_JSON_OBJECT))
				return sms_error(SMS_INPUT, "%s:%zu:1: a row must be a JSON object", table->name, line);
			SMS_TRY(visit(context, object, line));
		}
		at += length + 1;
	}
	return NULL;
}

static struct sms_error *each_element(const struct import_table *table, import_visit_object *visit, void *context)
{
	sms_auto(arena) struct sms_arena *arena = sms_arena_new();
	const sms_json *array = NULL;
	size_t index = 0;
	SMS_TRY(sms_json_parse_in(&array, arena, table->text, table->length, table->name));
	sms_json_each(object, array) {
		struct sms_position at = {0, 0};
		if (!sms_json_is(object, SMS_JSON_OBJECT)) {
			at = import_json_position(table, index, NULL);
			return sms_error(SMS_INPUT, "%s:%u:%u: a row must be a JSON object", table->name, at.line,
					 at.column);
		}
		SMS_TRY(visit(context, object, index++));
	}
	return NULL;
}

struct sms_error *import_each_object(const struct import_table *table, import_visit_object *visit, void *context)
{
	return table->format == IMPORT_JSON ? each_element(table, visit, context) : each_line(table, visit, context);
}

static struct sms_error *read_object(void *context, const sms_json *object, size_t line)
{
	struct import_table *table = context;
	sms_auto(buf) struct sms_buf text = SMS_BUF_INIT;
	import_add_row(table, line);
	for (size_t i = 0; i < table->column_count; i++) {
		const sms_json *value = sms_json_path(object, table->columns[i].name);
		if (!value || sms_json_is(value, SMS_JSON_NULL))
			continue;
		sms_buf_clear(&text);
		if (sms_json_is(value, SMS_JSON_BOOLEAN))
			sms_buf_add_text(&text, sms_json_true(value) ? "true" : "false");
		else
			sms_value_add_text(&text, value);
		import_set_last_cell(table, i, sms_buf_text(&text));
	}
	if (table->row_count % REPORT_EVERY == 0)
		sms_progress(table->progress, "reading rows", table->row_count, 0);
	return NULL;
}

struct sms_error *import_read_json(struct import_table *table)
{
	return import_each_object(table, read_object, table);
}

struct sms_position import_json_position(const struct import_table *table, size_t line, const char *member)
{
	sms_auto(buf) struct sms_buf pointer = SMS_BUF_INIT;
	if (table->format == IMPORT_JSON) {
		sms_buf_add_format(&pointer, "/%zu", line);
		if (member)
			sms_json_pointer_add(&pointer, member);
		return sms_json_locate(table->text, table->length, sms_buf_text(&pointer), false);
	}
	const char *at = table->text, *end = at + table->length;
	for (size_t here = 1; here < line && at < end; at++)
		here += *at == '\n';
	const char *stop = memchr(at, '\n', (size_t)(end - at));
	if (member)
		sms_json_pointer_add(&pointer, member);
	struct sms_position position =
		sms_json_locate(at, (size_t)((stop ? stop : end) - at), sms_buf_text(&pointer), false);
	position.line = (unsigned)line;
	return position;
}
