/* sms gate: may this be carried out now? */
#include "work/gate/gate.h"
#include "output.h"

struct gate_options {
	const char *service;
};

static const struct option gate_options[] = {
	OPTION_TEXT(struct gate_options, service, 0, "service", "ID",
		    "the service that is touched: it has to be for it"),
	OPTIONS_FORMAT("text|json"),
	OPTION_END,
};

/* --- Text. --- */

/* What the verdict rests on. */
static void print_facts(struct context *context, const struct sms_gate *gate)
{
	sms_auto(pairs) struct pairs pairs = {0};
	sms_auto(buf) struct sms_buf persons = SMS_BUF_INIT;
	char at[SMS_TIME_SIZE], until[SMS_TIME_SIZE];
	sms_list_join(&persons, &gate->approval.approvers, ", ");
	if (gate->approval.status == SMS_APPROVAL_APPROVED) {
		sms_time_format(gate->approval.approved_at, at);
		pairs_add_format(&pairs, "approved", TONE_PLAIN, "%s, by %s", at, sms_buf_text(&persons));
	}
	if (gate->approve_by != SMS_TIME_NONE) {
		sms_time_format(gate->approve_by, at);
		pairs_add_format(&pairs, "approval", TONE_WARN, "still to come, by %s", at);
	}
	pairs_add(&pairs, "model", TONE_PLAIN, gate->model);
	if (gate->opens != SMS_TIME_NONE && gate->shuts != SMS_TIME_NONE) {
		sms_time_format(gate->opens, at);
		sms_time_format(gate->shuts, until);
		pairs_add_format(&pairs, "window", TONE_PLAIN, "%s to %s", at, until);
	}
	pairs_print(context, &pairs);
}

static void print_text(struct context *context, const struct sms_record *record, const struct sms_gate *gate)
{
	enum sms_gate_verdict verdict = sms_gate_verdict(gate);
	output_format(context, TONE_STRONG, "%s  %s\n", record->id, sms_record_title(record));
	output_format(context, verdict == SMS_GATE_OPEN ? TONE_GOOD : TONE_BAD, "%s\n", sms_gate_verdict_name(verdict));
	for (size_t i = 0; i < gate->count; i++) {
		const struct sms_gate_reason *reason = &gate->items[i];
		output_text(context, TONE_PLAIN, "\n");
		output_paragraph(context, reason->message, 2);
		if (reason->fix)
			output_format(context, TONE_DIM, "      %s\n", reason->fix);
	}
	if (verdict == SMS_GATE_OPEN)
		print_facts(context, gate);
}

/* --- JSON: sms/gate/1. --- */

static void set_time(sms_json *json, const char *key, sms_time at)
{
	char text[SMS_TIME_SIZE];
	if (at == SMS_TIME_NONE)
		return;
	sms_time_format(at, text);
	sms_json_set_text(json, key, text);
}

static sms_json *reason_json(const struct sms_gate_reason *reason)
{
	sms_json *json = sms_json_new_object();
	sms_json_set_text(json, "reason", reason->word);
	sms_json_set_text(json, "message", reason->message);
	if (reason->fix)
		sms_json_set_text(json, "fix", reason->fix);
	return json;
}

static sms_json *approval_json(const struct sms_gate *gate)
{
	sms_json *json = sms_json_new_object(), *by = sms_json_new_array();
	sms_json_set_text(json, "status", sms_approval_status_name(gate->approval.status));
	for (size_t i = 0; i < gate->approval.approvers.count; i++)
		sms_json_append_text(by, gate->approval.approvers.items[i]);
	sms_json_set(json, "by", by);
	set_time(json, "at", gate->approval.approved_at);
	set_time(json, "until", gate->approval.expires_at);
	set_time(json, "due", gate->approve_by);
	return json;
}

static void print_json(struct context *context, const struct sms_record *record, const struct sms_gate *gate)
{
	sms_auto(json) sms_json *document = output_document("gate");
	sms_json *reasons = sms_json_new_array(), *window = sms_json_new_object();
	char commit[SMS_OID_SIZE];
	enum sms_gate_verdict verdict = sms_gate_verdict(gate);
	sms_oid_format(&context->store->head, commit);
	sms_json_set_text(document, "change", record->id);
	sms_json_set_boolean(document, "open", verdict == SMS_GATE_OPEN);
	sms_json_set_text(document, "verdict", sms_gate_verdict_name(verdict));
	set_time(document, "as_of", context->now);
	sms_json_set_text(document, "commit", commit);
	sms_json_set_text(document, "state", sms_record_state(record));
	for (size_t i = 0; i < gate->count; i++)
		sms_json_append(reasons, reason_json(&gate->items[i]));
	sms_json_set(document, "reasons", reasons);
	sms_json_set(document, "approval", approval_json(gate));
	if (gate->model)
		sms_json_set_text(document, "model", gate->model);
	set_time(window, "start", gate->opens);
	set_time(window, "end", gate->shuts);
	sms_json_set(document, "window", window);
	output_json(context, document);
}

static struct sms_error *run(struct context *context, const void *options, const struct sms_list *arguments)
{
	const struct gate_options *given = options;
	sms_auto(record) struct sms_record *record = NULL;
	sms_auto(gate) struct sms_gate gate = {0};
	const struct sms_entry *service = NULL;
	SMS_TRY(sms_store_record(context->store, arguments->items[0], NULL, &record));
	if (given->service)
		SMS_TRY(sms_store_entry(context->store, given->service, NULL, &service));
	SMS_TRY(sms_gate_judge(&gate, context->store, record, service ? service->id : NULL, context->now));
	if (context->format == FORMAT_JSON)
		print_json(context, record, &gate);
	else
		print_text(context, record, &gate);
	enum sms_gate_verdict verdict = sms_gate_verdict(&gate);
	context->status = verdict == SMS_GATE_OPEN ? SMS_OK : verdict == SMS_GATE_CLOSED ? SMS_NO : SMS_UNJUDGED;
	return NULL;
}

const struct command cmd_gate = {
	.name = "gate",
	.summary = "say whether a change may be carried out now",
	.arguments = "ID",
	.group = GROUP_JUDGING,
	.needs = NEEDS_COMMITTED,
	.options = gate_options,
	.options_size = sizeof(struct gate_options),
	.run = run,
	.description =
		"For pipelines: asks, before something is deployed, whether the change behind it is approved as it "
		"stands (by the approval rules, not edited since), in a state in which it may be carried out, inside "
		"its planned window, "
		"outside of the `freezes` of the settings, with the lead time of its category kept and every condition "
		"confirmed. A standard change goes by its model, which has to be approved and not past its last day; "
		"an emergency may be approved afterwards, within the time of its category. With `--service` the "
		"change has to be for that service.\n\n"
		"A freeze is on once (`from` an instant `to` another), comes back (`every` `year`, `month` or `week`, "
		"with a `timezone`: from `12-15` to `01-05`, from `-3` to `-1` for the last three days of a month, "
		"from `fri 16:00` to `mon 06:00`; a day without a time counts whole), or is on `outside` a calendar of "
		"the settings, such as `business-hours`.\n\n"
		"Each reason against it is printed with the command that helps. What is committed counts, or what was "
		"with `--at`; `--now` asks about another instant. Times are shown in UTC, in which days end too.\n\n"
		"What a type is asked stands in its `x-sms.gate`, so that types of your own can have a gate; "
		"sms-type(5) has the list.",
	.examples = (const struct example[]){{"sms gate k7q3 --service SVC-EMAIL", "as the step before a deployment"},
					     {"sms gate k7q3 --now 2026-12-01T20:00:00Z", "will it be open then?"},
					     {NULL, NULL}},
	.statuses = (const struct exit_meaning[]){{SMS_OK, "the gate is open"},
						  {SMS_NO, "the gate is closed"},
						  {SMS_UNJUDGED, "the evidence is incomplete: a shallow clone, say"},
						  {SMS_OK, NULL}},
	.see_also = "approve, move, trail, list",
};
