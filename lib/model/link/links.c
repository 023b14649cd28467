/* Links: see links.h. */
#include "model/link/links.h"
#include <string.h>

struct walk {
	const char *path;
	const sms_json *types;
	sms_link_visit *visit;
	void *context;
};

static struct sms_error *visit_value(const struct walk *walk, const char *relation, const char *kind,
				     const sms_json *value)
{
	const struct sms_link link = {.path = walk->path,
				      .relation = relation,
				      .kind = kind,
				      .to = sms_json_text(value),
				      .types = walk->types};
	return link.to ? walk->visit(walk->context, &link) : NULL;
}

/* The strings at `path`, through lists of strings and of objects. */
static struct sms_error *visit_path(const struct walk *walk, const sms_json *value, const char *path, const char *kind)
{
	if (sms_json_is(value, SMS_JSON_ARRAY)) {
		sms_json_each(element, value)
			SMS_TRY(visit_path(walk, element, path, kind));
		return NULL;
	}
	if (!*path)
		return visit_value(walk, walk->path, kind, value);
	size_t step = strcspn(path, ".");
	sms_auto(string) char *member = sms_copy(path, step);
	kind = strcmp(path, "to") ? NULL : sms_json_get_text(value, "kind");
	return visit_path(walk, sms_json_get(value, member), path + step + (path[step] == '.'), kind);
}

struct sms_error *sms_links_each(const struct sms_type *type, const sms_json *json, sms_link_visit *visit,
				 void *context)
{
	struct walk walk = {.visit = visit, .context = context};
	sms_json_each(targets, sms_json_get(type->about, "links")) {
		walk.path = sms_json_key(targets);
		walk.types = targets;
		SMS_TRY(visit_path(&walk, json, walk.path, NULL));
	}
	walk.path = "links";
	walk.types = NULL;
	sms_json_each(link, sms_json_get(json, "links")) {
		const char *relation = sms_json_get_text(link, "rel");
		SMS_TRY(visit_value(&walk, relation ? relation : "links", NULL, sms_json_get(link, "to")));
	}
	return NULL;
}

struct sms_error *sms_link_check_type(const struct sms_link *link, const struct sms_type *target)
{
	sms_auto(buf) struct sms_buf allowed = SMS_BUF_INIT;
	if (!link->types || !sms_json_count(link->types) ||
	    (target && sms_json_contains_text(link->types, target->name)))
		return NULL;
	sms_value_add_text(&allowed, link->types);
	return sms_error(SMS_INPUT, "%s '%s': is a %s; it must be a %s", link->path, link->to,
			 target ? target->name : "record of unknown type", sms_buf_text(&allowed));
}

struct resolution {
	struct sms_snapshot *snapshot;
	const struct sms_map *also;
	struct sms_map *names; /* name -> id, where they differ */
};

static struct sms_error *no_target(struct sms_error *error, const struct sms_link *link, const struct sms_types *types)
{
	const char *first = sms_json_text(sms_json_first(link->types));
	const struct sms_type *type = first ? sms_types_get(types, first) : NULL;
	error = sms_error_wrap(error, "%s", link->path);
	return type ? sms_error_hint(error, "sms list %s", type->name) : error;
}

/* A name may mean one record of each allowed type, and yet only one in all; else the error of looking everywhere, or
 * among the records of the one type that is allowed. */
static struct sms_error *find_among(struct resolution *resolution, const struct sms_link *link,
				    const struct sms_entry **out)
{
	const struct sms_types *types = sms_snapshot_types(resolution->snapshot);
	size_t found = 0;
	sms_json_each(name, link->types) {
		const struct sms_entry *entry = NULL;
		const struct sms_type *type = sms_types_get(types, sms_json_text(name));
		struct sms_error *error = type ? sms_snapshot_name(resolution->snapshot, link->to, type, &entry) : NULL;
		sms_error_free(error);
		if (entry) {
			*out = entry;
			found++;
		}
	}
	if (found == 1)
		return NULL;
	const char *only = sms_json_count(link->types) == 1 ? sms_json_text(sms_json_first(link->types)) : NULL;
	return sms_snapshot_name(resolution->snapshot, link->to, only ? sms_types_get(types, only) : NULL, out);
}

static struct sms_error *resolve_one(void *context, const struct sms_link *link)
{
	struct resolution *resolution = context;
	const struct sms_types *types = sms_snapshot_types(resolution->snapshot);
	const struct sms_entry *entry = NULL;
	if (resolution->also && sms_map_has(resolution->also, link->to))
		return sms_link_check_type(link, sms_types_of_id(types, link->to));
	SMS_TRY(sms_snapshot_find(resolution->snapshot, link->to, &entry));
	struct sms_error *error = entry ? NULL : find_among(resolution, link, &entry);
	if (error)
		return no_target(error, link, types);
	SMS_TRY(sms_link_check_type(link, entry->type));
	if (strcmp(entry->id, link->to) != 0)
		sms_map_put(resolution->names, link->to, entry->id);
	return NULL;
}

/* Replaces names by ids in the members that links lie in. */
static void replace(sms_json *object, const char *path, const struct sms_map *names)
{
	size_t step = strcspn(path, ".");
	sms_auto(string) char *member = sms_copy(path, step);
	sms_json *value = sms_json_edit(object, member);
	const char *rest = path + step + (path[step] == '.');
	const char *id = sms_json_text(value) ? sms_map_get(names, sms_json_text(value)) : NULL;
	if (!*rest && id) {
		sms_json_set_text(object, member, id);
	} else if (sms_json_is(value, SMS_JSON_OBJECT) && *rest) {
		replace(value, rest, names);
	} else if (sms_json_is(value, SMS_JSON_ARRAY)) {
		for (size_t i = 0; i < sms_json_count(value); i++) {
			const char *name = sms_json_text(sms_json_at(value, i));
			if (*rest)
				replace(sms_json_edit_at(value, i), rest, names);
			else if (name && sms_map_has(names, name))
				sms_json_replace_at(value, i, sms_json_new_text(sms_map_get(names, name)));
		}
	}
}

struct sms_error *sms_links_resolve(struct sms_snapshot *snapshot, const struct sms_record *record,
				    const struct sms_map *also)
{
	sms_auto(map) struct sms_map *names = sms_map_new(NULL);
	struct resolution resolution = {.snapshot = snapshot, .also = also, .names = names};
	SMS_TRY(sms_links_each(record->type, record->json, resolve_one, &resolution));
	if (!sms_map_count(names))
		return NULL;
	sms_json_each(targets, sms_json_get(record->type->about, "links"))
		replace(record->json, sms_json_key(targets), names);
	replace(record->json, "links.to", names);
	return NULL;
}
