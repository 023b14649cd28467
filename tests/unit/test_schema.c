#include "base/buf.h"
#include "model/schema/schema.h"
#include <pthread.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <time.h>

#include <cmocka.h>

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

/* --- What the tests are written in. JSON is written with ' for ". --- */

static sms_json *json(const char *text)
{
	sms_json *value = NULL;
	sms_auto(string) char *quoted = sms_strdup(text);
	for (char *p = quoted; (p = strchr(p, '\''));)
		*p = '"';
	struct sms_error *error = sms_json_parse(&value, quoted, strlen(quoted), "test");
	if (error)
		fail_msg("%s in %s", sms_error_message(error), text);
	return value;
}

static struct sms_schema *compile_json(const sms_json *document)
{
	struct sms_schema *schema = NULL;
	struct sms_schema_options options = {.assert_format = true};
	struct sms_error *error = sms_schema_new(&schema, document, &options);
	if (error)
		fail_msg("does not compile: %s", sms_error_message(error));
	return schema;
}

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

/* All findings, a line each: "pointer (key) | schema pointer | message". */
static char *findings_of(const char *schema_text, const char *instance_text)
{
	sms_auto(json) sms_json *document = json(schema_text);
	sms_auto(json) sms_json *instance = json(instance_text);
	sms_auto(schema) struct sms_schema *schema = compile_json(document);
	sms_auto(findings) struct sms_schema_findings findings = {0};
	struct sms_buf out = SMS_BUF_INIT;
	assert_null(sms_schema_explain(schema, instance, &findings));
	for (size_t i = 0; i < findings.count; i++)
		sms_buf_add_format(&out, "%s%s%s | %s | %s", i ? "\n" : "", findings.items[i].pointer,
				   findings.items[i].of_key ? " (key)" : "", findings.items[i].schema_pointer,
				   findings.items[i].message);
	return sms_buf_take(&out);
}

static void expect_findings(const char *schema, const char *instance, const char *expected)
{
	sms_auto(string) char *found = findings_of(schema, instance);
	assert_string_equal(found, expected);
}

/* The messages alone. */
static void expect(const char *schema_text, const char *instance_text, const char *expected)
{
	sms_auto(json) sms_json *document = json(schema_text);
	sms_auto(json) sms_json *instance = json(instance_text);
	sms_auto(schema) struct sms_schema *schema = compile_json(document);
	sms_auto(findings) struct sms_schema_findings findings = {0};
	sms_auto(buf) struct sms_buf out = SMS_BUF_INIT;
	assert_null(sms_schema_explain(schema, instance, &findings));
	for (size_t i = 0; i < findings.count; i++)
		sms_buf_add_format(&out, "%s%s", i ? "\n" : "", findings.items[i].message);
	assert_string_equal(sms_buf_text(&out), expected);
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

/* --- Sentences. --- */

static void values_are_named_by_path_and_shown(void **state)
{
	expect("{'properties': {'priority': {'enum': ['P1', 'P2', 'P3', 'P4', 'P5']}}}", "{'priority': 'urgent'}",
	       "priority is 'urgent'; it must be one of P1, P2, P3, P4, P5");
	expect("{'properties': {'target': {'properties': {'value': {'maximum': 100}}}}}", "{'target': {'value': 120}}",
	       "target.value is 120; it must be at most 100");
	expect("{'properties': {'log': {'items': {'required': ['at']}}}}", "{'log': [{'at': 1}, {}]}",
	       "log.1.at is missing");
	expect("{'required': ['title']}", "{}", "title is missing");
	expect("{'type': 'object'}", "[]", "the document is an empty array; it must be an object");
	expect("{'properties': {'n': {'type': ['string', 'integer', 'null']}}}", "{'n': 1.5}",
	       "n is 1.5; it must be a string, a whole number or null");
	expect("{'properties': {'n': {'const': {'a': 1}}}}", "{'n': true}", "n is true; it must be an object");
	expect("{'properties': {'n': {'const': 'on hold'}}}", "{'n': ''}", "n is empty; it must be 'on hold'");
}

static void every_keyword_has_its_sentence(void **state)
{
	expect("{'minimum': 3}", "2", "the document is 2; it must be at least 3");
	expect("{'exclusiveMinimum': 3}", "3", "the document is 3; it must be more than 3");
	expect("{'exclusiveMaximum': 3}", "3", "the document is 3; it must be less than 3");
	expect("{'multipleOf': 0.01}", "0.075", "the document is 0.075; it must be a multiple of 0.01");
	expect("{'minLength': 2}", "'é'", "the document has 1 character; it must have at least 2 characters");
	expect("{'minLength': 1}", "''", "the document is empty; it must have at least 1 character");
	expect("{'maxLength': 1}", "'éé'", "the document has 2 characters; it must have at most 1 character");
	expect("{'pattern': '^a'}", "'b'", "the document is 'b'; it must match the pattern ^a");
	expect("{'format': 'date'}", "'2026-02-30'",
	       "the document is '2026-02-30'; it must be a date such as 2026-11-22");
	expect("{'minItems': 2}", "[1]", "the document has 1 element; it must have at least 2 elements");
	expect("{'maxItems': 1}", "[1, 2]", "the document has 2 elements; it must have at most 1 element");
	expect("{'uniqueItems': true}", "['a', 1, 1.0]",
	       "the document holds 1 twice; its elements must be different");
	expect("{'uniqueItems': true}", "[{'a': 1}, {'a': 1}]",
	       "the document holds equal elements; they must be different");
	expect("{'contains': {'type': 'null'}}", "[1]",
	       "the document has no fitting element; it must have at least 1");
	expect("{'contains': {'type': 'null'}, 'minContains': 2}", "[null]",
	       "the document has 1 fitting element; it must have at least 2");
	expect("{'contains': {'type': 'null'}, 'maxContains': 1}", "[null, null]",
	       "the document has 2 fitting elements; it must have at most 1");
	expect("{'minProperties': 1}", "{}", "the document is empty; it must have at least 1 field");
	expect("{'maxProperties': 1}", "{'a': 1, 'b': 2}",
	       "the document has 2 fields; it must have at most 1 field");
	expect("{'propertyNames': {'maxLength': 3}}", "{'abcd': 1}",
	       "the field name 'abcd' has 4 characters; it must have at most 3 characters");
	expect("{'properties': {'x': {'propertyNames': {'pattern': '^a'}}}}", "{'x': {'b': 1}}",
	       "the field name 'b' in x is not allowed; it must match the pattern ^a");
	expect("{'dependentRequired': {'a': ['b']}}", "{'a': 1}", "b is missing; it is required where a is given");
	expect("{'properties': {'a': false}}", "{'a': 1}", "a is not allowed");
	expect("false", "1", "the document is not allowed");
	expect("{'prefixItems': [true], 'items': false}", "[1, 2]", "1 is one element too many");
	expect("{'not': {'const': 'x'}}", "'x'", "the document must not be 'x'");
	expect("{'not': {'type': ['string', 'null']}}", "'x'", "the document must not be a string or null");
	expect("{'not': {'required': ['a', 'b']}}", "{'a': 1, 'b': 1}", "the document must not have all of a, b");
	expect("{'not': {'minimum': 1}}", "1", "the document is of a form that is not allowed");
}

static void unknown_fields_come_with_the_name_that_was_meant(void **state)
{
	const char *closed = "{'properties': {'color': true, 'colon': true}, 'additionalProperties': false}";
	expect(closed, "{'colour': 1}", "colour is not a known field; did you mean 'color'?");
	expect(closed, "{'color': 1, 'colour': 1, 'colon': 1}", "colour is not a known field");
	expect(closed, "{'x': 1}", "x is not a known field");
	expect("{'allOf': [{'$ref': '#/$defs/e'}], 'unevaluatedProperties': false,"
	       " '$defs': {'e': {'properties': {'owner': true}}}}",
	       "{'ownr': 1}", "ownr is not a known field; did you mean 'owner'?");
	expect("{'enum': ['new', 'active', 'resolved']}", "'resolvd'",
	       "the document is 'resolvd'; it must be one of new, active, resolved; did you mean 'resolved'?");
}

static void a_failed_neighbour_does_not_make_its_fields_unknown(void **state)
{
	const char *schema = "{'$ref': '#/$defs/e', 'unevaluatedProperties': false,"
			     " '$defs': {'e': {'properties': {'a': {'type': 'string'}, 'b': true}}}}";
	expect(schema, "{'a': 1, 'b': 2}", "a is 1; it must be a string");
	expect(schema, "{'a': 1, 'c': 2}", "a is 1; it must be a string\nc is not a known field; did you mean 'b'?");
	/* Where a failed branch is no fault, what it looked at is unknown after all. */
	expect("{'anyOf': [{'properties': {'a': {'type': 'string'}}}, true], 'unevaluatedProperties': false}",
	       "{'a': 1}", "a is not a known field");
}

static void duties_of_a_state_name_the_state(void **state)
{
	const char *schema = "{'allOf': [{'if': {'properties': {'state': {'const': 'resolved'}}, 'required': ['state']},"
			     " 'then': {'required': ['resolution'], 'properties': {'code': {'minLength': 2}}}}]}";
	expect(schema, "{'state': 'resolved'}", "resolution is missing; it is required when state is 'resolved'");
	expect(schema, "{'state': 'resolved', 'resolution': 1, 'code': 'x'}",
	       "code has 1 character; it must have at least 2 characters when state is 'resolved'");
	expect(schema, "{'state': 'new'}", "");
	expect("{'properties': {'t': {'if': {'properties': {'kind': {'enum': ['a', 'b']}, 'n': {'const': 1}}},"
	       " 'then': {'$ref': '#/$defs/duty'}}}, '$defs': {'duty': {'required': ['x']}}}",
	       "{'t': {'kind': 'b', 'n': 1}}", "t.x is missing; it is required when t.kind is 'b' and t.n is 1");
	expect("{'if': {'minProperties': 1}, 'then': {'required': ['x']}, 'else': {'required': ['y']}}", "{'a': 1}",
	       "x is missing");
	expect("{'if': {'minProperties': 1}, 'then': {'required': ['x']}, 'else': {'required': ['y']}}", "{}",
	       "y is missing");
}

static void the_nearest_branch_speaks(void **state)
{
	const char *contact = "{'oneOf': [{'properties': {'kind': {'const': 'person'}, 'name': {'type': 'string'}},"
			      " 'required': ['kind', 'name']}, {'properties': {'kind': {'const': 'team'},"
			      " 'members': {'minItems': 1}}, 'required': ['kind', 'members']}]}";
	expect(contact, "{'kind': 'team', 'members': []}", "members is empty; it must have at least 1 element");
	expect(contact, "{'kind': 'person'}", "name is missing");
	expect(contact, "{'kind': 'robot', 'name': 'x'}", "kind is 'robot'; it must be one of person, team");
	expect("{'anyOf': [{'type': 'string'}, {'type': 'null'}]}", "5", "the document is 5; it must be a string or null");
	expect("{'anyOf': [{'type': 'number'}, {'enum': ['low', 'high']}]}", "'hihg'",
	       "the document is 'hihg'; it must be a number or one of low, high; did you mean 'high'?");
	expect("{'anyOf': [{'type': 'string', 'format': 'date'}, {'type': 'null'}]}", "'tomorrow'",
	       "the document is 'tomorrow'; it must be a date such as 2026-11-22");
	expect("{'anyOf': [{'required': ['a']}, {'required': ['b', 'c']}, {'required': ['b']}]}", "{}",
	       "the document fits none of the 3 forms allowed; form 1 is the nearest\na is missing");
	expect("{'oneOf': [{'required': ['a']}, {'required': ['b']}, {'required': ['x']}]}", "{'a': 1, 'b': 1}",
	       "the document fits forms 1 and 2 of those allowed; it must fit exactly one");
}

static void long_values_and_lists_are_cut(void **state)
{
	expect("{'maximum': 1}", "123456789012345678901234567890123456789012345678901234567890123",
	       "the document is 123456789012345678901234567890123456789012345678901234567890…; it must be at most 1");
	expect("{'enum': [1,2,3,4,5,6,7,8,9,10,11,12,13,14]}", "0",
	       "the document is 0; it must be one of 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12 … (14 in all)");
	expect("{'const': 'a'}", "'ééééééééééééééééééééééééééééééé'",
	       "the document is 'éééééééééééééééééééééééééééééé…'; it must be 'a'");
}

/* --- Pointers and order. --- */

static void findings_say_where(void **state)
{
	expect_findings("{'properties': {'a/b': {'type': 'array', 'items': {'$ref': '#/$defs/x'}}}, "
			"'$defs': {'x': {'required': ['y'], 'additionalProperties': false}}}",
			"{'a/b': [{}, {'z~': 1}]}",
			"/a~1b/0 | /properties/a~1b/items/$ref/required | a/b.0.y is missing\n"
			"/a~1b/1 | /properties/a~1b/items/$ref/required | a/b.1.y is missing\n"
			"/a~1b/1/z~0 (key) | /properties/a~1b/items/$ref/additionalProperties |"
			" a/b.1.z~ is not a known field");
}

static void findings_come_in_the_order_of_the_instance(void **state)
{
	expect_findings("{'allOf': [{'properties': {'c': {'type': 'null'}}}, {'properties': {'a': {'type': 'null'},"
			" 'b': {'items': {'type': 'null'}}}}], 'required': ['d']}",
			"{'a': 1, 'b': [1, null, 2], 'c': 3}",
			" | /required | d is missing\n"
			"/a | /allOf/1/properties/a/type | a is 1; it must be null\n"
			"/b/0 | /allOf/1/properties/b/items/type | b.0 is 1; it must be null\n"
			"/b/2 | /allOf/1/properties/b/items/type | b.2 is 2; it must be null\n"
			"/c | /allOf/0/properties/c/type | c is 3; it must be null");
}

static void a_fault_is_told_once(void **state)
{
	expect("{'allOf': [{'required': ['a']}, {'required': ['a']}, {'$ref': '#/allOf/0'}]}", "{}", "a is missing");
}

static void the_absolute_location_follows_the_schemas_uri(void **state)
{
	sms_auto(json) sms_json *document =
		json("{'$id': 'https://example.org/a', '$ref': 'b', '$defs': {'b': {'$id': 'b', 'type': 'null'}}}");
	sms_auto(json) sms_json *instance = json("1");
	sms_auto(schema) struct sms_schema *schema = compile_json(document);
	sms_auto(findings) struct sms_schema_findings findings = {0};
	assert_null(sms_schema_explain(schema, instance, &findings));
	assert_int_equal(findings.count, 1);
	assert_string_equal(findings.items[0].absolute, "https://example.org/b#/type");
	assert_string_equal(findings.items[0].schema_pointer, "/$ref/type");
	assert_string_equal(findings.items[0].keyword, "type");
}

/* --- What was evaluated. --- */

static void every_branch_that_holds_has_evaluated(void **state)
{
	assert_true(accepts("{'anyOf': [true, {}, {'prefixItems': [true]}], 'unevaluatedItems': false}", "[1]"));
	assert_true(accepts("{'anyOf': [{}, true, {'properties': {'a': true}}], 'unevaluatedProperties': false}",
			    "{'a': 1}"));
	assert_false(accepts("{'anyOf': [{}, {'properties': {'a': {'type': 'null'}}}], 'unevaluatedProperties': false}",
			     "{'a': 1}"));
	assert_false(accepts("{'not': {'not': {'properties': {'a': true}}}, 'unevaluatedProperties': false}", "{'a': 1}"));
	assert_true(accepts("{'if': {'properties': {'a': {'const': 1}}}, 'unevaluatedProperties': false}", "{'a': 1}"));
	assert_true(accepts("{'contains': {'const': 1}, 'unevaluatedItems': {'const': 2}}", "[1, 2, 1]"));
	assert_false(accepts("{'contains': {'const': 1}, 'unevaluatedItems': {'const': 2}}", "[1, 3, 1]"));
	assert_true(accepts("{'minContains': 0, 'contains': {'const': 1}, 'unevaluatedItems': {'const': 2}}", "[1, 2]"));
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
	refuses("{'$id': 'https://example.org/s', 'not': {'format': 1}}", "schema 'https://example.org/s#/not/format': ");
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
	assert_true(accepts("{'properties': {'next': {'$ref': '#'}}, 'items': {'$ref': '#'}}", "{'next': [{'next': []}]}"));
}

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
	sms_auto(json) sms_json *document =
		json("{'items': {'type': 'object', 'required': ['a'], 'properties': {'a': {'type': 'string',"
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

/* --- Dialects, lookups, resolving. --- */

static const sms_json *lookup(void *context, const char *uri)
{
	return sms_json_get(context, uri);
}

static void other_documents_are_looked_up(void **state)
{
	sms_auto(json) sms_json *others =
		json("{'types/common.json': {'$defs': {'id': {'type': 'string'}, 'again': {'$ref': 'common.json#/$defs/id'}}}}");
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
	assert_string_equal(text.data,
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
		cmocka_unit_test(values_are_named_by_path_and_shown),
		cmocka_unit_test(every_keyword_has_its_sentence),
		cmocka_unit_test(unknown_fields_come_with_the_name_that_was_meant),
		cmocka_unit_test(a_failed_neighbour_does_not_make_its_fields_unknown),
		cmocka_unit_test(duties_of_a_state_name_the_state),
		cmocka_unit_test(the_nearest_branch_speaks),
		cmocka_unit_test(long_values_and_lists_are_cut),
		cmocka_unit_test(findings_say_where),
		cmocka_unit_test(findings_come_in_the_order_of_the_instance),
		cmocka_unit_test(a_fault_is_told_once),
		cmocka_unit_test(the_absolute_location_follows_the_schemas_uri),
		cmocka_unit_test(every_branch_that_holds_has_evaluated),
		cmocka_unit_test(large_objects_are_counted_too),
		cmocka_unit_test(numbers_are_compared_without_loss),
		cmocka_unit_test(own_formats_are_known),
		cmocka_unit_test(faulty_schemas_do_not_compile),
		cmocka_unit_test(reference_loops_do_not_compile),
		cmocka_unit_test(exponential_schemas_end_in_an_error),
		cmocka_unit_test(deep_chains_end_in_an_error),
		cmocka_unit_test(catastrophic_patterns_end_in_an_error),
		cmocka_unit_test(many_slow_patterns_end_in_an_error),
		cmocka_unit_test(dynamic_loops_end_in_an_error),
		cmocka_unit_test(large_instances_of_fair_schemas_are_judged),
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
