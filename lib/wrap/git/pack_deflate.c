/* Objects as the bytes of a pack, deflated on a thread of its own while the one that asks writes and indexes what came
 * before. */
#include "wrap/git/write_private.h"
#include <pthread.h>
#include <zlib.h>

enum { PIECE = 1 << 20, SLOTS = 2 };

struct sms_deflater {
	const struct sms_pending_object *objects;
	size_t count;
	z_stream stream;
	pthread_t thread;
	pthread_mutex_t mutex;
	pthread_cond_t changed;
	/* Below: under the mutex. */
	struct sms_buf slots[SLOTS];
	size_t made, taken; /* pieces; made - taken of them wait */
	bool ended, stop;
	struct sms_error *error;
};

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

static struct sms_error *add_object(z_stream *z, struct sms_buf *out, const struct sms_pending_object *object)
{
	add_object_header(out, object->type, object->length);
	if (object->length > INT32_MAX || deflateReset(z) != Z_OK)
		return sms_error(SMS_INPUT, "a file is too large for a pack");
	size_t bound = deflateBound(z, object->length);
	sms_buf_reserve(out, bound);
	/* zlib does not write to its input; it is const only with ZLIB_CONST, which changes the type for everyone. */
	memcpy(&z->next_in, &object->bytes, sizeof z->next_in);
	z->avail_in = (uInt)object->length;
	z->next_out = (Bytef *)out->data + out->length;
	z->avail_out = (uInt)bound;
	if (deflate(z, Z_FINISH) != Z_STREAM_END)
		return sms_error(SMS_ENVIRONMENT, "zlib cannot compress");
	out->length += bound - z->avail_out;
	return NULL;
}

/* Hands a piece over, once there is room; false when nobody wants more. */
static bool offer(struct sms_deflater *deflater, struct sms_buf *piece)
{
	pthread_mutex_lock(&deflater->mutex);
	while (deflater->made - deflater->taken == SLOTS && !deflater->stop)
		pthread_cond_wait(&deflater->changed, &deflater->mutex);
	bool wanted = !deflater->stop;
	if (wanted) {
		struct sms_buf *slot = &deflater->slots[deflater->made++ % SLOTS];
		struct sms_buf empty = *slot; /* its memory serves the next piece */
		*slot = *piece;
		*piece = empty;
		sms_buf_clear(piece);
	}
	pthread_cond_signal(&deflater->changed);
	pthread_mutex_unlock(&deflater->mutex);
	return wanted;
}

static void *deflate_all(void *context)
{
	struct sms_deflater *deflater = context;
	sms_auto(buf) struct sms_buf piece = SMS_BUF_INIT;
	struct sms_error *error = NULL;
	bool wanted = true;
	for (size_t i = 0; i < deflater->count && wanted && !error; i++) {
		error = add_object(&deflater->stream, &piece, &deflater->objects[i]);
		if (!error && piece.length >= PIECE)
			wanted = offer(deflater, &piece);
	}
	if (!error && wanted && piece.length)
		offer(deflater, &piece);
	pthread_mutex_lock(&deflater->mutex);
	deflater->ended = true;
	deflater->error = error;
	pthread_cond_signal(&deflater->changed);
	pthread_mutex_unlock(&deflater->mutex);
	return NULL;
}

struct sms_error *sms_deflater_new(struct sms_deflater **out, const struct sms_pending_object *objects, size_t count)
{
	struct sms_deflater *deflater = sms_alloc(1, sizeof *deflater);
	deflater->objects = objects;
	deflater->count = count;
	pthread_mutex_init(&deflater->mutex, NULL);
	pthread_cond_init(&deflater->changed, NULL);
	if (deflateInit(&deflater->stream, Z_BEST_SPEED) != Z_OK)
		sms_out_of_memory();
	int code = pthread_create(&deflater->thread, NULL, deflate_all, deflater);
	if (code) {
		deflateEnd(&deflater->stream);
		free(deflater);
		return sms_error(SMS_ENVIRONMENT, "cannot start a thread: %s", strerror(code));
	}
	*out = deflater;
	return NULL;
}

struct sms_error *sms_deflater_take(struct sms_deflater *deflater, struct sms_buf *piece)
{
	sms_buf_clear(piece);
	pthread_mutex_lock(&deflater->mutex);
	while (deflater->made == deflater->taken && !deflater->ended)
		pthread_cond_wait(&deflater->changed, &deflater->mutex);
	struct sms_error *error = NULL;
	if (deflater->made > deflater->taken) {
		struct sms_buf *slot = &deflater->slots[deflater->taken++ % SLOTS];
		struct sms_buf empty = *piece;
		*piece = *slot;
		*slot = empty;
	} else {
		error = sms_move(&deflater->error);
	}
	pthread_cond_signal(&deflater->changed);
	pthread_mutex_unlock(&deflater->mutex);
	return error;
}

void sms_deflater_free(struct sms_deflater *deflater)
{
	if (!deflater)
		return;
	pthread_mutex_lock(&deflater->mutex);
	deflater->stop = true;
	pthread_cond_signal(&deflater->changed);
	pthread_mutex_unlock(&deflater->mutex);
	pthread_join(deflater->thread, NULL);
	for (size_t i = 0; i < SLOTS; i++)
		sms_buf_release(&deflater->slots[i]);
	sms_error_free(deflater->error);
	deflateEnd(&deflater->stream);
	pthread_cond_destroy(&deflater->changed);
	pthread_mutex_destroy(&deflater->mutex);
	free(deflater);
}
