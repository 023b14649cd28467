/* Ids: one record each, for ever. */
#include "model/id.h"
#include "work/verify/private.h"
#include <string.h>

#define SAY(rule, ...) sms_verify_add(run, rule, change->id, change->path, __VA_ARGS__)

void sms_verify_id_free(void *p)
{
	struct sms_verify_id *id = p;
	free(id->path);
	free(id);
}

/* What tells one record from another of the same id. */
static uint64_t making_of(const sms_json *json)
{
	sms_auto(buf) struct sms_buf text = SMS_BUF_INIT;
	const sms_json *created = sms_json_get(json, "created");
	if (created)
		sms_json_print_line(&text, created);
	return sms_hash(sms_buf_text(&text), text.length);
}

static struct sms_verify_id *know(struct sms_verify *run, const struct sms_verify_change *change, uint64_t created)
{
	struct sms_verify_id *id = sms_alloc(1, sizeof *id);
	*id = (struct sms_verify_id){.path = sms_strdup(change->path), .created = created};
	sms_map_put(run->ids, change->id, id);
	return id;
}

static void settle_path(struct sms_verify_id *id, const char *path)
{
	if (strcmp(id->path, path) == 0)
		return;
	free(id->path);
	id->path = sms_strdup(path);
}

/* A record that went in this commit, and whose making the new one has: it was only called by another name. */
static void find_renamed(struct sms_verify *run, const struct sms_verify_change *change, uint64_t created)
{
	for (size_t i = 0; i < change->side->count && change->side->parent != SMS_NO_COMMIT; i++) {
		const struct sms_type *type = NULL;
		sms_auto(buf) struct sms_buf id = SMS_BUF_INIT;
		bool is_body = false;
		if (!sms_oid_is_zero(&change->side->changes[i].after) ||
		    !sms_path_id(run->types[run->types_of[change->side->parent]], change->side->changes[i].path, &type,
				 &id, &is_body) ||
		    is_body)
			continue;
		const struct sms_verify_id *gone = sms_map_get(run->ids, sms_buf_text(&id));
		if (gone && gone->created == created && strcmp(sms_buf_text(&id), change->id) != 0)
			SAY("record-renamed", "it is '%s' under another id", sms_buf_text(&id));
	}
}

static struct sms_error *is_there_still(struct sms_verify *run, const char *path, bool *out)
{
	struct sms_oid blob;
	*out = false;
	return sms_repo_lookup(run->store->repo, &run->step->commit->oid, path, out, &blob, NULL);
}

/* An assignment that its own person made: who may give roles is for people to say, not for a program. */
static void check_assignment(struct sms_verify *run, const struct sms_verify_change *change, const sms_json *json)
{
	const sms_json *about = sms_json_get(change->type->about, "people");
	const char *is = sms_json_get_text(about, "is"), *member = sms_json_get_text(about, "person");
	const char *author = sms_people_by_email(run->people, run->step->commit->author.email);
	if (change->side->parent == SMS_NO_COMMIT || !is || strcmp(is, "assignment") != 0 || !member || !author)
		return;
	const char *person = sms_json_text(sms_json_path(json, member));
	if (person && strcmp(person, author) == 0)
		SAY("role-self-granted", "%s wrote the assignment of a role to %s", author, person);
}

struct sms_error *sms_verify_birth(struct sms_verify *run, const struct sms_verify_change *change, const sms_json *json)
{
	uint64_t created = making_of(json);
	struct sms_verify_id *known = sms_map_get(run->ids, change->id);
	bool twice = false;
	check_assignment(run, change, json);
	if (!known) {
		know(run, change, created);
		find_renamed(run, change, created);
		return NULL;
	}
	if (strcmp(known->path, change->path) != 0 && !known->removed)
		SMS_TRY(is_there_still(run, known->path, &twice));
	if (twice)
		SAY("id-reused", "the id is that of '%s', too", known->path);
	else if (known->removed && sms_oid_equal(&known->blob, change->after))
		run->out->findings.items[known->finding].grade = SMS_GRADE_OBSERVATION;
	else if (known->created != created)
		SAY("id-reused", "another record had this id, at '%s'", known->path);
	known->created = created;
	known->removed = false;
	settle_path(known, change->path);
	return NULL;
}

struct sms_error *sms_verify_gone(struct sms_verify *run, const struct sms_verify_change *change)
{
	struct sms_verify_id *known = sms_map_get(run->ids, change->id);
	if (!known)
		known = know(run, change, 0);
	if (known->removed) /* on the other side of a merge */
		return NULL;
	known->removed = true;
	known->blob = *change->before;
	known->finding = SAY("record-removed", "the record was taken away");
	return NULL;
}
