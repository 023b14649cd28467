/* What the git sources share and nobody else sees; the only file that includes libgit2. */
#ifndef SMS_WRAP_GIT_PRIVATE_H
#define SMS_WRAP_GIT_PRIVATE_H

#include "wrap/git/git.h"
#include <git2.h>
#include <git2/sys/alloc.h>
#include <string.h>

struct sms_tree_cache;
struct sms_tree_memo;

struct sms_repo {
	git_repository *git;
	git_odb *odb;
	int workdir_fd;               /* -1 in a bare repository */
	struct sms_tree_cache *trees; /* for looking up many paths of one commit; a handle belongs to one thread */
	struct sms_tree_memo *memo;   /* of what differs between trees; NULL where nothing is remembered */
	struct sms_sha1 *hash;        /* for proving objects; NULL where they are not */
};

_Static_assert(sizeof(struct sms_oid) == sizeof(git_oid), "both are the 20 bytes of a SHA-1");

static inline const git_oid *sms_oid_git(const struct sms_oid *oid)
{
	return (const git_oid *)oid;
}

/* An error from libgit2's status `code` and its last message: "context: message". A lock that somebody holds and a
 * reference that moved are BUSY, all else is ENVIRONMENT. Call it right after the call that failed. */
struct sms_error *sms_git_error(int code, const char *format, ...) SMS_PRINTF(2, 3) SMS_CHECKED;

/* --- SHA-1 (hash.c) --- */

struct sms_sha1;
struct sms_sha1 *sms_sha1_new(void) SMS_CHECKED;
void sms_sha1_add(struct sms_sha1 *hash, const void *bytes, size_t length);
/* Gives the digest and frees the hash. */
void sms_sha1_end(struct sms_sha1 *hash, unsigned char out[20]);
/* Gives the digest, and begins anew. */
void sms_sha1_next(struct sms_sha1 *hash, unsigned char out[20]);
void sms_sha1_free(struct sms_sha1 *hash);
void sms_sha1(const void *bytes, size_t length, unsigned char out[20]);
/* The id that an object of this type ("blob", "tree") would get. */
void sms_oid_of(const char *type, const void *bytes, size_t length, struct sms_oid *out);
/* The same with a hash that is there already, new or begun anew, and that stays. */
void sms_oid_next(struct sms_sha1 *hash, const char *type, const void *bytes, size_t length, struct sms_oid *out);

/* --- Objects --- */

static inline void sms_object_free(git_odb_object *object)
{
	if (object)
		git_odb_object_free(object);
}
SMS_AUTO_POINTER(object, git_odb_object *, sms_object_free);

/* With sms_repo_prove: an error where the bytes are not those of the id, or show the trace of a collision (prove.c). */
struct sms_error *sms_object_prove(const struct sms_repo *repo, const struct sms_oid *oid,
				   git_odb_object *object) SMS_CHECKED;
/* Reads an object of one type; another type is an error. */
struct sms_error *sms_object_read(const struct sms_repo *repo, const struct sms_oid *oid, git_object_t type,
				  git_odb_object **out) SMS_CHECKED;
/* Reads a commit's text; the id stays the caller's to set. */
struct sms_error *sms_commit_parse(const char *text, size_t length, struct sms_commit *out) SMS_CHECKED;
/* Tree of a commit, zero for the zero id. */
struct sms_error *sms_repo_tree_of(const struct sms_repo *repo, const struct sms_oid *commit,
				   struct sms_oid *tree) SMS_CHECKED;

/* --- Raw trees (tree.c) --- */

/* Trees read lately: of neighbouring commits most are the same. Zero-initialize. */
struct sms_tree_cache {
	struct sms_cached_tree {
		git_odb_object *object;
		unsigned asked; /* for names */
		struct sms_tree_index *index;
	} slots[64];
	struct sms_cached_root {
		struct sms_oid commit, tree;
	} roots[16]; /* of commits asked for lately */
};
void sms_tree_cache_release(struct sms_tree_cache *cache);
SMS_AUTO_STRUCT(tree_cache, struct sms_tree_cache, sms_tree_cache_release);
/* `cache` may be NULL. The object is the caller's. */
struct sms_error *sms_tree_read(const struct sms_repo *repo, struct sms_tree_cache *cache, const struct sms_oid *tree,
				git_odb_object **out) SMS_CHECKED;

void sms_cached_tree_release(struct sms_cached_tree *cached);

/* Reads a raw tree entry by entry. */
struct sms_raw_tree {
	const char *at, *end;
};
struct sms_raw_entry {
	const char *name; /* not closed by a zero that counts: there is one, but use the length */
	size_t length;
	unsigned mode;
	bool is_plain;             /* the name is visible ASCII, spaces among it */
	const struct sms_oid *oid; /* in the tree's bytes */
};
static inline struct sms_raw_tree sms_raw_tree(git_odb_object *object)
{
	const char *bytes = git_odb_object_data(object);
	return (struct sms_raw_tree){bytes, bytes + git_odb_object_size(object)};
}
/* Next entry, or `done`; a malformed tree is an error. */
struct sms_error *sms_raw_next(struct sms_raw_tree *tree, struct sms_raw_entry *entry, bool *done) SMS_CHECKED;
static inline bool sms_raw_is_tree(const struct sms_raw_entry *entry)
{
	return (entry->mode & 0170000) == SMS_MODE_TREE;
}
/* The first entry of a name. `cached` is where a cache may have the tree, or NULL (tree_index.c). */
struct sms_error *sms_tree_find(struct sms_cached_tree *cached, git_odb_object *tree, const char *name, size_t length,
				struct sms_raw_entry *entry, bool *found) SMS_CHECKED;
/* The order of trees: as if the names of folders ended in a slash. */
int sms_raw_order(const struct sms_raw_entry *a, const struct sms_raw_entry *b);

#define SMS_TREE_DEPTH 64 /* folders in folders; deeper trees are hostile */

/* A comparison of trees. */
struct sms_tree_diff {
	const struct sms_repo *repo;
	struct sms_tree_cache *cache;    /* may be NULL */
	const struct sms_list *prefixes; /* only paths at or below one of these; NULL or empty for all */
	sms_change_visit *visit;
	void *context;
	/* Shown every tree of the second side that the first does not have, with its path (`a/b/`); NULL: nothing. */
	void (*inspect)(void *inspected, const char *path, git_odb_object *tree);
	void *inspected;
};
/* Visits every file that differs between two trees; the zero id is the empty tree. */
struct sms_error *sms_tree_compare(const struct sms_tree_diff *diff, const struct sms_oid *a,
				   const struct sms_oid *b) SMS_CHECKED;
/* The same from what is remembered; `done` says whether anything is (tree_memo.c). */
struct sms_error *sms_tree_memo_replay(const struct sms_tree_diff *diff, const struct sms_oid *a,
				       const struct sms_oid *b, bool *done) SMS_CHECKED;
typedef struct sms_error *sms_tree_compare_run(const struct sms_tree_diff *diff, const struct sms_oid *a,
					       const struct sms_oid *b);
/* Runs a comparison, and remembers what it finds. */
struct sms_error *sms_tree_memo_record(const struct sms_tree_diff *diff, const struct sms_oid *a,
				       const struct sms_oid *b, sms_tree_compare_run *run) SMS_CHECKED;
struct sms_tree_memo *sms_tree_memo_new(void) SMS_CHECKED;
void sms_tree_memo_free(struct sms_tree_memo *memo);
/* True when `path` is one of the prefixes or below one; any path when there are none. */
bool sms_prefixes_cover(const struct sms_list *prefixes, const char *path);

/* One path of a tree. */
struct sms_error *sms_tree_lookup(const struct sms_repo *repo, struct sms_tree_cache *cache, const struct sms_oid *tree,
				  const char *path, bool *found, struct sms_oid *oid, unsigned *mode) SMS_CHECKED;

/* --- What is wrong with objects as such (faults.c): added as struct sms_walk_step has it. --- */

void sms_commit_faults(const char *text, size_t length, struct sms_list *out);
/* Takes the first `gpgsig` out: its value, and the commit without it; nothing where there is none. */
void sms_commit_signature(const char *text, size_t length, struct sms_buf *signature, struct sms_buf *payload);
void sms_tree_faults(const char *path, git_odb_object *tree, struct sms_list *out);

/* Starts libgit2, once in a process. */
struct sms_error *sms_git_start(void) SMS_CHECKED;
#endif
