/* sms help: the manual. */
#include "help/help.h"
#include "terminal.h"
#include <string.h>

/* The page through man, where there is one and somebody reads it at a terminal. */
static bool show_by_man(struct context *context, const struct sms_buf *page)
{
	if (!context->terminal || context->global.no_pager)
		return false;
	int status = 0;
	fflush(context->out);
	sms_auto(error) struct sms_error *error =
		terminal_run("exec man -l - 2>/dev/null", NULL, page->data, page->length, &status);
	return !error && status == 0;
}

static struct sms_error *show_topic(struct context *context, const struct topic *topic)
{
	sms_auto(buf) struct sms_buf page = SMS_BUF_INIT;
	SMS_TRY(topic_manual(&page, topic));
	return show_by_man(context, &page) ? NULL : topic_page(context, topic);
}

/* A page that is no command's: sms-record(5), sms-tutorial(7). */
static bool show_installed(struct context *context, const char *topic)
{
	sms_auto(string) char *name = sms_format("sms-%s", topic);
	int status = 0;
	fflush(context->out);
	sms_auto(error) struct sms_error *error = terminal_run("exec 2>/dev/null; man", name, NULL, 0, &status);
	return !error && status == 0;
}

static struct sms_error *run(struct context *context, const void *raw, const struct sms_list *arguments)
{
	if (!arguments->count)
		return help_overview(context);
	const char *topic = arguments->items[0], *rest;
	const struct command *command = command_find_word(topic, &rest);
	if (command || strcmp(topic, "sms") == 0) {
		sms_auto(buf) struct sms_buf page = SMS_BUF_INIT;
		help_manual(&page, command);
		if (!show_by_man(context, &page))
			help_page(context, command);
		return NULL;
	}
	if (topic_find(topic))
		return show_topic(context, topic_find(topic));
	if (show_installed(context, topic))
		return NULL;
	sms_auto(list) struct sms_list names = SMS_LIST_INIT;
	for (size_t i = 0; i < command_count; i++)
		sms_list_add(&names, commands[i]->name);
	const char *nearest = sms_list_nearest(&names, topic);
	struct sms_error *error = sms_error(SMS_INPUT, "no help on '%s'", topic);
	return nearest ? sms_error_hint(error, "sms help %s", nearest) : sms_error_hint(error, "sms help");
}

static const struct example examples[] = {
	{"sms help", "all commands"},
	{"sms help types", "the manual page of one"},
	{"sms help type", "how a type of records is made"},
	{0},
};

const struct command cmd_help = {
	.name = "help",
	.summary = "list the commands, or show the manual page of one",
	.arguments = "[COMMAND]",
	.group = GROUP_HELP,
	.needs = NEEDS_NOTHING,
	.description =
		"Without an argument, lists all commands. With one, shows its manual page: by `man` on a terminal, "
		"as plain text elsewhere. `sms help sms` is the page of the program itself, `sms help type` that of "
		"the files that make a type, `sms help sms-types` that of all types.",
	.examples = examples,
	.see_also = "version, completion",
	.run = run,
};
