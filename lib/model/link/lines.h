/* The lines that the index of links (index.h) is made of: "TO, TYPE, RELATION, STATE, FROM" with tabs between,
 * in byte order. Private to it. */
#ifndef SMS_MODEL_LINK_LINES_H
#define SMS_MODEL_LINK_LINES_H

#include "model/link/links.h"

#define SMS_LINK_PARTS 5

struct sms_link_line {
	const char *at; /* closed by a newline */
	size_t length;  /* without it */
};

/* Lines in order, without doubles; the text must outlive it. */
struct sms_link_lines {
	struct sms_link_line *items;
	size_t count, capacity;
};
void sms_link_lines_release(struct sms_link_lines *lines);
SMS_AUTO_STRUCT(link_lines, struct sms_link_lines, sms_link_lines_release);

int sms_link_line_compare(const struct sms_link_line *a, const struct sms_link_line *b);
/* Appends a line for each link of a record to another. */
struct sms_error *sms_link_lines_add(struct sms_buf *out, const struct sms_type *type, const char *id,
				     const sms_json *json) SMS_CHECKED;
/* The lines of a text, as they stand. */
void sms_link_lines_split(struct sms_link_lines *out, const char *text, size_t length);
void sms_link_lines_sort(struct sms_link_lines *lines);
/* Appends the lines of a sorted text that are about `to`. */
void sms_link_lines_find(struct sms_link_lines *out, const char *text, size_t length, const char *to);
/* Part 0-4 of a line; its length in `length`. */
const char *sms_link_line_part(const struct sms_link_line *line, size_t part, size_t *length);

#endif
