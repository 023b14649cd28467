/* Attachments: files that a record lists with their digest. */
#include "work/verify/private.h"
#include <string.h>

/* The digest that the record gives for a file's name; NULL where it does not list it. */
static const char *listed(const sms_json *json, const char *path)
{
	sms_json_each(attachment, sms_json_get(json, "attachments")) {
		const char *file = sms_json_get_text(attachment, "path");
		if (file && strcmp(file, path) == 0)
			return sms_json_get_text(attachment, "sha256");
	}
	return NULL;
}

struct sms_error *sms_verify_attachment(struct sms_verify *run, const struct sms_walk_side *side,
					const struct sms_tree_change *change)
{
	const char *begin = change->path + strlen("attachments/"), *end = strchr(begin, '/');
	const struct sms_types *types = run->types[run->types_of[run->step->index]];
	sms_auto(record) struct sms_record *record = NULL;
	sms_auto(buf) struct sms_buf bytes = SMS_BUF_INIT;
	char digest[SMS_DIGEST_SIZE] = "";
	if (!end || (sms_verify_is_merge(run) && sms_verify_is_inherited(run, side, change->path)))
		return NULL;
	sms_auto(string) char *id = sms_copy(begin, (size_t)(end - begin));
	SMS_TRY(sms_verify_record_at(run, &run->step->commit->oid, types, id, &record));
	const char *expected = record ? listed(record->json, change->path) : NULL;
	if (!expected)
		return NULL;
	if (change->mode_after == SMS_MODE_FILE || change->mode_after == 0100755) {
		SMS_TRY(sms_repo_blob(run->store->repo, &change->after, &bytes));
		sms_digest(sms_buf_text(&bytes), bytes.length, digest);
	}
	if (strcmp(digest, expected) != 0)
		sms_verify_add(run, "attachment-changed", id, change->path,
			       *digest ? "it is not the file that the record lists"
				       : "it is gone, and the record lists it");
	return NULL;
}
