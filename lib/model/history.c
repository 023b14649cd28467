/* Versions of records, read off the history of their files. See history.h. */
#include "model/history.h"
#include <string.h>

/* One walk, for one record or for all below the prefixes. */
struct walk {
	struct sms_store *store;
	const char *only;            /* id of the one record, or NULL */
	struct sms_versions *single; /* its versions */
	struct sms_map *all;         /* or everybody's */
	bool stop;
};

static void release_version(struct sms_version *version)
{
	free(version->author_name);
	free(version->author_email);
	free(version->subject);
}

void sms_versions_release(struct sms_versions *versions)
{
	if (!versions)
		return;
	for (size_t i = 0; i < versions->count; i++)
		release_version(&versions->items[i]);
	free(versions->items);
	*versions = (struct sms_versions){0};
}

static void free_versions(void *versions)
{
	sms_versions_release(versions);
	free(versions);
}

/* Where the versions of this id go; NULL when it is not looked for. */
static struct sms_versions *versions_of(struct walk *walk, const char *id)
{
	if (walk->only)
		return strcmp(walk->only, id) == 0 ? walk->single : NULL;
	struct sms_versions *versions = sms_map_get(walk->all, id);
	if (!versions) {
		versions = sms_alloc(1, sizeof *versions);
		sms_map_put(walk->all, id, versions);
	}
	return versions;
}

/* The version that this commit is of the record; NULL when a later commit has made the record. */
static struct sms_version *version_at(struct sms_versions *versions, const struct sms_commit *commit)
{
	struct sms_version *last = versions->count ? &versions->items[versions->count - 1] : NULL;
	if (last && sms_oid_equal(&last->commit, &commit->oid))
		return last;
	if (last && last->made)
		return NULL;
	sms_grow(versions->items, versions->count, versions->capacity);
	last = &versions->items[versions->count++];
	const char *message = commit->message ? commit->message : "";
	*last = (struct sms_version){.commit = commit->oid,
				     .time = commit->time,
				     .author_name = sms_strdup(commit->author.name),
				     .author_email = sms_strdup(commit->author.email),
				     .subject = sms_copy(message, strcspn(message, "\n")),
				     .made = commit->parent_count < 2};
	return last;
}

/* What one commit did to the files of one record; either change may be NULL. */
struct touched {
	const char *id;
	const struct sms_type *type;
	const struct sms_tree_change *json, *body;
};

/* Notes the file's id after the commit. True when the file was there before it. */
static bool note_file(const struct sms_tree_change *change, struct sms_oid *blob)
{
	/* A record that moves to another folder is taken away and added in one commit: what is there wins. */
	if (!sms_oid_is_zero(&change->after))
		*blob = change->after;
	return !sms_oid_is_zero(&change->before);
}

/* The file of a document that the commit left alone. True when there is one. */
static struct sms_error *find_file(struct walk *walk, const struct sms_oid *commit, const char *path,
				   struct sms_oid *blob, bool *was_there)
{
	struct sms_oid oid = {{0}};
	bool found = false;
	SMS_TRY(sms_repo_lookup(walk->store->repo, commit, path, &found, &oid, NULL));
	if (found) {
		*blob = oid;
		*was_there = true;
	}
	return NULL;
}

static struct sms_error *add_touched(struct walk *walk, const struct sms_commit *commit, const struct touched *touched)
{
	struct sms_versions *versions = versions_of(walk, touched->id);
	struct sms_version *version = versions ? version_at(versions, commit) : NULL;
	if (!version)
		return NULL;
	bool is_document = touched->type && touched->type->kind == SMS_KIND_DOCUMENT, was_there = false;
	if (touched->json) {
		was_there |= note_file(touched->json, &version->blob);
	} else if (is_document) {
		sms_auto(string) char *path = sms_id_path(touched->type, touched->id);
		SMS_TRY(find_file(walk, &commit->oid, path, &version->blob, &was_there));
	}
	if (touched->body) {
		was_there |= note_file(touched->body, &version->body_blob);
	} else if (is_document) {
		sms_auto(string) char *path = sms_id_body_path(touched->id);
		SMS_TRY(find_file(walk, &commit->oid, path, &version->body_blob, &was_there));
	}
	version->made = version->made && !was_there && !sms_oid_is_zero(&version->blob);
	return NULL;
}

static struct sms_error *visit(void *context, const struct sms_commit *commit, const struct sms_tree_change *changes,
			       size_t count)
{
	struct walk *walk = context;
	sms_auto(buf) struct sms_buf id = SMS_BUF_INIT;
	sms_auto(buf) struct sms_buf next = SMS_BUF_INIT;
	for (size_t i = 0; i < count; i++) {
		const struct sms_type *type = NULL, *next_type = NULL;
		bool is_body = false, next_is_body = false;
		sms_buf_clear(&id);
		if (!sms_path_id(walk->store->types, changes[i].path, &type, &id, &is_body))
			continue;
		struct touched touched = {sms_buf_text(&id), type, is_body ? NULL : &changes[i],
					  is_body ? &changes[i] : NULL};
		/* In tree order a document's prose follows its record at once. */
		sms_buf_clear(&next);
		if (!is_body && i + 1 < count &&
		    sms_path_id(walk->store->types, changes[i + 1].path, &next_type, &next, &next_is_body) &&
		    next_is_body && strcmp(sms_buf_text(&next), touched.id) == 0)
			touched.body = &changes[++i];
		SMS_TRY(add_touched(walk, commit, &touched));
	}
	if (walk->single && walk->single->count)
		walk->stop = walk->single->items[walk->single->count - 1].made;
	return NULL;
}

static struct sms_error *run(struct walk *walk, const struct sms_list *prefixes)
{
	if (sms_oid_is_zero(&walk->store->head))
		return NULL;
	return sms_repo_history(walk->store->repo, &walk->store->head, NULL, prefixes, visit, walk, &walk->stop);
}

struct sms_error *sms_versions_read(struct sms_versions *out, struct sms_store *store, const struct sms_record *record)
{
	struct walk walk = {.store = store, .only = record->id, .single = out};
	sms_auto(list) struct sms_list paths = SMS_LIST_INIT;
	sms_list_add(&paths, record->path);
	/* Events may be filed by month or by day, and be filed anew. */
	sms_list_adopt(&paths, sms_id_path(record->type, record->id));
	if (record->type->kind == SMS_KIND_DOCUMENT)
		sms_list_adopt(&paths, sms_id_body_path(record->id));
	struct sms_error *error = run(&walk, &paths);
	if (error)
		sms_versions_release(out);
	return error;
}

struct sms_error *sms_versions_read_below(struct sms_map **out, struct sms_store *store,
					  const struct sms_list *prefixes)
{
	sms_auto(map) struct sms_map *all = sms_map_new(free_versions);
	struct walk walk = {.store = store, .all = all};
	SMS_TRY(run(&walk, prefixes));
	*out = sms_move(&all);
	return NULL;
}

struct sms_error *sms_versions_read_all(struct sms_map **out, struct sms_store *store, const char *prefix)
{
	sms_auto(list) struct sms_list prefixes = SMS_LIST_INIT;
	sms_list_add(&prefixes, prefix);
	return sms_versions_read_below(out, store, &prefixes);
}

struct sms_error *sms_version_record(struct sms_record **out, struct sms_store *store, const struct sms_record *record,
				     const struct sms_version *version)
{
	char commit[SMS_OID_SIZE];
	sms_oid_format(&version->commit, commit);
	if (sms_oid_is_zero(&version->blob))
		return sms_error(SMS_INPUT, "'%s' was not there in commit %.12s", record->id, commit);
	sms_auto(buf) struct sms_buf bytes = SMS_BUF_INIT;
	sms_auto(record) struct sms_record *found = sms_alloc(1, sizeof *found);
	found->type = record->type;
	found->id = sms_strdup(record->id);
	found->path = sms_strdup(record->path);
	SMS_TRY(sms_repo_blob(store->repo, &version->blob, &bytes));
	found->text_length = bytes.length;
	found->text = sms_buf_take(&bytes);
	sms_auto(string) char *name = sms_format("%.12s:%s", commit, record->path);
	SMS_TRY(sms_json_parse(&found->json, found->text, found->text_length, name));
	if (!sms_json_is(found->json, SMS_JSON_OBJECT))
		return sms_error(SMS_INPUT, "%s: not an object", name);
	if (!sms_oid_is_zero(&version->body_blob)) {
		SMS_TRY(sms_repo_blob(store->repo, &version->body_blob, &bytes));
		found->body_length = bytes.length;
		found->body = sms_buf_take(&bytes);
	}
	*out = sms_move(&found);
	return NULL;
}
