/* Tests of the catalogue compiled: each selection becomes one part for each of its types. See audit.h. */
#include "work/audit/private.h"
#include <string.h>

static const char *const kinds[] = {
	[AUDIT_EXISTS] = "exists",     [AUDIT_EVERY] = "every",       [AUDIT_FILLED] = "filled",
	[AUDIT_SECTION] = "section",   [AUDIT_COVERS] = "covers",     [AUDIT_EACH] = "each",
	[AUDIT_ALL_OF] = "all_of",     [AUDIT_FRESH] = "fresh",       [AUDIT_SETTINGS] = "settings",
	[AUDIT_DISTINCT] = "distinct", [AUDIT_DISJOINT] = "disjoint", [AUDIT_UNBROKEN] = "unbroken",
	[AUDIT_ANY] = "any",
};

/* --- Populations. --- */

struct audit_population *audit_population(const struct audit_run *run, const struct sms_type *type)
{
	for (size_t i = 0; i < run->population_count; i++)
		if (run->populations[i]->type == type)
			return run->populations[i];
	return NULL;
}

static struct audit_population *make_population(struct audit_run *run, const struct sms_type *type)
{
	struct audit_population *population = audit_population(run, type);
	if (population)
		return population;
	population = sms_alloc(1, sizeof *population);
	population->type = type;
	run->populations = sms_realloc(run->populations, run->population_count + 1, sizeof *run->populations);
	run->populations[run->population_count++] = population;
	return population;
}

static void free_part(struct audit_part *part)
{
	for (unsigned i = 0; i < AUDIT_TIERS; i++)
		audit_predicate_release(&part->tiers[i]);
	for (unsigned i = 0; i < SMS_SCAN_THREADS; i++)
		audit_tally_release(&part->tallies[i]);
	free(part);
}

void audit_populations_free(struct audit_run *run)
{
	for (size_t i = 0; i < run->population_count; i++) {
		struct audit_population *population = run->populations[i];
		for (size_t j = 0; j < population->part_count; j++)
			free_part(population->parts[j]);
		for (unsigned tier = 0; tier < AUDIT_TIERS; tier++)
			sms_list_release(&population->facts[tier]), free(population->needs[tier].facts);
		for (unsigned thread = 0; thread < SMS_SCAN_THREADS; thread++)
			free(population->deferred[thread]);
		free(population->parts);
		free(population);
	}
	free(run->populations);
}

/* What a predicate needs is computed for the whole type. */
static void share_facts(struct audit_population *population, const struct audit_predicate *predicate)
{
	for (size_t i = 0; i < predicate->facts.count; i++)
		for (unsigned tier = predicate->tier; tier < AUDIT_TIERS; tier++)
			if (!sms_list_contains(&population->facts[tier], predicate->facts.items[i]))
				sms_list_add(&population->facts[tier], predicate->facts.items[i]);
}

/* --- Parts. --- */

static struct sms_error *add_part(struct audit_run *run, struct audit_test *test, enum audit_role role, unsigned slot,
				  const sms_json *selection, const char *type_name)
{
	const struct sms_type *type = NULL;
	SMS_TRY(sms_types_find(&type, run->store->types, type_name));
	struct audit_population *population = make_population(run, type);
	struct audit_part *part = sms_alloc(1, sizeof *part);
	*part = (struct audit_part){.test = test, .role = role, .slot = slot, .population = population};
	for (unsigned i = 0; i < SMS_SCAN_THREADS; i++)
		part->tallies[i].newest = SMS_TIME_NONE;
	sms_grow(population->parts, population->part_count, population->part_capacity);
	population->parts[population->part_count++] = part;
	test->parts = sms_realloc(test->parts, test->part_count + 1, sizeof *test->parts);
	test->parts[test->part_count++] = part;
	SMS_TRY(audit_selection(run, part->tiers, selection));
	for (unsigned i = 0; i < AUDIT_TIERS; i++)
		share_facts(population, &part->tiers[i]);
	if (role == AUDIT_OF)
		share_facts(population, &test->must);
	if (role == AUDIT_BY)
		share_facts(population, &test->by);
	return NULL;
}

/* A selection, or the name of one that the file keeps. */
static struct sms_error *add_selection(struct audit_run *run, const struct sms_item *item, struct audit_test *test,
				       enum audit_role role, unsigned slot, const sms_json *selection)
{
	const char *name = sms_json_text(selection);
	if (name) {
		selection = sms_json_get(sms_json_get(item->file, "sets"), name);
		if (!selection)
			return sms_error(SMS_INPUT, "%s: no set '%s'", item->id, name);
	}
	if (!selection)
		return NULL;
	const sms_json *type = sms_json_get(selection, "type");
	if (sms_json_text(type))
		return add_part(run, test, role, slot, selection, sms_json_text(type));
	sms_json_each(one, type)
		SMS_TRY(add_part(run, test, role, slot, selection, sms_json_text(one)));
	return NULL;
}

/* --- Tests. --- */

static bool find_kind(const sms_json *json, struct audit_test *out)
{
	for (size_t i = 0; i < SMS_COUNT(kinds); i++) {
		const sms_json *body = sms_json_get(json, kinds[i]);
		if (!body)
			continue;
		*out = (struct audit_test){.kind = (enum audit_kind)i, .json = json, .body = body};
		return true;
	}
	return false;
}

/* Facts that a test reads by path, not by a schema. */
static struct sms_error *need_path(struct audit_run *run, struct audit_predicate *side, const char *path)
{
	if (!path || strncmp(path, "facts.", 6) != 0)
		return NULL;
	sms_auto(string) char *name = sms_copy(path + 6, strcspn(path + 6, "."));
	SMS_TRY(audit_facts_need(run, name, &side->facts));
	const struct audit_fact *fact = sms_map_get(run->facts, name);
	side->tier = fact->tier > side->tier ? fact->tier : side->tier;
	return NULL;
}

static struct sms_error *need_paths(struct audit_run *run, struct audit_predicate *side, const sms_json *paths)
{
	SMS_TRY(need_path(run, side, sms_json_text(paths)));
	sms_json_each(path, sms_json_is(paths, SMS_JSON_ARRAY) ? paths : NULL)
		SMS_TRY(need_path(run, side, sms_json_text(path)));
	return NULL;
}

static struct sms_error *compile_covers(struct audit_run *run, struct audit_test *test)
{
	static const char *const pairs[] = {"before", "after", "elements", "on"};
	const sms_json *within = sms_json_get(test->body, "within"), *interval = NULL;
	const char *activity = sms_json_get_text(within, "planned"), *fallback = sms_json_get_text(within, "fallback");
	SMS_TRY(need_paths(run, &test->must, sms_json_get(test->body, "own")));
	SMS_TRY(need_paths(run, &test->by, sms_json_get(test->body, "link")));
	SMS_TRY(need_paths(run, &test->must, sms_json_get(within, "since")));
	SMS_TRY(need_paths(run, &test->must, sms_json_get(within, "interval")));
	SMS_TRY(need_paths(run, &test->must, sms_json_get(within, "grace")));
	for (size_t i = 0; i < SMS_COUNT(pairs); i++) {
		const sms_json *pair = sms_json_get(test->body, pairs[i]);
		SMS_TRY(need_paths(run, &test->must, sms_json_get(pair, "of")));
		SMS_TRY(need_paths(run, &test->by, sms_json_get(pair, "by")));
	}
	SMS_TRY(need_paths(run, &test->by, sms_json_get(within, "at")));
	if (activity)
		SMS_TRY(audit_plan(run, activity, &interval));
	else if (fallback)
		interval = sms_settings_get(run->store->settings, fallback);
	test->interval = sms_json_text(interval);
	return NULL;
}

/* What is said about a record may name facts. */
static struct sms_error *need_said(struct audit_run *run, struct audit_test *test, const char *template)
{
	for (const char *mark = template ? strstr(template, "{facts.") : NULL; mark;
	     mark = strstr(mark + 1, "{facts.")) {
		sms_auto(string) char *path = sms_copy(mark + 1, strcspn(mark + 1, "}"));
		SMS_TRY(need_path(run, &test->must, path));
	}
	return NULL;
}

static struct sms_error *compile_must(struct audit_run *run, struct audit_test *test)
{
	const sms_json *must = sms_json_get(test->body, "must"), *paths = sms_json_get(test->body, "with");
	if (test->kind == AUDIT_EVERY || test->kind == AUDIT_SETTINGS)
		SMS_TRY(audit_predicate(run, &test->must, must, paths));
	if (test->kind == AUDIT_SECTION)
		SMS_TRY(need_path(run, &test->must, "facts.body"));
	if (test->kind == AUDIT_COVERS)
		SMS_TRY(compile_covers(run, test));
	SMS_TRY(need_said(run, test, sms_json_get_text(test->json, "say")));
	SMS_TRY(need_said(run, test, sms_json_get_text(test->json, "fix")));
	test->needs_history = test->kind == AUDIT_FRESH;
	if (test->kind == AUDIT_FRESH)
		SMS_TRY(need_paths(run, &test->must, sms_json_get(test->body, "at")));
	return NULL;
}

static struct sms_error *compile_slots(struct audit_run *run, const struct sms_item *item, struct audit_test *test)
{
	unsigned slot = 0;
	sms_json_each(one, test->body) {
		SMS_TRY(add_selection(run, item, test, AUDIT_OF, slot, sms_json_get(one, "of")));
		SMS_TRY(add_selection(run, item, test, AUDIT_OF, slot, sms_json_get(one, "or")));
		slot++;
	}
	return NULL;
}

static struct sms_error *compile_any(struct audit_run *run, const struct sms_item *item, struct audit_test *test)
{
	test->alternatives = sms_alloc(sms_json_count(test->body), sizeof *test->alternatives);
	sms_json_each(one, test->body) {
		struct audit_test *alternative = &test->alternatives[test->alternative_count++];
		SMS_TRY(audit_compile(run, item, one, alternative));
		test->needs_history |= alternative->needs_history;
	}
	return NULL;
}

struct sms_error *audit_compile(struct audit_run *run, const struct sms_item *item, const sms_json *json,
				struct audit_test *out)
{
	if (!find_kind(json, out))
		return sms_error(SMS_INPUT, "%s: a test without a primitive", item->id);
	const sms_json *through = sms_json_get(out->body, "through"), *about = sms_json_get(out->body, "about");
	SMS_TRY(compile_must(run, out));
	SMS_TRY(add_selection(run, item, out, AUDIT_WHEN, 0, sms_json_get(json, "when")));
	if (out->kind == AUDIT_ANY)
		return compile_any(run, item, out);
	if (out->kind == AUDIT_ALL_OF)
		return compile_slots(run, item, out);
	SMS_TRY(add_selection(run, item, out, AUDIT_OF, 0, sms_json_get(out->body, "of")));
	SMS_TRY(add_selection(run, item, out, AUDIT_BY, 0, sms_json_get(out->body, "by")));
	return add_selection(run, item, out, AUDIT_TO, 0, sms_json_get(through ? through : about, "to"));
}

void audit_test_release(struct audit_test *test)
{
	for (size_t i = 0; i < test->alternative_count; i++)
		audit_test_release(&test->alternatives[i]);
	free(test->alternatives);
	free(test->parts);
	audit_predicate_release(&test->must);
	audit_predicate_release(&test->by);
}
