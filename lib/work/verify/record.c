/* A record's next version against the one before: what may change, and what not. */
#include "model/closed.h"
#include "model/id.h"
#include "work/verify/private.h"
#include <string.h>

struct sms_error *sms_verify_json(struct sms_verify *run, const struct sms_oid *blob, const char *path,
				  struct sms_buf *text, const sms_json **out, struct sms_error **fault)
{
	*out = NULL;
	SMS_TRY(sms_repo_blob(run->store->repo, blob, text));
	*fault = sms_json_parse_in(out, run->arena, sms_buf_text(text), text->length, path);
	if (!*fault && !sms_json_is(*out, SMS_JSON_OBJECT)) {
		*out = NULL;
		*fault = sms_error(SMS_INPUT, "%s: not an object", path);
	}
	return NULL;
}

static void say_unreadable(struct sms_verify *run, const struct sms_verify_change *change,
			   const struct sms_error *fault)
{
	size_t place = sms_verify_add(run, "record-json", change->id, NULL, "cannot be read");
	struct sms_finding *finding = &run->out->findings.items[place];
	finding->file = sms_strdup(change->path);
	sms_finding_set_error(finding, change->path, sms_error_message(fault));
}

/* Adds a finding about the record that is looked at. */
#define SAY(rule, ...) sms_verify_add(run, rule, change->id, change->path, __VA_ARGS__)

/* --- What every version has. --- */

/* Bytes in the one form that sms writes: text is compared with what would be printed. */
static void check_form(struct sms_verify *run, const struct sms_verify_change *change, const struct sms_buf *text,
		       const sms_json *json)
{
	sms_auto(buf) struct sms_buf canonical = SMS_BUF_INIT;
	sms_json_print(&canonical, json);
	if (canonical.length != text->length || memcmp(canonical.data, text->data, text->length) != 0 ||
	    !sms_type_is_arranged(change->type, json))
		SAY("record-form", "the file is not in canonical form");
}

static void check_place(struct sms_verify *run, const struct sms_verify_change *change, const sms_json *json)
{
	const char *id = sms_json_get_text(json, "id"), *type = sms_json_get_text(json, "type");
	if (!id || strcmp(id, change->id) != 0)
		SAY("record-identity", "its id is '%s', by its path it must be '%s'", id ? id : "", change->id);
	if (!type || strcmp(type, change->type->name) != 0)
		SAY("record-identity", "its type is '%s', by its path it must be '%s'", type ? type : "",
		    change->type->name);
}

/* --- What may not change. --- */

static const char *state_of(const sms_json *json)
{
	const char *state = sms_json_get_text(json, "state");
	return state ? state : "";
}

static bool is_equal(const sms_json *a, const sms_json *b)
{
	return a && b ? sms_json_equal(a, b) : a == b;
}

static void check_final(struct sms_verify *run, const struct sms_verify_change *change, const sms_json *before,
			const sms_json *after, size_t steps)
{
	const char *member = sms_closed_edit(change->type, before, after, steps > 0), *state = state_of(before);
	if (member && strcmp(state, "void") == 0)
		SAY("void-edited", "'%s' was changed", member);
	else if (member)
		SAY("closed-edited", "it is %s, and '%s' was changed", state, member);
}

static void check_identity(struct sms_verify *run, const struct sms_verify_change *change, const sms_json *before,
			   const sms_json *after)
{
	static const char *const fixed[] = {"id", "type", "created"};
	for (size_t i = 0; i < SMS_COUNT(fixed); i++)
		if (!is_equal(sms_json_get(before, fixed[i]), sms_json_get(after, fixed[i])))
			SAY("record-identity", "'%s' was changed", fixed[i]);
}

struct sms_error *sms_verify_version(struct sms_verify *run, const struct sms_verify_change *change)
{
	const sms_json *before = NULL, *after = NULL;
	sms_auto(buf) struct sms_buf text = SMS_BUF_INIT, text_before = SMS_BUF_INIT;
	sms_auto(error) struct sms_error *fault_before = NULL, *fault = NULL;
	SMS_TRY(sms_verify_json(run, change->after, change->path, &text, &after, &fault));
	if (fault) {
		say_unreadable(run, change, fault);
		return NULL;
	}
	SMS_TRY(sms_verify_json(run, change->before, change->path, &text_before, &before, &fault_before));
	bool inherited = sms_verify_is_merge(run) && sms_verify_is_inherited(run, change->side, change->path);
	if (!inherited) {
		run->out->versions++;
		run->tally.records++;
		check_form(run, change, &text, after);
		check_place(run, change, after);
	}
	if (fault_before)
		return NULL; /* said when it came */
	size_t steps = sms_verify_log(run, change, before, after);
	if (inherited) /* each step of that line was looked at */
		return NULL;
	check_identity(run, change, before, after);
	check_final(run, change, before, after, steps);
	return NULL;
}

/* --- New ones. --- */

struct sms_error *sms_verify_new(struct sms_verify *run, const struct sms_verify_change *change)
{
	const sms_json *json = NULL;
	sms_auto(buf) struct sms_buf text = SMS_BUF_INIT;
	sms_auto(error) struct sms_error *fault = NULL;
	if (sms_verify_is_merge(run) && sms_verify_is_inherited(run, change->side, change->path))
		return NULL;
	SMS_TRY(sms_verify_json(run, change->after, change->path, &text, &json, &fault));
	if (fault) {
		say_unreadable(run, change, fault);
		return NULL;
	}
	run->out->versions++;
	check_form(run, change, &text, json);
	check_place(run, change, json);
	if (!sms_verify_is_cut(run)) {
		run->tally.records++;
		sms_verify_entries(run, change, json, 0);
	}
	return sms_verify_birth(run, change, json);
}

/* --- Prose. --- */

/* The state of the record at a parent; "" where it has none. */
static struct sms_error *state_at(struct sms_verify *run, const struct sms_verify_change *change, struct sms_buf *out)
{
	sms_auto(string) char *path = sms_id_path(change->type, change->id);
	sms_auto(buf) struct sms_buf text = SMS_BUF_INIT;
	sms_auto(error) struct sms_error *fault = NULL;
	const sms_json *json = NULL;
	struct sms_oid blob;
	bool found = false;
	const struct sms_oid *parent = &sms_walk_node(run->walk, change->side->parent)->oid;
	SMS_TRY(sms_repo_lookup(run->store->repo, parent, path, &found, &blob, NULL));
	if (!found)
		return NULL;
	SMS_TRY(sms_verify_json(run, &blob, path, &text, &json, &fault));
	if (!fault)
		sms_buf_add_text(out, state_of(json));
	return NULL;
}

/* Was a step of the record, whose file changed too, taken with it? */
static struct sms_error *went_with_step(struct sms_verify *run, const struct sms_tree_change *record, bool *out)
{
	sms_auto(buf) struct sms_buf text_before = SMS_BUF_INIT, text = SMS_BUF_INIT;
	sms_auto(error) struct sms_error *fault_before = NULL, *fault = NULL;
	const sms_json *before = NULL, *after = NULL;
	*out = true; /* of a record that came, went or cannot be read something else is said */
	if (sms_oid_is_zero(&record->before) || sms_oid_is_zero(&record->after))
		return NULL;
	SMS_TRY(sms_verify_json(run, &record->before, record->path, &text_before, &before, &fault_before));
	SMS_TRY(sms_verify_json(run, &record->after, record->path, &text, &after, &fault));
	if (before && after)
		*out = sms_is_stepped(before, after);
	return NULL;
}

/* The states in which the content may not change are those of the record; a step out of them is in its own file. */
struct sms_error *sms_verify_body(struct sms_verify *run, const struct sms_verify_change *change)
{
	sms_auto(buf) struct sms_buf state = SMS_BUF_INIT;
	sms_auto(string) char *record = sms_id_path(change->type, change->id);
	if (sms_oid_is_zero(change->before) || change->side->parent == SMS_NO_COMMIT ||
	    (sms_verify_is_merge(run) && sms_verify_is_inherited(run, change->side, change->path)))
		return NULL;
	const struct sms_tree_change *own = sms_verify_side_has(change->side, record);
	bool stepped = false;
	if (own)
		SMS_TRY(went_with_step(run, own, &stepped));
	if (stepped)
		return NULL;
	SMS_TRY(state_at(run, change, &state));
	if (strcmp(sms_buf_text(&state), "void") == 0)
		SAY("void-edited", "its prose was changed");
	else if (sms_is_closed(change->type, sms_buf_text(&state)))
		SAY("closed-edited", "it is %s, and its prose was changed", sms_buf_text(&state));
	return NULL;
}
