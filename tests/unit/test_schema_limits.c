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

/* --- What does not compile, and says so soon. --- */

static void refuse(const sms_json *document, const char *part_of_message)
{
	struct sms_schema *schema = NULL;
	double start = seconds();
	sms_auto(error) struct sms_error *error = sms_schema_new(&schema, document, NULL);
	assert_true(seconds() - start < 0.1 * SLOWER);
	assert_non_null(error);
	assert_null(schema);
	assert_int_equal(sms_error_status(error), SMS_INPUT);
	if (!strstr(sms_error_message(error), part_of_message))
		fail_msg("'%s' lacks '%s'", sms_error_message(error), part_of_message);
}

static void refuse_text(const char *schema, const char *part_of_message)
{
	sms_auto(json) sms_json *document = json(schema);
	refuse(document, part_of_message);
}

static void reference_loops_do_not_compile(void **state)
{
	refuse_text("{'$ref': '#'}", "without end");
	refuse_text("{'$defs': {'a': {'$ref': '#/$defs/b'}, 'b': {'$ref': '#/$defs/a'}}}", "without end");
	refuse_text("{'$defs': {'a': {'allOf': [{'anyOf': [{'$ref': '#/$defs/a'}]}]}}}", "without end");
	refuse_text("{'$id': 'http://x/a', '$defs': {'b': {'$id': 'http://x/b', '$ref': 'a'}}, '$ref': 'b'}",
		    "without end");
	refuse_text("{'$id': 'http://x/a', '$anchor': 'me', 'if': {'$ref': 'http://x/a#me'}}", "without end");
	refuse_text("{'$dynamicAnchor': 'n', '$dynamicRef': '#n'}", "without end");
	refuse_text("{'dependentSchemas': {'a': {'$ref': '#'}}}", "without end");
	refuse_text("{'not': {'$ref': '#'}}", "without end");
}

static void deep_schemas_do_not_compile(void **state)
{
	sms_json *inner = sms_json_new_object();
	for (int i = 0; i < 2000; i++) {
		sms_json *outer = sms_json_new_object();
		sms_json_set(outer, i % 2 ? "not" : "items", inner);
		inner = outer;
	}
	refuse(inner, "deep");
	sms_json_free(inner);
}

static sms_json *anchors(int count)
{
	sms_json *document = sms_json_new_object(), *defs = sms_json_new_object();
	for (int i = 0; i < count; i++) {
		sms_auto(string) char *name = sms_format("a%d", i);
		sms_json *one = sms_json_new_object();
		sms_json_set_text(one, i % 2 ? "$anchor" : "$dynamicAnchor", name);
		sms_json_set(defs, name, one);
	}
	sms_json_set(document, "$defs", defs);
	return document;
}

static void thousands_of_anchors_are_fair_and_more_are_refused(void **state)
{
	sms_auto(json) sms_json *fair = anchors(4000), *many = anchors(12000), *text = json("'x'");
	sms_json_set_text(fair, "$dynamicRef", "#a3998");
	expect_hostile(fair, text, SMS_OK);
	refuse(many, "anchors");
}

static void huge_numbers_are_not_read(void **state)
{
	static const char *const texts[] = {"1e1000000", "-1e309", "1e99999999999999999999"};
	sms_auto(buf) struct sms_buf digits = SMS_BUF_INIT;
	sms_buf_add_fill(&digits, '7', 100000);
	for (size_t i = 0; i <= SMS_COUNT(texts); i++) {
		const char *text = i < SMS_COUNT(texts) ? texts[i] : sms_buf_text(&digits);
		sms_json *value = NULL;
		double start = seconds();
		sms_auto(error) struct sms_error *error = sms_json_parse(&value, text, strlen(text), "number");
		assert_true(seconds() - start < 0.1 * SLOWER);
		assert_non_null(error);
		assert_int_equal(sms_error_status(error), SMS_INPUT);
	}
}

/* --- What is large, and is judged or given up soon. --- */

static sms_json *number(const char *text)
{
	sms_json *value = NULL;
	assert_null(sms_json_parse(&value, text, strlen(text), "number"));
	return value;
}

static void long_numbers_are_judged_by_all_their_digits(void **state)
{
	sms_auto(buf) struct sms_buf digits = SMS_BUF_INIT;
	sms_auto(json) sms_json *schema = json("{'multipleOf': 0.007}");
	sms_auto(json) sms_json *small = json("{'multipleOf': 1e-300, 'maximum': 1e300}");
	sms_auto(json) sms_json *same = sms_json_new_object();
	sms_buf_add_text(&digits, "0.");
	sms_buf_add_fill(&digits, '7', 100000);
	sms_auto(json) sms_json *fraction = number(sms_buf_text(&digits));
	sms_buf_add_char(&digits, '1');
	sms_auto(json) sms_json *other = number(sms_buf_text(&digits));
	sms_json_set(same, "const", sms_json_copy(fraction));
	expect_hostile(schema, fraction, SMS_NO);
	expect_hostile(same, fraction, SMS_OK);
	expect_hostile(same, other, SMS_NO);
	sms_auto(buf) struct sms_buf integer = SMS_BUF_INIT;
	sms_buf_add_fill(&integer, '7', 309);
	sms_buf_truncate(&integer, 308);
	sms_auto(json) sms_json *large = number(sms_buf_text(&integer));
	sms_auto(json) sms_json *seven = json("{'multipleOf': 7}"), *eleven = json("{'multipleOf': 9}");
	expect_hostile(seven, large, SMS_OK);
	expect_hostile(eleven, large, SMS_NO); /* the digits sum to 2156 */
	expect_hostile(small, large, SMS_NO);
}

/* Numbers that a hash taken digit by digit, h * m + d, gives the same value: blocks of a Thue-Morse word and of its
 * complement, in any order. */
static sms_json *numbers_of_equal_hash(int blocks)
{
	sms_json *array = sms_json_new_array();
	for (unsigned choice = 0; choice < 1u << blocks; choice++) {
		sms_auto(buf) struct sms_buf text = SMS_BUF_INIT;
		sms_buf_add_text(&text, "0.");
		for (int block = 0; block < blocks; block++)
			for (unsigned i = 0; i < 2048; i++)
				sms_buf_add_char(&text,
						 (unsigned)__builtin_parity(i) == (choice >> block & 1) ? '1' : '2');
		sms_json_append(array, number(sms_buf_text(&text)));
	}
	return array;
}

static void equal_hashes_cost_no_time(void **state)
{
	sms_auto(json) sms_json *document = json("{'uniqueItems': true}");
	sms_auto(json) sms_json *array = numbers_of_equal_hash(9);
	expect_hostile(document, array, SMS_OK);
	sms_json_append(array, sms_json_copy(sms_json_first(array)));
	expect_hostile(document, array, SMS_NO);
}

static sms_json *members(int count)
{
	sms_json *object = sms_json_new_object();
	for (int i = 0; i < count; i++) {
		sms_auto(string) char *name = sms_format("member%d", i);
		sms_json_set(object, name, sms_json_new_integer(i));
	}
	return object;
}

static void unevaluated_members_of_huge_objects_are_judged_or_given_up(void **state)
{
	sms_auto(json) sms_json *object = members(SMS_JSON_MEMBERS);
	sms_auto(json) sms_json *all =
		json("{'anyOf': [{'patternProperties': {'^m': true}}, {'patternProperties': {'r1': "
		     "true}}], 'unevaluatedProperties': false}");
	sms_auto(json) sms_json *none = json("{'properties': {'member1': true}, 'unevaluatedProperties': false}");
	sms_auto(json) sms_json *deep = chain("{'properties': {'member1': true}}",
					      "{'allOf': [@], 'unevaluatedProperties': "
					      "true}",
					      200);
	expect_hostile(all, object, SMS_OK);
	expect_hostile(none, object, SMS_NO);
	expect_hostile(deep, object, SMS_OK);
}

static void unevaluated_elements_of_huge_arrays_are_judged(void **state)
{
	sms_auto(json) sms_json *array = sms_json_new_array();
	sms_auto(json) sms_json *document =
		json("{'anyOf': [{'contains': {'type': 'integer'}}, {'contains': {'type': 'number', 'minimum': 1}}],"
		     " 'unevaluatedItems': false}");
	for (int i = 0; i < 50000; i++)
		sms_json_append(array, sms_json_new_integer(i));
	expect_hostile(document, array, SMS_OK);
	sms_json_append_text(array, "x");
	expect_hostile(document, array, SMS_NO);
}

static void an_enumeration_of_five_megabytes_is_fair(void **state)
{
	sms_auto(json) sms_json *document = sms_json_new_object(), *text = json("'none of them'");
	sms_json *values = sms_json_new_array();
	for (int i = 0; i < 250000; i++) {
		sms_auto(string) char *value = sms_format("value number %07d", i);
		sms_json_append_text(values, value);
	}
	sms_auto(json) sms_json *one = sms_json_copy(sms_json_at(values, 249999));
	sms_json_set(document, "enum", values);
	expect_hostile(document, text, SMS_NO);
	expect_hostile(document, one, SMS_OK);
}

static void many_patterns_on_many_members_end_in_an_error(void **state)
{
	sms_auto(json) sms_json *document = sms_json_new_object(), *object = members(SMS_JSON_MEMBERS);
	sms_json *patterns = sms_json_new_object();
	for (int i = 0; i < 1000; i++) {
		sms_auto(string) char *pattern = sms_format("x+%d$", i);
		sms_json_set(patterns, pattern, sms_json_new_boolean(true));
	}
	sms_json_set(document, "patternProperties", patterns);
	sms_json_set(document, "properties", members(0));
	expect_hostile(document, object, SMS_UNJUDGED);
}

static void deep_instances_end_in_an_error(void **state)
{
	sms_auto(json) sms_json *document = json("{'items': {'$ref': '#'}, 'additionalProperties': {'$ref': '#'}}");
	sms_json *inner = sms_json_new_array();
	for (int i = 0; i < 3000; i++) {
		sms_json *outer = i % 2 ? sms_json_new_array() : sms_json_new_object();
		if (i % 2)
			sms_json_append(outer, inner);
		else
			sms_json_set(outer, "m", inner);
		inner = outer;
	}
	expect_hostile(document, inner, SMS_UNJUDGED);
	sms_json_free(inner);
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
		cmocka_unit_test(reference_loops_do_not_compile),
		cmocka_unit_test(deep_schemas_do_not_compile),
		cmocka_unit_test(thousands_of_anchors_are_fair_and_more_are_refused),
		cmocka_unit_test(huge_numbers_are_not_read),
		cmocka_unit_test(long_numbers_are_judged_by_all_their_digits),
		cmocka_unit_test(equal_hashes_cost_no_time),
		cmocka_unit_test(unevaluated_members_of_huge_objects_are_judged_or_given_up),
		cmocka_unit_test(unevaluated_elements_of_huge_arrays_are_judged),
		cmocka_unit_test(an_enumeration_of_five_megabytes_is_fair),
		cmocka_unit_test(many_patterns_on_many_members_end_in_an_error),
		cmocka_unit_test(deep_instances_end_in_an_error),
	};
	sms_json_setup();
	return cmocka_run_group_tests(tests, NULL, NULL);
}
