/* Who may sign, and who said so. */
#include "model/approval/signers.h"
#include "work/verify/private.h"
#include <string.h>

static struct sms_error *read_lines(struct sms_verify *run, const struct sms_oid *blob, struct sms_signers *out)
{
	sms_auto(buf) struct sms_buf text = SMS_BUF_INIT;
	*out = (struct sms_signers){0};
	if (sms_oid_is_zero(blob))
		return NULL;
	SMS_TRY(sms_repo_blob(run->store->repo, blob, &text));
	if (text.length <= SMS_SIGNERS_BYTES)
		sms_signers_read(out, sms_buf_text(&text), text.length, run->people);
	return NULL;
}

static const struct sms_signer *find_key(const struct sms_signers *signers, const struct sms_signer *like)
{
	for (size_t i = 0; i < signers->count && like->key.blob; i++)
		if (signers->items[i].key.blob && sms_public_key_equal(&signers->items[i].key, &like->key))
			return &signers->items[i];
	return NULL;
}

static void say_new(struct sms_verify *run, const struct sms_signer *signer)
{
	const struct sms_commit *commit = run->step->commit;
	const char *author = sms_people_by_email(run->people, commit->author.email);
	const char *committer = sms_people_by_email(run->people, commit->committer.email);
	const char *whose = signer->person ? signer->person : "nobody on record";
	if (signer->fault) {
		sms_verify_add(run, "signers-line", NULL, SMS_SIGNERS_PATH, "line %zu counts for nothing: %s",
			       signer->line, signer->fault);
		return;
	}
	bool self = author && signer->person && strcmp(author, signer->person) == 0 &&
		    (!committer || strcmp(committer, author) == 0);
	sms_verify_add(run, self ? "key-self-added" : "key-changed", NULL, SMS_SIGNERS_PATH,
		       self ? "%s was added for %s by the same person" : "%s was added for %s by %s",
		       signer->key.fingerprint, whose, author ? author : commit->author.email);
}

static void say_gone(struct sms_verify *run, const struct sms_signer *signer)
{
	sms_verify_add(run, "key-changed", NULL, SMS_SIGNERS_PATH, "%s of %s was taken out, not ended",
		       signer->key.fingerprint, signer->person ? signer->person : "nobody on record");
}

/* An end that had come is an end. */
static void compare(struct sms_verify *run, const struct sms_signer *old, const struct sms_signer *new)
{
	if (old->to != INT64_MAX && old->to <= run->step->commit->time && new->to > old->to)
		sms_verify_add(run, "key-revived", NULL, SMS_SIGNERS_PATH, "%s had ended, and may sign again",
			       old->key.fingerprint);
	else if (old->to != new->to || old->from != new->from)
		sms_verify_add(run, "key-changed", NULL, SMS_SIGNERS_PATH, "the time of use of %s was changed",
			       old->key.fingerprint);
}

struct sms_error *sms_verify_signers(struct sms_verify *run, const struct sms_tree_change *change)
{
	sms_auto(signers) struct sms_signers before = {0}, after = {0};
	if (sms_verify_is_merge(run))
		return NULL; /* each line came in on a side, or sms_verify_merge says so */
	if (!sms_oid_is_zero(&change->after) && change->mode_after != SMS_MODE_FILE && change->mode_after != 0100755)
		return NULL;
	SMS_TRY(read_lines(run, &change->before, &before));
	SMS_TRY(read_lines(run, &change->after, &after));
	for (size_t i = 0; i < after.count; i++) {
		const struct sms_signer *old = find_key(&before, &after.items[i]);
		if (!old)
			say_new(run, &after.items[i]);
		else
			compare(run, old, &after.items[i]);
	}
	for (size_t i = 0; i < before.count; i++)
		if (before.items[i].key.blob && !find_key(&after, &before.items[i]))
			say_gone(run, &before.items[i]);
	return NULL;
}
