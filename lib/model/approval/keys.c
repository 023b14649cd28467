/* Keys of persons, added and ended. See keys.h. */
#include "model/approval/keys.h"
#include "model/approval/signing.h"
#include "wrap/text.h"
#include <string.h>

#define WEAKEST_RSA 3072

static struct sms_error *read_text(struct sms_buf *text, struct sms_signers *signers, struct sms_store *store)
{
	const struct sms_people *people = NULL;
	bool found = false;
	SMS_TRY(sms_store_people(store, &people));
	SMS_TRY(sms_signers_load(signers, store->snapshot, people));
	SMS_TRY(sms_snapshot_read(store->snapshot, SMS_SIGNERS_PATH, text, &found));
	if (found && strlen(sms_buf_text(text)) != text->length)
		return sms_error(SMS_INPUT, "'%s' holds a zero byte", SMS_SIGNERS_PATH);
	if (!found)
		sms_buf_clear(text);
	if (text->length && text->data[text->length - 1] != '\n')
		sms_buf_add_char(text, '\n');
	return NULL;
}

/* --- Adding. --- */

static struct sms_error *read_key(struct sms_public_key *key, const char *text)
{
	if (strstr(text, "PRIVATE KEY"))
		return sms_error(SMS_INPUT, "this is a private key; give the public one, whose name ends in .pub");
	const char *fault = sms_signing_parse(key, text);
	if (fault)
		return sms_error_hint(sms_error(SMS_INPUT, "the key cannot be added: %s", fault),
				      "ssh-keygen -t ed25519");
	if (key->kind == SMS_KEY_RSA && key->bits < WEAKEST_RSA)
		return sms_error_hint(sms_error(SMS_INPUT,
						"the key cannot be added: RSA of %u bits is weak, at least %u are "
						"needed",
						key->bits, WEAKEST_RSA),
				      "ssh-keygen -t ed25519");
	return NULL;
}

static struct sms_error *check_new(const struct sms_signers *signers, const struct sms_public_key *key,
				   const struct sms_new_key *new)
{
	for (size_t i = 0; i < signers->count; i++) {
		const struct sms_signer *signer = &signers->items[i];
		if (!signer->key.blob || !sms_public_key_equal(&signer->key, key))
			continue;
		if (signer->person && strcmp(signer->person, new->person) != 0)
			return sms_error(SMS_INPUT, "the key %s is that of %s; a key has one person", key->fingerprint,
					 signer->person);
		return sms_error_hint(sms_error(SMS_INPUT, "the key %s stands in line %zu of " SMS_SIGNERS_PATH,
						key->fingerprint, signer->line),
				      "sms key list");
	}
	if (new->from != SMS_TIME_NONE &&new->to != SMS_TIME_NONE &&new->from > new->to)
		return sms_error(SMS_INPUT, "the key would end before it begins");
	return NULL;
}

/* What stands behind the key: the owner's own words for it. */
static void add_comment(struct sms_buf *line, const char *text)
{
	sms_auto(string) char *first = sms_copy(text, strcspn(text, "\r\n"));
	const char *comment = strchr(first, ' ');
	comment = comment ? strchr(comment + 1, ' ') : NULL;
	if (comment && comment[1] && !sms_text_is_unsafe(comment))
		sms_buf_add_text(line, comment);
}

static void add_line(struct sms_buf *text, const struct sms_public_key *key, const struct sms_new_key *new)
{
	char at[SMS_TIME_SIZE];
	sms_buf_add_format(text, "%s namespaces=\"" SMS_APPROVAL_SPACE "\"", new->person);
	if (new->from != SMS_TIME_NONE) {
		sms_signer_time(new->from, at);
		sms_buf_add_format(text, ",valid-after=\"%s\"", at);
	}
	if (new->to != SMS_TIME_NONE) {
		sms_signer_time(new->to, at);
		sms_buf_add_format(text, ",valid-before=\"%s\"", at);
	}
	sms_buf_add_char(text, ' ');
	sms_public_key_print(text, key);
	add_comment(text, new->text);
	sms_buf_add_char(text, '\n');
}

static void stage(struct sms_change *change, struct sms_buf *text)
{
	sms_signers_text_arrange(text);
	sms_change_put_file(change, SMS_SIGNERS_PATH, sms_buf_text(text), text->length);
}

struct sms_error *sms_key_add(struct sms_change *change, struct sms_store *store, const struct sms_new_key *new,
			      struct sms_public_key *key)
{
	sms_auto(signers) struct sms_signers signers = {0};
	sms_auto(buf) struct sms_buf text = SMS_BUF_INIT;
	SMS_TRY(read_key(key, new->text));
	SMS_TRY(read_text(&text, &signers, store));
	SMS_TRY(check_new(&signers, key, new));
	add_line(&text, key, new);
	stage(change, &text);
	return NULL;
}

/* --- Ending. --- */

static bool is_meant(const struct sms_signer *signer, const struct sms_key_end *end)
{
	if (!signer->key.blob)
		return false;
	if (end->person)
		return signer->person && strcmp(signer->person, end->what) == 0;
	return strncmp(signer->key.fingerprint, end->what, strlen(end->what)) == 0;
}

/* A beginning that several keys share names none of them. */
static struct sms_error *check_meant(const struct sms_signers *signers, const struct sms_key_end *end)
{
	const struct sms_signer *found = NULL;
	for (size_t i = 0; i < signers->count; i++) {
		if (!is_meant(&signers->items[i], end))
			continue;
		if (found && !end->person && !sms_public_key_equal(&found->key, &signers->items[i].key))
			return sms_error_hint(sms_error(SMS_INPUT, "several keys begin with '%s'", end->what),
					      "sms key list");
		found = &signers->items[i];
	}
	if (found)
		return NULL;
	return sms_error_hint(end->person ? sms_error(SMS_INPUT, "'%s' has no key", end->what)
					  : sms_error(SMS_INPUT, "no key has the fingerprint '%s'", end->what),
			      "sms key list");
}

static char *comment_of(const struct sms_key_end *end)
{
	char day[SMS_TIME_SIZE];
	sms_auto(buf) struct sms_buf reason = SMS_BUF_INIT;
	if (end->reason)
		sms_text_add_safe(&reason, end->reason, false);
	sms_time_format(sms_now(), day);
	return sms_format("%s on %.10s%s%s", end->compromised ? "compromised: revoked" : "revoked", day,
			  reason.length ? ": " : "", sms_buf_text(&reason));
}

struct sms_error *sms_key_revoke(struct sms_change *change, struct sms_store *store, const struct sms_key_end *end,
				 struct sms_list *ended)
{
	sms_auto(signers) struct sms_signers signers = {0};
	sms_auto(buf) struct sms_buf text = SMS_BUF_INIT;
	sms_auto(string) char *comment = comment_of(end);
	if (end->at < sms_now() && !end->compromised)
		return sms_error_hint(sms_error(SMS_INPUT, "statements made since then would stop counting"),
				      "sms key revoke %s --compromised --at TIME", end->what);
	SMS_TRY(read_text(&text, &signers, store));
	SMS_TRY(check_meant(&signers, end));
	/* From the last line upwards: what is changed below moves no line above. */
	for (size_t i = signers.count; i-- > 0;) {
		const struct sms_signer *signer = &signers.items[i];
		if (!is_meant(signer, end) || signer->to <= end->at)
			continue;
		sms_signers_text_end(&text, signer->line, end->at, comment);
		sms_list_add(ended, signer->key.fingerprint);
	}
	if (!ended->count)
		return sms_error_hint(sms_error(SMS_INPUT, "the key of '%s' has ended before", end->what),
				      "sms key list");
	sms_list_sort(ended);
	sms_list_unique(ended);
	stage(change, &text);
	return NULL;
}
