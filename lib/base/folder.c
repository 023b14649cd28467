#include "base/folder.h"
#include "base/file.h"
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <unistd.h>

enum { DEEPEST = 200, FIRST_READ = 32 * 1024 };

bool sms_folder_is(const char *path)
{
	struct stat status;
	return stat(path, &status) == 0 && S_ISDIR(status.st_mode);
}

/* --- All files below. --- */

struct walk {
	struct sms_list *out;
	const char *const *suffixes;
};

static bool is_wanted(const struct walk *walk, const char *name)
{
	size_t length = strlen(name);
	for (const char *const *suffix = walk->suffixes; *suffix; suffix++) {
		size_t size = strlen(*suffix);
		if (length > size && strcmp(name + length - size, *suffix) == 0)
			return true;
	}
	return false;
}

/* DT_DIR, DT_REG or something else, where the file system does not say so at once. */
static int kind_of(int folder, const struct dirent *entry)
{
	struct stat status;
	if (entry->d_type != DT_UNKNOWN)
		return entry->d_type;
	if (fstatat(folder, entry->d_name, &status, AT_SYMLINK_NOFOLLOW) < 0)
		return DT_UNKNOWN;
	return S_ISDIR(status.st_mode) ? DT_DIR : S_ISREG(status.st_mode) ? DT_REG : DT_UNKNOWN;
}

static struct sms_error *read_entries(const struct walk *walk, DIR *folder, const char *path, struct sms_list *folders)
{
	size_t length = strlen(path);
	const char *slash = length && path[length - 1] == '/' ? "" : "/";
	struct dirent *entry;
	while (errno = 0, (entry = readdir(folder))) {
		const char *name = entry->d_name;
		if (!strcmp(name, ".") || !strcmp(name, "..") || !strcmp(name, ".git"))
			continue;
		int kind = kind_of(dirfd(folder), entry);
		if (kind == DT_DIR)
			sms_list_add(folders, name);
		else if (kind == DT_REG && is_wanted(walk, name))
			sms_list_add_format(walk->out, "%s%s%s", path, slash, name);
	}
	if (errno)
		return sms_error_errno(errno, "cannot read the folder '%s'", path);
	for (size_t i = 0; i < folders->count; i++) {
		char *text = sms_format("%s%s%s", path, slash, folders->items[i]);
		free(folders->items[i]);
		folders->items[i] = text;
	}
	return NULL;
}

static struct sms_error *walk_folder(const struct walk *walk, int parent, const char *name, const char *path,
				     unsigned depth)
{
	sms_auto(list) struct sms_list folders = SMS_LIST_INIT;
	int flags = O_RDONLY | O_DIRECTORY | O_CLOEXEC | (depth ? O_NOFOLLOW : 0);
	if (depth > DEEPEST)
		return sms_error(SMS_ENVIRONMENT, "'%s' is nested deeper than %d folders", path, DEEPEST);
	int fd = openat(parent, name, flags);
	DIR *folder = fd < 0 ? NULL : fdopendir(fd);
	if (!folder)
		return sms_error_errno(errno, "cannot open the folder '%s'", path);
	struct sms_error *error = read_entries(walk, folder, path, &folders);
	for (size_t i = 0; !error && i < folders.count; i++)
		error = walk_folder(walk, dirfd(folder), strrchr(folders.items[i], '/') + 1, folders.items[i],
				    depth + 1);
	closedir(folder);
	return error;
}

struct sms_error *sms_folder_list(struct sms_list *out, const char *path, const char *const *suffixes)
{
	sms_auto(list) struct sms_list found = SMS_LIST_INIT;
	const struct walk walk = {&found, suffixes};
	SMS_TRY(walk_folder(&walk, AT_FDCWD, path, path, 0));
	sms_list_sort(&found);
	for (size_t i = 0; i < found.count; i++)
		sms_list_adopt(out, sms_move(&found.items[i]));
	return NULL;
}

/* --- Reading. --- */

void sms_folder_release(struct sms_folder *folder)
{
	if (folder->path)
		close(folder->fd);
	free(folder->path);
	folder->path = NULL;
}

/* Opens the folder of `path`, unless it is the one that is open. `name` gets what is left of the path. */
static struct sms_error *enter(struct sms_folder *folder, const char *path, const char **name)
{
	const char *slash = strrchr(path, '/');
	size_t length = slash ? (size_t)(slash - path) + 1 : 0;
	*name = path + length;
	if (folder->path && !strncmp(folder->path, path, length) && !folder->path[length])
		return NULL;
	sms_folder_release(folder);
	sms_auto(string) char *own = sms_copy(path, length);
	folder->fd = open(*own ? own : ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	if (folder->fd < 0)
		return sms_error_errno(errno, "cannot open the folder '%s'", *own ? own : ".");
	folder->path = sms_move(&own);
	return NULL;
}

/* Most files are small: one call gets them whole, and tells so by giving less than there is room for. */
static struct sms_error *read_rest(struct sms_buf *out, int fd, const char *path, size_t limit)
{
	for (;;) {
		size_t room = out->capacity - out->length - 1;
		ssize_t n = read(fd, out->data + out->length, room);
		if (n < 0 && errno == EINTR)
			continue;
		if (n < 0)
			return sms_error_errno(errno, "cannot read '%s'", path);
		out->length += (size_t)n;
		out->data[out->length] = 0;
		if (out->length > limit)
			return sms_error(SMS_INPUT, "'%s' is larger than the limit of %zu bytes", path, limit);
		if ((size_t)n < room)
			return NULL;
		sms_buf_reserve(out, out->capacity);
	}
}

struct sms_error *sms_folder_read(struct sms_folder *folder, struct sms_buf *out, const char *path, size_t limit)
{
	const char *name;
	sms_buf_clear(out);
	sms_buf_reserve(out, FIRST_READ);
	SMS_TRY(enter(folder, path, &name));
	int fd = openat(folder->fd, name, O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK | O_NOCTTY);
	if (fd < 0)
		return sms_error_errno(errno, "cannot open '%s'", path);
	struct sms_error *error = read_rest(out, fd, path, limit);
	close(fd);
	return error;
}
