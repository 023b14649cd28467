/* Comparing and dividing decimals of any length without turning them into doubles. */
#include "model/schema/number.h"
#include <math.h>
#include <string.h>

#define FAR ((int64_t)1 << 40) /* an exponent beyond this is as good as endless */

static int64_t exponent(const char *text)
{
	int64_t value = 0;
	bool negative = *text == '-';
	text += *text == '-' || *text == '+';
	for (; *text >= '0' && *text <= '9'; text++)
		if (value < FAR)
			value = value * 10 + (*text - '0');
	return negative ? -value : value;
}

struct decimal schema_decimal(const char *text)
{
	struct decimal d = {.negative = *text == '-'};
	const char *point = NULL, *p;
	for (p = text + d.negative; *p == '.' || (*p >= '0' && *p <= '9'); p++) {
		if (*p == '.')
			point = p;
		else if (*p != '0')
			d.end = p + 1;
		if (d.end && !d.digits)
			d.digits = p;
	}
	if (!d.digits)
		return (struct decimal){0}; /* minus zero is zero */
	if (!point)
		point = p;
	d.magnitude = (*p ? exponent(p + 1) : 0) + (point - d.digits) + (d.digits > point);
	d.count = (size_t)(d.end - d.digits) - (point > d.digits && point < d.end);
	return d;
}

struct bound schema_bound(const char *text, double number)
{
	struct bound bound = {.text = text, .number = number, .decimal = schema_decimal(text)};
	/* Whole numbers of fifteen digits are exact as a double. */
	bound.exact = bound.decimal.count <= 15 && bound.decimal.magnitude <= 15 &&
		      bound.decimal.magnitude >= (int64_t)bound.decimal.count;
	return bound;
}

/* Takes the next digit; the point is stepped over, and there are endless zeros behind the last. */
static unsigned next_digit(struct decimal *d)
{
	if (d->digits == d->end)
		return 0;
	d->digits += *d->digits == '.';
	return (unsigned)(*d->digits++ - '0');
}

static int compare_sizes(struct decimal a, struct decimal b)
{
	if (!a.count || !b.count)
		return !!a.count - !!b.count;
	if (a.magnitude != b.magnitude)
		return a.magnitude < b.magnitude ? -1 : 1;
	while (a.digits != a.end || b.digits != b.end) {
		unsigned x = next_digit(&a), y = next_digit(&b);
		if (x != y)
			return x < y ? -1 : 1;
	}
	return 0;
}

static int compare(struct decimal a, struct decimal b)
{
	if (a.negative != b.negative)
		return a.negative ? -1 : 1;
	return a.negative ? compare_sizes(b, a) : compare_sizes(a, b);
}

int schema_number_compare(const sms_json *number, const struct bound *bound)
{
	char scratch[32];
	double value = sms_json_number(number);
	/* Rounding keeps the order: only a double equal to the bound leaves a doubt. */
	if (bound->exact && value != bound->number)
		return value < bound->number ? -1 : 1;
	return compare(schema_decimal(sms_json_number_text(number, scratch)), bound->decimal);
}

bool schema_number_is_integer(const sms_json *number)
{
	char scratch[32];
	double value = sms_json_number(number);
	if (fabs(value) < 0x1p52 && value != floor(value))
		return false;
	struct decimal d = schema_decimal(sms_json_number_text(number, scratch));
	return d.magnitude >= (int64_t)d.count;
}

static uint64_t times(uint64_t a, uint64_t b, uint64_t modulus)
{
	__extension__ typedef unsigned __int128 wide;
	return (uint64_t)((wide)a * b % modulus);
}

/* Is digits * 10^shift a multiple of `divisor`? */
static bool divides_small(struct decimal number, int64_t shift, uint64_t divisor)
{
	uint64_t rest = 0;
	for (size_t i = 0; i < number.count; i++)
		rest = (times(rest, 10, divisor) + next_digit(&number)) % divisor;
	for (uint64_t power = 10 % divisor; shift; shift >>= 1, power = times(power, power, divisor))
		if (shift & 1)
			rest = times(rest, power, divisor);
	return rest == 0;
}

/* rest = rest * 10 + digit, less the divisor as often as it goes; numbers of `count` + 1 digits, highest first. */
static void step(unsigned char *rest, const unsigned char *divisor, size_t count, unsigned digit)
{
	memmove(rest, rest + 1, count);
	rest[count] = (unsigned char)digit;
	while (memcmp(rest, divisor, count + 1) >= 0) {
		int borrow = 0;
		for (size_t i = count + 1; i-- > 0;) {
			int value = rest[i] - divisor[i] - borrow;
			borrow = value < 0;
			rest[i] = (unsigned char)(value + borrow * 10);
		}
	}
}

/* The same for divisors that 64 bits do not hold, by long division as on paper. */
static bool divides_large(struct decimal number, int64_t shift, struct decimal divisor, int64_t *work)
{
	unsigned char rest[NUMBER_DIGITS + 1] = {0}, digits[NUMBER_DIGITS + 1] = {0};
	size_t count = divisor.count;
	for (size_t i = 1; i <= count; i++)
		digits[i] = (unsigned char)next_digit(&divisor);
	for (uint64_t left = number.count + (uint64_t)shift; left; left--) {
		*work -= 1 + (int64_t)count / 8;
		if (*work < 0)
			return false;
		step(rest, digits, count, next_digit(&number));
	}
	for (size_t i = 0; i <= count; i++)
		if (rest[i])
			return false;
	return true;
}

bool schema_number_is_multiple(const sms_json *number, const struct bound *bound, int64_t *work)
{
	char scratch[32];
	struct decimal a = schema_decimal(sms_json_number_text(number, scratch)), b = bound->decimal;
	if (!a.count)
		return true;
	/* As whole digits times a power of ten; digits end in no zero, so a lower power cannot be made up for. */
	int64_t shift = (a.magnitude - (int64_t)a.count) - (b.magnitude - (int64_t)b.count);
	if (shift < 0)
		return false;
	*work -= (int64_t)(a.count / 8);
	if (b.count > 18)
		return divides_large(a, shift, b, work);
	uint64_t divisor = 0;
	for (struct decimal d = b; d.digits != d.end;)
		divisor = divisor * 10 + next_digit(&d);
	return divides_small(a, shift, divisor);
}
