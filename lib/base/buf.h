/* A growing byte buffer, always closed by a zero byte that does not count.
 * Zero-initialize (`= {0}`) or SMS_BUF_INIT; `data` may be NULL while nothing was added: use sms_buf_text. */
#ifndef SMS_BASE_BUF_H
#define SMS_BASE_BUF_H

#include "base/memory.h"
#include <stdbool.h>

struct sms_buf {
	char *data;
	size_t length;
	size_t capacity;
};
#define SMS_BUF_INIT                                                                                                   \
	{                                                                                                              \
		NULL, 0, 0                                                                                             \
	}

void sms_buf_release(struct sms_buf *buf);
/* Empties the buffer and keeps its memory. */
void sms_buf_clear(struct sms_buf *buf);
/* Room for `extra` more bytes and the closing zero. */
void sms_buf_reserve(struct sms_buf *buf, size_t extra);
void sms_buf_add(struct sms_buf *buf, const void *bytes, size_t length);
void sms_buf_add_char(struct sms_buf *buf, char c);
void sms_buf_add_text(struct sms_buf *buf, const char *text);
void sms_buf_add_format(struct sms_buf *buf, const char *format, ...) SMS_PRINTF(2, 3);
/* `count` times the character `c`. */
void sms_buf_add_fill(struct sms_buf *buf, char c, size_t count);
/* Cuts to `length` bytes; no more than there are. */
void sms_buf_truncate(struct sms_buf *buf, size_t length);
/* The contents as a string, "" when nothing was added; borrowed. */
const char *sms_buf_text(const struct sms_buf *buf);
/* The contents as a string of the caller's; the buffer is empty afterwards. Free with free(). */
char *sms_buf_take(struct sms_buf *buf) SMS_CHECKED;

SMS_AUTO_STRUCT(buf, struct sms_buf, sms_buf_release);

#endif
