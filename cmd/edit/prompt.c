/* Questions to the person at the terminal. */
#include "terminal.h"
#include "wrap/text.h"
#include <string.h>
#include <strings.h>

static bool is_yes(const char *answer)
{
	size_t length = strcspn(answer, " \t\r\n");
	return (length == 1 && strncasecmp(answer, "y", 1) == 0) || (length == 3 && strncasecmp(answer, "yes", 3) == 0);
}

struct sms_error *prompt_yes(struct context *context, const char *question, const char *hint, bool *out)
{
	if (!context->interactive) {
		struct sms_error *error = sms_error(SMS_INPUT, "nobody is at a terminal to be asked: %s", question);
		return hint ? sms_error_hint(error, "%s", hint) : error;
	}
	sms_auto(buf) struct sms_buf text = SMS_BUF_INIT;
	sms_text_add_safe(&text, question, true);
	progress_bar_clear(context->progress);
	fflush(context->out);
	fprintf(stderr, "%s [y/N] ", sms_buf_text(&text));
	char *answer = NULL;
	size_t size = 0;
	bool answered = getline(&answer, &size, stdin) > 0;
	if (!answered)
		fputc('\n', stderr);
	*out = answered && is_yes(answer);
	free(answer);
	return NULL;
}
