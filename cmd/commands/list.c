/* sms list: the records of a type. */
#include "model/approval/fields.h"
#include "output.h"
#include "work/query/query.h"
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

/* What is kept of a record: what will be printed and sorted by, no more, since there may be many. */
struct found {
	const struct sms_entry *entry;
	sms_json **values; /* a column each, then the one to sort by; NULL: not there */
	char *line;        /* the whole record, where that is printed */
	bool is_over;
};

struct found_list {
	struct found *items;
	size_t count, capacity;
	size_t unreadable;
};

struct listing {
	const struct sms_query *query;
	struct sms_list columns;
	const char *sort; /* path, or NULL */
	bool whole;       /* whole records are printed */
	struct found_list found[SMS_SCAN_THREADS];
};

static void release_found(struct found *found, size_t width)
{
	for (size_t i = 0; i < width; i++)
		sms_json_free(found->values[i]);
	free(found->values);
	free(found->line);
}

static size_t width_of(const struct listing *listing)
{
	return listing->columns.count + 1;
}

static void release(struct listing *listing)
{
	for (unsigned thread = 0; thread < SMS_SCAN_THREADS; thread++) {
		for (size_t i = 0; i < listing->found[thread].count; i++)
			release_found(&listing->found[thread].items[i], width_of(listing));
		free(listing->found[thread].items);
	}
	sms_list_release(&listing->columns);
}
SMS_AUTO_STRUCT(listing, struct listing, release);

static sms_json *value_at(const sms_json *record, const char *path)
{
	const sms_json *value = path ? sms_json_path(record, path) : NULL;
	return value ? sms_json_copy(value) : NULL;
}

static void keep(struct found *found, const struct listing *listing, const struct sms_scanned *record)
{
	const char *state = sms_json_get_text(record->json, "state");
	found->entry = record->entry;
	found->is_over = state && record->entry->type && sms_type_is_final(record->entry->type, state);
	found->values = sms_alloc(width_of(listing), sizeof *found->values);
	for (size_t i = 0; i < listing->columns.count; i++)
		found->values[i] = listing->whole ? NULL : value_at(record->json, listing->columns.items[i]);
	found->values[listing->columns.count] = value_at(record->json, listing->sort);
	if (listing->whole) {
		struct sms_buf line = SMS_BUF_INIT;
		sms_json_print_line(&line, record->json);
		found->line = sms_buf_take(&line);
	}
}

static struct sms_error *visit(void *context, unsigned thread, const struct sms_scanned *record)
{
	struct listing *listing = context;
	struct found_list *list = &listing->found[thread];
	bool matches = true;
	if (!record->json) {
		list->unreadable++;
		return NULL;
	}
	if (listing->query)
		SMS_TRY(sms_query_matches(listing->query, record->json, &matches));
	if (!matches)
		return NULL;
	sms_grow(list->items, list->count, list->capacity);
	list->items[list->count] = (struct found){0};
	keep(&list->items[list->count++], listing, record);
	return NULL;
}

/* --- Order. --- */

struct order {
	const struct sms_field *field; /* NULL: by id alone */
	size_t at;                     /* place of its value */
	int sign;
};

static int compare(const void *a, const void *b, void *context)
{
	const struct found *x = a, *y = b;
	const struct order *order = context;
	int result = order->field ? sms_value_compare(order->field, x->values[order->at], y->values[order->at]) : 0;
	return order->sign * (result ? result : strcmp(x->entry->id, y->entry->id));
}

/* Events: the newest first. Everything else: by id. */
static struct sms_error *order_of(struct order *out, const struct sms_type *type, const struct list_options *list)
{
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
		if (!sms_approval_field_title(out->items[i]))
			SMS_TRY(sms_type_find_field(&field, type, out->items[i]));
	return NULL;
}

static struct sms_error *judge(struct sms_approval *out, struct context *context, const struct found *found)
{
	sms_auto(record) struct sms_record *record = NULL;
	SMS_TRY(sms_record_read(&record, context->store->snapshot, found->entry));
	return sms_approval_judge(out, context->store, record, context->now);
}

static void add_derived(struct table *table, const struct sms_approval *approval, const char *name)
{
	sms_auto(buf) struct sms_buf text = SMS_BUF_INIT;
	enum tone tone = approval->status == SMS_APPROVAL_APPROVED ? TONE_GOOD
			 : approval->status >= SMS_APPROVAL_STALE  ? TONE_BAD
								   : TONE_PLAIN;
	sms_approval_field_add(&text, approval, name);
	table_add(table, strcmp(name, APPROVAL) ? TONE_PLAIN : tone, sms_buf_text(&text));
}

static struct sms_error *add_row(struct table *table, struct context *context, const struct sms_list *columns,
				 struct found *found)
{
	sms_auto(approval) struct sms_approval approval = {0};
	bool judged = false;
	for (size_t i = 0; i < columns->count; i++) {
		if (!sms_approval_field_title(columns->items[i])) {
			table_add_value(table, found->is_over ? TONE_DIM : TONE_PLAIN, found->values[i]);
			found->values[i] = NULL; /* the table's now */
			continue;
		}
		if (!judged)
			SMS_TRY(judge(&approval, context, found));
		judged = true;
		add_derived(table, &approval, columns->items[i]);
	}
	return NULL;
}

static struct sms_error *print_table(struct context *context, const struct sms_type *type,
				     const struct sms_list *columns, struct found *items, size_t count)
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
static struct sms_error *print_records(struct context *context, const struct sms_type *type, const struct found *items,
				       size_t count)
{
	sms_auto(json) sms_json *document = output_document("list");
	sms_json *records = sms_json_new_array();
	sms_json_set_text(document, "type", type->name);
	sms_json_set(document, "records", records);
	for (size_t i = 0; i < count; i++) {
		sms_json *record = NULL;
		if (context->format == FORMAT_NDJSON) {
			output_format(context, TONE_PLAIN, "%s\n", items[i].line);
			continue;
		}
		SMS_TRY(sms_json_parse(&record, items[i].line, strlen(items[i].line), items[i].entry->path));
		sms_json_append(records, record);
	}
	if (context->format == FORMAT_JSON)
		output_json(context, document);
	return NULL;
}

/* What both threads found, in one array to sort; the values stay the listing's. */
static struct found *join(struct listing *listing, size_t *count)
{
	const struct found_list *first = &listing->found[0], *second = &listing->found[1];
	*count = first->count + second->count;
	struct found *all = sms_alloc(*count, sizeof *all);
	if (first->count)
		memcpy(all, first->items, first->count * sizeof *all);
	if (second->count)
		memcpy(all + first->count, second->items, second->count * sizeof *all);
	return all;
}

static struct sms_error *print(struct context *context, const struct sms_type *type, struct listing *listing,
			       const struct order *order, size_t limit)
{
	size_t count = 0;
	struct found *all = join(listing, &count);
	if (count)
		qsort_r(all, count, sizeof *all, compare, (void *)(uintptr_t)order);
	if (limit && limit < count)
		count = limit;
	struct sms_error *error = listing->whole ? print_records(context, type, all, count)
						 : print_table(context, type, &listing->columns, all, count);
	free(all);
	return error;
}

static struct sms_error *run(struct context *context, const void *options, const struct sms_list *arguments)
{
	const struct list_options *list = options;
	const struct sms_type *type = NULL;
	sms_auto(query) struct sms_query *query = NULL;
	sms_auto(listing) struct listing listing = {.columns = SMS_LIST_INIT, .sort = list->sort};
	struct order order = {0};
	SMS_TRY(sms_types_find(&type, context->store->types, arguments->items[0]));
	SMS_TRY(choose_columns(&listing.columns, type, list->columns));
	SMS_TRY(order_of(&order, type, list));
	if (list->where)
		SMS_TRY(sms_query_new(&query, list->where, type, context->now));
	order.at = listing.columns.count;
	listing.query = query;
	listing.whole = !list->columns && (context->format == FORMAT_JSON || context->format == FORMAT_NDJSON);
	SMS_TRY(sms_snapshot_scan(context->store->snapshot, type, visit, &listing, context->progress));
	SMS_TRY(print(context, type, &listing, &order, list->limit > 0 ? (size_t)list->limit : 0));
	size_t unreadable = listing.found[0].unreadable + listing.found[1].unreadable;
	if (unreadable)
		context_say(context, "%zu records cannot be read: sms check", unreadable);
	return NULL;
}

const struct command cmd_list = {
	.name = "list",
	.summary = "list the records of a type",
	.arguments = "TYPE",
	.group = GROUP_RECORDS,
	.needs = NEEDS_STORE | NEEDS_PAGER | NEEDS_NO_HASHES,
	.options = list_options,
	.options_size = sizeof(struct list_options),
	.run = run,
	.description =
		"Lists the records of a type: events with the newest first, everything else by id. `json` and `ndjson` "
		"give whole records, unless `--columns` chooses fields; `approval` is the status that follows from a "
		"record's trail, `approval.by`, `approval.at` and `approval.until` who approved, since when and how "
		"long.\n\n"
		"Expressions compare fields with `=`, `!=`, `<`, `<=`, `>`, `>=` and match them with `~`, `!~` (a "
		"pattern, "
		"case ignored); `and`, `or`, `not` and parentheses join them. Enumerations compare in the order their "
		"type "
		"lists them, dates may be relative (`created.at >= -30d`).",
	.examples =
		(const struct example[]){
			{"sms list incident --where 'priority <= P2 and state != closed'", "open and important"},
			{"sms list incident --where 'title ~ \"disk.*full\"' --format csv", "for a spreadsheet"},
			{"sms list policies --columns id,approval,approval.by,owner", "documents with their status"},
			{NULL, NULL}},
	.see_also = "search, show, types",
};
