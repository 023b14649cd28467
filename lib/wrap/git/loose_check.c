/* Loose objects, looked at before libgit2 reads them: of one that is cut off it reads for ever (1.5), and of one that is
 * longer than it says it writes more than there is room for. */
#include "base/file.h"
#include "wrap/git/private.h"
#include "wrap/git/walk.h"
#include <dirent.h>
#include <errno.h>
#include <stdio.h>
#include <zlib.h>

#define HEADER 32 /* "commit 18446744073709551615" and its zero are shorter */
#define REPORT_EVERY 512

/* What the header says, and what follows it. */
struct measure {
	char header[HEADER];
	size_t header_length; /* bytes of it seen, its zero included once `complete` */
	bool complete;
	uint64_t said, seen;
};

static void read_header(struct measure *measure, const unsigned char *bytes, size_t length)
{
	size_t used = 0;
	while (!measure->complete && used < length && measure->header_length < HEADER) {
		measure->header[measure->header_length++] = (char)bytes[used];
		measure->complete = !bytes[used++];
	}
	if (measure->complete && measure->header_length) {
		const char *space = strchr(measure->header, ' ');
		measure->said = space ? strtoull(space + 1, NULL, 10) : UINT64_MAX;
		measure->header_length = 0;
	}
	measure->seen += length - used;
}

/* NULL when it is whole. */
static const char *fault_of(const struct sms_buf *file)
{
	unsigned char piece[16384];
	z_stream stream = {.next_in = (unsigned char *)file->data, .avail_in = (unsigned)file->length};
	struct measure measure = {.header_length = 0};
	int code = file->length ? inflateInit(&stream) : Z_DATA_ERROR;
	if (code != Z_OK)
		return "is empty";
	while (code == Z_OK) {
		stream.next_out = piece;
		stream.avail_out = sizeof piece;
		code = inflate(&stream, Z_NO_FLUSH);
		read_header(&measure, piece, sizeof piece - stream.avail_out);
	}
	bool behind = stream.avail_in > 0;
	inflateEnd(&stream);
	if (code == Z_BUF_ERROR)
		return "is cut off";
	if (code != Z_STREAM_END)
		return "is damaged";
	if (!measure.complete || measure.said != measure.seen)
		return "is not as long as it says";
	return behind ? "has bytes behind its end" : NULL;
}

static struct sms_error *check_folder(const char *folder, const char *name, size_t *count,
				      const struct sms_progress *progress)
{
	sms_auto(string) char *path = sms_format("%s/%s", folder, name);
	sms_auto(buf) struct sms_buf bytes = SMS_BUF_INIT;
	struct sms_error *error = NULL;
	const struct dirent *entry;
	DIR *files = opendir(path);
	if (!files)
		return errno == ENOENT ? NULL : sms_error_errno(errno, "cannot list '%s'", path);
	while (!error && (entry = readdir(files))) {
		if (strlen(entry->d_name) != SMS_OID_SIZE - 3)
			continue;
		sms_auto(string) char *file = sms_format("%s/%s", path, entry->d_name);
		error = sms_file_read(&bytes, file, UINT32_MAX);
		const char *fault = error ? NULL : fault_of(&bytes);
		if (fault)
			error = sms_error(SMS_ENVIRONMENT, "the git object %s%s %s", name, entry->d_name, fault);
		if (++*count % REPORT_EVERY == 0)
			sms_progress(progress, "looking at objects", *count, 0);
	}
	closedir(files);
	return error;
}

struct sms_error *sms_repo_check_loose(const struct sms_repo *repo, const struct sms_progress *progress)
{
	sms_auto(string) char *folder = sms_format("%sobjects", sms_repo_gitdir(repo));
	size_t count = 0;
	char name[3];
	for (unsigned i = 0; i < 256; i++) {
		snprintf(name, sizeof name, "%02x", i);
		SMS_TRY(check_folder(folder, name, &count, progress));
	}
	return NULL;
}
