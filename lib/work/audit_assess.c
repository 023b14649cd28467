/* Verdicts of people: records that say how an item stands where a machine cannot tell. See audit.h. */
#include "work/audit_private.h"
#include <string.h>

struct verdict {
	const struct sms_entry *entry;
	char *item, *verdict, *auditor, *text;
	sms_time at, until; /* `until` NONE: open */
};

struct verdicts {
	const struct audit_run *run;
	const sms_json *about; /* the catalogue's `assessments` */
	struct verdict *items[SMS_SCAN_THREADS];
	size_t counts[SMS_SCAN_THREADS], capacities[SMS_SCAN_THREADS];
};

static void release(struct verdicts *verdicts)
{
	for (unsigned thread = 0; thread < SMS_SCAN_THREADS; thread++) {
		for (size_t i = 0; i < verdicts->counts[thread]; i++) {
			struct verdict *one = &verdicts->items[thread][i];
			free(one->item);
			free(one->verdict);
			free(one->auditor);
			free(one->text);
		}
		free(verdicts->items[thread]);
	}
}
SMS_AUTO_STRUCT(verdicts, struct verdicts, release);

static const sms_json *member(const struct verdicts *verdicts, const sms_json *json, const char *part)
{
	const char *path = sms_json_get_text(verdicts->about, part);
	return path ? sms_json_path(json, path) : NULL;
}

static struct sms_error *gather(void *context, unsigned thread, const struct sms_scanned *record)
{
	struct verdicts *verdicts = context;
	const char *state = sms_json_get_text(record->json, "state");
	const char *item = sms_json_text(member(verdicts, record->json, "item"));
	const char *verdict = sms_json_text(member(verdicts, record->json, "verdict"));
	const char *auditor = sms_json_text(member(verdicts, record->json, "auditor"));
	sms_time at = audit_time(member(verdicts, record->json, "at"));
	if (!item || !verdict || !auditor || !state || at == SMS_TIME_NONE ||
	    !sms_json_contains_text(sms_json_get(verdicts->about, "states"), state))
		return NULL;
	/* A verdict says what was seen, or why it does not apply: an empty one counts for nothing. */
	bool is_out = !strcmp(verdict, "not-applicable");
	const sms_json *text = member(verdicts, record->json, is_out ? "reason" : "evidence");
	if (!audit_is_filled(verdicts->run->fillers, text))
		return NULL;
	sms_grow(verdicts->items[thread], verdicts->counts[thread], verdicts->capacities[thread]);
	verdicts->items[thread][verdicts->counts[thread]++] =
		(struct verdict){.entry = record->entry,
				 .item = sms_strdup(item),
				 .verdict = sms_strdup(verdict),
				 .auditor = sms_strdup(auditor),
				 .text = sms_strdup(sms_json_text(text)),
				 .at = at,
				 .until = audit_time(member(verdicts, record->json, "until"))};
	return NULL;
}

static bool is_later(const struct verdict *one, const struct verdict *other)
{
	if (!other || one->at != other->at)
		return !other || one->at > other->at;
	return strcmp(one->entry->id, other->entry->id) > 0;
}

/* The last one about an item that was given by `now`. */
static const struct verdict *find_verdict(const struct verdicts *verdicts, const char *item, sms_time now)
{
	const struct verdict *last = NULL;
	for (unsigned thread = 0; thread < SMS_SCAN_THREADS; thread++)
		for (size_t i = 0; i < verdicts->counts[thread]; i++) {
			const struct verdict *one = &verdicts->items[thread][i];
			if (!strcmp(one->item, item) && one->at <= now && is_later(one, last))
				last = one;
		}
	return last;
}

/* Does it stand? Else why not, in words of the caller's. */
static struct sms_error *refuse(struct audit_run *run, const struct verdict *verdict, char **out)
{
	const struct sms_people *people = NULL;
	const char *cycle = sms_json_text(sms_settings_get(run->store->settings, "audit.cycle"));
	sms_time until = verdict->until == SMS_TIME_NONE ? SMS_TIME_NONE : verdict->until + SMS_DAY;
	if (until == SMS_TIME_NONE && !sms_time_add_duration(cycle, verdict->at, &until))
		until = INT64_MAX;
	SMS_TRY(sms_store_people(run->store, &people));
	if (!sms_people_name(people, verdict->auditor))
		*out = sms_format("%s does not count: '%s' is nobody known", verdict->entry->id, verdict->auditor);
	else if (until <= run->now)
		*out = sms_format("%s has expired", verdict->entry->id);
	return NULL;
}

static void add_fault(struct sms_judgement *judgement, const struct verdict *verdict, enum sms_grade grade)
{
	struct sms_fault *fault = sms_alloc(1, sizeof *fault);
	*fault = (struct sms_fault){.grade = grade,
				    .why = sms_format("the verdict of %s", verdict->auditor),
				    .message = sms_strdup(verdict->text),
				    .fix = sms_format("sms show %s", verdict->entry->id),
				    .are_records = true,
				    .file = sms_strdup(verdict->entry->path),
				    .line = 1};
	sms_list_add(&fault->failing, verdict->entry->id);
	sms_list_add(&judgement->failing, verdict->entry->id);
	judgement->faults = fault;
	judgement->fault_count = 1;
}

/* Where the machine has found a fault, or can say all there is to say, it stays with that. */
static bool is_open(const struct sms_judgement *judgement)
{
	return judgement->result == SMS_RESULT_NEEDS_HUMAN || judgement->result == SMS_RESULT_NOT_COVERED ||
	       (judgement->result == SMS_RESULT_NOT_TRIGGERED && judgement->item->judged != SMS_JUDGED_FULL);
}

static struct sms_error *apply(struct audit_run *run, struct sms_judgement *judgement, const struct verdict *verdict)
{
	static const enum sms_result results[] = {SMS_RESULT_CONFORM, SMS_RESULT_PARTIAL, SMS_RESULT_NONCONFORM,
						  SMS_RESULT_NOT_APPLICABLE};
	char *refusal = NULL;
	SMS_TRY(refuse(run, verdict, &refusal));
	free(judgement->note);
	judgement->note = refusal;
	if (refusal)
		return NULL;
	for (size_t i = 0; i < SMS_COUNT(results); i++) {
		if (strcmp(sms_result_name(results[i]), verdict->verdict) != 0)
			continue;
		judgement->result = results[i];
		judgement->by_human = true;
		judgement->note = sms_format("%s: %s", verdict->entry->id, verdict->text);
		if (results[i] == SMS_RESULT_NONCONFORM)
			add_fault(judgement, verdict, judgement->item->absent);
		else if (results[i] == SMS_RESULT_PARTIAL)
			add_fault(judgement, verdict, SMS_GRADE_MINOR);
		else
			sms_list_add(&judgement->evidence, verdict->entry->id);
	}
	return NULL;
}

struct sms_error *audit_assess(struct audit_run *run, struct sms_audit *audit)
{
	sms_auto(verdicts) struct verdicts verdicts = {.run = run, .about = run->catalogue->assessments};
	const struct sms_type *type = NULL;
	SMS_TRY(sms_types_find(&type, run->store->types, sms_json_get_text(verdicts.about, "type")));
	SMS_TRY(sms_snapshot_scan(run->store->snapshot, type, gather, &verdicts, run->progress));
	for (size_t i = 0; i < audit->count; i++) {
		const struct verdict *verdict = find_verdict(&verdicts, audit->judgements[i].item->id, run->now);
		if (verdict && is_open(&audit->judgements[i]))
			SMS_TRY(apply(run, &audit->judgements[i], verdict));
	}
	return NULL;
}
