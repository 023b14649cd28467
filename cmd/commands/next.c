/* sms next: what to do next towards conformity. */
#include "audit/views.h"

struct next_options {
	long count;
	struct sms_list clauses;
	const char *standard;
};

static const struct option next_options[] = {
	OPTION_NUMBER(struct next_options, count, 'n', "count", "N", "so many steps (5)"),
	OPTION_LIST(struct next_options, clauses, 'c', "clause", "CLAUSE", "only for this clause and what is below it"),
	OPTION_TEXT(struct next_options, standard, 0, "standard", "NAME", "towards another standard: sms-rule(5)"),
	OPTIONS_FORMAT("text|json"),
	OPTION_END,
};

static struct sms_error *run(struct context *context, const void *options, const struct sms_list *arguments)
{
	const struct next_options *given = options;
	const struct sms_audit_options what = {.clauses = &given->clauses,
					       .standard = given->standard,
					       .now = context->now,
					       .progress = context->progress};
	sms_auto(audit) struct sms_audit *audit = NULL;
	sms_auto(gap) struct sms_gap gap = {0};
	SMS_TRY(sms_audit_run(&audit, context->store, &what));
	sms_gap_make(&gap, audit);
	audit_print_steps(context, audit, &gap, given->count ? (size_t)given->count : 5);
	return NULL;
}

const struct command cmd_next = {
	.name = "next",
	.summary = "print the most useful next steps towards conformity",
	.arguments = "",
	.group = GROUP_START,
	.needs = NEEDS_COMMITTED | NEEDS_PAGER,
	.options = next_options,
	.options_size = sizeof(struct next_options),
	.run = run,
	.description =
		"Audits what is committed and prints the commands that bring most for what they cost: 9 for each major "
		"fault that a command helps with, 3 for a minor one, 1 for an observation, divided by the number of "
		"records that have to be made or mended. Where two bring the same the clause that comes first in the "
		"standard goes first. Commands that only show something come behind the others; verdicts that a person "
		"has to give come last. `sms audit --gap` prints the whole "
		"order, statement by statement.",
	.examples = (const struct example[]){{"sms next", "the five most useful steps"},
					     {"sms next -n 20 --clause 8.5.1", "twenty steps for change management"},
					     {NULL, NULL}},
	.see_also = "audit, status, explain",
};
