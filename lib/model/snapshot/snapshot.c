/* Snapshots: opening, finding, reading, listing. See snapshot.h. */
#include "base/file.h"
#include "model/snapshot/private.h"
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <unistd.h>

static void free_listing(void *p)
{
	struct sms_listing *listing = p;
	free(listing->entries);
	free(listing);
}

static struct sms_snapshot *new_snapshot(const struct sms_repo *repo, const struct sms_types *types)
{
	struct sms_snapshot *snapshot = sms_alloc(1, sizeof *snapshot);
	snapshot->repo = repo;
	snapshot->types = types;
	snapshot->arena = sms_arena_new();
	snapshot->listings = sms_map_new(free_listing);
	snapshot->found = sms_map_new(NULL);
	return snapshot;
}

struct sms_snapshot *sms_snapshot_of_commit(const struct sms_repo *repo, const struct sms_types *types,
					    const struct sms_oid *commit)
{
	struct sms_snapshot *snapshot = new_snapshot(repo, types);
	snapshot->commit = *commit;
	return snapshot;
}

struct sms_snapshot *sms_snapshot_of_worktree(const struct sms_repo *repo, const struct sms_types *types)
{
	struct sms_snapshot *snapshot = new_snapshot(repo, types);
	snapshot->is_worktree = true;
	return snapshot;
}

void sms_snapshot_free(struct sms_snapshot *snapshot)
{
	if (!snapshot)
		return;
	sms_map_free(snapshot->listings);
	sms_map_free(snapshot->found);
	free(snapshot->others);
	sms_names_free(snapshot->names);
	sms_arena_free(snapshot->arena);
	free(snapshot);
}

const struct sms_oid *sms_snapshot_commit_id(const struct sms_snapshot *snapshot)
{
	return snapshot->is_worktree ? NULL : &snapshot->commit;
}

const struct sms_types *sms_snapshot_types(const struct sms_snapshot *snapshot)
{
	return snapshot->types;
}

/* --- Walking the files of either kind. --- */

struct tree_walk {
	sms_file_visit *visit;
	void *context;
};

static struct sms_error *visit_tree_entry(void *context, const struct sms_tree_entry *entry)
{
	struct tree_walk *walk = context;
	return walk->visit(walk->context, entry->path, &entry->oid, entry->mode);
}

#define FOLDER (O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC)

static unsigned mode_of(int folder, const struct dirent *entry)
{
	struct stat status;
	if (entry->d_type == DT_REG)
		return SMS_MODE_FILE;
	if (entry->d_type == DT_DIR)
		return SMS_MODE_TREE;
	if (fstatat(folder, entry->d_name, &status, AT_SYMLINK_NOFOLLOW))
		return 0;
	if (S_ISREG(status.st_mode))
		return SMS_MODE_FILE;
	return S_ISDIR(status.st_mode) ? SMS_MODE_TREE : (unsigned)(status.st_mode & S_IFMT);
}

/* Takes the folder's descriptor; that of an open that failed goes with its errno. */
static struct sms_error *walk_folder(int descriptor, struct sms_buf *path, struct tree_walk *walk)
{
	static const struct sms_oid zero;
	struct sms_error *error = NULL;
	DIR *folder = descriptor < 0 ? NULL : fdopendir(descriptor);
	size_t length = path->length;
	if (!folder)
		return errno == ENOENT || errno == ENOTDIR || errno == ELOOP
			       ? NULL
			       : sms_error_errno(errno, "cannot read folder '%s'", sms_buf_text(path));
	for (struct dirent *entry; !error && (entry = readdir(folder));) {
		if (!strcmp(entry->d_name, ".") || !strcmp(entry->d_name, ".."))
			continue;
		unsigned mode = mode_of(descriptor, entry);
		sms_buf_add_format(path, "/%s", entry->d_name);
		if (mode == SMS_MODE_TREE)
			error = walk_folder(openat(descriptor, entry->d_name, FOLDER), path, walk);
		else if (mode)
			error = walk->visit(walk->context, sms_buf_text(path), &zero, mode);
		sms_buf_truncate(path, length);
	}
	closedir(folder);
	return error;
}

struct sms_error *sms_snapshot_walk(struct sms_snapshot *snapshot, const char *prefix, sms_file_visit *visit,
				    void *context)
{
	struct tree_walk walk = {visit, context};
	if (!snapshot->is_worktree) {
		if (sms_oid_is_zero(&snapshot->commit))
			return NULL;
		return sms_repo_walk_tree(snapshot->repo, &snapshot->commit, prefix, visit_tree_entry, &walk);
	}
	struct sms_oid oid;
	unsigned mode = 0;
	bool found = false;
	SMS_TRY(sms_snapshot_lookup(snapshot, prefix, &found, &oid, &mode));
	if (found)
		return visit(context, prefix, &oid, mode);
	sms_auto(buf) struct sms_buf path = SMS_BUF_INIT;
	sms_buf_add_text(&path, prefix);
	return walk_folder(sms_dir_open_at(sms_repo_workdir_fd(snapshot->repo), prefix), &path, &walk);
}

struct sms_error *sms_snapshot_lookup(struct sms_snapshot *snapshot, const char *path, bool *found, struct sms_oid *oid,
				      unsigned *mode)
{
	struct stat status;
	memset(oid, 0, sizeof *oid);
	*found = false;
	if (!snapshot->is_worktree) {
		if (sms_oid_is_zero(&snapshot->commit))
			return NULL;
		return sms_repo_lookup(snapshot->repo, &snapshot->commit, path, found, oid, mode);
	}
	if (fstatat(sms_repo_workdir_fd(snapshot->repo), path, &status, AT_SYMLINK_NOFOLLOW))
		return NULL;
	*found = !S_ISDIR(status.st_mode);
	*mode = S_ISREG(status.st_mode) ? SMS_MODE_FILE : (unsigned)(status.st_mode & S_IFMT);
	return NULL;
}

/* --- Entries. --- */

struct sms_entry *sms_snapshot_new_entry(struct sms_snapshot *snapshot, const char *path, const char *id,
					 const struct sms_type *type, const struct sms_oid *oid, unsigned mode)
{
	struct sms_entry *entry = sms_arena_alloc(snapshot->arena, sizeof *entry);
	entry->path = sms_arena_copy(snapshot->arena, path, strlen(path));
	entry->id = sms_arena_copy(snapshot->arena, id, strlen(id));
	entry->type = type;
	entry->oid = *oid;
	entry->mode = mode;
	return entry;
}

static bool is_regular(unsigned mode)
{
	return mode == SMS_MODE_FILE || mode == 0100755;
}

static void add_other(struct sms_snapshot *snapshot, const char *path, unsigned mode)
{
	sms_grow(snapshot->others, snapshot->other_count, snapshot->other_capacity);
	snapshot->others[snapshot->other_count++] =
		(struct sms_other){sms_arena_copy(snapshot->arena, path, strlen(path)), mode};
}

const struct sms_other *sms_snapshot_others(const struct sms_snapshot *snapshot, size_t *count)
{
	*count = snapshot->other_count;
	return snapshot->others;
}

struct collection {
	struct sms_snapshot *snapshot;
	struct sms_listing *listing;
	const struct sms_type *type; /* NULL: all */
	struct sms_buf id;
};

static struct sms_error *collect(void *context, const char *path, const struct sms_oid *oid, unsigned mode)
{
	struct collection *collection = context;
	struct sms_listing *listing = collection->listing;
	const struct sms_type *type = NULL;
	bool is_body = false;
	sms_buf_clear(&collection->id);
	bool is_record = sms_path_id(collection->snapshot->types, path, &type, &collection->id, &is_body) && !is_body;
	if (!is_record && !(is_body && is_regular(mode)))
		add_other(collection->snapshot, path, mode);
	if (!is_record)
		return NULL;
	if (collection->type && type != collection->type)
		return NULL;
	sms_grow(listing->entries, listing->count, listing->capacity);
	listing->entries[listing->count++] =
		sms_snapshot_new_entry(collection->snapshot, path, sms_buf_text(&collection->id), type, oid, mode);
	return NULL;
}

static int by_path(const void *a, const void *b)
{
	return strcmp((*(struct sms_entry *const *)a)->path, (*(struct sms_entry *const *)b)->path);
}

static struct sms_error *collect_below(struct collection *collection)
{
	const struct sms_type *type = collection->type;
	if (!type || type->kind == SMS_KIND_DOCUMENT)
		SMS_TRY(sms_snapshot_walk(collection->snapshot, "documents", collect, collection));
	if (!type)
		return sms_snapshot_walk(collection->snapshot, "records", collect, collection);
	if (type->kind == SMS_KIND_DOCUMENT)
		return NULL;
	sms_auto(string) char *prefix = sms_format("records/%s", type->name);
	return sms_snapshot_walk(collection->snapshot, prefix, collect, collection);
}

struct sms_error *sms_snapshot_list(struct sms_snapshot *snapshot, const struct sms_type *type,
				    const struct sms_entry *const **entries, size_t *count)
{
	const char *key = type ? type->name : "";
	struct sms_listing *listing = sms_map_get(snapshot->listings, key);
	if (!listing) {
		listing = sms_alloc(1, sizeof *listing);
		struct collection collection = {.snapshot = snapshot, .listing = listing, .type = type};
		struct sms_error *error = collect_below(&collection);
		sms_buf_release(&collection.id);
		if (error) {
			free_listing(listing);
			return error;
		}
		if (listing->count)
			qsort(listing->entries, listing->count, sizeof *listing->entries, by_path);
		sms_map_put(snapshot->listings, key, listing);
	}
	*entries = (const struct sms_entry *const *)listing->entries;
	*count = listing->count;
	return NULL;
}

static struct sms_error *find_at(struct sms_snapshot *snapshot, const struct sms_type *type, const char *path,
				 const char *id, struct sms_entry **out)
{
	struct sms_oid oid;
	unsigned mode = 0;
	bool found = false;
	SMS_TRY(sms_snapshot_lookup(snapshot, path, &found, &oid, &mode));
	if (found)
		*out = sms_snapshot_new_entry(snapshot, path, id, type, &oid, mode);
	return NULL;
}

struct sms_error *sms_snapshot_find(struct sms_snapshot *snapshot, const char *id, const struct sms_entry **out)
{
	struct sms_entry *entry = sms_map_get(snapshot->found, id);
	const struct sms_type *type = sms_types_of_id(snapshot->types, id);
	*out = entry;
	if (entry || !type || !sms_id_is_valid(id))
		return NULL;
	sms_auto(string) char *path = sms_id_path(type, id);
	SMS_TRY(find_at(snapshot, type, path, id, &entry));
	const char *name = strrchr(path, '/'), *date = strchr(id, '-');
	if (!entry && type->kind == SMS_KIND_EVENT && strlen(date) > 8) { /* day folders */
		sms_auto(string) char *day = sms_format("%.*s/%.2s%s", (int)(name - path), path, date + 7, name);
		SMS_TRY(find_at(snapshot, type, day, id, &entry));
	}
	if (entry)
		sms_map_put(snapshot->found, id, entry);
	*out = entry;
	return NULL;
}

struct sms_error *sms_snapshot_read(struct sms_snapshot *snapshot, const char *path, struct sms_buf *out, bool *found)
{
	struct sms_oid oid;
	unsigned mode = 0;
	bool there = false;
	if (snapshot->is_worktree)
		return sms_file_read_at(out, sms_repo_workdir_fd(snapshot->repo), path, SMS_JSON_BYTES, found, NULL);
	SMS_TRY(sms_snapshot_lookup(snapshot, path, &there, &oid, &mode));
	if (found)
		*found = there;
	else if (!there)
		return sms_error(SMS_INPUT, "no '%s' here", path);
	return there ? sms_repo_blob(snapshot->repo, &oid, out) : NULL;
}

struct files {
	struct sms_snapshot *snapshot;
	struct sms_list *out;
};

static struct sms_error *add_path(void *context, const char *path, const struct sms_oid *oid, unsigned mode)
{
	struct files *files = context;
	if (is_regular(mode))
		sms_list_add(files->out, path);
	else
		add_other(files->snapshot, path, mode);
	return NULL;
}

struct sms_error *sms_snapshot_files(struct sms_snapshot *snapshot, const char *prefix, struct sms_list *out)
{
	struct files files = {snapshot, out};
	SMS_TRY(sms_snapshot_walk(snapshot, prefix, add_path, &files));
	sms_list_sort(out);
	return NULL;
}
