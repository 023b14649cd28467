/* One record becomes a row. */
#include "work/measure/private.h"
#include <string.h>

uint32_t measure_number_of(struct measure_names *names, const char *text)
{
	if (!text || !*text)
		return SMS_NO_KEY;
	uintptr_t number = (uintptr_t)sms_map_get(names->numbers, text);
	if (number)
		return (uint32_t)number;
	number = sms_map_count(names->numbers) + 1;
	sms_map_put(names->numbers, text, (void *)number);
	return (uint32_t)number;
}

static const sms_json *member(const sms_json *record, const char *path)
{
	return path ? sms_json_path(record, path) : NULL;
}

/* --- Instants. --- */

/* Stamps stay when a record is opened again, and a later one is not set: then the log knows better. */
static sms_time last_time(sms_time stamp, sms_time logged, sms_time reopened)
{
	if (reopened != SMS_TIME_NONE && stamp != SMS_TIME_NONE && stamp < reopened)
		return logged != SMS_TIME_NONE ? logged : stamp;
	return stamp;
}

static void read_life(struct measure_part *part, struct sms_row *row, const sms_json *record)
{
	const struct sms_measure_plan *plan = part->plan;
	bool is_done;
	sms_time logged, reopened = SMS_TIME_NONE;
	sms_time resolved = measure_time(member(record, plan->resolved), plan->now);
	sms_time closed = measure_time(member(record, plan->closed), plan->now);
	measure_follow_log(part, row, record, &is_done, &logged);
	row->resolved = row->closed = row->done = SMS_TIME_NONE;
	if (row->gaps)
		reopened = part->gaps.items[part->gaps.count - 1].to;
	/* Resolved later than `now`, as far as the members say: then it was not done yet. */
	bool not_yet = member(record, plan->resolved) && resolved == SMS_TIME_NONE;
	if (!is_done || not_yet)
		return;
	row->resolved = last_time(resolved, logged, reopened);
	row->closed = last_time(closed, logged, reopened);
	row->done = row->resolved != SMS_TIME_NONE ? row->resolved : row->closed;
	if (row->done == SMS_TIME_NONE) {
		row->done = logged != SMS_TIME_NONE ? logged : row->opened;
		part->untimed += !row->excluded;
	}
	part->reversed += row->done < row->opened && !row->excluded;
}

/* --- Numbers. --- */

static sms_time instant(const struct measure_part *part, const struct sms_row *row, const sms_json *record,
			const char *path)
{
	const struct sms_measure_plan *plan = part->plan;
	if (strcmp(path, plan->opened) == 0)
		return row->opened;
	if (plan->resolved && strcmp(path, plan->resolved) == 0)
		return row->resolved;
	if (plan->closed && strcmp(path, plan->closed) == 0)
		return row->closed;
	return measure_time(member(record, path), plan->now);
}

static int64_t span(const struct measure_part *part, const struct sms_row *row, const sms_json *record,
		    const struct sms_number_plan *number)
{
	sms_time from = instant(part, row, record, number->from), to = instant(part, row, record, number->to);
	if (from == SMS_TIME_NONE || to == SMS_TIME_NONE || to < from)
		return SMS_NO_NUMBER;
	int64_t held = measure_overlap(part->held.items, part->held.count, from, to);
	if (number->kind == SMS_NUMBER_HELD)
		return held;
	int64_t seconds = to - from;
	if (row->gaps)
		seconds -= measure_overlap(part->gaps.items + row->gap, row->gaps, from, to);
	seconds -= number->without_holds ? held : 0;
	return seconds > 0 ? seconds : 0;
}

static int64_t changes(const sms_json *list, const char *name)
{
	int64_t count = 0;
	const sms_json *before = NULL;
	if (!sms_json_is(list, SMS_JSON_ARRAY))
		return SMS_NO_NUMBER;
	sms_json_each(element, list) {
		const sms_json *value = sms_json_get(element, name);
		if (!value)
			continue;
		count += before && !sms_json_equal(before, value);
		before = value;
	}
	return count;
}

static int64_t read_number(const struct measure_part *part, const struct sms_row *row, const sms_json *record,
			   const struct sms_number_plan *number)
{
	int64_t value;
	switch (number->kind) {
	case SMS_NUMBER_SPAN:
	case SMS_NUMBER_HELD:
		return span(part, row, record, number);
	case SMS_NUMBER_MEMBER:
		return sms_json_integer(member(record, number->from), &value) ? value : SMS_NO_NUMBER;
	case SMS_NUMBER_CHANGES:
		return changes(member(record, number->from), number->to);
	case SMS_NUMBER_REOPENINGS:
		return row->gaps;
	case SMS_NUMBER_AGE: /* known when it is known as of when */
		break;
	}
	return SMS_NO_NUMBER;
}

/* --- The row. --- */

static struct sms_error *read_bits(const struct measure_part *part, struct sms_row *row, const sms_json *record)
{
	const struct sms_measure_plan *plan = part->plan;
	for (size_t i = 0; i < plan->query_count; i++) {
		bool matches;
		SMS_TRY(sms_query_matches(plan->queries[i], record, &matches));
		row->bits |= matches ? UINT64_C(1) << i : 0;
		if (matches && i < plan->exclusions && !row->excluded)
			row->excluded = (unsigned)i + 1;
	}
	return NULL;
}

static void add_key(struct measure_part *part, size_t key, const sms_json *record)
{
	const sms_json *value = member(record, part->plan->keys[key]);
	sms_auto(buf) struct sms_buf text = SMS_BUF_INIT;
	if (value && !sms_json_text(value))
		sms_value_add_text(&text, value);
	const char *name = sms_json_text(value) ? sms_json_text(value) : sms_buf_text(&text);
	sms_grow(part->keys, part->key_count, part->key_capacity);
	part->keys[part->key_count++] = measure_number_of(&part->names[key], name);
}

static bool is_wanted(const struct sms_measure_plan *plan, const sms_json *record)
{
	const char *text = plan->only ? sms_json_text(member(record, plan->only_path)) : NULL;
	return !plan->only || (text && strcmp(text, plan->only) == 0);
}

struct sms_error *measure_add_record(struct measure_part *part, const struct sms_scanned *record)
{
	const struct sms_measure_plan *plan = part->plan;
	struct sms_row row = {.entry = record->entry, .index = record->index};
	if (!record->json) {
		part->unreadable++;
		return NULL;
	}
	if (!is_wanted(plan, record->json))
		return NULL;
	row.opened = measure_time(member(record->json, plan->opened), INT64_MAX);
	part->undated += row.opened == SMS_TIME_NONE;
	part->later += row.opened > plan->now;
	if (row.opened == SMS_TIME_NONE || row.opened > plan->now)
		return NULL;
	SMS_TRY(read_bits(part, &row, record->json));
	read_life(part, &row, record->json);
	measure_unite_holds(part, &row, record->json, row.done != SMS_TIME_NONE ? row.done : plan->now);
	for (size_t i = 0; i < plan->key_count; i++)
		add_key(part, i, record->json);
	for (size_t i = 0; i < plan->number_count; i++) {
		sms_grow(part->numbers, part->number_count, part->number_capacity);
		part->numbers[part->number_count++] = read_number(part, &row, record->json, &plan->numbers[i]);
	}
	sms_grow(part->rows, part->count, part->capacity);
	part->rows[part->count++] = row;
	return NULL;
}
