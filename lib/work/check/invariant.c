/* Invariants of the types, over all records at once. See check.h and model/invariant.h. */
#include "work/check/private.h"
#include <string.h>

static void add_finding(struct sms_finding_list *findings, struct sms_breach *breach)
{
	enum sms_grade grade = SMS_GRADE_MAJOR;
	(void)sms_grade_parse(sms_invariant_grade(breach->invariant), &grade);
	struct sms_finding *finding = sms_finding_add(findings, grade, sms_invariant_id(breach->invariant));
	finding->record = sms_move(&breach->id);
	finding->file = sms_move(&breach->file);
	finding->pointer = sms_move(&breach->pointer);
	finding->message = sms_move(&breach->message);
	finding->fix = sms_move(&breach->fix);
}

struct sms_error *sms_check_invariants(struct sms_check_run *run, struct sms_check_part *part,
				       const struct sms_scanned *record, bool judged)
{
	const struct sms_entry *entry = record->entry;
	sms_auto(breaches) struct sms_breaches breaches = {0};
	if (!record->json || !entry->type)
		return NULL;
	SMS_TRY(sms_invariants_note(run->invariants, entry->type, record->json, entry->id, entry->path, judged,
				    &part->facts));
	if (judged)
		SMS_TRY(sms_invariants_judge(run->invariants, entry->type, record->json, entry->id, &breaches));
	for (size_t i = 0; i < breaches.count; i++) {
		breaches.items[i].file = sms_strdup(entry->path);
		add_finding(&part->findings, &breaches.items[i]);
		struct sms_finding *finding = &part->findings.items[part->findings.count - 1];
		struct sms_position at =
			sms_json_locate(record->text, record->length, finding->pointer ? finding->pointer : "", false);
		finding->line = at.line;
		finding->column = at.column;
	}
	return NULL;
}

void sms_check_join(struct sms_check_run *run, struct sms_finding_list *findings)
{
	sms_auto(breaches) struct sms_breaches breaches = {0};
	size_t total = 0, count = 0;
	for (unsigned thread = 0; thread < SMS_SCAN_THREADS; thread++)
		total += run->parts[thread].facts.count;
	const struct sms_fact **facts = sms_alloc(total, sizeof(const struct sms_fact *));
	for (unsigned thread = 0; thread < SMS_SCAN_THREADS; thread++)
		for (size_t i = 0; i < run->parts[thread].facts.count; i++)
			facts[count++] = &run->parts[thread].facts.items[i];
	sms_facts_join(facts, count, &breaches);
	free(facts);
	for (size_t i = 0; i < breaches.count; i++)
		add_finding(findings, &breaches.items[i]);
}
