/* sms check: are the records sound? */
#include "base/file.h"
#include "output.h"
#include "work/check.h"
#include <string.h>

struct check_options {
	const char *since;
};

static const struct option check_options[] = {
	OPTION_TEXT(struct check_options, since, 0, "since", "REV", "only records that differ from a commit"),
	OPTIONS_FORMAT("text|json"),
	OPTION_END,
};

static void print_finding(struct context *context, const struct sms_finding *finding)
{
	if (finding->file)
		output_format(context, TONE_STRONG, "%s", finding->file);
	if (finding->line)
		output_format(context, TONE_DIM, ":%u:%u", finding->line, finding->column);
	output_format(context, finding->grade == SMS_GRADE_MAJOR ? TONE_BAD : TONE_WARN, "  %s", finding->rule);
	output_text(context, TONE_PLAIN, "\n");
	output_paragraph(context, finding->message, 4);
	if (finding->fix)
		output_format(context, TONE_GOOD, "    %s\n", finding->fix);
}

static void set_text(sms_json *json, const char *key, const char *text)
{
	if (text)
		sms_json_set_text(json, key, text);
}

static sms_json *finding_json(const struct sms_finding *finding)
{
	sms_json *json = sms_json_new_object();
	sms_json_set_text(json, "grade", sms_grade_name(finding->grade));
	sms_json_set_text(json, "rule", finding->rule);
	set_text(json, "record", finding->record);
	set_text(json, "file", finding->file);
	if (finding->line) {
		sms_json_set_integer(json, "line", finding->line);
		sms_json_set_integer(json, "column", finding->column);
	}
	set_text(json, "pointer", finding->pointer);
	set_text(json, "message", finding->message);
	set_text(json, "fix", finding->fix);
	return json;
}

static void print_json(struct context *context, const struct sms_finding_list *findings, size_t records)
{
	sms_auto(json) sms_json *document = output_document("check");
	sms_json *list = sms_json_new_array();
	for (size_t i = 0; i < findings->count; i++)
		sms_json_append(list, finding_json(&findings->items[i]));
	sms_json_set_integer(document, "records", (int64_t)records);
	sms_json_set(document, "findings", list);
	output_json(context, document);
}

/* Paths as the user gives them, from the top of the repository; an id stands for its files. */
static struct sms_error *add_path(struct context *context, struct sms_list *paths, const char *argument)
{
	const struct sms_entry *entry = NULL;
	if (strchr(argument, '/') || strchr(argument, '.') || sms_file_exists(argument)) {
		sms_list_add(paths, argument);
		return NULL;
	}
	SMS_TRY(sms_store_entry(context->store, argument, NULL, &entry));
	sms_list_add(paths, entry->path);
	return NULL;
}

static struct sms_error *run(struct context *context, const void *options, const struct sms_list *arguments)
{
	const struct check_options *given = options;
	sms_auto(finding_list) struct sms_finding_list findings = {0};
	sms_auto(list) struct sms_list paths = SMS_LIST_INIT;
	struct sms_oid since;
	size_t records = 0;
	if (given->since)
		SMS_TRY(sms_repo_resolve(context->store->repo, given->since, &since));
	for (size_t i = 0; i < arguments->count; i++)
		SMS_TRY(add_path(context, &paths, arguments->items[i]));
	const struct sms_check_options check = {.since = given->since ? &since : NULL,
						.paths = &paths,
						.now = context->now,
						.progress = context->progress};
	SMS_TRY(sms_check(&findings, &records, context->store, &check));
	context->status = findings.count ? SMS_NO : SMS_OK;
	if (context->format == FORMAT_JSON) {
		print_json(context, &findings, records);
		return NULL;
	}
	for (size_t i = 0; i < findings.count; i++)
		print_finding(context, &findings.items[i]);
	output_format(context, findings.count ? TONE_BAD : TONE_GOOD, "%zu records, %zu findings\n", records,
		      findings.count);
	return NULL;
}

const struct command cmd_check = {
	.name = "check",
	.summary = "check that the records are sound",
	.arguments = "[PATH…]",
	.group = GROUP_JUDGING,
	.needs = NEEDS_STORE | NEEDS_PAGER,
	.options = check_options,
	.options_size = sizeof(struct check_options),
	.run = run,
	.description = "Checks JSON, types, links, lifecycles, ids, canonical form and approvals of all records, of "
		       "those below "
		       "the given paths, or with `--since` of those that differ from a commit. It reads the work tree, "
		       "so hand "
		       "edits are seen before they are committed, and writes nothing.",
	.examples = (const struct example[]){{"sms check", "everything"},
					     {"sms check --since origin/main --json", "in a merge request"},
					     {NULL, NULL}},
	.statuses = (const struct exit_meaning[]){{SMS_NO, "there are findings"}, {0}},
	.see_also = "fmt, commit, audit",
};
