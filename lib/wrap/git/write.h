/* Writing to a git repository so that success means: on disk, and read back.
 *
 * Order: own flock on .git/sms/lock; read the tip; objects (loose, or one pack when there are many); commit made from
 * the tip's tree plus the files, never from the index; compare-and-swap of the reference; reopen the reference,
 * commit, tree entries and compare; then work tree files and one index write for those paths only. A crash between
 * reference and index heals itself at the next command. No hooks are run. */
#ifndef SMS_WRAP_GIT_WRITE_H
#define SMS_WRAP_GIT_WRITE_H

#include "base/progress.h"
#include "wrap/git/git.h"

struct sms_lock;

/* Takes the writers' lock, waiting up to `patience` seconds; then error BUSY. A lock file of git's (of HEAD, the branch
 * or the index) that stays as long is an error BUSY that gives path, age and the command that clears it; one that a
 * killed run of our own left is removed. */
struct sms_error *sms_lock_take(struct sms_lock **out, const struct sms_repo *repo, unsigned patience) SMS_CHECKED;
void sms_lock_free(struct sms_lock *lock);
SMS_AUTO_POINTER(lock, struct sms_lock *, sms_lock_free);

struct sms_write_file {
	const char *path;  /* from the top */
	const void *bytes; /* NULL removes the path */
	size_t length;
};

struct sms_write {
	const struct sms_oid *parent; /* the tip that was read and validated; all zero on an unborn branch */
	const struct sms_write_file *files;
	size_t count;
	const char *message; /* subject, blank line, body; control characters are refused */
	const struct sms_identity *author;
	sms_time time;      /* author's and committer's */
	bool packed;        /* write objects as one pack without deltas, fsynced once: for many files */
	bool keep_worktree; /* the files are already in the work tree as they should be */
	const struct sms_progress *progress; /* may be NULL */
};

/* Writes one commit; the lock must be held. Nothing changes when all files equal the parent's: `out` is then the
 * parent. Errors: BUSY when the tip moved or git holds a lock after retries (nothing was written: start again from
 * reading); INPUT when a file in the work tree has uncommitted edits that differ from both the parent and the new
 * bytes (names it; hint `sms commit`), when a symbolic link is in the way, a path or the message is not fit, a name
 * would be a file and a folder, HEAD is detached or a merge is going on; UNCONFIRMED when read-back or the work tree
 * failed after the reference moved; ENVIRONMENT else. */
struct sms_error *sms_repo_write(struct sms_repo *repo, const struct sms_lock *lock, const struct sms_write *write,
				 struct sms_oid *out) SMS_CHECKED;
/* Brings index and work tree in step with HEAD for paths where an interrupted run left them behind (a journal under
 * .git/sms/ tells which). The lock must be held. Cheap when there is nothing to do. */
struct sms_error *sms_repo_heal(struct sms_repo *repo, const struct sms_lock *lock) SMS_CHECKED;
/* Starts `git gc --auto` detached where many loose objects have gathered; does nothing while tests set the clock.
 * Failures are of no consequence. */
void sms_repo_tidy(const struct sms_repo *repo);

#endif
