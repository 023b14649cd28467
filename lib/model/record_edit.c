/* Assignments to a record's fields, and fields that follow from others. See record.h. */
#include "model/derive.h"
#include "model/record.h"
#include "model/type/private.h"
#include <string.h>

static struct sms_error *refuse_kept(const struct sms_record *record, const char *member)
{
	static const struct {
		const char *member, *hint;
	} instead[] = {{"state", "sms move %s STATE"},
		       {"log", "sms note %s TEXT"},
		       {"links", "sms link %s REL ID"},
		       {"attachments", "sms attach %s FILE"}};
	struct sms_error *error = sms_error(SMS_INPUT, "%s of '%s' is not set by hand", member, record->id);
	for (size_t i = 0; i < SMS_COUNT(instead); i++)
		if (!strcmp(member, instead[i].member)) {
			sms_auto(buf) struct sms_buf hint = SMS_BUF_INIT;
			const char *gap = strstr(instead[i].hint, "%s");
			sms_buf_add(&hint, instead[i].hint, (size_t)(gap - instead[i].hint));
			sms_buf_add_format(&hint, "%s%s", record->id, gap + 2);
			return sms_error_hint(error, "%s", sms_buf_text(&hint));
		}
	return error;
}

struct assignment {
	char *path;
	const char *value;
	bool append, remove;
};

static struct sms_error *split(struct assignment *out, const char *text)
{
	const char *equals = strchr(text, '=');
	if (!equals || equals == text)
		return sms_error_hint(sms_error(SMS_INPUT, "'%s' is no assignment", text),
				      "FIELD=VALUE, FIELD+=VALUE or "
				      "FIELD= to remove it");
	out->append = equals[-1] == '+';
	out->value = equals + 1;
	out->remove = !*out->value && !out->append;
	out->path = sms_copy(text, (size_t)(equals - text) - out->append);
	return NULL;
}

/* --- Objects as people type them: `kind=maintenance,text=Sunday night, when nobody works`. --- */

/* The member that a text begins with, `NAME=`; NULL when it is none of the field's. */
static const struct sms_field *named_member(const struct sms_type *type, const struct sms_field *field,
					    const char *text)
{
	size_t length = strspn(text, "abcdefghijklmnopqrstuvwxyz0123456789_.");
	if (!length || text[length] != '=')
		return NULL;
	sms_auto(string) char *path = sms_format("%s.%.*s", field->path, (int)length, text);
	return sms_type_field(type, path);
}

/* Where the value ends: before a comma that another member follows. */
static size_t value_length(const struct sms_type *type, const struct sms_field *field, const char *text)
{
	const char *comma = strchr(text, ',');
	while (comma && !named_member(type, field, comma + 1 + strspn(comma + 1, " ")))
		comma = strchr(comma + 1, ',');
	return comma ? (size_t)(comma - text) : strlen(text);
}

static struct sms_error *no_pairs(const struct sms_type *type, const struct sms_field *field, const char *text)
{
	struct sms_error *error = sms_error(
		SMS_INPUT, "%s '%s': must be a JSON object, or NAME=VALUE with commas between", field->path, text);
	sms_auto(buf) struct sms_buf names = SMS_BUF_INIT;
	sms_json_each(member, sms_json_get(field->schema, "properties"))
		sms_buf_add_format(&names, "%s%s", names.length ? ", " : "", sms_json_key(member));
	return names.length ? sms_error_hint(error, "names: %s", sms_buf_text(&names)) : error;
}

static struct sms_error *read_pairs(sms_json **out, const struct sms_type *type, const struct sms_field *field,
				    const char *text, sms_time now)
{
	sms_auto(json) sms_json *object = sms_json_new_object();
	for (const char *at = text; *at;) {
		const struct sms_field *member = named_member(type, field, at);
		sms_json *value = NULL;
		if (!member)
			return no_pairs(type, field, text);
		const char *path = member->path + strlen(field->path) + 1, *start = strchr(at, '=') + 1;
		size_t length = value_length(type, field, start);
		sms_auto(string) char *part = sms_copy(start, length);
		SMS_TRY(sms_field_value(&value, member, part, now));
		if (member->repeated && !sms_json_is(value, SMS_JSON_ARRAY)) {
			sms_auto(string) char *end = sms_format("%s.+", path);
			SMS_TRY(sms_json_set_path(object, end, value));
		} else {
			SMS_TRY(sms_json_set_path(object, path, value));
		}
		at = start + length;
		at += strspn(at, ", ");
	}
	*out = sms_move(&object);
	return NULL;
}

static struct sms_error *read_value(sms_json **out, const struct sms_type *type, const struct sms_field *field,
				    const char *text, sms_time now)
{
	if (field->kind == SMS_FIELD_OBJECT && *text != '{' && *text != '[')
		return read_pairs(out, type, field, text, now);
	return sms_field_value(out, field, text, now);
}

static struct sms_error *put(struct sms_record *record, const struct sms_field *field,
			     const struct assignment *assignment, sms_time now)
{
	sms_json *value = NULL;
	const char *path = assignment->path;
	const sms_json *old = sms_json_path(record->json, path);
	size_t length = strlen(path), last = strlen(strrchr(path, '.') ? strrchr(path, '.') + 1 : path);
	bool is_element = strspn(path + length - last, "0123456789") == last;
	SMS_TRY(read_value(&value, record->type, field, assignment->value, now));
	if (!field->repeated || is_element || (assignment->value[0] == '[' && !assignment->append))
		return sms_json_set_path(record->json, path, value);
	if (assignment->append && sms_json_is(old, SMS_JSON_ARRAY)) {
		sms_auto(string) char *end = sms_format("%s.+", path);
		return sms_json_set_path(record->json, end, value);
	}
	sms_json *list = sms_json_new_array();
	sms_json_append(list, value);
	return sms_json_set_path(record->json, path, list);
}

struct sms_error *sms_record_assign(struct sms_record *record, const char *text, sms_time now)
{
	struct assignment assignment = {0};
	const struct sms_field *field = NULL;
	SMS_TRY(split(&assignment, text));
	sms_auto(string) char *path = assignment.path;
	SMS_TRY(sms_type_find_field(&field, record->type, path));
	if (!field->settable) {
		sms_auto(string) char *member = sms_copy(path, strcspn(path, "."));
		return refuse_kept(record, member);
	}
	if (assignment.append && !field->repeated)
		return sms_error_hint(sms_error(SMS_INPUT, "%s of '%s' is no list", path, record->id), "%s=VALUE",
				      path);
	if (assignment.remove) {
		sms_json_remove_path(record->json, path);
		return NULL;
	}
	return put(record, field, &assignment, now);
}

/* --- Derived members. --- */

static bool is_required(const struct sms_type *type, const char *path)
{
	const struct sms_field *field = sms_type_field(type, path);
	return field && field->required;
}

void sms_record_derive(struct sms_record *record, const sms_json *before, struct sms_settings *settings)
{
	const struct sms_type *type = record->type;
	sms_json_each(rule, sms_json_get(type->about, "derive")) {
		const char *path = sms_json_key(rule);
		const sms_json *present = sms_json_path(record->json, path);
		sms_auto(json) sms_json *value = sms_derive(type, path, record->json, settings);
		sms_auto(json) sms_json *old = before ? sms_derive(type, path, before, settings) : NULL;
		const sms_json *stored = before ? sms_json_path(before, path) : NULL;
		/* What nobody touched, and was what the rule gave, follows; what was set by hand stays. */
		bool was_derived = present && old && sms_json_equal(stored, old) && sms_json_equal(present, stored);
		if (value && (!present || was_derived))
			sms_error_free(sms_json_set_path(record->json, path, sms_move(&value)));
		else if (!value && was_derived && !is_required(type, path))
			sms_json_remove_path(record->json, path);
	}
}
