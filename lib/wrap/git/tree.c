/* Trees in their raw form: a folder's entries as git stores them. libgit2 makes an object of every entry, which costs
 * fifteen milliseconds for each commit of a history; the bytes as they are cost forty microseconds. */
#include "wrap/git/private.h"

/* --- Reading --- */

void sms_tree_cache_release(struct sms_tree_cache *cache)
{
	for (size_t i = 0; i < SMS_COUNT(cache->slots); i++)
		sms_object_free(cache->slots[i]);
	*cache = (struct sms_tree_cache){{0}};
}

struct sms_error *sms_tree_read(const struct sms_repo *repo, struct sms_tree_cache *cache, const struct sms_oid *tree,
				git_odb_object **out)
{
	*out = NULL;
	git_odb_object **slot = cache ? &cache->slots[tree->id[0] % SMS_COUNT(cache->slots)] : NULL;
	if (slot && *slot && memcmp(git_odb_object_id(*slot)->id, tree->id, sizeof tree->id) == 0)
		return git_odb_object_dup(out, *slot) < 0 ? sms_error(SMS_ENVIRONMENT, "cannot share a tree") : NULL;
	SMS_TRY(sms_object_read(repo, tree, GIT_OBJECT_TREE, out));
	if (slot) {
		sms_object_free(*slot);
		git_odb_object_dup(slot, *out);
	}
	return NULL;
}

struct sms_error *sms_raw_next(struct sms_raw_tree *tree, struct sms_raw_entry *entry, bool *done)
{
	*done = tree->at == tree->end;
	if (*done)
		return NULL;
	unsigned mode = 0;
	const char *p = tree->at;
	while (p < tree->end && *p >= '0' && *p <= '7' && p - tree->at < 8)
		mode = mode << 3 | (unsigned)(*p++ - '0');
	const char *zero = p < tree->end && *p == ' ' ? memchr(p, 0, (size_t)(tree->end - p)) : NULL;
	if (!zero || zero == p + 1 || tree->end - zero <= (ptrdiff_t)sizeof(struct sms_oid))
		return sms_error(SMS_ENVIRONMENT, "malformed git tree");
	entry->name = p + 1;
	entry->length = (size_t)(zero - entry->name);
	entry->mode = mode;
	entry->oid = (const struct sms_oid *)(zero + 1);
	/* A slash would lead out of the folder. */
	if (memchr(entry->name, '/', entry->length))
		return sms_error(SMS_ENVIRONMENT, "malformed git tree: the name '%s' has a slash", entry->name);
	tree->at = zero + 1 + sizeof(struct sms_oid);
	return NULL;
}

int sms_raw_order(const struct sms_raw_entry *a, const struct sms_raw_entry *b)
{
	size_t common = a->length < b->length ? a->length : b->length;
	int order = memcmp(a->name, b->name, common);
	if (order)
		return order;
	unsigned char next_a = a->length > common ? (unsigned char)a->name[common] : sms_raw_is_tree(a) ? '/' : 0;
	unsigned char next_b = b->length > common ? (unsigned char)b->name[common] : sms_raw_is_tree(b) ? '/' : 0;
	return (int)next_a - (int)next_b;
}

/* --- One path --- */

static struct sms_error *find_entry(git_odb_object *tree, const char *name, size_t length, struct sms_raw_entry *entry,
				    bool *found)
{
	struct sms_raw_tree raw = sms_raw_tree(tree);
	bool done;
	*found = false;
	for (;;) {
		SMS_TRY(sms_raw_next(&raw, entry, &done));
		*found = !done && entry->length == length && memcmp(entry->name, name, length) == 0;
		if (done || *found)
			return NULL;
	}
}

struct sms_error *sms_tree_lookup(const struct sms_repo *repo, struct sms_tree_cache *cache, const struct sms_oid *tree,
				  const char *path, bool *found, struct sms_oid *oid, unsigned *mode)
{
	struct sms_oid at = *tree;
	*found = false;
	while (!sms_oid_is_zero(&at)) {
		sms_auto(object) git_odb_object *object = NULL;
		struct sms_raw_entry entry;
		size_t length = strcspn(path, "/");
		SMS_TRY(sms_tree_read(repo, cache, &at, &object));
		SMS_TRY(find_entry(object, path, length, &entry, found));
		if (!*found)
			return NULL;
		at = *entry.oid;
		if (!path[length]) {
			*oid = at;
			if (mode)
				*mode = entry.mode;
			return NULL;
		}
		*found = false;
		if (!sms_raw_is_tree(&entry))
			return NULL;
		path += length + 1;
	}
	return NULL;
}

struct sms_error *sms_repo_lookup(const struct sms_repo *repo, const struct sms_oid *commit, const char *path,
				  bool *found, struct sms_oid *oid, unsigned *mode)
{
	struct sms_oid tree;
	*found = false;
	SMS_TRY(sms_repo_tree_of(repo, commit, &tree));
	return sms_tree_lookup(repo, repo->trees, &tree, path, found, oid, mode);
}

/* --- All paths --- */

struct walker {
	const struct sms_repo *repo;
	struct sms_buf path;
	sms_tree_visit *visit;
	void *context;
};

static void release_walker(struct walker *walker)
{
	sms_buf_release(&walker->path);
}
SMS_AUTO_STRUCT(walker, struct walker, release_walker);

static struct sms_error *too_deep(const struct sms_buf *path)
{
	return sms_error(SMS_ENVIRONMENT, "'%.60s...' has more than %d folders", sms_buf_text(path), SMS_TREE_DEPTH);
}

/* The walker's path is that of the folder with a slash, or empty at the top. */
static struct sms_error *walk(struct walker *walker, const struct sms_oid *tree, int depth)
{
	sms_auto(object) git_odb_object *object = NULL;
	struct sms_raw_entry entry;
	bool done;
	if (depth > SMS_TREE_DEPTH)
		return too_deep(&walker->path);
	SMS_TRY(sms_tree_read(walker->repo, NULL, tree, &object));
	struct sms_raw_tree raw = sms_raw_tree(object);
	size_t length = walker->path.length;
	for (;;) {
		SMS_TRY(sms_raw_next(&raw, &entry, &done));
		if (done)
			return NULL;
		sms_buf_add(&walker->path, entry.name, entry.length);
		if (sms_raw_is_tree(&entry)) {
			sms_buf_add_char(&walker->path, '/');
			SMS_TRY(walk(walker, entry.oid, depth + 1));
		} else {
			struct sms_tree_entry seen = {walker->path.data, *entry.oid, entry.mode};
			SMS_TRY(walker->visit(walker->context, &seen));
		}
		sms_buf_truncate(&walker->path, length);
	}
}

struct sms_error *sms_repo_list_tree(const struct sms_repo *repo, const struct sms_oid *tree, sms_tree_visit *visit,
				     void *context)
{
	sms_auto(object) git_odb_object *object = NULL;
	sms_auto(buf) struct sms_buf name = SMS_BUF_INIT;
	struct sms_raw_entry entry;
	bool done;
	SMS_TRY(sms_tree_read(repo, NULL, tree, &object));
	struct sms_raw_tree raw = sms_raw_tree(object);
	for (;;) {
		SMS_TRY(sms_raw_next(&raw, &entry, &done));
		if (done)
			return NULL;
		sms_buf_clear(&name);
		sms_buf_add(&name, entry.name, entry.length);
		struct sms_tree_entry seen = {sms_buf_text(&name), *entry.oid, entry.mode};
		SMS_TRY(visit(context, &seen));
	}
}

struct sms_error *sms_repo_walk_tree(const struct sms_repo *repo, const struct sms_oid *commit, const char *prefix,
				     sms_tree_visit *visit, void *context)
{
	sms_auto(walker) struct walker walker = {.repo = repo, .visit = visit, .context = context};
	struct sms_oid tree;
	SMS_TRY(sms_repo_tree_of(repo, commit, &tree));
	if (*prefix) {
		struct sms_oid oid;
		unsigned mode;
		bool found;
		SMS_TRY(sms_tree_lookup(repo, NULL, &tree, prefix, &found, &oid, &mode));
		if (!found)
			return NULL;
		if ((mode & 0170000) != SMS_MODE_TREE)
			return visit(context, &(struct sms_tree_entry){prefix, oid, mode});
		tree = oid;
		sms_buf_add_format(&walker.path, "%s/", prefix);
	}
	return sms_oid_is_zero(&tree) ? NULL : walk(&walker, &tree, 0);
}
