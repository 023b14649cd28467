/* sms key: who may sign with which key. */
#include "model/approval/keys.h"
#include "model/approval/signing.h"
#include "output.h"
#include <stdio.h>
#include <string.h>
#include <strings.h>

#define KEY_BYTES 16384

struct key_options {
	const char *person, *reason;
	sms_time from, to, at;
	bool compromised;
	struct write_options write;
};

static const struct option key_options[] = {
	OPTION_TEXT(struct key_options, person, 0, "person", "ID", "whose key; you where not given"),
	OPTION_TIME(struct key_options, from, 0, "from", "TIME", "add: good only from then on"),
	OPTION_TIME_END(struct key_options, to, 0, "to", "TIME", "add: good only until then"),
	OPTION_TIME(struct key_options, at, 0, "at", "TIME", "revoke: from then on; now where not given"),
	OPTION_TEXT(struct key_options, reason, 0, "reason", "TEXT", "revoke: why, kept as a comment"),
	OPTION_FLAG(struct key_options, compromised, 0, "compromised",
		    "revoke: somebody else has it, so statements made after --at do not count"),
	OPTIONS_WRITE(struct key_options, write),
	OPTIONS_FORMAT("text|json|ndjson|csv|markdown"),
	OPTION_END,
};

/* --- add --- */

/* The first bytes tell a private key, and more of one is not read. */
static struct sms_error *refuse_private(const char *path)
{
	char start[5] = "";
	FILE *file = strcmp(path, "-") ? fopen(path, "re") : NULL;
	if (!file)
		return NULL;
	setvbuf(file, NULL, _IONBF, 0);
	size_t count = fread(start, 1, sizeof start, file);
	fclose(file);
	if (count < sizeof start || memcmp(start, "-----", sizeof start) != 0)
		return NULL;
	return sms_error_hint(sms_error(SMS_INPUT, "'%s' is a private key, which sms never reads", path),
			      "sms key add %s.pub", path);
}

/* The key given, or the one that git's settings name. */
static struct sms_error *read_key(struct context *context, const char *given, char **out)
{
	sms_auto(string) char *configured = NULL;
	sms_auto(buf) struct sms_buf text = SMS_BUF_INIT;
	struct sms_error *lack = NULL;
	if (given && sms_signing_is_literal(given)) {
		*out = sms_strdup(given);
		return NULL;
	}
	if (given) {
		SMS_TRY(refuse_private(given));
		SMS_TRY(context_read(context, given, KEY_BYTES, &text));
		*out = sms_buf_take(&text);
		return NULL;
	}
	SMS_TRY(sms_signing_configured(&configured, context->store->repo, &lack));
	if (lack)
		return sms_error_hint(lack, "sms key add FILE.pub");
	if (sms_signing_is_literal(configured))
		*out = sms_move(&configured);
	else
		SMS_TRY(sms_signing_public(out, configured));
	return *out ? NULL
		    : sms_error_hint(sms_error(SMS_INPUT, "there is no public key beside '%s'", configured),
				     "sms key add FILE.pub");
}

static struct sms_error *find_person(struct context *context, struct sms_change *change, const char *name,
				     const char **out)
{
	struct sms_actor actor;
	const struct sms_people *people = NULL;
	if (name)
		return sms_store_person(context->store, name, out);
	SMS_TRY(sms_change_actor(change, &actor));
	SMS_TRY(sms_store_people(context->store, &people));
	*out = actor.by;
	if (sms_people_name(people, actor.by))
		return NULL;
	return sms_error_hint(sms_error(SMS_INPUT, "'%s' is no person on record", actor.by),
			      "sms key add FILE --person ID");
}

static void print_done(struct context *context, const char *fingerprint, const char *person, const char *done)
{
	if (context->format == FORMAT_JSON) {
		sms_auto(json) sms_json *document = output_document("key");
		sms_json_set_text(document, "key", fingerprint);
		if (person)
			sms_json_set_text(document, "person", person);
		sms_json_set_text(document, "done", done);
		output_json(context, document);
		return;
	}
	output_format(context, TONE_PLAIN, "%s  %s%s%s\n", fingerprint, done, person ? " for " : "",
		      person ? person : "");
}

static struct sms_error *add(struct context *context, const struct key_options *given, const char *file)
{
	sms_auto(change) struct sms_change *change = NULL;
	sms_auto(public_key) struct sms_public_key key = {0};
	sms_auto(string) char *text = NULL, *message = NULL, *owner = NULL;
	const char *person = NULL;
	SMS_TRY(sms_change_begin(&change, context->store));
	SMS_TRY(read_key(context, file, &text));
	SMS_TRY(find_person(context, change, given->person, &person));
	owner = sms_strdup(person);
	const struct sms_new_key new = {.text = text, .person = owner, .from = given->from, .to = given->to};
	SMS_TRY(sms_key_add(change, context->store, &new, &key));
	message = sms_format("key add %s of %s", key.fingerprint, owner);
	SMS_TRY(context_commit(context, change, &given->write, message));
	print_done(context, key.fingerprint, owner, "added");
	return NULL;
}

/* --- revoke --- */

static struct sms_error *revoke(struct context *context, const struct key_options *given, const char *what)
{
	sms_auto(change) struct sms_change *change = NULL;
	sms_auto(list) struct sms_list ended = SMS_LIST_INIT;
	sms_auto(buf) struct sms_buf message = SMS_BUF_INIT;
	struct sms_key_end end = {.what = what, .at = given->at, .reason = given->reason};
	end.compromised = given->compromised;
	end.person = strncmp(what, "SHA256:", strlen("SHA256:")) != 0;
	if (end.compromised && given->at == SMS_TIME_NONE)
		return sms_error_hint(sms_error(SMS_INPUT, "option '--compromised' needs to know since when"),
				      "sms key revoke %s --compromised --at TIME", what);
	SMS_TRY(sms_change_begin(&change, context->store));
	if (given->at == SMS_TIME_NONE)
		end.at = sms_now();
	if (end.person)
		SMS_TRY(sms_store_person(context->store, what, &end.what));
	SMS_TRY(sms_key_revoke(change, context->store, &end, &ended));
	sms_buf_add_text(&message, "key revoke ");
	sms_list_join(&message, &ended, " ");
	SMS_TRY(context_commit(context, change, &given->write, sms_buf_text(&message)));
	for (size_t i = 0; i < ended.count; i++)
		print_done(context, ended.items[i], NULL, "revoked");
	return NULL;
}

/* --- list --- */

static const char *standing(const struct sms_signer *signer, sms_time now)
{
	if (signer->fault)
		return "unusable";
	if (!signer->signs)
		return "other use";
	return now < signer->from ? "not yet" : now > signer->to ? "ended" : "good";
}

static void add_time(struct table *table, sms_time at)
{
	char text[SMS_TIME_SIZE] = "";
	if (at != INT64_MIN && at != INT64_MAX)
		sms_time_format(at, text);
	table_add(table, TONE_PLAIN, text);
}

static void add_row(struct table *table, const struct sms_signer *signer, sms_time now)
{
	sms_auto(buf) struct sms_buf principals = SMS_BUF_INIT;
	sms_auto(string) char *kind = signer->key.blob
					      ? sms_format("%s %u", sms_public_key_kind(&signer->key), signer->key.bits)
					      : sms_strdup("");
	const char *word = standing(signer, now);
	sms_list_join(&principals, &signer->principals, ",");
	table_add(table, TONE_STRONG, signer->person ? signer->person : sms_buf_text(&principals));
	table_add(table, TONE_PLAIN, kind);
	table_add(table, TONE_PLAIN, signer->key.fingerprint);
	table_add(table, signer->fault ? TONE_BAD : strcmp(word, "good") ? TONE_DIM : TONE_GOOD, word);
	add_time(table, signer->from);
	add_time(table, signer->to);
	table_add_integer(table, (int64_t)signer->line);
	table_add(table, TONE_PLAIN, sms_buf_text(&principals));
	table_add(table, TONE_PLAIN, signer->comment ? signer->comment : "");
	table_add(table, TONE_BAD, signer->fault ? signer->fault : "");
}

static struct sms_error *list(struct context *context, const struct key_options *given)
{
	static const struct column heads[] = {
		{.name = "person"},
		{.name = "kind"},
		{.name = "fingerprint"},
		{.name = "standing"},
		{.name = "from"},
		{.name = "to"},
		{.name = "line", .align = ALIGN_RIGHT, .machine = true},
		{.name = "principals", .machine = true},
		{.name = "comment", .machine = true},
		{.name = "fault", .wrap = true},
	};
	sms_auto(table) struct table *table = table_new("keys", "keys", heads, SMS_COUNT(heads));
	sms_auto(signers) struct sms_signers signers = {0};
	const struct sms_people *people = NULL;
	const char *person = NULL;
	if (given->person)
		SMS_TRY(sms_store_person(context->store, given->person, &person));
	SMS_TRY(sms_store_people(context->store, &people));
	SMS_TRY(sms_signers_load(&signers, context->store->snapshot, people));
	for (size_t i = 0; i < signers.count; i++) {
		const struct sms_signer *signer = &signers.items[i];
		if (person && (!signer->person || strcmp(signer->person, person) != 0))
			continue;
		add_row(table, signer, context->now);
		if (signer->fault)
			context->status = SMS_NO;
	}
	return table_print(context, table);
}

/* --- The command. --- */

/* An option that the word does not take would be ignored: that is refused. */
static struct sms_error *check_options(const struct key_options *given, const char *word)
{
	bool adds = !strcmp(word, "add"), revokes = !strcmp(word, "revoke"), lists = !strcmp(word, "list");
	const struct {
		const char *name;
		bool given, fits;
	} options[] = {
		{"--person", given->person != NULL, !revokes}, {"--from", given->from != SMS_TIME_NONE, adds},
		{"--to", given->to != SMS_TIME_NONE, adds},    {"--at", given->at != SMS_TIME_NONE, revokes},
		{"--reason", given->reason != NULL, revokes},  {"--compromised", given->compromised, revokes},
		{"--dry-run", given->write.dry_run, !lists},   {"--message", given->write.message != NULL, !lists},
	};
	for (size_t i = 0; i < SMS_COUNT(options); i++)
		if (options[i].given && !options[i].fits)
			return sms_error(SMS_INPUT, "option '%s' does not go with 'sms key %s'", options[i].name, word);
	return NULL;
}

static unsigned needs_of(const void *options, const struct sms_list *arguments)
{
	bool lists = arguments->count && !strcmp(arguments->items[0], "list");
	return lists ? NEEDS_STORE : NEEDS_WRITE;
}

static struct sms_error *run(struct context *context, const void *options, const struct sms_list *arguments)
{
	const char *word = arguments->items[0], *what = arguments->count > 1 ? arguments->items[1] : NULL;
	if (strcmp(word, "add") != 0 && strcmp(word, "list") != 0 && strcmp(word, "revoke") != 0)
		return sms_error_hint(sms_error(SMS_INPUT, "unknown word '%s' of 'sms key'", word), "sms key list");
	SMS_TRY(check_options(options, word));
	if (!strcmp(word, "add"))
		return add(context, options, what);
	if (!strcmp(word, "list"))
		return what ? sms_error(SMS_INPUT, "'sms key list' takes no '%s'", what) : list(context, options);
	return what ? revoke(context, options, what)
		    : sms_error_hint(sms_error(SMS_INPUT, "'sms key revoke' needs a fingerprint or a person"),
				     "sms key list");
}

const struct command cmd_key = {
	.name = "key",
	.summary = "say who may sign with which SSH key",
	.arguments = "add|list|revoke [FILE|FINGERPRINT|PERSON]",
	.group = GROUP_APPROVAL,
	.needs = NEEDS_WRITE,
	.needs_of = needs_of,
	.options = key_options,
	.options_size = sizeof(struct key_options),
	.run = run,
	.description =
		"Keeps `allowed_signers`, OpenSSH's own file of who may sign: one line a key, its principal the id of "
		"the person. E-mail addresses of the person, as files made for git have them, are read too.\n\n"
		"`add` takes a public key from FILE, from standard input (`-`), as a literal `ssh-ed25519 …`, or, "
		"without one, the key of git's `user.signingKey`. It refuses private keys, which it never reads, DSA, "
		"RSA under 3072 bits, and a key that somebody else has. `list` prints the keys and what is wrong with "
		"a line: patterns, certificate authorities, dates without `Z`, and keys of two persons count for "
		"nothing.\n\n"
		"`revoke` ends a key, or all keys of a person, now or at `--at`: what was signed before stays good. A "
		"key that somebody else got hold of is revoked with `--compromised --at TIME`, and nothing that was "
		"signed with it after that time counts any more.\n\n"
		"Whoever can push to the repository can change the file, so let somebody review what changes it.",
	.examples =
		(const struct example[]){{"sms key add ~/.ssh/id_ed25519.pub", "your own key"},
					 {"sms key add bruno.pub --person bruno --to 2027-12-31", "somebody else's"},
					 {"sms key revoke bruno --reason 'left'", "all of a person's"},
					 {NULL, NULL}},
	.statuses = (const struct exit_meaning[]){{SMS_NO, "`list`: a line is not usable"}, {0}},
	.see_also = "approve, trail, inbox",
};
