/* NDJSON: a document a line, read piece by piece, so that the file may be larger than memory. */
#include "work/finding/print.h"
#include "work/validate/private.h"
#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <unistd.h>

#define PIECE (256 * 1024)

/* What was read and not yet looked at: bytes from `start` on in judge->text. */
struct stream {
	int fd;
	size_t start;
	size_t searched; /* bytes of them that hold no line's end */
	unsigned line;   /* number of the next one */
	bool ended;
	bool skipping; /* in a line that is too long */
};

static bool is_blank(const char *text, size_t length)
{
	for (size_t i = 0; i < length; i++)
		if (!strchr(" \t\r", text[i]) || !text[i])
			return false;
	return true;
}

static struct sms_error *look_at(struct judge *judge, struct input *input, struct stream *stream, size_t length)
{
	const struct document document = {input, judge->text.data + stream->start, length, stream->line++};
	validate_measure(judge, &judge->times.reading);
	return is_blank(document.text, length) ? NULL : validate_document(judge, &document);
}

/* Looks at all lines that are whole. */
static struct sms_error *look_at_lines(struct judge *judge, struct input *input, struct stream *stream)
{
	struct sms_buf *text = &judge->text;
	char *end;
	while ((end = memchr(text->data + stream->start + stream->searched, '\n',
			     text->length - stream->start - stream->searched))) {
		size_t length = (size_t)(end - text->data) - stream->start;
		if (!stream->skipping)
			SMS_TRY(look_at(judge, input, stream, length));
		stream->skipping = false;
		stream->start += length + 1;
		stream->searched = 0;
	}
	stream->searched = text->length - stream->start;
	return NULL;
}

/* A line that is longer than any text may be is named, and passed over. */
static void give_up_line(struct judge *judge, struct input *input, struct stream *stream)
{
	struct sms_buf *text = &judge->text;
	if (!stream->skipping) {
		const struct document document = {input, "", 0, stream->line++};
		sms_auto(string) char *message = sms_format("text of more than %d bytes", SMS_JSON_BYTES);
		validate_oversized(judge, &document, message);
	}
	stream->skipping = true;
	sms_buf_clear(text);
	stream->start = stream->searched = 0;
}

static struct sms_error *read_piece(struct judge *judge, const struct input *input, struct stream *stream)
{
	struct sms_buf *text = &judge->text;
	if (stream->start) {
		memmove(text->data, text->data + stream->start, text->length - stream->start);
		sms_buf_truncate(text, text->length - stream->start);
		stream->start = 0;
	}
	if (text->capacity - text->length <= PIECE)
		sms_buf_reserve(text, text->length > PIECE ? text->length : PIECE);
	ssize_t n = read(stream->fd, text->data + text->length, text->capacity - text->length - 1);
	if (n < 0 && errno == EINTR)
		return NULL;
	if (n < 0)
		return sms_error_errno(errno, "cannot read '%s'", input->path);
	text->length += (size_t)n;
	text->data[text->length] = 0;
	stream->ended = n == 0;
	return NULL;
}

static struct sms_error *look_at_stream(struct judge *judge, struct input *input, struct stream *stream)
{
	struct sms_buf *text = &judge->text;
	sms_buf_clear(text);
	sms_buf_reserve(text, PIECE);
	while (!stream->ended) {
		SMS_TRY(read_piece(judge, input, stream));
		SMS_TRY(look_at_lines(judge, input, stream));
		sms_progress(judge->progress, "reading lines", stream->line - 1, 0);
		if (text->length - stream->start > SMS_JSON_BYTES)
			give_up_line(judge, input, stream);
	}
	bool rest = text->length > stream->start && !stream->skipping;
	return rest ? look_at(judge, input, stream, text->length - stream->start) : NULL;
}

struct sms_error *validate_lines(struct judge *judge, struct input *input)
{
	bool is_stdin = !strcmp(input->path, SMS_FINDING_STDIN);
	int flags = O_RDONLY | O_CLOEXEC | O_NOCTTY | (input->walked ? O_NOFOLLOW | O_NONBLOCK : 0);
	struct stream stream = {.fd = is_stdin ? STDIN_FILENO : open(input->path, flags), .line = 1};
	if (stream.fd < 0)
		return sms_error_errno(errno, "cannot open '%s'", input->path);
	struct sms_error *error = look_at_stream(judge, input, &stream);
	if (!is_stdin)
		close(stream.fd);
	return error;
}
