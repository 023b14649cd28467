/* Reading git's index file (gitformat-index): versions 2, 3 and 4. */
#include "wrap/git/index.h"
#include <errno.h>
#include <fcntl.h>
#include <sys/mman.h>
#include <unistd.h>

static struct sms_error *malformed(const char *what)
{
	struct sms_error *error = sms_error(SMS_ENVIRONMENT, "git's index is malformed: %s", what);
	return sms_error_hint(error, "git read-tree HEAD    (makes it anew; what is staged is forgotten)");
}

static struct sms_error *unsupported(const char *what)
{
	struct sms_error *error =
		sms_error(SMS_ENVIRONMENT, "git's index is of a kind that is not supported: %s", what);
	return sms_error_hint(error, "git update-index --no-split-index && git sparse-checkout disable");
}

/* --- The file --- */

static struct sms_error *map_file(struct sms_index *index, const char *path)
{
	int fd = open(path, O_RDONLY | O_CLOEXEC);
	if (fd < 0)
		return errno == ENOENT ? NULL : sms_error_errno(errno, "cannot open '%s'", path);
	void *bytes = MAP_FAILED;
	bool found = fstat(fd, &index->status) == 0;
	if (found && index->status.st_size > 0)
		bytes = mmap(NULL, (size_t)index->status.st_size, PROT_READ, MAP_PRIVATE | MAP_POPULATE, fd, 0);
	int failure = errno;
	close(fd);
	if (found && index->status.st_size == 0)
		return malformed("it is empty");
	if (bytes == MAP_FAILED)
		return sms_error_errno(failure, "cannot read '%s'", path);
	index->bytes = bytes;
	index->length = (size_t)index->status.st_size;
	return NULL;
}

static struct sms_error *read_header(struct sms_index *index)
{
	static const unsigned char zeros[SMS_INDEX_CHECKSUM];
	if (index->length < SMS_INDEX_HEADER + SMS_INDEX_CHECKSUM || memcmp(index->bytes, "DIRC", 4) != 0)
		return malformed("it does not begin as one");
	index->version = sms_index_number(index->bytes + 4);
	index->count = sms_index_number(index->bytes + 8);
	index->no_hash = memcmp(index->bytes + index->length - SMS_INDEX_CHECKSUM, zeros, SMS_INDEX_CHECKSUM) == 0;
	if (index->version < 2 || index->version > 4)
		return unsupported("its version");
	return NULL;
}

struct sms_error *sms_index_open(struct sms_index *out, const struct sms_repo *repo)
{
	*out = (struct sms_index){.version = 2};
	sms_auto(string) char *path = sms_format("%sindex", sms_repo_own_gitdir(repo));
	SMS_TRY(map_file(out, path));
	struct sms_error *error = out->bytes ? read_header(out) : NULL;
	if (error)
		sms_index_close(out);
	return error;
}

void sms_index_close(struct sms_index *index)
{
	if (index->bytes)
		munmap((void *)(uintptr_t)index->bytes, index->length);
	*index = (struct sms_index){0};
}

/* --- Entries --- */

/* The path of versions 2 and 3: as it is, filled with zeros so that the entry is a multiple of eight. */
static struct sms_error *plain_path(struct sms_index_cursor *cursor, const unsigned char *at, size_t left)
{
	struct sms_index_entry *entry = &cursor->entry;
	entry->path_length = entry->flags & SMS_INDEX_NAME;
	if (entry->path_length == SMS_INDEX_NAME)
		entry->path_length = strnlen((const char *)at, left);
	if (entry->path_length >= left || at[entry->path_length])
		return malformed("a path does not end");
	entry->path = (const char *)at;
	entry->raw_length = ((size_t)(at - entry->raw) + entry->path_length + 8) & ~(size_t)7;
	return NULL;
}

/* The path of version 4: how many bytes of the one before go, then what follows them. */
static struct sms_error *compressed_path(struct sms_index_cursor *cursor, const unsigned char *at, size_t left)
{
	struct sms_index_entry *entry = &cursor->entry;
	const unsigned char *p = at, *end = at + left;
	size_t strip = *p & 127;
	while (*p++ & 128) {
		if (p == end || strip > cursor->path.length)
			return malformed("a path is not compressed as it should be");
		strip = ((strip + 1) << 7) + (*p & 127);
	}
	size_t length = strnlen((const char *)p, (size_t)(end - p));
	if (strip > cursor->path.length || length == (size_t)(end - p))
		return malformed("a path is not compressed as it should be");
	sms_buf_truncate(&cursor->path, cursor->path.length - strip);
	sms_buf_add(&cursor->path, p, length);
	entry->path = sms_buf_text(&cursor->path);
	entry->path_length = cursor->path.length;
	entry->raw_length = (size_t)(p - entry->raw) + length + 1;
	return NULL;
}

/* A required extension that is not known (its name begins with a small letter) changes what the entries mean. */
static struct sms_error *check_extensions(const struct sms_index *index, size_t at)
{
	size_t end = index->length - SMS_INDEX_CHECKSUM;
	while (end - at >= 8) {
		const unsigned char *extension = index->bytes + at;
		uint32_t size = sms_index_number(extension + 4);
		if (size > end - at - 8)
			return malformed("an extension is cut short");
		if (extension[0] < 'A' || extension[0] > 'Z')
			return unsupported(memcmp(extension, "link", 4) == 0   ? "a split index"
					   : memcmp(extension, "sdir", 4) == 0 ? "a sparse index"
									       : "an unknown extension");
		at += 8 + size;
	}
	return at == end ? NULL : malformed("bytes that belong to nothing");
}

struct sms_error *sms_index_next(struct sms_index_cursor *cursor)
{
	const struct sms_index *index = cursor->index;
	struct sms_index_entry *entry = &cursor->entry;
	cursor->done = !cursor->left;
	if (cursor->done)
		return index->bytes ? check_extensions(index, cursor->at) : NULL;
	size_t end = index->length - SMS_INDEX_CHECKSUM;
	if (end - cursor->at < SMS_INDEX_PATH + 2)
		return malformed("it is cut short");
	entry->raw = index->bytes + cursor->at;
	entry->flags = (unsigned)entry->raw[SMS_INDEX_FLAGS] << 8 | entry->raw[SMS_INDEX_FLAGS + 1];
	bool extended = entry->flags & SMS_INDEX_EXTENDED;
	entry->extended = extended ? (unsigned)entry->raw[SMS_INDEX_PATH] << 8 | entry->raw[SMS_INDEX_PATH + 1] : 0;
	size_t start = extended ? SMS_INDEX_PATH + 2 : SMS_INDEX_PATH;
	const unsigned char *path = entry->raw + start;
	size_t left = end - cursor->at - start;
	if (!left)
		return malformed("it is cut short");
	SMS_TRY(index->version == 4 ? compressed_path(cursor, path, left) : plain_path(cursor, path, left));
	if (entry->raw_length > end - cursor->at)
		return malformed("it is cut short");
	cursor->at += entry->raw_length;
	cursor->left--;
	return NULL;
}

struct sms_error *sms_index_begin(struct sms_index_cursor *cursor, const struct sms_index *index)
{
	*cursor = (struct sms_index_cursor){.index = index, .at = SMS_INDEX_HEADER, .left = index->count};
	return sms_index_next(cursor);
}

void sms_index_end(struct sms_index_cursor *cursor)
{
	sms_buf_release(&cursor->path);
}
