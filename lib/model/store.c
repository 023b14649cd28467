/* Opening an SMS repository. See store.h. */
#include "base/file.h"
#include "model/approval/approval.h"
#include "model/store_private.h"
#include <string.h>

#define LAST_PATH "sms/last"         /* below .git: the record that @ means */
#define SETTINGS_PATH "sms/settings" /* below .git: the settings that were found good last */

void sms_own_files_release(struct sms_own_files *own)
{
	for (size_t i = 0; i < own->count; i++) {
		union {
			const char *borrowed;
			char *owned;
		} path = {.borrowed = own->files[i].path}, bytes = {.borrowed = own->files[i].bytes};
		free(path.owned);
		free(bytes.owned);
	}
	free(own->files);
}

struct sms_error *sms_own_files_read(struct sms_own_files *out, struct sms_snapshot *snapshot)
{
	sms_auto(list) struct sms_list paths = SMS_LIST_INIT;
	SMS_TRY(sms_snapshot_files(snapshot, "types", &paths));
	out->files = sms_alloc(paths.count, sizeof *out->files);
	for (size_t i = 0; i < paths.count; i++) {
		sms_auto(buf) struct sms_buf bytes = SMS_BUF_INIT;
		SMS_TRY(sms_snapshot_read(snapshot, paths.items[i], &bytes, NULL));
		struct sms_type_file *file = &out->files[out->count++];
		file->path = sms_strdup(paths.items[i]);
		file->length = bytes.length;
		file->bytes = sms_buf_take(&bytes);
	}
	return NULL;
}

/* Where what the repository itself defines is no good, one command lists all of it. */
static struct sms_error *hint_check(struct sms_error *error)
{
	return error && sms_error_status(error) == SMS_INPUT ? sms_error_hint(error, "sms check") : error;
}

/* The repository's own types, read through a snapshot that knows no types yet. */
static struct sms_error *load_types(struct sms_store *store, struct sms_snapshot *bare)
{
	sms_auto(own_files) struct sms_own_files own = {0};
	SMS_TRY(sms_own_files_read(&own, bare));
	if (store->salvages)
		return sms_salvage_types(store, &own);
	return hint_check(sms_types_load(&store->types, own.files, own.count));
}

struct sms_error *sms_store_types_at(struct sms_types **out, const struct sms_repo *repo, const struct sms_oid *commit)
{
	sms_auto(types) struct sms_types *none = NULL;
	sms_auto(own_files) struct sms_own_files own = {0};
	SMS_TRY(sms_types_load(&none, NULL, 0));
	sms_auto(snapshot) struct sms_snapshot *bare = sms_snapshot_of_commit(repo, none, commit);
	SMS_TRY(sms_own_files_read(&own, bare));
	return sms_types_load(out, own.files, own.count);
}

static struct sms_error *load_settings(struct sms_store *store)
{
	sms_auto(buf) struct sms_buf text = SMS_BUF_INIT;
	bool found = false;
	SMS_TRY(sms_snapshot_read(store->snapshot, SMS_SETTINGS_PATH, &text, &found));
	if (!found)
		return sms_error_hint(
			sms_error(SMS_ENVIRONMENT, "no SMS repository here: there is no %s", SMS_SETTINGS_PATH),
			"sms init --org NAME");
	if (store->salvages)
		return sms_salvage_settings(store, &text);
	if (store->distrusts)
		return sms_settings_parse(&store->settings, sms_buf_text(&text), text.length);
	sms_auto(string) char *memory = sms_format("%s" SETTINGS_PATH, sms_repo_gitdir(store->repo));
	return hint_check(sms_settings_parse_known(&store->settings, sms_buf_text(&text), text.length, memory));
}

static struct sms_snapshot *make_snapshot(const struct sms_store *store, bool committed)
{
	if (!committed && sms_repo_workdir(store->repo))
		return sms_snapshot_of_worktree(store->repo, store->types);
	return sms_snapshot_of_commit(store->repo, store->types, &store->head);
}

/* Drops what was read, and reads types and settings as `head` or the work tree has them. */
static struct sms_error *load(struct sms_store *store, bool committed)
{
	sms_approval_cache_free(store->approvals);
	store->approvals = NULL;
	sms_people_free(store->people);
	store->people = NULL;
	sms_snapshot_free(store->snapshot);
	store->snapshot = NULL;
	sms_settings_free(store->settings);
	store->settings = NULL;
	sms_types_free(store->types);
	store->types = NULL;
	sms_refused_release(store);
	sms_auto(snapshot) struct sms_snapshot *bare = make_snapshot(store, committed);
	SMS_TRY(load_types(store, bare));
	store->snapshot = make_snapshot(store, committed);
	return load_settings(store);
}

/* Digits, dashes, or a relative form: a date; `HEAD~3` and the like: a revision. */
static bool looks_like_date(const char *at)
{
	if (strspn(at, "0123456789") == 4 && (at[4] == '-' || !at[4]))
		return true;
	return at[0] == '-' || !strcmp(at, "now") || !strcmp(at, "today") || !strcmp(at, "yesterday");
}

static struct sms_error *resolve_at(struct sms_store *store, const char *at, sms_time *now)
{
	sms_time instant;
	if (!looks_like_date(at))
		return sms_repo_resolve(store->repo, at, &store->head);
	SMS_TRY(sms_time_parse_loose(at, sms_now(), true, &instant));
	SMS_TRY(sms_repo_resolve_time(store->repo, instant, &store->head));
	if (now && !sms_clock_is_set())
		*now = instant;
	return NULL;
}

struct sms_error *sms_store_open(struct sms_store **out, const char *path, enum sms_view view, const char *at,
				 sms_time *now)
{
	sms_auto(store) struct sms_store *store = sms_alloc(1, sizeof *store);
	store->salvages = view == SMS_VIEW_SALVAGED;
	store->distrusts = view == SMS_VIEW_PROVEN;
	SMS_TRY(sms_repo_open(&store->repo, path));
	if (store->distrusts)
		sms_repo_prove(store->repo);
	if (at)
		SMS_TRY(resolve_at(store, at, now));
	else
		SMS_TRY(sms_repo_head(store->repo, &store->head));
	SMS_TRY(load(store, at || view == SMS_VIEW_COMMITTED || view == SMS_VIEW_PROVEN));
	*out = sms_move(&store);
	return NULL;
}

struct sms_error *sms_store_refresh(struct sms_store *store)
{
	SMS_TRY(sms_repo_head(store->repo, &store->head));
	return load(store, !sms_oid_is_zero(&store->head));
}

void sms_store_free(struct sms_store *store)
{
	if (!store)
		return;
	sms_approval_cache_free(store->approvals);
	sms_people_free(store->people);
	sms_snapshot_free(store->snapshot);
	sms_settings_free(store->settings);
	sms_types_free(store->types);
	sms_refused_release(store);
	sms_repo_free(store->repo);
	free(store);
}

struct sms_error *sms_store_people(struct sms_store *store, const struct sms_people **out)
{
	if (!store->people)
		SMS_TRY(sms_people_load(&store->people, store->snapshot));
	*out = store->people;
	return NULL;
}

static struct sms_error *last_touched(const struct sms_store *store, struct sms_buf *out)
{
	sms_auto(string) char *path = sms_format("%s%s", sms_repo_gitdir(store->repo), LAST_PATH);
	struct sms_error *error = sms_file_read(out, path, 256);
	if (!error)
		return NULL;
	sms_error_free(error);
	return sms_error(SMS_INPUT, "'@' is the record touched last, and none was touched here yet");
}

struct sms_error *sms_store_remember(const struct sms_store *store, const char *id)
{
	sms_auto(string) char *path = sms_format("%s%s", sms_repo_gitdir(store->repo), LAST_PATH);
	return sms_file_write_unsynced(path, id, strlen(id));
}

struct sms_error *sms_store_entry(struct sms_store *store, const char *name, const struct sms_type *type,
				  const struct sms_entry **out)
{
	sms_auto(buf) struct sms_buf last = SMS_BUF_INIT;
	if (strcmp(name, "@") != 0)
		return sms_snapshot_name(store->snapshot, name, type, out);
	SMS_TRY(last_touched(store, &last));
	return sms_snapshot_name(store->snapshot, sms_buf_text(&last), type, out);
}

struct sms_error *sms_store_record(struct sms_store *store, const char *name, const struct sms_type *type,
				   struct sms_record **out)
{
	const struct sms_entry *entry = NULL;
	SMS_TRY(sms_store_entry(store, name, type, &entry));
	return sms_record_read(out, store->snapshot, entry);
}

struct sms_error *sms_store_person(struct sms_store *store, const char *name, const char **out)
{
	const struct sms_people *people = NULL;
	const struct sms_entry *entry = NULL;
	struct sms_error *error = NULL;
	SMS_TRY(sms_store_people(store, &people));
	*out = sms_people_by_email(people, name);
	/* Whatever the types of persons are called. */
	for (size_t i = 0; i < sms_types_count(store->types) && !*out; i++) {
		const struct sms_type *type = sms_types_at(store->types, i);
		const char *is = sms_json_get_text(sms_json_get(type->about, "people"), "is");
		if (!is || strcmp(is, "person") != 0)
			continue;
		sms_error_free(error);
		error = sms_store_entry(store, name, type, &entry);
		if (!error)
			*out = entry->id;
	}
	if (*out)
		sms_error_free(error);
	return *out ? NULL : error ? error : sms_error(SMS_INPUT, "no type of record is for persons");
}
