/* Figures and tables of a report. */
#include "work/report/private.h"
#include <string.h>

struct sms_cell report_count_cell(size_t count)
{
	return (struct sms_cell){.kind = SMS_CELL_COUNT, .figure = {.value = (double)count, .n = count, .known = true}};
}

struct sms_cell report_text_cell(const char *text)
{
	return (struct sms_cell){.kind = SMS_CELL_TEXT, .text = text};
}

const char *report_more(struct report_build *build, size_t count)
{
	sms_auto(buf) struct sms_buf number = SMS_BUF_INIT;
	report_add_count(&number, (double)count);
	return report_text(build, "and %s more", sms_buf_text(&number));
}

struct sms_cell report_cell(struct report_build *build, const struct report_figure *figure,
			    const struct sms_slice *slice)
{
	struct sms_cell cell = {.kind = figure->kind, .figure = sms_measure(build->rows, &figure->measure, slice)};
	if (figure->base_of_all && slice->key != SMS_ANY) {
		struct sms_slice all = {.period = slice->period, .key = SMS_ANY};
		struct sms_measure base = {.statistic = SMS_STATISTIC_COUNT, .of = figure->measure.base};
		double whole = sms_measure(build->rows, &base, &all).value;
		cell.figure.part =
			sms_measure(build->rows, &(struct sms_measure){.of = figure->measure.of}, slice).value;
		cell.figure.whole = whole;
		cell.figure.n = (size_t)whole;
		cell.figure.known = whole > 0;
		cell.figure.value = whole > 0 ? cell.figure.part / whole : 0;
	}
	build->report->has_small = build->report->has_small || report_is_small(&cell);
	return cell;
}

void report_build_figures(struct report_build *build, const struct report_block *from, struct sms_block *out)
{
	const struct sms_slice slice = {.period = build->period, .key = SMS_ANY};
	const struct sms_slice before = {.period = build->before, .key = SMS_ANY};
	char text[48];
	out->kind = SMS_BLOCK_FIGURES;
	out->figures.items = report_alloc(build, from->figure_count, sizeof *out->figures.items);
	out->figures.count = from->figure_count;
	if (build->before.to > build->before.from) {
		sms_period_format(&build->before, text);
		out->figures.before = report_text(build, "%s", text);
	}
	for (size_t i = 0; i < from->figure_count; i++) {
		struct sms_report_figure *figure = &out->figures.items[i];
		figure->label = report_text(build, "%s", from->figures[i].label);
		figure->value = report_cell(build, &from->figures[i], &slice);
		figure->has_before = out->figures.before != NULL;
		if (figure->has_before)
			figure->before = report_cell(build, &from->figures[i], &before);
	}
}

/* --- Groups. --- */

const char *report_key_name(const struct report_build *build, size_t key, uint32_t value)
{
	return value == SMS_NO_KEY ? "not given" : build->rows->names[key].items[value];
}

struct grouping {
	const sms_json *values; /* an enumeration, or NULL */
	const struct sms_list *names;
	const size_t *counts;
};

static size_t rank(const struct grouping *grouping, uint32_t value)
{
	size_t place = 0;
	sms_json_each(name, grouping->values) {
		const char *text = sms_json_text(name);
		if (text && strcmp(text, grouping->names->items[value]) == 0)
			return place;
		place++;
	}
	return place;
}

static int compare_groups(const void *a, const void *b, void *context)
{
	const uint32_t x = *(const uint32_t *)a, y = *(const uint32_t *)b;
	const struct grouping *grouping = context;
	if ((x == SMS_NO_KEY) != (y == SMS_NO_KEY))
		return x == SMS_NO_KEY ? 1 : -1;
	size_t i = grouping->values ? rank(grouping, x) : grouping->counts[y];
	size_t j = grouping->values ? rank(grouping, y) : grouping->counts[x];
	if (i != j)
		return i < j ? -1 : 1;
	return strcmp(grouping->names->items[x], grouping->names->items[y]);
}

uint32_t *report_groups(const struct report_build *build, size_t key, const struct sms_sample *sample,
			const struct sms_period *period, size_t **counts, size_t *count)
{
	const struct sms_rows *rows = build->rows;
	const struct sms_slice slice = {.period = *period, .key = SMS_ANY};
	const struct sms_field *field = sms_type_field(rows->plan->type, rows->plan->keys[key]);
	uint32_t *groups = sms_alloc(rows->names[key].count, sizeof *groups);
	*counts = sms_alloc(rows->names[key].count, sizeof **counts);
	*count = 0;
	for (size_t i = 0; i < rows->count; i++) {
		uint32_t value = sms_row_key(rows, &rows->rows[i], key);
		size_t times = sms_row_counts(rows, &rows->rows[i], sample, &slice);
		if (times && !(*counts)[value])
			groups[(*count)++] = value;
		(*counts)[value] += times;
	}
	struct grouping grouping = {field ? field->values : NULL, &rows->names[key], *counts};
	if (*count > 1)
		qsort_r(groups, *count, sizeof *groups, compare_groups, &grouping);
	return groups;
}

/* --- Tables by a member. --- */

/* The groups of all that the columns count: who was only resolved in the period has a row too. */
static uint32_t *groups_of_table(const struct report_build *build, const struct report_block *from, size_t *count)
{
	struct sms_sample sample = from->figures[0].measure.of;
	size_t *counts, *seen, more;
	uint32_t *groups = report_groups(build, from->key, &sample, &build->period, &counts, count);
	for (size_t i = 1; i < from->figure_count; i++) {
		uint32_t *others =
			report_groups(build, from->key, &from->figures[i].measure.of, &build->period, &seen, &more);
		for (size_t j = 0; j < more; j++)
			if (!counts[others[j]]) {
				counts[others[j]] = SIZE_MAX;
				groups[(*count)++] = others[j];
			}
		free(others);
		free(seen);
	}
	const struct sms_field *field = sms_type_field(build->rows->plan->type, build->rows->plan->keys[from->key]);
	struct grouping grouping = {field ? field->values : NULL, &build->rows->names[from->key], counts};
	for (size_t i = 0; i < build->rows->names[from->key].count; i++)
		counts[i] = counts[i] == SIZE_MAX ? 0 : counts[i];
	if (*count > 1)
		qsort_r(groups, *count, sizeof *groups, compare_groups, &grouping);
	free(counts);
	return groups;
}

static const char *title_of_key(struct report_build *build, size_t key)
{
	const char *path = build->rows->plan->keys[key];
	const struct sms_field *field = sms_type_field(build->rows->plan->type, path);
	return report_text(build, "%s", field && field->title ? field->title : path);
}

static void start_table(struct report_build *build, struct sms_report_table *table, const char *title, size_t columns,
			size_t rows)
{
	table->title = title ? report_text(build, "%s", title) : NULL;
	table->column_count = columns;
	table->columns = report_alloc(build, columns, sizeof *table->columns);
	table->cells = report_alloc(build, columns * rows, sizeof *table->cells);
}

static void add_row(struct report_build *build, const struct report_block *from, struct sms_report_table *table,
		    const char *name, const struct sms_slice *slice)
{
	struct sms_cell *cells = &table->cells[table->row_count++ * table->column_count];
	cells[0] = report_text_cell(report_text(build, "%s", name));
	for (size_t i = 0; i < from->figure_count; i++)
		cells[i + 1] = report_cell(build, &from->figures[i], slice);
}

void report_build_table(struct report_build *build, const struct report_block *from, struct sms_block *out)
{
	struct sms_report_table *table = &out->table;
	size_t count;
	uint32_t *groups = groups_of_table(build, from, &count);
	size_t shown = count < from->limit ? count : from->limit;
	out->kind = SMS_BLOCK_TABLE;
	start_table(build, table, from->title, from->figure_count + 1, shown + 1);
	table->columns[0] = (struct sms_column){title_of_key(build, from->key), true};
	for (size_t i = 0; i < from->figure_count; i++)
		table->columns[i + 1] = (struct sms_column){report_text(build, "%s", from->figures[i].label), false};
	for (size_t i = 0; i < shown; i++) {
		const struct sms_slice slice = {build->period, from->key, groups[i]};
		add_row(build, from, table, report_key_name(build, from->key, groups[i]), &slice);
	}
	if (shown < count)
		table->more = report_more(build, count - shown);
	table->has_total = from->total && count > 1;
	if (table->has_total)
		add_row(build, from, table, "All", &(struct sms_slice){.period = build->period, .key = SMS_ANY});
	free(groups);
}

/* --- Holds by reason. --- */

struct reason {
	uint32_t reason;
	size_t n;
	int64_t seconds;
};

/* By name where they are equal: the numbers of names depend on the order of reading. */
static int longest_first(const void *a, const void *b, void *context)
{
	const struct reason *x = a, *y = b;
	const struct sms_list *names = context;
	if (x->seconds != y->seconds)
		return x->seconds > y->seconds ? -1 : 1;
	return strcmp(names->items[x->reason], names->items[y->reason]);
}

/* Sums by reason; `whole` gets the sum of the number that their share is of, over all records of the sample. */
static struct reason *sum_reasons(const struct report_build *build, const struct report_block *from, int64_t *whole,
				  size_t *of)
{
	const struct sms_rows *rows = build->rows;
	const struct sms_slice slice = {.period = build->period, .key = SMS_ANY};
	struct reason *reasons = sms_alloc(rows->reasons.count, sizeof *reasons);
	for (uint32_t i = 0; i < rows->reasons.count; i++)
		reasons[i].reason = i;
	*whole = 0;
	*of = 0;
	for (size_t i = 0; i < rows->count; i++) {
		const struct sms_row *row = &rows->rows[i];
		if (!sms_row_counts(rows, row, &from->sample, &slice))
			continue;
		int64_t number = sms_row_number(rows, row, from->sample.number, build->period.to);
		if (number == SMS_NO_NUMBER)
			continue;
		*whole += number;
		++*of;
		for (uint32_t hold = row->hold; hold < row->hold + row->holds; hold++) {
			reasons[rows->holds[hold].reason].n++;
			reasons[rows->holds[hold].reason].seconds += rows->holds[hold].seconds;
		}
	}
	return reasons;
}

static struct sms_cell time_cell(double seconds, size_t n)
{
	return (struct sms_cell){.kind = SMS_CELL_TIME, .figure = {.value = seconds, .n = n, .known = n > 0}};
}

void report_build_holds(struct report_build *build, const struct report_block *from, struct sms_block *out)
{
	static const char *const titles[] = {"Reason", "Records", "Time", "Mean", "Share of the whole time"};
	struct sms_report_table *table = &out->table;
	struct sms_list names = build->rows->reasons; /* borrowed */
	int64_t whole;
	size_t of;
	struct reason *reasons = sum_reasons(build, from, &whole, &of);
	qsort_r(reasons, names.count, sizeof *reasons, longest_first, &names);
	out->kind = SMS_BLOCK_TABLE;
	start_table(build, table, from->title, SMS_COUNT(titles), names.count);
	for (size_t i = 0; i < SMS_COUNT(titles); i++)
		table->columns[i] = (struct sms_column){titles[i], i == 0};
	for (size_t i = 0; i < names.count && reasons[i].n; i++) {
		const struct reason *reason = &reasons[i];
		struct sms_cell *cells = &table->cells[table->row_count++ * table->column_count];
		const char *name = reason->reason == SMS_NO_KEY ? "not given" : names.items[reason->reason];
		double seconds = (double)reason->seconds;
		cells[0] = report_text_cell(report_text(build, "%s", name));
		cells[1] = report_count_cell(reason->n);
		cells[2] = time_cell(seconds, reason->n);
		cells[3] = time_cell(seconds / (double)reason->n, reason->n);
		cells[4] = (struct sms_cell){.kind = SMS_CELL_RATIO,
					     .figure = {.value = whole > 0 ? seconds / (double)whole : 0,
							.part = seconds,
							.whole = (double)whole,
							.n = of,
							.known = whole > 0}};
		build->report->has_small = build->report->has_small || report_is_small(&cells[3]);
	}
	free(reasons);
}
