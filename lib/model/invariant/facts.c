/* Facts of one record for what concerns several. See invariant.h. */
#include "model/invariant/private.h"
#include <string.h>

void sms_facts_release(struct sms_facts *facts)
{
	free(facts->items);
	sms_arena_free(facts->arena);
	*facts = (struct sms_facts){0};
}

struct noting {
	const struct sms_type *type;
	struct sms_invariant *invariant;
	const sms_json *record;
	const char *id, *file;
	bool judged;
	bool is_about, is_known; /* what `where` said */
	const char *path;        /* of the link */
	bool has_link;
	struct sms_error *error;
	struct sms_facts *out;
};

static const char *keep(struct sms_facts *facts, const char *text)
{
	return text ? sms_arena_copy(facts->arena, text, strlen(text)) : NULL;
}

static struct sms_fact *add(struct noting *noting, enum sms_fact_kind kind, const char *key, const char *shown)
{
	struct sms_facts *out = noting->out;
	if (!out->arena)
		out->arena = sms_arena_new();
	sms_grow(out->items, out->count, out->capacity);
	struct sms_fact *fact = &out->items[out->count++];
	*fact = (struct sms_fact){.kind = kind,
				  .judged = noting->judged,
				  .invariant = noting->invariant,
				  .id = noting->id,
				  .file = noting->file,
				  .key = keep(out, key),
				  .shown = keep(out, shown)};
	return fact;
}

/* Is the record one that the invariant is about? Asked only where there is something to note. */
static bool is_about(struct noting *noting)
{
	if (!noting->is_known && !noting->error)
		noting->error = invariant_holds(&noting->invariant->where, noting->record, &noting->is_about);
	noting->is_known = true;
	return noting->is_about && !noting->error;
}

static void note_keys(struct noting *noting)
{
	const struct sms_invariant *invariant = noting->invariant;
	sms_auto(list) struct sms_list keys = SMS_LIST_INIT, shown = SMS_LIST_INIT;
	invariant_keys(invariant, noting->record, &keys, &shown);
	for (size_t i = 0; i < keys.count && is_about(noting); i++) {
		sms_auto(string) char *key = sms_format("%s%s", noting->type->name, keys.items[i]);
		struct sms_fact *fact = add(noting, SMS_FACT_KEY, key, shown.items[i]);
		if (!invariant->from)
			continue;
		fact->from = keep(noting->out, sms_json_text(sms_json_path(noting->record, invariant->from)));
		fact->to = keep(noting->out, sms_json_text(sms_json_path(noting->record, invariant->to)));
	}
}

static void note_link(void *context, const sms_json *value)
{
	struct noting *noting = context;
	enum sms_fact_kind kind = noting->invariant->kind == INVARIANT_TARGET ? SMS_FACT_TARGET : SMS_FACT_EDGE;
	if (sms_json_text(value) && is_about(noting))
		add(noting, kind, sms_json_text(value), noting->path);
}

static struct sms_error *note_links(void *context, const sms_json *subject, size_t place)
{
	struct noting *noting = context;
	const struct sms_invariant *invariant = noting->invariant;
	if (invariant->target)
		sms_json_visit(subject, invariant->target, note_link, noting);
	sms_json_each(path, invariant->paths)
		sms_json_visit(subject, sms_json_text(path), note_link, noting);
	return noting->error;
}

static void note_reached(void *context, const sms_json *value)
{
	struct noting *noting = context;
	noting->has_link = noting->has_link || sms_json_text(value);
	if (sms_json_text(value))
		add(noting, SMS_FACT_REACHED, sms_json_text(value), NULL);
}

/* Whatever its state, a record keeps those company that it leads to. */
static struct sms_error *note_linked(struct noting *noting)
{
	noting->has_link = false;
	sms_json_each(path, noting->invariant->paths)
		sms_json_visit(noting->record, sms_json_text(path), note_reached, noting);
	if (!noting->has_link && is_about(noting))
		add(noting, SMS_FACT_ALONE, noting->id, NULL);
	return noting->error;
}

/* The path as people write it, of the first link: good enough for what is shown. */
static const char *path_of(const struct sms_invariant *invariant)
{
	if (invariant->each)
		return invariant->each;
	return invariant->target ? invariant->target : sms_json_text(sms_json_first(invariant->paths));
}

static struct sms_error *note_own(struct noting *noting)
{
	switch (noting->invariant->kind) {
	case INVARIANT_UNIQUE:
		if (!noting->invariant->each)
			note_keys(noting);
		return noting->error;
	case INVARIANT_TARGET:
	case INVARIANT_ACYCLIC:
		noting->path = path_of(noting->invariant);
		return invariant_each_subject(noting->invariant, noting->record, note_links, noting);
	case INVARIANT_LINKED:
		return note_linked(noting);
	default:
		return NULL;
	}
}

struct sms_error *sms_invariants_note(const struct sms_invariants *invariants, const struct sms_type *type,
				      const sms_json *record, const char *id, const char *file, bool judged,
				      struct sms_facts *out)
{
	const struct invariants_of_type *of = NULL;
	const char *state = sms_json_get_text(record, "state");
	if (state && !strcmp(state, "void"))
		return NULL;
	SMS_TRY(invariants_of(invariants, type, &of));
	struct noting noting = {.type = type, .record = record, .id = id, .file = file, .judged = judged, .out = out};
	uint64_t present = invariants_present(of, record);
	for (size_t i = 0; i < of->own.count; i++) {
		if (!invariant_is_needed(&of->needs[i], present))
			continue;
		noting.invariant = of->own.items[i];
		noting.is_known = false;
		SMS_TRY(note_own(&noting));
	}
	for (size_t i = 0; i < of->aimed.count; i++) {
		bool fits = true;
		noting.invariant = of->aimed.items[i];
		SMS_TRY(invariant_holds(&noting.invariant->fits, record, &fits));
		if (!fits)
			add(&noting, SMS_FACT_UNFIT, id, NULL);
	}
	return NULL;
}
