/* What must hold beyond the schema of one record: the `invariants` of the types' x-sms (see type.h), and those of
 * types/common.json, which every type keeps. Not for what an auditor judges: see work/audit.h.
 *
 * A record is judged by itself first (order, sorted, differ, unique within). What concerns several records is noted as
 * small facts, in any order and on any thread, and joined once all are known. Void records keep and break nothing. */
#ifndef SMS_MODEL_INVARIANT_H
#define SMS_MODEL_INVARIANT_H

#include "base/arena.h"
#include "model/type/type.h"

struct sms_invariant;

/* Those of all types; owned by the types. */
struct sms_invariants;

/* Made at the first call, which must not run on two threads at once. Errors INPUT for one that is no good. */
struct sms_error *sms_types_invariants(const struct sms_invariants **out, const struct sms_types *types) SMS_CHECKED;
/* Reads and compiles what is otherwise done when first needed, for records of a type (NULL: of all); before two threads
 * use them. Errors INPUT. */
struct sms_error *sms_invariants_prepare(const struct sms_invariants *invariants,
					 const struct sms_type *type) SMS_CHECKED;

/* Those with this id, one after the other, of types that were prepared; `*index` begins with zero, NULL behind the last. */
const struct sms_invariant *sms_invariants_next_named(const struct sms_invariants *invariants, const char *id,
						      size_t *index);
const char *sms_invariant_id(const struct sms_invariant *invariant);
const char *sms_invariant_message(const struct sms_invariant *invariant);
/* The type that declares it; NULL for one of every type. */
const struct sms_type *sms_invariant_type(const struct sms_invariant *invariant);
const char *sms_invariant_grade(const struct sms_invariant *invariant); /* "major", "minor", "observation" */

struct sms_breach {
	const struct sms_invariant *invariant;
	char *id, *file; /* of the record; file may be NULL */
	char *pointer;   /* JSON Pointer of the member, or NULL */
	char *message;   /* a sentence that says what is wrong and how to mend it */
	char *fix;       /* the command that mends it */
};

struct sms_breaches {
	struct sms_breach *items;
	size_t count, capacity;
};
void sms_breaches_release(struct sms_breaches *breaches);
SMS_AUTO_STRUCT(breaches, struct sms_breaches, sms_breaches_release);

/* Does the type declare that its records differ from each other (unique)? */
struct sms_error *sms_invariants_compare(const struct sms_invariants *invariants, const struct sms_type *type,
					 bool *out) SMS_CHECKED;
/* Appends what a record breaks by itself. */
struct sms_error *sms_invariants_judge(const struct sms_invariants *invariants, const struct sms_type *type,
				       const sms_json *record, const char *id, struct sms_breaches *out) SMS_CHECKED;

/* The first breach as an error INPUT with its fix as a hint, the others as further hints; NULL when there is none. */
struct sms_error *sms_breaches_refuse(const struct sms_breaches *breaches) SMS_CHECKED;

enum sms_fact_kind {
	SMS_FACT_KEY,    /* holds `key` (unique) */
	SMS_FACT_EDGE,   /* leads to the record `key` (acyclic) */
	SMS_FACT_TARGET, /* links to the record `key`, which must fit (target) */
	SMS_FACT_UNFIT,  /* is no fit target */
	SMS_FACT_ALONE,  /* leads nowhere (linked) */
	SMS_FACT_REACHED /* leads to the record `key` (linked) */
};

struct sms_fact {
	enum sms_fact_kind kind;
	bool judged; /* a breach counts when one of its facts is judged */
	const struct sms_invariant *invariant;
	const char *id, *file;
	const char *key;
	const char *shown;     /* the values, or the path, as people read them */
	const char *from, *to; /* of the time in which a key is held; NULL: open */
};

/* The texts lie in the arena. Zero-initialize. */
struct sms_facts {
	struct sms_fact *items;
	size_t count, capacity;
	struct sms_arena *arena;
};
void sms_facts_release(struct sms_facts *facts);
SMS_AUTO_STRUCT(facts, struct sms_facts, sms_facts_release);

/* Adds the facts of a record. `id` and `file` are borrowed for as long as the facts; file may be NULL. */
struct sms_error *sms_invariants_note(const struct sms_invariants *invariants, const struct sms_type *type,
				      const sms_json *record, const char *id, const char *file, bool judged,
				      struct sms_facts *out) SMS_CHECKED;
/* Appends what the facts break together, in an order that does not depend on theirs. */
void sms_facts_join(const struct sms_fact *const *facts, size_t count, struct sms_breaches *out);

#endif
