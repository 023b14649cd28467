/* sms submit, approve, reject, withdraw: statements about exact content. */
#include "decide/approved.h"
#include "decide/decide.h"
#include "output.h"
#include "terminal.h"
#include <string.h>

struct decide_options {
	const char *role, *comment, *digest;
	bool yes;
	struct sign_options sign;
	struct write_options write;
};

#define COMMENT OPTION_TEXT(struct decide_options, comment, 0, "comment", "TEXT", "why, for the trail")

static const struct option submit_options[] = {
	COMMENT,
	OPTIONS_SIGN(struct decide_options, sign),
	OPTIONS_WRITE(struct decide_options, write),
	OPTION_END,
};

static const struct option approve_options[] = {
	OPTION_TEXT(struct decide_options, role, 0, "role", "ROLE", "the role to act in, where you hold several"),
	COMMENT,
	OPTION_TEXT(struct decide_options, digest, 0, "digest", "HEX", "refuse when the content has another digest"),
	OPTION_FLAG(struct decide_options, yes, 'y', "yes", "do not ask"),
	OPTIONS_SIGN(struct decide_options, sign),
	OPTIONS_WRITE(struct decide_options, write),
	OPTION_END,
};

static const struct option reject_options[] = {
	OPTION_TEXT(struct decide_options, role, 0, "role", "ROLE", "the role to act in, where you hold several"),
	COMMENT,
	OPTIONS_SIGN(struct decide_options, sign),
	OPTIONS_WRITE(struct decide_options, write),
	OPTION_END,
};

static struct sms_error *state(struct context *context, const char *word, const struct decide_options *given,
			       const struct sms_list *ids, const struct sms_list *digests)
{
	const struct sms_decision decision = {
		.decision = word, .role = given->role, .comment = given->comment, .digest = given->digest};
	if (given->digest && ids->count > 1)
		return sms_error(SMS_INPUT, "option '--digest' goes with one id");
	return decide(context, ids, digests, decision, &given->sign, &given->write);
}

static struct sms_error *run_submit(struct context *context, const void *options, const struct sms_list *arguments)
{
	return state(context, "submit", options, arguments, NULL);
}

static struct sms_error *run_reject(struct context *context, const void *options, const struct sms_list *arguments)
{
	return state(context, "reject", options, arguments, NULL);
}

static struct sms_error *run_withdraw(struct context *context, const void *options, const struct sms_list *arguments)
{
	return state(context, "withdraw", options, arguments, NULL);
}

/* What an approval would cover: the difference to what was approved last, or all of it where nothing was. */
static struct sms_error *show(struct context *context, const struct sms_record *record, const char *digest)
{
	sms_auto(approved) struct approved approved = {0};
	sms_auto(side) struct side before = {0}, now = {0};
	const struct sms_entry *entry = NULL;
	char day[SMS_TIME_SIZE];
	bool differs = false;
	output_format(context, TONE_STRONG, "%s  %s\n", record->id, sms_record_title(record));
	SMS_TRY(approved_find(&approved, context, record));
	if (!approved.record) {
		output_format(context, TONE_PLAIN, "%s", record->body ? record->body : record->text);
	} else {
		sms_time_format(approved.at, day);
		output_format(context, TONE_DIM, "changes since the approval of %s\n", day);
		SMS_TRY(sms_store_entry(context->store, record->id, NULL, &entry));
		SMS_TRY(side_read_at(&before, context, entry, &approved.commit));
		SMS_TRY(side_read(&now, context->store->snapshot, entry));
		SMS_TRY(side_compare(context, entry, &before, &now, &differs));
		if (!differs)
			output_format(context, TONE_PLAIN, "none\n");
	}
	output_format(context, TONE_DIM, "digest %s\n", digest);
	fflush(context->out);
	return NULL;
}

/* Asks for each record; what was shown is what is approved, so the digests are kept. */
static struct sms_error *ask(struct context *context, const struct sms_list *names, struct sms_list *ids,
			     struct sms_list *digests)
{
	for (size_t i = 0; i < names->count; i++) {
		sms_auto(record) struct sms_record *record = NULL;
		char digest[65];
		bool yes = false;
		SMS_TRY(sms_store_record(context->store, names->items[i], NULL, &record));
		sms_record_digest(record, digest);
		SMS_TRY(show(context, record, digest));
		sms_auto(string) char *question = sms_format("Approve exactly this content of %s?", record->id);
		SMS_TRY(prompt_yes(context, question, "sms approve ID --yes", &yes));
		if (!yes)
			continue;
		sms_list_add(ids, record->id);
		sms_list_add(digests, digest);
	}
	return NULL;
}

static struct sms_error *run_approve(struct context *context, const void *options, const struct sms_list *arguments)
{
	const struct decide_options *given = options;
	sms_auto(list) struct sms_list ids = SMS_LIST_INIT, digests = SMS_LIST_INIT;
	if (given->yes || given->digest)
		return state(context, "approve", given, arguments, NULL);
	if (!context->interactive)
		return sms_error_hint(sms_error(SMS_INPUT, "nobody is there to be asked"), "sms approve %s --yes",
				      arguments->items[0]);
	SMS_TRY(ask(context, arguments, &ids, &digests));
	return ids.count ? state(context, "approve", given, &ids, &digests) : NULL;
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
	.description =
		"Writes a statement under `approvals/ID/` that binds your approval to the digest of the "
		"record's content. A "
		"later edit of that content makes the approval stale, visibly. On a terminal the difference to "
		"what was approved last, or the whole content, is shown first; "
		"scripts say `--yes`, or give the digest they have seen with `--digest`.\n\n"
		"The statement is signed with the SSH key that git's `user.signingKey` names (with `gpg.format` "
		"ssh; a file, or `key::…` for a key in the agent) where there is one that `allowed_signers` gives "
		"to you, into a `.sig` beside it; it must be where the approval rules say `signature` `required`. "
		"`ssh-keygen -Y verify -n sms-approval` alone confirms it.\n\n"
		"The last approval that is needed moves the record on in the same commit, where its type says so "
		"(`x-sms.lifecycle.approved`): a policy becomes approved, a change may be scheduled.\n\n"
		"Who may approve say the rules in `sms.json`: `roles` any of which will do, or `roles_from`, a path "
		"from the record to the roles, such as `owner.reports_to` for the role that the owner's role reports "
		"to; `roles` are then those that are asked where the path leads to none. A step of the path is a "
		"member that holds ids, and a person stands for the roles that the person holds that day. What was "
		"approved stays so when somebody else stands there later.\n\n"
		"Refused, with the command that helps: a role you do not hold, content you wrote yourself where "
		"the rule "
		"asks for independence, an approval before its turn where rules have an `order`, a record that lacks "
		"what its next state asks for, edits that are not committed.",
	.examples =
		(const struct example[]){
			{"sms approve POL-CHANGE POL-SERVICE-MANAGEMENT --yes", "several in one commit"},
			{"sms approve POL-CHANGE --digest $(sms digest POL-CHANGE)",
			 "only if it still is what was read"},
			{"sms approve POL-CHANGE --key ~/.ssh/id_ed25519.pub", "with a key of the agent"},
			{NULL, NULL}},
	.see_also = "inbox, key, submit, reject, withdraw, trail, digest",
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
