/* Operators of expressions that calculate. See derive.c. */
#include "model/order.h"
#include "work/audit/derive.h"
#include <math.h>

static bool number_of(const struct audit_subject *subject, const sms_json *expression, double *out)
{
	const sms_json *value = audit_derive(subject, expression);
	const char *text = sms_json_text(value);
	char *end = NULL;
	if (sms_json_is(value, SMS_JSON_NUMBER)) {
		*out = sms_json_number(value);
		return true;
	}
	if (!text || !*text)
		return false;
	*out = strtod(text, &end);
	return !*end;
}

const sms_json *audit_derive_compare(const struct audit_subject *subject, const sms_json *expression,
				     const sms_json *pair)
{
	double a = 0, b = 0;
	if (number_of(subject, sms_json_at(pair, 0), &a) && number_of(subject, sms_json_at(pair, 1), &b))
		return sms_json_new_integer((a > b) - (a < b));
	enum sms_order order =
		sms_order_of(audit_derive(subject, sms_json_at(pair, 0)), audit_derive(subject, sms_json_at(pair, 1)));
	return order == SMS_ORDER_UNLIKE
		       ? NULL
		       : sms_json_new_integer((order == SMS_ORDER_AFTER) - (order == SMS_ORDER_BEFORE));
}

const sms_json *audit_derive_ratio(const struct audit_subject *subject, const sms_json *expression,
				   const sms_json *pair)
{
	double a = 0, b = 0;
	if (!number_of(subject, sms_json_at(pair, 0), &a) || !number_of(subject, sms_json_at(pair, 1), &b) || b == 0)
		return NULL;
	return sms_json_new_number(a / b);
}

const sms_json *audit_derive_deviation(const struct audit_subject *subject, const sms_json *expression,
				       const sms_json *pair)
{
	double a = 0, b = 0;
	if (!number_of(subject, sms_json_at(pair, 0), &a) || !number_of(subject, sms_json_at(pair, 1), &b) || b == 0)
		return NULL;
	return sms_json_new_number(fabs((a - b) / b) * 100);
}
