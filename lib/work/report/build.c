/* A report is made: rows read, period settled, sections built, and what has to be said about the data. */
#include "work/report/private.h"
#include <string.h>

void sms_report_free(struct sms_report *report)
{
	if (!report)
		return;
	sms_arena_free(report->arena);
	free(report);
}

void *report_alloc(struct report_build *build, size_t count, size_t size)
{
	void *memory = sms_arena_alloc(build->report->arena, count * size + 1);
	memset(memory, 0, count * size + 1);
	return memory;
}

const char *report_text(struct report_build *build, const char *format, ...)
{
	va_list arguments;
	va_start(arguments, format);
	sms_auto(string) char *text = sms_vformat(format, arguments);
	va_end(arguments);
	return sms_arena_copy(build->report->arena, text, strlen(text));
}

/* --- The period. --- */

static struct sms_error *settle_period(struct report_build *build, const struct sms_report_options *options)
{
	struct sms_report *report = build->report;
	char text[48];
	if (!build->definition->plan.type) { /* things as they are */
		report->period = report->as_of;
		report->span = (struct sms_period){options->now, options->now + 1};
		return options->period
			       ? sms_error_hint(sms_error(SMS_INPUT, "the report '%s' is of no period", report->name),
						"sms --at DATE report %s", report->name)
			       : NULL;
	}
	build->extent = sms_rows_extent(build->rows);
	build->period = build->extent;
	if (options->period)
		SMS_TRY(sms_period_parse(&build->period, options->period));
	if (!build->rows->count) /* nothing lies before it either */
		build->extent = build->period;
	bool is_over = build->period.to <= options->now + 1;
	sms_period_format(&build->period, text);
	if (!options->period && !build->rows->count)
		report->period = "nothing recorded yet";
	else if (!options->period)
		report->period = report_text(build, "%s (everything there is)", text);
	else
		report->period = report_text(build, is_over ? "%s" : "%s (not over yet)", text);
	if (!is_over)
		build->period.to = options->now + 1;
	if (build->period.to < build->period.from)
		build->period.to = build->period.from;
	if (options->period)
		build->before = sms_period_before(&build->period);
	/* Nothing to compare with before there were records, nor a part of a period with a whole one. */
	if (!is_over || build->before.from < build->extent.from)
		build->before = (struct sms_period){0, 0};
	report->span = build->period;
	return NULL;
}

/* --- Facts. --- */

static void add_fact(struct report_build *build, const char *name, const char *value)
{
	struct sms_report *report = build->report;
	if (value && *value)
		report->facts[report->fact_count++] = (struct sms_fact){name, value};
}

static const char *arena_text(struct report_build *build, const char *text)
{
	return text ? report_text(build, "%s", text) : NULL;
}

static void add_facts(struct report_build *build)
{
	enum { MOST = 10 };
	struct sms_report *report = build->report;
	const sms_json *json = build->definition->json;
	const struct sms_type *type = build->definition->plan.type;
	sms_auto(buf) struct sms_buf clauses = SMS_BUF_INIT, count = SMS_BUF_INIT;
	report->facts = report_alloc(build, MOST, sizeof *report->facts);
	sms_value_add_text(&clauses, sms_json_get(json, "clauses"));
	report_add_count(&count, (double)(type ? build->rows->count : build->listed));
	add_fact(build, "Organization", report->organization);
	add_fact(build, "Period", type ? report->period : NULL);
	add_fact(build, "Service", arena_text(build, build->definition->plan.only));
	add_fact(build, "As of", report->as_of);
	add_fact(build, "Data",
		 report_text(build, "commit %s, %s %s", report->commit, sms_buf_text(&count),
			     type ? type->plural : "records"));
	add_fact(build, "Purpose", arena_text(build, sms_json_get_text(json, "purpose")));
	add_fact(build, "Audience", arena_text(build, sms_json_get_text(json, "audience")));
	if (clauses.length)
		add_fact(build, "Clauses", report_text(build, "ISO/IEC 20000-1: %s", sms_buf_text(&clauses)));
}

/* --- What has to be said about the data. --- */

static size_t count_excluded(const struct report_build *build, size_t exclusion)
{
	size_t count = 0;
	for (size_t i = 0; i < build->rows->count; i++) {
		const struct sms_row *row = &build->rows->rows[i];
		count += row->excluded == exclusion + 1 && row->opened >= build->period.from &&
			 row->opened < build->period.to;
	}
	return count;
}

static void add_item(struct report_build *build, struct sms_block *list, const char **items, size_t count,
		     const char *what)
{
	sms_auto(buf) struct sms_buf number = SMS_BUF_INIT;
	report_add_count(&number, (double)count);
	if (count)
		items[list->item_count++] = report_text(build, "%s %s", sms_buf_text(&number), what);
}

static void say_excluded(struct report_build *build, struct sms_block *list, const char **items)
{
	sms_auto(buf) struct sms_buf text = SMS_BUF_INIT;
	size_t index = 0;
	sms_json_each(exclusion, sms_json_get(build->definition->json, "exclude")) {
		sms_buf_add_text(&text, index ? ", " : "Left out of every figure, though reported in the period: ");
		report_add_count(&text, (double)count_excluded(build, index++));
		sms_buf_add_format(&text, " %s", sms_json_get_text(exclusion, "title"));
	}
	if (index)
		items[list->item_count++] = report_text(build, "%s.", sms_buf_text(&text));
}

/* Rules of counting, what was left out, and the gaps of the data: without these, figures cannot be compared. */
static void add_rules(struct report_build *build, struct sms_report_section *section)
{
	enum { MOST = 8 };
	const struct sms_rows *rows = build->rows;
	const sms_json *rules = sms_json_get(build->definition->json, "rules");
	const char **items = report_alloc(build, sms_json_count(rules) + MOST, sizeof *items);
	struct sms_block *list = report_alloc(build, 1, sizeof *list);
	list->kind = SMS_BLOCK_LIST;
	sms_json_each(rule, rules)
		items[list->item_count++] = arena_text(build, sms_json_text(rule));
	say_excluded(build, list, items);
	add_item(build, list, items, rows->unreadable, "records cannot be read and are missing: sms check.");
	add_item(build, list, items, rows->undated, "records do not say when they began and are missing.");
	add_item(build, list, items, rows->later, "records begin after the instant of this report and are missing.");
	add_item(build, list, items, rows->untimed,
		 "records are done without saying when; the log, or else their beginning, stands for it in the "
		 "backlog.");
	add_item(build, list, items, rows->reversed,
		 "records were done before they began, by their own dates; they have no times.");
	if (build->report->has_small)
		items[list->item_count++] = REPORT_SMALL_MARK " " REPORT_SMALL_NOTE ".";
	items[list->item_count++] = "All instants and days are UTC; a week begins on Monday.";
	list->items = items;
	*section = (struct sms_report_section){.heading = "How it was counted",
					       .text = "The rules behind the figures, and what the data does not say.",
					       .blocks = list,
					       .block_count = 1};
}

/* --- Sections. --- */

static struct sms_error *build_block(struct report_build *build, const struct report_block *from, struct sms_block *out)
{
	switch (from->kind) {
	case REPORT_FIGURES:
		report_build_figures(build, from, out);
		return NULL;
	case REPORT_TABLE:
		report_build_table(build, from, out);
		return NULL;
	case REPORT_CHART:
		report_build_chart(build, from, out);
		return NULL;
	case REPORT_HOLDS:
		report_build_holds(build, from, out);
		return NULL;
	case REPORT_RECORDS:
		return report_build_records(build, from, out);
	case REPORT_REGISTER:
		return report_build_register(build, from, out);
	}
	return NULL;
}

static struct sms_error *build_sections(struct report_build *build)
{
	struct sms_report *report = build->report;
	const struct report_definition *definition = build->definition;
	report->sections = report_alloc(build, definition->section_count + 1, sizeof *report->sections);
	for (size_t i = 0; i < definition->section_count; i++) {
		const struct report_section *from = &definition->sections[i];
		struct sms_report_section *section = &report->sections[report->section_count++];
		*section =
			(struct sms_report_section){.heading = arena_text(build, from->heading),
						    .text = arena_text(build, from->text),
						    .blocks = report_alloc(build, from->count, sizeof *section->blocks),
						    .block_count = from->count};
		for (size_t j = 0; j < from->count; j++)
			SMS_TRY(build_block(build, &from->blocks[j], &section->blocks[j]));
	}
	add_rules(build, &report->sections[report->section_count++]);
	return NULL;
}

/* --- The report. --- */

static struct sms_error *choose_service(struct report_definition *definition, struct sms_store *store,
					const char *service)
{
	const struct sms_entry *entry = NULL;
	if (!service)
		return NULL;
	if (!definition->service)
		return sms_error(SMS_INPUT, "the report '%s' does not tell services apart", definition->name);
	SMS_TRY(sms_store_entry(store, service, NULL, &entry));
	definition->plan.only_path = definition->service;
	definition->plan.only = entry->id;
	return NULL;
}

static void begin(struct report_build *build, sms_time now)
{
	struct sms_report *report = build->report;
	report->arena = sms_arena_new();
	report->name = arena_text(build, build->definition->name);
	report->title = arena_text(build, sms_json_get_text(build->definition->json, "title"));
	report->organization =
		arena_text(build, sms_json_text(sms_settings_get(build->store->settings, "organization.name")));
	sms_time_format(now, report->as_of);
	sms_oid_format(&build->store->head, report->commit);
}

/* None for a report that has registers only. */
static struct sms_error *read_rows(struct sms_rows **out, struct sms_store *store,
				   const struct report_definition *definition, const struct sms_report_options *options)
{
	if (definition->plan.type)
		return sms_rows_read(out, store->snapshot, &definition->plan, options->progress);
	*out = sms_alloc(1, sizeof **out);
	(*out)->plan = &definition->plan;
	return NULL;
}

struct sms_error *sms_report_make(struct sms_report **out, struct sms_store *store, const char *name,
				  const struct sms_report_options *options)
{
	sms_auto(report_definition) struct report_definition *definition = NULL;
	sms_auto(rows) struct sms_rows *rows = NULL;
	SMS_TRY(report_definition_load(&definition, store, name, options->now));
	SMS_TRY(choose_service(definition, store, options->service));
	SMS_TRY(read_rows(&rows, store, definition, options));
	sms_auto(report) struct sms_report *report = sms_alloc(1, sizeof *report);
	struct report_build build = {.report = report, .store = store, .definition = definition, .rows = rows};
	begin(&build, options->now);
	SMS_TRY(settle_period(&build, options));
	SMS_TRY(build_sections(&build));
	add_facts(&build);
	*out = sms_move(&report);
	return NULL;
}
