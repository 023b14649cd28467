/* Import: which of its ways is taken, and what both share. See import.h. */
#include "work/import/import.h"
#include "model/invariant/invariant.h"
#include "model/link/links.h"
#include "work/import/private.h"
#include <string.h>

void import_stage(struct import_run *run, const char *id, const char *bytes, size_t length)
{
	sms_auto(string) char *path = sms_id_path(run->type, id);
	sms_change_put_file(run->change, path, bytes, length);
}

struct sms_error *import_resolve(struct import_run *run, sms_json *json)
{
	const struct sms_record record = {.type = run->type, .json = json};
	return sms_links_resolve(run->store->snapshot, &record, run->ids);
}

struct sms_error *import_finish(struct import_run *run, struct sms_record *record, const sms_json *before)
{
	sms_auto(buf) struct sms_buf text = SMS_BUF_INIT;
	sms_record_derive(record, before, run->store->settings);
	SMS_TRY(sms_links_resolve(run->store->snapshot, record, run->ids));
	SMS_TRY(sms_record_check(record));
	SMS_TRY(sms_change_guard(run->change, record, !before, run->is_history));
	sms_record_print(&text, record);
	sms_change_put_file(run->change, record->path, sms_buf_text(&text), text.length);
	return NULL;
}

static struct sms_error *collect_ids(struct import_run *run)
{
	const struct sms_entry *const *entries;
	size_t count;
	SMS_TRY(sms_snapshot_list(run->store->snapshot, run->type, &entries, &count));
	for (size_t i = 0; i < count; i++)
		sms_map_put(run->ids, entries[i]->id, run->ids);
	return NULL;
}

struct sms_error *sms_import(struct sms_import_result *out, struct sms_change *change, struct sms_store *store,
			     const struct sms_type *type, const char *text, size_t length,
			     const struct sms_import_options *options)
{
	const struct sms_schema *schema = NULL;
	const struct sms_invariants *invariants = NULL;
	sms_auto(map) struct sms_map *ids = sms_map_new(NULL);
	struct import_run run = {.result = out,
				 .change = change,
				 .store = store,
				 .type = type,
				 .progress = options->progress,
				 .ids = ids};
	sms_auto(import_table) struct import_table table = {
		.name = options->name, .text = text, .length = length, .delimiter = ',', .progress = options->progress};
	*out = (struct sms_import_result){0};
	SMS_TRY(sms_type_schema(&schema, type)); /* compiled here, before threads ask for it */
	SMS_TRY(sms_types_invariants(&invariants, store->types));
	SMS_TRY(sms_invariants_compare(invariants, type, &run.is_compared));
	SMS_TRY(sms_change_actor(change, &run.actor));
	SMS_TRY(collect_ids(&run));
	run.is_history = options->map != NULL;
	return options->map ? import_mapped(&run, options->map, &table) : import_plain(&run, &table);
}
