/* One commit, written so that success means it is there: the order of the steps. */
#include "wrap/git/commit_write.h"

/* All that a write works with. */
struct plan {
	struct sms_repo *repo;
	const struct sms_lock *lock;
	const struct sms_write *write;
	struct sms_update *updates; /* sorted by path */
	struct sms_oid old_tree, new_tree, commit;
	struct sms_tree_cache cache;
	struct sms_sink sink;
};

static void release_plan(struct plan *plan)
{
	free(plan->updates);
	sms_tree_cache_release(&plan->cache);
	sms_sink_release(&plan->sink);
}
SMS_AUTO_STRUCT(plan, struct plan, release_plan);

/* --- What is to be written --- */

/* Relative, no empty, dotted or `.git` part, no control characters. */
static bool is_good_path(const char *path)
{
	int depth = 0;
	for (const char *p = path; *p; p++)
		if ((unsigned char)*p < ' ' || *p == 127)
			return false;
	for (;; path++) {
		size_t length = strcspn(path, "/");
		if (!length || (length == 1 && *path == '.') || (length == 2 && path[0] == '.' && path[1] == '.') ||
		    (length == 4 && strncasecmp(path, ".git", 4) == 0) || ++depth > SMS_TREE_DEPTH)
			return false;
		path += length;
		if (!*path)
			return true;
	}
}

static bool is_good_message(const char *message)
{
	for (const char *p = message; *p; p++)
		if (((unsigned char)*p < ' ' && *p != '\n' && *p != '\t') || *p == 127)
			return false;
	return *message && *message != '\n';
}

static int by_path(const void *left, const void *right)
{
	const struct sms_update *a = left, *b = right;
	return strcmp(a->path, b->path);
}

static struct sms_error *list_updates(struct plan *plan)
{
	const struct sms_write *write = plan->write;
	if (!is_good_message(write->message))
		return sms_error(SMS_INPUT, "a commit message must not be empty or hold control characters");
	plan->updates = sms_alloc(write->count, sizeof *plan->updates);
	for (size_t i = 0; i < write->count; i++) {
		const struct sms_write_file *file = &write->files[i];
		struct sms_update *update = &plan->updates[i];
		if (!is_good_path(file->path))
			return sms_error(SMS_INPUT, "'%s' is no path for a file of the repository", file->path);
		*update = (struct sms_update){.path = file->path, .bytes = file->bytes, .length = file->length};
		if (file->bytes)
			sms_oid_of_blob(file->bytes, file->length, &update->after);
	}
	qsort(plan->updates, write->count, sizeof *plan->updates, by_path);
	for (size_t i = 1; i < write->count; i++)
		if (strcmp(plan->updates[i - 1].path, plan->updates[i].path) == 0)
			return sms_error(SMS_INPUT, "'%s' is to be written twice", plan->updates[i].path);
	return NULL;
}

/* --- The steps --- */

/* Reads the tip again; whoever moved it did so before we held the lock, or without it. */
static struct sms_error *check_tip(const struct plan *plan)
{
	struct sms_oid tip;
	SMS_TRY(sms_repo_head(plan->repo, &tip));
	return sms_oid_equal(&tip, plan->write->parent) ? NULL : sms_tip_moved();
}

/* A commit in the middle of a merge would end up with one parent only. */
static struct sms_error *check_state(const struct sms_repo *repo)
{
	int state = git_repository_state(repo->git);
	if (state == GIT_REPOSITORY_STATE_NONE || state == GIT_REPOSITORY_STATE_BISECT)
		return NULL;
	struct sms_error *error = sms_error(SMS_INPUT, "git is in the middle of a merge or the like");
	return sms_error_hint(error, "git status");
}

static struct sms_error *prepare(struct plan *plan)
{
	SMS_TRY(list_updates(plan));
	SMS_TRY(check_tip(plan));
	SMS_TRY(check_state(plan->repo));
	SMS_TRY(sms_repo_tree_of(plan->repo, plan->write->parent, &plan->old_tree));
	return sms_tree_build(plan->repo, &plan->cache, &plan->old_tree, plan->updates, plan->write->count, &plan->sink,
			      &plan->new_tree);
}

static struct sms_error *write_objects(struct plan *plan)
{
	SMS_TRY(sms_commit_make(plan->write, &plan->new_tree, &plan->sink, &plan->commit));
	return sms_sink_flush(&plan->sink, plan->repo, plan->write->packed, plan->write->progress);
}

/* What follows once the branch has moved: failures leave the commit standing. */
static struct sms_error *follow(struct plan *plan, struct sms_index_lock *index)
{
	const struct sms_write *write = plan->write;
	SMS_TRY(sms_commit_verify(plan->repo, &plan->commit, &plan->new_tree, plan->updates, write->count));
	if (index && write->keep_worktree)
		SMS_TRY(sms_worktree_look(plan->repo, plan->updates, write->count));
	else if (index)
		SMS_TRY(sms_worktree_write(plan->repo, plan->updates, write->count, write->progress));
	if (index)
		SMS_TRY(sms_index_update(index, plan->repo, plan->updates, write->count, false));
	sms_journal_clear(plan->repo);
	return NULL;
}

static struct sms_error *unconfirmed(struct sms_error *error, const struct sms_oid *commit)
{
	char text[SMS_OID_SIZE];
	sms_oid_format(commit, text);
	return sms_error_as(sms_error_wrap(error, "commit %s was written but not all that follows it", text),
			    SMS_UNCONFIRMED);
}

/* Takes index.lock and moves the branch. The journal comes first: it tells the next run what this one holds. */
static struct sms_error *move_branch(struct plan *plan, struct sms_index_lock *index)
{
	sms_auto(string) char *branch = NULL;
	struct sms_journal journal = {.parent = *plan->write->parent, .commit = plan->commit};
	if (index)
		sms_index_lock_identify(index, &journal);
	SMS_TRY(sms_journal_write(plan->repo, &journal));
	if (index)
		SMS_TRY(sms_index_lock_take(index, plan->repo, plan->lock));
	SMS_TRY(sms_repo_branch(plan->repo, &branch));
	return sms_branch_move(plan->repo, plan->lock, branch, plan->write, &plan->commit);
}

static bool is_tip(const struct sms_repo *repo, const struct sms_oid *commit)
{
	struct sms_oid tip;
	struct sms_error *error = sms_repo_head(repo, &tip);
	bool same = !error && sms_oid_equal(&tip, commit);
	sms_error_free(error);
	return same;
}

static struct sms_error *publish(struct plan *plan)
{
	sms_auto(index_lock) struct sms_index_lock *index = NULL;
	if (plan->repo->workdir_fd >= 0)
		SMS_TRY(sms_index_lock_new(&index, plan->repo));
	struct sms_error *error = move_branch(plan, index);
	/* A failure behind the rename of the reference, such as a flush of its folder, leaves the branch moved. */
	if (error && !is_tip(plan->repo, &plan->commit)) {
		sms_index_lock_free(sms_move(&index));
		sms_journal_clear(plan->repo);
		return error;
	}
	if (!error)
		error = follow(plan, index);
	return error ? unconfirmed(error, &plan->commit) : NULL;
}

struct sms_error *sms_repo_write(struct sms_repo *repo, const struct sms_lock *lock, const struct sms_write *write,
				 struct sms_oid *out)
{
	sms_auto(plan) struct plan plan = {.repo = repo, .lock = lock, .write = write};
	SMS_TRY(sms_repo_heal(repo, lock));
	SMS_TRY(prepare(&plan));
	*out = *write->parent;
	if (sms_oid_equal(&plan.old_tree, &plan.new_tree) && !sms_oid_is_zero(write->parent))
		return NULL;
	if (repo->workdir_fd >= 0 && !write->keep_worktree)
		SMS_TRY(sms_worktree_check(repo, plan.updates, write->count));
	SMS_TRY(write_objects(&plan));
	SMS_TRY(publish(&plan));
	*out = plan.commit;
	return NULL;
}
