/* What the validator says to people, and where. */
#include "test_schema_support.h"

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
	expect("{'uniqueItems': true}", "['a', 1, 1.0]", "the document holds 1 twice; its elements must be different");
	expect("{'uniqueItems': true}", "[{'a': 1}, {'a': 1}]",
	       "the document holds equal elements; they must be different");
	expect("{'contains': {'type': 'null'}}", "[1]", "the document has no fitting element; it must have at least 1");
	expect("{'contains': {'type': 'null'}, 'minContains': 2}", "[null]",
	       "the document has 1 fitting element; it must have at least 2");
	expect("{'contains': {'type': 'null'}, 'maxContains': 1}", "[null, null]",
	       "the document has 2 fitting elements; it must have at most 1");
	expect("{'minProperties': 1}", "{}", "the document is empty; it must have at least 1 field");
	expect("{'maxProperties': 1}", "{'a': 1, 'b': 2}", "the document has 2 fields; it must have at most 1 field");
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
	const char *schema =
		"{'allOf': [{'if': {'properties': {'state': {'const': 'resolved'}}, 'required': ['state']},"
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
	expect("{'anyOf': [{'type': 'string'}, {'type': 'null'}]}", "5",
	       "the document is 5; it must be a string or null");
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
	};
	sms_json_setup();
	return cmocka_run_group_tests(tests, NULL, NULL);
}
