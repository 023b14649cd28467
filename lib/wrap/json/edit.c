/* Making and changing JSON values, and dotted paths through them. */
#include "wrap/json/cjson.h"
#include "wrap/json/json.h"
#include "wrap/json/scan.h"
#include <inttypes.h>
#include <math.h>
#include <stdio.h>
#include <string.h>

/* --- Making. --- */

/* A number's text, allocated as the rest of the value is. */
static void set_number_text(sms_json *number, const char *text)
{
	number->valuestring = cJSON_malloc(strlen(text) + 1);
	if (!number->valuestring)
		sms_out_of_memory();
	strcpy(number->valuestring, text);
}

/* Without sms_json_setup cJSON answers NULL where memory is short. */
static sms_json *made(sms_json *value)
{
	if (!value)
		sms_out_of_memory();
	return value;
}

sms_json *sms_json_new_object(void)
{
	return made(cJSON_CreateObject());
}

sms_json *sms_json_new_array(void)
{
	return made(cJSON_CreateArray());
}

sms_json *sms_json_new_text(const char *text)
{
	return made(cJSON_CreateString(text));
}

sms_json *sms_json_new_integer(int64_t number)
{
	sms_json *value = made(cJSON_CreateNumber((double)number));
	if (number >= (int64_t)SMS_JSON_PLAIN || number <= -(int64_t)SMS_JSON_PLAIN) {
		char text[24];
		snprintf(text, sizeof text, "%" PRId64, number);
		set_number_text(value, text);
	}
	return value;
}

/* JSON has no infinities: what is not finite becomes null, as in ECMAScript. */
sms_json *sms_json_new_number(double number)
{
	char text[32];
	if (!isfinite(number))
		return sms_json_new_null();
	if (number == 0)
		number = 0; /* not minus zero */
	sms_json *value = made(cJSON_CreateNumber(number));
	if (fabs(number) >= SMS_JSON_PLAIN || number != trunc(number)) {
		sms_json_double_text(text, number);
		set_number_text(value, text);
	}
	return value;
}

sms_json *sms_json_new_boolean(bool value)
{
	return made(cJSON_CreateBool(value));
}

sms_json *sms_json_new_null(void)
{
	return made(cJSON_CreateNull());
}

sms_json *sms_json_copy(const sms_json *value)
{
	return value ? made(cJSON_Duplicate(value, true)) : NULL;
}

/* --- Changing. --- */

/* Puts `value` in the place and under the name of `old`, which is freed. */
static void replace(sms_json *parent, sms_json *old, sms_json *value)
{
	if (old == value)
		return;
	cJSON_free(value->string);
	value->string = sms_move(&old->string);
	cJSON_ReplaceItemViaPointer(parent, old, value);
}

void sms_json_set(sms_json *object, const char *key, sms_json *value)
{
	sms_json *old = sms_json_member(object, key, strlen(key));
	if (old)
		replace(object, old, value);
	else
		cJSON_AddItemToObject(object, key, value);
}

void sms_json_set_text(sms_json *object, const char *key, const char *text)
{
	sms_json_set(object, key, sms_json_new_text(text));
}

void sms_json_set_integer(sms_json *object, const char *key, int64_t number)
{
	sms_json_set(object, key, sms_json_new_integer(number));
}

void sms_json_set_boolean(sms_json *object, const char *key, bool value)
{
	sms_json_set(object, key, sms_json_new_boolean(value));
}

static bool drop(sms_json *parent, sms_json *value)
{
	if (value)
		cJSON_Delete(cJSON_DetachItemViaPointer(parent, value));
	return value != NULL;
}

bool sms_json_remove(sms_json *object, const char *key)
{
	return drop(object, sms_json_edit(object, key));
}

bool sms_json_remove_at(sms_json *array, size_t index)
{
	return drop(array, sms_json_edit_at(array, index));
}

void sms_json_replace_at(sms_json *array, size_t index, sms_json *value)
{
	if (!cJSON_ReplaceItemInArray(array, (int)index, value))
		cJSON_Delete(value);
}

void sms_json_append(sms_json *array, sms_json *value)
{
	cJSON_AddItemToArray(array, value);
}

void sms_json_append_text(sms_json *array, const char *text)
{
	sms_json_append(array, sms_json_new_text(text));
}

sms_json *sms_json_edit(sms_json *object, const char *key)
{
	return sms_json_member(object, key, strlen(key));
}

static sms_json *element_at(const sms_json *array, size_t index)
{
	sms_json *element = cJSON_IsArray(array) ? array->child : NULL;
	while (element && index--)
		element = element->next;
	return element;
}

sms_json *sms_json_edit_at(sms_json *array, size_t index)
{
	return element_at(array, index);
}

/* --- Order of members. --- */

struct entry {
	sms_json *member;
	size_t index;
};

struct order {
	int (*compare)(const char *a, const char *b, void *context);
	void *context;
};

static int compare_entries(const void *left, const void *right, void *context)
{
	const struct entry *a = left, *b = right;
	const struct order *order = context;
	int result = order->compare(a->member->string, b->member->string, order->context);
	return result ? result : a->index < b->index ? -1 : 1;
}

void sms_json_sort(sms_json *object, int (*compare)(const char *a, const char *b, void *context), void *context)
{
	size_t count = sms_json_count(object), i = 0;
	struct order order = {compare, context};
	if (count < 2 || !cJSON_IsObject(object))
		return;
	struct entry *entries = sms_alloc(count, sizeof *entries);
	for (sms_json *member = object->child; member; member = member->next, i++)
		entries[i] = (struct entry){member, i};
	qsort_r(entries, count, sizeof *entries, compare_entries, &order);
	for (i = 0; i < count; i++) {
		/* cJSON keeps the last one behind the first one's `prev` */
		entries[i].member->prev = entries[i ? i - 1 : count - 1].member;
		entries[i].member->next = i + 1 < count ? entries[i + 1].member : NULL;
	}
	object->child = entries[0].member;
	free(entries);
}

/* --- Paths. --- */

/* The end of the next shorter beginning of a path: the last dot before `end`, or NULL. */
static const char *shorter(const char *path, const char *end)
{
	return memrchr(path, '.', end - path);
}

sms_json *sms_json_follow(const sms_json *value, const char *path, sms_json **parent)
{
	for (const char *end = path + strlen(path); end; end = shorter(path, end)) {
		size_t length = end - path, index;
		sms_json *element, *found;
		if (cJSON_IsArray(value))
			element = sms_json_index(path, length, &index) ? element_at(value, index) : NULL;
		else
			element = sms_json_member(value, path, length);
		if (!element || !*end) {
			if (element)
				return element;
			continue;
		}
		sms_json *below = element;
		found = sms_json_follow(element, end + 1, &below);
		if (found) {
			if (parent)
				*parent = below;
			return found;
		}
	}
	return NULL;
}

bool sms_json_remove_path(sms_json *object, const char *path)
{
	sms_json *parent = object;
	sms_json *found = sms_json_follow(object, path, &parent);
	return drop(parent, found);
}

static bool is_container(const sms_json *value)
{
	return cJSON_IsArray(value) || cJSON_IsObject(value);
}

/* Where the next name of a path that is to be set ends: a member that is there, its own name perhaps with dots, before
 * one that has to be made. */
static const char *name_end(const sms_json *at, const char *path)
{
	for (const char *end = path + strlen(path); end; end = shorter(path, end)) {
		const sms_json *member = sms_json_member(at, path, end - path);
		if (member && (!*end || is_container(member)))
			return end;
	}
	return path + strcspn(path, ".");
}

static bool is_plus(const char *path)
{
	return path[0] == '+' && (!path[1] || path[1] == '.');
}

static struct sms_error *check_path(const char *path)
{
	unsigned names = 1;
	if (!*path || *path == '.' || path[strlen(path) - 1] == '.' || strstr(path, ".."))
		return sms_error(SMS_INPUT, "empty name");
	for (const char *p = path; *p; p++)
		names += *p == '.';
	if (names > SMS_JSON_DEPTH)
		return sms_error(SMS_INPUT, "more than %d names", SMS_JSON_DEPTH);
	return NULL;
}

/* What a path names in `at`: `out` is NULL where it is still to be made. */
static struct sms_error *look_up(sms_json **out, const sms_json *at, const char *path, size_t length)
{
	size_t index;
	*out = NULL;
	if (cJSON_IsObject(at)) {
		*out = sms_json_member(at, path, length);
		return NULL;
	}
	if (!cJSON_IsArray(at))
		return sms_error(SMS_INPUT, "'%.*s' cannot be set in a value of kind %s", (int)length, path,
				 sms_json_kind_name(sms_json_kind(at)));
	if (is_plus(path))
		return NULL;
	*out = sms_json_index(path, length, &index) ? element_at(at, index) : NULL;
	if (!*out)
		return sms_error(SMS_INPUT, "'%.*s' is no index of an array of %zu; '+' adds to it", (int)length, path,
				 sms_json_count(at));
	return NULL;
}

static void put(sms_json *at, sms_json *old, const char *name, size_t length, sms_json *value)
{
	if (old) {
		replace(at, old, value);
	} else if (cJSON_IsArray(at)) {
		sms_json_append(at, value);
	} else {
		sms_auto(string) char *key = sms_copy(name, length);
		sms_json_set(at, key, value);
	}
}

struct sms_error *sms_json_set_path(sms_json *object, const char *path, sms_json *value)
{
	const char *rest = path, *end;
	sms_json *at = object, *next;
	struct sms_error *error = check_path(path);
	/* nothing below a value that is made here can fail, so an error leaves the object as it was */
	for (; !error; at = next, rest = end + 1) {
		end = name_end(at, rest);
		error = look_up(&next, at, rest, end - rest);
		if (error)
			break;
		if (!*end) {
			put(at, next, rest, end - rest, value);
			return NULL;
		}
		if (!next) {
			next = is_plus(end + 1) ? sms_json_new_array() : sms_json_new_object();
			put(at, NULL, rest, end - rest, next);
		}
	}
	sms_json_free(value);
	return sms_error_wrap(error, "path '%s'", path);
}
