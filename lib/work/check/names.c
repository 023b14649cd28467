/* Names in files of data: do they name something? See data.h. */
#include "base/builtin.h"
#include "base/zone.h"
#include "work/check/data.h"
#include "work/import/map.h"
#include "work/query/query.h"
#include <string.h>

#define CATALOGUE "iso20000-1/catalogue.json"

/* --- What there is, for each kind of name: is it one, and which are there. --- */

static bool is_type(const struct sms_data_file *file, const char *name)
{
	return sms_types_get(file->check->types, name) || (file->type && !strcmp(file->type->name, name));
}

static void list_types(const struct sms_data_file *file, struct sms_list *out)
{
	for (size_t i = 0; i < sms_types_count(file->check->types); i++)
		sms_list_add(out, sms_types_at(file->check->types, i)->name);
}

static bool is_state(const struct sms_data_file *file, const char *name)
{
	return sms_type_has_state(file->type, name);
}

static void list_states(const struct sms_data_file *file, struct sms_list *out)
{
	sms_json_each(moves, sms_json_path(file->type->about, "lifecycle.moves"))
		sms_list_add(out, sms_json_key(moves));
}

static bool is_member(const struct sms_data_file *file, const char *name)
{
	return sms_type_field(file->type, name) != NULL;
}

static void list_members(const struct sms_data_file *file, struct sms_list *out)
{
	size_t count = 0;
	const struct sms_field *fields = sms_type_fields(file->type, &count);
	for (size_t i = 0; i < count; i++)
		sms_list_add(out, fields[i].path);
}

static bool is_open_member(const struct sms_data_file *file, const char *name)
{
	return is_member(file, name) || import_is_open(file->type, name);
}

static bool is_column(const struct sms_data_file *file, const char *name)
{
	return is_member(file, name) || !strcmp(name, "approval"); /* derived by `sms list` */
}

static bool is_instant(const struct sms_data_file *file, const char *name)
{
	const struct sms_field *field = sms_type_field(file->type, name);
	return field && field->format && (!strcmp(field->format, "date-time") || !strcmp(field->format, "date"));
}

static void list_instants(const struct sms_data_file *file, struct sms_list *out)
{
	size_t count = 0;
	const struct sms_field *fields = sms_type_fields(file->type, &count);
	for (size_t i = 0; i < count; i++)
		if (is_instant(file, fields[i].path))
			sms_list_add(out, fields[i].path);
}

static const sms_json *clauses(const struct sms_data_file *file)
{
	size_t length = 0;
	const char *text = file->check->catalogue ? NULL : sms_builtin(CATALOGUE, &length);
	if (text) /* a built-in file: tests hold it right */
		sms_error_free(sms_json_parse(&file->check->catalogue, text, length, CATALOGUE));
	return sms_json_get(file->check->catalogue, "clauses");
}

static void list_clauses(const struct sms_data_file *file, struct sms_list *out)
{
	sms_json_each(clause, clauses(file))
		sms_list_add(out, sms_json_get_text(clause, "clause"));
}

/* Does this file of rules/ give the catalogue that requirements name, with such a clause? */
static bool gives_clause(const struct sms_data_file *file, const char *path, const char *standard, const char *name)
{
	sms_auto(buf) struct sms_buf text = SMS_BUF_INIT;
	sms_auto(json) sms_json *json = NULL;
	sms_auto(error) struct sms_error *error = sms_snapshot_read(file->check->snapshot, path, &text, NULL);
	if (!error)
		error = sms_json_parse(&json, sms_buf_text(&text), text.length, path);
	const char *is = sms_json_get_text(json, "name");
	if (!is || strcmp(is, standard) != 0)
		return false;
	sms_json_each(clause, sms_json_get(json, "clauses")) {
		const char *number = sms_json_get_text(clause, "clause");
		if (number && !strcmp(number, name))
			return true;
	}
	return false;
}

/* Clauses of another standard: those of the file itself, or of the catalogue that it belongs to. */
static bool is_own_clause(const struct sms_data_file *file, const char *name)
{
	const char *standard = sms_json_get_text(file->json, "standard");
	sms_auto(list) struct sms_list paths = SMS_LIST_INIT;
	if (strncmp(file->path, "rules/", strlen("rules/")) != 0)
		return false;
	if (sms_json_get(file->json, "clauses"))
		return true;
	if (!standard || !file->check->snapshot)
		return false;
	sms_auto(error) struct sms_error *error = sms_snapshot_files(file->check->snapshot, "rules", &paths);
	for (size_t i = 0; i < paths.count && !error; i++)
		if (gives_clause(file, paths.items[i], standard, name))
			return true;
	return false;
}

/* A clause, or one that has such below it. */
static bool is_clause(const struct sms_data_file *file, const char *name)
{
	if (is_own_clause(file, name))
		return true;
	size_t length = strlen(name);
	sms_json_each(clause, clauses(file)) {
		const char *number = sms_json_get_text(clause, "clause");
		if (!strncmp(number, name, length) && (!number[length] || number[length] == '.'))
			return true;
	}
	return false;
}

static bool is_setting(const struct sms_data_file *file, const char *name)
{
	return !file->check->settings || sms_settings_get(file->check->settings, name);
}

static bool is_record(const struct sms_data_file *file, const char *name)
{
	const struct sms_entry *entry = NULL;
	if (!file->check->snapshot)
		return true;
	sms_auto(error) struct sms_error *error = sms_snapshot_find(file->check->snapshot, name, &entry);
	return error || entry;
}

static bool is_zone(const struct sms_data_file *file, const char *name)
{
	return sms_zone_exists(name);
}

static void list_nothing(const struct sms_data_file *file, struct sms_list *out)
{
}

static const struct kind {
	const char *name, *rule;
	bool of_type; /* asks file->type */
	enum sms_grade grade;
	bool (*is)(const struct sms_data_file *file, const char *name);
	void (*list)(const struct sms_data_file *file, struct sms_list *out);
	const char *what;
} kinds[] = {
	{"type", "type", false, SMS_GRADE_MAJOR, is_type, list_types, "type"},
	{"clause", "clause", false, SMS_GRADE_MINOR, is_clause, list_clauses, "clause of the standard"},
	{"record", "link", false, SMS_GRADE_MINOR, is_record, list_nothing, "record"},
	{"setting", "name", false, SMS_GRADE_MAJOR, is_setting, list_nothing, "setting"},
	{"zone", "name", false, SMS_GRADE_MAJOR, is_zone, list_nothing, "time zone that this system knows"},
	{"state", "state", true, SMS_GRADE_MAJOR, is_state, list_states, "state"},
	{"member", "member", true, SMS_GRADE_MAJOR, is_member, list_members, "field"},
	{"open-member", "member", true, SMS_GRADE_MAJOR, is_open_member, list_members, "field"},
	{"column", "member", true, SMS_GRADE_MAJOR, is_column, list_members, "field"},
	{"instant", "member", true, SMS_GRADE_MAJOR, is_instant, list_instants, "date or time"},
};

static const struct kind *kind_of(const char *name)
{
	for (size_t i = 0; i < SMS_COUNT(kinds); i++)
		if (!strcmp(kinds[i].name, name))
			return &kinds[i];
	return NULL;
}

/* --- A name. --- */

/* Is `name` a WHAT? Where the type is not known nothing of it is asked: that it is unknown is said where it is named. */
static bool is_one(const struct sms_data_file *file, const char *what, const char *name)
{
	const struct kind *kind = kind_of(what);
	if (*what == '/')
		return sms_json_get(sms_json_pointer(file->json, what), name) != NULL;
	return !kind || (kind->of_type && !file->type) || kind->is(file, name);
}

static void list_ones(const struct sms_data_file *file, const char *what, struct sms_list *out)
{
	const struct kind *kind = kind_of(what);
	if (*what == '/')
		sms_json_each(member, sms_json_pointer(file->json, what))
			sms_list_add(out, sms_json_key(member));
	else if (kind && (file->type || !kind->of_type))
		kind->list(file, out);
}

static void add_kind(const struct sms_data_file *file, const char *what, struct sms_buf *out)
{
	const struct kind *kind = kind_of(what);
	if (*what == '/') {
		sms_buf_add_text(out, "is not in ");
		sms_data_add_path(out, what);
		return;
	}
	sms_buf_add_format(out, "is no %s", kind ? kind->what : what);
	if (kind && kind->of_type)
		sms_buf_add_format(out, " of %s", file->type->name);
}

static void add_unknown(const struct sms_data_file *file, const sms_json *whats, const char *name, const char *pointer,
			bool of_key)
{
	sms_auto(buf) struct sms_buf message = SMS_BUF_INIT;
	sms_auto(list) struct sms_list names = SMS_LIST_INIT;
	const char *first = sms_json_text(whats) ? sms_json_text(whats) : sms_json_text(sms_json_first(whats));
	const struct kind *kind = kind_of(first);
	sms_data_add_path(&message, pointer);
	sms_buf_add_format(&message, of_key ? " " : " is '%s', which ", name);
	if (sms_json_text(whats)) {
		add_kind(file, first, &message);
		list_ones(file, first, &names);
	}
	sms_json_each(what, sms_json_text(whats) ? NULL : whats) {
		sms_buf_add_text(&message, what == sms_json_first(whats) ? "" : " and ");
		add_kind(file, sms_json_text(what), &message);
		list_ones(file, sms_json_text(what), &names);
	}
	const char *nearest = sms_list_nearest(&names, name);
	if (nearest)
		sms_buf_add_format(&message, "; did you mean '%s'?", nearest);
	sms_data_add(file, kind ? kind->grade : SMS_GRADE_MAJOR, kind ? kind->rule : "name", pointer, of_key,
		     sms_buf_take(&message));
}

static void check_name(const struct sms_data_file *file, const sms_json *whats, const char *name, const char *pointer,
		       bool of_key)
{
	bool found = sms_json_text(whats) && is_one(file, sms_json_text(whats), name);
	sms_json_each(what, sms_json_text(whats) ? NULL : whats)
		found = found || is_one(file, sms_json_text(what), name);
	if (!found)
		add_unknown(file, whats, name, pointer, of_key);
}

/* --- What is more than a name. --- */

static struct sms_error *check_query(const struct sms_data_file *file, const char *text, const char *pointer)
{
	sms_auto(query) struct sms_query *query = NULL;
	sms_auto(buf) struct sms_buf message = SMS_BUF_INIT;
	sms_auto(error) struct sms_error *error =
		file->type ? sms_query_new(&query, text, file->type, file->check->now) : NULL;
	if (!error)
		return NULL;
	sms_data_add_path(&message, pointer);
	sms_buf_add_format(&message, ": %s", sms_error_message(error));
	if (sms_error_hint_count(error))
		sms_buf_add_format(&message, "; %s", sms_error_hint_at(error, 0));
	sms_data_add(file, SMS_GRADE_MAJOR, "query", pointer, false, sms_buf_take(&message));
	return NULL;
}

static void check_template(const struct sms_data_file *file, const char *text, const char *pointer)
{
	sms_auto(json) sms_json *what = sms_json_new_text("member");
	for (const char *p = text; (p = strchr(p, '{'));) {
		sms_auto(string) char *name = sms_copy(p + 1, strcspn(p + 1, "}"));
		check_name(file, what, name, pointer, false);
		p++;
	}
}

/* A path begins at a record of the type that stands beside it. */
static void check_path(const struct sms_data_file *file, const char *text, const char *pointer)
{
	sms_auto(string) char *beside = sms_copy(pointer, (size_t)(strrchr(pointer, '/') - pointer));
	const char *type = sms_json_get_text(sms_json_pointer(file->json, beside), "type");
	struct sms_data_file of_type = *file;
	sms_auto(json) sms_json *what = sms_json_new_text("member");
	sms_auto(string) char *first = sms_copy(text, strcspn(text, "."));
	of_type.type = type ? sms_types_get(file->check->types, type) : NULL;
	check_name(&of_type, what, first, pointer, false);
}

static struct sms_error *check_schema(const struct sms_data_file *file, const sms_json *part, const char *pointer)
{
	sms_auto(schema) struct sms_schema *schema = NULL;
	sms_auto(schema_fault) struct sms_schema_fault fault = {0};
	const struct sms_schema_options options = {.fault = &fault};
	bool valid = false;
	SMS_TRY(sms_data_check_part(file, "meta/schema.json", part, pointer, &valid));
	if (!valid)
		return NULL;
	struct sms_error *error = sms_schema_new(&schema, part, &options);
	return sms_data_add_fault(file, error, &fault, part, pointer);
}

/* --- All of a file. --- */

static struct sms_error *check_value(void *context, const char *pointer, const sms_json *value, const sms_json *note)
{
	const struct sms_data_file *file = context;
	const char *what = sms_json_text(note) ? sms_json_text(note) : "", *text = sms_json_text(value);
	if (!strcmp(what, "schema"))
		return check_schema(file, value, pointer);
	if (!text)
		return NULL;
	if (!strcmp(what, "query"))
		return check_query(file, text, pointer);
	if (!strcmp(what, "template"))
		check_template(file, text, pointer);
	else if (!strcmp(what, "path"))
		check_path(file, text, pointer);
	else
		check_name(file, note, text, pointer, false);
	return NULL;
}

static struct sms_error *check_keys(void *context, const char *pointer, const sms_json *value, const sms_json *note)
{
	if (!sms_json_is(value, SMS_JSON_OBJECT))
		return NULL;
	sms_json_each(member, value) {
		sms_auto(buf) struct sms_buf inner = SMS_BUF_INIT;
		sms_buf_add_text(&inner, pointer);
		sms_json_pointer_add(&inner, sms_json_key(member));
		check_name(context, note, sms_json_key(member), sms_buf_text(&inner), true);
	}
	return NULL;
}

struct sms_error *sms_data_check_names(const struct sms_data_file *file, const struct sms_schema *schema)
{
	union { /* the visitors only read their context */
		const struct sms_data_file *file;
		void *context;
	} as = {.file = file};
	SMS_TRY(sms_schema_notes(schema, file->json, "x-refers", check_value, as.context));
	return sms_schema_notes(schema, file->json, "x-keys", check_keys, as.context);
}
