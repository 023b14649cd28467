/* Time zones, by the C library. See zone.h. */
#include "base/zone.h"
#include "base/cleanup.h"
#include "base/memory.h"
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#define DATABASE "/usr/share/zoneinfo"

bool sms_zone_exists(const char *zone)
{
	static const char letters[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_+-/";
	const char *folder = getenv("TZDIR");
	if (!zone || !*zone || *zone == '/' || strspn(zone, letters) != strlen(zone))
		return false;
	if (!strcmp(zone, "UTC") || !strcmp(zone, "Etc/UTC"))
		return true;
	sms_auto(string) char *path = sms_format("%s/%s", folder && *folder ? folder : DATABASE, zone);
	return access(path, R_OK) == 0;
}

/* Enters the zone; what was there before is the caller's. */
static char *enter(const char *zone)
{
	const char *now = getenv("TZ");
	char *before = now ? sms_strdup(now) : NULL;
	setenv("TZ", zone, 1);
	tzset();
	return before;
}

static void leave(char *before)
{
	if (before)
		setenv("TZ", before, 1);
	else
		unsetenv("TZ");
	tzset();
	free(before);
}

void sms_zone_civil(const char *zone, sms_time instant, struct sms_civil *out, int *weekday)
{
	time_t seconds = (time_t)instant;
	struct tm local = {0};
	char *before = enter(zone);
	localtime_r(&seconds, &local);
	leave(before);
	*out = (struct sms_civil){.year = local.tm_year + 1900,
				  .month = local.tm_mon + 1,
				  .day = local.tm_mday,
				  .hour = local.tm_hour,
				  .minute = local.tm_min,
				  .second = local.tm_sec};
	if (weekday)
		*weekday = local.tm_wday;
}

sms_time sms_zone_instant(const char *zone, const struct sms_civil *civil)
{
	struct tm local = {.tm_year = civil->year - 1900,
			   .tm_mon = civil->month - 1,
			   .tm_mday = civil->day,
			   .tm_hour = civil->hour,
			   .tm_min = civil->minute,
			   .tm_sec = civil->second,
			   .tm_isdst = -1};
	char *before = enter(zone);
	local.tm_wday = -1; /* set where it could be told */
	time_t seconds = mktime(&local);
	leave(before);
	return local.tm_wday < 0 ? SMS_TIME_NONE : (sms_time)seconds;
}
