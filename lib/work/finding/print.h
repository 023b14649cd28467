/* Findings for machines: what every command that judges prints them with. Each format is made from the same run.
 *
 * Text is well-formed whatever the findings hold: ill-formed bytes of a file's name are shown as \xNN. */
#ifndef SMS_WORK_FINDING_PRINT_H
#define SMS_WORK_FINDING_PRINT_H

#include "base/list.h"
#include "base/time.h"
#include "work/finding/finding.h"
#include "wrap/json/json.h"

/* What a finding's rule asks: printed by help, by `explain` and in SARIF. */
struct sms_rule {
	const char *id;
	enum sms_grade grade;
	const char *brief; /* what is wrong, one line without a full stop: "does not fit its type" */
	const char *help;  /* what it means and what to do, in sentences */
	bool unjudged;     /* not that something is wrong, but that nobody can say */
};

/* Something else that is to be known of a run, for machines. */
struct sms_property {
	const char *name, *value;
};

/* What was judged, by whom, and when. */
struct sms_finding_run {
	const char *tool;             /* "sms check" */
	const struct sms_rule *rules; /* ended by {0} */
	const struct sms_finding_list *findings;
	const char *remarks; /* what else is to be said, for people who read a build's log; may be NULL */
	const struct sms_property *properties; /* ended by {0}; may be NULL */
	const struct sms_list *files;          /* all that were looked at: a test case each; NULL: a test case a rule */
	const char *root;     /* the absolute folder that paths are relative to; NULL where there is none */
	sms_time at;          /* when it began */
	int64_t milliseconds; /* how long it took */
};

/* What findings call standard input. */
#define SMS_FINDING_STDIN "-"

/* The rule of a finding; NULL where the table does not have it. */
const struct sms_rule *sms_rule_find(const struct sms_rule *rules, const char *id);

/* The findings as the array of a JSON document: grade, rule, record, file, commit, line, column, pointer, keyword, message,
 * fix; what is not known is left out. */
sms_json *sms_findings_json(const struct sms_finding_list *findings) SMS_CHECKED;
/* SARIF 2.1.0 (OASIS), appended: one run. Relative paths are below SRCROOT. */
void sms_findings_sarif(struct sms_buf *out, const struct sms_finding_run *run);
/* JUnit XML, appended: what Jenkins and Ant's JUnitReport read. A test case fails with its findings, or errs where it
 * could not be judged. */
void sms_findings_junit(struct sms_buf *out, const struct sms_finding_run *run);

/* --- What they share. --- */

/* A member with the text made well-formed; nothing for NULL. */
void sms_finding_set_text(sms_json *json, const char *key, const char *text);
/* "path:3:15", as far as it is known; appended. */
void sms_finding_add_place(struct sms_buf *out, const struct sms_finding *finding);

#endif
