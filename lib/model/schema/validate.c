/* The judge: kinds first, then the rules for the value's kind, then what other schemas say of the same value. */
#include "model/schema/validate.h"

struct run schema_run(const struct sms_schema *schema, const sms_json *instance)
{
	return (struct run){
		.schema = schema,
		.instance = instance,
		.steps = VALIDATE_STEPS,
		.steps_per_value = VALIDATE_STEPS_PER_VALUE,
	};
}

/* Values of an instance, and texts by their length. */
static int64_t size_of(const sms_json *json)
{
	const char *text = sms_json_text(json);
	int64_t size = 1 + (text ? (int64_t)strlen(text) / 64 : 0);
	sms_json_each(element, json)
		size += size_of(element);
	return size;
}

static bool exhausted(struct run *run)
{
	if (run->error)
		return false;
	if (!run->extended) {
		run->extended = true;
		run->steps += size_of(run->instance) * run->steps_per_value;
		if (run->steps > 0)
			return true;
	}
	run->error = sms_error(SMS_UNJUDGED, "the schema asks for more work than an instance of this size may cost");
	return false;
}

bool schema_spend(struct run *run, int64_t steps)
{
	run->steps -= steps;
	return run->steps > 0 || exhausted(run);
}

bool schema_run_deeper(struct run *run)
{
	if (++run->depth <= VALIDATE_DEPTH)
		return true;
	if (!run->error)
		run->error = sms_error(SMS_UNJUDGED, "the schema refers to itself too deeply for this instance");
	run->steps = 0;
	run->depth--;
	return false;
}

const struct node *schema_dynamic_target(const struct run *run, const struct dynamic_reference *dynamic)
{
	const struct node *target = dynamic->initial;
	if (!dynamic->name)
		return target;
	for (const struct scope *scope = run->scope; scope; scope = scope->outer) {
		const struct anchor *anchor = schema_anchor(scope->resource, dynamic->name);
		if (anchor && anchor->dynamic)
			target = anchor->place->node;
	}
	return target;
}

bool schema_judge_branch(struct run *run, const struct node *node, const struct subject *subject, struct marks *marks)
{
	struct marks own;
	if (!marks || !node->marks)
		return schema_judge(run, node, subject, NULL);
	schema_marks_init(&own, marks->count);
	bool holds = schema_judge(run, node, subject, &own);
	if (holds)
		schema_marks_merge(marks, &own);
	schema_marks_release(&own);
	return holds;
}

static bool all_hold(struct run *run, const struct group *group, const struct subject *subject, struct marks *marks)
{
	for (size_t i = 0; i < group->count; i++)
		if (!schema_judge(run, group->nodes[i], subject, marks))
			return false;
	return true;
}

/* The first that holds is enough, but for those that may have something evaluated. */
static bool any_holds(struct run *run, const struct group *group, const struct subject *subject, struct marks *marks)
{
	bool any = false;
	for (size_t i = 0; i < group->count && (!any || marks); i++)
		if (!any || group->nodes[i]->marks)
			any |= schema_judge_branch(run, group->nodes[i], subject, marks);
	return any;
}

static bool one_holds(struct run *run, const struct group *group, const struct subject *subject, struct marks *marks)
{
	size_t count = 0;
	for (size_t i = 0; i < group->count && count < 2; i++)
		count += schema_judge_branch(run, group->nodes[i], subject, marks);
	return count == 1;
}

static bool condition_holds(struct run *run, const struct logic *logic, const struct subject *subject,
			    struct marks *marks)
{
	if (!logic->consequence && !logic->alternative && !marks)
		return true;
	const struct node *next =
		schema_judge_branch(run, logic->condition, subject, marks) ? logic->consequence : logic->alternative;
	return !next || schema_judge(run, next, subject, marks);
}

static bool logic_holds(struct run *run, const struct logic *logic, const struct subject *subject, struct marks *marks)
{
	if (logic->reference && !schema_judge(run, logic->reference, subject, marks))
		return false;
	if (logic->dynamic && !schema_judge(run, schema_dynamic_target(run, logic->dynamic), subject, marks))
		return false;
	if (logic->all.count && !all_hold(run, &logic->all, subject, marks))
		return false;
	if (logic->any.count && !any_holds(run, &logic->any, subject, marks))
		return false;
	if (logic->one.count && !one_holds(run, &logic->one, subject, marks))
		return false;
	if (logic->not_this && schema_judge(run, logic->not_this, subject, NULL))
		return false;
	return !logic->condition || condition_holds(run, logic, subject, marks);
}

static bool kind_rules_hold(struct run *run, const struct node *node, const struct subject *subject,
			    struct marks *marks)
{
	switch (subject->kind) {
	case SMS_JSON_NUMBER:
		return !node->number || schema_number_holds(run, node->number, subject->json);
	case SMS_JSON_STRING:
		return !node->text || schema_text_holds(run, node->text, subject->text);
	case SMS_JSON_ARRAY:
		return !node->array || schema_array_holds(run, node->array, subject->json, marks);
	case SMS_JSON_OBJECT:
		return !node->object || schema_object_holds(run, node->object, subject, marks);
	default:
		return true;
	}
}

bool schema_judge_rules(struct run *run, const struct node *node, const struct subject *subject, struct marks *marks)
{
	if (node->constants && !schema_constants_hold(run, node->constants, subject))
		return false;
	return kind_rules_hold(run, node, subject, marks) &&
	       (!node->logic || logic_holds(run, node->logic, subject, marks));
}

/* With the dynamic scope kept, and unevaluated* judged last. */
static bool enter(struct run *run, const struct node *node, const struct subject *subject, struct marks *marks)
{
	const struct scope *outer = run->scope;
	struct scope scope = {node->place->resource, outer};
	if (run->schema->dynamic && (!outer || outer->resource != scope.resource))
		run->scope = &scope;
	bool rest = subject->kind == SMS_JSON_OBJECT ? node->rest_members != NULL
						     : subject->kind == SMS_JSON_ARRAY && node->rest_items;
	bool holds =
		rest ? schema_judge_rest(run, node, subject, marks) : schema_judge_rules(run, node, subject, marks);
	run->scope = outer;
	return holds;
}

static bool judge_entered(struct run *run, const struct node *node, const struct subject *subject, struct marks *marks)
{
	return node->entered ? enter(run, node, subject, marks) : schema_judge_rules(run, node, subject, marks);
}

/* On its own for the size of its frame. */
static __attribute__((noinline)) bool judge_indexed(struct run *run, const struct node *node,
						    const struct subject *subject, struct marks *marks)
{
	struct members members;
	struct subject indexed = *subject;
	schema_read_members(&members, &run->schema->symbols, subject->json);
	indexed.members = &members;
	return judge_entered(run, node, &indexed, marks);
}

/* The kind fits, and there is more to check. */
static bool judge_fitting(struct run *run, const struct node *node, const struct subject *subject, struct marks *marks)
{
	if (!schema_spend(run, 1) || !schema_run_deeper(run))
		return false;
	bool holds = node->indexed && subject->kind == SMS_JSON_OBJECT && !subject->members
			     ? judge_indexed(run, node, subject, marks)
			     : judge_entered(run, node, subject, marks);
	run->depth--;
	return holds;
}

bool schema_judge(struct run *run, const struct node *node, const struct subject *subject, struct marks *marks)
{
	if (node->alias)
		node = node->alias;
	if (!schema_kind_fits(node, subject->kind, subject->json))
		return false;
	return node->plain || judge_fitting(run, node, subject, marks);
}

bool schema_judge_child(struct run *run, const struct node *node, const sms_json *json)
{
	enum sms_json_kind kind = sms_json_kind(json);
	if (node->alias)
		node = node->alias;
	if (!schema_kind_fits(node, kind, json))
		return false;
	if (node->plain)
		return true;
	struct subject subject = {kind, json, kind == SMS_JSON_STRING ? sms_json_text(json) : NULL, NULL};
	return judge_fitting(run, node, &subject, NULL);
}

struct sms_error *sms_schema_accepts(const struct sms_schema *schema, const sms_json *instance, bool *out)
{
	struct run run = schema_run(schema, instance);
	struct subject subject = schema_subject(instance);
	*out = schema_judge(&run, schema->root, &subject, NULL) && !run.error;
	return run.error;
}
