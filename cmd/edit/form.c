/* A record as a form: see form.h. */
#include "edit/form.h"
#include "edit/fields.h"
#include "wrap/text.h"
#include <string.h>

#define ERROR_MARK "#! "
#define BODY_MARK "# --- Below this line: the document's text, in Markdown ---"
#define NAME_CHARACTERS "abcdefghijklmnopqrstuvwxyz0123456789_-."

enum { WIDTH = 78 };

/* --- Writing. --- */

static void add_comment(struct sms_buf *out, const char *mark, const char *text)
{
	sms_auto(buf) struct sms_buf wrapped = SMS_BUF_INIT;
	sms_auto(list) struct sms_list lines = SMS_LIST_INIT;
	sms_text_add_wrapped(&wrapped, text, WIDTH - strlen(mark), 0);
	sms_list_split(&lines, sms_buf_text(&wrapped), '\n');
	for (size_t i = 0; i < lines.count; i++)
		sms_buf_add_format(out, "%s%s\n", mark, lines.items[i]);
}

/* One line, or a block where one is not enough. */
static void add_line(struct sms_buf *out, const char *path, const char *text)
{
	if (!strchr(text, '\n') && *text != ' ' && strcmp(text, "|") != 0) {
		sms_buf_add_format(out, "%s: %s\n", path, text);
		return;
	}
	sms_auto(list) struct sms_list lines = SMS_LIST_INIT;
	sms_buf_add_format(out, "%s: |\n", path);
	sms_list_split(&lines, text, '\n');
	for (size_t i = 0; i < lines.count; i++)
		sms_buf_add_format(out, "  %s\n", lines.items[i]);
}

static void add_value(struct sms_buf *out, const char *path, const sms_json *value)
{
	sms_auto(buf) struct sms_buf text = SMS_BUF_INIT;
	bool is_plain = !sms_json_is(value, SMS_JSON_ARRAY) && !sms_json_is(value, SMS_JSON_OBJECT);
	if (is_plain)
		sms_value_add_text(&text, value);
	else
		sms_json_print_line(&text, value);
	add_line(out, path, sms_buf_text(&text));
}

/* A list element by element, unless one would be read as a list of its own. */
static void add_filled(struct sms_buf *out, const struct sms_field *field, const sms_json *value)
{
	bool whole = !field->repeated || !sms_json_is(value, SMS_JSON_ARRAY) || !sms_json_count(value);
	sms_json_each(element, whole ? NULL : value)
		whole = whole || (sms_json_text(element) && sms_json_text(element)[0] == '[');
	if (whole)
		add_value(out, field->path, value);
	else
		sms_json_each(element, value)
			add_value(out, field->path, element);
}

static void add_field(struct sms_buf *out, const struct sms_type *type, const struct sms_field *field,
		      const sms_json *content)
{
	const sms_json *value = sms_json_path(content, field->path);
	sms_auto(buf) struct sms_buf help = SMS_BUF_INIT;
	field_add_help(&help, type, field);
	add_comment(out, "# ", sms_buf_text(&help));
	if (value)
		add_filled(out, field, value);
	else
		sms_buf_add_format(out, "%s:\n", field->path);
}

void form_write(struct sms_buf *out, const struct sms_type *type, const sms_json *content, const char *body)
{
	const char *before = "";
	size_t count = 0;
	const struct sms_field *fields = sms_type_fields(type, &count);
	sms_auto(string) char *title = sms_format("%s. %s", type->title, type->description ? type->description : "");
	add_comment(out, "# ", title);
	add_comment(
		out, "# ",
		"\nLines that begin with # and fields without a value are left out. A field may stand on several lines "
		"where it may be repeated. Text of several lines: `field: |`, and the lines below, indented. What "
		"consists of members: member=value,member=value, or JSON. An empty form writes nothing.");
	for (int required = 1; required >= 0; required--)
		for (size_t i = 0; i < count; i++) {
			const struct sms_field *field = &fields[i];
			if (!field->settable || strchr(field->path, '.') ||
			    field_is_asked(type, field) != (required == 1))
				continue;
			const char *heading = required ? "Required" : field_heading(type, field);
			sms_buf_add_text(out, "\n");
			if (strcmp(heading, before) != 0)
				sms_buf_add_format(out, "# --- %s ---\n\n", heading);
			before = heading;
			add_field(out, type, field, content);
		}
	if (type->kind == SMS_KIND_DOCUMENT)
		sms_buf_add_format(out, "\n" BODY_MARK "\n%s", body);
}

void form_set_error(struct sms_buf *form, const struct sms_error *error)
{
	sms_auto(buf) struct sms_buf out = SMS_BUF_INIT;
	const char *rest = sms_buf_text(form);
	add_comment(&out, ERROR_MARK, sms_error_message(error));
	for (size_t i = 0; i < sms_error_hint_count(error); i++)
		add_comment(&out, ERROR_MARK, sms_error_hint_at(error, i));
	while (!strncmp(rest, ERROR_MARK, strlen(ERROR_MARK))) {
		const char *end = strchr(rest, '\n');
		rest = end ? end + 1 : rest + strlen(rest);
	}
	sms_buf_add_text(&out, rest);
	sms_buf_clear(form);
	sms_buf_add(form, sms_buf_text(&out), out.length);
}

/* --- Reading. --- */

struct reader {
	const char *at;
	size_t line;
};

/* The next line, without its end; NULL behind the last. The caller's. */
static char *next_line(struct reader *reader)
{
	if (!*reader->at)
		return NULL;
	size_t length = strcspn(reader->at, "\n");
	size_t kept = length && reader->at[length - 1] == '\r' ? length - 1 : length;
	char *line = sms_copy(reader->at, kept);
	reader->at += length + (reader->at[length] == '\n');
	reader->line++;
	return line;
}

/* Indented lines; empty ones inside count, at the end not. */
static void read_block(struct reader *reader, struct sms_buf *out)
{
	size_t used = 0;
	while (*reader->at == ' ' || *reader->at == '\t' || *reader->at == '\n' || *reader->at == '\r') {
		sms_auto(string) char *line = next_line(reader);
		size_t indent = strspn(line, " \t");
		if (*reader->at == '\0' && !*line)
			break;
		sms_buf_add_format(out, "%s\n", line + (indent > 2 ? 2 : indent));
		used = line[indent] ? out->length : used;
	}
	sms_buf_truncate(out, used ? used - 1 : 0);
}

static void trim(char *text)
{
	size_t length = strlen(text), start = strspn(text, " \t");
	while (length > start && strchr(" \t", text[length - 1]))
		length--;
	memmove(text, text + start, length - start);
	text[length - start] = '\0';
}

static struct sms_error *no_field(const struct reader *reader, const char *line)
{
	return sms_error_hint(sms_error(SMS_INPUT, "line %zu: '%s' is no 'field: value'", reader->line, line),
			      "text of several lines is indented below 'field: |'");
}

struct sms_error *form_read(struct sms_list *out, struct sms_buf *body, const char *text)
{
	struct reader reader = {.at = text};
	for (char *next; (next = next_line(&reader));) {
		sms_auto(string) char *line = next;
		size_t name = strspn(line, NAME_CHARACTERS);
		if (!strcmp(line, BODY_MARK)) {
			sms_buf_add_text(body, reader.at);
			break;
		}
		if (!line[strspn(line, " \t")] || *line == '#')
			continue;
		if (!name || line[name] != ':')
			return no_field(&reader, line);
		sms_auto(buf) struct sms_buf value = SMS_BUF_INIT;
		sms_auto(string) char *rest = sms_strdup(line + name + 1);
		trim(rest);
		if (!strcmp(rest, "|"))
			read_block(&reader, &value);
		else
			sms_buf_add_text(&value, rest);
		if (value.length)
			sms_list_add_format(out, "%.*s=%s", (int)name, line, sms_buf_text(&value));
	}
	return NULL;
}
