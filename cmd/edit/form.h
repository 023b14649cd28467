/* A record as a form for the editor: lines `field: value`, with what each field is for as comments above it.
 *
 *	# Service that is disturbed (id of service)
 *	service: SVC-EMAIL
 *	description: |
 *	  Text of several lines, indented.
 *
 * Lines that begin with # and fields without a value say nothing. A field that stands twice is a list. What consists of
 * members is JSON, or `member=value,member=value`, as on the command line. */
#ifndef SMS_CMD_FORM_H
#define SMS_CMD_FORM_H

#include "model/record.h"

/* Appends the form of a type, filled in with what `content` has; of a document, `body` below a last line. */
void form_write(struct sms_buf *out, const struct sms_type *type, const sms_json *content, const char *body);
/* Reads it: assignments "field=value" for fields_assign, in their order, and the text below the last line. Errors INPUT
 * give the line. */
struct sms_error *form_read(struct sms_list *out, struct sms_buf *body, const char *text) SMS_CHECKED;
/* Puts an error and its hints above a form, in the place of those before. */
void form_set_error(struct sms_buf *form, const struct sms_error *error);

#endif
