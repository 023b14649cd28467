/* An audit as a run of findings: what sarif, junit and annotations of code forges are made from. */
#ifndef SMS_WORK_AUDIT_FINDINGS_H
#define SMS_WORK_AUDIT_FINDINGS_H

#include "work/audit/audit.h"
#include "work/finding/print.h"

/* The items as rules, then the codes of the verification if there was one, ended by {0}. Texts are the audit's or kept here. */
struct sms_audit_rules {
	struct sms_rule *items;
	char **texts;
	size_t text_count;
};

/* Fills `out`; with `judged` only those that a machine or a person has judged. Release it before the audit. */
void sms_audit_rules(struct sms_audit_rules *out, const struct sms_audit *audit, bool judged);
void sms_audit_rules_release(struct sms_audit_rules *rules);
SMS_AUTO_STRUCT(audit_rules, struct sms_audit_rules, sms_audit_rules_release);

/* Adds a finding for each fault, in the order of the items; its rule is the item; with `waived` those that are waived too.
 * Then those of the verification. */
void sms_audit_findings(struct sms_finding_list *out, const struct sms_audit *audit, bool waived);
/* "WVR-1 until 2026-12-31: reason"; the caller's, NULL where nothing is waived. */
char *sms_audit_waiver(const struct sms_judgement *judgement);

/* Was the same said of one of the first `before` items of this finding? Then it need not be said again. */
bool sms_audit_is_said(const struct sms_audit_finding *finding, size_t before, const struct sms_fault *fault);

#endif
