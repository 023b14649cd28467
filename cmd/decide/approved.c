/* What was approved last, and what changed since. See approved.h. */
#include "decide/approved.h"
#include "model/history.h"
#include "output.h"
#include <string.h>

/* --- Two sides. --- */

void side_release(struct side *side)
{
	sms_buf_release(&side->json);
	sms_buf_release(&side->body);
}

struct sms_error *side_read(struct side *out, struct sms_snapshot *snapshot, const struct sms_entry *entry)
{
	SMS_TRY(sms_snapshot_read(snapshot, entry->path, &out->json, &out->has_json));
	if (entry->type && entry->type->kind == SMS_KIND_DOCUMENT) {
		sms_auto(string) char *path = sms_id_body_path(entry->id);
		SMS_TRY(sms_snapshot_read(snapshot, path, &out->body, &out->has_body));
	}
	return NULL;
}

struct sms_error *side_read_at(struct side *out, struct context *context, const struct sms_entry *entry,
			       const struct sms_oid *commit)
{
	sms_auto(snapshot) struct sms_snapshot *snapshot =
		sms_snapshot_of_commit(context->store->repo, context->store->types, commit);
	return side_read(out, snapshot, entry);
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

struct sms_error *side_compare(struct context *context, const struct sms_entry *entry, const struct side *a,
			       const struct side *b, bool *differs)
{
	sms_auto(buf) struct sms_buf patch = SMS_BUF_INIT;
	sms_auto(string) char *body = sms_id_body_path(entry->id);
	SMS_TRY(sms_text_diff(&patch, a->has_json ? sms_buf_text(&a->json) : NULL, a->json.length,
			      b->has_json ? sms_buf_text(&b->json) : NULL, b->json.length, entry->path));
	if (a->has_body || b->has_body)
		SMS_TRY(sms_text_diff(&patch, a->has_body ? sms_buf_text(&a->body) : NULL, a->body.length,
				      b->has_body ? sms_buf_text(&b->body) : NULL, b->body.length, body));
	print_patch(context, sms_buf_text(&patch));
	*differs = patch.length > 0;
	return NULL;
}

/* --- What is in force. --- */

void approved_release(struct approved *approved)
{
	sms_record_free(approved->record);
	*approved = (struct approved){0};
}

struct sms_error *approved_find(struct approved *out, struct context *context, const struct sms_record *record)
{
	sms_auto(versions) struct sms_versions versions = {0};
	char wanted[65];
	*out = (struct approved){.at = SMS_TIME_NONE};
	SMS_TRY(sms_approval_last(context->store, record, context->now, wanted, &out->at));
	if (!*wanted)
		return NULL;
	SMS_TRY(sms_versions_read(&versions, context->store, record));
	for (size_t i = 0; i < versions.count; i++) {
		sms_auto(record) struct sms_record *then = NULL;
		char digest[65];
		if (sms_oid_is_zero(&versions.items[i].blob))
			continue;
		SMS_TRY(sms_version_record(&then, context->store, record, &versions.items[i]));
		sms_record_digest(then, digest);
		if (strcmp(digest, wanted) != 0)
			continue;
		out->commit = versions.items[i].commit;
		out->record = sms_move(&then);
		return NULL;
	}
	return sms_error(SMS_UNJUDGED, "the content of '%s' that was approved is not in this history", record->id);
}

struct sms_error *approved_need(struct approved *out, struct context *context, const struct sms_record *record)
{
	SMS_TRY(approved_find(out, context, record));
	if (out->record)
		return NULL;
	return sms_error_hint(sms_error(SMS_INPUT, "'%s' was never approved", record->id), "sms trail %s", record->id);
}
