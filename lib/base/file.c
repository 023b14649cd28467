#include "base/file.h"
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <linux/openat2.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <sys/random.h>
#include <sys/syscall.h>
#include <unistd.h>

enum { CHUNK = 64 * 1024 };

static void close_descriptor(const int *fd)
{
	if (*fd >= 0)
		close(*fd);
}

SMS_AUTO_STRUCT(descriptor, int, close_descriptor);

/* What is to be written, and what became of it. */
struct contents {
	const void *bytes;
	size_t length;
	bool sync;
	struct stat *status; /* may be NULL */
};

/* Takes the next name of `*path`, past slashes and "."; 0 at the end, -1 with errno when it is too long. */
static int next_name(const char **path, char name[NAME_MAX + 1])
{
	for (;;) {
		*path += strspn(*path, "/");
		size_t length = strcspn(*path, "/");
		if (!length)
			return 0;
		if (length > NAME_MAX) {
			errno = ENAMETOOLONG;
			return -1;
		}
		memcpy(name, *path, length);
		name[length] = 0;
		*path += length;
		if (strcmp(name, ".") != 0)
			return 1;
	}
}

static bool is_link(int folder, const char *name)
{
	struct stat status;
	return fstatat(folder, name, &status, AT_SYMLINK_NOFOLLOW) == 0 && S_ISLNK(status.st_mode);
}

static int open_name(int folder, const char *name, int flags)
{
	int fd = openat(folder, name, flags | O_NOFOLLOW | O_CLOEXEC);
	/* With O_DIRECTORY a link is told as "not a directory": say what it is, as openat2 does. */
	if (fd < 0 && errno == ENOTDIR)
		errno = is_link(folder, name) ? ELOOP : ENOTDIR;
	return fd;
}

/* fsync() of a folder, which some file systems do not have and do not need. */
static int sync_folder(int folder)
{
	int result;
	while ((result = fsync(folder)) < 0 && errno == EINTR)
		;
	return result < 0 && errno != EINVAL ? -1 : 0;
}

static int make_folder(int parent, const char *name, bool sync)
{
	if (mkdirat(parent, name, 0777) < 0 && errno != EEXIST)
		return -1;
	if (sync && sync_folder(parent) < 0)
		return -1;
	return open_name(parent, name, O_RDONLY | O_DIRECTORY);
}

/* Opens `path` beneath `directory` name by name. With `make` all of it are folders, and missing ones are made. */
static int walk(int directory, const char *path, int flags, bool make, bool sync)
{
	char name[NAME_MAX + 1];
	int at = openat(directory, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	while (at >= 0) {
		int more = next_name(&path, name);
		if (more == 0)
			return at;
		int fd = -1;
		if (more > 0)
			fd = open_name(at, name, path[strspn(path, "/")] ? O_RDONLY | O_DIRECTORY : flags);
		if (more > 0 && fd < 0 && errno == ENOENT && make)
			fd = make_folder(at, name, sync);
		int failure = errno;
		close(at);
		errno = failure;
		at = fd;
	}
	return -1;
}

static int open_beneath(int directory, const char *path, int flags)
{
	struct open_how how = {.flags = (unsigned)(flags | O_CLOEXEC),
			       .resolve = RESOLVE_BENEATH | RESOLVE_NO_SYMLINKS};
	long fd = syscall(SYS_openat2, directory, path, &how, sizeof how);
	/* EPERM is what older sandboxes answer to system calls they do not know. */
	if (fd >= 0 || (errno != ENOSYS && errno != EPERM))
		return (int)fd;
	return walk(directory, path, flags, false, false);
}

/* A path that may be used beneath a folder: relative, without "..". */
static struct sms_error *check_path(const char *path)
{
	bool out = *path == '/';
	for (const char *p = path; *p && !out; p += strspn(p, "/")) {
		size_t length = strcspn(p, "/");
		out = length == 2 && p[0] == '.' && p[1] == '.';
		p += length;
	}
	return out || !*path ? sms_error(SMS_INPUT, "'%s' is no path beneath the folder", path) : NULL;
}

/* Splits into the folder (the caller's) and the name in it (borrowed of `path`). */
static struct sms_error *split_path(const char *path, char **folder, const char **name)
{
	const char *slash = strrchr(path, '/');
	*name = slash ? slash + 1 : path;
	if (!**name || strcmp(*name, ".") == 0 || strcmp(*name, "..") == 0)
		return sms_error(SMS_INPUT, "'%s' does not name a file", path);
	*folder = !slash ? sms_strdup(".") : sms_copy(path, slash == path ? 1 : (size_t)(slash - path));
	return NULL;
}

static bool is_missing(int errnum)
{
	return errnum == ENOENT || errnum == ENOTDIR;
}

/* The error of an open that failed. */
static struct sms_error *open_error(int errnum, const char *path)
{
	if (errnum == ELOOP)
		return sms_error(SMS_ENVIRONMENT, "cannot open '%s': a symbolic link is in the way", path);
	struct sms_error *error = sms_error_errno(errnum, "cannot open '%s'", path);
	return is_missing(errnum) ? sms_error_as(error, SMS_INPUT) : error;
}

static struct sms_error *too_large(const char *name, size_t limit)
{
	return sms_error(SMS_INPUT, "'%s' is larger than the limit of %zu bytes", name, limit);
}

static struct sms_error *read_all(struct sms_buf *out, int fd, const char *name, size_t limit)
{
	struct stat status;
	if (fstat(fd, &status) < 0)
		return sms_error_errno(errno, "cannot read '%s'", name);
	size_t expected = S_ISREG(status.st_mode) ? (size_t)status.st_size : 0;
	if (expected > limit)
		return too_large(name, limit);
	/* One byte more than expected, so that the end is seen without growing. */
	sms_buf_reserve(out, expected + 1);
	for (;;) {
		if (out->capacity - out->length <= 1)
			sms_buf_reserve(out, CHUNK);
		ssize_t n = read(fd, out->data + out->length, out->capacity - out->length - 1);
		int failure = n < 0 ? errno : 0;
		if (failure == EINTR)
			continue;
		out->length += failure ? 0 : (size_t)n;
		out->data[out->length] = 0;
		if (n == 0)
			return NULL;
		if (!failure && out->length <= limit)
			continue;
		sms_buf_clear(out);
		return failure ? sms_error_errno(failure, "cannot read '%s'", name) : too_large(name, limit);
	}
}

struct sms_error *sms_file_read(struct sms_buf *out, const char *path, size_t limit)
{
	sms_buf_clear(out);
	if (strcmp(path, "-") == 0)
		return read_all(out, STDIN_FILENO, "standard input", limit);
	sms_auto(descriptor) int fd = open(path, O_RDONLY | O_CLOEXEC | O_NOCTTY);
	if (fd < 0)
		return open_error(errno, path);
	return read_all(out, fd, path, limit);
}

struct sms_error *sms_file_read_at(struct sms_buf *out, int directory, const char *path, size_t limit, bool *found,
				   struct stat *status)
{
	sms_buf_clear(out);
	if (found)
		*found = false;
	SMS_TRY(check_path(path));
	/* Without O_NONBLOCK a FIFO put in the place of a record would hold the program for ever. */
	sms_auto(descriptor) int fd = open_beneath(directory, path, O_RDONLY | O_NONBLOCK | O_NOCTTY);
	if (fd < 0)
		return found && is_missing(errno) ? NULL : open_error(errno, path);
	struct stat own;
	if (fstat(fd, &own) < 0)
		return sms_error_errno(errno, "cannot read '%s'", path);
	if (!S_ISREG(own.st_mode))
		return sms_error(SMS_ENVIRONMENT, "'%s' is not a regular file", path);
	SMS_TRY(read_all(out, fd, path, limit));
	if (found)
		*found = true;
	if (status)
		*status = own;
	return NULL;
}

/* Writing: the helpers give 0 or an errno. */

static int write_all(int fd, const char *bytes, size_t length)
{
	while (length) {
		ssize_t n = write(fd, bytes, length);
		if (n < 0 && errno == EINTR)
			continue;
		if (n <= 0)
			return n < 0 ? errno : EIO;
		bytes += n;
		length -= (size_t)n;
	}
	return 0;
}

static int fill(int fd, const struct contents *contents)
{
	int failure = write_all(fd, contents->bytes, contents->length);
	if (failure)
		return failure;
	while (contents->sync && fsync(fd) < 0)
		if (errno != EINTR)
			return errno;
	/* Network file systems tell some failures on close: close a second descriptor, the first is still needed. */
	int second = fcntl(fd, F_DUPFD_CLOEXEC, 0);
	return second < 0 || (close(second) < 0 && errno != EINTR) ? errno : 0;
}

/* A new file in `folder`, whose name is put into `name`. */
static int open_temporary(int folder, char name[32])
{
	for (int tries = 0; tries < 16; tries++) {
		uint64_t suffix;
		sms_random(&suffix, sizeof suffix);
		snprintf(name, 32, ".sms-%016llx.tmp", (unsigned long long)suffix);
		int fd = openat(folder, name, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0644);
		if (fd >= 0 || errno != EEXIST)
			return fd;
	}
	return -1;
}

/* Puts a file into `folder` in one step; `path` is its name for messages. */
static struct sms_error *replace(int folder, const char *name, const char *path, const struct contents *contents)
{
	char temporary[32];
	sms_auto(descriptor) int fd = open_temporary(folder, temporary);
	if (fd < 0)
		return sms_error_errno(errno, "cannot write '%s'", path);
	int failure = fill(fd, contents);
	if (!failure && renameat(folder, temporary, folder, name) < 0)
		failure = errno;
	if (failure) {
		unlinkat(folder, temporary, 0);
		return sms_error_errno(failure, "cannot write '%s'", path);
	}
	/* Of the open file, not of the name: by now that may be somebody else's. After the rename, which sets ctime. */
	if (contents->status && fstat(fd, contents->status) < 0)
		return sms_error_as(sms_error_errno(errno, "cannot look at '%s'", path), SMS_UNCONFIRMED);
	if (contents->sync && sync_folder(folder) < 0)
		return sms_error_as(sms_error_errno(errno, "cannot confirm '%s'", path), SMS_UNCONFIRMED);
	return NULL;
}

struct sms_error *sms_file_write_at(int directory, const char *path, const void *bytes, size_t length, bool sync,
				    struct stat *status)
{
	sms_auto(string) char *parent = NULL;
	const char *name;
	SMS_TRY(check_path(path));
	SMS_TRY(split_path(path, &parent, &name));
	sms_auto(descriptor) int folder = open_beneath(directory, parent, O_RDONLY | O_DIRECTORY);
	if (folder < 0 && errno == ENOENT)
		folder = walk(directory, parent, O_RDONLY | O_DIRECTORY, true, sync);
	if (folder < 0)
		return sms_error_as(open_error(errno, parent), SMS_ENVIRONMENT);
	return replace(folder, name, path, &(struct contents){bytes, length, sync, status});
}

/* Into a device, a pipe or the like: nothing to replace. */
static struct sms_error *write_through(const char *path, const void *bytes, size_t length)
{
	sms_auto(descriptor) int fd = open(path, O_WRONLY | O_CLOEXEC | O_NOCTTY);
	int failure = fd < 0 ? errno : write_all(fd, bytes, length);
	return failure ? sms_error_errno(failure, "cannot write '%s'", path) : NULL;
}

static struct sms_error *write_path(const char *path, const void *bytes, size_t length, bool sync)
{
	struct stat status;
	bool exists = stat(path, &status) == 0;
	if (exists && !S_ISREG(status.st_mode))
		return write_through(path, bytes, length);
	/* A link the user made stays one: what it points to is replaced. */
	sms_auto(string) char *target = exists ? realpath(path, NULL) : NULL;
	sms_auto(string) char *parent = NULL;
	const char *name;
	SMS_TRY(split_path(target ? target : path, &parent, &name));
	SMS_TRY(sms_dir_make(parent));
	sms_auto(descriptor) int folder = open(parent, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	if (folder < 0)
		return sms_error_errno(errno, "cannot write '%s'", path);
	return replace(folder, name, path, &(struct contents){bytes, length, sync, NULL});
}

struct sms_error *sms_file_write(const char *path, const void *bytes, size_t length)
{
	return write_path(path, bytes, length, true);
}

struct sms_error *sms_file_write_unsynced(const char *path, const void *bytes, size_t length)
{
	return write_path(path, bytes, length, false);
}

/* Removes `path` and the folders above it while they are empty. That one stays is no failure: it holds something, or
 * cannot be removed and does no harm. Cuts `path`. */
static void remove_empty_folders(int directory, char *path)
{
	while (strcmp(path, ".") != 0) {
		char *slash = strrchr(path, '/');
		if (slash)
			*slash = 0;
		sms_auto(descriptor) int folder = open_beneath(directory, slash ? path : ".", O_RDONLY | O_DIRECTORY);
		if (folder < 0 || unlinkat(folder, slash ? slash + 1 : path, AT_REMOVEDIR) < 0 || !slash)
			return;
	}
}

struct sms_error *sms_file_remove_at(int directory, const char *path)
{
	sms_auto(string) char *parent = NULL;
	const char *name;
	SMS_TRY(check_path(path));
	SMS_TRY(split_path(path, &parent, &name));
	sms_auto(descriptor) int folder = open_beneath(directory, parent, O_RDONLY | O_DIRECTORY);
	if (folder < 0)
		return is_missing(errno) ? NULL : open_error(errno, parent);
	if (unlinkat(folder, name, 0) < 0)
		return errno == ENOENT ? NULL : sms_error_errno(errno, "cannot remove '%s'", path);
	remove_empty_folders(directory, parent);
	return NULL;
}

int sms_dir_open_at(int directory, const char *path)
{
	return open_beneath(directory, path, O_RDONLY | O_DIRECTORY);
}

struct sms_error *sms_dir_make(const char *path)
{
	sms_auto(string) char *part = sms_strdup(path);
	char *end = part;
	struct stat status;
	do {
		end += strspn(end, "/");
		end += strcspn(end, "/");
		char rest = *end;
		*end = 0;
		/* Making comes first and looking after: another process may make the same folder. */
		if (mkdir(part, 0777) < 0) {
			int failure = errno;
			bool exists = stat(part, &status) == 0;
			if (!exists || !S_ISDIR(status.st_mode))
				return sms_error_errno(exists ? ENOTDIR : failure, "cannot make the folder '%s'", part);
		}
		*end = rest;
	} while (*end);
	return NULL;
}

bool sms_file_exists(const char *path)
{
	struct stat status;
	return stat(path, &status) == 0;
}

void sms_random(void *out, size_t length)
{
	for (char *p = out; length;) {
		ssize_t n = getrandom(p, length, 0);
		if (n < 0 && errno != EINTR)
			abort(); /* no kernel this runs on lacks it, and a guessable name is not an answer */
		p += n < 0 ? 0 : n;
		length -= n < 0 ? 0 : (size_t)n;
	}
}
