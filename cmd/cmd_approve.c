/* sms submit, approve, reject, withdraw: statements about exact content. */
#include "decide.h"
#include "output.h"
#include "terminal.h"
#include <string.h>

struct decide_options {
	const char *role, *comment, *digest;
	bool yes;
	struct write_options write;
};

#define COMMENT OPTION_TEXT(struct decide_options, comment, 0, "comment", "TEXT", "why, for the trail")

static const struct option submit_options[] = {
	COMMENT,
	OPTIONS_WRITE(struct decide_options, write),
	OPTION_END,
};

static const struct option approve_options[] = {
	OPTION_TEXT(struct decide_options, role, 0, "role", "ROLE", "the role to act in, where you hold several"),
	COMMENT,
	OPTION_TEXT(struct decide_options, digest, 0, "digest", "HEX", "refuse when the content has another digest"),
	OPTION_FLAG(struct decide_options, yes, 'y', "yes", "do not ask"),
	OPTIONS_WRITE(struct decide_options, write),
	OPTION_END,
};

static const struct option reject_options[] = {
	OPTION_TEXT(struct decide_options, role, 0, "role", "ROLE", "the role to act in, where you hold several"),
	COMMENT,
	OPTIONS_WRITE(struct decide_options, write),
	OPTION_END,
};

static struct sms_error *state(struct context *context, const char *word, const struct decide_options *given,
			       const struct sms_list *ids)
{
	const struct sms_decision decision = {
		.decision = word, .role = given->role, .comment = given->comment, .digest = given->digest};
	if (given->digest && ids->count > 1)
		return sms_error(SMS_INPUT, "option '--digest' goes with one id");
	return decide(context, ids, &decision, &given->write);
}

static struct sms_error *run_submit(struct context *context, const void *options, const struct sms_list *arguments)
{
	return state(context, "submit", options, arguments);
}

static struct sms_error *run_reject(struct context *context, const void *options, const struct sms_list *arguments)
{
	return state(context, "reject", options, arguments);
}

static struct sms_error *run_withdraw(struct context *context, const void *options, const struct sms_list *arguments)
{
	return state(context, "withdraw", options, arguments);
}

/* Shows what is about to be approved and asks; what was shown is what is approved, so its digest is kept. */
static struct sms_error *ask(struct context *context, const char *name, char digest[65], bool *yes)
{
	sms_auto(record) struct sms_record *record = NULL;
	SMS_TRY(sms_store_record(context->store, name, NULL, &record));
	sms_record_digest(record, digest);
	output_format(context, TONE_STRONG, "%s  %s\n", record->id, sms_record_title(record));
	output_format(context, TONE_PLAIN, "%s", record->body ? record->body : record->text);
	output_format(context, TONE_DIM, "digest %s\n", digest);
	fflush(context->out);
	sms_auto(string) char *question = sms_format("Approve exactly this content of %s?", record->id);
	return prompt_yes(context, question, "sms approve ID --yes", yes);
}

static struct sms_error *run_approve(struct context *context, const void *options, const struct sms_list *arguments)
{
	struct decide_options given = *(const struct decide_options *)options;
	if (given.yes || given.digest || !context->interactive)
		return given.yes || given.digest ? state(context, "approve", &given, arguments)
						 : sms_error_hint(sms_error(SMS_INPUT, "nobody is there to be asked"),
								  "sms approve %s --yes", arguments->items[0]);
	for (size_t i = 0; i < arguments->count; i++) {
		sms_auto(list) struct sms_list one = SMS_LIST_INIT;
		char digest[65];
		bool yes = false;
		SMS_TRY(ask(context, arguments->items[i], digest, &yes));
		if (!yes)
			continue;
		given.digest = digest;
		sms_list_add(&one, arguments->items[i]);
		SMS_TRY(state(context, "approve", &given, &one));
	}
	return NULL;
}

const struct command cmd_submit = {
	.name = "submit",
	.summary = "ask for approval of a record",
	.arguments = "ID…",
	.group = GROUP_APPROVAL,
	.needs = NEEDS_WRITE,
	.options = submit_options,
	.options_size = sizeof(struct decide_options),
	.run = run_submit,
	.description =
		"States that the content as committed is ready to be approved by those whom the approval rules in "
		"`sms.json` name.",
	.examples = (const struct example[]){{"sms submit POL-CHANGE", "ready for review"}, {NULL, NULL}},
	.see_also = "approve, reject, trail",
};

const struct command cmd_approve = {
	.name = "approve",
	.summary = "approve the exact content of records",
	.arguments = "ID…",
	.group = GROUP_APPROVAL,
	.needs = NEEDS_WRITE,
	.options = approve_options,
	.options_size = sizeof(struct decide_options),
	.run = run_approve,
	.description = "Writes a statement under `approvals/ID/` that binds your approval to the digest of the "
		       "record's content. A "
		       "later edit of that content makes the approval stale, visibly. On a terminal the content is "
		       "shown first; "
		       "scripts say `--yes`, or give the digest they have seen with `--digest`.\n\n"
		       "Refused, with the command that helps: a role you do not hold, content you wrote yourself where "
		       "the rule "
		       "asks for independence, edits that are not committed.",
	.examples = (const struct example[]){{"sms approve POL-CHANGE POL-SERVICE-MANAGEMENT --yes",
					      "several in one commit"},
					     {"sms approve POL-CHANGE --digest $(sms digest POL-CHANGE)",
					      "only if it still is what was read"},
					     {NULL, NULL}},
	.see_also = "submit, reject, withdraw, trail, digest",
};

const struct command cmd_reject = {
	.name = "reject",
	.summary = "reject the content of records",
	.arguments = "ID…",
	.group = GROUP_APPROVAL,
	.needs = NEEDS_WRITE,
	.options = reject_options,
	.options_size = sizeof(struct decide_options),
	.run = run_reject,
	.description = "States that the content is not approved, and why. Needs the same role as an approval.",
	.examples = (const struct example[]){{"sms reject POL-CHANGE --comment 'emergency changes are missing'",
					      "back to the author"},
					     {NULL, NULL}},
	.see_also = "approve, withdraw, trail",
};

const struct command cmd_withdraw = {
	.name = "withdraw",
	.summary = "take your approval back",
	.arguments = "ID…",
	.group = GROUP_APPROVAL,
	.needs = NEEDS_WRITE,
	.options = reject_options,
	.options_size = sizeof(struct decide_options),
	.run = run_withdraw,
	.description = "Takes back what you stated about a record. The earlier statement stays in the trail.",
	.examples = (const struct example[]){{"sms withdraw POL-CHANGE --comment 'approved by mistake'", "undo"},
					     {NULL, NULL}},
	.see_also = "approve, reject, trail",
};
