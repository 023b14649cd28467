/* sms digest: what approvals bind to. */
#include "output.h"

struct digest_options {
	bool content;
};

static const struct option digest_options[] = {
	OPTION_FLAG(struct digest_options, content, 0, "content", "print the approved content itself, byte by byte"),
	OPTIONS_FORMAT("text|json"),
	OPTION_END,
};

static struct sms_error *run(struct context *context, const void *options, const struct sms_list *arguments)
{
	const struct digest_options *digest = options;
	sms_auto(record) struct sms_record *record = NULL;
	sms_auto(buf) struct sms_buf content = SMS_BUF_INIT;
	char hex[65];
	SMS_TRY(sms_store_record(context->store, arguments->items[0], NULL, &record));
	sms_record_content(&content, record->type, record->json, record->body, record->body_length);
	sms_record_digest(record, hex);
	if (digest->content) {
		output_bytes(context, sms_buf_text(&content), content.length);
	} else if (context->format == FORMAT_JSON) {
		sms_auto(json) sms_json *document = output_document("digest");
		sms_json_set_text(document, "id", record->id);
		sms_json_set_text(document, "digest", hex);
		sms_json_set_integer(document, "bytes", (int64_t)content.length);
		output_json(context, document);
	} else {
		output_format(context, TONE_PLAIN, "%s\n", hex);
	}
	return NULL;
}

const struct command cmd_digest = {
	.name = "digest",
	.summary = "print the digest that approvals bind to",
	.arguments = "ID",
	.group = GROUP_APPROVAL,
	.needs = NEEDS_STORE,
	.options = digest_options,
	.options_size = sizeof(struct digest_options),
	.run = run,
	.description = "Prints the SHA-256 digest of a record's approved content: its JSON without the workflow "
		       "members (state, "
		       "log, links and what its type names), in the canonical form of RFC 8785, then the Markdown of a "
		       "document. "
		       "`--content` prints these bytes, so that `sha256sum` alone confirms the digest.",
	.examples = (const struct example[]){{"sms digest --content POL-CHANGE | sha256sum", "confirm it without sms"},
					     {NULL, NULL}},
	.see_also = "approve, trail",
};
