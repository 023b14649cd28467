/* Git's index file, read as it is: libgit2 takes 145 milliseconds to read and write one of 100,000 entries. */
#ifndef SMS_WRAP_GIT_INDEX_H
#define SMS_WRAP_GIT_INDEX_H

#include "wrap/git/private.h"
#include <sys/stat.h>

/* An index file in memory. An index that is not there is empty. */
struct sms_index {
	const unsigned char *bytes; /* mapped; NULL when there is no file */
	size_t length;              /* of the whole file */
	unsigned version;
	uint32_t count;
	bool no_hash;       /* written with index.skipHash: the checksum is all zero */
	struct stat status; /* of the file */
};

/* Places of what an entry holds. */
enum {
	SMS_INDEX_CTIME = 0,
	SMS_INDEX_MTIME = 8,
	SMS_INDEX_DEVICE = 16,
	SMS_INDEX_INODE = 20,
	SMS_INDEX_MODE = 24,
	SMS_INDEX_UID = 28,
	SMS_INDEX_GID = 32,
	SMS_INDEX_SIZE = 36,
	SMS_INDEX_OID = 40,
	SMS_INDEX_FLAGS = 60,
	SMS_INDEX_PATH = 62, /* two bytes later with extended flags */
	SMS_INDEX_HEADER = 12,
	SMS_INDEX_CHECKSUM = 20
};
#define SMS_INDEX_EXTENDED 0x4000u
#define SMS_INDEX_STAGE 0x3000u
#define SMS_INDEX_NAME 0x0fffu
#define SMS_INDEX_SKIP_WORKTREE 0x4000u /* of the extended flags */

struct sms_index_entry {
	const unsigned char *raw;
	size_t raw_length;
	const char *path; /* closed by a zero; valid until the next entry */
	size_t path_length;
	unsigned flags, extended;
};

/* Walks the entries. Release it. */
struct sms_index_cursor {
	const struct sms_index *index;
	size_t at;
	uint32_t left;
	struct sms_index_entry entry;
	bool done;
	struct sms_buf path; /* of version 4, which stores what differs from the path before */
};

struct sms_error *sms_index_open(struct sms_index *out, const struct sms_repo *repo) SMS_CHECKED;
void sms_index_close(struct sms_index *index);
SMS_AUTO_STRUCT(index, struct sms_index, sms_index_close);

/* Goes to the first entry. An error that the extensions give comes with the end of the entries. */
struct sms_error *sms_index_begin(struct sms_index_cursor *cursor, const struct sms_index *index) SMS_CHECKED;
struct sms_error *sms_index_next(struct sms_index_cursor *cursor) SMS_CHECKED;
void sms_index_end(struct sms_index_cursor *cursor);
SMS_AUTO_STRUCT(index_cursor, struct sms_index_cursor, sms_index_end);

static inline uint32_t sms_index_number(const unsigned char *p)
{
	return (uint32_t)p[0] << 24 | (uint32_t)p[1] << 16 | (uint32_t)p[2] << 8 | p[3];
}

static inline void sms_index_set_number(unsigned char *p, uint32_t number)
{
	p[0] = (unsigned char)(number >> 24);
	p[1] = (unsigned char)(number >> 16);
	p[2] = (unsigned char)(number >> 8);
	p[3] = (unsigned char)number;
}

/* Writes a file's stat data into the first 40 bytes of an entry, all but the mode. */
void sms_index_set_status(unsigned char *entry, const struct stat *status);
/* True when the stat data of an entry are the file's, to the nanosecond. */
bool sms_index_has_status(const unsigned char *entry, const struct stat *status);
/* True when the file of an entry may have changed after it was looked at without its stat data showing it: its time
 * is not before the index file's. In whole seconds when `seconds`, as git counts. */
bool sms_index_is_racy(const struct sms_index *index, const unsigned char *entry, bool seconds);

#endif
