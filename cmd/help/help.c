/* Help for people: the overview of all commands, the usage of one, and manual pages as text. */
#include "help/help.h"
#include "wrap/text.h"
#include <string.h>

enum { INDENT = 2, WIDEST = 30 }; /* columns of the labels */

/* A line of a list: label and text, the text wrapped behind a column of its own. */
static void print_item(struct context *context, const char *label, const char *text, size_t column)
{
	size_t width = INDENT + sms_text_width(label);
	sms_auto(buf) struct sms_buf lines = SMS_BUF_INIT;
	output_format(context, TONE_PLAIN, "%*s", INDENT, "");
	output_text(context, TONE_STRONG, label);
	if (*text && width + 2 > column)
		output_format(context, TONE_PLAIN, "\n%*s", (int)column, "");
	else if (*text)
		output_format(context, TONE_PLAIN, "%*s", (int)(column - width), "");
	sms_text_add_wrapped(&lines, text, context->width, column);
	output_bytes(context, sms_buf_text(&lines), lines.length);
	output_bytes(context, "\n", 1);
}

/* Labels and texts of one list. */
struct items {
	struct sms_list labels, texts;
};

static void items_release(struct items *items)
{
	sms_list_release(&items->labels);
	sms_list_release(&items->texts);
}
SMS_AUTO_STRUCT(items, struct items, items_release);

/* The column that texts begin in. */
static size_t column_of(const struct items *items)
{
	size_t column = 0;
	for (size_t i = 0; i < items->labels.count; i++) {
		size_t width = INDENT + sms_text_width(items->labels.items[i]) + 2;
		if (width > column && width <= WIDEST)
			column = width;
	}
	return column ? column : WIDEST;
}

static void print_items(struct context *context, const struct items *items, size_t column)
{
	for (size_t i = 0; i < items->labels.count; i++)
		print_item(context, items->labels.items[i], items->texts.items[i], column);
}

static void add_option(struct items *items, const struct option *option)
{
	sms_auto(buf) struct sms_buf label = SMS_BUF_INIT;
	sms_auto(buf) struct sms_buf text = SMS_BUF_INIT;
	/* Names below names, where some have letters. */
	if (!option->letter)
		sms_buf_add_fill(&label, ' ', strlen("-x, "));
	option_add_label(&label, option);
	option_add_help(&text, option);
	sms_list_add(&items->labels, sms_buf_text(&label));
	sms_list_add(&items->texts, sms_buf_text(&text));
}

static void print_synopsis(struct context *context, const struct command *command, const char *word)
{
	sms_auto(buf) struct sms_buf text = SMS_BUF_INIT;
	sms_auto(buf) struct sms_buf lines = SMS_BUF_INIT;
	command_add_synopsis(&text, command, word);
	synopsis_add_wrapped(&lines, sms_buf_text(&text), context->width, strlen("usage: "));
	output_format(context, TONE_PLAIN, "usage: %s\n", sms_buf_text(&lines));
}

/* The overview. */

static void add_prefixes(struct items *items, const struct command *command)
{
	sms_auto(buf) struct sms_buf label = SMS_BUF_INIT;
	sms_auto(buf) struct sms_buf word = SMS_BUF_INIT;
	synopsis_word(command->arguments, 0, &word);
	for (const char *const *prefix = command->prefixes; prefix && *prefix; prefix++)
		sms_buf_add_format(&label, "%s%s%s", label.length ? ", " : "", *prefix, sms_buf_text(&word));
	if (!label.length)
		return;
	sms_list_add(&items->labels, sms_buf_text(&label));
	sms_list_add_format(&items->texts, "short for sms %s %s", command->name, sms_buf_text(&word));
}

static void add_group(struct items *items, enum command_group group)
{
	for (size_t i = 0; i < command_count; i++) {
		if (commands[i]->group != group)
			continue;
		sms_list_add(&items->labels, commands[i]->name);
		sms_list_add(&items->texts, commands[i]->summary);
		add_prefixes(items, commands[i]);
	}
}

static void print_list(struct context *context, const char *title, const struct items *items, size_t column)
{
	if (items->labels.count)
		output_heading(context, title);
	print_items(context, items, column);
}

struct sms_error *help_overview(struct context *context)
{
	struct items groups[GROUP_COUNT] = {0}, *options = &groups[GROUP_HIDDEN];
	size_t column = 0;
	for (enum command_group group = GROUP_HIDDEN + 1; group < GROUP_COUNT; group++) {
		add_group(&groups[group], group);
		size_t own = groups[group].labels.count ? column_of(&groups[group]) : 0;
		column = own > column ? own : column;
	}
	option_each(option, global_options) add_option(options, option);
	print_synopsis(context, NULL, NULL);
	for (enum command_group group = GROUP_HIDDEN + 1; group < GROUP_COUNT; group++)
		print_list(context, command_group_title(group), &groups[group], column);
	print_list(context, "Options", options, column_of(options));
	for (size_t i = 0; i < SMS_COUNT(groups); i++)
		items_release(&groups[i]);
	output_text(context, TONE_PLAIN,
		    "\nsms COMMAND -h prints a command's usage, sms help COMMAND its manual page.\n");
	return NULL;
}

/* Usage. */

/* Dynamic options as they are visited: a list per heading. */
struct visited {
	struct context *context;
	struct items items;
	char *heading;
};

static void flush_visited(struct visited *visited)
{
	if (!visited->items.labels.count)
		return;
	print_list(visited->context, visited->heading ? visited->heading : "Fields", &visited->items,
		   column_of(&visited->items));
	items_release(&visited->items);
	visited->items = (struct items){0};
}

static void visit(void *into, const char *heading, const struct option *option)
{
	struct visited *visited = into;
	const char *before = visited->heading ? visited->heading : "";
	if (strcmp(before, heading ? heading : "") != 0) {
		flush_visited(visited);
		free(visited->heading);
		visited->heading = sms_strdup(heading);
	}
	add_option(&visited->items, option);
}

static struct sms_error *print_dynamic(struct context *context, const struct command *command,
				       const struct sms_list *arguments)
{
	if (!command->dynamic || !command->dynamic->each)
		return NULL;
	struct visited visited = {.context = context};
	struct sms_error *error = command->dynamic->each(context, arguments, visit, &visited);
	flush_visited(&visited);
	free(visited.heading);
	items_release(&visited.items);
	return error;
}

static void print_examples(struct context *context, const struct command *command)
{
	if (command->examples)
		output_heading(context, "Examples");
	for (const struct example *example = command->examples; example && example->call; example++) {
		output_format(context, TONE_PLAIN, "  %s\n", example->call);
		output_paragraph(context, example->what, 6);
	}
}

static void release_page(struct option_page *page)
{
	sms_buf_release(&page->call);
	sms_buf_release(&page->summary);
	sms_buf_release(&page->example);
}
SMS_AUTO_STRUCT(page, struct option_page, release_page);

static void add_required(void *into, const char *heading, const struct option *option)
{
	if (heading && !strcmp(heading, "Required"))
		sms_buf_add_format(into, " --%s" NO_BREAK "%s", option->name, option->argument ? option->argument : "");
}

/* The usage of what dynamic options make of a command: a form, what must be given first. */
static struct sms_error *print_form(struct context *context, const struct command *command, const char *word,
				    const struct sms_list *arguments, const struct option_page *page)
{
	sms_auto(buf) struct sms_buf call = SMS_BUF_INIT, lines = SMS_BUF_INIT;
	sms_auto(items) struct items items = {0};
	sms_buf_add_format(&call, "sms" NO_BREAK "%s", word ? word : sms_buf_text(&page->call));
	SMS_TRY(command->dynamic->each(context, arguments, add_required, &call));
	sms_buf_add_text(&call, " [--FIELD" NO_BREAK "VALUE]… [OPTION]…");
	synopsis_add_wrapped(&lines, sms_buf_text(&call), context->width, strlen("usage: "));
	output_format(context, TONE_PLAIN, "usage: %s\n\n", sms_buf_text(&lines));
	output_paragraph(context, sms_buf_text(&page->summary), 0);
	SMS_TRY(print_dynamic(context, command, arguments));
	option_each(option, command->options) add_option(&items, option);
	print_list(context, "Options", &items, column_of(&items));
	if (!page->example.length)
		return NULL;
	output_heading(context, "Example");
	output_format(context, TONE_PLAIN, "%*s%s\n", INDENT, "", sms_buf_text(&page->example));
	return NULL;
}

struct sms_error *help_usage(struct context *context, const struct command *command, const char *word,
			     const struct sms_list *arguments)
{
	sms_auto(page) struct option_page page = {0};
	if (command->dynamic && command->dynamic->about)
		SMS_TRY(command->dynamic->about(context, arguments, &page));
	if (page.call.length)
		return print_form(context, command, word, arguments, &page);
	print_synopsis(context, command, word);
	output_format(context, TONE_PLAIN, "\n%s\n", command->summary);
	sms_auto(items) struct items items = {0};
	option_each(option, command->options) add_option(&items, option);
	print_list(context, "Options", &items, column_of(&items));
	struct sms_error *error = print_dynamic(context, command, arguments);
	print_examples(context, command);
	return error;
}
