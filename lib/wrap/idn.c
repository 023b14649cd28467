/* Host names through libidn2, label by label. Its rules for registration are asked, which judge contextual characters
 * as RFC 5892 does; those for lookup leave some to the registry. */
#include "wrap/idn.h"
#include <ctype.h>
#include <idn2.h>
#include <stdlib.h>
#include <string.h>

#define LABEL 63
#define LABEL_UTF8 (LABEL * 4)
#define NAME 253

/* Length of the label in ASCII, 0 when it is not permitted. */
static size_t international(const char *label)
{
	uint8_t *ace = NULL;
	size_t length = 0;
	if (idn2_register_u8((const uint8_t *)label, NULL, &ace, 0) == IDN2_OK)
		length = strlen((const char *)ace);
	idn2_free(ace);
	return length;
}

static bool stands_for_permitted(const char *ace)
{
	char *text = NULL;
	uint8_t *back = NULL;
	bool ok = idn2_to_unicode_8z8z(ace, &text, 0) == IDN2_OK && strcasecmp(text, ace) != 0 &&
		  idn2_register_u8((const uint8_t *)text, NULL, &back, 0) == IDN2_OK &&
		  strcasecmp((const char *)back, ace) == 0;
	idn2_free(text);
	idn2_free(back);
	return ok;
}

bool sms_idn_is_ace(const char *label, size_t length)
{
	char copy[LABEL + 1];
	if (length < 5 || length > LABEL || strncasecmp(label, "xn--", 4) != 0)
		return false;
	memcpy(copy, label, length);
	copy[length] = '\0';
	return stands_for_permitted(copy);
}

static size_t plain(const char *label, size_t length)
{
	if (length > LABEL || label[0] == '-' || label[length - 1] == '-')
		return 0;
	for (size_t i = 0; i < length; i++)
		if (!isalnum((unsigned char)label[i]) && label[i] != '-')
			return 0;
	if (length >= 4 && label[2] == '-' && label[3] == '-' && !sms_idn_is_ace(label, length))
		return 0;
	return length;
}

static size_t ascii_length(const char *label, size_t length)
{
	char copy[LABEL_UTF8 + 1];
	bool ascii = true;
	if (!length || length > LABEL_UTF8)
		return 0;
	for (size_t i = 0; i < length; i++)
		ascii &= (unsigned char)label[i] < 0x80;
	if (ascii)
		return plain(label, length);
	memcpy(copy, label, length);
	copy[length] = '\0';
	return international(copy);
}

bool sms_idn_is_hostname(const char *text, size_t length)
{
	size_t total = 0;
	for (const char *end = text + length;;) {
		const char *dot = memchr(text, '.', (size_t)(end - text)), *stop = dot ? dot : end;
		size_t size = ascii_length(text, (size_t)(stop - text));
		total += size + (dot != NULL);
		if (!size || total > NAME)
			return false;
		if (!dot)
			return true;
		text = dot + 1;
	}
}
