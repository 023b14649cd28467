/* What the validator accepts and refuses. */
#include "test_schema_support.h"
#include <pthread.h>

static bool accepts(const char *schema_text, const char *instance_text)
{
	sms_auto(json) sms_json *document = json(schema_text);
	sms_auto(json) sms_json *instance = json(instance_text);
	sms_auto(schema) struct sms_schema *schema = compile_json(document);
	sms_auto(findings) struct sms_schema_findings findings = {0};
	bool valid;
	assert_null(sms_schema_accepts(schema, instance, &valid));
	assert_null(sms_schema_explain(schema, instance, &findings));
	assert_int_equal(findings.count == 0, valid);
	return valid;
}

static void refuses(const char *schema_text, const char *expected)
{
	sms_auto(json) sms_json *document = json(schema_text);
	struct sms_schema *schema = (void *)document;
	sms_auto(error) struct sms_error *error = sms_schema_new(&schema, document, NULL);
	assert_non_null(error);
	assert_null(schema);
	assert_int_equal(sms_error_status(error), SMS_INPUT);
	if (!strstr(sms_error_message(error), expected))
		fail_msg("'%s' is not in '%s'", expected, sms_error_message(error));
}

/* --- What was evaluated. --- */

static void every_branch_that_holds_has_evaluated(void **state)
{
	assert_true(accepts("{'anyOf': [true, {}, {'prefixItems': [true]}], 'unevaluatedItems': false}", "[1]"));
	assert_true(accepts("{'anyOf': [{}, true, {'properties': {'a': true}}], 'unevaluatedProperties': false}",
			    "{'a': 1}"));
	assert_false(accepts("{'anyOf': [{}, {'properties': {'a': {'type': 'null'}}}], 'unevaluatedProperties': false}",
			     "{'a': 1}"));
	assert_false(
		accepts("{'not': {'not': {'properties': {'a': true}}}, 'unevaluatedProperties': false}", "{'a': 1}"));
	assert_true(accepts("{'if': {'properties': {'a': {'const': 1}}}, 'unevaluatedProperties': false}", "{'a': 1}"));
	assert_true(accepts("{'contains': {'const': 1}, 'unevaluatedItems': {'const': 2}}", "[1, 2, 1]"));
	assert_false(accepts("{'contains': {'const': 1}, 'unevaluatedItems': {'const': 2}}", "[1, 3, 1]"));
	assert_true(
		accepts("{'minContains': 0, 'contains': {'const': 1}, 'unevaluatedItems': {'const': 2}}", "[1, 2]"));
}

/* More members than are kept on the stack or indexed. */
static void large_objects_are_counted_too(void **state)
{
	sms_auto(json) sms_json *document =
		json("{'allOf': [{'patternProperties': {'^a': true}}, {'properties': {'b': true}, 'required': ['b']}],"
		     " 'unevaluatedProperties': false}");
	sms_auto(schema) struct sms_schema *schema = compile_json(document);
	sms_auto(json) sms_json *object = sms_json_new_object();
	bool valid;
	for (int i = 0; i < 700; i++) {
		sms_auto(string) char *name = sms_format("a%d", i);
		sms_json_set_integer(object, name, i);
	}
	assert_null(sms_schema_accepts(schema, object, &valid));
	assert_false(valid);
	sms_json_set_integer(object, "b", 1);
	assert_null(sms_schema_accepts(schema, object, &valid));
	assert_true(valid);
	sms_json_set_integer(object, "c", 1);
	assert_null(sms_schema_accepts(schema, object, &valid));
	assert_false(valid);
}

/* --- Numbers, formats. --- */

static void numbers_are_compared_without_loss(void **state)
{
	assert_false(accepts("{'maximum': 9007199254740992}", "9007199254740993"));
	assert_true(accepts("{'maximum': 9007199254740993}", "9007199254740993"));
	assert_true(accepts("{'const': 1}", "1.0"));
	assert_true(accepts("{'const': 1.5e1}", "15"));
	assert_false(accepts("{'const': 9007199254740993}", "9007199254740992"));
	assert_false(accepts("{'enum': [9007199254740993, 1]}", "9007199254740992"));
	assert_true(accepts("{'enum': [9007199254740993, 1]}", "10e-1"));
	assert_true(accepts("{'type': 'integer'}", "1e2"));
	assert_true(accepts("{'type': 'integer'}", "123456789012345678901234567890"));
	assert_false(accepts("{'type': 'integer'}", "1.00000000000000000000001"));
	assert_true(accepts("{'multipleOf': 0.1}", "0.3"));
	assert_true(accepts("{'multipleOf': 0.0001}", "0.0075"));
	assert_false(accepts("{'multipleOf': 0.0001}", "0.00751"));
	assert_true(accepts("{'multipleOf': 3}", "123456789012345678901234567890"));
	assert_false(accepts("{'multipleOf': 3}", "123456789012345678901234567891"));
	assert_true(accepts("{'multipleOf': 12345678901234567890123}", "37037036703703703670369"));
	assert_false(accepts("{'multipleOf': 12345678901234567890123}", "37037036703703703670368"));
	assert_true(accepts("{'multipleOf': 1e-300}", "1e300"));
	assert_true(accepts("{'exclusiveMinimum': -0.0, 'maximum': 1e-300}", "1e-300"));
	assert_false(accepts("{'exclusiveMinimum': 0}", "-0.0"));
	assert_false(accepts("{'uniqueItems': true}", "[1,2,3,4,5,6,7,8,9,10,11,12,13,14,15,16,17,18,1e0]"));
	assert_true(accepts("{'uniqueItems': true}", "[1,2,3,4,5,6,7,8,9,10,11,12,13,14,15,16,17,'1',true]"));
	assert_true(accepts("{'minLength': 2.0, 'maxLength': 2}", "'ab'"));
}

static void own_formats_are_known(void **state)
{
	const char *id = "{'format': 'sms-id'}", *interval = "{'format': 'sms-interval'}";
	assert_true(accepts(id, "'SVC-EMAIL'"));
	assert_true(accepts(id, "'INC-20261122-K7Q3F9'"));
	assert_false(accepts(id, "'SVC'"));
	assert_false(accepts(id, "'SVC-'"));
	assert_false(accepts(id, "'SVC--A'"));
	assert_false(accepts(id, "'1A-B'"));
	assert_false(accepts(id, "'svc-email'"));
	assert_false(accepts(id, "'SVC-EMAIL\\n'"));
	assert_false(accepts(id, "''"));
	assert_true(accepts(interval, "'P12M'"));
	assert_true(accepts(interval, "'P1Y'"));
	assert_true(accepts(interval, "'P30D'"));
	assert_true(accepts(interval, "'P2W'"));
	assert_false(accepts(interval, "'P0D'"));
	assert_false(accepts(interval, "'P1.5Y'"));
	assert_false(accepts(interval, "'PT1H'"));
	assert_false(accepts(interval, "'12M'"));
	assert_false(accepts(interval, "'P'"));
}

/* --- Schemas that cannot be judged. --- */

static void faulty_schemas_do_not_compile(void **state)
{
	refuses("{'$schema': 'https://example.org/unknown'}", "$schema 'https://example.org/unknown' is not known");
	refuses("{'properties': {'a': {'$ref': '#/$defs/x'}}}",
		"schema '#/properties/a/$ref': refers to '#/$defs/x', which is not there");
	refuses("{'$ref': 'other.json'}", "refers to 'other.json', which is not there");
	refuses("{'$ref': '#nowhere'}", "refers to '#nowhere', which is not there");
	refuses("{'$ref': '#/type', 'type': 'object'}", "refers to '#/type', which is not there");
	refuses("{'pattern': '('}", "schema '#/pattern': ");
	refuses("{'patternProperties': {'[': true}}", "schema '#/patternProperties': ");
	refuses("{'type': 'strin'}", "schema '#/type': names no type that JSON has");
	refuses("{'type': ['string', 'string']}", "names the type 'string' twice");
	refuses("{'type': 5}", "schema '#/type': is of the wrong kind (number)");
	refuses("{'minLength': -1}", "must be a whole number, 0 or more");
	refuses("{'minLength': 1.5}", "must be a whole number, 0 or more");
	refuses("{'multipleOf': 0}", "must be greater than 0");
	refuses("{'required': ['a', 'a']}", "names 'a' twice");
	refuses("{'required': 'a'}", "schema '#/required': is of the wrong kind (string)");
	refuses("{'allOf': []}", "schema '#/allOf': is empty");
	refuses("{'items': [true]}", "prefixItems");
	refuses("{'properties': {'a': 5}}", "schema '#/properties/a': a schema is an object or a boolean, not number");
	refuses("{'$defs': {'unused': {'minimum': '1'}}}", "schema '#/$defs/unused/minimum': ");
	refuses("{'$id': 'https://example.org/s', 'not': {'format': 1}}",
		"schema 'https://example.org/s#/not/format': ");
	refuses("{'$defs': {'a': {'$anchor': 'x'}, 'b': {'$anchor': 'x'}}}", "the anchor 'x' is there twice");
	refuses("{'$defs': {'a': {'$id': 'urn:x'}, 'b': {'$id': 'urn:x'}}}", "there is another schema 'urn:x'");
	refuses("{'$anchor': '1 2'}", "is no name for an anchor");
	refuses("5", "a schema is an object or a boolean, not number");
}

static void reference_loops_do_not_compile(void **state)
{
	refuses("{'$ref': '#'}", "refers to itself without end");
	refuses("{'allOf': [{'not': {'$ref': '#'}}]}", "refers to itself without end");
	refuses("{'$defs': {'a': {'$ref': '#/$defs/b'}, 'b': {'anyOf': [true, {'$ref': '#/$defs/a'}]}},"
		" 'properties': {'x': {'$ref': '#/$defs/a'}}}",
		"schema '#/$defs/");
	refuses("{'if': {'$ref': '#'}}", "refers to itself without end");
	refuses("{'dependentSchemas': {'a': {'$ref': '#'}}}", "refers to itself without end");
	assert_true(
		accepts("{'properties': {'next': {'$ref': '#'}}, 'items': {'$ref': '#'}}", "{'next': [{'next': []}]}"));
}

/* --- Dialects, lookups, resolving. --- */

static const sms_json *lookup(void *context, const char *uri)
{
	return sms_json_get(context, uri);
}

static void other_documents_are_looked_up(void **state)
{
	sms_auto(json) sms_json *others = json("{'types/common.json': {'$defs': {'id': {'type': 'string'}, 'again': "
					       "{'$ref': 'common.json#/$defs/id'}}}}");
	sms_auto(json) sms_json *document = json("{'properties': {'id': {'$ref': 'common.json#/$defs/again'}}}");
	sms_auto(json) sms_json *instance = json("{'id': 5}");
	sms_auto(schema) struct sms_schema *schema = NULL;
	struct sms_schema_options options = {"types/incident.json", lookup, others, false};
	bool valid;
	assert_null(sms_schema_new(&schema, document, &options));
	assert_null(sms_schema_accepts(schema, instance, &valid));
	assert_false(valid);
	const sms_json *resolved = sms_schema_resolve(schema, sms_json_path(document, "properties.id"));
	assert_string_equal(sms_json_get_text(resolved, "type"), "string");
	assert_ptr_equal(sms_schema_resolve(schema, document), document);
	assert_null(sms_schema_resolve(schema, NULL));
}

static void formats_are_annotations_unless_asked(void **state)
{
	sms_auto(json) sms_json *document = json("{'format': 'date'}");
	sms_auto(json) sms_json *instance = json("'x'");
	sms_auto(schema) struct sms_schema *schema = NULL;
	bool valid;
	assert_null(sms_schema_new(&schema, document, NULL));
	assert_null(sms_schema_accepts(schema, instance, &valid));
	assert_true(valid);
	assert_true(accepts("{'format': 'nobody-knows'}", "'x'"));
}

static void draft_07_keeps_its_rules(void **state)
{
	assert_true(accepts("{'$schema': 'http://json-schema.org/draft-07/schema#', 'properties': {'a': {'$ref':"
			    " '#/definitions/x', 'maximum': 1}}, 'definitions': {'x': {'type': 'number'}}}",
			    "{'a': 5}"));
	assert_false(accepts("{'$schema': 'http://json-schema.org/draft-07/schema#', 'items': [{'type': 'null'}],"
			     " 'additionalItems': false}",
			     "[null, 1]"));
	assert_false(accepts("{'$schema': 'http://json-schema.org/draft-07/schema', 'dependencies': {'a': ['b']}}",
			     "{'a': 1}"));
}

static void metaschemas_judge_schemas(void **state)
{
	const char *meta = "{'$ref': 'https://json-schema.org/draft/2020-12/schema'}";
	const char *meta7 = "{'$schema': 'http://json-schema.org/draft-07/schema#',"
			    " '$ref': 'http://json-schema.org/draft-07/schema#'}";
	assert_true(accepts(meta, "{'properties': {'a': {'type': 'string', 'items': {'minLength': 1}}}}"));
	assert_false(accepts(meta, "{'properties': {'a': {'items': {'minLength': -1}}}}"));
	assert_true(accepts(meta7, "{'items': [{'type': 'string'}]}"));
	assert_false(accepts(meta7, "{'items': [{'type': 'strin'}]}"));
}

static void basic_output_has_the_specified_form(void **state)
{
	sms_auto(json) sms_json *document =
		json("{'$id': 'urn:s', 'properties': {'a': {'type': 'null', 'title': 'A'}}, 'x-own': 1}");
	sms_auto(json) sms_json *good = json("{'a': null}"), *bad = json("{'a': 1}"), *valid = NULL, *invalid = NULL;
	sms_auto(schema) struct sms_schema *schema = compile_json(document);
	sms_auto(buf) struct sms_buf text = SMS_BUF_INIT;
	assert_null(sms_schema_basic(schema, good, &valid));
	assert_null(sms_schema_basic(schema, bad, &invalid));
	sms_json_print_line(&text, invalid);
	assert_string_equal(
		text.data,
		"{\"valid\":false,\"keywordLocation\":\"\",\"instanceLocation\":\"\",\"errors\":["
		"{\"valid\":false,\"keywordLocation\":\"/properties\",\"absoluteKeywordLocation\":"
		"\"urn:s#/properties\",\"instanceLocation\":\"\",\"error\":\"a subschema of properties does not"
		" hold\"},{\"valid\":false,\"keywordLocation\":\"/properties/a/type\","
		"\"absoluteKeywordLocation\":\"urn:s#/properties/a/type\",\"instanceLocation\":\"/a\","
		"\"error\":\"a is 1; it must be null\"}]}");
	assert_string_equal(sms_json_text(sms_json_path(valid, "annotations.0.annotation.0")), "a");
	assert_string_equal(sms_json_get_text(sms_json_path(valid, "annotations.2"), "keywordLocation"),
			    "/properties/a/title");
	assert_string_equal(sms_json_get_text(sms_json_path(valid, "annotations.3"), "keywordLocation"), "/x-own");
}

/* --- Threads. --- */

struct shared {
	const struct sms_schema *schema;
	const sms_json *good, *bad;
};

static void *judge_often(void *argument)
{
	const struct shared *shared = argument;
	for (int i = 0; i < 500; i++) {
		sms_auto(findings) struct sms_schema_findings findings = {0};
		bool good = false, bad = true;
		struct sms_error *error = sms_schema_accepts(shared->schema, shared->good, &good);
		if (!error)
			error = sms_schema_accepts(shared->schema, shared->bad, &bad);
		if (!error)
			error = sms_schema_explain(shared->schema, shared->bad, &findings);
		if (error || !good || bad || findings.count != 2)
			return argument;
	}
	return NULL;
}

static void a_schema_is_shared_by_threads(void **state)
{
	sms_auto(json) sms_json *document =
		json("{'properties': {'a': {'pattern': '^(x|y)\\\\1?$'}, 'b': {'$ref': '#/$defs/d'}},"
		     " 'unevaluatedProperties': false, '$defs': {'d': {'enum': ['p', 'q', 'r', 's', 't', 1, 2]}}}");
	sms_auto(json) sms_json *good = json("{'a': 'x', 'b': 't'}"), *bad = json("{'a': 'z', 'b': 3}");
	sms_auto(schema) struct sms_schema *schema = compile_json(document);
	struct shared shared = {schema, good, bad};
	pthread_t threads[4];
	for (size_t i = 0; i < SMS_COUNT(threads); i++)
		assert_int_equal(pthread_create(&threads[i], NULL, judge_often, &shared), 0);
	for (size_t i = 0; i < SMS_COUNT(threads); i++) {
		void *failed;
		pthread_join(threads[i], &failed);
		assert_null(failed);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_branch_that_holds_has_evaluated),
		cmocka_unit_test(large_objects_are_counted_too),
		cmocka_unit_test(numbers_are_compared_without_loss),
		cmocka_unit_test(own_formats_are_known),
		cmocka_unit_test(faulty_schemas_do_not_compile),
		cmocka_unit_test(reference_loops_do_not_compile),
		cmocka_unit_test(other_documents_are_looked_up),
		cmocka_unit_test(formats_are_annotations_unless_asked),
		cmocka_unit_test(draft_07_keeps_its_rules),
		cmocka_unit_test(metaschemas_judge_schemas),
		cmocka_unit_test(basic_output_has_the_specified_form),
		cmocka_unit_test(a_schema_is_shared_by_threads),
	};
	sms_json_setup();
	return cmocka_run_group_tests(tests, NULL, NULL);
}
