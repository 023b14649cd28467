/* One pass over the records of every type that tests ask for. See private.h. */
#include "work/audit/private.h"
#include <string.h>

struct scan {
	struct audit_run *run;
	struct audit_population *population;
};

/* A record while its parts look at it. */
struct view {
	uint32_t index;
	struct audit_subject subject;
};

static enum audit_tier needs_of(const struct audit_part *part)
{
	enum audit_tier needs = AUDIT_PLAIN;
	if (part->role == AUDIT_OF || part->role == AUDIT_BY)
		needs = part->role == AUDIT_OF ? part->test->must.tier : part->test->by.tier;
	for (unsigned tier = needs + 1u; tier < AUDIT_TIERS; tier++)
		if (part->tiers[tier].schema)
			needs = (enum audit_tier)tier;
	return needs;
}

static void defer(struct audit_population *population, struct audit_part *part, const struct view *view)
{
	unsigned thread = view->subject.thread;
	sms_grow(population->deferred[thread], population->deferred_count[thread],
		 population->deferred_capacity[thread]);
	population->deferred[thread][population->deferred_count[thread]++] = (struct audit_deferred){view->index, part};
}

static struct sms_error *offer(const struct scan *scan, struct audit_part *part, struct view *view)
{
	static const struct audit_needs nothing = {NULL, 0};
	struct audit_subject *subject = &view->subject;
	const struct audit_needs *asked = part->role == AUDIT_OF   ? &part->test->must.needs
					  : part->role == AUDIT_BY ? &part->test->by.needs
								   : &nothing;
	bool fits = true;
	SMS_TRY(audit_holds(&part->tiers[AUDIT_PLAIN], subject->json, &fits));
	if (fits && part->tiers[AUDIT_FACTS].schema)
		SMS_TRY(audit_holds(&part->tiers[AUDIT_FACTS], audit_instance(subject, &part->tiers[AUDIT_FACTS].needs),
				    &fits));
	if (!fits)
		return NULL;
	if (needs_of(part) == AUDIT_STORE) {
		defer(scan->population, part, view);
		return NULL;
	}
	return audit_apply(scan->run, part, &part->tallies[subject->thread], view->index,
			   audit_instance(subject, asked));
}

static struct sms_error *visit(void *context, unsigned thread, const struct sms_scanned *record)
{
	const struct scan *scan = context;
	const char *state = sms_json_get_text(record->json, "state");
	struct view view = {.index = (uint32_t)record->index,
			    .subject = {.run = scan->run,
					.population = scan->population,
					.entry = record->entry,
					.json = record->json,
					.thread = thread}};
	if (!sms_json_is(record->json, SMS_JSON_OBJECT)) {
		scan->run->unreadable[thread]++;
		return NULL;
	}
	if (state && !strcmp(state, "void"))
		return NULL;
	sms_arena_reset(scan->run->arenas[thread]);
	for (size_t i = 0; i < scan->population->part_count; i++)
		SMS_TRY(offer(scan, scan->population->parts[i], &view));
	return NULL;
}

/* --- What was put off. --- */

static bool needs_approval(const struct sms_list *facts)
{
	return sms_list_contains(facts, "approval") || sms_list_contains(facts, "revisions") ||
	       sms_list_contains(facts, "authorship");
}

struct sms_error *audit_look(struct audit_run *run, const struct audit_population *population,
			     const struct sms_entry *entry, enum audit_tier tier, struct sms_record **record,
			     const sms_json **instance)
{
	sms_auto(approval) struct sms_approval approval = {0};
	SMS_TRY(sms_record_read(record, run->store->snapshot, entry));
	struct audit_subject subject = {
		.run = run, .population = population, .entry = entry, .json = (*record)->json, .record = *record};
	if (needs_approval(&population->facts[tier])) {
		SMS_TRY(sms_approval_judge(&approval, run->store, *record, run->now));
		subject.approval = &approval;
	}
	sms_arena_reset(run->arenas[0]);
	*instance = audit_instance(&subject, &population->needs[tier]);
	return NULL;
}

static int by_index(const void *a, const void *b)
{
	const struct audit_deferred *x = a, *y = b;
	return x->index < y->index ? -1 : x->index > y->index;
}

/* Shows one record to the parts that waited for it. */
static struct sms_error *look_at(struct audit_run *run, struct audit_population *population,
				 const struct audit_deferred *deferred, size_t count)
{
	sms_auto(record) struct sms_record *record = NULL;
	const sms_json *instance = NULL;
	const struct sms_entry *entry = population->entries[deferred->index];
	SMS_TRY(audit_look(run, population, entry, AUDIT_STORE, &record, &instance));
	for (size_t i = 0; i < count; i++) {
		struct audit_part *part = deferred[i].part;
		bool fits = true;
		SMS_TRY(audit_holds(&part->tiers[AUDIT_STORE], instance, &fits));
		if (fits)
			SMS_TRY(audit_apply(run, part, &part->tallies[0], deferred->index, instance));
	}
	return NULL;
}

static struct sms_error *look_at_deferred(struct audit_run *run, struct audit_population *population)
{
	size_t first = population->deferred_count[0], count = first + population->deferred_count[1];
	struct sms_error *error = NULL;
	if (!count)
		return NULL;
	population->deferred[0] = sms_realloc(population->deferred[0], count, sizeof *population->deferred[0]);
	if (population->deferred_count[1])
		memcpy(population->deferred[0] + first, population->deferred[1],
		       population->deferred_count[1] * sizeof *population->deferred[0]);
	struct audit_deferred *all = population->deferred[0];
	qsort(all, count, sizeof *all, by_index);
	for (size_t i = 0, end; i < count && !error; i = end) {
		for (end = i + 1; end < count && all[end].index == all[i].index;)
			end++;
		error = look_at(run, population, all + i, end - i);
		sms_progress(run->progress, "judging approvals and texts", end, count);
	}
	return error;
}

struct sms_error *audit_scan(struct audit_run *run)
{
	for (size_t i = 0; i < run->population_count; i++) {
		struct audit_population *population = run->populations[i];
		struct scan scan = {run, population};
		SMS_TRY(sms_snapshot_list(run->store->snapshot, population->type, &population->entries,
					  &population->entry_count));
		SMS_TRY(sms_snapshot_scan(run->store->snapshot, population->type, visit, &scan, run->progress));
	}
	for (size_t i = 0; i < run->population_count; i++)
		SMS_TRY(look_at_deferred(run, run->populations[i]));
	return NULL;
}
