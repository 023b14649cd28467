/* sms __man: manual pages in roff, for the build and for `sms help`. */
#include "help/help.h"
#include <string.h>

static struct sms_error *run(struct context *context, const void *raw, const struct sms_list *arguments)
{
	const char *name = arguments->items[0];
	const struct command *command = command_find(name);
	const struct topic *topic = command ? NULL : topic_find(name);
	sms_auto(buf) struct sms_buf page = SMS_BUF_INIT;
	if (!command && !topic && strcmp(name, "sms") != 0)
		return sms_error(SMS_INPUT, "unknown command '%s'", name);
	if (topic)
		SMS_TRY(topic_manual(&page, topic));
	else
		help_manual(&page, command);
	output_bytes(context, page.data, page.length);
	return NULL;
}

const struct command cmd_man = {
	.name = "__man",
	.summary = "print a manual page in roff",
	.arguments = "COMMAND",
	.group = GROUP_HIDDEN,
	.needs = NEEDS_NOTHING,
	.description = "Prints the page of a command, of the program for `sms`, or of a topic such as `sms-type`.",
	.run = run,
};
