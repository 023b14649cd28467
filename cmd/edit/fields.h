/* The fields of a type on the command line: as options, as words of help, and as assignments. */
#ifndef SMS_CMD_FIELDS_H
#define SMS_CMD_FIELDS_H

#include "command.h"

/* Options of the type that the first argument names; what is given comes as "name=value". */
extern const struct dynamic_options field_options;
/* That type; NULL without an argument. */
struct sms_error *fields_type(struct context *context, const struct sms_list *arguments,
			      const struct sms_type **out) SMS_CHECKED;
/* Must be given: required, always or in the state that a record begins in, and not made from other fields. */
bool field_is_asked(const struct sms_type *type, const struct sms_field *field);
/* What a field is for, its values, what it points to, whether it repeats, when it is needed, what it is when it is not
 * given; in one line, appended. */
void field_add_help(struct sms_buf *out, const struct sms_type *type, const struct sms_field *field);
/* Heading of the group that it belongs to. */
const char *field_heading(const struct sms_type *type, const struct sms_field *field);
/* Puts assignments "name=value" into the content of a record that is to be made, in order. A list is given one by one;
 * members of the elements of a list fill its last element, and begin another one where that has them already. */
struct sms_error *fields_assign(const struct sms_type *type, sms_json *content, const struct sms_list *assignments,
				sms_time now) SMS_CHECKED;

#endif
