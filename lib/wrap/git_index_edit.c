/* Changing git's index file: the entries of a few paths are replaced, all others are copied as they lie there. */
#include "wrap/git_index.h"
#include "wrap/git_write_private.h"
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <unistd.h>

/* --- index.lock --- */

struct sms_index_lock {
	int fd;
	char *path; /* NULL once the lock became the index */
	struct stat status;
};

struct sms_error *sms_index_lock_take(struct sms_index_lock **out, const struct sms_repo *repo,
				      const struct sms_lock *lock)
{
	unsigned round = 0;
	*out = NULL;
	sms_auto(string) char *path = sms_format("%sindex.lock", sms_repo_own_gitdir(repo));
	int fd;
	while ((fd = open(path, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0666)) < 0) {
		if (errno != EEXIST)
			return sms_error_errno(errno, "cannot make '%s'", path);
		if (!sms_lock_wait(lock, &round))
			return sms_lock_error(path);
	}
	*out = sms_alloc(1, sizeof **out);
	(*out)->fd = fd;
	(*out)->path = sms_move(&path);
	return fstat(fd, &(*out)->status) < 0 ? sms_error_errno(errno, "cannot look at '%s'", (*out)->path) : NULL;
}

void sms_index_lock_identify(const struct sms_index_lock *lock, struct sms_journal *journal)
{
	journal->device = lock->status.st_dev;
	journal->inode = lock->status.st_ino;
}

void sms_index_lock_free(struct sms_index_lock *lock)
{
	if (!lock)
		return;
	if (lock->path)
		unlink(lock->path);
	close(lock->fd);
	free(lock->path);
	free(lock);
}

/* --- The new contents --- */

struct editor {
	const struct sms_repo *repo;
	struct sms_index index;
	struct sms_index_cursor cursor;
	struct sms_buf out;
	uint32_t count;
	const unsigned char *run; /* beginning of entries to be copied, up to the cursor's; NULL when there are none */
	const unsigned char *run_end;
	struct sms_buf last; /* path of the last entry written, kept for version 4 */
	bool broken;         /* version 4: the next entry follows another path than it did */
	bool careful;
};

static void release_editor(struct editor *editor)
{
	sms_index_end(&editor->cursor);
	sms_index_close(&editor->index);
	sms_buf_release(&editor->out);
	sms_buf_release(&editor->last);
}
SMS_AUTO_STRUCT(editor, struct editor, release_editor);

static void flush_run(struct editor *editor)
{
	if (editor->run)
		sms_buf_add(&editor->out, editor->run, (size_t)(editor->run_end - editor->run));
	editor->run = NULL;
}

static void remember_path(struct editor *editor, const char *path, size_t length)
{
	if (editor->index.version != 4)
		return;
	sms_buf_clear(&editor->last);
	sms_buf_add(&editor->last, path, length);
}

/* The path as version 4 has it: the number of bytes to drop from the path before, as git's offsets in packs. */
static void add_compressed_path(struct editor *editor, const char *path)
{
	unsigned char digits[16];
	size_t place = sizeof digits - 1, common = 0;
	const char *last = sms_buf_text(&editor->last);
	while (last[common] && last[common] == path[common])
		common++;
	size_t strip = editor->last.length - common;
	digits[place] = strip & 127;
	while (strip >>= 7)
		digits[--place] = (unsigned char)(128 | (--strip & 127));
	sms_buf_add(&editor->out, digits + place, sizeof digits - place);
	sms_buf_add(&editor->out, path + common, strlen(path + common) + 1);
}

/* Adds an entry: `fixed` is what stands before its path. */
static void add_entry(struct editor *editor, const unsigned char *fixed, size_t fixed_length, const char *path)
{
	size_t length = strlen(path);
	flush_run(editor);
	sms_buf_add(&editor->out, fixed, fixed_length);
	if (editor->index.version == 4) {
		add_compressed_path(editor, path);
	} else {
		sms_buf_add(&editor->out, path, length);
		sms_buf_add_fill(&editor->out, 0, 8 - (fixed_length + length) % 8);
	}
	remember_path(editor, path, length);
	editor->count++;
}

static void add_update(struct editor *editor, const struct sms_update *update)
{
	unsigned char fixed[SMS_INDEX_PATH] = {0};
	size_t length = strlen(update->path);
	if (update->has_status)
		sms_index_set_status(fixed, &update->status);
	sms_index_set_number(fixed + SMS_INDEX_MODE, SMS_MODE_FILE);
	memcpy(fixed + SMS_INDEX_OID, update->after.id, sizeof update->after.id);
	unsigned flags = length < SMS_INDEX_NAME ? (unsigned)length : SMS_INDEX_NAME;
	fixed[SMS_INDEX_FLAGS] = (unsigned char)(flags >> 8);
	fixed[SMS_INDEX_FLAGS + 1] = (unsigned char)flags;
	add_entry(editor, fixed, sizeof fixed, update->path);
	editor->broken = true;
}

/* An entry with a time not before the old index's: git looks into such a file, for it may have changed later in the
 * same second. With the new index's time it would not any more; so the size is set to zero, which makes it look,
 * unless the finer clock of the file system tells that nothing happened. */
static bool must_smudge(const struct editor *editor, const struct sms_index_entry *entry)
{
	struct stat status;
	if ((entry->flags & SMS_INDEX_STAGE) || (entry->extended & SMS_INDEX_SKIP_WORKTREE) ||
	    !sms_index_is_racy(&editor->index, entry->raw, true) || !sms_index_number(entry->raw + SMS_INDEX_SIZE))
		return false;
	return sms_index_is_racy(&editor->index, entry->raw, false) ||
	       fstatat(editor->repo->workdir_fd, entry->path, &status, AT_SYMLINK_NOFOLLOW) < 0 ||
	       !sms_index_has_status(entry->raw, &status);
}

static void keep_entry(struct editor *editor)
{
	const struct sms_index_entry *entry = &editor->cursor.entry;
	size_t fixed = entry->flags & SMS_INDEX_EXTENDED ? SMS_INDEX_PATH + 2 : SMS_INDEX_PATH;
	bool smudge = must_smudge(editor, entry);
	if (editor->broken && editor->index.version == 4) {
		size_t start = editor->out.length + (editor->run ? (size_t)(editor->run_end - editor->run) : 0);
		add_entry(editor, entry->raw, fixed, entry->path);
		if (smudge)
			memset(editor->out.data + start + SMS_INDEX_SIZE, 0, 4);
		editor->broken = false;
		return;
	}
	editor->run = editor->run ? editor->run : entry->raw;
	editor->run_end = entry->raw + entry->raw_length;
	editor->count++;
	remember_path(editor, entry->path, entry->path_length);
	if (smudge) {
		flush_run(editor);
		memset(editor->out.data + editor->out.length - entry->raw_length + SMS_INDEX_SIZE, 0, 4);
	}
}

/* --- Merging entries and updates --- */

static bool is_staged_otherwise(const struct sms_index_entry *entry, const struct sms_update *update)
{
	const struct sms_oid *oid = (const struct sms_oid *)(entry->raw + SMS_INDEX_OID);
	return (entry->flags & SMS_INDEX_STAGE) ||
	       (!sms_oid_equal(oid, &update->before) && !sms_oid_equal(oid, &update->after));
}

/* The index has no entry for the path. */
static void put_missing(struct editor *editor, const struct sms_update *update)
{
	bool staged_removal = editor->careful && !sms_oid_is_zero(&update->before);
	if (update->bytes && !staged_removal)
		add_update(editor, update);
}

/* The index has entries for the path, one or (in a conflict) several: moves past them. */
static struct sms_error *put_over(struct editor *editor, const struct sms_update *update)
{
	struct sms_index_cursor *cursor = &editor->cursor;
	bool keep = editor->careful && is_staged_otherwise(&cursor->entry, update);
	if (!keep && update->bytes)
		add_update(editor, update);
	do {
		if (keep)
			keep_entry(editor);
		SMS_TRY(sms_index_next(cursor));
	} while (!cursor->done && strcmp(cursor->entry.path, update->path) == 0);
	editor->broken = editor->broken || !keep;
	if (!keep)
		flush_run(editor);
	return NULL;
}

static struct sms_error *merge(struct editor *editor, const struct sms_update *updates, size_t count)
{
	struct sms_index_cursor *cursor = &editor->cursor;
	for (size_t i = 0; i < count; i++) {
		if (!sms_update_changes(&updates[i]) && !updates[i].has_status)
			continue;
		int order = 1;
		while (!cursor->done && (order = strcmp(cursor->entry.path, updates[i].path)) < 0) {
			keep_entry(editor);
			SMS_TRY(sms_index_next(cursor));
		}
		if (!cursor->done && order == 0)
			SMS_TRY(put_over(editor, &updates[i]));
		else
			put_missing(editor, &updates[i]);
	}
	while (!cursor->done) {
		keep_entry(editor);
		SMS_TRY(sms_index_next(cursor));
	}
	flush_run(editor);
	return NULL;
}

/* --- Writing --- */

static void add_checksum(struct editor *editor)
{
	unsigned char digest[20] = {0};
	if (!editor->index.no_hash)
		sms_sha1(editor->out.data, editor->out.length, digest);
	sms_buf_add(&editor->out, digest, sizeof digest);
}

static struct sms_error *write_lock(struct sms_index_lock *lock, const struct sms_buf *contents)
{
	for (size_t done = 0; done < contents->length;) {
		ssize_t n = write(lock->fd, contents->data + done, contents->length - done);
		if (n < 0 && errno != EINTR)
			return sms_error_errno(errno, "cannot write '%s'", lock->path);
		done += n < 0 ? 0 : (size_t)n;
	}
	if (fsync(lock->fd) < 0)
		return sms_error_errno(errno, "cannot write '%s'", lock->path);
	sms_auto(string) char *index = sms_copy(lock->path, strlen(lock->path) - strlen(".lock"));
	if (rename(lock->path, index) < 0)
		return sms_error_errno(errno, "cannot replace '%s'", index);
	free(sms_move(&lock->path));
	return NULL;
}

struct sms_error *sms_index_update(struct sms_index_lock *lock, const struct sms_repo *repo,
				   const struct sms_update *updates, size_t count, bool careful)
{
	sms_auto(editor) struct editor editor = {.repo = repo, .careful = careful};
	SMS_TRY(sms_index_open(&editor.index, repo));
	SMS_TRY(sms_index_begin(&editor.cursor, &editor.index));
	sms_buf_reserve(&editor.out, editor.index.length + 4096);
	sms_buf_add(&editor.out, "DIRC", 4);
	sms_buf_add_fill(&editor.out, 0, SMS_INDEX_HEADER - 4);
	SMS_TRY(merge(&editor, updates, count));
	unsigned char *header = (unsigned char *)editor.out.data;
	sms_index_set_number(header + 4, editor.index.version);
	sms_index_set_number(header + 8, editor.count);
	add_checksum(&editor);
	return write_lock(lock, &editor.out);
}
