/* Statements and signatures as files: they come once, and stay as they came. */
#include "model/id.h"
#include "work/verify/private.h"
#include <stdio.h>
#include <string.h>

static void release_texts(struct sms_verify_file *file)
{
	char **const texts[] = {&file->id, &file->signer, &file->role, &file->decision, &file->rules, &file->digest};
	for (size_t i = 0; i < SMS_COUNT(texts); i++) {
		free(*texts[i]);
		*texts[i] = NULL;
	}
}

void sms_verify_file_free(void *p)
{
	struct sms_verify_file *file = p;
	release_texts(file);
	free(file->path);
	free(file->epochs);
	free(file->findings);
	free(file);
}

static bool is_statement(const char *path)
{
	size_t length = strlen(path);
	return length > 5 && strcmp(path + length - 5, ".json") == 0;
}

/* --- When it comes. --- */

static char *copy_text(const sms_json *json, const char *key)
{
	return sms_strdup(sms_json_get_text(json, key));
}

static struct sms_error *read_statement(struct sms_verify *run, struct sms_verify_file *file)
{
	const sms_json *json = NULL;
	sms_auto(buf) struct sms_buf text = SMS_BUF_INIT;
	sms_auto(error) struct sms_error *fault = NULL;
	SMS_TRY(sms_verify_json(run, &file->blob, file->path, &text, &json, &fault));
	if (fault) /* the judgement says so */
		return NULL;
	const char *at = sms_json_get_text(json, "at");
	file->id = copy_text(json, "record");
	file->signer = copy_text(json, "signer");
	file->role = copy_text(json, "role");
	file->decision = copy_text(json, "decision");
	file->rules = copy_text(json, "rules");
	file->digest = copy_text(json, "digest");
	if (!at || !sms_time_parse(at, &file->at))
		file->at = SMS_TIME_NONE;
	return NULL;
}

static void check_time(struct sms_verify *run, const struct sms_verify_file *file)
{
	sms_time committed = run->step->commit->time;
	char own[SMS_TIME_SIZE], limit[32];
	if (file->at == SMS_TIME_NONE)
		return;
	sms_time_format(file->at, own);
	if (file->at > committed + SMS_VERIFY_TOLERANCE)
		sms_verify_add(run, "time-future", file->id, file->path, "a statement of %s, committed before", own);
	if (committed - file->at <= run->limits.late)
		return;
	sms_time_describe(committed - file->at, limit);
	sms_verify_add(run, "statement-late", file->id, file->path, "made at %s, it came in %s later", own, limit);
}

/* Bytes of a statement that another file has, too. */
static void check_copies(struct sms_verify *run, struct sms_verify_file *file)
{
	const char *key = (const char *)file->blob.id;
	const struct sms_verify_file *other = sms_map_get_n(run->blobs, key, sizeof file->blob.id);
	if (other && !other->removed)
		sms_verify_add(run, "statement-copied", file->id, file->path, "it is the same as '%s'", other->path);
	else
		sms_map_put_n(run->blobs, key, sizeof file->blob.id, file);
}

struct sms_error *sms_verify_record_at(struct sms_verify *run, const struct sms_oid *commit,
				       const struct sms_types *types, const char *id, struct sms_record **out)
{
	const struct sms_entry *entry = NULL;
	*out = NULL;
	if (!sms_types_of_id(types, id) || !sms_id_is_valid(id))
		return NULL;
	sms_auto(snapshot) struct sms_snapshot *snapshot = sms_snapshot_of_commit(run->store->repo, types, commit);
	SMS_TRY(sms_snapshot_find(snapshot, id, &entry));
	if (!entry || (entry->mode != SMS_MODE_FILE && entry->mode != 0100755))
		return NULL;
	struct sms_error *error = sms_record_read(out, snapshot, entry);
	if (sms_error_status(error) != SMS_INPUT)
		return error;
	sms_error_free(error);
	return NULL;
}

/* The digest of the record's content in a commit; "" where there is none. */
static struct sms_error *digest_at(struct sms_verify *run, const struct sms_oid *commit, const struct sms_types *types,
				   const char *id, char out[SMS_DIGEST_SIZE])
{
	sms_auto(record) struct sms_record *record = NULL;
	*out = '\0';
	SMS_TRY(sms_verify_record_at(run, commit, types, id, &record));
	if (record)
		sms_record_digest(record, out);
	return NULL;
}

/* Does another statement that is there speak of this content, and later? */
static bool is_followed(const struct sms_verify *run, const struct sms_verify_file *file, const char *digest)
{
	for (size_t i = 0; i < run->step->sides[0].count; i++) {
		const struct sms_verify_file *other = sms_map_get(run->files, run->step->sides[0].changes[i].path);
		if (other && other != file && other->id && other->digest && strcmp(other->id, file->id) == 0 &&
		    strcmp(other->digest, digest) == 0 && other->at >= file->at)
			return true;
	}
	return false;
}

static bool judges(const struct sms_verify_file *file)
{
	return file->decision && (strcmp(file->decision, "approve") == 0 || strcmp(file->decision, "reject") == 0);
}

static struct sms_error *check_content(struct sms_verify *run, struct sms_verify_file *file)
{
	char digest[SMS_DIGEST_SIZE], before[SMS_DIGEST_SIZE];
	const struct sms_walk_side *side = &run->step->sides[0];
	const struct sms_types *types = run->types[run->types_of[run->step->index]];
	SMS_TRY(digest_at(run, &run->step->commit->oid, types, file->id, digest));
	if (strcmp(file->decision, "withdraw") != 0 && strcmp(digest, file->digest) != 0) {
		size_t place = sms_verify_add(run, "statement-content", file->id, file->path,
					      "it is about content %.12s; the commit that brought it has %.12s",
					      file->digest, *digest ? digest : "none");
		if (is_followed(run, file, digest))
			run->out->findings.items[place].grade = SMS_GRADE_OBSERVATION;
		return NULL;
	}
	if (!judges(file) || side->parent == SMS_NO_COMMIT || sms_verify_is_merge(run))
		return NULL;
	SMS_TRY(digest_at(run, &sms_walk_node(run->walk, side->parent)->oid, types, file->id, before));
	if (strcmp(before, digest) != 0)
		sms_verify_add(run, "statement-with-content", file->id, file->path,
			       "the content that it speaks of came in the same commit");
	return NULL;
}

static void add_epoch(struct sms_verify *run, struct sms_verify_file *file)
{
	size_t epoch = run->epoch_of[run->step->index];
	sms_grow(file->epochs, file->epoch_count, file->epoch_capacity);
	file->epochs[file->epoch_count++] = epoch;
	if (file->rules && strcmp(file->rules, run->epochs[epoch].rules) != 0)
		sms_verify_add(run, "statement-rules", file->id, file->path,
			       "it names the rules %.12s; in force were %.12s", file->rules, run->epochs[epoch].rules);
}

static struct sms_error *see_new(struct sms_verify *run, const struct sms_tree_change *change)
{
	bool cut = sms_verify_is_cut(run); /* then nobody knows what it came with */
	struct sms_verify_file *file = sms_map_get(run->files, change->path);
	if (file && file->removed && sms_oid_equal(&file->blob, &change->after)) {
		file->removed = false;
		return NULL;
	}
	if (file && cut)
		return NULL; /* another line had it */
	if (!file) {
		file = sms_alloc(1, sizeof *file);
		file->path = sms_strdup(change->path);
		sms_map_put(run->files, change->path, file);
	}
	release_texts(file); /* another one of this name was taken away before */
	file->blob = change->after;
	file->origin = run->step->index;
	file->removed = false;
	file->weighed = cut;
	file->epoch_count = 0;
	if (!is_statement(change->path))
		return NULL;
	sms_arena_reset(run->arena);
	SMS_TRY(read_statement(run, file));
	if (!cut) {
		add_epoch(run, file);
		check_time(run, file);
	}
	check_copies(run, file);
	return NULL;
}

/* --- When it changes. --- */

static void remember(struct sms_verify_file *file, size_t finding)
{
	sms_grow(file->findings, file->finding_count, file->finding_capacity);
	file->findings[file->finding_count++] = finding;
}

static void see_gone(struct sms_verify *run, const struct sms_tree_change *change)
{
	struct sms_verify_file *file = sms_map_get(run->files, change->path);
	if (!file || file->removed) /* on the other side of a merge */
		return;
	file->removed = true;
	remember(file, sms_verify_add(run, "statement-removed", file->id, change->path, "the file was taken away"));
}

struct sms_error *sms_verify_file(struct sms_verify *run, const struct sms_walk_side *side,
				  const struct sms_tree_change *change)
{
	bool gone = sms_oid_is_zero(&change->after);
	struct sms_verify_file *file = sms_map_get(run->files, change->path);
	if (!gone && sms_verify_is_merge(run) && sms_verify_is_inherited(run, side, change->path))
		return NULL;
	if (!gone && change->mode_after != SMS_MODE_FILE && change->mode_after != 0100755)
		gone = true; /* a link, say: what was there is not there any more */
	if (gone)
		see_gone(run, change);
	else if (!file || sms_oid_is_zero(&change->before))
		return see_new(run, change);
	else if (!sms_oid_equal(&change->before, &change->after))
		remember(file,
			 sms_verify_add(run, "statement-changed", file->id, change->path, "the file was changed"));
	return NULL;
}

/* --- All statements of a commit, when all its files are known. --- */

struct sms_error *sms_verify_contents(struct sms_verify *run)
{
	for (size_t i = 0; i < run->step->side_count; i++)
		for (size_t k = 0; k < run->step->sides[i].count; k++) {
			const char *path = run->step->sides[i].changes[k].path;
			struct sms_verify_file *file =
				strncmp(path, "approvals/", 10) == 0 ? sms_map_get(run->files, path) : NULL;
			if (file && file->origin == run->step->index && file->id && file->digest && file->decision &&
			    !file->weighed)
				SMS_TRY(check_content(run, file));
			if (file)
				file->weighed = true;
		}
	return NULL;
}

/* --- In the end. --- */

static size_t count_statements(const struct sms_verify *run)
{
	size_t count = 0;
	for (size_t i = 0; i < sms_map_count(run->files); i++) {
		const struct sms_verify_file *file = sms_map_at(run->files, i, NULL);
		count += !file->removed && is_statement(file->path);
	}
	return count;
}

void sms_verify_say_cuts(struct sms_verify *run)
{
	struct sms_list *cuts = &run->out->cuts;
	char hex[SMS_OID_SIZE], more[32] = "";
	for (size_t i = 0; i < sms_walk_count(run->walk); i++) {
		if (!sms_walk_node(run->walk, i)->cut)
			continue;
		sms_oid_format(&sms_walk_node(run->walk, i)->oid, hex);
		sms_list_add(cuts, hex);
	}
	run->out->unjudged_statements = count_statements(run);
	if (cuts->count > 1)
		snprintf(more, sizeof more, " and %zu more", cuts->count - 1);
	for (size_t i = 0; i < run->out->findings.count && cuts->count; i++) {
		struct sms_finding *finding = &run->out->findings.items[i];
		if (strcmp(finding->rule, "shallow-clone") != 0)
			continue;
		free(finding->message);
		finding->message = sms_format("verified back to %.12s%s only; what was before is unknown, and so no "
					      "statement is judged",
					      cuts->items[0], more);
	}
}

struct sms_error *sms_verify_mended(struct sms_verify *run)
{
	for (size_t i = 0; i < sms_map_count(run->files); i++) {
		const struct sms_verify_file *file = sms_map_at(run->files, i, NULL);
		struct sms_oid now;
		bool there = false;
		if (!file->finding_count)
			continue;
		SMS_TRY(sms_repo_lookup(run->store->repo, &run->store->head, file->path, &there, &now, NULL));
		for (size_t k = 0; k < file->finding_count && there && sms_oid_equal(&now, &file->blob); k++)
			run->out->findings.items[file->findings[k]].grade = SMS_GRADE_OBSERVATION;
	}
	return NULL;
}
