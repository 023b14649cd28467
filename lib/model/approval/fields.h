/* What follows from a record's approvals, as columns of lists and reports name it: `approval` (its status),
 * `approval.by` (who approved), `approval.at` and `approval.until` (the days since when and how long it is approved). */
#ifndef SMS_MODEL_APPROVAL_FIELDS_H
#define SMS_MODEL_APPROVAL_FIELDS_H

#include "model/approval/approval.h"

/* The name at a place, from 0 on; NULL behind the last. */
const char *sms_approval_field_at(size_t index);
/* As a heading has it, NULL for a name that is none of them. */
const char *sms_approval_field_title(const char *name);
/* Appends its value as one line; nothing where there is none. */
void sms_approval_field_add(struct sms_buf *out, const struct sms_approval *approval, const char *name);

#endif
