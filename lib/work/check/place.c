/* Are all files below the folders of records found by their ids? See check.h. */
#include "model/id.h"
#include "work/check/private.h"
#include <string.h>

static struct sms_finding *add(struct sms_finding_list *findings, const char *rule, const char *file, char *message)
{
	struct sms_finding *finding = sms_finding_add(findings, SMS_GRADE_MAJOR, rule);
	finding->file = sms_strdup(file);
	finding->message = message;
	return finding;
}

/* Where its id puts it: for events month folders, or day folders below them. */
static bool is_at_home(const struct sms_entry *entry, const char *home)
{
	const char *name = strrchr(home, '/');
	size_t folder = (size_t)(name - home);
	if (!strcmp(entry->path, home))
		return true;
	const char *date = strchr(entry->id, '-');
	return entry->type->kind == SMS_KIND_EVENT && !strncmp(entry->path, home, folder) && strlen(date) > 8 &&
	       entry->path[folder] == '/' && !strncmp(entry->path + folder + 1, date + 7, 2) &&
	       !strcmp(entry->path + folder + 3, name);
}

static void check_entry(struct sms_finding_list *findings, const struct sms_entry *entry, const struct sms_entry *other)
{
	sms_auto(string) char *home = sms_id_path(entry->type, entry->id);
	struct sms_finding *finding = NULL;
	if (other)
		finding =
			add(findings, "id", entry->path,
			    sms_format("'%s' is there twice, also as %s: one id is one record; remove one of the files",
				       entry->id, other->path));
	else if (!is_at_home(entry, home))
		finding = add(findings, "file", entry->path,
			      sms_format("is not where its id puts it, %s, and is not found by it", home));
	if (!finding)
		return;
	finding->record = sms_strdup(entry->id);
	finding->fix = other ? sms_format("git rm %s", entry->path) : sms_format("git mv %s %s", entry->path, home);
}

/* A JSON file below the folders of records that is none: nothing ever reads it. */
static void check_stray(struct sms_finding_list *findings, const char *path)
{
	const char *end = strrchr(path, '.');
	if (!end || strcmp(end, ".json") != 0)
		return;
	struct sms_finding *finding = add(
		findings, "file", path,
		sms_strdup("is not read: a record's file is named by its id, in capitals, in the folder of its type"));
	finding->fix = sms_format("git mv %s NEW-PATH", path);
}

/* Files and entries are both in path order: what is no entry is passed between two of them. */
static struct sms_error *check_strays(struct sms_check_run *run, struct sms_finding_list *findings,
				      const struct sms_entry *const *entries, size_t count)
{
	static const char *const folders[] = {"documents", "records"};
	size_t next = 0;
	for (size_t i = 0; i < SMS_COUNT(folders); i++) {
		sms_auto(list) struct sms_list files = SMS_LIST_INIT;
		SMS_TRY(sms_snapshot_files(run->store->snapshot, folders[i], &files));
		for (size_t k = 0; k < files.count; k++) {
			while (next < count && strcmp(entries[next]->path, files.items[k]) < 0)
				next++;
			bool is_entry = next < count && !strcmp(entries[next]->path, files.items[k]);
			if (!is_entry && sms_check_wants(run, files.items[k]))
				check_stray(findings, files.items[k]);
		}
	}
	return NULL;
}

struct sms_error *sms_check_places(struct sms_check_run *run, struct sms_finding_list *findings)
{
	const struct sms_entry *const *entries;
	size_t count;
	SMS_TRY(sms_snapshot_list(run->store->snapshot, NULL, &entries, &count));
	run->ids = sms_map_new(NULL);
	for (size_t i = 0; i < count; i++) {
		const struct sms_entry *other = sms_map_get(run->ids, entries[i]->id);
		if (entries[i]->type && sms_check_wants(run, entries[i]->path))
			check_entry(findings, entries[i], other);
		if (!other)
			sms_map_put(run->ids, entries[i]->id, (void *)(uintptr_t)entries[i]);
	}
	return check_strays(run, findings, entries, count);
}
