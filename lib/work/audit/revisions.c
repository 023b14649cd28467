/* Facts about the versions of an approved record: who wrote what was approved, and whether different contents carry one
 * number. See audit.h. */
#include "work/audit/private.h"
#include <string.h>

/* Was this content approved at some time? */
static bool was_approved(const struct sms_approval *approval, const char *digest)
{
	for (size_t i = 0; i < approval->statement_count; i++) {
		const struct sms_statement *one = &approval->statements[i];
		if (one->heard && !strcmp(one->decision, "approve") && !strcmp(one->digest, digest))
			return true;
	}
	return false;
}

/* Digest of a version's content, "" where it has none, and what it says in `member` (NULL: nothing is asked). */
static void read_version(const struct audit_subject *subject, const struct sms_version *version, char digest[65],
			 const char *member, struct sms_buf *said)
{
	sms_auto(record) struct sms_record *then = NULL;
	sms_auto(error) struct sms_error *error =
		sms_version_record(&then, subject->run->store, subject->record, version);
	*digest = '\0';
	if (error) /* what is no record has no content */
		return;
	sms_record_digest(then, digest);
	if (member)
		sms_value_add_text(said, audit_first_value(then->json, member));
}

static const struct sms_versions *versions_of(const struct audit_subject *subject)
{
	static const struct sms_versions none = {0};
	const struct sms_versions *versions = sms_map_get(subject->run->versions, subject->entry->id);
	return versions && subject->approval ? versions : &none;
}

sms_json *audit_revisions_fact(const struct audit_subject *subject)
{
	const struct sms_versions *versions = versions_of(subject);
	sms_auto(map) struct sms_map *contents = sms_map_new(NULL);
	sms_auto(map) struct sms_map *numbers = sms_map_new(NULL);
	sms_json *fact = sms_json_new_object();
	int64_t reused = 0;
	for (size_t i = versions->count; i-- > 0;) {
		sms_auto(buf) struct sms_buf number = SMS_BUF_INIT;
		char digest[65];
		read_version(subject, &versions->items[i], digest, "version", &number);
		if (sms_map_has(contents, digest) || !was_approved(subject->approval, digest))
			continue;
		reused += sms_map_has(numbers, sms_buf_text(&number));
		sms_map_put(contents, digest, contents);
		sms_map_put(numbers, sms_buf_text(&number), numbers);
	}
	sms_json_set_integer(fact, "approved", (int64_t)sms_map_count(contents));
	sms_json_set_integer(fact, "reused", reused);
	return fact;
}

static void add_person(const struct audit_subject *subject, const struct sms_version *version, struct sms_list *out)
{
	const struct sms_people *people = NULL;
	sms_auto(error) struct sms_error *error = sms_store_people(subject->run->store, &people);
	const char *person = error ? NULL : sms_people_by_email(people, version->author_email);
	const char *name = person ? person : version->author_email;
	if (!sms_list_contains(out, name))
		sms_list_add(out, name);
}

/* Who changed the content since the approved content before it, which the approver had not seen. */
static void find_authors(const struct audit_subject *subject, struct sms_list *out)
{
	const struct sms_versions *versions = versions_of(subject);
	char now[65] = "", before[65] = "";
	if (versions->count)
		read_version(subject, &versions->items[0], now, NULL, NULL);
	for (size_t i = 0; i < versions->count; i++) {
		if (strcmp(now, subject->approval->digest) != 0 && was_approved(subject->approval, now))
			break;
		*before = '\0';
		if (i + 1 < versions->count)
			read_version(subject, &versions->items[i + 1], before, NULL, NULL);
		if (!*now || strcmp(now, before) != 0)
			add_person(subject, &versions->items[i], out);
		memcpy(now, before, sizeof now);
	}
}

sms_json *audit_authorship_fact(const struct audit_subject *subject)
{
	sms_json *fact = sms_json_new_object(), *names = sms_json_new_array();
	sms_auto(list) struct sms_list authors = SMS_LIST_INIT;
	bool self = false;
	find_authors(subject, &authors);
	for (size_t i = 0; i < authors.count; i++) {
		sms_json_append_text(names, authors.items[i]);
		self = self || sms_list_contains(&subject->approval->approvers, authors.items[i]);
	}
	sms_json_set(fact, "authors", names);
	sms_json_set_boolean(fact, "self", self);
	return fact;
}

/* Changes of content after the first version: how many, how many of them without the reason that their record is to
 * name, and when the last of both came. Versions that only moved a state or added a note are none. */
sms_json *audit_alterations_fact(const struct audit_subject *subject)
{
	const struct sms_versions *versions = sms_map_get(subject->run->versions, subject->entry->id);
	const char *reason = sms_json_get_text(subject->run->catalogue->alterations, "reason");
	sms_json *fact = sms_json_new_object();
	char before[65] = "", now[65];
	int64_t count = 0, unnamed = 0;
	sms_time last = SMS_TIME_NONE, last_unnamed = SMS_TIME_NONE;
	for (size_t i = versions && versions->count > 1 ? versions->count : 0; i-- > 0;) {
		sms_auto(buf) struct sms_buf said = SMS_BUF_INIT;
		read_version(subject, &versions->items[i], now, reason, &said);
		if (i + 1 < versions->count && strcmp(now, before) != 0) {
			count++;
			unnamed += !said.length;
			last = versions->items[i].time;
			last_unnamed = said.length ? last_unnamed : last;
		}
		memcpy(before, now, sizeof before);
	}
	sms_json_set_integer(fact, "count", count);
	sms_json_set_integer(fact, "unnamed", unnamed);
	if (last != SMS_TIME_NONE)
		sms_json_set(fact, "last", audit_time_json(last));
	if (last_unnamed != SMS_TIME_NONE)
		sms_json_set(fact, "unnamed_last", audit_time_json(last_unnamed));
	return fact;
}
