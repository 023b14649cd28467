/* What the files of measure.h share: one thread's rows while records are read. */
#ifndef SMS_WORK_MEASURE_PRIVATE_H
#define SMS_WORK_MEASURE_PRIVATE_H

#include "base/map.h"
#include "work/measure/measure.h"

struct measure_names { /* texts numbered in the order they come, from 1 */
	struct sms_map *numbers;
};

struct measure_spans {
	struct sms_span *items;
	size_t count, capacity;
};

/* Times held as people noted them, with their reasons, while a record is read. */
struct measure_noted {
	struct sms_span span;
	uint32_t reason;
};

struct measure_part {
	const struct sms_measure_plan *plan;
	struct sms_row *rows;
	size_t count, capacity;
	uint32_t *keys;
	size_t key_count, key_capacity;
	int64_t *numbers;
	size_t number_count, number_capacity;
	struct measure_spans gaps;
	struct sms_hold *holds;
	size_t hold_count, hold_capacity;
	struct measure_names names[SMS_MEASURE_LIMIT], reasons;
	size_t unreadable, undated, later, reversed, untimed;
	/* Of the record at hand. */
	struct measure_spans held; /* from the log, then united with what was noted */
	struct measure_noted *noted;
	size_t noted_count, noted_capacity;
};

/* Adds a record's row to the part, unless it does not count at all. */
struct sms_error *measure_add_record(struct measure_part *part, const struct sms_scanned *record) SMS_CHECKED;
/* Number of a text, given when it comes first; SMS_NO_KEY for NULL and "". */
uint32_t measure_number_of(struct measure_names *names, const char *text);
/* An RFC 3339 instant or a date (its first second); SMS_TIME_NONE for everything else, and for what comes after
 * `now`. */
sms_time measure_time(const sms_json *value, sms_time now);

/* Follows the log: `part->held` and the row's gaps. `done_at` is when it was done last (SMS_TIME_NONE: never, or the
 * log does not say), `is_done` whether it is. */
void measure_follow_log(struct measure_part *part, struct sms_row *row, const sms_json *record, bool *is_done,
			sms_time *done_at);
/* Reads the holds that people noted, and makes of them and of `part->held` the row's holds up to `end` by reason;
 * `part->held` is united and in order afterwards. */
void measure_unite_holds(struct measure_part *part, struct sms_row *row, const sms_json *record, sms_time end);
/* Seconds of the spans that lie in [from, to). The spans do not overlap each other. */
int64_t measure_overlap(const struct sms_span *spans, size_t count, sms_time from, sms_time to);

#endif
