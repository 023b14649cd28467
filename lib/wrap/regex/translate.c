/* Reads a pattern as ECMA-262 does with the `u` flag and writes what means the same to PCRE2.
 *
 * Every literal is written so that PCRE2 cannot take it for syntax, so only what is translated here reaches PCRE2 as
 * syntax. Two things are laxer than the `u` flag, where the meaning is plain: any punctuation may be escaped, and a
 * group name may hold any character above U+007F. Two differ: captures inside a repeated group keep the value of the
 * round before, and without regard to case U+017F and U+212A are no \w outside of classes. */
#include "wrap/regex/translate.h"
#include "base/utf8.h"
#include <ctype.h>
#include <string.h>

#define fail sms_translator_fail
#define peek sms_translator_peek
#define is_next sms_translator_is_next
#define NO_CODE SMS_NO_CODE
#define ANY_BUT_LINE_END "[^\n\r\\u{2028}\\u{2029}]"

static const struct {
	const char *text, *what;
} foreign_groups[] = {{"(?>", "an atomic group"},
		      {"(?#", "a comment"},
		      {"(?|", "a branch reset"},
		      {"(?(", "a conditional"},
		      {"(?R", "a recursion"},
		      {"(?&", "a recursion"},
		      {"(?P", "a group in Python's syntax"},
		      {"(?'", "a group in Perl's syntax"},
		      {"(?C", "a callout"}};

bool sms_translator_is_next(const struct sms_translator *p, const char *text)
{
	size_t length = strlen(text);
	return p->length - p->at >= length && memcmp(p->pattern + p->at, text, length) == 0;
}

static void emit(struct sms_translator *p, const char *text)
{
	sms_buf_add_text(&p->out->text, text);
}

static void emit_code(struct sms_translator *p, uint32_t code)
{
	if (code < 0x80 && ispunct((int)code))
		sms_buf_add_char(&p->out->text, '\\');
	if (code >= 0xd800 && code <= 0xdfff) /* half a pair: matches nothing, but a range may begin or end with it */
		sms_buf_add_format(&p->out->text, "\\u{%x}", (unsigned)code);
	else
		sms_utf8_add(&p->out->text, code);
}

/* One member of a class; NO_CODE when it is a set. */
static struct sms_error *read_class_item(struct sms_translator *p, uint32_t *code)
{
	size_t size;
	if (p->at == p->length)
		return NULL;
	if (is_next(p, "\\b")) {
		*code = '\b';
		p->at += 2;
		return NULL;
	}
	if (peek(p, p->at) == '\\')
		return sms_translator_escape(p, true, code);
	*code = sms_utf8_next(p->pattern + p->at, p->length - p->at, &size);
	p->at += size;
	return NULL;
}

static struct sms_error *read_class(struct sms_translator *p)
{
	size_t start = p->at++;
	p->repeatable = true;
	if (peek(p, p->at) == ']') { /* matches nothing; PCRE2 would not repeat its own form of it */
		p->at++;
		emit(p, "(?:(?!))");
		return NULL;
	}
	emit(p, peek(p, p->at) == '^' ? "[^" : "[");
	p->at += peek(p, p->at) == '^';
	while (p->at < p->length && p->pattern[p->at] != ']') {
		size_t item = p->at;
		uint32_t from = NO_CODE, to = NO_CODE;
		SMS_TRY(read_class_item(p, &from));
		bool range = peek(p, p->at) == '-' && p->at + 1 < p->length && p->pattern[p->at + 1] != ']';
		if (range) {
			p->at++;
			SMS_TRY(read_class_item(p, &to));
			if (from == NO_CODE || to == NO_CODE)
				return fail(item, "a set cannot begin or end a range");
			if (to < from)
				return fail(item, "the range is out of order");
		}
		if (from != NO_CODE)
			emit_code(p, from);
		if (range) {
			emit(p, "-");
			emit_code(p, to);
		}
	}
	if (p->at++ == p->length)
		return fail(start, "the class is not closed");
	emit(p, "]");
	return NULL;
}

/* Length of the group name at `at`, which ends before a `>`; 0 when it is none. */
static size_t name_length(const struct sms_translator *p, size_t at)
{
	size_t size = 0;
	while (isalnum((unsigned char)peek(p, at + size)) || (peek(p, at + size) & 0x80) || peek(p, at + size) == '_' ||
	       peek(p, at + size) == '$')
		size++;
	return peek(p, at + size) == '>' && !isdigit((unsigned char)peek(p, at)) ? size : 0;
}

/* Number of the group with this name, from 1; 0 when there is none. Searches from the group with number `after` + 1. */
static size_t find_group(const struct sms_translator *p, size_t name, size_t size, size_t after)
{
	for (size_t i = after; i < p->groups.count; i++)
		if (strlen(p->groups.items[i]) == size && memcmp(p->groups.items[i], p->pattern + name, size) == 0)
			return i + 1;
	return 0;
}

/* Lists the capturing groups ahead of the translation, because references may stand before them. */
static void list_groups(struct sms_translator *p)
{
	bool in_class = false;
	for (size_t i = 0; i < p->length; i++) {
		char c = p->pattern[i];
		if (c == '\\')
			i++;
		else if (in_class || c == '[')
			in_class = c != ']';
		else if (c == '(' && peek(p, i + 1) != '?')
			sms_list_add(&p->groups, "");
		else if (c == '(' && peek(p, i + 2) == '<' && !strchr("=!", peek(p, i + 3)))
			sms_list_adopt(&p->groups, sms_copy(p->pattern + i + 3, name_length(p, i + 3)));
	}
}

/* \b, \B, \1 and \k<name> outside of classes; `done` is false when it is another escape. References go by number, so
 * that PCRE2's rules for names do not matter. */
static struct sms_error *read_reference(struct sms_translator *p, bool *done)
{
	size_t start = p->at, group = 0;
	char c = peek(p, start + 1);
	*done = true;
	p->repeatable = true;
	if (c == 'b' || c == 'B') {
		emit(p, c == 'b' ? "\\b" : "\\B");
		p->repeatable = false;
		p->at += 2;
		return NULL;
	}
	if (c == 'k') {
		size_t size = peek(p, start + 2) == '<' ? name_length(p, start + 3) : 0;
		group = size ? find_group(p, start + 3, size, 0) : 0;
		p->at += size + 4;
	} else if (c >= '1' && c <= '9') {
		for (p->at++; isdigit((unsigned char)peek(p, p->at)) && group < SMS_REGEX_REPEATS; p->at++)
			group = group * 10 + (size_t)(p->pattern[p->at] - '0');
	} else {
		*done = false;
		return NULL;
	}
	if (group == 0 || group > p->groups.count)
		return fail(start, "no group goes by this reference");
	sms_buf_add_format(&p->out->text, "\\g{%zu}", group);
	return NULL;
}

static struct sms_error *open_named(struct sms_translator *p)
{
	size_t start = p->at, size = name_length(p, p->at + 3);
	if (!size)
		return fail(start, "a group name is letters, digits, _ and $, closed by >");
	if (find_group(p, start + 3, size, p->opened + 1))
		return fail(start, "another group has the same name");
	p->opened++;
	p->at += size + 4;
	emit(p, "(");
	return NULL;
}

static struct sms_error *open_group(struct sms_translator *p)
{
	static const char *const looks[] = {"(?=", "(?!", "(?<=", "(?<!"};
	size_t start = p->at;
	if (p->depth == SMS_REGEX_NESTING)
		return fail(start, "groups are nested more than %d deep", SMS_REGEX_NESTING);
	p->lookaround[p->depth] = false;
	p->repeatable = false;
	for (size_t i = 0; i < SMS_COUNT(looks) && !p->lookaround[p->depth]; i++) {
		if (!is_next(p, looks[i]))
			continue;
		p->lookaround[p->depth] = true;
		emit(p, looks[i]);
		p->at += strlen(looks[i]);
	}
	if (p->lookaround[p->depth++])
		return NULL;
	if (is_next(p, "(?<"))
		return open_named(p);
	for (size_t i = 0; i < SMS_COUNT(foreign_groups); i++)
		if (is_next(p, foreign_groups[i].text))
			return fail(start, "%s is not ECMA-262", foreign_groups[i].what);
	bool plain = is_next(p, "(?:");
	if (!plain && is_next(p, "(?"))
		return fail(start, "options in the pattern are not ECMA-262");
	p->opened += !plain;
	p->at += plain ? 3 : 1;
	emit(p, plain ? "(?:" : "(");
	return NULL;
}

static struct sms_error *close_group(struct sms_translator *p)
{
	if (p->depth == 0)
		return fail(p->at, "no group is open here");
	p->repeatable = !p->lookaround[--p->depth];
	p->at++;
	emit(p, ")");
	return NULL;
}

static bool read_number(struct sms_translator *p, size_t *out)
{
	size_t start = p->at;
	for (*out = 0; isdigit((unsigned char)peek(p, p->at)); p->at++)
		*out = *out > SMS_REGEX_REPEATS ? *out : *out * 10 + (size_t)(p->pattern[p->at] - '0');
	return p->at > start;
}

/* {n}, {n,} or {n,m}. */
static struct sms_error *read_braces(struct sms_translator *p)
{
	size_t start = p->at++, from = 0, to;
	bool good = read_number(p, &from);
	to = from;
	if (good && peek(p, p->at) == ',') {
		p->at++;
		if (!read_number(p, &to))
			to = from;
	}
	if (!good || peek(p, p->at) != '}')
		return fail(start, "{ needs {n}, {n,} or {n,m}; as a character write \\{");
	p->at++;
	if (from > SMS_REGEX_REPEATS || to > SMS_REGEX_REPEATS)
		return fail(start, "no more than %d repeats are possible", SMS_REGEX_REPEATS);
	return to < from ? fail(start, "the repeats are out of order") : NULL;
}

static struct sms_error *read_quantifier(struct sms_translator *p)
{
	size_t start = p->at;
	if (!p->repeatable)
		return fail(start, "there is nothing to repeat");
	if (p->pattern[start] == '{')
		SMS_TRY(read_braces(p));
	else
		p->at++;
	p->at += peek(p, p->at) == '?';
	if (peek(p, p->at) == '+')
		return fail(start, "possessive quantifiers are not ECMA-262");
	sms_buf_add(&p->out->text, p->pattern + start, p->at - start);
	p->repeatable = false;
	return NULL;
}

static struct sms_error *read_character(struct sms_translator *p)
{
	uint32_t code = NO_CODE;
	bool done = false;
	if (p->pattern[p->at] == '\\') {
		SMS_TRY(read_reference(p, &done));
		if (!done)
			SMS_TRY(sms_translator_escape(p, false, &code));
	} else {
		size_t size;
		code = sms_utf8_next(p->pattern + p->at, p->length - p->at, &size);
		p->at += size;
		p->repeatable = true;
	}
	if (code != NO_CODE)
		emit_code(p, code);
	return NULL;
}

/* When `.*` begins an alternative, a match that begins within a line begins at the line's start as well. PCRE2 knows
 * that of its own dot only, and would without it try a text that does not match in quadratic time. */
static void read_dot(struct sms_translator *p)
{
	const struct sms_translation *out = p->out;
	bool first = p->at == 0 || p->pattern[out->marks[out->count - 2].in] == '|';
	if (first && p->depth == 0 && peek(p, p->at + 1) == '*')
		emit(p, "(?<!" ANY_BUT_LINE_END ")");
	emit(p, ANY_BUT_LINE_END);
	p->repeatable = true;
	p->at++;
}

static struct sms_error *read_token(struct sms_translator *p)
{
	char c = p->pattern[p->at];
	switch (c) {
	case '(':
		return open_group(p);
	case ')':
		return close_group(p);
	case '[':
		return read_class(p);
	case '*':
	case '+':
	case '?':
	case '{':
		return read_quantifier(p);
	case '.':
		read_dot(p);
		return NULL;
	case '^':
	case '$':
	case '|':
		sms_buf_add_char(&p->out->text, c);
		p->repeatable = false;
		p->at++;
		return NULL;
	default: /* ] and } on their own too, as without the flag u (annex B.1.2): they cannot mean anything else */
		return read_character(p);
	}
}

static struct sms_error *read_pattern(struct sms_translator *p)
{
	list_groups(p);
	while (p->at < p->length) {
		struct sms_translation *out = p->out;
		sms_grow(out->marks, out->count, out->capacity);
		out->marks[out->count++] = (struct sms_translation_mark){p->at, out->text.length};
		SMS_TRY(read_token(p));
	}
	return p->depth ? fail(p->length, "a group is not closed") : NULL;
}

struct sms_error *sms_translation_make(struct sms_translation *out, const char *pattern, size_t length, bool caseless)
{
	struct sms_translator p = {.out = out, .pattern = pattern, .length = length, .caseless = caseless};
	struct sms_error *error = read_pattern(&p);
	sms_list_release(&p.groups);
	return error;
}

size_t sms_translation_origin(const struct sms_translation *translation, size_t offset)
{
	size_t i = translation->count;
	while (i > 0 && translation->marks[i - 1].out > offset)
		i--;
	return i ? translation->marks[i - 1].in : 0;
}

void sms_translation_release(struct sms_translation *translation)
{
	sms_buf_release(&translation->text);
	free(translation->marks);
	*translation = (struct sms_translation){0};
}
