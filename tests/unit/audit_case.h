/* The SMS of a case of the audit, and what a variant makes of it; the form of the cases: test_audit.c. */
#ifndef TESTS_AUDIT_CASE_H
#define TESTS_AUDIT_CASE_H

#include "model/init.h"
#include "repository.h"

/* --- Building the SMS of a case. --- */

#define BUILDING_STEPS 64

/* A bare repository: going back to how it was after a step is setting its branch, and nothing has to be cleaned up. */
struct building {
	struct place place;
	struct sms_oid begun;                /* the commit of init */
	struct sms_oid tips[BUILDING_STEPS]; /* of the steps of the SMS as it is */
	bool check;                          /* records against their schemas */
};

static struct sms_oid tip_of(const struct building *building)
{
	struct sms_oid tip;
	must(sms_repo_head(building->place.store->repo, &tip));
	return tip;
}

static void go_back(struct building *building, const struct sms_oid *tip)
{
	char hex[SMS_OID_SIZE];
	sms_oid_format(tip, hex);
	sms_auto(string) char *path = sms_format("%s/refs/heads/main", building->place.path);
	sms_auto(string) char *text = sms_format("%s\n", hex);
	must(sms_file_write(path, text, strlen(text)));
	reopen(&building->place);
}

static void begin(struct building *building)
{
	struct sms_init init = {
		.directory = building->place.path, .organization = "Test", .language = "en", .bare = true};
	sms_json_setup();
	/* Hundreds of commits, each synced: in memory where that can be. */
	strcpy(building->place.path, access("/dev/shm", W_OK) ? "/tmp/sms-audit-XXXXXX" : "/dev/shm/sms-audit-XXXXXX");
	assert_non_null(mkdtemp(building->place.path));
	act_as("anna", "2026-01-05T08:00:00Z");
	must(sms_init(&init, NULL));
	building->place.store = NULL;
	reopen(&building->place);
	building->begun = tip_of(building);
}

static void complete(sms_json *record, const struct sms_type *type, const char *at)
{
	if (!sms_json_get(record, "type"))
		sms_json_set_text(record, "type", type->name);
	if (!sms_json_get(record, "state"))
		sms_json_set_text(record, "state", sms_type_initial(type));
	if (!sms_json_get(record, "created")) {
		sms_json *created = sms_json_new_object();
		sms_json_set_text(created, "at", at);
		sms_json_set_text(created, "by", "PER-ANNA");
		sms_json_set(record, "created", created);
	}
	if (!sms_json_get(record, "log")) {
		sms_json *log = sms_json_new_array(), *entry = sms_json_new_object();
		sms_json_set_text(entry, "at", sms_json_get_text(sms_json_get(record, "created"), "at"));
		sms_json_set_text(entry, "by", "PER-ANNA");
		sms_json_set_text(entry, "kind", "created");
		sms_json_append(log, entry);
		sms_json_set(record, "log", log);
	}
}

static void check_schema(const struct sms_type *type, const sms_json *record)
{
	const struct sms_schema *schema = NULL;
	sms_auto(findings) struct sms_schema_findings findings = {0};
	bool valid = false;
	must(sms_type_schema(&schema, type));
	must(sms_schema_accepts(schema, record, &valid));
	if (valid)
		return;
	must(sms_schema_explain(schema, record, &findings));
	fail_msg("%s%s: %s", sms_json_get_text(record, "id"), findings.items[0].pointer, findings.items[0].message);
}

/* The example of the type that `like` names, with the record's own members. */
static sms_json *spread(const struct building *building, const sms_json *given)
{
	const char *like = sms_json_get_text(given, "like");
	const struct sms_type *type = like ? sms_types_get(building->place.store->types, like) : NULL;
	sms_json *out =
		type ? sms_json_copy(sms_json_path(sms_type_document(type), "x-sms.example")) : sms_json_copy(given);
	sms_json_each(member, type ? given : NULL) {
		if (sms_json_is(member, SMS_JSON_NULL))
			sms_json_remove(out, sms_json_key(member));
		else if (strcmp(sms_json_key(member), "like") != 0)
			sms_json_set(out, sms_json_key(member), sms_json_copy(member));
	}
	return out;
}

static void put_record(struct building *building, struct sms_change *change, const sms_json *given, const char *at)
{
	const char *id = sms_json_get_text(given, "id");
	const struct sms_type *type = sms_types_of_id(building->place.store->types, id);
	sms_auto(json) sms_json *record = spread(building, given);
	sms_auto(buf) struct sms_buf text = SMS_BUF_INIT;
	if (!type)
		fail_msg("no type of '%s'", id);
	complete(record, type, at);
	if (building->check)
		check_schema(type, record);
	sms_json_print(&text, record);
	sms_auto(string) char *path = sms_id_path(type, id);
	sms_change_put_file(change, path, sms_buf_text(&text), text.length);
}

static void put_body(struct sms_change *change, const sms_json *lines)
{
	sms_auto(buf) struct sms_buf text = SMS_BUF_INIT;
	sms_auto(string) char *path = sms_id_body_path(sms_json_key(lines));
	sms_json_each(line, lines)
		sms_buf_add_format(&text, "%s\n", sms_json_text(line));
	sms_change_put_file(change, path, sms_buf_text(&text), text.length);
}

static void approve(struct building *building, const sms_json *step)
{
	struct sms_change *change = NULL;
	struct sms_actor actor;
	const struct sms_decision decision = {.decision = "approve", .role = sms_json_get_text(step, "role")};
	must(sms_change_begin(&change, building->place.store));
	must(sms_change_actor(change, &actor));
	sms_json_each(id, sms_json_get(step, "approve")) {
		struct sms_record *record = NULL;
		must(sms_store_record(building->place.store, sms_json_text(id), NULL, &record));
		struct sms_error *error = sms_approval_decide(change, building->place.store, record, &decision, &actor);
		if (error)
			fail_msg("approve %s: %s", record->id, sms_error_message(error));
		sms_record_free(record);
	}
	commit_change(&building->place, change);
}

static void add_settings(struct sms_change *change, const struct building *building, const sms_json *changes)
{
	sms_auto(json) sms_json *settings = sms_json_copy(building->place.store->settings->json);
	sms_auto(buf) struct sms_buf text = SMS_BUF_INIT;
	sms_json_each(one, changes) {
		if (sms_json_is(one, SMS_JSON_NULL))
			sms_json_remove_path(settings, sms_json_key(one));
		else
			must(sms_json_set_path(settings, sms_json_key(one), sms_json_copy(one)));
	}
	sms_json_print(&text, settings);
	sms_change_put_file(change, SMS_SETTINGS_PATH, sms_buf_text(&text), text.length);
}

static void take_step(struct building *building, const sms_json *step)
{
	struct sms_change *change = NULL;
	const char *when = sms_json_get_text(step, "at");
	act_as(sms_json_get_text(step, "by"), when);
	must(sms_change_begin(&change, building->place.store));
	if (sms_json_get(step, "settings"))
		add_settings(change, building, sms_json_get(step, "settings"));
	sms_json_each(record, sms_json_get(step, "records"))
		put_record(building, change, record, when);
	sms_json_each(lines, sms_json_get(step, "bodies"))
		put_body(change, lines);
	if (sms_change_is_empty(change)) {
		sms_change_free(change);
		reopen(&building->place);
	} else {
		commit_change(&building->place, change);
	}
	if (sms_json_count(sms_json_get(step, "approve")))
		approve(building, step);
}

/* --- Variants. --- */

static sms_json *find_record(sms_json *records, const char *id, size_t *index)
{
	for (*index = 0; *index < sms_json_count(records); ++*index) {
		sms_json *record = sms_json_edit_at(records, *index);
		if (!strcmp(sms_json_get_text(record, "id"), id))
			return record;
	}
	return NULL;
}

static void drop(sms_json *step, const char *id)
{
	sms_json *records = sms_json_edit(step, "records"), *ids = sms_json_edit(step, "approve");
	size_t index = 0;
	while (find_record(records, id, &index))
		sms_json_remove_at(records, index);
	for (size_t i = sms_json_count(ids); i-- > 0;)
		if (!strcmp(sms_json_text(sms_json_at(ids, i)), id))
			sms_json_remove_at(ids, i);
	sms_json *bodies = sms_json_edit(step, "bodies");
	if (bodies)
		sms_json_remove(bodies, id);
}

static bool set_members(sms_json *step, const sms_json *changes)
{
	size_t index = 0;
	sms_json *record = find_record(sms_json_edit(step, "records"), sms_json_key(changes), &index);
	if (!record)
		return false;
	sms_json_each(one, changes) {
		if (sms_json_is(one, SMS_JSON_NULL))
			sms_json_remove_path(record, sms_json_key(one));
		else
			must(sms_json_set_path(record, sms_json_key(one), sms_json_copy(one)));
	}
	return true;
}

static void vary_step(sms_json *step, size_t number, const sms_json *variant)
{
	sms_auto(string) char *key = sms_format("%zu", number);
	sms_json *bodies = sms_json_edit(step, "bodies");
	sms_json_each(id, sms_json_get(variant, "drop"))
		drop(step, sms_json_text(id));
	sms_json_each(changes, sms_json_get(variant, "set"))
		set_members(step, changes);
	sms_json_each(lines, sms_json_get(variant, "bodies"))
		if (bodies && sms_json_get(bodies, sms_json_key(lines)))
			sms_json_set(bodies, sms_json_key(lines), sms_json_copy(lines));
	sms_json_each(member, sms_json_get(sms_json_get(variant, "steps"), key))
		sms_json_set(step, sms_json_key(member), sms_json_copy(member));
}

static bool is_left_out(const sms_json *variant, size_t number)
{
	sms_json_each(one, sms_json_get(variant, "without"))
		if (sms_json_number(one) == (double)number)
			return true;
	return false;
}

static sms_json *vary(const sms_json *steps, const sms_json *variant)
{
	sms_json *out = sms_json_new_array();
	size_t number = 0;
	if (sms_json_get(variant, "settings")) {
		sms_json *first = sms_json_new_object();
		sms_json_set_text(first, "by", "anna");
		sms_json_set_text(first, "at", "2026-01-05T08:30:00Z");
		sms_json_set(first, "settings", sms_json_copy(sms_json_get(variant, "settings")));
		sms_json_append(out, first);
	}
	sms_json_each(step, steps) {
		sms_json *copy = sms_json_copy(step);
		vary_step(copy, number, variant);
		if (is_left_out(variant, number++))
			sms_json_free(copy);
		else
			sms_json_append(out, copy);
	}
	sms_json_each(step, sms_json_get(variant, "more"))
		sms_json_append(out, sms_json_copy(step));
	return out;
}

/* --- Building it, as far as it is not there yet. --- */

/* How many of the first steps are the same in both. */
static size_t shared_steps(const sms_json *steps, const sms_json *others)
{
	size_t count = 0;
	while (count < sms_json_count(steps) && count < sms_json_count(others) &&
	       sms_json_equal(sms_json_at(steps, count), sms_json_at(others, count)))
		count++;
	return count;
}

/* The SMS as it is. */
static void build(struct building *building, const sms_json *steps)
{
	size_t count = 0;
	assert_true(sms_json_count(steps) <= BUILDING_STEPS);
	go_back(building, &building->begun);
	sms_json_each(step, steps) {
		take_step(building, step);
		building->tips[count++] = tip_of(building);
	}
}

/* A variant of what was built: only the steps from the first that differs are taken. */
static void rebuild(struct building *building, const sms_json *steps, const sms_json *varied)
{
	size_t shared = shared_steps(steps, varied);
	go_back(building, shared ? &building->tips[shared - 1] : &building->begun);
	for (size_t i = shared; i < sms_json_count(varied); i++)
		take_step(building, sms_json_at(varied, i));
}

#endif
