/* What `sms check` finds, as data: each file of tests/cases/check has a good file of some kind and ways to break it:
 *   { "file": "types/widget.json",                 where it is put in a new repository
 *     "text": ["{", …],                            its lines
 *     "cases": [ { "broken": "…",                  what is wrong
 *                  "replace": "…", "with": "…",    a text in the file that is there once, and what takes its place
 *                  "findings": [ { "rule", "line", "column", "message" } ] } ] }      all there are
 * The good file itself has no findings. Run with a file's name as argument it prints what it sees, for new cases. */
#include "model/init.h"
#include "repository.h"
#include "work/check/check.h"
#include <dirent.h>
#include <stdlib.h>

#define FOLDER "tests/cases/check"

static struct place place;
static bool is_printing;

static int set_up(void **state)
{
	const struct sms_init init = {.directory = place.path, .organization = "Example AG", .language = "en"};
	sms_json_setup();
	strcpy(place.path, "/tmp/sms-check-XXXXXX");
	assert_non_null(mkdtemp(place.path));
	act_as("anna", "2026-11-22T00:00:00Z");
	must(sms_init(&init, NULL));
	return 0;
}

static int tear_down(void **state)
{
	place_remove(&place);
	return 0;
}

static char *text_of(const sms_json *lines)
{
	struct sms_buf out = SMS_BUF_INIT;
	sms_json_each(line, lines)
		sms_buf_add_format(&out, "%s\n", sms_json_text(line));
	return sms_buf_take(&out);
}

static char *break_text(const char *text, const sms_json *one)
{
	const char *from = sms_json_get_text(one, "replace"), *found = strstr(text, from);
	if (!found || strstr(found + 1, from))
		fail_msg("'%s': there is not one '%s'", sms_json_get_text(one, "broken"), from);
	return sms_format("%.*s%s%s", (int)(found - text), text, sms_json_get_text(one, "with"), found + strlen(from));
}

/* Everything that is found, as the cases write it. */
static sms_json *check(const char *path, const char *text)
{
	sms_auto(finding_list) struct sms_finding_list findings = {0};
	const struct sms_check_options options = {.now = at("2026-11-22T00:00:00Z")};
	sms_json *out = sms_json_new_array();
	size_t records = 0;
	write_place(&place, path, text);
	must(sms_store_open(&place.store, place.path, SMS_VIEW_SALVAGED, NULL, NULL));
	must(sms_check(&findings, &records, place.store, &options));
	sms_store_free(place.store);
	place.store = NULL;
	assert_true(records >= 5);
	assert_int_equal(sms_check_status(&findings), findings.count ? SMS_NO : SMS_OK);
	for (size_t i = 0; i < findings.count; i++) {
		const struct sms_finding *finding = &findings.items[i];
		sms_json *one = sms_json_new_object();
		sms_json_set_text(one, "rule", finding->rule);
		sms_json_set_integer(one, "line", finding->line);
		sms_json_set_integer(one, "column", finding->column);
		sms_json_set_text(one, "message", finding->message);
		sms_json_append(out, one);
		assert_string_equal(finding->file, path);
		assert_non_null(sms_rule_find(sms_check_rules, finding->rule));
	}
	return out;
}

static void expect(const char *path, const char *text, const char *what, const sms_json *expected)
{
	sms_auto(buf) struct sms_buf seen = SMS_BUF_INIT, wanted = SMS_BUF_INIT;
	sms_auto(json) sms_json *found = check(path, text);
	sms_json_print(&seen, found);
	if (is_printing) {
		printf("--- %s\n%s", what, sms_buf_text(&seen));
		return;
	}
	sms_json_print(&wanted, expected);
	if (strcmp(sms_buf_text(&seen), sms_buf_text(&wanted)) != 0)
		fail_msg("%s: %s\nfound %swanted %s", path, what, sms_buf_text(&seen), sms_buf_text(&wanted));
}

static size_t run_file(const char *name)
{
	const char *source = getenv("SMS_SOURCE");
	sms_auto(string) char *path = sms_format("%s/" FOLDER "/%s", source ? source : ".", name);
	sms_auto(buf) struct sms_buf bytes = SMS_BUF_INIT;
	sms_auto(json) sms_json *document = NULL, *nothing = sms_json_new_array();
	must(sms_file_read(&bytes, path, 1 << 20));
	must(sms_json_parse(&document, sms_buf_text(&bytes), bytes.length, path));
	const char *file = sms_json_get_text(document, "file");
	sms_auto(string) char *full = sms_format("%s/%s", place.path, file);
	sms_auto(string) char *good = text_of(sms_json_get(document, "text"));
	sms_auto(buf) struct sms_buf before = SMS_BUF_INIT;
	bool was_there = sms_file_exists(full);
	if (was_there)
		must(sms_file_read(&before, full, 1 << 20));
	expect(file, good, "the good file", nothing);
	sms_json_each(one, sms_json_get(document, "cases")) {
		sms_auto(string) char *broken = break_text(good, one);
		assert_true(is_printing || sms_json_count(sms_json_get(one, "findings")));
		expect(file, broken, sms_json_get_text(one, "broken"), sms_json_get(one, "findings"));
	}
	assert_int_equal(unlink(full), 0);
	if (was_there)
		write_place(&place, file, sms_buf_text(&before));
	return sms_json_count(sms_json_get(document, "cases"));
}

static void every_fault_is_found_where_it_is(void **state)
{
	const char *source = getenv("SMS_SOURCE");
	sms_auto(string) char *folder = sms_format("%s/" FOLDER, source ? source : ".");
	size_t count = 0;
	DIR *stream = opendir(folder);
	assert_non_null(stream);
	for (const struct dirent *entry; (entry = readdir(stream));)
		if (entry->d_name[0] != '.')
			count += run_file(entry->d_name);
	closedir(stream);
	print_message("# %zu cases\n", count);
	assert_true(count >= 60);
}

static const char *printed;

static void print_what_is_seen(void **state)
{
	run_file(printed);
}

int main(int argc, char **argv)
{
	const struct CMUnitTest tests[] = {cmocka_unit_test(every_fault_is_found_where_it_is)};
	const struct CMUnitTest printing[] = {cmocka_unit_test(print_what_is_seen)};
	is_printing = argc > 1;
	printed = argv[argc - 1];
	return is_printing ? cmocka_run_group_tests(printing, set_up, tear_down)
			   : cmocka_run_group_tests(tests, set_up, tear_down);
}
