/* One run of the audit, from the catalogue to the findings. See audit.h. */
#include "work/audit/count.h"
#include "work/audit/verdict.h"
#include <string.h>

static void free_schema(void *schema)
{
	sms_schema_free(schema);
}

static void release(struct audit_run *run)
{
	for (size_t i = 0; i < run->test_count; i++)
		audit_test_release(&run->tests[i]);
	free(run->tests);
	audit_populations_free(run);
	sms_map_free(run->facts);
	sms_map_free(run->schemas);
	sms_map_free(run->versions);
	sms_map_free(run->together);
	sms_map_free(run->ids);
	sms_map_free(run->values);
	sms_map_free(run->operators);
	sms_map_free(run->settings);
	sms_map_free(run->plans);
	sms_map_free(run->planners);
	sms_map_free(run->fillers.whole);
	for (unsigned i = 0; i < SMS_SCAN_THREADS; i++) {
		sms_arena_free(run->arenas[i]);
		sms_buf_release(&run->noting[i].grounds);
		sms_buf_release(&run->noting[i].parts);
	}
	audit_cache_free(run->cache); /* last: tallies borrow from it */
}
SMS_AUTO_STRUCT(run, struct audit_run, release);

/* --- Which items. --- */

static struct sms_error *check_wishes(const struct sms_catalogue *catalogue, const struct sms_audit_options *options)
{
	for (size_t i = 0; options->clauses && i < options->clauses->count; i++) {
		bool found = false;
		for (size_t j = 0; j < catalogue->item_count; j++)
			found |= sms_clause_is_below(catalogue->items[j].clause, options->clauses->items[i]);
		if (!found)
			return sms_error_hint(
				sms_error(SMS_INPUT, "no requirement in clause '%s'", options->clauses->items[i]),
				"clauses are numbered as in the standard: 8.6.1, 8.6, 8");
	}
	for (size_t i = 0; options->items && i < options->items->count; i++)
		if (!sms_catalogue_item(catalogue, options->items->items[i]))
			return sms_error_hint(sms_error(SMS_INPUT, "no item '%s'", options->items->items[i]),
					      "items are called by clause and letter: 8.6.1-a");
	return NULL;
}

static bool is_wanted(const struct sms_item *item, const struct sms_audit_options *options)
{
	const struct sms_list *clauses = options->clauses, *items = options->items;
	if (items && items->count)
		return sms_list_contains(items, item->id);
	bool wanted = !clauses || !clauses->count;
	for (size_t i = 0; clauses && i < clauses->count; i++)
		wanted |= sms_clause_is_below(item->clause, clauses->items[i]);
	return wanted;
}

static void choose_items(struct sms_audit *audit, const struct sms_audit_options *options)
{
	audit->judgements = sms_alloc(audit->catalogue->item_count, sizeof *audit->judgements);
	for (size_t i = 0; i < audit->catalogue->item_count; i++)
		if (is_wanted(&audit->catalogue->items[i], options))
			audit->judgements[audit->count++].item = &audit->catalogue->items[i];
}

/* --- Before the records are read. --- */

static struct sms_error *compile(struct audit_run *run, const struct sms_audit *audit)
{
	size_t count = 0;
	for (size_t i = 0; i < audit->count; i++)
		count += sms_json_count(audit->judgements[i].item->tests);
	run->tests = sms_alloc(count, sizeof *run->tests);
	for (size_t i = 0; i < audit->count; i++) {
		const struct sms_item *item = audit->judgements[i].item;
		sms_json_each(json, item->tests) {
			struct sms_error *error = audit_compile(run, item, json, &run->tests[run->test_count++]);
			if (error)
				return sms_error_wrap(error, "requirement %s", item->id);
		}
	}
	return NULL;
}

/* Every verdict looks back to the beginning: a history that is not all there cannot be judged. */
static struct sms_error *refuse_gaps(struct audit_run *run)
{
	static const char *const hiding[] = {"shallow clone", "partial clone", "replace refs", "grafts"};
	sms_auto(list) struct sms_list oddities = SMS_LIST_INIT;
	SMS_TRY(sms_repo_oddities(run->store->repo, &oddities));
	for (size_t i = 0; i < SMS_COUNT(hiding); i++) {
		if (!sms_list_contains(&oddities, hiding[i]))
			continue;
		struct sms_error *error = sms_error(SMS_UNJUDGED, "cannot judge: history may be hidden: %s", hiding[i]);
		return i ? error : sms_error_hint(error, "git fetch --unshallow");
	}
	return NULL;
}

/* When the SMS began: its first commit. */
static struct sms_error *find_start(struct audit_run *run)
{
	struct sms_oid root;
	sms_auto(commit) struct sms_commit commit = {0};
	run->start = SMS_TIME_NONE;
	if (sms_oid_is_zero(&run->store->head))
		return NULL;
	SMS_TRY(sms_repo_root(run->store->repo, &root));
	SMS_TRY(sms_repo_commit(run->store->repo, &root, &commit));
	run->start = commit.time;
	return NULL;
}

static struct sms_error *prepare(struct audit_run *run, const struct sms_audit *audit)
{
	run->schemas = sms_map_new(free_schema);
	run->values = sms_map_new(free_schema);
	run->operators = sms_map_new(NULL);
	run->settings = sms_map_new(NULL);
	for (unsigned i = 0; i < SMS_SCAN_THREADS; i++)
		run->arenas[i] = sms_arena_new();
	/* Makes the settings read their defaults now: threads must not. */
	(void)sms_settings_get(run->store->settings, "schema.none");
	const char *ahead = sms_json_text(sms_settings_get(run->store->settings, "limits.future"));
	run->ahead = 0;
	(void)sms_time_add_duration(ahead, 0, &run->ahead);
	SMS_TRY(refuse_gaps(run));
	SMS_TRY(find_start(run));
	SMS_TRY(audit_facts_declare(run));
	SMS_TRY(compile(run, audit));
	return audit_facts_prepare(run);
}

/* --- Afterwards. --- */

/* What the tests of an item came to. */
struct sum {
	bool held;   /* a test that looks closer than at "there is one" */
	bool there;  /* one that does not */
	bool closer; /* there are such that look closer */
	bool failed, whole;
};

static void add_all(struct sms_list *to, const struct sms_list *from, size_t most)
{
	for (size_t i = 0; i < from->count && to->count < most; i++)
		if (most == SIZE_MAX || !sms_list_contains(to, from->items[i]))
			sms_list_add(to, from->items[i]);
}

static struct sms_error *add_outcome(struct audit_run *run, struct sms_judgement *judgement,
				     const struct audit_test *test, const struct audit_outcome *outcome,
				     struct sum *sum)
{
	char due[SMS_TIME_SIZE];
	if (outcome->population > judgement->population && outcome->test->kind != AUDIT_SETTINGS)
		judgement->population = outcome->population;
	add_all(&judgement->evidence, &outcome->evidence, SMS_AUDIT_SHOWN);
	/* Settings are what `init` wrote until somebody shows that he meant them: alone they show nothing. */
	bool close = outcome->test->kind != AUDIT_SETTINGS && outcome->test->kind != AUDIT_EXISTS;
	sum->closer |= close;
	sum->held |= outcome->state == AUDIT_HOLDS && close;
	sum->there |= outcome->state == AUDIT_HOLDS && outcome->test->kind == AUDIT_EXISTS;
	if (outcome->state == AUDIT_WAITS && !judgement->note) {
		sms_time_format(outcome->due, due);
		judgement->note = sms_format("first due by %.10s", due);
	}
	if (outcome->state != AUDIT_FAILS && outcome->state != AUDIT_ABSENT)
		return NULL;
	sum->failed = true;
	sum->whole |= audit_is_whole(run, outcome);
	judgement->faults = sms_realloc(judgement->faults, judgement->fault_count + 1, sizeof *judgement->faults);
	struct sms_fault *fault = &judgement->faults[judgement->fault_count++];
	*fault = (struct sms_fault){0};
	fault->grade = audit_grade(run, judgement->item, outcome, &fault->why);
	SMS_TRY(audit_say(run, judgement->item, test, outcome, fault));
	add_all(&judgement->failing, &fault->failing, SIZE_MAX);
	return NULL;
}

static enum sms_result result_of(const struct sms_item *item, const struct sum *sum)
{
	if (!sms_json_count(item->tests))
		return item->look ? SMS_RESULT_NEEDS_HUMAN : SMS_RESULT_NOT_COVERED;
	if (sum->failed)
		return sum->whole ? SMS_RESULT_NONCONFORM : SMS_RESULT_PARTIAL;
	if (!sum->held && (sum->closer || !sum->there))
		return SMS_RESULT_NOT_TRIGGERED;
	return item->judged == SMS_JUDGED_FULL ? SMS_RESULT_CONFORM : SMS_RESULT_NEEDS_HUMAN;
}

static struct sms_error *judge(struct audit_run *run, struct sms_audit *audit)
{
	struct audit_test *test = run->tests;
	for (size_t i = 0; i < audit->count; i++) {
		struct sms_judgement *judgement = &audit->judgements[i];
		struct sum sum = {0};
		for (size_t j = sms_json_count(judgement->item->tests); j > 0; j--, test++) {
			sms_auto(outcome) struct audit_outcome outcome = {0};
			SMS_TRY(audit_outcome(run, judgement->item, test, &outcome));
			SMS_TRY(add_outcome(run, judgement, test, &outcome, &sum));
			audit_count_test(run, test, &judgement->counted);
		}
		sms_list_sort(&judgement->failing);
		sms_list_unique(&judgement->failing);
		judgement->result = result_of(judgement->item, &sum);
	}
	return NULL;
}

struct sms_error *sms_audit_run(struct sms_audit **out, struct sms_store *store,
				const struct sms_audit_options *options)
{
	sms_auto(audit) struct sms_audit *audit = sms_alloc(1, sizeof *audit);
	const char *organization = sms_json_text(sms_json_path(store->settings->json, "organization.name"));
	SMS_TRY(sms_catalogue_of(&audit->catalogue, store, options->standard));
	SMS_TRY(check_wishes(audit->catalogue, options));
	sms_auto(run) struct audit_run run = {.store = store,
					      .catalogue = audit->catalogue,
					      .progress = options->progress,
					      .watched = options->records,
					      .now = options->now};
	sms_repo_prove(store->repo);
	audit_fillers_read(&run.fillers, audit->catalogue->fillers);
	audit->commit = store->head;
	audit->now = options->now;
	audit->organization = sms_strdup(organization ? organization : "");
	audit->limits = audit_limits(&run);
	choose_items(audit, options);
	SMS_TRY(prepare(&run, audit));
	/* A verdict that is told again says nothing of what was looked at. */
	if (!options->no_cache && !options->records && audit->count == audit->catalogue->item_count &&
	    !options->standard)
		audit_cache_open(&run, audit);
	SMS_TRY(audit_scan(&run));
	audit->unreadable = run.unreadable[0] + run.unreadable[1];
	SMS_TRY(judge(&run, audit));
	SMS_TRY(audit_assess(&run, audit));
	SMS_TRY(audit_raise(&run, audit));
	SMS_TRY(audit_waive(&run, audit));
	for (size_t i = 0; i < audit->count; i++)
		sms_list_sort(&audit->judgements[i].counted);
	audit_sum_up(audit);
	audit_consider(audit, audit_minors_to_major(&run));
	*out = sms_move(&audit);
	return NULL;
}
