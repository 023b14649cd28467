/* UTF-8 as bytes: is it well-formed, what is the next code point. */
#ifndef SMS_BASE_UTF8_H
#define SMS_BASE_UTF8_H

#include "base/buf.h"
#include <stdint.h>

/* Length of the longest well-formed beginning (RFC 3629: no overlong forms, no surrogates, nothing over U+10FFFF);
 * equal to `length` when all is good. */
size_t sms_utf8_valid(const char *bytes, size_t length);
/* Code point at `bytes`, its size in `size` (1-4); ill-formed bytes give U+FFFD and size 1. `length` > 0. */
uint32_t sms_utf8_next(const char *bytes, size_t length, size_t *size);
void sms_utf8_add(struct sms_buf *out, uint32_t code_point);
/* Number of code points of a well-formed text. */
size_t sms_utf8_count(const char *bytes, size_t length);

#endif
