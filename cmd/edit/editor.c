/* The person's editor on a temporary file. What was written is never lost: the file stays where something failed. */
#include "base/file.h"
#include "terminal.h"
#include <errno.h>
#include <string.h>
#include <unistd.h>

enum { LIMIT = 16 << 20 };

static const char *variable(const char *name)
{
	const char *value = getenv(name);
	return value && *value ? value : NULL;
}

/* The editor's command, chosen as git does; the caller's. */
static struct sms_error *choose(struct context *context, char **out)
{
	const char *editor = variable("SMS_EDITOR");
	if (!editor)
		editor = variable("GIT_EDITOR");
	*out = sms_strdup(editor);
	if (!*out && context->store)
		SMS_TRY(sms_repo_config(context->store->repo, "core.editor", out));
	if (!*out && variable("VISUAL"))
		*out = sms_strdup(variable("VISUAL"));
	if (!*out && variable("EDITOR"))
		*out = sms_strdup(variable("EDITOR"));
	if (*out)
		return NULL;
	if (!context->interactive)
		return sms_error_hint(sms_error(SMS_INPUT, "no editor to open: nobody is at a terminal"),
				      "set EDITOR, or give the text by an option");
	*out = sms_strdup("vi");
	return NULL;
}

/* For the person's eyes only: mode 0600, as mkstemps makes it. */
static struct sms_error *make_file(const struct sms_buf *text, const char *suffix, char **out)
{
	const char *folder = variable("TMPDIR");
	*out = sms_format("%s/sms-XXXXXX%s", folder ? folder : "/tmp", suffix);
	int fd = mkstemps(*out, (int)strlen(suffix));
	if (fd < 0) {
		struct sms_error *error = sms_error_errno(errno, "cannot make the file '%s'", *out);
		free(sms_move(out));
		return error;
	}
	FILE *file = fdopen(fd, "w");
	if (!file)
		sms_out_of_memory();
	fwrite(sms_buf_text(text), 1, text->length, file);
	bool failed = ferror(file);
	if (fclose(file) != 0 || failed)
		return sms_error_errno(errno, "cannot write the file '%s'", *out);
	return NULL;
}

struct sms_error *editor_keep(const struct sms_buf *text, const char *suffix, struct sms_error *error)
{
	sms_auto(string) char *path = NULL;
	struct sms_error *failure = make_file(text, suffix, &path);
	if (!failure)
		return sms_error_hint(error, "what was written is kept in %s", path);
	sms_error_free(error);
	return failure;
}

struct sms_error *editor_edit(struct context *context, struct sms_buf *text, const char *suffix)
{
	sms_auto(string) char *editor = NULL, *path = NULL;
	int status = 0;
	SMS_TRY(choose(context, &editor));
	SMS_TRY(make_file(text, suffix, &path));
	progress_bar_clear(context->progress);
	fflush(context->out);
	struct sms_error *error = terminal_run(editor, path, NULL, 0, &status);
	if (!error && status != 0)
		error = sms_error(SMS_ENVIRONMENT, "the editor '%s' ended with status %d: nothing was changed", editor,
				  status);
	if (!error)
		error = sms_file_read(text, path, LIMIT);
	if (error)
		return sms_error_hint(error, "what was written is kept in %s", path);
	unlink(path);
	return NULL;
}
