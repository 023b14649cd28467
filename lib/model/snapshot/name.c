/* Which record a name means. See sms_snapshot_name in snapshot.h. */
#include "model/snapshot/private.h"
#include <ctype.h>
#include <string.h>
#include <strings.h>

#define CANDIDATES_SHOWN 8

struct matches {
	const struct sms_entry *items[CANDIDATES_SHOWN];
	size_t count;
};

static void add_match(struct matches *matches, const struct sms_entry *entry)
{
	if (matches->count < CANDIDATES_SHOWN)
		matches->items[matches->count] = entry;
	matches->count++;
}

static char *upper(const char *text)
{
	char *copy = sms_strdup(text);
	for (char *c = copy; *c; c++)
		*c = (char)toupper((unsigned char)*c);
	return copy;
}

/* `documents/POL-X.md` is what the shell completes: its id is what is meant. */
static char *name_of_path(const struct sms_snapshot *snapshot, const char *name)
{
	const struct sms_type *type;
	struct sms_buf id = SMS_BUF_INIT;
	if (strchr(name, '/') && sms_path_id(snapshot->types, name, &type, &id, NULL))
		return sms_buf_take(&id);
	sms_buf_release(&id);
	return upper(name);
}

/* The entry at a path that names were read of, unless it has gone since. */
static struct sms_error *match_path(struct sms_snapshot *snapshot, const char *path, const char *id,
				    const struct sms_type *type, struct matches *out)
{
	struct sms_oid oid;
	unsigned mode = 0;
	bool found = false;
	if (out->count >= CANDIDATES_SHOWN) {
		out->count++;
		return NULL;
	}
	SMS_TRY(sms_snapshot_lookup(snapshot, path, &found, &oid, &mode));
	if (found)
		add_match(out, sms_snapshot_new_entry(snapshot, path, id, type, &oid, mode));
	return NULL;
}

/* Ids that hold the part; `whole` those in which it is all behind the prefix. */
static struct sms_error *match_parts(struct sms_snapshot *snapshot, const char *part, const struct sms_type *type,
				     struct matches *some, struct matches *whole)
{
	sms_auto(list) struct sms_list paths = SMS_LIST_INIT;
	sms_auto(buf) struct sms_buf id = SMS_BUF_INIT;
	SMS_TRY(sms_snapshot_paths_with(snapshot, part, &paths));
	for (size_t i = 0; i < paths.count; i++) {
		const struct sms_type *own = NULL;
		bool is_body = false;
		sms_buf_clear(&id);
		if (!sms_path_id(snapshot->types, paths.items[i], &own, &id, &is_body) || is_body ||
		    (type && own != type) || !strstr(sms_buf_text(&id), part))
			continue;
		SMS_TRY(match_path(snapshot, paths.items[i], id.data, own, some));
		const char *dash = strchr(id.data, '-');
		if (dash && !strcmp(dash + 1, part))
			SMS_TRY(match_path(snapshot, paths.items[i], id.data, own, whole));
	}
	return NULL;
}

struct external {
	const char *name;
	struct matches matches[SMS_SCAN_THREADS];
};

static struct sms_error *match_external(void *context, unsigned thread, const struct sms_scanned *record)
{
	struct external *external = context;
	if (!memmem(record->text, record->length, external->name, strlen(external->name)))
		return NULL;
	const char *id = sms_json_text(sms_json_path(record->json, "external.id"));
	if (id && !strcasecmp(id, external->name))
		add_match(&external->matches[thread], record->entry);
	return NULL;
}

static struct sms_error *match_externals(struct sms_snapshot *snapshot, const char *name, const struct sms_type *type,
					 struct matches *out)
{
	struct external external = {.name = name};
	SMS_TRY(sms_snapshot_scan(snapshot, type, match_external, &external, NULL));
	for (size_t thread = 0; thread < SMS_SCAN_THREADS; thread++)
		for (size_t i = 0; i < external.matches[thread].count && i < CANDIDATES_SHOWN; i++)
			add_match(out, external.matches[thread].items[i]);
	return NULL;
}

static struct sms_error *ambiguous(const char *name, const struct matches *matches)
{
	struct sms_error *error = sms_error(SMS_INPUT, "'%s' means %zu records", name, matches->count);
	for (size_t i = 0; i < matches->count && i < CANDIDATES_SHOWN; i++)
		error = sms_error_hint(error, "%s", matches->items[i]->id);
	return matches->count > CANDIDATES_SHOWN ? sms_error_hint(error, "…") : error;
}

static struct sms_error *nothing(struct sms_snapshot *snapshot, const char *name, const char *part,
				 const struct sms_type *type)
{
	const struct sms_entry *const *entries;
	size_t count;
	sms_auto(list) struct sms_list ids = SMS_LIST_INIT;
	SMS_TRY(sms_snapshot_list(snapshot, type, &entries, &count));
	for (size_t i = 0; i < count; i++)
		sms_list_add(&ids, entries[i]->id);
	struct sms_error *error = type ? sms_error(SMS_INPUT, "no %s '%s'", type->name, name)
				       : sms_error(SMS_INPUT, "no record '%s'", name);
	const char *nearest = sms_list_nearest(&ids, part);
	return nearest ? sms_error_hint(error, "did you mean '%s'?", nearest) : error;
}

struct sms_error *sms_snapshot_name(struct sms_snapshot *snapshot, const char *name, const struct sms_type *type,
				    const struct sms_entry **out)
{
	sms_auto(string) char *part = name_of_path(snapshot, name);
	struct matches some = {.count = 0}, whole = {.count = 0};
	SMS_TRY(sms_snapshot_find(snapshot, part, out));
	if (*out && (!type || (*out)->type == type))
		return NULL;
	if (*out)
		return sms_error(SMS_INPUT, "'%s' is no %s but a %s", name, type->name, (*out)->type->name);
	if (!*part)
		return sms_error(SMS_INPUT, "an empty name means no record");
	SMS_TRY(match_parts(snapshot, part, type, &some, &whole));
	if (!some.count)
		SMS_TRY(match_externals(snapshot, name, type, &some));
	if (whole.count == 1)
		some = whole;
	if (some.count > 1)
		return ambiguous(name, &some);
	if (!some.count)
		return nothing(snapshot, name, part, type);
	*out = some.items[0];
	return NULL;
}
