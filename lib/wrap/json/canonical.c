/* The JSON Canonicalization Scheme (RFC 8785): one text for equal values, to be digested and signed. */
#include "wrap/json/cjson.h"
#include "wrap/json/json.h"
#include <float.h>
#include <math.h>
#include <stdio.h>
#include <string.h>

#define DIGITS 17 /* enough for any double */

/* --- Numbers as ECMAScript prints them. --- */

/* The value is 0.DIGITS * 10^magnitude. */
struct shortest {
	char digits[DIGITS + 1];
	size_t count;
	int magnitude;
};

/* Adds one to the last digit. */
static void round_up(struct shortest *s)
{
	size_t i = s->count;
	while (i > 0 && s->digits[i - 1] == '9')
		s->digits[--i] = '0';
	if (i > 0) {
		s->digits[i - 1]++;
	} else {
		s->digits[0] = '1';
		s->magnitude++;
	}
}

static bool reads_as(const struct shortest *s, double number)
{
	char text[40];
	snprintf(text, sizeof text, "0.%se%d", s->digits, s->magnitude);
	return strtod(text, NULL) == number;
}

/* The fewest digits that read as `number`, which is finite and positive; of those the nearest. */
static struct shortest shorten(double number)
{
	struct shortest s = {.count = 0};
	char text[40];
	/* 15 digits survive a double, so fewer are 15 with zeros behind; below the normal doubles fewer may do */
	for (int count = number < DBL_MIN ? 1 : 15; count <= DIGITS; count++) {
		snprintf(text, sizeof text, "%.*e", count - 1, number);
		s.digits[0] = text[0];
		memcpy(s.digits + 1, text + 2, count - 1);
		s.digits[count] = 0;
		s.count = count;
		s.magnitude = atoi(strchr(text, 'e') + 1) + 1;
		if (reads_as(&s, number))
			break;
		/* a power of two reaches further up than down: the next one up may read as it, the nearest not */
		round_up(&s);
		if (reads_as(&s, number))
			break;
	}
	while (s.count > 1 && s.digits[s.count - 1] == '0')
		s.digits[--s.count] = 0;
	return s;
}

/* Puts two strings to `out`; returns their end. */
static char *add(char *out, const char *first, const char *second)
{
	return stpcpy(stpcpy(out, first), second);
}

/* ECMA-262, Number::toString; its k is `count` and its n is `magnitude`. */
void sms_json_double_text(char out[32], double number)
{
	if (number == 0) {
		memcpy(out, "0", 2);
		return;
	}
	struct shortest s = shorten(fabs(number));
	int k = (int)s.count, n = s.magnitude;
	if (number < 0)
		*out++ = '-';
	if (0 < n && n <= 21) {
		int whole = k < n ? k : n;
		out = mempcpy(out, s.digits, whole);
		memset(out, '0', n - whole);
		add(out + n - whole, k > n ? "." : "", s.digits + whole);
	} else if (-6 < n && n <= 0) {
		out = mempcpy(out, "0.00000", 2 - n);
		add(out, "", s.digits);
	} else {
		*out++ = s.digits[0];
		out = add(out, k > 1 ? "." : "", s.digits + 1);
		snprintf(out, 13, "e%+d", n - 1); /* behind a sign, a point and 17 digits there are 13 bytes left */
	}
}

/* --- Members in order. --- */

/* Surrogates, which stand for what begins with F0-F4 in UTF-8, come before U+E000-U+FFFF, which begin with EE and EF;
 * otherwise UTF-8 has the order of UTF-16. */
static int weight(unsigned char c)
{
	return c == 0xEE || c == 0xEF ? c + 0x10 : c;
}

int sms_json_compare_utf16(const char *a, const char *b)
{
	while (*a && *a == *b) {
		a++;
		b++;
	}
	return weight(*a) - weight(*b);
}

static int compare_members(const void *left, const void *right)
{
	const sms_json *const *a = left, *const *b = right;
	return sms_json_compare_utf16((*a)->string, (*b)->string);
}

const sms_json **sms_json_sorted(const sms_json *object, size_t *count)
{
	const sms_json **members = sms_alloc(sms_json_count(object), sizeof *members);
	*count = 0;
	sms_json_each(member, object)
		members[(*count)++] = member;
	qsort(members, *count, sizeof *members, compare_members);
	return members;
}

static void print_object(struct sms_buf *out, const sms_json *object)
{
	size_t count;
	const sms_json **members = sms_json_sorted(object, &count);
	sms_buf_add_char(out, '{');
	for (size_t i = 0; i < count; i++) {
		if (i)
			sms_buf_add_char(out, ',');
		sms_json_print_text(out, members[i]->string, strlen(members[i]->string));
		sms_buf_add_char(out, ':');
		sms_json_print_canonical(out, members[i]);
	}
	sms_buf_add_char(out, '}');
	free(members);
}

void sms_json_print_canonical(struct sms_buf *out, const sms_json *value)
{
	char text[32];
	switch (sms_json_kind(value)) {
	case SMS_JSON_NUMBER:
		sms_json_double_text(text, value->valuedouble);
		sms_buf_add_text(out, text);
		break;
	case SMS_JSON_ARRAY:
		sms_buf_add_char(out, '[');
		sms_json_each(element, value) {
			if (element != value->child)
				sms_buf_add_char(out, ',');
			sms_json_print_canonical(out, element);
		}
		sms_buf_add_char(out, ']');
		break;
	case SMS_JSON_OBJECT:
		print_object(out, value);
		break;
	default:
		sms_json_print_line(out, value);
	}
}
