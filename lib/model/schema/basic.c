/* The specification's `basic` output: draft 2020-12, section 12.4.2. */
#include "model/schema/explain.h"

#define BYTES (64u << 20) /* of all units together: their paths are long where references go deep */

struct output {
	sms_json *list;
	size_t bytes;
};

/* A unit, already in the list; NULL when there is no room for more. */
static sms_json *add_unit(struct output *out, const struct check *check, const struct result *result,
			  const struct location *at, bool valid)
{
	if (out->bytes > BYTES)
		return NULL;
	sms_json *json = sms_json_new_object();
	sms_auto(string) char *pointer = schema_check_pointer(check, result);
	sms_auto(string) char *absolute = schema_check_absolute(check, result);
	sms_auto(buf) struct sms_buf instance = SMS_BUF_INIT;
	schema_location_pointer(&instance, at);
	sms_json_set_boolean(json, "valid", valid);
	sms_json_set_text(json, "keywordLocation", pointer);
	if (absolute)
		sms_json_set_text(json, "absoluteKeywordLocation", absolute);
	sms_json_set_text(json, "instanceLocation", sms_buf_text(&instance));
	sms_json_append(out->list, json);
	out->bytes += 100 + strlen(pointer) + (absolute ? strlen(absolute) : 0) + instance.length;
	return json;
}

static void add_error(struct output *out, const struct check *check, const struct result *result, char *message)
{
	sms_json *json = add_unit(out, check, result, result ? result->at : check->of->at, false);
	if (json)
		sms_json_set_text(json, "error", message);
	free(message);
}

static bool speaks_for_itself(const struct check *check)
{
	return !check->results || check->keyword == K_NOT || check->keyword == K_CONTAINS;
}

static char *missing(const struct check *check)
{
	struct sms_buf out = SMS_BUF_INIT;
	schema_phrase_name(&out, check->of->at);
	sms_buf_add_text(&out, " does not have all the fields that are required");
	return sms_buf_take(&out);
}

static void add_errors(struct output *out, const struct result *result)
{
	if (!result->checks)
		add_error(out, result->by, result, schema_message_false(result));
	for (const struct check *check = result->checks; check; check = check->next) {
		if (check->valid)
			continue;
		bool names = check->keyword == K_REQUIRED || check->keyword == K_DEPENDENT_REQUIRED;
		if (names)
			add_error(out, check, NULL, missing(check));
		else if (speaks_for_itself(check))
			add_error(out, check, NULL, schema_message(check));
		else
			add_error(out, check, NULL,
				  sms_format("a subschema of %s does not hold", schema_check_keyword(check)));
		if (speaks_for_itself(check))
			continue;
		for (const struct result *r = check->results; r; r = r->next)
			if (!r->valid)
				add_errors(out, r);
	}
}

/* Names of the members that the keyword's subschemas were applied to, each once. */
static sms_json *member_names(const struct check *check)
{
	sms_json *names = sms_json_new_array();
	const char *last = NULL;
	for (const struct result *r = check->results; r; r = r->next) {
		if (r->at->key != last)
			sms_json_append_text(names, r->at->key);
		last = r->at->key;
	}
	return names;
}

static sms_json *prefix_index(const struct check *check)
{
	size_t count = 0;
	for (const struct result *r = check->results; r; r = r->next)
		count++;
	if (count == sms_json_count(check->of->at->subject.json))
		return sms_json_new_boolean(true);
	return sms_json_new_integer((int64_t)count - 1);
}

static sms_json *contained(const struct check *check)
{
	sms_json *indexes = sms_json_new_array();
	if (check->found && check->found == sms_json_count(check->of->at->subject.json)) {
		sms_json_free(indexes);
		return sms_json_new_boolean(true);
	}
	for (const struct result *r = check->results; r; r = r->next)
		if (r->valid)
			sms_json_append(indexes, sms_json_new_integer((int64_t)r->at->index));
	return indexes;
}

/* The annotation that a keyword gives; NULL for none. */
static sms_json *annotation(const struct check *check)
{
	switch (check->keyword) {
	case K_PROPERTIES:
	case K_PATTERN_PROPERTIES:
	case K_ADDITIONAL_PROPERTIES:
	case K_UNEVALUATED_PROPERTIES:
		return check->applies ? member_names(check) : NULL;
	case K_PREFIX_ITEMS:
		return check->results ? prefix_index(check) : NULL;
	case K_CONTAINS:
		return check->applies ? contained(check) : NULL;
	case K_ITEMS:
	case K_ADDITIONAL_ITEMS:
	case K_UNEVALUATED_ITEMS:
		return check->results ? sms_json_new_boolean(true) : NULL;
	case K_CONTENT_ENCODING:
	case K_CONTENT_MEDIA_TYPE:
	case K_CONTENT_SCHEMA:
		return check->of->at->subject.kind == SMS_JSON_STRING ? sms_json_copy(check->value) : NULL;
	case K_TITLE:
	case K_DESCRIPTION:
	case K_DEFAULT:
	case K_DEPRECATED:
	case K_READ_ONLY:
	case K_WRITE_ONLY:
	case K_EXAMPLES:
	case K_FORMAT:
	case K_NONE:
		return sms_json_copy(check->value);
	default:
		return NULL;
	}
}

/* Every keyword that said something, with its annotation where it has one; nothing from a schema that failed, nor from
 * below `not`. */
static void add_annotations(struct output *out, const struct result *result)
{
	for (const struct check *check = result->checks; check; check = check->next) {
		sms_json *value = annotation(check);
		if (value || check->applies) {
			sms_json *json = add_unit(out, check, NULL, result->at, true);
			if (json && value)
				sms_json_set(json, "annotation", value);
			else
				sms_json_free(value);
		}
		for (const struct result *r = check->results; r && check->keyword != K_NOT; r = r->next)
			if (r->valid)
				add_annotations(out, r);
	}
}

struct sms_error *sms_schema_basic(const struct sms_schema *schema, const sms_json *instance, sms_json **out)
{
	sms_auto(trace) struct trace trace = {.arena = NULL};
	*out = NULL;
	SMS_TRY(schema_trace(&trace, schema, instance));
	bool valid = trace.root->valid;
	struct output output = {sms_json_new_array(), 0};
	if (valid)
		add_annotations(&output, trace.root);
	else
		add_errors(&output, trace.root);
	if (output.bytes > BYTES) {
		sms_json_free(output.list);
		return sms_error(SMS_UNJUDGED, "the output for this instance would be larger than %u bytes", BYTES);
	}
	*out = sms_json_new_object();
	sms_json_set_boolean(*out, "valid", valid);
	sms_json_set_text(*out, "keywordLocation", "");
	sms_json_set_text(*out, "instanceLocation", "");
	sms_json_set(*out, valid ? "annotations" : "errors", output.list);
	return NULL;
}
