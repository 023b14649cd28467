/* The commit object, the branch, and reading both back. git_commit_create() is not used: it can say 0 though it wrote
 * nothing. */
#include "wrap/git/commit_write.h"

struct sms_error *sms_tip_moved(void)
{
	struct sms_error *error = sms_error(SMS_BUSY, "the branch got another commit meanwhile");
	return sms_error_hint(error, "run the command again");
}

/* --- The commit --- */

/* As git writes it: so it is written with the other objects, and waited for once. */
struct sms_error *sms_commit_make(const struct sms_write *write, const struct sms_oid *tree, struct sms_sink *sink,
				  struct sms_oid *out)
{
	sms_auto(buf) struct sms_buf text = SMS_BUF_INIT;
	git_signature *who = NULL;
	char id[SMS_OID_SIZE];
	/* Leaves out of the names what git does. */
	int code = git_signature_new(&who, write->author->name, write->author->email, write->time, 0);
	if (code < 0)
		return sms_git_error(code, "cannot make the commit");
	sms_auto(string) char *person = sms_format("%s <%s> %lld +0000", who->name, who->email, (long long)write->time);
	git_signature_free(who);
	sms_oid_format(tree, id);
	sms_buf_add_format(&text, "tree %s\n", id);
	sms_oid_format(write->parent, id);
	if (!sms_oid_is_zero(write->parent))
		sms_buf_add_format(&text, "parent %s\n", id);
	sms_buf_add_format(&text, "author %s\ncommitter %s\n\n%s", person, person, write->message);
	if (text.data[text.length - 1] != '\n')
		sms_buf_add_char(&text, '\n');
	sms_oid_of("commit", text.data, text.length, out);
	size_t length = text.length;
	sms_sink_put(sink, GIT_OBJECT_COMMIT, sms_buf_take(&text), length, true, out);
	return NULL;
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
	sms_auto(tree_cache) struct sms_tree_cache cache = {{{0}}};
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
