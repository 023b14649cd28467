/* Invariants when records are written. See guard.h. */
#include "model/invariant/guard.h"
#include "model/invariant/invariant.h"
#include "model/link/links.h"
#include <string.h>

struct new_link {
	char *from, *path, *to;
};

struct sms_guard {
	struct sms_snapshot *snapshot;
	const struct sms_invariants *invariants;
	struct sms_facts facts; /* of the records to be written; what is new in them is judged */
	struct sms_facts tip[SMS_SCAN_THREADS];
	struct sms_map *ids;    /* of the records to be written; the map's keys are what the facts borrow */
	struct sms_map *read;   /* ids of the tip whose facts are here */
	struct sms_map *voided; /* ids, of both */
	struct sms_map *types;  /* read as a whole */
	struct new_link *links;
	size_t link_count, link_capacity;
};

struct sms_guard *sms_guard_new(struct sms_snapshot *snapshot)
{
	struct sms_guard *guard = sms_alloc(1, sizeof *guard);
	guard->snapshot = snapshot;
	guard->ids = sms_map_new(free);
	guard->read = sms_map_new(free);
	guard->voided = sms_map_new(NULL);
	guard->types = sms_map_new(NULL);
	return guard;
}

void sms_guard_free(struct sms_guard *guard)
{
	if (!guard)
		return;
	sms_facts_release(&guard->facts);
	for (size_t i = 0; i < SMS_SCAN_THREADS; i++)
		sms_facts_release(&guard->tip[i]);
	sms_map_free(guard->ids);
	sms_map_free(guard->read);
	sms_map_free(guard->voided);
	sms_map_free(guard->types);
	for (size_t i = 0; i < guard->link_count; i++) {
		free(guard->links[i].from);
		free(guard->links[i].path);
		free(guard->links[i].to);
	}
	free(guard->links);
	free(guard);
}

/* The id in a form that lives as long as the guard. */
static const char *remember(struct sms_map *ids, const char *id)
{
	if (!sms_map_has(ids, id))
		sms_map_put(ids, id, sms_strdup(id));
	return sms_map_get(ids, id);
}

static bool is_void(const sms_json *json)
{
	const char *state = sms_json_get_text(json, "state");
	return state && !strcmp(state, "void");
}

/* --- One record. --- */

static bool was_broken(const struct sms_breaches *before, const struct sms_breach *breach)
{
	for (size_t i = 0; i < before->count; i++)
		if (before->items[i].invariant == breach->invariant &&
		    !strcmp(before->items[i].message, breach->message))
			return true;
	return false;
}

static struct sms_error *judge(const struct sms_guard *guard, const struct sms_record *record, const sms_json *before)
{
	sms_auto(breaches) struct sms_breaches now = {0}, then = {0};
	size_t kept = 0;
	SMS_TRY(sms_invariants_judge(guard->invariants, record->type, record->json, record->id, &now));
	if (now.count && before)
		SMS_TRY(sms_invariants_judge(guard->invariants, record->type, before, record->id, &then));
	for (size_t i = 0; i < now.count; i++) /* what is new to the front */
		if (!was_broken(&then, &now.items[i])) {
			const struct sms_breach breach = now.items[i];
			now.items[i] = now.items[kept];
			now.items[kept++] = breach;
		}
	const struct sms_breaches fresh = {.items = now.items, .count = kept};
	return sms_breaches_refuse(&fresh);
}

static bool same_text(const char *a, const char *b)
{
	return a && b ? !strcmp(a, b) : a == b;
}

static bool had(const struct sms_facts *before, const struct sms_fact *fact)
{
	for (size_t i = 0; i < before->count; i++) {
		const struct sms_fact *old = &before->items[i];
		if (old->kind == fact->kind && old->invariant == fact->invariant && !strcmp(old->key, fact->key) &&
		    same_text(old->from, fact->from) && same_text(old->to, fact->to))
			return true;
	}
	return false;
}

struct link_walk {
	struct sms_guard *guard;
	const char *from;
	struct sms_map *known; /* links of the record before */
	bool is_before;
};

static struct sms_error *note_link(void *context, const struct sms_link *link)
{
	struct link_walk *walk = context;
	struct sms_guard *guard = walk->guard;
	sms_auto(string) char *key = sms_format("%s %s", link->path, link->to);
	if (!sms_map_has(walk->known, key) && !walk->is_before) {
		sms_grow(guard->links, guard->link_count, guard->link_capacity);
		guard->links[guard->link_count++] = (struct new_link){
			.from = sms_strdup(walk->from), .path = sms_strdup(link->path), .to = sms_strdup(link->to)};
	}
	sms_map_put(walk->known, key, walk);
	return NULL;
}

static struct sms_error *note_links(struct sms_guard *guard, const struct sms_record *record, const sms_json *before)
{
	sms_auto(map) struct sms_map *known = sms_map_new(NULL);
	struct link_walk walk = {.guard = guard, .from = record->id, .known = known, .is_before = true};
	if (before)
		SMS_TRY(sms_links_each(record->type, before, note_link, &walk));
	walk.is_before = false;
	return sms_links_each(record->type, record->json, note_link, &walk);
}

/* A record that is put again takes the place of what it said before. */
static void forget(struct sms_guard *guard, const char *id)
{
	size_t kept = 0;
	for (size_t i = 0; i < guard->facts.count; i++)
		if (strcmp(guard->facts.items[i].id, id) != 0)
			guard->facts.items[kept++] = guard->facts.items[i];
	guard->facts.count = kept;
}

static struct sms_error *note_facts(struct sms_guard *guard, const struct sms_record *record, const sms_json *before)
{
	sms_auto(facts) struct sms_facts then = {0};
	if (sms_map_has(guard->ids, record->id))
		forget(guard, record->id);
	const char *id = remember(guard->ids, record->id);
	size_t begin = guard->facts.count;
	SMS_TRY(sms_invariants_note(guard->invariants, record->type, record->json, id, NULL, true, &guard->facts));
	if (before)
		SMS_TRY(sms_invariants_note(guard->invariants, record->type, before, id, NULL, false, &then));
	for (size_t i = begin; i < guard->facts.count; i++)
		guard->facts.items[i].judged = !had(&then, &guard->facts.items[i]);
	return NULL;
}

struct sms_error *sms_guard_put(struct sms_guard *guard, const struct sms_record *record, bool is_new, bool is_history)
{
	const struct sms_entry *entry = NULL;
	sms_auto(record) struct sms_record *tip = NULL;
	if (!guard->invariants)
		SMS_TRY(sms_types_invariants(&guard->invariants, sms_snapshot_types(guard->snapshot)));
	if (!is_new)
		SMS_TRY(sms_snapshot_find(guard->snapshot, record->id, &entry));
	if (entry) /* one that cannot be read says nothing of before */
		sms_error_free(sms_record_read(&tip, guard->snapshot, entry));
	const sms_json *before = tip ? tip->json : NULL;
	if (!is_history)
		SMS_TRY(judge(guard, record, before));
	SMS_TRY(note_facts(guard, record, before));
	if (is_void(record->json)) {
		sms_map_put(guard->voided, record->id, guard);
		return NULL;
	}
	return note_links(guard, record, before);
}

/* --- What of the tip has to be known. --- */

static struct sms_error *read_one(struct sms_guard *guard, const char *id)
{
	const struct sms_entry *entry = NULL;
	sms_auto(record) struct sms_record *record = NULL;
	if (sms_map_has(guard->ids, id) || sms_map_has(guard->read, id))
		return NULL;
	const char *kept = remember(guard->read, id);
	SMS_TRY(sms_snapshot_find(guard->snapshot, id, &entry));
	if (!entry)
		return NULL;
	struct sms_error *error = sms_record_read(&record, guard->snapshot, entry);
	if (error) { /* damaged: `sms check` says so */
		sms_error_free(error);
		return NULL;
	}
	if (is_void(record->json))
		sms_map_put(guard->voided, id, guard);
	return sms_invariants_note(guard->invariants, record->type, record->json, kept, NULL, false, &guard->tip[0]);
}

static struct sms_error *note_scanned(void *context, unsigned thread, const struct sms_scanned *record)
{
	struct sms_guard *guard = context;
	const struct sms_entry *entry = record->entry;
	if (!record->json || !entry->type || sms_map_has(guard->ids, entry->id) || sms_map_has(guard->read, entry->id))
		return NULL;
	return sms_invariants_note(guard->invariants, entry->type, record->json, entry->id, NULL, false,
				   &guard->tip[thread]);
}

static struct sms_error *read_type(struct sms_guard *guard, const struct sms_type *type)
{
	if (!type || type->kind == SMS_KIND_EVENT || sms_map_has(guard->types, type->name))
		return NULL;
	const struct sms_entry *const *entries;
	size_t count;
	SMS_TRY(sms_invariants_prepare(guard->invariants, type));
	sms_map_put(guard->types, type->name, guard);
	SMS_TRY(sms_snapshot_scan(guard->snapshot, type, note_scanned, guard, NULL));
	SMS_TRY(sms_snapshot_list(guard->snapshot, type, &entries, &count));
	for (size_t i = 0; i < count; i++)
		remember(guard->read, entries[i]->id);
	return NULL;
}

/* Everything that edges lead to, from record to record: what is read on the way adds further edges. */
static struct sms_error *read_ways(struct sms_guard *guard)
{
	const struct sms_facts *all[SMS_SCAN_THREADS + 1] = {&guard->facts};
	for (size_t i = 0; i < SMS_SCAN_THREADS; i++)
		all[SMS_SCAN_THREADS - i] = &guard->tip[i]; /* the first is what grows: it comes last */
	for (size_t i = 0; i < SMS_COUNT(all); i++)
		for (size_t k = 0; k < all[i]->count; k++)
			if (all[i]->items[k].kind == SMS_FACT_EDGE)
				SMS_TRY(read_one(guard, all[i]->items[k].key));
	return NULL;
}

static struct sms_error *read_around(struct sms_guard *guard, const struct sms_fact *fact)
{
	const struct sms_type *type = sms_types_of_id(sms_snapshot_types(guard->snapshot), fact->id);
	switch (fact->kind) {
	case SMS_FACT_KEY:
		return read_type(guard, type);
	case SMS_FACT_TARGET:
		return read_one(guard, fact->key);
	case SMS_FACT_UNFIT:
		return read_type(guard, sms_invariant_type(fact->invariant));
	case SMS_FACT_EDGE: /* read_ways */
	case SMS_FACT_ALONE:
	case SMS_FACT_REACHED:
		return NULL;
	}
	return NULL;
}

/* --- All together. --- */

static struct sms_error *check_void(struct sms_guard *guard)
{
	for (size_t i = 0; i < guard->link_count; i++) {
		const struct new_link *link = &guard->links[i];
		const struct sms_type *type = sms_types_of_id(sms_snapshot_types(guard->snapshot), link->to);
		SMS_TRY(read_one(guard, link->to));
		if (!sms_map_has(guard->voided, link->to) || sms_map_has(guard->voided, link->from))
			continue;
		struct sms_error *error = sms_error(SMS_INPUT, "'%s': %s '%s' is void: link a record that is in use",
						    link->from, link->path, link->to);
		error = sms_error_hint(error, "sms show %s", link->to);
		return type ? sms_error_hint(error, "sms list %s --where 'state != void'", type->name) : error;
	}
	return NULL;
}

/* A record that stands alone is found, not refused: it is made before what links to it. */
static void add_all(const struct sms_fact **out, size_t *count, const struct sms_facts *facts)
{
	for (size_t i = 0; i < facts->count; i++)
		if (facts->items[i].kind != SMS_FACT_ALONE)
			out[(*count)++] = &facts->items[i];
}

static struct sms_error *join(struct sms_guard *guard)
{
	sms_auto(breaches) struct sms_breaches breaches = {0};
	size_t total = guard->facts.count, count = 0;
	for (size_t i = 0; i < SMS_SCAN_THREADS; i++)
		total += guard->tip[i].count;
	const struct sms_fact **all = sms_alloc(total, sizeof(const struct sms_fact *));
	add_all(all, &count, &guard->facts);
	for (size_t i = 0; i < SMS_SCAN_THREADS; i++)
		add_all(all, &count, &guard->tip[i]);
	sms_facts_join(all, count, &breaches);
	free(all);
	return sms_breaches_refuse(&breaches);
}

struct sms_error *sms_guard_check(struct sms_guard *guard)
{
	bool is_linked = false;
	SMS_TRY(check_void(guard));
	for (size_t i = 0; i < guard->facts.count; i++) {
		const struct sms_fact *fact = &guard->facts.items[i];
		if (fact->judged)
			SMS_TRY(read_around(guard, fact));
		is_linked |= fact->judged && fact->kind == SMS_FACT_EDGE;
	}
	if (is_linked)
		SMS_TRY(read_ways(guard));
	return join(guard);
}
