/* A new statement: its file and its place among the others. */
#include "model/approval/private.h"
#include <string.h>

/* What a decision says, in words that still say it when the file is read alone. */
static char *meaning_of(const char *decision, const char *role)
{
	if (strcmp(decision, "submit") == 0)
		return sms_strdup("asks for approval of this content");
	if (strcmp(decision, "withdraw") == 0)
		return sms_strdup("takes back what the signer last said of this record");
	return sms_format("%s this content as %s", strcmp(decision, "approve") == 0 ? "approves" : "rejects", role);
}

static void set_oid(sms_json *json, const char *key, const struct sms_oid *oid)
{
	char text[SMS_OID_SIZE];
	if (sms_oid_is_zero(oid))
		return;
	sms_oid_format(oid, text);
	sms_json_set_text(json, key, text);
}

static sms_json *make_json(const struct sms_new_statement *new, const char *root)
{
	const struct sms_judging *judging = new->judging;
	const struct sms_approval *approval = judging->out;
	sms_auto(string) char *meaning = meaning_of(new->decision->decision, new->role);
	char at[SMS_TIME_SIZE], rules[SMS_DIGEST_SIZE];
	sms_json *json = sms_json_new_object();
	sms_time_format(new->actor->at, at);
	sms_json_set_text(json, "schema", "sms/statement/1");
	sms_json_set_text(json, "record", judging->record->id);
	sms_json_set_text(json, "type", judging->record->type->name);
	sms_json_set_text(json, "digest", approval->digest);
	set_oid(json, "blob", &new->blob);
	set_oid(json, "body_blob", &new->body_blob);
	set_oid(json, "commit", &judging->store->head);
	sms_json_set_text(json, "decision", new->decision->decision);
	sms_json_set_text(json, "meaning", meaning);
	if (new->role)
		sms_json_set_text(json, "role", new->role);
	sms_json_set_text(json, "signer", new->actor->by);
	sms_json_set_text(json, "at", at);
	if (new->decision->comment &&*new->decision->comment)
		sms_json_set_text(json, "comment", new->decision->comment);
	if (approval->statement_count)
		sms_json_set_text(json, "previous", approval->statements[approval->statement_count - 1].own_digest);
	else
		sms_json_set(json, "previous", sms_json_new_null());
	sms_approval_rules_digest(judging->store, rules);
	sms_json_set_text(json, "rules", rules);
	sms_json_set_text(json, "repository", root);
	return json;
}

/* `20261122T101500Z-anna`: the instant without punctuation, the person without the prefix of the type. */
static char *name_of(const struct sms_new_statement *new)
{
	const char *person = new->actor->by;
	const struct sms_type *type = sms_types_of_id(new->judging->store->types, person);
	char at[SMS_TIME_SIZE];
	struct sms_buf name = SMS_BUF_INIT;
	sms_time_format(new->actor->at, at);
	for (const char *p = at; *p; p++)
		if (*p != '-' && *p != ':')
			sms_buf_add_char(&name, *p);
	sms_buf_add_char(&name, '-');
	if (type && strlen(person) > strlen(type->prefix) + 1)
		person += strlen(type->prefix) + 1;
	for (; *person; person++)
		sms_buf_add_char(&name, *person >= 'A' && *person <= 'Z' ? (char)(*person + 'a' - 'A') : *person);
	return sms_buf_take(&name);
}

static struct sms_error *free_path(char **out, const struct sms_new_statement *new)
{
	const char *id = new->judging->record->id;
	sms_auto(list) struct sms_list files = SMS_LIST_INIT;
	sms_auto(string) char *name = name_of(new);
	SMS_TRY(sms_approval_files(&files, new->judging->store, id));
	*out = sms_format("approvals/%s/%s.json", id, name);
	for (unsigned i = 2; sms_list_contains(&files, *out); i++) {
		free(*out);
		*out = sms_format("approvals/%s/%s-%u.json", id, name, i);
	}
	return NULL;
}

/* The signature beside the statement, where there is a key to make it with. */
static struct sms_error *sign(struct sms_change *change, const struct sms_new_statement *new, const char *path,
			      const struct sms_buf *bytes)
{
	struct sms_signing *signing = new->decision->signing;
	sms_auto(buf) struct sms_buf armour = SMS_BUF_INIT;
	if (!signing || !signing->file)
		return NULL;
	SMS_TRY(sms_signing_sign(signing, new->judging->store, new->actor->by, new->actor->at, new->needs_signature,
				 bytes, &armour));
	sms_auto(string) char *beside = sms_format("%.*s.sig", (int)(strlen(path) - strlen(".json")), path);
	if (armour.length)
		sms_change_put_file(change, beside, sms_buf_text(&armour), armour.length);
	return NULL;
}

struct sms_error *sms_statement_stage(struct sms_change *change, const struct sms_new_statement *new)
{
	sms_auto(buf) struct sms_buf bytes = SMS_BUF_INIT;
	sms_auto(string) char *path = NULL;
	const char *root = NULL;
	SMS_TRY(sms_approval_root(&root, new->judging->store));
	SMS_TRY(free_path(&path, new));
	sms_auto(json) sms_json *json = make_json(new, root);
	sms_json_print(&bytes, json);
	sms_change_put_file(change, path, sms_buf_text(&bytes), bytes.length);
	return sign(change, new, path, &bytes);
}
