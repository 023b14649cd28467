/* What points to a record, printed. */
#ifndef SMS_CMD_BACKLINKS_H
#define SMS_CMD_BACKLINKS_H

#include "command.h"

/* For people, below a record: groups by type and relation with their counts, a few records of each, and the command
 * that lists the others; with `all` every record. Nothing where nothing points to it. Without `all` it says how to ask
 * for it where finding out would take long. */
struct sms_error *backlinks_print(struct context *context, const struct sms_record *record, bool all) SMS_CHECKED;
/* The document sms/links/1. */
struct sms_error *backlinks_print_json(struct context *context, const struct sms_record *record) SMS_CHECKED;

#endif
