/* What may still change in a record that is closed: one answer for those who write (sms_change_put) and those who look
 * back (work/verify). The rule in words is in model/type/type.h, at "final". */
#ifndef SMS_MODEL_CLOSED_H
#define SMS_MODEL_CLOSED_H

#include "model/record.h"

/* Is a record in this state closed? (`void` too.) */
bool sms_is_closed(const struct sms_type *type, const char *state);
/* Does the log of `after` hold a step that the one of `before`, which it begins with, does not? */
bool sms_is_stepped(const sms_json *before, const sms_json *after);
/* The first member that is other in `after` though `before` is closed, and no step out of its state goes with it; borrowed,
 * NULL for none. */
const char *sms_closed_edit(const struct sms_type *type, const sms_json *before, const sms_json *after, bool stepped);
/* The same of two versions of a record, prose included: error INPUT with the ways out. */
struct sms_error *sms_closed_check(const struct sms_record *before, const struct sms_record *after) SMS_CHECKED;

#endif
