/* Feeds the parser of expressions (`priority <= P2 and not (title ~ "disk")`): the first line is the expression, the
 * rest a record as JSON. An expression and its denial never both match; errors are about the input or a limit. */
#include "fuzz.h"
#include "work/query/query.h"
#include <string.h>

static struct sms_error *answer(bool *out, const char *expression, const sms_json *record)
{
	sms_auto(query) struct sms_query *query = NULL;
	SMS_TRY(sms_query_new(&query, expression, NULL, 0));
	return sms_query_matches(query, record, out);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	sms_auto(json) sms_json *record = NULL;
	const char *input = (const char *)data, *end = size ? memchr(input, '\n', size) : NULL;
	size_t length = end ? (size_t)(end - input) : size;
	bool yes = false, no = false;
	sms_json_setup();
	if (size && memchr(input, 0, length))
		return 0;
	sms_auto(string) char *expression = sms_copy(input, length);
	sms_auto(string) char *denial = sms_format("not (%s)", expression);
	sms_auto(error) struct sms_error *unread =
		end ? sms_json_parse(&record, end + 1, size - length - 1, "record") : NULL;
	insist(!unread || !record, "a record that could not be read");
	sms_auto(error) struct sms_error *error = answer(&yes, expression, record);
	insist(!error || (!yes && sms_error_status(error) != SMS_OK), "an error and a match");
	insist(!error || sms_error_status(error) == SMS_INPUT || sms_error_status(error) == SMS_UNJUDGED,
	       "an error that is not about the input");
	if (error)
		return 0;
	sms_auto(error) struct sms_error *denied = answer(&no, denial, record);
	insist(denied || yes != no, "an expression and its denial agree");
	return 0;
}
