/* Measures over records: counts, shares, medians and the like, of a period, of a group, of both.
 *
 * Records are read once and become rows: a few instants, numbers, keys and bits each. Which members of a record these
 * come from is the plan's to say, so nothing here knows a type, a field or a state by name. Everything is integer
 * arithmetic in seconds until the last division, and rows are in the order of their paths: the same records give the
 * same figures, to the last digit.
 *
 * What a record counts as, by instants of its life:
 *   opened    its first instant lies in the period          resolved, closed   the same of theirs
 *   reopened  it left the states that count as done in the period (each time counts)
 *   open      opened and not done at the period's last instant
 * Records that match an exclusion count as none of these; their number is kept. */
#ifndef SMS_WORK_MEASURE_H
#define SMS_WORK_MEASURE_H

#include "model/snapshot/snapshot.h"
#include "work/period.h"
#include "work/query/query.h"

/* --- What is taken from a record. --- */

enum sms_number_kind {
	SMS_NUMBER_SPAN,       /* seconds from `from` to `to`, without times in which the record was done */
	SMS_NUMBER_HELD,       /* seconds from `from` to `to` in which it was held */
	SMS_NUMBER_AGE,        /* seconds from its opening to the end of the period; for what is open */
	SMS_NUMBER_MEMBER,     /* the number at `from` */
	SMS_NUMBER_CHANGES,    /* how often member `to` of the elements of list `from` differs from the one before */
	SMS_NUMBER_REOPENINGS, /* how often it left the states that count as done */
};

struct sms_number_plan {
	const char *name;
	enum sms_number_kind kind;
	const char *from, *to; /* paths; NULL where the kind has none */
	bool without_holds;    /* of a span */
};

#define SMS_MEASURE_LIMIT 64 /* queries, keys and numbers of a plan, each at most */

/* Paths and texts are borrowed from the report's definition. */
struct sms_measure_plan {
	const struct sms_type *type;
	const char *opened, *resolved, *closed;                    /* paths of instants; the last two may be NULL */
	const sms_json *done, *held;                               /* arrays of states; may be NULL */
	const char *hold_list, *hold_from, *hold_to, *hold_reason; /* list of holds that people kept; may be NULL */
	const struct sms_query *queries[SMS_MEASURE_LIMIT];
	const char *keys[SMS_MEASURE_LIMIT]; /* paths of what is grouped by */
	struct sms_number_plan numbers[SMS_MEASURE_LIMIT];
	size_t query_count, key_count, number_count;
	size_t exclusions;            /* so many of the queries, from the first, exclude */
	const char *only_path, *only; /* only records with this text at this path; NULL: all */
	sms_time now;                 /* nothing later has happened yet */
};

/* --- Rows. --- */

#define SMS_NO_NUMBER INT64_MIN
#define SMS_NO_KEY 0 /* the key of records that do not have the member */

struct sms_span {
	sms_time from, to;
};

struct sms_row {
	const struct sms_entry *entry;
	size_t index; /* of the entry in the listing */
	sms_time opened, resolved, closed,
		done;         /* SMS_TIME_NONE: not, or not yet; `done`: the last time it became so */
	uint64_t bits;        /* queries that it matches */
	unsigned excluded;    /* 1 + the exclusion that it matches; 0: none */
	uint32_t gap, gaps;   /* the first, and how many: times done that ended in reopening */
	uint32_t hold, holds; /* the same: times held before it was done, by reason */
};

struct sms_hold {
	uint32_t reason; /* a key of sms_rows.reasons */
	int64_t seconds;
};

struct sms_rows {
	const struct sms_measure_plan *plan;
	struct sms_row *rows; /* in path order */
	size_t count;
	uint32_t *keys;                           /* plan->key_count a row */
	int64_t *numbers;                         /* plan->number_count a row */
	struct sms_span *gaps;                    /* where rows' `gap` points */
	struct sms_hold *holds;                   /* where rows' `hold` points */
	struct sms_list names[SMS_MEASURE_LIMIT]; /* of the keys of each path; [SMS_NO_KEY] is "" */
	struct sms_list reasons;                  /* names of reasons, likewise */
	size_t unreadable;                        /* no JSON */
	size_t undated;                           /* without the instant of opening: not in rows */
	size_t later;                             /* opened after plan->now: not in rows */
	size_t reversed;                          /* rows done before they were opened */
	size_t untimed; /* rows done, though no member says when: the log does, else the opening */
};

/* Reads the records of plan->type; `plan` must outlive the rows. */
struct sms_error *sms_rows_read(struct sms_rows **out, struct sms_snapshot *snapshot,
				const struct sms_measure_plan *plan, const struct sms_progress *progress) SMS_CHECKED;
void sms_rows_free(struct sms_rows *rows);
SMS_AUTO_POINTER(rows, struct sms_rows *, sms_rows_free);

/* SMS_NO_NUMBER where it has none; `end` is for ages. */
int64_t sms_row_number(const struct sms_rows *rows, const struct sms_row *row, size_t number, sms_time end);
uint32_t sms_row_key(const struct sms_rows *rows, const struct sms_row *row, size_t key);
/* Months from the first opening to the last thing that happened; empty where there are no rows. */
struct sms_period sms_rows_extent(const struct sms_rows *rows);

/* --- Measures. --- */

enum sms_population { SMS_OPENED, SMS_RESOLVED, SMS_CLOSED, SMS_REOPENED, SMS_OPEN };

enum sms_statistic {
	SMS_STATISTIC_COUNT,
	SMS_STATISTIC_SHARE, /* records of those of the base */
	SMS_STATISTIC_RATIO, /* sum of a number of the sum of the base's */
	SMS_STATISTIC_SUM,
	SMS_STATISTIC_MEAN,
	SMS_STATISTIC_PERCENTILE, /* interpolated between the two nearest values; 50 is the median */
};

#define SMS_ANY SIZE_MAX

/* Which records: of a population, where a query matches (SMS_ANY: all), and which of their numbers. */
struct sms_sample {
	enum sms_population population;
	size_t query, number;
};

struct sms_measure {
	enum sms_statistic statistic;
	unsigned percent; /* of a percentile */
	struct sms_sample of, base;
};

/* A period, and with `key` only the rows that have `value` there. */
struct sms_slice {
	struct sms_period period;
	size_t key; /* SMS_ANY: all */
	uint32_t value;
};

struct sms_figure {
	double value;       /* a number, seconds, or of shares and ratios the quotient */
	double part, whole; /* of shares and ratios */
	size_t n;           /* records that it is made from; of shares those of the base */
	bool known;         /* false: there is nothing to make it from */
};

#define SMS_SMALL 5 /* figures other than counts from fewer records are marked */

/* How often the row counts (0 or 1, reopenings any) among a sample's records in a slice. */
size_t sms_row_counts(const struct sms_rows *rows, const struct sms_row *row, const struct sms_sample *sample,
		      const struct sms_slice *slice);
struct sms_figure sms_measure(const struct sms_rows *rows, const struct sms_measure *measure,
			      const struct sms_slice *slice);
/* Percentile of sorted values, `count` > 0. */
double sms_percentile(const int64_t *sorted, size_t count, unsigned percent);
/* Is the row open at an instant? */
bool sms_row_is_open(const struct sms_rows *rows, const struct sms_row *row, sms_time instant);

#endif
