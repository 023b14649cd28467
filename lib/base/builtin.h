/* The files under schemas/, compiled into the binary. */
#ifndef SMS_BASE_BUILTIN_H
#define SMS_BASE_BUILTIN_H

#include <stddef.h>

/* Contents of the built-in file `path` (`types/incident.json`), closed by a zero byte that does not count; NULL when
 * there is none. */
const char *sms_builtin(const char *path, size_t *length);
/* Number of built-in files, and the path of the one at `index`; in byte order of paths. */
size_t sms_builtin_count(void);
const char *sms_builtin_path(size_t index);

/* What is needed of every built-in type at each start, as one JSON text without spaces: an object whose members are the
 * types' names, each an object with the title, the description and the x-sms (its example aside) of the
 * type's file. Reading all the files would be felt. */
const char *sms_builtin_types(size_t *length);

#endif
