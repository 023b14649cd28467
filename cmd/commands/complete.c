/* sms __complete: what the word that is being typed can become; called by the scripts of `sms completion`. */
#include "complete/complete.h"
#include "output.h"
#include <string.h>

/* Where the walk over the words before the last has come to. */
struct walk {
	struct completion *completion;
	const struct option *waiting; /* an option whose value comes next */
	char *waiting_dynamic;        /* name of one that only the repository knows */
	bool only_arguments;
};

static const struct option *find(const struct option *options, const char *word)
{
	bool is_long = strncmp(word, "--", 2) == 0;
	for (const struct option *option = options; option && option->kind != OPTION_IS_END; option++) {
		if (is_long && option->name && strcmp(option->name, word + 2) == 0)
			return option;
		if (!is_long && option->letter && option->letter == word[1] && !word[2])
			return option;
	}
	return NULL;
}

static bool is_global(const struct option *option)
{
	for (const struct option *other = global_options; other->kind != OPTION_IS_END; other++)
		if (other == option)
			return true;
	return false;
}

static void walk_option(struct walk *walk, const char *word)
{
	struct completion *completion = walk->completion;
	const struct command *command = completion->command;
	const struct option *option = command ? find(command->options, word) : NULL;
	if (!option)
		option = find(global_options, word);
	if (option && option->kind != OPTION_IS_FLAG && option->kind != OPTION_IS_JSON)
		walk->waiting = option;
	if (option || !command || !command->dynamic || strncmp(word, "--", 2) != 0 || strchr(word, '='))
		return;
	bool takes_value = false;
	sms_auto(error) struct sms_error *error =
		command->dynamic->resolve(completion->context, &completion->arguments, word + 2, &takes_value);
	if (!error && takes_value)
		walk->waiting_dynamic = sms_strdup(word + 2);
}

/* -C and --at tell where and when to look for candidates. */
static void take_value(struct walk *walk, const char *word)
{
	struct context *context = walk->completion->context;
	if (walk->waiting && is_global(walk->waiting) && walk->waiting->kind == OPTION_IS_TEXT)
		*(const char **)(void *)((char *)&context->global + walk->waiting->offset) = word;
	walk->waiting = NULL;
	free(sms_move(&walk->waiting_dynamic));
}

static void walk_word(struct walk *walk, const char *word)
{
	struct completion *completion = walk->completion;
	const char *first = NULL;
	if (walk->waiting || walk->waiting_dynamic) {
		take_value(walk, word);
	} else if (!walk->only_arguments && strcmp(word, "--") == 0) {
		walk->only_arguments = true;
	} else if (!walk->only_arguments && word[0] == '-' && word[1]) {
		walk_option(walk, word);
	} else if (!completion->command) {
		completion->command = command_find_word(word, &first);
		if (first)
			sms_list_add(&completion->arguments, first);
	} else {
		sms_list_add(&completion->arguments, word);
	}
}

/* An option's value by name among those that the repository knows. */
struct sought {
	struct completion *completion;
	const char *name;
};

static void visit_sought(void *into, const char *heading, const struct option *option)
{
	struct sought *sought = into;
	if (option->name && strcmp(option->name, sought->name) == 0)
		complete_option_value(sought->completion, option);
}

static void complete_dynamic_value(struct completion *completion, const char *name)
{
	const struct command *command = completion->command;
	if (!command || !command->dynamic || !command->dynamic->each)
		return;
	struct sought sought = {completion, name};
	sms_auto(error) struct sms_error *error =
		command->dynamic->each(completion->context, &completion->arguments, visit_sought, &sought);
	(void)error;
}

/* "--name=begin" */
static void complete_attached(struct completion *completion)
{
	const char *word = completion->word, *sign = strchr(word, '=');
	sms_auto(string) char *head = sms_copy(word, (size_t)(sign - word) + 1);
	sms_auto(string) char *name = sms_copy(word, (size_t)(sign - word));
	const struct option *option = completion->command ? find(completion->command->options, name) : NULL;
	if (!option)
		option = find(global_options, name);
	completion->word = sign + 1;
	completion->head = head;
	if (option)
		complete_option_value(completion, option);
	else
		complete_dynamic_value(completion, name + 2);
	completion->head = "";
}

static void complete_argument(struct completion *completion)
{
	sms_auto(buf) struct sms_buf name = SMS_BUF_INIT;
	if (!completion->command)
		complete_commands(completion);
	else if (synopsis_word(completion->command->arguments, completion->arguments.count, &name))
		complete_value(completion, sms_buf_text(&name));
}

static void complete_last(struct walk *walk)
{
	struct completion *completion = walk->completion;
	const char *word = completion->word;
	if (walk->waiting) {
		complete_option_value(completion, walk->waiting);
	} else if (walk->waiting_dynamic) {
		complete_dynamic_value(completion, walk->waiting_dynamic);
	} else if (walk->only_arguments || word[0] != '-') {
		complete_argument(completion);
	} else if (strncmp(word, "--", 2) == 0 && strchr(word, '=')) {
		complete_attached(completion);
	} else {
		complete_options(completion, completion->command ? completion->command->options : NULL);
		complete_dynamic_options(completion);
		complete_options(completion, global_options);
	}
}

static struct sms_error *run(struct context *context, const void *raw, const struct sms_list *arguments)
{
	struct completion completion = {.context = context, .head = "", .word = ""};
	struct walk walk = {.completion = &completion};
	for (size_t i = 0; i + 1 < arguments->count; i++)
		walk_word(&walk, arguments->items[i]);
	if (arguments->count)
		completion.word = arguments->items[arguments->count - 1];
	complete_last(&walk);
	output_bytes(context, sms_buf_text(&completion.out), completion.out.length);
	free(walk.waiting_dynamic);
	sms_list_release(&completion.arguments);
	sms_buf_release(&completion.out);
	return NULL;
}

const struct command cmd_complete = {
	.name = "__complete",
	.summary = "print what a word can become",
	.arguments = "[WORD…]",
	.group = GROUP_HIDDEN,
	.needs = NEEDS_NOTHING,
	.description = "Prints candidates for the last word, a line each: the candidate, a tab, what it is. The lines "
		       "`:file` and `:dir` ask the shell for names of files and folders.",
	.run = run,
};
