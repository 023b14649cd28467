/* Memory that is there or ends the process with status 12: callers never test for NULL.
 * Not for sizes that a hostile input chooses; those are limited before they get here. */
#ifndef SMS_BASE_MEMORY_H
#define SMS_BASE_MEMORY_H

#include "base/cleanup.h"
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>

#define SMS_PRINTF(format_index, first) __attribute__((format(printf, format_index, first)))
#define SMS_CHECKED __attribute__((warn_unused_result))

/* Zeroed memory of count * size bytes; never NULL, not even for 0. Free with free(). */
void *sms_alloc(size_t count, size_t size) SMS_CHECKED;
/* As realloc(), for count * size bytes; new bytes are not zeroed. */
void *sms_realloc(void *memory, size_t count, size_t size) SMS_CHECKED;
/* A copy of `length` bytes with a zero byte behind them. */
char *sms_copy(const char *bytes, size_t length) SMS_CHECKED;
/* A copy of a string; NULL stays NULL. */
char *sms_strdup(const char *text);
/* A formatted string of its own. */
char *sms_format(const char *format, ...) SMS_PRINTF(1, 2) SMS_CHECKED;
char *sms_vformat(const char *format, va_list arguments) SMS_PRINTF(1, 0) SMS_CHECKED;
/* Says "out of memory" on stderr and ends the process with status 12. */
_Noreturn void sms_out_of_memory(void);

/* Makes room for one more element behind `count` in a typed array that grows by doubling. */
#define sms_grow(array, count, capacity)                                                                               \
	do {                                                                                                           \
		if ((count) == (capacity)) {                                                                           \
			(capacity) = (capacity) ? (capacity)*2 : 8;                                                    \
			(array) = sms_realloc((array), (capacity), sizeof *(array));                                   \
		}                                                                                                      \
	} while (0)

#define SMS_COUNT(array) (sizeof(array) / sizeof *(array))

SMS_AUTO_POINTER(string, char *, free);

#endif
