/* sms report: figures and charts of the records, for people and for machines. */
#include "work/report/report.h"
#include "base/file.h"
#include "output.h"
#include <string.h>

struct report_options {
	const char *period, *service, *output;
};

static const struct option report_options[] = {
	OPTION_TEXT(struct report_options, period, 'p', "period", "PERIOD",
		    "2026-10, 2026-Q4, 2026, or two of these as 2026-01..2026-06"),
	OPTION_TEXT(struct report_options, service, 0, "service", "ID", "only what concerns this service"),
	OPTION_TEXT(struct report_options, output, 'o', "output", "FILE", "write to a file, and print its path"),
	OPTIONS_FORMAT("text|markdown|html|csv|json"),
	OPTION_END,
};

static struct sms_error *list_reports(struct context *context)
{
	static const struct column columns[] = {
		{.name = "name"}, {.name = "title"}, {.name = "clauses"}, {.name = "purpose", .wrap = true}};
	sms_auto(report_list) struct sms_report_list list = {0};
	sms_auto(table) struct table *table = table_new("reports", "reports", columns, SMS_COUNT(columns));
	SMS_TRY(sms_reports_list(&list, context->store));
	for (size_t i = 0; i < list.count; i++) {
		table_add(table, TONE_STRONG, list.items[i].name);
		table_add(table, TONE_PLAIN, list.items[i].title);
		table_add(table, TONE_PLAIN, list.items[i].clauses);
		table_add(table, TONE_PLAIN, list.items[i].purpose);
	}
	return table_print(context, table);
}

/* The file's ending chooses where no format was asked for. */
static enum format format_of(const struct context *context, const char *path)
{
	static const struct {
		const char *ending;
		enum format format;
	} endings[] = {{".html", FORMAT_HTML}, {".md", FORMAT_MARKDOWN}, {".csv", FORMAT_CSV}, {".json", FORMAT_JSON}};
	const char *ending = path ? strrchr(path, '.') : NULL;
	for (size_t i = 0; ending && context->format == FORMAT_TEXT && i < SMS_COUNT(endings); i++)
		if (strcmp(ending, endings[i].ending) == 0)
			return endings[i].format;
	return context->format;
}

static void print(struct sms_buf *out, const struct sms_report *report, enum format format)
{
	if (format == FORMAT_MARKDOWN)
		sms_report_markdown(out, report);
	else if (format == FORMAT_HTML)
		sms_report_html(out, report);
	else if (format == FORMAT_CSV)
		sms_report_csv(out, report);
	else if (format == FORMAT_JSON)
		sms_report_json(out, report);
	else
		sms_report_text(out, report);
}

static struct sms_error *refuse_terminal(const struct context *context, const char *name)
{
	struct sms_error *error = sms_error(SMS_INPUT, "a report as HTML is not for the terminal");
	return sms_error_hint(error, "sms report %s --format %s -o %s.html", name, format_name(context->format), name);
}

static struct sms_error *run(struct context *context, const void *options, const struct sms_list *arguments)
{
	const struct report_options *given = options;
	if (!arguments->count)
		return list_reports(context);
	const char *name = arguments->items[0];
	enum format format = format_of(context, given->output);
	if (format == FORMAT_HTML && context->terminal && !given->output)
		return refuse_terminal(context, name);
	sms_auto(report) struct sms_report *report = NULL;
	sms_auto(buf) struct sms_buf text = SMS_BUF_INIT;
	const struct sms_report_options make = {
		.period = given->period, .service = given->service, .now = context->now, .progress = context->progress};
	SMS_TRY(sms_report_make(&report, context->store, name, &make));
	print(&text, report, format);
	if (!given->output) {
		output_bytes(context, sms_buf_text(&text), text.length);
		return NULL;
	}
	SMS_TRY(sms_file_write(given->output, sms_buf_text(&text), text.length));
	output_format(context, TONE_PLAIN, "%s\n", given->output);
	return NULL;
}

const struct command cmd_report = {
	.name = "report",
	.summary = "report on the records, with figures and charts",
	.arguments = "[NAME]",
	.group = GROUP_REPORTS,
	.needs = NEEDS_COMMITTED | NEEDS_PAGER,
	.options = report_options,
	.options_size = sizeof(struct report_options),
	.run = run,
	.description =
		"Makes the report NAME from the records as they are committed; without NAME it lists the reports. "
		"Without "
		"`--period` the report is about everything there is.\n\n"
		"A report names the commit and the instant that it was made from: with the same commit (`--at`), the "
		"same "
		"`--now` and the same period it comes out the same, byte by byte. Every share has its numerator and "
		"denominator, medians stand beside means, figures from fewer than 5 records are marked, and the last "
		"section says how it was counted and what was left out.\n\n"
		"`html` is one file with its charts inside, fit for screen, phone and paper. With `--output` and no "
		"`--format`, the ending of the file chooses. Definitions are data: a file `reports/NAME.json` in the "
		"repository adds a report, or takes the place of a built-in one.",
	.examples =
		(const struct example[]){{"sms report", "which reports there are"},
					 {"sms report incidents --period 2026-10", "one month"},
					 {"sms report incidents --period 2026-Q4 -o incidents.html", "to send around"},
					 {"sms --at 2026-11-05 report incidents --period 2026-10", "as it stood then"},
					 {NULL, NULL}},
	.see_also = "list, status, audit",
};
