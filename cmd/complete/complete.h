/* Completion: candidates for the word that is being typed, found from the table of commands and, where there is one,
 * the repository. Nothing here fails aloud: what cannot be found is not offered. */
#ifndef SMS_CMD_COMPLETE_H
#define SMS_CMD_COMPLETE_H

#include "command.h"

struct completion {
	struct context *context;
	const struct command *command; /* NULL before it is known */
	struct sms_list arguments;     /* those before the word */
	const char *word;              /* what has been typed of it */
	const char *head;              /* beginning of the word that stays: "--impact=" */
	struct sms_buf out; /* a line each: candidate, tab, what it is; ":file", ":dir" for the shell's own */
	size_t count;
};

/* Offers a candidate when it begins with what was typed. `about` may be NULL. */
void complete_offer(struct completion *completion, const char *candidate, const char *about);
/* Names of commands, those with a type in them included. */
void complete_commands(struct completion *completion);
/* Options of a table, and of the command's own that only the repository knows. */
void complete_options(struct completion *completion, const struct option *options);
void complete_dynamic_options(struct completion *completion);
/* What an argument of this name can be: "ID", "TYPE", "FILE", "bash|zsh|fish" (values.c). */
void complete_value(struct completion *completion, const char *name);
/* Paths of settings, a step at a time (settings.c). */
void complete_settings(struct completion *completion);
/* Ids of records (ids.c): register entries and documents by name, events the last ones first. */
void complete_ids(struct completion *completion);
/* Those of some types, their names with `|` between. */
void complete_ids_of(struct completion *completion, const char *types);
/* The store, or NULL where there is none. */
struct sms_store *complete_store(struct completion *completion);
/* The value of an option. */
void complete_option_value(struct completion *completion, const struct option *option);

#endif
