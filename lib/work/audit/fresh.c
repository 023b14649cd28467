/* Planned intervals: is one planned, and was it kept? See private.h. */
#include "work/audit/private.h"
#include <string.h>

/* The plan: of several, the one whose record comes first. */
static const struct audit_mention *find_plan(const struct audit_test *test)
{
	const struct audit_mention *plan = NULL;
	for (size_t i = 0; i < test->part_count; i++) {
		const struct audit_part *part = test->parts[i];
		for (unsigned thread = 0; part->role == AUDIT_BY && thread < SMS_SCAN_THREADS; thread++)
			for (size_t j = 0; j < part->tallies[thread].mention_count; j++)
				if (!plan || part->tallies[thread].mentions[j].index < plan->index)
					plan = &part->tallies[thread].mentions[j];
	}
	return plan;
}

struct newest {
	const struct audit_part *part;
	uint32_t index;
	sms_time at;
	size_t population;
};

/* The newest; of several of one instant the first by path. */
static struct newest find_newest(const struct audit_test *test)
{
	struct newest newest = {.at = SMS_TIME_NONE};
	for (size_t i = 0; i < test->part_count; i++) {
		const struct audit_part *part = test->parts[i];
		for (unsigned thread = 0; part->role == AUDIT_OF && thread < SMS_SCAN_THREADS; thread++) {
			const struct audit_tally *tally = &part->tallies[thread];
			newest.population += tally->population;
			if (tally->newest == SMS_TIME_NONE || tally->newest < newest.at)
				continue;
			if (newest.part == part && tally->newest == newest.at && tally->newest_index > newest.index)
				continue;
			newest.part = part;
			newest.index = tally->newest_index;
			newest.at = tally->newest;
		}
	}
	return newest;
}

/* Each record has an interval of its own. */
static void judge_each(struct audit_test *test, struct audit_outcome *out)
{
	for (size_t i = 0; i < test->part_count; i++) {
		const struct audit_part *part = test->parts[i];
		if (part->role != AUDIT_OF)
			continue;
		audit_outcome_keep(out, part);
		for (unsigned thread = 0; thread < SMS_SCAN_THREADS; thread++) {
			const struct audit_tally *tally = &part->tallies[thread];
			out->population += tally->population;
			out->overdue = tally->overdue > out->overdue ? tally->overdue : out->overdue;
			for (size_t j = 0; j < tally->failed_count; j++)
				audit_outcome_fail(out, part, tally->failed[j]);
		}
	}
	out->failing = out->failed_count;
	out->state = !out->population ? AUDIT_VACUOUS : out->failing ? AUDIT_FAILS : AUDIT_HOLDS;
}

static int by_path(const void *a, const void *b)
{
	const struct sms_entry *const *x = a, *const *y = b;
	return strcmp((*x)->path, (*y)->path);
}

static const char *interval_of(struct audit_run *run, const struct audit_test *test, const struct audit_mention *plan)
{
	const char *fallback = sms_json_get_text(test->body, "fallback");
	if (plan)
		return plan->value;
	return fallback ? sms_json_text(sms_settings_get(run->store->settings, fallback)) : NULL;
}

/* Nothing has been done yet: due one interval after the beginning of the SMS. */
static void judge_never(struct audit_run *run, struct audit_outcome *out, const char *interval, sms_time due)
{
	bool has_time = interval && run->start != SMS_TIME_NONE && due >= run->now;
	out->state = has_time ? AUDIT_WAITS : AUDIT_ABSENT;
	out->failing = !has_time;
	out->due = due;
	if (has_time && out->no_plan)
		out->state = AUDIT_FAILS;
}

struct sms_error *audit_outcome_fresh(struct audit_run *run, struct audit_test *test, struct audit_outcome *out)
{
	if (!sms_json_get(test->body, "by")) {
		judge_each(test, out);
		if (out->failed_count)
			qsort(out->failed, out->failed_count, sizeof *out->failed, by_path);
		return NULL;
	}
	const struct audit_mention *plan = find_plan(test);
	struct newest newest = find_newest(test);
	const char *interval = interval_of(run, test, plan);
	sms_time from = newest.at != SMS_TIME_NONE ? newest.at : run->start, due = from;
	out->population = newest.population;
	out->no_plan = !plan;
	if (!sms_time_add_duration(interval, from, &due))
		interval = NULL;
	sms_time planned = due - from;
	if (plan && plan->key)
		(void)!sms_time_add_duration(plan->key, due, &due);
	if (newest.at == SMS_TIME_NONE) {
		judge_never(run, out, interval, due);
		return NULL;
	}
	sms_list_add(&out->evidence, newest.part->population->entries[newest.index]->id);
	if (interval && planned > 0)
		out->overdue = (double)(run->now - due) / (double)planned;
	out->failing = !plan || !interval || out->overdue > 0;
	out->state = out->failing ? AUDIT_FAILS : AUDIT_HOLDS;
	if (out->failing)
		audit_outcome_fail(out, newest.part, newest.index);
	return NULL;
}
