/* Does the history prove what the records claim? For auditors, and for whoever was handed a clone.
 *
 * All commits are walked once, each against all its parents; every statement is judged by the approval code with the
 * rules that were in force where it came in. Nothing that was remembered below .git/sms is read. What is looked for is
 * in sms_verify_rules: tampering is a finding of grade major; what is merely to be known, such as entries made late, is
 * an observation; what makes evidence incomplete is marked `unjudged`. */
#ifndef SMS_WORK_VERIFY_H
#define SMS_WORK_VERIFY_H

#include "base/progress.h"
#include "work/finding/print.h"
#include "wrap/git/git.h"

/* Ended by {0}. */
extern const struct sms_rule sms_verify_rules[];

struct sms_verify_options {
	const char *at;  /* revision or date to end at, NULL for HEAD */
	const char *pin; /* file that remembers what was seen; NULL for none */
	bool all;        /* all branches */
	sms_time now;
	/* Seconds after which an entry counts as made late, records in one commit that count as many; 0: as the settings
	 * of that commit, or of the one before where those are stricter, have it. */
	sms_time late;
	int64_t bulk;
	const struct sms_progress *progress;
};

enum sms_verdict {
	SMS_VERDICT_VALID,   /* for the content as it is */
	SMS_VERDICT_EARLIER, /* it was, for a content that was replaced */
	SMS_VERDICT_WITHDRAWN,
	SMS_VERDICT_REPLACED, /* its signer decided anew */
	SMS_VERDICT_REJECTED, /* somebody rejected the content afterwards */
	SMS_VERDICT_EXPIRED,
	SMS_VERDICT_INVALID,
	SMS_VERDICT_COUNT
};
const char *sms_verdict_name(enum sms_verdict verdict);

/* What signatures of commits are. SSH's alone are judged; of the others only the armour is looked at. */
enum sms_commit_signature {
	SMS_COMMIT_KNOWN,   /* good, by a key of the author or committer */
	SMS_COMMIT_UNKNOWN, /* good, by a key that is nobody's */
	SMS_COMMIT_BAD,     /* not good, or by a key of somebody else: a finding */
	SMS_COMMIT_OPENPGP,
	SMS_COMMIT_X509,
	SMS_COMMIT_OTHER, /* what git does not know either */
	SMS_COMMIT_SIGNATURE_COUNT
};
/* As the JSON output calls it. */
const char *sms_commit_signature_name(enum sms_commit_signature kind);

/* What a pin was compared with. */
enum sms_pin_state { SMS_PIN_NONE, SMS_PIN_NEW, SMS_PIN_EXTENDED, SMS_PIN_BROKEN };

struct sms_verify_result {
	struct sms_finding_list findings;
	char repository[SMS_OID_SIZE]; /* its first commit; "" where the history is cut off */
	struct sms_list cuts;          /* commits of a shallow clone behind which nothing is there */
	char tip[SMS_OID_SIZE];
	size_t commits, merges;
	size_t commit_signatures[SMS_COMMIT_SIGNATURE_COUNT];
	size_t records;  /* at the tip */
	size_t versions; /* of records, each compared with the one before */
	size_t statements[SMS_VERDICT_COUNT];
	size_t unjudged_statements; /* of a shallow clone */
	size_t good_signatures, bad_signatures, unsigned_statements;
	enum sms_pin_state pin;
};
void sms_verify_result_release(struct sms_verify_result *result);
SMS_AUTO_STRUCT(verify_result, struct sms_verify_result, sms_verify_result_release);

/* Verifies the repository that `path` is in. Findings are sorted: tampering first. Errors: as sms_store_open; ENVIRONMENT
 * where objects are damaged; INPUT for a pin that is none. The pin is written when nothing but observations was found. */
struct sms_error *sms_verify(struct sms_verify_result *out, const char *path,
			     const struct sms_verify_options *options) SMS_CHECKED;
/* What a run ends with: NO with tampering (`strict`: with any finding), UNJUDGED where the evidence is incomplete. */
enum sms_status sms_verify_status(const struct sms_finding_list *findings, bool strict);

/* Unpacks a bundle, all its objects checked by git, into an empty temporary repository; `out` is its path, the
 * caller's, to be removed with sms_bundle_remove. Errors: INPUT where it is no bundle or git refuses it. */
struct sms_error *sms_bundle_unpack(const char *bundle, char **out) SMS_CHECKED;
void sms_bundle_remove(const char *path);

#endif
