/* From judgements to findings, clauses and sums. See audit.h. */
#include "work/audit/integrity.h"
#include "work/audit/private.h"
#include <string.h>

static const char *const results[] = {
	[SMS_RESULT_CONFORM] = "conform",         [SMS_RESULT_PARTIAL] = "partial",
	[SMS_RESULT_NONCONFORM] = "nonconform",   [SMS_RESULT_NOT_TRIGGERED] = "not-triggered",
	[SMS_RESULT_NEEDS_HUMAN] = "needs-human", [SMS_RESULT_NOT_APPLICABLE] = "not-applicable",
	[SMS_RESULT_NOT_COVERED] = "not-covered",
};

const char *sms_result_name(enum sms_result result)
{
	return results[result];
}

static struct sms_audit_clause *clause_of(struct sms_audit *audit, const char *number)
{
	for (size_t i = 0; i < audit->clause_count; i++)
		if (!strcmp(audit->clauses[i].clause->number, number))
			return &audit->clauses[i];
	for (size_t i = 0; i < audit->catalogue->clause_count; i++) {
		if (strcmp(audit->catalogue->clauses[i].number, number) != 0)
			continue;
		audit->clauses = sms_realloc(audit->clauses, audit->clause_count + 1, sizeof *audit->clauses);
		audit->clauses[audit->clause_count] =
			(struct sms_audit_clause){.clause = &audit->catalogue->clauses[i]};
		return &audit->clauses[audit->clause_count++];
	}
	return NULL;
}

static void count(struct sms_audit *audit, const struct sms_judgement *judgement)
{
	struct sms_audit_clause *clause = clause_of(audit, judgement->item->clause);
	audit->results[judgement->result]++;
	if (clause) {
		clause->items++;
		clause->results[judgement->result]++;
	}
	if (judgement->by_human)
		audit->human++;
	else if (judgement->result == SMS_RESULT_NEEDS_HUMAN || judgement->result == SMS_RESULT_NOT_COVERED)
		audit->unassessed++;
	else
		audit->machine++;
}

static const struct sms_fault *worst_of(const struct sms_judgement *judgement)
{
	const struct sms_fault *worst = NULL;
	for (size_t i = 0; i < judgement->fault_count; i++)
		if (!worst || judgement->faults[i].grade > worst->grade)
			worst = &judgement->faults[i];
	return worst;
}

/* What is waived comes behind what is not, then by grade. */
static bool comes_after(const struct sms_judgement *other, const struct sms_judgement *judgement, enum sms_grade grade)
{
	if (!other->waiver != !judgement->waiver)
		return other->waiver != NULL;
	return worst_of(other)->grade < grade;
}

static void add_to_finding(struct sms_audit_finding *finding, const struct sms_judgement *judgement)
{
	const struct sms_fault *fault = worst_of(judgement);
	size_t at = finding->judgement_count;
	finding->judgements = sms_realloc(finding->judgements, at + 1, sizeof *finding->judgements);
	while (at && comes_after(finding->judgements[at - 1], judgement, fault->grade)) {
		finding->judgements[at] = finding->judgements[at - 1];
		at--;
	}
	finding->judgements[at] = judgement;
	finding->judgement_count++;
	finding->worst = worst_of(finding->judgements[0]);
	finding->grade = finding->worst->grade;
	finding->by_human = finding->judgements[0]->by_human;
	finding->waived = finding->judgements[0]->waiver != NULL;
}

static void note_fault(struct sms_audit *audit, const struct sms_judgement *judgement)
{
	struct sms_audit_finding *last = audit->finding_count ? &audit->findings[audit->finding_count - 1] : NULL;
	if (!last || strcmp(last->statement, judgement->item->statement) != 0) {
		audit->findings = sms_realloc(audit->findings, audit->finding_count + 1, sizeof *audit->findings);
		last = &audit->findings[audit->finding_count++];
		*last = (struct sms_audit_finding){.statement = judgement->item->statement};
	}
	add_to_finding(last, judgement);
}

void audit_sum_up(struct sms_audit *audit)
{
	for (size_t i = 0; i < audit->count; i++) {
		count(audit, &audit->judgements[i]);
		if (audit->judgements[i].fault_count)
			note_fault(audit, &audit->judgements[i]);
	}
	for (size_t i = 0; i < audit->finding_count; i++)
		if (audit->findings[i].waived)
			audit->waived++;
		else
			audit->grades[audit->findings[i].grade]++;
}

static const char *process_of(const struct sms_audit_finding *finding)
{
	return sms_json_get_text(finding->judgements[0]->item->file, "clause");
}

/* Findings come in the order of the clauses: those of one process stand together. */
void audit_consider(struct sms_audit *audit, size_t least)
{
	for (size_t i = 0, end; i < audit->finding_count; i = end) {
		const char *process = process_of(&audit->findings[i]);
		size_t minors = 0, majors = 0;
		for (end = i; end < audit->finding_count && process_of(&audit->findings[end]) == process; end++) {
			minors += !audit->findings[end].waived && audit->findings[end].grade == SMS_GRADE_MINOR;
			majors += !audit->findings[end].waived && audit->findings[end].grade == SMS_GRADE_MAJOR;
		}
		if (!process || !least || minors < least || majors)
			continue;
		audit->considered =
			sms_realloc(audit->considered, audit->considered_count + 1, sizeof *audit->considered);
		audit->considered[audit->considered_count++] = (struct sms_audit_process){process, minors};
	}
}

void sms_audit_add_considered(struct sms_buf *out, const struct sms_audit *audit)
{
	for (size_t i = 0; i < audit->considered_count; i++)
		sms_buf_add_format(out, "%s%s (%zu minors)", i ? ", " : "one major each for ",
				   audit->considered[i].clause, audit->considered[i].minors);
	if (audit->considered_count)
		sms_buf_add_text(out, ": so many in one process may mean that it does not work");
}

void audit_fault_release(struct sms_fault *fault)
{
	free(fault->why);
	free(fault->message);
	free(fault->fix);
	free(fault->file);
	sms_list_release(&fault->failing);
}

void audit_judgement_release(struct sms_judgement *judgement)
{
	for (size_t i = 0; i < judgement->fault_count; i++)
		audit_fault_release(&judgement->faults[i]);
	free(judgement->faults);
	free(judgement->note);
	free(judgement->waiver);
	free(judgement->waiver_reason);
	sms_list_release(&judgement->evidence);
	sms_list_release(&judgement->failing);
	sms_list_release(&judgement->counted);
}

void sms_audit_free(struct sms_audit *audit)
{
	if (!audit)
		return;
	for (size_t i = 0; i < audit->count; i++)
		audit_judgement_release(&audit->judgements[i]);
	for (size_t i = 0; i < audit->finding_count; i++)
		free(audit->findings[i].judgements);
	free(audit->judgements);
	free(audit->findings);
	free(audit->clauses);
	free(audit->considered);
	free(audit->organization);
	free(audit->limits);
	sms_list_release(&audit->strays);
	sms_audit_integrity_free(audit->integrity);
	sms_catalogue_free(audit->catalogue);
	free(audit);
}
