/* The order in which objects lie in their packs. Read in any other, the bases of deltas are unpacked again and
 * again: libgit2's cache for them holds 16 MB and is emptied whole. */
#include "wrap/git/private.h"

struct place {
	uint32_t rank, index;
};

/* A hash table from ids to their places; ids are hashes themselves. */
struct finder {
	const struct sms_oid *ids;
	struct place *places;
	uint32_t *slots; /* index + 1 of the first of equal ids */
	size_t mask;
	size_t missing;
	uint32_t rank;
};

static uint32_t *find_slot(const struct finder *finder, const unsigned char *id)
{
	uint64_t hash;
	memcpy(&hash, id, sizeof hash);
	for (size_t i = hash & finder->mask;; i = (i + 1) & finder->mask) {
		uint32_t *slot = &finder->slots[i];
		if (!*slot || memcmp(finder->ids[*slot - 1].id, id, sizeof(struct sms_oid)) == 0)
			return slot;
	}
}

static int see(const git_oid *id, void *context)
{
	struct finder *finder = context;
	uint32_t slot = *find_slot(finder, id->id);
	if (slot && finder->places[slot - 1].rank == UINT32_MAX) {
		finder->places[slot - 1].rank = finder->rank++;
		finder->missing--;
	}
	return finder->missing ? 0 : GIT_EUSER;
}

static int by_rank(const void *left, const void *right)
{
	const struct place *a = left, *b = right;
	if (a->rank != b->rank)
		return a->rank < b->rank ? -1 : 1;
	return (a->index > b->index) - (a->index < b->index);
}

struct sms_error *sms_repo_pack_order(const struct sms_repo *repo, const struct sms_oid *ids, size_t count,
				      uint32_t *order)
{
	size_t size = 16;
	while (size < 2 * count)
		size *= 2;
	sms_auto(string) char *places = sms_alloc(count, sizeof(struct place));
	sms_auto(string) char *slots = sms_alloc(size, sizeof(uint32_t));
	struct finder finder = {.ids = ids, .mask = size - 1, .missing = 0};
	finder.places = (struct place *)(void *)places;
	finder.slots = (uint32_t *)(void *)slots;
	for (size_t i = 0; i < count; i++) {
		uint32_t *slot = find_slot(&finder, ids[i].id);
		finder.missing += !*slot;
		*slot = *slot ? *slot : (uint32_t)i + 1;
		finder.places[i] = (struct place){UINT32_MAX, (uint32_t)i};
	}
	int code = finder.missing ? git_odb_foreach(repo->odb, see, &finder) : 0;
	if (code < 0 && code != GIT_EUSER)
		return sms_git_error(code, "cannot list the objects");
	for (size_t i = 0; i < count; i++)
		finder.places[i].rank = finder.places[*find_slot(&finder, ids[i].id) - 1].rank;
	qsort(finder.places, count, sizeof *finder.places, by_rank);
	for (size_t i = 0; i < count; i++)
		order[i] = finder.places[i].index;
	return NULL;
}
