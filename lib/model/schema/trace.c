/* Writing down a judgement: every keyword of every schema that is applied, in the schema's order. */
#include "model/schema/trace.h"

struct check *schema_trace_check(struct trace *t, struct result *result, enum keyword_id keyword, const sms_json *value)
{
	struct check *check = sms_arena_alloc(t->arena, sizeof *check);
	*check = (struct check){.keyword = keyword, .value = value, .of = result, .valid = true};
	if (result->last)
		result->last->next = check;
	else
		result->checks = check;
	result->last = check;
	return check;
}

const struct location *schema_trace_location(struct trace *t, const struct location *parent, const sms_json *json,
					     size_t index, bool of_key)
{
	struct location *location = sms_arena_alloc(t->arena, sizeof *location);
	*location = (struct location){.parent = parent, .index = index, .of_key = of_key};
	if (parent && parent->subject.kind == SMS_JSON_OBJECT)
		location->key = sms_json_key(json);
	location->subject =
		of_key ? (struct subject){SMS_JSON_STRING, NULL, location->key, NULL} : schema_subject(json);
	return location;
}

static bool apply_group(struct trace *t, struct check *check, size_t *valid)
{
	*valid = 0;
	sms_json_each(schema, check->value)
		*valid += schema_trace_child(t, check, schema, check->of->at)->valid;
	return true;
}

/* `then` and `else` are checks of their own, made when their `if` is. */
static void apply_condition(struct trace *t, struct check *check)
{
	const struct result *condition = schema_trace_child(t, check, check->value, check->of->at);
	enum keyword_id id = condition->valid ? K_THEN : K_ELSE;
	const sms_json *next = sms_json_get(check->of->node->place->json, schema_keyword(id)->name);
	if (next) {
		struct check *branch = schema_trace_check(t, check->of, id, next);
		branch->applies = true;
		branch->valid = schema_trace_child(t, branch, next, check->of->at)->valid;
	}
}

static bool apply_in_place(struct trace *t, struct check *check)
{
	const struct logic *logic = check->of->node->logic;
	const struct location *at = check->of->at;
	size_t valid, count = sms_json_count(check->value);
	check->applies = true;
	switch (check->keyword) {
	case K_REF:
		return schema_trace_apply(t, check, logic->reference, at, "$ref")->valid;
	case K_DYNAMIC_REF:
		return schema_trace_apply(t, check, schema_dynamic_target(&t->run, logic->dynamic), at, "$dynamicRef")
			->valid;
	case K_ALL_OF:
		return apply_group(t, check, &valid) && valid == count;
	case K_ANY_OF:
		return apply_group(t, check, &valid) && valid > 0;
	case K_ONE_OF:
		return apply_group(t, check, &valid) && valid == 1;
	case K_NOT:
		return !schema_trace_child(t, check, check->value, at)->valid;
	case K_IF:
		apply_condition(t, check);
		return true;
	default:
		return true;
	}
}

static void evaluate(struct trace *t, struct check *check)
{
	switch (check->keyword) {
	case K_REF:
	case K_DYNAMIC_REF:
	case K_ALL_OF:
	case K_ANY_OF:
	case K_ONE_OF:
	case K_NOT:
	case K_IF:
		check->valid = apply_in_place(t, check);
		break;
	default:
		check->valid = schema_trace_value(t, check) && schema_trace_container(t, check);
	}
}

/* Keywords that others take care of, or that are judged behind all others. */
static bool is_deferred(enum keyword_id id, bool last)
{
	if (id == K_THEN || id == K_ELSE || id == K_MIN_CONTAINS || id == K_MAX_CONTAINS)
		return true;
	return (id == K_UNEVALUATED_ITEMS || id == K_UNEVALUATED_PROPERTIES) != last;
}

static void evaluate_keywords(struct trace *t, struct result *result, bool last)
{
	const struct place *place = result->node->place;
	struct dialect dialect = place->resource->dialect;
	bool lone = dialect.draft == DRAFT_7 && sms_json_get(place->json, "$ref");
	sms_json_each(member, place->json) {
		enum keyword_id id = schema_keyword_find(sms_json_key(member), dialect);
		if (!is_deferred(id, last) && (!lone || id == K_REF))
			evaluate(t, schema_trace_check(t, result, id, member));
	}
}

static void judge(struct trace *t, struct result *result)
{
	if (!sms_json_is(result->node->place->json, SMS_JSON_OBJECT)) {
		result->valid = result->node->kinds != 0;
		return;
	}
	evaluate_keywords(t, result, false);
	evaluate_keywords(t, result, true);
	result->valid = true;
	for (const struct check *check = result->checks; check; check = check->next)
		result->valid &= check->valid;
}

struct result *schema_trace_apply(struct trace *t, struct check *check, const struct node *node,
				  const struct location *at, const char *reference)
{
	struct result *result = sms_arena_alloc(t->arena, sizeof *result);
	const struct scope *outer = t->run.scope;
	struct scope scope = {node->place->resource, outer};
	*result = (struct result){.node = node, .at = at, .by = check, .reference = reference};
	if (check && check->last)
		check->last->next = result;
	else if (check)
		check->results = result;
	if (check)
		check->last = result;
	if (!schema_spend(&t->run, 1) || !schema_run_deeper(&t->run))
		return result;
	if (!outer || outer->resource != scope.resource)
		t->run.scope = &scope;
	judge(t, result);
	t->run.scope = outer;
	t->run.depth--;
	return result;
}

struct result *schema_trace_child(struct trace *t, struct check *check, const sms_json *schema,
				  const struct location *at)
{
	const struct place *place = schema_place(t->run.schema, schema);
	return schema_trace_apply(t, check, place->node, at, NULL);
}

struct sms_error *schema_trace(struct trace *out, const struct sms_schema *schema, const sms_json *instance)
{
	out->run = schema_run(schema, instance);
	out->run.steps = TRACE_STEPS;
	out->run.steps_per_value = TRACE_STEPS_PER_VALUE;
	out->arena = sms_arena_new();
	out->root =
		schema_trace_apply(out, NULL, schema->root, schema_trace_location(out, NULL, instance, 0, false), NULL);
	return out->run.error;
}

void schema_trace_release(struct trace *trace)
{
	sms_arena_free(trace->arena);
}
