/* What the files that print a report as text share. Private to text*.c. */
#ifndef SMS_WORK_REPORT_TEXT_H
#define SMS_WORK_REPORT_TEXT_H

#include "work/report/private.h"

enum { TEXT_WIDTH = 80, TEXT_GAP = 2, TEXT_NARROWEST = 8 };

/* A line, wrapped, all of it after `indent` spaces. */
void text_add_line(struct sms_buf *out, const char *text, size_t indent);
/* Text in exactly `width` columns. */
void text_add_padded(struct sms_buf *out, const char *text, size_t width, bool left);
/* Ends the line, without spaces at its end. */
void text_end_line(struct sms_buf *out);
/* A figure with its mark; times in one unit with `coarse`, where two would not fit. */
void text_add_cell(struct sms_buf *out, const struct sms_cell *cell, bool coarse);
/* A table in the width there is (text_table.c). */
void text_add_table(struct sms_buf *out, const struct sms_report_table *table);
/* A chart with its title and what it shows in words (text_chart.c). */
void text_add_chart(struct sms_buf *out, const struct sms_report_chart *chart);

#endif
