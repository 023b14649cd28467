/* Finishing what an interrupted run left, and tidying up. */
#include "base/process.h"
#include "wrap/git/write_private.h"
#include <dirent.h>
#include <fcntl.h>
#include <unistd.h>

/* The files that the interrupted commit changed, as updates whose bytes are the list's. */
struct repair {
	const struct sms_repo *repo;
	struct sms_update *updates;
	size_t count, capacity;
};

static void release_repair(struct repair *repair)
{
	for (size_t i = 0; i < repair->count; i++) {
		free((void *)(uintptr_t)repair->updates[i].path);
		free((void *)(uintptr_t)repair->updates[i].bytes);
	}
	free(repair->updates);
}
SMS_AUTO_STRUCT(repair, struct repair, release_repair);

static struct sms_error *add_change(void *context, const struct sms_tree_change *change)
{
	struct repair *repair = context;
	sms_auto(buf) struct sms_buf bytes = SMS_BUF_INIT;
	bool removed = sms_oid_is_zero(&change->after);
	if (!removed && change->mode_after != SMS_MODE_FILE)
		return NULL;
	if (!removed)
		SMS_TRY(sms_repo_blob(repair->repo, &change->after, &bytes));
	sms_grow(repair->updates, repair->count, repair->capacity);
	struct sms_update *update = &repair->updates[repair->count++];
	*update = (struct sms_update){.path = sms_strdup(change->path),
				      .length = bytes.length,
				      .before = change->before,
				      .after = change->after,
				      .mode_before = change->mode_before};
	update->bytes = removed ? NULL : bytes.data ? sms_buf_take(&bytes) : sms_copy("", 0);
	return NULL;
}

/* Removes what the run left of a file that it was writing. */
static void remove_temporary(const struct sms_repo *repo, const char *folder)
{
	int fd = openat(repo->workdir_fd, *folder ? folder : ".", O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
	DIR *entries = fd < 0 ? NULL : fdopendir(fd);
	const struct dirent *entry;
	while (entries && (entry = readdir(entries)))
		if (strncmp(entry->d_name, ".sms-", 5) == 0 && strlen(entry->d_name) == strlen(".sms-.tmp") + 16)
			unlinkat(fd, entry->d_name, 0);
	if (entries)
		closedir(entries);
	else if (fd >= 0)
		close(fd);
}

static void remove_temporaries(const struct sms_repo *repo, const struct repair *repair)
{
	sms_auto(list) struct sms_list folders = SMS_LIST_INIT;
	for (size_t i = 0; i < repair->count; i++) {
		const char *path = repair->updates[i].path;
		const char *slash = strrchr(path, '/');
		sms_auto(string) char *folder = sms_copy(path, slash ? (size_t)(slash - path) : 0);
		if (!folders.count || strcmp(folders.items[folders.count - 1], folder) != 0)
			sms_list_add(&folders, folder);
	}
	for (size_t i = 0; i < folders.count; i++)
		remove_temporary(repo, folders.items[i]);
}

/* Files edited since then stay as they are, and so do their entries' stat data. */
static struct sms_error *repair_files(const struct sms_repo *repo, struct repair *repair)
{
	for (size_t i = 0; i < repair->count; i++) {
		struct sms_error *error = sms_worktree_check(repo, &repair->updates[i], 1);
		if (!error)
			error = sms_worktree_write(repo, &repair->updates[i], 1, NULL);
		if (error && sms_error_status(error) != SMS_INPUT)
			return error;
		sms_error_free(error);
	}
	return NULL;
}

static struct sms_error *finish(const struct sms_repo *repo, const struct sms_lock *lock, struct sms_journal *journal)
{
	sms_auto(repair) struct repair repair = {.repo = repo};
	sms_auto(index_lock) struct sms_index_lock *index = NULL;
	SMS_TRY(sms_repo_diff(repo, &journal->parent, &journal->commit, add_change, &repair));
	SMS_TRY(sms_index_lock_new(&index, repo));
	sms_index_lock_identify(index, journal);
	SMS_TRY(sms_journal_write(repo, journal));
	SMS_TRY(sms_index_lock_take(index, repo, lock));
	remove_temporaries(repo, &repair);
	SMS_TRY(repair_files(repo, &repair));
	return sms_index_update(index, repo, repair.updates, repair.count, true);
}

struct sms_error *sms_repo_heal(struct sms_repo *repo, const struct sms_lock *lock)
{
	struct sms_journal journal;
	struct sms_oid head;
	SMS_TRY(sms_journal_read(repo, &journal));
	if (!journal.pending)
		return NULL;
	SMS_TRY(sms_repo_head(repo, &head));
	/* With any other HEAD the branch was not moved, or git commands have gone over it since. */
	if (repo->workdir_fd >= 0 && sms_oid_equal(&head, &journal.commit))
		SMS_TRY(finish(repo, lock, &journal));
	sms_journal_clear(repo);
	return NULL;
}

/* --- Tidying up --- */

/* Loose objects are guessed as git does: from one folder of the 256. */
static bool has_many_loose(const struct sms_repo *repo)
{
	enum { ENOUGH = 6700 / 256 + 1 };
	sms_auto(string) char *path = sms_format("%sobjects/17", sms_repo_gitdir(repo));
	DIR *folder = opendir(path);
	const struct dirent *entry;
	size_t count = 0;
	while (folder && (entry = readdir(folder)))
		count += strlen(entry->d_name) == SMS_OID_SIZE - 3;
	if (folder)
		closedir(folder);
	return count > ENOUGH;
}

void sms_repo_tidy(const struct sms_repo *repo)
{
	if (sms_clock_is_set() || !has_many_loose(repo))
		return;
	/* Never less than git's own two weeks: objects of a write that is going on are not reachable yet. */
	const char *const arguments[] = {"git", "-c", "gc.pruneExpire=2.weeks.ago", "gc", "--auto", "--quiet", NULL};
	const char *workdir = sms_repo_workdir(repo);
	struct sms_process process = {
		.arguments = arguments, .directory = workdir ? workdir : sms_repo_gitdir(repo), .detached = true};
	sms_error_free(sms_process_run(&process, NULL, NULL));
}
