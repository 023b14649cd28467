/* An audit for people: what it comes to, then clause by clause what does not conform and the command that mends it. */
#include "audit_print.h"
#include "wrap/text.h"
#include <string.h>

enum { INDENT = 4, DEEP = 6 };

static void print_summary(struct context *context, const struct sms_audit *audit)
{
	char at[SMS_TIME_SIZE], commit[SMS_OID_SIZE];
	sms_auto(pairs) struct pairs pairs = {0};
	sms_auto(buf) struct sms_buf grades = SMS_BUF_INIT;
	sms_auto(buf) struct sms_buf results = SMS_BUF_INIT;
	sms_time_format(audit->now, at);
	sms_oid_format(&audit->commit, commit);
	audit_add_grades(&grades, audit);
	audit_add_results(&results, audit->results);
	output_format(context, TONE_STRONG, "%s\n", audit->catalogue->standard);
	output_format(context, TONE_DIM, "%s, as of %s, commit %.12s\n\n", audit->organization, at, commit);
	pairs_add(&pairs, "Findings", audit->finding_count ? TONE_STRONG : TONE_GOOD, sms_buf_text(&grades));
	pairs_add_format(&pairs, "Items", TONE_PLAIN, "%zu: %s", audit->count, sms_buf_text(&results));
	pairs_add_format(&pairs, "Judged", TONE_PLAIN, "%zu by machine, %zu by people, %zu not yet", audit->machine,
			 audit->human, audit->unassessed);
	pairs_add(&pairs, "Grades", TONE_DIM, audit->limits);
	pairs_print(context, &pairs);
}

/* Was the same said of an item of this finding before? */
static bool is_said(const struct sms_audit_finding *finding, size_t before, const struct sms_fault *fault)
{
	for (size_t i = 0; i < before; i++)
		for (size_t j = 0; j < finding->judgements[i]->fault_count; j++) {
			const struct sms_fault *other = &finding->judgements[i]->faults[j];
			if (!strcmp(other->message, fault->message) && other->failing.count == fault->failing.count)
				return true;
		}
	return false;
}

static void print_fault(struct context *context, const struct sms_judgement *judgement, const struct sms_fault *fault,
			bool whole)
{
	sms_auto(buf) struct sms_buf ids = SMS_BUF_INIT;
	output_paragraph(context, fault->message, DEEP);
	audit_add_failing(&ids, fault, whole ? SIZE_MAX : SMS_AUDIT_SHOWN);
	if (fault->are_records)
		output_paragraph(context, sms_buf_text(&ids), DEEP);
	if (!whole && fault->are_records && fault->failing.count > SMS_AUDIT_SHOWN)
		output_format(context, TONE_DIM, "%*sall of them: sms audit --item %s\n", DEEP, "",
			      judgement->item->id);
	output_format(context, TONE_DIM, "%*s%s: %s", DEEP, "", sms_grade_name(fault->grade), fault->why);
	if (fault->file && fault->line)
		output_format(context, TONE_DIM, "; %s:%u", fault->file, fault->line);
	output_text(context, TONE_PLAIN, "\n");
	if (fault->fix)
		output_format(context, TONE_GOOD, "%*s%s\n", DEEP, "", fault->fix);
}

static void print_finding(struct context *context, const struct sms_audit_finding *finding, bool whole)
{
	output_format(context, audit_grade_tone(finding->grade), "  %-11s", sms_grade_name(finding->grade));
	output_format(context, TONE_DIM, " %s, confidence: %s\n", finding->statement,
		      audit_confidence(finding->judgements[0]));
	for (size_t i = 0; i < finding->judgement_count; i++) {
		const struct sms_judgement *judgement = finding->judgements[i];
		sms_auto(string) char *title = sms_format("%s  %s", judgement->item->id, judgement->item->requirement);
		output_paragraph(context, title, INDENT);
		for (size_t j = 0; j < judgement->fault_count; j++)
			if (is_said(finding, i, &judgement->faults[j]))
				output_format(context, TONE_DIM, "%*sas above: %s\n", DEEP, "",
					      sms_grade_name(judgement->faults[j].grade));
			else
				print_fault(context, judgement, &judgement->faults[j], whole);
	}
}

/* What a person has to look at, item by item. */
static void print_human(struct context *context, const struct sms_audit *audit, const char *clause)
{
	for (size_t i = 0; i < audit->count; i++) {
		const struct sms_judgement *judgement = &audit->judgements[i];
		if (judgement->result != SMS_RESULT_NEEDS_HUMAN || strcmp(judgement->item->clause, clause) != 0)
			continue;
		output_format(context, TONE_STRONG, "  for a person %s\n", judgement->item->id);
		output_paragraph(context, judgement->item->requirement, INDENT);
		if (judgement->item->look)
			output_paragraph(context, judgement->item->look, DEEP);
		if (judgement->note)
			output_paragraph(context, judgement->note, DEEP);
	}
}

static void print_rest(struct context *context, const struct sms_audit *audit, const char *clause)
{
	static const enum sms_result order[] = {SMS_RESULT_CONFORM, SMS_RESULT_NOT_TRIGGERED, SMS_RESULT_NOT_APPLICABLE,
						SMS_RESULT_NOT_COVERED};
	for (size_t i = 0; i < SMS_COUNT(order); i++) {
		sms_auto(buf) struct sms_buf items = SMS_BUF_INIT;
		audit_add_items(&items, audit, clause, order[i]);
		if (!items.length)
			continue;
		output_format(context, audit_result_tone(order[i]), "  %-14s", audit_result_words(order[i]));
		output_format(context, TONE_PLAIN, " %s\n", sms_buf_text(&items));
	}
}

static void print_clause(struct context *context, const struct sms_audit *audit, const struct sms_audit_clause *clause,
			 bool whole)
{
	sms_auto(buf) struct sms_buf results = SMS_BUF_INIT;
	sms_auto(string) char *heading = sms_format("%s %s", clause->clause->number, clause->clause->title);
	audit_add_results(&results, clause->results);
	output_heading(context, heading);
	output_format(context, TONE_DIM, "  %zu items: %s\n", clause->items, sms_buf_text(&results));
	for (size_t i = 0; i < audit->finding_count; i++)
		if (!strcmp(audit->findings[i].judgements[0]->item->clause, clause->clause->number))
			print_finding(context, &audit->findings[i], whole);
	print_human(context, audit, clause->clause->number);
	print_rest(context, audit, clause->clause->number);
}

void audit_print_text(struct context *context, const struct sms_audit *audit, bool whole)
{
	sms_auto(buf) struct sms_buf clauses = SMS_BUF_INIT;
	size_t items = 0;
	print_summary(context, audit);
	for (size_t i = 0; i < audit->clause_count; i++)
		if (audit->clauses[i].results[SMS_RESULT_NOT_COVERED] != audit->clauses[i].items)
			print_clause(context, audit, &audit->clauses[i], whole);
	audit_add_uncovered(&clauses, audit, &items);
	if (!items)
		return;
	output_heading(context, "Not covered yet");
	output_format(context, TONE_PLAIN, "  %zu items have no tests so far; nothing is said of them, in:\n", items);
	output_paragraph(context, sms_buf_text(&clauses), INDENT);
}
