/* Charts of a report: their figures, and in words what they show. */
#include "work/report/private.h"
#include <string.h>

enum {
	MOST_INTERVALS = 60, /* on an axis of time: more and it is divided more coarsely */
	LEAST_INTERVALS = 6, /* fewer are no trend: the ones before the period are drawn too */
	MOST_PARTS = 6,      /* of a stacked bar */
};

/* --- Axes of time. --- */

struct axis {
	enum sms_unit_of_time unit;
	sms_time first, end; /* of the first interval; end of the last, at `now` at the latest */
	size_t count, context;
	bool is_cut; /* the last one goes on after `now` */
};

static size_t count_units(enum sms_unit_of_time unit, const struct sms_period *period)
{
	size_t count = 0;
	for (sms_time at = sms_unit_floor(unit, period->from); at < period->to && count <= MOST_INTERVALS;
	     at = sms_unit_move(unit, at, 1))
		count++;
	return count;
}

/* Whole intervals, also where the period begins or ends within one: a part of one would look like a fall. */
static struct axis make_axis(struct report_build *build, enum sms_unit_of_time unit)
{
	while (unit < SMS_YEARS && count_units(unit, &build->period) > MOST_INTERVALS)
		unit++;
	struct axis axis = {.unit = unit, .first = sms_unit_floor(unit, build->period.from)};
	axis.count = count_units(unit, &build->period);
	axis.end = sms_unit_move(unit, axis.first, (int)axis.count);
	axis.is_cut = axis.end > build->definition->plan.now + 1;
	if (axis.is_cut)
		axis.end = build->definition->plan.now + 1;
	while (axis.count && axis.count < LEAST_INTERVALS && build->extent.from < axis.first) {
		axis.first = sms_unit_move(unit, axis.first, -1);
		axis.count++;
		axis.context++;
	}
	return axis;
}

static struct sms_slice interval(const struct axis *axis, size_t index)
{
	sms_time from = sms_unit_move(axis->unit, axis->first, (int)index), to = sms_unit_move(axis->unit, from, 1);
	return (struct sms_slice){.period = {from, to < axis->end ? to : axis->end}, .key = SMS_ANY};
}

static void name_intervals(struct report_build *build, const struct axis *axis, struct sms_report_chart *chart)
{
	char full[16], brief[16], outer[16];
	chart->axis = sms_unit_word(axis->unit);
	chart->category_count = axis->count;
	chart->context = axis->context;
	chart->categories = report_alloc(build, axis->count, sizeof *chart->categories);
	for (size_t i = 0; i < axis->count; i++) {
		sms_unit_name(axis->unit, interval(axis, i).period.from, full, brief, outer);
		chart->categories[i] =
			(struct sms_category){report_text(build, "%s", full), report_text(build, "%s", brief),
					      report_text(build, "%s", outer)};
	}
}

static const char *remark(struct report_build *build, const struct axis *axis)
{
	const char *unit = sms_unit_word(axis->unit);
	sms_auto(buf) struct sms_buf text = SMS_BUF_INIT;
	if (axis->context)
		sms_buf_add_format(&text, " %zu %s%s before the period %s drawn for comparison.", axis->context, unit,
				   axis->context > 1 ? "s" : "", axis->context > 1 ? "are" : "is");
	if (axis->is_cut)
		sms_buf_add_format(&text, " The last %s is not over yet.", unit);
	if (sms_unit_floor(axis->unit, build->period.from) != build->period.from ||
	    (!axis->is_cut && sms_unit_floor(axis->unit, build->period.to) != build->period.to))
		sms_buf_add_format(&text, " Every %s%s is whole, also where the period begins or ends in it.",
				   axis->is_cut ? "other " : "", unit);
	return text.length ? report_text(build, "%s", text.data + 1) : NULL;
}

/* --- In words. --- */

static const char *cell_text(struct report_build *build, const struct sms_cell *cell)
{
	sms_auto(buf) struct sms_buf text = SMS_BUF_INIT;
	report_add_cell(&text, cell, false);
	return report_text(build, "%s", sms_buf_text(&text));
}

static size_t highest(const struct sms_cell *cells, size_t count)
{
	size_t best = SIZE_MAX;
	for (size_t i = 0; i < count; i++)
		if (cells[i].figure.known && (best == SIZE_MAX || cells[i].figure.value > cells[best].figure.value))
			best = i;
	return best;
}

static void summarize_lines(struct report_build *build, struct sms_report_chart *chart)
{
	sms_auto(buf) struct sms_buf text = SMS_BUF_INIT;
	for (size_t i = 0; i < chart->series_count; i++) {
		const struct sms_series *series = &chart->series[i];
		size_t best = highest(series->cells, chart->category_count);
		if (best == SIZE_MAX || (series->cells[best].kind == SMS_CELL_COUNT && !series->cells[best].figure.n))
			continue;
		sms_buf_add_format(&text, "%s%s: highest %s (%s %s), last %s.", text.length ? " " : "", series->name,
				   cell_text(build, &series->cells[best]), chart->axis, chart->categories[best].name,
				   cell_text(build, &series->cells[chart->category_count - 1]));
	}
	chart->summary = text.length ? report_text(build, "%s", sms_buf_text(&text)) : NULL;
}

static double total_of(const struct sms_report_chart *chart)
{
	double total = 0;
	for (size_t i = 0; i < chart->series_count; i++)
		for (size_t j = 0; j < chart->category_count; j++)
			total += chart->series[i].cells[j].figure.value;
	return total;
}

/* The largest category, and what share of all it is. */
static void summarize_counts(struct report_build *build, struct sms_report_chart *chart)
{
	sms_auto(buf) struct sms_buf text = SMS_BUF_INIT;
	size_t best = 0;
	double most = -1, total = total_of(chart);
	for (size_t j = 0; j < chart->category_count; j++) {
		double sum = 0;
		for (size_t i = 0; i < chart->series_count; i++)
			sum += chart->series[i].cells[j].figure.value;
		if (sum > most) {
			most = sum;
			best = j;
		}
	}
	if (total <= 0)
		return;
	sms_buf_add_format(&text, "Most: %s, ", chart->categories[best].name);
	report_add_percent(&text, most, total);
	sms_buf_add_text(&text, " (");
	report_add_count(&text, most);
	sms_buf_add_text(&text, " of ");
	report_add_count(&text, total);
	sms_buf_add_text(&text, ").");
	chart->summary = report_text(build, "%s", sms_buf_text(&text));
}

static void summarize_heat(struct report_build *build, struct sms_report_chart *chart)
{
	size_t row = 0, column = 0;
	double most = 0, total = total_of(chart);
	for (size_t i = 0; i < chart->series_count; i++)
		for (size_t j = 0; j < chart->category_count; j++)
			if (chart->series[i].cells[j].figure.value > most) {
				most = chart->series[i].cells[j].figure.value;
				row = i;
				column = j;
			}
	sms_auto(buf) struct sms_buf text = SMS_BUF_INIT;
	report_add_count(&text, most);
	sms_buf_add_text(&text, " of ");
	report_add_count(&text, total);
	if (total > 0)
		chart->summary = report_text(build, "Busiest: %s, %s to %02zu h (%s).", chart->series[row].name,
					     chart->categories[column].name, column + 1, sms_buf_text(&text));
}

/* --- Series. --- */

static struct sms_cell *add_series(struct report_build *build, struct sms_report_chart *chart, const char *name)
{
	struct sms_cell *cells = report_alloc(build, chart->category_count, sizeof *cells);
	for (size_t i = 0; i < chart->category_count; i++)
		cells[i] = report_count_cell(0);
	chart->series[chart->series_count++] = (struct sms_series){report_text(build, "%s", name), cells};
	return cells;
}

static void add_count(struct sms_cell *cell, size_t count)
{
	*cell = report_count_cell(cell->figure.n + count);
}

static void build_lines(struct report_build *build, const struct report_block *from, struct sms_block *out)
{
	struct sms_report_chart *chart = &out->chart;
	struct axis axis = make_axis(build, from->unit);
	name_intervals(build, &axis, chart);
	chart->series = report_alloc(build, from->figure_count, sizeof *chart->series);
	for (size_t i = 0; i < from->figure_count; i++) {
		struct sms_cell *cells = add_series(build, chart, from->figures[i].label);
		for (size_t j = 0; j < axis.count; j++) {
			const struct sms_slice slice = interval(&axis, j);
			cells[j] = report_cell(build, &from->figures[i], &slice);
		}
	}
	out->text = remark(build, &axis);
	summarize_lines(build, chart);
}

static void fill_part(struct report_build *build, const struct report_block *from, const struct axis *axis,
		      uint32_t group, struct sms_cell *cells)
{
	const struct sms_measure measure = {.of = from->sample};
	for (size_t i = 0; i < axis->count; i++) {
		struct sms_slice slice = interval(axis, i);
		slice.key = from->key;
		slice.value = group;
		add_count(&cells[i], sms_measure(build->rows, &measure, &slice).n);
	}
}

static void build_stacked(struct report_build *build, const struct report_block *from, struct sms_block *out)
{
	struct sms_report_chart *chart = &out->chart;
	struct axis axis = make_axis(build, from->unit);
	const struct sms_period whole = {axis.first, axis.end > axis.first ? axis.end : axis.first};
	size_t *counts, count;
	uint32_t *groups = report_groups(build, from->key, &from->sample, &whole, &counts, &count);
	size_t parts = count > MOST_PARTS ? MOST_PARTS - 1 : count;
	struct sms_cell *cells = NULL;
	name_intervals(build, &axis, chart);
	chart->series = report_alloc(build, MOST_PARTS, sizeof *chart->series);
	for (size_t i = 0; i < count; i++) {
		if (i < parts)
			cells = add_series(build, chart, report_key_name(build, from->key, groups[i]));
		else if (i == parts)
			cells = add_series(build, chart, "others");
		fill_part(build, from, &axis, groups[i], cells);
	}
	free(groups);
	free(counts);
	out->text = remark(build, &axis);
	summarize_counts(build, chart);
}

/* --- Bands: "under 1 h", "1-4 h", "8 h-1 d", "over 30 d". --- */

static int64_t unit_of(int64_t seconds, const char **name)
{
	int64_t unit = seconds % 86400 == 0 ? 86400 : seconds % 3600 == 0 ? 3600 : 60;
	*name = unit == 86400 ? "d" : unit == 3600 ? "h" : "min";
	return unit;
}

static const char *band_name(struct report_build *build, const struct report_block *from, size_t band)
{
	const char *low_name, *high_name;
	int64_t low = band ? from->bands[band - 1] : 0, high = band < from->band_count ? from->bands[band] : 0;
	int64_t low_unit = unit_of(low, &low_name), high_unit = unit_of(high, &high_name);
	if (!band)
		return report_text(build, "under %lld %s", (long long)(high / high_unit), high_name);
	if (band == from->band_count)
		return report_text(build, "over %lld %s", (long long)(low / low_unit), low_name);
	/* 8 h to 1 d reads better as 8 to 24 h, 1 to 3 d as it is. */
	if (low_unit < high_unit && high / low_unit <= 48)
		return report_text(build, "%lld\xe2\x80\x93%lld %s", (long long)(low / low_unit),
				   (long long)(high / low_unit), low_name);
	if (low_unit == high_unit)
		return report_text(build, "%lld\xe2\x80\x93%lld %s", (long long)(low / low_unit),
				   (long long)(high / high_unit), high_name);
	return report_text(build, "%lld %s\xe2\x80\x93%lld %s", (long long)(low / low_unit), low_name,
			   (long long)(high / high_unit), high_name);
}

static void build_bands(struct report_build *build, const struct report_block *from, struct sms_block *out)
{
	struct sms_report_chart *chart = &out->chart;
	const struct sms_rows *rows = build->rows;
	const struct sms_slice slice = {.period = build->period, .key = SMS_ANY};
	chart->axis = build->definition->plan.numbers[from->sample.number].name;
	chart->axis = report_text(build, "%s", chart->axis);
	chart->category_count = from->band_count + 1;
	chart->categories = report_alloc(build, chart->category_count, sizeof *chart->categories);
	for (size_t i = 0; i < chart->category_count; i++)
		chart->categories[i].name = band_name(build, from, i);
	chart->series = report_alloc(build, 1, sizeof *chart->series);
	struct sms_cell *cells = add_series(build, chart, rows->plan->type->plural);
	for (size_t i = 0; i < rows->count; i++) {
		size_t band = 0, times = sms_row_counts(rows, &rows->rows[i], &from->sample, &slice);
		int64_t number = sms_row_number(rows, &rows->rows[i], from->sample.number, build->period.to);
		if (!times || number == SMS_NO_NUMBER)
			continue;
		while (band < from->band_count && number >= from->bands[band])
			band++;
		add_count(&cells[band], times);
	}
	summarize_counts(build, chart);
}

/* --- Pareto. --- */

static void build_pareto(struct report_build *build, const struct report_block *from, struct sms_block *out)
{
	struct sms_report_chart *chart = &out->chart;
	const char *path = build->rows->plan->keys[from->key];
	const struct sms_field *field = sms_type_field(build->rows->plan->type, path);
	size_t *counts, count, rest = 0, needed = 0;
	uint32_t *groups = report_groups(build, from->key, &from->sample, &build->period, &counts, &count);
	size_t shown = count > from->limit ? from->limit : count;
	double running = 0;
	chart->axis = report_text(build, "%s", field && field->title ? field->title : path);
	chart->has_rest = shown < count;
	chart->category_count = shown + chart->has_rest;
	chart->categories = report_alloc(build, chart->category_count, sizeof *chart->categories);
	chart->series = report_alloc(build, 1, sizeof *chart->series);
	struct sms_cell *cells = add_series(build, chart, build->rows->plan->type->plural);
	for (size_t i = 0; i < count; i++) {
		if (i < shown) {
			chart->categories[i].name =
				report_text(build, "%s", report_key_name(build, from->key, groups[i]));
			add_count(&cells[i], counts[groups[i]]);
		} else {
			rest += counts[groups[i]];
		}
	}
	if (shown < count) {
		chart->categories[shown].name = report_text(build, "%zu others", count - shown);
		add_count(&cells[shown], rest);
	}
	for (double total = total_of(chart); needed < count && running < 0.8 * total; needed++)
		running += (double)counts[groups[needed]];
	if (count)
		chart->summary = report_text(build, "%zu of %zu make 80 %% of all.", needed, count);
	free(groups);
	free(counts);
}

/* --- Heat. --- */

static sms_time instant_of(const struct sms_row *row, enum sms_population population)
{
	return population == SMS_RESOLVED ? row->resolved : population == SMS_CLOSED ? row->closed : row->opened;
}

static void build_heat(struct report_build *build, const struct report_block *from, struct sms_block *out)
{
	static const char *const days[] = {"Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"};
	struct sms_report_chart *chart = &out->chart;
	const struct sms_slice slice = {.period = build->period, .key = SMS_ANY};
	struct sms_cell *cells[SMS_COUNT(days)];
	chart->axis = "hour";
	chart->category_count = 24;
	chart->categories = report_alloc(build, 24, sizeof *chart->categories);
	chart->series = report_alloc(build, SMS_COUNT(days), sizeof *chart->series);
	for (size_t i = 0; i < 24; i++)
		chart->categories[i].name = report_text(build, "%02zu", i);
	for (size_t i = 0; i < SMS_COUNT(days); i++)
		cells[i] = add_series(build, chart, days[i]);
	for (size_t i = 0; i < build->rows->count; i++) {
		const struct sms_row *row = &build->rows->rows[i];
		if (!sms_row_counts(build->rows, row, &from->sample, &slice))
			continue;
		sms_time at = instant_of(row, from->sample.population);
		sms_time hours = (at - sms_unit_floor(SMS_WEEKS, at)) / 3600;
		add_count(&cells[hours / 24][hours % 24], 1);
	}
	summarize_heat(build, chart);
}

static void fill(struct report_build *build, const struct report_block *from, struct sms_block *out)
{
	switch (from->chart) {
	case SMS_CHART_STACKED:
		build_stacked(build, from, out);
		return;
	case SMS_CHART_LINES:
		build_lines(build, from, out);
		return;
	case SMS_CHART_HISTOGRAM:
	case SMS_CHART_BARS:
		build_bands(build, from, out);
		return;
	case SMS_CHART_PARETO:
		build_pareto(build, from, out);
		return;
	case SMS_CHART_HEAT:
		build_heat(build, from, out);
	}
}

void report_build_chart(struct report_build *build, const struct report_block *from, struct sms_block *out)
{
	out->kind = SMS_BLOCK_CHART;
	out->chart.kind = from->chart;
	out->chart.title = report_text(build, "%s", from->title);
	fill(build, from, out);
	if (!out->chart.summary) /* nothing to remark on */
		out->text = NULL;
}
