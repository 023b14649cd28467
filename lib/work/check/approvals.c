/* Approvals that a record has no longer, or never had. See check.h. */
#include "model/approval/lifecycle.h"
#include "work/check/private.h"
#include <string.h>

/* NULL where it cannot be read, which was said already. */
static void read_sound(struct sms_check_run *run, const struct sms_entry *entry, struct sms_record **out)
{
	sms_error_free(sms_record_read(out, run->store->snapshot, entry));
}

static struct sms_finding *add(struct sms_finding_list *findings, enum sms_grade grade, const char *rule,
			       const struct sms_entry *entry)
{
	struct sms_finding *finding = sms_finding_add(findings, grade, rule);
	finding->record = sms_strdup(entry->id);
	finding->file = sms_strdup(entry->path);
	finding->line = finding->column = 1;
	return finding;
}

/* --- The content was changed since. --- */

static struct sms_error *check_stale(struct sms_check_run *run, struct sms_finding_list *findings,
				     const struct sms_entry *entry)
{
	sms_auto(record) struct sms_record *record = NULL;
	sms_auto(approval) struct sms_approval approval = {0};
	read_sound(run, entry, &record);
	if (!record || !strcmp(sms_record_state(record), "void"))
		return NULL;
	SMS_TRY(sms_approval_judge(&approval, run->store, record, run->options->now));
	if (approval.status != SMS_APPROVAL_STALE)
		return NULL;
	struct sms_finding *finding = add(findings, SMS_GRADE_MINOR, "stale", entry);
	finding->message = sms_strdup("was approved, and its content was changed since");
	finding->fix = sms_format("sms diff %s --approved; sms submit %s", entry->id, entry->id);
	return NULL;
}

/* The id of a record in `approvals/ID/FILE`. */
static char *subject_of(const char *path)
{
	const char *begin = strchr(path, '/'), *end = begin ? strchr(begin + 1, '/') : NULL;
	return end ? sms_copy(begin + 1, (size_t)(end - begin - 1)) : NULL;
}

static struct sms_error *check_all_stale(struct sms_check_run *run, struct sms_finding_list *findings)
{
	sms_auto(list) struct sms_list files = SMS_LIST_INIT;
	sms_auto(string) char *last = NULL;
	SMS_TRY(sms_snapshot_files(run->store->snapshot, "approvals", &files));
	for (size_t i = 0; i < files.count; i++) {
		const struct sms_entry *entry = NULL;
		sms_auto(string) char *id = subject_of(files.items[i]);
		if (!id || (last && !strcmp(id, last)))
			continue;
		SMS_TRY(sms_snapshot_find(run->store->snapshot, id, &entry));
		if (entry && sms_check_wants(run, entry->path))
			SMS_TRY(check_stale(run, findings, entry));
		free(last);
		last = sms_strdup(id);
	}
	return NULL;
}

/* --- The state says that it was approved. --- */

static struct sms_error *check_missing(struct sms_check_run *run, struct sms_finding_list *findings, const char *id)
{
	const struct sms_entry *entry = NULL;
	sms_auto(record) struct sms_record *record = NULL;
	sms_auto(approval) struct sms_approval approval = {0};
	bool missing = false;
	SMS_TRY(sms_snapshot_find(run->store->snapshot, id, &entry));
	if (entry && entry->type && sms_approval_concerns(run->store, entry->type))
		read_sound(run, entry, &record);
	if (!record)
		return NULL;
	SMS_TRY(sms_approval_missing(run->store, record, run->options->now, &approval, &missing));
	if (!missing)
		return NULL;
	sms_auto(string) char *lack = sms_approval_lack(&approval, id);
	struct sms_finding *finding = add(findings, SMS_GRADE_MAJOR, "unapproved", entry);
	finding->message =
		sms_format("is %s, which takes an approval, and never had one: %s", sms_record_state(record), lack);
	finding->fix = sms_approval_fix(&approval, id);
	return NULL;
}

struct sms_error *sms_check_approvals(struct sms_check_run *run, struct sms_finding_list *findings)
{
	SMS_TRY(check_all_stale(run, findings));
	for (unsigned thread = 0; thread < SMS_SCAN_THREADS; thread++)
		for (size_t i = 0; i < run->parts[thread].gated.count; i++)
			SMS_TRY(check_missing(run, findings, run->parts[thread].gated.items[i]));
	return NULL;
}
