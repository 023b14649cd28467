/* The audit, driven by the files under tests/cases/audit: each file is a small SMS that conforms, and variants of it in which one
 * thing is taken away, with what becomes of which items.
 *
 *   { "about", "clauses": [ … ], "now", "conform": [items that have to conform] , "human": [that need a person],
 *     "expect": { ITEM: RESULT },       of the SMS as it is; items not named anywhere: not triggered
 *     "steps": [ { "by", "at", "records": [ … ], "bodies": { ID: [lines] }, "approve": [ids], "role" } ],
 *     "variants": [ { "what", "drop": [ids], "set": { ID: { PATH: value or null } }, "bodies": { ID: [lines] },
 *                     "settings": { PATH: value or null }, "without": [steps], "steps": { N: { member: value } },
 *                     "more": [steps], "now", "expect": { ITEM: RESULT }, "grades": { STATEMENT: GRADE or null },
 *                     "others": true } ] }       others: items not named may change too
 *
 * A record without log, created or state gets them from its step; `like` names a type whose example it is but for the
 * members that it gives (null: taken away). Every record of the SMS as it is fits its schema. */
#include "model/init.h"
#include "repository.h"
#include "work/audit.h"
#include <dirent.h>

#define CASES "tests/cases/audit"

static char *source(const char *path)
{
	const char *top = getenv("SMS_SOURCE");
	return sms_format("%s/%s", top ? top : ".", path);
}

/* --- Building the SMS of a case. --- */

struct building {
	struct place place;
	bool check; /* records against their schemas */
};

static void begin(struct building *building)
{
	struct sms_init init = {.directory = building->place.path, .organization = "Test", .language = "en"};
	sms_json_setup();
	/* Hundreds of commits, each synced: in memory where that can be. */
	strcpy(building->place.path, access("/dev/shm", W_OK) ? "/tmp/sms-audit-XXXXXX" : "/dev/shm/sms-audit-XXXXXX");
	assert_non_null(mkdtemp(building->place.path));
	act_as("anna", "2026-01-05T08:00:00Z");
	must(sms_init(&init, NULL));
	building->place.store = NULL;
	reopen(&building->place);
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

/* --- Judging. --- */

static const char *text_or(const sms_json *json, const char *key, const char *otherwise)
{
	const char *text = sms_json_get_text(json, key);
	return text ? text : otherwise;
}

static const char *expected_of(const sms_json *json, const sms_json *variant, const char *item)
{
	const char *text = sms_json_get_text(sms_json_get(variant, "expect"), item);
	if (!text)
		text = sms_json_get_text(sms_json_get(json, "expect"), item);
	if (!text && sms_json_contains_text(sms_json_get(json, "conform"), item))
		text = "conform";
	if (!text && sms_json_contains_text(sms_json_get(json, "human"), item))
		text = "needs-human";
	return text ? text : "not-triggered";
}

static void compare_items(const struct sms_audit *audit, const sms_json *json, const sms_json *variant,
			  const char *what, unsigned *wrong)
{
	for (size_t i = 0; i < audit->count; i++) {
		const struct sms_judgement *judgement = &audit->judgements[i];
		const char *id = judgement->item->id, *expected = expected_of(json, variant, id);
		bool named = sms_json_get(sms_json_get(variant, "expect"), id);
		if (!strcmp(expected, sms_result_name(judgement->result)) ||
		    (!named && sms_json_true(sms_json_get(variant, "others"))))
			continue;
		++*wrong;
		print_message("%s: %s is %s, not %s: %s\n", what, id, sms_result_name(judgement->result), expected,
			      judgement->fault_count ? judgement->faults[0].message : "no fault");
	}
}

static const char *grade_of(const struct sms_audit *audit, const char *statement)
{
	for (size_t i = 0; i < audit->finding_count; i++)
		if (!strcmp(audit->findings[i].statement, statement))
			return sms_grade_name(audit->findings[i].grade);
	return "";
}

static void compare_grades(const struct sms_audit *audit, const sms_json *variant, const char *what, unsigned *wrong)
{
	sms_json_each(grade, sms_json_get(variant, "grades")) {
		const char *is = grade_of(audit, sms_json_key(grade));
		const char *expected = sms_json_text(grade) ? sms_json_text(grade) : "";
		if (!strcmp(is, expected))
			continue;
		++*wrong;
		print_message("%s: %s is %s, not %s\n", what, sms_json_key(grade), is, expected);
	}
}

/* What a finding owes its reader. */
static void check_findings(const struct sms_audit *audit)
{
	for (size_t i = 0; i < audit->finding_count; i++) {
		const struct sms_audit_finding *finding = &audit->findings[i];
		assert_true(finding->judgement_count > 0);
		assert_true(finding->worst->message[0] && !strchr(finding->worst->message, '{'));
		assert_true(finding->worst->why[0]);
		assert_non_null(finding->worst->fix);
		assert_int_equal(strncmp(finding->worst->fix, "sms ", 4), 0);
	}
}

static void judge(struct building *building, const sms_json *json, const sms_json *variant, unsigned *wrong)
{
	sms_auto(audit) struct sms_audit *audit = NULL;
	sms_auto(list) struct sms_list clauses = SMS_LIST_INIT;
	struct sms_store *store = NULL;
	const char *now = text_or(variant, "now", text_or(json, "now", "2026-11-22T12:00:00Z"));
	sms_json_each(clause, sms_json_get(json, "clauses"))
		sms_list_add(&clauses, sms_json_text(clause));
	const struct sms_audit_options options = {.clauses = &clauses, .now = at(now)};
	must(sms_store_open(&store, building->place.path, SMS_VIEW_COMMITTED, NULL, NULL));
	must(sms_audit_run(&audit, store, &options));
	const char *what = text_or(variant, "what", text_or(json, "about", "?"));
	compare_items(audit, json, variant, what, wrong);
	compare_grades(audit, variant, what, wrong);
	check_findings(audit);
	sms_store_free(store);
}

static void run_one(const sms_json *json, const sms_json *variant, unsigned *wrong)
{
	struct building building = {.check = !variant && !sms_json_true(sms_json_get(json, "unchecked"))};
	sms_auto(json) sms_json *steps = vary(sms_json_get(json, "steps"), variant);
	begin(&building);
	sms_json_each(step, steps)
		take_step(&building, step);
	judge(&building, json, variant, wrong);
	place_remove(&building.place);
}

static void run_file(const char *name)
{
	sms_auto(buf) struct sms_buf text = SMS_BUF_INIT;
	sms_auto(json) sms_json *json = NULL;
	sms_auto(string) char *path = source(name);
	unsigned wrong = 0;
	must(sms_file_read(&text, path, 16 << 20));
	must(sms_json_parse(&json, sms_buf_text(&text), text.length, name));
	run_one(json, NULL, &wrong);
	sms_json_each(variant, sms_json_get(json, "variants"))
		run_one(json, variant, &wrong);
	assert_int_equal(wrong, 0);
}

static void run_case(void **state)
{
	run_file(*state);
}

/* --- Same commit, same instant: same result. --- */

static void audits_the_same_twice(void **state)
{
	struct building building = {.check = false};
	sms_auto(audit) struct sms_audit *one = NULL;
	sms_auto(audit) struct sms_audit *two = NULL;
	begin(&building);
	const struct sms_audit_options options = {.now = at("2026-11-22T12:00:00Z")};
	must(sms_audit_run(&one, building.place.store, &options));
	must(sms_audit_run(&two, building.place.store, &options));
	assert_int_equal(one->count, 384);
	assert_int_equal(one->catalogue->statement_count, 214);
	assert_int_equal(one->results[SMS_RESULT_CONFORM], 0);
	assert_int_equal(one->machine + one->human + one->unassessed, one->count);
	assert_int_equal(one->finding_count, two->finding_count);
	for (size_t i = 0; i < one->finding_count; i++) {
		assert_string_equal(one->findings[i].worst->message, two->findings[i].worst->message);
		assert_int_equal(one->findings[i].grade, two->findings[i].grade);
	}
	place_remove(&building.place);
}

static void refuses_what_is_not_in_the_catalogue(void **state)
{
	struct building building = {.check = false};
	sms_auto(list) struct sms_list names = SMS_LIST_INIT;
	struct sms_audit *audit = NULL;
	begin(&building);
	sms_list_add(&names, "8.9");
	must_fail(sms_audit_run(&audit, building.place.store,
				&(struct sms_audit_options){.clauses = &names, .now = at("2026-11-22T12:00:00Z")}),
		  "no requirement in clause '8.9'", "clauses are numbered as in the standard: 8.6.1, 8.6, 8");
	must_fail(sms_audit_run(&audit, building.place.store,
				&(struct sms_audit_options){.items = &names, .now = at("2026-11-22T12:00:00Z")}),
		  "no item '8.9'", "items are called by clause and letter: 8.6.1-a");
	place_remove(&building.place);
}

/* An argument chooses cases: test_audit '*7.5*' */
int main(int argc, char **argv)
{
	struct CMUnitTest tests[64] = {cmocka_unit_test(audits_the_same_twice),
				       cmocka_unit_test(refuses_what_is_not_in_the_catalogue)};
	struct sms_list names = SMS_LIST_INIT;
	size_t count = 2;
	sms_auto(string) char *path = source(CASES);
	DIR *folder = opendir(path);
	for (struct dirent *entry; folder && (entry = readdir(folder));)
		if (strstr(entry->d_name, ".json"))
			sms_list_add_format(&names, CASES "/%s", entry->d_name);
	if (folder)
		closedir(folder);
	sms_list_sort(&names);
	for (size_t i = 0; i < names.count && count < SMS_COUNT(tests); i++)
		tests[count++] = (struct CMUnitTest){
			.name = names.items[i], .test_func = run_case, .initial_state = names.items[i]};
	if (argc > 1)
		cmocka_set_test_filter(argv[1]);
	int failed = names.count ? _cmocka_run_group_tests("audit", tests, count, NULL, NULL) : 1;
	sms_list_release(&names);
	return failed;
}
