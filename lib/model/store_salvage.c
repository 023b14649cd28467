/* Types and settings that are no good, and what stands in for them: see SMS_VIEW_SALVAGED in store.h. */
#include "model/approval/private.h"
#include "model/store_private.h"
#include <string.h>

void sms_refused_release(struct sms_store *store)
{
	for (size_t i = 0; i < store->refused_count; i++) {
		free(store->refused[i].path);
		free(store->refused[i].why);
	}
	free(store->refused);
	store->refused = NULL;
	store->refused_count = 0;
}

/* Takes `error`. */
static struct sms_refused *refuse(struct sms_store *store, const char *path, struct sms_error *error)
{
	store->refused = sms_realloc(store->refused, store->refused_count + 1, sizeof *store->refused);
	struct sms_refused *refused = &store->refused[store->refused_count++];
	*refused = (struct sms_refused){.path = sms_strdup(path), .why = sms_strdup(sms_error_message(error))};
	sms_error_free(error);
	return refused;
}

/* Is the error about what is written there, rather than about reading it? */
static bool is_fault(const struct sms_error *error)
{
	return sms_error_status(error) == SMS_INPUT || sms_error_status(error) == SMS_UNJUDGED;
}

/* --- Types. --- */

/* Loads the types, and compiles those that come from files. */
static struct sms_error *try_types(struct sms_types **out, const struct sms_type_file *files, size_t count)
{
	sms_auto(types) struct sms_types *types = NULL;
	const struct sms_schema *schema = NULL;
	SMS_TRY(sms_types_load(&types, files, count));
	for (size_t i = 0; count && i < sms_types_count(types); i++)
		if (strncmp(sms_types_at(types, i)->origin, "types/", 6) == 0)
			SMS_TRY(sms_type_schema(&schema, sms_types_at(types, i)));
	*out = sms_move(&types);
	return NULL;
}

/* Files that are good together; grows one by one, so that each file that spoils the set is known. */
struct selection {
	struct sms_type_file *files;
	size_t count;
};

/* Adds a file unless that does harm; what harm, in `fault`. */
static struct sms_error *add_file(struct selection *good, const struct sms_type_file *file, struct sms_error **fault)
{
	sms_auto(types) struct sms_types *types = NULL;
	good->files[good->count] = *file;
	*fault = try_types(&types, good->files, good->count + 1);
	if (!*fault)
		good->count++;
	else if (!is_fault(*fault))
		return sms_move(fault);
	return NULL;
}

static const struct sms_type_file *find_file(const struct sms_own_files *files, const char *path)
{
	for (size_t i = 0; i < files->count; i++)
		if (!strcmp(files->files[i].path, path))
			return &files->files[i];
	return NULL;
}

/* The file as HEAD has it, where that does no harm; else a built-in type of its name stands in by itself. */
static struct sms_error *replace(struct sms_store *store, struct selection *good, const struct sms_own_files *before,
				 struct sms_refused *refused, const struct sms_types *builtin)
{
	const struct sms_type_file *old = find_file(before, refused->path);
	sms_auto(error) struct sms_error *fault = NULL;
	size_t count = good->count;
	if (old)
		SMS_TRY(add_file(good, old, &fault));
	refused->replaced = good->count > count;
	for (size_t i = 0; !refused->replaced && i < sms_types_count(builtin); i++) {
		sms_auto(string) char *path = sms_format("types/%s.json", sms_types_at(builtin, i)->name);
		refused->replaced = !strcmp(path, refused->path);
	}
	return NULL;
}

static struct sms_error *select_files(struct sms_store *store, struct selection *good, const struct sms_own_files *own,
				      const struct sms_own_files *before, const struct sms_types *builtin)
{
	/* Twice: a file may be good only beside one that comes behind it. */
	bool *taken = sms_alloc(own->count, sizeof *taken);
	struct sms_error *error = NULL;
	for (unsigned round = 0; round < 2 && !error; round++)
		for (size_t i = 0; i < own->count && !error; i++) {
			struct sms_error *fault = NULL;
			if (taken[i])
				continue;
			error = add_file(good, &own->files[i], &fault);
			taken[i] = !error && !fault;
			if (round && fault)
				error = replace(store, good, before, refuse(store, own->files[i].path, fault), builtin);
			else
				sms_error_free(fault);
		}
	free(taken);
	return error;
}

struct sms_error *sms_salvage_types(struct sms_store *store, const struct sms_own_files *own)
{
	sms_auto(own_files) struct sms_own_files before = {0};
	sms_auto(types) struct sms_types *builtin = NULL;
	struct sms_error *error = try_types(&store->types, own->files, own->count);
	if (!error || !is_fault(error))
		return error;
	sms_error_free(error);
	SMS_TRY(sms_types_load(&builtin, NULL, 0));
	if (sms_repo_workdir(store->repo) && !sms_oid_is_zero(&store->head)) {
		sms_auto(snapshot) struct sms_snapshot *head = sms_snapshot_of_commit(store->repo, NULL, &store->head);
		SMS_TRY(sms_own_files_read(&before, head));
	}
	struct selection good = {sms_alloc(own->count + 1, sizeof *good.files), 0};
	error = select_files(store, &good, own, &before, builtin);
	if (!error)
		error = try_types(&store->types, good.files, good.count);
	free(good.files);
	return error;
}

/* --- Settings. --- */

/* Reads settings and the rules in them that are compiled. */
static struct sms_error *try_settings(struct sms_settings **out, const char *text, size_t length)
{
	sms_auto(settings) struct sms_settings *settings = NULL;
	struct sms_rules rules = {0};
	SMS_TRY(sms_settings_parse(&settings, text, length));
	struct sms_error *error = sms_rules_read(&rules, sms_settings_get(settings, "approvals"));
	sms_rules_release(&rules);
	*out = error ? NULL : sms_move(&settings);
	return error;
}

static struct sms_error *settings_of_head(struct sms_store *store)
{
	sms_auto(buf) struct sms_buf text = SMS_BUF_INIT;
	bool found = false;
	if (!sms_repo_workdir(store->repo) || sms_oid_is_zero(&store->head))
		return NULL;
	sms_auto(snapshot) struct sms_snapshot *head = sms_snapshot_of_commit(store->repo, store->types, &store->head);
	SMS_TRY(sms_snapshot_read(head, SMS_SETTINGS_PATH, &text, &found));
	if (found)
		sms_error_free(try_settings(&store->settings, sms_buf_text(&text), text.length));
	return NULL;
}

struct sms_error *sms_salvage_settings(struct sms_store *store, const struct sms_buf *text)
{
	sms_auto(buf) struct sms_buf standard = SMS_BUF_INIT;
	struct sms_error *error = try_settings(&store->settings, sms_buf_text(text), text->length);
	if (!error || !is_fault(error))
		return error;
	refuse(store, SMS_SETTINGS_PATH, error)->replaced = true;
	SMS_TRY(settings_of_head(store));
	if (store->settings)
		return NULL;
	sms_auto(json) sms_json *json = sms_settings_default("?");
	sms_json_print(&standard, json);
	sms_error_free(sms_settings_parse(&store->settings, sms_buf_text(&standard), standard.length));
	return store->settings ? NULL : sms_error(SMS_ENVIRONMENT, "the built-in settings are no good");
}
