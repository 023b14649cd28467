/* What a manual page says, from the table of commands alone, and how it looks as text. */
#include "help/help.h"
#include "work/finding/print.h"
#include "wrap/text.h"
#include <string.h>

/* The text. */

static const char program_description[] =
	"sms runs a service management system in the sense of ISO/IEC 20000-1:2018 as a folder of versioned JSON "
	"records "
	"and Markdown documents in a git repository. Git keeps every change; sms adds approvals, the standard's "
	"requirements as checks, and the reports that management, customers and auditors ask for. There is no server "
	"and "
	"no database: a clone is the whole system.\n\n"
	"Options may stand behind arguments; `--` ends them. Long options are never shortened. Data goes to standard "
	"output, messages to standard error. The options of the program itself may stand before the command or behind "
	"it.";

struct variable {
	const char *name;
	const char *meaning;
};

static const struct variable variables[] = {
	{"NO_COLOR", "when set and not empty, nothing is coloured"},
	{"SMS_PAGER, PAGER", "the program that shows long output on a terminal; `less -FRX` when neither is set"},
	{"SMS_EDITOR, GIT_EDITOR, VISUAL, EDITOR",
	 "the editor, in this order, git's `core.editor` behind the second; else `vi`"},
	{"TMPDIR", "where files for the editor are made; else `/tmp`"},
};

void page_write_paragraphs(const struct page_writer *writer, void *into, const char *text)
{
	while (text && *text) {
		const char *end = strstr(text, "\n\n");
		sms_auto(string) char *paragraph = sms_copy(text, end ? (size_t)(end - text) : strlen(text));
		writer->paragraph(into, paragraph);
		text = end ? end + 2 : NULL;
	}
}

static void write_options(const struct page_writer *writer, void *into, const struct option *options)
{
	bool first = true;
	option_each(option, options)
	{
		sms_auto(buf) struct sms_buf label = SMS_BUF_INIT;
		sms_auto(buf) struct sms_buf text = SMS_BUF_INIT;
		if (first)
			writer->heading(into, "OPTIONS", false);
		first = false;
		option_add_label(&label, option);
		option_add_help(&text, option);
		writer->item(into, sms_buf_text(&label), sms_buf_text(&text));
	}
}

static void write_commands(const struct page_writer *writer, void *into)
{
	writer->heading(into, "COMMANDS", false);
	for (enum command_group group = GROUP_HIDDEN + 1; group < GROUP_COUNT; group++) {
		bool first = true;
		for (size_t i = 0; i < command_count; i++) {
			if (commands[i]->group != group)
				continue;
			if (first)
				writer->heading(into, command_group_title(group), true);
			first = false;
			sms_auto(string) char *label = sms_format("sms-%s(1)", commands[i]->name);
			writer->item(into, label, commands[i]->summary);
		}
	}
}

static void write_rules(const struct page_writer *writer, void *into, const struct sms_rule *rules)
{
	if (rules)
		writer->heading(into, "RULES", false);
	for (const struct sms_rule *rule = rules; rule && rule->id; rule++) {
		sms_auto(string) char *label = sms_format("%s (%s)", rule->id, sms_grade_name(rule->grade));
		writer->item(into, label, rule->brief);
	}
}

static void write_examples(const struct page_writer *writer, void *into, const struct command *command)
{
	if (!command || !command->examples)
		return;
	writer->heading(into, "EXAMPLES", false);
	for (const struct example *example = command->examples; example->call; example++)
		writer->item(into, example->call, example->what);
}

static void write_statuses(const struct page_writer *writer, void *into, const struct command *command)
{
	struct exit_meaning status;
	writer->heading(into, "EXIT STATUS", false);
	for (size_t i = 0; command_status(command, i, &status); i++) {
		char label[12];
		snprintf(label, sizeof label, "%d", (int)status.status);
		writer->item(into, label, status.meaning);
	}
}

static void write_see_also(const struct page_writer *writer, void *into, const struct command *command)
{
	sms_auto(buf) struct sms_buf text = SMS_BUF_INIT;
	if (command)
		sms_buf_add_text(&text, "sms(1)");
	sms_auto(buf) struct sms_buf reference = SMS_BUF_INIT;
	for (size_t i = 0; command_see_also(command, i, &reference); i++) {
		sms_buf_add_format(&text, ", %s", sms_buf_text(&reference));
		sms_buf_clear(&reference);
	}
	if (!text.length)
		return;
	writer->heading(into, "SEE ALSO", false);
	writer->paragraph(into, text.data);
}

void page_write(const struct page_writer *writer, void *into, const struct command *command)
{
	sms_auto(string) char *name = command ? sms_format("sms-%s", command->name) : sms_strdup("sms");
	sms_auto(buf) struct sms_buf synopsis = SMS_BUF_INIT;
	command_add_synopsis(&synopsis, command, NULL);
	writer->title(into, name, 1, command ? command->summary : "service management in a git repository");
	writer->heading(into, "SYNOPSIS", false);
	writer->synopsis(into, sms_buf_text(&synopsis));
	writer->heading(into, "DESCRIPTION", false);
	page_write_paragraphs(writer, into, command ? command->description : program_description);
	write_options(writer, into, command ? command->options : global_options);
	if (!command)
		write_commands(writer, into);
	write_rules(writer, into, command ? command->rules : NULL);
	write_examples(writer, into, command);
	write_statuses(writer, into, command);
	if (!command)
		writer->heading(into, "ENVIRONMENT", false);
	for (size_t i = 0; !command && i < SMS_COUNT(variables); i++)
		writer->item(into, variables[i].name, variables[i].meaning);
	write_see_also(writer, into, command);
}

/* As text. */

enum { INDENT = 4 };

struct page {
	struct context *context;
	size_t paragraphs; /* since the heading */
};

static void text_heading(void *into, const char *title, bool sub)
{
	struct page *page = into;
	sms_auto(string) char *line = sms_format("%s%s", sub ? "  " : "", title);
	output_heading(page->context, line);
	page->paragraphs = 0;
}

static void text_paragraph(void *into, const char *text)
{
	struct page *page = into;
	if (page->paragraphs++)
		output_text(page->context, TONE_PLAIN, "\n");
	output_paragraph(page->context, text, INDENT);
}

static void text_title(void *into, const char *name, int section, const char *summary)
{
	sms_auto(string) char *line = sms_format("%s - %s", name, summary);
	text_heading(into, "NAME", false);
	text_paragraph(into, line);
}

static void text_synopsis(void *into, const char *text)
{
	struct page *page = into;
	sms_auto(buf) struct sms_buf lines = SMS_BUF_INIT;
	sms_buf_add_fill(&lines, ' ', INDENT);
	synopsis_add_wrapped(&lines, text, page->context->width, INDENT);
	output_format(page->context, TONE_PLAIN, "%s\n", sms_buf_text(&lines));
}

static void text_item(void *into, const char *label, const char *text)
{
	struct page *page = into;
	output_format(page->context, TONE_PLAIN, "%*s", INDENT, "");
	output_text(page->context, TONE_STRONG, label);
	output_text(page->context, TONE_PLAIN, "\n");
	output_paragraph(page->context, text, 2 * INDENT);
}

static void text_verbatim(void *into, const char *text)
{
	struct page *page = into;
	sms_auto(list) struct sms_list lines = SMS_LIST_INIT;
	sms_list_split(&lines, text, '\n');
	if (page->paragraphs++)
		output_text(page->context, TONE_PLAIN, "\n");
	for (size_t i = 0; i < lines.count; i++)
		if (i + 1 < lines.count || *lines.items[i])
			output_format(page->context, TONE_PLAIN, "%*s%s\n", INDENT, "", lines.items[i]);
}

static const struct page_writer text_writer = {
	.title = text_title,
	.heading = text_heading,
	.synopsis = text_synopsis,
	.paragraph = text_paragraph,
	.item = text_item,
	.verbatim = text_verbatim,
};

void help_page(struct context *context, const struct command *command)
{
	struct page page = {.context = context};
	page_write(&text_writer, &page, command);
}

struct sms_error *topic_page(struct context *context, const struct topic *topic)
{
	struct page page = {.context = context};
	return topic_write(&text_writer, &page, topic);
}
