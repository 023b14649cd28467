/* What a record's log says about its life: when it was held, when it was done, when it was opened again. */
#include "work/measure/private.h"
#include <string.h>

sms_time measure_time(const sms_json *value, sms_time now)
{
	const char *text = sms_json_text(value);
	sms_time time;
	if (!text || (!sms_time_parse(text, &time) && !sms_time_parse_pattern(text, "yyyy-mm-dd", &time)))
		return SMS_TIME_NONE;
	return time > now ? SMS_TIME_NONE : time;
}

static void add_span(struct measure_spans *spans, sms_time from, sms_time to)
{
	if (to <= from)
		return;
	sms_grow(spans->items, spans->count, spans->capacity);
	spans->items[spans->count++] = (struct sms_span){from, to};
}

int64_t measure_overlap(const struct sms_span *spans, size_t count, sms_time from, sms_time to)
{
	int64_t sum = 0;
	for (size_t i = 0; i < count; i++) {
		sms_time first = spans[i].from > from ? spans[i].from : from;
		sms_time last = spans[i].to < to ? spans[i].to : to;
		sum += last > first ? last - first : 0;
	}
	return sum;
}

/* --- The log. --- */

struct life {
	const char *state; /* NULL before the first entry */
	sms_time since, done_since;
	bool held, done;
};

static bool in(const sms_json *states, const char *state)
{
	return states && state && sms_json_contains_text(states, state);
}

static void enter(struct measure_part *part, struct life *life, const char *state, sms_time at)
{
	bool done = in(part->plan->done, state);
	if (life->held)
		add_span(&part->held, life->since, at);
	if (life->done && !done)
		add_span(&part->gaps, life->done_since, at);
	if (done && !life->done)
		life->done_since = at;
	*life = (struct life){state, at, life->done_since, in(part->plan->held, state), done};
}

void measure_follow_log(struct measure_part *part, struct sms_row *row, const sms_json *record, bool *is_done,
			sms_time *done_at)
{
	const struct sms_measure_plan *plan = part->plan;
	struct life life = {.since = SMS_TIME_NONE, .done_since = SMS_TIME_NONE};
	bool later = false;
	part->held.count = 0;
	row->gap = (uint32_t)part->gaps.count;
	sms_json_each(entry, sms_json_get(record, "log")) {
		const char *kind = sms_json_get_text(entry, "kind"), *to = sms_json_get_text(entry, "to");
		if (!to || !kind || strcmp(kind, "state") != 0)
			continue;
		sms_time at = measure_time(sms_json_get(entry, "at"), plan->now);
		if (at != SMS_TIME_NONE)
			enter(part, &life, to, at);
		else
			later = true;
	}
	/* The record's own state is the newest there is; the log knows what it was before `now`. */
	*is_done = later ? life.done : in(plan->done, sms_json_get_text(record, "state"));
	*done_at = *is_done ? life.done_since : SMS_TIME_NONE;
	if (life.held)
		add_span(&part->held, life.since, plan->now);
	row->gaps = (uint32_t)part->gaps.count - row->gap;
}

/* --- Holds. --- */

static void read_noted(struct measure_part *part, const sms_json *record)
{
	const struct sms_measure_plan *plan = part->plan;
	part->noted_count = 0;
	if (!plan->hold_list)
		return;
	sms_json_each(hold, sms_json_path(record, plan->hold_list)) {
		sms_time from = measure_time(sms_json_get(hold, plan->hold_from), plan->now);
		sms_time to = measure_time(sms_json_get(hold, plan->hold_to), plan->now);
		if (from == SMS_TIME_NONE)
			continue;
		to = to == SMS_TIME_NONE ? plan->now : to;
		sms_grow(part->noted, part->noted_count, part->noted_capacity);
		part->noted[part->noted_count++] = (struct measure_noted){
			{from, to}, measure_number_of(&part->reasons, sms_json_get_text(hold, plan->hold_reason))};
		add_span(&part->held, from, to);
	}
}

static int by_start(const void *a, const void *b)
{
	const struct sms_span *x = a, *y = b;
	if (x->from != y->from)
		return x->from < y->from ? -1 : 1;
	return x->to < y->to ? -1 : x->to > y->to;
}

static void unite(struct measure_spans *spans)
{
	size_t kept = 0;
	if (spans->count > 1)
		qsort(spans->items, spans->count, sizeof *spans->items, by_start);
	for (size_t i = 0; i < spans->count; i++) {
		struct sms_span *last = kept ? &spans->items[kept - 1] : NULL;
		if (last && spans->items[i].from <= last->to)
			last->to = spans->items[i].to > last->to ? spans->items[i].to : last->to;
		else
			spans->items[kept++] = spans->items[i];
	}
	spans->count = kept;
}

static void add_hold(struct measure_part *part, struct sms_row *row, uint32_t reason, int64_t seconds)
{
	if (seconds <= 0)
		return;
	for (size_t i = row->hold; i < part->hold_count; i++)
		if (part->holds[i].reason == reason) {
			part->holds[i].seconds += seconds;
			return;
		}
	sms_grow(part->holds, part->hold_count, part->hold_capacity);
	part->holds[part->hold_count++] = (struct sms_hold){reason, seconds};
}

/* Noted holds that overlap count once, for the one that began first; what no note explains has no reason. */
void measure_unite_holds(struct measure_part *part, struct sms_row *row, const sms_json *record, sms_time end)
{
	int64_t explained = 0;
	sms_time covered = row->opened;
	read_noted(part, record);
	unite(&part->held);
	row->hold = (uint32_t)part->hold_count;
	if (part->noted_count > 1)
		qsort(part->noted, part->noted_count, sizeof *part->noted, by_start);
	for (size_t i = 0; i < part->noted_count; i++) {
		struct sms_span span = part->noted[i].span;
		span.from = span.from > covered ? span.from : covered;
		span.to = span.to < end ? span.to : end;
		if (span.to <= span.from)
			continue;
		add_hold(part, row, part->noted[i].reason, span.to - span.from);
		explained += span.to - span.from;
		covered = span.to;
	}
	add_hold(part, row, SMS_NO_KEY,
		 measure_overlap(part->held.items, part->held.count, row->opened, end) - explained);
	row->holds = (uint32_t)(part->hold_count - row->hold);
}
