/* A report as JSON: "schema": "sms/report/1". */
#include "work/report/private.h"

static void set_text(sms_json *json, const char *key, const char *text)
{
	if (text)
		sms_json_set_text(json, key, text);
}

static void set_flag(sms_json *json, const char *key, bool flag)
{
	if (flag)
		sms_json_set_boolean(json, key, true);
}

/* Texts are strings, figures objects with what they are made from; a figure that is not known has null for value. */
static sms_json *cell_json(const struct sms_cell *cell)
{
	const struct sms_figure *figure = &cell->figure;
	if (cell->kind == SMS_CELL_TEXT)
		return sms_json_new_text(cell->text);
	if (cell->kind == SMS_CELL_EMPTY)
		return sms_json_new_null();
	sms_json *json = sms_json_new_object();
	sms_json_set(json, "value", figure->known ? sms_json_new_number(figure->value) : sms_json_new_null());
	sms_json_set_text(json, "unit", report_cell_units[cell->kind]);
	if (cell->kind == SMS_CELL_SHARE || cell->kind == SMS_CELL_RATIO) {
		sms_json_set(json, "part", sms_json_new_number(figure->part));
		sms_json_set(json, "whole", sms_json_new_number(figure->whole));
	}
	sms_json_set_integer(json, "n", (int64_t)figure->n);
	set_flag(json, "small", report_is_small(cell));
	return json;
}

static sms_json *figures_json(const struct sms_report_figures *figures)
{
	sms_json *list = sms_json_new_array();
	for (size_t i = 0; i < figures->count; i++) {
		sms_json *json = sms_json_new_object();
		sms_json_set_text(json, "label", figures->items[i].label);
		sms_json_set(json, "figure", cell_json(&figures->items[i].value));
		if (figures->items[i].has_before)
			sms_json_set(json, "before", cell_json(&figures->items[i].before));
		sms_json_append(list, json);
	}
	return list;
}

static void set_table(sms_json *json, const struct sms_report_table *table)
{
	sms_json *columns = sms_json_new_array(), *rows = sms_json_new_array();
	for (size_t i = 0; i < table->column_count; i++)
		sms_json_append_text(columns, table->columns[i].title);
	for (size_t i = 0; i < table->row_count; i++) {
		sms_json *row = sms_json_new_array();
		for (size_t j = 0; j < table->column_count; j++)
			sms_json_append(row, cell_json(&table->cells[i * table->column_count + j]));
		sms_json_append(rows, row);
	}
	set_text(json, "title", table->title);
	sms_json_set(json, "columns", columns);
	sms_json_set(json, "rows", rows);
	set_flag(json, "has_total", table->has_total);
	set_text(json, "more", table->more);
}

static void set_chart(sms_json *json, const struct sms_report_chart *chart)
{
	sms_json *categories = sms_json_new_array(), *series = sms_json_new_array();
	for (size_t i = 0; i < chart->category_count; i++)
		sms_json_append_text(categories, chart->categories[i].name);
	for (size_t i = 0; i < chart->series_count; i++) {
		sms_json *one = sms_json_new_object(), *cells = sms_json_new_array();
		for (size_t j = 0; j < chart->category_count; j++)
			sms_json_append(cells, cell_json(&chart->series[i].cells[j]));
		sms_json_set_text(one, "name", chart->series[i].name);
		sms_json_set(one, "figures", cells);
		sms_json_append(series, one);
	}
	sms_json_set_text(json, "chart", report_chart_word(chart->kind));
	set_text(json, "title", chart->title);
	set_text(json, "summary", chart->summary);
	set_text(json, "axis", chart->axis);
	sms_json_set_integer(json, "context", (int64_t)chart->context);
	sms_json_set(json, "categories", categories);
	sms_json_set(json, "series", series);
}

static sms_json *block_json(const struct sms_block *block)
{
	static const char *const kinds[] = {[SMS_BLOCK_TEXT] = "text",
					    [SMS_BLOCK_LIST] = "list",
					    [SMS_BLOCK_FIGURES] = "figures",
					    [SMS_BLOCK_TABLE] = "table",
					    [SMS_BLOCK_CHART] = "chart"};
	sms_json *json = sms_json_new_object(), *items;
	sms_json_set_text(json, "kind", kinds[block->kind]);
	if (block->kind == SMS_BLOCK_FIGURES) {
		set_text(json, "before", block->figures.before);
		sms_json_set(json, "figures", figures_json(&block->figures));
	} else if (block->kind == SMS_BLOCK_TABLE) {
		set_table(json, &block->table);
	} else if (block->kind == SMS_BLOCK_CHART) {
		set_chart(json, &block->chart);
	} else if (block->kind == SMS_BLOCK_LIST) {
		items = sms_json_new_array();
		for (size_t i = 0; i < block->item_count; i++)
			sms_json_append_text(items, block->items[i]);
		sms_json_set(json, "items", items);
	}
	set_text(json, "text", block->text);
	return json;
}

static sms_json *section_json(const struct sms_report_section *section)
{
	sms_json *json = sms_json_new_object(), *blocks = sms_json_new_array();
	for (size_t i = 0; i < section->block_count; i++)
		sms_json_append(blocks, block_json(&section->blocks[i]));
	sms_json_set_text(json, "heading", section->heading);
	sms_json_set_text(json, "text", section->text);
	sms_json_set(json, "blocks", blocks);
	return json;
}

static sms_json *span_json(const struct sms_report *report)
{
	char from[SMS_TIME_SIZE], to[SMS_TIME_SIZE];
	sms_json *json = sms_json_new_object();
	sms_time_format(report->span.from, from);
	sms_time_format(report->span.to, to);
	sms_json_set_text(json, "name", report->period);
	sms_json_set_text(json, "from", from);
	sms_json_set_text(json, "to", to);
	return json;
}

void sms_report_json(struct sms_buf *out, const struct sms_report *report)
{
	sms_auto(json) sms_json *json = sms_json_new_object();
	sms_json *facts = sms_json_new_object(), *sections = sms_json_new_array();
	for (size_t i = 0; i < report->fact_count; i++)
		sms_json_set_text(facts, report->facts[i].name, report->facts[i].value);
	for (size_t i = 0; i < report->section_count; i++)
		sms_json_append(sections, section_json(&report->sections[i]));
	sms_json_set_text(json, "schema", "sms/report/1");
	sms_json_set_text(json, "name", report->name);
	sms_json_set_text(json, "title", report->title);
	set_text(json, "organization", report->organization);
	sms_json_set(json, "period", span_json(report));
	sms_json_set_text(json, "as_of", report->as_of);
	sms_json_set_text(json, "commit", report->commit);
	sms_json_set(json, "facts", facts);
	sms_json_set(json, "sections", sections);
	sms_json_print(out, json);
}
