/* A new index file while it is put together: mostly long runs of the old one, which are not copied. */
#ifndef SMS_WRAP_GIT_INDEX_PIECES_H
#define SMS_WRAP_GIT_INDEX_PIECES_H

#include "wrap/git/write_private.h"

struct sms_piece {
	const unsigned char *mapped; /* in the old file, or NULL: `offset` is in `own` */
	size_t offset, length;
};

/* Zero-initialize. */
struct sms_pieces {
	struct sms_piece *items;
	size_t count, capacity;
	struct sms_buf own;
};

/* Bytes of the old file, which stay where they are. */
void sms_pieces_keep(struct sms_pieces *pieces, const unsigned char *bytes, size_t length);
/* Bytes that are copied. */
void sms_pieces_add(struct sms_pieces *pieces, const void *bytes, size_t length);
void sms_pieces_release(struct sms_pieces *pieces);
SMS_AUTO_STRUCT(pieces, struct sms_pieces, sms_pieces_release);

/* Writes header, pieces and checksum (zeros with `no_hash`) into the lock file and makes it the index.
 * (index_lock.c) */
struct sms_error *sms_index_replace(struct sms_index_lock *lock, const void *header, size_t header_length,
				    const struct sms_pieces *pieces, bool no_hash) SMS_CHECKED;
/* Appends git's cache of trees (the extension TREE) with those that a changed path is in marked as unknown; nothing
 * when the extension is malformed. (index_trees.c) */
void sms_index_trees(struct sms_pieces *out, const unsigned char *extension, size_t length,
		     const struct sms_update *updates, size_t count);

#endif
