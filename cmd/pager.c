/* The pager: gets what is longer than the terminal. */
#include "base/process.h"
#include "output.h"
#include "terminal.h"
#include <string.h>

struct sms_error *terminal_run(const char *command, const char *argument, const void *input, size_t length, int *status)
{
	sms_auto(string) char *script = sms_format("%s \"$@\"", command);
	const char *const arguments[] = {"sh", "-c", script, "sms", argument, NULL};
	struct sms_process process = {.arguments = arguments, .input = input, .input_length = length, .inherit = true};
	return sms_process_run(&process, NULL, status);
}

static const char *choose(void)
{
	const char *pager = getenv("SMS_PAGER");
	if (!pager)
		pager = getenv("PAGER");
	return pager ? pager : "less -FRX";
}

void pager_begin(struct context *context)
{
	const char *pager = choose();
	if (!context->terminal || context->global.no_pager || !*pager || strcmp(pager, "cat") == 0)
		return;
	context->out = open_memstream(&context->held, &context->held_length);
	if (!context->out)
		sms_out_of_memory();
}

static bool is_long(const char *text, size_t length, size_t height)
{
	size_t lines = 0;
	const char *end = text + length;
	for (const char *at = text; at < end && (at = memchr(at, '\n', (size_t)(end - at))); at++)
		lines++;
	return lines >= height;
}

struct sms_error *pager_end(struct context *context)
{
	if (context->out == stdout)
		return NULL;
	bool failed = fclose(context->out) != 0;
	context->out = stdout;
	if (failed)
		sms_out_of_memory();
	sms_auto(string) char *held = sms_move(&context->held);
	int status = 0;
	progress_bar_clear(context->progress);
	if (is_long(held, context->held_length, context->height)) {
		fflush(stdout);
		SMS_TRY(terminal_run(choose(), NULL, held, context->held_length, &status));
		/* 126 and 127 are the shell's: no such program. */
		if (status != 126 && status != 127)
			return NULL;
	}
	output_bytes(context, held, context->held_length);
	return NULL;
}
