/* Which files of the work tree are not as HEAD has them. Stat data are compared first, and only what they leave open
 * is read: git_status would expand every tree. */
#include "base/arena.h"
#include "base/file.h"
#include "wrap/git/index.h"
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <unistd.h>

struct committed {
	const char *path;
	struct sms_oid oid;
	unsigned mode;
};

struct search {
	const struct sms_repo *repo;
	const struct sms_list *prefixes;
	struct sms_arena *arena;
	struct committed *files; /* HEAD's, in the order of paths */
	size_t count, capacity;
	struct sms_index index;
	struct sms_index_cursor cursor;
	struct sms_buf scratch;
	struct sms_buf folder; /* path of the one that a file was last looked for in, with a slash */
	int folder_fd;         /* -1: none */
	struct sms_list *out;
};

static void release_search(struct search *search)
{
	sms_index_end(&search->cursor);
	sms_index_close(&search->index);
	sms_arena_free(search->arena);
	sms_buf_release(&search->scratch);
	sms_buf_release(&search->folder);
	if (search->folder_fd >= 0)
		close(search->folder_fd);
	free(search->files);
}
SMS_AUTO_STRUCT(search, struct search, release_search);

static struct sms_error *add_committed(void *context, const struct sms_tree_change *change)
{
	struct search *search = context;
	sms_grow(search->files, search->count, search->capacity);
	const char *path = sms_arena_copy(search->arena, change->path, strlen(change->path));
	search->files[search->count++] = (struct committed){path, change->after, change->mode_after};
	return NULL;
}

/* --- Files that HEAD has --- */

/* True when the bytes have the id; links are not followed, their target is their contents. */
static struct sms_error *has_oid(struct search *search, const struct committed *file, const struct stat *status,
				 bool *same)
{
	int folder = search->repo->workdir_fd;
	struct sms_oid oid;
	char target[4096];
	bool link = (file->mode & S_IFMT) == S_IFLNK;
	*same = false;
	if (S_ISLNK(status->st_mode) != link || (!link && !S_ISREG(status->st_mode)))
		return NULL;
	if (link) {
		ssize_t length = readlinkat(folder, file->path, target, sizeof target);
		sms_oid_of_blob(target, length < 0 ? 0 : (size_t)length, &oid);
	} else {
		bool found;
		SMS_TRY(sms_file_read_at(&search->scratch, folder, file->path, SIZE_MAX / 2, &found, NULL));
		if (!found)
			return NULL;
		sms_oid_of_blob(search->scratch.data, search->scratch.length, &oid);
	}
	*same = sms_oid_equal(&oid, &file->oid);
	return NULL;
}

/* As lstat. Files come folder by folder: a name in an open folder is found in a third of the time of a path. */
static int look_at(struct search *search, const char *path, struct stat *status)
{
	const char *slash = strrchr(path, '/'), *name = slash ? slash + 1 : path;
	size_t length = (size_t)(name - path);
	if (!slash)
		return fstatat(search->repo->workdir_fd, path, status, AT_SYMLINK_NOFOLLOW);
	if (search->folder.length != length || memcmp(search->folder.data, path, length) != 0) {
		sms_buf_clear(&search->folder);
		sms_buf_add(&search->folder, path, length);
		if (search->folder_fd >= 0)
			close(search->folder_fd);
		search->folder_fd = openat(search->repo->workdir_fd, sms_buf_text(&search->folder),
					   O_PATH | O_DIRECTORY | O_CLOEXEC);
	}
	if (search->folder_fd < 0) /* says why */
		return fstatat(search->repo->workdir_fd, path, status, AT_SYMLINK_NOFOLLOW);
	return fstatat(search->folder_fd, name, status, AT_SYMLINK_NOFOLLOW);
}

/* `entry` is the index's for the same path, or NULL. */
static struct sms_error *check_file(struct search *search, const struct committed *file,
				    const struct sms_index_entry *entry)
{
	struct stat status;
	bool same = false;
	if ((file->mode & S_IFMT) == 0160000)
		return NULL;
	bool there = look_at(search, file->path, &status) == 0;
	if (!there && errno != ENOENT && errno != ENOTDIR)
		return sms_error_errno(errno, "cannot look at '%s'", file->path);
	if (!there && entry && (entry->extended & SMS_INDEX_SKIP_WORKTREE))
		return NULL;
	if (there && entry && !(entry->flags & SMS_INDEX_STAGE) &&
	    memcmp(entry->raw + SMS_INDEX_OID, file->oid.id, sizeof file->oid.id) == 0 &&
	    sms_index_has_status(entry->raw, &status) && !sms_index_is_racy(&search->index, entry->raw, false))
		return NULL;
	if (there)
		SMS_TRY(has_oid(search, file, &status, &same));
	if (!same)
		sms_list_add(search->out, file->path);
	return NULL;
}

/* The index knows a path that HEAD does not: staged for the first time. */
static void check_staged(struct search *search, const struct sms_index_entry *entry)
{
	struct stat status;
	if (sms_prefixes_cover(search->prefixes, entry->path) && look_at(search, entry->path, &status) == 0)
		sms_list_add(search->out, entry->path);
}

static struct sms_error *check_tracked(struct search *search)
{
	struct sms_index_cursor *cursor = &search->cursor;
	SMS_TRY(sms_index_begin(cursor, &search->index));
	for (size_t i = 0; i < search->count; i++) {
		const struct committed *file = &search->files[i];
		int order = 1;
		while (!cursor->done && (order = strcmp(cursor->entry.path, file->path)) < 0) {
			check_staged(search, &cursor->entry);
			SMS_TRY(sms_index_next(cursor));
		}
		SMS_TRY(check_file(search, file, !cursor->done && order == 0 ? &cursor->entry : NULL));
		while (!cursor->done && strcmp(cursor->entry.path, file->path) == 0)
			SMS_TRY(sms_index_next(cursor));
	}
	while (!cursor->done) {
		check_staged(search, &cursor->entry);
		SMS_TRY(sms_index_next(cursor));
	}
	return NULL;
}

/* --- Files that nobody told git of --- */

static int by_path(const void *key, const void *member)
{
	return strcmp(key, ((const struct committed *)member)->path);
}

static struct sms_error *check_untracked(struct search *search, const char *path)
{
	int ignored = 0;
	if (search->count && bsearch(path, search->files, search->count, sizeof *search->files, by_path))
		return NULL;
	int code = git_ignore_path_is_ignored(&ignored, search->repo->git, path);
	if (code < 0)
		return sms_git_error(code, "cannot read .gitignore");
	/* What a killed run left of a file that it was writing. */
	const char *name = strrchr(path, '/') ? strrchr(path, '/') + 1 : path;
	bool temporary = strncmp(name, ".sms-", 5) == 0 && strcmp(name + strlen(name) - 4, ".tmp") == 0;
	if (!ignored && !temporary)
		sms_list_add(search->out, path);
	return NULL;
}

static struct sms_error *list_folder(struct search *search, int fd, struct sms_buf *path, int depth);

static struct sms_error *list_entry(struct search *search, DIR *folder, const struct dirent *entry,
				    struct sms_buf *path, int depth)
{
	struct stat status;
	if (fstatat(dirfd(folder), entry->d_name, &status, AT_SYMLINK_NOFOLLOW) < 0)
		return errno == ENOENT ? NULL : sms_error_errno(errno, "cannot look at '%s'", path->data);
	if (!S_ISDIR(status.st_mode))
		return check_untracked(search, path->data);
	int fd = openat(dirfd(folder), entry->d_name, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
	if (fd < 0)
		return sms_error_errno(errno, "cannot open '%s'", path->data);
	return list_folder(search, fd, path, depth + 1);
}

/* Takes `fd`. Regular files of a known type need no look at each. */
static struct sms_error *list_folder(struct search *search, int fd, struct sms_buf *path, int depth)
{
	DIR *folder = depth > SMS_TREE_DEPTH ? NULL : fdopendir(fd);
	struct sms_error *error = NULL;
	const struct dirent *entry;
	size_t length = path->length;
	if (!folder) {
		close(fd);
		return sms_error(SMS_ENVIRONMENT, "cannot list the folder '%s'", sms_buf_text(path));
	}
	while (!error && (entry = readdir(folder))) {
		if (strcmp(entry->d_name, ".") == 0 || strcmp(entry->d_name, "..") == 0 ||
		    strcmp(entry->d_name, ".git") == 0)
			continue;
		if (length)
			sms_buf_add_char(path, '/');
		sms_buf_add_text(path, entry->d_name);
		error = entry->d_type == DT_REG ? check_untracked(search, path->data)
						: list_entry(search, folder, entry, path, depth);
		sms_buf_truncate(path, length);
	}
	closedir(folder);
	return error;
}

static struct sms_error *list_prefix(struct search *search, const char *prefix)
{
	sms_auto(buf) struct sms_buf path = SMS_BUF_INIT;
	struct stat status;
	int folder = search->repo->workdir_fd;
	if (*prefix && fstatat(folder, prefix, &status, AT_SYMLINK_NOFOLLOW) < 0)
		return errno == ENOENT || errno == ENOTDIR ? NULL
							   : sms_error_errno(errno, "cannot look at '%s'", prefix);
	if (*prefix && !S_ISDIR(status.st_mode))
		return check_untracked(search, prefix);
	int fd = openat(folder, *prefix ? prefix : ".", O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
	if (fd < 0)
		return sms_error_errno(errno, "cannot open '%s'", prefix);
	sms_buf_add_text(&path, prefix);
	return list_folder(search, fd, &path, 0);
}

/* --- Both --- */

struct sms_error *sms_repo_worktree_changes(const struct sms_repo *repo, const struct sms_list *prefixes,
					    struct sms_list *out)
{
	static const struct sms_oid none;
	sms_auto(search) struct search search = {.repo = repo, .prefixes = prefixes, .folder_fd = -1, .out = out};
	struct sms_oid head, tree;
	if (repo->workdir_fd < 0)
		return NULL;
	search.arena = sms_arena_new();
	struct sms_tree_diff all = {.repo = repo, .prefixes = prefixes, .visit = add_committed, .context = &search};
	SMS_TRY(sms_repo_head(repo, &head));
	SMS_TRY(sms_repo_tree_of(repo, &head, &tree));
	SMS_TRY(sms_tree_compare(&all, &none, &tree));
	SMS_TRY(sms_index_open(&search.index, repo));
	SMS_TRY(check_tracked(&search));
	for (size_t i = 0; prefixes && i < prefixes->count; i++)
		SMS_TRY(list_prefix(&search, prefixes->items[i]));
	sms_list_sort(out);
	sms_list_unique(out);
	return NULL;
}
