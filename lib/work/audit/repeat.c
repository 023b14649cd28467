/* What fails again is graver: a minor becomes major where the last audit of its clause had a nonconformity on the same
 * item, or where one about it is open past its due day. What is being dealt with in its time is not raised. Which records
 * say so is data: the catalogue's `work.audits`, `work.findings` and `work.nonconformities`; the settings'
 * `audit.repeat_raises` is the switch. */
#include "work/audit/private.h"
#include <string.h>

/* An audit, a finding or a nonconformity, as far as it matters here. */
struct note {
	char *id, *of;         /* a finding's audit, a nonconformity's finding; NULL: of none */
	struct sms_list about; /* clauses of an audit, items of a finding */
	bool open;             /* not dealt with yet */
	sms_time at;           /* an audit's beginning; else the due day; SMS_TIME_NONE: not known */
};

/* How a kind of record becomes notes: names of parts in its terms. */
struct kind {
	const char *terms, *of, *about, *at;
	const char *states;       /* only those; NULL: all but void */
	const char *value, *only; /* a member that has to have this value, or one of these */
};

static const struct kind audits = {"audits", NULL, "clauses", "start", "done_states", "kind", "kind_value"};
static const struct kind findings = {"findings", "audit", "items", "due", "states", "grade", "grades"};
static const struct kind nonconformities = {"nonconformities", "found_in", NULL, "due", NULL, NULL, NULL};

struct notes {
	const struct kind *kind;
	const sms_json *terms;
	struct note *items[SMS_SCAN_THREADS]; /* all in the first, by id, once they are gathered */
	size_t counts[SMS_SCAN_THREADS], capacities[SMS_SCAN_THREADS];
};

static void release(struct notes *notes)
{
	for (unsigned thread = 0; thread < SMS_SCAN_THREADS; thread++) {
		for (size_t i = 0; i < notes->counts[thread]; i++) {
			free(notes->items[thread][i].id);
			free(notes->items[thread][i].of);
			sms_list_release(&notes->items[thread][i].about);
		}
		free(notes->items[thread]);
	}
}

/* --- Reading them. --- */

static const sms_json *member(const struct notes *notes, const sms_json *json, const char *part)
{
	const char *path = part ? sms_json_get_text(notes->terms, part) : NULL;
	return path ? sms_json_path(json, path) : NULL;
}

static bool is_meant(const struct notes *notes, const sms_json *json)
{
	const struct kind *kind = notes->kind;
	const char *state = sms_json_get_text(json, "state");
	const char *value = sms_json_text(member(notes, json, kind->value));
	const sms_json *only = kind->only ? sms_json_get(notes->terms, kind->only) : NULL;
	if (!state || !strcmp(state, "void") ||
	    (kind->states && !sms_json_contains_text(sms_json_get(notes->terms, kind->states), state)))
		return false;
	if (!kind->value)
		return true;
	return value &&
	       (sms_json_text(only) ? !strcmp(value, sms_json_text(only)) : sms_json_contains_text(only, value));
}

static struct sms_error *gather(void *context, unsigned thread, const struct sms_scanned *record)
{
	struct notes *notes = context;
	const char *state = sms_json_get_text(record->json, "state");
	const char *of = sms_json_text(member(notes, record->json, notes->kind->of));
	if (!is_meant(notes, record->json))
		return NULL;
	sms_grow(notes->items[thread], notes->counts[thread], notes->capacities[thread]);
	struct note *note = &notes->items[thread][notes->counts[thread]++];
	*note = (struct note){.id = sms_strdup(record->entry->id),
			      .of = sms_strdup(of),
			      .open = !sms_json_contains_text(sms_json_get(notes->terms, "closed_states"), state),
			      .at = audit_time(member(notes, record->json, notes->kind->at))};
	sms_json_each(one, member(notes, record->json, notes->kind->about))
		if (sms_json_text(one))
			sms_list_add(&note->about, sms_json_text(one));
	return NULL;
}

static int by_id(const void *a, const void *b)
{
	return strcmp(((const struct note *)a)->id, ((const struct note *)b)->id);
}

static struct sms_error *read_notes(struct audit_run *run, const struct kind *kind, struct notes *out)
{
	const struct sms_type *type = NULL;
	*out = (struct notes){.kind = kind, .terms = sms_json_get(run->catalogue->work, kind->terms)};
	SMS_TRY(sms_types_find(&type, run->store->types, sms_json_get_text(out->terms, "type")));
	SMS_TRY(sms_snapshot_scan(run->store->snapshot, type, gather, out, run->progress));
	for (unsigned thread = 1; thread < SMS_SCAN_THREADS; thread++) {
		for (size_t i = 0; i < out->counts[thread]; i++) {
			sms_grow(out->items[0], out->counts[0], out->capacities[0]);
			out->items[0][out->counts[0]++] = out->items[thread][i];
		}
		out->counts[thread] = 0;
	}
	if (out->counts[0])
		qsort(out->items[0], out->counts[0], sizeof *out->items[0], by_id);
	return NULL;
}

/* --- What they say of an item. --- */

struct past {
	struct notes audits, findings, nonconformities;
	sms_time now;
};

static void past_release(struct past *past)
{
	release(&past->audits);
	release(&past->findings);
	release(&past->nonconformities);
}
SMS_AUTO_STRUCT(past, struct past, past_release);

/* The due day itself is in time. */
static bool is_late(const struct past *past, const struct note *note)
{
	return note->open && note->at != SMS_TIME_NONE && note->at + SMS_DAY <= past->now;
}

/* What deals with a finding: its nonconformity, else itself. An open one speaks for all. */
static const struct note *treatment(const struct past *past, const struct note *finding)
{
	const struct note *found = NULL;
	for (size_t i = 0; i < past->nonconformities.counts[0]; i++) {
		const struct note *one = &past->nonconformities.items[0][i];
		if (one->of && !strcmp(one->of, finding->id) && (!found || (one->open && !found->open)))
			found = one;
	}
	return found ? found : finding;
}

static char *overdue(const struct past *past, const struct sms_item *item)
{
	char day[SMS_TIME_SIZE];
	for (size_t i = 0; i < past->findings.counts[0]; i++) {
		const struct note *finding = &past->findings.items[0][i];
		const struct note *one = treatment(past, finding);
		if (!sms_list_contains(&finding->about, item->key) || !is_late(past, one))
			continue;
		sms_time_format(one->at, day);
		return sms_format("%s about it was due on %.10s and is open, raised", one->id, day);
	}
	return NULL;
}

/* The last one that looked at the clause. */
static const struct note *last_audit(const struct past *past, const char *clause)
{
	const struct note *last = NULL;
	for (size_t i = 0; i < past->audits.counts[0]; i++) {
		const struct note *one = &past->audits.items[0][i];
		bool is_about = false;
		for (size_t k = 0; k < one->about.count; k++)
			is_about = is_about || sms_clause_is_below(clause, one->about.items[k]);
		if (is_about && one->at != SMS_TIME_NONE && one->at <= past->now && (!last || one->at >= last->at))
			last = one;
	}
	return last;
}

static char *repeated(const struct past *past, const struct sms_item *item)
{
	const struct note *last = last_audit(past, item->clause);
	for (size_t i = 0; last && i < past->findings.counts[0]; i++) {
		const struct note *finding = &past->findings.items[0][i];
		const struct note *one = treatment(past, finding);
		bool in_time = one->open && one->at != SMS_TIME_NONE;
		if (finding->of && !strcmp(finding->of, last->id) && !in_time &&
		    sms_list_contains(&finding->about, item->key))
			return sms_format("also failed in %s (%s), raised", last->id, finding->id);
	}
	return NULL;
}

/* --- Raising. --- */

static bool has_minor(const struct sms_judgement *judgement)
{
	for (size_t i = 0; i < judgement->fault_count; i++)
		if (judgement->faults[i].grade == SMS_GRADE_MINOR)
			return true;
	return false;
}

static void raise_item(const struct past *past, struct sms_judgement *judgement)
{
	sms_auto(string) char *late = overdue(past, judgement->item);
	sms_auto(string) char *again = late ? NULL : repeated(past, judgement->item);
	for (size_t i = 0; i < judgement->fault_count && (late || again); i++) {
		struct sms_fault *fault = &judgement->faults[i];
		if (fault->grade != SMS_GRADE_MINOR)
			continue;
		char *why = sms_format("%s; %s", fault->why, late ? late : again);
		free(fault->why);
		fault->why = why;
		fault->grade = SMS_GRADE_MAJOR;
	}
}

struct sms_error *audit_raise(struct audit_run *run, struct sms_audit *audit)
{
	sms_auto(past) struct past past = {.now = run->now};
	bool any = false;
	for (size_t i = 0; i < audit->count && !any; i++)
		any = has_minor(&audit->judgements[i]);
	if (!any || !audit_repeat_raises(run))
		return NULL;
	SMS_TRY(read_notes(run, &findings, &past.findings));
	if (!past.findings.counts[0])
		return NULL;
	SMS_TRY(read_notes(run, &audits, &past.audits));
	SMS_TRY(read_notes(run, &nonconformities, &past.nonconformities));
	for (size_t i = 0; i < audit->count; i++)
		if (has_minor(&audit->judgements[i]))
			raise_item(&past, &audit->judgements[i]);
	return NULL;
}
