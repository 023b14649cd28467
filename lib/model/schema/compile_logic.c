/* Keywords that apply other schemas to the same value: references, allOf, if and the like. */
#include "model/schema/compile.h"

static struct sms_error *read_group(struct compiler *c, const struct source *s, enum keyword_id id, struct group *out)
{
	if (s->values[id] && !sms_json_count(s->values[id]))
		return schema_fault(s->place, schema_keyword(id)->name, "is empty");
	return schema_group_of(c, s->values[id], out);
}

static struct sms_error *read_reference(struct compiler *c, const struct source *s, struct logic *logic)
{
	const sms_json *value = s->values[K_REF];
	struct place *target;
	if (!value)
		return NULL;
	SMS_TRY(schema_find(c, s->place, "$ref", sms_json_text(value), &target, NULL));
	return schema_node_for(c, target, &logic->reference);
}

/* A $dynamicRef that does not lead to a $dynamicAnchor at first is a plain reference. */
static struct sms_error *read_dynamic(struct compiler *c, const struct source *s, struct logic *logic)
{
	const sms_json *value = s->values[K_DYNAMIC_REF];
	const struct anchor *anchor;
	struct place *target;
	if (!value)
		return NULL;
	SMS_TRY(schema_find(c, s->place, "$dynamicRef", sms_json_text(value), &target, &anchor));
	struct dynamic_reference *dynamic = schema_take(c, 1, sizeof *dynamic);
	SMS_TRY(schema_node_for(c, target, &dynamic->initial));
	logic->dynamic = dynamic;
	if (anchor && anchor->dynamic) {
		dynamic->name = anchor->name;
		sms_grow(c->dynamics, c->dynamic_count, c->dynamic_capacity);
		c->dynamics[c->dynamic_count++] = dynamic;
	}
	return NULL;
}

static bool logic_is_free(const struct logic *l)
{
	return !l->reference && !l->dynamic && !l->all.count && !l->any.count && !l->one.count && !l->not_this &&
	       !l->condition;
}

/* contentSchema says nothing about the value itself; it is there to be checked, not to be applied. */
struct sms_error *schema_compile_logic(struct compiler *c, const struct source *s, struct node *node)
{
	struct logic logic = {NULL};
	SMS_TRY(read_reference(c, s, &logic));
	SMS_TRY(read_dynamic(c, s, &logic));
	SMS_TRY(read_group(c, s, K_ALL_OF, &logic.all));
	SMS_TRY(read_group(c, s, K_ANY_OF, &logic.any));
	SMS_TRY(read_group(c, s, K_ONE_OF, &logic.one));
	SMS_TRY(schema_node_of(c, s->values[K_NOT], &logic.not_this));
	SMS_TRY(schema_node_of(c, s->values[K_IF], &logic.condition));
	if (logic.condition) {
		SMS_TRY(schema_node_of(c, s->values[K_THEN], &logic.consequence));
		SMS_TRY(schema_node_of(c, s->values[K_ELSE], &logic.alternative));
	}
	if (!logic_is_free(&logic)) {
		struct logic *kept = schema_take(c, 1, sizeof *kept);
		*kept = logic;
		node->logic = kept;
	}
	return NULL;
}
