/* Facts about a record that predicates look at beside what it says itself. See audit.h. */
#include "work/audit/verdict.h"
#include "wrap/markdown.h"
#include <string.h>

/* --- Facts that are built in. --- */

static sms_json *texts_json(const struct sms_list *list)
{
	sms_json *array = sms_json_new_array();
	for (size_t i = 0; i < list->count; i++)
		sms_json_append_text(array, list->items[i]);
	return array;
}

static sms_json *log_fact(const struct audit_subject *subject)
{
	sms_json *fact = sms_json_new_object();
	int64_t entries = 0, notes = 0;
	sms_json_each(entry, sms_json_get(subject->json, "log")) {
		const char *kind = sms_json_get_text(entry, "kind");
		entries++;
		notes += audit_is_filled(&subject->run->fillers, sms_json_get(entry, "text")) && kind &&
			 strcmp(kind, "created") != 0;
	}
	sms_json_set_integer(fact, "entries", entries);
	sms_json_set_integer(fact, "notes", notes);
	return fact;
}

static sms_json *age_fact(const struct audit_subject *subject)
{
	sms_time made = audit_time(sms_json_path(subject->json, "created.at"));
	if (made == SMS_TIME_NONE)
		return NULL;
	sms_time age = subject->run->now - made, days = age / SMS_DAY - (age % SMS_DAY < 0);
	audit_verdict_turns(subject, made + days * SMS_DAY);
	audit_verdict_turns(subject, made + (days + 1) * SMS_DAY);
	return sms_json_new_integer(days);
}

static void note_missing(void *context, const sms_json *value)
{
	struct {
		const struct audit_subject *subject;
		int64_t missing;
	} *links = context;
	const char *id = sms_json_text(value);
	if (!id)
		return;
	bool is_there = sms_map_has(links->subject->run->ids, id);
	audit_verdict_link(links->subject, id, is_there);
	links->missing += !is_there;
}

static sms_json *links_fact(const struct audit_subject *subject)
{
	struct {
		const struct audit_subject *subject;
		int64_t missing;
	} links = {subject, 0};
	sms_json *fact = sms_json_new_object();
	sms_json_each(path, sms_json_get(subject->population->type->about, "links"))
		sms_json_visit(subject->json, sms_json_key(path), note_missing, &links);
	sms_json_visit(subject->json, "links.to", note_missing, &links);
	sms_json_set_integer(fact, "missing", links.missing);
	return fact;
}

size_t audit_together(const struct audit_run *run, const struct sms_versions *versions)
{
	const struct sms_oid *first = &versions->items[versions->count - 1].commit;
	const size_t *together = sms_map_get_n(run->together, (const char *)first, sizeof *first);
	return together ? *together : 1;
}

static sms_json *history_fact(const struct audit_subject *subject)
{
	const struct sms_versions *versions = sms_map_get(subject->run->versions, subject->entry->id);
	sms_json *fact = sms_json_new_object();
	audit_verdict_past(subject);
	sms_auto(list) struct sms_list authors = SMS_LIST_INIT;
	sms_json_set_integer(fact, "commits", versions ? (int64_t)versions->count : 0);
	if (!versions || !versions->count)
		return fact;
	const struct sms_version *first = &versions->items[versions->count - 1];
	for (size_t i = 0; i < versions->count; i++)
		sms_list_add(&authors, versions->items[i].author_email);
	sms_list_sort(&authors);
	sms_list_unique(&authors);
	sms_json_set(fact, "first", audit_time_json(first->time));
	sms_json_set(fact, "last", audit_time_json(versions->items[0].time));
	sms_json_set_integer(fact, "authors", (int64_t)authors.count);
	sms_json_set_integer(fact, "together", (int64_t)audit_together(subject->run, versions));
	return fact;
}

static sms_json *approval_fact(const struct audit_subject *subject)
{
	const struct sms_approval *approval = subject->approval;
	sms_json *fact = sms_json_new_object(), *roles = sms_json_new_array();
	if (!approval) {
		sms_json_free(roles);
		return fact;
	}
	for (size_t i = 0; i < approval->statement_count; i++) {
		const struct sms_statement *one = &approval->statements[i];
		if (one->counts && one->current && one->role && !strcmp(one->decision, "approve"))
			sms_json_append_text(roles, one->role);
	}
	sms_json_set_text(fact, "status", sms_approval_status_name(approval->status));
	sms_json_set_integer(fact, "need", approval->need);
	sms_json_set_integer(fact, "have", approval->have);
	if (approval->approved_at != SMS_TIME_NONE)
		sms_json_set(fact, "at", audit_time_json(approval->approved_at));
	sms_json_set(fact, "approvers", texts_json(&approval->approvers));
	sms_json_set(fact, "roles", roles);
	return fact;
}

static sms_json *body_fact(const struct audit_subject *subject)
{
	sms_auto(outline) struct sms_outline outline = {0};
	sms_auto(list) struct sms_list fillers = SMS_LIST_INIT;
	sms_json *fact = sms_json_new_object(), *sections = sms_json_new_object();
	const char *body = subject->record && subject->record->body ? subject->record->body : "";
	sms_markdown_outline(&outline, body, strlen(body));
	audit_find_filler(&subject->run->fillers, outline.text ? outline.text : "", &fillers);
	for (size_t i = 0; i < outline.count; i++) {
		const struct sms_section *section = &outline.sections[i];
		sms_auto(list) struct sms_list inside = SMS_LIST_INIT;
		audit_find_filler(&subject->run->fillers, section->text, &inside);
		bool hollow = inside.count || audit_is_filler(&subject->run->fillers, section->text);
		sms_json_set_integer(sections, section->title, hollow ? 0 : (int64_t)section->words);
	}
	sms_json_set_integer(fact, "words", (int64_t)outline.words);
	sms_json_set(fact, "placeholders", texts_json(&fillers));
	sms_json_set(fact, "sections", sections);
	return fact;
}

static const struct audit_fact built_in[] = {
	{.name = "log", .tier = AUDIT_FACTS, .make = log_fact},
	{.name = "age_days", .tier = AUDIT_FACTS, .make = age_fact},
	{.name = "links", .tier = AUDIT_FACTS, .make = links_fact},
	{.name = "history", .tier = AUDIT_FACTS, .make = history_fact},
	{.name = "approval", .tier = AUDIT_STORE, .make = approval_fact},
	{.name = "body", .tier = AUDIT_STORE, .make = body_fact},
	{.name = "revisions", .tier = AUDIT_STORE, .make = audit_revisions_fact},
	{.name = "authorship", .tier = AUDIT_STORE, .make = audit_authorship_fact},
	{.name = "alterations", .tier = AUDIT_STORE, .make = audit_alterations_fact},
};

/* --- The table. --- */

static void free_fact(void *p)
{
	struct audit_fact *fact = p;
	sms_list_release(&fact->mentioned);
	free(fact);
}

static struct sms_error *declare(struct audit_run *run, const struct audit_fact *declared)
{
	const struct audit_fact *known = sms_map_get(run->facts, declared->name);
	if (known && known->expression && sms_json_equal(known->expression, declared->expression))
		return NULL;
	if (known)
		return sms_error(SMS_INPUT, "fact '%s' is declared twice", declared->name);
	struct audit_fact *fact = sms_alloc(1, sizeof *fact);
	*fact = *declared;
	fact->number = sms_map_count(run->facts);
	sms_map_put(run->facts, declared->name, fact);
	return NULL;
}

struct sms_error *audit_facts_declare(struct audit_run *run)
{
	run->facts = sms_map_new(free_fact);
	for (size_t i = 0; i < SMS_COUNT(built_in); i++)
		SMS_TRY(declare(run, &built_in[i]));
	for (size_t i = 0; i < run->catalogue->item_count; i++) {
		const sms_json *file = run->catalogue->items[i].file;
		if (i && file == run->catalogue->items[i - 1].file)
			continue;
		sms_json_each(expression, sms_json_get(file, "facts"))
			SMS_TRY(declare(run, &(struct audit_fact){.name = sms_json_key(expression),
								  .expression = expression,
								  .tier = AUDIT_FACTS}));
	}
	return NULL;
}

static struct sms_error *make_ready(struct audit_run *run, struct audit_fact *fact, const char *name)
{
	sms_auto(list) struct sms_list nothing = SMS_LIST_INIT;
	if (fact->is_busy)
		return sms_error(SMS_INPUT, "fact '%s' is derived from itself", name);
	if (fact->is_ready || !fact->expression)
		return NULL;
	fact->is_busy = true;
	SMS_TRY(audit_derive_prepare(run, fact->expression, &fact->mentioned));
	for (size_t i = 0; i < fact->mentioned.count; i++) {
		SMS_TRY(audit_facts_need(run, fact->mentioned.items[i], &nothing));
		const struct audit_fact *other = sms_map_get(run->facts, fact->mentioned.items[i]);
		fact->tier = other->tier > fact->tier ? other->tier : fact->tier;
	}
	fact->is_busy = false;
	fact->is_ready = true;
	return NULL;
}

struct sms_error *audit_facts_need(struct audit_run *run, const char *name, struct sms_list *out)
{
	struct audit_fact *fact = sms_map_get(run->facts, name);
	if (!fact)
		return sms_error(SMS_INPUT, "no fact '%s' is declared", name);
	SMS_TRY(make_ready(run, fact, name));
	for (size_t i = 0; i < fact->mentioned.count; i++)
		SMS_TRY(audit_facts_need(run, fact->mentioned.items[i], out));
	if (!sms_list_contains(out, name))
		sms_list_add(out, name);
	return NULL;
}

/* --- What every thread reads and none changes. --- */

static bool wants(const struct audit_population *population, const char *name)
{
	return sms_list_contains(&population->facts[AUDIT_STORE], name);
}

static bool wants_versions(const struct audit_population *population)
{
	return wants(population, "history") || wants(population, "revisions") || wants(population, "authorship") ||
	       wants(population, "alterations");
}

static struct sms_error *load_history(struct audit_run *run)
{
	sms_auto(list) struct sms_list prefixes = SMS_LIST_INIT;
	for (size_t i = 0; i < run->population_count; i++) {
		const struct sms_type *type = run->populations[i]->type;
		if (!wants_versions(run->populations[i]))
			continue;
		if (type->kind == SMS_KIND_DOCUMENT)
			sms_list_add(&prefixes, "documents");
		else
			sms_list_add_format(&prefixes, "records/%s", type->name);
	}
	if (!prefixes.count)
		return NULL;
	sms_list_sort(&prefixes);
	sms_list_unique(&prefixes);
	SMS_TRY(sms_versions_read_below(&run->versions, run->store, &prefixes));
	run->together = sms_map_new(free);
	for (size_t i = 0; i < sms_map_count(run->versions); i++) {
		const struct sms_versions *versions = sms_map_at(run->versions, i, NULL);
		const struct sms_oid *first = versions->count ? &versions->items[versions->count - 1].commit : NULL;
		size_t *count = first ? sms_map_get_n(run->together, (const char *)first, sizeof *first) : NULL;
		if (first && !count) {
			count = sms_alloc(1, sizeof *count);
			sms_map_put_n(run->together, (const char *)first, sizeof *first, count);
		}
		if (count)
			++*count;
	}
	return NULL;
}

static struct sms_error *load_ids(struct audit_run *run)
{
	const struct sms_entry *const *entries = NULL;
	size_t count = 0;
	run->ids = sms_map_new(NULL);
	SMS_TRY(sms_snapshot_list(run->store->snapshot, NULL, &entries, &count));
	for (size_t i = 0; i < count; i++)
		sms_map_put(run->ids, entries[i]->id, run); /* there */
	return NULL;
}

static void look_up(const struct audit_run *run, const struct sms_list *names, struct audit_needs *out)
{
	out->facts = sms_realloc(out->facts, names->count, sizeof *out->facts);
	out->count = names->count;
	for (size_t i = 0; i < names->count; i++)
		out->facts[i] = sms_map_get(run->facts, names->items[i]);
}

static void look_up_test(const struct audit_run *run, struct audit_test *test)
{
	look_up(run, &test->must.facts, &test->must.needs);
	look_up(run, &test->by.facts, &test->by.needs);
	for (size_t i = 0; i < test->alternative_count; i++)
		look_up_test(run, &test->alternatives[i]);
}

static void look_up_all(const struct audit_run *run)
{
	for (size_t i = 0; i < run->test_count; i++)
		look_up_test(run, &run->tests[i]);
	for (size_t i = 0; i < run->population_count; i++) {
		struct audit_population *population = run->populations[i];
		for (unsigned tier = 0; tier < AUDIT_TIERS; tier++) {
			look_up(run, &population->facts[tier], &population->needs[tier]);
			for (size_t j = 0; j < population->part_count; j++)
				look_up(run, &population->parts[j]->tiers[tier].facts,
					&population->parts[j]->tiers[tier].needs);
		}
	}
}

struct sms_error *audit_facts_prepare(struct audit_run *run)
{
	bool history = false, ids = false;
	look_up_all(run);
	for (size_t i = 0; i < run->population_count; i++) {
		history |= wants_versions(run->populations[i]) || wants(run->populations[i], "approval");
		ids |= wants(run->populations[i], "links");
	}
	for (size_t i = 0; i < run->test_count; i++)
		history |= run->tests[i].needs_history;
	if (history)
		SMS_TRY(load_history(run));
	return ids ? load_ids(run) : NULL;
}

/* --- One record's. --- */

/* Facts of the store are made on the heap, since making them reads and frees records; then taken over. */
static const sms_json *store_fact(const struct audit_subject *subject, const struct audit_fact *fact,
				  struct sms_arena *arena)
{
	(void)sms_json_make_in(NULL);
	sms_auto(json) sms_json *value = fact->make(subject);
	(void)sms_json_make_in(arena);
	const sms_json *copy = sms_json_copy(value);
	(void)sms_json_make_in(NULL);
	sms_json_free(sms_move(&value));
	(void)sms_json_make_in(arena);
	return copy;
}

static void add_fact(struct audit_subject *subject, const struct audit_fact *fact, struct sms_arena *arena)
{
	const sms_json *value = fact->expression            ? audit_derive(subject, fact->expression)
				: fact->tier == AUDIT_STORE ? store_fact(subject, fact, arena)
							    : fact->make(subject);
	if (value)
		sms_json_set(subject->facts, fact->name, sms_json_copy(value));
	subject->made[fact->number] = true;
}

const sms_json *audit_instance(struct audit_subject *subject, const struct audit_needs *needs)
{
	struct sms_arena *arena = subject->run->arenas[subject->thread];
	if (!needs->count)
		return subject->instance ? subject->instance : subject->json;
	struct sms_arena *before = sms_json_make_in(arena);
	if (!subject->instance) {
		size_t size = sms_map_count(subject->run->facts) * sizeof *subject->made;
		subject->made = memset(sms_arena_alloc(arena, size), 0, size);
		subject->instance = sms_json_with(arena, subject->json, "facts", &subject->facts);
	}
	for (size_t i = 0; i < needs->count; i++)
		if (!subject->made[needs->facts[i]->number])
			add_fact(subject, needs->facts[i], arena);
	(void)sms_json_make_in(before);
	return subject->instance;
}
