/* Markdown: HTML without raw parts, and an outline of headings with the plain text below them. */
#include "wrap/markdown.h"
#include "wrap/text.h"
#include <cmark-gfm-core-extensions.h>
#include <cmark-gfm-extension_api.h>
#include <cmark-gfm.h>
#include <ctype.h>
#include <pthread.h>
#include <string.h>

#define OPTIONS (CMARK_OPT_DEFAULT | CMARK_OPT_VALIDATE_UTF8)

static void attach_extensions(cmark_parser *parser)
{
	static const char *const names[] = {"table", "strikethrough", "autolink", "tasklist"};
	static pthread_once_t registered =
		PTHREAD_ONCE_INIT; /* cmark's own list is not safe to fill from two threads */
	pthread_once(&registered, cmark_gfm_core_extensions_ensure_registered);
	for (size_t i = 0; i < SMS_COUNT(names); i++)
		cmark_parser_attach_syntax_extension(parser, cmark_find_syntax_extension(names[i]));
}

static cmark_node *parse(const char *text, size_t length)
{
	cmark_parser *parser = cmark_parser_new(OPTIONS);
	attach_extensions(parser);
	if (length)
		cmark_parser_feed(parser, text, length);
	cmark_node *document = cmark_parser_finish(parser);
	cmark_parser_free(parser);
	return document;
}

void sms_markdown_html(struct sms_buf *out, const char *text, size_t length)
{
	cmark_node *document = parse(text, length);
	cmark_iter *walk = cmark_iter_new(document);
	/* Safe mode would put a comment in place of each. */
	while (cmark_iter_next(walk) != CMARK_EVENT_DONE) {
		cmark_node *node = cmark_iter_get_node(walk);
		cmark_node_type type = cmark_node_get_type(node);
		if (type == CMARK_NODE_HTML_BLOCK || type == CMARK_NODE_HTML_INLINE)
			cmark_node_free(node);
	}
	cmark_iter_free(walk);
	char *html = cmark_render_html(document, OPTIONS, NULL);
	sms_buf_add_text(out, html);
	cmark_get_default_mem_allocator()->free(html);
	cmark_node_free(document);
}

/* An outline while the document is walked. */
struct walker {
	struct sms_buf text;
	struct sms_section *sections;
	size_t *bodies; /* where in `text` each section begins, behind its title */
	size_t *titles;
	size_t count, sections_capacity, bodies_capacity, titles_capacity;
};

/* Ends what stands in the text with `c`; never two of them, and none at the beginning. */
static void separate(struct sms_buf *text, char c)
{
	while (text->length && text->data[text->length - 1] == ' ')
		sms_buf_truncate(text, text->length - 1);
	if (text->length && text->data[text->length - 1] != '\n')
		sms_buf_add_char(text, c);
}

static void begin_section(struct walker *walker, cmark_node *heading)
{
	size_t count = walker->count++;
	sms_grow(walker->sections, count, walker->sections_capacity);
	sms_grow(walker->bodies, count, walker->bodies_capacity);
	sms_grow(walker->titles, count, walker->titles_capacity);
	walker->sections[count] = (struct sms_section){.level = (unsigned)cmark_node_get_heading_level(heading),
						       .line = (unsigned)cmark_node_get_start_line(heading)};
	walker->titles[count] = walker->text.length;
}

static void enter(struct walker *walker, cmark_node *node)
{
	switch (cmark_node_get_type(node)) {
	case CMARK_NODE_HEADING:
		begin_section(walker, node);
		break;
	case CMARK_NODE_TEXT:
	case CMARK_NODE_CODE:
	case CMARK_NODE_CODE_BLOCK:
		sms_buf_add_text(&walker->text, cmark_node_get_literal(node));
		break;
	case CMARK_NODE_SOFTBREAK:
	case CMARK_NODE_LINEBREAK:
		sms_buf_add_char(&walker->text, ' ');
		break;
	default:
		break;
	}
	if (cmark_node_get_type(node) == CMARK_NODE_CODE_BLOCK)
		separate(&walker->text, '\n');
}

static void leave(struct walker *walker, cmark_node *node)
{
	bool block = (cmark_node_get_type(node) & CMARK_NODE_TYPE_MASK) == CMARK_NODE_TYPE_BLOCK;
	bool cell = strcmp(cmark_node_get_type_string(node), "table_cell") == 0;
	if (block)
		separate(&walker->text, cell ? ' ' : '\n');
	if (cmark_node_get_type(node) == CMARK_NODE_HEADING) {
		struct sms_section *section = &walker->sections[walker->count - 1];
		size_t start = walker->titles[walker->count - 1], length = walker->text.length - start;
		section->title = sms_copy(sms_buf_text(&walker->text) + start, length ? length - 1 : 0);
		walker->bodies[walker->count - 1] = walker->text.length;
	}
}

/* Tokens with a letter or digit in them; whatever is not ASCII counts as a letter. */
static size_t count_words(const char *text)
{
	size_t words = 0;
	bool inside = false;
	for (; *text; text++) {
		unsigned char c = (unsigned char)*text;
		if (isspace(c))
			inside = false;
		else if (!inside && (isalnum(c) || c >= 0x80))
			words += inside = true;
	}
	return words;
}

static void finish_section(struct walker *walker, size_t index)
{
	struct sms_section *section = &walker->sections[index];
	size_t next = index + 1, start = walker->bodies[index];
	while (next < walker->count && walker->sections[next].level > section->level)
		next++;
	size_t end = next < walker->count ? walker->titles[next] : walker->text.length;
	while (end > start && walker->text.data[end - 1] == '\n')
		end--;
	section->text = sms_copy(sms_buf_text(&walker->text) + start, end - start);
	section->words = count_words(section->text);
}

void sms_markdown_outline(struct sms_outline *out, const char *text, size_t length)
{
	struct walker walker = {0};
	cmark_node *document = parse(text, length);
	cmark_iter *walk = cmark_iter_new(document);
	for (cmark_event_type event; (event = cmark_iter_next(walk)) != CMARK_EVENT_DONE;)
		(event == CMARK_EVENT_ENTER ? enter : leave)(&walker, cmark_iter_get_node(walk));
	cmark_iter_free(walk);
	cmark_node_free(document);

	for (size_t i = 0; i < walker.count; i++)
		finish_section(&walker, i);
	separate(&walker.text, '\n');
	if (walker.text.length)
		sms_buf_truncate(&walker.text, walker.text.length - 1);
	*out = (struct sms_outline){.sections = walker.sections, .count = walker.count};
	out->text = sms_strdup(sms_buf_text(&walker.text));
	out->words = count_words(out->text);
	sms_buf_release(&walker.text);
	free(walker.bodies);
	free(walker.titles);
}

void sms_outline_release(struct sms_outline *outline)
{
	for (size_t i = 0; i < outline->count; i++) {
		free(outline->sections[i].title);
		free(outline->sections[i].text);
	}
	free(outline->sections);
	free(outline->text);
	*outline = (struct sms_outline){0};
}

const struct sms_section *sms_outline_find(const struct sms_outline *outline, const char *title)
{
	sms_auto(buf) struct sms_buf wanted = SMS_BUF_INIT, candidate = SMS_BUF_INIT;
	sms_text_add_folded(&wanted, title);
	for (size_t i = 0; i < outline->count; i++) {
		sms_buf_clear(&candidate);
		sms_text_add_folded(&candidate, outline->sections[i].title);
		if (strstr(sms_buf_text(&candidate), sms_buf_text(&wanted)))
			return &outline->sections[i];
	}
	return NULL;
}
