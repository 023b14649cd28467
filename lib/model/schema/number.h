/* Numbers as their decimal digits say, never as a double rounds them. */
#ifndef SMS_MODEL_SCHEMA_NUMBER_H
#define SMS_MODEL_SCHEMA_NUMBER_H

#include "wrap/json/json.h"

/* 0.DIGITS * 10^magnitude. A view into the number's text: the digits run from the first to the last that is not zero,
 * with a decimal point among them perhaps. No digits: zero. */
struct decimal {
	const char *digits, *end;
	int64_t magnitude;
	size_t count; /* digits without the point */
	bool negative;
};

/* A number that a schema gives, ready to be compared with. */
struct bound {
	const char *text;
	double number;
	bool exact; /* `number` is the value without loss */
	struct decimal decimal;
};

#define NUMBER_DIGITS 400 /* significant digits that a `multipleOf` may have */

struct decimal schema_decimal(const char *text);
/* `text` must live as long as the bound. */
struct bound schema_bound(const char *text, double number);
bool schema_number_is_integer(const sms_json *number);
/* Negative, zero, positive: the number is less than, equal to, greater than the bound. */
int schema_number_compare(const sms_json *number, const struct bound *bound);
/* The bound is not zero and has at most NUMBER_DIGITS digits. `work` is lowered by what it cost. */
bool schema_number_is_multiple(const sms_json *number, const struct bound *bound, int64_t *work);

#endif
