/* Files in memory: see mapping.h. */
#include "base/mapping.h"
#include <fcntl.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

bool sms_mapping_open(struct sms_mapping *out, const char *path)
{
	struct stat status;
	*out = (struct sms_mapping){0};
	int file = open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK);
	if (file < 0)
		return false;
	if (fstat(file, &status) == 0 && S_ISREG(status.st_mode) && status.st_size > 0) {
		void *bytes = mmap(NULL, (size_t)status.st_size, PROT_READ, MAP_PRIVATE, file, 0);
		if (bytes != MAP_FAILED)
			*out = (struct sms_mapping){bytes, (size_t)status.st_size};
	}
	close(file);
	return out->bytes != NULL;
}

void sms_mapping_release(struct sms_mapping *mapping)
{
	union { /* munmap only forgets it */
		const char *bytes;
		void *memory;
	} mapped = {.bytes = mapping->bytes};
	if (mapping->bytes)
		munmap(mapped.memory, mapping->length);
	*mapping = (struct sms_mapping){0};
}
