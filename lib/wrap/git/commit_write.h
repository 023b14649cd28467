/* The commit object, the branch, and reading both back. */
#ifndef SMS_WRAP_GIT_COMMIT_WRITE_H
#define SMS_WRAP_GIT_COMMIT_WRITE_H

#include "wrap/git/write_private.h"

/* The error BUSY of a branch that is not where it was read. */
struct sms_error *sms_tip_moved(void) SMS_CHECKED;
/* Makes the commit object, puts it into the sink and gives its id. */
struct sms_error *sms_commit_make(const struct sms_write *write, const struct sms_oid *tree, struct sms_sink *sink,
				  struct sms_oid *out) SMS_CHECKED;
/* Moves the branch from the parent to the commit, if it is still there; waits for git's lock on it. */
struct sms_error *sms_branch_move(struct sms_repo *repo, const struct sms_lock *lock, const char *branch,
				  const struct sms_write *write, const struct sms_oid *commit) SMS_CHECKED;
/* Reads branch, commit, trees and files back and compares; of many files a few. */
struct sms_error *sms_commit_verify(const struct sms_repo *repo, const struct sms_oid *commit,
				    const struct sms_oid *tree, const struct sms_update *updates,
				    size_t count) SMS_CHECKED;

#endif
