/* Calendar periods: reading, naming, dividing. */
#include "work/period.h"
#include <stdio.h>
#include <string.h>

static const char *const words[] = {
	[SMS_DAYS] = "day",         [SMS_WEEKS] = "week", [SMS_MONTHS] = "month",
	[SMS_QUARTERS] = "quarter", [SMS_YEARS] = "year",
};

static const int months_of[] = {[SMS_MONTHS] = 1, [SMS_QUARTERS] = 3, [SMS_YEARS] = 12};

const char *sms_unit_word(enum sms_unit_of_time unit)
{
	return words[unit];
}

bool sms_unit_parse(const char *word, enum sms_unit_of_time *out)
{
	for (size_t i = 0; i < SMS_COUNT(words); i++)
		if (strcmp(word, words[i]) == 0) {
			*out = (enum sms_unit_of_time)i;
			return true;
		}
	return false;
}

static sms_time remainder_of(sms_time number, sms_time divisor)
{
	return (number % divisor + divisor) % divisor;
}

sms_time sms_unit_floor(enum sms_unit_of_time unit, sms_time instant)
{
	sms_time day = instant - remainder_of(instant, SMS_DAY), first = day;
	struct sms_civil civil;
	if (unit == SMS_DAYS)
		return day;
	if (unit == SMS_WEEKS) /* the epoch was a Thursday */
		return day - remainder_of(day + 3 * SMS_DAY, 7 * SMS_DAY);
	sms_time_civil(day, &civil);
	int month = (civil.month - 1) / months_of[unit] * months_of[unit] + 1;
	if (!sms_civil_time(&(struct sms_civil){.year = civil.year, .month = month, .day = 1}, &first))
		return day;
	return first;
}

sms_time sms_unit_move(enum sms_unit_of_time unit, sms_time start, int count)
{
	if (unit == SMS_DAYS || unit == SMS_WEEKS)
		return start + (sms_time)count * (unit == SMS_DAYS ? 1 : 7) * SMS_DAY;
	return sms_time_add_months(start, count * months_of[unit]);
}

void sms_unit_name(enum sms_unit_of_time unit, sms_time start, char full[16], char brief[16], char outer[16])
{
	static const char *const names[] = {"Jan", "Feb", "Mar", "Apr", "May", "Jun",
					    "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
	struct sms_civil civil;
	sms_time_civil(start, &civil);
	unsigned year = (unsigned)civil.year % 10000, month = (unsigned)civil.month % 13,
		 day = (unsigned)civil.day % 32;
	snprintf(outer, 16, "%04u", year);
	switch (unit) {
	case SMS_DAYS:
	case SMS_WEEKS:
		snprintf(full, 16, "%04u-%02u-%02u", year, month, day);
		snprintf(brief, 16, "%u %s", day, names[month ? month - 1 : 0]);
		return;
	case SMS_MONTHS:
		snprintf(full, 16, "%04u-%02u", year, month);
		snprintf(brief, 16, "%s", names[month ? month - 1 : 0]);
		return;
	case SMS_QUARTERS:
		snprintf(full, 16, "%04u-Q%u", year, (month + 2) / 3);
		snprintf(brief, 16, "Q%u", (month + 2) / 3);
		return;
	case SMS_YEARS:
		snprintf(full, 16, "%04u", year);
		snprintf(brief, 16, "%04u", year);
		outer[0] = 0;
	}
}

/* One form without `..`. The loose times of base/time.h would take more: offsets and words, which make no report that
 * can be repeated. */
static bool parse_one(const char *text, struct sms_period *out)
{
	static const struct {
		const char *pattern;
		enum sms_unit_of_time unit;
	} forms[] = {{"yyyy-mm-dd", SMS_DAYS}, {"yyyy-mm", SMS_MONTHS}, {"yyyy", SMS_YEARS}};
	for (size_t i = 0; i < SMS_COUNT(forms); i++) {
		if (!sms_time_parse_pattern(text, forms[i].pattern, &out->from))
			continue;
		out->to = sms_unit_move(forms[i].unit, out->from, 1);
		return true;
	}
	char year[5] = "";
	if (strlen(text) != 7 || text[4] != '-' || text[5] != 'Q' || text[6] < '1' || text[6] > '4')
		return false;
	memcpy(year, text, 4);
	if (!sms_time_parse_pattern(year, "yyyy", &out->from))
		return false;
	out->from = sms_unit_move(SMS_QUARTERS, out->from, text[6] - '1');
	out->to = sms_unit_move(SMS_QUARTERS, out->from, 1);
	return true;
}

struct sms_error *sms_period_parse(struct sms_period *out, const char *text)
{
	const char *dots = strstr(text, "..");
	struct sms_period last;
	sms_auto(string) char *first = dots ? sms_copy(text, (size_t)(dots - text)) : sms_strdup(text);
	bool ok = parse_one(first, out);
	if (ok && dots) {
		ok = parse_one(dots + 2, &last);
		out->to = last.to;
	}
	if (!ok)
		return sms_error_hint(sms_error(SMS_INPUT, "'%s' is no period", text),
				      "write 2026-10, 2026-Q4, 2026, 2026-10-05, or two of these as 2026-01..2026-06");
	if (out->to <= out->from)
		return sms_error(SMS_INPUT, "the period '%s' ends before it begins", text);
	return NULL;
}

static bool is_start(enum sms_unit_of_time unit, sms_time instant)
{
	return sms_unit_floor(unit, instant) == instant;
}

struct sms_period sms_period_before(const struct sms_period *period)
{
	struct sms_civil from, to;
	if (!is_start(SMS_MONTHS, period->from) || !is_start(SMS_MONTHS, period->to))
		return (struct sms_period){period->from - (period->to - period->from), period->from};
	sms_time_civil(period->from, &from);
	sms_time_civil(period->to, &to);
	int months = (to.year - from.year) * 12 + to.month - from.month;
	return (struct sms_period){sms_time_add_months(period->from, -months), period->from};
}

void sms_period_format(const struct sms_period *period, char out[48])
{
	static const enum sms_unit_of_time units[] = {SMS_YEARS, SMS_QUARTERS, SMS_MONTHS, SMS_DAYS};
	char first[16], last[16], brief[16], outer[16];
	for (size_t i = 0; i < SMS_COUNT(units); i++) {
		enum sms_unit_of_time unit = units[i];
		if (!is_start(unit, period->from) || sms_unit_move(unit, period->from, 1) != period->to)
			continue;
		sms_unit_name(unit, period->from, first, brief, outer);
		snprintf(out, 48, "%s", first);
		return;
	}
	bool months = is_start(SMS_MONTHS, period->from) && is_start(SMS_MONTHS, period->to);
	enum sms_unit_of_time unit = months ? SMS_MONTHS : SMS_DAYS;
	sms_unit_name(unit, period->from, first, brief, outer);
	sms_unit_name(unit, sms_unit_floor(unit, period->to - 1), last, brief, outer);
	snprintf(out, 48, "%s..%s", first, last);
}
