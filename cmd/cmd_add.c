/* sms add: make a record; its options are the properties of its type. */
#include "edit.h"
#include "model/links.h"
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

/* --- Options that the type gives. --- */

/* `--reported-at` and `--reported_at` are the same field. */
static const struct sms_field *field_of_option(const struct sms_type *type, const char *name)
{
	const struct sms_field *field = sms_type_field(type, name);
	sms_auto(string) char *path = sms_strdup(name);
	for (char *c = path; *c; c++)
		if (*c == '-')
			*c = '_';
	return field ? field : sms_type_field(type, path);
}

static struct sms_error *find_type(struct context *context, const struct sms_list *arguments,
				   const struct sms_type **out)
{
	const struct sms_types *types = NULL;
	SMS_TRY(context_types(context, &types));
	*out = NULL;
	return arguments->count ? sms_types_find(out, types, arguments->items[0]) : NULL;
}

static struct sms_error *resolve(struct context *context, const struct sms_list *arguments, const char *name,
				 bool *takes_value)
{
	const struct sms_type *type = NULL;
	const struct sms_field *field = NULL;
	SMS_TRY(find_type(context, arguments, &type));
	if (!type)
		return sms_error_hint(sms_error(SMS_INPUT, "option '--%s' stands before the type", name),
				      "sms add TYPE --%s …", name);
	field = field_of_option(type, name);
	if (!field)
		SMS_TRY(sms_type_find_field(&field, type, name));
	*takes_value = field->kind != SMS_FIELD_BOOLEAN || field->repeated;
	return NULL;
}

static void help_of(struct sms_buf *out, const struct sms_field *field)
{
	if (field->description)
		sms_buf_add_text(out, field->description);
	else if (field->title)
		sms_buf_add_text(out, field->title);
	if (out->length && out->data[out->length - 1] == '.')
		sms_buf_truncate(out, out->length - 1);
	if (field->values) {
		sms_buf_add_text(out, ": ");
		sms_value_add_text(out, field->values);
	}
	if (field->repeated)
		sms_buf_add_text(out, " (may be repeated)");
}

/* A short word for the value: the type of a link's target, the kind of a number or time. */
static void argument_of(struct sms_buf *out, const struct sms_field *field)
{
	const char *target = sms_json_text(sms_json_first(field->links));
	if (target)
		sms_buf_add_text(out, "ID");
	else if (field->values)
		sms_buf_add_text(out, "WORD");
	else if (field->kind == SMS_FIELD_OBJECT)
		sms_buf_add_text(out, "JSON");
	else if (field->kind == SMS_FIELD_INTEGER || field->kind == SMS_FIELD_NUMBER)
		sms_buf_add_text(out, "NUMBER");
	else if (field->format && !strncmp(field->format, "date", 4))
		sms_buf_add_text(out, "TIME");
	else
		sms_buf_add_text(out, "TEXT");
}

/* Must be given: required, and not made from other fields. */
static bool is_asked(const struct sms_type *type, const struct sms_field *field)
{
	return field->required && field->settable && !sms_json_get(sms_json_get(type->about, "derive"), field->path) &&
	       !sms_json_get(sms_json_get(type->about, "defaults"), field->path);
}

static const char *heading_of(const struct sms_type *type, const struct sms_field *field)
{
	if (is_asked(type, field))
		return "Required";
	sms_json_each(group, sms_json_get(type->about, "groups"))
		sms_json_each(name, sms_json_get(group, "fields")) {
			size_t length = strlen(sms_json_text(name) ? sms_json_text(name) : "");
			if (length && !strncmp(field->path, sms_json_text(name), length) &&
			    (!field->path[length] || field->path[length] == '.'))
				return sms_json_get_text(group, "title");
		}
	return "Other";
}

static void visit_field(const struct sms_type *type, const struct sms_field *field, option_visit *visit, void *into)
{
	sms_auto(string) char *name = sms_strdup(field->path);
	sms_auto(buf) struct sms_buf help = SMS_BUF_INIT, argument = SMS_BUF_INIT, choices = SMS_BUF_INIT,
				     types = SMS_BUF_INIT;
	for (char *c = name; *c; c++)
		if (*c == '_')
			*c = '-';
	help_of(&help, field);
	argument_of(&argument, field);
	sms_json_each(value, field->values) {
		if (choices.length)
			sms_buf_add_char(&choices, '|');
		sms_value_add_text(&choices, value);
	}
	sms_json_each(type_name, field->links)
		sms_buf_add_format(&types, "%s%s", types.length ? "|" : "", sms_json_text(type_name));
	bool is_flag = field->kind == SMS_FIELD_BOOLEAN && !field->repeated;
	const struct option option = {
		.kind = is_flag         ? OPTION_IS_FLAG
			: field->values ? OPTION_IS_CHOICE
					: OPTION_IS_TEXT,
		.name = name,
		.argument = is_flag ? NULL : sms_buf_text(&argument),
		.help = sms_buf_text(&help),
		.choices = choices.length ? sms_buf_text(&choices) : NULL,
		.types = types.length ? sms_buf_text(&types) : NULL,
	};
	visit(into, heading_of(type, field), &option);
}

static struct sms_error *each(struct context *context, const struct sms_list *arguments, option_visit *visit,
			      void *into)
{
	const struct sms_type *type = NULL;
	size_t count = 0;
	SMS_TRY(find_type(context, arguments, &type));
	if (!type)
		return NULL;
	const struct sms_field *fields = sms_type_fields(type, &count);
	for (int required = 1; required >= 0; required--)
		for (size_t i = 0; i < count; i++)
			if (fields[i].settable && is_asked(type, &fields[i]) == (required == 1))
				visit_field(type, &fields[i], visit, into);
	return NULL;
}

static const struct dynamic_options dynamic = {resolve, each};

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

/* Assignments to a record that has nothing but its content yet. */
static struct sms_error *assign_fields(const struct sms_type *type, sms_json *content, const struct sms_list *fields,
				       sms_time now)
{
	struct sms_record draft = {.type = type, .json = content};
	sms_auto(string) char *name_of_draft = sms_format("new %s", type->name);
	draft.id = name_of_draft;
	for (size_t i = 0; i < fields->count; i++) {
		const char *text = fields->items[i];
		sms_auto(string) char *name = sms_copy(text, strcspn(text, "="));
		const char *value = text + strlen(name) + 1;
		const struct sms_field *field = field_of_option(type, name);
		bool appends = field && field->repeated && value[0] != '[' && sms_type_field(type, name) == field;
		sms_auto(string) char *assignment = sms_format("%s%s=%s",
							       strchr(name, '.') ? name
							       : field           ? field->path
										 : name,
							       appends ? "+" : "", value);
		if (!*value)
			return sms_error(SMS_INPUT, "option '--%s': an empty value says nothing", name);
		SMS_TRY(sms_record_assign(&draft, assignment, now));
	}
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
	*has = add->body || add->template || (add->edit && type->kind == SMS_KIND_DOCUMENT);
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

/* The fields that the type requires stand in the editor as empty texts to fill. */
static struct sms_error *edit_content(struct context *context, const struct sms_type *type, sms_json **content,
				      struct sms_buf *body)
{
	sms_auto(buf) struct sms_buf text = SMS_BUF_INIT;
	sms_json *edited = NULL;
	size_t count = 0;
	const struct sms_field *fields = sms_type_fields(type, &count);
	for (size_t i = 0; i < count; i++)
		if (is_asked(type, &fields[i]) && !sms_json_path(*content, fields[i].path))
			SMS_TRY(sms_json_set_path(*content, fields[i].path, sms_json_new_text("")));
	sms_json_print(&text, *content);
	SMS_TRY(editor_edit(context, &text, ".json"));
	SMS_TRY(sms_json_parse(&edited, sms_buf_text(&text), text.length, "edited text"));
	sms_json_free(*content);
	*content = edited;
	return type->kind == SMS_KIND_DOCUMENT ? editor_edit(context, body, ".md") : NULL;
}

static struct sms_error *run(struct context *context, const void *options, const struct sms_list *arguments)
{
	const struct add_options *add = options;
	const struct sms_type *type = NULL;
	struct sms_actor actor;
	sms_auto(buf) struct sms_buf body = SMS_BUF_INIT;
	sms_auto(json) sms_json *content = NULL;
	sms_auto(change) struct sms_change *change = NULL;
	sms_auto(record) struct sms_record *record = NULL;
	bool has_body = false;
	SMS_TRY(find_type(context, arguments, &type));
	SMS_TRY(read_content(context, add, &content));
	SMS_TRY(assign_fields(type, content, &add->fields, context->now));
	SMS_TRY(read_body(context, add, type, &body, &has_body));
	title_from_body(content, &body);
	if (add->edit)
		SMS_TRY(edit_content(context, type, &content, &body));
	SMS_TRY(sms_change_begin(&change, context->store));
	SMS_TRY(sms_types_find(&type, context->store->types, arguments->items[0]));
	SMS_TRY(sms_change_actor(change, &actor));
	struct sms_record draft = {.type = type, .json = content};
	if (add->state)
		sms_json_set_text(content, "state", add->state);
	SMS_TRY(sms_links_resolve(context->store->snapshot, &draft, NULL));
	SMS_TRY(sms_record_new(&record, type, sms_move(&content), add->id, has_body ? sms_buf_text(&body) : NULL,
			       context->store->settings, &actor));
	SMS_TRY(sms_change_put(change, record, true));
	sms_auto(string) char *message = sms_format("%s %s: %s", type->word, record->id, sms_record_title(record));
	SMS_TRY(context_commit(context, change, &add->write, message));
	output_format(context, TONE_PLAIN, "%s\n", record->id);
	return NULL;
}

const struct command cmd_add = {
	.name = "add",
	.summary = "make a record",
	.arguments = "TYPE",
	.group = GROUP_RECORDS,
	.needs = NEEDS_WRITE,
	.options = add_options,
	.options_size = sizeof(struct add_options),
	.dynamic = &dynamic,
	.prefixes = (const char *const[]){"add-", "record-", NULL},
	.run = run,
	.description =
		"Makes a record of a type and commits it; prints the new id alone. `sms add-TYPE` and `sms "
		"record-TYPE` "
		"are the same. The options are the type's fields: `sms add-TYPE -h` lists them. A list is given by "
		"repeating its option, a field inside another with a dot (`--target.value 99.9`), everything at once "
		"as "
		"JSON with `--from`.\n\n"
		"Ids of documents and register entries come from the title, ids of events from the day and six random "
		"characters. Members that hold ids take any unambiguous part of one.",
	.examples =
		(const struct example[]){{"sms record-incident --title 'Mail is slow' --impact medium --urgency high "
					  "--service email",
					  "an incident"},
					 {"sms add-policy --topic change --body change-policy.md",
					  "a document; its title is the first heading"},
					 {NULL, NULL}},
	.see_also = "set, move, show, types, import",
};
