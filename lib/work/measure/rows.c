/* Reading all records of a type into rows: a part for each thread, put together in path order. */
#include "work/measure/private.h"

struct reading {
	struct measure_part parts[SMS_SCAN_THREADS];
};

static void release(struct reading *reading)
{
	for (unsigned thread = 0; thread < SMS_SCAN_THREADS; thread++) {
		struct measure_part *part = &reading->parts[thread];
		for (size_t i = 0; i < SMS_MEASURE_LIMIT; i++)
			sms_map_free(part->names[i].numbers);
		sms_map_free(part->reasons.numbers);
		free(part->rows);
		free(part->keys);
		free(part->numbers);
		free(part->gaps.items);
		free(part->holds);
		free(part->held.items);
		free(part->noted);
	}
}
SMS_AUTO_STRUCT(reading, struct reading, release);

static struct sms_error *visit(void *context, unsigned thread, const struct sms_scanned *record)
{
	struct reading *reading = context;
	return measure_add_record(&reading->parts[thread], record);
}

/* --- Names: every part has numbered them in its own order. --- */

/* Adds a part's names to those of all; `numbers` gets, by its number in the part, the number of each. */
static uint32_t *join_names(struct sms_list *all, struct sms_map *index, const struct measure_names *names)
{
	size_t count = sms_map_count(names->numbers);
	uint32_t *numbers = sms_alloc(count + 1, sizeof *numbers);
	for (size_t i = 0; i < count; i++) {
		const char *name;
		sms_map_at(names->numbers, i, &name);
		uintptr_t number = (uintptr_t)sms_map_get(index, name);
		if (!number) {
			number = all->count;
			sms_map_put(index, name, (void *)number);
			sms_list_add(all, name);
		}
		numbers[i + 1] = (uint32_t)number;
	}
	return numbers;
}

static void join_keys(struct sms_rows *rows, struct reading *reading, size_t key)
{
	sms_auto(map) struct sms_map *index = sms_map_new(NULL);
	sms_list_add(&rows->names[key], "");
	for (unsigned thread = 0; thread < SMS_SCAN_THREADS; thread++) {
		struct measure_part *part = &reading->parts[thread];
		uint32_t *numbers = join_names(&rows->names[key], index, &part->names[key]);
		for (size_t i = key; i < part->key_count; i += rows->plan->key_count)
			part->keys[i] = numbers[part->keys[i]];
		free(numbers);
	}
}

static void join_reasons(struct sms_rows *rows, struct reading *reading)
{
	sms_auto(map) struct sms_map *index = sms_map_new(NULL);
	sms_list_add(&rows->reasons, "");
	for (unsigned thread = 0; thread < SMS_SCAN_THREADS; thread++) {
		struct measure_part *part = &reading->parts[thread];
		uint32_t *numbers = join_names(&rows->reasons, index, &part->reasons);
		for (size_t i = 0; i < part->hold_count; i++)
			part->holds[i].reason = numbers[part->holds[i].reason];
		free(numbers);
	}
}

/* --- Rows. --- */

struct place {
	size_t index, row; /* of the entry in the listing; in its part */
	unsigned thread;
};

static int by_index(const void *a, const void *b)
{
	const struct place *x = a, *y = b;
	return x->index < y->index ? -1 : x->index > y->index;
}

static struct place *order(const struct reading *reading, size_t count)
{
	struct place *places = sms_alloc(count, sizeof *places);
	size_t at = 0;
	for (unsigned thread = 0; thread < SMS_SCAN_THREADS; thread++)
		for (size_t i = 0; i < reading->parts[thread].count; i++)
			places[at++] = (struct place){reading->parts[thread].rows[i].index, i, thread};
	if (count)
		qsort(places, count, sizeof *places, by_index);
	return places;
}

static void take_row(struct sms_rows *rows, size_t at, const struct measure_part *part, size_t row, size_t gap,
		     size_t hold)
{
	size_t keys = rows->plan->key_count, numbers = rows->plan->number_count;
	rows->rows[at] = part->rows[row];
	rows->rows[at].gap += (uint32_t)gap;
	rows->rows[at].hold += (uint32_t)hold;
	for (size_t i = 0; i < keys; i++)
		rows->keys[at * keys + i] = part->keys[row * keys + i];
	for (size_t i = 0; i < numbers; i++)
		rows->numbers[at * numbers + i] = part->numbers[row * numbers + i];
}

static void take_spans(struct sms_rows *rows, const struct reading *reading, size_t first_gap[], size_t first_hold[])
{
	size_t gaps = 0, holds = 0;
	for (unsigned thread = 0; thread < SMS_SCAN_THREADS; thread++) {
		first_gap[thread] = gaps;
		first_hold[thread] = holds;
		gaps += reading->parts[thread].gaps.count;
		holds += reading->parts[thread].hold_count;
	}
	rows->gaps = sms_alloc(gaps, sizeof *rows->gaps);
	rows->holds = sms_alloc(holds, sizeof *rows->holds);
	for (unsigned thread = 0; thread < SMS_SCAN_THREADS; thread++) {
		const struct measure_part *part = &reading->parts[thread];
		for (size_t i = 0; i < part->gaps.count; i++)
			rows->gaps[first_gap[thread] + i] = part->gaps.items[i];
		for (size_t i = 0; i < part->hold_count; i++)
			rows->holds[first_hold[thread] + i] = part->holds[i];
	}
}

static void put_together(struct sms_rows *rows, struct reading *reading)
{
	size_t first_gap[SMS_SCAN_THREADS], first_hold[SMS_SCAN_THREADS];
	for (unsigned thread = 0; thread < SMS_SCAN_THREADS; thread++) {
		const struct measure_part *part = &reading->parts[thread];
		rows->count += part->count;
		rows->unreadable += part->unreadable;
		rows->undated += part->undated;
		rows->later += part->later;
		rows->reversed += part->reversed;
		rows->untimed += part->untimed;
	}
	for (size_t i = 0; i < rows->plan->key_count; i++)
		join_keys(rows, reading, i);
	join_reasons(rows, reading);
	take_spans(rows, reading, first_gap, first_hold);
	rows->rows = sms_alloc(rows->count, sizeof *rows->rows);
	rows->keys = sms_alloc(rows->count * rows->plan->key_count, sizeof *rows->keys);
	rows->numbers = sms_alloc(rows->count * rows->plan->number_count, sizeof *rows->numbers);
	struct place *places = order(reading, rows->count);
	for (size_t i = 0; i < rows->count; i++)
		take_row(rows, i, &reading->parts[places[i].thread], places[i].row, first_gap[places[i].thread],
			 first_hold[places[i].thread]);
	free(places);
}

struct sms_error *sms_rows_read(struct sms_rows **out, struct sms_snapshot *snapshot,
				const struct sms_measure_plan *plan, const struct sms_progress *progress)
{
	sms_auto(reading) struct reading reading = {0};
	for (unsigned thread = 0; thread < SMS_SCAN_THREADS; thread++) {
		struct measure_part *part = &reading.parts[thread];
		part->plan = plan;
		for (size_t i = 0; i < plan->key_count; i++)
			part->names[i].numbers = sms_map_new(NULL);
		part->reasons.numbers = sms_map_new(NULL);
	}
	SMS_TRY(sms_snapshot_scan(snapshot, plan->type, visit, &reading, progress));
	struct sms_rows *rows = sms_alloc(1, sizeof *rows);
	rows->plan = plan;
	put_together(rows, &reading);
	*out = rows;
	return NULL;
}

void sms_rows_free(struct sms_rows *rows)
{
	if (!rows)
		return;
	for (size_t i = 0; i < rows->plan->key_count; i++)
		sms_list_release(&rows->names[i]);
	sms_list_release(&rows->reasons);
	free(rows->rows);
	free(rows->keys);
	free(rows->numbers);
	free(rows->gaps);
	free(rows->holds);
	free(rows);
}

static void extend(struct sms_period *extent, sms_time instant)
{
	if (instant == SMS_TIME_NONE)
		return;
	extent->from = instant < extent->from ? instant : extent->from;
	extent->to = instant > extent->to ? instant : extent->to;
}

struct sms_period sms_rows_extent(const struct sms_rows *rows)
{
	struct sms_period extent = {INT64_MAX, INT64_MIN};
	for (size_t i = 0; i < rows->count; i++) {
		const struct sms_row *row = &rows->rows[i];
		extend(&extent, row->opened);
		extend(&extent, row->resolved);
		extend(&extent, row->closed);
		for (uint32_t gap = row->gap; gap < row->gap + row->gaps; gap++)
			extend(&extent, rows->gaps[gap].to);
	}
	if (extent.to < extent.from)
		return (struct sms_period){0, 0};
	return (struct sms_period){sms_unit_floor(SMS_MONTHS, extent.from),
				   sms_unit_move(SMS_MONTHS, sms_unit_floor(SMS_MONTHS, extent.to), 1)};
}
