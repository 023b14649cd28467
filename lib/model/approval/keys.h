/* Changes to allowed_signers: keys of persons added and ended, in one canonical order, with all comments kept. Lines are
 * never taken away, since what was signed with a key stays judged by its line. */
#ifndef SMS_MODEL_KEYS_H
#define SMS_MODEL_KEYS_H

#include "model/approval/signers.h"
#include "model/change.h"

struct sms_new_key {
	const char *text;   /* of a public key file, or a literal key */
	const char *person; /* id of a person on record */
	sms_time from, to;  /* SMS_TIME_NONE for none */
};
/* Stages the file with the key. Errors INPUT: a private key, a kind that is not supported, RSA under 3072 bits, a key
 * that stands there already, the same for somebody else. `key` is the caller's. */
struct sms_error *sms_key_add(struct sms_change *change, struct sms_store *store, const struct sms_new_key *new,
			      struct sms_public_key *key) SMS_CHECKED;

struct sms_key_end {
	const char *what;   /* a fingerprint, its beginning, or an id of a person: all of the person's keys */
	bool person;        /* the latter */
	sms_time at;        /* the last second of use */
	bool compromised;   /* `at` may lie before now: statements made since stop counting */
	const char *reason; /* kept as a comment; NULL for none */
};
/* Stages the file with the end of the keys; their fingerprints are added to `ended`. Errors INPUT: no such key, all of
 * them ended before. */
struct sms_error *sms_key_revoke(struct sms_change *change, struct sms_store *store, const struct sms_key_end *end,
				 struct sms_list *ended) SMS_CHECKED;

/* --- The text of the file. --- */

/* Gives the key in line `line` (from 1) an end, with a comment above it. */
void sms_signers_text_end(struct sms_buf *text, size_t line, sms_time at, const char *comment);
/* Puts the lines in order: by principals and then by what follows; comments stay with the line that they stand above,
 * those before the first empty line at the top. */
void sms_signers_text_arrange(struct sms_buf *text);

#endif
