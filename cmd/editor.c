/* The person's editor on a temporary file. */
#include "base/file.h"
#include "terminal.h"
#include <errno.h>
#include <string.h>
#include <unistd.h>

enum { LIMIT = 16 << 20 };

/* A file that is removed at the end of its scope. */
static void remove_file(char **path)
{
	if (*path)
		unlink(*path);
	free(*path);
}

static const char *variable(const char *name)
{
	const char *value = getenv(name);
	return value && *value ? value : NULL;
}

/* The editor's command; the caller's. */
static struct sms_error *choose(struct context *context, char **out)
{
	const char *editor = variable("VISUAL");
	if (!editor)
		editor = variable("EDITOR");
	*out = sms_strdup(editor);
	if (!*out && context->store)
		SMS_TRY(sms_repo_config(context->store->repo, "core.editor", out));
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

struct sms_error *editor_edit(struct context *context, struct sms_buf *text, const char *suffix)
{
	sms_auto(string) char *editor = NULL;
	SMS_TRY(choose(context, &editor));
	__attribute__((cleanup(remove_file))) char *path = NULL;
	SMS_TRY(make_file(text, suffix, &path));
	progress_bar_clear(context->progress);
	fflush(context->out);
	int status = 0;
	SMS_TRY(terminal_run(editor, path, NULL, 0, &status));
	if (status != 0)
		return sms_error(SMS_ENVIRONMENT, "the editor '%s' ended with status %d: nothing was changed", editor,
				 status);
	return sms_file_read(text, path, LIMIT);
}
