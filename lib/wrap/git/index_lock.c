/* index.lock, and how it becomes the index. */
#include "base/file.h"
#include "wrap/git/index_pieces.h"
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <unistd.h>

struct sms_index_lock {
	int fd;
	char *draft; /* what becomes the lock file; NULL once it did */
	char *path;  /* the lock file; NULL before it is there and once it became the index */
	struct stat status;
};

/* The file is made under another name first: so the journal can name it before it is in git's way. Only the holder of
 * the writers' lock comes here, so that the name is free but for what a killed run left. */
struct sms_error *sms_index_lock_new(struct sms_index_lock **out, const struct sms_repo *repo)
{
	*out = NULL;
	sms_auto(index_lock) struct sms_index_lock *lock = sms_alloc(1, sizeof *lock);
	lock->draft = sms_format("%ssms/index", sms_repo_own_gitdir(repo));
	sms_auto(string) char *folder = sms_copy(lock->draft, strlen(lock->draft) - strlen("/index"));
	SMS_TRY(sms_dir_make(folder));
	unlink(lock->draft);
	lock->fd = open(lock->draft, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0666);
	if (lock->fd < 0 || fstat(lock->fd, &lock->status) < 0)
		return sms_error_errno(errno, "cannot make '%s'", lock->draft);
	*out = sms_move(&lock);
	return NULL;
}

/* Gives the draft its place, where there is none; 0 or an errno. */
static int place(const char *draft, const char *path)
{
	if (link(draft, path) == 0) {
		unlink(draft); /* where that fails, the next run does it */
		return 0;
	}
	if (errno == EEXIST)
		return errno;
	/* A file system without hard links. */
	return renameat2(AT_FDCWD, draft, AT_FDCWD, path, RENAME_NOREPLACE) < 0 ? errno : 0;
}

struct sms_error *sms_index_lock_take(struct sms_index_lock *index, const struct sms_repo *repo,
				      const struct sms_lock *lock)
{
	unsigned round = 0;
	int failure;
	sms_auto(string) char *path = sms_format("%sindex.lock", sms_repo_own_gitdir(repo));
	while ((failure = place(index->draft, path))) {
		if (failure != EEXIST)
			return sms_error_errno(failure, "cannot make '%s'", path);
		if (!sms_lock_wait(lock, &round))
			return sms_lock_error(path);
	}
	free(sms_move(&index->draft));
	index->path = sms_move(&path);
	return NULL;
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
	if (lock->draft)
		unlink(lock->draft);
	if (lock->fd >= 0)
		close(lock->fd);
	free(lock->draft);
	free(lock->path);
	free(lock);
}

/* Hashes and writes; small pieces are gathered first. */
struct stream {
	struct sms_index_lock *lock;
	struct sms_sha1 *hash; /* NULL when none is wanted */
	struct sms_buf gathered;
};

static struct sms_error *write_bytes(struct stream *stream, const void *bytes, size_t length)
{
	if (stream->hash)
		sms_sha1_add(stream->hash, bytes, length);
	for (const char *p = bytes; length;) {
		ssize_t n = write(stream->lock->fd, p, length);
		if (n < 0 && errno != EINTR)
			return sms_error_errno(errno, "cannot write '%s'", stream->lock->path);
		p += n < 0 ? 0 : n;
		length -= n < 0 ? 0 : (size_t)n;
	}
	return NULL;
}

static struct sms_error *flush_gathered(struct stream *stream)
{
	SMS_TRY(write_bytes(stream, sms_buf_text(&stream->gathered), stream->gathered.length));
	sms_buf_clear(&stream->gathered);
	return NULL;
}

static struct sms_error *add_bytes(struct stream *stream, const void *bytes, size_t length)
{
	enum { SMALL = 64 * 1024 };
	if (stream->gathered.length + length > SMALL)
		SMS_TRY(flush_gathered(stream));
	if (length > SMALL)
		return write_bytes(stream, bytes, length);
	sms_buf_add(&stream->gathered, bytes, length);
	return NULL;
}

static struct sms_error *write_all(struct stream *stream, const void *header, size_t header_length,
				   const struct sms_pieces *pieces)
{
	unsigned char digest[20] = {0};
	SMS_TRY(add_bytes(stream, header, header_length));
	for (size_t i = 0; i < pieces->count; i++) {
		const struct sms_piece *piece = &pieces->items[i];
		const void *bytes = piece->mapped ? piece->mapped : (unsigned char *)pieces->own.data + piece->offset;
		SMS_TRY(add_bytes(stream, bytes, piece->length));
	}
	SMS_TRY(flush_gathered(stream));
	if (stream->hash)
		sms_sha1_end(sms_move(&stream->hash), digest);
	return write_bytes(stream, digest, sizeof digest);
}

/* Flushed before and after the rename: with an older index beside the new commit git would show the write as undone,
 * and offer to commit that. */
static struct sms_error *become_index(struct sms_index_lock *lock)
{
	if (fsync(lock->fd) < 0)
		return sms_error_errno(errno, "cannot write '%s'", lock->path);
	sms_auto(string) char *index = sms_copy(lock->path, strlen(lock->path) - strlen(".lock"));
	if (rename(lock->path, index) < 0)
		return sms_error_errno(errno, "cannot replace '%s'", index);
	free(sms_move(&lock->path));
	index[strlen(index) - strlen("index")] = 0;
	int folder = open(index, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	int failure = folder < 0 || fsync(folder) < 0 ? errno : 0;
	if (folder >= 0)
		close(folder);
	return failure ? sms_error_errno(failure, "cannot flush '%s'", index) : NULL;
}

struct sms_error *sms_index_replace(struct sms_index_lock *lock, const void *header, size_t header_length,
				    const struct sms_pieces *pieces, bool no_hash)
{
	struct stream stream = {.lock = lock, .hash = no_hash ? NULL : sms_sha1_new()};
	struct sms_error *error = write_all(&stream, header, header_length, pieces);
	unsigned char unused[20];
	if (stream.hash)
		sms_sha1_end(stream.hash, unused);
	sms_buf_release(&stream.gathered);
	return error ? error : become_index(lock);
}
