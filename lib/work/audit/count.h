/* What a record counts for: which items would perhaps say otherwise without it. Only of records that were asked for. */
#ifndef SMS_WORK_AUDIT_COUNT_H
#define SMS_WORK_AUDIT_COUNT_H

#include "work/audit/private.h"

/* Adds an id (NULL: nothing) to the list, once, if it is watched. */
void audit_count(const struct audit_run *run, struct sms_list *counted, const char *id);
/* A part has picked a record; the instance has the facts that the part asks for. */
struct sms_error *audit_count_picked(const struct audit_run *run, const struct audit_part *part,
				     struct audit_tally *tally, uint32_t index, const sms_json *instance) SMS_CHECKED;
/* For visitors: `audit_count` with what it takes. */
struct audit_counting {
	const struct audit_run *run;
	struct sms_list *counted;
};
void audit_count_id(void *counting, const char *id);
/* Adds the watched records that have a part in what a test comes to. */
void audit_count_test(const struct audit_run *run, const struct audit_test *test, struct sms_list *counted);

#endif
