/* sms-rule(5): the files that add requirements and change them. The primitives are printed from
 * schemas/meta/requirements.json; the examples are built-in files, which a test puts below rules/ and audits. */
#include "base/builtin.h"
#include "help/help.h"
#include "model/builtin_schema.h"
#include <string.h>

static const char about[] =
	"The requirements of the standard come with `sms` as data: items, each with the tests that look for its "
	"evidence among the records. A repository may add its own, change those that come with `sms`, and hold other "
	"standards beside: with JSON files below `rules/`, which are committed like all else. `sms check` checks them, "
	"`sms audit` and `sms explain` use them from the next commit on. What is changed is told: the audit names the "
	"files that change items, and `sms explain ITEM` shows the file as `Own rule`.";

static const char about_items[] =
	"A file of requirements (`\"schema\": \"sms/requirements/1\"`) is about one clause. Its `items` are the "
	"smallest "
	"things that are judged by themselves. An item is called by its clause and a letter (`8.6.1-z`), belongs to a "
	"`statement`, which findings are raised by, says in `requirement` what it asks, and in `judged` how far "
	"records "
	"can show it: `full`, `partial` (a person judges the rest; `look` says what to look at) or `human`. `absent` "
	"is "
	"the grade when nothing at all is found. All its `tests` have to hold.\n\n"
	"An id that no built-in item has adds one. An id that is there takes the place of the built-in item. With "
	"`\"extends\": true` only `id` has to be given: what else is given takes the place of the built-in member, and "
	"the tests are added to the built-in ones.\n\n"
	"`sets` names selections, `lists` values, and `facts` expressions that several tests of the file use.";

static const char about_selections[] =
	"A selection is the name of a set, or `{ \"type\": TYPE or [TYPE ...], \"with\": { PATH: SCHEMA }, \"where\": "
	"SCHEMA "
	"}`: the records of the type that fit. `with` asks that what is at a path is there and fits a JSON Schema "
	"(`false`: is not there); `where` is a JSON Schema over the whole record. Void records never count. Beside its "
	"members a record has `facts`, which tests may ask for by path, such as `facts.approval.status`.\n\n"
	"Each test is one primitive; beside it `say` is the finding, with `{failing}`, `{population}`, `{id}`, "
	"`{missing}` and `{PATH}` of the first record that fails filled in, `fix` the command that mends it, and "
	"`when` "
	"a selection: where that is empty the test has not been triggered. A test that has nothing to look at shows "
	"nothing.";

static const char about_standards[] =
	"A file with `\"schema\": \"sms/catalogue/1\"` makes another standard: its `name`, what it is called, and its "
	"clauses in order (`1`, `1.2`, `A.5.1`). Files of requirements belong to it by `\"standard\": NAME`. `sms "
	"audit "
	"--standard NAME` judges it, beside the built-in one; its items are called `NAME:ITEM` in `sms explain`, `sms "
	"assess`, `sms audit --item`, assessments and waivers.";

static const struct {
	const char *label, *text;
} facts[] = {
	{"approval",
	 "of the content as it is: `status` (approved, pending, stale ...), `need` and `have` approvals, `at` "
	 "the last needed one, `approvers`, `roles`"},
	{"body", "a document's text: `words`, `placeholders`, `sections` with the words below each heading"},
	{"history",
	 "of the record in git: `commits`, `first`, `last`, `authors`, `together` (records that came with it)"},
	{"authorship", "of what was approved: `authors`, and `self`, whether one of them approved it"},
	{"revisions", "contents that were `approved`, and how many version numbers were `reused`"},
	{"alterations",
	 "changes of content that was approved: `count`, `unnamed` (without a reason), and when the last of each "
	 "came: `last`, `unnamed_last`"},
	{"log", "`entries`, and `notes` among them"},
	{"links", "`missing`: ids that lead nowhere"},
	{"age_days", "whole days since the record was made"},
};

static const struct {
	const char *label, *text;
} expressions[] = {
	{"PATH", "the first value there; `facts.NAME` for another fact; `@now`; `@start` of the SMS"},
	{"text", "a text itself"},
	{"setting", "the value at a path of the settings"},
	{"planned", "the interval that is planned for an activity"},
	{"lookup", "a value of the settings, by keys: `by` expressions, `then` a path"},
	{"first_of", "the first of several expressions that has a value"},
	{"earliest", "the first time at `member` of the elements of a list that fit `where`"},
	{"latest", "the last one"},
	{"count",
	 "how many elements of a list fit `where`, with `member` between `from` and `to`, and, with `exceeds`, the "
	 "first of two members greater than the second"},
	{"days", "from the first of two expressions to the second"},
	{"kept",
	 "`from`, `to`, `within`: kept, late, or waiting while there is time; ahead where `from` is yet to come"},
	{"equal", "are two the same?"},
	{"compare", "-1, 0 or 1: of numbers, durations or times"},
	{"ratio", "the first divided by the second"},
	{"deviation", "by how many percent the first is away from the second"},
	{"last", "the last value at a path, of a list that grows at its end"},
	{"among", "is the first an element of the second?"},
	{"overlap", "do two lists share a text?"},
	{"matches", "does the record fit the schema that the settings hold there?"},
	{"filled", "as the primitive of that name"},
	{"due_rules", "how many rules of a list in the settings are for the record and were due"},
};

static const struct {
	const char *path, *text;
} examples[] = {
	{"templates/rule.json",
	 "`rules/incidents.json`: a requirement of our own, and one more test of a built-in one:"},
	{"templates/rule-standard.json", "`rules/house.json`: another standard, the house's own:"},
	{"templates/rule-items.json", "`rules/house-customers.json`: requirements of its first clause:"},
};

/* --- The primitives, from their schema. --- */

static void write_primitive(const struct page_writer *writer, void *into, const sms_json *schema,
			    const sms_json *primitive)
{
	sms_auto(buf) struct sms_buf text = SMS_BUF_INIT;
	const char *description = sms_json_get_text(primitive, "description");
	const char *refers = sms_json_get_text(primitive, "$ref");
	if (!description && refers && *refers == '#')
		description = sms_json_get_text(sms_json_pointer(schema, refers + 1), "description");
	const sms_json *required = sms_json_get(primitive, "required");
	size_t count = 0;
	sms_buf_add_text(&text, description ? description : "");
	sms_json_each(member, sms_json_get(primitive, "properties")) {
		const char *about_it = sms_json_get_text(member, "description");
		bool has = sms_json_contains_text(required, sms_json_key(member));
		sms_buf_add_format(&text, "%s`%s`%s", count++ ? "; " : " Members: ", sms_json_key(member),
				   has ? "*" : "");
		if (!about_it)
			continue;
		sms_buf_add_format(&text, ": %.*s", (int)strcspn(about_it, "."), about_it);
	}
	if (count)
		sms_buf_add_char(&text, '.');
	writer->item(into, sms_json_key(primitive), sms_buf_text(&text));
}

static void write_primitives(const struct page_writer *writer, void *into, const sms_json *schema)
{
	writer->paragraph(into, "Members marked `*` have to be there; `of` and `by` are selections.");
	sms_json_each(member, sms_json_path(schema, "$defs.test.properties"))
		write_primitive(writer, into, schema, member);
}

static struct sms_error *write_examples(const struct page_writer *writer, void *into)
{
	for (size_t i = 0; i < SMS_COUNT(examples); i++) {
		const char *text = sms_builtin(examples[i].path, NULL);
		if (!text)
			return sms_error(SMS_ENVIRONMENT, "no built-in file '%s'", examples[i].path);
		writer->paragraph(into, examples[i].text);
		writer->verbatim(into, text);
	}
	writer->paragraph(into, "And, once they are committed:");
	writer->verbatim(into, "sms check rules/incidents.json\n"
			       "sms audit --item 8.6.1-z\n"
			       "sms explain 8.6.1-a\n"
			       "sms audit --standard house\n"
			       "sms assess house:1-b --verdict conform --evidence 'Asked two customers'\n");
	return NULL;
}

static struct sms_error *write_page(const struct page_writer *writer, void *into)
{
	sms_auto(builtin_schema) struct sms_builtin_schema *schema = NULL;
	SMS_TRY(sms_builtin_schema_new(&schema, "meta/requirements.json"));
	writer->heading(into, "SYNOPSIS", false);
	writer->paragraph(into, "`rules/NAME.json`");
	writer->heading(into, "DESCRIPTION", false);
	page_write_paragraphs(writer, into, about);
	writer->heading(into, "ITEMS", false);
	page_write_paragraphs(writer, into, about_items);
	writer->heading(into, "TESTS", false);
	page_write_paragraphs(writer, into, about_selections);
	write_primitives(writer, into, sms_builtin_schema_document(schema));
	writer->heading(into, "FACTS", false);
	writer->paragraph(into, "What every record knows of itself:");
	for (size_t i = 0; i < SMS_COUNT(facts); i++)
		writer->item(into, facts[i].label, facts[i].text);
	writer->paragraph(into,
			  "And what a file declares under `facts`, by an expression: a path as text, or an object "
			  "with one of these:");
	for (size_t i = 0; i < SMS_COUNT(expressions); i++)
		writer->item(into, expressions[i].label, expressions[i].text);
	writer->heading(into, "OTHER STANDARDS", false);
	page_write_paragraphs(writer, into, about_standards);
	writer->heading(into, "EXAMPLES", false);
	return write_examples(writer, into);
}

const struct topic topic_rule = {
	.name = "sms-rule",
	.section = 5,
	.summary = "files that add requirements to the audit, change them, and make standards",
	.write = write_page,
	.see_also = "sms-audit(1), sms-explain(1), sms-assess(1), sms-check(1), sms-type(5)",
};
