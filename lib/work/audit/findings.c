/* An audit's faults as findings, one each, for the formats that every command that judges prints. See audit.h. */
#include "work/audit/findings.h"
#include "work/audit/integrity.h"
#include "work/verify/verify.h"
#include <string.h>

void sms_audit_rules_release(struct sms_audit_rules *rules)
{
	for (size_t i = 0; i < rules->text_count; i++)
		free(rules->texts[i]);
	free(rules->texts);
	free(rules->items);
}

static char *help_of(const struct sms_audit *audit, const struct sms_item *item)
{
	sms_auto(buf) struct sms_buf text = SMS_BUF_INIT;
	sms_buf_add_format(&text, "%s %s, statement %s of %s.", item->clause,
			   sms_catalogue_title(audit->catalogue, item->clause), item->statement,
			   audit->catalogue->standard);
	if (item->look)
		sms_buf_add_format(&text, " %s", item->look);
	sms_buf_add_format(&text, " What counts: sms explain %s", item->id);
	return sms_buf_take(&text);
}

static bool is_judged(const struct sms_judgement *judgement)
{
	return judgement->result != SMS_RESULT_NEEDS_HUMAN && judgement->result != SMS_RESULT_NOT_COVERED;
}

/* The codes of the verification, where there was one. */
static void add_integrity_rules(struct sms_audit_rules *out, const struct sms_audit *audit, size_t count)
{
	for (const struct sms_rule *rule = sms_verify_rules; audit->integrity && rule->id; rule++)
		out->items[count++] = *rule;
}

static size_t verify_rule_count(void)
{
	size_t count = 0;
	while (sms_verify_rules[count].id)
		count++;
	return count;
}

void sms_audit_rules(struct sms_audit_rules *out, const struct sms_audit *audit, bool judged)
{
	out->items = sms_alloc(audit->count + verify_rule_count() + 1, sizeof *out->items);
	out->texts = sms_alloc(audit->count, sizeof *out->texts);
	size_t count = 0;
	for (size_t i = 0; i < audit->count; i++) {
		const struct sms_item *item = audit->judgements[i].item;
		if (judged && !is_judged(&audit->judgements[i]))
			continue;
		out->texts[out->text_count] = help_of(audit, item);
		out->items[count++] = (struct sms_rule){
			.id = item->id,
			.grade = item->absent,
			.brief = item->requirement,
			.help = out->texts[out->text_count],
		};
		out->text_count++;
	}
	add_integrity_rules(out, audit, count);
}

/* The sentence, and the first records. */
static char *message_of(const struct sms_fault *fault)
{
	sms_auto(buf) struct sms_buf text = SMS_BUF_INIT;
	size_t count = fault->are_records ? fault->failing.count : 0;
	sms_buf_add_text(&text, fault->message);
	for (size_t i = 0; i < count && i < SMS_AUDIT_SHOWN; i++)
		sms_buf_add_format(&text, "%s%s", i ? ", " : " (", fault->failing.items[i]);
	if (count > SMS_AUDIT_SHOWN)
		sms_buf_add_format(&text, " and %zu more", count - SMS_AUDIT_SHOWN);
	if (count)
		sms_buf_add_char(&text, ')');
	return sms_buf_take(&text);
}

char *sms_audit_waiver(const struct sms_judgement *judgement)
{
	char day[SMS_TIME_SIZE];
	if (!judgement->waiver)
		return NULL;
	sms_time_format(judgement->waived_until, day);
	return sms_format("%s until %.10s: %s", judgement->waiver, day, judgement->waiver_reason);
}

void sms_audit_findings(struct sms_finding_list *out, const struct sms_audit *audit, bool waived)
{
	for (size_t i = 0; i < audit->count; i++) {
		const struct sms_judgement *judgement = &audit->judgements[i];
		for (size_t j = 0; j < judgement->fault_count && (waived || !judgement->waiver); j++) {
			const struct sms_fault *fault = &judgement->faults[j];
			struct sms_finding *finding = sms_finding_add(out, fault->grade, judgement->item->id);
			if (fault->are_records && fault->failing.count)
				finding->record = sms_strdup(fault->failing.items[0]);
			finding->file = sms_strdup(fault->file);
			finding->line = fault->file ? fault->line : 0;
			finding->column = finding->line ? 1 : 0;
			finding->message = message_of(fault);
			finding->fix = sms_strdup(fault->fix);
			finding->waiver = sms_audit_waiver(judgement);
		}
	}
	for (size_t i = 0; audit->integrity && i < audit->integrity->findings.count; i++)
		sms_finding_add_copy(out, &audit->integrity->findings.items[i]);
}

bool sms_audit_is_said(const struct sms_audit_finding *finding, size_t before, const struct sms_fault *fault)
{
	for (size_t i = 0; i < before; i++)
		for (size_t j = 0; j < finding->judgements[i]->fault_count; j++) {
			const struct sms_fault *other = &finding->judgements[i]->faults[j];
			if (!strcmp(other->message, fault->message) && other->failing.count == fault->failing.count)
				return true;
		}
	return false;
}
