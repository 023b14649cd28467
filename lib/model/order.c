/* See order.h. */
#include "model/order.h"
#include "base/time.h"
#include <string.h>

static enum sms_order of_numbers(double a, double b)
{
	return a < b ? SMS_ORDER_BEFORE : a > b ? SMS_ORDER_AFTER : SMS_ORDER_SAME;
}

bool sms_order_is_day(const char *text)
{
	return strlen(text) >= 10 && text[4] == '-' && text[7] == '-';
}

enum sms_order sms_order_of(const sms_json *a, const sms_json *b)
{
	const char *x = sms_json_text(a), *y = sms_json_text(b);
	sms_time from, to;
	if (sms_json_is(a, SMS_JSON_NUMBER) && sms_json_is(b, SMS_JSON_NUMBER))
		return of_numbers(sms_json_number(a), sms_json_number(b));
	if (!x || !y)
		return SMS_ORDER_UNLIKE;
	if (sms_time_add_duration(x, 0, &from) && sms_time_add_duration(y, 0, &to))
		return of_numbers((double)from, (double)to);
	if (!sms_order_is_day(x) || !sms_order_is_day(y))
		return SMS_ORDER_UNLIKE;
	if (strlen(x) == 10 || strlen(y) == 10)
		return of_numbers(strncmp(x, y, 10), 0);
	if (strlen(x) == SMS_TIME_SIZE - 1 && strlen(y) == SMS_TIME_SIZE - 1 && x[19] == 'Z' && y[19] == 'Z')
		return of_numbers(strcmp(x, y), 0);
	return sms_time_parse(x, &from) && sms_time_parse(y, &to) ? of_numbers((double)from, (double)to)
								  : SMS_ORDER_UNLIKE;
}
