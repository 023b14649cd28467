/* Runs a fuzz target over its kept inputs, tests/fuzz/corpus/TARGET, or over the files that it is given (a crash). For
 * compilers without libFuzzer; prints TAP. An input that breaks a property ends the process, and its name is the last
 * line on standard error. */
#include "base/file.h"
#include "base/list.h"
#include "fuzz.h"
#include <dirent.h>
#include <string.h>

#define INPUT_BYTES (1 << 20)

static bool run_file(const char *path)
{
	sms_auto(buf) struct sms_buf file = SMS_BUF_INIT;
	sms_auto(error) struct sms_error *error = sms_file_read(&file, path, INPUT_BYTES);
	if (error) {
		printf("not ok 1 - %s\n", sms_error_message(error));
		return false;
	}
	/* In a block of its own size, so that a sanitizer sees a read behind its end. */
	uint8_t *bytes = sms_alloc(file.length ? file.length : 1, 1);
	memcpy(bytes, sms_buf_text(&file), file.length);
	fprintf(stderr, "# %s\n", path);
	LLVMFuzzerTestOneInput(bytes, file.length);
	free(bytes);
	return true;
}

static bool list_folder(struct sms_list *out, const char *folder)
{
	DIR *stream = opendir(folder);
	if (!stream)
		return false;
	for (const struct dirent *entry; (entry = readdir(stream));)
		if (entry->d_name[0] != '.')
			sms_list_adopt(out, sms_format("%s/%s", folder, entry->d_name));
	closedir(stream);
	sms_list_sort(out);
	return true;
}

int main(int argc, char **argv)
{
	sms_auto(list) struct sms_list inputs = SMS_LIST_INIT;
	const char *source = getenv("SMS_SOURCE");
	sms_auto(string) char *folder = sms_format("%s/tests/fuzz/corpus/" TARGET, source ? source : ".");
	for (int i = 1; i < argc; i++)
		sms_list_add(&inputs, argv[i]);
	if (argc == 1 && (!list_folder(&inputs, folder) || !inputs.count)) {
		printf("1..1\nnot ok 1 - no inputs in %s\n", folder);
		return 1;
	}
	puts("1..1");
	for (size_t i = 0; i < inputs.count; i++)
		if (!run_file(inputs.items[i]))
			return 1;
	printf("ok 1 - %zu kept inputs of the fuzz target '" TARGET "' hold\n", inputs.count);
	return 0;
}
