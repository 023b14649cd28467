/* What the sources that write to git share. */
#ifndef SMS_WRAP_GIT_WRITE_PRIVATE_H
#define SMS_WRAP_GIT_WRITE_PRIVATE_H

#include "wrap/git/private.h"
#include "wrap/git/write.h"
#include <sys/stat.h>

/* --- Locks (lock.c) --- */

struct sms_lock {
	int fd;
	int64_t deadline; /* milliseconds of the monotonic clock, when patience is over */
};
/* Sleeps a little, longer with each round, never all writers for the same time; false when patience is over. */
bool sms_lock_wait(const struct sms_lock *lock, unsigned *round);
/* Error BUSY about a lock file of git's that stays. */
struct sms_error *sms_lock_error(const char *path) SMS_CHECKED;
/* Name of the branch that HEAD points to; the caller's. Error INPUT when HEAD is detached. */
struct sms_error *sms_repo_branch(const struct sms_repo *repo, char **out) SMS_CHECKED;

/* --- The journal (journal.c): what an interrupted run was about to do --- */

struct sms_journal {
	bool pending;
	struct sms_oid parent, commit;
	uint64_t device, inode; /* of the index.lock that the run held */
};
struct sms_error *sms_journal_read(const struct sms_repo *repo, struct sms_journal *out) SMS_CHECKED;
struct sms_error *sms_journal_write(const struct sms_repo *repo, const struct sms_journal *journal) SMS_CHECKED;
void sms_journal_clear(const struct sms_repo *repo);

/* --- Objects (object_sink.c) --- */

/* Collects new objects, so that nothing is written before all is checked. Zero-initialize. */
struct sms_sink {
	struct sms_pending_object *objects;
	size_t count, capacity;
};
/* Adds an object and gives its id. `bytes` are borrowed until the flush; with `owned` they are the sink's. */
void sms_sink_put(struct sms_sink *sink, git_object_t type, const void *bytes, size_t length, bool owned,
		  const struct sms_oid *oid);
/* Writes all of them: loose, or as one pack. */
struct sms_error *sms_sink_flush(struct sms_sink *sink, struct sms_repo *repo, bool packed,
				 const struct sms_progress *progress) SMS_CHECKED;
void sms_sink_release(struct sms_sink *sink);
SMS_AUTO_STRUCT(sink, struct sms_sink, sms_sink_release);

struct sms_pending_object {
	git_object_t type;
	const void *bytes;
	size_t length;
	void *owned; /* to be freed, or NULL */
	struct sms_oid oid;
};
/* The objects as files of their own, on the disk when it ends; every one once (loose_write.c). */
struct sms_error *sms_loose_write(const struct sms_repo *repo, const struct sms_pending_object *objects,
				  size_t count) SMS_CHECKED;
/* The objects as one pack without deltas (pack_write.c). */
struct sms_error *sms_pack_write(struct sms_repo *repo, const struct sms_pending_object *objects, size_t count,
				 const struct sms_progress *progress) SMS_CHECKED;

/* The same objects' headers and deflated bytes as a pack has them, piece by piece (pack_deflate.c). The objects are
 * borrowed until it is freed, which also ends it early. */
struct sms_deflater;
struct sms_error *sms_deflater_new(struct sms_deflater **out, const struct sms_pending_object *objects,
				   size_t count) SMS_CHECKED;
/* Replaces the contents of `piece` by the next one; empty at the end. */
struct sms_error *sms_deflater_take(struct sms_deflater *deflater, struct sms_buf *piece) SMS_CHECKED;
void sms_deflater_free(struct sms_deflater *deflater);
SMS_AUTO_POINTER(deflater, struct sms_deflater *, sms_deflater_free);

/* --- Files and trees --- */

/* One file of a write, with what it is before and after; zero ids mean "not there". */
struct sms_update {
	const char *path;
	const void *bytes; /* NULL: to be removed */
	size_t length;
	struct sms_oid before, after;
	unsigned mode_before;
	bool has_status;
	struct stat status; /* of the work tree's file, once it is as `after` */
};
static inline bool sms_update_changes(const struct sms_update *update)
{
	return !sms_oid_equal(&update->before, &update->after) ||
	       (update->bytes && update->mode_before != SMS_MODE_FILE);
}

/* Makes the trees of the new commit out of the old tree and the updates (sorted by path, `after` set), bottom-up;
 * fills in `before` and `mode_before`. New blobs and trees go into the sink. (tree_build.c) */
struct sms_error *sms_tree_build(const struct sms_repo *repo, struct sms_tree_cache *cache, const struct sms_oid *tree,
				 struct sms_update *updates, size_t count, struct sms_sink *sink,
				 struct sms_oid *out) SMS_CHECKED;

/* --- Work tree (worktree.c) --- */

/* Error INPUT when a file that would be replaced holds edits that are in no commit. */
struct sms_error *sms_worktree_check(const struct sms_repo *repo, const struct sms_update *updates,
				     size_t count) SMS_CHECKED;
/* Writes and removes the files that change and fills in their `status`. */
struct sms_error *sms_worktree_write(const struct sms_repo *repo, struct sms_update *updates, size_t count,
				     const struct sms_progress *progress) SMS_CHECKED;
/* Fills in the `status` of files that are as `after` already. */
struct sms_error *sms_worktree_look(const struct sms_repo *repo, struct sms_update *updates, size_t count) SMS_CHECKED;

/* --- Index --- */

struct sms_index_lock;
/* Makes what will be index.lock, under another name; then the journal can tell that it is ours. */
struct sms_error *sms_index_lock_new(struct sms_index_lock **out, const struct sms_repo *repo) SMS_CHECKED;
/* Takes index.lock as git does; error BUSY when somebody holds it for longer than the lock's patience. */
struct sms_error *sms_index_lock_take(struct sms_index_lock *index, const struct sms_repo *repo,
				      const struct sms_lock *lock) SMS_CHECKED;
void sms_index_lock_identify(const struct sms_index_lock *lock, struct sms_journal *journal);
/* Writes the index with the entries of changed paths replaced, and lets the lock go. With `careful` entries that are
 * neither as before nor as after are left alone. */
struct sms_error *sms_index_update(struct sms_index_lock *lock, const struct sms_repo *repo,
				   const struct sms_update *updates, size_t count, bool careful) SMS_CHECKED;
void sms_index_lock_free(struct sms_index_lock *lock);
SMS_AUTO_POINTER(index_lock, struct sms_index_lock *, sms_index_lock_free);

#endif
