/* Values of a map: reading them from the map, and making them from the rows of a record. See map.h. */
#include "work/import/map.h"
#include <string.h>

/* --- Reading. --- */

static struct import_piece *add_piece(struct import_source *source, enum import_piece_kind kind)
{
	sms_grow(source->pieces, source->piece_count, source->piece_capacity);
	source->pieces[source->piece_count] = (struct import_piece){.kind = kind};
	return &source->pieces[source->piece_count++];
}

/* `{column}` is a cell, `[…]` a part that is left out where one of its cells is not there; `{{` and `[[` are the
 * characters themselves. */
static struct sms_error *read_template(struct import_source *source, const struct import_plan *plan,
				       struct import_table *table, const char *text, const char *pointer)
{
	bool open = false;
	while (*text) {
		size_t plain = strcspn(text, open ? "{[]" : "{["), taken = plain;
		bool doubled = (text[plain] == '{' || text[plain] == '[') && text[plain + 1] == text[plain];
		if (plain || doubled) {
			add_piece(source, IMPORT_PIECE_TEXT)->text = sms_copy(text, plain + doubled);
			taken += doubled ? 2 : 0;
		} else if (*text == '{') {
			const char *end = strchr(text, '}');
			if (!end)
				return import_map_error(plan, pointer, "'{' is not closed");
			sms_auto(string) char *column = sms_copy(text + 1, (size_t)(end - text) - 1);
			add_piece(source, IMPORT_PIECE_COLUMN)->column = import_table_want(table, column);
			taken = (size_t)(end - text) + 1;
		} else {
			if (open && *text == '[')
				return import_map_error(plan, pointer, "'[' within '[…]'");
			open = !open;
			add_piece(source, open ? IMPORT_PIECE_OPEN : IMPORT_PIECE_CLOSE);
			taken = 1;
		}
		text += taken;
	}
	return open ? import_map_error(plan, pointer, "'[' is not closed") : NULL;
}

static struct sms_error *check_states(const struct import_plan *plan, const sms_json *states, const char *pointer)
{
	if (sms_json_is(states, SMS_JSON_ARRAY)) {
		sms_json_each(state, states)
			SMS_TRY(check_states(plan, state, pointer));
		return NULL;
	}
	if (sms_type_has_state(plan->type, sms_json_text(states)))
		return NULL;
	return import_map_error(plan, pointer, "%s has no state '%s'", plan->type->name, sms_json_text(states));
}

static struct sms_error *read_source(struct import_source *source, const struct import_plan *plan,
				     struct import_table *table, const sms_json *json, const char *pointer)
{
	const char *column = sms_json_text(json) ? sms_json_text(json) : sms_json_get_text(json, "column");
	const char *template = sms_json_get_text(json, "template");
	const char *row = sms_json_get_text(json, "row");
	source->time = sms_json_get_text(json, "time");
	source->separator = sms_json_get_text(json, "split");
	source->values = sms_json_get(json, "values");
	source->missing = sms_json_get(json, "missing");
	source->constant = sms_json_get(json, "constant");
	source->states = sms_json_get(json, "entered");
	source->first = row && !strcmp(row, "first");
	if (column) {
		source->kind = IMPORT_COLUMN;
		source->column = import_table_want(table, column);
		return NULL;
	}
	if (template) {
		source->kind = IMPORT_TEMPLATE;
		return read_template(source, plan, table, template, pointer);
	}
	source->kind = source->constant ? IMPORT_CONSTANT : IMPORT_ENTERED;
	return source->states ? check_states(plan, source->states, pointer) : NULL;
}

struct sms_error *import_value_read(struct import_value *out, const struct import_plan *plan,
				    struct import_table *table, const sms_json *json, const char *pointer)
{
	const sms_json *earliest = sms_json_get(json, "earliest");
	out->earliest = earliest != NULL;
	json = earliest ? earliest : json;
	bool list = sms_json_is(json, SMS_JSON_ARRAY);
	size_t count = list ? sms_json_count(json) : 1;
	out->sources = sms_alloc(count, sizeof *out->sources);
	const sms_json *source = list ? sms_json_first(json) : json;
	for (; out->count < count; source = sms_json_next(source)) {
		struct import_source *read = &out->sources[out->count++];
		SMS_TRY(read_source(read, plan, table, source, pointer));
	}
	return NULL;
}

void import_value_release(struct import_value *value)
{
	for (size_t i = 0; i < value->count; i++) {
		struct import_source *source = &value->sources[i];
		for (size_t j = 0; j < source->piece_count; j++)
			free(source->pieces[j].text);
		free(source->pieces);
	}
	free(value->sources);
	free(value->path);
}

/* --- Making. --- */

static struct sms_error *unknown_value(const struct import_source *source, const struct import_value *value,
				       const struct import_group *group, size_t row, const char *text)
{
	const char *column = group->table->columns[source->column].name;
	struct sms_error *error = sms_error(SMS_INPUT, "'%s' of column '%s' is not among the values for %s in %s", text,
					    column, value->path, group->plan->name);
	error = import_at(error, group->table, row, source->column);
	return sms_error_hint(error, "add it to fields.%s.values, or \"*\" for all others", value->path);
}

static struct sms_error *read_time(sms_time *out, const struct import_source *source, const struct import_group *group,
				   size_t row, const char *text)
{
	if (source->time ? sms_time_parse_pattern(text, source->time, out) : sms_time_parse(text, out))
		return NULL;
	return import_at(sms_error(SMS_INPUT, "'%s' is no time of the form %s", text,
				   source->time ? source->time : "2026-11-22T10:15:00Z"),
			 group->table, row, source->column);
}

static struct sms_error *convert(sms_json **out, const struct import_source *source, const struct import_value *value,
				 const struct import_group *group, size_t row, const char *text)
{
	const struct sms_field *field = value->field;
	if (source->time) {
		sms_time at;
		char printed[SMS_TIME_SIZE];
		SMS_TRY(read_time(&at, source, group, row, text));
		sms_time_format(at, printed);
		if (field && field->format && !strcmp(field->format, "date"))
			printed[10] = '\0';
		*out = sms_json_new_text(printed);
		return NULL;
	}
	if (!field) {
		*out = sms_json_new_text(text);
		return NULL;
	}
	struct sms_error *error = sms_field_value(out, field, text, group->actor->at);
	return error ? import_at(error, group->table, row, source->column) : NULL;
}

static struct sms_error *convert_list(sms_json **out, const struct import_source *source,
				      const struct import_value *value, const struct import_group *group, size_t row,
				      const char *text)
{
	sms_auto(json) sms_json *list = sms_json_new_array();
	size_t step = strlen(source->separator);
	for (const char *end = text; end; text = end + step) {
		end = strstr(text, source->separator);
		sms_auto(string) char *part = sms_copy(text, end ? (size_t)(end - text) : strlen(text));
		char *start = part + strspn(part, " ");
		sms_json *element = NULL;
		for (size_t length = strlen(start); length && start[length - 1] == ' '; length--)
			start[length - 1] = '\0';
		if (*start)
			SMS_TRY(convert(&element, source, value, group, row, start));
		if (element)
			sms_json_append(list, element);
		if (!end)
			break;
	}
	*out = sms_json_count(list) ? sms_move(&list) : NULL;
	return NULL;
}

static struct sms_error *make_cell(sms_json **out, const struct import_source *source, const struct import_value *value,
				   const struct import_group *group, size_t row)
{
	const char *text = import_text(group->table, row, source->column);
	if (!text || sms_json_contains_text(source->missing, text))
		return NULL;
	if (source->separator)
		return convert_list(out, source, value, group, row, text);
	if (!source->values)
		return convert(out, source, value, group, row, text);
	const sms_json *mapped = sms_json_get(source->values, text);
	if (!mapped)
		mapped = sms_json_get(source->values, "*");
	if (!mapped)
		return unknown_value(source, value, group, row, text);
	*out = sms_json_is(mapped, SMS_JSON_NULL) ? NULL : sms_json_copy(mapped);
	return NULL;
}

static struct sms_error *make_text(sms_json **out, const struct import_source *source, const struct import_value *value,
				   const struct import_group *group, size_t row)
{
	sms_auto(buf) struct sms_buf text = SMS_BUF_INIT;
	size_t part = SIZE_MAX; /* where the part in brackets began */
	bool skip = false;
	for (size_t i = 0; i < source->piece_count; i++) {
		const struct import_piece *piece = &source->pieces[i];
		const char *cell = piece->text;
		if (piece->kind == IMPORT_PIECE_OPEN || piece->kind == IMPORT_PIECE_CLOSE) {
			if (skip)
				sms_buf_truncate(&text, part);
			part = piece->kind == IMPORT_PIECE_OPEN ? text.length : SIZE_MAX;
			skip = false;
			continue;
		}
		if (piece->kind == IMPORT_PIECE_COLUMN)
			cell = import_text(group->table, row, piece->column);
		if (!cell && part == SIZE_MAX)
			return NULL;
		skip = skip || !cell;
		sms_buf_add_text(&text, cell ? cell : "");
	}
	if (!text.length)
		return NULL;
	*out = sms_json_new_text(sms_buf_text(&text));
	return NULL;
}

static void make_entered(sms_json **out, const struct import_source *source, const struct import_group *group)
{
	char at[SMS_TIME_SIZE];
	for (size_t i = 0; i < group->move_count; i++) {
		size_t index = source->first ? i : group->move_count - 1 - i;
		const struct import_move *move = &group->moves[index];
		const char *one = sms_json_text(source->states);
		bool fits = one ? !strcmp(one, move->to) : sms_json_contains_text(source->states, move->to);
		if (!fits || group->at[move->row] == SMS_TIME_NONE)
			continue;
		sms_time_format(group->at[move->row], at);
		*out = sms_json_new_text(at);
		return;
	}
}

static size_t row_of(const struct import_source *source, const struct import_group *group, size_t row)
{
	if (row == IMPORT_NO_ROW)
		row = source->first ? 0 : group->count - 1;
	return group->rows[row];
}

static struct sms_error *make_source(sms_json **out, const struct import_source *source,
				     const struct import_value *value, const struct import_group *group, size_t row)
{
	switch (source->kind) {
	case IMPORT_COLUMN:
		return make_cell(out, source, value, group, row);
	case IMPORT_TEMPLATE:
		return make_text(out, source, value, group, row);
	case IMPORT_CONSTANT:
		*out = sms_json_copy(source->constant);
		return NULL;
	default:
		make_entered(out, source, group);
		return NULL;
	}
}

/* Is `one` the instant that counts? Instants are all written alike, so that their texts are in their order. */
static bool is_better(const struct import_value *value, const sms_json *best, const sms_json *one)
{
	const char *a = sms_json_text(best), *b = sms_json_text(one);
	return one && (!best || (value->earliest && a && b && strcmp(b, a) < 0));
}

struct sms_error *import_value_make(sms_json **out, const struct import_value *value, const struct import_group *group,
				    size_t row)
{
	*out = NULL;
	for (size_t i = 0; i < value->count && (!*out || value->earliest); i++) {
		sms_auto(json) sms_json *one = NULL;
		SMS_TRY(make_source(&one, &value->sources[i], value, group, row_of(&value->sources[i], group, row)));
		if (!is_better(value, *out, one))
			continue;
		sms_json_free(*out);
		*out = sms_move(&one);
	}
	if (*out && value->field && value->field->repeated && !sms_json_is(*out, SMS_JSON_ARRAY)) {
		sms_json *list = sms_json_new_array();
		sms_json_append(list, *out);
		*out = list;
	}
	return NULL;
}

struct sms_error *import_value_time(sms_time *out, const struct import_value *value, const struct import_group *group,
				    size_t row)
{
	*out = SMS_TIME_NONE;
	for (size_t i = 0; i < value->count && (*out == SMS_TIME_NONE || value->earliest); i++) {
		const struct import_source *source = &value->sources[i];
		size_t from = row_of(source, group, row);
		sms_time one = SMS_TIME_NONE;
		const char *text = source->kind == IMPORT_COLUMN ? import_text(group->table, from, source->column)
								 : sms_json_text(source->constant);
		if (text)
			SMS_TRY(read_time(&one, source, group, from, text));
		if (*out == SMS_TIME_NONE || (one != SMS_TIME_NONE && one < *out))
			*out = one;
	}
	return NULL;
}
