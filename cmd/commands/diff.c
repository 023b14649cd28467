/* sms diff: what changed in a record. */
#include "decide/approved.h"

struct diff_options {
	bool approved;
};

static const struct option diff_options[] = {
	OPTION_FLAG(struct diff_options, approved, 0, "approved", "since the content that was last approved"),
	OPTION_END,
};

static struct sms_error *run(struct context *context, const void *options, const struct sms_list *arguments)
{
	const struct diff_options *diff = options;
	const struct sms_entry *entry = NULL;
	struct sms_oid from = context->store->head, to;
	sms_auto(record) struct sms_record *record = NULL;
	sms_auto(approved) struct approved approved = {0};
	sms_auto(side) struct side a = {0}, b = {0};
	bool differs = false;
	SMS_TRY(sms_store_entry(context->store, arguments->items[0], NULL, &entry));
	SMS_TRY(sms_record_read(&record, context->store->snapshot, entry));
	if (diff->approved && arguments->count > 1)
		return sms_error(SMS_INPUT, "option '--approved' goes without revisions");
	if (diff->approved) {
		SMS_TRY(approved_need(&approved, context, record));
		from = approved.commit;
	}
	if (arguments->count > 1)
		SMS_TRY(sms_repo_resolve(context->store->repo, arguments->items[1], &from));
	SMS_TRY(side_read_at(&a, context, entry, &from));
	if (arguments->count > 2) {
		SMS_TRY(sms_repo_resolve(context->store->repo, arguments->items[2], &to));
		SMS_TRY(side_read_at(&b, context, entry, &to));
	} else {
		SMS_TRY(side_read(&b, context->store->snapshot, entry));
	}
	SMS_TRY(side_compare(context, entry, &a, &b, &differs));
	context->status = differs ? SMS_NO : SMS_OK;
	return NULL;
}

const struct command cmd_diff = {
	.name = "diff",
	.summary = "show what changed in a record",
	.arguments = "ID [A] [B]",
	.group = GROUP_APPROVAL,
	.needs = NEEDS_STORE | NEEDS_PAGER,
	.options = diff_options,
	.options_size = sizeof(struct diff_options),
	.run = run,
	.description =
		"Compares a record, and a document's prose, as two commits have it: A with B, A with what is here now, "
		"or without revisions the last commit with what is here now. `--approved` compares the content that "
		"was approved last with what is here now.",
	.examples = (const struct example[]){{"sms diff POL-CHANGE --approved", "what a new approval would cover"},
					     {"sms diff POL-CHANGE HEAD~3", "since three commits ago"},
					     {NULL, NULL}},
	.statuses = (const struct exit_meaning[]){{SMS_NO, "there are differences"}, {0}},
	.see_also = "log, trail, approve",
};
