/* Help, printed from the table of commands: the overview, usage, and whole manual pages as text and in roff. */
#ifndef SMS_CMD_HELP_H
#define SMS_CMD_HELP_H

#include "output.h"

/* All commands by group. */
struct sms_error *help_overview(struct context *context) SMS_CHECKED;
/* `-h`: synopsis, options, examples. `word` is what it was called by where that holds its first argument ("add-risk"),
 * else NULL. `arguments` that stood before it tell what dynamic options there are. */
struct sms_error *help_usage(struct context *context, const struct command *command, const char *word,
			     const struct sms_list *arguments) SMS_CHECKED;
/* The manual page as text; of the program itself where `command` is NULL. */
void help_page(struct context *context, const struct command *command);
/* The same in roff, appended. */
void help_manual(struct sms_buf *out, const struct command *command);

/* --- What they are made of (parts.c). --- */

#define NO_BREAK "\xc2\xa0"

/* Every option of a table that has a name or letter. */
#define option_each(option, table)                                                                                     \
	for (const struct option *option = (table); option && (option)->kind != OPTION_IS_END; (option)++)             \
		if ((option)->kind != OPTION_IS_ANY)

/* "-m, --message TEXT". */
void option_add_label(struct sms_buf *out, const struct option *option);
/* The help line, with the choices behind it. */
void option_add_help(struct sms_buf *out, const struct option *option);
/* "sms show [-b] [--format FORMAT] ID…"; the program's own for NULL. Options are joined by no-break spaces, so that
 * lines are broken between them. `word` as for help_usage. */
void command_add_synopsis(struct sms_buf *out, const struct command *command, const char *word);
/* That, wrapped behind `indent` columns that are already there, the no-break spaces made plain ones. */
void synopsis_add_wrapped(struct sms_buf *out, const char *synopsis, size_t columns, size_t indent);
/* The exit status at `index` of those that the command (NULL: the program) can end with; false behind the last. */
bool command_status(const struct command *command, size_t index, struct exit_meaning *out);
/* The reference at `index` of "list, sms-record(5)", appended as "sms-list(1)"; false behind the last. */
bool command_see_also(const struct command *command, size_t index, struct sms_buf *out);

/* --- Pages (page.c): what a page says, given to whoever writes it down. --- */

struct page_writer {
	void (*title)(void *into, const char *name, int section, const char *summary);
	void (*heading)(void *into, const char *title, bool sub);
	void (*synopsis)(void *into, const char *text);
	void (*paragraph)(void *into, const char *text);
	void (*item)(void *into, const char *label, const char *text);
	void (*verbatim)(void *into, const char *text); /* lines as they are, such as a file */
};
void page_write(const struct page_writer *writer, void *into, const struct command *command);
/* Paragraphs with "\n\n" between. */
void page_write_paragraphs(const struct page_writer *writer, void *into, const char *text);

/* --- Pages that are no command's (topics.c). --- */

struct topic {
	const char *name; /* "sms-type" */
	int section;
	const char *summary;
	struct sms_error *(*write)(const struct page_writer *writer, void *into); /* all behind the name */
	const char *see_also;                                                     /* "sms-types(1), sms-types(7)" */
};

extern const struct topic topic_rule, topic_security, topic_type, topic_types;
/* By name, with or without `sms-` before and `(5)` behind; NULL when there is none such. */
const struct topic *topic_find(const char *name);
struct sms_error *topic_write(const struct page_writer *writer, void *into, const struct topic *topic) SMS_CHECKED;
/* As text, and in roff. */
struct sms_error *topic_page(struct context *context, const struct topic *topic) SMS_CHECKED;
struct sms_error *topic_manual(struct sms_buf *out, const struct topic *topic) SMS_CHECKED;

#endif
