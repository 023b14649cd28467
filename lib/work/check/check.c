/* Checking all records: see check.h. */
#include "work/check/check.h"
#include "model/approval/signers.h"
#include "work/check/private.h"
#include "work/check/types.h"
#include <string.h>

static void release_run(struct sms_check_run *run)
{
	for (unsigned thread = 0; thread < SMS_SCAN_THREADS; thread++) {
		struct sms_check_part *part = &run->parts[thread];
		sms_finding_list_release(&part->findings);
		for (size_t i = 0; i < part->links.count; i++) {
			free(part->links.items[i].from);
			free(part->links.items[i].file);
			free(part->links.items[i].path);
			free(part->links.items[i].to);
		}
		free(part->links.items);
		sms_list_release(&part->voided);
		sms_list_release(&part->gated);
		sms_facts_release(&part->facts);
	}
	sms_map_free(run->changed);
	sms_map_free(run->ids);
}
SMS_AUTO_STRUCT(run, struct sms_check_run, release_run);

bool sms_check_wants(const struct sms_check_run *run, const char *path)
{
	const struct sms_list *paths = run->options->paths;
	if (run->changed && !sms_map_has(run->changed, path))
		return false;
	if (!paths || !paths->count)
		return true;
	for (size_t i = 0; i < paths->count; i++) {
		size_t length = strlen(paths->items[i]);
		while (length && paths->items[i][length - 1] == '/')
			length--;
		if (!strncmp(path, paths->items[i], length) && (!path[length] || path[length] == '/'))
			return true;
	}
	return false;
}

static struct sms_error *add_changed(void *context, const struct sms_tree_change *change)
{
	sms_map_put(context, change->path, context);
	return NULL;
}

/* Paths that differ from a commit: in the history since, and by hand in the work tree. */
static struct sms_error *find_changed(struct sms_check_run *run)
{
	static const char *const looked_at[] = {"documents", "records",   "types",           "rules",         "maps",
						"reports",   "approvals", SMS_SETTINGS_PATH, SMS_SIGNERS_PATH};
	struct sms_store *store = run->store;
	sms_auto(list) struct sms_list edited = SMS_LIST_INIT, folders = SMS_LIST_INIT;
	if (!run->options->since)
		return NULL;
	run->changed = sms_map_new(NULL);
	SMS_TRY(sms_repo_diff(store->repo, run->options->since, &store->head, add_changed, run->changed));
	if (sms_snapshot_commit_id(store->snapshot))
		return NULL;
	for (size_t i = 0; i < SMS_COUNT(looked_at); i++)
		sms_list_add(&folders, looked_at[i]);
	SMS_TRY(sms_repo_worktree_changes(store->repo, &folders, &edited));
	for (size_t i = 0; i < edited.count; i++)
		sms_map_put(run->changed, edited.items[i], run);
	return NULL;
}

/* Compiles every type once, before two threads use them. */
static struct sms_error *compile_types(const struct sms_store *store)
{
	const struct sms_schema *schema = NULL;
	for (size_t i = 0; i < sms_types_count(store->types); i++)
		SMS_TRY(sms_type_schema(&schema, sms_types_at(store->types, i)));
	return NULL;
}

enum sms_status sms_check_status(const struct sms_finding_list *findings)
{
	enum sms_status status = findings->count ? SMS_UNJUDGED : SMS_OK;
	for (size_t i = 0; i < findings->count; i++) {
		const struct sms_rule *rule = sms_rule_find(sms_check_rules, findings->items[i].rule);
		if (!strcmp(findings->items[i].rule, "unjudged"))
			return SMS_UNJUDGED;
		if (!rule || !rule->unjudged)
			status = SMS_NO;
	}
	return status;
}

struct sms_error *sms_check(struct sms_finding_list *findings, size_t *records, struct sms_store *store,
			    const struct sms_check_options *options)
{
	sms_auto(run) struct sms_check_run run = {.store = store, .options = options};
	SMS_TRY(find_changed(&run));
	SMS_TRY(compile_types(store));
	SMS_TRY(sms_types_invariants(&run.invariants, store->types));
	SMS_TRY(sms_invariants_prepare(run.invariants, NULL));
	SMS_TRY(sms_snapshot_scan(store->snapshot, NULL, sms_check_record, &run, options->progress));
	*records = 0;
	for (unsigned thread = 0; thread < SMS_SCAN_THREADS; thread++) {
		*records += run.parts[thread].records;
		sms_finding_join(findings, &run.parts[thread].findings);
	}
	sms_check_join(&run, findings);
	SMS_TRY(sms_check_places(&run, findings));
	SMS_TRY(sms_check_files(&run, findings));
	sms_check_all_links(&run, findings);
	SMS_TRY(sms_check_prose(&run, findings));
	SMS_TRY(sms_check_approvals(&run, findings));
	SMS_TRY(sms_check_others(&run, findings));
	SMS_TRY(sms_check_attributes(&run, findings));
	SMS_TRY(sms_check_signers(&run, findings));
	SMS_TRY(sms_check_types(&run, findings));
	sms_finding_sort(findings);
	return NULL;
}
