/* Which of two values of a record is the greater one: numbers, lengths of time, and instants. */
#ifndef SMS_MODEL_ORDER_H
#define SMS_MODEL_ORDER_H

#include "wrap/json/json.h"

enum sms_order { SMS_ORDER_BEFORE, SMS_ORDER_SAME, SMS_ORDER_AFTER, SMS_ORDER_UNLIKE };

/* Is this text an instant or a day (ISO 8601), rather than a length of time? */
bool sms_order_is_day(const char *text);
/* How `a` stands to `b`. Durations (ISO 8601) are compared by the time that they take from 1970 on; of instants where
 * one is a day only, days are compared, as they are written. UNLIKE where the two cannot be compared; NULL is allowed. */
enum sms_order sms_order_of(const sms_json *a, const sms_json *b);

#endif
