/* A line in .git/sms/pending says which commit a run is about to put on the branch. When the run is killed after the
 * branch moved and before index and work tree did, the next one finds it and finishes the work.
 *
 * The line has always the same length and is overwritten in place: one flush of one sector, no folder to flush. */
#include "base/file.h"
#include "wrap/git/write_private.h"
#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <stdio.h>
#include <unistd.h>

static char *journal_path(const struct sms_repo *repo)
{
	return sms_format("%ssms/pending", sms_repo_own_gitdir(repo));
}

struct sms_error *sms_journal_read(const struct sms_repo *repo, struct sms_journal *out)
{
	char text[256] = "", parent[SMS_OID_SIZE], commit[SMS_OID_SIZE];
	sms_auto(string) char *path = journal_path(repo);
	*out = (struct sms_journal){0};
	int fd = open(path, O_RDONLY | O_NOFOLLOW | O_CLOEXEC);
	if (fd < 0)
		return errno == ENOENT ? NULL : sms_error_errno(errno, "cannot open '%s'", path);
	ssize_t length = read(fd, text, sizeof text - 1);
	int failure = errno;
	close(fd);
	if (length < 0)
		return sms_error_errno(failure, "cannot read '%s'", path);
	/* A line cut short was never complete, so the branch was not moved. */
	out->pending = text[0] == 'p' && strchr(text, '\n') &&
		       sscanf(text, "pending %40[0-9a-f] %40[0-9a-f] %" SCNx64 " %" SCNx64, parent, commit,
			      &out->device, &out->inode) == 4 &&
		       sms_oid_parse(parent, &out->parent) && sms_oid_parse(commit, &out->commit);
	return NULL;
}

struct sms_error *sms_journal_write(const struct sms_repo *repo, const struct sms_journal *journal)
{
	char text[256], parent[SMS_OID_SIZE], commit[SMS_OID_SIZE];
	sms_oid_format(&journal->parent, parent);
	sms_oid_format(&journal->commit, commit);
	int length = snprintf(text, sizeof text, "pending %s %s %016" PRIx64 " %016" PRIx64 "\n", parent, commit,
			      journal->device, journal->inode);
	sms_auto(string) char *path = journal_path(repo);
	sms_auto(string) char *folder = sms_copy(path, strlen(path) - strlen("/pending"));
	SMS_TRY(sms_dir_make(folder));
	errno = 0;
	int fd = open(path, O_WRONLY | O_CREAT | O_NOFOLLOW | O_CLOEXEC, 0666);
	int failure = fd < 0 ? errno : 0;
	if (!failure && pwrite(fd, text, (size_t)length, 0) != length)
		failure = errno ? errno : EIO;
	/* In a bare repository there is nothing to finish after a loss of power. */
	if (!failure && repo->workdir_fd >= 0 && fdatasync(fd) < 0)
		failure = errno;
	if (fd >= 0)
		close(fd);
	return failure ? sms_error_errno(failure, "cannot write '%s'", path) : NULL;
}

/* Not flushed: a journal that outlives its run makes the next one look and find nothing to do. */
void sms_journal_clear(const struct sms_repo *repo)
{
	sms_auto(string) char *path = journal_path(repo);
	int fd = open(path, O_WRONLY | O_NOFOLLOW | O_CLOEXEC);
	if (fd < 0)
		return;
	if (pwrite(fd, "done   ", 7, 0) != 7)
		unlink(path);
	close(fd);
}
