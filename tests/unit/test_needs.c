/* What the catalogue and the reports name of the types is there; and what is named is found. */
#include "base/builtin.h"
#include "repository.h"
#include "work/needs/needs.h"

static struct sms_catalogue *catalogue;
static struct sms_types *types;
static sms_json *evidence;
static struct sms_needs needs;

/* One that is named alone elsewhere counts as well: what is named twice is kept once. */
static bool one_of_the_others_has_it(const struct sms_need *need)
{
	for (size_t i = 0; i < needs.count; i++) {
		const struct sms_need *other = &needs.items[i];
		if (!strcmp(other->by, need->by) && other->path && need->path && !strcmp(other->path, need->path) &&
		    sms_need_is_met(other, types))
			return true;
	}
	return false;
}

static void everything_named_is_there(void **state)
{
	size_t missing = 0;
	for (size_t i = 0; i < needs.count; i++) {
		const struct sms_need *need = &needs.items[i];
		sms_auto(buf) struct sms_buf what = SMS_BUF_INIT;
		if (need->alternative || sms_need_is_met(need, types) ||
		    (need->shared && one_of_the_others_has_it(need)))
			continue;
		sms_need_describe(&what, need);
		print_error("%s: %s lacks %s\n", need->by, need->type, sms_buf_text(&what));
		missing++;
	}
	assert_int_equal(missing, 0);
	assert_true(needs.count > 2000);
}

static void every_item_has_evidence(void **state)
{
	const sms_json *items = sms_json_get(evidence, "items");
	assert_int_equal(sms_json_count(items), catalogue->item_count);
	for (size_t i = 0; i < catalogue->item_count; i++) {
		const sms_json *item = sms_json_get(items, catalogue->items[i].id);
		if (!sms_json_count(sms_json_get(item, "records")) && !sms_json_count(sms_json_get(item, "rests_on")))
			fail_msg("%s has no evidence", catalogue->items[i].id);
		sms_json_each(clause, sms_json_get(item, "rests_on"))
			if (!*sms_catalogue_title(catalogue, sms_json_text(clause)))
				fail_msg("%s: no clause '%s'", catalogue->items[i].id, sms_json_text(clause));
	}
}

static void evidence_names_settings_that_there_are(void **state)
{
	sms_auto(json) sms_json *settings = sms_settings_default("Example AG");
	sms_json_each(item, sms_json_get(evidence, "items"))
		sms_json_each(path, sms_json_get(item, "settings"))
			if (!sms_json_path(settings, sms_json_text(path)))
				fail_msg("%s: no setting '%s'", sms_json_key(item), sms_json_text(path));
}

/* What is to be approved has a rule that says by whom. */
static void evidence_is_approved_by_a_rule(void **state)
{
	sms_auto(json) sms_json *settings = sms_settings_default("Example AG");
	sms_json_each(item, sms_json_get(evidence, "items"))
		sms_json_each(records, sms_json_get(item, "records")) {
			bool found = !sms_json_get(records, "approved");
			sms_json_each(rule, sms_json_get(settings, "approvals"))
				found = found ||
					!strcmp(sms_json_get_text(rule, "type"), sms_json_get_text(records, "type"));
			if (!found)
				fail_msg("%s: nobody approves %s", sms_json_key(item),
					 sms_json_get_text(records, "type"));
		}
}

static void is_in_canonical_form(void **state)
{
	sms_auto(buf) struct sms_buf text = SMS_BUF_INIT;
	size_t length = 0;
	sms_json_print(&text, evidence);
	assert_string_equal(sms_buf_text(&text), sms_builtin("iso20000-1/evidence.json", &length));
}

/* --- The collection itself. --- */

static bool has(const struct sms_needs *in, const char *type, const char *path, const char *value)
{
	for (size_t i = 0; i < in->count; i++) {
		const struct sms_need *need = &in->items[i];
		if (!strcmp(need->type, type) && need->path && !strcmp(need->path, path) &&
		    (value ? need->value && !strcmp(need->value, value) : !need->value))
			return true;
	}
	return false;
}

static sms_json *parsed(const char *text)
{
	sms_json *json = NULL;
	must(sms_json_parse(&json, text, strlen(text), "test"));
	return json;
}

static void tests_are_read_to_the_bottom(void **state)
{
	sms_auto(needs) struct sms_needs found = {0};
	sms_auto(json) sms_json *file = parsed(
		"{\"sets\": {\"open\": {\"type\": \"a\", \"with\": {\"state\": {\"not\": {\"const\": \"s\"}}}}},"
		"\"facts\": {\"late\": {\"kept\": {\"from\": \"f1\", \"to\": {\"first_of\": [\"f2\", \"facts.inner\"]},"
		"\"within\": \"P1D\"}}, \"inner\": {\"count\": \"l\", \"member\": \"at\","
		"\"where\": {\"properties\": {\"k\": {\"enum\": [\"v\"]}}}}},"
		"\"tests\": [{\"every\": {\"of\": \"open\", \"must\": {\"properties\": {\"facts\": {\"properties\": {"
		"\"late\": {}}}, \"m\": {\"contains\": {\"const\": \"w\"}}}, \"required\": [\"n\"]}}},"
		"{\"any\": [{\"covers\": {\"of\": {\"type\": \"b\"}, \"by\": {\"type\": [\"c\", \"d\"]}, \"link\": "
		"\"x\","
		"\"own\": \"y\"}}]}]}");
	struct sms_catalogue own = {.documents = sms_map_new(NULL)};
	const struct sms_item item = {.id = "1-a", .tests = sms_json_get(file, "tests"), .file = file};
	sms_map_put(own.documents, "file", file);
	sms_needs_add_tests(&found, &own, &item);
	sms_map_free(own.documents);
	assert_true(has(&found, "a", "state", "s") && has(&found, "a", "m", "w") && has(&found, "a", "n", NULL));
	assert_true(has(&found, "a", "f1", NULL) && has(&found, "a", "f2", NULL) && has(&found, "a", "l", NULL));
	assert_true(has(&found, "a", "l.at", NULL) && has(&found, "a", "l.k", "v"));
	assert_true(has(&found, "b", "y", NULL) && has(&found, "c", "x", NULL) && has(&found, "d", "x", NULL));
	assert_false(has(&found, "a", "P1D", NULL) || has(&found, "a", "facts", NULL) || has(&found, "b", "x", NULL));
}

static void reports_are_read_to_the_bottom(void **state)
{
	sms_auto(needs) struct sms_needs found = {0};
	sms_auto(json) sms_json *definition =
		parsed("{\"type\": \"a\", \"members\": {\"opened\": \"o\"}, \"states\": {\"done\": [\"s\"]},"
		       "\"holds\": {\"list\": \"h\", \"from\": \"f\"}, \"numbers\": {\"n\": {\"is\": \"changes\", "
		       "\"list\": \"l\","
		       "\"member\": \"m\"}}, \"sections\": [{\"blocks\": [{\"table\": {\"by\": \"b\"}}]}]}");
	sms_needs_add_report(&found, "r", definition);
	assert_true(has(&found, "a", "o", NULL) && has(&found, "a", "state", "s") && has(&found, "a", "h.f", NULL));
	assert_true(has(&found, "a", "l.m", NULL) && has(&found, "a", "b", NULL));
	assert_string_equal(found.items[0].by, "report r");
}

static void what_is_not_there_is_seen(void **state)
{
	static const struct {
		const char *type, *path, *value, *query;
		bool met;
	} cases[] = {
		{"incident", .met = true},
		{"accident", .met = false},
		{"incident", "priority", .met = true},
		{"incident", "prioriti", .met = false},
		{"incident", "priority", "P1", .met = true},
		{"incident", "priority", "P9", .met = false},
		{"incident", "state", "void", .met = true},
		{"incident", "state", "asleep", .met = false},
		{"incident", "log.at", .met = true},
		{"incident", "description", "any", .met = true},
		{"incident", .query = "priority <= P2", .met = true},
		{"incident", .query = "prioriti <= P2", .met = false},
	};
	for (size_t i = 0; i < SMS_COUNT(cases); i++) {
		struct sms_need need = {.type = sms_strdup(cases[i].type),
					.path = sms_strdup(cases[i].path),
					.value = sms_strdup(cases[i].value),
					.query = sms_strdup(cases[i].query)};
		bool met = sms_need_is_met(&need, types);
		free(need.type);
		free(need.path);
		free(need.value);
		free(need.query);
		if (met != cases[i].met)
			fail_msg("case %zu", i);
	}
}

static int set_up(void **state)
{
	sms_json_setup();
	must(sms_catalogue_load(&catalogue));
	must(sms_types_load(&types, NULL, 0));
	must(sms_evidence_load(&evidence));
	must(sms_needs_collect(&needs));
	return 0;
}

static int tear_down(void **state)
{
	sms_needs_release(&needs);
	sms_json_free(evidence);
	sms_catalogue_free(catalogue);
	sms_types_free(types);
	return 0;
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(everything_named_is_there),
		cmocka_unit_test(every_item_has_evidence),
		cmocka_unit_test(evidence_names_settings_that_there_are),
		cmocka_unit_test(evidence_is_approved_by_a_rule),
		cmocka_unit_test(is_in_canonical_form),
		cmocka_unit_test(tests_are_read_to_the_bottom),
		cmocka_unit_test(reports_are_read_to_the_bottom),
		cmocka_unit_test(what_is_not_there_is_seen),
	};
	return cmocka_run_group_tests(tests, set_up, tear_down);
}
