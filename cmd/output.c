/* Text, paragraphs, pairs and JSON documents. */
#include "output.h"
#include "terminal.h"
#include "wrap/text.h"
#include <errno.h>
#include <string.h>

enum { READABLE = 100 }; /* columns of a paragraph at most */

static const char *const tone_codes[] = {
	[TONE_GOOD] = "\033[32m", [TONE_BAD] = "\033[31m",   [TONE_WARN] = "\033[33m",
	[TONE_DIM] = "\033[2m",   [TONE_STRONG] = "\033[1m",
};

void output_bytes(struct context *context, const void *bytes, size_t length)
{
	progress_bar_clear(context->progress);
	context->printed = context->printed || length;
	if (fwrite(bytes, 1, length, context->out) != length && !context->output_error)
		context->output_error = errno;
}

/* Text that is safe already. */
static void put(struct context *context, enum tone tone, const struct sms_buf *text)
{
	const char *code = context->colour && text->length ? tone_codes[tone] : NULL;
	if (code)
		output_bytes(context, code, strlen(code));
	output_bytes(context, sms_buf_text(text), text->length);
	if (code)
		output_bytes(context, "\033[0m", strlen("\033[0m"));
}

void output_text(struct context *context, enum tone tone, const char *text)
{
	sms_auto(buf) struct sms_buf safe = SMS_BUF_INIT;
	sms_text_add_safe(&safe, text, true);
	put(context, tone, &safe);
}

void output_format(struct context *context, enum tone tone, const char *format, ...)
{
	va_list arguments;
	va_start(arguments, format);
	sms_auto(string) char *text = sms_vformat(format, arguments);
	va_end(arguments);
	output_text(context, tone, text);
}

void output_heading(struct context *context, const char *title)
{
	if (context->printed)
		output_bytes(context, "\n", 1);
	output_text(context, TONE_STRONG, title);
	output_bytes(context, "\n", 1);
}

void output_paragraph(struct context *context, const char *text, size_t indent)
{
	sms_auto(buf) struct sms_buf wrapped = SMS_BUF_INIT;
	sms_buf_add_fill(&wrapped, ' ', indent);
	sms_text_add_wrapped(&wrapped, text, context->width < READABLE ? context->width : READABLE, indent);
	sms_buf_add_char(&wrapped, '\n');
	put(context, TONE_PLAIN, &wrapped);
}

/* Pairs. */

struct pair {
	char *label;
	char *value;
	enum tone tone;
};

void pairs_add(struct pairs *pairs, const char *label, enum tone tone, const char *value)
{
	if (!value || !*value)
		return;
	sms_grow(pairs->items, pairs->count, pairs->capacity);
	pairs->items[pairs->count++] = (struct pair){sms_strdup(label), sms_strdup(value), tone};
}

void pairs_add_format(struct pairs *pairs, const char *label, enum tone tone, const char *format, ...)
{
	va_list arguments;
	va_start(arguments, format);
	sms_auto(string) char *value = sms_vformat(format, arguments);
	va_end(arguments);
	pairs_add(pairs, label, tone, value);
}

void pairs_print(struct context *context, const struct pairs *pairs)
{
	size_t indent = 0;
	for (size_t i = 0; i < pairs->count; i++) {
		size_t width = sms_text_width(pairs->items[i].label) + 2;
		indent = width > indent ? width : indent;
	}
	sms_auto(buf) struct sms_buf text = SMS_BUF_INIT;
	for (size_t i = 0; i < pairs->count; i++) {
		const struct pair *pair = &pairs->items[i];
		sms_buf_clear(&text);
		sms_text_add_column(&text, pair->label, indent, true);
		put(context, TONE_DIM, &text);
		sms_buf_clear(&text);
		sms_text_add_wrapped(&text, pair->value, context->width, indent);
		put(context, pair->tone, &text);
		output_bytes(context, "\n", 1);
	}
}

void pairs_release(struct pairs *pairs)
{
	for (size_t i = 0; i < pairs->count; i++) {
		free(pairs->items[i].label);
		free(pairs->items[i].value);
	}
	free(pairs->items);
	*pairs = (struct pairs){0};
}

/* JSON. */

sms_json *output_document(const char *name)
{
	sms_json *document = sms_json_new_object();
	sms_auto(string) char *schema = sms_format("sms/%s/1", name);
	sms_json_set_text(document, "schema", schema);
	return document;
}

void output_json(struct context *context, const sms_json *value)
{
	sms_auto(buf) struct sms_buf text = SMS_BUF_INIT;
	sms_json_print(&text, value);
	output_bytes(context, text.data, text.length);
}
