/* What was so when a statement came in: the commit that brought it, and people and keys as that commit has them. What
 * that commit says nobody can change afterwards. */
#include "model/approval/private.h"
#include <string.h>

#define FOLDER "approvals"

struct walk {
	struct sms_map *origins;
	size_t wanted, found;
	unsigned commits;
	bool stop;
};

/* The walk comes from the newest commit: the first one that is met is the last that changed the file. */
static struct sms_error *visit(void *context, const struct sms_commit *commit, const struct sms_tree_change *changes,
			       size_t count)
{
	struct walk *walk = context;
	walk->commits++;
	for (size_t i = 0; i < count; i++) {
		if (sms_oid_is_zero(&changes[i].after) || sms_map_has(walk->origins, changes[i].path))
			continue;
		struct sms_origin *origin = sms_alloc(1, sizeof *origin);
		*origin = (struct sms_origin){.commit = commit->oid, .time = commit->time, .age = walk->commits};
		sms_map_put(walk->origins, changes[i].path, origin);
		walk->found++;
	}
	walk->stop = walk->found >= walk->wanted;
	return NULL;
}

static struct sms_error *find_origins(struct sms_approval_cache *cache, struct sms_store *store, const char *folder,
				      size_t wanted)
{
	struct walk walk = {.origins = cache->origins, .wanted = wanted, .stop = !wanted};
	sms_auto(list) struct sms_list prefixes = SMS_LIST_INIT;
	sms_list_add(&prefixes, folder);
	if (walk.stop || sms_oid_is_zero(&store->head))
		return NULL;
	return sms_repo_history(store->repo, &store->head, NULL, &prefixes, visit, &walk, &walk.stop);
}

struct sms_error *sms_approval_origins(struct sms_store *store, const char *id, const struct sms_list *files)
{
	struct sms_approval_cache *cache = NULL;
	SMS_TRY(sms_approval_cache(&cache, store));
	if (sms_approval_is_cut(cache) || cache->has_origins || !files->count)
		return NULL;
	if (!cache->listed) {
		sms_auto(string) char *folder = sms_format(FOLDER "/%s", id);
		return sms_map_has(cache->origins, files->items[0]) ? NULL
								    : find_origins(cache, store, folder, files->count);
	}
	cache->has_origins = true;
	sms_map_free(cache->origins);
	cache->origins = sms_map_new(free);
	return find_origins(cache, store, FOLDER, cache->files.count);
}

const struct sms_origin *sms_approval_origin(const struct sms_store *store, const char *path, const char *signature)
{
	const struct sms_map *origins = store->approvals->origins;
	const struct sms_origin *one = sms_map_get(origins, path);
	const struct sms_origin *other = signature ? sms_map_get(origins, signature) : NULL;
	return one && other && other->age < one->age ? other : one;
}

void sms_past_free(void *past)
{
	struct sms_past *own = past;
	if (!own)
		return;
	sms_people_free(own->people);
	sms_signers_release(&own->signers);
	free(own);
}
SMS_AUTO_POINTER(past, struct sms_past *, sms_past_free);

/* Most commits change neither people nor keys: those that have the same trees share what was read of them. */
static struct sms_error *add_tree(struct sms_buf *key, struct sms_store *store, const struct sms_oid *commit,
				  const char *path)
{
	struct sms_oid oid = {{0}};
	bool found = false;
	SMS_TRY(sms_repo_lookup(store->repo, commit, path, &found, &oid, NULL));
	if (!found)
		memset(&oid, 0, sizeof oid);
	sms_buf_add(key, &oid, sizeof oid);
	return NULL;
}

static void find_paths(struct sms_list *paths, const struct sms_store *store)
{
	sms_list_add(paths, SMS_SIGNERS_PATH);
	for (size_t i = 0; i < sms_types_count(store->types); i++) {
		const struct sms_type *type = sms_types_at(store->types, i);
		if (!sms_json_get_text(sms_json_get(type->about, "people"), "is"))
			continue;
		if (type->kind == SMS_KIND_DOCUMENT)
			sms_list_add(paths, "documents");
		else
			sms_list_add_format(paths, "records/%s", type->name);
	}
}

static struct sms_error *key_of(struct sms_buf *key, struct sms_store *store, const struct sms_oid *commit)
{
	struct sms_list *paths = &store->approvals->past_paths;
	if (!paths->count)
		find_paths(paths, store);
	for (size_t i = 0; i < paths->count; i++)
		SMS_TRY(add_tree(key, store, commit, paths->items[i]));
	return NULL;
}

static struct sms_error *read_past(const struct sms_past **out, struct sms_store *store, const struct sms_oid *commit)
{
	struct sms_approval_cache *cache = store->approvals;
	sms_auto(buf) struct sms_buf key = SMS_BUF_INIT;
	SMS_TRY(key_of(&key, store, commit));
	*out = sms_map_get_n(cache->pasts, sms_buf_text(&key), key.length);
	if (*out)
		return NULL;
	sms_auto(past) struct sms_past *past = sms_alloc(1, sizeof *past);
	sms_auto(snapshot) struct sms_snapshot *snapshot = sms_snapshot_of_commit(store->repo, store->types, commit);
	SMS_TRY(sms_people_load(&past->people, snapshot));
	SMS_TRY(sms_signers_load(&past->signers, snapshot, past->people));
	*out = past;
	sms_map_put_n(cache->pasts, sms_buf_text(&key), key.length, sms_move(&past));
	return NULL;
}

struct sms_error *sms_approval_past(const struct sms_past **out, struct sms_store *store,
				    const struct sms_origin *origin)
{
	const char *commit = (const char *)origin->commit.id;
	struct sms_past *known = sms_map_get_n(store->approvals->commit_pasts, commit, sizeof origin->commit.id);
	*out = known;
	if (known)
		return NULL;
	SMS_TRY(read_past(out, store, &origin->commit));
	sms_map_put_n(store->approvals->commit_pasts, commit, sizeof origin->commit.id, (void *)(uintptr_t)*out);
	return NULL;
}

static struct sms_error *note_change(void *context, const struct sms_commit *commit,
				     const struct sms_tree_change *changes, size_t count)
{
	struct sms_approval_cache *cache = context;
	sms_grow(cache->changes, cache->change_count, cache->change_capacity);
	cache->changes[cache->change_count++] = (struct sms_origin){.commit = commit->oid, .time = commit->time};
	return NULL;
}

struct sms_error *sms_approval_came_late(bool *out, struct sms_store *store, const struct sms_origin *origin,
					 sms_time end)
{
	struct sms_approval_cache *cache = store->approvals;
	sms_auto(list) struct sms_list path = SMS_LIST_INIT;
	bool before = true;
	sms_list_add(&path, SMS_SIGNERS_PATH);
	*out = origin->time > end;
	if (*out)
		return NULL;
	if (!cache->has_changes)
		SMS_TRY(sms_repo_history(store->repo, &store->head, NULL, &path, note_change, cache, NULL));
	cache->has_changes = true;
	for (size_t i = cache->change_count; i-- > 0;) {
		if (cache->changes[i].time < end)
			continue;
		SMS_TRY(sms_repo_is_ancestor(store->repo, &origin->commit, &cache->changes[i].commit, &before));
		break;
	}
	*out = !before;
	return NULL;
}

struct sms_error *sms_approval_signers(const struct sms_signers **out, struct sms_store *store)
{
	struct sms_approval_cache *cache = NULL;
	const struct sms_people *people = NULL;
	SMS_TRY(sms_approval_cache(&cache, store));
	SMS_TRY(sms_store_people(store, &people));
	if (!cache->has_signers)
		SMS_TRY(sms_signers_load(&cache->signers, store->snapshot, people));
	cache->has_signers = true;
	*out = &cache->signers;
	return NULL;
}
