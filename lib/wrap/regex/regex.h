/* Regular expressions with ECMA-262 meaning, through PCRE2. The only home of PCRE2.
 * A limit reached (matching steps, depth, heap) is an error UNJUDGED, never "no match". */
#ifndef SMS_WRAP_REGEX_H
#define SMS_WRAP_REGEX_H

#include "base/error.h"
#include <stdbool.h>

struct sms_regex;

#define SMS_REGEX_CASELESS 1u

/* Compiles; a bad or Perl-only pattern is an error INPUT that says where. */
struct sms_error *sms_regex_new(struct sms_regex **out, const char *pattern, size_t length, unsigned flags) SMS_CHECKED;
/* Is there a match anywhere in the text? `from` and `to` (may be NULL) get its byte range. Safe from several threads.
 */
struct sms_error *sms_regex_match(bool *out, const struct sms_regex *regex, const char *text, size_t length,
				  size_t *from, size_t *to) SMS_CHECKED;
void sms_regex_free(struct sms_regex *regex);

SMS_AUTO_POINTER(regex, struct sms_regex *, sms_regex_free);

#endif
