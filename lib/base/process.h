/* Other programs, started without a shell. */
#ifndef SMS_BASE_PROCESS_H
#define SMS_BASE_PROCESS_H

#include "base/buf.h"
#include "base/error.h"

struct sms_process {
	const char *const *arguments;   /* NULL-terminated; [0] is found by PATH */
	const char *const *environment; /* NULL-terminated NAME=value to set, or NULL: only PATH, HOME and a plain
					   locale are handed on, with git's own guards (GIT_CONFIG_NOSYSTEM=1,
					   GIT_NO_REPLACE_OBJECTS=1, GIT_TERMINAL_PROMPT=0, LC_ALL=C.UTF-8) */
	const char *directory;          /* working directory, or NULL */
	const void *input;              /* bytes for standard input, or NULL for none */
	size_t input_length;
	struct sms_buf *errors; /* gets its standard error, in the place of /dev/null; not with `inherit` */
	bool inherit;           /* terminal, environment and all as they are: an editor, a pager */
	bool detached;          /* started in a session of its own and not waited for */
};

/* Runs it and waits; `output` (may be NULL) gets its standard output, `status` its exit status (128 + n after a
 * signal). A program that is not there is an error ENVIRONMENT that names it. */
struct sms_error *sms_process_run(const struct sms_process *process, struct sms_buf *output, int *status) SMS_CHECKED;

/* Appends what tells this program from another, or from what it was before it was built anew, without blanks. False
 * where that cannot be known. */
bool sms_process_add_program(struct sms_buf *out);

#endif
