/* Printing an audit: for people, for scripts, for spreadsheets, for documents, for code forges. */
#ifndef SMS_CMD_AUDIT_PRINT_H
#define SMS_CMD_AUDIT_PRINT_H

#include "output.h"
#include "work/audit/audit.h"

/* `whole`: name every record that fails, not only the first ones. */
void audit_print_text(struct context *context, const struct sms_audit *audit, bool whole);
void audit_print_json(struct context *context, const struct sms_audit *audit);
/* An item as sms/audit/1 has it, and one of its faults; the caller's. */
sms_json *audit_item_json(const struct sms_judgement *judgement) SMS_CHECKED;
sms_json *audit_fault_json(const struct sms_judgement *judgement, const struct sms_fault *fault) SMS_CHECKED;
/* A row for each item. */
struct sms_error *audit_print_csv(struct context *context, const struct sms_audit *audit) SMS_CHECKED;
void audit_print_markdown(struct context *context, const struct sms_audit *audit);
void audit_print_html(struct context *context, const struct sms_audit *audit);
/* SARIF or JUnit, by context->format. */
void audit_print_findings(struct context *context, const struct sms_audit *audit);
/* Annotations: an error for a major finding, a warning for a minor one, else a notice. */
void audit_print_github(struct context *context, const struct sms_audit *audit);

/* --- The history (print_integrity.c); nothing where it was not looked at. --- */

void audit_print_integrity(struct context *context, const struct sms_audit *audit);
/* The `integrity` of sms/audit/1; the caller's. Says too that nobody looked. */
sms_json *audit_integrity_json(const struct sms_audit *audit) SMS_CHECKED;
/* A row for each code, in the columns of audit_print_csv. */
void audit_add_integrity_rows(struct table *table, const struct sms_audit *audit);
void audit_add_integrity_markdown(struct sms_buf *out, const struct sms_audit *audit);

/* --- What they share (words.c). --- */

/* "not triggered": a result in words. */
const char *audit_result_words(enum sms_result result);
enum tone audit_result_tone(enum sms_result result);
enum tone audit_grade_tone(enum sms_grade grade);
/* "3 major, 1 minor" or "none", appended. */
void audit_add_grades(struct sms_buf *out, const struct sms_audit *audit);
/* "9 conform, 2 partial", appended: results that are there. */
void audit_add_results(struct sms_buf *out, const size_t results[SMS_RESULT_COUNT]);
/* Ids with commas, at most so many, then how many more; appended. */
void audit_add_failing(struct sms_buf *out, const struct sms_fault *fault, size_t most);
/* Ids of a clause's items with a result, "8.6.1-a, b, c", appended. */
void audit_add_items(struct sms_buf *out, const struct sms_audit *audit, const char *clause, enum sms_result result);
/* Text that Markdown is to take as it is, appended; line ends become spaces. */
void audit_add_markdown(struct sms_buf *out, const char *text);
/* "3 items changed or added by rules/own.json", appended; nothing where there are none. */
void audit_add_own(struct sms_buf *out, const struct sms_audit *audit);
/* "machine", "partly" or "human": how sure a judgement is. */
const char *audit_confidence(const struct sms_judgement *judgement);
/* Clauses whose items all are without tests, with commas; how many items, in `items`. */
void audit_add_uncovered(struct sms_buf *out, const struct sms_audit *audit, size_t *items);

#endif
