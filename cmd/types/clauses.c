/* sms types --clauses and --check: requirements and the types that show them. See types.h. */
#include "model/settings/settings.h"
#include "types/types.h"
#include "work/check/types.h"
#include <string.h>

/* --- --clauses. --- */

struct listing {
	struct table *table;
	const struct sms_types *types;
	const struct sms_type *only;
	const sms_json *settings; /* what `init` writes */
	size_t missing;
};

/* Names and what of them is missing, of one row. */
struct row {
	sms_json *names, *missing; /* arrays of texts, which row_end takes */
};

static struct row row_begin(void)
{
	return (struct row){sms_json_new_array(), sms_json_new_array()};
}

static void row_name(struct row *row, const char *name, bool there)
{
	sms_json_append_text(row->names, name);
	if (!there)
		sms_json_append_text(row->missing, name);
}

static void row_end(struct listing *listing, const struct sms_item *item, const char *what, const char *type,
		    struct row *row)
{
	size_t missing = sms_json_count(row->missing);
	listing->missing += missing;
	table_add(listing->table, TONE_STRONG, item->id);
	table_add(listing->table, TONE_PLAIN, item->clause);
	table_add(listing->table, TONE_PLAIN, what);
	table_add(listing->table, TONE_PLAIN, type);
	table_add_value(listing->table, TONE_BAD, row->missing);
	table_add_value(listing->table, missing ? TONE_BAD : TONE_PLAIN, row->names);
}

static void add_records(struct listing *listing, const struct sms_item *item, const sms_json *records)
{
	const char *name = sms_json_get_text(records, "type");
	const struct sms_type *type = sms_types_get(listing->types, name);
	struct row row = row_begin();
	if (!type)
		row_name(&row, name, false);
	sms_json_each(field, sms_json_get(records, "fields"))
		row_name(&row, sms_json_text(field), type && sms_evidence_is_there(type, sms_json_text(field)));
	if (sms_json_true(sms_json_get(records, "approved")))
		row_name(&row, "approval", true);
	row_end(listing, item, "record", name, &row);
}

/* Parts of documents, by the type of the document. */
static void add_sections(struct listing *listing, const struct sms_item *item, const sms_json *sections)
{
	sms_json_each(section, sections) {
		const char *name = sms_json_get_text(section, "type");
		struct row row = row_begin();
		if (listing->only && strcmp(listing->only->name, name) != 0)
			continue;
		row_name(&row, sms_json_get_text(section, "title"), sms_types_get(listing->types, name) != NULL);
		row_end(listing, item, "text", name, &row);
	}
}

static void add_settings(struct listing *listing, const struct sms_item *item, const sms_json *settings)
{
	struct row row = row_begin();
	sms_json_each(path, settings)
		row_name(&row, sms_json_text(path), sms_json_path(listing->settings, sms_json_text(path)) != NULL);
	row_end(listing, item, "setting", SMS_SETTINGS_PATH, &row);
}

/* Other clauses, whose results are the evidence. */
static void add_results(struct listing *listing, const struct sms_item *item, const sms_json *clauses)
{
	struct row row = row_begin();
	sms_json_each(clause, clauses)
		row_name(&row, sms_json_text(clause), true);
	row_end(listing, item, "clause", "clauses", &row);
}

static void add_item(struct listing *listing, const struct sms_item *item, const sms_json *evidence)
{
	sms_json_each(records, sms_json_get(evidence, "records"))
		if (!listing->only || !strcmp(listing->only->name, sms_json_get_text(records, "type")))
			add_records(listing, item, records);
	add_sections(listing, item, sms_json_get(evidence, "sections"));
	if (!listing->only && sms_json_get(evidence, "settings"))
		add_settings(listing, item, sms_json_get(evidence, "settings"));
	if (!listing->only && sms_json_get(evidence, "rests_on"))
		add_results(listing, item, sms_json_get(evidence, "rests_on"));
}

struct sms_error *types_clauses(struct context *context, const struct sms_types *types, const struct sms_type *only)
{
	static const struct column columns[] = {
		{"item", "ITEM"}, {"clause", .machine = true}, {"what", .machine = true},
		{"type", "TYPE"}, {"missing", "MISSING"},      {"fields", "FIELDS", .wrap = true},
	};
	sms_auto(catalogue) struct sms_catalogue *catalogue = NULL;
	sms_auto(json) sms_json *evidence = NULL;
	sms_auto(json) sms_json *settings = sms_settings_default("");
	sms_auto(table) struct table *table = table_new("types-clauses", "evidence", columns, SMS_COUNT(columns));
	struct listing listing = {.table = table, .types = types, .only = only, .settings = settings};
	SMS_TRY(sms_catalogue_load(&catalogue));
	SMS_TRY(sms_evidence_load(&evidence));
	for (size_t i = 0; i < catalogue->item_count; i++)
		add_item(&listing, &catalogue->items[i],
			 sms_json_get(sms_json_get(evidence, "items"), catalogue->items[i].id));
	table_set(table, "items", sms_json_new_integer((int64_t)catalogue->item_count));
	table_set(table, "missing", sms_json_new_integer((int64_t)listing.missing));
	context->status = listing.missing ? SMS_NO : SMS_OK;
	return table_print(context, table);
}

/* --- --check. --- */

struct sms_error *types_check(struct context *context, const struct sms_types *types, const struct sms_type *only)
{
	static const struct column columns[] = {
		{"type", "TYPE"},
		{"file", .machine = true},
		{"lacks", "LACKS"},
		{"by", "LOOKED AT BY", .wrap = true},
	};
	sms_auto(type_lacks) struct sms_type_lacks lacks = {0};
	sms_auto(table) struct table *table = table_new("types-check", "lacks", columns, SMS_COUNT(columns));
	SMS_TRY(sms_types_lacking(&lacks, types));
	for (size_t i = 0; i < lacks.count; i++) {
		const struct sms_type_lack *lack = &lacks.items[i];
		if (only && lack->type != only)
			continue;
		sms_json *by = sms_json_new_array();
		for (size_t k = 0; k < lack->by.count; k++)
			sms_json_append_text(by, lack->by.items[k]);
		table_add(table, TONE_STRONG, lack->type->name);
		table_add(table, TONE_PLAIN, lack->type->origin);
		table_add(table, TONE_BAD, lack->what);
		table_add_value(table, TONE_PLAIN, by);
	}
	context->status = table_rows(table) ? SMS_NO : SMS_OK;
	return table_print(context, table);
}
