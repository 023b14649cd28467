/* The history, newest first: every commit with the files it changed. */
#include "base/arena.h"
#include "wrap/git/private.h"

/* What differs between two trees, as a list. Paths are in an arena. */
struct change_list {
	struct sms_arena *arena;
	struct sms_tree_change *items;
	size_t count, capacity;
};

struct history {
	const struct sms_repo *repo;
	struct sms_tree_cache cache;
	struct change_list changes, others; /* against the first parent, against another one */
	const struct sms_list *prefixes;
	bool plain;   /* every commit, whatever it changed */
	bool shallow; /* a clone without the beginning of its history */
	sms_history_visit *visit;
	void *context;
	const bool *stop;
};

static void release_history(struct history *history)
{
	sms_tree_cache_release(&history->cache);
	sms_arena_free(history->changes.arena);
	free(history->changes.items);
	free(history->others.items);
}
SMS_AUTO_STRUCT(history, struct history, release_history);

/* --- What a commit changed --- */

static struct sms_error *add_change(void *context, const struct sms_tree_change *change)
{
	struct change_list *list = context;
	sms_grow(list->items, list->count, list->capacity);
	struct sms_tree_change *item = &list->items[list->count++];
	*item = *change;
	item->path = sms_arena_copy(list->arena, change->path, strlen(change->path));
	return NULL;
}

static struct sms_error *compare(struct history *history, struct change_list *list, const struct sms_oid *before,
				 const struct sms_oid *after)
{
	struct sms_tree_diff diff = {.repo = history->repo,
				     .cache = &history->cache,
				     .prefixes = history->prefixes,
				     .visit = add_change,
				     .context = list};
	list->count = 0;
	return sms_tree_compare(&diff, before, after);
}

/* Keeps of `changes` what is in `others` as well; both are in tree order, which for files is that of their paths. */
static void keep_common(struct change_list *changes, const struct change_list *others)
{
	size_t kept = 0, at = 0;
	for (size_t i = 0; i < changes->count; i++) {
		int order = -1;
		while (at < others->count && (order = strcmp(others->items[at].path, changes->items[i].path)) < 0)
			at++;
		if (at < others->count && order == 0)
			changes->items[kept++] = changes->items[i];
	}
	changes->count = kept;
}

/* `first` is the first parent's tree, or zero. */
static struct sms_error *find_changes(struct history *history, const struct sms_commit *commit,
				      const struct sms_oid *first)
{
	sms_arena_reset(history->changes.arena);
	SMS_TRY(compare(history, &history->changes, first, &commit->tree));
	for (size_t i = 1; i < commit->parent_count && history->changes.count; i++) {
		struct sms_oid tree;
		SMS_TRY(sms_repo_tree_of(history->repo, &commit->parents[i], &tree));
		SMS_TRY(compare(history, &history->others, &tree, &commit->tree));
		keep_common(&history->changes, &history->others);
	}
	return NULL;
}

static struct sms_error *show(struct history *history, const struct sms_commit *commit, const struct sms_oid *first)
{
	if (history->plain)
		return history->visit(history->context, commit, NULL, 0);
	SMS_TRY(find_changes(history, commit, first));
	if (!history->changes.count)
		return NULL;
	return history->visit(history->context, commit, history->changes.items, history->changes.count);
}

static bool stopped(const struct history *history)
{
	return history->stop && *history->stop;
}

/* Of a shallow clone's last commits the parents are not there. */
static bool is_cut_off(const struct history *history, const struct sms_commit *commit)
{
	return history->shallow && commit->parent_count &&
	       !git_odb_exists_ext(history->repo->odb, sms_oid_git(&commit->parents[0]), GIT_ODB_LOOKUP_NO_REFRESH);
}

/* --- In a line --- */

/* As long as every commit has one parent there is nothing to sort, and the first commits come at once. Ends at the
 * commit that needs the walker, or at the root: then `at` is zero. */
static struct sms_error *walk_line(struct history *history, struct sms_oid *at)
{
	sms_auto(commit) struct sms_commit commit = {0};
	SMS_TRY(sms_repo_commit(history->repo, at, &commit));
	while (commit.parent_count <= 1 && !stopped(history)) {
		sms_auto(commit) struct sms_commit parent = {0};
		bool last = !commit.parent_count || is_cut_off(history, &commit);
		if (!last)
			SMS_TRY(sms_repo_commit(history->repo, &commit.parents[0], &parent));
		SMS_TRY(show(history, &commit, &parent.tree));
		sms_commit_release(&commit);
		commit = parent;
		parent = (struct sms_commit){0};
		*at = commit.oid;
		if (last)
			return NULL;
	}
	return NULL;
}

/* --- In any other shape --- */

static struct sms_error *show_id(struct history *history, const git_oid *id)
{
	sms_auto(commit) struct sms_commit commit = {0};
	struct sms_oid oid, tree = {{0}};
	memcpy(oid.id, id->id, sizeof oid.id);
	SMS_TRY(sms_repo_commit(history->repo, &oid, &commit));
	if (!history->plain && commit.parent_count && !is_cut_off(history, &commit))
		SMS_TRY(sms_repo_tree_of(history->repo, &commit.parents[0], &tree));
	return show(history, &commit, &tree);
}

static struct sms_error *walk_graph(struct history *history, const struct sms_oid *tip, const struct sms_oid *hide)
{
	git_revwalk *walk = NULL;
	struct sms_error *error = NULL;
	git_oid oid;
	int code = git_revwalk_new(&walk, history->repo->git);
	if (code >= 0)
		code = git_revwalk_sorting(walk, GIT_SORT_TOPOLOGICAL | GIT_SORT_TIME);
	if (code >= 0)
		code = git_revwalk_push(walk, sms_oid_git(tip));
	if (code >= 0 && hide)
		code = git_revwalk_hide(walk, sms_oid_git(hide));
	while (code >= 0 && !error && !stopped(history) && (code = git_revwalk_next(&oid, walk)) >= 0)
		error = show_id(history, &oid);
	if (!error && code < 0 && code != GIT_ITEROVER)
		error = sms_git_error(code, "cannot follow the history");
	git_revwalk_free(walk);
	return error;
}

static struct sms_error *walk(struct history *history, const struct sms_oid *tip, const struct sms_oid *hide)
{
	struct sms_oid at = *tip;
	if (sms_oid_is_zero(tip) || (hide && sms_oid_equal(tip, hide)))
		return NULL;
	if (hide && sms_oid_is_zero(hide))
		hide = NULL;
	history->shallow = git_repository_is_shallow(history->repo->git) == 1;
	if (!hide)
		SMS_TRY(walk_line(history, &at));
	return sms_oid_is_zero(&at) || stopped(history) ? NULL : walk_graph(history, &at, hide);
}

struct sms_error *sms_repo_history(const struct sms_repo *repo, const struct sms_oid *tip, const struct sms_oid *hide,
				   const struct sms_list *prefixes, sms_history_visit *visit, void *context,
				   const bool *stop)
{
	sms_auto(history) struct history history = {
		.repo = repo, .prefixes = prefixes, .visit = visit, .context = context, .stop = stop};
	history.changes.arena = sms_arena_new();
	history.others.arena = history.changes.arena;
	return walk(&history, tip, hide);
}

struct sms_error *sms_repo_commits(const struct sms_repo *repo, const struct sms_oid *tip, sms_history_visit *visit,
				   void *context, const bool *stop)
{
	sms_auto(history) struct history history = {
		.repo = repo, .plain = true, .visit = visit, .context = context, .stop = stop};
	return walk(&history, tip, NULL);
}
