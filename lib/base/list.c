#include "base/list.h"
#include <string.h>

void sms_list_release(struct sms_list *list)
{
	if (!list)
		return;
	for (size_t i = 0; i < list->count; i++)
		free(list->items[i]);
	free(list->items);
	*list = (struct sms_list)SMS_LIST_INIT;
}

void sms_list_add(struct sms_list *list, const char *text)
{
	sms_list_adopt(list, sms_strdup(text));
}

void sms_list_adopt(struct sms_list *list, char *text)
{
	sms_grow(list->items, list->count, list->capacity);
	list->items[list->count++] = text;
}

void sms_list_add_format(struct sms_list *list, const char *format, ...)
{
	va_list arguments;
	va_start(arguments, format);
	sms_list_adopt(list, sms_vformat(format, arguments));
	va_end(arguments);
}

bool sms_list_contains(const struct sms_list *list, const char *text)
{
	for (size_t i = 0; i < list->count; i++)
		if (strcmp(list->items[i], text) == 0)
			return true;
	return false;
}

static int by_bytes(const void *a, const void *b)
{
	return strcmp(*(const char *const *)a, *(const char *const *)b);
}

void sms_list_sort(struct sms_list *list)
{
	if (list->count > 1)
		qsort(list->items, list->count, sizeof *list->items, by_bytes);
}

void sms_list_unique(struct sms_list *list)
{
	size_t kept = 0;
	for (size_t i = 0; i < list->count; i++) {
		if (kept && strcmp(list->items[kept - 1], list->items[i]) == 0)
			free(list->items[i]);
		else
			list->items[kept++] = list->items[i];
	}
	list->count = kept;
}

void sms_list_join(struct sms_buf *out, const struct sms_list *list, const char *separator)
{
	for (size_t i = 0; i < list->count; i++) {
		if (i)
			sms_buf_add_text(out, separator);
		sms_buf_add_text(out, list->items[i]);
	}
}

void sms_list_split(struct sms_list *list, const char *text, char separator)
{
	for (;;) {
		const char *end = strchrnul(text, separator);
		sms_list_adopt(list, sms_copy(text, (size_t)(end - text)));
		if (!*end)
			return;
		text = end + 1;
	}
}

static size_t least(size_t a, size_t b)
{
	return a < b ? a : b;
}

/* Edits from `a` to `b`: insert, drop, replace a byte, swap two neighbours. `rows` holds three rows of strlen(b) + 1:
 * the row before the last, the last and the one being filled. */
static size_t distance(const char *a, const char *b, size_t *rows)
{
	size_t width = strlen(b) + 1;
	size_t *before = rows, *last = rows + width, *row = rows + 2 * width;
	for (size_t j = 0; j < width; j++)
		last[j] = j;
	for (size_t i = 1; a[i - 1]; i++) {
		row[0] = i;
		for (size_t j = 1; j < width; j++) {
			row[j] = least(least(row[j - 1], last[j]) + 1, last[j - 1] + (a[i - 1] != b[j - 1]));
			if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
				row[j] = least(row[j], before[j - 2] + 1);
		}
		size_t *freed = before;
		before = last;
		last = row;
		row = freed;
	}
	return last[width - 1];
}

const char *sms_list_nearest(const struct sms_list *list, const char *name)
{
	size_t length = strlen(name);
	size_t best = length / 3 ? length / 3 : 1;
	const char *found = NULL;
	size_t *rows = sms_alloc(3 * (length + 1), sizeof *rows);
	for (size_t i = 0; i < list->count; i++) {
		const char *item = list->items[i];
		size_t item_length = strlen(item);
		/* The lengths alone already tell a distance; this also keeps the work small for absurd names. */
		if ((item_length > length ? item_length - length : length - item_length) > best)
			continue;
		size_t away = distance(item, name, rows);
		if (away < best || (away == best && !found)) {
			best = away;
			found = item;
		}
	}
	free(rows);
	return found;
}
