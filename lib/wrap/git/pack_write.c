/* A pack without deltas, handed to libgit2's indexer piece by piece: the fastest way to write many objects, and one
 * flush to the disk for all of them. */
#include "wrap/git/write_private.h"

struct pack {
	git_odb_writepack *writer;
	git_indexer_progress stats;
	struct sms_sha1 *hash;
};

static void release_pack(struct pack *pack)
{
	unsigned char unused[20];
	if (pack->writer)
		pack->writer->free(pack->writer);
	if (pack->hash)
		sms_sha1_end(pack->hash, unused);
}
SMS_AUTO_STRUCT(pack, struct pack, release_pack);

static struct sms_error *send(struct pack *pack, const void *bytes, size_t length)
{
	if (pack->hash)
		sms_sha1_add(pack->hash, bytes, length);
	int code = pack->writer->append(pack->writer, bytes, length, &pack->stats);
	return code < 0 ? sms_git_error(code, "cannot write a pack") : NULL;
}

static struct sms_error *begin(struct pack *pack, struct sms_repo *repo, size_t count)
{
	if (count > UINT32_MAX)
		return sms_error(SMS_INPUT, "too many objects for one pack");
	int code = git_odb_write_pack(&pack->writer, repo->odb, NULL, NULL);
	if (code < 0)
		return sms_git_error(code, "cannot begin a pack");
	pack->hash = sms_sha1_new();
	unsigned char header[12] = {'P', 'A', 'C', 'K', 0, 0, 0, 2};
	for (int i = 0; i < 4; i++)
		header[8 + i] = (unsigned char)(count >> (24 - 8 * i));
	return send(pack, header, sizeof header);
}

static struct sms_error *end(struct pack *pack, struct sms_repo *repo)
{
	unsigned char digest[20];
	sms_sha1_end(sms_move(&pack->hash), digest);
	SMS_TRY(send(pack, digest, sizeof digest));
	int code = pack->writer->commit(pack->writer, &pack->stats);
	if (code >= 0)
		code = git_odb_refresh(repo->odb);
	return code < 0 ? sms_git_error(code, "cannot finish a pack") : NULL;
}

struct sms_error *sms_pack_write(struct sms_repo *repo, const struct sms_pending_object *objects, size_t count,
				 const struct sms_progress *progress)
{
	sms_auto(pack) struct pack pack = {0};
	sms_auto(deflater) struct sms_deflater *deflater = NULL;
	sms_auto(buf) struct sms_buf piece = SMS_BUF_INIT;
	SMS_TRY(begin(&pack, repo, count));
	SMS_TRY(sms_deflater_new(&deflater, objects, count));
	do {
		SMS_TRY(sms_deflater_take(deflater, &piece));
		SMS_TRY(piece.length ? send(&pack, piece.data, piece.length) : NULL);
		sms_progress(progress, "packing", pack.stats.received_objects, count);
	} while (piece.length);
	return end(&pack, repo);
}
