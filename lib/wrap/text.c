/* Text for people: widths, escapes and normal forms. */
#include "wrap/text.h"
#include "base/utf8.h"
#include <string.h>
#include <utf8proc.h>

#define ELLIPSIS "\xe2\x80\xa6"

/* Walks over the characters of a text; an ill-formed byte counts as one character with `ill` set. */
struct cursor {
	const char *text;
	size_t left, size; /* bytes from here on; of the current character */
	uint32_t code;
	bool ill;
};

static struct cursor begin(const char *text, size_t length)
{
	return (struct cursor){.text = text, .left = length};
}

static bool next(struct cursor *cursor)
{
	cursor->text += cursor->size;
	cursor->left -= cursor->size;
	if (cursor->left == 0)
		return false;
	cursor->code = sms_utf8_next(cursor->text, cursor->left, &cursor->size);
	cursor->ill = cursor->code == 0xfffd && cursor->size == 1;
	return true;
}

static bool is_control(uint32_t code)
{
	return code < 0x20 || (code >= 0x7f && code <= 0x9f);
}

static bool is_bidirectional(uint32_t code)
{
	return (code >= 0x202a && code <= 0x202e) || (code >= 0x2066 && code <= 0x2069) || code == 0x200e ||
	       code == 0x200f || code == 0x61c;
}

static bool is_plain_ascii(char c)
{
	return c >= 0x20 && c < 0x7f;
}

static size_t width_of(uint32_t code)
{
	if (code < 0x7f)
		return code >= 0x20;
	int width = utf8proc_charwidth((utf8proc_int32_t)code);
	return width > 0 ? (size_t)width : 0;
}

static size_t width_of_bytes(const char *text, size_t length)
{
	size_t width = 0;
	for (struct cursor at = begin(text, length); next(&at);)
		width += width_of(at.code);
	return width;
}

size_t sms_text_width(const char *text)
{
	return width_of_bytes(text, strlen(text));
}

void sms_text_add_safe(struct sms_buf *out, const char *text, bool multiline)
{
	for (struct cursor at = begin(text, strlen(text)); next(&at);) {
		if (at.ill || (at.code < 0x80 && is_control(at.code) && at.code != '\n' && at.code != '\t'))
			sms_buf_add_format(out, "\\x%02x", (unsigned)(unsigned char)*at.text);
		else if (at.code == '\n' || at.code == '\t')
			sms_buf_add_char(out, multiline ? *at.text : ' ');
		else if (is_control(at.code) || is_bidirectional(at.code))
			sms_buf_add_format(out, "\\u{%x}", (unsigned)at.code);
		else {
			while (at.size < at.left && is_plain_ascii(at.text[at.size]))
				at.size++;
			sms_buf_add(out, at.text, at.size);
		}
	}
}

void sms_text_add_column(struct sms_buf *out, const char *text, size_t columns, bool pad)
{
	sms_auto(buf) struct sms_buf safe = SMS_BUF_INIT;
	sms_text_add_safe(&safe, text, false);
	size_t width = sms_text_width(sms_buf_text(&safe));
	if (width > columns) {
		size_t room = columns ? columns - 1 : 0;
		struct cursor at = begin(sms_buf_text(&safe), safe.length);
		for (width = 0; next(&at) && width + width_of(at.code) <= room;)
			width += width_of(at.code);
		sms_buf_truncate(&safe, (size_t)(at.text - safe.data));
		if (columns) {
			sms_buf_add_text(&safe, ELLIPSIS);
			width++;
		}
	}
	sms_buf_add_text(out, sms_buf_text(&safe));
	if (pad)
		sms_buf_add_fill(out, ' ', columns - width);
}

struct wrapper {
	struct sms_buf *out;
	size_t room, indent, column;
	bool broken; /* the line has yet to be indented */
};

static void break_line(struct wrapper *wrapper)
{
	sms_buf_add_char(wrapper->out, '\n');
	wrapper->column = 0;
	wrapper->broken = true;
}

/* Adds a word behind what stands in the line; one that is wider than a line is broken anywhere. */
static void add_word(struct wrapper *wrapper, const char *word, size_t length)
{
	size_t width = width_of_bytes(word, length);
	if (wrapper->column && wrapper->column + 1 + width > wrapper->room) {
		break_line(wrapper);
	} else if (wrapper->column) {
		sms_buf_add_char(wrapper->out, ' ');
		wrapper->column++;
	}
	for (struct cursor at = begin(word, length); next(&at);) {
		if (wrapper->column && wrapper->column + width_of(at.code) > wrapper->room)
			break_line(wrapper);
		if (wrapper->broken)
			sms_buf_add_fill(wrapper->out, ' ', wrapper->indent);
		wrapper->broken = false;
		sms_buf_add(wrapper->out, at.text, at.size);
		wrapper->column += width_of(at.code);
	}
}

void sms_text_add_wrapped(struct sms_buf *out, const char *text, size_t columns, size_t indent)
{
	/* The caller has filled the first line up to `indent`. */
	struct wrapper wrapper = {.out = out, .room = columns > indent ? columns - indent : 1, .indent = indent};
	sms_auto(buf) struct sms_buf safe = SMS_BUF_INIT;
	sms_text_add_safe(&safe, text, true);
	const char *at = sms_buf_text(&safe), *end = at + safe.length;
	while (end > at && strchr(" \t\n", end[-1]))
		end--;
	while (at < end) {
		size_t length = strcspn(at, " \t\n");
		if (length)
			add_word(&wrapper, at, length);
		else if (*at == '\n')
			break_line(&wrapper);
		at += length ? length : 1;
	}
}

/* What stands for a character in HTML and XML, or NULL for itself. */
static const char *html_entity(uint32_t code)
{
	switch (code) {
	case '&':
		return "&amp;";
	case '<':
		return "&lt;";
	case '>':
		return "&gt;";
	case '"':
		return "&quot;";
	case '\'':
		return "&#39;";
	case '\t':
	case '\n':
	case '\r':
		return NULL;
	default:
		return code < 0x20 || code == 0xfffe || code == 0xffff ? "\xef\xbf\xbd" : NULL;
	}
}

void sms_text_add_html(struct sms_buf *out, const char *text)
{
	for (struct cursor at = begin(text, strlen(text)); next(&at);) {
		const char *entity = html_entity(at.ill ? 0 : at.code);
		if (entity)
			sms_buf_add_text(out, entity);
		else
			sms_buf_add(out, at.text, at.size);
	}
}

bool sms_text_is_unsafe(const char *text)
{
	for (struct cursor at = begin(text, strlen(text)); next(&at);)
		if (at.ill || is_control(at.code) || is_bidirectional(at.code))
			return true;
	return false;
}

/* The text in another form by utf8proc, NULL when it is ill-formed. */
static char *map(const char *text, unsigned options)
{
	utf8proc_uint8_t *mapped = NULL;
	utf8proc_ssize_t length = utf8proc_map((const utf8proc_uint8_t *)text, 0, &mapped,
					       (utf8proc_option_t)(options | UTF8PROC_NULLTERM | UTF8PROC_STABLE));
	if (length == UTF8PROC_ERROR_NOMEM)
		sms_out_of_memory();
	return length < 0 ? NULL : (char *)mapped;
}

/* Letters of Latin alphabets that are no ASCII letter with a mark, case-folded. */
static const char *latin_letters(uint32_t code)
{
	static const struct {
		uint32_t code;
		const char *ascii;
	} letters[] = {{0xe6, "AE"}, {0xf8, "O"},  {0xf0, "D"},   {0xfe, "TH"},  {0x111, "D"}, {0x127, "H"},
		       {0x131, "I"}, {0x142, "L"}, {0x14b, "NG"}, {0x153, "OE"}, {0x167, "T"}};
	for (size_t i = 0; i < SMS_COUNT(letters); i++)
		if (letters[i].code == code)
			return letters[i].ascii;
	return NULL;
}

static void end_word(struct sms_buf *out, size_t start, struct sms_buf *word, size_t limit)
{
	size_t used = out->length - start;
	if (used == 0 && word->length > limit)
		sms_buf_truncate(word, limit);
	if (word->length && used + (used > 0) + word->length <= limit) {
		if (used)
			sms_buf_add_char(out, '-');
		sms_buf_add(out, word->data, word->length);
	}
	sms_buf_clear(word);
}

void sms_text_add_slug(struct sms_buf *out, const char *text, size_t limit)
{
	sms_auto(string) char *plain =
		map(text, UTF8PROC_DECOMPOSE | UTF8PROC_COMPAT | UTF8PROC_CASEFOLD | UTF8PROC_STRIPMARK);
	sms_auto(buf) struct sms_buf word = SMS_BUF_INIT;
	size_t start = out->length;
	for (struct cursor at = begin(plain ? plain : "", plain ? strlen(plain) : 0); next(&at);) {
		const char *letters = latin_letters(at.code);
		if (letters)
			sms_buf_add_text(&word, letters);
		else if (at.code >= 'a' && at.code <= 'z')
			sms_buf_add_char(&word, (char)(at.code - 'a' + 'A'));
		else if (at.code >= '0' && at.code <= '9')
			sms_buf_add_char(&word, (char)at.code);
		else if (at.code != '\'' && at.code != 0x2019) /* an apostrophe parts no word */
			end_word(out, start, &word, limit);
	}
	end_word(out, start, &word, limit);
}

void sms_text_add_folded(struct sms_buf *out, const char *text)
{
	size_t length = 0;
	for (; text[length] > 0; length++)
		;
	if (text[length]) {
		sms_auto(string) char *folded =
			map(text, UTF8PROC_COMPOSE | UTF8PROC_COMPAT | UTF8PROC_CASEFOLD | UTF8PROC_IGNORE);
		sms_buf_add_text(out, folded ? folded : text);
		return;
	}
	sms_buf_reserve(out, length);
	for (size_t i = 0; i < length; i++)
		out->data[out->length++] = text[i] >= 'A' && text[i] <= 'Z' ? (char)(text[i] + 32) : text[i];
	out->data[out->length] = 0;
}
