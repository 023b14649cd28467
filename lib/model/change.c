/* Changes to the repository. See change.h. */
#include "model/change.h"
#include "model/closed.h"
#include "model/invariant/guard.h"
#include "model/link/links.h"
#include <string.h>

#define LOCK_PATIENCE 2 /* seconds, for each of the command's attempts */

struct staged {
	char *path;
	char *bytes; /* NULL: removed */
	size_t length;
};

struct sms_change {
	struct sms_store *store;
	struct sms_lock *lock;
	struct staged *files;
	size_t count, capacity;
	struct sms_map *by_path; /* path -> staged index + 1 */
	struct sms_map *ids;     /* of records put */
	struct sms_map *names;   /* ids that links may point to: of records put, and announced */
	char *last;              /* id of the last record put */
	struct sms_guard *guard; /* of the invariants */
	struct sms_identity identity;
	char *by;
};

struct sms_error *sms_change_begin(struct sms_change **out, struct sms_store *store)
{
	sms_auto(change) struct sms_change *change = sms_alloc(1, sizeof *change);
	change->store = store;
	change->by_path = sms_map_new(NULL);
	change->ids = sms_map_new(NULL);
	change->names = sms_map_new(NULL);
	SMS_TRY(sms_repo_identity(store->repo, &change->identity));
	SMS_TRY(sms_lock_take(&change->lock, store->repo, LOCK_PATIENCE));
	SMS_TRY(sms_repo_heal(store->repo, change->lock));
	SMS_TRY(sms_store_refresh(store));
	change->guard = sms_guard_new(store->snapshot);
	*out = sms_move(&change);
	return NULL;
}

void sms_change_free(struct sms_change *change)
{
	if (!change)
		return;
	for (size_t i = 0; i < change->count; i++) {
		free(change->files[i].path);
		free(change->files[i].bytes);
	}
	free(change->files);
	sms_map_free(change->by_path);
	sms_map_free(change->ids);
	sms_map_free(change->names);
	sms_guard_free(change->guard);
	sms_identity_release(&change->identity);
	free(change->by);
	free(change->last);
	sms_lock_free(change->lock);
	free(change);
}

struct sms_error *sms_change_actor(struct sms_change *change, struct sms_actor *out)
{
	const struct sms_people *people = NULL;
	if (!change->by) {
		SMS_TRY(sms_store_people(change->store, &people));
		const char *person = sms_people_by_email(people, change->identity.email);
		change->by = person ? sms_strdup(person)
				    : sms_format("%s <%s>", change->identity.name, change->identity.email);
	}
	out->by = change->by;
	out->at = sms_now();
	return NULL;
}

void sms_change_put_file(struct sms_change *change, const char *path, const void *bytes, size_t length)
{
	size_t known = (size_t)(uintptr_t)sms_map_get(change->by_path, path);
	struct staged *file;
	if (known) {
		file = &change->files[known - 1];
		free(file->bytes);
	} else {
		sms_grow(change->files, change->count, change->capacity);
		file = &change->files[change->count++];
		file->path = sms_strdup(path);
		sms_map_put(change->by_path, path, (void *)(uintptr_t)change->count);
	}
	file->bytes = bytes ? sms_copy(bytes, length) : NULL;
	file->length = length;
}

static struct sms_error *check_free(struct sms_change *change, const struct sms_record *record)
{
	const struct sms_entry *entry = NULL;
	if (sms_map_has(change->ids, record->id))
		return sms_error(SMS_INPUT, "'%s' is there twice", record->id);
	SMS_TRY(sms_snapshot_find(change->store->snapshot, record->id, &entry));
	if (!entry)
		return NULL;
	struct sms_error *error = sms_error(SMS_INPUT, "'%s' is there already", record->id);
	error = sms_error_hint(error, "sms show %s", record->id);
	return sms_error_hint(error, "sms %s-%s … --id %s-ANOTHER-NAME", record->type->word, record->type->name,
			      record->type->prefix);
}

struct sms_error *sms_change_guard(struct sms_change *change, const struct sms_record *record, bool is_new,
				   bool is_history)
{
	return sms_guard_put(change->guard, record, is_new, is_history);
}

void sms_change_announce(struct sms_change *change, const char *id)
{
	sms_map_put(change->names, id, change);
}

/* What was written by hand over a record that cannot be read has nothing to be held against. */
static struct sms_error *check_closed(struct sms_change *change, const struct sms_record *record)
{
	const struct sms_entry *entry = NULL;
	sms_auto(record) struct sms_record *before = NULL;
	SMS_TRY(sms_snapshot_find(change->store->snapshot, record->id, &entry));
	if (!entry || entry->type != record->type)
		return NULL;
	sms_error_free(sms_record_read(&before, change->store->snapshot, entry));
	return before ? sms_closed_check(before, record) : NULL;
}

struct sms_error *sms_change_put(struct sms_change *change, const struct sms_record *record, bool is_new)
{
	sms_auto(buf) struct sms_buf text = SMS_BUF_INIT;
	if (is_new)
		SMS_TRY(check_free(change, record));
	else
		SMS_TRY(check_closed(change, record));
	sms_map_put(change->ids, record->id, change);
	sms_map_put(change->names, record->id, change);
	SMS_TRY(sms_links_resolve(change->store->snapshot, record, change->names));
	SMS_TRY(sms_record_check(record));
	SMS_TRY(sms_guard_put(change->guard, record, is_new, false));
	sms_record_print(&text, record);
	sms_change_put_file(change, record->path, sms_buf_text(&text), text.length);
	if (record->type->kind == SMS_KIND_DOCUMENT && record->body) {
		sms_auto(string) char *path = sms_id_body_path(record->id);
		sms_change_put_file(change, path, record->body, record->body_length);
	}
	free(change->last);
	change->last = sms_strdup(record->id);
	return NULL;
}

bool sms_change_is_empty(const struct sms_change *change)
{
	return change->count == 0;
}

struct sms_error *sms_change_commit(struct sms_change *change, const struct sms_change_options *options,
				    struct sms_oid *out)
{
	struct sms_store *store = change->store;
	struct sms_oid written = store->head;
	SMS_TRY(sms_guard_check(change->guard));
	if (!options->dry_run && change->count) {
		struct sms_write_file *files = sms_alloc(change->count, sizeof *files);
		for (size_t i = 0; i < change->count; i++)
			files[i] = (struct sms_write_file){.path = change->files[i].path,
							   .bytes = change->files[i].bytes,
							   .length = change->files[i].length};
		const struct sms_write write = {.parent = &store->head,
						.files = files,
						.count = change->count,
						.message = options->message,
						.author = &change->identity,
						.time = sms_now(),
						.packed = options->bulk,
						.keep_worktree = options->keep_worktree,
						.progress = options->progress};
		struct sms_error *error = sms_repo_write(store->repo, change->lock, &write, &written);
		free(files);
		if (error)
			return error;
		if (change->last) /* a convenience: failing to remember is no failure of the change */
			sms_error_free(sms_store_remember(store, change->last));
		sms_repo_tidy(store->repo);
	}
	if (out)
		*out = written;
	return NULL;
}
