/* Looking at an audit from one side: what concerns one record, and what differs from another audit. */
#ifndef SMS_WORK_AUDIT_COMPARE_H
#define SMS_WORK_AUDIT_COMPARE_H

#include "work/audit/audit.h"

/* A record that an audit is narrowed to. Borrowed. */
struct sms_audit_record {
	const char *id, *path;
};
/* Drops every fault that none of these records has a part in, and every item that they neither fail nor count for. Sums
 * are made anew. */
void sms_audit_keep_records(struct sms_audit *audit, const struct sms_audit_record *records, size_t count);
/* Drops every item that is not in the list. */
void sms_audit_keep_items(struct sms_audit *audit, const struct sms_list *items);

enum sms_change_kind { SMS_CHANGE_NEW, SMS_CHANGE_WORSE, SMS_CHANGE_BETTER, SMS_CHANGE_GONE, SMS_CHANGE_KINDS };
const char *sms_change_kind_name(enum sms_change_kind kind); /* "new", "worse", "better", "gone" */

/* An item of which something else is to be said than before. */
struct sms_audit_change {
	enum sms_change_kind kind;
	const struct sms_item *item;
	const struct sms_judgement *before, *now; /* NULL where the catalogue of that side does not have it */
	enum sms_grade grade;                     /* of what is new or worse: now; else before */
	struct sms_list more, fewer;              /* what fails now and did not, and the other way round */
};

struct sms_audit_changes {
	struct sms_audit_change *items; /* in the order of the clauses */
	size_t count, capacity;
	size_t kinds[SMS_CHANGE_KINDS];
	size_t grades[SMS_GRADE_MAJOR + 1]; /* of what is new or worse */
};

/* Compares two audits of the same items at the same instant; both are borrowed. What is waived counts as not there. That an item conformed, and nobody can
 * tell now, is worse: an observation. */
void sms_audit_compare(struct sms_audit_changes *out, const struct sms_audit *before, const struct sms_audit *now);
void sms_audit_changes_release(struct sms_audit_changes *changes);
SMS_AUTO_STRUCT(audit_changes, struct sms_audit_changes, sms_audit_changes_release);

#endif
