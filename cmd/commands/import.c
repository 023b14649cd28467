/* sms import: records from another system's export. */
#include "work/import/import.h"
#include "base/file.h"
#include "command.h"
#include "output.h"
#include <string.h>

#define ATTEMPTS 3 /* where the branch moves meanwhile: standard input can be read only once */

struct import_options {
	const char *map;
	struct write_options write;
};

static const struct option import_options[] = {
	OPTION_TEXT(struct import_options, map, 0, "map", "MAP",
		    "what the columns mean: the name of a map that comes with sms, or a file"),
	OPTIONS_WRITE(struct import_options, write),
	OPTIONS_FORMAT("text|json"),
	OPTION_END,
};

struct input {
	const char *name, *type;
	struct sms_buf text;
};

static struct sms_error *import(struct context *context, const struct import_options *options,
				const struct input *input, struct sms_import_result *result)
{
	sms_auto(change) struct sms_change *change = NULL;
	sms_auto(string) char *message = NULL;
	const struct sms_type *type;
	const struct sms_import_options how = {.map = options->map, .name = input->name, .progress = context->progress};
	SMS_TRY(sms_change_begin(&change, context->store));
	SMS_TRY(sms_types_find(&type, context->store->types, input->type)); /* as of the tip */
	SMS_TRY(sms_import(result, change, context->store, type, sms_buf_text(&input->text), input->text.length, &how));
	if (!result->made && !result->changed)
		return NULL;
	message = sms_format("import %s: %zu made, %zu changed", type->plural, result->made, result->changed);
	struct sms_change_options commit = {.message = message, .bulk = result->made + result->changed > 1};
	return context_commit_with(context, change, &options->write, commit, NULL);
}

static void print_json(struct context *context, const struct sms_import_result *result, bool dry_run)
{
	sms_auto(json) sms_json *document = output_document("import");
	sms_json_set_integer(document, "rows", (int64_t)result->rows);
	sms_json_set_integer(document, "made", (int64_t)result->made);
	sms_json_set_integer(document, "changed", (int64_t)result->changed);
	sms_json_set_integer(document, "unchanged", (int64_t)result->unchanged);
	sms_json_set_boolean(document, "dry_run", dry_run);
	output_json(context, document);
}

static struct sms_error *run(struct context *context, const void *raw, const struct sms_list *arguments)
{
	const struct import_options *options = raw;
	const char *path = arguments->items[1];
	struct input input = {
		.name = strcmp(path, "-") == 0 ? "<stdin>" : path, .type = arguments->items[0], .text = SMS_BUF_INIT};
	struct sms_import_result result;
	const struct sms_type *type;
	SMS_TRY(sms_types_find(&type, context->store->types, input.type));
	struct sms_error *error = sms_file_read(&input.text, path, SMS_IMPORT_BYTES);
	if (!error)
		error = import(context, options, &input, &result);
	for (unsigned i = 1; i < ATTEMPTS && sms_error_status(error) == SMS_BUSY; i++) {
		sms_error_free(error);
		error = import(context, options, &input, &result);
	}
	sms_buf_release(&input.text);
	if (error)
		return error;
	if (context->format == FORMAT_JSON)
		print_json(context, &result, options->write.dry_run);
	else
		output_format(context, TONE_PLAIN, "%zu %s %s from %zu rows, %zu changed, %zu unchanged\n", result.made,
			      result.made == 1 ? "record" : "records",
			      options->write.dry_run ? "would be made" : "made", result.rows, result.changed,
			      result.unchanged);
	return NULL;
}

static const struct example examples[] = {
	{"sms import incident log.csv --map uci-incident-log", "an event log: many rows become one record's history"},
	{"xz -dc log.csv.xz | sms import incident - --map uci-incident-log", "the same from a compressed file"},
	{"sms import service services.csv --dry-run", "columns named as fields; say what would be written"},
	{"sms import risk risks.ndjson", "records as `sms export` writes them"},
	{0},
};

const struct command cmd_import = {
	.name = "import",
	.summary = "make records from another system's export",
	.arguments = "TYPE FILE",
	.group = GROUP_REPORTS,
	.needs = NEEDS_WRITE,
	.options = import_options,
	.options_size = sizeof(struct import_options),
	.description =
		"Reads CSV with a header, JSON with an object a line, or a JSON array, from a file or (`-`) standard "
		"input, and writes one commit. A map says what the columns mean; without one, columns are named as "
		"the "
		"fields of the type (`sms types TYPE`), and JSON objects are records as exported.\n\n"
		"A record is known again by its number in the other system, kept in `external`, so a second import of "
		"the same rows changes nothing. Rows with news update the record: the members that the map fills, and "
		"new entries of the log; what people changed here is kept as long as its rows bring nothing new. "
		"Nothing is removed. A bad row stops the import, and nothing is written.\n\n"
		"A map is a JSON file of the form `sms/map/1`, documented in `schemas/meta/map.json`.",
	.examples = examples,
	.see_also = "export, add, list, types, sms-record(5)",
	.run = run,
};
