/* unevaluatedItems and unevaluatedProperties: only a schema that has one keeps count of what its neighbours and
 * subschemas evaluated, as bits on the stack. */
#include "model/schema/validate.h"

static size_t words(size_t count)
{
	return (count + 63) / 64;
}

void schema_marks_init(struct marks *marks, size_t count)
{
	marks->count = count;
	if (count <= MARKS_INLINE) {
		memset(marks->small, 0, sizeof marks->small);
		marks->bits = marks->small;
	} else {
		marks->bits = sms_alloc(words(count), sizeof *marks->bits);
	}
}

void schema_marks_release(struct marks *marks)
{
	if (marks->bits != marks->small)
		free(marks->bits);
}

void schema_marks_merge(struct marks *marks, const struct marks *more)
{
	for (size_t i = 0; i < words(marks->count); i++)
		marks->bits[i] |= more->bits[i];
}

static bool judge_unmarked(struct run *run, const struct node *node, const sms_json *container,
			   const struct marks *marks)
{
	size_t index = 0;
	sms_json_each(element, container) {
		if (!schema_marked(marks, index++)) {
			if (!schema_judge_child(run, node, element))
				return false;
		}
	}
	return true;
}

bool schema_judge_rest(struct run *run, const struct node *node, const struct subject *subject, struct marks *marks)
{
	const struct node *rest = subject->kind == SMS_JSON_OBJECT ? node->rest_members : node->rest_items;
	size_t count = sms_json_count(subject->json);
	struct marks own;
	if (!schema_spend(run, (int64_t)count / 4))
		return false;
	schema_marks_init(&own, count);
	bool holds = schema_judge_rules(run, node, subject, &own) && judge_unmarked(run, rest, subject->json, &own);
	schema_marks_release(&own);
	for (size_t i = 0; holds && marks && i < words(count); i++)
		marks->bits[i] = ~(uint64_t)0; /* now all of them are */
	return holds;
}
