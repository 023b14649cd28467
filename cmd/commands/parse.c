/* sms __parse: is this a call that sms understands? Nothing is run. For tests of the commands that data names. */
#include "command.h"
#include <string.h>

static struct sms_error *check(struct context *context, const char *const *words, size_t count)
{
	const char *first = NULL;
	const struct command *command = command_find_word(words[0], &first);
	struct global_options common = {0};
	if (!command)
		return sms_error(SMS_INPUT, "unknown command '%s'", words[0]);
	sms_auto(string) char *name = sms_format("sms %s", words[0]);
	sms_auto(string) char *options = sms_alloc(1, command->options_size);
	sms_auto(parse) struct parse parse = {.options = command->options,
					      .into = options,
					      .common = global_options,
					      .common_into = &common,
					      .dynamic = command->dynamic,
					      .context = context,
					      .call = name};
	if (first)
		sms_list_add(&parse.arguments, first);
	struct sms_error *error = options_parse(&parse, words + 1, count - 1);
	if (!error && !parse.help)
		error = synopsis_check(command->arguments, parse.call, &parse.arguments);
	options_release(command->options, options);
	return error;
}

static struct sms_error *run(struct context *context, const void *options, const struct sms_list *arguments)
{
	return check(context, (const char *const *)arguments->items, arguments->count);
}

const struct command cmd_parse = {
	.name = "__parse",
	.summary = "check that a call is one",
	.arguments = "WORD…",
	.group = GROUP_HIDDEN,
	.needs = NEEDS_NOTHING,
	.run = run,
	.description = "Parses a command line behind `--` as it would be, and runs nothing.",
	.see_also = "help",
};
