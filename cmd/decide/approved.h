/* The content of a record that is in force: what was approved last. */
#ifndef SMS_CMD_APPROVED_H
#define SMS_CMD_APPROVED_H

#include "command.h"
#include "model/approval/approval.h"

/* A record as two files have it; NULL texts where it is not there. */
struct side {
	struct sms_buf json, body;
	bool has_json, has_body;
};
void side_release(struct side *side);
SMS_AUTO_STRUCT(side, struct side, side_release);
struct sms_error *side_read(struct side *out, struct sms_snapshot *snapshot, const struct sms_entry *entry) SMS_CHECKED;
/* The same as a commit has it. */
struct sms_error *side_read_at(struct side *out, struct context *context, const struct sms_entry *entry,
			       const struct sms_oid *commit) SMS_CHECKED;
/* Prints what changed from one to the other; says whether anything did. */
struct sms_error *side_compare(struct context *context, const struct sms_entry *entry, const struct side *a,
			       const struct side *b, bool *differs) SMS_CHECKED;

struct approved {
	struct sms_record *record; /* as it was then */
	struct sms_oid commit;     /* the newest that has the content */
	sms_time at;               /* of the last approval */
};
void approved_release(struct approved *approved);
SMS_AUTO_STRUCT(approved, struct approved, approved_release);
/* The newest version whose content all approvals were given for; `record` NULL where there was none. Error UNJUDGED
 * where the content is in no version of this history. */
struct sms_error *approved_find(struct approved *out, struct context *context,
				const struct sms_record *record) SMS_CHECKED;
/* The same; none is an error INPUT. */
struct sms_error *approved_need(struct approved *out, struct context *context,
				const struct sms_record *record) SMS_CHECKED;

#endif
