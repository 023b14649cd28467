/* Registers: lists of records of several types, as they are now, with what follows from their approvals. */
#include "model/approval/fields.h"
#include "work/report/private.h"
#include <string.h>

struct report_derived {
	struct sms_approval approval;
	bool judged;
};

static void release_derived(struct report_derived *derived)
{
	sms_approval_release(&derived->approval);
}
SMS_AUTO_STRUCT(derived, struct report_derived, release_derived);

/* --- Columns. --- */

/* The member's own title, by the first of the types that has it; NULL where none does. */
static const char *member_title(const struct report_block *from, const struct sms_types *types, const char *column)
{
	sms_json_each(name, sms_json_get(from->json, "types")) {
		const struct sms_type *type = sms_types_get(types, sms_json_text(name));
		const struct sms_field *field = type ? sms_type_field(type, column) : NULL;
		if (field)
			return field->title ? field->title : column;
	}
	return NULL;
}

struct sms_error *report_check_register(const struct report_block *block, const struct sms_types *types)
{
	const struct sms_type *type = NULL;
	sms_json_each(name, sms_json_get(block->json, "types"))
		SMS_TRY(sms_types_find(&type, types, sms_json_text(name)));
	sms_json_each(column, sms_json_get(block->json, "columns")) {
		const char *name = sms_json_text(column);
		if (!sms_approval_field_title(name) && !member_title(block, types, name))
			return sms_error(SMS_INPUT, "unknown column '%s': none of the types has it", name);
	}
	return NULL;
}

/* --- Rows. --- */

struct chosen {
	struct sms_record **items;
	size_t count, capacity;
};

static void release_chosen(struct chosen *chosen)
{
	for (size_t i = 0; i < chosen->count; i++)
		sms_record_free(chosen->items[i]);
	free(chosen->items);
}
SMS_AUTO_STRUCT(chosen, struct chosen, release_chosen);

static struct sms_error *choose(struct report_build *build, const struct report_block *from, struct chosen *out)
{
	const char *where = sms_json_get_text(from->json, "where");
	struct sms_snapshot *snapshot = build->store->snapshot;
	sms_json_each(name, sms_json_get(from->json, "types")) {
		sms_auto(query) struct sms_query *query = NULL;
		const struct sms_type *type = sms_types_get(build->store->types, sms_json_text(name));
		const struct sms_entry *const *entries = NULL;
		size_t count = 0;
		if (where) /* of no type: not each of them has every member */
			SMS_TRY(sms_query_new(&query, where, NULL, build->definition->plan.now));
		SMS_TRY(sms_snapshot_list(snapshot, type, &entries, &count));
		for (size_t i = 0; i < count; i++) {
			sms_auto(record) struct sms_record *record = NULL;
			bool matches = true;
			SMS_TRY(sms_record_read(&record, snapshot, entries[i]));
			if (query)
				SMS_TRY(sms_query_matches(query, record->json, &matches));
			if (!matches)
				continue;
			sms_grow(out->items, out->count, out->capacity);
			out->items[out->count++] = sms_move(&record);
		}
	}
	return NULL;
}

static struct sms_error *add_row(struct report_build *build, const struct report_block *from, struct sms_cell *cells,
				 const struct sms_record *record)
{
	sms_auto(derived) struct report_derived derived = {0};
	sms_json_each(column, sms_json_get(from->json, "columns")) {
		const char *name = sms_json_text(column);
		bool is_derived = sms_approval_field_title(name) != NULL;
		sms_auto(buf) struct sms_buf text = SMS_BUF_INIT;
		if (is_derived && !derived.judged) {
			SMS_TRY(sms_approval_judge(&derived.approval, build->store, record,
						   build->definition->plan.now));
			derived.judged = true;
		}
		if (is_derived)
			sms_approval_field_add(&text, &derived.approval, name);
		else
			sms_value_add_text(&text, sms_json_path(record->json, name));
		*cells++ = report_text_cell(report_text(build, "%s", sms_buf_text(&text)));
	}
	return NULL;
}

struct sms_error *report_build_register(struct report_build *build, const struct report_block *from,
					struct sms_block *out)
{
	struct sms_report_table *table = &out->table;
	const sms_json *columns = sms_json_get(from->json, "columns");
	sms_auto(chosen) struct chosen chosen = {0};
	size_t index = 0;
	SMS_TRY(choose(build, from, &chosen));
	build->listed += chosen.count;
	out->kind = SMS_BLOCK_TABLE;
	table->title = from->title ? report_text(build, "%s", from->title) : NULL;
	table->row_count = chosen.count < from->limit ? chosen.count : from->limit;
	table->column_count = sms_json_count(columns);
	table->columns = report_alloc(build, table->column_count, sizeof *table->columns);
	table->cells = report_alloc(build, table->column_count * table->row_count, sizeof *table->cells);
	sms_json_each(column, columns) {
		const char *name = sms_json_text(column);
		const char *derived = sms_approval_field_title(name);
		const char *title = derived ? derived : member_title(from, build->store->types, name);
		table->columns[index++] = (struct sms_column){report_text(build, "%s", title), true};
	}
	for (size_t i = 0; i < table->row_count; i++)
		SMS_TRY(add_row(build, from, &table->cells[i * table->column_count], chosen.items[i]));
	if (table->row_count < chosen.count)
		table->more = report_more(build, chosen.count - table->row_count);
	return NULL;
}
