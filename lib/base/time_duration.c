/* ISO 8601 durations. See time.h. */
#include "base/memory.h"
#include "base/time.h"

/* Reads a number and its unit (`12M`); false when there is none. */
static bool take_part(const char **at, int *number, char *unit)
{
	const char *p = *at;
	*number = 0;
	for (; *p >= '0' && *p <= '9'; p++) {
		if (*number > 100000)
			return false;
		*number = *number * 10 + (*p - '0');
	}
	if (p == *at || !*p)
		return false;
	*unit = *p;
	*at = p + 1;
	return true;
}

/* Adds one part to months or seconds; false when the unit is none. */
static bool add_part(int number, char unit, bool in_time, int *months, sms_time *seconds)
{
	static const struct {
		char unit;
		bool in_time;
		int months;
		sms_time seconds;
	} units[] = {{'Y', false, 12, 0},      {'M', false, 1, 0},   {'W', false, 0, 7 * SMS_DAY},
		     {'D', false, 0, SMS_DAY}, {'H', true, 0, 3600}, {'M', true, 0, 60},
		     {'S', true, 0, 1}};
	for (size_t i = 0; i < SMS_COUNT(units); i++) {
		if (units[i].unit != unit || units[i].in_time != in_time)
			continue;
		*months += number * units[i].months;
		*seconds += number * units[i].seconds;
		return true;
	}
	return false;
}

bool sms_time_add_duration(const char *text, sms_time from, sms_time *out)
{
	sms_time seconds = 0;
	int months = 0, number = 0;
	bool in_time = false;
	char unit = 0;
	if (!text || *text++ != 'P' || !*text)
		return false;
	while (*text) {
		if (*text == 'T' && !in_time && text[1]) {
			in_time = true;
			text++;
			continue;
		}
		if (!take_part(&text, &number, &unit) || !add_part(number, unit, in_time, &months, &seconds))
			return false;
	}
	*out = (months ? sms_time_add_months(from, months) : from) + seconds;
	return true;
}
