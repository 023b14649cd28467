/* Report definitions: the blocks of their sections. */
#include "work/report/private.h"
#include <string.h>

static void *take(struct report_definition *definition, size_t count, size_t size)
{
	void *memory = sms_arena_alloc(definition->arena, count * size + 1);
	memset(memory, 0, count * size + 1);
	return memory;
}

/* Place of a word in a list; `fallback` when there is none or it is another. */
static size_t place(const char *word, const char *const *words, size_t count, size_t fallback)
{
	for (size_t i = 0; word && i < count; i++)
		if (strcmp(word, words[i]) == 0)
			return i;
	return fallback;
}

/* --- Measures. --- */

static struct sms_error *read_sample(struct report_definition *definition, const sms_json *json, sms_time now,
				     struct sms_sample *out)
{
	static const char *const words[] = {[SMS_OPENED] = "opened",
					    [SMS_RESOLVED] = "resolved",
					    [SMS_CLOSED] = "closed",
					    [SMS_REOPENED] = "reopened",
					    [SMS_OPEN] = "open"};
	const char *word = sms_json_get_text(json, "of");
	out->population = (enum sms_population)place(word, words, SMS_COUNT(words), out->population);
	if ((out->population == SMS_RESOLVED && !definition->plan.resolved) ||
	    (out->population == SMS_CLOSED && !definition->plan.closed))
		return sms_error(SMS_INPUT, "the report does not say which member is '%s'", words[out->population]);
	SMS_TRY(report_need_query(definition, sms_json_get_text(json, "where"), now, &out->query));
	return report_need_number(definition, sms_json_get_text(json, "number"), &out->number);
}

static bool is_time(const struct report_definition *definition, size_t number)
{
	enum sms_number_kind kind = definition->plan.numbers[number].kind;
	return kind == SMS_NUMBER_SPAN || kind == SMS_NUMBER_HELD || kind == SMS_NUMBER_AGE;
}

static void read_statistic(const char *word, struct sms_measure *out)
{
	static const struct {
		const char *word;
		enum sms_statistic statistic;
		unsigned percent;
	} words[] = {
		{"count", SMS_STATISTIC_COUNT, 0},     {"share", SMS_STATISTIC_SHARE, 0},
		{"ratio", SMS_STATISTIC_RATIO, 0},     {"sum", SMS_STATISTIC_SUM, 0},
		{"mean", SMS_STATISTIC_MEAN, 0},       {"median", SMS_STATISTIC_PERCENTILE, 50},
		{"p90", SMS_STATISTIC_PERCENTILE, 90}, {"p95", SMS_STATISTIC_PERCENTILE, 95},
	};
	for (size_t i = 0; i < SMS_COUNT(words); i++)
		if (strcmp(word, words[i].word) == 0) {
			out->statistic = words[i].statistic;
			out->percent = words[i].percent;
		}
}

static struct sms_error *read_figure(struct report_definition *definition, const sms_json *json, sms_time now,
				     struct report_figure *out)
{
	struct sms_measure *measure = &out->measure;
	const sms_json *base = sms_json_get(json, "base");
	out->label = sms_json_get_text(json, "label");
	out->base_of_all = sms_json_true(sms_json_get(base, "of_all"));
	read_statistic(sms_json_get_text(json, "measure"), measure);
	SMS_TRY(read_sample(definition, json, now, &measure->of));
	measure->base.population = measure->of.population;
	SMS_TRY(read_sample(definition, base, now, &measure->base));
	if (measure->statistic == SMS_STATISTIC_COUNT || measure->statistic == SMS_STATISTIC_SHARE) {
		out->kind = measure->statistic == SMS_STATISTIC_COUNT ? SMS_CELL_COUNT : SMS_CELL_SHARE;
		return NULL;
	}
	bool is_ratio = measure->statistic == SMS_STATISTIC_RATIO;
	if (measure->of.number == SMS_ANY || (is_ratio && measure->base.number == SMS_ANY))
		return sms_error(SMS_INPUT, "'%s' needs a number", sms_json_get_text(json, "measure"));
	out->kind = is_ratio                                  ? SMS_CELL_RATIO
		    : is_time(definition, measure->of.number) ? SMS_CELL_TIME
							      : SMS_CELL_NUMBER;
	return NULL;
}

static struct sms_error *read_figures(struct report_definition *definition, const sms_json *list, sms_time now,
				      struct report_block *out)
{
	out->figures = take(definition, sms_json_count(list), sizeof *out->figures);
	sms_json_each(json, list) {
		struct report_figure *figure = &out->figures[out->figure_count++];
		SMS_TRY(sms_error_wrap(read_figure(definition, json, now, figure), "figure '%s'",
				       sms_json_get_text(json, "label")));
	}
	return NULL;
}

/* --- Bands: "4h", "30d". --- */

static struct sms_error *read_bands(struct report_definition *definition, const sms_json *list,
				    struct report_block *out)
{
	static const struct {
		const char *unit;
		int64_t seconds;
	} units[] = {{"min", 60}, {"h", 3600}, {"d", 86400}, {"w", 7 * 86400}};
	out->bands = take(definition, sms_json_count(list), sizeof *out->bands);
	sms_json_each(json, list) {
		char *unit = NULL;
		const char *text = sms_json_text(json);
		int64_t number = strtol(text, &unit, 10), seconds = 0;
		for (size_t i = 0; i < SMS_COUNT(units); i++)
			if (strcmp(unit, units[i].unit) == 0)
				seconds = units[i].seconds * number;
		if (seconds <= (out->band_count ? out->bands[out->band_count - 1] : 0))
			return sms_error(SMS_INPUT, "band '%s' does not follow the one before it", text);
		out->bands[out->band_count++] = seconds;
	}
	return NULL;
}

/* --- Blocks. --- */

static struct sms_error *read_chart(struct report_definition *definition, const sms_json *json, sms_time now,
				    struct report_block *out)
{
	static const char *const words[] = {
		[SMS_CHART_STACKED] = "stacked", [SMS_CHART_LINES] = "lines",   [SMS_CHART_HISTOGRAM] = "histogram",
		[SMS_CHART_BARS] = "bars",       [SMS_CHART_PARETO] = "pareto", [SMS_CHART_HEAT] = "heat"};
	const char *every = sms_json_get_text(json, "every"), *by = sms_json_get_text(json, "by");
	out->kind = REPORT_CHART;
	out->chart = (enum sms_chart_kind)place(sms_json_get_text(json, "chart"), words, SMS_COUNT(words), 0);
	out->unit = SMS_MONTHS;
	if (every)
		(void)sms_unit_parse(every, &out->unit);
	if (by)
		SMS_TRY(report_need_key(definition, by, &out->key));
	SMS_TRY(read_bands(definition, sms_json_get(json, "bands"), out));
	SMS_TRY(read_figures(definition, sms_json_get(json, "series"), now, out));
	for (size_t i = 1; i < out->figure_count; i++)
		if (out->figures[i].kind != out->figures[0].kind)
			return sms_error(SMS_INPUT, "figures '%s' and '%s' are of different kinds: no axis fits both",
					 out->figures[0].label, out->figures[i].label);
	if (out->band_count && (out->sample.number == SMS_ANY || !is_time(definition, out->sample.number)))
		return sms_error(SMS_INPUT, "bands need a number that is a time");
	return NULL;
}

static struct sms_error *read_table(struct report_definition *definition, const sms_json *json, sms_time now,
				    struct report_block *out)
{
	out->kind = REPORT_TABLE;
	out->total = sms_json_true(sms_json_get(json, "total"));
	SMS_TRY(report_need_key(definition, sms_json_get_text(json, "by"), &out->key));
	return read_figures(definition, sms_json_get(json, "columns"), now, out);
}

/* Columns of a list of records are numbers of the report or members of the records. */
static struct sms_error *read_records(struct report_definition *definition, const sms_json *json,
				      struct report_block *out)
{
	const char *sort = sms_json_get_text(json, "sort");
	out->kind = REPORT_RECORDS;
	SMS_TRY(report_need_number(definition, sort, &out->sort));
	sms_json_each(column, sms_json_get(json, "columns")) {
		const struct sms_field *field = NULL;
		size_t number;
		sms_auto(error) struct sms_error *error =
			report_need_number(definition, sms_json_text(column), &number);
		if (error)
			SMS_TRY(sms_type_find_field(&field, definition->plan.type, sms_json_text(column)));
	}
	return NULL;
}

static struct sms_error *read_block(struct report_definition *definition, const struct sms_types *types,
				    const sms_json *json, sms_time now, struct report_block *out)
{
	static const char *const inner[] = {"table", "records", "holds", "register"};
	const sms_json *body = json;
	int64_t limit = 0;
	for (size_t i = 0; i < SMS_COUNT(inner); i++)
		body = sms_json_get(json, inner[i]) ? sms_json_get(json, inner[i]) : body;
	*out = (struct report_block){
		.json = body, .title = sms_json_get_text(body, "title"), .key = SMS_ANY, .sort = SMS_ANY};
	out->limit = sms_json_integer(sms_json_get(body, "limit"), &limit) && limit > 0 ? (size_t)limit : SIZE_MAX;
	if (sms_json_get(json, "register")) {
		out->kind = REPORT_REGISTER;
		return report_check_register(out, types);
	}
	if (!definition->plan.type)
		return sms_error(SMS_INPUT, "only registers do without the report's 'type'");
	SMS_TRY(read_sample(definition, body, now, &out->sample));
	if (sms_json_get(json, "figures")) {
		out->kind = REPORT_FIGURES;
		return read_figures(definition, sms_json_get(json, "figures"), now, out);
	}
	if (sms_json_get(json, "chart"))
		return read_chart(definition, json, now, out);
	if (sms_json_get(json, "table"))
		return read_table(definition, body, now, out);
	if (sms_json_get(json, "records"))
		return read_records(definition, body, out);
	out->kind = REPORT_HOLDS;
	return report_need_number(definition, sms_json_get_text(body, "base"), &out->sample.number);
}

struct sms_error *report_read_sections(struct report_definition *definition, const struct sms_types *types,
				       sms_time now)
{
	const sms_json *list = sms_json_get(definition->json, "sections");
	definition->sections = take(definition, sms_json_count(list), sizeof *definition->sections);
	sms_json_each(json, list) {
		const sms_json *blocks = sms_json_get(json, "blocks");
		struct report_section *section = &definition->sections[definition->section_count++];
		*section = (struct report_section){
			.heading = sms_json_get_text(json, "heading"),
			.text = sms_json_get_text(json, "text"),
			.blocks = take(definition, sms_json_count(blocks), sizeof *section->blocks)};
		sms_json_each(block, blocks)
			SMS_TRY(sms_error_wrap(
				read_block(definition, types, block, now, &section->blocks[section->count++]),
				"section '%s'", section->heading));
	}
	return NULL;
}
