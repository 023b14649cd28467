/* The product's own data pass the check that a repository's own do: types, requirements, maps, reports, settings. */
#include "base/builtin.h"
#include "work/check/data.h"
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#define EVIDENCE "iso20000-1/evidence.json" /* no requirements: has a schema of its own, and no place in a repository */

struct builtins {
	struct sms_types *types;
	struct sms_finding_list findings;
	struct sms_data_check check;
};

static void must(struct sms_error *error)
{
	if (error)
		fail_msg("%s", sms_error_message(error));
}

static int set_up(void **state)
{
	struct builtins *builtins = sms_alloc(1, sizeof *builtins);
	sms_json_setup();
	must(sms_types_load(&builtins->types, NULL, 0));
	builtins->check.findings = &builtins->findings;
	builtins->check.types = builtins->types;
	*state = builtins;
	return 0;
}

static int tear_down(void **state)
{
	struct builtins *builtins = *state;
	sms_data_check_release(&builtins->check);
	sms_finding_list_release(&builtins->findings);
	sms_types_free(builtins->types);
	free(builtins);
	return 0;
}

static void expect_no_findings(const struct builtins *builtins)
{
	for (size_t i = 0; i < builtins->findings.count; i++) {
		const struct sms_finding *finding = &builtins->findings.items[i];
		print_message("%s:%u:%u: %s: %s\n", finding->file, finding->line, finding->column, finding->rule,
			      finding->message);
	}
	assert_int_equal(builtins->findings.count, 0);
}

/* Checks the built-in files of a folder as if a repository had them in `as`; common.json is no type. */
static void check_folder(void **state, const char *folder, const char *as, size_t least)
{
	struct builtins *builtins = *state;
	size_t length = strlen(folder), seen = 0;
	for (size_t i = 0; i < sms_builtin_count(); i++) {
		const char *path = sms_builtin_path(i);
		size_t bytes = 0;
		if (strncmp(path, folder, length) != 0 || !strstr(path, ".json") || !strcmp(path, EVIDENCE) ||
		    !strcmp(path, "types/common.json"))
			continue;
		sms_auto(string) char *name = sms_format("%s%s", as, path + length);
		const char *text = sms_builtin(path, &bytes);
		must(sms_data_check(&builtins->check, name, text, bytes));
		seen++;
	}
	assert_true(seen >= least);
	expect_no_findings(builtins);
}

static void types_are_sound(void **state)
{
	check_folder(state, "types/", "types/", 80);
}

static void requirements_are_sound(void **state)
{
	check_folder(state, "iso20000-1/", "rules/", 40);
}

static void evidence_fits_its_schema(void **state)
{
	sms_auto(json) sms_json *json = NULL;
	size_t length = 0;
	const char *text = sms_builtin(EVIDENCE, &length);
	must(sms_json_parse(&json, text, length, EVIDENCE));
	must(sms_builtin_schema_check("meta/evidence.json", json, text, length, EVIDENCE));
}

static void maps_are_sound(void **state)
{
	check_folder(state, "maps/", "maps/", 1);
}

static void reports_are_sound(void **state)
{
	check_folder(state, "reports/", "reports/", 1);
}

static void settings_that_init_writes_are_sound(void **state)
{
	struct builtins *builtins = *state;
	sms_auto(buf) struct sms_buf text = SMS_BUF_INIT;
	sms_auto(json) sms_json *settings = sms_settings_default("Example AG");
	sms_json_print(&text, settings);
	must(sms_data_check(&builtins->check, SMS_SETTINGS_PATH, sms_buf_text(&text), text.length));
	expect_no_findings(builtins);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(types_are_sound, set_up, tear_down),
		cmocka_unit_test_setup_teardown(requirements_are_sound, set_up, tear_down),
		cmocka_unit_test_setup_teardown(evidence_fits_its_schema, set_up, tear_down),
		cmocka_unit_test_setup_teardown(maps_are_sound, set_up, tear_down),
		cmocka_unit_test_setup_teardown(reports_are_sound, set_up, tear_down),
		cmocka_unit_test_setup_teardown(settings_that_init_writes_are_sound, set_up, tear_down),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
