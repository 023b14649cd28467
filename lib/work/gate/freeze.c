/* Times without changes: once, over and over, or outside of a calendar. See gate.h. */
#include "base/zone.h"
#include "work/gate/private.h"
#include <stdio.h>
#include <string.h>

/* --- Over and over. --- */

/* One end of a freeze that comes back, in the order of its cycle: of a year by month and day, of a month by the day,
 * negative from its end, of a week by the day from Monday on. */
struct moment {
	int month, day;
	int seconds; /* of the day; that of an end without a time is over with the day */
};

enum cycle { CYCLE_YEAR, CYCLE_MONTH, CYCLE_WEEK };

static bool read_cycle(const char *text, enum cycle *out)
{
	static const char *const names[] = {[CYCLE_YEAR] = "year", [CYCLE_MONTH] = "month", [CYCLE_WEEK] = "week"};
	for (size_t i = 0; i < SMS_COUNT(names); i++)
		if (!strcmp(names[i], text)) {
			*out = (enum cycle)i;
			return true;
		}
	return false;
}

static int day_of_week(const char *text)
{
	static const char *const days[] = {"mon", "tue", "wed", "thu", "fri", "sat", "sun"};
	for (size_t i = 0; i < SMS_COUNT(days); i++)
		if (!strncmp(days[i], text, strlen(days[i])))
			return (int)i + 1;
	return 0;
}

static bool read_time(const char *text, int *seconds)
{
	int hour, minute, used = 0;
	if (sscanf(text, "%2d:%2d%n", &hour, &minute, &used) != 2 || text[used] || hour > 24 || minute > 59)
		return false;
	*seconds = (hour * 60 + minute) * 60;
	return *seconds <= (int)SMS_DAY;
}

static bool read_moment(const char *text, enum cycle cycle, bool is_end, struct moment *out)
{
	const char *space = text ? strchr(text, ' ') : NULL;
	*out = (struct moment){.seconds = is_end ? (int)SMS_DAY : 0};
	if (!text || (space && !read_time(space + 1, &out->seconds)))
		return false;
	if (cycle == CYCLE_YEAR)
		return sscanf(text, "%2d-%2d", &out->month, &out->day) == 2;
	if (cycle == CYCLE_WEEK)
		return (out->day = day_of_week(text)) > 0;
	return sscanf(text, "%3d", &out->day) == 1 && out->day;
}

static int days_in(int year, int month)
{
	static const int lengths[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
	bool leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
	return month == 2 && leap ? 29 : lengths[(month - 1) % 12];
}

/* Its place in the cycle; a day that counts from the end of the month is one of the month given. */
static int64_t place(const struct moment *moment, int year, int month)
{
	int day = moment->day < 0 ? days_in(year, month) + 1 + moment->day : moment->day;
	return ((int64_t)moment->month * 32 + day) * SMS_DAY + moment->seconds;
}

/* The next instant at which the cycle comes to this moment. */
static sms_time next(const struct moment *end, enum cycle cycle, const char *zone, const struct sms_civil *now,
		     const struct moment *here)
{
	struct sms_civil at = {.year = now->year, .month = now->month, .day = end->day};
	bool later = place(end, now->year, now->month) <= place(here, now->year, now->month);
	if (cycle == CYCLE_YEAR) {
		at.year += later;
		at.month = end->month;
	} else if (cycle == CYCLE_WEEK) {
		at.day = now->day + end->day - here->day + (later ? 7 : 0);
	} else {
		at.month += later;
		at.day = end->day < 0 ? days_in(at.year + at.month / 13, (at.month - 1) % 12 + 1) + 1 + end->day
				      : end->day;
	}
	at.day += end->seconds == (int)SMS_DAY;
	at.hour = end->seconds % (int)SMS_DAY / 3600;
	at.minute = end->seconds / 60 % 60;
	return sms_zone_instant(zone, &at);
}

static bool recurs(const sms_json *freeze, const char *every, const char *zone, sms_time now, sms_time *until)
{
	struct moment from, to;
	struct sms_civil local;
	enum cycle cycle;
	int weekday;
	if (!read_cycle(every, &cycle) || !read_moment(sms_json_get_text(freeze, "from"), cycle, false, &from) ||
	    !read_moment(sms_json_get_text(freeze, "to"), cycle, true, &to))
		return false;
	sms_zone_civil(zone, now, &local, &weekday);
	const struct moment here = {.month = cycle == CYCLE_YEAR ? local.month : 0,
				    .day = cycle == CYCLE_WEEK ? (weekday + 6) % 7 + 1 : local.day,
				    .seconds = (local.hour * 60 + local.minute) * 60 + local.second};
	int64_t at = place(&here, local.year, local.month), first = place(&from, local.year, local.month),
		last = place(&to, local.year, local.month);
	*until = next(&to, cycle, zone, &local, &here);
	return first < last ? first <= at && at < last : first <= at || at < last;
}

/* --- Outside of a calendar. --- */

/* Is the time of the day in this part of it? Without ends: the whole day. */
static bool is_within(const sms_json *part, int seconds)
{
	const char *from = sms_json_get_text(part, "from"), *to = sms_json_get_text(part, "to");
	int first = 0, last = (int)SMS_DAY;
	return (!from || read_time(from, &first)) && (!to || read_time(to, &last)) && first <= seconds &&
	       seconds < last;
}

/* The one of these single days that holds the moment; NULL for none. */
static const sms_json *find_day(const sms_json *days, const char *date, int seconds)
{
	sms_json_each(day, days) {
		const char *on = sms_json_get_text(day, "date");
		if (on && !strcmp(on, date) && is_within(day, seconds))
			return day;
	}
	return NULL;
}

static bool is_in_window(const sms_json *windows, int weekday, int seconds)
{
	static const char *const days[] = {"sun", "mon", "tue", "wed", "thu", "fri", "sat"};
	sms_json_each(window, windows)
		if (sms_json_contains_text(sms_json_get(window, "days"), days[weekday]) && is_within(window, seconds))
			return true;
	return false;
}

/* Exceptions come before holidays, and these before the week. */
static bool is_open_by(const sms_json *calendar, const char *zone, sms_time now)
{
	struct sms_civil local;
	int weekday;
	sms_zone_civil(zone, now, &local, &weekday);
	sms_auto(string) char *date = sms_format("%04d-%02d-%02d", local.year, local.month, local.day);
	int seconds = (local.hour * 60 + local.minute) * 60 + local.second;
	const char *from = sms_json_get_text(calendar, "valid_from"), *to = sms_json_get_text(calendar, "valid_to");
	const sms_json *exception = find_day(sms_json_get(calendar, "exceptions"), date, seconds);
	if ((from && strcmp(date, from) < 0) || (to && strcmp(date, to) > 0))
		return false;
	if (exception)
		return sms_json_true(sms_json_get(exception, "open"));
	return !find_day(sms_json_get(calendar, "holidays"), date, seconds) &&
	       is_in_window(sms_json_get(calendar, "windows"), weekday, seconds);
}

/* --- Any. --- */

static struct sms_error *check_zone(const sms_json *freeze, const char *zone)
{
	if (sms_zone_exists(zone))
		return NULL;
	return sms_error_hint(sms_error(SMS_INPUT, "freeze '%s': there is no time zone '%s'",
					sms_json_get_text(freeze, "name"), zone ? zone : ""),
			      "sms config get freezes");
}

static struct sms_error *judge_calendar(const struct gating *gating, const sms_json *freeze, const char *name, bool *on)
{
	const sms_json *calendar = sms_json_get(sms_settings_get(gating->store->settings, "calendars"), name);
	const char *zone = sms_json_get_text(calendar, "timezone");
	if (!calendar)
		return sms_error_hint(sms_error(SMS_INPUT, "freeze '%s': there is no calendar '%s'",
						sms_json_get_text(freeze, "name"), name),
				      "sms config get calendars");
	SMS_TRY(check_zone(freeze, zone));
	*on = !is_open_by(calendar, zone, gating->now);
	return NULL;
}

struct sms_error *sms_gate_freeze_is_on(const struct gating *gating, const sms_json *freeze, bool *on, sms_time *until)
{
	const char *outside = sms_json_get_text(freeze, "outside"), *every = sms_json_get_text(freeze, "every");
	const char *from = sms_json_get_text(freeze, "from"), *to = sms_json_get_text(freeze, "to");
	sms_time first;
	*on = false;
	*until = SMS_TIME_NONE;
	if (outside)
		return judge_calendar(gating, freeze, outside, on);
	if (every) {
		const char *zone = sms_json_get_text(freeze, "timezone");
		SMS_TRY(check_zone(freeze, zone));
		*on = recurs(freeze, every, zone, gating->now, until);
		return NULL;
	}
	*on = from && to && sms_time_parse(from, &first) && sms_time_parse(to, until) && gating->now >= first &&
	      gating->now < *until;
	return NULL;
}
