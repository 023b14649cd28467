/* The files of the work tree, brought in step with a commit. Nothing that a person typed is overwritten. */
#include "base/file.h"
#include "wrap/git/write_private.h"
#include <errno.h>
#include <fcntl.h>
#include <unistd.h>

enum {
	LARGEST = 1 << 30,
	SYNC_EACH = 64, /* flush file by file up to this many, else the whole file system once */
};

/* The id of a work-tree file's bytes; zero when there is none. */
static struct sms_error *file_oid(const struct sms_repo *repo, const char *path, struct sms_buf *scratch,
				  struct sms_oid *out, struct stat *status)
{
	bool found;
	*out = (struct sms_oid){{0}};
	struct sms_error *error = sms_file_read_at(scratch, repo->workdir_fd, path, LARGEST, &found, status);
	if (error)
		return sms_error_as(error, SMS_INPUT);
	if (found)
		sms_oid_of_blob(scratch->data, scratch->length, out);
	return NULL;
}

static struct sms_error *edited(const char *path)
{
	struct sms_error *error = sms_error(SMS_INPUT, "'%s' has edits that are not committed", path);
	error = sms_error_hint(error, "git diff -- '%s'", path);
	return sms_error_hint(error, "sms commit --all");
}

struct sms_error *sms_worktree_check(const struct sms_repo *repo, const struct sms_update *updates, size_t count)
{
	sms_auto(buf) struct sms_buf scratch = SMS_BUF_INIT;
	for (size_t i = 0; i < count; i++) {
		struct sms_oid oid;
		if (!sms_update_changes(&updates[i]))
			continue;
		SMS_TRY(file_oid(repo, updates[i].path, &scratch, &oid, NULL));
		if (!sms_oid_is_zero(&oid) && !sms_oid_equal(&oid, &updates[i].before) &&
		    !sms_oid_equal(&oid, &updates[i].after))
			return edited(updates[i].path);
	}
	return NULL;
}

static struct sms_error *write_file(const struct sms_repo *repo, struct sms_update *update, bool sync)
{
	if (!update->bytes)
		return sms_file_remove_at(repo->workdir_fd, update->path);
	SMS_TRY(sms_file_write_at(repo->workdir_fd, update->path, update->bytes, update->length, sync,
				  &update->status));
	update->has_status = true;
	return NULL;
}

struct sms_error *sms_worktree_write(const struct sms_repo *repo, struct sms_update *updates, size_t count,
				     const struct sms_progress *progress)
{
	size_t changes = 0, removals = 0;
	for (size_t i = 0; i < count; i++) {
		changes += sms_update_changes(&updates[i]);
		removals += sms_update_changes(&updates[i]) && !updates[i].bytes;
	}
	for (size_t i = 0; i < count; i++) {
		if (sms_update_changes(&updates[i]))
			SMS_TRY(write_file(repo, &updates[i], changes <= SYNC_EACH));
		if (i % 256 == 0)
			sms_progress(progress, "writing files", i, count);
	}
	sms_progress(progress, "writing files", count, count);
	if ((changes > SYNC_EACH || removals) && syncfs(repo->workdir_fd) < 0)
		return sms_error_errno(errno, "cannot flush the work tree");
	return NULL;
}

/* The contents are looked at again: stat data of a file that was changed meanwhile would hide the change from git. */
struct sms_error *sms_worktree_look(const struct sms_repo *repo, struct sms_update *updates, size_t count)
{
	sms_auto(buf) struct sms_buf scratch = SMS_BUF_INIT;
	for (size_t i = 0; i < count; i++) {
		struct sms_oid oid;
		if (!updates[i].bytes || !sms_update_changes(&updates[i]))
			continue;
		SMS_TRY(file_oid(repo, updates[i].path, &scratch, &oid, &updates[i].status));
		updates[i].has_status = sms_oid_equal(&oid, &updates[i].after);
	}
	return NULL;
}
