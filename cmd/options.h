/* Options as a table: the parser, `-h`, the manual and the completion are all made from the same entries.
 *
 * An entry stores into the command's own struct, by offset; the macros check the member's type when they compile.
 * The struct is zeroed before, so an option that was not given leaves false, NULL, 0, an empty list, and
 * SMS_TIME_NONE for instants.
 *
 *	struct show_options { bool body; const char *role; struct write_options write; };
 *	static const struct option show_options[] = {
 *		OPTION_FLAG(struct show_options, body, 'b', "body", "print the prose of a document too"),
 *		OPTION_TEXT(struct show_options, role, 0, "role", "ROLE", "the role to act in"),
 *		OPTIONS_WRITE(struct show_options, write),
 *		OPTIONS_FORMAT("text|json"),
 *		OPTION_END,
 *	};
 *
 * Long names are never shortened. A letter of 0 and a name of NULL mean "has none". */
#ifndef SMS_CMD_OPTIONS_H
#define SMS_CMD_OPTIONS_H

#include "base/list.h"
#include "base/time.h"
#include <stddef.h>

struct context;

enum option_kind {
	OPTION_IS_END,
	OPTION_IS_FLAG,     /* bool */
	OPTION_IS_TEXT,     /* const char *, borrowed from the command line */
	OPTION_IS_NUMBER,   /* long; whole, 0 or more */
	OPTION_IS_LIST,     /* struct sms_list; one item each time the option is given */
	OPTION_IS_TIME,     /* sms_time, as sms_time_parse_loose reads it; a date is its first second */
	OPTION_IS_TIME_END, /* the same; a date is its last second */
	OPTION_IS_CHOICE,   /* const char *, one of `choices` */
	OPTION_IS_FORMAT,   /* --format; kept in context->format */
	OPTION_IS_JSON,     /* --json */
	OPTION_IS_ANY       /* struct sms_list of "name=value": options that only the repository knows */
};

struct option {
	enum option_kind kind;
	char letter;
	const char *name;
	const char *argument; /* what the value is called: FILE, DIR, ID, TYPE … are completed by that name */
	const char *help;     /* one line, lower case, no full stop */
	const char *choices;  /* "text|json|csv"; help shows them behind the line */
	const char *types;    /* of an option that takes an id: the types it may be of, "person|role"; NULL: any */
	size_t offset;
};

#define OPTION_OFFSET(structure, member, type)                                                                         \
	(offsetof(structure, member) * _Generic(&((structure *)0)->member, type * : (size_t)1))
#define OPTION_ENTRY(kind_, letter_, name_, argument_, help_, choices_, offset_)                                       \
	{                                                                                                              \
		.kind = (kind_), .letter = (letter_), .name = (name_), .argument = (argument_), .help = (help_),       \
		.choices = (choices_), .offset = (offset_)                                                             \
	}

#define OPTION_FLAG(structure, member, letter, name, help)                                                             \
	OPTION_ENTRY(OPTION_IS_FLAG, letter, name, NULL, help, NULL, OPTION_OFFSET(structure, member, bool))
#define OPTION_TEXT(structure, member, letter, name, argument, help)                                                   \
	OPTION_ENTRY(OPTION_IS_TEXT, letter, name, argument, help, NULL, OPTION_OFFSET(structure, member, const char *))
#define OPTION_NUMBER(structure, member, letter, name, argument, help)                                                 \
	OPTION_ENTRY(OPTION_IS_NUMBER, letter, name, argument, help, NULL, OPTION_OFFSET(structure, member, long))
#define OPTION_LIST(structure, member, letter, name, argument, help)                                                   \
	OPTION_ENTRY(OPTION_IS_LIST, letter, name, argument, help, NULL,                                               \
		     OPTION_OFFSET(structure, member, struct sms_list))
#define OPTION_TIME(structure, member, letter, name, argument, help)                                                   \
	OPTION_ENTRY(OPTION_IS_TIME, letter, name, argument, help, NULL, OPTION_OFFSET(structure, member, sms_time))
#define OPTION_TIME_END(structure, member, letter, name, argument, help)                                               \
	OPTION_ENTRY(OPTION_IS_TIME_END, letter, name, argument, help, NULL, OPTION_OFFSET(structure, member, sms_time))
#define OPTION_CHOICE(structure, member, letter, name, argument, choices, help)                                        \
	OPTION_ENTRY(OPTION_IS_CHOICE, letter, name, argument, help, choices,                                          \
		     OPTION_OFFSET(structure, member, const char *))
/* Where options go that struct command.dynamic knows, as "name=value". */
#define OPTION_ANY(structure, member)                                                                                  \
	OPTION_ENTRY(OPTION_IS_ANY, 0, NULL, NULL, NULL, NULL, OPTION_OFFSET(structure, member, struct sms_list))
#define OPTION_END                                                                                                     \
	{                                                                                                              \
		.kind = OPTION_IS_END                                                                                  \
	}

/* --- Options that many commands share. --- */

/* `--format` with the formats that a command can print, the first being the default, and `--json`. The answer is in
 * context->format; no member is needed. */
#define OPTIONS_FORMAT(formats)                                                                                        \
	OPTION_ENTRY(OPTION_IS_FORMAT, 0, "format", "FORMAT", "format of the output", formats, 0),                     \
		OPTION_ENTRY(OPTION_IS_JSON, 0, "json", NULL, "short for --format json", NULL, 0)

struct write_options {
	bool dry_run;
	const char *message;
};
/* For every command that writes. */
#define OPTIONS_WRITE(structure, member)                                                                               \
	OPTION_FLAG(structure, member.dry_run, 'n', "dry-run", "say what would be written, and write nothing"),        \
		OPTION_TEXT(structure, member.message, 'm', "message", "TEXT", "message of the commit")

/* Formats of output; `formats` of OPTIONS_FORMAT are their names. */
enum format {
	FORMAT_TEXT,
	FORMAT_JSON,
	FORMAT_NDJSON,
	FORMAT_CSV,
	FORMAT_MARKDOWN,
	FORMAT_HTML,
	FORMAT_SARIF,
	FORMAT_JUNIT,
	FORMAT_GITHUB,
	FORMAT_XLSX,
	FORMAT_OSCAL,
	FORMAT_BASIC,
	FORMAT_DOT,
	FORMAT_SVG
};
const char *format_name(enum format format);

/* --- Options that only the repository knows (the properties of a type). --- */

/* Called for each such option; the entry and its texts are valid during the call. `heading` may be NULL. */
typedef void option_visit(void *into, const char *heading, const struct option *option);

/* What these options make of a command, for its usage; texts are the caller's. */
struct option_page {
	struct sms_buf call, summary, example; /* "add-TYPE", what a TYPE is, a whole call as lines for the
						  shell; "" for the command's own */
};

struct dynamic_options {
	/* `--name` is not in the table: sets whether a value belongs to it, or fails (INPUT, nearest name as a hint).
	 * `arguments` are those that stood before it. Without a value it is stored as "name=true". */
	struct sms_error *(*resolve)(struct context *context, const struct sms_list *arguments, const char *name,
				     bool *takes_value);
	/* Visits all of them, for help and completion; none when `arguments` do not say enough. */
	struct sms_error *(*each)(struct context *context, const struct sms_list *arguments, option_visit *visit,
				  void *into);
	/* May be NULL. `out` is zeroed before. */
	struct sms_error *(*about)(struct context *context, const struct sms_list *arguments, struct option_page *out);
};

/* --- The parser. --- */

struct option_time {
	const struct option *option;
	const char *text;
	sms_time *into;
};

struct parse {
	/* What to read. */
	const struct option *options; /* the command's; may be NULL */
	void *into;
	const struct option *common; /* the program's, taken anywhere where the command has none such; may be NULL */
	void *common_into;
	const struct dynamic_options *dynamic; /* may be NULL */
	struct context *context;               /* for `dynamic` only */
	bool stop;                             /* the first argument ends the options */
	const char *call;                      /* "sms show": for hints */
	/* What was read. */
	struct sms_list arguments;
	size_t used; /* words */
	enum format format;
	bool help; /* -h or --help: the rest was not looked at */
	struct option_time *times;
	size_t time_count, time_capacity;
};

/* Reads words up to their end; the first `count` of them. Errors INPUT. Values are borrowed from `words`. */
struct sms_error *options_parse(struct parse *parse, const char *const *words, size_t count) SMS_CHECKED;
/* Reads the instants that were given, by what `now` has become; the others are SMS_TIME_NONE since options_parse. */
struct sms_error *options_set_times(const struct parse *parse, sms_time now) SMS_CHECKED;
void parse_release(struct parse *parse);
/* Frees the lists in a command's struct. */
void options_release(const struct option *options, void *into);
SMS_AUTO_STRUCT(parse, struct parse, parse_release);

/* --- What a command's arguments are, as its synopsis says: "ID…", "TYPE FILE", "ID STATE [FIELD=VALUE…]", "[TYPE]",
 * "bash|zsh|fish". A word in brackets may be missing, one with "…" may be repeated. --- */

void synopsis_bounds(const char *synopsis, size_t *least, size_t *most);
/* Name of the argument at `index` without brackets and dots, appended; false when the command takes no such. */
bool synopsis_word(const char *synopsis, size_t index, struct sms_buf *out);
/* Error INPUT when there are too few or too many, or one is none of the words that the synopsis lists for it. */
struct sms_error *synopsis_check(const char *synopsis, const char *call, const struct sms_list *arguments) SMS_CHECKED;

#endif
