/* Choosing the key to sign with, and signing. See signing.h. */
#include "model/approval/signing.h"
#include "base/file.h"
#include <string.h>
#include <unistd.h>

#define KEY_BYTES 16384

void sms_signing_release(struct sms_signing *signing)
{
	if (signing->temporary)
		unlink(signing->file);
	free(signing->file);
	sms_error_free(signing->lack);
	*signing = (struct sms_signing){0};
}

/* --- Where the key is. --- */

static bool begins(const char *text, const char *start)
{
	return strncmp(text, start, strlen(start)) == 0;
}

bool sms_signing_is_literal(const char *text)
{
	return begins(text, "key::") || begins(text, "ssh-") || begins(text, "ecdsa-") || begins(text, "sk-");
}

static const char *without_prefix(const char *literal)
{
	return begins(literal, "key::") ? literal + strlen("key::") : literal;
}

const char *sms_signing_parse(struct sms_public_key *out, const char *text)
{
	sms_auto(list) struct sms_list words = SMS_LIST_INIT;
	sms_auto(string) char *line = NULL;
	text = without_prefix(text);
	line = sms_copy(text, strcspn(text, "\r\n"));
	sms_list_split(&words, line, ' ');
	*out = (struct sms_public_key){0};
	return words.count < 2 ? "it is no public key" : sms_public_key_read(out, words.items[0], words.items[1]);
}

static struct sms_error *no_key(const char *message)
{
	struct sms_error *error = sms_error(SMS_INPUT, "%s", message);
	error = sms_error_hint(error, "ssh-keygen -t ed25519");
	error = sms_error_hint(error, "git config --global gpg.format ssh");
	error = sms_error_hint(error, "git config --global user.signingKey ~/.ssh/id_ed25519.pub");
	return sms_error_hint(error, "sms key add");
}

struct sms_error *sms_signing_configured(char **out, const struct sms_repo *repo, struct sms_error **lack)
{
	sms_auto(string) char *key = NULL, *format = NULL;
	*out = NULL;
	SMS_TRY(sms_repo_config(repo, "user.signingkey", &key));
	SMS_TRY(sms_repo_config(repo, "gpg.format", &format));
	if (key && *key && (sms_signing_is_literal(key) || (format && strcmp(format, "ssh") == 0))) {
		*out = sms_move(&key);
		return NULL;
	}
	if (lack && key && *key)
		*lack = sms_error_hint(sms_error(SMS_INPUT, "git's user.signingKey '%s' is no SSH key", key),
				       "git config gpg.format ssh");
	else if (lack)
		*lack = no_key("there is no key to sign with: git's user.signingKey is not set");
	return NULL;
}

/* `~/` is the home, as in git's settings. */
static char *expand(const char *path)
{
	const char *home = getenv("HOME");
	return begins(path, "~/") && home ? sms_format("%s%s", home, path + 1) : sms_strdup(path);
}

static bool is_public_name(const char *path)
{
	size_t length = strlen(path);
	return length > 4 && strcmp(path + length - 4, ".pub") == 0;
}

struct sms_error *sms_signing_public(char **out, const char *path)
{
	sms_auto(string) char *full = expand(path);
	sms_auto(string) char *public = is_public_name(full) ? sms_strdup(full) : sms_format("%s.pub", full);
	sms_auto(buf) struct sms_buf text = SMS_BUF_INIT;
	*out = NULL;
	if (!sms_file_exists(public))
		return NULL;
	SMS_TRY(sms_file_read(&text, public, KEY_BYTES));
	*out = sms_buf_take(&text);
	return NULL;
}

/* A literal key goes to ssh-keygen as a file. */
static struct sms_error *write_literal(struct sms_signing *out, const char *literal)
{
	const char *base = getenv("TMPDIR");
	const char *text = without_prefix(literal);
	sms_auto(string) char *path = sms_format("%s/sms-key-XXXXXX", base && *base == '/' ? base : "/tmp");
	int fd = mkstemp(path);
	if (fd < 0)
		return sms_error(SMS_ENVIRONMENT, "cannot make the file '%s'", path);
	out->temporary = out->agent = true;
	out->file = sms_move(&path);
	bool written = write(fd, text, strlen(text)) == (ssize_t)strlen(text) && write(fd, "\n", 1) == 1;
	close(fd);
	return written ? NULL : sms_error(SMS_ENVIRONMENT, "cannot write the file '%s'", out->file);
}

/* --- May it sign? --- */

static struct sms_error *refuse_key(struct sms_store *store, const struct sms_public_key *key, const char *source,
				    const char *person, sms_time at)
{
	const struct sms_people *people = NULL;
	sms_auto(signers) struct sms_signers signers = {0};
	SMS_TRY(sms_store_people(store, &people));
	SMS_TRY(sms_signers_load(&signers, store->snapshot, people));
	sms_auto(string) char *why = sms_signers_refuse(&signers, key, person, at, NULL);
	if (!why)
		return NULL;
	struct sms_error *error = sms_error(SMS_INPUT, "'%s' may not sign with this key: %s", person, why);
	if (sms_signers_know(&signers, key))
		return sms_error_hint(error, "sms key list --person %s", person);
	return sms_error_hint(error, source ? "sms key add %s --person %s" : "sms key add --person %s",
			      source ? source : person, person);
}

static struct sms_error *check_public(struct sms_signing *out, struct sms_store *store, const char *text,
				      const char *source, const char *person, sms_time at)
{
	sms_auto(public_key) struct sms_public_key key = {0};
	const char *fault = sms_signing_parse(&key, text);
	if (fault)
		out->lack = sms_error(SMS_INPUT, "the key to sign with cannot be used: %s", fault);
	else
		out->lack = refuse_key(store, &key, source, person, at);
	out->tell = out->lack != NULL;
	/* What could not be looked up is no lack of the key's. */
	return out->lack && sms_error_status(out->lack) != SMS_INPUT ? sms_move(&out->lack) : NULL;
}

static struct sms_error *use(struct sms_signing *out, struct sms_store *store, const char *key, const char *source,
			     const char *person, sms_time at)
{
	sms_auto(string) char *text = NULL;
	if (sms_signing_is_literal(key)) {
		SMS_TRY(check_public(out, store, key, source, person, at));
		return out->lack ? NULL : write_literal(out, key);
	}
	SMS_TRY(sms_signing_public(&text, key));
	if (text)
		SMS_TRY(check_public(out, store, text, source, person, at));
	if (out->lack)
		return NULL;
	out->file = expand(key);
	if (sms_file_exists(out->file))
		return NULL;
	out->lack = sms_error_hint(sms_error(SMS_INPUT, "there is no key file '%s'", out->file),
				   "git config --global user.signingKey FILE");
	out->tell = true;
	free(out->file);
	out->file = NULL;
	return NULL;
}

struct sms_error *sms_signing_choose(struct sms_signing *out, struct sms_store *store,
				     const struct sms_signing_wish *wish, const char *person, sms_time at)
{
	sms_auto(signing) struct sms_signing chosen = {.always = wish->always || wish->key};
	sms_auto(string) char *configured = NULL;
	*out = (struct sms_signing){0};
	if (wish->never && !wish->key)
		chosen.lack = sms_error(SMS_INPUT, "it is not to be signed");
	else if (!wish->key)
		SMS_TRY(sms_signing_configured(&configured, store->repo, &chosen.lack));
	if (wish->key || configured)
		SMS_TRY(use(&chosen, store, wish->key ? wish->key : configured, wish->key, person, at));
	if (chosen.lack && chosen.always)
		return sms_move(&chosen.lack);
	*out = chosen;
	chosen = (struct sms_signing){0};
	return NULL;
}

/* --- Signing. --- */

struct sms_error *sms_signing_sign(struct sms_signing *signing, struct sms_store *store, const char *person,
				   sms_time at, bool needed, const struct sms_buf *bytes, struct sms_buf *armour)
{
	sms_auto(signature) struct sms_signature signature = {0};
	bool good = false;
	SMS_TRY(sms_signature_make(armour, signing->file, signing->agent, SMS_APPROVAL_SPACE, sms_buf_text(bytes),
				   bytes->length));
	const char *fault = sms_signature_parse(&signature, sms_buf_text(armour), armour->length);
	if (fault)
		return sms_error(SMS_ENVIRONMENT, "ssh-keygen made a signature that cannot be read: %s", fault);
	struct sms_error *error = refuse_key(store, &signature.key, NULL, person, at);
	if (error && !needed && !signing->always && sms_error_status(error) == SMS_INPUT) {
		sms_error_free(signing->lack);
		signing->lack = error;
		signing->tell = true;
		sms_buf_clear(armour);
		return NULL;
	}
	if (error)
		return error;
	SMS_TRY(sms_signature_verify(&signature, sms_buf_text(armour), armour->length, SMS_APPROVAL_SPACE,
				     sms_buf_text(bytes), bytes->length, &good));
	return good ? NULL : sms_error(SMS_ENVIRONMENT, "ssh-keygen made a signature that is not good");
}
