/* Record ids: made, recognized, and turned into paths. */
#ifndef SMS_MODEL_ID_H
#define SMS_MODEL_ID_H

#include "model/type/type.h"

/* `PREFIX-YYYYMMDD-XXXXXX` for events: the date of `instant` in UTC and six Crockford base-32 characters, random, or
 * made from `seed` when it is given (so that importing the same source twice, anywhere, makes the same ids). */
char *sms_id_for_event(const struct sms_type *type, sms_time instant, const char *seed) SMS_CHECKED;
/* `PREFIX-WORDS` for documents and register entries, from the title. */
char *sms_id_from_title(const struct sms_type *type, const char *title) SMS_CHECKED;
/* [A-Z][A-Z0-9]*(-[A-Z0-9]+)+, at most 64 characters. */
bool sms_id_is_valid(const char *id);
/* Where the record of this id is stored: documents/ID.json, records/TYPE/ID.json, records/TYPE/YYYY/MM/ID.json. */
char *sms_id_path(const struct sms_type *type, const char *id) SMS_CHECKED;
/* Where a document's prose is stored: documents/ID.md. */
char *sms_id_body_path(const char *id) SMS_CHECKED;
/* The id in a path of that form (day folders are read too), appended to `id`, and the type; false when the path is
 * none of a record. `is_body` tells the two files of a document apart; may be NULL. */
bool sms_path_id(const struct sms_types *types, const char *path, const struct sms_type **type, struct sms_buf *id,
		 bool *is_body);

#endif
