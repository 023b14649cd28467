/* What `sms types` does beside listing and describing. */
#ifndef SMS_CMD_TYPES_H
#define SMS_CMD_TYPES_H

#include "output.h"

/* --clauses: for every item of the catalogue the types and fields that are its evidence; of one type, where `only` is
 * not NULL. The answer is no when one of them does not exist. */
struct sms_error *types_clauses(struct context *context, const struct sms_types *types,
				const struct sms_type *only) SMS_CHECKED;
/* --check: what own types lack of what the audit and the reports look at. The answer is no when something does. */
struct sms_error *types_check(struct context *context, const struct sms_types *types,
			      const struct sms_type *only) SMS_CHECKED;
/* The starter of a type by its name and kind (`register`), appended: also what sms-type(5) shows. */
struct sms_error *types_starter(struct sms_buf *out, const struct sms_types *types, const char *name,
				const char *kind) SMS_CHECKED;
/* --new: a starter under types/ in the work tree. */
struct sms_error *types_new(struct context *context, const char *name, const char *kind, bool dry_run) SMS_CHECKED;

#endif
