/* One pass over the records of every type that tests ask for. See private.h. */
#include "work/audit/verdict.h"
#include <string.h>

struct scan {
	struct audit_run *run;
	struct audit_population *population;
	size_t number; /* of the population */
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
		if (part->tiers[tier].document)
			needs = (enum audit_tier)tier;
	return needs;
}

void audit_defer(struct audit_population *population, struct audit_part *part, unsigned thread, uint32_t index)
{
	sms_grow(population->deferred[thread], population->deferred_count[thread],
		 population->deferred_capacity[thread]);
	population->deferred[thread][population->deferred_count[thread]++] = (struct audit_deferred){index, part};
}

/* Shows the record to a part, and notes what it makes of it. */
static struct sms_error *offer(const struct scan *scan, size_t number, struct view *view)
{
	struct audit_part *part = scan->population->parts[number];
	static const struct audit_needs nothing = {NULL, 0};
	struct audit_subject *subject = &view->subject;
	struct audit_tally *tally = &part->tallies[subject->thread];
	const struct audit_mark mark = audit_verdict_mark(tally);
	const struct audit_needs *asked = part->role == AUDIT_OF   ? &part->test->must.needs
					  : part->role == AUDIT_BY ? &part->test->by.needs
								   : &nothing;
	bool fits = true;
	SMS_TRY(audit_holds(&part->tiers[AUDIT_PLAIN], subject->json, &fits));
	if (fits && part->tiers[AUDIT_FACTS].document)
		SMS_TRY(audit_holds(&part->tiers[AUDIT_FACTS], audit_instance(subject, &part->tiers[AUDIT_FACTS].needs),
				    &fits));
	if (!fits)
		return NULL;
	bool later = needs_of(part) == AUDIT_STORE;
	if (later)
		audit_defer(scan->population, part, subject->thread, view->index);
	else
		SMS_TRY(audit_apply(subject, part, view->index, audit_instance(subject, asked)));
	if (scan->run->cache)
		audit_verdict_part(scan->run, subject->thread, (uint32_t)number, later ? NULL : tally, &mark);
	return NULL;
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
	sms_arena_reset(scan->run->arenas[thread]);
	audit_verdict_begin(scan->run, thread);
	bool counts = !state || strcmp(state, "void") != 0;
	for (size_t i = 0; counts && i < scan->population->part_count; i++)
		SMS_TRY(offer(scan, i, &view));
	if (scan->run->cache)
		audit_cache_add(scan->run, thread, &record->entry->oid, scan->number);
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
	const struct audit_subject subject = {.run = run, .population = population, .entry = entry};
	SMS_TRY(audit_look(run, population, entry, AUDIT_STORE, &record, &instance));
	for (size_t i = 0; i < count; i++) {
		struct audit_part *part = deferred[i].part;
		bool fits = true;
		SMS_TRY(audit_holds(&part->tiers[AUDIT_STORE], instance, &fits));
		if (fits)
			SMS_TRY(audit_apply(&subject, part, deferred->index, instance));
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

/* --- All of them. --- */

/* Tells again what is remembered; the indexes of the other records. */
static struct sms_error *recall(const struct scan *scan, uint32_t *others, size_t *count)
{
	struct audit_run *run = scan->run;
	const struct audit_population *population = scan->population;
	for (uint32_t i = 0; i < population->entry_count; i++) {
		const char *bytes = NULL;
		size_t length = 0;
		enum audit_replay replay = AUDIT_REPLAY_STALE;
		if (run->cache &&
		    audit_cache_find(run->cache, &population->entries[i]->oid, scan->number, &bytes, &length))
			replay = audit_verdict_replay(run, scan->population, i, bytes, length);
		if (replay == AUDIT_REPLAY_BROKEN)
			return audit_cache_broken(run);
		if (replay == AUDIT_REPLAY_STALE)
			others[(*count)++] = i;
	}
	return NULL;
}

static struct sms_error *look_at_all(struct audit_run *run, size_t number)
{
	struct audit_population *population = run->populations[number];
	const struct scan scan = {run, population, number};
	size_t count = 0;
	SMS_TRY(sms_snapshot_list(run->store->snapshot, population->type, &population->entries,
				  &population->entry_count));
	uint32_t *others = sms_alloc(population->entry_count, sizeof *others);
	struct sms_error *error = recall(&scan, others, &count);
	if (!error)
		error = sms_snapshot_scan_some(run->store->snapshot, population->type, others, count, visit,
					       (void *)(uintptr_t)&scan, run->progress);
	free(others);
	return error;
}

struct sms_error *audit_scan(struct audit_run *run)
{
	for (size_t i = 0; i < run->population_count; i++)
		SMS_TRY(look_at_all(run, i));
	if (run->cache)
		audit_cache_keep(run);
	for (size_t i = 0; i < run->population_count; i++)
		SMS_TRY(look_at_deferred(run, run->populations[i]));
	return NULL;
}
