/* What the history proves, as a part of an audit of its own: work/verify, with its codes. Tampering is major; of one code
 * there is one finding, as of one statement of the standard. It reads the whole history, which costs seconds where that
 * is long: whoever audits asks for it. */
#ifndef SMS_WORK_AUDIT_INTEGRITY_H
#define SMS_WORK_AUDIT_INTEGRITY_H

#include "work/audit/audit.h"
#include "work/finding/print.h"

/* What was found of one code. */
struct sms_audit_breach {
	const struct sms_rule *rule; /* of sms_verify_rules */
	enum sms_grade grade;        /* of the gravest; counts nothing where the rule is `unjudged` */
	size_t first, count;         /* of `findings`, where they stand together */
};

struct sms_audit_integrity {
	enum sms_status status;           /* NO: tampering; UNJUDGED: nobody can say; else OK */
	size_t commits;                   /* that were walked */
	struct sms_finding_list findings; /* code by code, the gravest first */
	struct sms_audit_breach *breaches;
	size_t breach_count;
};

/* Verifies the history of the repository that `path` is in, up to `at` (NULL: HEAD), into `audit->integrity`, and counts
 * what it finds among the audit's grades. Errors: as sms_verify. */
struct sms_error *sms_audit_verify(struct sms_audit *audit, const char *path, const char *at,
				   const struct sms_progress *progress) SMS_CHECKED;
void sms_audit_integrity_free(struct sms_audit_integrity *integrity);
/* "proven: 120 commits", "not proven: 2 major, 1 observation", "not looked at"; appended. */
void sms_audit_add_integrity(struct sms_buf *out, const struct sms_audit *audit);
/* "proven", "not-proven" or "incomplete", as sms/verify/1 has it. */
const char *sms_audit_integrity_verdict(const struct sms_audit_integrity *integrity);

#endif
