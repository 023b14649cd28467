/* Are the records sound? For merge requests, hooks and before an audit.
 *
 * Looked at are records, and all other files of data: the settings, types/, rules/, maps/, reports/, approvals/. What is
 * looked for is in sms_check_rules; a finding's rule is one of them, or the id of an invariant of the types
 * (x-sms.invariants), which holds a dash. */
#ifndef SMS_WORK_CHECK_H
#define SMS_WORK_CHECK_H

#include "model/store.h"
#include "work/finding/print.h"

/* The rules, ended by {0}: of records, and of documents held against a schema (validate.h). */
extern const struct sms_rule sms_check_rules[];

struct sms_check_options {
	const struct sms_oid *since;  /* only files that differ from this commit; NULL: all */
	const struct sms_list *paths; /* only files below these paths; empty or NULL: all */
	sms_time now;
	const struct sms_progress *progress;
};

/* Checks the store's snapshot; `records` is the number of records looked at. Findings are sorted. A salvaged store
 * (SMS_VIEW_SALVAGED) is judged as far as that goes. */
struct sms_error *sms_check(struct sms_finding_list *findings, size_t *records, struct sms_store *store,
			    const struct sms_check_options *options) SMS_CHECKED;
/* What a check ends with: OK without findings; UNJUDGED where records have no type that could judge them, or where
 * limits that were reached are all there is; else NO. */
enum sms_status sms_check_status(const struct sms_finding_list *findings);

#endif
