/* Record types: JSON Schema files under schemas/types and the repository's own types/, with one annotation object
 * `x-sms`. Everything the program knows of a type comes from here; no code names one.
 *
 * x-sms: {
 *   "plural": "incidents", "prefix": "INC", "kind": "document" | "register" | "event", "command": "add" | "record",
 *   "clauses": ["8.6.1"],
 *   "columns": ["id", "state", "priority", "title"],           columns of a listing
 *   "lifecycle": { "initial": "new", "final": ["closed"],      states in which nothing is waited for any more:
 *                                                             the record is closed, see below
 *                  "starts": ["planned"],                     others that a record may be made in
 *                  "moves": { "new": ["in-progress", …], … },  every state is a key; `void` is allowed from each
 *                  "stamps": { "resolved": "resolved_at" },   times set on entering a state, where not given
 *                  "approved": { "from": "in-review", "to": "approved" }, … },   what statements do to it, and which
 *                                                             states need an approval: see model/approval/lifecycle.h
 *   "links": { "service": ["service"], "impact.services": ["service"] },   fields that hold ids, and of which types
 *   "workflow": ["resolved_at"],                               members that are not approved content, beside
 *                                                              state, log, links, attachments, external
 *   "date": "reported_at",                                     the instant an event is filed and counted by
 *   "defaults": { "reported_at": "@now", "reporter": "@me" },  set when a record is made; constants too
 *   "derive": { "priority": { "matrix": "priority_matrix", "from": ["impact", "urgency"] } },
 *                                                              made when not given, and kept up while not set by
 *                                                              hand: looked up in the settings by members; or
 *                                                              { "product": ["likelihood", "impact"] },
 *                                                              { "band": "risk.levels", "of": "score" },
 *                                                              { "template": "{person} as {role}" },
 *                                                              { "after": [START, LENGTH] }, an instant moved by a
 *                                                              length of time: each a member, or { "setting":
 *                                                              "change_categories.{category}.review_within" }, or a
 *                                                              list of these, of which the first that is there counts
 *   "invariants": [ { "id": "sla-one-in-force", … } ],         what must hold beyond the schema: see below
 *   "people": { "is": "person", … },                           part it plays in who-may-do-what: see people.h
 *   "gate": { "states": ["scheduled"], … },                    what is asked before it is carried out: see work/gate.h
 *   "groups": [ { "title": "Classification", "fields": ["category", …] } ],   order and headings of help and form
 *   "example": { … }                                           content of a record that validates
 * }
 *
 * A closed record stays as it is until a step takes it out of its final state; that step may bring changes with it. Until
 * then only what is no content may change: log, links, attachments, `external` and the workflow members, but for the
 * time at which the state was reached; of a void record log and links alone, for ever. A type whose records begin in a
 * final state (`recorded`, `sent`) has no open state in which they could be filled in. There a member that is not there
 * yet may be added, while what the record says stays: who recorded something wrong makes it void, or moves it on
 * (`corrected`), and records it anew, as in a book of accounts. Commands refuse what `sms verify` would name
 * (model/closed.h).
 *
 * An invariant is { "id", "message", and one of
 *   "order": ["reported_at", "resolved_at", …]   times, days, lengths of time or numbers do not get smaller from one
 *                                                to the next; a path that leads nowhere is passed over
 *   "sorted": ["at"]                             from one element of `each` to the next neither
 *   "differ": ["owner", "checked_by"]            two members, or lists, that share no value
 *   "unique": ["customer", "services"]           no other record of the type (with `each`: no other element of the
 *                                                list) holds the same values, case ignored; of lists, any one of
 *                                                them; records that lack one of the members are left out; []: there
 *                                                is one such record
 *   "target": { "person": SCHEMA }               the record that is linked fits the schema
 *   "acyclic": ["depends_on"]                    links that never lead back to the record; invariants with the same
 *                                                id, also of other types, are one net
 *   "linked": ["service", "relations.to"]        the record links to another, or one with an invariant of the same id
 *                                                links to it; found, never refused
 * }, and where needed
 *   "where": SCHEMA                              records of the type that it is about
 *   "each": "holds", "only": SCHEMA              it speaks of the elements of this list, those that fit; paths are
 *                                                those of an element
 *   "during": ["valid_from", "valid_to"]         of unique: only where these days overlap; without an end: for ever
 *   "grade": "minor"                             of its findings; major when left out
 *   "fix": "sms move {other} superseded"         the command that mends it: {id} of the record, {path} of the member,
 *                                                {other} of the other record
 * The message says what must hold and how to mend it; what was found stands before it. `sms check` finds what is
 * broken, by the invariant's id; a write that would newly break it is refused (model/invariant/guard.h). Void records keep
 * and break nothing. Those of types/common.json hold for every type; a type that extends another adds its own. */
#ifndef SMS_MODEL_TYPE_H
#define SMS_MODEL_TYPE_H

#include "base/list.h"
#include "base/time.h"
#include "model/schema/schema.h"

enum sms_kind { SMS_KIND_DOCUMENT, SMS_KIND_REGISTER, SMS_KIND_EVENT };
const char *sms_kind_name(enum sms_kind kind);

enum sms_field_kind {
	SMS_FIELD_TEXT,
	SMS_FIELD_INTEGER,
	SMS_FIELD_NUMBER,
	SMS_FIELD_BOOLEAN,
	SMS_FIELD_OBJECT /* its members are fields of their own, `path.member` */
};

/* A member that people may set, also inside objects: what options, help, forms and completion are made from. */
struct sms_field {
	char *path;              /* `impact.services`; members of a list's elements are found by path, but not listed */
	const sms_json *schema;  /* its schema, references followed; of the elements where `repeated` */
	const char *title;       /* borrowed; may be NULL */
	const char *description; /* borrowed; may be NULL */
	enum sms_field_kind kind;
	bool repeated;          /* an array */
	bool required;          /* in every state */
	bool workflow;          /* not approved content */
	bool settable;          /* by people; else only by the commands that keep id, type, state, log and the like */
	const sms_json *values; /* the enumeration's array, or NULL */
	const sms_json *links;  /* array of the type names it may point to, or NULL */
	const char *format;     /* `date-time`, `sms-id` …; may be NULL */
};

struct sms_type {
	char *name;
	char *origin;          /* `builtin:types/incident.json` or the path in the repository */
	const sms_json *about; /* its x-sms */
	const char *title, *description, *plural, *prefix, *word; /* borrowed; word is `add` or `record` */
	enum sms_kind kind;
	struct sms_type_lazy *lazy; /* what is made when first asked for */
};

struct sms_types;

/* A file of the repository's own types/: its path and bytes. */
struct sms_type_file {
	const char *path;
	const char *bytes;
	size_t length;
};

/* The built-in types with the given files added: a file of a built-in name replaces it, or adds to it where its x-sms
 * says `"extends": true` (properties, required, allOf and x-sms are merged). Errors INPUT give file, line, column. */
struct sms_error *sms_types_load(struct sms_types **out, const struct sms_type_file *own, size_t count) SMS_CHECKED;
void sms_types_free(struct sms_types *types);
SMS_AUTO_POINTER(types, struct sms_types *, sms_types_free);

size_t sms_types_count(const struct sms_types *types);
/* In byte order of names. */
const struct sms_type *sms_types_at(const struct sms_types *types, size_t index);
const struct sms_type *sms_types_get(const struct sms_types *types, const char *name);
/* The types that play a part in who may do what (x-sms.people.is), one after the other; `*index` begins with zero. NULL
 * behind the last. */
const struct sms_type *sms_types_next_of_people(const struct sms_types *types, size_t *index);
/* The next one that a file of the repository defines or adds to, at `*index` or behind it, which moves on; NULL behind
 * the last. */
const struct sms_type *sms_types_next_own(const struct sms_types *types, size_t *index);
/* By the prefix that `id` begins with. */
const struct sms_type *sms_types_of_id(const struct sms_types *types, const char *id);
/* By name or plural; error INPUT `unknown type 'x'` with the nearest name as a hint. */
struct sms_error *sms_types_find(const struct sms_type **out, const struct sms_types *types,
				 const char *name) SMS_CHECKED;

/* The type's file, read when first asked for; NULL where it is damaged, which only tests can make happen. Borrowed. */
const sms_json *sms_type_document(const struct sms_type *type);
/* The compiled schema, formats asserted; made at the first call, which must not run on two threads at once. Errors
 * INPUT for a repository's own type that is no good. Borrowed. */
struct sms_error *sms_type_schema(const struct sms_schema **out, const struct sms_type *type) SMS_CHECKED;
/* All fields in the order of groups, then of the file, the envelope's last; NULL and 0 when the schema is no good. */
const struct sms_field *sms_type_fields(const struct sms_type *type, size_t *count);
/* The field at a path; through lists with or without an index (`log.0.at`, `targets.value`); NULL when none. */
const struct sms_field *sms_type_field(const struct sms_type *type, const char *path);
/* The same; error INPUT `unknown field 'x' of TYPE` with the nearest name as a hint. */
struct sms_error *sms_type_find_field(const struct sms_field **out, const struct sms_type *type,
				      const char *path) SMS_CHECKED;
/* Appends when a member is required that is not always, as the type's conditions say: "state is agreed, in-force, or kind
 * is license"; nothing where there is no such condition. */
void sms_type_needed(struct sms_buf *out, const struct sms_type *type, const char *path);
/* Is the member required in this state by such a condition? */
bool sms_type_needs(const struct sms_type *type, const char *path, const char *state);
/* Is this member of a record workflow (not approved content)? */
bool sms_type_is_workflow(const struct sms_type *type, const char *member);

const char *sms_type_initial(const struct sms_type *type);
bool sms_type_has_state(const struct sms_type *type, const char *state);
/* Nothing is waited for in this state (`void` too). */
bool sms_type_is_final(const struct sms_type *type, const char *state);
bool sms_type_may_move(const struct sms_type *type, const char *from, const char *to);
/* States that `from` may move to, `void` last. */
void sms_type_moves(const struct sms_type *type, const char *from, struct sms_list *out);
/* The member that holds the time of entering `state`, or NULL. */
const char *sms_type_stamp(const struct sms_type *type, const char *state);

/* A value for a field from text as people type it: numbers, booleans, times (loose forms become RFC 3339) by the
 * field's kind; JSON for objects. For a repeated field one element, or the whole list when the text begins with `[`.
 * Errors INPUT name the field, the value and, for enumerations, the allowed values. */
struct sms_error *sms_field_value(sms_json **out, const struct sms_field *field, const char *text,
				  sms_time now) SMS_CHECKED;
/* Puts the members of a record, inner objects too, in the type's order, unknown ones last by name. */
void sms_type_arrange(const struct sms_type *type, sms_json *record);
/* Are they in that order? Safe from several threads once sms_type_schema was called. */
bool sms_type_is_arranged(const struct sms_type *type, const sms_json *record);
/* A field's value as one line of plain text, "" where it is not there; lists with `, ` between. */
void sms_value_add_text(struct sms_buf *out, const sms_json *value);

#endif
