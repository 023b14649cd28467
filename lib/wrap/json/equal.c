/* What numbers are worth, exactly: their decimal digits are compared, never doubles, so that 1, 1.0 and 10e-1 are equal
 * and 9007199254740993 is not 9007199254740992. Then equality of whole values. */
#include "wrap/json/cjson.h"
#include "wrap/json/json.h"
#include <string.h>

#define LINEAR 16 /* objects with more members are compared in sorted order */

/* The digits without zeros at the ends, a decimal point among them at most; none for zero. The value is
 * 0.DIGITS * 10^magnitude. */
struct decimal {
	const char *digits, *end;
	int64_t magnitude;
	bool negative;
};

static struct decimal decimal(const char *text)
{
	struct decimal d = {.negative = *text == '-'};
	const char *point = NULL, *p;
	text += d.negative;
	for (p = text; *p == '.' || (*p >= '0' && *p <= '9'); p++) {
		if (*p == '.')
			point = p;
		else if (*p != '0')
			d.end = p + 1;
		if (!d.digits && d.end)
			d.digits = p;
	}
	if (!d.digits)
		return (struct decimal){0}; /* minus zero equals zero */
	d.magnitude = *p ? strtoll(p + 1, NULL, 10) : 0;
	if (!point)
		point = p;
	d.magnitude += point - d.digits + (d.digits > point);
	return d;
}

static bool same_number(const sms_json *a, const sms_json *b)
{
	char scratch_a[32], scratch_b[32];
	if (!a->valuestring && !b->valuestring)
		return a->valuedouble == b->valuedouble;
	struct decimal x = decimal(sms_json_number_text(a, scratch_a)), y = decimal(sms_json_number_text(b, scratch_b));
	if (x.negative != y.negative || x.magnitude != y.magnitude)
		return false;
	for (; x.digits < x.end && y.digits < y.end; x.digits++, y.digits++) {
		x.digits += *x.digits == '.';
		y.digits += *y.digits == '.';
		if (*x.digits != *y.digits)
			return false;
	}
	return x.digits == x.end && y.digits == y.end;
}

bool sms_json_integer(const sms_json *value, int64_t *out)
{
	char scratch[32];
	if (!cJSON_IsNumber(value))
		return false;
	struct decimal d = decimal(sms_json_number_text(value, scratch));
	uint64_t number = 0, limit = (uint64_t)INT64_MAX + d.negative;
	if (d.magnitude > 19 || (d.digits && d.magnitude <= 0))
		return false;
	for (int64_t left = d.magnitude; left > 0; left--) {
		unsigned digit = 0;
		if (d.digits < d.end) {
			d.digits += *d.digits == '.';
			digit = *d.digits++ - '0';
		}
		if (number > (limit - digit) / 10)
			return false;
		number = number * 10 + digit;
	}
	if (d.digits < d.end)
		return false;
	*out = (int64_t)(d.negative ? -number : number);
	return true;
}

static bool same_sorted(const sms_json *a, const sms_json *b)
{
	size_t count, count_b;
	const sms_json **x = sms_json_sorted(a, &count), **y = sms_json_sorted(b, &count_b);
	bool same = count == count_b;
	for (size_t i = 0; same && i < count; i++)
		same = !strcmp(x[i]->string, y[i]->string) && sms_json_equal(x[i], y[i]);
	free(x);
	free(y);
	return same;
}

static bool same_members(const sms_json *a, const sms_json *b)
{
	size_t count = sms_json_count(a);
	if (count != sms_json_count(b))
		return false;
	if (count > LINEAR)
		return same_sorted(a, b);
	sms_json_each(member, a)
		if (!sms_json_equal(member, sms_json_get(b, member->string)))
			return false;
	return true;
}

static bool same_elements(const sms_json *a, const sms_json *b)
{
	a = a->child;
	b = b->child;
	for (; a && b; a = a->next, b = b->next)
		if (!sms_json_equal(a, b))
			return false;
	return !a && !b;
}

bool sms_json_equal(const sms_json *a, const sms_json *b)
{
	if (!a || !b)
		return a == b;
	enum sms_json_kind kind = sms_json_kind(a);
	if (kind != sms_json_kind(b))
		return false;
	switch (kind) {
	case SMS_JSON_NULL:
		return true;
	case SMS_JSON_BOOLEAN:
		return sms_json_true(a) == sms_json_true(b);
	case SMS_JSON_NUMBER:
		return same_number(a, b);
	case SMS_JSON_STRING:
		return !strcmp(a->valuestring, b->valuestring);
	case SMS_JSON_ARRAY:
		return same_elements(a, b);
	case SMS_JSON_OBJECT:
		return same_members(a, b);
	}
	return false;
}
