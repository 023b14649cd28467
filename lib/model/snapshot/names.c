/* The names of all files among which records are, remembered between runs: a part of an id is looked for in all of
 * them, and to list the folders of 100,000 records takes a hundred milliseconds.
 *
 * Below .git/sms/ stand, for a commit and for the work tree, the names in each folder and what proves them: the id of
 * the tree; of a work tree's folder its inode and times, which change with every name. What is not proved is listed
 * anew. The file is a cache: it may be removed, and one that is malformed is not used. */
#include "base/file.h"
#include "model/snapshot/private.h"
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <time.h>
#include <unistd.h>

#define HEADER "sms names 1\n"

enum {
	KEY_SIZE = 128,
	DEPTH = 64,       /* folders in folders; deeper ones are hostile */
	SETTLED = 2,      /* seconds after which a change of a folder is sure to give it another time */
	WORTH = 64 * 1024 /* bytes of names below which listing them is as quick as reading the cache */
};

/* A folder's names, a line each; that of a folder has a slash and, in a commit, its tree's id behind its name. */
struct folder {
	const char *path;
	char key[KEY_SIZE]; /* what proves the names; "" where nothing does */
	const char *names;
	size_t length;
};

struct sms_names {
	struct sms_arena *arena;
	const char *cache; /* the file in memory, in which known folders' names are; NULL when there is none */
	size_t cache_length;
	struct sms_map *known;  /* path -> struct folder, as the cache has it */
	struct folder *folders; /* as they are */
	size_t count, capacity, length;
	bool changed; /* the cache lacks something that is proved */
};

void sms_names_free(struct sms_names *names)
{
	if (!names)
		return;
	sms_map_free(names->known);
	if (names->cache)
		munmap((void *)(uintptr_t)names->cache, names->cache_length);
	sms_arena_free(names->arena);
	free(names->folders);
	free(names);
}
SMS_AUTO_POINTER(names, struct sms_names *, sms_names_free);

/* --- The cache. --- */

static char *cache_path(const struct sms_snapshot *snapshot)
{
	return snapshot->is_worktree ? sms_format("%ssms/names-worktree", sms_repo_own_gitdir(snapshot->repo))
				     : sms_format("%ssms/names-commit", sms_repo_gitdir(snapshot->repo));
}

/* "KEY LENGTH PATH\n" and so many bytes of names. Gives what follows; NULL when it is malformed. */
static const char *take_folder(struct sms_names *names, const char *at, const char *end)
{
	struct folder *folder = sms_arena_alloc(names->arena, sizeof *folder);
	const char *newline = memchr(at, '\n', (size_t)(end - at));
	int used = 0;
	if (!newline)
		return NULL;
	/* A copy, as sscanf looks for the end of its text first. */
	const char *line = sms_arena_copy(names->arena, at, (size_t)(newline - at));
	if (sscanf(line, "%127[0-9a-f.] %zu %n", folder->key, &folder->length, &used) != 2 || !used ||
	    folder->length > (size_t)(end - newline - 1))
		return NULL;
	folder->path = line + used;
	folder->names = newline + 1;
	if (folder->length && folder->names[folder->length - 1] != '\n')
		return NULL;
	sms_map_put(names->known, folder->path, folder);
	return folder->names + folder->length;
}

/* It is only ever replaced as a whole, so that what is mapped stays. */
static void map_cache(struct sms_names *names, const struct sms_snapshot *snapshot)
{
	sms_auto(string) char *path = cache_path(snapshot);
	struct stat status;
	int fd = open(path, O_RDONLY | O_NOFOLLOW | O_CLOEXEC);
	if (fd < 0)
		return;
	if (!fstat(fd, &status) && S_ISREG(status.st_mode) && status.st_size > 0) {
		void *bytes = mmap(NULL, (size_t)status.st_size, PROT_READ, MAP_PRIVATE | MAP_POPULATE, fd, 0);
		names->cache = bytes == MAP_FAILED ? NULL : bytes;
		names->cache_length = (size_t)status.st_size;
	}
	close(fd);
}

static void read_cache(struct sms_names *names, const struct sms_snapshot *snapshot)
{
	map_cache(names, snapshot);
	const char *at = names->cache, *end = at ? at + names->cache_length : NULL;
	bool good = at && names->cache_length > strlen(HEADER) && !memcmp(at, HEADER, strlen(HEADER));
	at += good ? strlen(HEADER) : 0;
	while (good && at < end) {
		at = take_folder(names, at, end);
		good = at != NULL;
	}
	if (good)
		return;
	sms_map_free(names->known);
	names->known = sms_map_new(NULL);
	names->changed = true;
}

/* Failing to remember is no failure: the next run lists again. */
static void write_cache(const struct sms_names *names, const struct sms_snapshot *snapshot)
{
	sms_auto(string) char *path = cache_path(snapshot);
	sms_auto(buf) struct sms_buf out = SMS_BUF_INIT;
	sms_buf_add_text(&out, HEADER);
	for (size_t i = 0; i < names->count; i++) {
		const struct folder *folder = &names->folders[i];
		if (!*folder->key)
			continue;
		sms_buf_add_format(&out, "%s %zu %s\n", folder->key, folder->length, folder->path);
		sms_buf_add(&out, folder->names, folder->length);
	}
	sms_error_free(sms_file_write_unsynced(path, sms_buf_text(&out), out.length));
}

/* --- Listing. --- */

/* A line of a folder's names; what no record and no folder of records can be called is left out. */
static void add_name(struct sms_buf *out, const char *name, bool is_folder, const char *key)
{
	if (strpbrk(name, "/\n"))
		return;
	sms_buf_add_format(out, is_folder ? "%s/%s\n" : "%s\n", name, key);
}

static struct sms_error *add_tree_entry(void *context, const struct sms_tree_entry *entry)
{
	char id[SMS_OID_SIZE];
	sms_oid_format(&entry->oid, id);
	add_name(context, entry->path, entry->mode == SMS_MODE_TREE, id);
	return NULL;
}

static struct sms_error *list_folder(const struct sms_snapshot *snapshot, const char *path, struct sms_buf *out)
{
	int fd = sms_dir_open_at(sms_repo_workdir_fd(snapshot->repo), path);
	DIR *folder = fd < 0 ? NULL : fdopendir(fd);
	if (!folder)
		return sms_error_errno(errno, "cannot read folder '%s'", path);
	for (struct dirent *entry; (entry = readdir(folder));) {
		struct stat status;
		bool is_folder = entry->d_type == DT_DIR;
		if (!strcmp(entry->d_name, ".") || !strcmp(entry->d_name, ".."))
			continue;
		if (entry->d_type == DT_UNKNOWN && !fstatat(fd, entry->d_name, &status, AT_SYMLINK_NOFOLLOW))
			is_folder = S_ISDIR(status.st_mode);
		add_name(out, entry->d_name, is_folder, "");
	}
	closedir(folder);
	return NULL;
}

/* What proves a work tree's folder; "" while it may still change without showing it. False where there is none. */
static bool key_of_folder(const struct sms_snapshot *snapshot, const char *path, char key[KEY_SIZE])
{
	struct stat status;
	struct timespec now;
	clock_gettime(CLOCK_REALTIME, &now);
	if (fstatat(sms_repo_workdir_fd(snapshot->repo), path, &status, AT_SYMLINK_NOFOLLOW) < 0 ||
	    !S_ISDIR(status.st_mode))
		return false;
	*key = 0;
	if (status.st_mtim.tv_sec < now.tv_sec - SETTLED && status.st_ctim.tv_sec < now.tv_sec - SETTLED)
		snprintf(key, KEY_SIZE, "%jx.%jx.%jx.%lx.%jx.%lx", (uintmax_t)status.st_dev, (uintmax_t)status.st_ino,
			 (uintmax_t)status.st_mtim.tv_sec, (unsigned long)status.st_mtim.tv_nsec,
			 (uintmax_t)status.st_ctim.tv_sec, (unsigned long)status.st_ctim.tv_nsec);
	return true;
}

static struct sms_error *list(struct sms_names *names, const struct sms_snapshot *snapshot, struct folder *folder)
{
	sms_auto(buf) struct sms_buf text = SMS_BUF_INIT;
	struct sms_oid tree;
	if (snapshot->is_worktree)
		SMS_TRY(list_folder(snapshot, folder->path, &text));
	else if (sms_oid_parse(folder->key, &tree))
		SMS_TRY(sms_repo_list_tree(snapshot->repo, &tree, add_tree_entry, &text));
	folder->names = sms_arena_copy(names->arena, sms_buf_text(&text), text.length);
	folder->length = text.length;
	names->changed = names->changed || *folder->key;
	return NULL;
}

/* Takes the names of a folder and of those in it. `key` is the tree's id; NULL in a work tree. */
static struct sms_error *enter(struct sms_names *names, const struct sms_snapshot *snapshot, const char *path,
			       const char *key, int depth)
{
	struct folder folder = {.path = sms_arena_copy(names->arena, path, strlen(path))};
	if (depth > DEPTH)
		return sms_error(SMS_ENVIRONMENT, "'%.60s...' has more than %d folders", path, DEPTH);
	if (key)
		snprintf(folder.key, sizeof folder.key, "%s", key);
	else if (!key_of_folder(snapshot, path, folder.key))
		return NULL;
	const struct folder *known = sms_map_get(names->known, path);
	if (known && *folder.key && !strcmp(known->key, folder.key)) {
		folder.names = known->names;
		folder.length = known->length;
	} else {
		SMS_TRY(list(names, snapshot, &folder));
	}
	sms_grow(names->folders, names->count, names->capacity);
	names->folders[names->count++] = folder;
	names->length += folder.length;
	const char *at = folder.names, *end = at + folder.length;
	for (const char *slash; (slash = memchr(at, '/', (size_t)(end - at)));) {
		const char *name = memrchr(at, '\n', (size_t)(slash - at));
		name = name ? name + 1 : at;
		at = memchr(slash, '\n', (size_t)(end - slash));
		sms_auto(string) char *child = sms_format("%s/%.*s", path, (int)(slash - name), name);
		sms_auto(string) char *id = key ? sms_copy(slash + 1, (size_t)(at - slash - 1)) : NULL;
		SMS_TRY(enter(names, snapshot, child, id, depth + 1));
	}
	return NULL;
}

static struct sms_error *enter_top(struct sms_names *names, const struct sms_snapshot *snapshot, const char *path)
{
	char id[SMS_OID_SIZE];
	struct sms_oid tree;
	unsigned mode = 0;
	bool found = false;
	if (snapshot->is_worktree)
		return enter(names, snapshot, path, NULL, 0);
	if (!sms_oid_is_zero(&snapshot->commit))
		SMS_TRY(sms_repo_lookup(snapshot->repo, &snapshot->commit, path, &found, &tree, &mode));
	if (!found || mode != SMS_MODE_TREE)
		return NULL;
	sms_oid_format(&tree, id);
	return enter(names, snapshot, path, id, 0);
}

static struct sms_error *read_names(struct sms_snapshot *snapshot)
{
	sms_auto(names) struct sms_names *names = sms_alloc(1, sizeof *names);
	names->arena = sms_arena_new();
	names->known = sms_map_new(NULL);
	read_cache(names, snapshot);
	SMS_TRY(enter_top(names, snapshot, "documents"));
	SMS_TRY(enter_top(names, snapshot, "records"));
	if (names->changed && names->length >= WORTH)
		write_cache(names, snapshot);
	snapshot->names = sms_move(&names);
	return NULL;
}

/* --- Looking. --- */

/* The next place of `part`. Letters are rarer than digits, which every date has: where the last one of them is not
 * there, the part is not, and to look for one character is several times faster than for some. */
static const char *find(const char *at, const char *end, const char *part, size_t length)
{
	size_t anchor = length;
	while (anchor && part[anchor - 1] >= '0' && part[anchor - 1] <= '9')
		anchor--;
	if (!anchor || (size_t)(end - at) < length)
		return memmem(at, (size_t)(end - at), part, length);
	const char *last = end - length + anchor;
	for (const char *hit = at + anchor - 1; hit < last; hit++) {
		hit = memchr(hit, part[anchor - 1], (size_t)(last - hit));
		if (!hit)
			return NULL;
		if (!memcmp(hit - anchor + 1, part, length))
			return hit - anchor + 1;
	}
	return NULL;
}

static void find_in(const struct folder *folder, const char *part, struct sms_list *out)
{
	const char *at = folder->names, *end = at + folder->length;
	for (const char *hit; (hit = find(at, end, part, strlen(part)));) {
		const char *name = memrchr(at, '\n', (size_t)(hit - at));
		name = name ? name + 1 : at;
		at = memchr(hit, '\n', (size_t)(end - hit));
		if (!memchr(name, '/', (size_t)(at - name)))
			sms_list_add_format(out, "%s/%.*s", folder->path, (int)(at - name), name);
	}
}

struct sms_error *sms_snapshot_paths_with(struct sms_snapshot *snapshot, const char *part, struct sms_list *out)
{
	if (!*part || strchr(part, '\n'))
		return NULL;
	if (!snapshot->names)
		SMS_TRY(read_names(snapshot));
	for (size_t i = 0; i < snapshot->names->count; i++)
		find_in(&snapshot->names->folders[i], part, out);
	sms_list_sort(out);
	return NULL;
}
