/* What main prepares for commands, and what commands ask of it. */
#include "base/file.h"
#include "command.h"
#include "terminal.h"
#include "wrap/text.h"
#include <errno.h>
#include <string.h>
#include <unistd.h>

const struct option global_options[] = {
	OPTION_TEXT(struct global_options, directory, 'C', NULL, "DIR", "run as if started in DIR"),
	OPTION_TEXT(struct global_options, at, 0, "at", "REV|DATE",
		    "read everything as it stood at a commit or a date"),
	OPTION_TEXT(struct global_options, now, 0, "now", "TIME", "judge as if it were this instant"),
	OPTION_CHOICE(struct global_options, colour, 0, "color", "WHEN", "auto|always|never", "colour the output"),
	OPTION_FLAG(struct global_options, no_pager, 0, "no-pager", "print long output as it is"),
	OPTION_FLAG(struct global_options, version, 0, "version", "print the version"),
	OPTION_END,
};

static struct sms_error *enter_directory(struct context *context)
{
	const char *directory = context->global.directory;
	if (!directory)
		return NULL;
	if (context->store)
		return sms_error(SMS_INPUT, "option '-C' must stand before the record's own options");
	context->global.directory = NULL;
	if (chdir(directory) < 0)
		return sms_error_as(sms_error_errno(errno, "cannot enter the folder '%s'", directory), SMS_INPUT);
	return NULL;
}

static bool wants_colour(const struct context *context)
{
	const char *when = context->global.colour, *terminal = getenv("TERM"), *no_colour = getenv("NO_COLOR");
	if (when && strcmp(when, "auto") != 0)
		return strcmp(when, "always") == 0;
	return context->terminal && !(no_colour && *no_colour) && terminal && strcmp(terminal, "dumb") != 0;
}

struct sms_error *context_prepare(struct context *context)
{
	SMS_TRY(enter_directory(context));
	const char *now = context->global.now;
	if (now) {
		sms_time instant;
		context->global.now = NULL;
		SMS_TRY(sms_error_wrap(sms_time_parse_loose(now, sms_now(), true, &instant), "option '--now'"));
		sms_clock_set(instant);
	}
	/* The end of `--at DATE`, once the store has been opened. */
	if (now || context->now == SMS_TIME_NONE)
		context->now = sms_now();
	context->colour = wants_colour(context);
	return NULL;
}

struct sms_error *context_open(struct context *context, enum sms_view view)
{
	SMS_TRY(context_prepare(context));
	if (context->store)
		return NULL;
	return sms_store_open(&context->store, ".", view, context->global.at, &context->now);
}

/* Is there an sms.json in the work tree or at HEAD? */
static struct sms_error *find_settings(const struct sms_repo *repo, bool *found)
{
	sms_auto(string) char *path =
		sms_repo_workdir(repo) ? sms_format("%s" SMS_SETTINGS_PATH, sms_repo_workdir(repo)) : NULL;
	struct sms_oid head, blob;
	*found = path && sms_file_exists(path);
	if (*found)
		return NULL;
	SMS_TRY(sms_repo_head(repo, &head));
	return sms_oid_is_zero(&head) ? NULL : sms_repo_lookup(repo, &head, SMS_SETTINGS_PATH, found, &blob, NULL);
}

/* Outside of every SMS repository, rather than in one that cannot be read. */
static bool is_outside(void)
{
	sms_auto(repo) struct sms_repo *repo = NULL;
	bool found = true;
	sms_auto(error) struct sms_error *error = sms_repo_open(&repo, ".");
	if (!repo)
		return true;
	error = find_settings(repo, &found);
	return !error && !found;
}

struct sms_error *context_types(struct context *context, const struct sms_types **out)
{
	struct sms_error *error = context->store || context->types ? NULL : context_open(context, SMS_VIEW_CURRENT);
	if (error && (context->global.at || !is_outside()))
		return error;
	sms_error_free(error);
	if (!context->store && !context->types)
		SMS_TRY(sms_types_load(&context->types, NULL, 0));
	*out = context->store ? context->store->types : context->types;
	return NULL;
}

struct sms_error *context_refuse_at(const struct context *context, const char *call)
{
	if (!context->global.at)
		return NULL;
	return sms_error(SMS_INPUT, "option '--at' is for reading: '%s' writes", call);
}

struct sms_error *context_commit(struct context *context, struct sms_change *change, const struct write_options *write,
				 const char *message)
{
	struct sms_change_options options = {.message = message};
	return context_commit_with(context, change, write, options, NULL);
}

struct sms_error *context_commit_with(struct context *context, struct sms_change *change,
				      const struct write_options *write, struct sms_change_options options,
				      struct sms_oid *out)
{
	if (write && write->message)
		options.message = write->message;
	options.dry_run = write && write->dry_run;
	options.progress = context->progress;
	bool writes = !options.dry_run && !sms_change_is_empty(change);
	SMS_TRY(sms_change_commit(change, &options, out));
	context->wrote = context->wrote || writes;
	return NULL;
}

struct sms_error *context_read(struct context *context, const char *path, size_t limit, struct sms_buf *out)
{
	if (strcmp(path, "-") != 0)
		return sms_file_read(out, path, limit);
	if (!context->has_input)
		SMS_TRY(sms_file_read(&context->input, path, limit));
	context->has_input = true;
	sms_buf_clear(out);
	sms_buf_add(out, sms_buf_text(&context->input), context->input.length);
	return NULL;
}

void context_say(const struct context *context, const char *format, ...)
{
	va_list arguments;
	va_start(arguments, format);
	sms_auto(string) char *text = sms_vformat(format, arguments);
	va_end(arguments);
	sms_auto(buf) struct sms_buf line = SMS_BUF_INIT;
	sms_text_add_safe(&line, text, false);
	progress_bar_clear(context->progress);
	fprintf(stderr, "sms: %s\n", sms_buf_text(&line));
}
