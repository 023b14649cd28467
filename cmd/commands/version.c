/* sms version: what this program is and what it was built with. */
#include "output.h"

static const struct option options[] = {
	OPTIONS_FORMAT("text|json"),
	OPTION_END,
};

static struct sms_error *run(struct context *context, const void *raw, const struct sms_list *arguments)
{
	static const struct {
		const char *name, *version;
	} libraries[] = {SMS_BUILT_WITH};
	sms_auto(json) sms_json *document = output_document("version");
	sms_json_set_text(document, "version", SMS_VERSION);
	sms_json *built = sms_json_new_object();
	if (context->format == FORMAT_TEXT)
		output_text(context, TONE_PLAIN, "sms " SMS_VERSION "\n");
	for (size_t i = 0; i < SMS_COUNT(libraries); i++) {
		sms_json_set_text(built, libraries[i].name, libraries[i].version);
		if (context->format == FORMAT_TEXT)
			output_format(context, TONE_PLAIN, "%s %s\n", libraries[i].name, libraries[i].version);
	}
	sms_json_set(document, "built_with", built);
	if (context->format == FORMAT_JSON)
		output_json(context, document);
	return NULL;
}

static const struct example examples[] = {
	{"sms version", "the versions to give with a question or a bug report"},
	{0},
};

const struct command cmd_version = {
	.name = "version",
	.summary = "print the versions of sms and of its libraries",
	.arguments = "",
	.group = GROUP_HELP,
	.needs = NEEDS_NOTHING,
	.options = options,
	.description = "Prints the version of the program, then a line for each library it was built with. "
		       "`sms --version` prints the first line alone.",
	.examples = examples,
	.see_also = "help",
	.run = run,
};
