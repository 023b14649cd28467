/* Findings in SARIF, JUnit and JSON: what no schema of these formats asks for. */
#include "work/finding/print.h"
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

static const struct sms_rule rules[] = {
	{"good", SMS_GRADE_MINOR, "is not good", "Make it good.", false},
	{"limit", SMS_GRADE_MAJOR, "cannot be judged", "Make it less.", true},
	{NULL, SMS_GRADE_OBSERVATION, NULL, NULL, false},
};

static struct sms_finding *add(struct sms_finding_list *list, const char *rule, const char *file, const char *message)
{
	struct sms_finding *finding = sms_finding_add(list, SMS_GRADE_MINOR, rule);
	finding->file = sms_strdup(file);
	finding->message = sms_strdup(message);
	return finding;
}

static struct sms_finding_run run_of(const struct sms_finding_list *findings, const struct sms_list *files)
{
	return (struct sms_finding_run){.tool = "sms try",
					.rules = rules,
					.findings = findings,
					.files = files,
					.root = "/srv/a b",
					.at = 1795342500,
					.milliseconds = 1234};
}

static sms_json *sarif_of(const struct sms_finding_list *findings)
{
	const struct sms_finding_run run = run_of(findings, NULL);
	sms_auto(buf) struct sms_buf out = SMS_BUF_INIT;
	sms_json *json;
	sms_findings_sarif(&out, &run);
	assert_null(sms_json_parse(&json, out.data, out.length, "sarif"));
	return json;
}

static char *junit_of(const struct sms_finding_list *findings, const struct sms_list *files)
{
	const struct sms_finding_run run = run_of(findings, files);
	struct sms_buf out = SMS_BUF_INIT;
	sms_findings_junit(&out, &run);
	return sms_buf_take(&out);
}

static const char *text_at(const sms_json *json, const char *pointer)
{
	const char *text = sms_json_text(sms_json_pointer(json, pointer));
	return text ? text : "(none)";
}

static void expect_uri(const char *path, const char *uri, const char *base)
{
	sms_auto(finding_list) struct sms_finding_list findings = {0};
	add(&findings, "good", path, "m");
	sms_auto(json) sms_json *sarif = sarif_of(&findings);
	const sms_json *artifact =
		sms_json_pointer(sarif, "/runs/0/results/0/locations/0/physicalLocation/artifactLocation");
	assert_string_equal(text_at(artifact, "/uri"), uri);
	assert_string_equal(text_at(artifact, "/uriBaseId"), base);
}

static void paths_become_uris(void **state)
{
	expect_uri("a/b.json", "a/b.json", "SRCROOT");
	expect_uri("./a/b.json", "a/b.json", "SRCROOT");
	expect_uri("a b/\xc3\xa9%?#:\\\xff.json", "a%20b/%C3%A9%25%3F%23%3A%5C%FF.json", "SRCROOT");
	expect_uri("/etc/x y", "file:///etc/x%20y", "(none)");
	expect_uri("../x", "file:///srv/a%20b/../x", "(none)");
	expect_uri("..x/y..", "..x/y..", "SRCROOT");
	expect_uri("-", "(none)", "(none)");
}

static void results_name_rule_level_and_fix(void **state)
{
	sms_auto(finding_list) struct sms_finding_list findings = {0};
	add(&findings, "good", "a", "m")->fix = sms_strdup("sms fmt A");
	add(&findings, "own", NULL, "of a rule that is in no table")->grade = SMS_GRADE_OBSERVATION;
	add(&findings, "good", "a", "m")->grade = SMS_GRADE_MAJOR;
	sms_auto(json) sms_json *sarif = sarif_of(&findings);
	const sms_json *results = sms_json_pointer(sarif, "/runs/0/results");
	assert_string_equal(text_at(results, "/0/level"), "warning");
	assert_string_equal(text_at(results, "/1/level"), "note");
	assert_string_equal(text_at(results, "/2/level"), "error");
	assert_string_equal(text_at(results, "/0/properties/fix"), "sms fmt A");
	assert_null(sms_json_pointer(results, "/1/ruleIndex"));
	assert_null(sms_json_pointer(results, "/1/locations"));
	assert_string_not_equal(text_at(results, "/0/partialFingerprints/smsFinding~1v1"),
				text_at(results, "/2/partialFingerprints/smsFinding~1v1"));
	assert_true(sms_json_true(sms_json_pointer(sarif, "/runs/0/invocations/0/executionSuccessful")));
}

static void a_test_case_is_a_file_or_a_rule(void **state)
{
	sms_auto(finding_list) struct sms_finding_list findings = {0};
	sms_auto(list) struct sms_list files = SMS_LIST_INIT;
	add(&findings, "good", "a", "first");
	add(&findings, "limit", "a", "second");
	add(&findings, "limit", "b", "third");
	sms_list_add(&files, "a");
	sms_list_add(&files, "b");
	sms_list_add(&files, "c");
	sms_auto(string) char *by_file = junit_of(&findings, &files);
	assert_non_null(strstr(by_file, "tests=\"3\" failures=\"1\" errors=\"1\" time=\"1.234\""));
	assert_non_null(strstr(by_file, "<failure type=\"good\" message=\"first (and 1 more)\">"));
	assert_non_null(strstr(by_file, "<error type=\"limit\" message=\"third\">"));
	sms_auto(string) char *by_rule = junit_of(&findings, NULL);
	assert_non_null(strstr(by_rule, "tests=\"2\" failures=\"1\" errors=\"1\""));
	assert_non_null(strstr(by_rule, "<testcase name=\"good\" classname=\"sms.try\""));
}

static void nothing_found_is_a_run_all_the_same(void **state)
{
	sms_auto(finding_list) struct sms_finding_list findings = {0};
	sms_auto(json) sms_json *sarif = sarif_of(&findings);
	sms_auto(string) char *junit = junit_of(&findings, NULL);
	sms_auto(json) sms_json *json = sms_findings_json(&findings);
	assert_int_equal(sms_json_count(sms_json_pointer(sarif, "/runs/0/results")), 0);
	assert_int_equal(sms_json_count(sms_json_pointer(sarif, "/runs/0/tool/driver/rules")), 2);
	assert_non_null(strstr(junit, "tests=\"2\" failures=\"0\" errors=\"0\""));
	assert_int_equal(sms_json_count(json), 0);
}

static void ill_formed_names_are_shown(void **state)
{
	sms_auto(finding_list) struct sms_finding_list findings = {0};
	add(&findings, "good", "a\xff", "m");
	sms_auto(json) sms_json *json = sms_findings_json(&findings);
	sms_auto(buf) struct sms_buf place = SMS_BUF_INIT;
	assert_string_equal(text_at(json, "/0/file"), "a\\xff");
	findings.items[0].line = findings.items[0].column = 7;
	free(findings.items[0].file);
	findings.items[0].file = sms_strdup("a\nb\n");
	sms_finding_add_place(&place, &findings.items[0]);
	assert_string_equal(sms_buf_text(&place), "a\\x0ab\\x0a:7:7");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(paths_become_uris),
		cmocka_unit_test(results_name_rule_level_and_fix),
		cmocka_unit_test(a_test_case_is_a_file_or_a_rule),
		cmocka_unit_test(nothing_found_is_a_run_all_the_same),
		cmocka_unit_test(ill_formed_names_are_shown),
	};
	sms_json_setup();
	return cmocka_run_group_tests(tests, NULL, NULL);
}
