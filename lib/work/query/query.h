/* Expressions over records: `priority <= P2 and state != closed and title ~ "disk.*full"`.
 *
 *   expression := term { "or" term };  term := factor { "and" factor };  factor := "not" factor | "(" … ")" | test
 *   test       := field operator value | field           (alone: is it there and not empty or false)
 *   operator   := = | != | < | <= | > | >= | ~ | !~      (~: ECMA-262 pattern, case ignored)
 *   value      := word | "quoted" | number | date or offset (`2026-11-01`, `-30d`, `now`)
 *
 * Fields are paths (`target.value`), through lists: a test holds when it holds for any element, != and !~ when for
 * all. Enumerations compare in the order their schema lists them (P1 < P2), times as instants, numbers by value, all
 * else as text with case ignored. A value that is not there fails every test but != and !~. */
#ifndef SMS_WORK_QUERY_H
#define SMS_WORK_QUERY_H

#include "model/type/type.h"

struct sms_query;

/* `type` (may be NULL) gives field names and enumerations. Errors INPUT point at the place (unknown field with the
 * nearest name, bad value of an enumeration with the allowed ones, syntax with column). */
struct sms_error *sms_query_new(struct sms_query **out, const char *text, const struct sms_type *type,
				sms_time now) SMS_CHECKED;
void sms_query_free(struct sms_query *query);
SMS_AUTO_POINTER(query, struct sms_query *, sms_query_free);
/* Does the record match? Safe from several threads. */
struct sms_error *sms_query_matches(const struct sms_query *query, const sms_json *record, bool *out) SMS_CHECKED;

/* Compares two values of a field as the expressions do (for sorting): enumerations by their order, times, numbers,
 * text; what is missing comes last. `field` may be NULL. */
int sms_value_compare(const struct sms_field *field, const sms_json *a, const sms_json *b);

#endif
