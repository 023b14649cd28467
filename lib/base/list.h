/* A list of strings, owned by the list. Zero-initialize. */
#ifndef SMS_BASE_LIST_H
#define SMS_BASE_LIST_H

#include "base/buf.h"

struct sms_list {
	char **items;
	size_t count;
	size_t capacity;
};
#define SMS_LIST_INIT                                                                                                  \
	{                                                                                                              \
		NULL, 0, 0                                                                                             \
	}

void sms_list_release(struct sms_list *list);
/* Adds a copy of `text`. */
void sms_list_add(struct sms_list *list, const char *text);
/* Adds `text` itself, which the list then owns. */
void sms_list_adopt(struct sms_list *list, char *text);
void sms_list_add_format(struct sms_list *list, const char *format, ...) SMS_PRINTF(2, 3);
bool sms_list_contains(const struct sms_list *list, const char *text);
/* Byte order. */
void sms_list_sort(struct sms_list *list);
/* Drops equal neighbours of a sorted list. */
void sms_list_unique(struct sms_list *list);
/* The items with `separator` between them, appended to `out`. */
void sms_list_join(struct sms_buf *out, const struct sms_list *list, const char *separator);
/* Splits at each `separator`; adds every piece, empty ones too. */
void sms_list_split(struct sms_list *list, const char *text, char separator);
/* The item nearest to `name` by edit distance (Damerau-Levenshtein), or NULL when none is near enough to be what was
 * meant (more than a third of its length away, at least one). Borrowed. */
const char *sms_list_nearest(const struct sms_list *list, const char *name);

SMS_AUTO_STRUCT(list, struct sms_list, sms_list_release);

#endif
