/* The whole history, oldest first. See walk.h. */
#include "wrap/git/walk.h"
#include "base/arena.h"
#include "base/map.h"
#include "wrap/git/private.h"

#define REPORT_EVERY 256 /* commits */

struct change_list {
	struct sms_tree_change *items;
	size_t count, capacity;
};

struct sms_walk {
	const struct sms_repo *repo;
	bool shallow;
	struct sms_arena *arena; /* for the parents of nodes */
	struct sms_walk_node *nodes;
	size_t count, capacity;
	struct sms_map *places; /* id to place + 1 */
	/* Of the commit that is visited: */
	struct sms_arena *paths;
	struct change_list *lists;
	struct sms_walk_side *sides;
	size_t side_capacity;
	struct sms_list faults;
	struct sms_buf signature, payload;
};

void sms_walk_free(struct sms_walk *walk)
{
	if (!walk)
		return;
	for (size_t i = 0; i < walk->side_capacity; i++)
		free(walk->lists[i].items);
	free(walk->lists);
	free(walk->sides);
	free(walk->nodes);
	sms_map_free(walk->places);
	sms_arena_free(walk->arena);
	sms_arena_free(walk->paths);
	sms_list_release(&walk->faults);
	sms_buf_release(&walk->signature);
	sms_buf_release(&walk->payload);
	free(walk);
}

size_t sms_walk_count(const struct sms_walk *walk)
{
	return walk->count;
}

const struct sms_walk_node *sms_walk_node(const struct sms_walk *walk, size_t index)
{
	return &walk->nodes[index];
}

size_t sms_walk_find(const struct sms_walk *walk, const struct sms_oid *commit)
{
	return (size_t)(uintptr_t)sms_map_get_n(walk->places, (const char *)commit->id, sizeof commit->id) - 1;
}

void sms_walk_mark(const struct sms_walk *walk, size_t index, bool *marks)
{
	/* Parents have lower places: one pass downwards reaches all. What was marked before is complete already. */
	sms_auto(string) char *new = sms_alloc(index + 1, 1);
	new[index] = !marks[index];
	for (size_t i = index + 1; i-- > 0;) {
		if (!new[i])
			continue;
		marks[i] = true;
		for (size_t k = 0; k < walk->nodes[i].parent_count; k++)
			if (!marks[walk->nodes[i].parents[k]])
				new[walk->nodes[i].parents[k]] = 1;
	}
}

/* --- All commits, in an order. --- */

/* A commit whose parents are being read. */
struct visit {
	struct sms_commit commit;
	size_t next; /* parent */
	bool cut;
};

struct stack {
	struct visit *items;
	size_t count, capacity;
};

static void release_stack(struct stack *stack)
{
	for (size_t i = 0; i < stack->count; i++)
		sms_commit_release(&stack->items[i].commit);
	free(stack->items);
}
SMS_AUTO_STRUCT(stack, struct stack, release_stack);

static void place(struct sms_walk *walk, const struct visit *visit)
{
	const struct sms_commit *commit = &visit->commit;
	size_t count = visit->cut ? 0 : commit->parent_count;
	size_t *parents = sms_arena_alloc(walk->arena, (count + 1) * sizeof *parents);
	for (size_t i = 0; i < count; i++)
		parents[i] = sms_walk_find(walk, &commit->parents[i]);
	sms_grow(walk->nodes, walk->count, walk->capacity);
	walk->nodes[walk->count++] = (struct sms_walk_node){.oid = commit->oid,
							    .tree = commit->tree,
							    .time = commit->time,
							    .parents = parents,
							    .parent_count = count,
							    .cut = visit->cut};
	sms_map_put_n(walk->places, (const char *)commit->oid.id, sizeof commit->oid.id,
		      (void *)(uintptr_t)walk->count);
}

static bool is_cut(const struct sms_walk *walk, const struct sms_commit *commit)
{
	bool cut = false;
	for (size_t i = 0; i < commit->parent_count && walk->shallow && !cut; i++)
		cut = !git_odb_exists_ext(walk->repo->odb, sms_oid_git(&commit->parents[i]), GIT_ODB_LOOKUP_NO_REFRESH);
	return cut;
}

static struct sms_error *push(struct sms_walk *walk, struct stack *stack, const struct sms_oid *oid)
{
	struct visit visit = {.next = 0};
	if (sms_walk_find(walk, oid) != SMS_NO_COMMIT)
		return NULL;
	SMS_TRY(sms_repo_commit(walk->repo, oid, &visit.commit));
	visit.cut = is_cut(walk, &visit.commit);
	sms_grow(stack->items, stack->count, stack->capacity);
	stack->items[stack->count++] = visit;
	return NULL;
}

/* The first parent's line first, so that what a merge brings in stands between it and the line it is merged into. */
static struct sms_error *read_all(struct sms_walk *walk, struct stack *stack, const struct sms_progress *progress)
{
	while (stack->count) {
		struct visit *top = &stack->items[stack->count - 1];
		if (!top->cut && top->next < top->commit.parent_count) {
			struct sms_oid parent = top->commit.parents[top->next++];
			SMS_TRY(push(walk, stack, &parent));
			continue;
		}
		place(walk, top);
		sms_commit_release(&top->commit);
		stack->count--;
		if (walk->count % REPORT_EVERY == 0)
			sms_progress(progress, "reading commits", walk->count, 0);
	}
	return NULL;
}

struct sms_error *sms_walk_new(struct sms_walk **out, const struct sms_repo *repo, const struct sms_oid *tips,
			       size_t count, const struct sms_progress *progress)
{
	sms_auto(walk) struct sms_walk *walk = sms_alloc(1, sizeof *walk);
	sms_auto(stack) struct stack stack = {0};
	walk->repo = repo;
	walk->shallow = git_repository_is_shallow(repo->git) == 1;
	walk->arena = sms_arena_new();
	walk->paths = sms_arena_new();
	walk->places = sms_map_new(NULL);
	for (size_t i = 0; i < count; i++) {
		SMS_TRY(push(walk, &stack, &tips[i]));
		SMS_TRY(read_all(walk, &stack, progress));
	}
	*out = sms_move(&walk);
	return NULL;
}

/* --- Each of them against its parents. --- */

struct comparing {
	struct sms_walk *walk;
	struct change_list *list;
};

static struct sms_error *add_change(void *context, const struct sms_tree_change *change)
{
	struct comparing *comparing = context;
	struct change_list *list = comparing->list;
	sms_grow(list->items, list->count, list->capacity);
	struct sms_tree_change *item = &list->items[list->count++];
	*item = *change;
	item->path = sms_arena_copy(comparing->walk->paths, change->path, strlen(change->path));
	return NULL;
}

static void inspect(void *context, const char *path, git_odb_object *tree)
{
	sms_tree_faults(path, tree, context);
}

static struct sms_error *compare(struct sms_walk *walk, size_t index, size_t side)
{
	static const struct sms_oid none;
	const struct sms_walk_node *node = &walk->nodes[index];
	struct comparing comparing = {walk, &walk->lists[side]};
	struct sms_tree_diff diff = {
		.repo = walk->repo, .cache = walk->repo->trees, .visit = add_change, .context = &comparing};
	size_t parent = node->parent_count ? node->parents[side] : SMS_NO_COMMIT;
	if (!side) {
		diff.inspect = inspect;
		diff.inspected = &walk->faults;
	}
	comparing.list->count = 0;
	SMS_TRY(sms_tree_compare(&diff, parent == SMS_NO_COMMIT ? &none : &walk->nodes[parent].tree, &node->tree));
	walk->sides[side] = (struct sms_walk_side){
		.parent = parent, .changes = walk->lists[side].items, .count = walk->lists[side].count};
	return NULL;
}

static void need_sides(struct sms_walk *walk, size_t count)
{
	if (count <= walk->side_capacity)
		return;
	walk->lists = sms_realloc(walk->lists, count, sizeof *walk->lists);
	walk->sides = sms_realloc(walk->sides, count, sizeof *walk->sides);
	memset(walk->lists + walk->side_capacity, 0, (count - walk->side_capacity) * sizeof *walk->lists);
	walk->side_capacity = count;
}

static struct sms_error *read_commit(struct sms_walk *walk, size_t index, struct sms_commit *out)
{
	sms_auto(object) git_odb_object *object = NULL;
	SMS_TRY(sms_object_read(walk->repo, &walk->nodes[index].oid, GIT_OBJECT_COMMIT, &object));
	const char *text = git_odb_object_data(object);
	size_t length = git_odb_object_size(object);
	SMS_TRY(sms_commit_parse(text, length, out));
	out->oid = walk->nodes[index].oid;
	sms_commit_faults(text, length, &walk->faults);
	sms_buf_clear(&walk->signature);
	sms_buf_clear(&walk->payload);
	sms_commit_signature(text, length, &walk->signature, &walk->payload);
	return NULL;
}

static struct sms_error *show(struct sms_walk *walk, size_t index, sms_walk_visit *visit, void *context)
{
	sms_auto(commit) struct sms_commit commit = {0};
	struct sms_walk_step step = {.index = index,
				     .commit = &commit,
				     .faults = &walk->faults,
				     .signature = &walk->signature,
				     .payload = &walk->payload};
	sms_list_release(&walk->faults);
	sms_arena_reset(walk->paths);
	SMS_TRY(read_commit(walk, index, &commit));
	step.side_count = walk->nodes[index].parent_count ? walk->nodes[index].parent_count : 1;
	need_sides(walk, step.side_count);
	for (size_t side = 0; side < step.side_count; side++)
		SMS_TRY(compare(walk, index, side));
	step.sides = walk->sides;
	return visit(context, &step);
}

struct sms_error *sms_walk_run(struct sms_walk *walk, sms_walk_visit *visit, void *context,
			       const struct sms_progress *progress)
{
	for (size_t i = 0; i < walk->count; i++) {
		struct sms_error *error = show(walk, i, visit, context);
		char text[SMS_OID_SIZE];
		if (error) {
			sms_oid_format(&walk->nodes[i].oid, text);
			return sms_error_wrap(error, "commit %.12s", text);
		}
		if (i % REPORT_EVERY == 0)
			sms_progress(progress, "following the history", i, walk->count);
	}
	return NULL;
}
