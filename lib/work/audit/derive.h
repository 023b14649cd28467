/* Operators of expressions, by file: each gets the whole expression and the member that it is called by. See derive.c. */
#ifndef SMS_WORK_AUDIT_DERIVE_H
#define SMS_WORK_AUDIT_DERIVE_H

#include "work/audit/private.h"

/* The operators `earliest`, `latest`, `count` and `last` (elements.c). */
const sms_json *audit_derive_earliest(const struct audit_subject *subject, const sms_json *expression,
				      const sms_json *list);
const sms_json *audit_derive_latest(const struct audit_subject *subject, const sms_json *expression,
				    const sms_json *list);
const sms_json *audit_derive_count(const struct audit_subject *subject, const sms_json *expression,
				   const sms_json *list);
const sms_json *audit_derive_last(const struct audit_subject *subject, const sms_json *expression,
				  const sms_json *path);
/* The operators `compare`, `ratio` and `deviation` (number.c). */
const sms_json *audit_derive_deviation(const struct audit_subject *subject, const sms_json *expression,
				       const sms_json *pair);
const sms_json *audit_derive_compare(const struct audit_subject *subject, const sms_json *expression,
				     const sms_json *pair);
const sms_json *audit_derive_ratio(const struct audit_subject *subject, const sms_json *expression,
				   const sms_json *pair);

#endif
