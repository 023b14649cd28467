/* What the files of import.h share: making records from rows, knowing them again, and joining them with what is
 * stored. */
#ifndef SMS_WORK_IMPORT_PRIVATE_H
#define SMS_WORK_IMPORT_PRIVATE_H

#include "model/change.h"
#include "work/import/import.h"
#include "work/import/map.h"

#define IMPORT_DIGEST "digest" /* member of a log entry: what the rows said */
#define IMPORT_DIGEST_SIZE 17  /* 16 hexadecimal digits and a zero */

/* --- Making a record from the rows of a group. --- */

struct sms_error *import_plan_make_skeleton(struct import_plan *plan) SMS_CHECKED;
/* Puts the group's rows into the order of their time and finds the moves between states. */
struct sms_error *import_group_read(struct import_group *group) SMS_CHECKED;
void import_group_release(struct import_group *group);
SMS_AUTO_STRUCT(import_group, struct import_group, import_group_release);
/* The log: what the rows tell, one entry for each that changed something; `created` is its first. */
struct sms_error *import_make_log(sms_json **out, const struct import_group *group,
				  const sms_json *created) SMS_CHECKED;
/* A list of the map from the group's history; NULL when it is empty. */
struct sms_error *import_make_list(sms_json **out, const struct import_list *list,
				   const struct import_group *group) SMS_CHECKED;

struct import_made {
	sms_json *json;
	char *text; /* in canonical form */
	size_t length;
	char *id;
	char digest[IMPORT_DIGEST_SIZE];
};
void import_made_release(struct import_made *made);
/* The record of a group. `id` NULL: made from date or title; `attempt` counts from 1 where an id is taken. */
struct sms_error *import_make(struct import_made *out, struct import_group *group, const char *id,
			      unsigned attempt) SMS_CHECKED;
/* Checks a record against its type: error INPUT with the place of its first row. Safe on several threads. */
struct sms_error *import_check(const struct import_group *group, const sms_json *json) SMS_CHECKED;

/* --- Records that are there. --- */

struct import_existing {
	const struct sms_entry *entry;
	char digest[IMPORT_DIGEST_SIZE]; /* of the last import; "" when there was none */
	bool is_void;
};

/* Finds the records of a type that came from a system: a map from their number there to import_existing, which are
 * the map's. `system` NULL: from any, with "SYSTEM\nNUMBER" as key. */
struct sms_error *import_find_existing(struct sms_map **out, struct sms_snapshot *snapshot, const struct sms_type *type,
				       const char *system, const struct sms_progress *progress) SMS_CHECKED;

/* Joins news into a stored record: the members at `paths` where `news` has them, log entries that it does not have,
 * the state. True when something changed; then the log says so. `digest` may be NULL. */
bool import_merge(struct sms_record *record, const sms_json *news, const struct sms_list *paths,
		  const struct sms_actor *actor, const char *digest);

/* --- The two ways of an import. --- */

struct import_run {
	struct sms_import_result *result;
	struct sms_change *change;
	struct sms_store *store;
	const struct sms_type *type;
	const struct sms_progress *progress;
	struct sms_actor actor;
	struct sms_map *ids; /* that are taken */
	bool is_compared;    /* records of the type must differ from each other: they wait for the others */
	bool is_history;     /* kept as the other system has it */
};

/* Stages a record that was checked. */
void import_stage(struct import_run *run, const char *id, const char *bytes, size_t length);
/* Turns names in link members into ids, so that news can be compared with what is stored. */
struct sms_error *import_resolve(struct import_run *run, sms_json *json) SMS_CHECKED;
/* Derives, resolves links, checks, prints and stages a record that is the caller's. */
struct sms_error *import_finish(struct import_run *run, struct sms_record *record, const sms_json *before) SMS_CHECKED;
struct sms_error *import_mapped(struct import_run *run, const char *map, struct import_table *table) SMS_CHECKED;
struct sms_error *import_plain(struct import_run *run, struct import_table *table) SMS_CHECKED;

#endif
