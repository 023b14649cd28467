/* Loose objects, several at a time, so that the disk is waited for once and not with each.
 *
 * All are written under temporary names and their way to the disk is begun; then each is flushed, which finds the work
 * done by what went before; then each gets its name; then each folder is flushed, the same way. On a file system with a
 * journal that is two commits of it for any number of objects, and on any file system what each fsync() promises: an
 * object has its name only when its bytes are on the disk, and all names are when this ends. libgit2 flushes file and
 * folder of every object by itself. */
#include "base/file.h"
#include "wrap/git/write_private.h"
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <unistd.h>
#include <zlib.h>

enum { BATCH = 64 }; /* files open at a time */

/* An object on its way; its temporary name is empty once it has its own. */
struct draft {
	int fd;
	char temporary[32], name[SMS_OID_SIZE + 1]; /* "ab/cdef…" */
};

struct batch {
	int folder; /* objects */
	const char *path;
	struct draft drafts[BATCH];
	size_t count;
	bool made; /* a folder in `folder` */
};

/* What a failed or killed run leaves under such a name, git's own prune removes. */
static void release_batch(struct batch *batch)
{
	for (size_t i = 0; i < batch->count; i++) {
		if (batch->drafts[i].fd >= 0)
			close(batch->drafts[i].fd);
		if (*batch->drafts[i].temporary)
			unlinkat(batch->folder, batch->drafts[i].temporary, 0);
	}
	if (batch->folder >= 0)
		close(batch->folder);
}
SMS_AUTO_STRUCT(batch, struct batch, release_batch);

static struct sms_error *failed(const struct batch *batch)
{
	return sms_error_errno(errno, "cannot write a git object in '%s'", batch->path);
}

static void add_compressed(z_stream *z, struct sms_buf *out, const void *bytes, size_t length, int flush)
{
	/* zlib does not write to its input; it is const only with ZLIB_CONST, which changes the type for everyone. */
	memcpy(&z->next_in, &bytes, sizeof z->next_in);
	z->avail_in = (uInt)length;
	z->next_out = (Bytef *)out->data + out->length;
	z->avail_out = (uInt)(out->capacity - out->length - 1);
	deflate(z, flush);
	out->length = (size_t)((char *)z->next_out - out->data);
}

static struct sms_error *compress_object(const struct sms_pending_object *object, struct sms_buf *out)
{
	char header[32];
	int length =
		snprintf(header, sizeof header, "%s %zu", git_object_type2string(object->type), object->length) + 1;
	z_stream z = {0};
	if (object->length > INT32_MAX)
		return sms_error(SMS_INPUT, "a file is too large for git");
	if (deflateInit(&z, Z_BEST_SPEED) != Z_OK)
		sms_out_of_memory();
	sms_buf_reserve(out, deflateBound(&z, object->length + (size_t)length));
	add_compressed(&z, out, header, (size_t)length, Z_NO_FLUSH);
	add_compressed(&z, out, object->bytes, object->length, Z_FINISH);
	return deflateEnd(&z) == Z_OK ? NULL : sms_error(SMS_ENVIRONMENT, "zlib cannot compress");
}

static struct sms_error *write_bytes(const struct batch *batch, int fd, const char *bytes, size_t length)
{
	while (length) {
		ssize_t n = write(fd, bytes, length);
		if (n < 0 && errno != EINTR)
			return failed(batch);
		bytes += n < 0 ? 0 : n;
		length -= n < 0 ? 0 : (size_t)n;
	}
	/* A hint: where it is not heeded, the flush does all of the work. */
	sync_file_range(fd, 0, 0, SYNC_FILE_RANGE_WRITE);
	return NULL;
}

static struct sms_error *draft_object(struct batch *batch, const struct sms_pending_object *object)
{
	sms_auto(buf) struct sms_buf bytes = SMS_BUF_INIT;
	char id[SMS_OID_SIZE];
	uint64_t suffix;
	struct draft *draft = &batch->drafts[batch->count];
	SMS_TRY(compress_object(object, &bytes));
	sms_oid_format(&object->oid, id);
	snprintf(draft->name, sizeof draft->name, "%.2s/%s", id, id + 2);
	sms_random(&suffix, sizeof suffix);
	snprintf(draft->temporary, sizeof draft->temporary, "tmp_obj_%016llx", (unsigned long long)suffix);
	draft->fd = openat(batch->folder, draft->temporary, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0444);
	if (draft->fd < 0)
		return failed(batch);
	batch->count++;
	return write_bytes(batch, draft->fd, bytes.data, bytes.length);
}

static struct sms_error *flush_file(const struct batch *batch, int fd)
{
	while (fsync(fd) < 0)
		if (errno != EINTR)
			return failed(batch);
	return NULL;
}

/* A file of that name is replaced: it has the same contents, or was damaged. */
static struct sms_error *name_object(struct batch *batch, struct draft *draft)
{
	if (close(draft->fd) < 0 && errno != EINTR) {
		draft->fd = -1;
		return failed(batch);
	}
	draft->fd = -1;
	if (renameat(batch->folder, draft->temporary, batch->folder, draft->name) < 0) {
		char folder[3] = {draft->name[0], draft->name[1], 0};
		if (errno != ENOENT || (mkdirat(batch->folder, folder, 0777) < 0 && errno != EEXIST))
			return failed(batch);
		batch->made = true;
		if (renameat(batch->folder, draft->temporary, batch->folder, draft->name) < 0)
			return failed(batch);
	}
	*draft->temporary = 0;
	return NULL;
}

static struct sms_error *flush_folder(const struct batch *batch, const char *name)
{
	char folder[3] = {name[0], name[1], 0};
	int fd = openat(batch->folder, folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	if (fd < 0)
		return failed(batch);
	struct sms_error *error = flush_file(batch, fd);
	close(fd);
	return error;
}

static int by_name(const void *a, const void *b)
{
	return strcmp(((const struct draft *)a)->name, ((const struct draft *)b)->name);
}

static struct sms_error *finish(struct batch *batch)
{
	const unsigned wait = SYNC_FILE_RANGE_WAIT_BEFORE | SYNC_FILE_RANGE_WRITE | SYNC_FILE_RANGE_WAIT_AFTER;
	for (size_t i = 0; i < batch->count; i++)
		sync_file_range(batch->drafts[i].fd, 0, 0, wait);
	for (size_t i = 0; i < batch->count; i++)
		SMS_TRY(flush_file(batch, batch->drafts[i].fd));
	qsort(batch->drafts, batch->count, sizeof *batch->drafts, by_name);
	for (size_t i = 0; i < batch->count; i++)
		SMS_TRY(name_object(batch, &batch->drafts[i]));
	for (size_t i = 0; i < batch->count; i++)
		if (!i || memcmp(batch->drafts[i].name, batch->drafts[i - 1].name, 2) != 0)
			SMS_TRY(flush_folder(batch, batch->drafts[i].name));
	return batch->made ? flush_file(batch, batch->folder) : NULL;
}

struct sms_error *sms_loose_write(const struct sms_repo *repo, const struct sms_pending_object *objects, size_t count)
{
	sms_auto(string) char *path = sms_format("%sobjects", sms_repo_gitdir(repo));
	for (size_t i = 0; i < count;) {
		sms_auto(batch) struct batch batch = {.folder = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC),
						      .path = path};
		if (batch.folder < 0)
			return failed(&batch);
		for (; i < count && batch.count < BATCH; i++)
			SMS_TRY(draft_object(&batch, &objects[i]));
		SMS_TRY(finish(&batch));
	}
	return NULL;
}
