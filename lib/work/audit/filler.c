/* Placeholders: text that stands where something should have been written. The words are the catalogue's `fillers`:
 *   { "whole": texts that are nothing else, "beginnings": of texts, "words": anywhere in a document,
 *     "fields": beginnings of what stands in brackets }
 * in lower case. Deliberately narrow: what a person might have meant is not filler. */
#include "work/audit/private.h"
#include "wrap/text.h"
#include <ctype.h>
#include <string.h>

#define LONGEST 200 /* bytes; a longer text is looked at no further */
#define EDGES " \t\r\n.-_*:;,?!#|/\\'\""

static bool begins(const char *text, const char *with)
{
	while (*with && *text == *with)
		text++, with++;
	return !*with;
}

void audit_fillers_read(struct audit_fillers *out, const sms_json *catalogue)
{
	out->whole = sms_map_new(NULL);
	out->beginnings = sms_json_get(catalogue, "beginnings");
	out->words = sms_json_get(catalogue, "words");
	out->fields = sms_json_get(catalogue, "fields");
	sms_json_each(one, sms_json_get(catalogue, "whole"))
		sms_map_put(out->whole, sms_json_text(one), out); /* there */
}

/* Folded, without spaces and punctuation at its ends; in `core`. */
static void find_core(const char *text, struct sms_buf *core)
{
	char start[LONGEST + 1];
	size_t length = strnlen(text, LONGEST);
	while (length == LONGEST && (text[length] & 0xc0) == 0x80)
		length--;
	memcpy(start, text, length);
	start[length] = '\0';
	sms_text_add_folded(core, start);
	while (core->length && strchr(EDGES, core->data[core->length - 1]))
		sms_buf_truncate(core, core->length - 1);
	size_t edge = core->length ? strspn(core->data, EDGES) : 0;
	if (edge) {
		memmove(core->data, core->data + edge, core->length - edge);
		sms_buf_truncate(core, core->length - edge);
	}
}

static bool is_bracketed(const char *core)
{
	static const char *const ends[] = {"[]", "<>", "{}"};
	size_t length = strlen(core);
	for (size_t i = 0; i < SMS_COUNT(ends); i++)
		if (length > 1 && core[0] == ends[i][0] && core[length - 1] == ends[i][1])
			return true;
	return false;
}

static bool begins_with_one(const char *text, const sms_json *list)
{
	sms_json_each(one, list)
		if (begins(text, sms_json_text(one)))
			return true;
	return false;
}

bool audit_is_filler(const struct audit_fillers *fillers, const char *text)
{
	sms_auto(buf) struct sms_buf folded = SMS_BUF_INIT;
	find_core(text ? text : "", &folded);
	const char *core = sms_buf_text(&folded);
	return !*core || is_bracketed(core) || sms_map_has(fillers->whole, core) ||
	       begins_with_one(core, fillers->beginnings);
}

/* --- Inside longer texts. --- */

static void add_once(struct sms_list *out, const char *text)
{
	if (!sms_list_contains(out, text))
		sms_list_add(out, text);
}

/* Fields in brackets: [Name of the organization], <date>, {{owner}}. */
static void find_fields(const sms_json *fields, const char *text, struct sms_list *out)
{
	for (const char *p = text; (p = strpbrk(p, "[<{")); p++) {
		char close = *p == '[' ? ']' : *p == '<' ? '>' : '}';
		const char *from = p + 1 + (p[0] == '{' && p[1] == '{'), *end = strchr(from, close);
		sms_auto(buf) struct sms_buf folded = SMS_BUF_INIT;
		if (!end || end == from || end - from > 80 || memchr(from, '\n', (size_t)(end - from)))
			continue;
		sms_auto(string) char *inside = sms_copy(from, (size_t)(end - from));
		sms_text_add_folded(&folded, inside);
		if (begins_with_one(sms_buf_text(&folded), fields))
			add_once(out, inside);
	}
}

static bool is_word_character(char c)
{
	return isalnum((unsigned char)c) || (c & 0x80);
}

static void find_words(const sms_json *words, const char *folded, struct sms_list *out)
{
	sms_json_each(one, words) {
		const char *word = sms_json_text(one);
		size_t length = strlen(word);
		for (const char *p = folded; length && (p = strstr(p, word)); p += length)
			if ((p == folded || !is_word_character(p[-1])) && !is_word_character(p[length]))
				add_once(out, word);
	}
}

void audit_find_filler(const struct audit_fillers *fillers, const char *text, struct sms_list *out)
{
	sms_auto(buf) struct sms_buf folded = SMS_BUF_INIT;
	sms_text_add_folded(&folded, text);
	find_fields(fillers->fields, text, out);
	find_words(fillers->words, sms_buf_text(&folded), out);
}
