/* What the files of verify.h share. */
#ifndef SMS_WORK_VERIFY_PRIVATE_H
#define SMS_WORK_VERIFY_PRIVATE_H

#include "base/map.h"
#include "model/approval/evidence.h"
#include "work/verify/verify.h"
#include "wrap/digest.h"
#include "wrap/git/walk.h"

#define SMS_VERIFY_TOLERANCE 600 /* seconds that clocks may differ */

/* An entry made more seconds after what it tells of is late; a commit with more records is bulk. */
struct sms_verify_limits {
	sms_time late;
	int64_t bulk;
};

/* Settings as one version of sms.json has them. */
struct sms_verify_epoch {
	struct sms_oid blob;
	sms_json *json; /* NULL: no JSON, or none there */
	char rules[SMS_DIGEST_SIZE];
	struct sms_verify_limits limits;
};

/* A file below approvals/, over all its time. */
struct sms_verify_file {
	char *path;
	struct sms_oid blob; /* that it came with */
	size_t origin;       /* the commit that brought it */
	bool removed;
	size_t *epochs; /* of settings that have to accept it; the first is that of its origin */
	size_t epoch_count, epoch_capacity;
	size_t *findings; /* places of findings that it was changed or taken away */
	size_t finding_count, finding_capacity;
	bool weighed, judged, invalid;
	unsigned said; /* bits of what was found wrong with it */
	/* Of a statement that can be read; NULL else: */
	char *id, *signer, *role, *decision, *rules, *digest;
	sms_time at;
};

/* A record's id, once it was met. */
struct sms_verify_id {
	char *path;
	uint64_t created; /* hash of the record's `created` */
	bool removed;
	struct sms_oid blob; /* that was taken away */
	size_t finding;      /* place of the finding that says so */
};

/* A rule that asks for less than before, or a limit that was raised: the settings before and after it, the place of the
 * finding, and the digest by which a record approves it. */
struct sms_weakening {
	size_t before, after, finding;
	char digest[SMS_DIGEST_SIZE];
};

/* What one commit did, summed up when all of it was seen. */
struct sms_verify_tally {
	size_t records, late;
	sms_time latest; /* how late at most, in seconds */
	char *late_id;
	size_t others; /* entries that name somebody other than the author */
	char *other, *other_id;
};

struct sms_verify {
	const struct sms_verify_options *options;
	struct sms_verify_result *out;
	struct sms_store *store; /* as of the tip */
	const struct sms_people *people;
	struct sms_walk *walk;
	struct sms_types **types; /* that some commit had */
	size_t type_count, type_capacity;
	struct sms_verify_epoch *epochs;
	size_t epoch_count, epoch_capacity;
	size_t *types_of, *epoch_of; /* by the place of a commit */
	struct sms_map *files;       /* path to struct sms_verify_file */
	struct sms_map *blobs;       /* id of a statement's blob to the same */
	struct sms_map *ids;         /* to struct sms_verify_id */
	struct sms_weakening *weakenings;
	size_t weakening_count, weakening_capacity;
	struct sms_verify_limits defaults; /* where nothing is set */
	bool shallow;                      /* the history begins with commits that are cut off */
	/* The commit that is looked at: */
	const struct sms_walk_step *step;
	struct sms_verify_limits limits;
	struct sms_verify_tally tally;
	struct sms_arena *arena; /* for what is read of one change */
};

/* Adds a finding of a rule of the table, of the commit that is looked at (none: outside of the walk). `record` and `path`
 * may be NULL. Returns its place among the findings. */
size_t sms_verify_add(struct sms_verify *run, const char *rule, const char *record, const char *path,
		      const char *format, ...) SMS_PRINTF(5, 6);
/* The same about another commit by its place. */
size_t sms_verify_add_at(struct sms_verify *run, size_t commit, const char *rule, const char *record, const char *path,
			 const char *format, ...) SMS_PRINTF(6, 7);

/* A file that differs between a commit and one of its parents, known to be a record's. */
struct sms_verify_change {
	const struct sms_walk_side *side;
	const char *path, *id;
	const struct sms_type *type;
	const struct sms_oid *before, *after;
};

/* --- walk.c --- */

struct sms_error *sms_verify_walk(struct sms_verify *run) SMS_CHECKED;
bool sms_verify_is_merge(const struct sms_verify *run);
/* Is what the commit holds only what is there, and not what it did? Its parents are not there. */
bool sms_verify_is_cut(const struct sms_verify *run);
/* Of a merge: is the path, as the merge has it, in a parent other than that of `side`? */
bool sms_verify_is_inherited(const struct sms_verify *run, const struct sms_walk_side *side, const char *path);
/* The change of the path on a side; NULL where there is none. */
const struct sms_tree_change *sms_verify_side_has(const struct sms_walk_side *side, const char *path);

/* --- record.c, log.c, ids.c --- */

void sms_verify_id_free(void *id);

/* The JSON of a version in the run's arena; NULL in `out` where it is none, `fault` then says why. `text` gets its
 * bytes. */
struct sms_error *sms_verify_json(struct sms_verify *run, const struct sms_oid *blob, const char *path,
				  struct sms_buf *text, const sms_json **out, struct sms_error **fault) SMS_CHECKED;
/* A record that was there before and is there now. */
struct sms_error *sms_verify_version(struct sms_verify *run, const struct sms_verify_change *change) SMS_CHECKED;
/* One that came, or went. */
struct sms_error *sms_verify_new(struct sms_verify *run, const struct sms_verify_change *change) SMS_CHECKED;
struct sms_error *sms_verify_gone(struct sms_verify *run, const struct sms_verify_change *change) SMS_CHECKED;
/* Of an id that a record gets: nobody had it. */
struct sms_error *sms_verify_birth(struct sms_verify *run, const struct sms_verify_change *change,
				   const sms_json *json) SMS_CHECKED;
/* A document's prose that differs. */
struct sms_error *sms_verify_body(struct sms_verify *run, const struct sms_verify_change *change) SMS_CHECKED;
/* What was added to the log, and the steps in it. Answers how many steps were taken. */
size_t sms_verify_log(struct sms_verify *run, const struct sms_verify_change *change, const sms_json *before,
		      const sms_json *after);
/* Times and names of a log's entries from the one at `first` on. */
void sms_verify_entries(struct sms_verify *run, const struct sms_verify_change *change, const sms_json *record,
			size_t first);
void sms_verify_end_commit(struct sms_verify *run);

/* The record of an id as a commit has it; NULL in `out` where there is none, or it cannot be read. */
struct sms_error *sms_verify_record_at(struct sms_verify *run, const struct sms_oid *commit,
				       const struct sms_types *types, const char *id,
				       struct sms_record **out) SMS_CHECKED;
/* A file below attachments/ that differs (attachment.c). */
struct sms_error *sms_verify_attachment(struct sms_verify *run, const struct sms_walk_side *side,
					const struct sms_tree_change *change) SMS_CHECKED;

/* --- files.c: statements as files; judge.c: what they are worth. --- */

struct sms_error *sms_verify_file(struct sms_verify *run, const struct sms_walk_side *side,
				  const struct sms_tree_change *change) SMS_CHECKED;
/* What the statements that came with a commit speak of. */
struct sms_error *sms_verify_contents(struct sms_verify *run) SMS_CHECKED;
void sms_verify_file_free(void *file);
/* Judges all statements that a tip has. */
struct sms_error *sms_verify_judge(struct sms_verify *run) SMS_CHECKED;
/* Faults that were put right later are only told. */
struct sms_error *sms_verify_mended(struct sms_verify *run) SMS_CHECKED;

/* --- settings.c, signers.c --- */

/* Finds types and settings of the commit that is looked at, and says how they changed. */
struct sms_error *sms_verify_settings(struct sms_verify *run) SMS_CHECKED;
/* At a merge, statements of one side come under the rules of the other. */
void sms_verify_join_rules(struct sms_verify *run);
struct sms_error *sms_verify_signers(struct sms_verify *run, const struct sms_tree_change *change) SMS_CHECKED;
void sms_verify_add_weakening(struct sms_verify *run, const struct sms_weakening *weakening);
/* A record approves weaker rules: the finding is only told then. */
void sms_verify_accept(struct sms_verify *run, const struct sms_weakening *weakening, const char *record);

/* --- limits.c --- */

/* Of settings, or NULL; where they say nothing that can be used, what `init` writes. */
struct sms_verify_limits sms_verify_limits_of(const sms_json *settings);
/* Finds those of the commit that is looked at: the stricter ones of its own settings and of those it found, unless the
 * options give others. */
void sms_verify_set_limits(struct sms_verify *run);
/* Says which ones were raised from one version of the settings (an epoch's place) to the next. */
void sms_verify_compare_limits(struct sms_verify *run, size_t before, size_t after);

/* --- merge.c, drop.c --- */

struct sms_error *sms_verify_merge(struct sms_verify *run) SMS_CHECKED;
struct sms_error *sms_verify_dropped(struct sms_verify *run) SMS_CHECKED;

/* --- objects.c --- */

/* What makes the evidence incomplete; `lost` when objects are not there that anything may need. */
struct sms_error *sms_verify_evidence(struct sms_verify *run, bool *lost) SMS_CHECKED;
/* Of a shallow clone: says back to where it was verified, and how many statements are not judged. */
void sms_verify_say_cuts(struct sms_verify *run);
/* Commit, trees, modes and times. */
struct sms_error *sms_verify_objects(struct sms_verify *run) SMS_CHECKED;
void sms_verify_mode(struct sms_verify *run, const struct sms_tree_change *change);

/* --- pin.c --- */

struct sms_error *sms_verify_pin(struct sms_verify *run) SMS_CHECKED;

#endif
