/* What the files of invariant.h share. */
#ifndef SMS_MODEL_INVARIANT_PRIVATE_H
#define SMS_MODEL_INVARIANT_PRIVATE_H

#include "base/map.h"
#include "model/invariant/invariant.h"

enum invariant_kind {
	INVARIANT_ORDER,
	INVARIANT_SORTED,
	INVARIANT_DIFFER,
	INVARIANT_UNIQUE,
	INVARIANT_TARGET,
	INVARIANT_ACYCLIC,
	INVARIANT_LINKED
};

struct invariant_predicate {
	const sms_json *json; /* NULL: holds for everything */
	struct sms_schema *schema;
};

struct sms_invariant {
	const struct sms_type *type; /* NULL: of every type */
	enum invariant_kind kind;
	const char *id, *grade, *message, *fix; /* borrowed from the file */
	const char *each;                       /* path of the list whose elements it speaks of, or NULL */
	const sms_json *paths;                  /* array; of `target` NULL */
	const char *target;                     /* path of the link */
	const char *from, *to;                  /* of `during`, or NULL */
	struct invariant_predicate where;       /* of the record */
	struct invariant_predicate only;        /* of the element */
	struct invariant_predicate fits;        /* of the record that a link leads to */
};

/* Invariants that are borrowed. */
struct invariant_refs {
	struct sms_invariant **items;
	size_t count, capacity;
};

/* Members of the record without which an invariant has nothing to say, as bits: looked at before anything else, so that
 * a record costs little where most do not concern it. */
struct invariant_need {
	uint64_t all;   /* none may be missing */
	uint64_t among; /* so many of these must be there: */
	int least;
};

struct invariants_of_type {
	struct invariant_refs own;    /* kept by records of the type, those of every type first */
	struct invariant_refs aimed;  /* whose links may lead to records of the type */
	bool is_complete;             /* aimed is there too */
	struct sms_map *bits;         /* members that own speaks of -> their bit + 1 */
	struct invariant_need *needs; /* of own, one each */
};

struct sms_invariants {
	const struct sms_types *types;
	struct invariant_refs *all;   /* owned; grows as types are asked for */
	struct invariant_refs common; /* of every type */
	struct sms_map *by_type;      /* name -> invariants_of_type */
};

/* Those of one type, read when first asked for. */
struct sms_error *invariants_of(const struct sms_invariants *invariants, const struct sms_type *type,
				const struct invariants_of_type **out) SMS_CHECKED;
/* The bits of the members that a record has. */
uint64_t invariants_present(const struct invariants_of_type *of, const sms_json *record);
bool invariant_is_needed(const struct invariant_need *need, uint64_t present);

/* Does it hold? Compiles it when first asked. */
struct sms_error *invariant_holds(struct invariant_predicate *predicate, const sms_json *json, bool *out) SMS_CHECKED;

/* Calls `visit` for what an invariant speaks of in a record it is about: the record itself, or the elements of `each`
 * that `only` holds for, with their place. `where` is not looked at. */
typedef struct sms_error *invariant_subject_visit(void *context, const sms_json *subject, size_t place);
struct sms_error *invariant_each_subject(struct sms_invariant *invariant, const sms_json *record,
					 invariant_subject_visit *visit, void *context) SMS_CHECKED;

/* One key for each combination of the values at the paths, case folded; none where a path leads nowhere. `shown` (may
 * be NULL) gets the values as they stand, one for each key. */
void invariant_keys(const struct sms_invariant *invariant, const sms_json *subject, struct sms_list *keys,
		    struct sms_list *shown);

/* Appends a breach: `finding` is what was found, to which the invariant's message is added; `path` and `other` fill
 * the fix. */
struct sms_breach *invariant_breach(struct sms_breaches *out, const struct sms_invariant *invariant, const char *id,
				    const char *path, const char *other, const char *finding);

/* `types` must outlive them. */
struct sms_error *sms_invariants_new(struct sms_invariants **out, const struct sms_types *types) SMS_CHECKED;
void sms_invariants_free(struct sms_invariants *invariants);

#endif
