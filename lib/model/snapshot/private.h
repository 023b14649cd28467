/* What the files of snapshot.h share. */
#ifndef SMS_MODEL_SNAPSHOT_PRIVATE_H
#define SMS_MODEL_SNAPSHOT_PRIVATE_H

#include "base/arena.h"
#include "base/map.h"
#include "model/id.h"
#include "model/snapshot/snapshot.h"

struct sms_listing {
	struct sms_entry **entries;
	size_t count, capacity;
};

struct sms_names;
void sms_names_free(struct sms_names *names);

struct sms_snapshot {
	const struct sms_repo *repo;
	const struct sms_types *types;
	bool is_worktree;
	struct sms_oid commit;    /* zero for a work tree, and on an unborn branch */
	struct sms_arena *arena;  /* entries and their strings */
	struct sms_map *listings; /* type name, "" for all -> struct sms_listing */
	struct sms_map *found;    /* id -> entry, of sms_snapshot_find */
	struct sms_names *names;  /* of sms_snapshot_paths_with; NULL until asked for */
	struct sms_other *others; /* of sms_snapshot_others */
	size_t other_count, other_capacity;
};

/* One file seen below a folder: its path from the top and git's mode; `oid` zero in a work tree. */
typedef struct sms_error *sms_file_visit(void *context, const char *path, const struct sms_oid *oid, unsigned mode);
/* Every file below `prefix`, in no order that counts; `prefix` itself where it is none of a folder. Symbolic links are
 * visited, not followed. */
struct sms_error *sms_snapshot_walk(struct sms_snapshot *snapshot, const char *prefix, sms_file_visit *visit,
				    void *context) SMS_CHECKED;
/* Is there a file at this path? */
struct sms_error *sms_snapshot_lookup(struct sms_snapshot *snapshot, const char *path, bool *found, struct sms_oid *oid,
				      unsigned *mode) SMS_CHECKED;
/* Paths, in byte order, of all files below the folders of records whose name holds `part`, as a cache below .git/sms/
 * has them; each folder is proved to be as it was, or listed anew. (names.c) */
struct sms_error *sms_snapshot_paths_with(struct sms_snapshot *snapshot, const char *part,
					  struct sms_list *out) SMS_CHECKED;
struct sms_entry *sms_snapshot_new_entry(struct sms_snapshot *snapshot, const char *path, const char *id,
					 const struct sms_type *type, const struct sms_oid *oid,
					 unsigned mode) SMS_CHECKED;

#endif
