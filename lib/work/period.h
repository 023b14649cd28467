/* Periods that reports are about, and their division into days, weeks, months, quarters and years. All in UTC, all
 * half-open: from the first instant up to, and without, the last. Weeks begin on Monday. */
#ifndef SMS_WORK_PERIOD_H
#define SMS_WORK_PERIOD_H

#include "base/time.h"

struct sms_period {
	sms_time from, to;
};

enum sms_unit_of_time { SMS_DAYS, SMS_WEEKS, SMS_MONTHS, SMS_QUARTERS, SMS_YEARS };

/* `2026-10`, `2026-Q4`, `2026`, `2026-10-05`, or two of these with `..` between (the end of the second counts).
 * Error INPUT that names the forms. */
struct sms_error *sms_period_parse(struct sms_period *out, const char *text) SMS_CHECKED;
/* The period of the same length before: calendar months where it consists of such, else as many seconds. */
struct sms_period sms_period_before(const struct sms_period *period);
/* As people write it, the shortest form that sms_period_parse reads back where there is one: "2026-10",
 * "2026-01-03..2026-02-28". */
void sms_period_format(const struct sms_period *period, char out[48]);

/* The first instant of the unit that `instant` is in. */
sms_time sms_unit_floor(enum sms_unit_of_time unit, sms_time instant);
/* The first instant of a unit so many units later (or earlier); `start` is a first instant itself. */
sms_time sms_unit_move(enum sms_unit_of_time unit, sms_time start, int count);
/* Names of the unit that begins at `start`: "2026-10" in full, "Oct" in brief, "2026" what the brief name leaves out.
 */
void sms_unit_name(enum sms_unit_of_time unit, sms_time start, char full[16], char brief[16], char outer[16]);
/* "week", "month" and so on. */
const char *sms_unit_word(enum sms_unit_of_time unit);
bool sms_unit_parse(const char *word, enum sms_unit_of_time *out);

#endif
