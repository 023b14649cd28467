/* sms add: make a record; its options are the properties of its type. */
#include "edit/edit.h"
#include "edit/fields.h"
#include "edit/form.h"
#include "model/approval/lifecycle.h"
#include "model/link/links.h"
#include "output.h"
#include "terminal.h"
#include "wrap/markdown.h"
#include <string.h>

#define BODY_LARGEST (16u << 20)

struct add_options {
	const char *id, *state, *body, *from, *template;
	bool edit;
	struct write_options write;
	struct sms_list fields; /* "name=value" */
};

static const struct option add_options[] = {
	OPTION_TEXT(struct add_options, id, 0, "id", "ID", "its id, instead of one made from the title or the date"),
	OPTION_TEXT(struct add_options, state, 0, "state", "STATE", "begin in another state of its lifecycle"),
	OPTION_TEXT(struct add_options, body, 0, "body", "FILE", "the Markdown of a document; - for standard input"),
	OPTION_TEXT(struct add_options, from, 0, "from", "FILE", "fields from a JSON object; - for standard input"),
	OPTION_TEXT(struct add_options, template, 0, "template", "NAME", "begin a document with templates/NAME.md"),
	OPTION_FLAG(struct add_options, edit, 'e', "edit", "open it in the editor before it is written"),
	OPTIONS_WRITE(struct add_options, write),
	OPTION_ANY(struct add_options, fields),
	OPTION_END,
};

/* --- Making the record. --- */

static struct sms_error *read_content(struct context *context, const struct add_options *add, sms_json **out)
{
	sms_auto(buf) struct sms_buf text = SMS_BUF_INIT;
	sms_auto(json) sms_json *content = NULL;
	if (!add->from) {
		*out = sms_json_new_object();
		return NULL;
	}
	SMS_TRY(context_read(context, add->from, SMS_JSON_BYTES, &text));
	SMS_TRY(sms_json_parse(&content, sms_buf_text(&text), text.length, add->from));
	if (!sms_json_is(content, SMS_JSON_OBJECT))
		return sms_error(SMS_INPUT, "%s:1:1: must be a JSON object with the fields of the record", add->from);
	*out = sms_move(&content);
	return NULL;
}

static struct sms_error *read_template(struct context *context, const char *name, struct sms_buf *out)
{
	sms_auto(string) char *path = sms_format("templates/%s.md", name);
	sms_auto(list) struct sms_list files = SMS_LIST_INIT;
	bool found = false;
	SMS_TRY(sms_snapshot_read(context->store->snapshot, path, out, &found));
	if (found)
		return NULL;
	SMS_TRY(sms_snapshot_files(context->store->snapshot, "templates", &files));
	struct sms_error *error = sms_error(SMS_INPUT, "no template '%s': there is no %s", name, path);
	for (size_t i = 0; i < files.count; i++)
		error = sms_error_hint(error, "%s", files.items[i]);
	return error;
}

static struct sms_error *read_body(struct context *context, const struct add_options *add, const struct sms_type *type,
				   struct sms_buf *out, bool *has)
{
	*has = add->body || add->template;
	if (*has && type->kind != SMS_KIND_DOCUMENT)
		return sms_error_hint(sms_error(SMS_INPUT, "a %s has no prose: only documents take --body", type->name),
				      "sms attach ID FILE");
	if (add->body)
		return context_read(context, add->body, BODY_LARGEST, out);
	return add->template ? read_template(context, add->template, out) : NULL;
}

/* A document's title is its first heading where none is given. */
static void title_from_body(sms_json *content, const struct sms_buf *body)
{
	sms_auto(outline) struct sms_outline outline = {0};
	if (sms_json_get(content, "title") || !body->length)
		return;
	sms_markdown_outline(&outline, sms_buf_text(body), body->length);
	if (outline.count && *outline.sections[0].title)
		sms_json_set_text(content, "title", outline.sections[0].title);
}

/* Takes `content`; `body` NULL for none. */
static struct sms_error *write_record(struct context *context, const struct add_options *add, const char *type_name,
				      sms_json *given, const char *body)
{
	const struct sms_type *type = NULL;
	struct sms_actor actor;
	sms_auto(json) sms_json *content = given;
	sms_auto(change) struct sms_change *change = NULL;
	sms_auto(record) struct sms_record *record = NULL;
	SMS_TRY(sms_change_begin(&change, context->store));
	SMS_TRY(sms_types_find(&type, context->store->types, type_name));
	SMS_TRY(sms_change_actor(change, &actor));
	struct sms_record draft = {.type = type, .json = content};
	if (add->state)
		sms_json_set_text(content, "state", add->state);
	SMS_TRY(sms_links_resolve(context->store->snapshot, &draft, NULL));
	SMS_TRY(sms_record_new(&record, type, sms_move(&content), add->id, body, context->store->settings, &actor));
	SMS_TRY(sms_approval_guard_new(context->store, record, context->now));
	SMS_TRY(sms_change_put(change, record, true));
	sms_auto(string) char *message = sms_format("%s %s: %s", type->word, record->id, sms_record_title(record));
	SMS_TRY(context_commit(context, change, &add->write, message));
	output_format(context, TONE_PLAIN, "%s\n", record->id);
	return NULL;
}

/* --- The form. What was written in the editor is in context->edited: it outlives a run that was too late. --- */

static struct sms_error *edit_form(struct context *context, bool again)
{
	sms_auto(string) char *before = sms_strdup(sms_buf_text(&context->edited));
	SMS_TRY(editor_edit(context, &context->edited, ".txt"));
	context->has_edited = true;
	if (strcmp(before, sms_buf_text(&context->edited)) != 0)
		return NULL;
	struct sms_error *error = sms_error(SMS_INPUT, "nothing was written: the form was left as it was");
	return again ? editor_keep(&context->edited, ".txt", error) : error;
}

/* What people do not set stays as `given` (by --from) has it. */
static struct sms_error *write_form(struct context *context, const struct add_options *add,
				    const struct sms_list *arguments, const sms_json *given)
{
	const struct sms_type *type = NULL;
	sms_auto(json) sms_json *content = sms_json_new_object();
	sms_auto(list) struct sms_list fields = SMS_LIST_INIT;
	sms_auto(buf) struct sms_buf body = SMS_BUF_INIT;
	SMS_TRY(fields_type(context, arguments, &type));
	sms_json_each(member, given) {
		const struct sms_field *field = sms_type_field(type, sms_json_key(member));
		if (!field || !field->settable)
			sms_json_set(content, sms_json_key(member), sms_json_copy(member));
	}
	SMS_TRY(form_read(&fields, &body, sms_buf_text(&context->edited)));
	if (!fields.count && !sms_buf_text(&body)[strspn(sms_buf_text(&body), " \t\r\n")])
		return sms_error(SMS_INPUT, "nothing was written: the form is empty");
	SMS_TRY(fields_assign(type, content, &fields, context->now));
	title_from_body(content, &body);
	return write_record(context, add, arguments->items[0], sms_move(&content),
			    type->kind == SMS_KIND_DOCUMENT ? sms_buf_text(&body) : NULL);
}

/* An error is shown in the form, which is opened again for the person at the terminal; elsewhere the form is kept. */
static struct sms_error *run_form(struct context *context, const struct add_options *add,
				  const struct sms_list *arguments, const sms_json *given)
{
	for (bool again = false;; again = true) {
		if (!context->has_edited)
			SMS_TRY(edit_form(context, again));
		struct sms_error *error = write_form(context, add, arguments, given);
		if (!error || sms_error_status(error) == SMS_BUSY)
			return error;
		sms_auto(list) struct sms_list fields = SMS_LIST_INIT;
		sms_auto(buf) struct sms_buf body = SMS_BUF_INIT;
		sms_auto(error) struct sms_error *unreadable =
			form_read(&fields, &body, sms_buf_text(&context->edited));
		if (!unreadable && !fields.count && !body.length)
			return error;
		if (!context->interactive || sms_error_status(error) != SMS_INPUT)
			return editor_keep(&context->edited, ".txt", error);
		form_set_error(&context->edited, error);
		sms_error_free(error);
		context->has_edited = false;
	}
}

static struct sms_error *run(struct context *context, const void *options, const struct sms_list *arguments)
{
	const struct add_options *add = options;
	const struct sms_type *type = NULL;
	sms_auto(buf) struct sms_buf body = SMS_BUF_INIT;
	sms_auto(json) sms_json *content = NULL;
	bool has_body = false;
	SMS_TRY(fields_type(context, arguments, &type));
	SMS_TRY(read_content(context, add, &content));
	SMS_TRY(fields_assign(type, content, &add->fields, context->now));
	SMS_TRY(read_body(context, add, type, &body, &has_body));
	if (add->edit && !context->has_edited)
		form_write(&context->edited, type, content, sms_buf_text(&body));
	if (add->edit)
		return run_form(context, add, arguments, content);
	title_from_body(content, &body);
	return write_record(context, add, arguments->items[0], sms_move(&content),
			    has_body ? sms_buf_text(&body) : NULL);
}

const struct command cmd_add = {
	.name = "add",
	.summary = "make a record",
	.arguments = "TYPE",
	.group = GROUP_RECORDS,
	.needs = NEEDS_WRITE,
	.options = add_options,
	.options_size = sizeof(struct add_options),
	.dynamic = &field_options,
	.aliases = (const char *const[]){"record", "new", NULL},
	.prefixes = (const char *const[]){"add-", "record-", NULL},
	.run = run,
	.description =
		"Makes a record of a type and commits it; prints the new id alone. `sms add-TYPE`, `sms "
		"record-TYPE`, `sms record TYPE` and `sms new TYPE` "
		"are the same. The options are the type's fields: `sms add-TYPE -h` lists them. A list is given by "
		"repeating its option, a field inside another with a dot (`--target.value 99.9`; a member that the "
		"last "
		"element of a list has already begins the next one), an object as JSON or as "
		"`member=value,member=value`, "
		"everything at once as JSON with `--from`. A name may be in the singular or in the plural.\n\n"
		"`--edit` opens a form in the editor: the fields with what they are for, filled in with what was "
		"given. "
		"An error is shown in the form, which is opened again; where nobody is at a terminal the form is kept "
		"in "
		"a file that the error names. A form that is left as it was, or empty, writes nothing.\n\n"
		"Ids of documents and register entries come from the title, ids of events from the day and six random "
		"characters. Members that hold ids take any unambiguous part of one.\n\n"
		"A record does not begin in a state that it comes to only by an approval (`needs_approval` in "
		"sms-type(5)): "
		"it is made in an earlier one, and approved. One that is imported or written by hand in such a state "
		"is found by `sms check` until it is approved.",
	.examples =
		(const struct example[]){{"sms record-incident --title 'Mail is slow' --impact medium --urgency high "
					  "--service email",
					  "an incident"},
					 {"sms record-change --edit", "a form in the editor"},
					 {"sms add-policy --topic change --body change-policy.md",
					  "a document; its title is the first heading"},
					 {NULL, NULL}},
	.see_also = "set, move, show, types, import",
};
