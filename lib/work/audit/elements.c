/* Operators of expressions that look at the elements of a list. See derive.c. */
#include "model/order.h"
#include "work/audit/derive.h"

struct elements {
	const struct audit_subject *subject;
	const sms_json *where;
	const char *member;
	const sms_json *exceeds; /* two paths: the first value is greater than the second */
	sms_time from, to;       /* NONE: open */
	int64_t count;
	sms_time earliest, latest;
};

static bool exceeds(const sms_json *pair, const sms_json *element)
{
	const sms_json *a = audit_first_value(element, sms_json_text(sms_json_at(pair, 0)));
	const sms_json *b = audit_first_value(element, sms_json_text(sms_json_at(pair, 1)));
	return sms_order_of(a, b) == SMS_ORDER_AFTER;
}

static void look_at_element(void *context, const sms_json *element)
{
	struct elements *elements = context;
	sms_time at = elements->member ? audit_time(audit_first_value(element, elements->member)) : SMS_TIME_NONE;
	if (elements->where && !audit_accepts(elements->subject->run, elements->where, element))
		return;
	if (elements->exceeds && !exceeds(elements->exceeds, element))
		return;
	if (elements->from != SMS_TIME_NONE && (at == SMS_TIME_NONE || at < elements->from))
		return;
	if (elements->to != SMS_TIME_NONE && (at == SMS_TIME_NONE || at > elements->to))
		return;
	elements->count++;
	if (at == SMS_TIME_NONE)
		return;
	if (elements->earliest == SMS_TIME_NONE || at < elements->earliest)
		elements->earliest = at;
	if (elements->latest == SMS_TIME_NONE || at > elements->latest)
		elements->latest = at;
}

static struct elements look_at_list(const struct audit_subject *subject, const sms_json *expression, const char *list)
{
	struct elements elements = {.subject = subject,
				    .where = sms_json_get(expression, "where"),
				    .member = sms_json_get_text(expression, "member"),
				    .exceeds = sms_json_get(expression, "exceeds"),
				    .from = audit_derive_time(subject, sms_json_get(expression, "from")),
				    .to = audit_derive_time(subject, sms_json_get(expression, "to")),
				    .earliest = SMS_TIME_NONE,
				    .latest = SMS_TIME_NONE};
	sms_json_visit(subject->json, list, look_at_element, &elements);
	return elements;
}

const sms_json *audit_derive_earliest(const struct audit_subject *subject, const sms_json *expression,
				      const sms_json *list)
{
	return audit_time_json(look_at_list(subject, expression, sms_json_text(list)).earliest);
}

const sms_json *audit_derive_latest(const struct audit_subject *subject, const sms_json *expression,
				    const sms_json *list)
{
	return audit_time_json(look_at_list(subject, expression, sms_json_text(list)).latest);
}

const sms_json *audit_derive_count(const struct audit_subject *subject, const sms_json *expression,
				   const sms_json *list)
{
	return sms_json_new_integer(look_at_list(subject, expression, sms_json_text(list)).count);
}

static void keep_last(void *context, const sms_json *value)
{
	const sms_json **last = context;
	*last = value;
}

const sms_json *audit_derive_last(const struct audit_subject *subject, const sms_json *expression, const sms_json *path)
{
	const sms_json *last = NULL;
	sms_json_visit(subject->json, sms_json_text(path), keep_last, &last);
	return last;
}
