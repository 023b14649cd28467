/* See evidence.h. */
#include "model/approval/evidence.h"
#include "model/approval/private.h"
#include <string.h>

struct sms_error *sms_evidence_begin(struct sms_store *store, const struct sms_list *types)
{
	struct sms_approval_cache *cache = NULL;
	SMS_TRY(sms_approval_cache(&cache, store));
	sms_approval_expect_many(cache);
	return cache->versions || sms_approval_is_cut(cache) ? NULL : sms_approval_read_versions(store, types);
}

struct sms_error *sms_evidence_use(struct sms_store *store, struct sms_settings *settings)
{
	struct sms_approval_cache *cache = NULL;
	struct sms_rules rules = {0};
	struct sms_error *error = sms_approval_cache(&cache, store);
	if (!error)
		error = sms_rules_read(&rules, sms_settings_get(settings, "approvals"));
	if (error) {
		sms_rules_release(&rules);
		sms_settings_free(settings);
		return error;
	}
	sms_rules_release(&cache->rules);
	cache->rules = rules;
	sms_settings_free(store->settings);
	store->settings = settings;
	return NULL;
}

static struct sms_error *past_of(const struct sms_past **out, struct sms_store *store, const struct sms_oid *commit)
{
	struct sms_approval_cache *cache = NULL;
	const struct sms_origin origin = {.commit = *commit};
	SMS_TRY(sms_approval_cache(&cache, store));
	return sms_approval_past(out, store, &origin);
}

struct sms_error *sms_evidence_holds(bool *out, struct sms_store *store, const struct sms_oid *commit,
				     const char *person, const char *role, sms_time at)
{
	const struct sms_past *past = NULL;
	SMS_TRY(past_of(&past, store, commit));
	*out = sms_people_holds(past->people, person, role, at);
	return NULL;
}

struct sms_error *sms_evidence_knows(bool *out, struct sms_store *store, const struct sms_oid *commit,
				     const char *fingerprint)
{
	const struct sms_past *past = NULL;
	*out = false;
	SMS_TRY(past_of(&past, store, commit));
	for (size_t i = 0; i < past->signers.count && !*out; i++) {
		const struct sms_signer *signer = &past->signers.items[i];
		*out = signer->key.blob && !signer->fault && strcmp(signer->key.fingerprint, fingerprint) == 0;
	}
	return NULL;
}

struct sms_error *sms_evidence_owner(const char **out, struct sms_store *store, const struct sms_oid *commit,
				     const struct sms_public_key *key)
{
	const struct sms_past *past = NULL;
	*out = NULL;
	SMS_TRY(past_of(&past, store, commit));
	for (size_t i = 0; i < past->signers.count && !*out; i++) {
		const struct sms_signer *signer = &past->signers.items[i];
		if (signer->key.blob && !signer->fault && sms_public_key_equal(&signer->key, key))
			*out = signer->person;
	}
	return NULL;
}

void sms_evidence_rules_digest(const sms_json *rules, char out[SMS_DIGEST_SIZE])
{
	sms_auto(buf) struct sms_buf text = SMS_BUF_INIT;
	if (rules)
		sms_json_print_canonical(&text, rules);
	sms_digest(sms_buf_text(&text), text.length, out);
}
