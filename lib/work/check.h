/* Are the records sound? For merge requests, hooks and before an audit.
 *
 * What is looked at is in sms_check_rules; a finding's rule is one of them, or the
 * id of an invariant of the types (x-sms.invariants), which holds a dash. Settings and types that are no good are an
 * error: nothing can be judged. */
#ifndef SMS_WORK_CHECK_H
#define SMS_WORK_CHECK_H

#include "model/store.h"
#include "work/finding_print.h"

/* The rules, ended by {0}: of records, and of documents held against a schema (validate.h). */
extern const struct sms_rule sms_check_rules[];

struct sms_check_options {
	const struct sms_oid *since;  /* only records that differ from this commit; NULL: all */
	const struct sms_list *paths; /* only records below these paths; empty or NULL: all */
	sms_time now;
	const struct sms_progress *progress;
};

/* Checks the records of the store's snapshot; `records` is the number looked at. Findings are sorted. */
struct sms_error *sms_check(struct sms_finding_list *findings, size_t *records, struct sms_store *store,
			    const struct sms_check_options *options) SMS_CHECKED;

#endif
