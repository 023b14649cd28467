/* sms types: the types of records, and all about one. */
#include "types/types.h"
#include "wrap/text.h"

struct types_options {
	bool clauses, check, dry_run;
	const char *name, *kind;
};

static const struct option options[] = {
	OPTION_FLAG(struct types_options, clauses, 0, "clauses",
		    "for every requirement the types and fields that show it, and what of them is missing"),
	OPTION_FLAG(struct types_options, check, 0, "check",
		    "what the repository's own types lack of what audit and reports look at"),
	OPTION_TEXT(struct types_options, name, 0, "new", "NAME", "write a starter for a new type to types/NAME.json"),
	OPTION_CHOICE(struct types_options, kind, 0, "kind", "KIND", "register|event|document",
		      "with --new: long-lived entries, things that happen, or documents"),
	OPTION_FLAG(struct types_options, dry_run, 'n', "dry-run",
		    "with --new: say what would be written, and write nothing"),
	OPTIONS_FORMAT("text|json|ndjson|csv|markdown"),
	OPTION_END,
};

static char *clauses_of(const struct sms_type *type)
{
	sms_auto(buf) struct sms_buf text = SMS_BUF_INIT;
	sms_value_add_text(&text, sms_json_get(type->about, "clauses"));
	return sms_buf_take(&text);
}

/* A copy of a member of x-sms, NULL when it is not there. */
static sms_json *copy_about(const struct sms_type *type, const char *member)
{
	const sms_json *value = sms_json_get(type->about, member);
	return value ? sms_json_copy(value) : NULL;
}

static struct sms_error *list_types(struct context *context, const struct sms_types *types)
{
	static const struct column columns[] = {
		{"type", "TYPE"},   {"plural", .machine = true},  {"prefix", "PREFIX"},
		{"kind", "KIND"},   {"command", .machine = true}, {"clauses", "CLAUSES"},
		{"title", "TITLE"},
	};
	sms_auto(table) struct table *table = table_new("types", "types", columns, SMS_COUNT(columns));
	for (size_t i = 0; i < sms_types_count(types); i++) {
		const struct sms_type *type = sms_types_at(types, i);
		sms_auto(string) char *command = sms_format("%s-%s", type->word, type->name);
		table_add(table, TONE_STRONG, type->name);
		table_add(table, TONE_PLAIN, type->plural);
		table_add(table, TONE_PLAIN, type->prefix);
		table_add(table, TONE_PLAIN, sms_kind_name(type->kind));
		table_add(table, TONE_PLAIN, command);
		table_add_value(table, TONE_PLAIN, copy_about(type, "clauses"));
		table_add(table, TONE_PLAIN, type->title);
	}
	return table_print(context, table);
}

/* One type. */

static const char *kind_of(const struct sms_field *field)
{
	static const char *const kinds[] = {
		[SMS_FIELD_TEXT] = "text",       [SMS_FIELD_INTEGER] = "integer", [SMS_FIELD_NUMBER] = "number",
		[SMS_FIELD_BOOLEAN] = "boolean", [SMS_FIELD_OBJECT] = "object",
	};
	return field->format ? field->format : kinds[field->kind];
}

/* What may be in the field: "text", "list of object", "one of low, high", "id of TYPE". */
static void add_content(struct sms_buf *out, const struct sms_field *field)
{
	const sms_json *alternatives = field->values ? field->values : field->links;
	if (field->values)
		sms_buf_add_text(out, field->repeated ? "any of " : "one of ");
	else if (field->links)
		sms_buf_add_text(out, field->repeated ? "ids of " : "id of ");
	else
		sms_buf_add_format(out, "%s%s", field->repeated ? "list of " : "", kind_of(field));
	sms_json_each(alternative, alternatives) {
		if (alternative != sms_json_first(alternatives))
			sms_buf_add_text(out, ", ");
		sms_value_add_text(out, alternative);
	}
}

static void add_yes(struct table *table, bool value)
{
	table_add_as(table, TONE_PLAIN, value ? "yes" : "", sms_json_new_boolean(value));
}

static void add_copy(struct table *table, const sms_json *value)
{
	table_add_value(table, TONE_PLAIN, value ? sms_json_copy(value) : NULL);
}

static struct table *fields_of(const struct sms_type *type)
{
	static const struct column columns[] = {
		{"field", "FIELD"},          {"required", "REQUIRED"},      {"title", "TITLE"},
		{"kind", .machine = true},   {"repeated", .machine = true}, {"workflow", .machine = true},
		{"values", .machine = true}, {"links", .machine = true},    {"content", "CONTENT", .wrap = true},
	};
	struct table *table = table_new("type", "fields", columns, SMS_COUNT(columns));
	size_t count = 0;
	const struct sms_field *fields = sms_type_fields(type, &count);
	for (size_t i = 0; i < count; i++) {
		const struct sms_field *field = &fields[i];
		sms_auto(buf) struct sms_buf content = SMS_BUF_INIT;
		add_content(&content, field);
		table_add(table, TONE_STRONG, field->path);
		add_yes(table, field->required);
		table_add(table, TONE_PLAIN, field->title ? field->title : "");
		table_add(table, TONE_PLAIN, kind_of(field));
		add_yes(table, field->repeated);
		add_yes(table, field->workflow);
		add_copy(table, field->values);
		add_copy(table, field->links);
		table_add(table, TONE_PLAIN, sms_buf_text(&content));
	}
	return table;
}

static void print_states(struct context *context, const struct sms_type *type)
{
	sms_auto(pairs) struct pairs pairs = {0};
	sms_json_each(state, sms_json_path(type->about, "lifecycle.moves")) {
		sms_auto(list) struct sms_list moves = SMS_LIST_INIT;
		sms_auto(buf) struct sms_buf text = SMS_BUF_INIT;
		const char *name = sms_json_key(state);
		sms_type_moves(type, name, &moves);
		sms_buf_add_text(&text, sms_type_is_final(type, name) ? "final; to " : "to ");
		sms_list_join(&text, &moves, ", ");
		pairs_add(&pairs, name, TONE_PLAIN, moves.count ? sms_buf_text(&text) : "final");
	}
	output_heading(context, "States");
	pairs_print(context, &pairs);
}

static struct sms_error *print_type(struct context *context, const struct sms_type *type, const struct table *fields)
{
	sms_auto(string) char *clauses = clauses_of(type);
	sms_auto(pairs) struct pairs pairs = {0};
	pairs_add(&pairs, "Type", TONE_STRONG, type->name);
	pairs_add(&pairs, "Title", TONE_PLAIN, type->title);
	pairs_add(&pairs, "Plural", TONE_PLAIN, type->plural);
	pairs_add(&pairs, "Kind", TONE_PLAIN, sms_kind_name(type->kind));
	pairs_add(&pairs, "Ids", TONE_PLAIN, type->prefix);
	pairs_add(&pairs, "Clauses", TONE_PLAIN, clauses);
	pairs_add(&pairs, "Defined in", TONE_PLAIN, type->origin);
	pairs_add_format(&pairs, "Make one", TONE_PLAIN, "sms %s-%s", type->word, type->name);
	pairs_add(&pairs, "About", TONE_PLAIN, type->description);
	pairs_print(context, &pairs);
	output_heading(context, "Fields");
	SMS_TRY(table_print(context, fields));
	print_states(context, type);
	return NULL;
}

static struct sms_error *show_type(struct context *context, const struct sms_type *type)
{
	sms_auto(table) struct table *fields = fields_of(type);
	if (context->format == FORMAT_TEXT)
		return print_type(context, type, fields);
	table_set(fields, "type", sms_json_new_text(type->name));
	table_set(fields, "title", type->title ? sms_json_new_text(type->title) : sms_json_new_null());
	table_set(fields, "plural", sms_json_new_text(type->plural));
	table_set(fields, "prefix", sms_json_new_text(type->prefix));
	table_set(fields, "kind", sms_json_new_text(sms_kind_name(type->kind)));
	table_set(fields, "origin", sms_json_new_text(type->origin));
	static const char *const members[] = {"clauses", "lifecycle", "links", "columns"};
	for (size_t i = 0; i < SMS_COUNT(members); i++) {
		sms_json *value = copy_about(type, members[i]);
		table_set(fields, members[i], value ? value : sms_json_new_null());
	}
	return table_print(context, fields);
}

static struct sms_error *check_call(const struct types_options *given, const struct sms_list *arguments)
{
	if (given->clauses + given->check + (given->name != NULL) > 1)
		return sms_error_hint(sms_error(SMS_INPUT, "one of --clauses, --check and --new at a time"),
				      "sms types -h");
	if ((given->kind || given->dry_run) && !given->name)
		return sms_error_hint(sms_error(SMS_INPUT, "--kind and --dry-run go with --new"),
				      "sms types --new NAME");
	if (given->name && arguments->count)
		return sms_error_hint(sms_error(SMS_INPUT, "unexpected argument '%s'", arguments->items[0]),
				      "sms types --new %s", given->name);
	return NULL;
}

static struct sms_error *run(struct context *context, const void *raw, const struct sms_list *arguments)
{
	const struct types_options *given = raw;
	const struct sms_types *types;
	const struct sms_type *type = NULL;
	SMS_TRY(check_call(given, arguments));
	if (given->name)
		return types_new(context, given->name, given->kind, given->dry_run);
	SMS_TRY(context_types(context, &types));
	if (arguments->count)
		SMS_TRY(sms_types_find(&type, types, arguments->items[0]));
	if (given->clauses)
		return types_clauses(context, types, type);
	if (given->check)
		return types_check(context, types, type);
	return type ? show_type(context, type) : list_types(context, types);
}

static const struct example examples[] = {
	{"sms types", "all types, with their prefixes and the clauses that they serve"},
	{"sms types --format csv", "the same for a spreadsheet"},
	{"sms types --clauses --format csv", "each requirement with the types and fields that show it"},
	{"sms types --new site-visit --kind event", "begin a type of your own"},
	{"sms types --check", "after a built-in type was replaced or extended"},
	{0},
};

const struct command cmd_types = {
	.name = "types",
	.summary = "list the types of records, or describe one",
	.arguments = "[TYPE]",
	.group = GROUP_RECORDS,
	.needs = NEEDS_PAGER,
	.options = options,
	.options_size = sizeof(struct types_options),
	.description =
		"Without an argument, lists every type of record: those that come with sms and those under `types/` in "
		"the repository. With a type, by its name or plural, prints its fields with their kinds and allowed "
		"values, "
		"the states of its lifecycle with the moves allowed from each, and the clauses of the standard it "
		"serves.\n\n"
		"With `--clauses`, prints for every requirement of the catalogue what it is shown by: types with their "
		"fields (and a value, where that one counts), parts of documents, settings. What is named and does not "
		"exist is marked. With `--check`, prints what a type under `types/` that takes the place of a built-in "
		"one, or extends it, lacks of what the audit and the reports look at; `sms check` finds the same.\n\n"
		"`--new` writes a starter that is valid as it is, with comments, into the work tree, and prints the "
		"next "
		"commands. Nothing is committed.\n\n"
		"Outside of a repository the types that come with sms are printed.",
	.statuses = (const struct exit_meaning[]){{SMS_NO, "with --clauses or --check: something is missing"}, {0}},
	.examples = examples,
	.see_also = "check, help, sms-type(5), sms-types(7)",
	.run = run,
};
