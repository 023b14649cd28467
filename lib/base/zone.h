/* The clock on the wall: instants in a time zone of the system's database, by the C library alone. Its idea of the zone
 * is one for the whole process, and is put back after each call: not for several threads at once. */
#ifndef SMS_BASE_ZONE_H
#define SMS_BASE_ZONE_H

#include "base/time.h"

/* Is there a zone of this IANA name, such as Europe/Zurich? */
bool sms_zone_exists(const char *zone);
/* What clocks show in the zone, which exists, at an instant. `weekday` (may be NULL): 0 for Sunday. */
void sms_zone_civil(const char *zone, sms_time instant, struct sms_civil *out, int *weekday);
/* The instant at which clocks show this; days beyond the month are carried. An hour that is skipped is taken as if the
 * clock had not been moved. SMS_TIME_NONE where it cannot be told. */
sms_time sms_zone_instant(const char *zone, const struct sms_civil *civil);

#endif
