/* sms-type(5): the files that make types of records. What `x-sms` may hold is printed from schemas/meta/type.json, the
 * example is the starter of `sms types --new`. */
#include "help/help.h"
#include "model/builtin_schema.h"
#include "types/types.h"
#include <string.h>

#define EXAMPLE "widget"

static const char about[] =
	"A type of records is one JSON file: a JSON Schema (draft 2020-12) with one annotation object, `x-sms`. Those "
	"that come with `sms` are listed in sms-types(7). A repository adds its own as `types/NAME.json`; the name of "
	"the file is the name of the type, in small letters, digits and dashes. Everything follows from the file: the "
	"commands `add-NAME` and `record-NAME` with their options and help, completion, listing, search, checks, "
	"approval, import.\n\n"
	"`sms types --new NAME` writes a starter. The type can be used as soon as its file is committed: "
	"`sms commit --all`. A file that is no good is refused with file, line and column.";

static const char about_schema[] =
	"`title` names the type, `description` says in a sentence what a record of it stands for. `allOf` takes in "
	"`common.json#/$defs/envelope`, the members that every record has, and for a document "
	"`common.json#/$defs/documentMembers`. `properties` are the type's own members, by names of small letters, "
	"digits and underscores; each with `title` and `description`, which help and forms show. `required` lists "
	"those that have to be there in every state; `unevaluatedProperties` is false, so that a member that nobody "
	"knows is an error.\n\n"
	"What a state asks for is plain JSON Schema, in `allOf`: if `state` is `closed`, then `result` is required. "
	"`properties.state` lists the states and `void`. `$comment` may stand anywhere and is for people.";

static const struct {
	const char *label, *text;
} kinds[] = {
	{"text", "`\"type\": \"string\"`; with `minLength` 1 where empty text is no answer, with `pattern` (ECMA-262) "
		 "where it has a form"},
	{"choice", "`\"enum\": [...]`; the values in the order in which they sort: `priority <= P2`"},
	{"number", "`\"type\": \"number\"` or `\"integer\"`, with `minimum` and `maximum`; kept as it was written"},
	{"yes or no", "`\"type\": \"boolean\"`"},
	{"time", "`\"format\": \"date-time\"` (RFC 3339, stored in UTC) or `\"date\"`; people may type `yesterday` or "
		 "`-2h`"},
	{"length of time", "`\"format\": \"duration\"`, such as P1DT12H; `\"sms-interval\"`, such as P12M, where only "
			   "whole days, months or years make sense"},
	{"link", "`\"format\": \"sms-id\"`, and its types in `x-sms.links`"},
	{"list", "`\"type\": \"array\"` with `items`; the option may be given more than once"},
	{"object", "`\"type\": \"object\"` with `properties`; its members are options too: `--license.used 4`"},
};

static const char about_extending[] =
	"A file with the name of a type that comes with `sms` takes its place. With `\"extends\": true` in `x-sms` it "
	"adds to it instead: `properties` and `x-sms` are merged by member, the file's own winning; `required` and "
	"`allOf` are appended; `title` and `description` replace where they are there; all else stays.\n\n"
	"Requirements and reports look at fields, states and values by name. What a replaced or extended type no "
	"longer has of these is a finding of `sms check`, rule `type-needed`, which names the requirements; "
	"`sms types --check` lists it.";

/* --- x-sms, from its schema. --- */

/* "one of document, register, event" */
static void add_choices(struct sms_buf *out, const sms_json *member)
{
	const sms_json *values = sms_json_get(member, "enum");
	if (!values)
		values = sms_json_path(member, "additionalProperties.enum");
	if (!values)
		return;
	sms_buf_add_text(out, " One of: ");
	sms_value_add_text(out, values);
	sms_buf_add_char(out, '.');
}

static void write_members(const struct page_writer *writer, void *into, const sms_json *schema, const char *head,
			  const sms_json *required);

static void write_member(const struct page_writer *writer, void *into, const sms_json *member, const char *head,
			 const sms_json *required)
{
	const char *name = sms_json_key(member), *about_it = sms_json_get_text(member, "description");
	sms_auto(string) char *path = sms_format("%s%s%s", head, *head ? "." : "", name);
	sms_auto(buf) struct sms_buf text = SMS_BUF_INIT;
	sms_buf_add_text(&text, about_it ? about_it : "");
	if (sms_json_contains_text(required, name))
		sms_buf_add_text(&text, " Has to be there.");
	add_choices(&text, member);
	writer->item(into, path, sms_buf_text(&text));
	write_members(writer, into, member, path, sms_json_get(member, "required"));
	const sms_json *entries = sms_json_get(member, "additionalProperties");
	sms_json_each(form, sms_json_get(entries, "oneOf")) {
		sms_auto(string) char *inner = sms_format("%s.MEMBER", path);
		write_members(writer, into, form, inner, sms_json_get(form, "required"));
	}
	sms_auto(string) char *element = sms_format("%s.N", path);
	write_members(writer, into, sms_json_get(member, "items"), element, sms_json_path(member, "items.required"));
}

static void write_members(const struct page_writer *writer, void *into, const sms_json *schema, const char *head,
			  const sms_json *required)
{
	sms_json_each(member, sms_json_get(schema, "properties"))
		write_member(writer, into, member, head, required);
}

/* What is required only of a type that does not extend another stands in the schema's `else`. */
static void write_annotation(const struct page_writer *writer, void *into, const sms_json *schema)
{
	const sms_json *annotation = sms_json_get(sms_json_get(schema, "properties"), "x-sms");
	const sms_json *own = sms_json_get(sms_json_path(schema, "else.properties"), "x-sms");
	write_members(writer, into, annotation, "", sms_json_get(own, "required"));
}

/* --- The page. --- */

static struct sms_error *write_example(const struct page_writer *writer, void *into)
{
	sms_auto(types) struct sms_types *types = NULL;
	sms_auto(buf) struct sms_buf starter = SMS_BUF_INIT;
	SMS_TRY(sms_types_load(&types, NULL, 0));
	SMS_TRY(types_starter(&starter, types, EXAMPLE, "register"));
	writer->heading(into, "EXAMPLE", false);
	writer->paragraph(into, "`types/" EXAMPLE ".json`, as `sms types --new " EXAMPLE "` writes it:");
	writer->verbatim(into, sms_buf_text(&starter));
	writer->paragraph(into, "And, once it is committed:");
	writer->verbatim(into, "sms add-" EXAMPLE " --title Left --description 'For the other hand'\n"
			       "sms list " EXAMPLE "s --where 'kind = own'\n"
			       "sms move @ ended reason='worn out'\n");
	return NULL;
}

static struct sms_error *write_page(const struct page_writer *writer, void *into)
{
	sms_auto(builtin_schema) struct sms_builtin_schema *schema = NULL;
	SMS_TRY(sms_builtin_schema_new(&schema, "meta/type.json"));
	writer->heading(into, "SYNOPSIS", false);
	writer->paragraph(into, "`types/NAME.json`");
	writer->heading(into, "DESCRIPTION", false);
	page_write_paragraphs(writer, into, about);
	writer->heading(into, "THE SCHEMA", false);
	page_write_paragraphs(writer, into, about_schema);
	writer->heading(into, "KINDS OF MEMBERS", false);
	for (size_t i = 0; i < SMS_COUNT(kinds); i++)
		writer->item(into, kinds[i].label, kinds[i].text);
	writer->heading(into, "X-SMS", false);
	writer->paragraph(into, "Members of the annotation. Names of members inside others are written with a dot, and "
				"an element of a list as N.");
	write_annotation(writer, into, sms_builtin_schema_document(schema));
	writer->heading(into, "TYPES IN PLACE OF OTHERS", false);
	page_write_paragraphs(writer, into, about_extending);
	return write_example(writer, into);
}

const struct topic topic_type = {
	.name = "sms-type",
	.section = 5,
	.summary = "files that make types of records",
	.write = write_page,
	.see_also = "sms(1), sms-types(1), sms-check(1), sms-commit(1), sms-types(7)",
};
