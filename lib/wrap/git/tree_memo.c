/* What differs between pairs of trees, remembered: a history that is walked a second time need not read its trees
 * again. Trees are known by their ids, so nothing that is remembered can become wrong. */
#include "base/arena.h"
#include "base/map.h"
#include "wrap/git/private.h"

#define MOST 256 /* changes of one pair; merges of long branches have many, each of them anew */

struct list {
	struct sms_tree_change *items;
	size_t count;
};

struct sms_tree_memo {
	struct sms_arena *arena;
	struct sms_map *lists; /* both ids to struct list */
};

struct sms_tree_memo *sms_tree_memo_new(void)
{
	struct sms_tree_memo *memo = sms_alloc(1, sizeof *memo);
	memo->arena = sms_arena_new();
	memo->lists = sms_map_new(NULL);
	return memo;
}

void sms_tree_memo_free(struct sms_tree_memo *memo)
{
	if (!memo)
		return;
	sms_map_free(memo->lists);
	sms_arena_free(memo->arena);
	free(memo);
}

static void key_of(struct sms_oid key[2], const struct sms_oid *a, const struct sms_oid *b)
{
	key[0] = *a;
	key[1] = *b;
}

struct sms_error *sms_tree_memo_replay(const struct sms_tree_diff *diff, const struct sms_oid *a,
				       const struct sms_oid *b, bool *done)
{
	struct sms_oid key[2];
	key_of(key, a, b);
	const struct list *list = sms_map_get_n(diff->repo->memo->lists, (const char *)key, sizeof key);
	*done = list != NULL;
	for (size_t i = 0; list && i < list->count; i++)
		if (sms_prefixes_cover(diff->prefixes, list->items[i].path))
			SMS_TRY(diff->visit(diff->context, &list->items[i]));
	return NULL;
}

/* --- Remembering, while somebody else looks. --- */

struct recording {
	const struct sms_tree_diff *diff;
	struct sms_tree_change items[MOST];
	size_t count; /* MOST + 1: too many */
};

static struct sms_error *record(void *context, const struct sms_tree_change *change)
{
	struct recording *recording = context;
	struct sms_arena *arena = recording->diff->repo->memo->arena;
	if (recording->count < MOST) {
		struct sms_tree_change *item = &recording->items[recording->count];
		*item = *change;
		item->path = sms_arena_copy(arena, change->path, strlen(change->path));
	}
	recording->count += recording->count <= MOST;
	return recording->diff->visit(recording->diff->context, change);
}

static void keep(struct sms_tree_memo *memo, const struct recording *recording, const struct sms_oid *a,
		 const struct sms_oid *b)
{
	struct sms_oid key[2];
	key_of(key, a, b);
	struct list *list = sms_arena_alloc(memo->arena, sizeof *list);
	list->count = recording->count;
	list->items = sms_arena_alloc(memo->arena, (list->count + 1) * sizeof *list->items);
	memcpy(list->items, recording->items, list->count * sizeof *list->items);
	sms_map_put_n(memo->lists, (const char *)key, sizeof key, list);
}

struct sms_error *sms_tree_memo_record(const struct sms_tree_diff *diff, const struct sms_oid *a,
				       const struct sms_oid *b, sms_tree_compare_run *run)
{
	struct recording recording = {.diff = diff, .count = 0};
	struct sms_tree_diff recorded = *diff;
	recorded.visit = record;
	recorded.context = &recording;
	SMS_TRY(run(&recorded, a, b));
	if (recording.count <= MOST)
		keep(diff->repo->memo, &recording, a, b);
	return NULL;
}
