/* sms show: print records. */
#include "backlinks.h"
#include "decide/approved.h"
#include "model/approval/fields.h"
#include "model/derive.h"
#include "output.h"
#include "wrap/text.h"
#include <string.h>

struct show_options {
	bool body, links, approved;
};

static const struct option show_options[] = {
	OPTION_FLAG(struct show_options, body, 'b', "body", "print only the prose of a document"),
	OPTION_FLAG(struct show_options, links, 'l', "links", "print only what points to it, all of it"),
	OPTION_FLAG(struct show_options, approved, 0, "approved", "as it was when it was approved last"),
	OPTIONS_FORMAT("text|json"),
	OPTION_END,
};

/* Members that are shown in a place of their own. */
static bool is_shown_apart(const char *member)
{
	static const char *const apart[] = {"id", "type", "title", "state", "created", "links", "log", "attachments"};
	for (size_t i = 0; i < SMS_COUNT(apart); i++)
		if (!strcmp(member, apart[i]))
			return true;
	return false;
}

static void add_value(struct pairs *pairs, struct context *context, const struct sms_record *record, const char *path,
		      const sms_json *value)
{
	if (sms_json_is(value, SMS_JSON_OBJECT)) {
		sms_json_each(member, value) {
			sms_auto(string) char *inner = sms_format("%s.%s", path, sms_json_key(member));
			add_value(pairs, context, record, inner, member);
		}
		return;
	}
	const struct sms_field *field = sms_type_field(record->type, path);
	sms_auto(buf) struct sms_buf text = SMS_BUF_INIT, why = SMS_BUF_INIT;
	sms_value_add_text(&text, value);
	if (sms_derive_explain(&why, record->type, path, record->json, context->store->settings))
		sms_buf_add_format(&text, " (from %s)", sms_buf_text(&why));
	pairs_add(pairs, field && field->title ? field->title : path, TONE_PLAIN, sms_buf_text(&text));
}

static enum tone tone_of(enum sms_approval_status status)
{
	switch (status) {
	case SMS_APPROVAL_APPROVED:
		return TONE_GOOD;
	case SMS_APPROVAL_NONE:
		return TONE_PLAIN;
	case SMS_APPROVAL_UNAPPROVED:
	case SMS_APPROVAL_PENDING:
		return TONE_WARN;
	default:
		return TONE_BAD;
	}
}

static struct sms_error *add_approval(struct pairs *pairs, struct context *context, const struct sms_record *record)
{
	static const char *const more[] = {"approval.by", "approval.at", "approval.until"};
	sms_auto(approval) struct sms_approval approval = {0};
	sms_auto(buf) struct sms_buf text = SMS_BUF_INIT;
	SMS_TRY(sms_approval_judge(&approval, context->store, record, context->now));
	if (approval.status == SMS_APPROVAL_NONE)
		return NULL;
	sms_approval_describe(&text, &approval);
	pairs_add(pairs, "Approval", tone_of(approval.status), sms_buf_text(&text));
	for (size_t i = 0; i < SMS_COUNT(more); i++) {
		sms_buf_clear(&text);
		sms_approval_field_add(&text, &approval, more[i]);
		pairs_add(pairs, sms_approval_field_title(more[i]), TONE_PLAIN, sms_buf_text(&text));
	}
	return NULL;
}

static void print_links(struct context *context, const sms_json *links)
{
	if (!sms_json_count(links))
		return;
	output_heading(context, "Links");
	sms_json_each(link, links)
		output_format(context, TONE_PLAIN, "  %s %s\n", sms_json_get_text(link, "rel"),
			      sms_json_get_text(link, "to"));
}

static void print_attachments(struct context *context, const sms_json *attachments)
{
	if (!sms_json_count(attachments))
		return;
	output_heading(context, "Attachments");
	sms_json_each(attachment, attachments) {
		const char *title = sms_json_get_text(attachment, "title");
		output_format(context, TONE_PLAIN, "  %s%s%s\n", sms_json_get_text(attachment, "path"),
			      title ? "  " : "", title ? title : "");
	}
}

static void print_log_entry(struct context *context, const sms_json *entry)
{
	const char *kind = sms_json_get_text(entry, "kind"), *text = sms_json_get_text(entry, "text");
	const char *field = sms_json_get_text(entry, "field");
	sms_auto(buf) struct sms_buf line = SMS_BUF_INIT, from = SMS_BUF_INIT, to = SMS_BUF_INIT;
	sms_value_add_text(&from, sms_json_get(entry, "from"));
	sms_value_add_text(&to, sms_json_get(entry, "to"));
	sms_buf_add_format(&line, "%s", kind ? kind : "");
	if (field)
		sms_buf_add_format(&line, " %s", field);
	if (from.length)
		sms_buf_add_format(&line, " %s ->", sms_buf_text(&from));
	if (to.length)
		sms_buf_add_format(&line, " %s", sms_buf_text(&to));
	if (text)
		sms_buf_add_format(&line, ": %s", text);
	output_format(context, TONE_DIM, "  %s  %s\n", sms_json_get_text(entry, "at"), sms_json_get_text(entry, "by"));
	output_paragraph(context, sms_buf_text(&line), 4);
}

static struct sms_error *print_record(struct context *context, const struct sms_record *record)
{
	sms_auto(pairs) struct pairs pairs = {0};
	const sms_json *json = record->json;
	output_format(context, TONE_STRONG, "%s  %s\n", record->id, sms_record_title(record));
	pairs_add_format(&pairs, "Type", TONE_PLAIN, "%s", record->type->title);
	pairs_add(&pairs, "State", sms_type_is_final(record->type, sms_record_state(record)) ? TONE_DIM : TONE_STRONG,
		  sms_record_state(record));
	SMS_TRY(add_approval(&pairs, context, record));
	sms_json_each(member, json)
		if (!is_shown_apart(sms_json_key(member)))
			add_value(&pairs, context, record, sms_json_key(member), member);
	pairs_add_format(&pairs, "Created", TONE_PLAIN, "%s by %s", sms_json_text(sms_json_path(json, "created.at")),
			 sms_json_text(sms_json_path(json, "created.by")));
	pairs_print(context, &pairs);
	print_links(context, sms_json_get(json, "links"));
	SMS_TRY(backlinks_print(context, record, false));
	print_attachments(context, sms_json_get(json, "attachments"));
	output_heading(context, "Log");
	sms_json_each(entry, sms_json_get(json, "log"))
		print_log_entry(context, entry);
	if (record->body) {
		output_heading(context, "Text");
		output_format(context, TONE_PLAIN, "%s", record->body);
	}
	return NULL;
}

static struct sms_error *print_one(struct context *context, const char *name, const struct show_options *show)
{
	sms_auto(record) struct sms_record *record = NULL;
	SMS_TRY(sms_store_record(context->store, name, NULL, &record));
	if (show->approved) {
		sms_auto(approved) struct approved approved = {0};
		SMS_TRY(approved_need(&approved, context, record));
		sms_record_free(record);
		record = sms_move(&approved.record);
	}
	if (show->body && !record->body)
		return sms_error(SMS_INPUT, "'%s' has no prose", record->id);
	if (show->links)
		return context->format == FORMAT_JSON ? backlinks_print_json(context, record)
						      : backlinks_print(context, record, true);
	if (show->body)
		output_bytes(context, record->body, record->body_length);
	else if (context->format == FORMAT_JSON)
		output_bytes(context, record->text, record->text_length);
	else
		return print_record(context, record);
	return NULL;
}

static struct sms_error *run(struct context *context, const void *options, const struct sms_list *arguments)
{
	for (size_t i = 0; i < arguments->count; i++)
		SMS_TRY(print_one(context, arguments->items[i], options));
	return NULL;
}

const struct command cmd_show = {
	.name = "show",
	.summary = "print records",
	.arguments = "ID…",
	.group = GROUP_RECORDS,
	.needs = NEEDS_STORE | NEEDS_PAGER,
	.options = show_options,
	.options_size = sizeof(struct show_options),
	.run = run,
	.description =
		"Prints records with their fields, links, log and, for documents, the prose. `--json` prints the "
		"stored record byte by byte. Below a record stands what points to it in the last commit: by type and "
		"relation, open ones first, some of each; `--links` prints all of it, with `--json` as a document of "
		"its "
		"own. An id may be any unambiguous part of one, in any case, or the number "
		"that an imported record had elsewhere; `@` is the record touched last. `--approved` prints "
		"the version in force: the newest one that has the content which was approved last.",
	.examples = (const struct example[]){{"sms show k7q3", "by a part of the id"},
					     {"sms show POL-CHANGE --body", "the prose alone"},
					     {"sms show SVC-EMAIL --links --json", "all that points to a service"},
					     {"sms show POL-CHANGE --approved --body", "the text that is in force"},
					     {"sms show POL-CHANGE --at 2026-03-03", "as it stood that day"},
					     {NULL, NULL}},
	.see_also = "list, search, trail, log",
};
