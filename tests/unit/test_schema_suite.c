/* Runs the official JSON Schema test suite, as Debian packages it, for draft 2020-12 and draft-07: every required case
 * has to pass; an optional one passes or stands in tests/cases/schema-suite-known.json with the reason.
 *
 * Each case is put to all three questions (accepts, explain, basic), which have to agree. The folder comes from
 * SMS_SCHEMA_SUITE; where there is no suite, that is a failure. */
#include "base/file.h"
#include "base/map.h"
#include "model/schema/schema.h"
#include <dirent.h>
#include <stdio.h>
#include <string.h>

#define SUITE "/usr/share/perl5/auto/share/dist/Test-JSON-Schema-Acceptance"
#define REMOTE "http://localhost:1234/"
#define DRAFT_7 "http://json-schema.org/draft-07/schema#"

struct tally {
	unsigned passed, failed, known;
};

struct suite {
	const char *folder, *draft, *file;
	struct sms_map *remotes;
	sms_json *known;
	struct tally required, optional, format, output;
	struct tally *tally;
};

/* Our reader takes no zero characters; the one case about them in strings is run with U+0001 in their place. */
static void replace_zeros(struct sms_buf *text)
{
	for (char *p = text->data; p && (p = strstr(p, "\\u0000"));)
		p[5] = '1';
}

static sms_json *read_json(const char *path)
{
	sms_auto(buf) struct sms_buf text = SMS_BUF_INIT;
	sms_json *json = NULL;
	struct sms_error *error = sms_file_read(&text, path, 8 << 20);
	replace_zeros(&text);
	if (!error)
		error = sms_json_parse(&json, text.data, text.length, path);
	if (error) {
		fprintf(stderr, "%s\n", sms_error_message(error));
		exit(1);
	}
	return json;
}

static void free_json(void *json)
{
	sms_json_free(json);
}

/* The suite wants its remotes served at localhost:1234. */
static const sms_json *lookup(void *context, const char *uri)
{
	struct suite *suite = context;
	size_t prefix = strlen(REMOTE);
	sms_json *json = sms_map_get(suite->remotes, uri);
	if (json)
		return json;
	sms_auto(string) char *path = NULL;
	if (!strncmp(uri, REMOTE, prefix))
		path = sms_format("%s/remotes/%s", suite->folder, uri + prefix);
	else if (!strcmp(uri, "https://json-schema.org/draft/2020-12/output/schema"))
		path = sms_format("%s/output-tests/draft2020-12/output-schema.json", suite->folder);
	if (!path || !sms_file_exists(path))
		return NULL;
	json = read_json(path);
	sms_map_put(suite->remotes, uri, json);
	return json;
}

static struct sms_error *compile(struct suite *suite, const sms_json *document, struct sms_schema **out)
{
	struct sms_schema_options options = {
		.lookup = lookup,
		.lookup_context = suite,
		/* The optional cases about `pattern` ask for the format regex as well. */
		.assert_format = suite->tally == &suite->format || suite->tally == &suite->optional,
	};
	return sms_schema_new(out, document, &options);
}

/* The three ways to ask must give one answer. */
static struct sms_error *judge(const struct sms_schema *schema, const sms_json *data, bool *valid, bool *agreed)
{
	sms_auto(findings) struct sms_schema_findings findings = {0};
	sms_auto(json) sms_json *basic = NULL;
	SMS_TRY(sms_schema_accepts(schema, data, valid));
	SMS_TRY(sms_schema_explain(schema, data, &findings));
	SMS_TRY(sms_schema_basic(schema, data, &basic));
	*agreed = (findings.count == 0) == *valid && sms_json_true(sms_json_get(basic, "valid")) == *valid;
	for (size_t i = 0; i < findings.count; i++)
		*agreed = *agreed && *findings.items[i].keyword; /* none: the trace does not know why */
	return NULL;
}

static bool same_text(const sms_json *object, const char *key, const char *text)
{
	const char *value = sms_json_get_text(object, key);
	return !value || !strcmp(value, text);
}

/* An entry without `group` or `test` stands for all of them. */
static bool is_known(struct suite *suite, const char *group, const char *test)
{
	for (size_t i = 0; i < sms_json_count(suite->known); i++) {
		sms_json *entry = sms_json_edit_at(suite->known, i);
		if (same_text(entry, "draft", suite->draft) && same_text(entry, "file", suite->file) &&
		    same_text(entry, "group", group) && same_text(entry, "test", test)) {
			sms_json_set_boolean(entry, "met", true);
			return true;
		}
	}
	return false;
}

static void report(struct suite *suite, const char *group, const char *test, bool passed, const char *why)
{
	bool known = !passed && suite->tally != &suite->required && is_known(suite, group, test);
	if (passed)
		suite->tally->passed++;
	else if (known)
		suite->tally->known++;
	else
		suite->tally->failed++;
	if (!passed && !known)
		printf("# FAILED %s/%s: %s: %s: %s\n", suite->draft, suite->file, group, test, why);
}

static void run_test(struct suite *suite, const char *group, const struct sms_schema *schema, const sms_json *test)
{
	const char *name = sms_json_get_text(test, "description");
	bool valid = false, agreed = false, expected = sms_json_true(sms_json_get(test, "valid"));
	sms_auto(error) struct sms_error *error = judge(schema, sms_json_get(test, "data"), &valid, &agreed);
	if (error)
		report(suite, group, name, false, sms_error_message(error));
	else if (valid != expected)
		report(suite, group, name, false, valid ? "judged valid" : "judged not valid");
	else
		report(suite, group, name, agreed, "accepts, explain and basic do not agree");
}

static void run_group(struct suite *suite, const sms_json *group)
{
	const char *name = sms_json_get_text(group, "description");
	sms_auto(json) sms_json *document = sms_json_copy(sms_json_get(group, "schema"));
	sms_auto(schema) struct sms_schema *schema = NULL;
	if (!strcmp(suite->draft, "draft7") && sms_json_is(document, SMS_JSON_OBJECT) &&
	    !sms_json_get(document, "$schema"))
		sms_json_set_text(document, "$schema", DRAFT_7);
	sms_auto(error) struct sms_error *error = compile(suite, document, &schema);
	sms_json_each(test, sms_json_get(group, "tests")) {
		if (error)
			report(suite, name, sms_json_get_text(test, "description"), false, sms_error_message(error));
		else
			run_test(suite, name, schema, test);
	}
}

/* A case of output-tests: the basic output has to fit the schema that the test gives. */
static void run_output_test(struct suite *suite, const char *group, const struct sms_schema *schema,
			    const sms_json *test)
{
	const char *name = sms_json_get_text(test, "description");
	sms_auto(schema) struct sms_schema *wanted = NULL;
	sms_auto(json) sms_json *basic = NULL;
	bool fits = false;
	struct sms_error *error = compile(suite, sms_json_path(test, "output.basic"), &wanted);
	if (!error)
		error = sms_schema_basic(schema, sms_json_get(test, "data"), &basic);
	if (!error)
		error = sms_schema_accepts(wanted, basic, &fits);
	sms_auto(buf) struct sms_buf text = SMS_BUF_INIT;
	sms_json_print_line(&text, basic);
	report(suite, group, name, fits, error ? sms_error_message(error) : sms_buf_text(&text));
	sms_error_free(error);
}

static void run_output_group(struct suite *suite, const sms_json *group)
{
	const char *name = sms_json_get_text(group, "description");
	sms_auto(schema) struct sms_schema *schema = NULL;
	sms_auto(error) struct sms_error *error = compile(suite, sms_json_get(group, "schema"), &schema);
	sms_json_each(test, sms_json_get(group, "tests")) {
		if (error)
			report(suite, name, "", false, sms_error_message(error));
		else
			run_output_test(suite, name, schema, test);
	}
}

static int by_name(const struct dirent **a, const struct dirent **b)
{
	return strcmp((*a)->d_name, (*b)->d_name);
}

static void run_folder(struct suite *suite, const char *folder, const char *below, struct tally *tally,
		       void (*run)(struct suite *suite, const sms_json *group))
{
	struct dirent **entries;
	sms_auto(string) char *path = sms_format("%s/%s/%s/%s", suite->folder, folder, suite->draft, below);
	int count = scandir(path, &entries, NULL, by_name);
	suite->tally = tally;
	if (count <= 0) {
		printf("# FAILED there is no test suite at %s (package libtest-json-schema-acceptance-perl)\n", path);
		tally->failed++;
		return;
	}
	for (int i = 0; i < count; i++) {
		const char *dot = strrchr(entries[i]->d_name, '.');
		if (dot && !strcmp(dot, ".json")) {
			sms_auto(string) char *file = sms_format("%s/%s", path, entries[i]->d_name);
			sms_auto(json) sms_json *groups = read_json(file);
			suite->file = strstr(file, suite->draft) + strlen(suite->draft) + 1;
			suite->file += *suite->file == '/';
			sms_json_each(group, groups)
				run(suite, group);
		}
		free(entries[i]);
	}
	free(entries);
}

/* A line of TAP, which tests/run counts. */
static bool print_tally(unsigned number, const char *what, const struct tally *tally)
{
	bool good = tally->failed == 0 && tally->passed > 0;
	printf("%s %u - %s cases: %u passed, %u known failures, %u failed\n", good ? "ok" : "not ok", number, what,
	       tally->passed, tally->known, tally->failed);
	return good;
}

static unsigned count_stale(const struct suite *suite)
{
	unsigned stale = 0;
	sms_json_each(entry, suite->known) {
		if (sms_json_true(sms_json_get(entry, "met")))
			continue;
		printf("# FAILED known failure that did not happen: %s %s: %s\n", sms_json_get_text(entry, "draft"),
		       sms_json_get_text(entry, "file"), sms_json_get_text(entry, "reason"));
		stale++;
	}
	return stale;
}

static void run_draft(struct suite *suite, const char *draft)
{
	suite->draft = draft;
	run_folder(suite, "tests", "", &suite->required, run_group);
	run_folder(suite, "tests", "optional", &suite->optional, run_group);
	run_folder(suite, "tests", "optional/format", &suite->format, run_group);
}

int main(void)
{
	const char *folder = getenv("SMS_SCHEMA_SUITE"), *source = getenv("SMS_SOURCE");
	sms_auto(string) char *known = sms_format("%s/tests/cases/schema-suite-known.json", source ? source : ".");
	struct suite suite = {.folder = folder ? folder : SUITE, .remotes = sms_map_new(free_json)};
	sms_json_setup();
	suite.known = read_json(known);
	run_draft(&suite, "draft2020-12");
	run_draft(&suite, "draft7");
	suite.draft = "draft2020-12";
	run_folder(&suite, "output-tests", "content", &suite.output, run_output_group);
	struct tally known_failures = {.passed = 1, .failed = count_stale(&suite)};
	bool good = print_tally(1, "required", &suite.required);
	good &= print_tally(2, "optional", &suite.optional);
	good &= print_tally(3, "format", &suite.format);
	good &= print_tally(4, "output", &suite.output);
	good &= print_tally(5, "known-failure list", &known_failures);
	printf("1..5\n");
	sms_map_free(suite.remotes);
	sms_json_free(suite.known);
	return !good;
}
