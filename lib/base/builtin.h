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

/* Another one for every other set of files: what was found good by one of them may not be by the next. */
const char *sms_builtin_stamp(void);

/* What is known of a built-in type before any of its file is read: reading all of them at each start would be felt. */
struct sms_builtin_type {
	const char *name, *prefix;
	const char *part; /* x-sms.people.is, or NULL */
	const char *
		aims; /* types that the links of `target` invariants may lead to, each with a blank behind; "* ": any */
	const char *head; /* title, description and x-sms (its example aside) of the file, a JSON text without spaces */
	size_t length;
};
/* All of them. */
const struct sms_builtin_type *sms_builtin_types(size_t *count);

#endif
