/* sms check --schema: any documents against any JSON Schema. */
#include "check/print.h"
#include "print/findings.h"
#include "work/validate/validate.h"
#include <string.h>
#include <unistd.h>

static void give_line(void *into, const char *line, size_t length)
{
	struct context *context = into;
	output_bytes(context, line, length);
	output_bytes(context, "\n", 1);
}

static struct sms_error *check_call(const struct check_schema_options *options, const struct sms_list *arguments)
{
	size_t stdins = 0;
	for (size_t i = 0; i < arguments->count; i++)
		stdins += !strcmp(arguments->items[i], SMS_FINDING_STDIN);
	if (!strcmp(options->schema, SMS_FINDING_STDIN))
		return sms_error(SMS_INPUT, "the schema is a file: standard input is for what it judges");
	if (stdins > 1)
		return sms_error(SMS_INPUT, "standard input is there once, '-' is given %zu times", stdins);
	if (!arguments->count && isatty(STDIN_FILENO))
		return sms_error_hint(sms_error(SMS_INPUT, "nothing to check: name files or folders"),
				      "sms check --schema FILE PATH…");
	return NULL;
}

/* "12 files, 11 valid, 1 not": documents too, where they are not the files. */
static char *summary_of(const struct sms_validation *done)
{
	struct sms_buf out = SMS_BUF_INIT;
	size_t invalid = done->documents - done->valid - done->unjudged;
	bool same = done->documents == done->files.count;
	sms_buf_add_format(&out, "%zu file%s", done->files.count, done->files.count == 1 ? "" : "s");
	if (!same)
		sms_buf_add_format(&out, ", %zu document%s", done->documents, done->documents == 1 ? "" : "s");
	sms_buf_add_format(&out, ", %zu valid, %zu not", done->valid, invalid);
	if (done->unjudged)
		sms_buf_add_format(&out, ", %zu not judged", done->unjudged);
	return sms_buf_take(&out);
}

static sms_json *counts_of(const struct sms_validation *done)
{
	sms_json *json = sms_json_new_object();
	sms_json_set_integer(json, "files", (int64_t)done->files.count);
	sms_json_set_integer(json, "documents", (int64_t)done->documents);
	sms_json_set_integer(json, "valid", (int64_t)done->valid);
	sms_json_set_integer(json, "invalid", (int64_t)(done->documents - done->valid - done->unjudged));
	sms_json_set_integer(json, "unjudged", (int64_t)done->unjudged);
	sms_json_set_integer(json, "left_out", (int64_t)done->left_out);
	return json;
}

/* That something is wrong is certain, whatever could not be judged beside it. */
static enum sms_status status_of(const struct sms_validation *done)
{
	if (done->valid + done->unjudged < done->documents)
		return SMS_NO;
	return done->unjudged ? SMS_UNJUDGED : SMS_OK;
}

static void say_times(const struct context *context, const struct sms_validate_times *times)
{
	context_say(context, "processor time: reading %.1f ms, parsing %.1f ms, judging %.1f ms",
		    (double)times->reading / 1e6, (double)times->parsing / 1e6, (double)times->judging / 1e6);
}

static void print(struct context *context, const struct sms_validation *done, int64_t begun)
{
	sms_auto(json) sms_json *counts = counts_of(done);
	sms_auto(string) char *summary = summary_of(done);
	sms_auto(string) char *root = getcwd(NULL, 0);
	const struct check_result result = {.findings = &done->findings,
					    .files = &done->files,
					    .root = root,
					    .counts = counts,
					    .summary = summary,
					    .left_out = done->left_out,
					    .begun = begun};
	check_print(context, &result);
}

struct sms_error *check_schema(struct context *context, const struct check_schema_options *options,
			       const struct sms_list *arguments)
{
	sms_auto(validation) struct sms_validation done = {.documents = 0};
	sms_auto(list) struct sms_list inputs = SMS_LIST_INIT;
	const char *timing = getenv("SMS_TIMING");
	int64_t begun = findings_clock();
	SMS_TRY(check_call(options, arguments));
	for (size_t i = 0; i < arguments->count; i++)
		sms_list_add(&inputs, arguments->items[i]);
	if (!inputs.count)
		sms_list_add(&inputs, SMS_FINDING_STDIN);
	const struct sms_validate_options what = {.schema = options->schema,
						  .resources = &options->resources,
						  .inputs = &inputs,
						  .lines = options->lines,
						  .assert_format = options->formats,
						  .basic = context->format == FORMAT_BASIC ? give_line : NULL,
						  .basic_context = context,
						  .timed = timing && *timing,
						  .progress = context->progress};
	SMS_TRY(sms_validate(&done, &what));
	if (context->format != FORMAT_BASIC)
		print(context, &done, begun);
	if (what.timed)
		say_times(context, &done.times);
	context->status = status_of(&done);
	return NULL;
}
