/* What the rows of one record tell of its life: their order, moves between states, the log, lists. */
#include "work/import/private.h"
#include <string.h>

/* --- Order and moves. --- */

static int by_time(const void *left, const void *right, void *context)
{
	const struct import_group *group = context;
	const uint32_t *a = left, *b = right;
	sms_time at_a = group->at[*a], at_b = group->at[*b];
	if (at_a != at_b)
		return at_a < at_b ? -1 : 1;
	return *a < *b ? -1 : 1; /* of the same minute: as they stand in the file */
}

static void sort_rows(struct import_group *group)
{
	uint32_t *order = sms_alloc(group->count, sizeof *order), *rows = sms_alloc(group->count, sizeof *rows);
	sms_time *at = sms_alloc(group->count, sizeof *at);
	for (size_t i = 0; i < group->count; i++)
		order[i] = (uint32_t)i;
	qsort_r(order, group->count, sizeof *order, by_time, group);
	for (size_t i = 0; i < group->count; i++) {
		rows[i] = group->rows[order[i]];
		at[i] = group->at[order[i]];
	}
	memcpy(group->rows, rows, group->count * sizeof *rows);
	memcpy(group->at, at, group->count * sizeof *at);
	free(order);
	free(rows);
	free(at);
}

static struct sms_error *read_times(struct import_group *group)
{
	bool sorted = true;
	for (size_t i = 0; i < group->count; i++) {
		SMS_TRY(import_value_time(&group->at[i], &group->plan->at, group, i));
		if (group->plan->at.count && group->at[i] == SMS_TIME_NONE)
			return sms_error_hint(import_at(sms_error(SMS_INPUT, "has no time"), group->table,
							group->rows[i], IMPORT_NO_COLUMN),
					      "the member 'at' of %s says where times stand", group->plan->name);
		sorted = sorted && (!i || group->at[i - 1] <= group->at[i]);
	}
	if (!sorted)
		sort_rows(group);
	return NULL;
}

static uint32_t cell_of(const struct import_group *group, size_t row, size_t column)
{
	return import_cell(group->table, group->rows[row], column);
}

static void add_move(struct import_group *group, size_t row, const char *to)
{
	sms_grow(group->moves, group->move_count, group->move_capacity);
	group->moves[group->move_count++] = (struct import_move){row, group->state, to};
	group->state = to;
}

static struct sms_error *unknown_state(const struct import_group *group, size_t row)
{
	size_t column = group->plan->state_column;
	const char *text = import_text(group->table, group->rows[row], column);
	struct sms_error *error = sms_error(SMS_INPUT, "'%s' of column '%s' is not among states.values in %s", text,
					    group->table->columns[column].name, group->plan->name);
	error = import_at(error, group->table, group->rows[row], column);
	return sms_error_hint(error, "add it to states.values: a state of %s, or null to keep the one before",
			      group->plan->type->name);
}

struct sms_error *import_group_read(struct import_group *group)
{
	const struct import_plan *plan = group->plan;
	group->move_count = 0;
	group->state = sms_type_initial(plan->type);
	SMS_TRY(read_times(group));
	if (plan->state_column == IMPORT_NO_COLUMN)
		return NULL;
	for (size_t i = 0; i < group->count; i++) {
		uint32_t cell = cell_of(group, i, plan->state_column);
		const struct import_state *state = &plan->states[cell];
		if (cell && !state->known)
			return unknown_state(group, i);
		if (state->name && strcmp(state->name, group->state) != 0)
			add_move(group, i, state->name);
	}
	return NULL;
}

void import_group_release(struct import_group *group)
{
	free(group->rows);
	free(group->at);
	free(group->moves);
	sms_buf_release(&group->scratch);
}

/* --- The log. --- */

struct entry {
	const char *at, *by, *kind, *text, *from, *to;
	size_t quiet;
};

static sms_json *make_entry(const struct import_plan *plan, const struct entry *entry)
{
	const struct {
		const char *name, *text;
	} members[] = {{"at", entry->at},     {"by", entry->by},     {"kind", entry->kind},
		       {"text", entry->text}, {"from", entry->from}, {"to", entry->to}};
	sms_json *json = sms_json_new_object();
	for (size_t i = 0; i < plan->log_order.count; i++) {
		const char *name = plan->log_order.items[i];
		for (size_t j = 0; j < SMS_COUNT(members); j++)
			if (members[j].text && *members[j].text && !strcmp(members[j].name, name))
				sms_json_set_text(json, name, members[j].text);
		if (plan->quiet && entry->quiet && !strcmp(plan->quiet, name))
			sms_json_set_integer(json, name, (int64_t)entry->quiet);
	}
	return json;
}

/* "group: Group 56 -> Group 70" */
static void tell_change(struct sms_buf *text, const char *name, const char *from, const char *to)
{
	sms_buf_add_format(text, "%s%s: ", text->length ? "; " : "", name);
	if (from)
		sms_buf_add_format(text, "%s -> ", from);
	sms_buf_add_text(text, to ? to : "none");
}

static void tell_changes(struct sms_buf *text, const struct import_group *group, size_t row)
{
	const struct import_plan *plan = group->plan;
	for (size_t i = 0; row && i < plan->watch_count; i++) {
		size_t column = plan->watches[i].column;
		if (cell_of(group, row, column) == cell_of(group, row - 1, column))
			continue;
		tell_change(text, plan->watches[i].name, import_text(group->table, group->rows[row - 1], column),
			    import_text(group->table, group->rows[row], column));
	}
}

/* The source's own word for the state, where the state alone does not say it. */
static void tell_state(struct sms_buf *text, const struct import_group *group, size_t row, bool moved)
{
	size_t column = group->plan->state_column;
	if (column == IMPORT_NO_COLUMN)
		return;
	uint32_t cell = cell_of(group, row, column);
	bool changed = !row || cell != cell_of(group, row - 1, column);
	const struct import_state *state = &group->plan->states[cell];
	if (cell && changed && (!state->name || state->shared || (row && !moved)))
		sms_buf_add_format(text, "%s: %s", group->table->columns[column].name,
				   import_cell_text(group->table, column, cell));
}

static struct sms_error *make_by(sms_json **out, const struct import_group *group, size_t row)
{
	SMS_TRY(import_value_make(out, &group->plan->by, group, row));
	if (!*out && !group->plan->by.count)
		*out = sms_json_new_text(group->actor->by);
	if (sms_json_text(*out))
		return NULL;
	return sms_error_hint(
		import_at(sms_error(SMS_INPUT, "has no person"), group->table, group->rows[row], IMPORT_NO_COLUMN),
		"give member 'by' of %s another source, such as {\"constant\": \"unknown\"}", group->plan->name);
}

static struct sms_error *log_row(sms_json *log, const struct import_group *group, size_t row,
				 const struct import_move *move, size_t *quiet)
{
	sms_auto(buf) struct sms_buf text = SMS_BUF_INIT;
	sms_auto(json) sms_json *by = NULL;
	char at[SMS_TIME_SIZE];
	tell_state(&text, group, row, move);
	tell_changes(&text, group, row);
	if (!move && !text.length) {
		*quiet += row > 0;
		return NULL;
	}
	SMS_TRY(make_by(&by, group, row));
	sms_time_format(group->at[row], at);
	const struct entry entry = {.at = at,
				    .by = sms_json_text(by),
				    .kind = move ? "state" : group->plan->kind,
				    .text = sms_buf_text(&text),
				    .from = move ? move->from : NULL,
				    .to = move ? move->to : NULL,
				    .quiet = *quiet};
	sms_json_append(log, make_entry(group->plan, &entry));
	*quiet = 0;
	return NULL;
}

struct sms_error *import_make_log(sms_json **out, const struct import_group *group, const sms_json *created)
{
	const struct entry first = {
		.at = sms_json_get_text(created, "at"), .by = sms_json_get_text(created, "by"), .kind = "created"};
	sms_auto(json) sms_json *log = sms_json_new_array();
	size_t quiet = 0, next = 0;
	sms_json_append(log, make_entry(group->plan, &first));
	/* Without times there is no history to tell. */
	for (size_t row = 0; group->plan->at.count && row < group->count; row++) {
		bool moves = next < group->move_count && group->moves[next].row == row;
		SMS_TRY(log_row(log, group, row, moves ? &group->moves[next++] : NULL, &quiet));
	}
	*out = sms_move(&log);
	return NULL;
}

/* --- Lists. --- */

struct element {
	const sms_json *value;
	sms_json *by;
	size_t from, to; /* rows; IMPORT_NO_ROW: none */
};

static void set_time(sms_json *object, const char *name, const struct import_group *group, size_t row)
{
	char at[SMS_TIME_SIZE];
	if (row == IMPORT_NO_ROW || group->at[row] == SMS_TIME_NONE)
		return;
	sms_time_format(group->at[row], at);
	sms_json_set_text(object, name, at);
}

static void add_element(sms_json **array, const struct import_list *list, const struct import_group *group,
			const struct element *element)
{
	sms_json *object = sms_json_new_object();
	for (size_t i = 0; i < list->order.count; i++) {
		const char *name = list->order.items[i];
		if (list->value && !strcmp(name, list->value))
			sms_json_set(object, name, sms_json_copy(element->value));
		else if ((list->from && !strcmp(name, list->from)) || (list->at && !strcmp(name, list->at)))
			set_time(object, name, group, element->from);
		else if (list->to && !strcmp(name, list->to))
			set_time(object, name, group, element->to);
		else if (list->by && !strcmp(name, list->by) && element->by)
			sms_json_set(object, name, sms_json_copy(element->by));
	}
	if (!*array)
		*array = sms_json_new_array();
	sms_json_append(*array, object);
}

/* The value of a run's row: NULL where it is of none. `made` holds it where it is a text of the file. */
static struct sms_error *run_value(const sms_json **out, sms_json **made, const struct import_list *list,
				   const struct import_group *group, size_t row)
{
	const char *text = import_text(group->table, group->rows[row], list->column);
	*out = NULL;
	if (!text)
		return NULL;
	if (!list->values) {
		*out = *made = sms_json_new_text(text);
		return NULL;
	}
	*out = sms_json_get(list->values, text);
	if (!*out)
		*out = sms_json_get(list->values, "*");
	if (!*out)
		return import_at(sms_error(SMS_INPUT, "'%s' is not among the values of lists.%s in %s", text,
					   list->path, group->plan->name),
				 group->table, group->rows[row], list->column);
	if (sms_json_is(*out, SMS_JSON_NULL))
		*out = NULL;
	return NULL;
}

static bool same_value(const sms_json *a, const sms_json *b)
{
	return a == b || (a && b && sms_json_equal(a, b));
}

static struct sms_error *make_runs(sms_json **out, const struct import_list *list, const struct import_group *group)
{
	struct element run = {.from = IMPORT_NO_ROW, .to = IMPORT_NO_ROW};
	sms_auto(json) sms_json *held = NULL; /* the text that run.value is */
	for (size_t row = 0; row < group->count; row++) {
		const sms_json *value;
		sms_auto(json) sms_json *made = NULL;
		if (row && cell_of(group, row, list->column) == cell_of(group, row - 1, list->column))
			continue;
		SMS_TRY(run_value(&value, &made, list, group, row));
		if (same_value(value, run.value))
			continue;
		run.to = row;
		if (run.value)
			add_element(out, list, group, &run);
		sms_json_free(held);
		held = sms_move(&made);
		run = (struct element){.value = value, .from = row, .to = IMPORT_NO_ROW};
	}
	if (run.value)
		add_element(out, list, group, &run);
	return NULL;
}

static struct sms_error *make_moves(sms_json **out, const struct import_list *list, const struct import_group *group)
{
	for (size_t i = 0; i < group->move_count; i++) {
		const struct import_move *move = &group->moves[i];
		sms_auto(json) sms_json *by = NULL;
		if (!sms_json_contains_text(list->moves_from, move->from) ||
		    !sms_json_contains_text(list->moves_to, move->to))
			continue;
		SMS_TRY(make_by(&by, group, move->row));
		add_element(out, list, group, &(struct element){.by = by, .from = move->row, .to = IMPORT_NO_ROW});
	}
	return NULL;
}

struct sms_error *import_make_list(sms_json **out, const struct import_list *list, const struct import_group *group)
{
	*out = NULL;
	struct sms_error *error =
		list->column == IMPORT_NO_COLUMN ? make_moves(out, list, group) : make_runs(out, list, group);
	if (!error)
		return NULL;
	sms_json_free(*out);
	*out = NULL;
	return error;
}
