/* An audit for scripts: sms/audit/1. */
#include "audit/print.h"
#include <string.h>

static sms_json *texts(const struct sms_list *list, size_t most)
{
	sms_json *array = sms_json_new_array();
	for (size_t i = 0; i < list->count && i < most; i++)
		sms_json_append_text(array, list->items[i]);
	return array;
}

static void set_count(sms_json *json, const char *key, size_t count)
{
	sms_json_set_integer(json, key, (int64_t)count);
}

static sms_json *summary_json(const struct sms_audit *audit)
{
	sms_json *json = sms_json_new_object(), *findings = sms_json_new_object();
	set_count(json, "items", audit->count);
	for (size_t i = 0; i < SMS_RESULT_COUNT; i++)
		set_count(json, sms_result_name((enum sms_result)i), audit->results[i]);
	set_count(json, "machine", audit->machine);
	set_count(json, "human", audit->human);
	set_count(json, "unassessed", audit->unassessed);
	set_count(json, "unreadable", audit->unreadable);
	for (size_t grade = SMS_GRADE_MAJOR + 1; grade-- > 0;)
		set_count(findings, sms_grade_name((enum sms_grade)grade), audit->grades[grade]);
	set_count(findings, "waived", audit->waived);
	sms_json_set(json, "findings", findings);
	return json;
}

static sms_json *clauses_json(const struct sms_audit *audit)
{
	sms_json *array = sms_json_new_array();
	for (size_t i = 0; i < audit->clause_count; i++) {
		const struct sms_audit_clause *clause = &audit->clauses[i];
		sms_json *json = sms_json_new_object();
		sms_json_set_text(json, "clause", clause->clause->number);
		sms_json_set_text(json, "title", clause->clause->title);
		set_count(json, "items", clause->items);
		for (size_t j = 0; j < SMS_RESULT_COUNT; j++)
			set_count(json, sms_result_name((enum sms_result)j), clause->results[j]);
		sms_json_append(array, json);
	}
	return array;
}

/* The first records, where they are, and what mends it. */
static void set_place(sms_json *json, const struct sms_fault *fault)
{
	sms_json_set(json, "records",
		     fault->are_records ? texts(&fault->failing, SMS_AUDIT_SHOWN) : sms_json_new_array());
	if (fault->file)
		sms_json_set_text(json, "file", fault->file);
	if (fault->file && fault->line)
		sms_json_set_integer(json, "line", fault->line);
	if (fault->fix)
		sms_json_set_text(json, "fix", fault->fix);
}

sms_json *audit_fault_json(const struct sms_judgement *judgement, const struct sms_fault *fault)
{
	sms_json *json = sms_json_new_object();
	sms_json_set_text(json, "item", judgement->item->id);
	sms_json_set_text(json, "grade", sms_grade_name(fault->grade));
	sms_json_set_text(json, "why", fault->why);
	sms_json_set_text(json, "message", fault->message);
	set_count(json, "population", fault->population);
	set_count(json, "failing", fault->failing.count);
	set_place(json, fault);
	return json;
}

static void set_waiver(sms_json *json, const struct sms_judgement *judgement)
{
	sms_json *waiver = judgement->waiver ? sms_json_new_object() : NULL;
	char day[SMS_TIME_SIZE];
	if (!waiver)
		return;
	sms_time_format(judgement->waived_until, day);
	day[strlen("2026-11-23")] = 0;
	sms_json_set_text(waiver, "id", judgement->waiver);
	sms_json_set_text(waiver, "until", day);
	sms_json_set_text(waiver, "reason", judgement->waiver_reason);
	sms_json_set(json, "waived_by", waiver);
}

sms_json *audit_item_json(const struct sms_judgement *judgement)
{
	sms_json *json = sms_json_new_object();
	sms_json_set_text(json, "id", judgement->item->id);
	sms_json_set_text(json, "statement", judgement->item->statement);
	sms_json_set_text(json, "requirement", judgement->item->requirement);
	if (judgement->item->origin)
		sms_json_set_text(json, "own_rule", judgement->item->origin);
	sms_json_set_text(json, "result", sms_result_name(judgement->result));
	sms_json_set_text(json, "confidence", audit_confidence(judgement));
	set_count(json, "population", judgement->population);
	sms_json_set(json, "failing", texts(&judgement->failing, SIZE_MAX));
	sms_json_set(json, "evidence", texts(&judgement->evidence, SIZE_MAX));
	if (judgement->counted.count)
		sms_json_set(json, "counts", texts(&judgement->counted, SIZE_MAX));
	if (judgement->note)
		sms_json_set_text(json, "note", judgement->note);
	set_waiver(json, judgement);
	return json;
}

static sms_json *items_json(const struct sms_audit *audit)
{
	sms_json *array = sms_json_new_array();
	for (size_t i = 0; i < audit->count; i++)
		sms_json_append(array, audit_item_json(&audit->judgements[i]));
	return array;
}

static sms_json *finding_json(const struct sms_audit *audit, const struct sms_audit_finding *finding)
{
	const struct sms_judgement *first = finding->judgements[0];
	const struct sms_fault *fault = finding->worst;
	sms_json *json = sms_json_new_object(), *items = sms_json_new_array(), *details = sms_json_new_array();
	for (size_t i = 0; i < finding->judgement_count; i++) {
		const struct sms_judgement *judgement = finding->judgements[i];
		sms_json_append_text(items, judgement->item->id);
		for (size_t j = 0; j < judgement->fault_count; j++)
			sms_json_append(details, audit_fault_json(judgement, &judgement->faults[j]));
	}
	sms_json_set_text(json, "id", finding->statement);
	sms_json_set_text(json, "grade", sms_grade_name(finding->grade));
	sms_json_set_text(json, "statement", finding->statement);
	sms_json_set(json, "items", items);
	sms_json_set_text(json, "clause", first->item->clause);
	sms_json_set_text(json, "clause_title", sms_catalogue_title(audit->catalogue, first->item->clause));
	sms_json_set_text(json, "title", first->item->requirement);
	sms_json_set_text(json, "rule", first->item->id);
	sms_json_set_text(json, "message", fault->message);
	sms_json_set_text(json, "why", fault->why);
	sms_json_set_text(json, "confidence", audit_confidence(first));
	set_count(json, "population", fault->population);
	set_count(json, "failing", fault->failing.count);
	set_place(json, fault);
	sms_json_set_boolean(json, "waived", finding->waived);
	sms_json_set(json, "details", details);
	return json;
}

static sms_json *considered_json(const struct sms_audit *audit)
{
	sms_json *processes = sms_json_new_array();
	for (size_t i = 0; i < audit->considered_count; i++) {
		sms_json *process = sms_json_new_object();
		sms_json_set_text(process, "clause", audit->considered[i].clause);
		set_count(process, "minors", audit->considered[i].minors);
		sms_json_append(processes, process);
	}
	return processes;
}

void audit_print_json(struct context *context, const struct sms_audit *audit)
{
	sms_auto(json) sms_json *document = output_document("audit");
	sms_json *findings = sms_json_new_array();
	char at[SMS_TIME_SIZE], commit[SMS_OID_SIZE];
	sms_time_format(audit->now, at);
	sms_oid_format(&audit->commit, commit);
	for (size_t i = 0; i < audit->finding_count; i++)
		sms_json_append(findings, finding_json(audit, &audit->findings[i]));
	sms_json_set_text(document, "standard", audit->catalogue->standard);
	sms_json_set_text(document, "commit", commit);
	sms_json_set_text(document, "as_of", at);
	sms_json_set_text(document, "organization", audit->organization);
	sms_json_set_text(document, "limits", audit->limits);
	sms_json_set(document, "summary", summary_json(audit));
	if (audit->strays.count)
		sms_json_set(document, "strays", texts(&audit->strays, SIZE_MAX));
	sms_json_set(document, "integrity", audit_integrity_json(audit));
	sms_json_set(document, "consider", considered_json(audit));
	sms_json_set(document, "clauses", clauses_json(audit));
	sms_json_set(document, "items", items_json(audit));
	sms_json_set(document, "findings", findings);
	output_json(context, document);
}
