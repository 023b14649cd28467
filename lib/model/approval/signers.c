/* The lines of allowed_signers together. See signers.h. */
#include "model/approval/signers.h"
#include "base/map.h"
#include <string.h>

void sms_signers_release(struct sms_signers *signers)
{
	for (size_t i = 0; i < signers->count; i++)
		sms_signer_release(&signers->items[i]);
	free(signers->items);
	*signers = (struct sms_signers){0};
}

/* The first thing that is wrong is what is said. */
static void blame(struct sms_signer *signer, char *fault)
{
	if (signer->fault)
		free(fault);
	else
		signer->fault = fault;
}

/* An id stands for itself; an e-mail address for who has it. */
static const char *person_of(const struct sms_people *people, const char *principal)
{
	return sms_people_name(people, principal) ? principal : sms_people_by_email(people, principal);
}

static void find_person(struct sms_signer *signer, const struct sms_people *people)
{
	for (size_t i = 0; i < signer->principals.count; i++) {
		const char *principal = signer->principals.items[i], *person = person_of(people, principal);
		if (!person)
			blame(signer, sms_format("'%s' is no person on record", principal));
		else if (!signer->person)
			signer->person = sms_strdup(person);
		else if (strcmp(signer->person, person) != 0)
			blame(signer, sms_format("it is for two persons, %s and %s", signer->person, person));
	}
}

/* Lines of one key for two persons count for neither: whose it is would be a guess. */
static void find_shared(struct sms_signers *signers)
{
	sms_auto(map) struct sms_map *first = sms_map_new(NULL);
	for (size_t i = 0; i < signers->count; i++) {
		struct sms_signer *one = &signers->items[i];
		if (!one->key.blob)
			continue;
		struct sms_signer *other = sms_map_get(first, one->key.fingerprint);
		if (!other) {
			sms_map_put(first, one->key.fingerprint, one);
			continue;
		}
		if (one->person && other->person && strcmp(one->person, other->person) == 0)
			continue;
		blame(one, sms_format("the key stands in line %zu for somebody else", other->line));
		blame(other, sms_format("the key stands in line %zu for somebody else", one->line));
	}
}

void sms_signers_read(struct sms_signers *out, const char *text, size_t length, const struct sms_people *people)
{
	*out = (struct sms_signers){0};
	for (size_t at = 0, line = 1; at < length; line++) {
		const char *end = memchr(text + at, '\n', length - at);
		size_t size = end ? (size_t)(end - text) - at : length - at;
		struct sms_signer signer;
		if (sms_signer_parse(&signer, text + at, size)) {
			signer.line = line;
			find_person(&signer, people);
			sms_grow(out->items, out->count, out->capacity);
			out->items[out->count++] = signer;
		}
		at += size + 1;
	}
	find_shared(out);
}

struct sms_error *sms_signers_load(struct sms_signers *out, struct sms_snapshot *snapshot,
				   const struct sms_people *people)
{
	sms_auto(buf) struct sms_buf text = SMS_BUF_INIT;
	bool found = false;
	*out = (struct sms_signers){0};
	SMS_TRY(sms_snapshot_read(snapshot, SMS_SIGNERS_PATH, &text, &found));
	if (found && text.length > SMS_SIGNERS_BYTES)
		return sms_error(SMS_UNJUDGED, "'%s' is over the limit of %u bytes", SMS_SIGNERS_PATH,
				 SMS_SIGNERS_BYTES);
	if (found)
		sms_signers_read(out, sms_buf_text(&text), text.length, people);
	return NULL;
}

/* Why this one line does not allow it. */
static char *refuse_line(const struct sms_signer *signer, const char *person, sms_time at)
{
	char day[SMS_TIME_SIZE];
	if (signer->fault)
		return sms_format("line %zu of " SMS_SIGNERS_PATH ": %s", signer->line, signer->fault);
	if (strcmp(signer->person, person) != 0)
		return sms_format("it is made with a key of %s", signer->person);
	if (!signer->signs)
		return sms_format("the key is not for namespace '%s'", SMS_APPROVAL_SPACE);
	if (at < signer->from) {
		sms_time_format(signer->from, day);
		return sms_format("the key is good only from %s on", day);
	}
	if (at > signer->to) {
		sms_time_format(signer->to, day);
		return sms_format("the key was good only until %s", day);
	}
	return NULL;
}

bool sms_signers_know(const struct sms_signers *signers, const struct sms_public_key *key)
{
	for (size_t i = 0; i < signers->count; i++)
		if (signers->items[i].key.blob && sms_public_key_equal(&signers->items[i].key, key))
			return true;
	return false;
}

char *sms_signers_refuse(const struct sms_signers *signers, const struct sms_public_key *key, const char *person,
			 sms_time at, sms_time *end)
{
	bool known = false;
	sms_time last = INT64_MAX;
	for (size_t i = 0; i < signers->count; i++) {
		const struct sms_signer *signer = &signers->items[i];
		if (!signer->key.blob || !sms_public_key_equal(&signer->key, key))
			continue;
		char *why = refuse_line(signer, person, at);
		if (why)
			return why;
		known = true;
		if (signer->to < last)
			last = signer->to;
	}
	if (end)
		*end = last;
	return known ? NULL
		     : sms_format("the key %s %s is not in " SMS_SIGNERS_PATH, sms_public_key_kind(key),
				  key->fingerprint);
}
