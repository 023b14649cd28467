/* Changing git's index file: the entries of a few paths are replaced, all others stay as they are. */
#include "wrap/git/index.h"
#include "wrap/git/index_pieces.h"
#include <errno.h>
#include <fcntl.h>
#include <unistd.h>

/* --- Pieces --- */

void sms_pieces_keep(struct sms_pieces *pieces, const unsigned char *bytes, size_t length)
{
	struct sms_piece *last = pieces->count ? &pieces->items[pieces->count - 1] : NULL;
	if (last && last->mapped && last->mapped + last->length == bytes) {
		last->length += length;
		return;
	}
	sms_grow(pieces->items, pieces->count, pieces->capacity);
	pieces->items[pieces->count++] = (struct sms_piece){.mapped = bytes, .length = length};
}

void sms_pieces_add(struct sms_pieces *pieces, const void *bytes, size_t length)
{
	struct sms_piece *last = pieces->count ? &pieces->items[pieces->count - 1] : NULL;
	size_t offset = pieces->own.length;
	sms_buf_add(&pieces->own, bytes, length);
	if (last && !last->mapped) {
		last->length += length;
		return;
	}
	sms_grow(pieces->items, pieces->count, pieces->capacity);
	pieces->items[pieces->count++] = (struct sms_piece){.offset = offset, .length = length};
}

void sms_pieces_release(struct sms_pieces *pieces)
{
	free(pieces->items);
	sms_buf_release(&pieces->own);
	*pieces = (struct sms_pieces){0};
}

/* --- Entries --- */

struct editor {
	const struct sms_repo *repo;
	struct sms_index index;
	struct sms_index_cursor cursor;
	struct sms_pieces pieces;
	uint32_t count;
	struct sms_buf last; /* path of the last entry, kept for version 4 */
	bool broken;         /* version 4: the next entry follows another path than it did */
	bool careful;
};

static void release_editor(struct editor *editor)
{
	sms_index_end(&editor->cursor);
	sms_index_close(&editor->index);
	sms_pieces_release(&editor->pieces);
	sms_buf_release(&editor->last);
}
SMS_AUTO_STRUCT(editor, struct editor, release_editor);

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
	sms_pieces_add(&editor->pieces, digits + place, sizeof digits - place);
	sms_pieces_add(&editor->pieces, path + common, strlen(path + common) + 1);
}

/* Adds an entry: `fixed` is what stands before its path. */
static void add_entry(struct editor *editor, const unsigned char *fixed, size_t fixed_length, const char *path)
{
	static const char zeros[8];
	size_t length = strlen(path);
	sms_pieces_add(&editor->pieces, fixed, fixed_length);
	if (editor->index.version == 4) {
		add_compressed_path(editor, path);
	} else {
		sms_pieces_add(&editor->pieces, path, length);
		sms_pieces_add(&editor->pieces, zeros, 8 - (fixed_length + length) % 8);
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
	if (!sms_index_is_racy(&editor->index, entry->raw, true) || (entry->flags & SMS_INDEX_STAGE) ||
	    (entry->extended & SMS_INDEX_SKIP_WORKTREE) || !sms_index_number(entry->raw + SMS_INDEX_SIZE))
		return false;
	return sms_index_is_racy(&editor->index, entry->raw, false) ||
	       fstatat(editor->repo->workdir_fd, entry->path, &status, AT_SYMLINK_NOFOLLOW) < 0 ||
	       !sms_index_has_status(entry->raw, &status);
}

static void keep_entry(struct editor *editor)
{
	const struct sms_index_entry *entry = &editor->cursor.entry;
	size_t fixed_length = entry->flags & SMS_INDEX_EXTENDED ? SMS_INDEX_PATH + 2 : SMS_INDEX_PATH;
	unsigned char fixed[SMS_INDEX_PATH + 2];
	bool smudge = must_smudge(editor, entry);
	bool recode = editor->broken && editor->index.version == 4;
	if (!smudge && !recode) {
		sms_pieces_keep(&editor->pieces, entry->raw, entry->raw_length);
		remember_path(editor, entry->path, entry->path_length);
		editor->count++;
		return;
	}
	memcpy(fixed, entry->raw, fixed_length);
	if (smudge)
		sms_index_set_number(fixed + SMS_INDEX_SIZE, 0);
	add_entry(editor, fixed, fixed_length, entry->path);
	editor->broken = false;
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
	return NULL;
}

static struct sms_error *merge(struct editor *editor, const struct sms_update *updates, size_t count)
{
	struct sms_index_cursor *cursor = &editor->cursor;
	for (size_t i = 0; i < count; i++) {
		if (!sms_update_changes(&updates[i]))
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
	return NULL;
}

/* Of the extensions only the cache of trees goes on; the others are caches that git makes anew, or hold what the
 * changed entries may contradict. They were checked when the entries ended. */
static void keep_extensions(struct editor *editor, const struct sms_update *updates, size_t count)
{
	const struct sms_index *index = &editor->index;
	for (size_t at = editor->cursor.at; index->bytes && at + 8 <= index->length - SMS_INDEX_CHECKSUM;) {
		const unsigned char *extension = index->bytes + at;
		size_t length = sms_index_number(extension + 4);
		if (memcmp(extension, "TREE", 4) == 0)
			sms_index_trees(&editor->pieces, extension + 8, length, updates, count);
		at += 8 + length;
	}
}

struct sms_error *sms_index_update(struct sms_index_lock *lock, const struct sms_repo *repo,
				   const struct sms_update *updates, size_t count, bool careful)
{
	sms_auto(editor) struct editor editor = {.repo = repo, .careful = careful};
	unsigned char header[SMS_INDEX_HEADER] = {'D', 'I', 'R', 'C'};
	SMS_TRY(sms_index_open(&editor.index, repo));
	SMS_TRY(sms_index_begin(&editor.cursor, &editor.index));
	SMS_TRY(merge(&editor, updates, count));
	keep_extensions(&editor, updates, count);
	sms_index_set_number(header + 4, editor.index.version);
	sms_index_set_number(header + 8, editor.count);
	return sms_index_replace(lock, header, sizeof header, &editor.pieces, editor.index.no_hash);
}
