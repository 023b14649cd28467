/* The table of commands. */
#include "command.h"
#include <string.h>

extern const struct command cmd_init;
extern const struct command cmd_config;
extern const struct command cmd_status;
extern const struct command cmd_next;
extern const struct command cmd_add;
extern const struct command cmd_show;
extern const struct command cmd_list;
extern const struct command cmd_search;
extern const struct command cmd_graph;
extern const struct command cmd_set;
extern const struct command cmd_edit;
extern const struct command cmd_note;
extern const struct command cmd_move;
extern const struct command cmd_link;
extern const struct command cmd_unlink;
extern const struct command cmd_attach;
extern const struct command cmd_commit;
extern const struct command cmd_fmt;
extern const struct command cmd_types;
extern const struct command cmd_inbox;
extern const struct command cmd_submit;
extern const struct command cmd_approve;
extern const struct command cmd_reject;
extern const struct command cmd_withdraw;
extern const struct command cmd_key;
extern const struct command cmd_trail;
extern const struct command cmd_log;
extern const struct command cmd_diff;
extern const struct command cmd_digest;
extern const struct command cmd_check;
extern const struct command cmd_verify;
extern const struct command cmd_audit;
extern const struct command cmd_assess;
extern const struct command cmd_explain;
extern const struct command cmd_sample;
extern const struct command cmd_gate;
extern const struct command cmd_report;
extern const struct command cmd_import;
extern const struct command cmd_help;
extern const struct command cmd_version;
extern const struct command cmd_completion;
extern const struct command cmd_complete;
extern const struct command cmd_man;
extern const struct command cmd_parse;

const struct command *const commands[] = {
	/* Start */
	&cmd_init,
	&cmd_config,
	&cmd_status,
	&cmd_next,
	/* Records */
	&cmd_add,
	&cmd_show,
	&cmd_list,
	&cmd_search,
	&cmd_graph,
	&cmd_set,
	&cmd_edit,
	&cmd_note,
	&cmd_move,
	&cmd_link,
	&cmd_unlink,
	&cmd_attach,
	&cmd_commit,
	&cmd_fmt,
	&cmd_types,
	/* Approval and history */
	&cmd_inbox,
	&cmd_submit,
	&cmd_approve,
	&cmd_reject,
	&cmd_withdraw,
	&cmd_key,
	&cmd_trail,
	&cmd_log,
	&cmd_diff,
	&cmd_digest,
	/* Judging */
	&cmd_check,
	&cmd_verify,
	&cmd_audit,
	&cmd_assess,
	&cmd_explain,
	&cmd_sample,
	&cmd_gate,
	/* Reports and exchange */
	&cmd_report,
	&cmd_import,
	/* Help */
	&cmd_help,
	&cmd_version,
	&cmd_completion,
	/* Hidden */
	&cmd_complete,
	&cmd_man,
	&cmd_parse,
};

const size_t command_count = SMS_COUNT(commands);

const char *command_group_title(enum command_group group)
{
	static const char *const titles[] = {
		[GROUP_HIDDEN] = "Hidden",   [GROUP_START] = "Start",
		[GROUP_RECORDS] = "Records", [GROUP_APPROVAL] = "Approval and history",
		[GROUP_JUDGING] = "Judging", [GROUP_REPORTS] = "Reports and exchange",
		[GROUP_HELP] = "Help",
	};
	return titles[group];
}

static bool is_alias(const struct command *command, const char *word)
{
	for (const char *const *alias = command->aliases; alias && *alias; alias++)
		if (strcmp(*alias, word) == 0)
			return true;
	return false;
}

const struct command *command_find(const char *name)
{
	for (size_t i = 0; i < command_count; i++)
		if (strcmp(commands[i]->name, name) == 0 || is_alias(commands[i], name))
			return commands[i];
	return NULL;
}

const struct command *command_find_word(const char *word, const char **argument)
{
	*argument = NULL;
	const struct command *command = command_find(word);
	for (size_t i = 0; !command && i < command_count; i++) {
		const char *const *prefix = commands[i]->prefixes;
		for (; prefix && *prefix && !command; prefix++) {
			size_t length = strlen(*prefix);
			if (strncmp(word, *prefix, length) != 0 || !word[length])
				continue;
			command = commands[i];
			*argument = word + length;
		}
	}
	return command;
}
