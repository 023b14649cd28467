/* The invariants of all types, read from their files when first asked for. See invariant.h. */
#include "model/invariant/private.h"
#include "model/type/private.h"
#include <string.h>

static void free_of_type(void *p)
{
	struct invariants_of_type *of = p;
	free(of->own.items);
	free(of->aimed.items);
	sms_map_free(of->bits);
	free(of->needs);
	free(of);
}

void sms_invariants_free(struct sms_invariants *invariants)
{
	if (!invariants)
		return;
	for (size_t i = 0; i < invariants->all->count; i++) {
		sms_schema_free(invariants->all->items[i]->where.schema);
		sms_schema_free(invariants->all->items[i]->only.schema);
		sms_schema_free(invariants->all->items[i]->fits.schema);
		free(invariants->all->items[i]);
	}
	free(invariants->all->items);
	free(invariants->all);
	free(invariants->common.items);
	sms_map_free(invariants->by_type);
	free(invariants);
}
SMS_AUTO_POINTER(invariants, struct sms_invariants *, sms_invariants_free);

static void add(struct invariant_refs *refs, struct sms_invariant *invariant)
{
	sms_grow(refs->items, refs->count, refs->capacity);
	refs->items[refs->count++] = invariant;
}

/* --- Reading. --- */

/* The primitive, and what it is given. */
static bool read_primitive(struct sms_invariant *out, const sms_json *json)
{
	static const struct {
		const char *name;
		enum invariant_kind kind;
	} primitives[] = {{"order", INVARIANT_ORDER},   {"sorted", INVARIANT_SORTED}, {"differ", INVARIANT_DIFFER},
			  {"unique", INVARIANT_UNIQUE}, {"target", INVARIANT_TARGET}, {"acyclic", INVARIANT_ACYCLIC},
			  {"linked", INVARIANT_LINKED}};
	for (size_t i = 0; i < SMS_COUNT(primitives); i++) {
		const sms_json *given = sms_json_get(json, primitives[i].name);
		if (!given)
			continue;
		out->kind = primitives[i].kind;
		if (out->kind == INVARIANT_TARGET) {
			out->target = sms_json_key(sms_json_first(given));
			out->fits.json = sms_json_first(given);
		} else {
			out->paths = given;
		}
		return true;
	}
	return false;
}

static struct sms_error *read_one(const struct sms_invariants *invariants, const sms_json *json,
				  const struct sms_type *type, struct invariant_refs *out)
{
	struct sms_invariant *made = sms_alloc(1, sizeof *made);
	const sms_json *during = sms_json_get(json, "during");
	add(invariants->all, made);
	made->type = type;
	made->id = sms_json_get_text(json, "id");
	made->message = sms_json_get_text(json, "message");
	made->fix = sms_json_get_text(json, "fix");
	made->grade = sms_json_get_text(json, "grade");
	made->each = sms_json_get_text(json, "each");
	made->from = sms_json_text(sms_json_at(during, 0));
	made->to = sms_json_text(sms_json_at(during, 1));
	made->where.json = sms_json_get(json, "where");
	made->only.json = sms_json_get(json, "only");
	if (!made->id || !made->message || !read_primitive(made, json))
		return sms_error(SMS_INPUT, "%s: invariant '%s' has no id, no message or says nothing",
				 type ? type->origin : "builtin:types/common.json", made->id ? made->id : "");
	add(out, made);
	return NULL;
}

struct sms_error *sms_invariants_new(struct sms_invariants **out, const struct sms_types *types)
{
	sms_auto(invariants) struct sms_invariants *invariants = sms_alloc(1, sizeof *invariants);
	invariants->types = types;
	invariants->by_type = sms_map_new(free_of_type);
	invariants->all = sms_alloc(1, sizeof *invariants->all);
	sms_json_each(json, sms_json_get(sms_types_common(types), "invariants"))
		SMS_TRY(read_one(invariants, json, NULL, &invariants->common));
	*out = sms_move(&invariants);
	return NULL;
}

#define BITS 63 /* members beyond that count as there */

/* The bit of the member that a path begins with. */
static uint64_t bit_of(struct invariants_of_type *of, const char *path)
{
	size_t length = strcspn(path, ".");
	uintptr_t known = (uintptr_t)sms_map_get_n(of->bits, path, length);
	if (!known) {
		known = sms_map_count(of->bits) + 1;
		sms_map_put_n(of->bits, path, length, (void *)known);
	}
	return UINT64_C(1) << (known <= BITS ? known - 1 : BITS);
}

static struct invariant_need need_of(struct invariants_of_type *of, const struct sms_invariant *invariant)
{
	struct invariant_need need = {0};
	if (invariant->kind == INVARIANT_LINKED) {
		need.least = 0; /* what is missing is what it is about */
	} else if (invariant->each) {
		need.all = bit_of(of, invariant->each);
	} else if (invariant->target) {
		need.all = bit_of(of, invariant->target);
	} else {
		size_t paths = 0, members;
		sms_json_each(path, invariant->paths) {
			need.among |= bit_of(of, sms_json_text(path));
			paths++;
		}
		members = (size_t)__builtin_popcountll(need.among);
		need.least = invariant->kind == INVARIANT_ORDER     ? (members < paths ? 1 : 2)
			     : invariant->kind == INVARIANT_ACYCLIC ? 1
								    : (int)members;
	}
	return need;
}

uint64_t invariants_present(const struct invariants_of_type *of, const sms_json *record)
{
	uint64_t present = UINT64_C(1) << BITS;
	sms_json_each(member, record) {
		uintptr_t known = (uintptr_t)sms_map_get(of->bits, sms_json_key(member));
		if (known)
			present |= UINT64_C(1) << (known <= BITS ? known - 1 : BITS);
	}
	return present;
}

bool invariant_is_needed(const struct invariant_need *need, uint64_t present)
{
	return (present & need->all) == need->all && __builtin_popcountll(present & need->among) >= need->least;
}

/* What records of the type keep, those of every type first. */
static struct sms_error *read_own(const struct sms_invariants *invariants, const struct sms_type *type,
				  struct invariants_of_type **out)
{
	*out = sms_map_get(invariants->by_type, type->name);
	if (*out)
		return NULL;
	*out = sms_alloc(1, sizeof **out);
	sms_map_put(invariants->by_type, type->name, *out);
	for (size_t i = 0; i < invariants->common.count; i++)
		add(&(*out)->own, invariants->common.items[i]);
	sms_json_each(json, sms_json_get(type->about, "invariants"))
		SMS_TRY(read_one(invariants, json, type, &(*out)->own));
	(*out)->bits = sms_map_new(NULL);
	(*out)->needs = sms_alloc((*out)->own.count, sizeof *(*out)->needs);
	for (size_t i = 0; i < (*out)->own.count; i++)
		(*out)->needs[i] = need_of(*out, (*out)->own.items[i]);
	return NULL;
}

/* May the link of a `target` lead to records of this type? An empty list of types or none: to any. */
static bool aims_at(const struct sms_invariant *invariant, const char *name)
{
	if (invariant->kind != INVARIANT_TARGET)
		return false;
	sms_auto(string) char *path = sms_format("%s%s%s", invariant->each ? invariant->each : "",
						 invariant->each ? "." : "", invariant->target);
	const sms_json *links = invariant->type ? sms_json_get(invariant->type->about, "links") : NULL;
	const sms_json *names = sms_json_get(links, path);
	return !sms_json_count(names) || sms_json_contains_text(names, name);
}

static struct sms_error *read_aimed(const struct sms_invariants *invariants, const struct sms_type *type,
				    struct invariants_of_type *of)
{
	size_t index = 0;
	const struct sms_type *from;
	for (size_t i = 0; i < invariants->common.count; i++)
		if (aims_at(invariants->common.items[i], type->name))
			add(&of->aimed, invariants->common.items[i]);
	while ((from = sms_types_next_aiming(invariants->types, type->name, &index))) {
		struct invariants_of_type *others = NULL;
		SMS_TRY(read_own(invariants, from, &others));
		for (size_t i = 0; i < others->own.count; i++)
			if (others->own.items[i]->type && aims_at(others->own.items[i], type->name))
				add(&of->aimed, others->own.items[i]);
	}
	return NULL;
}

struct sms_error *invariants_of(const struct sms_invariants *invariants, const struct sms_type *type,
				const struct invariants_of_type **out)
{
	struct invariants_of_type *of = NULL;
	SMS_TRY(read_own(invariants, type, &of));
	if (!of->is_complete) { /* once it is, threads may read it */
		SMS_TRY(read_aimed(invariants, type, of));
		of->is_complete = true;
	}
	*out = of;
	return NULL;
}

/* --- Predicates. --- */

static struct sms_error *compile(struct invariant_predicate *predicate)
{
	if (!predicate->json || predicate->schema)
		return NULL;
	return sms_schema_new(&predicate->schema, predicate->json, NULL);
}

static struct sms_error *compile_all(const struct invariant_refs *refs)
{
	for (size_t i = 0; i < refs->count; i++) {
		struct sms_invariant *invariant = refs->items[i];
		struct invariant_predicate *const all[] = {&invariant->where, &invariant->only, &invariant->fits};
		for (size_t k = 0; k < SMS_COUNT(all); k++)
			SMS_TRY(sms_error_wrap(compile(all[k]), "invariant '%s'", invariant->id));
	}
	return NULL;
}

struct sms_error *sms_invariants_prepare(const struct sms_invariants *invariants, const struct sms_type *type)
{
	const struct invariants_of_type *of = NULL;
	size_t count = type ? 1 : sms_types_count(invariants->types);
	for (size_t i = 0; i < count; i++) {
		SMS_TRY(invariants_of(invariants, type ? type : sms_types_at(invariants->types, i), &of));
		SMS_TRY(compile_all(&of->own));
		SMS_TRY(compile_all(&of->aimed));
	}
	return NULL;
}

struct sms_error *invariant_holds(struct invariant_predicate *predicate, const sms_json *json, bool *out)
{
	*out = true;
	SMS_TRY(compile(predicate));
	return predicate->schema ? sms_schema_accepts(predicate->schema, json, out) : NULL;
}

struct sms_error *sms_invariants_compare(const struct sms_invariants *invariants, const struct sms_type *type,
					 bool *out)
{
	const struct invariants_of_type *of = NULL;
	SMS_TRY(invariants_of(invariants, type, &of));
	*out = false;
	for (size_t i = 0; i < of->own.count; i++)
		*out |= of->own.items[i]->type && of->own.items[i]->kind == INVARIANT_UNIQUE && !of->own.items[i]->each;
	return NULL;
}

const struct sms_invariant *sms_invariants_next_named(const struct sms_invariants *invariants, const char *id,
						      size_t *index)
{
	while (*index < invariants->all->count) {
		const struct sms_invariant *invariant = invariants->all->items[(*index)++];
		if (!strcmp(invariant->id, id))
			return invariant;
	}
	return NULL;
}

const char *sms_invariant_message(const struct sms_invariant *invariant)
{
	return invariant->message;
}

const char *sms_invariant_id(const struct sms_invariant *invariant)
{
	return invariant->id;
}

const struct sms_type *sms_invariant_type(const struct sms_invariant *invariant)
{
	return invariant->type;
}

const char *sms_invariant_grade(const struct sms_invariant *invariant)
{
	return invariant->grade ? invariant->grade : "major";
}
