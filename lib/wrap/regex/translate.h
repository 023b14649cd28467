/* From ECMA-262 pattern syntax (with the `u` flag) to PCRE2's. Private to the sources of the regular expressions. */
#ifndef SMS_WRAP_REGEX_TRANSLATE_H
#define SMS_WRAP_REGEX_TRANSLATE_H

#include "base/buf.h"
#include "base/error.h"
#include "base/list.h"
#include <stdint.h>

/* Where a piece of the translation came from, both in bytes. */
struct sms_translation_mark {
	size_t in, out;
};

struct sms_translation {
	struct sms_buf text;
	struct sms_translation_mark *marks; /* in rising order */
	size_t count, capacity;
};

/* Translates a well-formed UTF-8 pattern into `out`, which is zero. What is not ECMA-262 is an error INPUT that says
 * what and at which byte; `out` is to be released even then. */
struct sms_error *sms_translation_make(struct sms_translation *out, const char *pattern, size_t length,
				       bool caseless) SMS_CHECKED;
/* The byte of the pattern that a byte of the translation came from. */
size_t sms_translation_origin(const struct sms_translation *translation, size_t offset);
void sms_translation_release(struct sms_translation *translation);

SMS_AUTO_STRUCT(translation, struct sms_translation, sms_translation_release);

/* --- Between the translator's two sources. --- */

#define SMS_REGEX_NESTING 200   /* groups in groups; PCRE2's own limit is 250 */
#define SMS_REGEX_REPEATS 65535 /* PCRE2's */

struct sms_translator {
	struct sms_translation *out;
	const char *pattern;
	size_t length, at;
	bool caseless;
	struct sms_list groups; /* names of the capturing groups in order, "" where there is none */
	size_t opened;          /* capturing groups so far */
	bool lookaround[SMS_REGEX_NESTING];
	size_t depth;
	bool repeatable; /* a quantifier may follow */
};

#define SMS_NO_CODE UINT32_MAX /* it stands for no single character, and is written already */

#define sms_translator_fail(place, format, ...)                                                                        \
	sms_error(SMS_INPUT, format ", at offset %zu", ##__VA_ARGS__, (size_t)(place))

/* The byte at an offset, 0 behind the end: a zero byte is no syntax either. */
static inline char sms_translator_peek(const struct sms_translator *p, size_t at)
{
	return at < p->length ? p->pattern[at] : 0;
}

/* Does the text come next? */
bool sms_translator_is_next(const struct sms_translator *p, const char *text);
/* Reads the escape at `at`: one that stands for a character gives its code, a set of characters is written, fit for
 * `in_class`, and gives SMS_NO_CODE. Not for \b, \B and references. */
struct sms_error *sms_translator_escape(struct sms_translator *p, bool in_class, uint32_t *code) SMS_CHECKED;

#endif
