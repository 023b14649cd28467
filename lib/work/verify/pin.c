/* The pin: what was seen, so that the next verification can tell whether the history only went on since. Whoever keeps
 * the file out of reach of those who write to the repository can prove that nothing that was there is gone.
 *   { "schema": "sms/pin/1", "repository": first commit's id, "commit": the tip's, "commits": that it reaches,
 *     "statements": number of files below approvals/, "digest": SHA-256 over their paths and bytes, "at" } */
#include "base/file.h"
#include "work/verify/private.h"
#include <string.h>

#define PIN_BYTES 65536

struct pin {
	size_t commits, statements;
	char commit[SMS_OID_SIZE], digest[SMS_DIGEST_SIZE];
};

/* --- What is there. --- */

struct listing {
	const struct sms_verify *run;
	struct sms_buf text;
	size_t count;
};

/* SHA-256 of the bytes: git's own ids are SHA-1. */
static struct sms_error *add_file(void *context, const struct sms_tree_entry *entry)
{
	struct listing *listing = context;
	sms_auto(buf) struct sms_buf bytes = SMS_BUF_INIT;
	char digest[SMS_DIGEST_SIZE];
	if (entry->mode == 0160000)
		return NULL;
	SMS_TRY(sms_repo_blob(listing->run->store->repo, &entry->oid, &bytes));
	sms_digest(sms_buf_text(&bytes), bytes.length, digest);
	sms_buf_add_format(&listing->text, "%s  %s\n", digest, entry->path);
	listing->count++;
	return NULL;
}

static struct sms_error *measure(const struct sms_verify *run, size_t index, struct pin *out)
{
	const struct sms_oid *oid = &sms_walk_node(run->walk, index)->oid;
	struct listing listing = {.run = run};
	bool *marks = sms_alloc(index + 1, sizeof *marks);
	*out = (struct pin){0};
	sms_walk_mark(run->walk, index, marks);
	for (size_t i = 0; i <= index; i++)
		out->commits += marks[i];
	free(marks);
	sms_oid_format(oid, out->commit);
	struct sms_error *error = sms_repo_walk_tree(run->store->repo, oid, "approvals", add_file, &listing);
	out->statements = listing.count;
	sms_digest(sms_buf_text(&listing.text), listing.text.length, out->digest);
	sms_buf_release(&listing.text);
	return error;
}

/* --- What was there. --- */

static int64_t number(const sms_json *json, const char *key)
{
	int64_t value = -1;
	const sms_json *member = sms_json_get(json, key);
	return member && sms_json_integer(member, &value) ? value : -1;
}

static bool is_text(const sms_json *json, const char *key, const char *text)
{
	const char *is = sms_json_get_text(json, key);
	return is && strcmp(is, text) == 0;
}

static struct sms_error *compare(struct sms_verify *run, const sms_json *pinned, size_t tip)
{
	struct sms_oid commit;
	struct pin then;
	const char *text = sms_json_get_text(pinned, "commit");
	size_t place = text && sms_oid_parse(text, &commit) ? sms_walk_find(run->walk, &commit) : SMS_NO_COMMIT;
	run->out->pin = SMS_PIN_BROKEN;
	if (!is_text(pinned, "repository", run->out->repository)) {
		sms_verify_add(run, "pin-repository", NULL, NULL, "%s was made of the repository %.12s, this is %.12s",
			       run->options->pin, sms_json_get_text(pinned, "repository"), run->out->repository);
		return NULL;
	}
	bool *marks = sms_alloc(tip + 1, sizeof *marks);
	sms_walk_mark(run->walk, tip, marks);
	bool extends = place != SMS_NO_COMMIT && place <= tip && marks[place];
	free(marks);
	if (!extends) {
		sms_verify_add(run, "pin-history", NULL, NULL,
			       "the commit %.12s, seen at %s, is not in the history of %.12s", text ? text : "",
			       sms_json_get_text(pinned, "at"), run->out->tip);
		return NULL;
	}
	SMS_TRY(measure(run, place, &then));
	run->out->pin = SMS_PIN_EXTENDED;
	if (number(pinned, "commits") == (int64_t)then.commits &&
	    number(pinned, "statements") == (int64_t)then.statements && is_text(pinned, "digest", then.digest))
		return NULL;
	run->out->pin = SMS_PIN_BROKEN;
	sms_verify_add(run, "pin-statements", NULL, NULL,
		       "at %.12s there are %zu commits and %zu files of statements; remembered are %lld and %lld",
		       then.commit, then.commits, then.statements, (long long)number(pinned, "commits"),
		       (long long)number(pinned, "statements"));
	return NULL;
}

static struct sms_error *read_pin(const char *path, sms_json **out)
{
	sms_auto(buf) struct sms_buf text = SMS_BUF_INIT;
	SMS_TRY(sms_file_read(&text, path, PIN_BYTES));
	SMS_TRY(sms_json_parse(out, sms_buf_text(&text), text.length, path));
	if (!is_text(*out, "schema", "sms/pin/1") || !sms_json_get_text(*out, "repository") ||
	    !sms_json_get_text(*out, "commit") || !sms_json_get_text(*out, "at"))
		return sms_error(SMS_INPUT, "'%s' is no pin of a verification", path);
	return NULL;
}

static struct sms_error *write_pin(const struct sms_verify *run, size_t tip)
{
	sms_auto(json) sms_json *json = sms_json_new_object();
	sms_auto(buf) struct sms_buf text = SMS_BUF_INIT;
	char at[SMS_TIME_SIZE];
	struct pin now;
	SMS_TRY(measure(run, tip, &now));
	sms_time_format(run->options->now, at);
	sms_json_set_text(json, "schema", "sms/pin/1");
	sms_json_set_text(json, "repository", run->out->repository);
	sms_json_set_text(json, "commit", now.commit);
	sms_json_set_integer(json, "commits", (int64_t)now.commits);
	sms_json_set_integer(json, "statements", (int64_t)now.statements);
	sms_json_set_text(json, "digest", now.digest);
	sms_json_set_text(json, "at", at);
	sms_json_print(&text, json);
	return sms_file_write(run->options->pin, sms_buf_text(&text), text.length);
}

struct sms_error *sms_verify_pin(struct sms_verify *run)
{
	sms_auto(json) sms_json *pinned = NULL;
	struct sms_oid oid;
	if (!run->options->pin || !sms_oid_parse(run->out->tip, &oid))
		return NULL;
	size_t tip = sms_walk_find(run->walk, &oid);
	if (sms_file_exists(run->options->pin)) {
		SMS_TRY(read_pin(run->options->pin, &pinned));
		SMS_TRY(compare(run, pinned, tip));
	} else {
		run->out->pin = SMS_PIN_NEW;
	}
	return sms_verify_status(&run->out->findings, false) == SMS_OK ? write_pin(run, tip) : NULL;
}
