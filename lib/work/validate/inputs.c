/* Which files are looked at. */
#include "base/file.h"
#include "work/finding/print.h"
#include "work/validate/private.h"
#include <errno.h>
#include <string.h>

static const char *const suffixes[] = {".json", ".ndjson", ".jsonl", NULL};

static bool ends_with(const char *text, const char *end)
{
	size_t length = strlen(text), size = strlen(end);
	return length >= size && !strcmp(text + length - size, end);
}

static void add(struct inputs *out, const char *path, bool walked, const struct sms_validate_options *options)
{
	bool lines = options->lines || ends_with(path, ".ndjson") || ends_with(path, ".jsonl");
	sms_grow(out->items, out->count, out->capacity);
	out->items[out->count++] = (struct input){.path = sms_strdup(path), .walked = walked, .lines = lines};
}

static struct sms_error *add_folder(struct inputs *out, const char *path, const struct sms_validate_options *options)
{
	sms_auto(list) struct sms_list files = SMS_LIST_INIT;
	SMS_TRY(sms_folder_list(&files, path, suffixes));
	for (size_t i = 0; i < files.count; i++)
		add(out, files.items[i], true, options);
	return NULL;
}

struct sms_error *validate_list_inputs(struct inputs *out, const struct sms_validate_options *options)
{
	for (size_t i = 0; i < options->inputs->count; i++) {
		const char *path = options->inputs->items[i];
		struct stat status;
		if (sms_folder_is(path)) {
			SMS_TRY(add_folder(out, path, options));
			continue;
		}
		if (strcmp(path, SMS_FINDING_STDIN) != 0 && stat(path, &status) < 0)
			return sms_error_as(sms_error_errno(errno, "cannot open '%s'", path),
					    errno == ENOENT || errno == ENOTDIR ? SMS_INPUT : SMS_ENVIRONMENT);
		add(out, path, false, options);
	}
	return NULL;
}

void validate_inputs_release(struct inputs *inputs)
{
	for (size_t i = 0; i < inputs->count; i++) {
		free(inputs->items[i].path);
		sms_finding_list_release(&inputs->items[i].findings);
	}
	free(inputs->items);
}
