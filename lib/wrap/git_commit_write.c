/* The commit object, the branch, and reading both back. git_commit_create() is not used: it can say 0 though it wrote
 * nothing. */
#include "wrap/git_commit_write.h"

struct sms_error *sms_tip_moved(void)
{
	struct sms_error *error = sms_error(SMS_BUSY, "the branch got another commit meanwhile");
	return sms_error_hint(error, "run the command again");
}

/* --- The commit --- */

static struct sms_error *add_commit(struct sms_repo *repo, const struct sms_write *write, git_tree *tree,
				    git_commit *parent, const git_signature *who, struct sms_oid *out)
{
	git_commit *parents[] = {parent};
	git_buf text = {0};
	git_oid oid;
	bool closed = write->message[strlen(write->message) - 1] == '\n';
	sms_auto(string) char *message = sms_format("%s%s", write->message, closed ? "" : "\n");
	/* By way of void *: versions of libgit2 differ in what of this parameter is const. */
	int code = git_commit_create_buffer(&text, repo->git, who, who, NULL, message, tree, parent ? 1 : 0,
					    (void *)parents);
	if (code >= 0)
		code = git_commit_create_with_signature(&oid, repo->git, text.ptr, NULL, NULL);
	git_buf_dispose(&text);
	if (code < 0)
		return sms_git_error(code, "cannot write the commit");
	memcpy(out->id, oid.id, sizeof out->id);
	return NULL;
}

struct sms_error *sms_commit_create(struct sms_repo *repo, const struct sms_write *write, const struct sms_oid *tree,
				    struct sms_oid *out)
{
	git_signature *who = NULL;
	git_tree *parsed_tree = NULL;
	git_commit *parent = NULL;
	struct sms_error *error;
	int code = git_signature_new(&who, write->author->name, write->author->email, write->time, 0);
	if (code >= 0)
		code = git_tree_lookup(&parsed_tree, repo->git, sms_oid_git(tree));
	if (code >= 0 && !sms_oid_is_zero(write->parent))
		code = git_commit_lookup(&parent, repo->git, sms_oid_git(write->parent));
	if (code < 0)
		error = sms_git_error(code, "cannot make the commit");
	else
		error = add_commit(repo, write, parsed_tree, parent, who, out);
	git_commit_free(parent);
	git_tree_free(parsed_tree);
	git_signature_free(who);
	return error;
}

/* --- The branch --- */

static char *log_line(const struct sms_write *write)
{
	return sms_format("commit%s: %.*s", sms_oid_is_zero(write->parent) ? " (initial)" : "",
			  (int)strcspn(write->message, "\n"), write->message);
}

struct sms_error *sms_branch_move(struct sms_repo *repo, const struct sms_lock *lock, const char *branch,
				  const struct sms_write *write, const struct sms_oid *commit)
{
	sms_auto(string) char *line = log_line(write);
	unsigned round = 0;
	int code;
	/* For the reflog; without it libgit2 reads the configuration. */
	git_repository_set_ident(repo->git, write->author->name, write->author->email);
	do {
		git_reference *reference = NULL;
		code = git_reference_create_matching(&reference, repo->git, branch, sms_oid_git(commit), 1,
						     sms_oid_git(write->parent), line);
		git_reference_free(reference);
	} while (code == GIT_ELOCKED && sms_lock_wait(lock, &round));
	if (code == GIT_ELOCKED) {
		sms_auto(string) char *path = sms_format("%s%s.lock", sms_repo_gitdir(repo), branch);
		return sms_lock_error(path);
	}
	/* Not found: the branch was there when it was read, and is gone. */
	if (code == GIT_EMODIFIED || code == GIT_ENOTFOUND || code == GIT_EEXISTS)
		return sms_tip_moved();
	return code < 0 ? sms_git_error(code, "cannot move the branch '%s'", branch) : NULL;
}

/* --- Reading back --- */

static struct sms_error *mismatch(const char *what)
{
	return sms_error(SMS_UNCONFIRMED, "%s, read back, is not what was written", what);
}

static struct sms_error *verify_file(const struct sms_repo *repo, struct sms_tree_cache *cache,
				     const struct sms_oid *tree, const struct sms_update *update)
{
	sms_auto(object) git_odb_object *blob = NULL;
	struct sms_oid oid;
	unsigned mode;
	bool found;
	SMS_TRY(sms_tree_lookup(repo, cache, tree, update->path, &found, &oid, &mode));
	if (!update->bytes)
		return found && mode != SMS_MODE_TREE ? mismatch(update->path) : NULL;
	if (!found || mode != SMS_MODE_FILE || !sms_oid_equal(&oid, &update->after))
		return mismatch(update->path);
	SMS_TRY(sms_object_read(repo, &oid, GIT_OBJECT_BLOB, &blob));
	bool same = git_odb_object_size(blob) == update->length &&
		    memcmp(git_odb_object_data(blob), update->bytes, update->length) == 0;
	return same ? NULL : mismatch(update->path);
}

struct sms_error *sms_commit_verify(const struct sms_repo *repo, const struct sms_oid *commit,
				    const struct sms_oid *tree, const struct sms_update *updates, size_t count)
{
	enum { SAMPLE = 64 };
	sms_auto(commit) struct sms_commit read = {0};
	sms_auto(tree_cache) struct sms_tree_cache cache = {{0}};
	struct sms_oid tip;
	SMS_TRY(sms_repo_head(repo, &tip));
	if (!sms_oid_equal(&tip, commit))
		return mismatch("the branch");
	SMS_TRY(sms_repo_commit(repo, commit, &read));
	if (!sms_oid_equal(&read.tree, tree))
		return mismatch("the commit");
	size_t step = count > SAMPLE ? count / SAMPLE : 1;
	for (size_t i = 0; i < count; i += step)
		SMS_TRY(verify_file(repo, &cache, tree, &updates[i]));
	return count ? verify_file(repo, &cache, tree, &updates[count - 1]) : NULL;
}
