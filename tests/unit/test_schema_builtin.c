/* Stands in for the files compiled into the binary where a test is linked without them: reads them from schemas/ of
 * the source tree (environment SMS_SOURCE, else the working directory). */
#include "base/builtin.h"
#include "base/file.h"
#include "base/map.h"

__attribute__((weak)) const char *sms_builtin(const char *path, size_t *length)
{
	static struct sms_map *files;
	const char *source = getenv("SMS_SOURCE");
	sms_auto(string) char *name = sms_format("%s/schemas/%s", source ? source : ".", path);
	if (!files)
		files = sms_map_new(NULL);
	struct sms_buf *file = sms_map_get(files, path);
	if (!file) {
		file = sms_alloc(1, sizeof *file);
		sms_map_put(files, path, file);
		struct sms_error *error = sms_file_exists(name) ? sms_file_read(file, name, 1 << 20) : NULL;
		sms_error_free(error);
	}
	*length = file->length;
	return file->data;
}
