/* Lines of the index of links: see lines.h. */
#include "model/link/lines.h"
#include "model/id.h"
#include <string.h>

void sms_link_lines_release(struct sms_link_lines *lines)
{
	free(lines->items);
	*lines = (struct sms_link_lines){0};
}

int sms_link_line_compare(const struct sms_link_line *a, const struct sms_link_line *b)
{
	int order = memcmp(a->at, b->at, a->length < b->length ? a->length : b->length);
	return order ? order : (a->length > b->length) - (a->length < b->length);
}

struct writer {
	struct sms_buf *out;
	const struct sms_type *type;
	const char *id;
	bool open;
};

/* The relation of the links list is marked, for a member may have the same name. */
static struct sms_error *add_line(void *context, const struct sms_link *link)
{
	struct writer *writer = context;
	bool listed = !strcmp(link->path, "links");
	if (!sms_id_is_valid(link->to)) /* a name that was written by hand: check says so */
		return NULL;
	for (const char *c = link->relation; *c; c++)
		if ((unsigned char)*c < ' ')
			return NULL;
	sms_buf_add_format(writer->out, "%s\t%s\t%s%s\t%s\t%s\n", link->to, writer->type->name, listed ? "+" : "",
			   link->relation, writer->open ? "open" : "over", writer->id);
	return NULL;
}

struct sms_error *sms_link_lines_add(struct sms_buf *out, const struct sms_type *type, const char *id,
				     const sms_json *json)
{
	const char *state = sms_json_get_text(json, "state");
	struct writer writer = {out, type, id, state && !sms_type_is_final(type, state)};
	return sms_links_each(type, json, add_line, &writer);
}

static void push(struct sms_link_lines *lines, const char *at, size_t length)
{
	sms_grow(lines->items, lines->count, lines->capacity);
	lines->items[lines->count++] = (struct sms_link_line){at, length};
}

void sms_link_lines_split(struct sms_link_lines *out, const char *text, size_t length)
{
	const char *end = text + length;
	while (text < end) {
		const char *stop = memchr(text, '\n', (size_t)(end - text));
		if (!stop)
			return;
		push(out, text, (size_t)(stop - text));
		text = stop + 1;
	}
}

static int compare_lines(const void *a, const void *b)
{
	return sms_link_line_compare(a, b);
}

void sms_link_lines_sort(struct sms_link_lines *lines)
{
	size_t kept = 0;
	if (lines->count)
		qsort(lines->items, lines->count, sizeof *lines->items, compare_lines);
	for (size_t i = 0; i < lines->count; i++)
		if (!kept || sms_link_line_compare(&lines->items[kept - 1], &lines->items[i]) != 0)
			lines->items[kept++] = lines->items[i];
	lines->count = kept;
}

/* The beginning of the line that `at` lies in. */
static const char *line_start(const char *text, const char *at)
{
	const char *before = at && at > text ? memrchr(text, '\n', (size_t)(at - text)) : NULL;
	return before ? before + 1 : text;
}

void sms_link_lines_find(struct sms_link_lines *out, const char *text, size_t length, const char *to)
{
	sms_auto(string) char *key = sms_format("%s\t", to);
	size_t size = strlen(key);
	const char *low = text, *high = text + length, *end = high; /* beginnings of lines */
	while (low && low < high) {
		const char *at = line_start(text, low + (high - low) / 2);
		const char *stop = memchr(at, '\n', (size_t)(end - at));
		size_t have = stop ? (size_t)(stop - at) : (size_t)(end - at);
		int order = memcmp(at, key, have < size ? have : size);
		if (order < 0 || (order == 0 && have < size))
			low = stop ? stop + 1 : end;
		else
			high = at;
	}
	while (low < end && (size_t)(end - low) > size && !memcmp(low, key, size)) {
		const char *stop = memchr(low, '\n', (size_t)(end - low));
		if (!stop)
			return;
		push(out, low, (size_t)(stop - low));
		low = stop + 1;
	}
}

const char *sms_link_line_part(const struct sms_link_line *line, size_t part, size_t *length)
{
	const char *at = line->at, *end = line->at + line->length;
	for (size_t i = 0;; i++) {
		const char *tab = memchr(at, '\t', (size_t)(end - at));
		if (i == part || !tab) {
			*length = i == part ? (size_t)((tab ? tab : end) - at) : 0;
			return at;
		}
		at = tab + 1;
	}
}
