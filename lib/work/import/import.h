/* Import: rows of another system become records, and a second run of the same rows changes nothing.
 *
 * What a row means is said by a map, a data file checked by schemas/meta/map.json: `schemas/maps/NAME.json`, or a file
 * of one's own. A record is known again by the other system's name and number in `external`. Where several rows tell
 * the life of one record (an event log), they are one record with its history in `log`, as it was: moves that the
 * lifecycle would not allow are kept, and times out of order, which sms_check finds; the type's schema and what must
 * hold between records must still hold.
 *
 * Changed rows update the record: members that the map fills and log entries that are new, nothing else. The last log
 * entry of an import holds the digest of what the rows said, so that rows without news leave alone what people changed
 * here since. Nothing is ever removed, and a void record stays void.
 *
 * Without a map, columns are named as the fields of the type, or objects are records as exported; they are known by
 * `id`, `external`, or the id that their title makes. */
#ifndef SMS_WORK_IMPORT_H
#define SMS_WORK_IMPORT_H

#include "model/change.h"

#define SMS_IMPORT_BYTES ((size_t)1 << 30) /* of a file */

struct sms_import_options {
	const char *map;  /* name of a built-in map, or path of a file (with `/` or `.json`); NULL for none */
	const char *name; /* what errors call the file; its ending tells the format, else the contents do */
	const struct sms_progress *progress;
};

struct sms_import_result {
	size_t rows, made, changed, unchanged;
};

/* Stages records of a type from a text (CSV, JSON by lines, a JSON array) into `change`, begun for `store`. Errors
 * INPUT give file, line and column of a bad row or a bad map; nothing of the change is to be committed then. */
struct sms_error *sms_import(struct sms_import_result *out, struct sms_change *change, struct sms_store *store,
			     const struct sms_type *type, const char *text, size_t length,
			     const struct sms_import_options *options) SMS_CHECKED;

/* Adds the names of the built-in maps, sorted: those for a type, or all where it is NULL. */
void sms_import_maps(const struct sms_type *type, struct sms_list *out);

#endif
