/* What whoever proves approvals asks, beside judging records one by one (approval.h): the rules of another time, and
 * what people and keys were at a commit. */
#ifndef SMS_MODEL_APPROVAL_EVIDENCE_H
#define SMS_MODEL_APPROVAL_EVIDENCE_H

#include "model/approval/approval.h"
#include "wrap/signature/signature.h"

/* Many records of these types (names) will be judged: reads their versions in one walk. */
struct sms_error *sms_evidence_begin(struct sms_store *store, const struct sms_list *types) SMS_CHECKED;
/* From now on judges by the approval rules of these settings, which the store takes. Errors INPUT name a rule that is
 * no good; the store is then as it was, and the settings are freed. */
struct sms_error *sms_evidence_use(struct sms_store *store, struct sms_settings *settings) SMS_CHECKED;
/* Did the person hold the role at this instant, by the records as a commit has them? */
struct sms_error *sms_evidence_holds(bool *out, struct sms_store *store, const struct sms_oid *commit,
				     const char *person, const char *role, sms_time at) SMS_CHECKED;
/* Does a usable line of allowed_signers, as a commit has it, hold the key of this fingerprint? */
struct sms_error *sms_evidence_knows(bool *out, struct sms_store *store, const struct sms_oid *commit,
				     const char *fingerprint) SMS_CHECKED;
/* The person of a usable line of allowed_signers, as a commit has it, that holds the key, whatever use it is for; NULL in
 * `out` where there is none. Borrowed from the store. */
struct sms_error *sms_evidence_owner(const char **out, struct sms_store *store, const struct sms_oid *commit,
				     const struct sms_public_key *key) SMS_CHECKED;
/* The digest of approval rules as statements name it; NULL has none. */
void sms_evidence_rules_digest(const sms_json *rules, char out[65]);

#endif
