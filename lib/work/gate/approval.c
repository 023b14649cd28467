/* Whether a record is approved, by itself or by the model it follows, and what was laid down for it is so. See gate.h.
 */
#include "model/approval/lifecycle.h"
#include "work/gate/private.h"
#include <string.h>

/* --- The approval. --- */

static void add_unjudged(struct gating *gating, const struct sms_approval *approval, const char *id)
{
	sms_auto(buf) struct sms_buf gaps = SMS_BUF_INIT;
	sms_list_join(&gaps, &approval->gaps, ", ");
	bool shallow = sms_list_contains(&approval->gaps, "shallow clone");
	sms_gate_add(gating, "evidence",
		     sms_format("the approval of %s cannot be proven here: %s", id, sms_buf_text(&gaps)),
		     shallow ? sms_strdup("git fetch --unshallow") : sms_format("sms trail %s", id));
	gating->out->items[gating->out->count - 1].unjudged = true;
}

static const char *word_of(enum sms_approval_status status)
{
	switch (status) {
	case SMS_APPROVAL_STALE:
		return "stale";
	case SMS_APPROVAL_REJECTED:
		return "rejected";
	case SMS_APPROVAL_EXPIRED:
		return "expired";
	default:
		return "not-approved";
	}
}

/* What cannot wait may be approved afterwards, in time; what was rejected may not. */
static bool may_follow(struct gating *gating, const struct sms_approval *approval)
{
	const char *within = sms_json_get_text(gating->rules, "approval_within");
	sms_time begin = gating->started == SMS_TIME_NONE ? gating->now : gating->started, end;
	char text[SMS_TIME_SIZE];
	if (!within || !sms_time_add_duration(within, begin, &end) || approval->status == SMS_APPROVAL_REJECTED)
		return false;
	if (gating->now < end) {
		gating->out->approve_by = end;
		return true;
	}
	sms_time_format(end, text);
	sms_gate_add(gating, "approval-overdue",
		     sms_format("its approval had to be there by %s, %s after the start", text, within),
		     sms_approval_fix(approval, gating->record->id));
	return true;
}

static struct sms_error *judge_own(struct gating *gating, bool follows_model)
{
	struct sms_approval *approval = &gating->out->approval;
	const char *id = gating->record->id;
	SMS_TRY(sms_approval_judge(approval, gating->store, gating->record, gating->now));
	if (approval->status == SMS_APPROVAL_NONE) {
		if (!follows_model)
			sms_gate_add(gating, "no-rule",
				     sms_strdup("no approval rule is for it, so nobody can have approved it"),
				     sms_strdup("sms config get approvals"));
		return NULL;
	}
	if (approval->gaps.count)
		add_unjudged(gating, approval, id);
	else if (approval->status != SMS_APPROVAL_APPROVED && !may_follow(gating, approval))
		sms_gate_add(gating, word_of(approval->status), sms_approval_lack(approval, id),
			     sms_approval_fix(approval, id));
	return NULL;
}

/* --- The model. --- */

static void judge_model_content(struct gating *gating, const struct sms_record *model)
{
	const sms_json *about = sms_json_get(gating->about, "model");
	const char *valid_member = sms_json_get_text(about, "valid_to"), *state = sms_record_state(model);
	const char *services_member = sms_json_get_text(about, "services");
	const char *day = valid_member ? sms_json_text(sms_json_path(model->json, valid_member)) : NULL;
	const sms_json *services = services_member ? sms_json_path(model->json, services_member) : NULL;
	const sms_json *states = sms_json_get(about, "states");
	sms_time last;
	if (states && !sms_json_contains_text(states, state))
		sms_gate_add(gating, "model-state", sms_format("its model %s is %s", model->id, state),
			     sms_format("sms move %s %s", model->id, sms_json_text(sms_json_first(states))));
	if (day && sms_time_parse_stored(day, &last) && gating->now >= last + SMS_DAY)
		sms_gate_add(gating, "model-expired", sms_format("its model %s was valid until %s", model->id, day),
			     sms_format("sms set %s %s=DATE", model->id, valid_member));
	sms_json_each(service, sms_json_count(services) ? sms_gate_member(gating, "services") : NULL) {
		const char *id = sms_json_text(service);
		if (id && !sms_json_contains_text(services, id))
			sms_gate_add(gating, "model-service", sms_format("its model %s is not for %s", model->id, id),
				     sms_format("sms set %s %s+=%s", model->id, services_member, id));
	}
}

static struct sms_error *judge_model_approval(struct gating *gating, const struct sms_record *model)
{
	sms_auto(approval) struct sms_approval approval = {0};
	SMS_TRY(sms_approval_judge(&approval, gating->store, model, gating->now));
	if (approval.status == SMS_APPROVAL_NONE)
		sms_gate_add(
			gating, "no-rule",
			sms_format("no approval rule is for its model %s, so nobody can have approved it", model->id),
			sms_strdup("sms config get approvals"));
	else if (approval.gaps.count)
		add_unjudged(gating, &approval, model->id);
	else if (approval.status != SMS_APPROVAL_APPROVED)
		sms_gate_add(gating, "model-unapproved", sms_approval_lack(&approval, model->id),
			     sms_approval_fix(&approval, model->id));
	return NULL;
}

/* Says whether the record follows a model, good or not; the model is the caller's. */
static struct sms_error *judge_model(struct gating *gating, bool *follows, struct sms_record **model)
{
	const sms_json *about = sms_json_get(gating->about, "model"), *where = sms_json_get(about, "where");
	const char *member = sms_json_get_text(about, "link"), *link = NULL;
	sms_auto(schema) struct sms_schema *schema = NULL;
	const struct sms_entry *entry = NULL;
	*follows = about != NULL;
	if (where) {
		SMS_TRY(sms_schema_new(&schema, where, NULL));
		SMS_TRY(sms_schema_accepts(schema, gating->record->json, follows));
	}
	if (!*follows)
		return NULL;
	link = member ? sms_json_text(sms_json_path(gating->record->json, member)) : NULL;
	if (link)
		SMS_TRY(sms_snapshot_find(gating->store->snapshot, link, &entry));
	if (!entry) {
		sms_gate_add(gating, "no-model",
			     link ? sms_format("its model %s is not there", link)
				  : sms_strdup("it has to follow a model, and names none"),
			     sms_format("sms set %s %s=ID", gating->record->id, member));
		return NULL;
	}
	SMS_TRY(sms_record_read(model, gating->store->snapshot, entry));
	gating->out->model = sms_strdup(link);
	judge_model_content(gating, *model);
	return judge_model_approval(gating, *model);
}

/* --- Conditions. --- */

/* Appends a text as a word of the shell. */
static void add_quoted(struct sms_buf *out, const char *text)
{
	sms_buf_add_char(out, '\'');
	for (; *text; text++) {
		if (*text == '\'')
			sms_buf_add_text(out, "'\\''");
		else
			sms_buf_add_char(out, *text);
	}
	sms_buf_add_char(out, '\'');
}

static void judge_conditions(struct gating *gating, const sms_json *conditions)
{
	const char *member = sms_json_get_text(gating->about, "met");
	const sms_json *met = sms_gate_member(gating, "met");
	sms_json_each(condition, conditions) {
		const char *text = sms_json_text(condition);
		sms_auto(buf) struct sms_buf fix = SMS_BUF_INIT;
		if (!text || !member || sms_json_contains_text(met, text))
			continue;
		sms_buf_add_format(&fix, "sms set %s ", gating->record->id);
		sms_auto(string) char *assignment = sms_format("%s+=%s", member, text);
		add_quoted(&fix, assignment);
		sms_gate_add(gating, "condition", sms_format("nobody has confirmed: %s", text), sms_buf_take(&fix));
	}
}

struct sms_error *sms_gate_judge_approval(struct gating *gating)
{
	sms_auto(record) struct sms_record *model = NULL;
	const char *member = sms_json_text(sms_json_path(gating->about, "model.conditions"));
	bool follows = false;
	SMS_TRY(judge_model(gating, &follows, &model));
	SMS_TRY(judge_own(gating, follows));
	judge_conditions(gating, sms_gate_member(gating, "conditions"));
	if (model && member)
		judge_conditions(gating, sms_json_path(model->json, member));
	return NULL;
}
