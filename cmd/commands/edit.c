/* sms edit: a record in the editor. */
#include "edit/edit.h"
#include "terminal.h"
#include <string.h>

struct edit_options {
	bool body;
	struct write_options write;
};

static const struct option edit_options[] = {
	OPTION_FLAG(struct edit_options, body, 'b', "body", "the prose of a document, instead of its fields"),
	OPTIONS_WRITE(struct edit_options, write),
	OPTION_END,
};

/* Somebody may have changed the record while the editor was open: then what was edited is another text. */
static struct sms_error *check_unchanged(const struct sms_record *seen, const struct sms_record *now)
{
	bool same = seen->text_length == now->text_length && !memcmp(seen->text, now->text, seen->text_length) &&
		    seen->body_length == now->body_length &&
		    (!seen->body || !memcmp(seen->body, now->body, seen->body_length));
	if (same)
		return NULL;
	return sms_error_hint(sms_error(SMS_INPUT, "'%s' was changed by somebody else meanwhile", seen->id),
			      "sms diff %s; sms edit %s", seen->id, seen->id);
}

static struct sms_error *refuse_kept(const struct sms_record *before, const sms_json *after)
{
	static const char *const kept[] = {"id", "type", "state", "created", "log"};
	for (size_t i = 0; i < SMS_COUNT(kept); i++)
		if (!sms_json_equal(sms_json_get(before->json, kept[i]), sms_json_get(after, kept[i])))
			return sms_error_hint(
				sms_error(SMS_INPUT, "%s of '%s' is not edited by hand", kept[i], before->id),
				"sms move %s STATE, sms note %s TEXT", before->id, before->id);
	return NULL;
}

static struct sms_error *run(struct context *context, const void *options, const struct sms_list *arguments)
{
	const struct edit_options *given = options;
	sms_auto(record) struct sms_record *seen = NULL;
	sms_auto(edit) struct edit edit = {0};
	sms_auto(buf) struct sms_buf text = SMS_BUF_INIT;
	SMS_TRY(sms_store_record(context->store, arguments->items[0], NULL, &seen));
	bool body = given->body;
	if (body && seen->type->kind != SMS_KIND_DOCUMENT)
		return sms_error(SMS_INPUT, "'%s' has no prose", seen->id);
	sms_buf_add(&text, body ? (seen->body ? seen->body : "") : seen->text,
		    body ? seen->body_length : seen->text_length);
	SMS_TRY(editor_edit(context, &text, body ? ".md" : ".json"));
	SMS_TRY(edit_begin(&edit, context, seen->id));
	SMS_TRY(check_unchanged(seen, edit.record));
	if (body) {
		free(edit.record->body);
		edit.record->body_length = text.length;
		edit.record->body = sms_copy(sms_buf_text(&text), text.length);
	} else {
		sms_json *edited = NULL;
		SMS_TRY(sms_json_parse(&edited, sms_buf_text(&text), text.length, "edited text"));
		struct sms_error *error = refuse_kept(edit.record, edited);
		sms_json_free(error ? edited : edit.record->json);
		if (error)
			return error;
		edit.record->json = edited;
	}
	return edit_commit(&edit, context, &given->write, "edit %s: %s", edit.record->id,
			   sms_record_title(edit.record));
}

const struct command cmd_edit = {
	.name = "edit",
	.summary = "change a record in the editor",
	.arguments = "ID",
	.group = GROUP_RECORDS,
	.needs = NEEDS_WRITE,
	.options = edit_options,
	.options_size = sizeof(struct edit_options),
	.run = run,
	.description = "Opens the record's JSON, or with `--body` a document's Markdown, in the editor (see sms(1)), "
		       "checks what was saved and commits it. State and log are changed by `sms move` and "
		       "`sms note`.",
	.examples = (const struct example[]){{"sms edit POL-CHANGE --body", "the prose of a policy"}, {NULL, NULL}},
	.see_also = "set, move, note, commit",
};
