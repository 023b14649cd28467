/* What is known of a program before any instance: that no chain of references goes round without looking into the
 * value, which nodes are only another name for one, and which can say what was evaluated. */
#include "model/schema/compile.h"

typedef void visit(void *context, struct node *target);

static void visit_node(const struct node *node, visit *call, void *context)
{
	if (node)
		call(context, node->place->node);
}

static void visit_group(const struct group *group, visit *call, void *context)
{
	for (size_t i = 0; i < group->count; i++)
		visit_node(group->nodes[i], call, context);
}

/* Every node that is applied to the same value as this one. */
static void visit_in_place(const struct node *node, visit *call, void *context)
{
	const struct logic *logic = node->logic;
	for (size_t i = 0; node->object && i < node->object->dependent_count; i++)
		visit_node(node->object->dependents[i].node, call, context);
	if (!logic)
		return;
	visit_node(logic->reference, call, context);
	if (logic->dynamic)
		visit_node(logic->dynamic->initial, call, context);
	visit_group(&logic->all, call, context);
	visit_group(&logic->any, call, context);
	visit_group(&logic->one, call, context);
	visit_node(logic->not_this, call, context);
	visit_node(logic->condition, call, context);
	visit_node(logic->consequence, call, context);
	visit_node(logic->alternative, call, context);
}

/* Only one place can be meant: the reference is decided now. */
static void settle_dynamic(struct compiler *c)
{
	for (size_t i = 0; i < c->dynamic_count; i++) {
		struct dynamic_reference *dynamic = c->dynamics[i];
		size_t candidates = 0;
		for (size_t j = 0; j < c->resource_count; j++) {
			const struct anchor *anchor = schema_anchor(c->resources[j], dynamic->name);
			candidates += anchor && anchor->dynamic;
		}
		if (candidates == 1)
			dynamic->name = NULL;
		else
			c->schema->dynamic = true;
	}
}

static bool only_reference(const struct node *node)
{
	const struct logic *l = node->logic;
	return l && l->reference && !l->dynamic && !l->all.count && !l->any.count && !l->one.count && !l->not_this &&
	       !l->condition && node->kinds == KIND_ANY && !node->constants && !node->number && !node->text &&
	       !node->array && !node->object && !node->rest_items && !node->rest_members;
}

static void take_facts(void *context, struct node *target)
{
	struct node *node = context;
	node->marks |= target->marks;
	node->walks += target->walks;
	if (node->walks > 2)
		node->walks = 2;
}

/* Called for a node when all that it applies in place are settled. */
static void settle(const struct sms_schema *schema, struct node *node)
{
	const struct object_rules *o = node->object;
	const struct array_rules *a = node->array;
	bool members = o && (o->names.count || o->pattern_count || o->additional);
	bool elements = a && (a->prefix.count || a->rest || a->contains);
	bool dynamic = node->logic && node->logic->dynamic && node->logic->dynamic->name;
	node->marks = members || elements || dynamic || node->rest_items || node->rest_members;
	node->plain = !node->constants && !node->number && !node->text && !a && !o && !node->logic &&
		      !node->rest_items && !node->rest_members;
	node->entered = schema->dynamic || node->rest_items || node->rest_members;
	node->walks = o != NULL;
	visit_in_place(node, take_facts, node);
	node->indexed = node->walks > 1;
	if (!schema->dynamic && only_reference(node)) {
		const struct node *target = node->logic->reference;
		node->alias = target->alias ? target->alias : target;
	}
}

struct order {
	struct node **ready;
	size_t count;
};

static void count_waiting(void *context, struct node *target)
{
	target->waiting++;
}

static void release_waiting(void *context, struct node *target)
{
	struct order *order = context;
	if (--target->waiting == 0)
		order->ready[order->count++] = target;
}

static void note_step(void *context, struct node *target)
{
	target->alias = context;
}

/* Names a subschema of the loop. What waits is in a loop or behind one, so going back must come into it. */
static struct sms_error *loop_error(struct compiler *c)
{
	const struct node *node = NULL;
	for (size_t i = 0; i < c->count; i++) {
		struct node *from = c->queue[i]->node;
		if (from->waiting) {
			node = from;
			visit_in_place(from, note_step, from);
		}
	}
	for (size_t i = 0; i < c->count; i++)
		node = node->alias;
	return schema_fault(node->place, NULL, "refers to itself without end");
}

struct sms_error *schema_analyse(struct compiler *c)
{
	struct order order = {sms_alloc(c->count, sizeof *order.ready), 0};
	struct sms_error *error = NULL;
	settle_dynamic(c);
	for (size_t i = 0; i < c->count; i++)
		visit_in_place(c->queue[i]->node, count_waiting, NULL);
	for (size_t i = 0; i < c->count; i++)
		if (!c->queue[i]->node->waiting)
			order.ready[order.count++] = c->queue[i]->node;
	for (size_t i = 0; i < order.count; i++)
		visit_in_place(order.ready[i], release_waiting, &order);
	if (order.count < c->count)
		error = loop_error(c);
	else
		for (size_t i = order.count; i-- > 0;)
			settle(c->schema, order.ready[i]);
	free(order.ready);
	return error;
}
