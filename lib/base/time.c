#include "base/time.h"
#include <stdio.h>
#include <string.h>
#include <time.h>

/* What can be written in four digits of year: all that sms takes or gives. */
#define EARLIEST ((sms_time)-62167219200) /* 0000-01-01T00:00:00Z */
#define LATEST ((sms_time)253402300799)   /* 9999-12-31T23:59:59Z */

static sms_time stopped = SMS_TIME_NONE;

sms_time sms_now(void)
{
	if (sms_clock_is_set())
		return stopped;
	struct timespec now;
	clock_gettime(CLOCK_REALTIME, &now);
	return now.tv_sec;
}

void sms_clock_set(sms_time instant)
{
	stopped = instant;
}

bool sms_clock_is_set(void)
{
	return stopped != SMS_TIME_NONE;
}

static bool in_range(sms_time instant)
{
	return instant >= EARLIEST && instant <= LATEST;
}

/* Days from 1970-01-01. Years are counted from March, so that the leap day is the last of its year; 400 of them have
 * 146097 days. Year 0 and later. */
static sms_time days_from_civil(int year, int month, int day)
{
	int y = year + 400 - (month <= 2); /* one cycle ahead: never negative */
	int cycle = y / 400, year_of_cycle = y % 400;
	int day_of_year = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1;
	int day_of_cycle = year_of_cycle * 365 + year_of_cycle / 4 - year_of_cycle / 100 + day_of_year;
	return (sms_time)(cycle - 1) * 146097 + day_of_cycle - 719468;
}

void sms_time_civil(sms_time instant, struct sms_civil *out)
{
	instant = instant < EARLIEST ? EARLIEST : instant > LATEST ? LATEST : instant;
	int seconds = (int)((instant % SMS_DAY + SMS_DAY) % SMS_DAY);
	int days = (int)((instant - seconds) / SMS_DAY) + 719468 + 146097;
	int cycle = days / 146097, day_of_cycle = days % 146097;
	int year = (day_of_cycle - day_of_cycle / 1460 + day_of_cycle / 36524 - day_of_cycle / 146096) / 365;
	int day_of_year = day_of_cycle - (365 * year + year / 4 - year / 100);
	int month = (5 * day_of_year + 2) / 153;
	out->day = day_of_year - (153 * month + 2) / 5 + 1;
	out->month = month < 10 ? month + 3 : month - 9;
	out->year = year + (cycle - 1) * 400 + (out->month <= 2);
	out->hour = seconds / 3600;
	out->minute = seconds / 60 % 60;
	out->second = seconds % 60;
}

static int month_days(int year, int month)
{
	static const int days[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
	bool leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
	return days[month - 1] + (month == 2 && leap);
}

bool sms_civil_time(const struct sms_civil *civil, sms_time *out)
{
	if (civil->year < 0 || civil->year > 9999 || civil->month < 1 || civil->month > 12 || civil->day < 1 ||
	    civil->day > month_days(civil->year, civil->month))
		return false;
	if (civil->hour < 0 || civil->hour > 23 || civil->minute < 0 || civil->minute > 59 || civil->second < 0 ||
	    civil->second > 59)
		return false;
	*out = days_from_civil(civil->year, civil->month, civil->day) * SMS_DAY + civil->hour * 3600 +
	       civil->minute * 60 + civil->second;
	return true;
}

static bool is_digit(char c)
{
	return c >= '0' && c <= '9';
}

/* Takes `least` to `most` digits at `*text` as a number. */
static bool take_number(const char **text, int least, int most, int *out)
{
	int digits = 0, number = 0;
	for (; digits < most && is_digit(**text); digits++)
		number = number * 10 + *(*text)++ - '0';
	*out = number;
	return digits >= least;
}

static bool take_char(const char **text, char c)
{
	if (**text != c)
		return false;
	++*text;
	return true;
}

/* Takes `Z` or `+hh:mm`: the seconds to take off the local time. */
static bool take_offset(const char **text, sms_time *out)
{
	*out = 0;
	if (take_char(text, 'Z') || take_char(text, 'z'))
		return true;
	int sign = **text == '-' ? -1 : 1, hours, minutes;
	if (!take_char(text, '+') && !take_char(text, '-'))
		return false;
	if (!take_number(text, 2, 2, &hours) || !take_char(text, ':') || !take_number(text, 2, 2, &minutes))
		return false;
	*out = (sms_time)sign * (hours * 3600 + minutes * 60);
	return hours <= 23 && minutes <= 59;
}

static bool take_date(const char **text, struct sms_civil *out)
{
	return take_number(text, 4, 4, &out->year) && take_char(text, '-') && take_number(text, 2, 2, &out->month) &&
	       take_char(text, '-') && take_number(text, 2, 2, &out->day);
}

static bool take_clock(const char **text, struct sms_civil *out)
{
	if (!take_number(text, 2, 2, &out->hour) || !take_char(text, ':') || !take_number(text, 2, 2, &out->minute) ||
	    !take_char(text, ':') || !take_number(text, 2, 2, &out->second))
		return false;
	if (!take_char(text, '.'))
		return true;
	const char *fraction = *text;
	while (is_digit(**text))
		++*text;
	return *text > fraction;
}

bool sms_time_parse(const char *text, sms_time *out)
{
	struct sms_civil civil = {0};
	sms_time offset, instant;
	if (!take_date(&text, &civil) || (!take_char(&text, 'T') && !take_char(&text, 't')) ||
	    !take_clock(&text, &civil) || !take_offset(&text, &offset) || *text)
		return false;
	bool leap_second = civil.second == 60;
	if (leap_second)
		civil.second = 59;
	if (!sms_civil_time(&civil, &instant) || !in_range(instant - offset))
		return false;
	instant -= offset;
	/* Leap seconds end a day of UTC, wherever they are written (RFC 3339, appendix D). */
	if (leap_second && (instant % SMS_DAY + SMS_DAY) % SMS_DAY != SMS_DAY - 1)
		return false;
	*out = instant;
	return true;
}

void sms_time_format(sms_time instant, char out[SMS_TIME_SIZE])
{
	struct sms_civil c;
	sms_time_civil(instant, &c);
	char text[80]; /* for six numbers of any size, which the compiler must assume */
	snprintf(text, sizeof text, "%04d-%02d-%02dT%02d:%02d:%02dZ", c.year, c.month, c.day, c.hour, c.minute,
		 c.second);
	memcpy(out, text, SMS_TIME_SIZE - 1);
	out[SMS_TIME_SIZE - 1] = 0;
}

/* False when the month is out of range. */
static bool move_months(sms_time instant, int64_t months, sms_time *out)
{
	struct sms_civil civil;
	sms_time_civil(instant, &civil);
	int64_t month = (int64_t)civil.year * 12 + civil.month - 1 + months;
	if (month < 0 || month >= 10000 * 12)
		return false;
	civil.year = (int)(month / 12);
	civil.month = (int)(month % 12) + 1;
	int last = month_days(civil.year, civil.month);
	if (civil.day > last)
		civil.day = last;
	return sms_civil_time(&civil, out);
}

sms_time sms_time_add_months(sms_time instant, int months)
{
	sms_time moved;
	if (move_months(instant, months, &moved))
		return moved;
	return months < 0 ? EARLIEST : LATEST;
}

/* `-30d`, `+2w`, `-6h`, `+90min`, `-3mo`, `-1y`. */
static bool parse_relative(const char *text, sms_time now, sms_time *out)
{
	static const struct {
		const char *name;
		int seconds, months;
	} units[] = {{"min", 60, 0}, {"h", 3600, 0}, {"d", 86400, 0}, {"w", 7 * 86400, 0}, {"mo", 0, 1}, {"y", 0, 12}};
	int sign = *text == '-' ? -1 : 1, number;
	if ((!take_char(&text, '+') && !take_char(&text, '-')) || !take_number(&text, 1, 8, &number))
		return false;
	for (size_t i = 0; i < SMS_COUNT(units); i++) {
		if (strcmp(text, units[i].name) != 0)
			continue;
		if (units[i].months)
			return move_months(now, (int64_t)sign * number * units[i].months, out);
		*out = now + (sms_time)sign * number * units[i].seconds;
		return in_range(*out);
	}
	return false;
}

/* `YYYY`, `YYYY-MM` or `YYYY-MM-DD`: its first second and the first one after it. */
static bool parse_span(const char *text, sms_time *first, sms_time *after)
{
	struct sms_civil civil = {.month = 1, .day = 1};
	bool ok = take_number(&text, 4, 4, &civil.year);
	bool month = ok && take_char(&text, '-');
	bool day = month && (ok = take_number(&text, 2, 2, &civil.month)) && take_char(&text, '-');
	if (day)
		ok = take_number(&text, 2, 2, &civil.day);
	if (!ok || *text || !sms_civil_time(&civil, first))
		return false;
	if (day)
		*after = *first + SMS_DAY;
	else if (!move_months(*first, month ? 1 : 12, after))
		*after = LATEST + 1;
	return true;
}

static bool parse_day_word(const char *text, sms_time now, sms_time *first, sms_time *after)
{
	int back = strcmp(text, "today") == 0 ? 0 : strcmp(text, "yesterday") == 0 ? 1 : -1;
	if (back < 0)
		return false;
	*first = now - (now % SMS_DAY + SMS_DAY) % SMS_DAY - back * SMS_DAY;
	*after = *first + SMS_DAY;
	return in_range(*first);
}

struct sms_error *sms_time_parse_loose(const char *text, sms_time now, bool end_of_day, sms_time *out)
{
	sms_time first, after;
	if (strcmp(text, "now") == 0)
		*out = now;
	else if (parse_day_word(text, now, &first, &after) || parse_span(text, &first, &after))
		*out = end_of_day ? after - 1 : first;
	else if (!sms_time_parse(text, out) && !parse_relative(text, now, out))
		return sms_error(SMS_INPUT,
				 "'%s' is no point in time; write one as 2026-11-22T10:15:00Z, 2026-11-22, 2026-11, "
				 "2026, now, today, yesterday, or from now as -30d, +2w, -6h, -3mo, -1y",
				 text);
	return NULL;
}

/* The field that the pattern has at `*pattern`, which moves behind it; NULL for a literal. */
static int *take_field(const char **pattern, struct sms_civil *civil, int *least, int *most)
{
	const struct {
		const char *name;
		int *field;
		int least, most;
	} fields[] = {{"yyyy", &civil->year, 4, 4}, {"mm", &civil->month, 2, 2},  {"dd", &civil->day, 2, 2},
		      {"HH", &civil->hour, 2, 2},   {"MM", &civil->minute, 2, 2}, {"SS", &civil->second, 2, 2},
		      {"m", &civil->month, 1, 2},   {"d", &civil->day, 1, 2}};
	for (size_t i = 0; i < SMS_COUNT(fields); i++) {
		size_t length = strlen(fields[i].name);
		if (strncmp(*pattern, fields[i].name, length) != 0)
			continue;
		*pattern += length;
		*least = fields[i].least;
		*most = fields[i].most;
		return fields[i].field;
	}
	return NULL;
}

bool sms_time_parse_pattern(const char *text, const char *pattern, sms_time *out)
{
	/* No year is no date; what else is missing is the first there is. */
	struct sms_civil civil = {.year = -1, .month = 1, .day = 1};
	while (*pattern) {
		int least, most;
		int *field = take_field(&pattern, &civil, &least, &most);
		if (field ? !take_number(&text, least, most, field) : !take_char(&text, *pattern++))
			return false;
	}
	return !*text && sms_civil_time(&civil, out);
}

bool sms_time_parse_stored(const char *text, sms_time *out)
{
	if (strlen(text) == strlen("2026-11-22") && sms_time_parse_pattern(text, "yyyy-mm-dd", out))
		return true;
	return sms_time_parse(text, out);
}

void sms_time_describe(sms_time seconds, char out[32])
{
	static const struct {
		const char *name;
		unsigned seconds;
	} units[] = {{"d", 86400}, {"h", 3600}, {"min", 60}, {"s", 1}};
	const char *sign = seconds < 0 ? "-" : "";
	uint64_t left = seconds < 0 ? 0 - (uint64_t)seconds : (uint64_t)seconds;
	size_t i = 0;
	while (i < SMS_COUNT(units) - 1 && left < units[i].seconds)
		i++;
	unsigned long long whole = left / units[i].seconds;
	left %= units[i].seconds;
	unsigned long long part = i < SMS_COUNT(units) - 1 ? left / units[i + 1].seconds : 0;
	char text[96] = ""; /* for numbers of any size, which the compiler must assume */
	if (part)
		snprintf(text, sizeof text, "%s%llu %s %llu %s", sign, whole, units[i].name, part, units[i + 1].name);
	else
		snprintf(text, sizeof text, "%s%llu %s", sign, whole, units[i].name);
	memcpy(out, text, 31);
	out[31] = 0;
}
