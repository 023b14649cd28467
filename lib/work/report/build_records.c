/* Lists of records in a report. */
#include "work/report/private.h"
#include <string.h>

struct listed {
	const struct sms_row *row;
	int64_t rank;
};

/* The largest number first, what has none last; equal ones in the order of their ids. */
static int by_rank(const void *a, const void *b)
{
	const struct listed *x = a, *y = b;
	if (x->rank != y->rank)
		return x->rank > y->rank ? -1 : 1;
	return strcmp(x->row->entry->id, y->row->entry->id);
}

static struct listed *choose(const struct report_build *build, const struct report_block *from, size_t *count)
{
	const struct sms_rows *rows = build->rows;
	const struct sms_slice slice = {.period = build->period, .key = SMS_ANY};
	struct listed *list = sms_alloc(rows->count, sizeof *list);
	*count = 0;
	for (size_t i = 0; i < rows->count; i++) {
		const struct sms_row *row = &rows->rows[i];
		if (!sms_row_counts(rows, row, &from->sample, &slice))
			continue;
		int64_t rank =
			from->sort == SMS_ANY ? row->opened : sms_row_number(rows, row, from->sort, build->period.to);
		list[(*count)++] = (struct listed){row, rank};
	}
	if (*count)
		qsort(list, *count, sizeof *list, by_rank);
	return list;
}

/* A number of the report where the column is one; else SMS_ANY. */
static size_t number_of(const struct report_build *build, const char *column)
{
	const struct sms_measure_plan *plan = &build->definition->plan;
	for (size_t i = 0; i < plan->number_count; i++)
		if (strcmp(plan->numbers[i].name, column) == 0)
			return i;
	return SMS_ANY;
}

static struct sms_cell number_cell(const struct report_build *build, const struct sms_row *row, size_t number)
{
	enum sms_number_kind kind = build->definition->plan.numbers[number].kind;
	int64_t value = sms_row_number(build->rows, row, number, build->period.to);
	bool is_time = kind == SMS_NUMBER_SPAN || kind == SMS_NUMBER_HELD || kind == SMS_NUMBER_AGE;
	/* One record's own number is no statistic: no n, nothing small. */
	return (struct sms_cell){.kind = is_time ? SMS_CELL_TIME : SMS_CELL_NUMBER,
				 .figure = {.value = (double)value, .known = value != SMS_NO_NUMBER}};
}

static struct sms_error *add_row(struct report_build *build, const struct report_block *from, struct sms_cell *cells,
				 const struct sms_row *row)
{
	sms_auto(record) struct sms_record *record = NULL;
	SMS_TRY(sms_record_read(&record, build->store->snapshot, row->entry));
	sms_json_each(column, sms_json_get(from->json, "columns")) {
		size_t number = number_of(build, sms_json_text(column));
		sms_auto(buf) struct sms_buf text = SMS_BUF_INIT;
		if (number != SMS_ANY) {
			*cells++ = number_cell(build, row, number);
			continue;
		}
		sms_value_add_text(&text, sms_json_path(record->json, sms_json_text(column)));
		*cells++ = report_text_cell(report_text(build, "%s", sms_buf_text(&text)));
	}
	return NULL;
}

/* A member's own title, a number's name with a capital. */
static const char *title_of(struct report_build *build, const char *column)
{
	const struct sms_field *field = sms_type_field(build->definition->plan.type, column);
	if (number_of(build, column) == SMS_ANY)
		return report_text(build, "%s", field && field->title ? field->title : column);
	char first = column[0] >= 'a' && column[0] <= 'z' ? (char)(column[0] - 'a' + 'A') : column[0];
	return report_text(build, "%c%s", first, column + 1);
}

struct sms_error *report_build_records(struct report_build *build, const struct report_block *from,
				       struct sms_block *out)
{
	struct sms_report_table *table = &out->table;
	const sms_json *columns = sms_json_get(from->json, "columns");
	size_t count, index = 0;
	struct sms_error *error = NULL;
	struct listed *list = choose(build, from, &count);
	out->kind = SMS_BLOCK_TABLE;
	table->title = from->title ? report_text(build, "%s", from->title) : NULL;
	table->row_count = count < from->limit ? count : from->limit;
	table->column_count = sms_json_count(columns);
	table->columns = report_alloc(build, table->column_count, sizeof *table->columns);
	table->cells = report_alloc(build, table->column_count * table->row_count, sizeof *table->cells);
	sms_json_each(column, columns)
		table->columns[index++] = (struct sms_column){title_of(build, sms_json_text(column)),
							      number_of(build, sms_json_text(column)) == SMS_ANY};
	for (size_t i = 0; i < table->row_count && !error; i++)
		error = add_row(build, from, &table->cells[i * table->column_count], list[i].row);
	if (table->row_count < count)
		table->more = report_more(build, count - table->row_count);
	free(list);
	return error;
}
