/* Reports: a definition in data, measures of records, and a document that every format is printed from.
 *
 *   definition (schemas/reports, reports/ of the repository) -> rows of records (measure.h) -> struct sms_report
 *   -> text, Markdown, HTML with drawings, CSV, JSON
 *
 * The document knows no record and no format: it is title, facts and sections of blocks. It holds no time but that of
 * the data and the instant it was judged at, so the same commit, instant and period give the same bytes. */
#ifndef SMS_WORK_REPORT_H
#define SMS_WORK_REPORT_H

#include "model/store.h"
#include "work/measure/measure.h"

/* --- The document. Everything in it lies in its arena. --- */

enum sms_cell_kind {
	SMS_CELL_EMPTY,
	SMS_CELL_TEXT,
	SMS_CELL_COUNT,  /* records */
	SMS_CELL_NUMBER, /* a number of no unit: a mean of counts */
	SMS_CELL_TIME,   /* seconds */
	SMS_CELL_SHARE,  /* records of records */
	SMS_CELL_RATIO,  /* seconds of seconds */
};

struct sms_cell {
	enum sms_cell_kind kind;
	const char *text;         /* of a text */
	struct sms_figure figure; /* of the others */
};

struct sms_column {
	const char *title;
	bool is_text; /* aligned left */
};

struct sms_report_table {
	const char *title; /* may be NULL */
	struct sms_column *columns;
	size_t column_count;
	struct sms_cell *cells; /* row by row */
	size_t row_count;
	bool has_total;   /* the last row */
	const char *more; /* "and 12 more" where rows were left out; may be NULL */
};

struct sms_report_figure {
	const char *label;
	struct sms_cell value, before;
	bool has_before;
};

struct sms_report_figures {
	struct sms_report_figure *items;
	size_t count;
	const char *before; /* the period before, or NULL */
};

enum sms_chart_kind {
	SMS_CHART_STACKED,   /* a bar an interval of time, a part a series */
	SMS_CHART_LINES,     /* a line a series over intervals of time */
	SMS_CHART_HISTOGRAM, /* standing bars, one series */
	SMS_CHART_BARS,      /* lying bars, one series */
	SMS_CHART_PARETO,    /* lying bars, largest first, with their running share; one series */
	SMS_CHART_HEAT,      /* a row a series, a column a category */
};

struct sms_category {
	const char *name;          /* "2026-10" */
	const char *brief, *outer; /* "Oct" and "2026": for where names would not fit; may be NULL */
};

struct sms_series {
	const char *name;
	const struct sms_cell *cells; /* one a category */
};

struct sms_report_chart {
	enum sms_chart_kind kind;
	const char *title, *summary; /* the summary says in words what the drawing shows */
	const char *axis;            /* what the categories are: "month", "priority" */
	struct sms_category *categories;
	size_t category_count;
	struct sms_series *series;
	size_t series_count;
	size_t context; /* so many categories, from the first, lie before the period */
	bool has_rest;  /* the last category is what is left of the others */
};

enum sms_block_kind { SMS_BLOCK_TEXT, SMS_BLOCK_LIST, SMS_BLOCK_FIGURES, SMS_BLOCK_TABLE, SMS_BLOCK_CHART };

struct sms_block {
	enum sms_block_kind kind;
	const char *text;         /* a paragraph; under a table or chart, a remark */
	const char *const *items; /* of a list */
	size_t item_count;
	struct sms_report_figures figures;
	struct sms_report_table table;
	struct sms_report_chart chart;
};

struct sms_report_section {
	const char *heading, *text;
	struct sms_block *blocks;
	size_t block_count;
};

struct sms_fact {
	const char *name, *value;
};

struct sms_report {
	struct sms_arena *arena;
	const char *name, *title, *organization;
	const char *period; /* as people read it */
	struct sms_period span;
	char as_of[SMS_TIME_SIZE], commit[SMS_OID_SIZE];
	struct sms_fact *facts;
	size_t fact_count;
	struct sms_report_section *sections;
	size_t section_count;
	bool has_small; /* some figure is marked as small */
};

void sms_report_free(struct sms_report *report);
SMS_AUTO_POINTER(report, struct sms_report *, sms_report_free);

/* --- Making one. --- */

struct sms_report_options {
	const char *period;  /* as sms_period_parse reads it; NULL: everything there is */
	const char *service; /* only records of this service: an id or a part of one; NULL: all */
	sms_time now;
	const struct sms_progress *progress;
};

/* Error INPUT for an unknown name (with the nearest), a bad period, a definition that is no good (with its place). */
struct sms_error *sms_report_make(struct sms_report **out, struct sms_store *store, const char *name,
				  const struct sms_report_options *options) SMS_CHECKED;

struct sms_report_about {
	char *name, *title, *purpose, *clauses;
};
struct sms_report_list {
	struct sms_report_about *items;
	size_t count, capacity;
};
/* All definitions, the repository's own ones too, by name. */
struct sms_error *sms_reports_list(struct sms_report_list *out, struct sms_store *store) SMS_CHECKED;
void sms_report_list_release(struct sms_report_list *list);
SMS_AUTO_STRUCT(report_list, struct sms_report_list, sms_report_list_release);

/* --- Printing, appended to `out`. --- */

/* For a terminal or a mail of 80 columns. */
void sms_report_text(struct sms_buf *out, const struct sms_report *report);
void sms_report_markdown(struct sms_buf *out, const struct sms_report *report);
/* One file that needs nothing else: style and drawings inside, no scripts. */
void sms_report_html(struct sms_buf *out, const struct sms_report *report);
/* Every figure on a row of its own: section, block, row, column, value, unit, part, whole, n. */
void sms_report_csv(struct sms_buf *out, const struct sms_report *report);
/* "schema": "sms/report/1". */
void sms_report_json(struct sms_buf *out, const struct sms_report *report);

#endif
