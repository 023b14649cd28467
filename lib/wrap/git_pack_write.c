/* A pack without deltas, handed to libgit2's indexer piece by piece: the fastest way to write many objects, and one
 * flush to the disk for all of them. The only home of zlib. */
#include "wrap/git_write_private.h"
#include <zlib.h>

enum { PIECE = 1 << 20 };

struct pack {
	git_odb_writepack *writer;
	git_indexer_progress stats;
	struct sms_sha1 *hash;
	struct sms_buf piece;
	z_stream deflate;
};

static void release_pack(struct pack *pack)
{
	unsigned char unused[20];
	if (pack->writer)
		pack->writer->free(pack->writer);
	if (pack->hash)
		sms_sha1_end(pack->hash, unused);
	sms_buf_release(&pack->piece);
	deflateEnd(&pack->deflate);
}
SMS_AUTO_STRUCT(pack, struct pack, release_pack);

static struct sms_error *send(struct pack *pack)
{
	if (pack->hash)
		sms_sha1_add(pack->hash, pack->piece.data, pack->piece.length);
	int code = pack->writer->append(pack->writer, pack->piece.data, pack->piece.length, &pack->stats);
	sms_buf_clear(&pack->piece);
	return code < 0 ? sms_git_error(code, "cannot write a pack") : NULL;
}

/* Type and size: four bits of the size in the first byte, then seven a byte. */
static void add_object_header(struct sms_buf *out, git_object_t type, size_t size)
{
	unsigned char byte = (unsigned char)((unsigned)type << 4 | (size & 15));
	size >>= 4;
	while (size) {
		sms_buf_add_char(out, (char)(byte | 0x80));
		byte = size & 0x7f;
		size >>= 7;
	}
	sms_buf_add_char(out, (char)byte);
}

static struct sms_error *add_object(struct pack *pack, const struct sms_pending_object *object)
{
	add_object_header(&pack->piece, object->type, object->length);
	z_stream *z = &pack->deflate;
	if (object->length > INT32_MAX || deflateReset(z) != Z_OK)
		return sms_error(SMS_INPUT, "a file is too large for a pack");
	size_t bound = deflateBound(z, object->length);
	sms_buf_reserve(&pack->piece, bound);
	/* zlib does not write to its input; it is const only with ZLIB_CONST, which changes the type for everyone. */
	memcpy(&z->next_in, &object->bytes, sizeof z->next_in);
	z->avail_in = (uInt)object->length;
	z->next_out = (Bytef *)pack->piece.data + pack->piece.length;
	z->avail_out = (uInt)bound;
	if (deflate(z, Z_FINISH) != Z_STREAM_END)
		return sms_error(SMS_ENVIRONMENT, "zlib cannot compress");
	pack->piece.length += bound - z->avail_out;
	return pack->piece.length >= PIECE ? send(pack) : NULL;
}

static struct sms_error *begin(struct pack *pack, struct sms_repo *repo, size_t count)
{
	if (deflateInit(&pack->deflate, Z_BEST_SPEED) != Z_OK)
		sms_out_of_memory();
	if (count > UINT32_MAX)
		return sms_error(SMS_INPUT, "too many objects for one pack");
	int code = git_odb_write_pack(&pack->writer, repo->odb, NULL, NULL);
	if (code < 0)
		return sms_git_error(code, "cannot begin a pack");
	pack->hash = sms_sha1_new();
	unsigned char header[12] = {'P', 'A', 'C', 'K', 0, 0, 0, 2};
	for (int i = 0; i < 4; i++)
		header[8 + i] = (unsigned char)(count >> (24 - 8 * i));
	sms_buf_add(&pack->piece, header, sizeof header);
	return NULL;
}

static struct sms_error *end(struct pack *pack, struct sms_repo *repo)
{
	unsigned char digest[20];
	SMS_TRY(send(pack));
	sms_sha1_end(sms_move(&pack->hash), digest);
	sms_buf_add(&pack->piece, digest, sizeof digest);
	SMS_TRY(send(pack));
	int code = pack->writer->commit(pack->writer, &pack->stats);
	if (code >= 0)
		code = git_odb_refresh(repo->odb);
	return code < 0 ? sms_git_error(code, "cannot finish a pack") : NULL;
}

struct sms_error *sms_pack_write(struct sms_repo *repo, const struct sms_pending_object *objects, size_t count,
				 const struct sms_progress *progress)
{
	sms_auto(pack) struct pack pack = {0};
	SMS_TRY(begin(&pack, repo, count));
	for (size_t i = 0; i < count; i++) {
		SMS_TRY(add_object(&pack, &objects[i]));
		if (i % 1024 == 0)
			sms_progress(progress, "packing", i, count);
	}
	sms_progress(progress, "packing", count, count);
	return end(&pack, repo);
}
