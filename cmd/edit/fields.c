/* The fields of a type on the command line: see fields.h. */
#include "edit/fields.h"
#include "model/derive.h"
#include <string.h>

struct sms_error *fields_type(struct context *context, const struct sms_list *arguments, const struct sms_type **out)
{
	const struct sms_types *types = NULL;
	SMS_TRY(context_types(context, &types));
	*out = NULL;
	return arguments->count ? sms_types_find(out, types, arguments->items[0]) : NULL;
}

/* --- Names. --- */

/* The path with its first step replaced. */
static const struct sms_field *with_root(const struct sms_type *type, const char *path, size_t root, const char *less,
					 const char *more)
{
	size_t cut = strlen(less);
	if (root <= cut || strncmp(path + root - cut, less, cut) != 0)
		return NULL;
	sms_auto(string) char *other = sms_format("%.*s%s%s", (int)(root - cut), path, more, path + root);
	return sms_type_field(type, other);
}

/* `--reported-at` and `--reported_at` are the same field; `--target` and `--targets` too. */
static const struct sms_field *find_field(const struct sms_type *type, const char *name)
{
	static const char *const endings[][2] = {{"", "s"}, {"y", "ies"}, {"", "es"},
						 {"s", ""}, {"ies", "y"}, {"es", ""}};
	const struct sms_field *field = sms_type_field(type, name);
	sms_auto(string) char *path = sms_strdup(name);
	for (char *c = path; *c; c++)
		if (*c == '-')
			*c = '_';
	if (!field)
		field = sms_type_field(type, path);
	for (size_t i = 0; !field && i < SMS_COUNT(endings); i++)
		field = with_root(type, path, strcspn(path, "."), endings[i][0], endings[i][1]);
	return field;
}

/* --- Help. --- */

bool field_is_asked(const struct sms_type *type, const struct sms_field *field)
{
	if (!field->settable || sms_json_get(sms_json_get(type->about, "derive"), field->path) ||
	    sms_json_get(sms_json_get(type->about, "defaults"), field->path))
		return false;
	return field->required || sms_type_needs(type, field->path, sms_type_initial(type));
}

const char *field_heading(const struct sms_type *type, const struct sms_field *field)
{
	sms_json_each(group, sms_json_get(type->about, "groups"))
		sms_json_each(name, sms_json_get(group, "fields")) {
			size_t length = strlen(sms_json_text(name) ? sms_json_text(name) : "");
			if (length && !strncmp(field->path, sms_json_text(name), length) &&
			    (!field->path[length] || field->path[length] == '.'))
				return sms_json_get_text(group, "title");
		}
	return "Other";
}

static void add_purpose(struct sms_buf *out, const struct sms_field *field)
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
}

/* Names of the types that it may point to: "id of a person or role". */
static void add_target(struct sms_list *notes, const struct sms_field *field)
{
	sms_auto(buf) struct sms_buf text = SMS_BUF_INIT;
	size_t left = sms_json_count(field->links);
	sms_json_each(name, field->links) {
		sms_buf_add_format(&text, "%s%s", text.length ? (left == 1 ? " or " : ", ") : "", sms_json_text(name));
		left--;
	}
	if (text.length)
		sms_list_add_format(notes, "id of %s", sms_buf_text(&text));
}

/* Members of the elements of a list, which are not listed as options of their own. */
static void add_members(struct sms_list *notes, const struct sms_field *field)
{
	sms_auto(buf) struct sms_buf names = SMS_BUF_INIT;
	sms_json_each(member, sms_json_get(field->schema, "properties"))
		sms_buf_add_format(&names, "%s%s", names.length ? ", " : "", sms_json_key(member));
	if (names.length)
		sms_list_add_format(notes, "of %s", sms_buf_text(&names));
}

static void add_default(struct sms_list *notes, const struct sms_type *type, const struct sms_field *field)
{
	const sms_json *value = sms_json_get(sms_json_get(type->about, "defaults"), field->path);
	const char *text = sms_json_text(value);
	sms_auto(buf) struct sms_buf words = SMS_BUF_INIT;
	sms_auto(list) struct sms_list sources = SMS_LIST_INIT;
	sms_value_add_text(&words, value);
	if (value)
		sms_list_add_format(notes, "else %s",
				    text && !strcmp(text, "@me") ? "you"
				    : text && text[0] == '@'     ? text + 1
								 : sms_buf_text(&words));
	sms_derive_sources(type, field->path, &sources);
	sms_buf_clear(&words);
	sms_list_join(&words, &sources, ", ");
	if (sources.count)
		sms_list_add_format(notes, "follows from %s", sms_buf_text(&words));
}

void field_add_help(struct sms_buf *out, const struct sms_type *type, const struct sms_field *field)
{
	sms_auto(list) struct sms_list notes = SMS_LIST_INIT;
	sms_auto(buf) struct sms_buf needed = SMS_BUF_INIT, text = SMS_BUF_INIT;
	add_purpose(out, field);
	add_target(&notes, field);
	if (field->repeated && field->kind == SMS_FIELD_OBJECT)
		add_members(&notes, field);
	if (field->repeated)
		sms_list_add(&notes, "may be repeated");
	sms_type_needed(&needed, type, field->path);
	if (needed.length)
		sms_list_add_format(&notes, "needed when %s", sms_buf_text(&needed));
	add_default(&notes, type, field);
	sms_list_join(&text, &notes, "; ");
	if (text.length)
		sms_buf_add_format(out, " (%s)", sms_buf_text(&text));
}

/* --- Options. --- */

/* A short word for the value. */
static const char *argument_of(const struct sms_field *field)
{
	if (sms_json_count(field->links))
		return "ID";
	if (field->values)
		return "WORD";
	if (field->kind == SMS_FIELD_OBJECT)
		return "JSON";
	if (field->kind == SMS_FIELD_INTEGER || field->kind == SMS_FIELD_NUMBER)
		return "NUMBER";
	return field->format && !strncmp(field->format, "date", 4) ? "TIME" : "TEXT";
}

static void join_values(struct sms_buf *out, const sms_json *values)
{
	sms_json_each(value, values) {
		if (out->length)
			sms_buf_add_char(out, '|');
		sms_value_add_text(out, value);
	}
}

static void visit_field(const struct sms_type *type, const struct sms_field *field, option_visit *visit, void *into)
{
	sms_auto(string) char *name = sms_strdup(field->path);
	sms_auto(buf) struct sms_buf help = SMS_BUF_INIT, choices = SMS_BUF_INIT, types = SMS_BUF_INIT;
	for (char *c = name; *c; c++)
		if (*c == '_')
			*c = '-';
	field_add_help(&help, type, field);
	join_values(&choices, field->values);
	join_values(&types, field->links);
	bool is_flag = field->kind == SMS_FIELD_BOOLEAN && !field->repeated;
	const struct option option = {
		.kind = is_flag         ? OPTION_IS_FLAG
			: field->values ? OPTION_IS_CHOICE
					: OPTION_IS_TEXT,
		.name = name,
		.argument = is_flag ? NULL : argument_of(field),
		.help = sms_buf_text(&help),
		.choices = choices.length ? sms_buf_text(&choices) : NULL,
		.types = types.length ? sms_buf_text(&types) : NULL,
	};
	visit(into, field_is_asked(type, field) ? "Required" : field_heading(type, field), &option);
}

static struct sms_error *each(struct context *context, const struct sms_list *arguments, option_visit *visit,
			      void *into)
{
	const struct sms_type *type = NULL;
	size_t count = 0;
	SMS_TRY(fields_type(context, arguments, &type));
	if (!type)
		return NULL;
	const struct sms_field *fields = sms_type_fields(type, &count);
	for (int required = 1; required >= 0; required--)
		for (size_t i = 0; i < count; i++)
			if (fields[i].settable && field_is_asked(type, &fields[i]) == (required == 1))
				visit_field(type, &fields[i], visit, into);
	return NULL;
}

static struct sms_error *resolve(struct context *context, const struct sms_list *arguments, const char *name,
				 bool *takes_value)
{
	const struct sms_type *type = NULL;
	const struct sms_field *field = NULL;
	SMS_TRY(fields_type(context, arguments, &type));
	if (!type)
		return sms_error_hint(sms_error(SMS_INPUT, "option '--%s' stands before the type", name),
				      "sms add TYPE --%s …", name);
	field = find_field(type, name);
	if (!field)
		SMS_TRY(sms_type_find_field(&field, type, name));
	*takes_value = field->kind != SMS_FIELD_BOOLEAN || field->repeated;
	return NULL;
}

/* A word of the shell: quoted where it has to be. */
static void add_word(struct sms_buf *out, const char *text)
{
	if (*text && !text[strspn(text, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_.:/@+,")]) {
		sms_buf_add_text(out, text);
		return;
	}
	sms_buf_add_char(out, '\'');
	for (const char *c = text; *c; c++)
		sms_buf_add_text(out, *c == '\'' ? "'\\''" : (char[]){*c, 0});
	sms_buf_add_char(out, '\'');
}

enum { EXAMPLE_WIDTH = 74, EXAMPLE_TEXT = 44 }; /* columns of a line, and bytes of a text, of the example */

/* A text, or of a long one the first words. */
static void add_beginning(struct sms_buf *out, const char *text, size_t most)
{
	size_t length = strlen(text);
	if (length > most) {
		for (length = most; length > 1 && text[length] != ' ';)
			length--;
		while (length > 1 && strchr(" ,;:.", text[length - 1]))
			length--;
	}
	sms_buf_add(out, text, length);
}

/* A value of the example as it is typed, of an object what its members must be. */
static void add_example_value(struct sms_buf *out, const struct sms_field *field, const sms_json *value)
{
	sms_auto(buf) struct sms_buf text = SMS_BUF_INIT;
	const sms_json *required = sms_json_get(field->schema, "required");
	if (field->repeated && sms_json_is(value, SMS_JSON_ARRAY))
		value = sms_json_first(value);
	if (field->kind != SMS_FIELD_OBJECT) {
		sms_value_add_text(&text, value);
		bool is_prose = field->kind == SMS_FIELD_TEXT && !field->format && !field->values;
		add_beginning(out, sms_buf_text(&text), is_prose ? EXAMPLE_TEXT : text.length);
		return;
	}
	sms_json_each(name, required) {
		sms_buf_clear(&text);
		sms_value_add_text(&text, sms_json_get(value, sms_json_text(name)));
		sms_buf_add_format(out, "%s%s=", out->length ? "," : "", sms_json_text(name));
		add_beginning(out, sms_buf_text(&text), EXAMPLE_TEXT / 2);
	}
	if (!required)
		sms_json_print_line(out, value);
}

/* A call with what must be given, the values from the type's example, broken into lines as for a shell. */
static void add_example(struct sms_buf *out, const struct sms_type *type)
{
	const sms_json *example = sms_json_path(sms_type_document(type), "x-sms.example");
	size_t count = 0, line = 0;
	const struct sms_field *fields = sms_type_fields(type, &count);
	sms_buf_add_format(out, "sms %s-%s", type->word, type->name);
	for (size_t i = 0; i < count; i++) {
		const sms_json *value = sms_json_path(example, fields[i].path);
		sms_auto(buf) struct sms_buf text = SMS_BUF_INIT, word = SMS_BUF_INIT;
		if (!field_is_asked(type, &fields[i]) || !value || strchr(fields[i].path, '.'))
			continue;
		add_example_value(&text, &fields[i], value);
		sms_buf_add_format(&word, "--%s ", fields[i].path);
		for (char *c = word.data; *c; c++)
			*c = *c == '_' ? '-' : *c;
		add_word(&word, sms_buf_text(&text));
		bool breaks = out->length - line + 1 + word.length > EXAMPLE_WIDTH;
		sms_buf_add_text(out, breaks ? " \\\n      " : " ");
		line = breaks ? out->length - strlen("      ") : line;
		sms_buf_add_text(out, sms_buf_text(&word));
	}
}

static struct sms_error *about(struct context *context, const struct sms_list *arguments, struct option_page *out)
{
	const struct sms_type *type = NULL;
	SMS_TRY(fields_type(context, arguments, &type));
	if (!type)
		return NULL;
	sms_buf_add_format(&out->call, "%s-%s", type->word, type->name);
	sms_buf_add_format(&out->summary, "%s: %s", type->title, type->description ? type->description : "");
	add_example(&out->example, type);
	return NULL;
}

const struct dynamic_options field_options = {resolve, each, about};

/* --- Assignments. --- */

/* Path of the list of objects that a member of its elements lies in, appended; false where it lies in none, or the
 * element is named by its number. */
static bool list_around(const struct sms_type *type, const char *path, struct sms_buf *out)
{
	for (const char *dot = strchr(path, '.'); dot; dot = strchr(dot + 1, '.')) {
		sms_auto(string) char *outer = sms_copy(path, (size_t)(dot - path));
		const struct sms_field *field = sms_type_field(type, outer);
		if (!field || !field->repeated || field->kind != SMS_FIELD_OBJECT)
			continue;
		if (dot[1] >= '0' && dot[1] <= '9')
			return false;
		sms_buf_add_text(out, outer);
		return true;
	}
	return false;
}

/* The path with the number of the element that the member is for: the last one, or a new one. */
static char *into_element(const struct sms_type *type, const sms_json *content, const char *path)
{
	sms_auto(buf) struct sms_buf list = SMS_BUF_INIT;
	if (!list_around(type, path, &list))
		return sms_strdup(path);
	const char *rest = path + list.length + 1;
	const sms_json *elements = sms_json_path(content, sms_buf_text(&list));
	size_t count = sms_json_count(elements);
	const struct sms_field *field = sms_type_field(type, path);
	bool taken = count && sms_json_path(sms_json_at(elements, count - 1), rest) && !field->repeated;
	return sms_format("%s.%zu.%s", sms_buf_text(&list), count && !taken ? count - 1 : count, rest);
}

/* A list, and its next element, that a member is to be put into must be there. */
static struct sms_error *make_room(sms_json *content, const char *path)
{
	size_t digits = 0;
	const char *dot = strchr(path, '.');
	while (dot && !(digits = strspn(dot + 1, "0123456789")))
		dot = strchr(dot + 1, '.');
	if (!dot || dot[digits + 1] != '.')
		return NULL;
	sms_auto(string) char *list = sms_copy(path, (size_t)(dot - path));
	sms_auto(string) char *element = sms_copy(path, (size_t)(dot - path) + 1 + digits);
	if (!sms_json_path(content, list))
		SMS_TRY(sms_json_set_path(content, list, sms_json_new_array()));
	if (sms_json_path(content, element))
		return NULL;
	sms_auto(string) char *end = sms_format("%s.+", list);
	return sms_json_set_path(content, end, sms_json_new_object());
}

static struct sms_error *assign(struct sms_record *draft, const char *text, sms_time now)
{
	sms_auto(string) char *name = sms_copy(text, strcspn(text, "="));
	const char *value = text + strlen(name) + 1;
	const struct sms_field *field = find_field(draft->type, name);
	bool numbered = name[strcspn(name, "0123456789")] != '\0' && sms_type_field(draft->type, name) == field &&
			field && strcmp(field->path, name) != 0;
	if (!*value)
		return sms_error(SMS_INPUT, "option '--%s': an empty value says nothing", name);
	sms_auto(string) char *path =
		!field || numbered ? sms_strdup(name) : into_element(draft->type, draft->json, field->path);
	if (field)
		SMS_TRY(make_room(draft->json, path));
	bool appends = field && field->repeated && value[0] != '[' && !numbered;
	sms_auto(string) char *assignment = sms_format("%s%s=%s", path, appends ? "+" : "", value);
	return sms_record_assign(draft, assignment, now);
}

struct sms_error *fields_assign(const struct sms_type *type, sms_json *content, const struct sms_list *assignments,
				sms_time now)
{
	sms_auto(string) char *name = sms_format("new %s", type->name);
	struct sms_record draft = {.type = type, .json = content, .id = name};
	for (size_t i = 0; i < assignments->count; i++)
		SMS_TRY(assign(&draft, assignments->items[i], now));
	return NULL;
}
