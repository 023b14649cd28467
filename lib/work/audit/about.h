/* `about` of the test `covers`: what a record is about, before it becomes a member, and what those of the selection are;
 * then which members are meant. Mentions of it are no names. */
#ifndef SMS_WORK_AUDIT_ABOUT_H
#define SMS_WORK_AUDIT_ABOUT_H

#include "work/audit/private.h"

/* Notes the values of a record of `of`, to be called before the record becomes a member of the tally. */
void audit_about_of(const struct audit_test *test, struct audit_tally *tally, uint32_t index, const sms_json *instance);
/* Notes the values of a record of the selection. */
void audit_about_to(const struct audit_test *test, struct audit_tally *tally, uint32_t index, const sms_json *instance);
/* Is this such a note, and no name? */
bool audit_is_about(const struct audit_mention *mention);
/* Marks the members that share a value with one of the selection. */
void audit_about_join(const struct audit_test *test);

#endif
