#include "base/utf8.h"
#include <string.h>

#define REPLACEMENT 0xFFFDu

/* Size of the well-formed sequence at `p`, 0 when there is none (RFC 3629, section 4). */
static size_t sequence(const unsigned char *p, size_t length)
{
	if (p[0] < 0x80)
		return 1;
	size_t size = p[0] < 0xC2 ? 0 : p[0] < 0xE0 ? 2 : p[0] < 0xF0 ? 3 : p[0] < 0xF5 ? 4 : 0;
	if (!size || size > length)
		return 0;
	for (size_t i = 1; i < size; i++)
		if ((p[i] & 0xC0) != 0x80)
			return 0;
	bool overlong = (p[0] == 0xE0 && p[1] < 0xA0) || (p[0] == 0xF0 && p[1] < 0x90);
	bool surrogate = p[0] == 0xED && p[1] > 0x9F;
	bool too_high = p[0] == 0xF4 && p[1] > 0x8F;
	return overlong || surrogate || too_high ? 0 : size;
}

/* Length of the ASCII beginning in steps of eight bytes: most text is nothing else. */
static size_t skip_ascii(const unsigned char *p, size_t length)
{
	size_t done = 0;
	for (uint64_t word; length - done >= sizeof word; done += sizeof word) {
		memcpy(&word, p + done, sizeof word);
		if (word & 0x8080808080808080u)
			break;
	}
	return done;
}

size_t sms_utf8_valid(const char *bytes, size_t length)
{
	const unsigned char *p = (const unsigned char *)bytes;
	size_t done = 0;
	while (done < length) {
		if (p[done] < 0x80)
			done += skip_ascii(p + done, length - done);
		if (done == length)
			break;
		size_t size = sequence(p + done, length - done);
		if (!size)
			break;
		done += size;
	}
	return done;
}

uint32_t sms_utf8_next(const char *bytes, size_t length, size_t *size)
{
	const unsigned char *p = (const unsigned char *)bytes;
	size_t found = sequence(p, length);
	*size = found ? found : 1;
	switch (found) {
	case 1:
		return p[0];
	case 2:
		return (p[0] & 0x1Fu) << 6 | (p[1] & 0x3Fu);
	case 3:
		return (p[0] & 0x0Fu) << 12 | (p[1] & 0x3Fu) << 6 | (p[2] & 0x3Fu);
	case 4:
		return (p[0] & 0x07u) << 18 | (p[1] & 0x3Fu) << 12 | (p[2] & 0x3Fu) << 6 | (p[3] & 0x3Fu);
	default:
		return REPLACEMENT;
	}
}

/* What is no code point of a text (surrogates, over U+10FFFF) becomes U+FFFD: the buffer stays well-formed. */
void sms_utf8_add(struct sms_buf *out, uint32_t code_point)
{
	uint32_t c = code_point > 0x10FFFF || (code_point >= 0xD800 && code_point <= 0xDFFF) ? REPLACEMENT : code_point;
	if (c < 0x80) {
		sms_buf_add_char(out, (char)c);
		return;
	}
	int more = c < 0x800 ? 1 : c < 0x10000 ? 2 : 3;
	static const unsigned char lead[] = {0, 0xC0, 0xE0, 0xF0};
	sms_buf_add_char(out, (char)(lead[more] | c >> (6 * more)));
	while (more-- > 0)
		sms_buf_add_char(out, (char)(0x80 | (c >> (6 * more) & 0x3F)));
}

size_t sms_utf8_count(const char *bytes, size_t length)
{
	size_t count = 0;
	for (size_t i = 0; i < length; i++)
		count += ((unsigned char)bytes[i] & 0xC0) != 0x80;
	return count;
}
