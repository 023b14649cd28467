/* What the files of check.h share. */
#ifndef SMS_WORK_CHECK_PRIVATE_H
#define SMS_WORK_CHECK_PRIVATE_H

#include "base/map.h"
#include "model/invariant/invariant.h"
#include "work/check/check.h"

/* A link that waits until all records are known. */
struct sms_check_link {
	char *from, *file, *path, *to;
	const sms_json *types; /* of the type's x-sms; borrowed */
};

struct sms_check_links {
	struct sms_check_link *items;
	size_t count, capacity;
};

/* What one thread of the scan gathers. */
struct sms_check_part {
	struct sms_finding_list findings;
	struct sms_check_links links;
	struct sms_list voided; /* ids */
	struct sms_list gated;  /* ids of records whose state may say that they are approved */
	struct sms_facts facts; /* for invariants between records */
	size_t records;
};

struct sms_check_run {
	struct sms_store *store;
	const struct sms_check_options *options;
	const struct sms_invariants *invariants;
	struct sms_map *ids;     /* of all records -> entry; made by sms_check_places */
	struct sms_map *changed; /* paths that differ from `since`; NULL: all count */
	struct sms_check_part parts[SMS_SCAN_THREADS];
};

/* The one record: JSON, schema, id, state, form; an sms_scan_visit whose context is the run. */
struct sms_error *sms_check_record(void *run, unsigned thread, const struct sms_scanned *record) SMS_CHECKED;
/* What the types say must hold; of a record that is not looked at itself, only what others need to know of it. */
struct sms_error *sms_check_invariants(struct sms_check_run *run, struct sms_check_part *part,
				       const struct sms_scanned *record, bool judged) SMS_CHECKED;
/* The same between records, when all are known. */
void sms_check_join(struct sms_check_run *run, struct sms_finding_list *findings);
/* Files that no id leads to, and ids that lead to two; collects the ids. */
struct sms_error *sms_check_places(struct sms_check_run *run, struct sms_finding_list *findings) SMS_CHECKED;
/* What needs all records: links. */
void sms_check_all_links(struct sms_check_run *run, struct sms_finding_list *findings);
/* What is no record file: settings, types, statements and the like; prose, attributes; approvals gone stale, or missing. */
struct sms_error *sms_check_files(struct sms_check_run *run, struct sms_finding_list *findings) SMS_CHECKED;
struct sms_error *sms_check_approvals(struct sms_check_run *run, struct sms_finding_list *findings) SMS_CHECKED;
struct sms_error *sms_check_prose(struct sms_check_run *run, struct sms_finding_list *findings) SMS_CHECKED;
struct sms_error *sms_check_attributes(struct sms_check_run *run, struct sms_finding_list *findings) SMS_CHECKED;
/* Lines of allowed_signers that count for nothing. */
struct sms_error *sms_check_signers(struct sms_check_run *run, struct sms_finding_list *findings) SMS_CHECKED;
/* What stands where files or folders should: symbolic links, submodules. The records were listed before. */
struct sms_error *sms_check_others(struct sms_check_run *run, struct sms_finding_list *findings) SMS_CHECKED;
/* Is this path among those to be looked at? */
bool sms_check_wants(const struct sms_check_run *run, const char *path);
/* The file of the type that a record without one should have, where that could not be used; NULL else. */
const struct sms_refused *sms_check_refused(const struct sms_check_run *run, const struct sms_entry *entry);

#endif
