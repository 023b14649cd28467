/* Verdicts of people: records that say how an item stands where a machine cannot tell. See audit.h. */
#include "work/audit/count.h"
#include "work/audit/stakes.h"
#include <string.h>

struct verdict {
	const struct sms_entry *entry;
	char *item, *verdict, *auditor, *text;
	char *entered_by; /* NULL: the auditor */
	struct sms_list records;
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
			free(one->entered_by);
			sms_list_release(&one->records);
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

static void add_record(void *context, const sms_json *value)
{
	if (sms_json_text(value))
		sms_list_add(context, sms_json_text(value));
}

/* Who made the record, where that is somebody else. */
static char *entered_by(const sms_json *json, const char *auditor)
{
	const char *by = sms_json_text(sms_json_path(json, "created.by"));
	return by && strcmp(by, auditor) != 0 ? sms_strdup(by) : NULL;
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
	if (!audit_is_filled(&verdicts->run->fillers, text))
		return NULL;
	sms_grow(verdicts->items[thread], verdicts->counts[thread], verdicts->capacities[thread]);
	struct verdict *one = &verdicts->items[thread][verdicts->counts[thread]++];
	*one = (struct verdict){.entry = record->entry,
				.item = sms_strdup(item),
				.verdict = sms_strdup(verdict),
				.auditor = sms_strdup(auditor),
				.text = sms_strdup(sms_json_text(text)),
				.entered_by = entered_by(record->json, auditor),
				.at = at,
				.until = audit_time(member(verdicts, record->json, "until"))};
	const char *records = sms_json_get_text(verdicts->about, "records");
	if (records)
		sms_json_visit(record->json, records, add_record, &one->records);
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

/* --- Does it stand? Else why not, in words of the caller's. --- */

struct standing {
	struct audit_run *run;
	struct sms_stakes *stakes;
	const char *interval; /* of the internal audit; NULL: none is known */
};

static void standing_release(struct standing *standing)
{
	sms_stakes_free(standing->stakes);
}
SMS_AUTO_STRUCT(standing, struct standing, standing_release);

/* The day that was given, or the next internal audit, whatever comes first. */
static char *refuse_old(const struct standing *standing, const struct verdict *verdict)
{
	char day[SMS_TIME_SIZE];
	sms_time until = verdict->until == SMS_TIME_NONE ? INT64_MAX : verdict->until + SMS_DAY;
	sms_time next = INT64_MAX;
	if (!sms_time_add_duration(standing->interval, verdict->at, &next))
		next = INT64_MAX;
	if ((until < next ? until : next) > standing->run->now)
		return NULL;
	sms_time_format(until < next ? until - 1 : next, day);
	if (until < next)
		return sms_format("%s no longer counts: it held up to %.10s", verdict->entry->id, day);
	return sms_format("%s no longer counts since %.10s: a verdict holds for %s, the interval of internal audits",
			  verdict->entry->id, day, standing->interval);
}

static struct sms_error *refuse_partial(const struct standing *standing, const struct sms_item *item,
					const struct verdict *verdict, char **out)
{
	sms_auto(string) char *part = sms_stakes_clause(standing->stakes, verdict->auditor, item->clause, verdict->at);
	for (size_t i = 0; !part && i < verdict->records.count; i++)
		SMS_TRY(sms_stakes_record(standing->stakes, verdict->auditor, verdict->records.items[i], verdict->at,
					  &part));
	if (part)
		*out = sms_format("%s does not count: %s %s, and nobody judges their own work", verdict->entry->id,
				  verdict->auditor, part);
	return NULL;
}

static struct sms_error *refuse(const struct standing *standing, const struct sms_item *item,
				const struct verdict *verdict, char **out)
{
	const struct sms_people *people = NULL;
	SMS_TRY(sms_store_people(standing->run->store, &people));
	if (!sms_people_name(people, verdict->auditor))
		*out = sms_format("%s does not count: '%s' is nobody known", verdict->entry->id, verdict->auditor);
	else
		*out = refuse_old(standing, verdict);
	return *out ? NULL : refuse_partial(standing, item, verdict, out);
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

static void add_entered(struct sms_judgement *judgement, const struct verdict *verdict)
{
	char *note = sms_format("%s (the verdict of %s, entered by %s)", judgement->note, verdict->auditor,
				verdict->entered_by);
	free(judgement->note);
	judgement->note = note;
}

static struct sms_error *apply(const struct standing *standing, struct sms_judgement *judgement,
			       const struct verdict *verdict)
{
	static const enum sms_result results[] = {SMS_RESULT_CONFORM, SMS_RESULT_PARTIAL, SMS_RESULT_NONCONFORM,
						  SMS_RESULT_NOT_APPLICABLE};
	char *refusal = NULL;
	SMS_TRY(refuse(standing, judgement->item, verdict, &refusal));
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
		if (verdict->entered_by)
			add_entered(judgement, verdict);
		if (results[i] == SMS_RESULT_NONCONFORM)
			add_fault(judgement, verdict, judgement->item->absent);
		else if (results[i] == SMS_RESULT_PARTIAL)
			add_fault(judgement, verdict, SMS_GRADE_MINOR);
		else
			sms_list_add(&judgement->evidence, verdict->entry->id);
	}
	return NULL;
}

/* --- Which records have a part in it (count.c). --- */

/* Each verdict on the item, who gave the last one, what it speaks of, and who would be judging their own work. */
static struct sms_error *count_verdicts(const struct standing *standing, const struct verdicts *verdicts,
					const struct verdict *last, struct sms_judgement *judgement)
{
	const struct audit_run *run = standing->run;
	struct audit_counting counting = {run, &judgement->counted};
	for (unsigned thread = 0; thread < SMS_SCAN_THREADS; thread++)
		for (size_t i = 0; i < verdicts->counts[thread]; i++)
			if (!strcmp(verdicts->items[thread][i].item, judgement->item->key))
				audit_count(run, &judgement->counted, verdicts->items[thread][i].entry->id);
	if (!last)
		return NULL;
	const struct sms_people *people = NULL;
	SMS_TRY(sms_store_people(run->store, &people));
	audit_count(run, &judgement->counted, last->auditor);
	sms_people_assignments(people, last->auditor, NULL, audit_count_id, &counting);
	audit_count(run, &judgement->counted, audit_planner(run, sms_json_get_text(run->catalogue->work, "cycle")));
	for (size_t i = 0; i < last->records.count; i++)
		audit_count(run, &judgement->counted, last->records.items[i]);
	sms_stakes_records(standing->stakes, judgement->item->clause, audit_count_id, &counting);
	return NULL;
}

struct sms_error *audit_assess(struct audit_run *run, struct sms_audit *audit)
{
	sms_auto(verdicts) struct verdicts verdicts = {.run = run, .about = run->catalogue->assessments};
	sms_auto(standing) struct standing standing = {.run = run};
	const sms_json *interval = NULL;
	const struct sms_type *type = NULL;
	SMS_TRY(sms_types_find(&type, run->store->types, sms_json_get_text(verdicts.about, "type")));
	SMS_TRY(sms_stakes_load(&standing.stakes, run->store, run->catalogue));
	SMS_TRY(audit_plan(run, sms_json_get_text(run->catalogue->work, "cycle"), &interval));
	standing.interval = sms_json_text(interval);
	SMS_TRY(sms_snapshot_scan(run->store->snapshot, type, gather, &verdicts, run->progress));
	for (size_t i = 0; i < audit->count; i++) {
		const struct verdict *verdict = find_verdict(&verdicts, audit->judgements[i].item->key, run->now);
		if (run->watched && is_open(&audit->judgements[i]))
			SMS_TRY(count_verdicts(&standing, &verdicts, verdict, &audit->judgements[i]));
		if (verdict && is_open(&audit->judgements[i]))
			SMS_TRY(apply(&standing, &audit->judgements[i], verdict));
	}
	return NULL;
}
