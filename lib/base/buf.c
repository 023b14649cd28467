#include "base/buf.h"
#include <stdint.h>
#include <stdio.h>
#include <string.h>

enum { FIRST_CAPACITY = 64 };

void sms_buf_release(struct sms_buf *buf)
{
	if (!buf)
		return;
	free(buf->data);
	*buf = (struct sms_buf)SMS_BUF_INIT;
}

void sms_buf_clear(struct sms_buf *buf)
{
	sms_buf_truncate(buf, 0);
}

void sms_buf_reserve(struct sms_buf *buf, size_t extra)
{
	if (extra > SIZE_MAX - buf->length - 1)
		sms_out_of_memory();
	size_t needed = buf->length + extra + 1;
	if (needed <= buf->capacity)
		return;
	size_t capacity = buf->capacity > SIZE_MAX / 2 ? SIZE_MAX : buf->capacity * 2;
	if (capacity < needed)
		capacity = needed;
	if (capacity < FIRST_CAPACITY)
		capacity = FIRST_CAPACITY;
	buf->data = sms_realloc(buf->data, capacity, 1);
	buf->capacity = capacity;
	buf->data[buf->length] = 0;
}

void sms_buf_add(struct sms_buf *buf, const void *bytes, size_t length)
{
	sms_buf_reserve(buf, length);
	if (length)
		memcpy(buf->data + buf->length, bytes, length);
	buf->length += length;
	buf->data[buf->length] = 0;
}

void sms_buf_add_char(struct sms_buf *buf, char c)
{
	sms_buf_reserve(buf, 1);
	buf->data[buf->length++] = c;
	buf->data[buf->length] = 0;
}

void sms_buf_add_text(struct sms_buf *buf, const char *text)
{
	sms_buf_add(buf, text, strlen(text));
}

void sms_buf_add_format(struct sms_buf *buf, const char *format, ...)
{
	va_list arguments;
	va_start(arguments, format);
	va_list again;
	va_copy(again, arguments);
	/* Most texts fit into the room that is there; the others are measured by the first try. */
	sms_buf_reserve(buf, 0);
	size_t room = buf->capacity - buf->length;
	int length = vsnprintf(buf->data + buf->length, room, format, arguments);
	va_end(arguments);
	if (length < 0)
		sms_out_of_memory();
	if ((size_t)length >= room) {
		sms_buf_reserve(buf, (size_t)length);
		vsnprintf(buf->data + buf->length, (size_t)length + 1, format, again);
	}
	va_end(again);
	buf->length += (size_t)length;
}

void sms_buf_add_fill(struct sms_buf *buf, char c, size_t count)
{
	sms_buf_reserve(buf, count);
	memset(buf->data + buf->length, c, count);
	buf->length += count;
	buf->data[buf->length] = 0;
}

void sms_buf_truncate(struct sms_buf *buf, size_t length)
{
	if (!buf->data || length > buf->length)
		return;
	buf->length = length;
	buf->data[length] = 0;
}

const char *sms_buf_text(const struct sms_buf *buf)
{
	return buf->data ? buf->data : "";
}

char *sms_buf_take(struct sms_buf *buf)
{
	sms_buf_reserve(buf, 0);
	char *text = buf->data;
	*buf = (struct sms_buf)SMS_BUF_INIT;
	return text;
}
