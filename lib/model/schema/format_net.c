/* Host names, addresses, e-mail: RFC 1123, 2673, 4291, 5321, 5890. */
#include "model/schema/format.h"
#include "wrap/idn.h"
#include <ctype.h>
#include <string.h>

bool schema_format_ipv4(const char *text, size_t length)
{
	int parts = 0;
	for (size_t i = 0;; i++) {
		int value = 0, digits = 0;
		for (; i < length && isdigit((unsigned char)text[i]) && digits < 4; i++, digits++)
			value = value * 10 + (text[i] - '0');
		if (!digits || digits > 3 || value > 255 || (digits > 1 && text[i - (size_t)digits] == '0'))
			return false;
		if (++parts == 4)
			return i == length;
		if (i == length || text[i] != '.')
			return false;
	}
}

bool schema_format_ipv6(const char *text, size_t length)
{
	size_t groups = 0, i = 0;
	bool gap = false;
	if (length >= 2 && text[0] == ':' && text[1] == ':') {
		gap = true;
		i = 2;
	}
	while (i < length) {
		size_t digits = 0;
		while (i + digits < length && isxdigit((unsigned char)text[i + digits]))
			digits++;
		if (i + digits < length && text[i + digits] == '.')
			return schema_format_ipv4(text + i, length - i) && (gap ? groups + 2 < 8 : groups + 2 == 8);
		if (!digits || digits > 4 || ++groups > 8)
			return false;
		i += digits;
		if (i == length)
			break;
		if (text[i++] != ':' || i == length)
			return false;
		if (text[i] == ':') {
			if (gap)
				return false;
			gap = true;
			i++;
		}
	}
	return gap ? groups < 8 : groups == 8;
}

static bool label(const char *text, size_t length)
{
	if (!length || length > 63 || text[0] == '-' || text[length - 1] == '-')
		return false;
	for (size_t i = 0; i < length; i++)
		if (!isalnum((unsigned char)text[i]) && text[i] != '-')
			return false;
	if (length < 4 || text[2] != '-' || text[3] != '-')
		return true;
	/* The third and fourth place are kept for names in Punycode. */
	return sms_idn_is_ace(text, length);
}

bool schema_format_hostname(const char *text, size_t length)
{
	if (!length || length > 253)
		return false;
	for (const char *end = text + length;; text++) {
		const char *dot = memchr(text, '.', (size_t)(end - text));
		const char *stop = dot ? dot : end;
		if (!label(text, (size_t)(stop - text)))
			return false;
		if (!dot)
			return true;
		text = stop;
	}
}

bool schema_format_idn_hostname(const char *text, size_t length)
{
	return sms_idn_is_hostname(text, length);
}

static bool atom_character(char c, bool international)
{
	return isalnum((unsigned char)c) || (c && strchr("!#$%&'*+-/=?^_`{|}~", c)) ||
	       (international && (unsigned char)c >= 0x80);
}

static bool dot_atom(const char *text, size_t length, bool international)
{
	for (size_t i = 0; i < length; i++)
		if (text[i] == '.' ? i == 0 || i + 1 == length || text[i - 1] == '.'
				   : !atom_character(text[i], international))
			return false;
	return length > 0;
}

static bool quoted(const char *text, size_t length, bool international)
{
	if (length < 2 || text[0] != '"' || text[length - 1] != '"')
		return false;
	for (size_t i = 1; i + 1 < length; i++) {
		unsigned char c = (unsigned char)text[i];
		if (c == '\\' && i + 2 < length)
			c = (unsigned char)text[++i];
		else if (c == '"' || c == '\\')
			return false;
		if (c < 0x20 || c == 0x7f || (c > 0x7f && !international))
			return false;
	}
	return true;
}

static bool address_literal(const char *text, size_t length)
{
	if (length < 3 || text[length - 1] != ']')
		return false;
	text++;
	length -= 2;
	if (length > 5 && !strncasecmp(text, "IPv6:", 5))
		return schema_format_ipv6(text + 5, length - 5);
	return schema_format_ipv4(text, length);
}

static bool mailbox(const char *text, size_t length, bool international)
{
	const char *at = memrchr(text, '@', length);
	if (!at)
		return false;
	size_t local = (size_t)(at - text), rest = length - local - 1;
	if (!local || local > 64 * (international ? 4 : 1))
		return false;
	if (!(text[0] == '"' ? quoted(text, local, international) : dot_atom(text, local, international)))
		return false;
	if (rest && at[1] == '[')
		return address_literal(at + 1, rest);
	return international ? schema_format_idn_hostname(at + 1, rest) : schema_format_hostname(at + 1, rest);
}

bool schema_format_email(const char *text, size_t length)
{
	return mailbox(text, length, false);
}

bool schema_format_idn_email(const char *text, size_t length)
{
	return mailbox(text, length, true);
}
