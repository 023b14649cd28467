/* An audit as one HTML file: style and drawing inside, nothing from outside, no scripts. */
#ifndef SMS_WORK_AUDIT_HTML_H
#define SMS_WORK_AUDIT_HTML_H

#include "work/audit/audit.h"

/* Appended; the same bytes for the same audit. */
void sms_audit_html(struct sms_buf *out, const struct sms_audit *audit);

/* A paper of auditors, written in Markdown, as one HTML file in the same frame; appended. */
void sms_audit_paper_html(struct sms_buf *out, const char *title, const struct sms_buf *markdown);

/* --- Between html.c and svg.c. --- */

/* The results that are drawn, in the order of the parts of a bar. */
extern const enum sms_result audit_drawn[SMS_RESULT_COUNT];
/* "not-conform": the class of the style sheet, and what people read. */
const char *audit_result_class(enum sms_result result);
const char *audit_result_title(enum sms_result result);

/* A bar for each clause of the second level, its parts the results of the items in it; for a page and for a phone. */
void audit_svg_add(struct sms_buf *out, const struct sms_audit *audit);

#endif
