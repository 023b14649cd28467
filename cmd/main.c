/* The program: reads the command line, opens what the command needs, runs it, prints errors, ends the process. */
#include "base/utf8.h"
#include "help/help.h"
#include "terminal.h"
#include "wrap/json/json.h"
#include "wrap/text.h"
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <string.h>
#include <sys/ioctl.h>
#include <time.h>
#include <unistd.h>

enum { ATTEMPTS = 5, FIRST_PAUSE = 20 }; /* milliseconds */

/* A standard stream that is closed must not become a file that we open: what is written there has to fail. */
static void keep_standard_streams(void)
{
	for (int fd = STDIN_FILENO; fd <= STDERR_FILENO; fd++)
		if (fcntl(fd, F_GETFD) < 0 && open("/dev/null", fd == STDIN_FILENO ? O_WRONLY : O_RDONLY) != fd)
			_exit(SMS_ENVIRONMENT);
}

static void look_at_terminal(struct context *context)
{
	struct winsize size;
	context->terminal = isatty(STDOUT_FILENO);
	context->interactive = isatty(STDIN_FILENO) && isatty(STDERR_FILENO);
	context->width = 80;
	context->height = 24;
	if (!context->terminal || ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) < 0)
		return;
	context->width = size.ws_col >= 20 ? size.ws_col : context->width;
	context->height = size.ws_row ? size.ws_row : context->height;
}

/* Finding the command. */

static struct sms_error *unknown_command(const char *word)
{
	sms_auto(list) struct sms_list names = SMS_LIST_INIT;
	for (size_t i = 0; i < command_count; i++)
		if (commands[i]->group != GROUP_HIDDEN)
			sms_list_add(&names, commands[i]->name);
	const char *nearest = sms_list_nearest(&names, word);
	struct sms_error *error = sms_error(SMS_INPUT, "unknown command '%s'", word);
	return nearest ? sms_error_hint(error, "sms %s", nearest) : sms_error_hint(error, "sms help");
}

static struct sms_error *check_words(const char *const *words, size_t count)
{
	for (size_t i = 0; i < count; i++)
		if (sms_utf8_valid(words[i], strlen(words[i])) != strlen(words[i]))
			return sms_error(SMS_INPUT, "argument %zu is not UTF-8: '%s'", i + 1, words[i]);
	return NULL;
}

/* Running it. */

static unsigned needs_of(const struct command *command, const void *options, const struct sms_list *arguments)
{
	return command->needs_of ? command->needs_of(options, arguments) : command->needs;
}

static enum sms_view view_of(unsigned needs)
{
	if (needs & NEEDS_SALVAGE)
		return SMS_VIEW_SALVAGED;
	return needs & NEEDS_COMMITTED ? SMS_VIEW_COMMITTED : SMS_VIEW_CURRENT;
}

/* Opens what the command needs, and runs it once. */
static struct sms_error *attempt(struct context *context, const struct parse *parse, const void *options)
{
	const struct command *command = context->command;
	unsigned needs = needs_of(command, options, &parse->arguments);
	if (needs & (NEEDS_STORE | NEEDS_COMMITTED | NEEDS_WRITE))
		SMS_TRY(context_open(context, view_of(needs)));
	SMS_TRY(options_set_times(parse, context->now));
	if (needs & NEEDS_NO_HASHES)
		sms_git_check_hashes(false);
	if (needs & NEEDS_PAGER)
		pager_begin(context);
	struct sms_error *error = command->run(context, options, &parse->arguments);
	struct sms_error *unprinted = pager_end(context);
	if (!error)
		return unprinted;
	sms_error_free(unprinted);
	return error;
}

/* Longer each time, and not in step with whoever else waits. */
static void pause_before(unsigned attempt)
{
	struct timespec now;
	clock_gettime(CLOCK_MONOTONIC, &now);
	long pause = ((long)FIRST_PAUSE << attempt) + now.tv_nsec / 1000 % FIRST_PAUSE;
	nanosleep(&(struct timespec){pause / 1000, pause % 1000 * 1000000}, NULL);
}

/* A command that writes starts again from the beginning when somebody else was first. */
static struct sms_error *run(struct context *context, const struct parse *parse, const void *options)
{
	unsigned attempts = context->command->needs & (NEEDS_WRITE | NEEDS_MAY_WRITE) ? ATTEMPTS : 1;
	for (unsigned i = 1;; i++) {
		struct sms_error *error = attempt(context, parse, options);
		if (i >= attempts || sms_error_status(error) != SMS_BUSY)
			return error;
		sms_error_free(error);
		sms_store_free(sms_move(&context->store));
		pause_before(i - 1);
	}
}

static struct sms_error *check_call(struct context *context, const struct parse *parse)
{
	const struct command *command = context->command;
	SMS_TRY(synopsis_check(command->arguments, parse->call, &parse->arguments));
	return command->needs & NEEDS_WRITE ? context_refuse_at(context, parse->call) : NULL;
}

/* `words` are the command's own and those behind it; `first` is an argument that its own word held, or NULL. */
static struct sms_error *call(struct context *context, const char *first, const char *const *words, size_t count)
{
	const struct command *command = context->command;
	sms_auto(string) char *name = sms_format("sms %s", words[0]);
	sms_auto(string) char *options = sms_alloc(1, command->options_size);
	sms_auto(parse) struct parse parse = {.options = command->options,
					      .into = options,
					      .common = global_options,
					      .common_into = &context->global,
					      .dynamic = command->dynamic,
					      .context = context,
					      .call = name};
	if (first)
		sms_list_add(&parse.arguments, first);
	struct sms_error *error = options_parse(&parse, words + 1, count - 1);
	context->format = parse.format;
	if (!error)
		error = context_prepare(context);
	if (!error && parse.help)
		error = help_usage(context, command, first ? words[0] : NULL, &parse.arguments);
	else if (!error)
		error = check_call(context, &parse);
	if (!error && !parse.help)
		error = run(context, &parse, options);
	options_release(command->options, options);
	return error;
}

static struct sms_error *run_program(struct context *context, const char *const *words, size_t count)
{
	SMS_TRY(check_words(words, count));
	sms_auto(parse) struct parse parse = {
		.options = global_options, .into = &context->global, .stop = true, .call = "sms"};
	SMS_TRY(options_parse(&parse, words, count));
	if (context->global.version) {
		output_text(context, TONE_PLAIN, "sms " SMS_VERSION "\n");
		return NULL;
	}
	SMS_TRY(context_prepare(context));
	if (parse.help || parse.used == count)
		return help_overview(context);
	const char *word = words[parse.used], *first = NULL;
	context->command = command_find_word(word, &first);
	if (!context->command)
		return unknown_command(word);
	return call(context, first, words + parse.used, count - parse.used);
}

/* The end. */

static void print_error(const struct context *context, const struct sms_error *error)
{
	progress_bar_clear(context->progress);
	sms_auto(buf) struct sms_buf text = SMS_BUF_INIT;
	sms_buf_add_text(&text, "sms: ");
	sms_text_add_safe(&text, sms_error_message(error), false);
	sms_buf_add_char(&text, '\n');
	for (size_t i = 0; i < sms_error_hint_count(error); i++) {
		sms_buf_add_text(&text, "hint: ");
		sms_text_add_safe(&text, sms_error_hint_at(error, i), false);
		sms_buf_add_char(&text, '\n');
	}
	fputs(sms_buf_text(&text), stderr);
}

/* What was printed must have arrived; a reader that went away (`sms list | head`) is told by the status alone. */
static enum sms_status close_output(const struct context *context)
{
	int failure = context->output_error;
	if ((fflush(stdout) != 0 || (context->printed && fclose(stdout) != 0)) && !failure)
		failure = errno;
	if (!failure)
		return SMS_OK;
	if (failure != EPIPE) {
		sms_auto(error) struct sms_error *error = sms_error_errno(failure, "cannot write to standard output");
		print_error(context, error);
	}
	return context->wrote ? SMS_UNCONFIRMED : SMS_ENVIRONMENT;
}

int main(int argc, char **argv)
{
	keep_standard_streams();
	signal(SIGPIPE, SIG_IGN);
	sms_json_setup();
	struct progress_bar bar;
	progress_bar_init(&bar);
	struct context context = {.out = stdout, .now = SMS_TIME_NONE, .progress = &bar.progress};
	look_at_terminal(&context);
	struct sms_error *error = run_program(&context, (const char *const *)argv + 1, argc > 0 ? (size_t)argc - 1 : 0);
	enum sms_status status = error ? sms_error_status(error) : context.status;
	enum sms_status unprinted = close_output(&context);
	if (error)
		print_error(&context, error);
	/* What is still held goes with the process: to free types and records one by one would be felt at each call. */
	exit((int)(unprinted && !error ? unprinted : status));
}
