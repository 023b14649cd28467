/* sms check: are the records sound? And does any JSON fit a schema? */
#include "base/file.h"
#include "check/print.h"
#include "print/findings.h"
#include <string.h>

struct check_options {
	const char *since;
	struct check_schema_options schema;
};

static const struct option check_options[] = {
	OPTION_TEXT(struct check_options, since, 0, "since", "REV", "only records that differ from a commit"),
	OPTION_TEXT(struct check_options, schema.schema, 0, "schema", "FILE",
		    "check the files named, or standard input, against this JSON Schema; no repository is needed"),
	OPTION_LIST(struct check_options, schema.resources, 0, "resource", "PATH",
		    "with --schema: another schema, found by its $id, or all below a folder"),
	OPTION_FLAG(struct check_options, schema.formats, 0, "formats",
		    "with --schema: a text that is not of its `format` is wrong"),
	OPTION_FLAG(struct check_options, schema.lines, 0, "ndjson",
		    "with --schema: each line is a document, whatever the file is called"),
	OPTIONS_FORMAT("text|json|sarif|junit|basic"),
	OPTION_END,
};

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

static struct sms_error *check_records(struct context *context, const struct check_options *options,
				       const struct sms_list *arguments)
{
	sms_auto(finding_list) struct sms_finding_list findings = {0};
	sms_auto(list) struct sms_list paths = SMS_LIST_INIT;
	sms_auto(json) sms_json *counts = sms_json_new_object();
	struct sms_oid since;
	size_t records = 0;
	int64_t begun = findings_clock();
	if (options->since)
		SMS_TRY(sms_repo_resolve(context->store->repo, options->since, &since));
	for (size_t i = 0; i < arguments->count; i++)
		SMS_TRY(add_path(context, &paths, arguments->items[i]));
	const struct sms_check_options check = {.since = options->since ? &since : NULL,
						.paths = &paths,
						.now = context->now,
						.progress = context->progress};
	SMS_TRY(sms_check(&findings, &records, context->store, &check));
	sms_json_set_integer(counts, "records", (int64_t)records);
	sms_auto(string) char *summary =
		sms_format("%zu records, %zu finding%s", records, findings.count, findings.count == 1 ? "" : "s");
	const struct check_result result = {
		.findings = &findings, .counts = counts, .summary = summary, .begun = begun};
	check_print(context, &result);
	context->status = sms_check_status(&findings);
	return NULL;
}

/* Options of one use that were given with the other. */
static struct sms_error *check_call(const struct context *context, const struct check_options *options)
{
	const struct check_schema_options *schema = &options->schema;
	const char *alone = schema->resources.count           ? "--resource"
			    : schema->formats                 ? "--formats"
			    : schema->lines                   ? "--ndjson"
			    : context->format == FORMAT_BASIC ? "--format basic"
							      : NULL;
	const char *other = options->since ? "--since" : context->global.at ? "--at" : NULL;
	if (!schema->schema && alone)
		return sms_error_hint(sms_error(SMS_INPUT, "option '%s' goes with --schema", alone),
				      "sms check --schema FILE %s", alone);
	if (schema->schema && other)
		return sms_error(SMS_INPUT, "option '%s' is for the records of a repository, not for --schema", other);
	return NULL;
}

static unsigned needs_of(const void *options, const struct sms_list *arguments)
{
	const struct check_options *given = options;
	return given->schema.schema ? NEEDS_PAGER : NEEDS_STORE | NEEDS_SALVAGE | NEEDS_PAGER;
}

static struct sms_error *run(struct context *context, const void *options, const struct sms_list *arguments)
{
	const struct check_options *given = options;
	SMS_TRY(check_call(context, given));
	return given->schema.schema ? check_schema(context, &given->schema, arguments)
				    : check_records(context, given, arguments);
}

const struct command cmd_check = {
	.name = "check",
	.summary = "check that the records are sound, or that any JSON fits a schema",
	.arguments = "[PATH…]",
	.group = GROUP_JUDGING,
	.needs = NEEDS_STORE | NEEDS_SALVAGE | NEEDS_PAGER,
	.needs_of = needs_of,
	.options = check_options,
	.options_size = sizeof(struct check_options),
	.run = run,
	.description =
		"Checks JSON, types, links, lifecycles, ids, canonical form and approvals of all records, of those "
		"below the given paths, or with `--since` of those that differ from a commit. It reads the work tree, "
		"so hand edits are seen before they are committed, and writes nothing. Settings, and the files below "
		"types/, rules/, maps/, reports/ and approvals/, are checked likewise. In the place of one that is no "
		"good its version at HEAD judges the records, else what is built in.\n\n"
		"With `--schema` it holds any JSON against any JSON Schema, draft 2020-12 or draft-07, and needs no "
		"repository. Each PATH is a file, `-` for standard input, or a folder: then all `*.json`, `*.ndjson` "
		"and `*.jsonl` below it are taken, in the order of their names; symbolic links are not followed, and "
		"`.git` is passed over. Without a PATH standard input is read. In `*.ndjson` and `*.jsonl` each line "
		"is "
		"a document; such a file may be of any size.\n\n"
		"A reference in the schema is found among the schemas given with `--resource`, by their `$id`, or in "
		"files beside or below the schema's own; nothing is fetched from a network. `sms:PATH` names a schema "
		"that is built in. `format` is an annotation, as the draft has it, unless `--formats` is given; types "
		"of "
		"records always assert it. JSON is read strictly: duplicate names, a byte order mark or ill-formed "
		"UTF-8 "
		"are findings.\n\n"
		"The formats `sarif` (2.1.0) and `junit` are for code forges and build servers; of records, JUnit has "
		"a "
		"test case for each rule, with `--schema` one for each file. `basic` prints the basic output of the "
		"JSON "
		"Schema specification, one line of JSON for each document, with its `file` and, of NDJSON, its `line`. "
		"The JSON Schema of the `json` format is `sms:output/check.json`. `SMS_TIMING=1` in the environment "
		"makes `--schema` say how long reading, parsing and judging took.",
	.rules = sms_check_rules,
	.examples = (const struct example[]){{"sms check", "everything"},
					     {"sms check --since origin/main --json", "in a merge request"},
					     {"sms check --format sarif >sms.sarif", "for a code forge"},
					     {"sms check --schema order.schema.json orders/", "a folder of files"},
					     {"sms check --schema event.json --ndjson <events.log", "lines of a log"},
					     {NULL, NULL}},
	.statuses = (const struct exit_meaning[]){{SMS_NO, "there are findings"},
						  {SMS_UNJUDGED, "a limit was reached, and nothing else is known to be "
								 "wrong; or the type of records is no good"},
						  {0}},
	.see_also = "explain, fmt, commit, audit",
};
