/* JSON values: a strict reader in front of cJSON, and printers of our own behind it. The only home of cJSON.
 *
 * Reading is RFC 8259 and I-JSON (RFC 7493): duplicate member names, ill-formed UTF-8, lone surrogates, \u0000, raw
 * control characters, numbers out of a double's range, text behind the value, a byte order mark, and depth, size or
 * member counts over the limit are errors INPUT that name file, line and column; nothing is repaired.
 * A number keeps the text it was written with, so that nothing is lost between reading and printing. */
#ifndef SMS_WRAP_JSON_H
#define SMS_WRAP_JSON_H

#include "base/arena.h"
#include "base/buf.h"
#include "base/error.h"
#include <stdint.h>

typedef struct cJSON sms_json;

enum sms_json_kind {
	SMS_JSON_NULL,
	SMS_JSON_BOOLEAN,
	SMS_JSON_NUMBER,
	SMS_JSON_STRING,
	SMS_JSON_ARRAY,
	SMS_JSON_OBJECT
};

#define SMS_JSON_DEPTH 64
#define SMS_JSON_MEMBERS 20000    /* members of one object */
#define SMS_JSON_BYTES (64 << 20) /* bytes of one text */

/* Must run once before any thread reads JSON: makes a failed allocation end the process with status 12. */
void sms_json_setup(void);

/* Reads one value. `name` is what errors call the text, usually its path. The value is the caller's
 * (sms_json_free). */
struct sms_error *sms_json_parse(sms_json **out, const char *text, size_t length, const char *name) SMS_CHECKED;
/* The same, with the value's memory taken from `arena`: not to be changed or freed, gone with the arena. For reading
 * many texts fast. */
struct sms_error *sms_json_parse_in(const sms_json **out, struct sms_arena *arena, const char *text, size_t length,
				    const char *name) SMS_CHECKED;
/* The same for judging texts rather than taking them in: what is over a limit may be JSON all the same, and is an error
 * UNJUDGED. */
struct sms_error *sms_json_judge_in(const sms_json **out, struct sms_arena *arena, const char *text, size_t length,
				    const char *name) SMS_CHECKED;
void sms_json_free(sms_json *value);

/* --- Looking at values. Every function takes NULL and then answers as for "not there". --- */

enum sms_json_kind sms_json_kind(const sms_json *value);
const char *sms_json_kind_name(enum sms_json_kind kind);          /* "null", "boolean", ... as JSON Schema calls them */
bool sms_json_is(const sms_json *value, enum sms_json_kind kind); /* false for NULL */
bool sms_json_true(const sms_json *value);                        /* it is the boolean true */
/* The string, or NULL when it is none. Borrowed; holds no zero byte. */
const char *sms_json_text(const sms_json *value);
/* The number as a double; 0 when it is none. */
double sms_json_number(const sms_json *value);
/* True and the value, when it is a number without a fraction within +-2^63 (1.0 and 1e2 count). */
bool sms_json_integer(const sms_json *value, int64_t *out);
/* The number's text as written (borrowed), or "" when it is none. `scratch` holds it where it has to be made. */
const char *sms_json_number_text(const sms_json *value, char scratch[32]);

size_t sms_json_count(const sms_json *container); /* elements or members */
const sms_json *sms_json_first(const sms_json *container);
const sms_json *sms_json_next(const sms_json *element);
const char *sms_json_key(const sms_json *member); /* name of a member; borrowed */
const sms_json *sms_json_get(const sms_json *object, const char *key);
const sms_json *sms_json_at(const sms_json *array, size_t index);
/* sms_json_text(sms_json_get(object, key)) */
const char *sms_json_get_text(const sms_json *object, const char *key);
/* By dotted path: `target.value`, `log.0.at`; a member whose own name holds a dot is tried first. */
const sms_json *sms_json_path(const sms_json *value, const char *path);
/* Visits what is at a dotted path, through lists; a list at its end is visited element by element. */
typedef void sms_json_visitor(void *context, const sms_json *value);
void sms_json_visit(const sms_json *value, const char *path, sms_json_visitor *visit, void *context);
/* By JSON Pointer (RFC 6901), "" for the value itself. */
const sms_json *sms_json_pointer(const sms_json *value, const char *pointer);
/* Equal as JSON Schema counts it: numbers by value without loss (1 == 1.0), members in any order. */
bool sms_json_equal(const sms_json *a, const sms_json *b);
/* True when the array of strings holds `text`. */
bool sms_json_contains_text(const sms_json *array, const char *text);

#define sms_json_each(element, container)                                                                              \
	for (const sms_json *element = sms_json_first(container); element; element = sms_json_next(element))

/* --- Values in an arena: for many that live shortly. --- */

/* From now on this thread makes values in the arena, or on the heap for NULL; answers what was so before. Values of the
 * heap are not to be freed while an arena is set: nothing is. */
struct sms_arena *sms_json_make_in(struct sms_arena *arena);
/* `object` with one more member behind the others: an empty object, which may be filled. What both hold is shared and
 * may not be changed. */
const sms_json *sms_json_with(struct sms_arena *arena, const sms_json *object, const char *key, sms_json **member);

/* --- Making and changing values (never those that were read into an arena). --- */

sms_json *sms_json_new_object(void) SMS_CHECKED;
sms_json *sms_json_new_array(void) SMS_CHECKED;
sms_json *sms_json_new_text(const char *text) SMS_CHECKED;
sms_json *sms_json_new_integer(int64_t number) SMS_CHECKED;
sms_json *sms_json_new_number(double number) SMS_CHECKED;
sms_json *sms_json_new_boolean(bool value) SMS_CHECKED;
sms_json *sms_json_new_null(void) SMS_CHECKED;
sms_json *sms_json_copy(const sms_json *value) SMS_CHECKED;
/* Sets a member; takes `value`; replaces in place when the key exists, else adds behind the last. */
void sms_json_set(sms_json *object, const char *key, sms_json *value);
void sms_json_set_text(sms_json *object, const char *key, const char *text);
void sms_json_set_integer(sms_json *object, const char *key, int64_t number);
void sms_json_set_boolean(sms_json *object, const char *key, bool value);
/* Sets by dotted path; missing objects on the way are made; fails when the way leads through another kind of value. A
 * number is an index of an array that is there, `+` means behind its last element. Takes `value`. */
struct sms_error *sms_json_set_path(sms_json *object, const char *path, sms_json *value) SMS_CHECKED;
bool sms_json_remove(sms_json *object, const char *key);
bool sms_json_remove_path(sms_json *object, const char *path);
bool sms_json_remove_at(sms_json *array, size_t index);
/* Replaces the element at `index`, which is there; takes `value`. */
void sms_json_replace_at(sms_json *array, size_t index, sms_json *value);
void sms_json_append(sms_json *array, sms_json *value);
void sms_json_append_text(sms_json *array, const char *text);
/* The member as a value that may be changed; NULL when not there. Borrowed. */
sms_json *sms_json_edit(sms_json *object, const char *key);
sms_json *sms_json_edit_at(sms_json *array, size_t index);
/* Puts members in the order that `compare` of their names gives; stable. */
void sms_json_sort(sms_json *object, int (*compare)(const char *a, const char *b, void *context), void *context);

/* --- Printing, appended to `out`. --- */

/* The form that records are stored in: two-space indent, members in their order, numbers by their text, arrays and
 * objects that are empty as [] and {}, every other one over several lines, one newline at the end. */
void sms_json_print(struct sms_buf *out, const sms_json *value);
/* One line without spaces and without a newline. */
void sms_json_print_line(struct sms_buf *out, const sms_json *value);
/* RFC 8785 (JSON Canonicalization Scheme): members sorted by UTF-16 units, numbers as ECMAScript prints the double. */
void sms_json_print_canonical(struct sms_buf *out, const sms_json *value);
/* A string with its quotes and escapes. */
void sms_json_print_text(struct sms_buf *out, const char *text, size_t length);

/* --- Where in the text. --- */

struct sms_position {
	unsigned line, column; /* from 1; columns count code points */
};

/* Position of the value (or, with `of_key`, of its member name) that a JSON Pointer names in a text that parsed; the
 * nearest enclosing value when the last step is not there. Re-reads the text: for findings, not for every value. */
struct sms_position sms_json_locate(const char *text, size_t length, const char *pointer, bool of_key);
/* Appends `/` and the token, with `~` and `/` escaped. */
void sms_json_pointer_add(struct sms_buf *pointer, const char *token);

SMS_AUTO_POINTER(json, sms_json *, sms_json_free);

#endif
