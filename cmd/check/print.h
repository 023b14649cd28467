/* Printing what a check found: of the records of a repository, or of any documents. */
#ifndef SMS_CMD_CHECK_PRINT_H
#define SMS_CMD_CHECK_PRINT_H

#include "output.h"
#include "work/check/check.h"

/* What was checked. `summary` is the last line for people; `counts` are members of the JSON document, behind the schema
 * and before the findings. */
struct check_result {
	const struct sms_finding_list *findings;
	const struct sms_list *files; /* NULL: the records of a repository */
	const char *root;             /* as in struct sms_finding_run */
	const sms_json *counts;
	const char *summary;
	size_t left_out;
	int64_t begun; /* milliseconds of the monotonic clock */
};

/* Prints in context->format: text, json, sarif or junit. */
void check_print(struct context *context, const struct check_result *result);

/* --- schema.c --- */

struct check_schema_options {
	const char *schema;
	struct sms_list resources;
	bool lines, formats;
};

/* `sms check --schema`. */
struct sms_error *check_schema(struct context *context, const struct check_schema_options *options,
			       const struct sms_list *arguments) SMS_CHECKED;

#endif
