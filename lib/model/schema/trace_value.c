/* Writing down keywords about one value: type, enum, numbers, strings, counts. */
#include "model/schema/trace.h"

static bool value_is(const struct check *check, enum sms_json_kind kind)
{
	return check->of->at->subject.kind == kind;
}

static bool number_holds(struct trace *t, const struct check *check)
{
	const struct number_rules *rules = check->of->node->number;
	const sms_json *number = check->of->at->subject.json;
	switch (check->keyword) {
	case K_MINIMUM:
		return schema_number_compare(number, rules->minimum) >= 0;
	case K_MAXIMUM:
		return schema_number_compare(number, rules->maximum) <= 0;
	case K_EXCLUSIVE_MINIMUM:
		return schema_number_compare(number, rules->above) > 0;
	case K_EXCLUSIVE_MAXIMUM:
		return schema_number_compare(number, rules->below) < 0;
	default:
		return schema_number_is_multiple(number, rules->multiple, &t->run.steps);
	}
}

static bool text_holds(struct trace *t, const struct check *check)
{
	const struct text_rules *rules = check->of->node->text;
	const char *text = check->of->at->subject.text;
	if (!rules)
		return true;
	struct text_rules one = {.maximum = SIZE_MAX};
	if (check->keyword == K_MIN_LENGTH)
		one.minimum = rules->minimum;
	else if (check->keyword == K_MAX_LENGTH)
		one.maximum = rules->maximum;
	else if (check->keyword == K_PATTERN)
		one.pattern = rules->pattern;
	else
		one.format = rules->format;
	return schema_text_holds(&t->run, &one, text);
}

static bool count_holds(const struct check *check)
{
	const struct node *node = check->of->node;
	size_t count = sms_json_count(check->of->at->subject.json);
	switch (check->keyword) {
	case K_MIN_ITEMS:
		return !node->array || count >= node->array->minimum;
	case K_MAX_ITEMS:
		return !node->array || count <= node->array->maximum;
	case K_MIN_PROPERTIES:
		return !node->object || count >= node->object->minimum;
	default:
		return !node->object || count <= node->object->maximum;
	}
}

/* The node holds `const` and `enum` together; each is asked alone here. */
static bool constants_hold(struct trace *t, const struct check *check)
{
	struct constants one = *check->of->node->constants;
	if (check->keyword == K_ENUM && one.next)
		one = *one.next;
	one.next = NULL;
	return schema_constants_hold(&t->run, &one, &check->of->at->subject);
}

bool schema_trace_value(struct trace *t, struct check *check)
{
	const struct subject *subject = &check->of->at->subject;
	switch (check->keyword) {
	case K_TYPE:
		check->applies = true;
		return schema_kind_fits(check->of->node, subject->kind, subject->json);
	case K_ENUM:
	case K_CONST:
		check->applies = true;
		return constants_hold(t, check);
	case K_MINIMUM:
	case K_MAXIMUM:
	case K_EXCLUSIVE_MINIMUM:
	case K_EXCLUSIVE_MAXIMUM:
	case K_MULTIPLE_OF:
		check->applies = value_is(check, SMS_JSON_NUMBER);
		return !check->applies || number_holds(t, check);
	case K_MIN_LENGTH:
	case K_MAX_LENGTH:
	case K_PATTERN:
	case K_FORMAT:
		check->applies = value_is(check, SMS_JSON_STRING);
		return !check->applies || text_holds(t, check);
	case K_MIN_ITEMS:
	case K_MAX_ITEMS:
		check->applies = value_is(check, SMS_JSON_ARRAY);
		return !check->applies || count_holds(check);
	case K_MIN_PROPERTIES:
	case K_MAX_PROPERTIES:
		check->applies = value_is(check, SMS_JSON_OBJECT);
		return !check->applies || count_holds(check);
	default:
		return true;
	}
}
