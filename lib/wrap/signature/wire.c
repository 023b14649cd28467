/* Reading and writing SSH's wire form, and base64. See wire.h. */
#include "wrap/signature/wire.h"
#include <string.h>

bool sms_wire_number(struct sms_wire *wire, uint32_t *out)
{
	const unsigned char *p = (const unsigned char *)wire->at;
	if (wire->left < 4)
		return false;
	*out = (uint32_t)p[0] << 24 | (uint32_t)p[1] << 16 | (uint32_t)p[2] << 8 | p[3];
	wire->at += 4;
	wire->left -= 4;
	return true;
}

bool sms_wire_string(struct sms_wire *wire, const char **out, size_t *length)
{
	uint32_t size;
	if (!sms_wire_number(wire, &size) || size > wire->left)
		return false;
	*out = wire->at;
	*length = size;
	wire->at += size;
	wire->left -= size;
	return true;
}

bool sms_wire_is(const char *bytes, size_t length, const char *text)
{
	return strlen(text) == length && memcmp(bytes, text, length) == 0;
}

void sms_wire_add(struct sms_buf *out, const void *bytes, size_t length)
{
	const unsigned char size[4] = {(unsigned char)(length >> 24), (unsigned char)(length >> 16),
				       (unsigned char)(length >> 8), (unsigned char)length};
	sms_buf_add(out, size, sizeof size);
	sms_buf_add(out, bytes, length);
}

static const char alphabet[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

static int digit_of(char c)
{
	const char *found = c ? strchr(alphabet, c) : NULL;
	return found ? (int)(found - alphabet) : -1;
}

bool sms_base64_read(struct sms_buf *out, const char *text, size_t length, bool lines)
{
	uint32_t bits = 0;
	unsigned digits = 0, padding = 0;
	for (size_t i = 0; i < length; i++) {
		int digit = digit_of(text[i]);
		if (lines && text[i] == '\n')
			continue;
		if (text[i] == '=' && digits >= 2 && digits + padding < 4) {
			padding++;
			continue;
		}
		if (digit < 0 || padding)
			return false;
		bits = bits << 6 | (uint32_t)digit;
		if (++digits < 4)
			continue;
		const char bytes[3] = {(char)(bits >> 16), (char)(bits >> 8), (char)bits};
		sms_buf_add(out, bytes, sizeof bytes);
		bits = digits = 0;
	}
	if (!digits)
		return !padding;
	if (digits + padding != 4 || (bits & (digits == 2 ? 15 : 3)))
		return false;
	bits <<= 6 * (4 - digits);
	sms_buf_add_char(out, (char)(bits >> 16));
	if (digits == 3)
		sms_buf_add_char(out, (char)(bits >> 8));
	return true;
}

void sms_base64_add(struct sms_buf *out, const void *bytes, size_t length, size_t columns)
{
	const unsigned char *p = bytes;
	size_t column = 0;
	for (size_t i = 0; i < length; i += 3) {
		size_t count = length - i < 3 ? length - i : 3;
		uint32_t bits =
			(uint32_t)p[i] << 16 | (count > 1 ? (uint32_t)p[i + 1] << 8 : 0) | (count > 2 ? p[i + 2] : 0);
		for (size_t k = 0; k < 4; k++) {
			sms_buf_add_char(out, k <= count ? alphabet[bits >> (18 - 6 * k) & 63] : '=');
			if (columns && ++column % columns == 0)
				sms_buf_add_char(out, '\n');
		}
	}
	if (columns && column % columns)
		sms_buf_add_char(out, '\n');
}
