/* Instants, in whole seconds since 1970-01-01T00:00:00Z, written as RFC 3339 in UTC; and the clock that tests set.
 * Not for calendars and zones. */
#ifndef SMS_BASE_TIME_H
#define SMS_BASE_TIME_H

#include "base/error.h"
#include <stdbool.h>
#include <stdint.h>

typedef int64_t sms_time;
#define SMS_TIME_NONE INT64_MIN
#define SMS_TIME_SIZE 21 /* "2026-11-22T10:15:00Z" and its zero */
#define SMS_DAY ((sms_time)86400)

struct sms_civil {
	int year, month, day, hour, minute, second; /* month 1-12, day 1-31 */
};

/* The current instant: the system's, or what sms_clock_set gave (the only global of the library). */
sms_time sms_now(void);
/* Stops the clock at `instant`; SMS_TIME_NONE lets it run again. */
void sms_clock_set(sms_time instant);
/* True while the clock stands at a set instant. */
bool sms_clock_is_set(void);

void sms_time_civil(sms_time instant, struct sms_civil *out);
/* Days beyond the month are not carried: false when the date does not exist (30 February, hour 25). */
bool sms_civil_time(const struct sms_civil *civil, sms_time *out);
/* RFC 3339 date-time with `Z` or an offset, fractions dropped, a leap second taken as :59; false when it is none. */
bool sms_time_parse(const char *text, sms_time *out);
void sms_time_format(sms_time instant, char out[SMS_TIME_SIZE]);
/* What people type: an RFC 3339 instant, `YYYY-MM-DD` (its first second, or its last when `end_of_day`), `YYYY-MM`,
 * `YYYY`, `now`, `today`, `yesterday`, or an offset from `now` such as `-30d`, `+2w`, `-6h`, `-3mo`, `-1y`.
 * Fails with status INPUT and names the forms. */
struct sms_error *sms_time_parse_loose(const char *text, sms_time now, bool end_of_day, sms_time *out) SMS_CHECKED;
/* Text by a pattern of `d`, `dd`, `m`, `mm`, `yyyy`, `HH`, `MM`, `SS` and literal characters (an import map's);
 * one-letter forms take one or two digits. False when it does not fit or is no real date. */
bool sms_time_parse_pattern(const char *text, const char *pattern, sms_time *out);
/* A time as records hold it: RFC 3339, or a date, which is its first second. False when it is neither. */
bool sms_time_parse_stored(const char *text, sms_time *out);
/* `from` moved by an ISO 8601 duration (`P12M`, `P1DT4H`); months and years by the calendar. False when it is none,
 * or NULL. */
bool sms_time_add_duration(const char *text, sms_time from, sms_time *out);
/* `instant` moved by calendar months; the day is cut to the month's last. */
sms_time sms_time_add_months(sms_time instant, int months);
/* A length of time for people, two units at most: "45 s", "12 min", "3 h 20 min", "2 d 4 h". */
void sms_time_describe(sms_time seconds, char out[32]);

#endif
