/* Who wrote a content: the persons behind the commits that changed it since the approved content before it. */
#include "model/approval/private.h"
#include <string.h>

char *sms_version_person(const struct sms_people *people, const struct sms_version *version)
{
	const char *person = sms_people_by_email(people, version->author_email);
	if (person)
		return sms_strdup(person);
	return sms_format("%s <%s>", version->author_name ? version->author_name : "",
			  version->author_email ? version->author_email : "");
}

static struct sms_error *need_versions(struct sms_judging *judging)
{
	if (judging->versions)
		return NULL;
	return sms_approval_versions(&judging->versions, &judging->own_versions, judging->store, judging->record);
}

static struct sms_content *content_of(struct sms_judging *judging, const char *digest)
{
	for (size_t i = 0; i < judging->content_count; i++)
		if (strcmp(judging->contents[i]->digest, digest) == 0)
			return judging->contents[i];
	struct sms_content *content = sms_alloc(1, sizeof *content);
	memcpy(content->digest, digest, strnlen(digest, sizeof content->digest - 1));
	sms_grow(judging->contents, judging->content_count, judging->content_capacity);
	judging->contents[judging->content_count++] = content;
	return content;
}

static struct sms_error *digest_at(struct sms_judging *judging, size_t index, const char **out)
{
	return sms_approval_version_digest(out, judging->store, judging->record, &judging->versions->items[index]);
}

/* Did this version change the content? A step in the lifecycle, say, does not. What has no digest counts as a change:
 * nobody can say that it was none. */
static struct sms_error *changes_content(struct sms_judging *judging, size_t index, bool *out)
{
	const char *digest = NULL, *before = "";
	SMS_TRY(digest_at(judging, index, &digest));
	if (index + 1 < judging->versions->count)
		SMS_TRY(digest_at(judging, index + 1, &before));
	*out = !*digest || strcmp(digest, before) != 0;
	return NULL;
}

/* The newest version that has the content. No version has it when a merge joined changes to both files of a document
 * (no file is other than in all parents), or when it is not committed: then all versions may have a part in it. */
static struct sms_error *newest_version(struct sms_judging *judging, const char *digest, size_t *out)
{
	const char *found = NULL;
	for (*out = 0; *out < judging->versions->count; ++*out) {
		SMS_TRY(digest_at(judging, *out, &found));
		if (strcmp(found, digest) == 0)
			return NULL;
	}
	*out = 0;
	return NULL;
}

struct sms_error *sms_judging_was_approved(struct sms_judging *judging, const char *digest, bool *out)
{
	struct sms_content *content = content_of(judging, digest);
	const struct sms_approval *approval = judging->out;
	/* While the answer is looked for it is no: contents that alternate would ask for each other for ever. */
	*out = content->state == SMS_CONTENT_APPROVED;
	if (content->state != SMS_CONTENT_UNKNOWN)
		return NULL;
	content->state = SMS_CONTENT_BUSY;
	for (size_t i = 0; i < approval->statement_count && !*out; i++) {
		const struct sms_statement *statement = &approval->statements[i];
		sms_auto(tally) struct sms_tally tally = {0};
		if (!sms_statement_is(statement, "approve") || strcmp(statement->digest, digest) != 0)
			continue;
		SMS_TRY(sms_judging_tally(judging, digest, i + 1, statement->at, &tally));
		*out = tally.complete;
	}
	content->state = *out ? SMS_CONTENT_APPROVED : SMS_CONTENT_UNAPPROVED;
	return NULL;
}

/* True for a content, other than the one in question, that was approved. */
static struct sms_error *is_base(struct sms_judging *judging, size_t index, const char *digest, bool *out)
{
	const char *found = NULL;
	*out = false;
	SMS_TRY(digest_at(judging, index, &found));
	if (!*found || strcmp(found, digest) == 0)
		return NULL;
	return sms_judging_was_approved(judging, found, out);
}

static struct sms_error *collect(struct sms_judging *judging, struct sms_content *content)
{
	size_t count = judging->versions->count;
	SMS_TRY(newest_version(judging, content->digest, &content->base));
	for (; content->base < count; content->base++) {
		bool base = false, changed = false;
		SMS_TRY(is_base(judging, content->base, content->digest, &base));
		if (base)
			break;
		SMS_TRY(changes_content(judging, content->base, &changed));
		if (changed)
			sms_list_adopt(&content->authors,
				       sms_version_person(judging->people, &judging->versions->items[content->base]));
	}
	sms_list_sort(&content->authors);
	sms_list_unique(&content->authors);
	content->has_authors = true;
	return NULL;
}

struct sms_error *sms_judging_authors(struct sms_judging *judging, const char *digest, const struct sms_list **out)
{
	struct sms_content *content = content_of(judging, digest);
	SMS_TRY(need_versions(judging));
	if (!content->has_authors)
		SMS_TRY(collect(judging, content));
	*out = &content->authors;
	return NULL;
}

/* Commits are walked by time: one of a branch that was merged after the approval may stand behind it and yet be none
 * of what was approved. This is asked only about persons who wrote older versions and want to approve, since each
 * answer may need a walk. */
static struct sms_error *wrote_beside(struct sms_judging *judging, const struct sms_content *content,
				      const char *person, bool *out)
{
	const struct sms_versions *versions = judging->versions;
	for (size_t i = content->base + 1; i < versions->count && !*out; i++) {
		sms_auto(string) char *author = sms_version_person(judging->people, &versions->items[i]);
		bool changed = false, below = true;
		if (strcmp(author, person) != 0)
			continue;
		SMS_TRY(changes_content(judging, i, &changed));
		if (changed)
			SMS_TRY(sms_repo_is_ancestor(judging->store->repo, &versions->items[i].commit,
						     &versions->items[content->base].commit, &below));
		*out = !below;
	}
	return NULL;
}

struct sms_error *sms_judging_wrote(struct sms_judging *judging, const char *digest, const char *person, bool *out)
{
	const struct sms_list *authors = NULL;
	bool touched = false;
	*out = false;
	SMS_TRY(need_versions(judging));
	for (size_t i = 0; i < judging->versions->count && !touched; i++) {
		sms_auto(string) char *author = sms_version_person(judging->people, &judging->versions->items[i]);
		touched = strcmp(author, person) == 0;
	}
	if (!touched)
		return NULL;
	SMS_TRY(sms_judging_authors(judging, digest, &authors));
	*out = sms_list_contains(authors, person);
	return *out ? NULL : wrote_beside(judging, content_of(judging, digest), person, out);
}
