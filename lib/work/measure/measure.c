/* Measures of rows. */
#include "work/measure/measure.h"

int64_t sms_row_number(const struct sms_rows *rows, const struct sms_row *row, size_t number, sms_time end)
{
	if (rows->plan->numbers[number].kind == SMS_NUMBER_AGE)
		return end > row->opened ? end - row->opened : 0;
	return rows->numbers[(size_t)(row - rows->rows) * rows->plan->number_count + number];
}

uint32_t sms_row_key(const struct sms_rows *rows, const struct sms_row *row, size_t key)
{
	return rows->keys[(size_t)(row - rows->rows) * rows->plan->key_count + key];
}

bool sms_row_is_open(const struct sms_rows *rows, const struct sms_row *row, sms_time instant)
{
	if (row->opened > instant || (row->done != SMS_TIME_NONE && row->done <= instant))
		return false;
	for (uint32_t i = row->gap; i < row->gap + row->gaps; i++)
		if (rows->gaps[i].from <= instant && instant < rows->gaps[i].to)
			return false;
	return true;
}

/* --- Which records. --- */

static bool lies_in(const struct sms_period *period, sms_time instant)
{
	return instant != SMS_TIME_NONE && instant >= period->from && instant < period->to;
}

static size_t reopenings(const struct sms_rows *rows, const struct sms_row *row, const struct sms_period *period)
{
	size_t count = 0;
	for (uint32_t i = row->gap; i < row->gap + row->gaps; i++)
		count += lies_in(period, rows->gaps[i].to);
	return count;
}

size_t sms_row_counts(const struct sms_rows *rows, const struct sms_row *row, const struct sms_sample *sample,
		      const struct sms_slice *slice)
{
	if (row->excluded || (sample->query != SMS_ANY && !(row->bits >> sample->query & 1)))
		return 0;
	if (slice->key != SMS_ANY && sms_row_key(rows, row, slice->key) != slice->value)
		return 0;
	switch (sample->population) {
	case SMS_OPENED:
		return lies_in(&slice->period, row->opened);
	case SMS_RESOLVED:
		return lies_in(&slice->period, row->resolved);
	case SMS_CLOSED:
		return lies_in(&slice->period, row->closed);
	case SMS_REOPENED:
		return reopenings(rows, row, &slice->period);
	case SMS_OPEN:
		return slice->period.to > slice->period.from && sms_row_is_open(rows, row, slice->period.to - 1);
	}
	return 0;
}

static size_t count_rows(const struct sms_rows *rows, const struct sms_sample *sample, const struct sms_slice *slice)
{
	size_t count = 0;
	for (size_t i = 0; i < rows->count; i++)
		count += sms_row_counts(rows, &rows->rows[i], sample, slice);
	return count;
}

/* --- Their numbers. --- */

/* Of the records that have it; a record that counts several times has one number. */
static int64_t sum(const struct sms_rows *rows, const struct sms_sample *sample, const struct sms_slice *slice,
		   size_t *n)
{
	int64_t total = 0;
	*n = 0;
	for (size_t i = 0; i < rows->count; i++) {
		if (!sms_row_counts(rows, &rows->rows[i], sample, slice))
			continue;
		int64_t number = sms_row_number(rows, &rows->rows[i], sample->number, slice->period.to);
		if (number == SMS_NO_NUMBER || __builtin_add_overflow(total, number, &total))
			continue;
		++*n;
	}
	return total;
}

static int by_value(const void *a, const void *b)
{
	const int64_t *x = a, *y = b;
	return *x < *y ? -1 : *x > *y;
}

/* Whole numbers up to the division, so that nothing but it is rounded. */
double sms_percentile(const int64_t *sorted, size_t count, unsigned percent)
{
	size_t at = (count - 1) * percent, below = at / 100;
	size_t above = below + 1 < count ? below + 1 : below;
	return (double)sorted[below] + (double)(sorted[above] - sorted[below]) * (double)(at % 100) / 100;
}

static struct sms_figure percentile(const struct sms_rows *rows, const struct sms_measure *measure,
				    const struct sms_slice *slice)
{
	struct sms_figure figure = {0};
	int64_t *numbers = sms_alloc(rows->count, sizeof *numbers);
	for (size_t i = 0; i < rows->count; i++) {
		if (!sms_row_counts(rows, &rows->rows[i], &measure->of, slice))
			continue;
		int64_t number = sms_row_number(rows, &rows->rows[i], measure->of.number, slice->period.to);
		if (number != SMS_NO_NUMBER)
			numbers[figure.n++] = number;
	}
	if (figure.n) {
		qsort(numbers, figure.n, sizeof *numbers, by_value);
		figure.value = sms_percentile(numbers, figure.n, measure->percent);
		figure.known = true;
	}
	free(numbers);
	return figure;
}

/* --- Measures. --- */

static struct sms_figure quotient(double part, double whole, size_t n)
{
	return (struct sms_figure){
		.value = whole > 0 ? part / whole : 0, .part = part, .whole = whole, .n = n, .known = whole > 0};
}

struct sms_figure sms_measure(const struct sms_rows *rows, const struct sms_measure *measure,
			      const struct sms_slice *slice)
{
	size_t n, of;
	int64_t total, whole;
	switch (measure->statistic) {
	case SMS_STATISTIC_COUNT:
		n = count_rows(rows, &measure->of, slice);
		return (struct sms_figure){.value = (double)n, .n = n, .known = true};
	case SMS_STATISTIC_SHARE:
		of = count_rows(rows, &measure->base, slice);
		return quotient((double)count_rows(rows, &measure->of, slice), (double)of, of);
	case SMS_STATISTIC_RATIO:
		total = sum(rows, &measure->of, slice, &n);
		whole = sum(rows, &measure->base, slice, &of);
		return quotient((double)total, (double)whole, of);
	case SMS_STATISTIC_SUM:
		total = sum(rows, &measure->of, slice, &n);
		return (struct sms_figure){.value = (double)total, .n = n, .known = n > 0};
	case SMS_STATISTIC_MEAN:
		total = sum(rows, &measure->of, slice, &n);
		return (struct sms_figure){.value = n ? (double)total / (double)n : 0, .n = n, .known = n > 0};
	case SMS_STATISTIC_PERCENTILE:
		return percentile(rows, measure, slice);
	}
	return (struct sms_figure){0};
}
