/* sms list: the records of a type. */
#include "model/approval.h"
#include "output.h"
#include "work/query.h"
#include <string.h>

struct list_options {
	const char *where, *sort, *columns;
	bool reverse;
	long limit;
};

static const struct option list_options[] = {
	OPTION_TEXT(struct list_options, where, 'w', "where", "EXPR", "only records that match"),
	OPTION_TEXT(struct list_options, sort, 's', "sort", "FIELD", "order by a field"),
	OPTION_FLAG(struct list_options, reverse, 'r', "reverse", "the other way round"),
	OPTION_TEXT(struct list_options, columns, 'c', "columns", "FIELDS", "fields to print, with commas between"),
	OPTION_NUMBER(struct list_options, limit, 'l', "limit", "N", "at most so many"),
	OPTIONS_FORMAT("text|json|ndjson|csv|markdown"),
	OPTION_END,
};

#define APPROVAL "approval" /* a column that is derived, not stored */

struct found {
	const struct sms_entry *entry;
	sms_json *json;
};

struct listing {
	const struct sms_query *query;
	struct found *items[SMS_SCAN_THREADS];
	size_t counts[SMS_SCAN_THREADS], capacities[SMS_SCAN_THREADS], unreadable[SMS_SCAN_THREADS];
};

static void release(struct listing *listing)
{
	for (unsigned thread = 0; thread < SMS_SCAN_THREADS; thread++) {
		for (size_t i = 0; i < listing->counts[thread]; i++)
			sms_json_free(listing->items[thread][i].json);
		free(listing->items[thread]);
	}
}
SMS_AUTO_STRUCT(listing, struct listing, release);

static struct sms_error *visit(void *context, unsigned thread, const struct sms_scanned *record)
{
	struct listing *listing = context;
	bool matches = true;
	if (!record->json) {
		listing->unreadable[thread]++;
		return NULL;
	}
	if (listing->query)
		SMS_TRY(sms_query_matches(listing->query, record->json, &matches));
	if (!matches)
		return NULL;
	sms_grow(listing->items[thread], listing->counts[thread], listing->capacities[thread]);
	listing->items[thread][listing->counts[thread]++] =
		(struct found){.entry = record->entry, .json = sms_json_copy(record->json)};
	return NULL;
}

/* --- Order. --- */

struct order {
	const struct sms_field *field;
	const char *path;
	int sign;
};

static int compare(const void *a, const void *b, void *context)
{
	const struct found *x = a, *y = b;
	const struct order *order = context;
	int result = order->path ? sms_value_compare(order->field, sms_json_path(x->json, order->path),
						     sms_json_path(y->json, order->path))
				 : 0;
	return order->sign * (result ? result : strcmp(x->entry->id, y->entry->id));
}

/* Events: the newest first. Everything else: by id. */
static struct sms_error *order_of(struct order *out, const struct sms_type *type, const struct list_options *list)
{
	out->path = list->sort;
	out->sign = type->kind == SMS_KIND_EVENT && !list->sort ? -1 : 1;
	if (list->reverse)
		out->sign = -out->sign;
	return list->sort ? sms_type_find_field(&out->field, type, list->sort) : NULL;
}

/* --- Columns. --- */

static struct sms_error *choose_columns(struct sms_list *out, const struct sms_type *type, const char *given)
{
	const struct sms_field *field = NULL;
	if (given) {
		sms_list_split(out, given, ',');
	} else {
		sms_json_each(name, sms_json_get(type->about, "columns"))
			sms_list_add(out, sms_json_text(name));
		if (type->kind == SMS_KIND_DOCUMENT && !sms_list_contains(out, APPROVAL)) {
			char *last = out->count ? out->items[--out->count] : NULL; /* the one that may be cut */
			sms_list_add(out, APPROVAL);
			if (last)
				sms_list_adopt(out, last);
		}
	}
	for (size_t i = 0; i < out->count; i++)
		if (strcmp(out->items[i], APPROVAL) != 0)
			SMS_TRY(sms_type_find_field(&field, type, out->items[i]));
	return NULL;
}

static struct sms_error *approval_cell(struct table *table, struct context *context, const struct found *found)
{
	sms_auto(record) struct sms_record *record = NULL;
	sms_auto(approval) struct sms_approval approval = {0};
	sms_auto(buf) struct sms_buf text = SMS_BUF_INIT;
	SMS_TRY(sms_record_read(&record, context->store->snapshot, found->entry));
	SMS_TRY(sms_approval_judge(&approval, context->store, record, context->now));
	sms_approval_describe(&text, &approval);
	bool bad = approval.status >= SMS_APPROVAL_STALE;
	table_add(table,
		  approval.status == SMS_APPROVAL_APPROVED ? TONE_GOOD
		  : bad                                    ? TONE_BAD
							   : TONE_PLAIN,
		  sms_buf_text(&text));
	return NULL;
}

static struct sms_error *add_row(struct table *table, struct context *context, const struct sms_list *columns,
				 const struct found *found)
{
	const char *state = sms_json_get_text(found->json, "state");
	bool is_over = state && found->entry->type && sms_type_is_final(found->entry->type, state);
	for (size_t i = 0; i < columns->count; i++) {
		const sms_json *value = sms_json_path(found->json, columns->items[i]);
		if (!strcmp(columns->items[i], APPROVAL))
			SMS_TRY(approval_cell(table, context, found));
		else
			table_add_value(table, is_over ? TONE_DIM : TONE_PLAIN, value ? sms_json_copy(value) : NULL);
	}
	return NULL;
}

static struct sms_error *print_table(struct context *context, const struct sms_type *type,
				     const struct sms_list *columns, const struct found *items, size_t count)
{
	struct column *heads = sms_alloc(columns->count, sizeof *heads);
	for (size_t i = 0; i < columns->count; i++) {
		const struct sms_field *field = sms_type_field(type, columns->items[i]);
		bool is_number = field && (field->kind == SMS_FIELD_INTEGER || field->kind == SMS_FIELD_NUMBER);
		heads[i] = (struct column){.name = columns->items[i], .align = is_number ? ALIGN_RIGHT : ALIGN_LEFT};
	}
	sms_auto(table) struct table *table = table_new("list", "records", heads, columns->count);
	free(heads);
	table_set(table, "type", sms_json_new_text(type->name));
	for (size_t i = 0; i < count; i++)
		SMS_TRY(add_row(table, context, columns, &items[i]));
	return table_print(context, table);
}

/* Machines get whole records where no columns were chosen. */
static void print_records(struct context *context, const struct sms_type *type, const struct found *items, size_t count)
{
	sms_auto(json) sms_json *document = output_document("list");
	sms_json *records = sms_json_new_array();
	for (size_t i = 0; i < count; i++) {
		sms_auto(buf) struct sms_buf line = SMS_BUF_INIT;
		if (context->format == FORMAT_JSON) {
			sms_json_append(records, sms_json_copy(items[i].json));
			continue;
		}
		sms_json_print_line(&line, items[i].json);
		sms_buf_add_char(&line, '\n');
		output_bytes(context, sms_buf_text(&line), line.length);
	}
	sms_json_set_text(document, "type", type->name);
	sms_json_set(document, "records", records);
	if (context->format == FORMAT_JSON)
		output_json(context, document);
}

static struct found *join(struct listing *listing, size_t *count)
{
	*count = listing->counts[0] + listing->counts[1];
	struct found *all = sms_alloc(*count, sizeof *all);
	for (unsigned thread = 0, at = 0; thread < SMS_SCAN_THREADS; thread++)
		for (size_t i = 0; i < listing->counts[thread]; i++)
			all[at++] = listing->items[thread][i];
	return all;
}

static struct sms_error *run(struct context *context, const void *options, const struct sms_list *arguments)
{
	const struct list_options *list = options;
	const struct sms_type *type = NULL;
	sms_auto(query) struct sms_query *query = NULL;
	sms_auto(listing) struct listing listing = {0};
	sms_auto(list) struct sms_list columns = SMS_LIST_INIT;
	struct order order = {0};
	size_t count = 0;
	SMS_TRY(sms_types_find(&type, context->store->types, arguments->items[0]));
	SMS_TRY(choose_columns(&columns, type, list->columns));
	SMS_TRY(order_of(&order, type, list));
	if (list->where)
		SMS_TRY(sms_query_new(&query, list->where, type, context->now));
	listing.query = query;
	SMS_TRY(sms_snapshot_scan(context->store->snapshot, type, visit, &listing, context->progress));
	struct found *all = join(&listing, &count);
	if (count)
		qsort_r(all, count, sizeof *all, compare, &order);
	if (list->limit && (size_t)list->limit < count)
		count = (size_t)list->limit;
	bool whole = !list->columns && (context->format == FORMAT_JSON || context->format == FORMAT_NDJSON);
	struct sms_error *error = NULL;
	if (whole)
		print_records(context, type, all, count);
	else
		error = print_table(context, type, &columns, all, count);
	free(all);
	if (!error && listing.unreadable[0] + listing.unreadable[1])
		context_say(context, "%zu records cannot be read: sms check",
			    listing.unreadable[0] + listing.unreadable[1]);
	return error;
}

const struct command cmd_list = {
	.name = "list",
	.summary = "list the records of a type",
	.arguments = "TYPE",
	.group = GROUP_RECORDS,
	.needs = NEEDS_STORE | NEEDS_PAGER,
	.options = list_options,
	.options_size = sizeof(struct list_options),
	.run = run,
	.description =
		"Lists the records of a type: events with the newest first, everything else by id. `json` and `ndjson` "
		"give whole records, unless `--columns` chooses fields; for documents, `approval` is the status that "
		"follows from their trail.\n\n"
		"Expressions compare fields with `=`, `!=`, `<`, `<=`, `>`, `>=` and match them with `~`, `!~` (a "
		"pattern, "
		"case ignored); `and`, `or`, `not` and parentheses join them. Enumerations compare in the order their "
		"type "
		"lists them, dates may be relative (`created.at >= -30d`).",
	.examples =
		(const struct example[]){
			{"sms list incident --where 'priority <= P2 and state != closed'", "open and important"},
			{"sms list incident --where 'title ~ \"disk.*full\"' --format csv", "for a spreadsheet"},
			{"sms list policies --columns id,approval,owner", "documents with their status"},
			{NULL, NULL}},
	.see_also = "search, show, types",
};
