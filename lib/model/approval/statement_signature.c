/* Whether a statement's signature is good: made by a key of the signer, good at that time, both by the records as they
 * are and by those of the commit that brought the statement in. See private.h. */
#include "model/approval/private.h"
#include "model/approval/signers.h"
#include <string.h>

static void refuse(struct sms_statement *statement, const char *why)
{
	sms_list_add_format(&statement->reasons, "signature: %s", why);
	statement->heard = false;
}

/* Whose key was it when the statement came in? Who changes the file later cannot make a statement good, and who has it
 * changed for a moment only, on a branch, cannot either, since the file as it is has to agree. Of a key that has ended
 * only what was there before it ended counts: the rest may have been dated back. */
static struct sms_error *check_then(struct sms_statement *statement, struct sms_store *store,
				    const struct sms_public_key *key, sms_time end, char **why)
{
	const struct sms_past *past = NULL;
	char day[SMS_TIME_SIZE];
	bool late = false;
	SMS_TRY(sms_approval_past(&past, store, statement->origin));
	sms_auto(string) char *then = sms_signers_refuse(&past->signers, key, statement->signer, statement->at, NULL);
	if (then) {
		*why = sms_format("when it came in, %s", then);
		return NULL;
	}
	if (end == INT64_MAX)
		return NULL;
	SMS_TRY(sms_approval_came_late(&late, store, statement->origin, end));
	sms_time_format(end, day);
	if (late)
		*why = sms_format("it came in after its key had ended on %s", day);
	return NULL;
}

static struct sms_error *check_key(struct sms_statement *statement, struct sms_store *store,
				   const struct sms_public_key *key, char **why)
{
	const struct sms_signers *signers = NULL;
	sms_time end = INT64_MAX;
	SMS_TRY(sms_approval_signers(&signers, store));
	*why = sms_signers_refuse(signers, key, statement->signer, statement->at, &end);
	return *why || !statement->origin ? NULL : check_then(statement, store, key, end, why);
}

/* Whether a signature is one of these bytes never changes: who judges a statement by the rules of several times asks
 * once. */
static struct sms_error *is_made_over(bool *out, const struct sms_statement *statement, struct sms_store *store,
				      const struct sms_signature *signature, const struct sms_buf *bytes,
				      const struct sms_buf *armour)
{
	static char good_mark, bad_mark;
	char key[2 * SMS_DIGEST_SIZE];
	struct sms_approval_cache *cache = NULL;
	SMS_TRY(sms_approval_cache(&cache, store));
	memcpy(key, statement->own_digest, SMS_DIGEST_SIZE);
	sms_digest(sms_buf_text(armour), armour->length, key + SMS_DIGEST_SIZE);
	const void *known = sms_map_get_n(cache->signatures, key, sizeof key);
	*out = known == &good_mark;
	if (known)
		return NULL;
	SMS_TRY(sms_signature_verify(signature, sms_buf_text(armour), armour->length, SMS_APPROVAL_SPACE,
				     sms_buf_text(bytes), bytes->length, out));
	sms_map_put_n(cache->signatures, key, sizeof key, *out ? &good_mark : &bad_mark);
	return NULL;
}

struct sms_error *sms_statement_check_signature(struct sms_statement *statement, struct sms_store *store,
						const struct sms_buf *bytes, const struct sms_buf *armour)
{
	sms_auto(signature) struct sms_signature signature = {0};
	sms_auto(string) char *why = NULL;
	const char *text = sms_buf_text(armour);
	const char *fault = sms_signature_parse(&signature, text, armour->length);
	bool good = false;
	statement->is_signed = true;
	if (!fault && (signature.space_length != strlen(SMS_APPROVAL_SPACE) ||
		       memcmp(signature.space, SMS_APPROVAL_SPACE, signature.space_length) != 0))
		fault = "its namespace is not " SMS_APPROVAL_SPACE;
	if (fault) {
		refuse(statement, fault);
		return NULL;
	}
	SMS_TRY(check_key(statement, store, &signature.key, &why));
	if (!why)
		SMS_TRY(is_made_over(&good, statement, store, &signature, bytes, armour));
	if (why)
		refuse(statement, why);
	else if (!good)
		refuse(statement, "it is not one of these bytes");
	else
		statement->key = sms_format("%s %s", sms_public_key_kind(&signature.key), signature.key.fingerprint);
	return NULL;
}
