/* An audit for people: what it comes to, then clause by clause what does not conform and the command that mends it. */
#include "audit/print.h"
#include "work/audit/findings.h"
#include "work/audit/integrity.h"
#include "wrap/text.h"
#include <string.h>

enum { INDENT = 4, DEEP = 6, LABEL = 9 };

/* --- The summary. --- */

/* Three shares of one line, side by side. */
static void print_shares(struct context *context, const size_t counts[3], size_t all)
{
	static const char *const marks[] = {"\xe2\x96\x88", "\xe2\x96\x93", "\xe2\x96\x91"};
	static const enum tone tones[] = {TONE_GOOD, TONE_STRONG, TONE_DIM};
	enum { WIDTH = 50, LABELS = 11 /* as the pairs above it */ };
	size_t done = 0, seen = 0;
	output_format(context, TONE_DIM, "%-*s", LABELS, "Judged");
	for (size_t i = 0; i < 3; i++) {
		sms_auto(buf) struct sms_buf part = SMS_BUF_INIT;
		seen += counts[i];
		size_t end = all ? (seen * WIDTH + all / 2) / all : 0;
		for (; done < end; done++)
			sms_buf_add_text(&part, marks[i]);
		output_text(context, tones[i], sms_buf_text(&part));
	}
	output_format(context, TONE_PLAIN, "\n%-*s", LABELS, "");
}

static double percent(size_t part, size_t all)
{
	return all ? 100.0 * (double)part / (double)all : 0;
}

static void print_judged(struct context *context, const struct sms_audit *audit)
{
	const size_t counts[] = {audit->machine, audit->human, audit->unassessed};
	print_shares(context, counts, audit->count);
	output_format(context, TONE_PLAIN,
		      "%zu by machine (%.0f %%), %zu by people (%.0f %%), %zu by nobody yet (%.0f %%)\n",
		      audit->machine, percent(audit->machine, audit->count), audit->human,
		      percent(audit->human, audit->count), audit->unassessed, percent(audit->unassessed, audit->count));
}

/* That nobody looked is said, with what does. */
static void add_integrity(struct pairs *pairs, const struct sms_audit *audit)
{
	sms_auto(buf) struct sms_buf text = SMS_BUF_INIT;
	bool is_good = audit->integrity && audit->integrity->status == SMS_OK;
	sms_audit_add_integrity(&text, audit);
	if (!audit->integrity)
		sms_buf_add_text(&text, ": sms audit --verify");
	pairs_add(pairs, "Integrity",
		  !audit->integrity ? TONE_DIM
		  : is_good         ? TONE_PLAIN
				    : TONE_BAD,
		  sms_buf_text(&text));
}

static void print_summary(struct context *context, const struct sms_audit *audit)
{
	char at[SMS_TIME_SIZE], commit[SMS_OID_SIZE];
	sms_auto(pairs) struct pairs pairs = {0};
	sms_auto(buf) struct sms_buf grades = SMS_BUF_INIT;
	sms_auto(buf) struct sms_buf results = SMS_BUF_INIT, own = SMS_BUF_INIT, strays = SMS_BUF_INIT;
	sms_auto(buf) struct sms_buf considered = SMS_BUF_INIT;
	sms_time_format(audit->now, at);
	sms_oid_format(&audit->commit, commit);
	audit_add_grades(&grades, audit);
	audit_add_results(&results, audit->results);
	output_format(context, TONE_STRONG, "%s\n", audit->catalogue->standard);
	sms_auto(string) char *what = sms_format("%s, as of %s, commit %.12s", audit->organization, at, commit);
	output_paragraph(context, what, 0);
	output_text(context, TONE_PLAIN, "\n");
	pairs_add(&pairs, "Findings",
		  audit->finding_count || (audit->integrity && audit->integrity->status != SMS_OK) ? TONE_STRONG
												   : TONE_GOOD,
		  sms_buf_text(&grades));
	pairs_add_format(&pairs, "Items", TONE_PLAIN, "%zu: %s", audit->count, sms_buf_text(&results));
	audit_add_own(&own, audit);
	sms_list_join(&strays, &audit->strays, ", ");
	if (audit->strays.count)
		pairs_add_format(&pairs, "Waivers", TONE_WARN, "of no item that there is: %s", sms_buf_text(&strays));
	pairs_add(&pairs, "Own rules", TONE_WARN, sms_buf_text(&own));
	sms_audit_add_considered(&considered, audit);
	pairs_add(&pairs, "Consider", TONE_WARN, sms_buf_text(&considered));
	add_integrity(&pairs, audit);
	pairs_add(&pairs, "Grades", TONE_DIM, audit->limits);
	pairs_print(context, &pairs);
	print_judged(context, audit);
}

/* --- Findings: what is asked, what was found, how grave, where, and what mends it. --- */

static void print_labelled(struct context *context, const char *label, const char *text)
{
	sms_auto(buf) struct sms_buf wrapped = SMS_BUF_INIT;
	size_t columns = context->width < 100 ? context->width : 100;
	sms_text_add_wrapped(&wrapped, text, columns, DEEP + LABEL);
	output_format(context, TONE_DIM, "%*s%-*s", DEEP, "", LABEL, label);
	output_format(context, TONE_PLAIN, "%s\n", sms_buf_text(&wrapped));
}

static void print_records(struct context *context, const struct sms_judgement *judgement, const struct sms_fault *fault,
			  bool whole)
{
	sms_auto(buf) struct sms_buf ids = SMS_BUF_INIT;
	audit_add_failing(&ids, fault, whole ? SIZE_MAX : SMS_AUDIT_SHOWN);
	print_labelled(context, "records", sms_buf_text(&ids));
	if (!whole && fault->failing.count > SMS_AUDIT_SHOWN)
		output_format(context, TONE_DIM, "%*sall: sms audit --item %s\n", DEEP + LABEL, "",
			      judgement->item->key);
}

static void print_fault(struct context *context, const struct sms_judgement *judgement, const struct sms_fault *fault,
			bool whole)
{
	sms_auto(string) char *grade = sms_format("%s: %s", sms_grade_name(fault->grade), fault->why);
	print_labelled(context, "found", fault->message);
	if (fault->are_records)
		print_records(context, judgement, fault, whole);
	print_labelled(context, "grade", grade);
	if (fault->file && fault->line)
		output_format(context, TONE_DIM, "%*s%-*s%s:%u\n", DEEP, "", LABEL, "place", fault->file, fault->line);
	if (!fault->fix)
		return;
	/* Never wrapped: it is copied. */
	output_format(context, TONE_DIM, "%*s%-*s", DEEP, "", LABEL, "mend");
	output_format(context, TONE_GOOD, "%s\n", fault->fix);
}

static void print_faults(struct context *context, const struct sms_audit_finding *finding, size_t index, bool whole)
{
	const struct sms_judgement *judgement = finding->judgements[index];
	for (size_t i = 0; i < judgement->fault_count; i++)
		if (sms_audit_is_said(finding, index, &judgement->faults[i]))
			output_format(context, TONE_DIM, "%*sas above: %s\n", DEEP, "",
				      sms_grade_name(judgement->faults[i].grade));
		else
			print_fault(context, judgement, &judgement->faults[i], whole);
}

static void print_finding(struct context *context, const struct sms_audit_finding *finding, bool whole)
{
	if (finding->waived)
		output_text(context, TONE_DIM, "\n  waived,");
	else
		output_text(context, TONE_PLAIN, "\n ");
	output_format(context, finding->waived ? TONE_DIM : audit_grade_tone(finding->grade), " %s",
		      sms_grade_name(finding->grade));
	output_format(context, TONE_DIM, "  statement %s, confidence: %s\n", finding->statement,
		      audit_confidence(finding->judgements[0]));
	for (size_t i = 0; i < finding->judgement_count; i++) {
		const struct sms_item *item = finding->judgements[i]->item;
		sms_auto(buf) struct sms_buf title = SMS_BUF_INIT;
		sms_auto(string) char *text = sms_format("%s  %s", item->id, item->requirement);
		sms_text_add_wrapped(&title, text, context->width < 100 ? context->width : 100, INDENT + 2);
		output_format(context, TONE_STRONG, "%*s%s\n", INDENT, "", sms_buf_text(&title));
		sms_auto(string) char *waiver = sms_audit_waiver(finding->judgements[i]);
		if (waiver)
			print_labelled(context, "waived", waiver);
		if (finding->judgements[i]->note && !finding->judgements[i]->by_human)
			print_labelled(context, "note", finding->judgements[i]->note);
		print_faults(context, finding, i, whole);
	}
}

/* What a person has to look at, item by item. */
static void print_human(struct context *context, const struct sms_audit *audit, const char *clause)
{
	for (size_t i = 0; i < audit->count; i++) {
		const struct sms_judgement *judgement = &audit->judgements[i];
		if (judgement->result != SMS_RESULT_NEEDS_HUMAN || strcmp(judgement->item->clause, clause) != 0)
			continue;
		output_text(context, TONE_STRONG, "\n  for a person");
		output_format(context, TONE_DIM, "  statement %s\n", judgement->item->statement);
		sms_auto(string) char *title = sms_format("%s  %s", judgement->item->id, judgement->item->requirement);
		sms_auto(string) char *mend =
			sms_format("sms assess %s --verdict VERDICT --evidence TEXT", judgement->item->key);
		output_paragraph(context, title, INDENT);
		if (judgement->item->look)
			print_labelled(context, "look", judgement->item->look);
		if (judgement->note)
			print_labelled(context, "note", judgement->note);
		print_labelled(context, "judge", mend);
	}
}

static void print_rest(struct context *context, const struct sms_audit *audit, const char *clause)
{
	bool first = true;
	static const enum sms_result order[] = {SMS_RESULT_CONFORM, SMS_RESULT_NOT_TRIGGERED, SMS_RESULT_NOT_APPLICABLE,
						SMS_RESULT_NOT_COVERED};
	for (size_t i = 0; i < SMS_COUNT(order); i++) {
		sms_auto(buf) struct sms_buf items = SMS_BUF_INIT;
		audit_add_items(&items, audit, clause, order[i]);
		if (!items.length)
			continue;
		output_text(context, TONE_PLAIN, first ? "\n" : "");
		first = false;
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
	output_format(context, TONE_DIM, "  %zu item%s: %s\n", clause->items, clause->items == 1 ? "" : "s",
		      sms_buf_text(&results));
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
	audit_print_integrity(context, audit);
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
