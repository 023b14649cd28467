/* The difference between two texts as people read it. See sms_text_diff in git.h. */
#include "wrap/git/private.h"

struct sms_error *sms_text_diff(struct sms_buf *out, const char *before, size_t before_length, const char *after,
				size_t after_length, const char *path)
{
	git_patch *patch = NULL;
	git_buf text = {0};
	git_diff_options options = GIT_DIFF_OPTIONS_INIT;
	options.context_lines = 3;
	int code = git_patch_from_buffers(&patch, before, before_length, path, after, after_length, path, &options);
	if (code >= 0)
		code = git_patch_to_buf(&text, patch);
	if (code >= 0)
		sms_buf_add(out, text.ptr, text.size);
	struct sms_error *error = code < 0 ? sms_git_error(code, "cannot compare '%s'", path) : NULL;
	git_buf_dispose(&text);
	git_patch_free(patch);
	return error;
}
