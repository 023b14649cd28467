/* SSH public keys and detached SSH signatures (OpenSSH's PROTOCOL.sshsig, RFC 4253 section 6.6, RFC 8709), verified
 * through libcrypto where the key is an Ed25519 one and by `ssh-keygen -Y verify` where it is of another kind. Who a
 * key belongs to, and when it was good, is no matter here: see model/signers.h.
 *
 * Parsing is strict: nothing is skipped, repaired or guessed. */
#ifndef SMS_WRAP_SIGNATURE_H
#define SMS_WRAP_SIGNATURE_H

#include "base/buf.h"
#include "base/error.h"

#define SMS_SIGNATURE_BYTES 16384 /* the most that an armoured signature may take */

enum sms_key_kind { SMS_KEY_ED25519, SMS_KEY_ECDSA, SMS_KEY_RSA, SMS_KEY_ED25519_SK, SMS_KEY_ECDSA_SK };

struct sms_public_key {
	enum sms_key_kind kind;
	unsigned bits;
	char *blob; /* as RFC 4253 has it */
	size_t length;
	char fingerprint[52]; /* `SHA256:` and 43 characters, as ssh-keygen -l prints it */
};

/* Reads the wire form. NULL on success, else what is wrong in a few words (static): too short, a kind that is not
 * supported (dsa, certificates), a size that is not. RSA under 3072 bits is read: that it is weak is for the caller. */
const char *sms_public_key_parse(struct sms_public_key *out, const void *blob, size_t length) SMS_CHECKED;
/* Reads `ssh-ed25519 AAAA…`: the name of the kind and base64, `text` ending behind it. As sms_public_key_parse. */
const char *sms_public_key_read(struct sms_public_key *out, const char *kind, const char *base64) SMS_CHECKED;
void sms_public_key_release(struct sms_public_key *key);
SMS_AUTO_STRUCT(public_key, struct sms_public_key, sms_public_key_release);
/* `ED25519`, `ECDSA`, `RSA` …, as ssh-keygen -l calls it. */
const char *sms_public_key_kind(const struct sms_public_key *key);
/* Appends `ssh-ed25519 AAAA…`. */
void sms_public_key_print(struct sms_buf *out, const struct sms_public_key *key);
bool sms_public_key_equal(const struct sms_public_key *a, const struct sms_public_key *b);

/* A signature file taken apart; all but `key` is borrowed from `bytes`. */
struct sms_signature {
	struct sms_buf bytes; /* of the armour's inside */
	struct sms_public_key key;
	const char *space; /* the namespace, not ended by a zero */
	size_t space_length;
	bool sha512;       /* the message's hash: SHA-512, else SHA-256 */
	const char *value; /* the signature proper, in its wire form */
	size_t value_length;
};

/* Takes the armour apart. NULL on success, else what is wrong (static). A reserved field that is not empty is passed
 * over, as PROTOCOL.sshsig asks. */
const char *sms_signature_parse(struct sms_signature *out, const char *armour, size_t length) SMS_CHECKED;
void sms_signature_release(struct sms_signature *signature);
SMS_AUTO_STRUCT(signature, struct sms_signature, sms_signature_release);

/* Is this the key's signature of the message in the namespace? `armour` is what `signature` was parsed from. An error
 * ENVIRONMENT only where the kind of key needs ssh-keygen and that is missing or cannot be run. */
struct sms_error *sms_signature_verify(const struct sms_signature *signature, const char *armour, size_t armour_length,
				       const char *space, const void *message, size_t length, bool *good) SMS_CHECKED;
/* The same for every kind of key by `ssh-keygen -Y verify` with the one key and one exact principal. */
struct sms_error *sms_signature_verify_by_program(const struct sms_public_key *key, const char *armour,
						  size_t armour_length, const char *space, const void *message,
						  size_t length, bool *good) SMS_CHECKED;

/* Signs by `ssh-keygen -Y sign`. `key_file` is what its -f takes: a private key, or a public one whose other half is
 * beside it or in the agent; with `agent` it is in the agent. A passphrase is asked for on the terminal, or by
 * SSH_ASKPASS. Errors INPUT with what ssh-keygen said; ENVIRONMENT when it is missing. */
struct sms_error *sms_signature_make(struct sms_buf *armour, const char *key_file, bool agent, const char *space,
				     const void *message, size_t length) SMS_CHECKED;

#endif
