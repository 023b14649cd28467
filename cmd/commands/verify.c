/* sms verify: does the history prove what the records claim? */
#include "print/verify.h"
#include "print/findings.h"

struct verify_options {
	const char *pin;
	bool all, strict;
	long late, bulk;
};

static const struct option verify_options[] = {
	OPTION_TEXT(
		struct verify_options, pin, 0, "pin", "FILE",
		"prove that the history goes on from what this file remembers, and keep it up; it is made where it is "
		"not there"),
	OPTION_FLAG(struct verify_options, all, 0, "all", "all branches, and not only the one at HEAD"),
	OPTION_FLAG(struct verify_options, strict, 0, "strict", "observations are findings"),
	OPTION_NUMBER(struct verify_options, late, 0, "late", "DAYS",
		      "an entry made so much later is named, whatever `limits.backdating` of the settings is"),
	OPTION_NUMBER(struct verify_options, bulk, 0, "bulk", "COUNT",
		      "a commit that changes more records is named, whatever `limits.bulk_commit_records` of the "
		      "settings is"),
	OPTIONS_FORMAT("text|json|sarif|junit"),
	OPTION_END,
};

static struct sms_error *run(struct context *context, const void *options, const struct sms_list *arguments)
{
	const struct verify_options *given = options;
	sms_auto(verify_result) struct sms_verify_result result = {0};
	const char *bundle = arguments->count ? arguments->items[0] : NULL;
	sms_auto(string) char *unpacked = NULL;
	int64_t begun = findings_clock();
	const struct sms_verify_options verify = {.at = context->global.at,
						  .pin = given->pin,
						  .all = given->all,
						  .now = context->now,
						  .late = given->late * SMS_DAY,
						  .bulk = given->bulk,
						  .progress = context->progress};
	if (bundle)
		SMS_TRY(sms_bundle_unpack(bundle, &unpacked));
	struct sms_error *error = sms_verify(&result, bundle ? unpacked : ".", &verify);
	if (bundle)
		sms_bundle_remove(unpacked);
	if (error)
		return error;
	context->status = sms_verify_status(&result.findings, given->strict);
	verify_print(context, &result, context->status, begun);
	return NULL;
}

const struct command cmd_verify = {
	.name = "verify",
	.summary = "prove from the history what the records claim, or name what speaks against it",
	.arguments = "[BUNDLE]",
	.group = GROUP_JUDGING,
	.needs = NEEDS_PAGER,
	.options = verify_options,
	.options_size = sizeof(struct verify_options),
	.run = run,
	.description =
		"Reads the whole history once, every commit against each of its parents, and proves or names: "
		"statements are "
		"good by the rules, roles and keys of the time at which they came in; approved content is what is "
		"there; closed and void records were not edited; logs only grew; no record was taken away and no id "
		"was used twice; times are in order; merges hold nothing that their sides do not have; no object "
		"means different things to different readers.\n\n"
		"Tampering is a finding. What is only to be known, such as entries made late, many records changed at "
		"once, or rules and keys changed, is an observation, and fails with `--strict` alone. What counts as "
		"late and as many is "
		"for the settings to say, as each commit found them: a limit that a commit raises excuses nothing in "
		"it. Rules that "
		"became weaker and limits that were raised are a finding until an approved record names the digest of "
		"the new ones; the rules "
		"before are asked whether it is approved. What each code means, and what cannot be proven, is in "
		"sms-security(7).\n\n"
		"`--pin` remembers commit, number of commits and statements and a digest of them, and proves the next "
		"time "
		"that the history goes on from there: only that shows a history that was rewritten as a whole. Keep "
		"the "
		"file where those who write to the repository cannot. It is written when nothing but observations was "
		"found.\n\n"
		"A BUNDLE is unpacked by git, which checks its objects, into an empty temporary repository, and "
		"verified there: use that for what somebody hands you. Of a folder that a stranger made, only bring a "
		"bundle into your own machine: `git bundle create FILE --all`.\n\n"
		"A shallow clone is verified back to where its history is cut off. What was there then is taken as it "
		"is, "
		"statements are not judged, and the exit status is 3 where there is nothing worse: what was before is "
		"unknown. Of a partial clone nothing is verified, since any object may be missing.\n\n"
		"Only HEAD is read, never the work tree, and nothing that `sms` remembers below `.git/sms`. The JSON "
		"Schema of the `json` format is `sms:output/verify.json`.",
	.rules = sms_verify_rules,
	.examples =
		(const struct example[]){{"sms verify", "the repository that you are in"},
					 {"sms verify --pin ~/acme.pin audit-2026.bundle", "what somebody handed you"},
					 {"sms verify --strict --format sarif", "in a pipeline"},
					 {NULL, NULL}},
	.statuses = (const struct exit_meaning[]){{SMS_NO, "there are findings; with `--strict`, or observations"},
						  {SMS_UNJUDGED,
						   "the evidence is incomplete: a shallow or partial clone, replaced "
						   "objects and the like"},
						  {0}},
	.see_also = "trail, key, check, audit, sms-security(7)",
};
