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
 * What needs a person is judged once more with an assessment for each, and has to conform then.
 *
 * A record without log, created or state gets them from its step; `like` names a type whose example it is but for the
 * members that it gives (null: taken away). Every record of the SMS as it is fits its schema. */
#include "audit_case.h"
#include "work/audit/audit.h"
#include <dirent.h>

#define NOW "2026-11-22T12:00:00Z"
#define CASES "tests/cases/audit"

static char *source(const char *path)
{
	const char *top = getenv("SMS_SOURCE");
	return sms_format("%s/%s", top ? top : ".", path);
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
	const char *now = text_or(variant, "now", text_or(json, "now", NOW));
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

static struct building building;

/* --- What a machine leaves open, a person judges. --- */

static void add_assessment(sms_json *records, const char *item, const char *when)
{
	sms_auto(string) char *text = sms_format(
		"{\"id\": \"ASM-20261001-%06zu\", \"title\": \"%s\", \"item\": \"%s\", \"at\": \"%s\", "
		"\"verdict\": \"conform\", \"auditor\": \"PER-CLEO\", \"evidence\": \"Seen in the records of the "
		"last twelve months, and asked two who do the work.\"}",
		sms_json_count(records), item, item, when);
	sms_json *json = NULL;
	must(sms_json_parse(&json, text, strlen(text), "assessment"));
	sms_json_append(records, json);
}

/* The SMS as it is, and an auditor who belongs to none of its processes found all of the rest conform. */
static sms_json *assessed(const sms_json *json)
{
	static const char frame[] = "{\"what\": \"a person judged what was left\", \"expect\": {}, \"more\": [{\"by\": "
				    "\"anna\", \"records\": "
				    "[{\"id\": \"PER-CLEO\", \"title\": \"Cleo\", \"emails\": [\"cleo@example.net\"], "
				    "\"employer\": \"other\", \"in_scope\": false}]}]}";
	char when[SMS_TIME_SIZE];
	sms_json *variant = NULL;
	sms_time_format(at(text_or(json, "now", NOW)) - SMS_DAY / 24, when);
	must(sms_json_parse(&variant, frame, strlen(frame), "variant"));
	sms_json *step = sms_json_edit_at(sms_json_edit(variant, "more"), 0), *records = sms_json_edit(step, "records");
	sms_json_set_text(step, "at", when);
	sms_json_each(item, sms_json_get(json, "human")) {
		add_assessment(records, sms_json_text(item), when);
		sms_json_set_text(sms_json_edit(variant, "expect"), sms_json_text(item), "conform");
	}
	return variant;
}

/* --- Cases. --- */

static void run_variant(const sms_json *json, const sms_json *variant, unsigned *wrong)
{
	const sms_json *steps = sms_json_get(json, "steps");
	sms_auto(json) sms_json *varied = vary(steps, variant);
	rebuild(&building, steps, varied);
	judge(&building, json, variant, wrong);
}

static void run_file(const char *name)
{
	sms_auto(buf) struct sms_buf text = SMS_BUF_INIT;
	sms_auto(json) sms_json *json = NULL;
	sms_auto(string) char *path = source(name);
	unsigned wrong = 0;
	must(sms_file_read(&text, path, 16 << 20));
	must(sms_json_parse(&json, sms_buf_text(&text), text.length, name));
	building.check = !sms_json_true(sms_json_get(json, "unchecked"));
	build(&building, sms_json_get(json, "steps"));
	judge(&building, json, NULL, &wrong);
	if (building.check) {
		sms_auto(json) sms_json *judged = assessed(json);
		run_variant(json, judged, &wrong);
	}
	building.check = false;
	sms_json_each(variant, sms_json_get(json, "variants"))
		run_variant(json, variant, &wrong);
	assert_int_equal(wrong, 0);
}

static void run_case(void **state)
{
	run_file(*state);
}

/* --- Same commit, same instant: same result. --- */

static void audits_the_same_twice(void **state)
{
	sms_auto(audit) struct sms_audit *one = NULL;
	sms_auto(audit) struct sms_audit *two = NULL;
	go_back(&building, &building.begun);
	const struct sms_audit_options options = {.now = at(NOW)};
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
}

static void refuses_what_is_not_in_the_catalogue(void **state)
{
	sms_auto(list) struct sms_list names = SMS_LIST_INIT;
	struct sms_audit *audit = NULL;
	go_back(&building, &building.begun);
	sms_list_add(&names, "8.9");
	must_fail(sms_audit_run(&audit, building.place.store,
				&(struct sms_audit_options){.clauses = &names, .now = at(NOW)}),
		  "no requirement in clause '8.9'", "clauses are numbered as in the standard: 8.6.1, 8.6, 8");
	must_fail(sms_audit_run(&audit, building.place.store,
				&(struct sms_audit_options){.items = &names, .now = at(NOW)}),
		  "no item '8.9'", "items are called by clause and letter: 8.6.1-a");
}

static int begin_all(void **state)
{
	begin(&building);
	return 0;
}

static int end_all(void **state)
{
	place_remove(&building.place);
	return 0;
}

/* An argument chooses cases, by a pattern (test_audit '*7.5*') or one half of them (test_audit 1/2). */
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
	bool halves = argc > 1 && !strcmp(argv[1] + 1, "/2");
	for (size_t i = halves && *argv[1] == '2'; i < names.count && count < SMS_COUNT(tests); i += halves ? 2 : 1)
		tests[count++] = (struct CMUnitTest){
			.name = names.items[i], .test_func = run_case, .initial_state = names.items[i]};
	if (argc > 1 && !halves)
		cmocka_set_test_filter(argv[1]);
	int failed = names.count ? _cmocka_run_group_tests("audit", tests, count, begin_all, end_all) : 1;
	sms_list_release(&names);
	return failed;
}
