/* Other ways of looking at an audit: against another commit, as a gap analysis, over the months. */
#ifndef SMS_CMD_AUDIT_VIEWS_H
#define SMS_CMD_AUDIT_VIEWS_H

#include "output.h"
#include "work/audit/compare.h"
#include "work/audit/gap.h"
#include "work/audit/trend.h"

/* What is new, worse, better and gone since a commit: text, json or markdown. */
void audit_print_changes(struct context *context, const struct sms_audit *before, const struct sms_audit *now,
			 const struct sms_audit_changes *changes);
/* Levels of statements and clauses, in the order in which to work on them. */
struct sms_error *audit_print_gap(struct context *context, const struct sms_audit *audit) SMS_CHECKED;
/* A row for each month. */
struct sms_error *audit_print_trend(struct context *context, const struct sms_trend *trend) SMS_CHECKED;
/* The first steps of a gap analysis, at most so many, each with its command. */
void audit_print_steps(struct context *context, const struct sms_audit *audit, const struct sms_gap *gap, size_t most);

#endif
