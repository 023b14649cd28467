/* The history of records: which commit changed which, and what of it was approved content. */
#ifndef SMS_MODEL_HISTORY_H
#define SMS_MODEL_HISTORY_H

#include "base/map.h"
#include "model/store.h"

struct sms_version {
	struct sms_oid commit;
	sms_time time; /* committer's */
	char *author_name, *author_email;
	char *subject;                  /* first line of the commit's message */
	struct sms_oid blob, body_blob; /* the record's files as of this commit; zero: not there */
	bool made;                      /* the commit (no merge) brought the record into being: the first version */
};

struct sms_versions {
	struct sms_version *items; /* newest first; children before parents */
	size_t count, capacity;
};

/* Every version of one record, back to the commit that made it, where the walk ends. A record that was removed and
 * made again begins with the second making: what it is, it got from there. */
struct sms_error *sms_versions_read(struct sms_versions *out, struct sms_store *store,
				    const struct sms_record *record) SMS_CHECKED;
void sms_versions_release(struct sms_versions *versions);
SMS_AUTO_STRUCT(versions, struct sms_versions, sms_versions_release);
/* The record as it stood in a version (its type and id as they are now). Error INPUT where it was not there (`blob` is
 * zero) or is no JSON. */
struct sms_error *sms_version_record(struct sms_record **out, struct sms_store *store, const struct sms_record *record,
				     const struct sms_version *version) SMS_CHECKED;
/* Versions of every record below a prefix (`documents`) in one walk: a map from record id to struct sms_versions,
 * which are the map's. */
struct sms_error *sms_versions_read_all(struct sms_map **out, struct sms_store *store, const char *prefix) SMS_CHECKED;
/* The same for several prefixes in the one walk; no prefix: every record. */
struct sms_error *sms_versions_read_below(struct sms_map **out, struct sms_store *store,
					  const struct sms_list *prefixes) SMS_CHECKED;

#endif
