/* Hostile schemas and instances: each ends within 100 ms, in an error where it cannot be judged, never in a pass. */
#include "test_schema_support.h"
#include <time.h>

#if defined(__SANITIZE_ADDRESS__)
#define SLOWER 20
#elif defined(__has_feature)
#if __has_feature(address_sanitizer) || __has_feature(thread_sanitizer)
#define SLOWER 20
#endif
#endif
#ifndef SLOWER
#define SLOWER 1
#endif

static double seconds(void)
{
	struct timespec now;
	clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
	return (double)now.tv_sec + (double)now.tv_nsec / 1e9;
}

/* Each step of it within 100 ms, and never a pass where none is due. */
static void expect_hostile(const sms_json *document, const sms_json *instance, enum sms_status expected)
{
	struct sms_schema *schema = NULL;
	sms_auto(findings) struct sms_schema_findings findings = {0};
	sms_json *basic = NULL;
	bool valid = true;
	double start = seconds();
	sms_auto(error) struct sms_error *compile = sms_schema_new(&schema, document, NULL);
	assert_true(seconds() - start < 0.1 * SLOWER);
	assert_null(compile);
	start = seconds();
	sms_auto(error) struct sms_error *error = sms_schema_accepts(schema, instance, &valid);
	assert_true(seconds() - start < 0.1 * SLOWER);
	assert_int_equal(error ? sms_error_status(error) : valid ? SMS_OK : SMS_NO, expected);
	assert_int_equal(valid, expected == SMS_OK);
	start = seconds();
	sms_error_free(sms_schema_explain(schema, instance, &findings));
	sms_error_free(sms_schema_basic(schema, instance, &basic));
	assert_true(seconds() - start < 0.3 * SLOWER);
	sms_json_free(basic);
	sms_schema_free(schema);
}

static void hostile(const char *schema, const char *instance, enum sms_status expected)
{
	sms_auto(json) sms_json *document = json(schema);
	sms_auto(json) sms_json *value = json(instance);
	expect_hostile(document, value, expected);
}

static sms_json *chain(const char *first, const char *format, int count)
{
	sms_auto(buf) struct sms_buf text = SMS_BUF_INIT;
	sms_buf_add_format(&text, "{'$ref': '#/$defs/d%d', '$defs': {'d0': %s", count, first);
	for (int i = 1; i <= count; i++) {
		sms_auto(string) char *reference = sms_format("{'$ref': '#/$defs/d%d'}", i - 1);
		sms_auto(buf) struct sms_buf schema = SMS_BUF_INIT;
		for (const char *p = format; *p; p++) {
			if (*p == '@')
				sms_buf_add_text(&schema, reference);
			else
				sms_buf_add_char(&schema, *p);
		}
		sms_buf_add_format(&text, ", 'd%d': %s", i, schema.data);
	}
	sms_buf_add_text(&text, "}}");
	return json(text.data);
}

static void exponential_schemas_end_in_an_error(void **state)
{
	sms_auto(json) sms_json *all = chain("{'minLength': 1}", "{'allOf': [@, @]}", 40);
	sms_auto(json) sms_json *not_any = chain("{'minLength': 1}", "{'anyOf': [{'not': @}, {'not': @}]}", 40);
	sms_auto(json) sms_json *one = chain("{'minLength': 1}", "{'oneOf': [@, {'not': @}, @]}", 40);
	sms_auto(json) sms_json *text = json("'x'");
	expect_hostile(all, text, SMS_UNJUDGED);
	expect_hostile(not_any, text, SMS_UNJUDGED);
	expect_hostile(one, text, SMS_UNJUDGED);
	hostile("{'allOf': [{'items': {'$ref': '#'}}, {'items': {'$ref': '#'}}, {'items': {'$ref': '#'}}]}",
		"[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]", SMS_UNJUDGED);
}

static void deep_chains_end_in_an_error(void **state)
{
	sms_auto(json) sms_json *plain = chain("{'minLength': 1}", "@", 3000);
	sms_auto(json) sms_json *heavy = chain("{'minLength': 1}", "{'maxLength': 5, 'allOf': [@]}", 3000);
	sms_auto(json) sms_json *text = json("'x'");
	expect_hostile(plain, text, SMS_OK);
	expect_hostile(heavy, text, SMS_UNJUDGED);
}

static void catastrophic_patterns_end_in_an_error(void **state)
{
	const char *text = "'aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaab'";
	hostile("{'pattern': '^(a*)*\\\\1$'}", text, SMS_UNJUDGED);
	hostile("{'not': {'pattern': '^(a*)*\\\\1$'}}", text, SMS_UNJUDGED);
	hostile("{'anyOf': [{'pattern': '^(a*)*\\\\1$'}, true]}", text, SMS_UNJUDGED);
}

static void many_slow_patterns_end_in_an_error(void **state)
{
	sms_auto(json) sms_json *document = json("{'items': {'not': {'pattern': '^(a*)*\\\\1b$'}}}");
	sms_auto(json) sms_json *array = sms_json_new_array();
	for (int i = 0; i < 20000; i++)
		sms_json_append_text(array, "aaaaaaaaaaaac");
	struct sms_schema *schema;
	bool valid;
	assert_null(sms_schema_new(&schema, document, NULL));
	double start = seconds();
	sms_auto(error) struct sms_error *error = sms_schema_accepts(schema, array, &valid);
	assert_true(seconds() - start < 0.2 * SLOWER);
	assert_true(!error || sms_error_status(error) == SMS_UNJUDGED);
	sms_schema_free(schema);
}

static void dynamic_loops_end_in_an_error(void **state)
{
	hostile("{'$id': 'http://x/a', '$dynamicAnchor': 'n', '$ref': 'b', '$defs': {"
		"'b': {'$id': 'http://x/b', '$dynamicAnchor': 'm', '$defs': {"
		"'n': {'$dynamicAnchor': 'n', 'type': 'null'}}, 'anyOf': [{'$dynamicRef': '#n'}]}}}",
		"1", SMS_UNJUDGED);
}

static void large_instances_of_fair_schemas_are_judged(void **state)
{
	sms_auto(json) sms_json *document = json(
		"{'items': {'type': 'object', 'required': ['a'], 'properties': {'a': {'type': 'string',"
		" 'pattern': '^[a-z]+$', 'maxLength': 9}, 'b': {'enum': [1, 2, 3]}}, 'additionalProperties': false},"
		" 'uniqueItems': true}");
	sms_auto(json) sms_json *array = sms_json_new_array();
	for (int i = 0; i < 200000; i++) {
		sms_json *object = sms_json_new_object();
		sms_json_set_text(object, "a", "xyz");
		sms_json_set_integer(object, "b", i % 3 + 1);
		sms_json_append(array, object);
	}
	struct sms_schema *schema;
	bool valid;
	assert_null(sms_schema_new(&schema, document, NULL));
	assert_null(sms_schema_accepts(schema, array, &valid));
	assert_false(valid); /* only for uniqueItems */
	sms_schema_free(schema);
	sms_json_remove(document, "uniqueItems");
	assert_null(sms_schema_new(&schema, document, NULL));
	assert_null(sms_schema_accepts(schema, array, &valid));
	assert_true(valid);
	sms_schema_free(schema);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(exponential_schemas_end_in_an_error),
		cmocka_unit_test(deep_chains_end_in_an_error),
		cmocka_unit_test(catastrophic_patterns_end_in_an_error),
		cmocka_unit_test(many_slow_patterns_end_in_an_error),
		cmocka_unit_test(dynamic_loops_end_in_an_error),
		cmocka_unit_test(large_instances_of_fair_schemas_are_judged),
	};
	sms_json_setup();
	return cmocka_run_group_tests(tests, NULL, NULL);
}
