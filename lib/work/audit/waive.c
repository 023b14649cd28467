/* Waivers: leave, approved and for a time, not to meet a requirement yet. What is waived stays listed, and does not
 * count; a waiver that is over is a finding itself. Which records they are is data: the catalogue's `work.waivers`
 * { "type", "states": [that count], "item", "from", "until", "reason": members }. */
#include "model/approval/approval.h"
#include "work/audit/count.h"
#include <string.h>

struct waiver {
	const sms_json *about;
	struct sms_record *record;
	struct sms_judgement *judgement;
	sms_time from, until;
};

static const sms_json *member(const struct waiver *waiver, const char *part)
{
	const char *path = sms_json_get_text(waiver->about, part);
	return path ? sms_json_path(waiver->record->json, path) : NULL;
}

static struct sms_judgement *judgement_of(struct sms_audit *audit, const char *item)
{
	for (size_t i = 0; item && i < audit->count; i++)
		if (!strcmp(audit->judgements[i].item->key, item))
			return &audit->judgements[i];
	return NULL;
}

static void add_note(struct sms_judgement *judgement, char *text)
{
	char *note = judgement->note ? sms_format("%s; %s", judgement->note, text) : sms_strdup(text);
	free(judgement->note);
	free(text);
	judgement->note = note;
}

/* Of several the one that lasts longest. */
static void put_in_force(const struct waiver *waiver)
{
	struct sms_judgement *judgement = waiver->judgement;
	const char *reason = sms_json_text(member(waiver, "reason"));
	if (judgement->waiver && judgement->waived_until >= waiver->until)
		return;
	free(judgement->waiver);
	free(judgement->waiver_reason);
	judgement->waiver = sms_strdup(waiver->record->id);
	judgement->waiver_reason = sms_strdup(reason ? reason : "");
	judgement->waived_until = waiver->until;
}

static struct sms_error *weigh(struct audit_run *run, const struct waiver *waiver)
{
	sms_auto(approval) struct sms_approval approval = {0};
	SMS_TRY(sms_approval_judge(&approval, run->store, waiver->record, run->now));
	if (approval.status == SMS_APPROVAL_APPROVED) {
		put_in_force(waiver);
		return NULL;
	}
	if (approval.status == SMS_APPROVAL_NONE)
		add_note(waiver->judgement, sms_format("%s does not count: no approval rule in %s is for waivers",
						       waiver->record->id, SMS_SETTINGS_PATH));
	else
		add_note(waiver->judgement, sms_format("%s does not count: it is %s", waiver->record->id,
						       sms_approval_status_name(approval.status)));
	return NULL;
}

/* Over, and nobody has ended or renewed it. */
static void add_expired(const struct waiver *waiver)
{
	struct sms_judgement *judgement = waiver->judgement;
	char day[SMS_TIME_SIZE];
	bool fails = judgement->fault_count > 0;
	sms_time_format(waiver->until, day);
	judgement->faults = sms_realloc(judgement->faults, judgement->fault_count + 1, sizeof *judgement->faults);
	struct sms_fault *fault = &judgement->faults[judgement->fault_count++];
	*fault = (struct sms_fault){
		.grade = fails ? SMS_GRADE_MINOR : SMS_GRADE_OBSERVATION,
		.why = sms_strdup(fails ? "the time that was granted is over, and the requirement is not met"
					: "the requirement is met: the waiver is needed no more"),
		.message = sms_format("the waiver %s of this item was over on %.10s", waiver->record->id, day),
		.fix = sms_format("sms move %s ended", waiver->record->id),
		.population = 1,
		.are_records = true,
		.file = sms_strdup(waiver->record->path),
		.line = 1,
	};
	sms_list_add(&fault->failing, waiver->record->id);
	sms_list_add(&judgement->failing, waiver->record->id);
	sms_list_sort(&judgement->failing);
	sms_list_unique(&judgement->failing);
}

/* Is it about an item of this standard that does not exist? Then it waives nothing, and somebody thinks it does. */
static bool is_stray(const struct sms_catalogue *catalogue, const char *key)
{
	sms_auto(string) char *standard = NULL;
	const char *id = sms_catalogue_split(key, &standard);
	bool is_ours = standard ? !strcmp(standard, catalogue->name) : !catalogue->is_own;
	return is_ours && !sms_catalogue_item(catalogue, id);
}

static bool read_waiver(struct audit_run *run, struct sms_audit *audit, struct waiver *out)
{
	const char *state = sms_record_state(out->record);
	if (!sms_json_contains_text(sms_json_get(out->about, "states"), state))
		return false;
	const char *item = sms_json_text(member(out, "item"));
	out->judgement = judgement_of(audit, item);
	if (item && is_stray(run->catalogue, item) && !sms_list_contains(&audit->strays, out->record->id))
		sms_list_add(&audit->strays, out->record->id);
	if (out->judgement)
		audit_count(run, &out->judgement->counted, out->record->id);
	out->from = audit_time(member(out, "from"));
	out->until = audit_time(member(out, "until"));
	if (out->until != SMS_TIME_NONE)
		out->until += SMS_DAY - 1;
	return out->judgement && out->until != SMS_TIME_NONE && (out->from == SMS_TIME_NONE || out->from <= run->now);
}

/* Those in force come first: a waiver that was renewed is no finding. */
static struct sms_error *apply_all(struct audit_run *run, struct sms_audit *audit, bool expired)
{
	struct waiver waiver = {.about = sms_json_get(run->catalogue->work, "waivers")};
	const struct sms_type *type = NULL;
	const struct sms_entry *const *entries = NULL;
	size_t count = 0;
	SMS_TRY(sms_types_find(&type, run->store->types, sms_json_get_text(waiver.about, "type")));
	SMS_TRY(sms_snapshot_list(run->store->snapshot, type, &entries, &count));
	for (size_t i = 0; i < count; i++) {
		sms_auto(record) struct sms_record *record = NULL;
		/* What cannot be read waives nothing. */
		sms_auto(error) struct sms_error *error = sms_record_read(&record, run->store->snapshot, entries[i]);
		waiver.record = record;
		if (error || !read_waiver(run, audit, &waiver) || (waiver.until < run->now) != expired)
			continue;
		if (!expired)
			SMS_TRY(weigh(run, &waiver));
		else if (!waiver.judgement->waiver)
			add_expired(&waiver);
	}
	return NULL;
}

struct sms_error *audit_waive(struct audit_run *run, struct sms_audit *audit)
{
	if (!sms_json_get(run->catalogue->work, "waivers"))
		return NULL;
	SMS_TRY(apply_all(run, audit, false));
	return apply_all(run, audit, true);
}
