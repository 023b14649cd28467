/* The pieces that usage and manual pages are made of. */
#include "help/help.h"
#include "wrap/text.h"
#include <string.h>

static void add_argument(struct sms_buf *out, const struct option *option, const char *space)
{
	if (option->kind != OPTION_IS_FLAG && option->kind != OPTION_IS_JSON)
		sms_buf_add_format(out, "%s%s", space, option->argument ? option->argument : "VALUE");
}

void option_add_label(struct sms_buf *out, const struct option *option)
{
	if (option->letter)
		sms_buf_add_format(out, "-%c", option->letter);
	if (option->letter && option->name)
		sms_buf_add_text(out, ", ");
	if (option->name)
		sms_buf_add_format(out, "--%s", option->name);
	add_argument(out, option, " ");
}

void option_add_help(struct sms_buf *out, const struct option *option)
{
	const char *help = option->help ? option->help : "";
	sms_auto(list) struct sms_list choices = SMS_LIST_INIT;
	sms_auto(buf) struct sms_buf words = SMS_BUF_INIT;
	sms_list_split(&choices, option->choices ? option->choices : "", '|');
	sms_list_join(&words, &choices, ", ");
	sms_buf_add_text(out, help);
	/* Where a type's own text lists them, once is enough. */
	if (words.length && !strstr(help, words.data))
		sms_buf_add_format(out, "%s%s", out->length ? ": " : "", words.data);
}

static void add_synopsis_option(struct sms_buf *out, const struct option *option)
{
	/* --json stands with --format. */
	if (option->kind == OPTION_IS_JSON)
		return;
	sms_buf_add_text(out, " [");
	if (option->letter)
		sms_buf_add_format(out, "-%c", option->letter);
	else
		sms_buf_add_format(out, "--%s", option->name);
	add_argument(out, option, NO_BREAK);
	if (option->kind == OPTION_IS_FORMAT)
		sms_buf_add_text(out, NO_BREAK "|" NO_BREAK "--json");
	sms_buf_add_text(out, option->kind == OPTION_IS_LIST ? "]…" : "]");
}

void command_add_synopsis(struct sms_buf *out, const struct command *command, const char *word)
{
	sms_buf_add_text(out, "sms");
	if (command)
		sms_buf_add_format(out, NO_BREAK "%s", word ? word : command->name);
	option_each(option, command ? command->options : global_options) add_synopsis_option(out, option);
	const char *arguments = command ? command->arguments : "COMMAND [ARGUMENT…]";
	if (word) /* the first argument is in it */
		arguments += strcspn(arguments, " ") + strspn(arguments + strcspn(arguments, " "), " ");
	if (*arguments)
		sms_buf_add_format(out, " %s", arguments);
	if (command && command->dynamic)
		sms_buf_add_text(out, " [--FIELD" NO_BREAK "VALUE]…");
}

void synopsis_add_wrapped(struct sms_buf *out, const char *synopsis, size_t columns, size_t indent)
{
	size_t head = strcspn(synopsis, " "), from = out->length;
	sms_auto(string) char *start = sms_copy(synopsis, head);
	sms_buf_add_text(out, start);
	if (synopsis[head])
		sms_buf_add_char(out, ' ');
	sms_text_add_wrapped(out, synopsis + head, columns, indent + sms_text_width(start) + 1);
	sms_auto(string) char *lines = sms_strdup(sms_buf_text(out) + from);
	sms_buf_truncate(out, from);
	for (const char *at = lines; *at; at++) {
		bool is_space = strncmp(at, NO_BREAK, strlen(NO_BREAK)) == 0;
		sms_buf_add_char(out, is_space ? ' ' : *at);
		at += is_space;
	}
}

/* What a status means where the command says nothing of its own; NULL where it cannot come about. */
static const char *usual_meaning(enum sms_status status, bool writes, bool is_program)
{
	switch (status) {
	case SMS_OK:
		return "done";
	case SMS_NO:
		return is_program ? "the answer is no" : NULL;
	case SMS_INPUT:
		return "wrong call or bad input; nothing was written";
	case SMS_UNJUDGED:
		return is_program ? "could not judge: evidence incomplete, a limit reached" : NULL;
	case SMS_ENVIRONMENT:
		return "the environment failed: no repository here, input or output, damage, a missing program";
	case SMS_BUSY:
		return writes ? "somebody else was first or holds the lock; nothing was written, try again" : NULL;
	case SMS_UNCONFIRMED:
		return writes ? "written, but not confirmed to be on disk or printed" : NULL;
	case SMS_NO_MEMORY:
		return "out of memory";
	}
	return NULL;
}

static const char *meaning(const struct command *command, enum sms_status status)
{
	const struct exit_meaning *own = command ? command->statuses : NULL;
	for (; own && own->meaning; own++)
		if (own->status == status)
			return own->meaning;
	return usual_meaning(status, !command || command->needs & (NEEDS_WRITE | NEEDS_MAY_WRITE), !command);
}

bool command_status(const struct command *command, size_t index, struct exit_meaning *out)
{
	static const enum sms_status all[] = {SMS_OK,          SMS_NO,   SMS_INPUT,       SMS_UNJUDGED,
					      SMS_ENVIRONMENT, SMS_BUSY, SMS_UNCONFIRMED, SMS_NO_MEMORY};
	for (size_t i = 0; i < SMS_COUNT(all); i++) {
		*out = (struct exit_meaning){all[i], meaning(command, all[i])};
		if (out->meaning && index-- == 0)
			return true;
	}
	return false;
}

bool command_see_also(const struct command *command, size_t index, struct sms_buf *out)
{
	const char *at = command && command->see_also ? command->see_also : "";
	for (; *at; at += strspn(at, ", ")) {
		size_t length = strcspn(at, ", ");
		if (index-- == 0) {
			bool is_page = memchr(at, '(', length) != NULL;
			sms_buf_add_format(out, is_page ? "%.*s" : "sms-%.*s(1)", (int)length, at);
			return true;
		}
		at += length;
	}
	return false;
}
