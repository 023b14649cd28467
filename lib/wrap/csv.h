/* Comma-separated values (RFC 4180), through libcsv. */
#ifndef SMS_WRAP_CSV_H
#define SMS_WRAP_CSV_H

#include "base/buf.h"
#include "base/error.h"

struct sms_csv_row {
	const char *const *fields; /* borrowed, valid during the call; well-formed UTF-8 without zero bytes */
	size_t count;
	size_t line; /* of the row's first character, from 1 */
};

/* Calls `row` for every row of the text, the header included; empty lines are skipped. A quote that does not close,
 * text behind a closing quote, ill-formed UTF-8 and zero bytes are errors INPUT with `name`, line and column. A byte
 * order mark at the beginning is skipped. Stops at the first error `row` returns, and returns it. */
struct sms_error *sms_csv_read(const char *text, size_t length, const char *name, char delimiter,
			       struct sms_error *(*row)(void *context, const struct sms_csv_row *row),
			       void *context) SMS_CHECKED;
/* Appends one field, quoted where needed; the first of a row with `first`. A cell that a spreadsheet would run as a
 * formula (begins with = + - @ or a control character, and is no plain number) gets an apostrophe in front. */
void sms_csv_add_field(struct sms_buf *out, const char *text, bool first);
/* Ends the row (CR LF). */
void sms_csv_end_row(struct sms_buf *out);

#endif
