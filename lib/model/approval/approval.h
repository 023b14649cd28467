/* Approval trails: statements about exact content, and the status that follows from them.
 *
 * A statement is a JSON file approvals/ID/TIME-PERSON.json, checked by schemas/meta/statement.json:
 *   { "schema": "sms/statement/1", "record", "type", "digest", "blob", "body_blob" (documents), "commit",
 *     "decision": "submit" | "approve" | "reject" | "withdraw", "meaning", "role", "signer", "at", "comment",
 *     "previous": digest of the file of the statement before it about this record, or null,
 *     "rules": digest of the approval rules then in force, "repository": root commit's id }
 * Its signature, when there is one, stands beside it as .sig. Statements are only ever added. Status is derived from
 * them, the content, the roles and the history; it is never stored.
 *
 * Approval rules are the settings' `approvals`: [{ "name", "type", "where" (JSON Schema, optional), "roles": [any of
 * these], "roles_from": path (optional), "count": 1, "independent": true, "signature": "optional" | "required", "holds": ISO 8601 duration (optional),
 * "order": 1 (optional) }]. All rules that match a record must be met; none: the record needs no approval. Of rules with
 * an order those with the lower number come first: an approval for a later one counts only once they are met.
 *
 * `roles_from` is a path from the record to the roles that may approve it, in place of `roles`, which are asked where it
 * leads to none: `owner.reports_to` is the role that the owner's role reports to. Each step is a member that holds ids of
 * records; a person on the way whose type lacks the next member, or at its end, stands for the roles that the person holds.
 * A statement is judged by where the path led in the commit that brought it in, at the time of the statement: whom
 * the owner reports to afterwards does not touch it. */
#ifndef SMS_MODEL_APPROVAL_H
#define SMS_MODEL_APPROVAL_H

#include "model/approval/signing.h"
#include "model/change.h"

enum sms_approval_status {
	SMS_APPROVAL_NONE,       /* no rule asks for any */
	SMS_APPROVAL_UNAPPROVED, /* nobody has said anything about it */
	SMS_APPROVAL_PENDING,    /* submitted, or some of the approvals are there */
	SMS_APPROVAL_APPROVED,
	SMS_APPROVAL_STALE, /* an earlier content was approved, this one is not */
	SMS_APPROVAL_REJECTED,
	SMS_APPROVAL_EXPIRED,
	SMS_APPROVAL_UNPROVEN /* evidence incomplete (shallow clone ...) */
};
const char *sms_approval_status_name(enum sms_approval_status status);

struct sms_origin;

struct sms_statement {
	char *path;     /* of the JSON file */
	sms_json *json; /* the file; NULL when it is no JSON */
	/* Borrowed from `json`; "" where a malformed statement lacks them, role and comment NULL where not given: */
	const char *decision, *digest, *signer, *role, *comment;
	sms_time at;
	const struct sms_origin *origin; /* the commit that brought it in: the store's; NULL where it is not known */
	bool is_signed;                  /* there is a signature beside it, good or not */
	char *key;                       /* `ED25519 SHA256:…` of a good signature, else NULL */
	char own_digest[65];             /* of the file: what the `previous` of the next one names */
	bool heard;                      /* well-formed and committed: takes the place of what its signer said before */
	bool counts;                     /* it counts, or counted, for the content that it names */
	bool current;                    /* it is about the content as it is */
	struct sms_list reasons; /* why it does not count for the content as it is, each beginning with one of the
				  * words format, record, repository, uncommitted, future, chain, signature, role, rule,
				  * independence, order, withdrawn, replaced, rejected, expired, digest and ": " */
};

/* Is it an approval or a rejection? And does it take back what was said? */
bool sms_statement_judges(const struct sms_statement *statement);
bool sms_statement_is_withdrawal(const struct sms_statement *statement);

struct sms_approval {
	enum sms_approval_status status;
	unsigned have, need;       /* approvals, over all matching rules */
	char digest[65];           /* of the content as it is; "" where nobody may or did say anything about it */
	struct sms_list roles;     /* any of which still has to approve */
	struct sms_list authors;   /* persons who changed the content since the last approval */
	struct sms_list approvers; /* persons whose approval of this content counts */
	struct sms_list gaps;      /* what makes the evidence incomplete: "shallow clone" ... */
	sms_time approved_at;      /* when the last needed one came; SMS_TIME_NONE */
	sms_time expires_at;       /* SMS_TIME_NONE: never; of an expired approval: when it did */
	struct sms_statement *statements; /* all about this record, oldest first */
	size_t statement_count, statement_capacity;
};

/* Judges a record of the store's snapshot as of `now`. Statements made later than `now`, and in a work tree those not
 * committed, do not count. What is read on the way is kept in the store: judging many records costs one walk. */
struct sms_error *sms_approval_judge(struct sms_approval *out, struct sms_store *store, const struct sms_record *record,
				     sms_time now) SMS_CHECKED;
/* The content that is in force: the one that was approved last, by all rules, whether or not it is the content now.
 * `digest` is "" where there never was one; `at` is the time of the approval. */
struct sms_error *sms_approval_last(struct sms_store *store, const struct sms_record *record, sms_time now,
				    char digest[65], sms_time *at) SMS_CHECKED;
void sms_approval_release(struct sms_approval *approval);
SMS_AUTO_STRUCT(approval, struct sms_approval, sms_approval_release);
/* "approved", "pending 1 of 2", "stale" …, appended. */
void sms_approval_describe(struct sms_buf *out, const struct sms_approval *approval);

/* What judging many records shares (versions of all documents in one walk, statements listed once): kept in
 * store->approvals by sms_approval_judge, freed when the store reads anew. NULL is fine. */
struct sms_approval_cache;
void sms_approval_cache_free(struct sms_approval_cache *cache);

struct sms_decision {
	const char *decision;        /* as in the statement */
	const char *role;            /* NULL: the one role of the rules that the person holds */
	const char *comment;         /* NULL for none; needed for reject and withdraw */
	const char *digest;          /* NULL, or what the caller saw: refused when the content is another */
	struct sms_signing *signing; /* the key to sign with; NULL for none */
	bool *completes; /* NULL, or where to say whether all approvals are there with it; see lifecycle.h */
};
/* Judges as sms_approval_judge at the actor's instant, and says whether the record waits for the actor: `role` is the
 * open one to act in (borrowed from the store's settings), NULL where the actor holds none; `refusal` says why the actor
 * may not approve all the same, as sms_approval_decide would, NULL where nothing speaks against it; the caller's. */
struct sms_error *sms_approval_may(struct sms_approval *out, struct sms_store *store, const struct sms_record *record,
				   const struct sms_actor *actor, const char **role,
				   struct sms_error **refusal) SMS_CHECKED;
/* Does any approval rule concern records of this type? */
bool sms_approval_concerns(const struct sms_store *store, const struct sms_type *type);
/* Does the person hold, at this instant, a role that such a rule names? */
bool sms_approval_concerns_person(const struct sms_store *store, const struct sms_type *type,
				  const struct sms_people *people, const char *person, sms_time at);
/* Makes the statement that `actor` decides about the record and stages its file. Errors INPUT with the way out as a
 * hint: not a known person, role not held (`sms add-assignment --role … --person …`), author of the content where the
 * rule asks for independence, nothing to approve, no rule asks for approval, content not committed, no key to sign with
 * where the rules ask for a signature. The signature is staged beside the statement. */
struct sms_error *sms_approval_decide(struct sms_change *change, struct sms_store *store,
				      const struct sms_record *record, const struct sms_decision *decision,
				      const struct sms_actor *actor) SMS_CHECKED;

#endif
