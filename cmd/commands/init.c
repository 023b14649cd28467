/* sms init: begin a service management system. */
#include "model/init.h"
#include "output.h"
#include <string.h>

struct init_options {
	const char *organization, *template, *language;
	bool bare, dry_run;
};

static const struct option init_options[] = {
	OPTION_TEXT(struct init_options, organization, 0, "org", "NAME", "name of the organization (required)"),
	OPTION_CHOICE(struct init_options, template, 0, "template", "NAME", "minimal", "what to begin with: minimal"),
	OPTION_TEXT(struct init_options, language, 0, "lang", "TAG", "language of the documents: en, de-CH … (en)"),
	OPTION_FLAG(struct init_options, bare, 0, "bare", "a repository without a work tree"),
	OPTION_FLAG(struct init_options, dry_run, 'n', "dry-run", "say what would be written, and write nothing"),
	OPTIONS_FORMAT("text|json"),
	OPTION_END,
};

static void print_next(struct context *context, const char *directory)
{
	const char *at = strcmp(directory, ".") ? directory : NULL;
	output_heading(context, "Next");
	output_format(context, TONE_PLAIN, "  sms%s%s status\n", at ? " -C " : "", at ? at : "");
	output_format(context, TONE_PLAIN, "  sms%s%s audit\n", at ? " -C " : "", at ? at : "");
}

static struct sms_error *run(struct context *context, const void *options, const struct sms_list *arguments)
{
	const struct init_options *given = options;
	const char *directory = arguments->count ? arguments->items[0] : ".";
	sms_auto(list) struct sms_list ids = SMS_LIST_INIT;
	if (!given->organization || !*given->organization)
		return sms_error_hint(sms_error(SMS_INPUT, "the organization has no name"), "sms init --org NAME");
	const struct sms_init init = {.directory = directory,
				      .organization = given->organization,
				      .language = given->language ? given->language : "en",
				      .bare = given->bare,
				      .dry_run = given->dry_run};
	SMS_TRY(sms_init(&init, &ids));
	context->wrote = !given->dry_run;
	if (context->format == FORMAT_JSON) {
		sms_auto(json) sms_json *document = output_document("init");
		sms_json *records = sms_json_new_array();
		for (size_t i = 0; i < ids.count; i++)
			sms_json_append_text(records, ids.items[i]);
		sms_json_set_text(document, "organization", given->organization);
		sms_json_set(document, "records", records);
		output_json(context, document);
		return NULL;
	}
	output_format(context, TONE_STRONG, "%s the service management system of %s\n",
		      given->dry_run ? "Would begin" : "Began", given->organization);
	for (size_t i = 0; i < ids.count; i++)
		output_format(context, TONE_PLAIN, "  %s\n", ids.items[i]);
	print_next(context, directory);
	return NULL;
}

const struct command cmd_init = {
	.name = "init",
	.summary = "begin a service management system",
	.arguments = "[DIR]",
	.group = GROUP_START,
	.needs = NEEDS_NOTHING,
	.options = init_options,
	.options_size = sizeof(struct init_options),
	.run = run,
	.description =
		"Makes a git repository in DIR (the current folder), or joins the one that is there, and commits the "
		"settings with sensible approval rules, the first roles, you as a person (from git's `user.name` and "
		"`user.email`) and your assignment as service management system manager.\n\n"
		"Policies and plans need one approval by top management, from somebody who did not write them: add the "
		"person with `sms add-person` and give the role with `sms add-assignment`.",
	.examples = (const struct example[]){{"sms init --org 'Alpenblick IT GmbH' sms", "begin in the folder sms"},
					     {"sms init --org ACME --bare sms.git", "on a server"},
					     {NULL, NULL}},
	.see_also = "status, audit, types",
};
