/* The records as they stand at a commit or in the work tree, whatever their bytes come from: packed objects, loose
 * objects or files. Folders are listed when first asked for; a record whose whole id is known is found without. */
#ifndef SMS_MODEL_SNAPSHOT_H
#define SMS_MODEL_SNAPSHOT_H

#include "base/progress.h"
#include "model/type/type.h"
#include "wrap/git/git.h"

struct sms_snapshot;

struct sms_entry {
	char *path;                  /* of the JSON file */
	char *id;                    /* by its path */
	const struct sms_type *type; /* by its path; documents: by the id's prefix */
	struct sms_oid oid;          /* of the JSON blob; all zero in a work tree */
	unsigned mode;
};

/* `types` must outlive the snapshot; `repo` is borrowed. */
struct sms_snapshot *sms_snapshot_of_commit(const struct sms_repo *repo, const struct sms_types *types,
					    const struct sms_oid *commit) SMS_CHECKED;
struct sms_snapshot *sms_snapshot_of_worktree(const struct sms_repo *repo, const struct sms_types *types) SMS_CHECKED;
void sms_snapshot_free(struct sms_snapshot *snapshot);
SMS_AUTO_POINTER(snapshot, struct sms_snapshot *, sms_snapshot_free);

/* The commit, or NULL for a work tree. */
const struct sms_oid *sms_snapshot_commit_id(const struct sms_snapshot *snapshot);
const struct sms_types *sms_snapshot_types(const struct sms_snapshot *snapshot);

/* Entries of one type (NULL: of all), in path order; borrowed, valid as long as the snapshot. */
struct sms_error *sms_snapshot_list(struct sms_snapshot *snapshot, const struct sms_type *type,
				    const struct sms_entry *const **entries, size_t *count) SMS_CHECKED;
/* The entry of an exact id, NULL in `out` when there is none. */
struct sms_error *sms_snapshot_find(struct sms_snapshot *snapshot, const char *id,
				    const struct sms_entry **out) SMS_CHECKED;
/* The entry that a name means: an id, or an unambiguous part of one (any case), or the number a record had elsewhere
 * (`external.id`). Errors INPUT: none (with the nearest), several (with the candidates as hints). `type` may be NULL.
 */
struct sms_error *sms_snapshot_name(struct sms_snapshot *snapshot, const char *name, const struct sms_type *type,
				    const struct sms_entry **out) SMS_CHECKED;
/* Replaces the contents of `out` with the bytes of any path; `found` may be NULL, then a missing path is an error. */
struct sms_error *sms_snapshot_read(struct sms_snapshot *snapshot, const char *path, struct sms_buf *out,
				    bool *found) SMS_CHECKED;
/* Paths of all regular files below `prefix`, in path order (`approvals/POL-CHANGE`, `types`). */
struct sms_error *sms_snapshot_files(struct sms_snapshot *snapshot, const char *prefix,
				     struct sms_list *out) SMS_CHECKED;

/* Something that is no record, in the place of one or of a folder. */
struct sms_other {
	const char *path;
	unsigned mode; /* git's, or the S_IFMT of a work tree's */
};
/* What was met while records were listed that is neither a record nor a document's prose, and what sms_snapshot_files
 * left out: of all this nothing was read. In no order, and a path may be there twice. Borrowed until the next listing.
 */
const struct sms_other *sms_snapshot_others(const struct sms_snapshot *snapshot, size_t *count);

struct sms_scanned {
	const struct sms_entry *entry;
	size_t index;     /* of the entry in the listing */
	const char *text; /* the JSON file's bytes */
	size_t length;
	const sms_json *json;    /* parsed; NULL when it does not parse */
	struct sms_error *error; /* why not: borrowed */
};
/* `thread` is 0 or 1; calls of the same thread do not overlap. All borrowed, valid during the call. */
typedef struct sms_error *sms_scan_visit(void *context, unsigned thread, const struct sms_scanned *record);

#define SMS_SCAN_THREADS 2

/* Reads and parses every record of a type (NULL: of all) in the order its bytes lie, on two threads with a repository
 * handle each (one where there are few). Order of visits is any. The visitor's first error ends it. */
struct sms_error *sms_snapshot_scan(struct sms_snapshot *snapshot, const struct sms_type *type, sms_scan_visit *visit,
				    void *context, const struct sms_progress *progress) SMS_CHECKED;
/* The same for those records of the listing that have one of these indexes, which are in order. */
struct sms_error *sms_snapshot_scan_some(struct sms_snapshot *snapshot, const struct sms_type *type,
					 const uint32_t *indexes, size_t count, sms_scan_visit *visit, void *context,
					 const struct sms_progress *progress) SMS_CHECKED;

#endif
