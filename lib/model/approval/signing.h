/* The key that a person signs statements with: what git's own settings name (`gpg.format` ssh and `user.signingKey`, a
 * file or a literal `key::…` whose other half is in the agent), or what the caller was told. Private keys are never read
 * here: ssh-keygen does that. */
#ifndef SMS_MODEL_SIGNING_H
#define SMS_MODEL_SIGNING_H

#include "model/approval/signers.h"
#include "model/store.h"

struct sms_signing_wish {
	bool always; /* no key is an error */
	bool never;  /* as if there were no key */
	const char
		*key; /* a key file or a literal public key in the place of git's; NULL for none; wins over `never` */
};

struct sms_signing {
	char *file;             /* for ssh-keygen; NULL: there is nothing to sign with, and `lack` says why */
	bool agent;             /* the private half is in the agent */
	bool temporary;         /* `file` is ours */
	bool always;            /* as wished */
	bool tell;              /* there is a key, but it may not sign: people want to know */
	struct sms_error *lack; /* with the way out as hints */
};

/* Chooses the key. That it may sign for the person at this instant is looked up in the store's allowed_signers, as far
 * as the public half can be read. Errors INPUT only where the wish is `always` or names a key. */
struct sms_error *sms_signing_choose(struct sms_signing *out, struct sms_store *store,
				     const struct sms_signing_wish *wish, const char *person, sms_time at) SMS_CHECKED;
void sms_signing_release(struct sms_signing *signing);
SMS_AUTO_STRUCT(signing, struct sms_signing, sms_signing_release);

/* Signs a statement's bytes and makes sure that the signature would count: `armour` stays empty, and `lack` says why,
 * where the key turns out to be none that may sign and a signature is not `needed`. */
struct sms_error *sms_signing_sign(struct sms_signing *signing, struct sms_store *store, const char *person,
				   sms_time at, bool needed, const struct sms_buf *bytes,
				   struct sms_buf *armour) SMS_CHECKED;

/* The text of the public key that git's settings name, or that is beside a private key file: `path` may be a private
 * key's, which is not opened. NULL in `out` where there is none to read. */
struct sms_error *sms_signing_public(char **out, const char *path) SMS_CHECKED;
/* `user.signingKey` where it is an SSH key, the caller's; else NULL and `lack` with the way out (may be NULL). */
struct sms_error *sms_signing_configured(char **out, const struct sms_repo *repo, struct sms_error **lack) SMS_CHECKED;
/* `ssh-ed25519 AAAA… comment`, also behind `key::`, as a key. As sms_public_key_parse. */
const char *sms_signing_parse(struct sms_public_key *out, const char *text) SMS_CHECKED;
bool sms_signing_is_literal(const char *text);

#endif
