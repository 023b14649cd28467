/* Parts of an audit, and two audits side by side: see compare.h. */
#include "work/audit/compare.h"
#include "work/audit/private.h"
#include <string.h>

/* --- Keeping a part. --- */

static void sum_up_anew(struct sms_audit *audit)
{
	for (size_t i = 0; i < audit->finding_count; i++)
		free(audit->findings[i].judgements);
	audit->finding_count = audit->clause_count = 0;
	audit->waived = 0;
	audit->machine = audit->human = audit->unassessed = 0;
	memset(audit->results, 0, sizeof audit->results);
	memset(audit->grades, 0, sizeof audit->grades);
	audit_sum_up(audit);
}

static void compact(struct sms_audit *audit, const bool *keep)
{
	size_t kept = 0;
	for (size_t i = 0; i < audit->count; i++) {
		if (keep[i])
			audit->judgements[kept++] = audit->judgements[i];
		else
			audit_judgement_release(&audit->judgements[i]);
	}
	audit->count = kept;
	sum_up_anew(audit);
}

void sms_audit_keep_items(struct sms_audit *audit, const struct sms_list *items)
{
	bool *keep = sms_alloc(audit->count, sizeof *keep);
	for (size_t i = 0; i < audit->count; i++)
		keep[i] = sms_list_contains(items, audit->judgements[i].item->id);
	compact(audit, keep);
	free(keep);
}

/* The command, said of this record instead of the first. */
static char *fix_of(const struct sms_fault *fault, const char *id)
{
	const char *first = fault->failing.items[0], *found = fault->fix ? strstr(fault->fix, first) : NULL;
	if (!found || !strcmp(first, id))
		return sms_strdup(fault->fix);
	return sms_format("%.*s%s%s", (int)(found - fault->fix), fault->fix, id, found + strlen(first));
}

/* Leaves, of what fails, these records; false where it is none of them. */
static bool narrow_fault(struct sms_fault *fault, const struct sms_audit_record *records, size_t count)
{
	const struct sms_audit_record *first = NULL;
	struct sms_list failing = SMS_LIST_INIT;
	for (size_t i = 0; i < count && fault->are_records; i++) {
		if (!sms_list_contains(&fault->failing, records[i].id))
			continue;
		first = first ? first : &records[i];
		sms_list_add(&failing, records[i].id);
	}
	if (!first)
		return false;
	char *fix = fix_of(fault, first->id);
	if (strcmp(fault->failing.items[0], first->id) != 0) {
		free(fault->file);
		fault->file = sms_strdup(first->path);
		fault->line = 1;
	}
	free(fault->fix);
	fault->fix = fix;
	sms_list_release(&fault->failing);
	fault->failing = failing;
	return true;
}

/* Leaves what concerns the records; false where nothing does. */
static bool narrow(struct sms_judgement *judgement, const struct sms_audit_record *records, size_t count)
{
	size_t kept = 0;
	sms_list_release(&judgement->failing);
	judgement->failing = (struct sms_list)SMS_LIST_INIT;
	for (size_t i = 0; i < judgement->fault_count; i++) {
		struct sms_fault *fault = &judgement->faults[i];
		if (!narrow_fault(fault, records, count)) {
			audit_fault_release(fault);
			continue;
		}
		for (size_t j = 0; j < fault->failing.count; j++)
			sms_list_add(&judgement->failing, fault->failing.items[j]);
		judgement->faults[kept++] = *fault;
	}
	judgement->fault_count = kept;
	sms_list_sort(&judgement->failing);
	sms_list_unique(&judgement->failing);
	return kept || judgement->counted.count;
}

void sms_audit_keep_records(struct sms_audit *audit, const struct sms_audit_record *records, size_t count)
{
	bool *keep = sms_alloc(audit->count, sizeof *keep);
	for (size_t i = 0; i < audit->count; i++)
		keep[i] = narrow(&audit->judgements[i], records, count);
	compact(audit, keep);
	free(keep);
}

/* --- Two audits. --- */

const char *sms_change_kind_name(enum sms_change_kind kind)
{
	static const char *const names[] = {"new", "worse", "better", "gone"};
	return names[kind];
}

static const struct sms_judgement *find(const struct sms_audit *audit, const char *item)
{
	for (size_t i = 0; i < audit->count; i++)
		if (!strcmp(audit->judgements[i].item->id, item))
			return &audit->judgements[i];
	return NULL;
}

static bool has_faults(const struct sms_judgement *judgement)
{
	return judgement && judgement->fault_count > 0 && !judgement->waiver;
}

static enum sms_grade grade_of(const struct sms_judgement *judgement)
{
	enum sms_grade grade = SMS_GRADE_OBSERVATION;
	for (size_t i = 0; judgement && i < judgement->fault_count; i++)
		if (judgement->faults[i].grade > grade)
			grade = judgement->faults[i].grade;
	return grade;
}

/* What is in `list` and not in `other`; both are sorted. */
static void add_missing(struct sms_list *out, const struct sms_list *list, const struct sms_list *other)
{
	for (size_t i = 0, j = 0; i < list->count; i++) {
		while (j < other->count && strcmp(other->items[j], list->items[i]) < 0)
			j++;
		if (j == other->count || strcmp(other->items[j], list->items[i]) != 0)
			sms_list_add(out, list->items[i]);
	}
}

static bool is_lost(const struct sms_judgement *before, const struct sms_judgement *now)
{
	return before && before->result == SMS_RESULT_CONFORM && now && now->result != SMS_RESULT_CONFORM &&
	       now->result != SMS_RESULT_NOT_APPLICABLE;
}

/* Is there something to say, and what? */
static bool classify(struct sms_audit_change *change)
{
	static const struct sms_list none = SMS_LIST_INIT;
	const struct sms_judgement *before = change->before, *now = change->now;
	enum sms_grade was = grade_of(before), is = grade_of(now);
	const struct sms_list *failed = has_faults(before) ? &before->failing : &none;
	const struct sms_list *fails = has_faults(now) ? &now->failing : &none;
	add_missing(&change->more, fails, failed);
	add_missing(&change->fewer, failed, fails);
	change->grade = has_faults(now) ? is : was;
	if (!has_faults(before) && !has_faults(now)) {
		change->kind = SMS_CHANGE_WORSE;
		change->grade = SMS_GRADE_OBSERVATION;
		return is_lost(before, now);
	}
	if (!has_faults(before) || !has_faults(now)) {
		change->kind = has_faults(now) ? SMS_CHANGE_NEW : SMS_CHANGE_GONE;
		return true;
	}
	bool worse = is > was || change->more.count || now->fault_count > before->fault_count;
	bool better = is < was || change->fewer.count || now->fault_count < before->fault_count;
	change->kind = worse ? SMS_CHANGE_WORSE : SMS_CHANGE_BETTER;
	return worse || better;
}

static void add(struct sms_audit_changes *out, const struct sms_item *item, const struct sms_judgement *before,
		const struct sms_judgement *now)
{
	struct sms_audit_change change = {.item = item, .before = before, .now = now};
	if (!classify(&change)) {
		sms_list_release(&change.more);
		sms_list_release(&change.fewer);
		return;
	}
	sms_grow(out->items, out->count, out->capacity);
	out->items[out->count++] = change;
	out->kinds[change.kind]++;
	if (change.kind <= SMS_CHANGE_WORSE)
		out->grades[change.grade]++;
}

void sms_audit_compare(struct sms_audit_changes *out, const struct sms_audit *before, const struct sms_audit *now)
{
	*out = (struct sms_audit_changes){0};
	for (size_t i = 0; i < now->count; i++)
		add(out, now->judgements[i].item, find(before, now->judgements[i].item->id), &now->judgements[i]);
	for (size_t i = 0; i < before->count; i++)
		if (!find(now, before->judgements[i].item->id))
			add(out, before->judgements[i].item, &before->judgements[i], NULL);
}

void sms_audit_changes_release(struct sms_audit_changes *changes)
{
	for (size_t i = 0; i < changes->count; i++) {
		sms_list_release(&changes->items[i].more);
		sms_list_release(&changes->items[i].fewer);
	}
	free(changes->items);
}
