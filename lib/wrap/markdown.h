/* Markdown documents (GitHub's flavour), through cmark-gfm. */
#ifndef SMS_WRAP_MARKDOWN_H
#define SMS_WRAP_MARKDOWN_H

#include "base/buf.h"
#include "base/error.h"

/* Appends HTML without raw pass-through: tags in the text are dropped, links of unsafe schemes are emptied. */
void sms_markdown_html(struct sms_buf *out, const char *text, size_t length);

struct sms_section {
	char *title;    /* text of the heading */
	unsigned level; /* 1-6 */
	unsigned line;  /* of the heading, from 1 */
	char *text;     /* plain text of all below it, up to the next heading of this level or a higher one */
	size_t words;   /* of `text` */
};

struct sms_outline {
	struct sms_section *sections;
	size_t count;
	char *text;   /* plain text of the whole document */
	size_t words; /* of `text` */
};

/* What the document's headings and paragraphs say, without markup. */
void sms_markdown_outline(struct sms_outline *out, const char *text, size_t length);
void sms_outline_release(struct sms_outline *outline);
/* The section whose title contains `title`, case ignored; NULL when there is none. Borrowed. */
const struct sms_section *sms_outline_find(const struct sms_outline *outline, const char *title);

SMS_AUTO_STRUCT(outline, struct sms_outline, sms_outline_release);

#endif
