/* The settings: what `init` writes is whole and valid, and every member is explained; single settings by path. */
#include "model/settings/path.h"
#include "repository.h"

static struct sms_builtin_schema *schema;
static struct sms_settings settings;

/* --- The data. --- */

static void are_whole_and_valid(void **state)
{
	sms_auto(buf) struct sms_buf text = SMS_BUF_INIT;
	sms_auto(settings) struct sms_settings *read = NULL;
	sms_json_print(&text, settings.json);
	must(sms_settings_parse(&read, sms_buf_text(&text), text.length));
	sms_json_each(member, sms_json_get(sms_builtin_schema_document(schema), "properties"))
		if (!sms_json_get(settings.json, sms_json_key(member)))
			fail_msg("%s has no default", sms_json_key(member));
}

static void explain(const char *name, const sms_json *subschema)
{
	if (!sms_json_get_text(subschema, "title") || !sms_json_get_text(subschema, "description"))
		fail_msg("%s has no title or no description", name);
	sms_json_each(member, sms_json_get(subschema, "properties"))
		explain(sms_json_key(member), member);
	if (sms_json_is(sms_json_get(subschema, "additionalProperties"), SMS_JSON_OBJECT))
		explain(name, sms_json_get(subschema, "additionalProperties"));
	if (sms_json_get(subschema, "items"))
		explain(name, sms_json_get(subschema, "items"));
}

static void explain_every_member(void **state)
{
	const sms_json *document = sms_builtin_schema_document(schema);
	explain("settings", document);
	sms_json_each(definition, sms_json_get(document, "$defs"))
		explain(sms_json_key(definition), definition);
}

/* --- By path. --- */

static void come_back_in_the_order_of_the_schema(void **state)
{
	sms_auto(setting) struct sms_setting whole = {0};
	sms_auto(json) sms_json *changed = NULL;
	sms_auto(buf) struct sms_buf before = SMS_BUF_INIT, after = SMS_BUF_INIT;
	must(sms_setting_find(&whole, &settings, schema, "limits.backdating"));
	must(sms_setting_change(&changed, &settings, schema, &whole, sms_json_copy(whole.value)));
	sms_json_print(&before, settings.json);
	sms_json_print(&after, changed);
	assert_string_equal(sms_buf_text(&after), sms_buf_text(&before));
}

static void are_found_by_what_elements_are_called(void **state)
{
	static const struct {
		const char *path, *full;
	} cases[] = {{"approvals.policies.count", "approvals.0.count"},
		     {"approvals.0.count", "approvals.0.count"},
		     {"approvals.+", "approvals.+"},
		     {"approvals.policies.where.properties.x", "approvals.0.where.properties.x"},
		     {"intervals.own.interval", "intervals.own.interval"},
		     {"", ""}};
	for (size_t i = 0; i < SMS_COUNT(cases); i++) {
		sms_auto(setting) struct sms_setting setting = {0};
		must(sms_setting_find(&setting, &settings, schema, cases[i].path));
		assert_string_equal(setting.path, cases[i].full);
	}
}

static void are_refused_where_nothing_can_be(void **state)
{
	static const char *const paths[] = {
		"limit", "approvals.99", "approvals.nobody", "language.x", "approvals.0.x", "organization..name", "."};
	for (size_t i = 0; i < SMS_COUNT(paths); i++) {
		sms_auto(setting) struct sms_setting setting = {0};
		sms_auto(error) struct sms_error *error = sms_setting_find(&setting, &settings, schema, paths[i]);
		if (sms_error_status(error) != SMS_INPUT)
			fail_msg("'%s' is no setting", paths[i]);
	}
}

static int set_up(void **state)
{
	sms_json_setup();
	must(sms_settings_schema(&schema));
	settings.json = sms_settings_default("Example AG");
	return 0;
}

static int tear_down(void **state)
{
	sms_builtin_schema_free(schema);
	sms_json_free(settings.json);
	sms_json_free(settings.defaults);
	return 0;
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(are_whole_and_valid),
		cmocka_unit_test(explain_every_member),
		cmocka_unit_test(come_back_in_the_order_of_the_schema),
		cmocka_unit_test(are_found_by_what_elements_are_called),
		cmocka_unit_test(are_refused_where_nothing_can_be),
	};
	return cmocka_run_group_tests(tests, set_up, tear_down);
}
