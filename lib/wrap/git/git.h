/* Git repositories, through libgit2: opening, reading, walking. Writing is in write.h. With its sources, the only
 * home of libgit2.
 *
 * The facts behind the shapes here are measured: one handle a thread, objects in pack order, raw trees compared
 * entry by entry with equal ids skipped, no git_diff and no git_status on record trees. */
#ifndef SMS_WRAP_GIT_H
#define SMS_WRAP_GIT_H

#include "base/buf.h"
#include "base/error.h"
#include "base/list.h"
#include "base/time.h"
#include <stdbool.h>
#include <stdint.h>

struct sms_oid {
	unsigned char id[20];
};
#define SMS_OID_SIZE 41 /* 40 hexadecimal digits and a zero */

void sms_oid_format(const struct sms_oid *oid, char out[SMS_OID_SIZE]);
bool sms_oid_parse(const char *text, struct sms_oid *out);
bool sms_oid_equal(const struct sms_oid *a, const struct sms_oid *b);
bool sms_oid_is_zero(const struct sms_oid *oid);

struct sms_repo;

/* Opens the repository that `path` is in, looking upwards; environment variables of git's are not heeded. Errors
 * ENVIRONMENT with a hint: none there (`sms init`), owned by somebody else (`git config --global --add
 * safe.directory`), a format that is not supported (SHA-256, reftable, split index ...: says which). The first open
 * in a process starts libgit2 with fsync on and an allocator that never fails. */
struct sms_error *sms_repo_open(struct sms_repo **out, const char *path) SMS_CHECKED;
/* Whether every object that is read is hashed and compared with its id; on at the start, for the whole process. Lists
 * may do without (a quarter of the time of reading everything), audits may not. */
void sms_git_check_hashes(bool on);
/* Every object that is read through this handle, and those reopened from it, is hashed and compared with its id from now
 * on: faster than libgit2 does it, which then does not any more, in the whole process. Whoever follows the history by
 * libgit2's own walker as well has to read the commits by themselves, too (walk.h does). */
void sms_repo_prove(struct sms_repo *repo);
/* Remembers from now on what differs between commits that are compared, for whoever walks the history more than once:
 * the trees are not read again then. Some hundred bytes of memory for each change. */
void sms_repo_remember(struct sms_repo *repo);
/* Another handle on the same repository, for another thread. */
struct sms_error *sms_repo_reopen(struct sms_repo **out, const struct sms_repo *repo) SMS_CHECKED;
/* Makes a repository (HEAD on branch `main`), or opens the one that has its top at `path`. Makes the 256 object
 * folders, sets core.fsync=all, commitGraph.generationVersion=1. */
struct sms_error *sms_repo_init(struct sms_repo **out, const char *path, bool bare) SMS_CHECKED;
void sms_repo_free(struct sms_repo *repo);

/* Path of the work tree with a trailing slash, NULL for a bare repository. Borrowed. */
const char *sms_repo_workdir(const struct sms_repo *repo);
/* Path of the .git folder (the common one of linked work trees) with a trailing slash. Borrowed. */
const char *sms_repo_gitdir(const struct sms_repo *repo);
/* Path of the .git folder of this very work tree: HEAD and the index are there. Borrowed. */
const char *sms_repo_own_gitdir(const struct sms_repo *repo);
/* Descriptor of the work tree's top folder, -1 for a bare repository. Borrowed. */
int sms_repo_workdir_fd(const struct sms_repo *repo);
/* What makes evidence incomplete or misleading: "shallow clone", "replace refs", "grafts", "partial clone",
 * "alternates", "sparse checkout"; one list entry each. */
struct sms_error *sms_repo_oddities(const struct sms_repo *repo, struct sms_list *out) SMS_CHECKED;
/* Value of a configuration key, NULL when not set; the caller's. `repo` NULL: what the user has set for all. */
struct sms_error *sms_repo_config(const struct sms_repo *repo, const char *key, char **out) SMS_CHECKED;

struct sms_identity {
	char *name;
	char *email;
};
/* user.name and user.email, with GIT_AUTHOR_NAME and GIT_AUTHOR_EMAIL before them as in git; error INPUT with the two
 * git config commands as hints when one is missing or holds control or bidirectional characters. */
struct sms_error *sms_repo_identity(const struct sms_repo *repo, struct sms_identity *out) SMS_CHECKED;
void sms_identity_release(struct sms_identity *identity);
SMS_AUTO_STRUCT(identity, struct sms_identity, sms_identity_release);

/* The commit at HEAD; all zero on a branch without commits. */
struct sms_error *sms_repo_head(const struct sms_repo *repo, struct sms_oid *out) SMS_CHECKED;
typedef struct sms_error *sms_branch_visit(void *context, const char *name, const struct sms_oid *commit);
/* Visits all branches, those of remotes too, in the order of their names: "refs/heads/main". */
struct sms_error *sms_repo_branches(const struct sms_repo *repo, sms_branch_visit *visit, void *context) SMS_CHECKED;
/* The commit that a revision (`HEAD~3`, a tag, an abbreviated id) names; error INPUT when there is none. */
struct sms_error *sms_repo_resolve(const struct sms_repo *repo, const char *revision, struct sms_oid *out) SMS_CHECKED;
/* The last commit of HEAD's first-parent line with a committer time at or before `instant`; error INPUT when the
 * history begins later. */
struct sms_error *sms_repo_resolve_time(const struct sms_repo *repo, sms_time instant, struct sms_oid *out) SMS_CHECKED;

struct sms_commit {
	struct sms_oid oid, tree;
	struct sms_oid *parents;
	size_t parent_count;
	struct sms_identity author, committer;
	sms_time author_time, time; /* `time` is the committer's */
	char *message;
};
struct sms_error *sms_repo_commit(const struct sms_repo *repo, const struct sms_oid *oid,
				  struct sms_commit *out) SMS_CHECKED;
void sms_commit_release(struct sms_commit *commit);
SMS_AUTO_STRUCT(commit, struct sms_commit, sms_commit_release);

#define SMS_MODE_FILE 0100644u
#define SMS_MODE_TREE 0040000u

struct sms_tree_entry {
	const char *path; /* from the top of the tree; valid during the call */
	struct sms_oid oid;
	unsigned mode; /* as in git: 0100644, 0100755, 0120000, 0160000 */
};
typedef struct sms_error *sms_tree_visit(void *context, const struct sms_tree_entry *entry);

/* Every file below `prefix` ("" for all; "records/incident" with no slash at the end) of a commit, in tree order;
 * nothing where the prefix is not there; a file when the prefix names it. Stops at the visitor's first error. Folders
 * are not visited themselves. */
struct sms_error *sms_repo_walk_tree(const struct sms_repo *repo, const struct sms_oid *commit, const char *prefix,
				     sms_tree_visit *visit, void *context) SMS_CHECKED;
/* The entries of one tree, folders among them, in its order; `path` is the bare name. */
struct sms_error *sms_repo_list_tree(const struct sms_repo *repo, const struct sms_oid *tree, sms_tree_visit *visit,
				     void *context) SMS_CHECKED;
/* One path of a commit; `found` says whether it is there. `mode` may be NULL. */
struct sms_error *sms_repo_lookup(const struct sms_repo *repo, const struct sms_oid *commit, const char *path,
				  bool *found, struct sms_oid *oid, unsigned *mode) SMS_CHECKED;
/* Replaces the contents of `out` with a blob's. */
struct sms_error *sms_repo_blob(const struct sms_repo *repo, const struct sms_oid *oid,
				struct sms_buf *out) SMS_CHECKED;
/* The blob id that bytes would get. */
void sms_oid_of_blob(const void *bytes, size_t length, struct sms_oid *out);
/* Fills `order` with 0..count-1 so that reading ids in that order follows their place in the packs, loose objects
 * last. */
struct sms_error *sms_repo_pack_order(const struct sms_repo *repo, const struct sms_oid *ids, size_t count,
				      uint32_t *order) SMS_CHECKED;

/* One path that differs between two trees; an id that is all zero means "not there". */
struct sms_tree_change {
	const char *path;
	struct sms_oid before, after;
	unsigned mode_before, mode_after;
};
typedef struct sms_error *sms_change_visit(void *context, const struct sms_tree_change *change);
/* Every file that differs between two commits (all zero: the empty tree), in tree order. Compares raw trees and skips
 * equal ids. */
struct sms_error *sms_repo_diff(const struct sms_repo *repo, const struct sms_oid *a, const struct sms_oid *b,
				sms_change_visit *visit, void *context) SMS_CHECKED;

typedef struct sms_error *sms_history_visit(void *context, const struct sms_commit *commit,
					    const struct sms_tree_change *changes, size_t count);
/* Walks the history from `tip` backwards (children before parents, by time) without what `hide` (may be NULL) reaches,
 * and calls `visit` for every commit that changed a path that is one of `prefixes` or below one (NULL or none: any
 * path); a path counts as changed in a merge only when it differs from all parents. `*stop` (may be NULL) is looked at
 * after each call and ends the walk when true. */
struct sms_error *sms_repo_history(const struct sms_repo *repo, const struct sms_oid *tip, const struct sms_oid *hide,
				   const struct sms_list *prefixes, sms_history_visit *visit, void *context,
				   const bool *stop) SMS_CHECKED;
/* The same for every commit, whatever it changed: no trees are compared, and the visitor is told of no changes. */
struct sms_error *sms_repo_commits(const struct sms_repo *repo, const struct sms_oid *tip, sms_history_visit *visit,
				   void *context, const bool *stop) SMS_CHECKED;
/* True when `ancestor` can be reached from `descendant` (or is it). */
struct sms_error *sms_repo_is_ancestor(const struct sms_repo *repo, const struct sms_oid *ancestor,
				       const struct sms_oid *descendant, bool *out) SMS_CHECKED;
/* The first commit of HEAD's first-parent line: names this SMS repository. */
struct sms_error *sms_repo_root(const struct sms_repo *repo, struct sms_oid *out) SMS_CHECKED;

/* Paths of the work tree (below `prefixes`, or all tracked ones where none) whose bytes differ from HEAD's, are
 * missing or are not in HEAD; sorted. Trusts the index's stat data where it matches, as git does. Nothing for a bare
 * repository. Untracked files that .gitignore names do not count. */
struct sms_error *sms_repo_worktree_changes(const struct sms_repo *repo, const struct sms_list *prefixes,
					    struct sms_list *out) SMS_CHECKED;

/* Appends the unified difference of two texts (NULL: not there), nothing where they are equal. Starts libgit2 like
 * sms_repo_open, which must have run. */
struct sms_error *sms_text_diff(struct sms_buf *out, const char *before, size_t before_length, const char *after,
				size_t after_length, const char *path) SMS_CHECKED;

SMS_AUTO_POINTER(repo, struct sms_repo *, sms_repo_free);

#endif
