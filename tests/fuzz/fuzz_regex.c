/* Feeds the translator of ECMA-262 patterns and the matcher: the first line is the pattern, the rest the text. What the
 * translator takes PCRE2 has to take, or the error names a place inside of the pattern; a match lies within the text;
 * asking twice gives the same answer. */
#include "base/utf8.h"
#include "fuzz.h"
#include "wrap/regex/regex.h"
#include <string.h>

static void match(const struct sms_regex *regex, const char *text, size_t length)
{
	size_t from = 0, to = 0;
	bool found = false, again = false;
	enum sms_status expected = sms_utf8_valid(text, length) == length ? SMS_UNJUDGED : SMS_INPUT;
	sms_auto(error) struct sms_error *error = sms_regex_match(&found, regex, text, length, &from, &to);
	insist(!error || (!found && sms_error_status(error) == expected), "a limit that is no error, or a match");
	insist(error || expected == SMS_UNJUDGED, "ill-formed UTF-8 was searched");
	insist(!found || (from <= to && to <= length), "a match outside of the text");
	sms_auto(error) struct sms_error *second = sms_regex_match(&again, regex, text, length, NULL, NULL);
	insist(!error == !second && found == again, "another answer to the same question");
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	const char *input = (const char *)data, *end = memchr(input, '\n', size);
	size_t length = end ? (size_t)(end - input) : size, rest = end ? size - length - 1 : 0;
	for (unsigned flags = 0; flags <= SMS_REGEX_CASELESS; flags++) {
		sms_auto(regex) struct sms_regex *regex = NULL;
		sms_auto(error) struct sms_error *error = sms_regex_new(&regex, input, length, flags);
		insist(!error == (regex != NULL), "an error and a pattern, or neither");
		insist(!error || sms_error_status(error) == SMS_INPUT, "an error that is not about the pattern");
		if (!error)
			match(regex, end ? end + 1 : "", rest);
	}
	return 0;
}
