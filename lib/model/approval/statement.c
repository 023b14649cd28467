/* Statements about a record: found, read, put in order, and checked for what each must be by itself. How they add up
 * is no matter here. */
#include "model/approval/private.h"
#include <string.h>

bool sms_statement_is(const struct sms_statement *statement, const char *decision)
{
	return strcmp(statement->decision, decision) == 0;
}

bool sms_statement_judges(const struct sms_statement *statement)
{
	return sms_statement_is(statement, "approve") || sms_statement_is(statement, "reject");
}

bool sms_statement_is_withdrawal(const struct sms_statement *statement)
{
	return sms_statement_is(statement, "withdraw");
}

static bool is_digest(const char *text)
{
	return strlen(text) == SMS_DIGEST_SIZE - 1 && strspn(text, "0123456789abcdef") == SMS_DIGEST_SIZE - 1;
}

static bool is_decision(const char *text)
{
	static const char *const known[] = {"submit", "approve", "reject", "withdraw"};
	for (size_t i = 0; i < SMS_COUNT(known); i++)
		if (strcmp(text, known[i]) == 0)
			return true;
	return false;
}

static const char *text_or_empty(const sms_json *json, const char *key)
{
	const char *text = sms_json_get_text(json, key);
	return text ? text : "";
}

/* What is wrong with the file as such; NULL when nothing is. */
static const char *format_fault(const struct sms_statement *statement)
{
	if (!sms_json_is(statement->json, SMS_JSON_OBJECT))
		return "it is no JSON object";
	if (strcmp(text_or_empty(statement->json, "schema"), "sms/statement/1") != 0)
		return "its schema is not sms/statement/1";
	if (!is_decision(statement->decision))
		return "it has no decision that is known";
	if (!is_digest(statement->digest))
		return "its digest is none of SHA-256";
	if (!*statement->signer)
		return "it names no signer";
	if (statement->at == SMS_TIME_NONE)
		return "its time cannot be read";
	return NULL;
}

static void fill(struct sms_statement *statement)
{
	const char *at = sms_json_get_text(statement->json, "at");
	statement->decision = text_or_empty(statement->json, "decision");
	statement->digest = text_or_empty(statement->json, "digest");
	statement->signer = text_or_empty(statement->json, "signer");
	statement->role = sms_json_get_text(statement->json, "role");
	statement->comment = sms_json_get_text(statement->json, "comment");
	if (!at || !sms_time_parse(at, &statement->at))
		statement->at = SMS_TIME_NONE;
}

/* In a work tree only what the commit below it has is evidence: the rest is still somebody's draft. */
static struct sms_error *is_committed(struct sms_store *store, const char *path, const struct sms_buf *bytes, bool *out)
{
	struct sms_oid actual, committed;
	*out = true;
	if (sms_snapshot_commit_id(store->snapshot))
		return NULL;
	*out = false;
	if (sms_oid_is_zero(&store->head))
		return NULL;
	SMS_TRY(sms_approval_committed(store, path, out, &committed));
	sms_oid_of_blob(sms_buf_text(bytes), bytes->length, &actual);
	*out = *out && sms_oid_equal(&actual, &committed);
	return NULL;
}

static void check(struct sms_statement *statement, const struct sms_record *record, bool committed, sms_time now)
{
	struct sms_list *reasons = &statement->reasons;
	const char *fault = format_fault(statement);
	const char *about = text_or_empty(statement->json, "record");
	if (fault) {
		sms_list_add_format(reasons, "format: %s", fault);
		return;
	}
	if (strcmp(about, record->id) != 0 || strcmp(text_or_empty(statement->json, "type"), record->type->name) != 0)
		sms_list_add_format(reasons, "record: it is about '%s' of type '%s'", about,
				    text_or_empty(statement->json, "type"));
	if (!committed)
		sms_list_add(reasons, "uncommitted: it is not committed");
	if (statement->at > now)
		sms_list_add(reasons, "future: it was made after the instant that is judged");
	statement->heard = !reasons->count;
}

/* Reads the signature beside a statement and judges it. */
static struct sms_error *read_signature(struct sms_statement *statement, struct sms_store *store, const char *path,
					const struct sms_buf *bytes)
{
	sms_auto(buf) struct sms_buf armour = SMS_BUF_INIT;
	bool committed = false;
	SMS_TRY(sms_snapshot_read(store->snapshot, path, &armour, NULL));
	SMS_TRY(is_committed(store, path, &armour, &committed));
	if (committed)
		return sms_statement_check_signature(statement, store, bytes, &armour);
	sms_list_add(&statement->reasons, "uncommitted: its signature is not committed");
	statement->is_signed = true;
	statement->heard = false;
	return NULL;
}

static struct sms_error *read_statement(struct sms_approval *out, struct sms_store *store,
					const struct sms_record *record, const char *path, const char *signature,
					sms_time now)
{
	sms_auto(buf) struct sms_buf bytes = SMS_BUF_INIT;
	bool committed = false;
	SMS_TRY(sms_snapshot_read(store->snapshot, path, &bytes, NULL));
	SMS_TRY(is_committed(store, path, &bytes, &committed));
	sms_grow(out->statements, out->statement_count, out->statement_capacity);
	struct sms_statement *statement = &out->statements[out->statement_count++];
	*statement = (struct sms_statement){.path = sms_strdup(path)};
	sms_digest(sms_buf_text(&bytes), bytes.length, statement->own_digest);
	sms_error_free(sms_json_parse(&statement->json, sms_buf_text(&bytes), bytes.length, path));
	fill(statement);
	check(statement, record, committed, now);
	statement->origin = sms_approval_origin(store, path, signature);
	return signature && statement->heard ? read_signature(statement, store, signature, &bytes) : NULL;
}

/* By time; of one second in the order of their names, the second file of a person (`…-2.json`) after the first. */
static int by_time(const void *a, const void *b)
{
	const struct sms_statement *one = a, *other = b;
	if (one->at != other->at)
		return one->at < other->at ? -1 : 1;
	size_t length = strlen(one->path), other_length = strlen(other->path);
	if (length != other_length)
		return length < other_length ? -1 : 1;
	return strcmp(one->path, other->path);
}

static bool names_one_of(const struct sms_statement *statement, const struct sms_statement *others, size_t count)
{
	const char *previous = sms_json_get_text(statement->json, "previous");
	for (size_t i = 0; previous && i < count; i++)
		if (&others[i] != statement && strcmp(others[i].own_digest, previous) == 0)
			return true;
	return false;
}

/* Of one second, the one that another names as its previous comes before it. */
static void arrange(struct sms_statement *all, size_t count)
{
	if (count > 1)
		qsort(all, count, sizeof *all, by_time);
	for (size_t i = 0; i < count; i++) {
		size_t same = 1, next = 0;
		while (i + same < count && all[i + same].at == all[i].at)
			same++;
		while (next < same && names_one_of(&all[i + next], &all[i], same))
			next++;
		if (!next || next == same)
			continue;
		struct sms_statement moved = all[i + next];
		memmove(&all[i + 1], &all[i], next * sizeof *all);
		all[i] = moved;
	}
}

static bool has_file(const struct sms_approval *approval, const char *digest)
{
	for (size_t i = 0; i < approval->statement_count; i++)
		if (strcmp(approval->statements[i].own_digest, digest) == 0)
			return true;
	return false;
}

/* Every statement names the one before it: one that is taken away leaves a gap. Two clones may name the same one. */
static void check_chain(struct sms_approval *approval)
{
	for (size_t i = 0; i < approval->statement_count; i++) {
		struct sms_statement *statement = &approval->statements[i];
		const char *previous = sms_json_get_text(statement->json, "previous");
		if (previous && !has_file(approval, previous))
			sms_list_add(&statement->reasons, "chain: the previous statement is missing");
	}
}

static struct sms_error *check_repository(struct sms_approval *approval, struct sms_store *store)
{
	const char *root = NULL;
	if (!approval->statement_count)
		return NULL;
	SMS_TRY(sms_approval_root(&root, store));
	for (size_t i = 0; i < approval->statement_count && *root; i++) {
		struct sms_statement *statement = &approval->statements[i];
		const char *named = text_or_empty(statement->json, "repository");
		if (statement->heard && strcmp(named, root) != 0)
			sms_list_add_format(&statement->reasons, "repository: it was made in another one, '%.12s'",
					    named);
	}
	return NULL;
}

struct sms_error *sms_statements_read(struct sms_approval *out, struct sms_store *store,
				      const struct sms_record *record, sms_time now)
{
	sms_auto(list) struct sms_list files = SMS_LIST_INIT;
	SMS_TRY(sms_approval_files(&files, store, record->id));
	SMS_TRY(sms_approval_origins(store, record->id, &files));
	for (size_t i = 0; i < files.count; i++) {
		size_t length = strlen(files.items[i]);
		if (length <= 5 || strcmp(files.items[i] + length - 5, ".json") != 0)
			continue;
		sms_auto(string) char *signature = sms_format("%.*s.sig", (int)(length - 5), files.items[i]);
		SMS_TRY(read_statement(out, store, record, files.items[i],
				       sms_list_contains(&files, signature) ? signature : NULL, now));
	}
	arrange(out->statements, out->statement_count);
	check_chain(out);
	return check_repository(out, store);
}
