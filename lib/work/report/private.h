/* What the files of report.h share: the definition made ready, and help for the printers. */
#ifndef SMS_WORK_REPORT_PRIVATE_H
#define SMS_WORK_REPORT_PRIVATE_H

#include "work/report/report.h"

/* --- The definition. Texts are borrowed from its JSON. --- */

struct report_figure {
	const char *label;
	struct sms_measure measure;
	enum sms_cell_kind kind;
	bool base_of_all; /* the base does not look at the group */
};

enum report_block_kind { REPORT_FIGURES, REPORT_TABLE, REPORT_CHART, REPORT_HOLDS, REPORT_RECORDS, REPORT_REGISTER };

struct report_block {
	enum report_block_kind kind;
	const sms_json *json;
	const char *title; /* may be NULL */
	enum sms_chart_kind chart;
	struct sms_sample sample;
	struct report_figure *figures; /* figures, columns of a table, series of lines */
	size_t figure_count;
	size_t key;  /* grouped by; SMS_ANY: not */
	size_t sort; /* a number; SMS_ANY: by opening */
	enum sms_unit_of_time unit;
	int64_t *bands; /* seconds */
	size_t band_count, limit;
	bool total;
};

struct report_section {
	const char *heading, *text;
	struct report_block *blocks;
	size_t count;
};

struct report_definition {
	struct sms_arena *arena;
	char *name, *origin;
	sms_json *json;
	struct sms_measure_plan plan;                 /* its type is NULL where the report has registers only */
	struct sms_query *queries[SMS_MEASURE_LIMIT]; /* owned */
	const char *query_texts[SMS_MEASURE_LIMIT];
	const char *service; /* path; NULL: the report knows no services */
	struct report_section *sections;
	size_t section_count;
};

/* Reads and checks; the plan is ready but for `only`. */
struct sms_error *report_definition_load(struct report_definition **out, struct sms_store *store, const char *name,
					 sms_time now) SMS_CHECKED;
void report_definition_free(struct report_definition *definition);
SMS_AUTO_POINTER(report_definition, struct report_definition *, report_definition_free);

/* Reads the blocks of the sections (definition_blocks.c). */
struct sms_error *report_read_sections(struct report_definition *definition, const struct sms_types *types,
				       sms_time now) SMS_CHECKED;
/* Number of a query, a key, a number in the plan. `text` NULL: SMS_ANY. */
struct sms_error *report_need_query(struct report_definition *definition, const char *text, sms_time now,
				    size_t *out) SMS_CHECKED;
struct sms_error *report_need_key(struct report_definition *definition, const char *path, size_t *out) SMS_CHECKED;
struct sms_error *report_need_number(const struct report_definition *definition, const char *name,
				     size_t *out) SMS_CHECKED;

/* --- Building. --- */

struct report_build {
	struct sms_report *report;
	struct sms_store *store;
	const struct report_definition *definition;
	const struct sms_rows *rows;
	struct sms_period period; /* ends at `now` at the latest */
	struct sms_period before; /* the one before; empty where there is none to compare with */
	struct sms_period extent; /* of the data */
	size_t listed;            /* records in registers */
};

void *report_alloc(struct report_build *build, size_t count, size_t size) SMS_CHECKED; /* zeroed, in the arena */
const char *report_text(struct report_build *build, const char *format, ...) SMS_PRINTF(2, 3);

void report_build_figures(struct report_build *build, const struct report_block *from, struct sms_block *out);
void report_build_table(struct report_build *build, const struct report_block *from, struct sms_block *out);
void report_build_holds(struct report_build *build, const struct report_block *from, struct sms_block *out);
void report_build_chart(struct report_build *build, const struct report_block *from, struct sms_block *out);
struct sms_error *report_build_records(struct report_build *build, const struct report_block *from,
				       struct sms_block *out) SMS_CHECKED;
struct sms_error *report_build_register(struct report_build *build, const struct report_block *from,
					struct sms_block *out) SMS_CHECKED;
/* Error INPUT for a type or column that is not there. */
struct sms_error *report_check_register(const struct report_block *block, const struct sms_types *types) SMS_CHECKED;
struct sms_cell report_cell(struct report_build *build, const struct report_figure *figure,
			    const struct sms_slice *slice);
struct sms_cell report_count_cell(size_t count);
struct sms_cell report_text_cell(const char *text);
const char *report_more(struct report_build *build, size_t count); /* "and 1,330 more" */
/* The values of a key that occur among a sample's records of the period: enumerations in their order, else the most
 * frequent first; what has none comes last. `counts` gets how often. Both are the caller's; free() them. */
uint32_t *report_groups(const struct report_build *build, size_t key, const struct sms_sample *sample,
			const struct sms_period *period, size_t **counts, size_t *count) SMS_CHECKED;
/* "not given" for SMS_NO_KEY. */
const char *report_key_name(const struct report_build *build, size_t key, uint32_t value);

/* --- Printing. --- */

/* Instead of the mathematics library, for what little is needed. */
static inline double report_larger(double a, double b)
{
	return a > b ? a : b;
}

static inline double report_smaller(double a, double b)
{
	return a < b ? a : b;
}

/* The next whole number, of what is not negative. */
static inline double report_round_up(double number)
{
	double whole = (double)(int64_t)number;
	return whole < number ? whole + 1 : whole;
}

/* "1,234", "22 h 6 min", "63.4 % (15,803 of 24,918)"; with `brief` "63.4 % (15,803/24,918)". An en dash where it is
 * not known. Marks nothing. */
void report_add_cell(struct sms_buf *out, const struct sms_cell *cell, bool brief);
void report_add_count(struct sms_buf *out, double number);       /* with commas */
void report_add_short_time(struct sms_buf *out, double seconds); /* in one unit: "8.9 h", "12 d" */
void report_add_percent(struct sms_buf *out, double part, double whole);
/* As HTML, with what would turn the direction of text or hide in it made visible, as on a terminal. */
void report_add_html(struct sms_buf *out, const char *text);
/* A page of HTML up to its body: nothing from outside, no scripts, the built-in style sheets of these paths inside. */
void report_html_begin(struct sms_buf *out, const char *title, const char *const *styles);
/* What all series say of a category together, and the most of all categories. */
double report_sum_of(const struct sms_report_chart *chart, size_t category);
double report_most_of(const struct sms_report_chart *chart);
bool report_is_small(const struct sms_cell *cell);
/* The figures of a chart as a table; cells are borrowed from the chart. Free the columns and cells with free(). */
struct sms_report_table report_table_of_chart(const struct sms_report_chart *chart);
#define REPORT_SMALL_MARK "\xe2\x80\xa0" /* a dagger */
#define REPORT_SMALL_NOTE "made from fewer than 5 records: say little"
extern const char *const report_cell_units[]; /* by kind: "records", "seconds" ... */
const char *report_chart_word(enum sms_chart_kind kind);

#endif
