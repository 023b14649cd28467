/* sms audit: every requirement against the evidence. */
#include "audit_print.h"
#include <string.h>

struct audit_options {
	struct sms_list clauses, items;
	const char *fail_on;
};

static const struct option audit_options[] = {
	OPTION_LIST(struct audit_options, clauses, 'c', "clause", "CLAUSE", "only this clause and what is below it"),
	OPTION_LIST(struct audit_options, items, 'i', "item", "ITEM", "only this item, with every record that fails"),
	OPTION_CHOICE(struct audit_options, fail_on, 0, "fail-on", "GRADE", "major|minor|observation|never",
		      "the least grave finding that counts for the exit status (minor)"),
	OPTIONS_FORMAT("text|json|csv|markdown|html|sarif|junit|github"),
	OPTION_END,
};

/* Evidence is what is committed: who has edited by hand is told that this was not looked at. */
static struct sms_error *tell_of_edits(const struct context *context)
{
	sms_auto(list) struct sms_list changes = SMS_LIST_INIT;
	if (context->global.at || !sms_repo_workdir(context->store->repo))
		return NULL;
	SMS_TRY(sms_repo_worktree_changes(context->store->repo, NULL, &changes));
	if (changes.count)
		context_say(context, "%zu files are not committed and were not looked at, '%s' first: sms commit",
			    changes.count, changes.items[0]);
	return NULL;
}

static enum sms_status status_of(const struct sms_audit *audit, const char *fail_on)
{
	enum sms_grade least = SMS_GRADE_MINOR;
	size_t count = 0;
	bool never = fail_on && !sms_grade_parse(fail_on, &least);
	for (size_t grade = least; !never && grade <= SMS_GRADE_MAJOR; grade++)
		count += audit->grades[grade];
	if (count)
		return SMS_NO;
	return audit->unreadable ? SMS_UNJUDGED : SMS_OK;
}

static struct sms_error *print(struct context *context, const struct sms_audit *audit, bool whole)
{
	switch (context->format) {
	case FORMAT_JSON:
		audit_print_json(context, audit);
		return NULL;
	case FORMAT_CSV:
		return audit_print_csv(context, audit);
	case FORMAT_MARKDOWN:
		audit_print_markdown(context, audit);
		return NULL;
	case FORMAT_HTML:
		audit_print_html(context, audit);
		return NULL;
	case FORMAT_SARIF:
	case FORMAT_JUNIT:
		audit_print_findings(context, audit);
		return NULL;
	case FORMAT_GITHUB:
		audit_print_github(context, audit);
		return NULL;
	default:
		audit_print_text(context, audit, whole);
		return NULL;
	}
}

static struct sms_error *run(struct context *context, const void *given, const struct sms_list *arguments)
{
	const struct audit_options *options = given;
	sms_auto(audit) struct sms_audit *audit = NULL;
	const struct sms_audit_options what = {.clauses = &options->clauses,
					       .items = &options->items,
					       .now = context->now,
					       .progress = context->progress};
	SMS_TRY(tell_of_edits(context));
	SMS_TRY(sms_audit_run(&audit, context->store, &what));
	SMS_TRY(print(context, audit, options->items.count > 0));
	if (audit->unreadable)
		context_say(context, "%zu records cannot be read: sms check", audit->unreadable);
	context->status = status_of(audit, options->fail_on);
	return NULL;
}

const struct command cmd_audit = {
	.name = "audit",
	.summary = "judge every requirement of the standard by the evidence",
	.arguments = "",
	.group = GROUP_JUDGING,
	.needs = NEEDS_COMMITTED | NEEDS_PAGER,
	.options = audit_options,
	.options_size = sizeof(struct audit_options),
	.run = run,
	.description =
		"Looks, for every requirement of clauses 4 to 10, for the records that show it, and prints clause by "
		"clause what conforms and what does not, with the command that mends each finding.\n\n"
		"An item conforms only where the records show it: present, filled with more than placeholders, "
		"approved as they stand, linked, in time and in the right order. Where records can show only a part, a "
		"person has to judge the rest, and `for a person` says what to look at; the verdict is a record too "
		"(`sms record-assessment`). What has not come up is `not triggered`; what the catalogue has no tests "
		"for yet is `not covered`, and never counted as conforming.\n\n"
		"Findings are raised a statement of the standard, with its items inside. The grade follows from how "
		"many records fail, by the limits under `audit` in the settings; they are printed with the result. "
		"Only what is committed is evidence; `--at` judges any past day, and the same commit and `--now` give "
		"the same result to the byte.",
	.examples = (const struct example[]){{"sms audit", "all that is to say"},
					     {"sms audit --clause 8.6.1", "incident management alone"},
					     {"sms audit --item 8.6.1-b", "every record that fails one item"},
					     {"sms audit --fail-on major --json", "for a pipeline"},
					     {NULL, NULL}},
	.statuses =
		(const struct exit_meaning[]){
			{SMS_NO, "there are findings of the grade of --fail-on, or graver"},
			{SMS_UNJUDGED, "evidence is incomplete: history is hidden, or records cannot be read"},
			{SMS_OK, NULL}},
	.see_also = "check, explain, trail, status",
};
