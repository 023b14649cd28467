/* The whole history, oldest first: for whoever has to look at every commit against each of its parents. See git.h for
 * walks that begin at the newest and stop early. Nothing is taken from replace refs, grafts or a commit-graph. */
#ifndef SMS_WRAP_GIT_WALK_H
#define SMS_WRAP_GIT_WALK_H

#include "base/progress.h"
#include "wrap/git/git.h"

#define SMS_NO_COMMIT SIZE_MAX

struct sms_walk;

/* A commit by its place in the walk; its parents have lower places. */
struct sms_walk_node {
	struct sms_oid oid, tree;
	sms_time time;         /* the committer's */
	const size_t *parents; /* their places */
	size_t parent_count;
	bool cut; /* of a shallow clone: it has parents that are not there, and is here as if it had none */
};

/* Reads all commits that the tips reach, in a shallow clone those that are there. Error ENVIRONMENT where one is missing
 * otherwise, or malformed. */
struct sms_error *sms_walk_new(struct sms_walk **out, const struct sms_repo *repo, const struct sms_oid *tips,
			       size_t count, const struct sms_progress *progress) SMS_CHECKED;
void sms_walk_free(struct sms_walk *walk);
SMS_AUTO_POINTER(walk, struct sms_walk *, sms_walk_free);

size_t sms_walk_count(const struct sms_walk *walk);
const struct sms_walk_node *sms_walk_node(const struct sms_walk *walk, size_t index);
/* The commit's place, or SMS_NO_COMMIT. */
size_t sms_walk_find(const struct sms_walk *walk, const struct sms_oid *commit);
/* Sets the mark of a commit and of all that it descends from; `marks` has room for all. Marked ones are not looked
 * behind. */
void sms_walk_mark(const struct sms_walk *walk, size_t index, bool *marks);

/* What differs between a commit and one of its parents, in tree order. */
struct sms_walk_side {
	size_t parent; /* SMS_NO_COMMIT: the commit has none, all it holds is new; or it is cut */
	const struct sms_tree_change *changes;
	size_t count;
};

struct sms_walk_step {
	size_t index;
	const struct sms_commit *commit;
	const struct sms_walk_side *sides; /* one a parent; one of a root */
	size_t side_count;
	/* What is wrong with the commit object and with those of its trees that the first parent does not have, as git
	 * fsck counts it: "signature: …" where it is ambiguous what was signed, else "malformed: …". */
	const struct sms_list *faults;
	/* The commit's signature in its armour, and what it is of; `signature` is empty where there is none. */
	const struct sms_buf *signature, *payload;
};
typedef struct sms_error *sms_walk_visit(void *context, const struct sms_walk_step *step);
/* Visits every commit, parents before children. */
struct sms_error *sms_walk_run(struct sms_walk *walk, sms_walk_visit *visit, void *context,
			       const struct sms_progress *progress) SMS_CHECKED;

/* Errors ENVIRONMENT name a loose object that is cut off, damaged or longer than it says: libgit2 is not to read it. */
struct sms_error *sms_repo_check_loose(const struct sms_repo *repo, const struct sms_progress *progress) SMS_CHECKED;

#endif
