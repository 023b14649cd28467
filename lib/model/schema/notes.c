/* Annotations of one keyword: see sms_schema_notes in schema.h. */
#include "model/schema/explain.h"

struct walk {
	const char *keyword;
	sms_schema_note_visit *visit;
	void *context;
};

static struct sms_error *visit_check(const struct walk *walk, const struct result *result, const struct check *check)
{
	sms_auto(buf) struct sms_buf pointer = SMS_BUF_INIT;
	if (check->keyword != K_NONE || strcmp(sms_json_key(check->value), walk->keyword) != 0 || result->at->of_key)
		return NULL;
	schema_location_pointer(&pointer, result->at);
	return walk->visit(walk->context, sms_buf_text(&pointer), result->at->subject.json, check->value);
}

static struct sms_error *walk_result(const struct walk *walk, const struct result *result)
{
	for (const struct check *check = result->checks; check; check = check->next) {
		SMS_TRY(visit_check(walk, result, check));
		for (const struct result *r = check->results; r && check->keyword != K_NOT; r = r->next)
			if (r->valid)
				SMS_TRY(walk_result(walk, r));
	}
	return NULL;
}

struct sms_error *sms_schema_notes(const struct sms_schema *schema, const sms_json *instance, const char *keyword,
				   sms_schema_note_visit *visit, void *context)
{
	sms_auto(trace) struct trace trace = {.arena = NULL};
	const struct walk walk = {keyword, visit, context};
	SMS_TRY(schema_trace(&trace, schema, instance));
	return trace.root->valid ? walk_result(&walk, trace.root) : NULL;
}
