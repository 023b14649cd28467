/* Finding names in a large tree that is asked again and again: by a table of hashes, made when it begins to pay. */
#include "base/map.h"
#include "wrap/git/private.h"

#define SMALL 1024 /* bytes of a tree that is read from its beginning as quickly */
#define PATIENCE 3 /* lookups before a table is made */

struct sms_tree_index {
	size_t mask;
	uint32_t slots[]; /* place of an entry in the tree's bytes + 1; 0: none */
};

static struct sms_error *entry_at(git_odb_object *tree, uint32_t slot, struct sms_raw_entry *entry)
{
	struct sms_raw_tree raw = sms_raw_tree(tree);
	bool done;
	raw.at += slot - 1;
	return sms_raw_next(&raw, entry, &done);
}

/* NULL where the tree is malformed: whoever reads it from its beginning says so, or finds the name before that. */
static struct sms_tree_index *make_index(git_odb_object *tree)
{
	struct sms_raw_tree raw = sms_raw_tree(tree);
	const char *begin = raw.at;
	struct sms_raw_entry entry;
	size_t size = 64, room = git_odb_object_size(tree) / (sizeof "40000 a" + sizeof(struct sms_oid));
	bool done = false;
	while (size < 2 * room)
		size *= 2;
	struct sms_tree_index *index = sms_alloc(1, sizeof *index + size * sizeof *index->slots);
	index->mask = size - 1;
	for (;;) {
		uint32_t place = (uint32_t)(raw.at - begin) + 1;
		struct sms_error *error = sms_raw_next(&raw, &entry, &done);
		if (!error && done)
			return index;
		if (error) {
			sms_error_free(error);
			free(index);
			return NULL;
		}
		size_t slot = sms_hash(entry.name, entry.length) & index->mask;
		while (index->slots[slot])
			slot = (slot + 1) & index->mask;
		index->slots[slot] = place;
	}
}

/* Of a name that is there twice the first entry was put in first, and is found first. */
static struct sms_error *find_by_hash(const struct sms_tree_index *index, git_odb_object *tree, const char *name,
				      size_t length, struct sms_raw_entry *entry, bool *found)
{
	size_t slot = sms_hash(name, length) & index->mask;
	for (*found = false; index->slots[slot] && !*found; slot = (slot + 1) & index->mask) {
		SMS_TRY(entry_at(tree, index->slots[slot], entry));
		*found = entry->length == length && memcmp(entry->name, name, length) == 0;
	}
	return NULL;
}

static struct sms_error *find_by_reading(git_odb_object *tree, const char *name, size_t length,
					 struct sms_raw_entry *entry, bool *found)
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

struct sms_error *sms_tree_find(struct sms_cached_tree *cached, git_odb_object *tree, const char *name, size_t length,
				struct sms_raw_entry *entry, bool *found)
{
	size_t size = git_odb_object_size(tree);
	if (!cached || cached->object != tree || size < SMALL || size > UINT32_MAX - 1)
		return find_by_reading(tree, name, length, entry, found);
	if (cached->asked++ == PATIENCE)
		cached->index = make_index(tree);
	return cached->index ? find_by_hash(cached->index, tree, name, length, entry, found)
			     : find_by_reading(tree, name, length, entry, found);
}

void sms_cached_tree_release(struct sms_cached_tree *cached)
{
	sms_object_free(cached->object);
	free(cached->index);
	*cached = (struct sms_cached_tree){0};
}
