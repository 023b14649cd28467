/* Are the records sound? For merge requests, hooks and before an audit.
 *
 * Rules, by the id of their findings:
 *   json        not JSON as RFC 8259 and I-JSON have it           major
 *   type        no type has the prefix of this id                  major
 *   schema      does not fit its type                              major
 *   id          id or type inside is not what the path says        major
 *   state       a state that the lifecycle does not have           major
 *   file        not a regular file, or not where records are       major
 *   settings    sms.json or a file under types/ is no good         (an error: nothing can be judged)
 *   link        target missing, void, or of a type it may not be   minor
 *   statement   an approval statement that is no good              major
 *   stale       an approved record whose content was changed       minor
 *   prose       a document without its Markdown                    minor
 *   form        not in canonical form (`sms fmt`)                  minor
 *   attributes  .gitattributes would change records on checkout    major */
#ifndef SMS_WORK_CHECK_H
#define SMS_WORK_CHECK_H

#include "model/store.h"
#include "work/finding.h"

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
