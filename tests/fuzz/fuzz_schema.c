/* Feeds the schema compiler and the three ways to judge with [schema, instance, …] and holds their answers against each
 * other. */
#include "fuzz.h"
#include "model/schema/schema.h"

static void judge(const struct sms_schema *schema, const sms_json *instance)
{
	sms_auto(findings) struct sms_schema_findings findings = {0};
	sms_auto(json) sms_json *basic = NULL;
	bool valid = true;
	sms_auto(error) struct sms_error *error = sms_schema_accepts(schema, instance, &valid);
	insist(!error || (!valid && sms_error_status(error) == SMS_UNJUDGED), "an error that is no limit, or a pass");
	sms_auto(error) struct sms_error *explain = sms_schema_explain(schema, instance, &findings);
	insist(error || explain || valid == (findings.count == 0), "explain does not agree");
	for (size_t i = 0; i < findings.count; i++)
		insist(*findings.items[i].keyword, "the trace does not know what the judge found");
	sms_auto(error) struct sms_error *output = sms_schema_basic(schema, instance, &basic);
	insist(error || output || valid == sms_json_true(sms_json_get(basic, "valid")), "basic does not agree");
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	sms_auto(json) sms_json *input = NULL;
	sms_auto(schema) struct sms_schema *schema = NULL;
	struct sms_schema_options options = {.base_uri = "https://example.org/s", .assert_format = true};
	sms_json_setup();
	sms_auto(error) struct sms_error *error = sms_json_parse(&input, (const char *)data, size, "input");
	if (error || !sms_json_is(input, SMS_JSON_ARRAY) || !sms_json_first(input))
		return 0;
	sms_auto(error) struct sms_error *fault = sms_schema_new(&schema, sms_json_first(input), &options);
	if (fault)
		return 0;
	for (const sms_json *instance = sms_json_next(sms_json_first(input)); instance;
	     instance = sms_json_next(instance))
		judge(schema, instance);
	return 0;
}
