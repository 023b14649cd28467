/* Approvals that move records, and moves that need approvals. See lifecycle.h. */
#include "model/approval/lifecycle.h"
#include "model/approval/private.h"
#include <string.h>

/* --- In words. --- */

char *sms_approval_lack(const struct sms_approval *approval, const char *id)
{
	sms_auto(buf) struct sms_buf text = SMS_BUF_INIT, roles = SMS_BUF_INIT;
	char at[SMS_TIME_SIZE];
	sms_list_join(&roles, &approval->roles, " or ");
	switch (approval->status) {
	case SMS_APPROVAL_STALE:
		return sms_format("the content of %s has changed since it was approved", id);
	case SMS_APPROVAL_REJECTED:
		return sms_format("%s was rejected", id);
	case SMS_APPROVAL_EXPIRED:
		sms_time_format(approval->expires_at, at);
		return sms_format("the approval of %s held until %s", id, at);
	default:
		sms_approval_describe(&text, approval);
		return sms_format("%s is %s; %s has to approve it", id, sms_buf_text(&text), sms_buf_text(&roles));
	}
}

char *sms_approval_fix(const struct sms_approval *approval, const char *id)
{
	switch (approval->status) {
	case SMS_APPROVAL_REJECTED:
		return sms_format("sms trail %s", id);
	case SMS_APPROVAL_UNAPPROVED:
		return sms_format("sms submit %s", id);
	default:
		return sms_format("sms approve %s", id);
	}
}

/* --- A decision moves the record. --- */

static bool is_from(const sms_json *from, const char *state)
{
	const char *one = sms_json_text(from);
	return one ? !strcmp(one, state) : sms_json_contains_text(from, state);
}

static const sms_json *step_of(const struct sms_record *record, const struct sms_decision *decision)
{
	bool completes = decision->completes && *decision->completes;
	static const struct {
		const char *decision, *path;
		bool last; /* only the last one that is needed */
	} steps[] = {{"submit", "lifecycle.submitted", false},
		     {"approve", "lifecycle.approved", true},
		     {"reject", "lifecycle.rejected", false}};
	for (size_t i = 0; i < SMS_COUNT(steps); i++) {
		const sms_json *step = sms_json_path(record->type->about, steps[i].path);
		if (!strcmp(steps[i].decision, decision->decision) && (completes || !steps[i].last) &&
		    is_from(sms_json_get(step, "from"), sms_record_state(record)))
			return step;
	}
	return NULL;
}

/* The member for the time of the approval that came after the record had moved on; NULL where it is there already, or is
 * what a closed record keeps. */
static const char *late_stamp(const struct sms_record *record, const struct sms_decision *decision)
{
	const struct sms_type *type = record->type;
	const char *state = sms_record_state(record);
	const char *to = sms_json_get_text(sms_json_path(type->about, "lifecycle.approved"), "to");
	const char *stamp = to ? sms_type_stamp(type, to) : NULL;
	bool approves = !strcmp(decision->decision, "approve") && decision->completes && *decision->completes;
	if (!approves || !stamp || !strcmp(state, "void") || !strcmp(state, to) || sms_json_path(record->json, stamp))
		return NULL;
	return sms_type_is_workflow(type, stamp) ? stamp : NULL;
}

/* An emergency is approved when it is under way, or done. Where the time does not fit the others that the record tells of,
 * the statement alone has it. */
static struct sms_error *stamp_late(struct sms_change *change, struct sms_record *record,
				    const struct sms_decision *decision, const struct sms_actor *actor)
{
	const char *stamp = late_stamp(record, decision);
	char at[SMS_TIME_SIZE];
	if (!stamp)
		return NULL;
	sms_json *before = sms_json_copy(record->json);
	sms_json *more = sms_json_new_object();
	sms_time_format(actor->at, at);
	sms_json_set_text(record->json, stamp, at);
	sms_json_set_text(more, "field", stamp);
	sms_record_log(record, actor, "set", more);
	struct sms_error *error = sms_change_put(change, record, false);
	if (!error || sms_error_status(error) != SMS_INPUT) {
		sms_json_free(before);
		return error;
	}
	sms_error_free(error);
	sms_json_free(record->json);
	record->json = before;
	return NULL;
}

struct sms_error *sms_approval_advance(struct sms_change *change, struct sms_store *store, struct sms_record *record,
				       const struct sms_decision *decision, const struct sms_actor *actor,
				       const char **moved)
{
	const sms_json *step = step_of(record, decision);
	const char *to = sms_json_get_text(step, "to");
	if (moved)
		*moved = NULL;
	if (!to)
		return stamp_late(change, record, decision, actor);
	sms_auto(json) sms_json *before = sms_json_copy(record->json);
	struct sms_error *error = sms_record_move(record, to, decision->comment, actor);
	if (!error) {
		sms_record_derive(record, before, store->settings);
		error = sms_change_put(change, record, false);
	}
	if (error)
		return sms_error_hint(
			sms_error_wrap(error, "%s '%s' would move it to %s", decision->decision, record->id, to),
			"sms set %s FIELD=VALUE", record->id);
	if (moved)
		*moved = to;
	return NULL;
}

/* --- A move asks for an approval. --- */

static struct sms_error *concerns(const struct sms_record *record, const char *state, bool *out)
{
	sms_auto(schema) struct sms_schema *schema = NULL;
	const sms_json *where = sms_json_get(sms_json_path(record->type->about, "lifecycle.needs_approval"), state);
	*out = false;
	if (!where)
		return NULL;
	SMS_TRY(sms_schema_new(&schema, where, NULL));
	return sms_schema_accepts(schema, record->json, out);
}

struct sms_error *sms_approval_guard(struct sms_store *store, const struct sms_record *record, const char *state,
				     sms_time now)
{
	sms_auto(approval) struct sms_approval approval = {0};
	bool needed = false;
	SMS_TRY(concerns(record, state, &needed));
	if (!needed || !sms_type_may_move(record->type, sms_record_state(record), state))
		return NULL;
	SMS_TRY(sms_approval_judge(&approval, store, record, now));
	if (approval.status == SMS_APPROVAL_NONE || approval.status == SMS_APPROVAL_APPROVED)
		return NULL;
	if (approval.gaps.count) {
		sms_auto(buf) struct sms_buf gaps = SMS_BUF_INIT;
		sms_list_join(&gaps, &approval.gaps, ", ");
		return sms_error(SMS_UNJUDGED,
				 "'%s' has to be approved to become %s, and this cannot be proven here: %s", record->id,
				 state, sms_buf_text(&gaps));
	}
	sms_auto(string) char *lack = sms_approval_lack(&approval, record->id);
	sms_auto(string) char *fix = sms_approval_fix(&approval, record->id);
	return sms_error_hint(sms_error(SMS_INPUT, "'%s' has to be approved to become %s: %s", record->id, state, lack),
			      "%s", fix);
}

/* The states that a record with this content enters only while it is approved. */
static struct sms_error *find_barred(const struct sms_record *record, struct sms_list *out)
{
	sms_json_each(where, sms_json_path(record->type->about, "lifecycle.needs_approval")) {
		bool barred = false;
		SMS_TRY(concerns(record, sms_json_key(where), &barred));
		if (barred)
			sms_list_add(out, sms_json_key(where));
	}
	return NULL;
}

static void reach(struct sms_list *reached, const struct sms_list *barred, const char *state)
{
	if (state && !sms_list_contains(barred, state) && !sms_list_contains(reached, state))
		sms_list_add(reached, state);
}

/* Is there a way to the state that leads through none of the barred ones? */
static bool is_open_to(const struct sms_type *type, const struct sms_list *barred, const char *state)
{
	sms_auto(list) struct sms_list reached = SMS_LIST_INIT;
	reach(&reached, barred, sms_type_initial(type));
	sms_json_each(start, sms_json_path(type->about, "lifecycle.starts"))
		reach(&reached, barred, sms_json_text(start));
	for (size_t i = 0; i < reached.count; i++) {
		sms_auto(list) struct sms_list next = SMS_LIST_INIT;
		sms_type_moves(type, reached.items[i], &next);
		for (size_t j = 0; j < next.count; j++)
			reach(&reached, barred, next.items[j]);
	}
	return sms_list_contains(&reached, state);
}

bool sms_approval_may_need(const struct sms_type *type, const char *state)
{
	const sms_json *states = sms_json_path(type->about, "lifecycle.needs_approval");
	return sms_json_count(states) && (sms_json_get(states, state) || !sms_type_is_final(type, state));
}

struct sms_error *sms_approval_needs(const struct sms_record *record, bool *out)
{
	sms_auto(list) struct sms_list barred = SMS_LIST_INIT;
	const char *state = sms_record_state(record);
	*out = false;
	if (!sms_approval_may_need(record->type, state) || !sms_type_has_state(record->type, state))
		return NULL;
	SMS_TRY(find_barred(record, &barred));
	*out = barred.count && !is_open_to(record->type, &barred, state);
	return NULL;
}

struct sms_error *sms_approval_guard_new(struct sms_store *store, const struct sms_record *record, sms_time now)
{
	sms_auto(approval) struct sms_approval approval = {0};
	sms_auto(buf) struct sms_buf roles = SMS_BUF_INIT;
	bool needed = false;
	SMS_TRY(sms_approval_needs(record, &needed));
	if (!needed)
		return NULL;
	SMS_TRY(sms_approval_judge(&approval, store, record, now));
	if (approval.status == SMS_APPROVAL_NONE || approval.status == SMS_APPROVAL_APPROVED)
		return NULL;
	sms_list_join(&roles, &approval.roles, " or ");
	struct sms_error *error = sms_error(SMS_INPUT, "a new %s cannot begin as %s: %s has to approve it before",
					    record->type->name, sms_record_state(record), sms_buf_text(&roles));
	error = sms_error_hint(error, "begin as %s: sms %s-%s …", sms_type_initial(record->type), record->type->word,
			       record->type->name);
	return sms_error_hint(error, "sms submit @");
}

struct sms_error *sms_approval_missing(struct sms_store *store, const struct sms_record *record, sms_time now,
				       struct sms_approval *out, bool *missing)
{
	char digest[SMS_DIGEST_SIZE];
	sms_time at;
	*missing = false;
	SMS_TRY(sms_approval_needs(record, missing));
	if (!*missing)
		return NULL;
	SMS_TRY(sms_approval_judge(out, store, record, now));
	*missing = out->status == SMS_APPROVAL_UNAPPROVED || out->status == SMS_APPROVAL_PENDING ||
		   out->status == SMS_APPROVAL_REJECTED;
	/* What a part of the history that is not here would say is not known. */
	if (!*missing || (out->gaps.count && out->statement_count)) {
		*missing = false;
		return NULL;
	}
	SMS_TRY(sms_approval_last(store, record, now, digest, &at));
	*missing = !*digest;
	return NULL;
}

/* --- Would this approval be the last one? --- */

/* The statement as it will be read once it is committed. */
static void add_statement(struct sms_judging *judging, const struct sms_decision *decision, const char *role,
			  const struct sms_actor *actor)
{
	struct sms_approval *out = judging->out;
	size_t count = out->statement_count;
	bool *sound = sms_alloc(count + 1, sizeof *sound);
	size_t *withdrawn = sms_alloc(count + 1, sizeof *withdrawn);
	for (size_t i = 0; i < count; i++) {
		sound[i] = judging->sound[i];
		withdrawn[i] = judging->withdrawn[i];
	}
	sound[count] = true;
	withdrawn[count] = SMS_NO_STATEMENT;
	free(judging->sound);
	free(judging->withdrawn);
	free(judging->met);
	judging->sound = sound;
	judging->withdrawn = withdrawn;
	judging->met = NULL;
	sms_grow(out->statements, out->statement_count, out->statement_capacity);
	out->statements[out->statement_count++] =
		(struct sms_statement){.decision = decision->decision,
				       .digest = out->digest,
				       .signer = actor->by,
				       .role = role,
				       .at = actor->at,
				       .key = decision->signing && decision->signing->file ? sms_strdup("") : NULL,
				       .heard = true,
				       .current = true};
}

struct sms_error *sms_judging_completes(struct sms_judging *judging, const struct sms_decision *decision,
					const char *role, const struct sms_actor *actor)
{
	sms_auto(tally) struct sms_tally tally = {0};
	if (!decision->completes)
		return NULL;
	*decision->completes = false;
	if (strcmp(decision->decision, "approve") != 0)
		return NULL;
	add_statement(judging, decision, role, actor);
	SMS_TRY(sms_judging_tally(judging, judging->out->digest, judging->out->statement_count, actor->at, &tally));
	*decision->completes = tally.complete;
	return NULL;
}
