/* Choosing from a trace what a person has to know: the innermost faults, each once, in the order of the instance. */
#include "model/schema/explain.h"

#define FAULTS 500 /* of one document that are told; who has more begins with these */

static bool is_known(const struct explainer *e, const struct location *at, const char *message)
{
	for (size_t i = 0; i < e->count; i++)
		if (!strcmp(e->faults[i].message, message) && !schema_location_compare(e->faults[i].at, at))
			return true;
	return false;
}

void schema_explain_add(struct explainer *e, const struct check *check, const struct result *result, char *message,
			bool of_key)
{
	const struct location *at = result ? result->at : check->of->at;
	if (e->count == FAULTS || is_known(e, at, message)) {
		free(message);
		return;
	}
	sms_grow(e->faults, e->count, e->capacity);
	e->faults[e->count] = (struct fault){at, check, result, message, of_key || at->of_key, e->count};
	e->count++;
}

static void explain_false(struct explainer *e, const struct result *result)
{
	enum keyword_id id = result->by ? result->by->keyword : K_NONE;
	bool of_key = result->at->key && (id == K_ADDITIONAL_PROPERTIES || id == K_UNEVALUATED_PROPERTIES ||
					  id == K_PROPERTIES || id == K_PATTERN_PROPERTIES);
	schema_explain_add(e, result->by, result, schema_message_false(result), of_key);
}

static void explain_missing(struct explainer *e, const struct check *check, const sms_json *names, const char *because)
{
	sms_auto(map) struct sms_map *there = sms_map_new(NULL);
	sms_json_each(member, check->of->at->subject.json)
		sms_map_put(there, sms_json_key(member), there);
	sms_json_each(name, names)
		if (!sms_map_has(there, sms_json_text(name)) && e->count < FAULTS)
			schema_explain_add(e, check, NULL, schema_message_missing(check, sms_json_text(name), because),
					   false);
}

static void explain_results(struct explainer *e, const struct check *check)
{
	for (const struct result *result = check->results; result; result = result->next)
		if (!result->valid && e->count < FAULTS)
			schema_explain_result(e, result);
}

static void explain_dependents(struct explainer *e, const struct check *check)
{
	sms_json_each(member, check->value)
		if (sms_json_is(member, SMS_JSON_ARRAY) &&
		    sms_json_get(check->of->at->subject.json, sms_json_key(member)))
			explain_missing(e, check, member, sms_json_key(member));
	explain_results(e, check);
}

/* minContains says the same with a number. */
static bool said_by_minimum(const struct check *contains)
{
	for (const struct check *check = contains->of->checks; check; check = check->next)
		if (check->keyword == K_MIN_CONTAINS && !check->valid)
			return true;
	return false;
}

static void explain_check(struct explainer *e, const struct check *check)
{
	switch (check->keyword) {
	case K_ANY_OF:
	case K_ONE_OF:
		schema_explain_branches(e, check);
		break;
	case K_REQUIRED:
		explain_missing(e, check, check->value, NULL);
		break;
	case K_DEPENDENT_REQUIRED:
	case K_DEPENDENCIES:
		explain_dependents(e, check);
		break;
	case K_CONTAINS:
		if (!said_by_minimum(check))
			schema_explain_add(e, check, NULL, schema_message(check), false);
		break;
	case K_NOT:
		schema_explain_add(e, check, NULL, schema_message(check), false);
		break;
	default:
		if (check->results)
			explain_results(e, check);
		else
			schema_explain_add(e, check, NULL, schema_message(check), false);
	}
}

static bool is_unevaluated(const struct check *check)
{
	return check->keyword == K_UNEVALUATED_ITEMS || check->keyword == K_UNEVALUATED_PROPERTIES;
}

/* A subschema that failed has evaluated nothing, so that all it knows looks unevaluated. What any of them looked at is
 * left out, unless there is nothing else to say. */
static void explain_unevaluated(struct explainer *e, const struct check *check, bool all)
{
	struct marks marks;
	schema_marks_init(&marks, sms_json_count(check->of->at->subject.json));
	for (struct check *c = check->of->checks; c && !all; c = c->next) {
		struct result neighbours = *check->of;
		struct check alone = *c;
		alone.next = NULL;
		neighbours.checks = &alone;
		if (!is_unevaluated(c))
			schema_trace_marks(&neighbours, &marks, true);
	}
	for (const struct result *result = check->results; result; result = result->next)
		if (!result->valid && !schema_marked(&marks, result->at->index) && e->count < FAULTS)
			schema_explain_result(e, result);
	schema_marks_release(&marks);
}

void schema_explain_result(struct explainer *e, const struct result *result)
{
	size_t before = e->count;
	if (!result->checks)
		return explain_false(e, result);
	for (const struct check *check = result->checks; check; check = check->next)
		if (!check->valid && !is_unevaluated(check))
			explain_check(e, check);
	for (const struct check *check = result->checks; check; check = check->next)
		if (!check->valid && is_unevaluated(check))
			explain_unevaluated(e, check, false);
	for (const struct check *check = result->checks; check && e->count == before; check = check->next)
		if (!check->valid && is_unevaluated(check))
			explain_unevaluated(e, check, true);
}

static int in_order(const void *a, const void *b)
{
	const struct fault *x = a, *y = b;
	int order = schema_location_compare(x->at, y->at);
	return order ? order : x->order < y->order ? -1 : 1;
}

static void hand_over(struct explainer *e, struct sms_schema_findings *out)
{
	qsort(e->faults, e->count, sizeof *e->faults, in_order);
	for (size_t i = 0; i < e->count; i++) {
		struct fault *fault = &e->faults[i];
		struct sms_buf pointer = SMS_BUF_INIT;
		schema_location_pointer(&pointer, fault->at);
		sms_grow(out->items, out->count, out->capacity);
		out->items[out->count++] = (struct sms_schema_finding){
			.pointer = sms_buf_take(&pointer),
			.schema_pointer = schema_check_pointer(fault->check, fault->result),
			.absolute = schema_check_absolute(fault->check, fault->result),
			.keyword = sms_strdup(fault->check ? schema_check_keyword(fault->check) : "false"),
			.message = fault->message,
			.of_key = fault->of_key,
		};
	}
	free(e->faults);
}

/* Should a trace ever not agree with the judge, the judge is right. */
static void add_unexplained(struct sms_schema_findings *out)
{
	sms_grow(out->items, out->count, out->capacity);
	out->items[out->count++] = (struct sms_schema_finding){
		.pointer = sms_strdup(""),
		.schema_pointer = sms_strdup(""),
		.keyword = sms_strdup(""),
		.message = sms_strdup("the document does not fit its schema"),
	};
}

struct sms_error *sms_schema_explain(const struct sms_schema *schema, const sms_json *instance,
				     struct sms_schema_findings *out)
{
	struct explainer e = {NULL};
	sms_auto(trace) struct trace trace = {.arena = NULL};
	bool valid;
	SMS_TRY(sms_schema_accepts(schema, instance, &valid));
	if (valid)
		return NULL;
	SMS_TRY(schema_trace(&trace, schema, instance));
	if (!trace.root->valid)
		schema_explain_result(&e, trace.root);
	if (!e.count)
		add_unexplained(out);
	hand_over(&e, out);
	return NULL;
}

void sms_schema_findings_release(struct sms_schema_findings *findings)
{
	if (!findings)
		return;
	for (size_t i = 0; i < findings->count; i++) {
		free(findings->items[i].pointer);
		free(findings->items[i].schema_pointer);
		free(findings->items[i].absolute);
		free(findings->items[i].keyword);
		free(findings->items[i].message);
	}
	free(findings->items);
	*findings = (struct sms_schema_findings){NULL, 0, 0};
}
