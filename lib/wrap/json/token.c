/* The tokens of JSON that take the scanner's time: strings, with their UTF-8 and escapes, and numbers. */
#include "wrap/json/token.h"
#include <endian.h>
#include <math.h>
#include <string.h>

bool sms_json_fail(struct sms_json_reader *r, const unsigned char *where, const char *format, ...)
{
	va_list arguments;
	va_start(arguments, format);
	r->what = sms_vformat(format, arguments);
	r->where = where;
	va_end(arguments);
	return false;
}

/* The high bit of each byte that ends a plain run: a quote, a backslash, a control character, a byte beyond ASCII. The
 * lowest bit set is exact; borrows can only set false ones above it. */
static inline uint64_t stops(uint64_t word)
{
	const uint64_t ones = 0x0101010101010101, high = ones << 7;
	uint64_t quote = word ^ (ones * '"'), backslash = word ^ (ones * '\\');
	return (((word - ones * ' ') & ~word) | ((quote - ones) & ~quote) | ((backslash - ones) & ~backslash) | word) &
	       high;
}

static inline const unsigned char *skip_plain(const unsigned char *p, const unsigned char *end)
{
	for (; end - p >= 8; p += 8) {
		uint64_t word;
		memcpy(&word, p, sizeof word);
		word = stops(le64toh(word));
		if (word)
			return p + (__builtin_ctzll(word) >> 3);
	}
	while (p < end && *p >= ' ' && *p < 0x80 && *p != '"' && *p != '\\')
		p++;
	return p;
}

/* Size of the well-formed sequence of two to four bytes at `p` (RFC 3629, table of section 4), or 0. */
static inline size_t sequence(const unsigned char *p, const unsigned char *end)
{
	size_t left = end - p;
	unsigned char low = 0x80, high = 0xBF;
	if (p[0] >= 0xC2 && p[0] <= 0xDF)
		return left >= 2 && (p[1] & 0xC0) == 0x80 ? 2 : 0;
	if ((p[0] & 0xF0) == 0xE0) {
		low = p[0] == 0xE0 ? 0xA0 : low;
		high = p[0] == 0xED ? 0x9F : high;
		return left >= 3 && p[1] >= low && p[1] <= high && (p[2] & 0xC0) == 0x80 ? 3 : 0;
	}
	if (p[0] < 0xF0 || p[0] > 0xF4)
		return 0;
	low = p[0] == 0xF0 ? 0x90 : low;
	high = p[0] == 0xF4 ? 0x8F : high;
	return left >= 4 && p[1] >= low && p[1] <= high && (p[2] & 0xC0) == 0x80 && (p[3] & 0xC0) == 0x80 ? 4 : 0;
}

/* The four hexadecimal digits behind `\u`, or -1. */
static int hex4(const unsigned char *p, const unsigned char *end)
{
	int code = 0;
	if (end - p < 4)
		return -1;
	for (int i = 0; i < 4; i++) {
		unsigned char c = p[i] | 0x20;
		if (p[i] >= '0' && p[i] <= '9')
			code = code * 16 + p[i] - '0';
		else if (c >= 'a' && c <= 'f')
			code = code * 16 + c - 'a' + 10;
		else
			return -1;
	}
	return code;
}

/* Checks the escape at `p`; returns what is behind it, or NULL. */
static const unsigned char *escape(struct sms_json_reader *r, const unsigned char *p)
{
	int c = p + 1 < r->end ? p[1] : 0, code;
	if (c && strchr("\"\\/bfnrt", c))
		return p + 2;
	if (c != 'u') {
		sms_json_fail(r, p, "unknown escape in a string");
		return NULL;
	}
	code = hex4(p + 2, r->end);
	if (code > 0 && (code & 0xF800) != 0xD800)
		return p + 6;
	if (code < 0) {
		sms_json_fail(r, p, "four hexadecimal digits expected behind '\\u'");
	} else if (code == 0) {
		sms_json_fail(r, p, "'\\u0000' is not allowed");
	} else {
		bool paired = code < 0xDC00 && r->end - p >= 12 && p[6] == '\\' && p[7] == 'u' &&
			      (hex4(p + 8, r->end) & ~0x3FF) == 0xDC00;
		if (paired)
			return p + 12;
		sms_json_fail(r, p, "lone surrogate '%.6s'", (const char *)p);
	}
	return NULL;
}

bool sms_json_pass_string(struct sms_json_reader *r, bool *escaped)
{
	const unsigned char *p = r->at + 1;
	for (;;) {
		p = skip_plain(p, r->end);
		if (p == r->end)
			return sms_json_fail(r, r->at, "string without an end");
		if (*p == '"')
			break;
		if (*p == '\\') {
			*escaped = true;
			p = escape(r, p);
			if (!p)
				return false;
		} else if (*p < ' ') {
			return sms_json_fail(r, p, "control character U+%04X in a string", *p);
		} else {
			size_t size;
			while (p < r->end && *p >= 0x80) {
				size = sequence(p, r->end);
				if (!size)
					return sms_json_fail(r, p, "ill-formed UTF-8");
				p += size;
			}
		}
	}
	r->at = p + 1;
	return true;
}

static inline const unsigned char *skip_digits(const unsigned char *p, const unsigned char *end)
{
	while (p < end && *p >= '0' && *p <= '9')
		p++;
	return p;
}

/* Passes the digits of an exponent, whose letter is at `p`; NULL after an error. */
static const unsigned char *exponent(struct sms_json_reader *r, const unsigned char *p)
{
	const unsigned char *first = p + 1, *end;
	if (first < r->end && (*first == '+' || *first == '-'))
		first++;
	end = skip_digits(first, r->end);
	if (end == first) {
		sms_json_fail(r, end, "digit expected in an exponent");
		return NULL;
	}
	while (first < end && *first == '0')
		first++;
	if (end - first > 9) {
		sms_json_fail(r, r->at, "number out of range");
		return NULL;
	}
	return end;
}

/* Notes a number that needs its text. The process stays in the C locale as far as numbers go. */
static bool note(struct sms_json_reader *r, const unsigned char *end, bool may_overflow)
{
	struct sms_json_scan *scan = r->scan;
	size_t length = end - r->at;
	if (may_overflow) {
		sms_auto(string) char *text = sms_copy((const char *)r->at, length);
		if (isinf(strtod(text, NULL)))
			return sms_json_fail(r, r->at, "number out of range");
	}
	sms_grow(scan->numbers, scan->count, scan->capacity);
	scan->numbers[scan->count++] = (struct sms_json_number){r->ordinal, r->at - r->start, length};
	if (length > SMS_JSON_NUMBER_LENGTH)
		scan->overlong = true;
	return true;
}

bool sms_json_pass_number(struct sms_json_reader *r)
{
	bool negative = *r->at == '-', whole = true;
	const unsigned char *first = r->at + negative, *p = skip_digits(first, r->end);
	size_t digits = p - first;
	if (!digits)
		return sms_json_fail(r, p, "digit expected");
	if (*first == '0' && digits > 1)
		return sms_json_fail(r, r->at, "number with a leading zero");
	bool may_overflow = digits > 300;
	if (p < r->end && *p == '.') {
		const unsigned char *point = p;
		p = skip_digits(point + 1, r->end);
		whole = false;
		if (p == point + 1)
			return sms_json_fail(r, p, "digit expected behind the decimal point");
	}
	if (p < r->end && (*p | 0x20) == 'e') {
		p = exponent(r, p);
		whole = false;
		may_overflow = true;
		if (!p)
			return false;
	}
	if ((!whole || digits > 15 || (negative && *first == '0')) && !note(r, p, may_overflow))
		return false;
	r->ordinal++;
	r->at = p;
	return true;
}
