/* A gap analysis, its steps, and the audit over the months. */
#include "audit/print.h"
#include "audit/views.h"
#include <string.h>

/* --- Gap. --- */

static enum tone level_tone(enum sms_level level)
{
	static const enum tone tones[] = {TONE_BAD, TONE_WARN, TONE_PLAIN, TONE_GOOD, TONE_DIM};
	return tones[level];
}

static void add_levels(struct sms_buf *out, const size_t levels[SMS_LEVELS])
{
	size_t parts = 0;
	for (size_t i = 0; i < SMS_LEVELS; i++)
		if (levels[i])
			sms_buf_add_format(out, "%s%zu %s", parts++ ? ", " : "", levels[i],
					   sms_level_name((enum sms_level)i));
}

static void print_gap_text(struct context *context, const struct sms_audit *audit, const struct sms_gap *gap)
{
	sms_auto(buf) struct sms_buf levels = SMS_BUF_INIT;
	char at[SMS_TIME_SIZE];
	sms_time_format(audit->now, at);
	add_levels(&levels, gap->levels);
	output_format(context, TONE_STRONG, "%s\n", audit->catalogue->standard);
	output_format(context, TONE_DIM, "gap analysis as of %s\n\n", at);
	output_format(context, TONE_PLAIN, "%zu statements: %s\n", gap->statement_count, sms_buf_text(&levels));
	output_heading(context, "Clauses");
	for (size_t i = 0; i < gap->clause_count; i++) {
		const struct sms_gap_clause *clause = &gap->clauses[i];
		sms_auto(buf) struct sms_buf text = SMS_BUF_INIT;
		if (clause->levels[SMS_LEVEL_OPEN] == clause->statements)
			continue;
		sms_buf_add_format(&text, "%-8s %s: ", clause->clause->number, clause->clause->title);
		add_levels(&text, clause->levels);
		output_paragraph(context, sms_buf_text(&text), 2);
	}
	output_heading(context, "Statements, in the order in which to work on them");
}

/* Those with the first step first; then those that need none, in the order of the clauses. */
static int by_step(const void *a, const void *b)
{
	const struct sms_gap_statement *const *x = a, *const *y = b;
	size_t left = (*x)->step ? (*x)->step : SIZE_MAX, right = (*y)->step ? (*y)->step : SIZE_MAX;
	if (left != right)
		return left < right ? -1 : 1;
	return *x < *y ? -1 : *x > *y;
}

static void add_statement(struct table *table, const struct sms_gap *gap, const struct sms_gap_statement *statement)
{
	const struct sms_step *step = statement->step ? &gap->steps[statement->step - 1] : NULL;
	table_add(table, TONE_STRONG, statement->statement);
	table_add(table, level_tone(statement->level), sms_level_name(statement->level));
	table_add_integer(table, (int64_t)statement->effort);
	table_add_integer(table, (int64_t)statement->items);
	if (statement->step)
		table_add_integer(table, (int64_t)statement->step);
	else
		table_add_as(table, TONE_PLAIN, "", NULL);
	table_add(table, TONE_PLAIN, statement->item->clause);
	table_add(table, TONE_PLAIN, step ? step->command : "");
	table_add(table, TONE_PLAIN, statement->item->requirement);
}

static void set_summary(struct table *table, const struct sms_audit *audit, const struct sms_gap *gap)
{
	sms_json *levels = sms_json_new_object();
	char at[SMS_TIME_SIZE], commit[SMS_OID_SIZE];
	sms_time_format(audit->now, at);
	sms_oid_format(&audit->commit, commit);
	for (size_t i = 0; i < SMS_LEVELS; i++)
		sms_json_set_integer(levels, sms_level_name((enum sms_level)i), (int64_t)gap->levels[i]);
	table_set(table, "standard", sms_json_new_text(audit->catalogue->standard));
	table_set(table, "commit", sms_json_new_text(commit));
	table_set(table, "as_of", sms_json_new_text(at));
	table_set(table, "levels", levels);
	sms_json *clauses = sms_json_new_array();
	for (size_t i = 0; i < gap->clause_count; i++) {
		sms_json *clause = sms_json_new_object();
		sms_json_set_text(clause, "clause", gap->clauses[i].clause->number);
		sms_json_set_text(clause, "title", gap->clauses[i].clause->title);
		for (size_t j = 0; j < SMS_LEVELS; j++)
			sms_json_set_integer(clause, sms_level_name((enum sms_level)j),
					     (int64_t)gap->clauses[i].levels[j]);
		sms_json_append(clauses, clause);
	}
	table_set(table, "clauses", clauses);
}

struct sms_error *audit_print_gap(struct context *context, const struct sms_audit *audit)
{
	static const struct column columns[] = {
		{.name = "statement"},
		{.name = "level"},
		{.name = "effort", .align = ALIGN_RIGHT},
		{.name = "items", .align = ALIGN_RIGHT, .machine = true},
		{.name = "step", .align = ALIGN_RIGHT},
		{.name = "clause", .machine = true},
		{.name = "fix", .machine = true},
		{.name = "requirement", .wrap = true, .prose = true},
	};
	sms_auto(gap) struct sms_gap gap = {0};
	sms_auto(table) struct table *table = table_new("gap", "statements", columns, SMS_COUNT(columns));
	sms_gap_make(&gap, audit);
	const struct sms_gap_statement **order = sms_alloc(gap.statement_count, sizeof *order);
	for (size_t i = 0; i < gap.statement_count; i++)
		order[i] = &gap.statements[i];
	if (gap.statement_count)
		qsort(order, gap.statement_count, sizeof *order, by_step);
	set_summary(table, audit, &gap);
	for (size_t i = 0; i < gap.statement_count; i++)
		if (context->format != FORMAT_TEXT || order[i]->step)
			add_statement(table, &gap, order[i]);
	free(order);
	if (context->format == FORMAT_TEXT)
		print_gap_text(context, audit, &gap);
	return table_print(context, table);
}

/* --- Steps. --- */

static void print_step(struct context *context, const struct sms_step *step, size_t number)
{
	sms_auto(buf) struct sms_buf why = SMS_BUF_INIT;
	output_format(context, TONE_STRONG, "%3zu. ", number);
	output_format(context, TONE_GOOD, "%s\n", step->command);
	sms_buf_add_format(&why, "%s %s: ", step->item->id, step->item->requirement);
	if (step->message)
		sms_buf_add_format(&why, "%s (%s)", step->message, sms_grade_name(step->grade));
	else
		sms_buf_add_text(&why, "a person has to judge it");
	if (step->items.count > 1)
		sms_buf_add_format(&why, "; helps with %zu item%s more", step->items.count - 1,
				   step->items.count > 2 ? "s" : "");
	output_paragraph(context, sms_buf_text(&why), 5);
}

static sms_json *step_json(const struct sms_step *step)
{
	sms_json *json = sms_json_new_object(), *items = sms_json_new_array();
	for (size_t i = 0; i < step->items.count; i++)
		sms_json_append_text(items, step->items.items[i]);
	sms_json_set_text(json, "command", step->command);
	sms_json_set_text(json, "item", step->item->id);
	sms_json_set_text(json, "requirement", step->item->requirement);
	if (step->message) {
		sms_json_set_text(json, "message", step->message);
		sms_json_set_text(json, "grade", sms_grade_name(step->grade));
	}
	sms_json_set_integer(json, "gain", (int64_t)step->gain);
	sms_json_set_integer(json, "cost", (int64_t)step->cost);
	sms_json_set(json, "items", items);
	return json;
}

void audit_print_steps(struct context *context, const struct sms_audit *audit, const struct sms_gap *gap, size_t most)
{
	size_t count = gap->step_count < most ? gap->step_count : most;
	if (context->format == FORMAT_JSON) {
		sms_auto(json) sms_json *document = output_document("next");
		sms_json *steps = sms_json_new_array();
		for (size_t i = 0; i < count; i++)
			sms_json_append(steps, step_json(&gap->steps[i]));
		sms_json_set_text(document, "standard", audit->catalogue->standard);
		sms_json_set_integer(document, "of", (int64_t)gap->step_count);
		sms_json_set(document, "steps", steps);
		output_json(context, document);
		return;
	}
	for (size_t i = 0; i < count; i++)
		print_step(context, &gap->steps[i], i + 1);
	if (!count)
		output_text(context, TONE_GOOD, "nothing that the audit could name: sms audit\n");
	else if (count < gap->step_count)
		output_format(context, TONE_DIM, "     %zu steps more: sms next -n %zu\n", gap->step_count - count,
			      gap->step_count);
}

/* --- Trend. --- */

static void add_counts(struct table *table, const struct sms_trend_point *point)
{
	for (size_t grade = SMS_GRADE_MAJOR + 1; grade-- > 0;)
		table_add_integer(table, (int64_t)point->grades[grade]);
	for (size_t i = 0; i < SMS_RESULT_COUNT; i++)
		table_add_integer(table, (int64_t)point->results[i]);
	table_add_integer(table, (int64_t)point->machine);
	table_add_integer(table, (int64_t)point->human);
	table_add_integer(table, (int64_t)point->unassessed);
}

struct sms_error *audit_print_trend(struct context *context, const struct sms_trend *trend)
{
	static const struct column columns[] = {
		{.name = "month"},
		{.name = "major", .align = ALIGN_RIGHT},
		{.name = "minor", .align = ALIGN_RIGHT},
		{.name = "observation", .title = "observ.", .align = ALIGN_RIGHT},
		{.name = "conform", .align = ALIGN_RIGHT},
		{.name = "partial", .align = ALIGN_RIGHT},
		{.name = "nonconform", .title = "not conf.", .align = ALIGN_RIGHT},
		{.name = "not-triggered", .machine = true},
		{.name = "needs-human", .title = "person", .align = ALIGN_RIGHT},
		{.name = "not-applicable", .machine = true},
		{.name = "not-covered", .title = "uncovered", .align = ALIGN_RIGHT},
		{.name = "machine", .machine = true},
		{.name = "human", .machine = true},
		{.name = "unassessed", .machine = true},
		{.name = "commit", .machine = true},
	};
	enum { COUNTS = SMS_COUNT(columns) - 2 };
	sms_auto(table) struct table *table = table_new("audit-trend", "months", columns, SMS_COUNT(columns));
	for (size_t i = 0; i < SMS_TREND_MONTHS; i++) {
		const struct sms_trend_point *point = &trend->points[i];
		char at[SMS_TIME_SIZE], commit[SMS_OID_SIZE] = "";
		sms_time_format(point->at, at);
		at[strlen("2026-11")] = 0;
		if (point->is_there)
			sms_oid_format(&point->commit, commit);
		table_add(table, point->is_there ? TONE_STRONG : TONE_DIM, at);
		if (point->is_there)
			add_counts(table, point);
		for (size_t j = 0; j < COUNTS && !point->is_there; j++)
			table_add_as(table, TONE_DIM, "-", NULL);
		table_add_as(table, TONE_PLAIN, commit, point->is_there ? sms_json_new_text(commit) : NULL);
	}
	return table_print(context, table);
}
