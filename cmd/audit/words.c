/* Words that every way of printing an audit uses. */
#include "audit/print.h"
#include <string.h>

const char *audit_result_words(enum sms_result result)
{
	static const char *const words[] = {
		[SMS_RESULT_CONFORM] = "conform",          [SMS_RESULT_PARTIAL] = "partial",
		[SMS_RESULT_NONCONFORM] = "not conform",   [SMS_RESULT_NOT_TRIGGERED] = "not triggered",
		[SMS_RESULT_NEEDS_HUMAN] = "for a person", [SMS_RESULT_NOT_APPLICABLE] = "not applicable",
		[SMS_RESULT_NOT_COVERED] = "not covered",
	};
	return words[result];
}

enum tone audit_result_tone(enum sms_result result)
{
	static const enum tone tones[] = {
		[SMS_RESULT_CONFORM] = TONE_GOOD,       [SMS_RESULT_PARTIAL] = TONE_WARN,
		[SMS_RESULT_NONCONFORM] = TONE_BAD,     [SMS_RESULT_NOT_TRIGGERED] = TONE_DIM,
		[SMS_RESULT_NEEDS_HUMAN] = TONE_STRONG, [SMS_RESULT_NOT_APPLICABLE] = TONE_DIM,
		[SMS_RESULT_NOT_COVERED] = TONE_DIM,
	};
	return tones[result];
}

enum tone audit_grade_tone(enum sms_grade grade)
{
	return grade == SMS_GRADE_MAJOR ? TONE_BAD : grade == SMS_GRADE_MINOR ? TONE_WARN : TONE_DIM;
}

static void add_count(struct sms_buf *out, size_t count, const char *word, size_t *parts)
{
	if (count)
		sms_buf_add_format(out, "%s%zu %s", (*parts)++ ? ", " : "", count, word);
}

void audit_add_grades(struct sms_buf *out, const struct sms_audit *audit)
{
	size_t parts = 0;
	for (size_t grade = SMS_GRADE_MAJOR + 1; grade-- > 0;)
		if (audit->grades[grade]) {
			sms_buf_add_text(out, parts++ ? ", " : "");
			sms_grade_add_count(out, (enum sms_grade)grade, audit->grades[grade]);
		}
	if (!parts)
		sms_buf_add_text(out, "none");
	if (audit->waived)
		sms_buf_add_format(out, "; %zu waived", audit->waived);
}

void audit_add_results(struct sms_buf *out, const size_t results[SMS_RESULT_COUNT])
{
	size_t parts = 0;
	for (size_t i = 0; i < SMS_RESULT_COUNT; i++)
		add_count(out, results[i], audit_result_words((enum sms_result)i), &parts);
}

void audit_add_failing(struct sms_buf *out, const struct sms_fault *fault, size_t most)
{
	size_t shown = fault->failing.count < most ? fault->failing.count : most;
	for (size_t i = 0; i < shown; i++)
		sms_buf_add_format(out, "%s%s", i ? ", " : "", fault->failing.items[i]);
	if (fault->failing.count > shown)
		sms_buf_add_format(out, " and %zu more", fault->failing.count - shown);
}

void audit_add_items(struct sms_buf *out, const struct sms_audit *audit, const char *clause, enum sms_result result)
{
	size_t found = 0;
	for (size_t i = 0; i < audit->count; i++) {
		const struct sms_item *item = audit->judgements[i].item;
		if (audit->judgements[i].result != result || strcmp(item->clause, clause) != 0)
			continue;
		const char *letter = strrchr(item->id, '-');
		sms_buf_add_format(out, "%s%s", found ? ", " : "", found && letter ? letter + 1 : item->id);
		found++;
	}
}

const char *audit_confidence(const struct sms_judgement *judgement)
{
	if (judgement->by_human || judgement->item->judged == SMS_JUDGED_HUMAN)
		return "human";
	return judgement->item->judged == SMS_JUDGED_FULL ? "machine" : "partly";
}

void audit_add_uncovered(struct sms_buf *out, const struct sms_audit *audit, size_t *items)
{
	size_t found = 0;
	*items = audit->results[SMS_RESULT_NOT_COVERED];
	for (size_t i = 0; i < audit->clause_count; i++) {
		const struct sms_audit_clause *clause = &audit->clauses[i];
		if (clause->results[SMS_RESULT_NOT_COVERED])
			sms_buf_add_format(out, "%s%s", found++ ? ", " : "", clause->clause->number);
	}
}

void audit_add_own(struct sms_buf *out, const struct sms_audit *audit)
{
	sms_auto(list) struct sms_list paths = SMS_LIST_INIT;
	size_t count = 0;
	for (size_t i = 0; i < audit->count && !audit->catalogue->is_own; i++) {
		const char *path = audit->judgements[i].item->origin;
		count += path != NULL;
		if (path && !sms_list_contains(&paths, path))
			sms_list_add(&paths, path);
	}
	if (!count)
		return;
	sms_buf_add_format(out, "%zu item%s changed or added by ", count, count == 1 ? "" : "s");
	sms_list_join(out, &paths, ", ");
}
