/* Refuses what would newly break an invariant, before it is written. What was broken before may stay so: an edit of
 * another member is not held up.
 *
 * Only what a write can touch is read: links that are new, the way from them on for loops, and all records of a type
 * where one of them takes a new key or stops being a fit target. Types of events are never read as a whole; what only
 * that could show is found by `sms check`. */
#ifndef SMS_MODEL_INVARIANT_GUARD_H
#define SMS_MODEL_INVARIANT_GUARD_H

#include "model/record.h"

struct sms_guard;

/* `snapshot` is what the records are written onto; borrowed. */
struct sms_guard *sms_guard_new(struct sms_snapshot *snapshot) SMS_CHECKED;
void sms_guard_free(struct sms_guard *guard);

/* Looks at a record that is to be written; error INPUT for what it breaks by itself, unless it tells of a past that
 * `is_history`: that is kept as it was. */
struct sms_error *sms_guard_put(struct sms_guard *guard, const struct sms_record *record, bool is_new,
				bool is_history) SMS_CHECKED;
/* Looks at all of them together; error INPUT for the first thing they break, the others as hints. */
struct sms_error *sms_guard_check(struct sms_guard *guard) SMS_CHECKED;

#endif
