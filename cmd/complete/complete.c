/* Names of commands and options for completion. */
#include "complete/complete.h"
#include <string.h>

/* "add-TYPE" for every type. */
static void offer_prefixes(struct completion *completion, const struct command *command)
{
	const struct sms_types *types = NULL;
	sms_auto(error) struct sms_error *error = context_types(completion->context, &types);
	for (const char *const *prefix = command->prefixes; !error && *prefix; prefix++) {
		for (size_t i = 0; i < sms_types_count(types); i++) {
			sms_auto(string) char *word = sms_format("%s%s", *prefix, sms_types_at(types, i)->name);
			complete_offer(completion, word, sms_types_at(types, i)->title);
		}
	}
}

void complete_commands(struct completion *completion)
{
	for (size_t i = 0; i < command_count; i++) {
		if (commands[i]->group == GROUP_HIDDEN)
			continue;
		complete_offer(completion, commands[i]->name, commands[i]->summary);
		/* Types are asked for only when somebody may mean one. */
		if (commands[i]->prefixes && *completion->word)
			offer_prefixes(completion, commands[i]);
	}
}

static void offer_option(void *into, const char *heading, const struct option *option)
{
	sms_auto(string) char *word =
		option->name ? sms_format("--%s", option->name) : sms_format("-%c", option->letter);
	complete_offer(into, word, option->help);
}

void complete_options(struct completion *completion, const struct option *options)
{
	for (const struct option *option = options; option && option->kind != OPTION_IS_END; option++)
		if (option->kind != OPTION_IS_ANY)
			offer_option(completion, NULL, option);
}

void complete_dynamic_options(struct completion *completion)
{
	const struct command *command = completion->command;
	if (!command || !command->dynamic || !command->dynamic->each)
		return;
	sms_auto(error) struct sms_error *error =
		command->dynamic->each(completion->context, &completion->arguments, offer_option, completion);
	(void)error;
}
