/* Records made from a type's own data: its example, brought into any state, with what the schema then asks for. For
 * tests that drive every type. */
#ifndef TESTS_SPECIMEN_H
#define TESTS_SPECIMEN_H

#include "model/record.h"
#include "wrap/json/json.h"
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#define SPECIMEN_TIME "2026-06-01T08:00:00Z"
#define SPECIMEN_ROUNDS 60

static inline void must(struct sms_error *error)
{
	if (error)
		fail_msg("%s", sms_error_message(error));
}

static inline const struct sms_schema *specimen_schema(const struct sms_type *type)
{
	const struct sms_schema *schema = NULL;
	must(sms_type_schema(&schema, type));
	return schema;
}

/* --- Values that fit a schema. --- */

static inline const char *specimen_text(const char *format, const char *pattern)
{
	static const struct {
		const char *format, *text;
	} formats[] = {{"date-time", SPECIMEN_TIME},  {"date", "2026-06-01"},  {"duration", "PT4H"},
		       {"sms-interval", "P3M"},       {"sms-id", "SVC-EMAIL"}, {"email", "zoe@example.org"},
		       {"uri", "https://example.org"}};
	static const struct {
		const char *pattern, *text;
	} patterns[] = {{"^([4-9]|10)(\\.[1-9][0-9]*)*$", "8.6.1"},
			{"^([4-9]|10)(\\.[1-9][0-9]*)*-[a-z]+$", "8.6.1-a"},
			{"^[0-9a-f]{40}([0-9a-f]{24})?$", "0123456789012345678901234567890123456789"},
			{"^[0-9a-f]{64}$", "0123456789012345678901234567890101234567890123456789012345678901"},
			{"^(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])$", "01-01"},
			{"^-?(0|[1-9][0-9]{0,14})(\\.[0-9]{1,6})?$", "12.50"},
			{"^[A-Z]{3}$", "CHF"},
			{"^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$", "en"}};
	for (size_t i = 0; format && i < SMS_COUNT(formats); i++)
		if (!strcmp(formats[i].format, format))
			return formats[i].text;
	for (size_t i = 0; pattern && i < SMS_COUNT(patterns); i++)
		if (!strcmp(patterns[i].pattern, pattern))
			return patterns[i].text;
	return "text"; /* fits all other patterns too */
}

static inline sms_json *specimen_value(const struct sms_schema *schema, const sms_json *sub);

static inline sms_json *specimen_object(const struct sms_schema *schema, const sms_json *sub)
{
	sms_json *object = sms_json_new_object();
	const sms_json *properties = sms_json_get(sub, "properties");
	sms_json_each(name, sms_json_get(sub, "required"))
		sms_json_set(object, sms_json_text(name),
			     specimen_value(schema, sms_json_get(properties, sms_json_text(name))));
	if (!sms_json_count(object) && sms_json_count(properties))
		sms_json_set(object, sms_json_key(sms_json_first(properties)),
			     specimen_value(schema, sms_json_first(properties)));
	return object;
}

static inline sms_json *specimen_value(const struct sms_schema *schema, const sms_json *sub)
{
	const sms_json *own = sub;
	sub = sms_schema_resolve(schema, sub);
	const sms_json *kind = sms_json_get(sub, "type");
	const char *type = sms_json_text(sms_json_is(kind, SMS_JSON_ARRAY) ? sms_json_first(kind) : kind);
	if (sms_json_get(sub, "const"))
		return sms_json_copy(sms_json_get(sub, "const"));
	if (sms_json_get(sub, "enum"))
		return sms_json_copy(sms_json_first(sms_json_get(sub, "enum")));
	if (type && !strcmp(type, "object"))
		return specimen_object(schema, sub);
	if (type && !strcmp(type, "array")) {
		sms_json *list = sms_json_new_array();
		sms_json_append(list, specimen_value(schema, sms_json_get(sub, "items")));
		return list;
	}
	if (type && !strcmp(type, "boolean"))
		return sms_json_new_boolean(true);
	if (type && (!strcmp(type, "integer") || !strcmp(type, "number"))) {
		double least = sms_json_number(sms_json_get(sub, "minimum"));
		return sms_json_new_integer(least > 1 ? (int64_t)least : 1);
	}
	return sms_json_new_text(specimen_text(sms_json_get_text(sub, "format") ? sms_json_get_text(sub, "format")
										: sms_json_get_text(own, "format"),
					       sms_json_get_text(sub, "pattern")));
}

/* --- Paths in an instance. --- */

/* The object or array that a pointer's last step is in; `step` is that step. */
static inline sms_json *specimen_parent(sms_json *root, const char *pointer, char step[64])
{
	sms_json *at = root;
	assert_true(*pointer == '/');
	for (const char *next; (next = strchr(pointer + 1, '/')); pointer = next) {
		sms_auto(string) char *name = sms_copy(pointer + 1, (size_t)(next - pointer - 1));
		at = sms_json_is(at, SMS_JSON_ARRAY) ? sms_json_edit_at(at, strtoul(name, NULL, 10))
						     : sms_json_edit(at, name);
	}
	snprintf(step, 64, "%s", pointer + 1);
	return at;
}

static inline void specimen_set(sms_json *root, const char *pointer, sms_json *value)
{
	char step[64];
	sms_json *parent = specimen_parent(root, pointer, step);
	if (sms_json_is(parent, SMS_JSON_ARRAY))
		sms_json_replace_at(parent, strtoul(step, NULL, 10), value);
	else
		sms_json_set(parent, step, value);
}

/* What the type's schema says of the member that a pointer of the instance names. */
static inline const sms_json *specimen_find(const struct sms_schema *schema, const sms_json *sub, const char *pointer)
{
	sub = sms_schema_resolve(schema, sub);
	if (!*pointer)
		return sub;
	size_t length = strcspn(pointer + 1, "/");
	sms_auto(string) char *step = sms_copy(pointer + 1, length);
	const sms_json *next = sms_json_get(sms_json_get(sub, "properties"), step), *found = NULL;
	if (next && (found = specimen_find(schema, next, pointer + 1 + length)))
		return found;
	if (step[strspn(step, "0123456789")] == 0 && sms_json_get(sub, "items"))
		return specimen_find(schema, sms_json_get(sub, "items"), pointer + 1 + length);
	sms_json_each(part, sms_json_get(sub, "allOf"))
		if ((found = specimen_find(schema, part, pointer)))
			return sms_schema_resolve(schema, part) == found && *pointer ? NULL : found;
	return NULL;
}

/* --- Records. --- */

/* One element for each value of the elements' enumerations: what `contains` may ask for is among them. */
static inline sms_json *specimen_one_of_each(const struct sms_schema *schema, const sms_json *sub)
{
	sms_json *list = sms_json_new_array();
	const sms_json *items = sms_schema_resolve(schema, sms_json_get(sub, "items"));
	sms_json_each(property, sms_json_get(items, "properties"))
		sms_json_each(value, sms_json_get(sms_schema_resolve(schema, property), "enum")) {
			sms_json *element = specimen_value(schema, items);
			sms_json_set(element, sms_json_key(property), sms_json_copy(value));
			sms_json_append(list, element);
		}
	return list;
}

/* The first of the values that a message names: it may come from a file that references lead to. */
static inline sms_json *specimen_first_of(const char *message)
{
	const char *list = strstr(message, "must be one of ");
	assert_non_null(list);
	list += strlen("must be one of ");
	sms_auto(string) char *word = sms_copy(list, strcspn(list, ","));
	return sms_json_new_text(word);
}

/* Mends one fault of the record; false when it cannot. */
static inline bool specimen_mend(const struct sms_type *type, sms_json *record,
				 const struct sms_schema_finding *finding)
{
	const struct sms_schema *schema = specimen_schema(type);
	const sms_json *document = sms_type_document(type);
	if (!strcmp(finding->keyword, "required") || !strcmp(finding->keyword, "dependentRequired")) {
		const char *dot = strstr(finding->message, " is missing");
		sms_auto(string) char *path = sms_copy(finding->message, dot ? (size_t)(dot - finding->message) : 0);
		const char *name = strrchr(path, '.') ? strrchr(path, '.') + 1 : path;
		sms_auto(string) char *pointer = sms_format("%s/%s", finding->pointer, name);
		const sms_json *sub = specimen_find(schema, document, pointer);
		if (sub)
			specimen_set(record, pointer, specimen_value(schema, sub));
		return sub != NULL;
	}
	const sms_json *sub = specimen_find(schema, document, finding->pointer);
	const sms_json *said = sms_json_pointer(document, finding->schema_pointer);
	if (!strcmp(finding->keyword, "contains"))
		specimen_set(record, finding->pointer, specimen_one_of_each(schema, sub));
	else if (!strcmp(finding->keyword, "const") && said)
		specimen_set(record, finding->pointer, sms_json_copy(said));
	else if (!strcmp(finding->keyword, "enum"))
		specimen_set(record, finding->pointer, specimen_first_of(finding->message));
	else
		return false;
	return true;
}

/* Adds what the schema asks for; false when the record cannot be made to fit. `why` (may be NULL) gets the fault. */
static inline bool specimen_fit(const struct sms_type *type, sms_json *record, struct sms_buf *why)
{
	for (int round = 0; round < SPECIMEN_ROUNDS; round++) {
		sms_auto(findings) struct sms_schema_findings found = {0};
		must(sms_schema_explain(specimen_schema(type), record, &found));
		if (!found.count)
			return true;
		bool mended = false;
		for (size_t i = 0; i < found.count && !mended; i++)
			mended = specimen_mend(type, record, &found.items[i]);
		if (mended)
			continue;
		if (why)
			sms_buf_add_format(why, "%s: %s", found.items[0].keyword, found.items[0].message);
		return false;
	}
	return false;
}

/* The type's example as a record, in a state (NULL: its own). The caller's. */
static inline sms_json *specimen(const struct sms_type *type, const char *id, const char *state)
{
	sms_json *record = sms_json_copy(sms_json_get(sms_json_get(sms_type_document(type), "x-sms"), "example"));
	sms_json *created = sms_json_new_object();
	sms_auto(buf) struct sms_buf why = SMS_BUF_INIT;
	sms_json_set_text(record, "id", id);
	sms_json_set_text(record, "type", type->name);
	if (state)
		sms_json_set_text(record, "state", state);
	else if (!sms_json_get(record, "state"))
		sms_json_set_text(record, "state", sms_type_initial(type));
	sms_json_set_text(created, "at", SPECIMEN_TIME);
	sms_json_set_text(created, "by", "PER-ANNA-KELLER");
	sms_json_set(record, "created", created);
	if (!specimen_fit(type, record, &why))
		fail_msg("%s as %s: %s", type->name, state ? state : "it is", sms_buf_text(&why));
	sms_type_arrange(type, record);
	return record;
}

/* An id for a record of the type, with a word of one's own. */
static inline char *specimen_id(const struct sms_type *type, const char *word)
{
	return sms_format("%s-%s%s", type->prefix, type->kind == SMS_KIND_EVENT ? "20260601-" : "", word);
}

#endif
