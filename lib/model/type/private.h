/* What the files of type.h share. */
#ifndef SMS_MODEL_TYPE_PRIVATE_H
#define SMS_MODEL_TYPE_PRIVATE_H

#include "base/builtin.h"
#include "base/map.h"
#include "model/builtin_schema.h"
#include "model/type/type.h"
#include <pthread.h>
#include <stdatomic.h>

struct sms_type_lazy {
	const struct sms_builtin_type *builtin; /* of a built-in type; NULL for a repository's own */
	sms_json *head;                         /* what the type's members are read of, where it is no whole file */
	const char *part;                       /* x-sms.people.is, or NULL */
	atomic_bool is_read;                    /* the type's members are there */
	struct sms_library *library;            /* documents that references lead to; the registry's */
	sms_json *document;                     /* the file; NULL until needed */
	struct sms_schema *schema;
	struct sms_field *fields, *inner; /* inner: members of the elements of lists, found by path but not listed */
	size_t field_count, inner_count;
	bool has_fields;
	pthread_mutex_t mutex;  /* of orders, and of reading the head */
	struct sms_map *orders; /* bytes of a subschema's address -> map of member names to their rank */
};

/* Members of the envelope that people do not set: the commands keep them. */
bool sms_member_is_kept(const char *member);
/* x-sms of types/common.json: what all types share. */
const sms_json *sms_types_common(const struct sms_types *types);
/* x-sms of types/common.json: what all types share. */
const sms_json *sms_types_common(const struct sms_types *types);
/* The types some of whose `target` invariants may be about records of the type `name`, one after the other; all of the
 * repository's own. `*index` begins with zero; NULL behind the last. */
const struct sms_type *sms_types_next_aiming(const struct sms_types *types, const char *name, size_t *index);
/* Makes lazy->fields. */
void sms_type_collect_fields(const struct sms_type *type, const struct sms_schema *schema);
void sms_type_release_fields(struct sms_type_lazy *lazy);
/* `own` merged over `base`, for x-sms.extends; the caller's. */
sms_json *sms_type_merge(const sms_json *base, const sms_json *own) SMS_CHECKED;

/* Calls `visit` for every property that a schema declares itself or through $ref and allOf, in file order. */
typedef void sms_property_visit(void *context, const char *name, const sms_json *property);
void sms_type_each_property(const struct sms_schema *schema, const sms_json *subschema, sms_property_visit *visit,
			    void *context);

#endif
