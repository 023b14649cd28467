/* The audit of past month ends: how the SMS came to stand where it stands. */
#ifndef SMS_WORK_AUDIT_TREND_H
#define SMS_WORK_AUDIT_TREND_H

#include "work/audit/audit.h"

#define SMS_TREND_MONTHS 12

struct sms_trend_point {
	sms_time at;   /* the last second of the month, in UTC */
	bool is_there; /* there was an SMS by then; else all below is 0 */
	struct sms_oid commit;
	size_t items, results[SMS_RESULT_COUNT], grades[SMS_GRADE_MAJOR + 1];
	size_t machine, human, unassessed;
};

struct sms_trend {
	struct sms_trend_point points[SMS_TREND_MONTHS]; /* oldest first; the last month that was over by then */
};

/* Judges the last commit of each month as of its end, with the same choice of clauses and items. `path` is inside the
 * repository. Takes as long as twelve audits. */
struct sms_error *sms_audit_trend(struct sms_trend *out, const char *path,
				  const struct sms_audit_options *options) SMS_CHECKED;

#endif
