/* Dates, times and durations: RFC 3339 section 5.6 and appendix A. */
#include "model/schema/format.h"
#include <string.h>

/* Reads exactly `digits` digits. */
static bool number(const char **text, const char *end, int digits, int *out)
{
	*out = 0;
	for (; digits > 0; digits--, (*text)++) {
		if (*text == end || **text < '0' || **text > '9')
			return false;
		*out = *out * 10 + (**text - '0');
	}
	return true;
}

static bool literal(const char **text, const char *end, char c)
{
	if (*text == end || **text != c)
		return false;
	(*text)++;
	return true;
}

static bool date(const char **text, const char *end)
{
	static const int lengths[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
	int year, month, day;
	if (!number(text, end, 4, &year) || !literal(text, end, '-') || !number(text, end, 2, &month) ||
	    !literal(text, end, '-') || !number(text, end, 2, &day) || month < 1 || month > 12)
		return false;
	bool leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
	return day >= 1 && day <= lengths[month - 1] + (month == 2 && leap);
}

static bool zone(const char **text, const char *end, int *minutes)
{
	int hour, minute;
	*minutes = 0;
	if (literal(text, end, 'Z') || literal(text, end, 'z'))
		return true;
	bool west = literal(text, end, '-');
	if ((!west && !literal(text, end, '+')) || !number(text, end, 2, &hour) || !literal(text, end, ':') ||
	    !number(text, end, 2, &minute) || hour > 23 || minute > 59)
		return false;
	*minutes = west ? -(hour * 60 + minute) : hour * 60 + minute;
	return true;
}

static bool clock_time(const char **text, const char *end)
{
	int hour, minute, second, offset, digit;
	if (!number(text, end, 2, &hour) || !literal(text, end, ':') || !number(text, end, 2, &minute) ||
	    !literal(text, end, ':') || !number(text, end, 2, &second) || hour > 23 || minute > 59 || second > 60)
		return false;
	if (literal(text, end, '.')) {
		if (!number(text, end, 1, &digit))
			return false;
		while (*text < end && **text >= '0' && **text <= '9')
			(*text)++;
	}
	if (!zone(text, end, &offset))
		return false;
	/* A leap second is the last of a day in UTC. */
	int utc = (hour * 60 + minute - offset + 2880) % 1440;
	return second < 60 || utc == 23 * 60 + 59;
}

bool schema_format_date(const char *text, size_t length)
{
	const char *end = text + length;
	return date(&text, end) && text == end;
}

bool schema_format_time(const char *text, size_t length)
{
	const char *end = text + length;
	return clock_time(&text, end) && text == end;
}

bool schema_format_date_time(const char *text, size_t length)
{
	const char *end = text + length;
	return date(&text, end) && (literal(&text, end, 'T') || literal(&text, end, 't')) && clock_time(&text, end) &&
	       text == end;
}

/* Numbers, each with the next unit of `units`, none left out between the first and the last. */
static bool run(const char **text, const char *end, const char *units)
{
	bool any = false;
	while (*text < end && **text >= '0' && **text <= '9') {
		while (*text < end && **text >= '0' && **text <= '9')
			(*text)++;
		if (any ? *text == end || **text != *units : *text == end || !(units = strchr(units, **text)))
			return false;
		if (!*units)
			return false;
		units++;
		(*text)++;
		any = true;
	}
	return any;
}

bool schema_format_duration(const char *text, size_t length)
{
	const char *end = text + length;
	if (!literal(&text, end, 'P') || text == end)
		return false;
	if (end[-1] == 'W')
		return run(&text, end, "W") && text == end;
	if (*text != 'T' && !run(&text, end, "YMD"))
		return false;
	return text == end || (literal(&text, end, 'T') && run(&text, end, "HMS") && text == end);
}

/* One whole number of one calendar unit: what a planned interval is given in. */
bool schema_format_interval(const char *text, size_t length)
{
	if (length < 3 || length > 7 || *text != 'P' || text[1] == '0' || !strchr("YMWD", text[length - 1]))
		return false;
	for (size_t i = 1; i + 1 < length; i++)
		if (text[i] < '0' || text[i] > '9')
			return false;
	return true;
}
