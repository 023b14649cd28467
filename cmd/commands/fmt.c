/* sms fmt: the canonical form of record files. */
#include "base/file.h"
#include "output.h"
#include <string.h>

struct fmt_options {
	bool check;
};

static const struct option fmt_options[] = {
	OPTION_FLAG(struct fmt_options, check, 0, "check", "change nothing; only say which files are not in form"),
	OPTION_END,
};

/* Canonical bytes of a record file; false where they are what is there. */
static bool format(const struct sms_record *record, struct sms_buf *out)
{
	sms_record_print(out, record);
	return out->length != record->text_length || memcmp(out->data, record->text, out->length) != 0;
}

static struct sms_error *format_entry(struct context *context, const struct sms_entry *entry, bool only_check,
				      size_t *count)
{
	sms_auto(record) struct sms_record *record = NULL;
	sms_auto(buf) struct sms_buf text = SMS_BUF_INIT;
	SMS_TRY(sms_record_read(&record, context->store->snapshot, entry));
	if (!format(record, &text))
		return NULL;
	++*count;
	output_format(context, TONE_PLAIN, "%s\n", entry->path);
	if (only_check)
		return NULL;
	return sms_file_write_at(sms_repo_workdir_fd(context->store->repo), entry->path, sms_buf_text(&text),
				 text.length, true, NULL);
}

static struct sms_error *format_all(struct context *context, bool only_check, size_t *count)
{
	const struct sms_entry *const *entries;
	size_t total;
	SMS_TRY(sms_snapshot_list(context->store->snapshot, NULL, &entries, &total));
	for (size_t i = 0; i < total; i++) {
		sms_progress(context->progress, "formatting", i, total);
		if (entries[i]->type)
			SMS_TRY(format_entry(context, entries[i], only_check, count));
	}
	return NULL;
}

static struct sms_error *run(struct context *context, const void *options, const struct sms_list *arguments)
{
	const struct fmt_options *given = options;
	size_t count = 0;
	if (!given->check && !sms_repo_workdir(context->store->repo))
		return sms_error_hint(sms_error(SMS_INPUT, "there are no files to format in a bare repository"),
				      "sms fmt --check");
	if (!given->check && context->global.at)
		return sms_error(SMS_INPUT, "option '--at' goes with --check: what is past is not formatted");
	if (!arguments->count)
		SMS_TRY(format_all(context, given->check, &count));
	for (size_t i = 0; i < arguments->count; i++) {
		const struct sms_entry *entry = NULL;
		SMS_TRY(sms_store_entry(context->store, arguments->items[i], NULL, &entry));
		SMS_TRY(format_entry(context, entry, given->check, &count));
	}
	context->status = given->check && count ? SMS_NO : SMS_OK;
	return NULL;
}

const struct command cmd_fmt = {
	.name = "fmt",
	.summary = "bring hand-edited records into canonical form",
	.arguments = "[ID|FILE…]",
	.group = GROUP_RECORDS,
	.needs = NEEDS_STORE,
	.options = fmt_options,
	.options_size = sizeof(struct fmt_options),
	.run = run,
	.description =
		"Rewrites record files in the work tree in the one form that sms writes: UTF-8, two-space indent, "
		"members in the type's order, one newline at the end. Prints the files that were not in it. Nothing "
		"is committed: see `sms commit`.",
	.examples = (const struct example[]){{"sms fmt", "after editing by hand"},
					     {"sms fmt --check", "in a hook"},
					     {NULL, NULL}},
	.statuses = (const struct exit_meaning[]){{SMS_NO, "with --check: files are not in canonical form"}, {0}},
	.see_also = "commit, check, edit",
};
