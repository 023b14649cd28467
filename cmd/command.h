/* A command: an entry of the table that main, help, manual and completion are made from.
 *
 * To add one: write cmd/commands/NAME.c with `const struct command cmd_NAME`, declare and list it in cmd/commands.c, add
 * the file to cmd/meson.build.
 *
 * main parses the options, counts the arguments, opens what the command needs and calls `run`; it alone prints errors
 * and ends the process. Data goes to context->out (output.h), words to the person to stderr. */
#ifndef SMS_CMD_COMMAND_H
#define SMS_CMD_COMMAND_H

#include "model/change.h"
#include "options.h"
#include <stdio.h>

enum command_group {
	GROUP_HIDDEN, /* for scripts of our own; in no list */
	GROUP_START,
	GROUP_RECORDS,
	GROUP_APPROVAL,
	GROUP_JUDGING,
	GROUP_REPORTS,
	GROUP_HELP,
	GROUP_COUNT
};

enum command_needs {
	NEEDS_NOTHING = 0,
	NEEDS_STORE = 1,     /* context->store, of the work tree (HEAD in a bare repository) or of --at */
	NEEDS_COMMITTED = 2, /* context->store, of HEAD or of --at */
	NEEDS_WRITE = 4,     /* context->store; --at is refused; run again when somebody else was first (SMS_BUSY) */
	NEEDS_PAGER = 8,     /* what is printed may be long: a pager on a terminal; not for commands that ask */
	/* Some calls write: run again as with NEEDS_WRITE; they refuse --at (context_refuse_at). */
	NEEDS_MAY_WRITE = 16,
	/* Reads much and judges nothing: objects are not hashed to see whether they are sound. */
	NEEDS_NO_HASHES = 32,
	/* With NEEDS_STORE: types and settings that are no good do not end it (SMS_VIEW_SALVAGED). */
	NEEDS_SALVAGE = 64
};

/* Options of the program itself, before the command or behind it. */
struct global_options {
	const char *directory; /* -C; NULL once it was entered */
	const char *at;        /* --at, or NULL */
	const char *now;
	const char *colour;
	bool no_pager, version;
};

/* Everything that belongs to one run of the program. */
struct context {
	const struct command *command;
	struct global_options global;
	struct sms_store *store;             /* as the command needs it; NULL for NEEDS_NOTHING */
	struct sms_types *types;             /* the built-in ones, where there is no store; use context_types */
	sms_time now;                        /* judge as of this instant: --now, the end of --at DATE, or the clock */
	enum format format;                  /* --format, the command's first one when not given */
	FILE *out;                           /* where data goes; print through output.h */
	bool terminal;                       /* standard output is a terminal */
	bool interactive;                    /* somebody can be asked: standard input and error are a terminal */
	bool colour;                         /* of what goes to `out` */
	bool printed;                        /* something went to `out` */
	size_t width, height;                /* of the terminal; 80 columns when it is none */
	const struct sms_progress *progress; /* hand this to the library */
	bool wrote;                          /* the repository was changed: set by context_commit */
	int output_error;                    /* errno of the first write to `out` that failed */
	struct sms_buf input;                /* standard input, once it was read (context_read) */
	bool has_input;
	struct sms_buf edited; /* what was written in the editor, when the command runs again */
	bool has_edited;
	char *held; /* output that waits for the pager (terminal.h) */
	size_t held_length;
	enum sms_status status; /* of a run without an error: SMS_OK, or SMS_NO for "the answer is no" */
};

struct sms_rule; /* work/finding/print.h */

struct example {
	const char *call; /* "sms list TYPE --where 'priority <= 2'" */
	const char *what; /* one line: "open what matters most" */
};

struct exit_meaning {
	enum sms_status status;
	const char *meaning; /* "the gate is closed" */
};

struct command {
	const char *name;
	const char *summary;   /* one line, lower case, imperative, no full stop: "print records" */
	const char *arguments; /* the synopsis: how many and of what kind (options.h); "" for none */
	enum command_group group;
	unsigned needs; /* enum command_needs, or-ed: the most that it needs */
	/* What a call needs, where that hangs on its options or arguments; NULL: always `needs`. */
	unsigned (*needs_of)(const void *options, const struct sms_list *arguments);
	const struct option *options;          /* ended by OPTION_END; NULL for none */
	size_t options_size;                   /* of the struct that they are stored in */
	const struct dynamic_options *dynamic; /* NULL for none */
	const char *const *aliases;            /* other words for it, ended by NULL; NULL for none */
	const char *const *prefixes;    /* words such as "add-", ended by NULL: `sms add-X …` is `sms NAME X …` */
	const char *description;        /* paragraphs with "\n\n" between; `code` in backquotes */
	const struct example *examples; /* ended by {0}; NULL for none */
	const struct exit_meaning *statuses; /* what 1, 3 … mean here, ended by {0}; 0, 2, 4, 5, 6, 12 are known */
	const struct sms_rule *rules;        /* what it judges by, ended by {0}, for the manual; NULL for none */
	const char *see_also;                /* "list, search, sms-record(5)": bare words are commands */
	/* `options` is the command's own struct, NULL where it has none. Both are the same when run again after
	 * SMS_BUSY, so nothing is to be printed before the commit is made. */
	struct sms_error *(*run)(struct context *context, const void *options, const struct sms_list *arguments);
};

/* The table, in the order of groups and of the overview. */
extern const struct command *const commands[];
extern const size_t command_count;

/* By name, or NULL. */
const struct command *command_find(const char *name);
/* By name or by prefix; with the latter `argument` is the rest of the word, else NULL. NULL when there is none such. */
const struct command *command_find_word(const char *word, const char **argument);
const char *command_group_title(enum command_group group);
extern const struct option global_options[]; /* stored in struct global_options */

/* --- Help for commands (context.c). --- */

/* Enters -C, reads --now and --color; does nothing the second time. */
struct sms_error *context_prepare(struct context *context) SMS_CHECKED;
/* The store, opened when it is not yet: for a command that can do without and says so by NEEDS_NOTHING. */
struct sms_error *context_open(struct context *context, enum sms_view view) SMS_CHECKED;
/* The repository's types, or the built-in ones where there is no repository. Borrowed. */
struct sms_error *context_types(struct context *context, const struct sms_types **out) SMS_CHECKED;
/* Error INPUT where --at was given: for a call ("sms set") that writes. */
struct sms_error *context_refuse_at(const struct context *context, const char *call) SMS_CHECKED;
/* Commits a change: with `message`, or what --message says instead; --dry-run writes nothing; progress is shown.
 * `write` may be NULL. */
struct sms_error *context_commit(struct context *context, struct sms_change *change, const struct write_options *write,
				 const char *message) SMS_CHECKED;
/* As context_commit for many files, or for files that are in the work tree already. `options` are taken as they are
 * but for message, dry_run and progress. `out` may be NULL. */
struct sms_error *context_commit_with(struct context *context, struct sms_change *change,
				      const struct write_options *write, struct sms_change_options options,
				      struct sms_oid *out) SMS_CHECKED;
/* Contents of a file of the user's; `-` is standard input, which stays what it was when the command runs again. */
struct sms_error *context_read(struct context *context, const char *path, size_t limit,
			       struct sms_buf *out) SMS_CHECKED;
/* One line to the person on stderr, escaped for the terminal: "sms: …". Not for errors, which are returned. */
void context_say(const struct context *context, const char *format, ...) SMS_PRINTF(2, 3);

#endif
