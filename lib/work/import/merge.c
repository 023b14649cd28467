/* Records that are there already: found by their number in the other system, and joined with its news. */
#include "work/import/private.h"
#include "work/query/query.h"
#include <string.h>

/* --- Finding. --- */

struct search {
	const char *system;
	struct sms_map *found[SMS_SCAN_THREADS];
};

static const char *last_digest(const sms_json *log)
{
	const char *digest = NULL;
	sms_json_each(entry, log) {
		const char *text = sms_json_get_text(entry, IMPORT_DIGEST);
		digest = text ? text : digest;
	}
	return digest;
}

static void keep(struct sms_map *map, const char *key, struct import_existing *existing)
{
	const struct import_existing *other = sms_map_get(map, key);
	/* Two records of one number: always the same one is taken, whatever the order of reading. */
	if (other && (existing->is_void > other->is_void ||
		      (existing->is_void == other->is_void && strcmp(existing->entry->id, other->entry->id) > 0)))
		free(existing);
	else
		sms_map_put(map, key, existing);
}

static struct sms_error *look_at(void *context, unsigned thread, const struct sms_scanned *record)
{
	struct search *search = context;
	const sms_json *external = sms_json_get(record->json, "external");
	const char *system = sms_json_get_text(external, "system"), *id = sms_json_get_text(external, "id");
	const char *digest, *state = sms_json_get_text(record->json, "state");
	if (record->error) /* it might be one that these rows are about */
		return sms_error_hint(
			sms_error(sms_error_status(record->error), "%s", sms_error_message(record->error)),
			"sms check");
	if (!system || !id || (search->system && strcmp(system, search->system) != 0))
		return NULL;
	struct import_existing *existing = sms_alloc(1, sizeof *existing);
	existing->entry = record->entry;
	existing->is_void = state && !strcmp(state, "void");
	digest = last_digest(sms_json_get(record->json, "log"));
	if (digest && strlen(digest) < sizeof existing->digest)
		strcpy(existing->digest, digest);
	sms_auto(string) char *key = search->system ? sms_strdup(id) : sms_format("%s\n%s", system, id);
	keep(search->found[thread], key, existing);
	return NULL;
}

struct sms_error *import_find_existing(struct sms_map **out, struct sms_snapshot *snapshot, const struct sms_type *type,
				       const char *system, const struct sms_progress *progress)
{
	struct search search = {.system = system, .found = {sms_map_new(free), sms_map_new(NULL)}};
	struct sms_error *error = sms_snapshot_scan(snapshot, type, look_at, &search, progress);
	for (size_t i = 0; i < sms_map_count(search.found[1]); i++) {
		const char *key;
		struct import_existing *existing = sms_map_at(search.found[1], i, &key);
		keep(search.found[0], key, existing);
	}
	sms_map_free(search.found[1]);
	if (error)
		sms_map_free(search.found[0]);
	else
		*out = search.found[0];
	return error;
}

/* --- Joining. --- */

/* Members that do not make an entry another one: the digest, and the state that a move was found to begin at here. */
static bool is_ours(const sms_json *entry, const char *key)
{
	const char *kind = sms_json_get_text(entry, "kind");
	return !strcmp(key, IMPORT_DIGEST) || (kind && !strcmp(kind, "state") && !strcmp(key, "from"));
}

static bool has_members_of(const sms_json *a, const sms_json *b)
{
	sms_json_each(member, b) {
		const char *key = sms_json_key(member);
		if (!is_ours(b, key) && !sms_json_equal(member, sms_json_get(a, key)))
			return false;
	}
	return true;
}

static bool same_entry(const sms_json *a, const sms_json *b)
{
	return has_members_of(a, b) && has_members_of(b, a);
}

static bool is_known(const sms_json *log, const sms_json *entry)
{
	sms_json_each(other, log)
		if (same_entry(other, entry))
			return true;
	return false;
}

static bool is_kind(const sms_json *entry, const char *kind)
{
	const char *text = sms_json_get_text(entry, "kind");
	return text && !strcmp(text, kind);
}

/* Appends an entry; a move begins at the state that the record has here. */
static void append_entry(struct sms_record *record, const sms_json *entry)
{
	sms_json *copy = sms_json_copy(entry);
	const char *to = is_kind(entry, "state") ? sms_json_get_text(entry, "to") : NULL;
	(void)sms_json_remove(copy, IMPORT_DIGEST);
	if (to) {
		sms_json_set_text(copy, "from", sms_record_state(record));
		sms_json_set_text(record->json, "state", to);
	}
	if (!sms_json_is(sms_json_get(record->json, "log"), SMS_JSON_ARRAY))
		sms_json_set(record->json, "log", sms_json_new_array());
	sms_json_append(sms_json_edit(record->json, "log"), copy);
}

static bool add_entries(struct sms_record *record, const sms_json *news)
{
	bool changed = false;
	sms_auto(json) sms_json *before = sms_json_copy(sms_json_get(record->json, "log"));
	sms_json_each(entry, news) {
		/* It was made once, whatever its making is called now. */
		if (is_kind(entry, "created") || is_known(before, entry))
			continue;
		append_entry(record, entry);
		changed = true;
	}
	return changed;
}

static void tell(struct sms_buf *text, const char *path, const sms_json *from, const sms_json *to)
{
	sms_buf_add_format(text, "%s%s", text->length ? "; " : "", path);
	if ((sms_json_kind(to) == SMS_JSON_ARRAY || sms_json_kind(to) == SMS_JSON_OBJECT))
		return;
	sms_buf_add_text(text, ": ");
	if (from) {
		sms_value_add_text(text, from);
		sms_buf_add_text(text, " -> ");
	}
	sms_value_add_text(text, to);
}

static void set_members(struct sms_record *record, const sms_json *news, const struct sms_list *paths,
			struct sms_buf *told)
{
	for (size_t i = 0; i < paths->count; i++) {
		const sms_json *value = sms_json_path(news, paths->items[i]);
		const sms_json *old = sms_json_path(record->json, paths->items[i]);
		if (!value || (old && sms_json_equal(value, old)))
			continue;
		tell(told, paths->items[i], old, value);
		/* Where a value of another kind stands in the way, checking the record says so. */
		sms_error_free(sms_json_set_path(record->json, paths->items[i], sms_json_copy(value)));
	}
}

/* News that no entry of the other system tells: who imported them, and what they were. */
static void log_import(struct sms_record *record, const struct sms_actor *actor, const char *state,
		       const struct sms_buf *told)
{
	sms_json *more = sms_json_new_object();
	if (told->length)
		sms_json_set_text(more, "text", sms_buf_text(told));
	if (state) {
		sms_json_set_text(more, "from", sms_record_state(record));
		sms_json_set_text(more, "to", state);
		sms_json_set_text(record->json, "state", state);
	}
	sms_record_log(record, actor, state ? "state" : "import", more);
}

bool import_merge(struct sms_record *record, const sms_json *news, const struct sms_list *paths,
		  const struct sms_actor *actor, const char *digest)
{
	sms_auto(buf) struct sms_buf told = SMS_BUF_INIT;
	const char *state = sms_json_get_text(news, "state");
	bool logged = add_entries(record, sms_json_get(news, "log"));
	set_members(record, news, paths, &told);
	state = state && strcmp(state, sms_record_state(record)) != 0 ? state : NULL;
	if (!logged && !state && !told.length)
		return false;
	if (state || !logged)
		log_import(record, actor, state, &told);
	if (digest) {
		sms_json *log = sms_json_edit(record->json, "log");
		sms_json_set_text(sms_json_edit_at(log, sms_json_count(log) - 1), IMPORT_DIGEST, digest);
	}
	return true;
}
