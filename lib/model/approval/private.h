/* What the approval sources share and nobody else sees: rules, what is kept between judgements, and one judgement. */
#ifndef SMS_MODEL_APPROVAL_PRIVATE_H
#define SMS_MODEL_APPROVAL_PRIVATE_H

#include "model/approval/approval.h"
#include "model/approval/signers.h"
#include "model/history.h"
#include "wrap/digest.h"

#define SMS_NO_STATEMENT SIZE_MAX

/* --- Rules (rules.c); borrowed from the settings. --- */

struct sms_rule {
	const char *name, *type;
	struct sms_list roles;    /* with a path: where that leads to none */
	const char *roles_from;   /* path to the roles, or NULL */
	struct sms_schema *where; /* NULL: every record of the type */
	const char *holds;        /* ISO 8601 duration, or NULL */
	unsigned count, order;    /* order: 0 for none */
	bool independent, signature;
};

struct sms_rules {
	struct sms_rule *items;
	size_t count;
};

/* Errors INPUT name the rule. `array` must outlive the rules; NULL has none. */
struct sms_error *sms_rules_read(struct sms_rules *out, const sms_json *array) SMS_CHECKED;
void sms_rules_release(struct sms_rules *rules);
/* Those that concern the record, in their order; `out` has room for all. */
struct sms_error *sms_rules_match(const struct sms_rules *rules, const struct sms_record *record,
				  const struct sms_rule **out, size_t *count) SMS_CHECKED;
/* When an approval of `at` ends; INT64_MAX for never. */
sms_time sms_rule_end(const struct sms_rule *rule, sms_time at);

/* --- What the store keeps (cache.c). --- */

struct sms_approval_cache {
	struct sms_rules rules;
	struct sms_list gaps;     /* what makes evidence incomplete */
	char root[SMS_OID_SIZE];  /* the repository's name; "" until asked for */
	unsigned asked;           /* records judged; from a few on all are read in one go: */
	struct sms_map *versions; /* id to struct sms_versions, of all types that have rules */
	struct sms_list files;    /* below approvals/, sorted */
	bool listed;
	struct sms_map *origins; /* path to struct sms_origin; of all files below approvals/ with `has_origins` */
	bool has_origins;
	struct sms_map *pasts;        /* ids of the trees of people and keys to struct sms_past */
	struct sms_map *commit_pasts; /* commit to the same, borrowed */
	struct sms_list past_paths;   /* of those trees */
	struct sms_map *committed;    /* path to blob id, of all files below approvals/; NULL until they are listed */
	struct sms_signers signers;
	bool has_signers;
	struct sms_origin *changes; /* of allowed_signers, the newest first */
	size_t change_count, change_capacity;
	bool has_changes;
	struct sms_map *roles;      /* that paths led to (roles.c) */
	struct sms_map *signatures; /* digests of a statement and its signature to whether the one is of the other */
	struct sms_map *digests;    /* ids of both blobs of a version to its content's digest */
};

/* Made when first asked for. */
struct sms_error *sms_approval_cache(struct sms_approval_cache **out, struct sms_store *store) SMS_CHECKED;
/* Digest of the rules in force, as statements name it. */
void sms_approval_rules_digest(struct sms_store *store, char out[SMS_DIGEST_SIZE]);
/* The repository's name in statements, borrowed; "" where it cannot be known (no commit, or a shallow clone). */
struct sms_error *sms_approval_root(const char **out, struct sms_store *store) SMS_CHECKED;
/* The blob that HEAD has for a file below approvals/. */
struct sms_error *sms_approval_committed(struct sms_store *store, const char *path, bool *found,
					 struct sms_oid *blob) SMS_CHECKED;
/* Paths of the files about a record, sorted. */
struct sms_error *sms_approval_files(struct sms_list *out, struct sms_store *store, const char *id) SMS_CHECKED;
/* Reads everything in one go from now on, as if many records had been judged. */
void sms_approval_expect_many(struct sms_approval_cache *cache);
/* Versions of all records of these types, in one walk. */
struct sms_error *sms_approval_read_versions(struct sms_store *store, const struct sms_list *types) SMS_CHECKED;
/* Is a part of the history not there? */
bool sms_approval_is_cut(const struct sms_approval_cache *cache);
/* The record's versions, borrowed from the store or from `own`, which the caller releases. */
struct sms_error *sms_approval_versions(const struct sms_versions **out, struct sms_versions *own,
					struct sms_store *store, const struct sms_record *record) SMS_CHECKED;
/* Digest of the content of a version; "" where it has none (not there, or no JSON). */
struct sms_error *sms_approval_version_digest(const char **out, struct sms_store *store,
					      const struct sms_record *record,
					      const struct sms_version *version) SMS_CHECKED;

/* --- What was so when a statement came in (past.c). --- */

/* The commit that brought a file in: the last that changed it. */
struct sms_origin {
	struct sms_oid commit;
	sms_time time; /* the committer's */
	unsigned age;  /* its place in the walk: the newer, the less */
};

/* People and keys as a commit has them. */
struct sms_past {
	struct sms_people *people;
	struct sms_signers signers;
};
void sms_past_free(void *past);

/* Finds the origins of the files about a record; none in a history that is cut. */
struct sms_error *sms_approval_origins(struct sms_store *store, const char *id,
				       const struct sms_list *files) SMS_CHECKED;
/* The later one of both files; NULL when it is not known. */
const struct sms_origin *sms_approval_origin(const struct sms_store *store, const char *path, const char *signature);
/* Borrowed from the store. */
struct sms_error *sms_approval_past(const struct sms_past **out, struct sms_store *store,
				    const struct sms_origin *origin) SMS_CHECKED;
/* Did the file come in after a key had ended: in a later commit by its time, or, whatever time a commit claims, not
 * before allowed_signers was changed for the first time since? */
struct sms_error *sms_approval_came_late(bool *out, struct sms_store *store, const struct sms_origin *origin,
					 sms_time end) SMS_CHECKED;
/* Keys as the snapshot has them; borrowed. */
struct sms_error *sms_approval_signers(const struct sms_signers **out, struct sms_store *store) SMS_CHECKED;

/* --- Statements (statement.c, statement_signature.c). --- */

/* Reads all about a record, oldest first, with the reasons that each has by itself. */
struct sms_error *sms_statements_read(struct sms_approval *out, struct sms_store *store,
				      const struct sms_record *record, sms_time now) SMS_CHECKED;
/* Judges a signature: sets `key` when it is good, else says why not, and that the statement is not to be heard. */
struct sms_error *sms_statement_check_signature(struct sms_statement *statement, struct sms_store *store,
						const struct sms_buf *bytes, const struct sms_buf *armour) SMS_CHECKED;
bool sms_statement_is(const struct sms_statement *statement, const char *decision);

/* --- One judgement (approval.c, authors.c, tally.c). --- */

/* A content that statements name, and what was found out about it. */
struct sms_content {
	char digest[SMS_DIGEST_SIZE];
	enum { SMS_CONTENT_UNKNOWN, SMS_CONTENT_BUSY, SMS_CONTENT_UNAPPROVED, SMS_CONTENT_APPROVED } state;
	bool has_authors;
	struct sms_list authors; /* since the approved content before it */
	size_t base;             /* the version that has that approved content; the versions' count: none */
};

/* Was a rule met when a statement was made? */
enum sms_met { SMS_MET_UNKNOWN, SMS_MET_NO, SMS_MET_YES };

struct sms_judging {
	struct sms_store *store;
	const struct sms_record *record;
	struct sms_approval *out;
	struct sms_approval_cache *cache;
	const struct sms_people *people;
	const struct sms_rule **rules; /* that concern the record */
	const struct sms_list **roles; /* for each rule: any of these, as of `now`; borrowed */
	size_t rule_count;
	sms_time now;
	bool *sound;       /* for each statement: nothing is wrong with it by itself */
	size_t *withdrawn; /* for each statement: the one that withdrew it, or SMS_NO_STATEMENT */
	const struct sms_versions *versions;
	struct sms_versions own_versions;
	enum sms_met *met; /* for each rule and statement; NULL until asked for */
	struct sms_content **contents;
	size_t content_count, content_capacity;
};

/* The roles that a rule asks for of the record as it is, and of the record, people and roles as they were in the commit
 * that brought a statement in; borrowed from the rule or the store (roles.c). */
struct sms_error *sms_judging_roles_now(struct sms_judging *judging, const struct sms_rule *rule,
					const struct sms_list **out) SMS_CHECKED;
struct sms_error *sms_judging_roles_then(struct sms_judging *judging, const struct sms_rule *rule,
					 const struct sms_statement *statement,
					 const struct sms_list **out) SMS_CHECKED;
/* The first of these, known once the judging was run: of one rule, whether a role (may be NULL) is among them, and those of
 * all rules. */
const struct sms_list *sms_judging_roles(const struct sms_judging *judging, const struct sms_rule *rule);
bool sms_judging_has_role(const struct sms_judging *judging, const struct sms_rule *rule, const char *role);
void sms_judging_all_roles(const struct sms_judging *judging, struct sms_list *out);

void sms_judging_release(struct sms_judging *judging);
SMS_AUTO_STRUCT(judging, struct sms_judging, sms_judging_release);
/* As sms_approval_judge; `judging`, which keeps pointing to `out`, is left for more questions. */
struct sms_error *sms_judging_run(struct sms_judging *judging, struct sms_approval *out, struct sms_store *store,
				  const struct sms_record *record, sms_time now) SMS_CHECKED;
/* Id of the person behind a commit, or `Name <email>`; the caller's. */
char *sms_version_person(const struct sms_people *people, const struct sms_version *version) SMS_CHECKED;
/* Who changed the content since the approved content before it; borrowed. */
struct sms_error *sms_judging_authors(struct sms_judging *judging, const char *digest,
				      const struct sms_list **out) SMS_CHECKED;
/* Is the person one of them? Cheap for those who never touched the record. */
struct sms_error *sms_judging_wrote(struct sms_judging *judging, const char *digest, const char *person,
				    bool *out) SMS_CHECKED;

/* Did all approvals come together for this content at some time, and were not withdrawn since? */
struct sms_error *sms_judging_was_approved(struct sms_judging *judging, const char *digest, bool *out) SMS_CHECKED;

/* How the statements up to one of them add up for one content at one instant. */
struct sms_tally {
	unsigned have, need;
	bool complete;     /* all rules are met */
	bool was_complete; /* they are, or were until approvals expired */
	size_t rejection;  /* the last rejection, or SMS_NO_STATEMENT */
	sms_time since, until;
	struct sms_list persons; /* whose approval counts */
	struct sms_list roles;   /* any of which still has to approve */
};
void sms_tally_release(struct sms_tally *tally);
SMS_AUTO_STRUCT(tally, struct sms_tally, sms_tally_release);
/* `count` statements from the oldest on are heard. */
struct sms_error *sms_judging_tally(struct sms_judging *judging, const char *digest, size_t count, sms_time at,
				    struct sms_tally *out) SMS_CHECKED;
/* The statement before `count` that takes the place of statement `index`, or SMS_NO_STATEMENT. */
size_t sms_judging_replaced_by(const struct sms_judging *judging, size_t index, size_t count);
/* The rule that has to be met before an approval of this content for `rule` may come, as of the statement at `index` (their
 * count: now); NULL where its turn has come. */
struct sms_error *sms_judging_is_due(struct sms_judging *judging, const struct sms_rule *rule, const char *digest,
				     size_t index, const struct sms_rule **before) SMS_CHECKED;
/* Why an approval does not count for a rule, NULL when it does; the caller's. */
struct sms_error *sms_judging_fault(struct sms_judging *judging, const struct sms_statement *statement,
				    const struct sms_rule *rule, char **out) SMS_CHECKED;

/* --- A new statement (statement_new.c). --- */

struct sms_new_statement {
	const struct sms_judging *judging; /* of the content it is about */
	const struct sms_decision *decision;
	const struct sms_actor *actor;
	const char *role;     /* NULL for none */
	bool needs_signature; /* the rules ask for one */
	struct sms_oid blob, body_blob;
};
/* Says whether all approvals would be there with this one, where the decision asks. The judging then holds it, and is
 * good for nothing else. */
struct sms_error *sms_judging_completes(struct sms_judging *judging, const struct sms_decision *decision,
					const char *role, const struct sms_actor *actor) SMS_CHECKED;
/* Stages its file; what it says was checked before. */
struct sms_error *sms_statement_stage(struct sms_change *change, const struct sms_new_statement *new) SMS_CHECKED;

#endif
