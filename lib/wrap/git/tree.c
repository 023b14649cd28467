/* Trees in their raw form: a folder's entries as git stores them. libgit2 makes an object of every entry, which costs
 * fifteen milliseconds for each commit of a history; the bytes as they are cost forty microseconds. */
#include "wrap/git/private.h"
#include <endian.h>

/* --- Reading --- */

void sms_tree_cache_release(struct sms_tree_cache *cache)
{
	for (size_t i = 0; i < SMS_COUNT(cache->slots); i++)
		sms_cached_tree_release(&cache->slots[i]);
	memset(cache, 0, sizeof *cache);
}

static struct sms_cached_tree *slot_of(struct sms_tree_cache *cache, const struct sms_oid *tree)
{
	return cache ? &cache->slots[tree->id[0] % SMS_COUNT(cache->slots)] : NULL;
}

struct sms_error *sms_tree_read(const struct sms_repo *repo, struct sms_tree_cache *cache, const struct sms_oid *tree,
				git_odb_object **out)
{
	struct sms_cached_tree *slot = slot_of(cache, tree);
	*out = NULL;
	if (slot && slot->object && memcmp(git_odb_object_id(slot->object)->id, tree->id, sizeof tree->id) == 0)
		return git_odb_object_dup(out, slot->object) < 0 ? sms_error(SMS_ENVIRONMENT, "cannot share a tree")
								 : NULL;
	SMS_TRY(sms_object_read(repo, tree, GIT_OBJECT_TREE, out));
	if (slot) {
		sms_cached_tree_release(slot);
		git_odb_object_dup(&slot->object, *out);
	}
	return NULL;
}

/* What is looked for in eight bytes at a time: a mask with the high bit of each that is zero, exact up to the first. */
static uint64_t zeros_in(uint64_t word)
{
	return (word - 0x0101010101010101u) & ~word & 0x8080808080808080u;
}

/* The zero that ends a name, NULL where there is none: trees are read entry by entry several times over, so this is what
 * a walk of the history does most. Says whether it has a slash, and whether all of it is visible ASCII. */
static const char *end_of_name(const char *at, const char *end, bool *slash, bool *plain)
{
	uint64_t odd = 0, slashes = 0;
	for (uint64_t word; end - at >= (ptrdiff_t)sizeof word; at += sizeof word) {
		memcpy(&word, at, sizeof word);
		word = le64toh(word);
		uint64_t zero = zeros_in(word), before = zero ? (zero & -zero) - 1 : UINT64_MAX;
		slashes |= zeros_in(word ^ 0x2F2F2F2F2F2F2F2Fu) & before;
		odd |= (word | (word - 0x2020202020202020u)) & 0x8080808080808080u & before;
		if (!zero)
			continue;
		*slash = slashes != 0;
		*plain = !odd;
		return at + __builtin_ctzll(zero) / 8;
	}
	for (; at < end && *at; at++) {
		slashes |= *at == '/';
		odd |= *at < ' ';
	}
	*slash = slashes != 0;
	*plain = !odd;
	return at < end ? at : NULL;
}

/* What stands before a name: nearly always one of two. */
static const char *read_mode(const char *at, const char *end, unsigned *mode)
{
	const char *p = at;
	*mode = SMS_MODE_FILE;
	if (end - at > 7 && memcmp(at, "100644 ", 7) == 0)
		return at + 7;
	for (*mode = 0; p < end && *p >= '0' && *p <= '7' && p - at < 8; p++)
		*mode = *mode << 3 | (unsigned)(*p - '0');
	return p < end && *p == ' ' ? p + 1 : NULL;
}

struct sms_error *sms_raw_next(struct sms_raw_tree *tree, struct sms_raw_entry *entry, bool *done)
{
	bool slash = false;
	*done = tree->at == tree->end;
	if (*done)
		return NULL;
	const char *name = read_mode(tree->at, tree->end, &entry->mode);
	const char *zero = name ? end_of_name(name, tree->end, &slash, &entry->is_plain) : NULL;
	if (!zero || zero == name || tree->end - zero <= (ptrdiff_t)sizeof(struct sms_oid))
		return sms_error(SMS_ENVIRONMENT, "malformed git tree");
	entry->name = name;
	entry->length = (size_t)(zero - name);
	entry->oid = (const struct sms_oid *)(zero + 1);
	/* A slash would lead out of the folder. */
	if (slash)
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
		SMS_TRY(sms_tree_find(slot_of(cache, &at), object, path, length, &entry, found));
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
