/* What own types that take the place of built-in ones, or extend them, lack of what the audit and the reports look at.
 * Finding of `sms check`: rule `type-needed`, major. */
#ifndef SMS_WORK_CHECK_TYPES_H
#define SMS_WORK_CHECK_TYPES_H

#include "work/check/private.h"
#include "work/needs/needs.h"

struct sms_type_lack {
	const struct sms_type *type; /* borrowed from the types asked about */
	char *what;                  /* "field 'priority'", "state 'closed'" */
	struct sms_list by;          /* who names it: "8.6.1-b", "report incidents" */
};

struct sms_type_lacks {
	struct sms_type_lack *items;
	size_t count, capacity;
};
void sms_type_lacks_release(struct sms_type_lacks *lacks);
SMS_AUTO_STRUCT(type_lacks, struct sms_type_lacks, sms_type_lacks_release);

/* In the order of the catalogue; nothing is read of it where the repository has no types of its own. */
struct sms_error *sms_types_lacking(struct sms_type_lacks *out, const struct sms_types *types) SMS_CHECKED;
/* The findings. */
struct sms_error *sms_check_types(struct sms_check_run *run, struct sms_finding_list *findings) SMS_CHECKED;

#endif
