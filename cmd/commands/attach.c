/* sms attach: keep a file with a record. */
#include "base/file.h"
#include "edit/edit.h"
#include "wrap/digest.h"
#include "wrap/text.h"
#include <string.h>

#define ATTACHMENT_LARGEST (32u << 20)

struct attach_options {
	const char *title;
	struct write_options write;
};

static const struct option attach_options[] = {
	OPTION_TEXT(struct attach_options, title, 0, "title", "TEXT", "what the file is"),
	OPTIONS_WRITE(struct attach_options, write),
	OPTION_END,
};

/* The file's own name, fit for a path of every system. */
static struct sms_error *path_for(char **out, const struct sms_record *record, const char *file)
{
	const char *slash = strrchr(file, '/');
	sms_auto(string) char *name = sms_strdup(slash ? slash + 1 : file);
	for (char *c = name; *c; c++)
		if (strchr("\\:*?\"<>|", *c) || (unsigned char)*c < ' ')
			*c = '_';
	if (!*name || name[0] == '.' || sms_text_is_unsafe(name))
		return sms_error(SMS_INPUT, "'%s' is no name for an attachment", file);
	*out = sms_format("attachments/%s/%s", record->id, name);
	return NULL;
}

/* An attachment of the same path is replaced, and git keeps the old one. */
static void list_attachment(sms_json *record, sms_json *attachment)
{
	const char *path = sms_json_get_text(attachment, "path");
	if (!sms_json_is(sms_json_get(record, "attachments"), SMS_JSON_ARRAY))
		sms_json_set(record, "attachments", sms_json_new_array());
	sms_json *list = sms_json_edit(record, "attachments");
	for (size_t i = 0; i < sms_json_count(list); i++) {
		const char *other = sms_json_get_text(sms_json_at(list, i), "path");
		if (other && !strcmp(other, path)) {
			sms_json_replace_at(list, i, attachment);
			return;
		}
	}
	sms_json_append(list, attachment);
}

static struct sms_error *run(struct context *context, const void *options, const struct sms_list *arguments)
{
	const struct attach_options *attach = options;
	sms_auto(buf) struct sms_buf bytes = SMS_BUF_INIT;
	sms_auto(string) char *path = NULL;
	sms_auto(edit) struct edit edit = {0};
	char digest[SMS_DIGEST_SIZE];
	SMS_TRY(sms_file_read(&bytes, arguments->items[1], ATTACHMENT_LARGEST));
	SMS_TRY(edit_begin(&edit, context, arguments->items[0]));
	SMS_TRY(path_for(&path, edit.record, arguments->items[1]));
	sms_digest(sms_buf_text(&bytes), bytes.length, digest);
	sms_json *attachment = sms_json_new_object();
	sms_json_set_text(attachment, "path", path);
	sms_json_set_text(attachment, "sha256", digest);
	if (attach->title)
		sms_json_set_text(attachment, "title", attach->title);
	list_attachment(edit.record->json, attachment);
	sms_json *more = sms_json_new_object();
	sms_json_set_text(more, "to", path);
	sms_record_log(edit.record, &edit.actor, "attach", more);
	sms_change_put_file(edit.change, path, sms_buf_text(&bytes), bytes.length);
	return edit_commit(&edit, context, &attach->write, "attach to %s: %s", edit.record->id, path);
}

const struct command cmd_attach = {
	.name = "attach",
	.summary = "keep a file with a record",
	.arguments = "ID FILE",
	.group = GROUP_RECORDS,
	.needs = NEEDS_WRITE,
	.options = attach_options,
	.options_size = sizeof(struct attach_options),
	.run = run,
	.description =
		"Copies the file to `attachments/ID/` in the repository and lists it in the record with its SHA-256 "
		"digest. A file of the same name is replaced; git keeps the old one. At most 32 MiB.",
	.examples = (const struct example[]){{"sms attach k7q3 trace.pcap --title 'capture of the outage'",
					      "evidence beside the incident"},
					     {NULL, NULL}},
	.see_also = "show, note",
};
