/* What was found about single records: noted while they are looked at, told again without reading them, kept from run to
 * run. A verdict says from when and until when it is so, and on what else it depends. */
#ifndef SMS_WORK_AUDIT_VERDICT_H
#define SMS_WORK_AUDIT_VERDICT_H

#include "work/audit/private.h"

/* --- Verdicts on single records (verdict.c). --- */

/* A thread begins with a record. */
void audit_verdict_begin(struct audit_run *run, unsigned thread);
/* What is said about the record turns at this instant, or did: it was compared with now. */
void audit_verdict_turns(const struct audit_subject *subject, sms_time at);
/* What is said about the record depends on more than it and time. */
void audit_verdict_is_shared(const struct audit_subject *subject);
/* It depends on whether there is a record of this id; on the record's versions. */
void audit_verdict_link(const struct audit_subject *subject, const char *id, bool is_there);
void audit_verdict_past(const struct audit_subject *subject);
/* How far a tally is, before a part looks at the record. */
struct audit_mark {
	size_t members, mentions;
};
struct audit_mark audit_verdict_mark(struct audit_tally *tally);
/* Notes what the part of this number added to its tally; NULL: it was put off. */
void audit_verdict_part(struct audit_run *run, unsigned thread, uint32_t number, const struct audit_tally *tally,
			const struct audit_mark *since);
/* Appends the verdict; false where it is not the record's alone. */
bool audit_verdict_end(const struct audit_run *run, unsigned thread, struct sms_buf *out);
enum audit_replay { AUDIT_REPLAY_TOLD, AUDIT_REPLAY_STALE, AUDIT_REPLAY_BROKEN };
/* Tells the parts again what a verdict says of the record at this index, in the tallies of thread 0. Texts of the bytes
 * are borrowed. STALE: nothing was told, since it is no longer so. */
enum audit_replay audit_verdict_replay(struct audit_run *run, struct audit_population *population, uint32_t index,
				       const char *bytes, size_t length);

/* --- Verdicts kept from run to run (cache.c). --- */

/* Opens what there is for what is asked; without it run->cache stays NULL. Populations and plans are known. */
void audit_cache_open(struct audit_run *run, const struct sms_audit *audit);
void audit_cache_free(struct audit_cache *cache);
/* The verdict on a blob in a population, borrowed; false when there is none. */
bool audit_cache_find(struct audit_cache *cache, const struct sms_oid *id, size_t population, const char **bytes,
		      size_t *length);
/* Adds the verdict that a thread has just noted, where it can be kept. */
void audit_cache_add(struct audit_run *run, unsigned thread, const struct sms_oid *id, size_t population);
/* Writes what was found and added, where that is worth it. */
void audit_cache_keep(const struct audit_run *run);
/* Removes the file; the error that says so. */
struct sms_error *audit_cache_broken(const struct audit_run *run) SMS_CHECKED;

#endif
