/* An audit for spreadsheets and for documents. */
#include "audit/print.h"
#include "work/audit/findings.h"
#include "work/audit/integrity.h"
#include <string.h>

/* --- CSV: a row for each item. --- */

static const struct column columns[] = {
	{.name = "clause"},
	{.name = "item"},
	{.name = "statement"},
	{.name = "result"},
	{.name = "grade"},
	{.name = "confidence"},
	{.name = "population", .align = ALIGN_RIGHT},
	{.name = "failing", .align = ALIGN_RIGHT},
	{.name = "records"},
	{.name = "message"},
	{.name = "fix"},
	{.name = "waived_by"},
	{.name = "requirement"},
};

static void add_row(struct table *table, const struct sms_judgement *judgement)
{
	const struct sms_fault *worst = NULL;
	sms_auto(buf) struct sms_buf ids = SMS_BUF_INIT;
	for (size_t i = 0; i < judgement->fault_count; i++)
		if (!worst || judgement->faults[i].grade > worst->grade)
			worst = &judgement->faults[i];
	if (worst)
		audit_add_failing(&ids, worst, SMS_AUDIT_SHOWN);
	table_add(table, TONE_PLAIN, judgement->item->clause);
	table_add(table, TONE_PLAIN, judgement->item->id);
	table_add(table, TONE_PLAIN, judgement->item->statement);
	table_add(table, TONE_PLAIN, sms_result_name(judgement->result));
	table_add(table, TONE_PLAIN, worst ? sms_grade_name(worst->grade) : "");
	table_add(table, TONE_PLAIN, audit_confidence(judgement));
	table_add_integer(table, (int64_t)judgement->population);
	table_add_integer(table, (int64_t)judgement->failing.count);
	table_add(table, TONE_PLAIN, sms_buf_text(&ids));
	table_add(table, TONE_PLAIN, worst ? worst->message : judgement->note ? judgement->note : "");
	table_add(table, TONE_PLAIN, worst && worst->fix ? worst->fix : "");
	table_add(table, TONE_PLAIN, judgement->waiver ? judgement->waiver : "");
	table_add(table, TONE_PLAIN, judgement->item->requirement);
}

struct sms_error *audit_print_csv(struct context *context, const struct sms_audit *audit)
{
	sms_auto(table) struct table *table = table_new("audit", "items", columns, SMS_COUNT(columns));
	for (size_t i = 0; i < audit->count; i++)
		add_row(table, &audit->judgements[i]);
	audit_add_integrity_rows(table, audit);
	return table_print(context, table);
}

/* --- Markdown. --- */

void audit_add_markdown(struct sms_buf *out, const char *text)
{
	for (; *text; text++) {
		if (strchr("\\`*_[]<>|#&", *text))
			sms_buf_add_char(out, '\\');
		sms_buf_add_char(out, (unsigned char)*text < ' ' ? ' ' : *text);
	}
}

/* A command between as many backquotes as it needs. */
static void add_code(struct sms_buf *out, const char *text)
{
	const char *fence = strchr(text, '`') ? "``" : "`";
	sms_buf_add_format(out, "%s%s%s", fence, text, fence);
}

static void add_fault(struct sms_buf *out, const struct sms_judgement *judgement, const struct sms_fault *fault)
{
	sms_buf_add_format(out, "- **%s** ", judgement->item->id);
	audit_add_markdown(out, fault->message);
	if (fault->are_records) {
		sms_auto(buf) struct sms_buf ids = SMS_BUF_INIT;
		audit_add_failing(&ids, fault, SMS_AUDIT_SHOWN);
		sms_buf_add_text(out, " (");
		audit_add_markdown(out, sms_buf_text(&ids));
		sms_buf_add_char(out, ')');
	}
	sms_buf_add_format(out, ". %s: ", sms_grade_name(fault->grade));
	audit_add_markdown(out, fault->why);
	sms_buf_add_text(out, ".");
	if (fault->fix) {
		sms_buf_add_char(out, ' ');
		add_code(out, fault->fix);
	}
	sms_buf_add_char(out, '\n');
}

static void add_finding(struct sms_buf *out, const struct sms_audit_finding *finding)
{
	sms_buf_add_format(out, "### %s%s: ", finding->waived ? "waived, " : "", sms_grade_name(finding->grade));
	audit_add_markdown(out, finding->judgements[0]->item->requirement);
	sms_buf_add_format(out, "\n\nStatement %s, confidence: %s.\n\n", finding->statement,
			   audit_confidence(finding->judgements[0]));
	for (size_t i = 0; i < finding->judgement_count; i++) {
		sms_auto(string) char *waiver = sms_audit_waiver(finding->judgements[i]);
		if (waiver) {
			sms_buf_add_format(out, "- **%s** is waived by ", finding->judgements[i]->item->id);
			audit_add_markdown(out, waiver);
			sms_buf_add_char(out, '\n');
		}
		for (size_t j = 0; j < finding->judgements[i]->fault_count; j++)
			add_fault(out, finding->judgements[i], &finding->judgements[i]->faults[j]);
	}
	sms_buf_add_char(out, '\n');
}

static void add_clause(struct sms_buf *out, const struct sms_audit *audit, const struct sms_audit_clause *clause)
{
	static const enum sms_result order[] = {SMS_RESULT_CONFORM, SMS_RESULT_NEEDS_HUMAN, SMS_RESULT_NOT_TRIGGERED,
						SMS_RESULT_NOT_APPLICABLE, SMS_RESULT_NOT_COVERED};
	sms_buf_add_format(out, "## %s %s\n\n", clause->clause->number, clause->clause->title);
	for (size_t i = 0; i < audit->finding_count; i++)
		if (!strcmp(audit->findings[i].judgements[0]->item->clause, clause->clause->number))
			add_finding(out, &audit->findings[i]);
	for (size_t i = 0; i < SMS_COUNT(order); i++) {
		if (!clause->results[order[i]])
			continue;
		sms_buf_add_format(out, "- %s: ", audit_result_words(order[i]));
		audit_add_items(out, audit, clause->clause->number, order[i]);
		sms_buf_add_char(out, '\n');
	}
	sms_buf_add_char(out, '\n');
}

static void add_summary(struct sms_buf *out, const struct sms_audit *audit)
{
	char at[SMS_TIME_SIZE], commit[SMS_OID_SIZE];
	sms_time_format(audit->now, at);
	sms_oid_format(&audit->commit, commit);
	sms_buf_add_text(out, "# Audit against ");
	audit_add_markdown(out, audit->catalogue->standard);
	sms_buf_add_text(out, "\n\n");
	audit_add_markdown(out, audit->organization);
	sms_buf_add_format(out, ", as of %s, commit %.12s\n\n| | |\n|---|---|\n| Findings | ", at, commit);
	audit_add_grades(out, audit);
	sms_buf_add_format(out, " |\n| Items | %zu: ", audit->count);
	audit_add_results(out, audit->results);
	if (audit->considered_count) {
		sms_buf_add_text(out, " |\n| Consider | ");
		sms_audit_add_considered(out, audit);
	}
	sms_buf_add_format(out, " |\n| Judged | %zu by machine, %zu by people, %zu not yet |\n| Grades | ",
			   audit->machine, audit->human, audit->unassessed);
	audit_add_markdown(out, audit->limits);
	sms_buf_add_text(out, " |\n| Integrity | ");
	sms_audit_add_integrity(out, audit);
	sms_buf_add_text(out, " |\n\n");
}

void audit_print_markdown(struct context *context, const struct sms_audit *audit)
{
	sms_auto(buf) struct sms_buf out = SMS_BUF_INIT;
	sms_auto(buf) struct sms_buf clauses = SMS_BUF_INIT;
	size_t items = 0;
	add_summary(&out, audit);
	audit_add_integrity_markdown(&out, audit);
	for (size_t i = 0; i < audit->clause_count; i++)
		if (audit->clauses[i].results[SMS_RESULT_NOT_COVERED] != audit->clauses[i].items)
			add_clause(&out, audit, &audit->clauses[i]);
	audit_add_uncovered(&clauses, audit, &items);
	if (items)
		sms_buf_add_format(&out, "## Not covered yet\n\n%zu items have no tests so far, in %s.\n", items,
				   sms_buf_text(&clauses));
	output_bytes(context, sms_buf_text(&out), out.length);
}
