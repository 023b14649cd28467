/* Reading objects, and finding commits by name, time and descent. */
#include "wrap/git/private.h"

struct sms_error *sms_object_read(const struct sms_repo *repo, const struct sms_oid *oid, git_object_t type,
				  git_odb_object **out)
{
	sms_auto(object) git_odb_object *object = NULL;
	char text[SMS_OID_SIZE];
	*out = NULL;
	int code = git_odb_read(&object, repo->odb, sms_oid_git(oid));
	if (code < 0) {
		sms_oid_format(oid, text);
		return sms_git_error(code, "cannot read the git object %s", text);
	}
	if (git_odb_object_type(object) != type) {
		sms_oid_format(oid, text);
		return sms_error(SMS_ENVIRONMENT, "the git object %s is a %s where a %s should be", text,
				 git_object_type2string(git_odb_object_type(object)), git_object_type2string(type));
	}
	SMS_TRY(sms_object_prove(repo, oid, object));
	*out = sms_move(&object);
	return NULL;
}

struct sms_error *sms_repo_blob(const struct sms_repo *repo, const struct sms_oid *oid, struct sms_buf *out)
{
	sms_auto(object) git_odb_object *object = NULL;
	sms_buf_clear(out);
	SMS_TRY(sms_object_read(repo, oid, GIT_OBJECT_BLOB, &object));
	sms_buf_add(out, git_odb_object_data(object), git_odb_object_size(object));
	return NULL;
}

struct sms_error *sms_repo_commit(const struct sms_repo *repo, const struct sms_oid *oid, struct sms_commit *out)
{
	sms_auto(object) git_odb_object *object = NULL;
	char text[SMS_OID_SIZE];
	*out = (struct sms_commit){0};
	SMS_TRY(sms_object_read(repo, oid, GIT_OBJECT_COMMIT, &object));
	struct sms_error *error = sms_commit_parse(git_odb_object_data(object), git_odb_object_size(object), out);
	if (error) {
		sms_oid_format(oid, text);
		return sms_error_wrap(error, "git object %s", text);
	}
	out->oid = *oid;
	return NULL;
}

struct sms_error *sms_repo_tree_of(const struct sms_repo *repo, const struct sms_oid *commit, struct sms_oid *tree)
{
	sms_auto(commit) struct sms_commit read = {0};
	struct sms_cached_root *known = &repo->trees->roots[commit->id[0] % SMS_COUNT(repo->trees->roots)];
	*tree = (struct sms_oid){{0}};
	if (sms_oid_is_zero(commit))
		return NULL;
	if (!sms_oid_equal(&known->commit, commit)) {
		SMS_TRY(sms_repo_commit(repo, commit, &read));
		*known = (struct sms_cached_root){*commit, read.tree};
	}
	*tree = known->tree;
	return NULL;
}

struct sms_error *sms_repo_head(const struct sms_repo *repo, struct sms_oid *out)
{
	git_oid oid;
	*out = (struct sms_oid){{0}};
	int code = git_reference_name_to_id(&oid, repo->git, "HEAD");
	/* Not found is a branch without commits, if HEAD itself is there. */
	if (code == GIT_ENOTFOUND && git_repository_head_unborn(repo->git) == 1)
		return NULL;
	if (code < 0)
		return sms_git_error(code, "cannot read HEAD of '%s'", git_repository_path(repo->git));
	memcpy(out->id, oid.id, sizeof out->id);
	return NULL;
}

static struct sms_error *list_branches(const struct sms_repo *repo, struct sms_list *out)
{
	git_reference_iterator *iterator = NULL;
	const char *name;
	int code = git_reference_iterator_new(&iterator, repo->git);
	while (code >= 0 && (code = git_reference_next_name(&name, iterator)) >= 0)
		if (strncmp(name, "refs/heads/", 11) == 0 || strncmp(name, "refs/remotes/", 13) == 0)
			sms_list_add(out, name);
	git_reference_iterator_free(iterator);
	return code < 0 && code != GIT_ITEROVER ? sms_git_error(code, "cannot list the references") : NULL;
}

struct sms_error *sms_repo_branches(const struct sms_repo *repo, sms_branch_visit *visit, void *context)
{
	sms_auto(list) struct sms_list names = SMS_LIST_INIT;
	SMS_TRY(list_branches(repo, &names));
	sms_list_sort(&names);
	for (size_t i = 0; i < names.count; i++) {
		struct sms_oid commit;
		git_oid oid;
		int code = git_reference_name_to_id(&oid, repo->git, names.items[i]);
		if (code < 0)
			return sms_git_error(code, "cannot read '%s'", names.items[i]);
		memcpy(commit.id, oid.id, sizeof commit.id);
		SMS_TRY(visit(context, names.items[i], &commit));
	}
	return NULL;
}

/* False when the name that a revision begins with is no reference and no id. libgit2 would find that out as well, but
 * 1.5 leaks memory then. */
static bool may_be_there(const struct sms_repo *repo, const char *revision)
{
	git_reference *reference = NULL;
	size_t length = strcspn(revision, "~^:@");
	sms_auto(string) char *name = sms_copy(revision, length);
	if (!length || (length >= 4 && strspn(name, "0123456789abcdefABCDEF") == length) || strstr(name, "-g"))
		return true;
	int code = git_reference_dwim(&reference, repo->git, name);
	git_reference_free(reference);
	return code != GIT_ENOTFOUND && code != GIT_EINVALIDSPEC;
}

struct sms_error *sms_repo_resolve(const struct sms_repo *repo, const char *revision, struct sms_oid *out)
{
	git_object *object = NULL, *commit = NULL;
	if (!may_be_there(repo, revision))
		return sms_error(SMS_INPUT, "'%s' does not name a commit", revision);
	int code = git_revparse_single(&object, repo->git, revision);
	if (code >= 0)
		code = git_object_peel(&commit, object, GIT_OBJECT_COMMIT);
	if (code >= 0)
		memcpy(out->id, git_object_id(commit)->id, sizeof out->id);
	git_object_free(commit);
	git_object_free(object);
	switch (code) {
	case GIT_OK:
		return NULL;
	case GIT_EAMBIGUOUS:
		return sms_error(SMS_INPUT, "'%s' names more than one object", revision);
	case GIT_ENOTFOUND:
	case GIT_EINVALIDSPEC:
	case GIT_EPEEL:
		return sms_error(SMS_INPUT, "'%s' does not name a commit", revision);
	default:
		return sms_error_as(sms_git_error(code, "cannot find the commit '%s'", revision), SMS_INPUT);
	}
}

static struct sms_error *history_later(sms_time instant, sms_time first)
{
	char wanted[SMS_TIME_SIZE], begin[SMS_TIME_SIZE];
	sms_time_format(instant, wanted);
	if (first == SMS_TIME_NONE)
		return sms_error(SMS_INPUT, "there are no commits yet");
	sms_time_format(first, begin);
	return sms_error(SMS_INPUT, "the history begins at %s, after %s", begin, wanted);
}

struct sms_error *sms_repo_resolve_time(const struct sms_repo *repo, sms_time instant, struct sms_oid *out)
{
	struct sms_oid at;
	sms_time time = SMS_TIME_NONE;
	SMS_TRY(sms_repo_head(repo, &at));
	while (!sms_oid_is_zero(&at)) {
		sms_auto(commit) struct sms_commit commit = {0};
		SMS_TRY(sms_repo_commit(repo, &at, &commit));
		time = commit.time;
		if (time <= instant) {
			*out = at;
			return NULL;
		}
		at = commit.parent_count ? commit.parents[0] : (struct sms_oid){{0}};
	}
	return history_later(instant, time);
}

struct sms_error *sms_repo_is_ancestor(const struct sms_repo *repo, const struct sms_oid *ancestor,
				       const struct sms_oid *descendant, bool *out)
{
	*out = sms_oid_equal(ancestor, descendant);
	if (*out)
		return NULL;
	int code = git_graph_descendant_of(repo->git, sms_oid_git(descendant), sms_oid_git(ancestor));
	if (code < 0)
		return sms_git_error(code, "cannot follow the history");
	*out = code == 1;
	return NULL;
}

/* By libgit2's walker, which reads a commit-graph where there is one. */
struct sms_error *sms_repo_root(const struct sms_repo *repo, struct sms_oid *out)
{
	git_revwalk *walk = NULL;
	git_oid oid;
	SMS_TRY(sms_repo_head(repo, out));
	if (sms_oid_is_zero(out))
		return NULL;
	int code = git_revwalk_new(&walk, repo->git);
	if (code >= 0)
		code = git_revwalk_simplify_first_parent(walk);
	if (code >= 0)
		code = git_revwalk_push(walk, sms_oid_git(out));
	while (code >= 0 && (code = git_revwalk_next(&oid, walk)) >= 0)
		memcpy(out->id, oid.id, sizeof out->id);
	git_revwalk_free(walk);
	return code != GIT_ITEROVER ? sms_git_error(code, "cannot follow the history") : NULL;
}
