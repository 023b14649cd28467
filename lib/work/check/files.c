/* All files that are data but no records. See check.h. */
#include "work/check/data.h"
#include "work/check/private.h"
#include <string.h>

static bool is_refused(const struct sms_store *store, const char *path)
{
	for (size_t i = 0; i < store->refused_count; i++)
		if (!strcmp(store->refused[i].path, path))
			return true;
	return false;
}

/* Whatever is asked for: what stands in for a file that is no good may judge otherwise than the file would. */
static struct sms_error *check_file(struct sms_check_run *run, struct sms_data_check *check, const char *path)
{
	sms_auto(buf) struct sms_buf text = SMS_BUF_INIT;
	if (!sms_data_is_path(path) || (!sms_check_wants(run, path) && !is_refused(run->store, path)))
		return NULL;
	struct sms_error *error = sms_snapshot_read(run->store->snapshot, path, &text, NULL);
	if (!error)
		return sms_data_check(check, path, sms_buf_text(&text), text.length);
	if (sms_error_status(error) != SMS_INPUT)
		return error;
	struct sms_finding *finding = sms_finding_add(check->findings, SMS_GRADE_MAJOR, "file");
	finding->file = sms_strdup(path);
	finding->message = sms_strdup(sms_error_message(error));
	sms_error_free(error);
	return NULL;
}

static bool has_finding(const struct sms_finding_list *findings, const char *path)
{
	for (size_t i = 0; i < findings->count; i++)
		if (findings->items[i].file && !strcmp(findings->items[i].file, path))
			return true;
	return false;
}

/* What could not be used is never passed over in silence. */
static void add_refused(const struct sms_check_run *run, struct sms_finding_list *findings)
{
	for (size_t i = 0; i < run->store->refused_count; i++) {
		const struct sms_refused *refused = &run->store->refused[i];
		if (has_finding(findings, refused->path))
			continue;
		struct sms_finding *finding = sms_finding_add(findings, SMS_GRADE_MAJOR, "file");
		finding->file = sms_strdup(refused->path);
		sms_finding_set_error(finding, refused->path, refused->why);
	}
}

const struct sms_refused *sms_check_refused(const struct sms_check_run *run, const struct sms_entry *entry)
{
	for (size_t i = 0; i < run->store->refused_count; i++) {
		const struct sms_refused *refused = &run->store->refused[i];
		const char *name = strrchr(refused->path, '/'), *end = strrchr(refused->path, '.');
		if (refused->replaced || !name || !end)
			continue;
		sms_auto(string) char *folder = sms_format("records%.*s/", (int)(end - name), name);
		/* Documents of all types share a folder, and the type that would know the prefix is not there. */
		if (!strncmp(entry->path, folder, strlen(folder)) || !strncmp(entry->path, "documents/", 10))
			return refused;
	}
	return NULL;
}

struct sms_error *sms_check_files(struct sms_check_run *run, struct sms_finding_list *findings)
{
	static const char *const folders[] = {"types", "rules", "maps", "reports", "approvals"};
	sms_auto(list) struct sms_list files = SMS_LIST_INIT;
	sms_auto(data_check) struct sms_data_check check = {.findings = findings,
							    .types = run->store->types,
							    .settings = run->store->settings,
							    .snapshot = run->store->snapshot,
							    .now = run->options->now};
	sms_list_add(&files, SMS_SETTINGS_PATH);
	for (size_t i = 0; i < SMS_COUNT(folders); i++)
		SMS_TRY(sms_snapshot_files(run->store->snapshot, folders[i], &files));
	for (size_t i = 0; i < files.count; i++)
		SMS_TRY(check_file(run, &check, files.items[i]));
	add_refused(run, findings);
	return NULL;
}
