/* Who may sign: the file allowed_signers at the top of the repository, in OpenSSH's own format (ssh-keygen(1), "ALLOWED
 * SIGNERS"), so that `ssh-keygen -Y verify` alone confirms what is said here.
 *
 * A principal is a person's id, which is what `sms key add` writes, or one of the person's e-mail addresses, which is
 * what files made for git hold. One person may have many keys; a key has one person. What OpenSSH would leave to a
 * guess or to the machine's settings is refused, the line counts for nothing, and says why: patterns, certificate
 * authorities, unknown options, dates without Z, keys of two persons. Where a key stands in several lines, all of them
 * have to allow it. */
#ifndef SMS_MODEL_SIGNERS_H
#define SMS_MODEL_SIGNERS_H

#include "model/people.h"
#include "wrap/signature/signature.h"

#define SMS_SIGNERS_PATH "allowed_signers"
#define SMS_SIGNERS_BYTES (4u << 20)
#define SMS_APPROVAL_SPACE "sms-approval" /* the namespace of statements */

struct sms_signer {
	size_t line; /* from 1 */
	struct sms_list principals;
	struct sms_public_key key; /* `blob` is NULL where it could not be read */
	bool signs;                /* the namespaces allow statements */
	sms_time from, to;         /* both ends included; INT64_MIN and INT64_MAX for none */
	char *comment;             /* NULL for none */
	char *person;              /* id; NULL where the principals name nobody */
	char *fault;               /* why it counts for nothing; NULL when nothing is wrong */
};

struct sms_signers {
	struct sms_signer *items; /* in the order of the lines; comments and empty lines are none */
	size_t count, capacity;
};

/* Reads one line (without its end); false for a comment or an empty one. Nothing of `people` is known yet. */
bool sms_signer_parse(struct sms_signer *out, const char *line, size_t length);
void sms_signer_release(struct sms_signer *signer);
SMS_AUTO_STRUCT(signer, struct sms_signer, sms_signer_release);
/* `20261122101500Z`, as valid-after and valid-before take it. */
void sms_signer_time(sms_time at, char out[SMS_TIME_SIZE]);

/* Reads a whole file and finds the persons. Whatever is wrong is a fault of a line, never an error. */
void sms_signers_read(struct sms_signers *out, const char *text, size_t length, const struct sms_people *people);
void sms_signers_release(struct sms_signers *signers);
SMS_AUTO_STRUCT(signers, struct sms_signers, sms_signers_release);
/* The file of a snapshot; none of it there: no lines. */
struct sms_error *sms_signers_load(struct sms_signers *out, struct sms_snapshot *snapshot,
				   const struct sms_people *people) SMS_CHECKED;

/* Does the key stand in any line? */
bool sms_signers_know(const struct sms_signers *signers, const struct sms_public_key *key);
/* Why the key may not sign statements for the person at this instant, in a few words that are the caller's; NULL when
 * it may. `*end` (may be NULL) is then the last second of its use, INT64_MAX for none. */
char *sms_signers_refuse(const struct sms_signers *signers, const struct sms_public_key *key, const char *person,
			 sms_time at, sms_time *end) SMS_CHECKED;

#endif
