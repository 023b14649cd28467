/* A verification from its beginning to its end: see verify.h. */
#include "work/verify/verify.h"
#include "work/verify/private.h"
#include <string.h>

const char *sms_verdict_name(enum sms_verdict verdict)
{
	static const char *const names[] = {
		[SMS_VERDICT_VALID] = "valid",         [SMS_VERDICT_EARLIER] = "earlier",
		[SMS_VERDICT_WITHDRAWN] = "withdrawn", [SMS_VERDICT_REPLACED] = "replaced",
		[SMS_VERDICT_REJECTED] = "rejected",   [SMS_VERDICT_EXPIRED] = "expired",
		[SMS_VERDICT_INVALID] = "invalid",
	};
	return names[verdict];
}

const char *sms_commit_signature_name(enum sms_commit_signature kind)
{
	static const char *const names[] = {
		[SMS_COMMIT_KNOWN] = "known",     [SMS_COMMIT_UNKNOWN] = "unknown", [SMS_COMMIT_BAD] = "bad",
		[SMS_COMMIT_OPENPGP] = "openpgp", [SMS_COMMIT_X509] = "x509",       [SMS_COMMIT_OTHER] = "other",
	};
	return names[kind];
}

void sms_verify_result_release(struct sms_verify_result *result)
{
	sms_finding_list_release(&result->findings);
	sms_list_release(&result->cuts);
}

static void free_epochs(struct sms_verify *run)
{
	for (size_t i = 0; i < run->epoch_count; i++)
		sms_json_free(run->epochs[i].json);
	for (size_t i = 0; i < run->type_count; i++)
		sms_types_free(run->types[i]);
	free(run->epochs);
	free(run->types);
	free(run->types_of);
	free(run->epoch_of);
}

static void release_run(struct sms_verify *run)
{
	free_epochs(run);
	sms_store_free(run->store);
	sms_walk_free(run->walk);
	sms_map_free(run->files);
	sms_map_free(run->blobs);
	sms_map_free(run->ids);
	free(run->weakenings);
	free(run->tally.late_id);
	free(run->tally.other);
	free(run->tally.other_id);
	sms_arena_free(run->arena);
}
SMS_AUTO_STRUCT(run, struct sms_verify, release_run);

/* --- Findings. --- */

static size_t add(struct sms_verify *run, const struct sms_oid *commit, const char *rule, const char *record,
		  const char *path, char *message)
{
	struct sms_finding_list *findings = &run->out->findings;
	const struct sms_rule *known = sms_rule_find(sms_verify_rules, rule);
	struct sms_finding *finding = sms_finding_add(findings, known ? known->grade : SMS_GRADE_MAJOR, rule);
	char hex[SMS_OID_SIZE];
	finding->record = sms_strdup(record);
	finding->file = sms_strdup(path);
	finding->message = message;
	if (commit) {
		sms_oid_format(commit, hex);
		finding->commit = sms_strdup(hex);
	}
	return findings->count - 1;
}

size_t sms_verify_add(struct sms_verify *run, const char *rule, const char *record, const char *path,
		      const char *format, ...)
{
	va_list arguments;
	va_start(arguments, format);
	char *message = sms_vformat(format, arguments);
	va_end(arguments);
	return add(run, run->step ? &run->step->commit->oid : NULL, rule, record, path, message);
}

size_t sms_verify_add_at(struct sms_verify *run, size_t commit, const char *rule, const char *record, const char *path,
			 const char *format, ...)
{
	va_list arguments;
	va_start(arguments, format);
	char *message = sms_vformat(format, arguments);
	va_end(arguments);
	return add(run, commit == SMS_NO_COMMIT ? NULL : &sms_walk_node(run->walk, commit)->oid, rule, record, path,
		   message);
}

enum sms_status sms_verify_status(const struct sms_finding_list *findings, bool strict)
{
	enum sms_status status = SMS_OK;
	for (size_t i = 0; i < findings->count; i++) {
		const struct sms_rule *rule = sms_rule_find(sms_verify_rules, findings->items[i].rule);
		if (rule && rule->unjudged)
			status = status == SMS_OK ? SMS_UNJUDGED : status;
		else if (strict || findings->items[i].grade != SMS_GRADE_OBSERVATION)
			status = SMS_NO;
	}
	return status;
}

/* --- The run. --- */

static struct sms_error *add_tip(void *context, const char *name, const struct sms_oid *commit)
{
	struct sms_buf *tips = context;
	sms_buf_add(tips, commit, sizeof *commit);
	return NULL;
}

/* The tip that the store has, and with `all` those of the other branches. */
static struct sms_error *find_tips(struct sms_verify *run, struct sms_buf *tips)
{
	sms_buf_add(tips, &run->store->head, sizeof run->store->head);
	return run->options->all ? sms_repo_branches(run->store->repo, add_tip, tips) : NULL;
}

static struct sms_error *count_records(struct sms_verify *run)
{
	const struct sms_entry *const *entries;
	return sms_snapshot_list(run->store->snapshot, NULL, &entries, &run->out->records);
}

/* Statements that only other branches have are judged as those branches stand. */
static struct sms_error *judge_tips(struct sms_verify *run, const char *path, const struct sms_oid *tips, size_t count)
{
	SMS_TRY(sms_verify_judge(run));
	for (size_t i = 1; i < count; i++) {
		char hex[SMS_OID_SIZE];
		if (sms_oid_equal(&tips[i], &tips[0]))
			continue;
		sms_oid_format(&tips[i], hex);
		sms_store_free(sms_move(&run->store));
		SMS_TRY(sms_store_open(&run->store, path, SMS_VIEW_PROVEN, hex, NULL));
		SMS_TRY(sms_store_people(run->store, &run->people));
		SMS_TRY(sms_verify_judge(run));
	}
	return NULL;
}

/* The first commit of the tip's first-parent line, as statements have it. */
static void name_repository(struct sms_verify *run)
{
	size_t at = sms_walk_find(run->walk, &run->store->head);
	while (sms_walk_node(run->walk, at)->parent_count)
		at = sms_walk_node(run->walk, at)->parents[0];
	sms_oid_format(&sms_walk_node(run->walk, at)->oid, run->out->repository);
}

static struct sms_error *verify_history(struct sms_verify *run, const char *path)
{
	sms_auto(buf) struct sms_buf tips = SMS_BUF_INIT;
	SMS_TRY(find_tips(run, &tips));
	const struct sms_oid *oids = (const struct sms_oid *)(const void *)sms_buf_text(&tips);
	size_t count = tips.length / sizeof *oids;
	SMS_TRY(sms_walk_new(&run->walk, run->store->repo, oids, count, run->options->progress));
	if (!run->shallow)
		name_repository(run);
	run->types_of = sms_alloc(sms_walk_count(run->walk), sizeof *run->types_of);
	run->epoch_of = sms_alloc(sms_walk_count(run->walk), sizeof *run->epoch_of);
	SMS_TRY(sms_verify_walk(run));
	SMS_TRY(sms_verify_mended(run));
	if (!run->shallow)
		return judge_tips(run, path, oids, count);
	sms_verify_say_cuts(run);
	return NULL;
}

static int by_weight(const void *a, const void *b)
{
	const struct sms_finding *one = *(const struct sms_finding *const *)a;
	const struct sms_finding *other = *(const struct sms_finding *const *)b;
	if (one->grade != other->grade)
		return one->grade > other->grade ? -1 : 1;
	return one < other ? -1 : 1;
}

/* Tampering first; of one grade as they were found, which is the order of the history. */
static void arrange(struct sms_finding_list *list)
{
	const struct sms_finding **order = sms_alloc(list->count, sizeof(struct sms_finding *));
	struct sms_finding *sorted = sms_alloc(list->count, sizeof *sorted);
	for (size_t i = 0; i < list->count; i++)
		order[i] = &list->items[i];
	if (list->count > 1)
		qsort(order, list->count, sizeof(struct sms_finding *), by_weight);
	for (size_t i = 0; i < list->count; i++)
		sorted[i] = *order[i];
	free(order);
	free(list->items);
	list->items = sorted;
	list->capacity = list->count;
}

/* Before anything else is read. */
static struct sms_error *check_objects(const char *path, const struct sms_progress *progress)
{
	sms_auto(repo) struct sms_repo *repo = NULL;
	SMS_TRY(sms_repo_open(&repo, path));
	return sms_repo_check_loose(repo, progress);
}

struct sms_error *sms_verify(struct sms_verify_result *out, const char *path, const struct sms_verify_options *options)
{
	struct sms_verify_options own = *options;
	sms_auto(run) struct sms_verify run = {.options = &own, .out = out};
	bool lost = false;
	*out = (struct sms_verify_result){.pin = SMS_PIN_NONE};
	SMS_TRY(check_objects(path, options->progress));
	SMS_TRY(sms_store_open(&run.store, path, SMS_VIEW_PROVEN, own.at, &own.now));
	sms_repo_remember(run.store->repo); /* the judgement follows the history of records once more */
	run.files = sms_map_new(sms_verify_file_free);
	run.blobs = sms_map_new(NULL);
	run.ids = sms_map_new(sms_verify_id_free);
	run.arena = sms_arena_new();
	run.defaults = sms_verify_limits_of(NULL);
	sms_oid_format(&run.store->head, out->tip);
	SMS_TRY(sms_verify_evidence(&run, &lost));
	if (!lost) {
		SMS_TRY(sms_store_people(run.store, &run.people));
		SMS_TRY(count_records(&run));
		SMS_TRY(verify_history(&run, path));
		if (!run.shallow) /* it counts what is not there */
			SMS_TRY(sms_verify_pin(&run));
	}
	arrange(&out->findings);
	return NULL;
}
