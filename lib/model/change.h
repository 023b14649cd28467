/* A change to the repository: begun (lock taken, tip read anew), filled with files, written as one commit.
 *
 * A command that writes begins a change before it reads what it will change; an error BUSY means that nothing was
 * written and the command may start again from the beginning. */
#ifndef SMS_MODEL_CHANGE_H
#define SMS_MODEL_CHANGE_H

#include "model/store.h"

struct sms_change;

/* Takes the lock, heals what an interrupted run left, and points the store at the tip as it is now: records read
 * through store->snapshot from here on are those of the tip (with hand edits of the work tree refused on write). */
struct sms_error *sms_change_begin(struct sms_change **out, struct sms_store *store) SMS_CHECKED;
/* Gives the lock back; what was not committed is dropped. */
void sms_change_free(struct sms_change *change);
SMS_AUTO_POINTER(change, struct sms_change *, sms_change_free);

/* Who acts: the person record of git's user.email, else `Name <email>`. Borrowed from the change. */
struct sms_error *sms_change_actor(struct sms_change *change, struct sms_actor *out) SMS_CHECKED;
/* Says that a record of this id will be put: links may point to it before it is. */
void sms_change_announce(struct sms_change *change, const char *id);
/* Stages a record's files after sms_record_check, link checks and invariants (what concerns several records: on
 * commit). `is_new`: its id must be free, also in history as
 * far as the tip shows; error INPUT else. One that is not new, and closed, may change only as closed.h says. */
struct sms_error *sms_change_put(struct sms_change *change, const struct sms_record *record, bool is_new) SMS_CHECKED;
/* For a record that is staged as a file: what sms_change_put says of invariants, at once or on commit. With
 * `is_history` what it breaks by itself (times out of order) is kept as it was. */
struct sms_error *sms_change_guard(struct sms_change *change, const struct sms_record *record, bool is_new,
				   bool is_history) SMS_CHECKED;
/* Stages any file; bytes are copied; NULL removes it. */
void sms_change_put_file(struct sms_change *change, const char *path, const void *bytes, size_t length);
/* What is staged differs from the tip? */
bool sms_change_is_empty(const struct sms_change *change);
struct sms_change_options {
	const char *message; /* the commit's message */
	bool dry_run;        /* everything but the writing */
	bool bulk;           /* many files: one pack */
	bool keep_worktree;  /* the files are in the work tree already */
	const struct sms_progress *progress;
};
/* Writes one commit; `out` (may be NULL) is its id, the tip's when nothing differed. Remembers the last record put as
 * the one that `@` means. */
struct sms_error *sms_change_commit(struct sms_change *change, const struct sms_change_options *options,
				    struct sms_oid *out) SMS_CHECKED;

#endif
