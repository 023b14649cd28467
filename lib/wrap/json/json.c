/* Reading JSON and looking at it. cJSON makes the values from a text that the scanner has passed; numbers get the text
 * they were written with. */
#include "wrap/json/json.h"
#include "wrap/json/cjson.h"
#include "wrap/json/scan.h"
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

/* As cJSON's own test, without the call. */
static inline bool is(const sms_json *value, int kind)
{
	return value && (value->type & 0xFF) == kind;
}

/* Where cJSON's allocations of this thread go; NULL for the heap. cJSON's hooks have no context. */
static _Thread_local struct sms_arena *current;

static void *allocate(size_t size)
{
	if (current)
		return sms_arena_alloc(current, size);
	void *memory = malloc(size);
	if (!memory)
		sms_out_of_memory();
	return memory;
}

static void release(void *memory)
{
	if (!current)
		free(memory);
}

void sms_json_setup(void)
{
	cJSON_Hooks hooks = {allocate, release};
	cJSON_InitHooks(&hooks);
}

struct sms_arena *sms_json_make_in(struct sms_arena *arena)
{
	struct sms_arena *before = current;
	current = arena;
	return before;
}

/* Adds a copy of `member`, which shares what is inside it; the new last one. */
static sms_json *add_shallow(struct sms_arena *arena, sms_json *object, sms_json *last, const sms_json *member)
{
	sms_json *copy = sms_arena_alloc(arena, sizeof *copy);
	*copy = *member;
	copy->prev = last;
	copy->next = NULL;
	*(last ? &last->next : &object->child) = copy;
	object->child->prev = copy; /* cJSON keeps the last one there */
	return copy;
}

const sms_json *sms_json_with(struct sms_arena *arena, const sms_json *object, const char *key, sms_json **member)
{
	static const sms_json empty = {.type = cJSON_Object};
	sms_json *whole = sms_arena_alloc(arena, sizeof *whole), *last = NULL;
	*whole = (sms_json){.type = cJSON_Object};
	sms_json_each(one, object)
		last = add_shallow(arena, whole, last, one);
	*member = add_shallow(arena, whole, last, &empty);
	(*member)->string = sms_arena_copy(arena, key, strlen(key));
	return whole;
}

/* --- Reading. --- */

/* The numbers that still wait for their value while their texts are handed out in document order. */
struct attach {
	const struct sms_json_number *next, *end;
	const char *text;
	struct sms_arena *arena;
	uint32_t ordinal;
};

static void attach_texts(struct attach *a, sms_json *value)
{
	for (; value && a->next < a->end; value = value->next) {
		if (value->child) {
			attach_texts(a, value->child);
		} else if (is(value, cJSON_Number) && a->ordinal++ == a->next->ordinal) {
			const char *bytes = a->text + a->next->offset;
			size_t length = a->next->length;
			value->valuestring =
				a->arena ? sms_arena_copy(a->arena, bytes, length) : sms_copy(bytes, length);
			if (length > SMS_JSON_NUMBER_LENGTH)
				value->valuedouble = strtod(value->valuestring, NULL);
			a->next++;
		}
	}
}

/* A copy of the text with zeros in place of the numbers that are too long for cJSON. */
static char *blank_overlong(const struct sms_json_scan *scan, const char *text, size_t length)
{
	char *copy = sms_copy(text, length);
	for (size_t i = 0; i < scan->count; i++) {
		const struct sms_json_number *number = &scan->numbers[i];
		if (number->length > SMS_JSON_NUMBER_LENGTH) {
			memset(copy + number->offset, ' ', number->length);
			copy[number->offset] = '0';
		}
	}
	return copy;
}

static struct sms_error *read(sms_json **out, struct sms_arena *arena, const char *text, size_t length,
			      const char *name, enum sms_status beyond_limit)
{
	sms_auto(json_scan) struct sms_json_scan scan = {0};
	sms_auto(string) char *blanked = NULL;
	*out = NULL;
	struct sms_error *error = sms_json_scan(&scan, text, length, name);
	if (error)
		return scan.limit ? sms_error_as(error, beyond_limit) : error;
	if (scan.overlong)
		blanked = blank_overlong(&scan, text, length);
	struct sms_arena *before = sms_json_make_in(arena);
	*out = cJSON_ParseWithLengthOpts(blanked ? blanked : text, length, NULL, false);
	sms_json_make_in(before);
	if (!*out)
		return sms_error(SMS_INPUT, "%s: not read as JSON", name);
	if (scan.count) {
		struct attach attach = {scan.numbers, scan.numbers + scan.count, text, arena, 0};
		attach_texts(&attach, *out);
	}
	return NULL;
}

struct sms_error *sms_json_parse(sms_json **out, const char *text, size_t length, const char *name)
{
	return read(out, NULL, text, length, name, SMS_INPUT);
}

struct sms_error *sms_json_parse_in(const sms_json **out, struct sms_arena *arena, const char *text, size_t length,
				    const char *name)
{
	sms_json *value;
	struct sms_error *error = read(&value, arena, text, length, name, SMS_INPUT);
	*out = value;
	return error;
}

struct sms_error *sms_json_judge_in(const sms_json **out, struct sms_arena *arena, const char *text, size_t length,
				    const char *name)
{
	sms_json *value;
	struct sms_error *error = read(&value, arena, text, length, name, SMS_UNJUDGED);
	*out = value;
	return error;
}

void sms_json_free(sms_json *value)
{
	cJSON_Delete(value);
}

/* --- Looking. --- */

enum sms_json_kind sms_json_kind(const sms_json *value)
{
	switch (value ? value->type & 0xFF : cJSON_NULL) {
	case cJSON_False:
	case cJSON_True:
		return SMS_JSON_BOOLEAN;
	case cJSON_Number:
		return SMS_JSON_NUMBER;
	case cJSON_String:
		return SMS_JSON_STRING;
	case cJSON_Array:
		return SMS_JSON_ARRAY;
	case cJSON_Object:
		return SMS_JSON_OBJECT;
	default:
		return SMS_JSON_NULL;
	}
}

const char *sms_json_kind_name(enum sms_json_kind kind)
{
	static const char *const names[] = {
		[SMS_JSON_NULL] = "null",     [SMS_JSON_BOOLEAN] = "boolean", [SMS_JSON_NUMBER] = "number",
		[SMS_JSON_STRING] = "string", [SMS_JSON_ARRAY] = "array",     [SMS_JSON_OBJECT] = "object",
	};
	return names[kind];
}

bool sms_json_is(const sms_json *value, enum sms_json_kind kind)
{
	return value && sms_json_kind(value) == kind;
}

bool sms_json_true(const sms_json *value)
{
	return is(value, cJSON_True);
}

const char *sms_json_text(const sms_json *value)
{
	return is(value, cJSON_String) ? value->valuestring : NULL;
}

double sms_json_number(const sms_json *value)
{
	return is(value, cJSON_Number) ? value->valuedouble : 0;
}

const char *sms_json_number_text(const sms_json *value, char scratch[32])
{
	if (!is(value, cJSON_Number))
		return "";
	if (value->valuestring)
		return value->valuestring;
	snprintf(scratch, 32, "%" PRId64, (int64_t)value->valuedouble);
	return scratch;
}

static bool is_container(const sms_json *value)
{
	return is(value, cJSON_Array) || is(value, cJSON_Object);
}

size_t sms_json_count(const sms_json *container)
{
	size_t count = 0;
	sms_json_each(element, container)
		count++;
	return count;
}

const sms_json *sms_json_first(const sms_json *container)
{
	return is_container(container) ? container->child : NULL;
}

const sms_json *sms_json_next(const sms_json *element)
{
	return element ? element->next : NULL;
}

const char *sms_json_key(const sms_json *member)
{
	return member ? member->string : NULL;
}

sms_json *sms_json_member(const sms_json *object, const char *key, size_t length)
{
	if (!is(object, cJSON_Object))
		return NULL;
	for (sms_json *member = object->child; member; member = member->next)
		if (*member->string == *key && !strncmp(member->string, key, length) && !member->string[length])
			return member;
	return NULL;
}

const sms_json *sms_json_get(const sms_json *object, const char *key)
{
	if (!is(object, cJSON_Object))
		return NULL;
	for (const sms_json *member = object->child; member; member = member->next)
		if (*member->string == *key && !strcmp(member->string, key))
			return member;
	return NULL;
}

const sms_json *sms_json_at(const sms_json *array, size_t index)
{
	const sms_json *element = is(array, cJSON_Array) ? array->child : NULL;
	while (element && index--)
		element = element->next;
	return element;
}

const char *sms_json_get_text(const sms_json *object, const char *key)
{
	return sms_json_text(sms_json_get(object, key));
}

const sms_json *sms_json_path(const sms_json *value, const char *path)
{
	return sms_json_follow(value, path, NULL);
}

void sms_json_visit(const sms_json *value, const char *path, sms_json_visitor *visit, void *context)
{
	if (!value)
		return;
	if (cJSON_IsArray(value)) {
		sms_json_each(element, value)
			sms_json_visit(element, path, visit, context);
		return;
	}
	size_t step = strcspn(path, ".");
	if (step)
		sms_json_visit(sms_json_member(value, path, step), path + step + (path[step] == '.'), visit, context);
	else
		visit(context, value);
}

const sms_json *sms_json_pointer(const sms_json *value, const char *pointer)
{
	while (value && *pointer == '/') {
		const char *token = pointer + 1;
		size_t length = strcspn(token, "/"), index;
		if (is(value, cJSON_Array)) {
			value = sms_json_index(token, length, &index) ? sms_json_at(value, index) : NULL;
		} else {
			const sms_json *member = is(value, cJSON_Object) ? value->child : NULL;
			while (member && !sms_json_token_is(token, length, member->string, strlen(member->string)))
				member = member->next;
			value = member;
		}
		pointer = token + length;
	}
	return *pointer ? NULL : value;
}

bool sms_json_contains_text(const sms_json *array, const char *text)
{
	if (!is(array, cJSON_Array))
		return false;
	sms_json_each(element, array)
		if (is(element, cJSON_String) && !strcmp(element->valuestring, text))
			return true;
	return false;
}
