/* The person at the terminal: progress, questions, the editor, the pager. */
#ifndef SMS_CMD_TERMINAL_H
#define SMS_CMD_TERMINAL_H

#include "command.h"

/* --- Progress: a bar on stderr, once the work has taken over half a second and stderr is a terminal. --- */

struct progress_bar {
	struct sms_progress progress; /* for the library */
	bool enabled, shown;
	int64_t started, drawn; /* milliseconds of the monotonic clock */
};
void progress_bar_init(struct progress_bar *bar);
/* Clears the line, before anything else is printed there. `progress` is the bar's; NULL does nothing. */
void progress_bar_clear(const struct sms_progress *progress);

/* --- Questions. --- */

/* Asks a yes-or-no question on the terminal; false for anything but yes. Error INPUT with `hint` (a line, may be NULL)
 * where nobody can be asked. */
struct sms_error *prompt_yes(struct context *context, const char *question, const char *hint, bool *out) SMS_CHECKED;

/* --- The editor: SMS_EDITOR, and then as git does GIT_EDITOR, core.editor, VISUAL, EDITOR, vi. --- */

/* Lets the person edit `text` in a temporary file whose name ends in `suffix` (".json", ".md"), and replaces its
 * contents with what was saved. Error INPUT where nobody is at a terminal, ENVIRONMENT where the editor fails: then
 * the file stays, and a hint names it. */
struct sms_error *editor_edit(struct context *context, struct sms_buf *text, const char *suffix) SMS_CHECKED;

/* Writes text to a file of its own, which a hint of `error` names; takes `error` and returns it. */
struct sms_error *editor_keep(const struct sms_buf *text, const char *suffix, struct sms_error *error) SMS_CHECKED;

/* --- The pager: SMS_PAGER, PAGER, `less -FRX`. --- */

/* Makes context->out a buffer where the command's output may go to a pager. */
void pager_begin(struct context *context);
/* Prints what was gathered, through the pager when it is longer than the terminal, and makes context->out standard
 * output again. */
struct sms_error *pager_end(struct context *context) SMS_CHECKED;

/* The words of a command as git would split them for a shell are not ours to guess: runs `sh -c 'COMMAND "$@"'` with
 * one argument (may be NULL), on the terminal as it is. */
struct sms_error *terminal_run(const char *command, const char *argument, const void *input, size_t length,
			       int *status) SMS_CHECKED;

#endif
