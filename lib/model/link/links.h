/* Links between records: members that hold ids, and the `links` list. */
#ifndef SMS_MODEL_LINKS_H
#define SMS_MODEL_LINKS_H

#include "base/map.h"
#include "model/record.h"

struct sms_link {
	const char *path;      /* of the member: `service`, `impact.services`, or `links` */
	const char *relation;  /* the member's path, or `rel` of the links list */
	const char *kind;      /* what the object that holds a member `to` says beside it of the relation; or NULL */
	const char *to;        /* the id or name */
	const sms_json *types; /* array of the type names it may point to; NULL: any */
};
typedef struct sms_error *sms_link_visit(void *context, const struct sms_link *link);

/* Calls `visit` for every link of a record's JSON. */
struct sms_error *sms_links_each(const struct sms_type *type, const sms_json *json, sms_link_visit *visit,
				 void *context) SMS_CHECKED;
/* Turns names in link members into full ids. Errors INPUT: no such record, several, one of another type. What is in
 * `also` (ids; may be NULL) counts as existing. */
struct sms_error *sms_links_resolve(struct sms_snapshot *snapshot, const struct sms_record *record,
				    const struct sms_map *also) SMS_CHECKED;
/* Whether a link's target is one of the types it may point to; error INPUT else. */
struct sms_error *sms_link_check_type(const struct sms_link *link, const struct sms_type *target) SMS_CHECKED;

#endif
