/* What approvals and the lifecycle have to do with each other, as the type says in x-sms.lifecycle:
 *   "submitted": { "from": "draft", "to": "in-review" },
 *   "approved": { "from": ["draft", "in-review"], "to": "approved" },
 *   "rejected": { "from": "in-review", "to": "draft" },
 *                    what a statement does to a record in one of these states; of approvals the last one that is needed
 *   "needs_approval": { "published": SCHEMA, … }
 *                    states that a record which fits (true: each) enters only while it is approved; one that no
 *                    approval rule is for is held up by none */
#ifndef SMS_MODEL_APPROVAL_LIFECYCLE_H
#define SMS_MODEL_APPROVAL_LIFECYCLE_H

#include "model/approval/approval.h"

/* Moves the record as its type says for a decision that was staged in the same change (sms_approval_decide, which has
 * said in it whether it `completes` the approvals), and stages it. One that has moved on before its approval came gets
 * the time that its type stamps on entering the approved state. `moved` (may be NULL) is the new state, borrowed from the type,
 * NULL where it stays as it is. Errors INPUT where the record does not fit the new state. */
struct sms_error *sms_approval_advance(struct sms_change *change, struct sms_store *store, struct sms_record *record,
				       const struct sms_decision *decision, const struct sms_actor *actor,
				       const char **moved) SMS_CHECKED;
/* Error INPUT with the way out where the record, with the content that it is to have, would have to be approved to enter
 * the state, and is not; UNJUDGED where that cannot be known here. */
struct sms_error *sms_approval_guard(struct sms_store *store, const struct sms_record *record, const char *state,
				     sms_time now) SMS_CHECKED;

/* Could a record in this state be one that sms_approval_needs is about? Cheap, and safe from several threads. */
bool sms_approval_may_need(const struct sms_type *type, const char *state);
/* Is the record in a state that it comes to only by an approval: one that needs it, or one that no way leads to but through
 * such? What is final, and does not need one itself, is history, and may have come from another system. */
struct sms_error *sms_approval_needs(const struct sms_record *record, bool *out) SMS_CHECKED;
/* Error INPUT with the way out where a new record would begin in such a state. */
struct sms_error *sms_approval_guard_new(struct sms_store *store, const struct sms_record *record,
					 sms_time now) SMS_CHECKED;
/* Is it in such a state, and no content of it was ever approved by all rules? `out`, to be released, is the judgement, if
 * there was need of one. Not `missing` where the history that could tell is not here. */
struct sms_error *sms_approval_missing(struct sms_store *store, const struct sms_record *record, sms_time now,
				       struct sms_approval *out, bool *missing) SMS_CHECKED;

/* What is lacking, as "CHG-1 is pending 0 of 1; ROL-CHANGE-MANAGER has to approve it", and the command that helps; the
 * caller's. For an approval that is not APPROVED and not NONE. */
char *sms_approval_lack(const struct sms_approval *approval, const char *id) SMS_CHECKED;
char *sms_approval_fix(const struct sms_approval *approval, const char *id) SMS_CHECKED;

#endif
