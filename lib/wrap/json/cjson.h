/* What the files behind wrap/json.h share about values, and the one place that includes cJSON.
 *
 * A number that an integer of up to 15 digits does not print again carries its text in `valuestring`, which cJSON
 * frees and duplicates like that of a string. A number without one is such an integer. */
#ifndef SMS_WRAP_JSON_CJSON_H
#define SMS_WRAP_JSON_CJSON_H

#include "wrap/json/json.h"
#include <cjson/cJSON.h>

#define SMS_JSON_PLAIN 1e15 /* integers below it are exact as a double and print as 15 digits at most */

/* The member whose name is the `length` bytes at `key`, or NULL; also NULL when `object` is none. */
sms_json *sms_json_member(const sms_json *object, const char *key, size_t length);
/* As sms_json_path. `parent`, which may be NULL, gets the container of what was found, and is left alone where that is
 * `value` itself. */
sms_json *sms_json_follow(const sms_json *value, const char *path, sms_json **parent);
/* The members sorted by their names' UTF-16 units; `count` gets their number. Free with free(). */
const sms_json **sms_json_sorted(const sms_json *object, size_t *count) SMS_CHECKED;
/* Compares names by their UTF-16 units. */
int sms_json_compare_utf16(const char *a, const char *b);
/* The shortest decimal text that reads as the same finite double, as ECMAScript's Number::toString prints it. */
void sms_json_double_text(char out[32], double number);

#endif
