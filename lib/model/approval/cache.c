/* What the store keeps for judging approvals, so that judging every record of a repository walks its history once. */
#include "model/approval/evidence.h"
#include "model/approval/private.h"
#include <string.h>

#define FOLDER "approvals"
#define FEW 8 /* records that are looked up one by one; after that all are read together */

/* Oddities of a repository that can hide or change history. The others only move objects elsewhere. */
static struct sms_error *find_gaps(struct sms_store *store, struct sms_list *gaps)
{
	static const char *const hiding[] = {"shallow clone", "partial clone", "replace refs", "grafts"};
	sms_auto(list) struct sms_list oddities = SMS_LIST_INIT;
	SMS_TRY(sms_repo_oddities(store->repo, &oddities));
	for (size_t i = 0; i < SMS_COUNT(hiding); i++)
		if (sms_list_contains(&oddities, hiding[i]))
			sms_list_add(gaps, hiding[i]);
	/* Files that are left out of the work tree look as if nobody had written them. */
	if (!sms_snapshot_commit_id(store->snapshot) && sms_list_contains(&oddities, "sparse checkout"))
		sms_list_add(gaps, "sparse checkout");
	return NULL;
}

void sms_approval_cache_free(struct sms_approval_cache *cache)
{
	if (!cache)
		return;
	sms_rules_release(&cache->rules);
	sms_list_release(&cache->gaps);
	sms_list_release(&cache->files);
	sms_map_free(cache->versions);
	sms_map_free(cache->origins);
	sms_map_free(cache->pasts);
	sms_map_free(cache->commit_pasts);
	sms_list_release(&cache->past_paths);
	sms_map_free(cache->committed);
	sms_signers_release(&cache->signers);
	free(cache->changes);
	sms_map_free(cache->roles);
	sms_map_free(cache->digests);
	sms_map_free(cache->signatures);
	free(cache);
}
SMS_AUTO_POINTER(cache, struct sms_approval_cache *, sms_approval_cache_free);

struct sms_error *sms_approval_cache(struct sms_approval_cache **out, struct sms_store *store)
{
	*out = store->approvals;
	if (*out)
		return NULL;
	sms_auto(cache) struct sms_approval_cache *cache = sms_alloc(1, sizeof *cache);
	SMS_TRY(sms_rules_read(&cache->rules, sms_settings_get(store->settings, "approvals")));
	SMS_TRY(find_gaps(store, &cache->gaps));
	cache->origins = sms_map_new(free);
	cache->pasts = sms_map_new(sms_past_free);
	cache->commit_pasts = sms_map_new(NULL);
	cache->digests = sms_map_new(free);
	cache->signatures = sms_map_new(NULL);
	*out = store->approvals = sms_move(&cache);
	return NULL;
}

void sms_approval_rules_digest(struct sms_store *store, char out[SMS_DIGEST_SIZE])
{
	sms_evidence_rules_digest(sms_settings_get(store->settings, "approvals"), out);
}

void sms_approval_expect_many(struct sms_approval_cache *cache)
{
	cache->asked = FEW;
}

bool sms_approval_is_cut(const struct sms_approval_cache *cache)
{
	return sms_list_contains(&cache->gaps, "shallow clone") || sms_list_contains(&cache->gaps, "partial clone");
}

struct sms_error *sms_approval_root(const char **out, struct sms_store *store)
{
	struct sms_approval_cache *cache = NULL;
	struct sms_oid root;
	SMS_TRY(sms_approval_cache(&cache, store));
	*out = cache->root;
	if (*cache->root || sms_approval_is_cut(cache) || sms_oid_is_zero(&store->head))
		return NULL;
	SMS_TRY(sms_repo_root(store->repo, &root));
	sms_oid_format(&root, cache->root);
	return NULL;
}

/* Place of the first file at or behind `key` in byte order. */
static size_t lower_bound(const struct sms_list *files, const char *key)
{
	size_t low = 0, high = files->count;
	while (low < high) {
		size_t middle = low + (high - low) / 2;
		if (strcmp(files->items[middle], key) < 0)
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}

struct sms_error *sms_approval_files(struct sms_list *out, struct sms_store *store, const char *id)
{
	struct sms_approval_cache *cache = NULL;
	SMS_TRY(sms_approval_cache(&cache, store));
	if (cache->asked < FEW) {
		sms_auto(string) char *folder = sms_format(FOLDER "/%s", id);
		return sms_snapshot_files(store->snapshot, folder, out);
	}
	if (!cache->listed) {
		SMS_TRY(sms_snapshot_files(store->snapshot, FOLDER, &cache->files));
		cache->listed = true;
	}
	sms_auto(string) char *prefix = sms_format(FOLDER "/%s/", id);
	size_t length = strlen(prefix);
	for (size_t i = lower_bound(&cache->files, prefix); i < cache->files.count; i++) {
		if (strncmp(cache->files.items[i], prefix, length) != 0)
			break;
		sms_list_add(out, cache->files.items[i]);
	}
	return NULL;
}

static struct sms_error *note_committed(void *context, const struct sms_tree_entry *entry)
{
	struct sms_oid *oid = sms_alloc(1, sizeof *oid);
	*oid = entry->oid;
	sms_map_put(context, entry->path, oid);
	return NULL;
}

struct sms_error *sms_approval_committed(struct sms_store *store, const char *path, bool *found, struct sms_oid *blob)
{
	struct sms_approval_cache *cache = store->approvals;
	if (!cache->listed)
		return sms_repo_lookup(store->repo, &store->head, path, found, blob, NULL);
	if (!cache->committed) {
		cache->committed = sms_map_new(free);
		SMS_TRY(sms_repo_walk_tree(store->repo, &store->head, FOLDER, note_committed, cache->committed));
	}
	const struct sms_oid *known = sms_map_get(cache->committed, path);
	*found = known != NULL;
	if (known)
		*blob = *known;
	return NULL;
}

struct sms_error *sms_approval_read_versions(struct sms_store *store, const struct sms_list *types)
{
	sms_auto(list) struct sms_list prefixes = SMS_LIST_INIT;
	for (size_t i = 0; i < types->count; i++) {
		const struct sms_type *type = sms_types_get(store->types, types->items[i]);
		if (type && type->kind == SMS_KIND_DOCUMENT)
			sms_list_add(&prefixes, "documents");
		else if (type)
			sms_list_add_format(&prefixes, "records/%s", type->name);
	}
	sms_list_sort(&prefixes);
	sms_list_unique(&prefixes);
	return prefixes.count ? sms_versions_read_below(&store->approvals->versions, store, &prefixes) : NULL;
}

/* Versions of the records of all types that have rules. */
static struct sms_error *read_all_versions(struct sms_approval_cache *cache, struct sms_store *store)
{
	sms_auto(list) struct sms_list types = SMS_LIST_INIT;
	for (size_t i = 0; i < cache->rules.count; i++)
		sms_list_add(&types, cache->rules.items[i].type);
	return sms_approval_read_versions(store, &types);
}

struct sms_error *sms_approval_versions(const struct sms_versions **out, struct sms_versions *own,
					struct sms_store *store, const struct sms_record *record)
{
	struct sms_approval_cache *cache = NULL;
	SMS_TRY(sms_approval_cache(&cache, store));
	*out = own; /* empty until there is more to say */
	if (sms_approval_is_cut(cache))
		return NULL;
	if (cache->asked >= FEW && !cache->versions)
		SMS_TRY(read_all_versions(cache, store));
	if (!cache->versions)
		return sms_versions_read(own, store, record);
	const struct sms_versions *known = sms_map_get(cache->versions, record->id);
	if (known)
		*out = known;
	return NULL;
}

struct sms_error *sms_approval_version_digest(const char **out, struct sms_store *store,
					      const struct sms_record *record, const struct sms_version *version)
{
	struct sms_approval_cache *cache = NULL;
	SMS_TRY(sms_approval_cache(&cache, store));
	struct sms_oid key[2] = {version->blob, version->body_blob};
	*out = sms_map_get_n(cache->digests, (const char *)key, sizeof key);
	if (*out)
		return NULL;
	sms_auto(record) struct sms_record *then = NULL;
	struct sms_error *error = sms_version_record(&then, store, record, version);
	if (error && sms_error_status(error) != SMS_INPUT)
		return error;
	/* What is no record has no content: it equals none that somebody approved. */
	sms_error_free(error);
	char *digest = sms_alloc(1, SMS_DIGEST_SIZE);
	if (then)
		sms_record_digest(then, digest);
	sms_map_put_n(cache->digests, (const char *)key, sizeof key, digest);
	*out = digest;
	return NULL;
}
