/* A file's bytes in memory, read only as far as they are looked at: for caches, which are replaced by rename and never
 * written in place. Zero-initialize. */
#ifndef SMS_BASE_MAPPING_H
#define SMS_BASE_MAPPING_H

#include "base/cleanup.h"
#include <stdbool.h>
#include <stddef.h>

struct sms_mapping {
	const char *bytes; /* not closed by a zero; NULL when nothing is mapped */
	size_t length;
};

/* False, with nothing mapped, where there is no such regular file, or it is empty or cannot be read. */
bool sms_mapping_open(struct sms_mapping *out, const char *path);
void sms_mapping_release(struct sms_mapping *mapping);

SMS_AUTO_STRUCT(mapping, struct sms_mapping, sms_mapping_release);

#endif
