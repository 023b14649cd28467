/* sms diff: what changed in a record. */
#include "model/approval.h"
#include "model/history.h"
#include "output.h"
#include <string.h>

struct diff_options {
	bool approved;
};

static const struct option diff_options[] = {
	OPTION_FLAG(struct diff_options, approved, 0, "approved", "since the content that was last approved"),
	OPTION_END,
};

/* One side of the comparison; both texts NULL where the record is not there. */
struct side {
	struct sms_buf json, body;
	bool has_json, has_body;
};

static void side_release(struct side *side)
{
	sms_buf_release(&side->json);
	sms_buf_release(&side->body);
}
SMS_AUTO_STRUCT(side, struct side, side_release);

static struct sms_error *read_side(struct side *out, struct sms_snapshot *snapshot, const struct sms_entry *entry)
{
	SMS_TRY(sms_snapshot_read(snapshot, entry->path, &out->json, &out->has_json));
	if (entry->type && entry->type->kind == SMS_KIND_DOCUMENT) {
		sms_auto(string) char *path = sms_id_body_path(entry->id);
		SMS_TRY(sms_snapshot_read(snapshot, path, &out->body, &out->has_body));
	}
	return NULL;
}

static struct sms_error *read_at(struct side *out, struct context *context, const struct sms_entry *entry,
				 const struct sms_oid *commit)
{
	sms_auto(snapshot) struct sms_snapshot *snapshot =
		sms_snapshot_of_commit(context->store->repo, context->store->types, commit);
	return read_side(out, snapshot, entry);
}

/* The commit of the version whose content was approved last. */
static struct sms_error *find_approved(struct sms_oid *out, struct context *context, const struct sms_record *record)
{
	sms_auto(approval) struct sms_approval approval = {0};
	sms_auto(versions) struct sms_versions versions = {0};
	const char *approved = NULL;
	SMS_TRY(sms_approval_judge(&approval, context->store, record, context->now));
	for (size_t i = 0; i < approval.statement_count; i++)
		if (!strcmp(approval.statements[i].decision, "approve"))
			approved = approval.statements[i].digest;
	if (!approved)
		return sms_error_hint(sms_error(SMS_INPUT, "'%s' was never approved", record->id), "sms trail %s",
				      record->id);
	SMS_TRY(sms_versions_read(&versions, context->store, record));
	for (size_t i = 0; i < versions.count; i++) {
		sms_auto(record) struct sms_record *then = NULL;
		char digest[65];
		SMS_TRY(sms_version_record(&then, context->store, record, &versions.items[i]));
		sms_record_digest(then, digest);
		if (!strcmp(digest, approved)) {
			*out = versions.items[i].commit;
			return NULL;
		}
	}
	return sms_error(SMS_UNJUDGED, "the content of '%s' that was approved is not in this history", record->id);
}

static void print_patch(struct context *context, const char *patch)
{
	while (*patch) {
		size_t length = strcspn(patch, "\n");
		sms_auto(string) char *line = sms_copy(patch, length);
		bool is_head = !strncmp(line, "diff ", 5) || !strncmp(line, "index ", 6) || !strncmp(line, "--- ", 4) ||
			       !strncmp(line, "+++ ", 4);
		output_format(context,
			      is_head        ? TONE_STRONG
			      : *line == '+' ? TONE_GOOD
			      : *line == '-' ? TONE_BAD
			      : *line == '@' ? TONE_DIM
					     : TONE_PLAIN,
			      "%s\n", line);
		patch += length + (patch[length] == '\n');
	}
}

static struct sms_error *compare(struct context *context, const struct sms_entry *entry, const struct side *a,
				 const struct side *b)
{
	sms_auto(buf) struct sms_buf patch = SMS_BUF_INIT;
	sms_auto(string) char *body = sms_id_body_path(entry->id);
	SMS_TRY(sms_text_diff(&patch, a->has_json ? sms_buf_text(&a->json) : NULL, a->json.length,
			      b->has_json ? sms_buf_text(&b->json) : NULL, b->json.length, entry->path));
	if (a->has_body || b->has_body)
		SMS_TRY(sms_text_diff(&patch, a->has_body ? sms_buf_text(&a->body) : NULL, a->body.length,
				      b->has_body ? sms_buf_text(&b->body) : NULL, b->body.length, body));
	print_patch(context, sms_buf_text(&patch));
	context->status = patch.length ? SMS_NO : SMS_OK;
	return NULL;
}

static struct sms_error *run(struct context *context, const void *options, const struct sms_list *arguments)
{
	const struct diff_options *diff = options;
	const struct sms_entry *entry = NULL;
	struct sms_oid from = context->store->head, to;
	sms_auto(record) struct sms_record *record = NULL;
	sms_auto(side) struct side a = {0}, b = {0};
	SMS_TRY(sms_store_entry(context->store, arguments->items[0], NULL, &entry));
	SMS_TRY(sms_record_read(&record, context->store->snapshot, entry));
	if (diff->approved && arguments->count > 1)
		return sms_error(SMS_INPUT, "option '--approved' goes without revisions");
	if (diff->approved)
		SMS_TRY(find_approved(&from, context, record));
	if (arguments->count > 1)
		SMS_TRY(sms_repo_resolve(context->store->repo, arguments->items[1], &from));
	SMS_TRY(read_at(&a, context, entry, &from));
	if (arguments->count > 2) {
		SMS_TRY(sms_repo_resolve(context->store->repo, arguments->items[2], &to));
		SMS_TRY(read_at(&b, context, entry, &to));
	} else {
		SMS_TRY(read_side(&b, context->store->snapshot, entry));
	}
	return compare(context, entry, &a, &b);
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
