/* What the schema of types cannot say of a type: does it compile, is its prefix free, does its lifecycle hang together,
 * does its example fit. See data.h. */
#include "model/record.h"
#include "work/check/data.h"
#include <string.h>

#define FOLDER "types/"
#define COMMON FOLDER "common.json"

/* --- The file as a type. --- */

static const struct sms_type *with_prefix(const struct sms_types *types, const char *prefix, const char *name)
{
	for (size_t i = 0; i < sms_types_count(types); i++) {
		const struct sms_type *type = sms_types_at(types, i);
		if (!strcmp(type->prefix, prefix) && strcmp(type->name, name) != 0)
			return type;
	}
	return NULL;
}

/* Ids begin with the prefix, so it is the type's alone. */
static bool check_prefix(const struct sms_data_file *file, const char *name)
{
	const char *prefix = sms_json_get_text(sms_json_get(file->json, "x-sms"), "prefix");
	const struct sms_type *other = prefix ? with_prefix(file->check->types, prefix, name) : NULL;
	if (other)
		sms_data_add(file, SMS_GRADE_MAJOR, "prefix", "/x-sms/prefix", false,
			     sms_format("x-sms.prefix is '%s', which is the prefix of %s", prefix, other->name));
	return !other;
}

/* What was appended to a list of the type that is extended is not at its place there. */
static void forget_place(char *pointer)
{
	if (!strncmp(pointer, "/allOf/", 7))
		pointer[6] = '\0';
}

/* Does the type, merged where it extends another, compile? */
static struct sms_error *check_schema(const struct sms_data_file *file, const struct sms_type *type, bool *out)
{
	sms_auto(library) struct sms_library library = {0};
	sms_auto(schema) struct sms_schema *schema = NULL;
	sms_auto(schema_fault) struct sms_schema_fault fault = {0};
	sms_auto(string) char *uri = sms_format("sms:" FOLDER "%s.json", type->name);
	const sms_json *document = sms_type_document(type);
	const struct sms_schema_options options = {.base_uri = uri,
						   .lookup = sms_library_lookup,
						   .lookup_context = &library,
						   .assert_format = true,
						   .fault = &fault};
	sms_library_init(&library);
	struct sms_error *error = sms_schema_new(&schema, document, &options);
	*out = !error;
	if (fault.pointer && sms_json_true(sms_json_path(file->json, "x-sms.extends")))
		forget_place(fault.pointer);
	return sms_data_add_fault(file, error, &fault, document, "");
}

struct sms_error *sms_data_check_type(struct sms_data_file *file, struct sms_types **own)
{
	const struct sms_type_file alone = {file->path, file->text, file->length};
	const char *slash = strrchr(file->path, '/');
	sms_auto(string) char *name = sms_copy(slash + 1, strlen(slash) - strlen("/.json"));
	if (slash != file->path + strlen(FOLDER) - 1 || !strcmp(file->path, COMMON)) {
		sms_data_add(file, SMS_GRADE_MINOR, "file", "", false,
			     sms_strdup("is not read: a type is a file " FOLDER "NAME.json"));
		return NULL;
	}
	if (!check_prefix(file, name))
		return NULL;
	sms_auto(error) struct sms_error *error = sms_types_load(own, &alone, 1);
	if (error) /* that is good only beside other files of the repository: check_prefix has seen those */
		return NULL;
	const struct sms_type *type = sms_types_get(*own, name);
	bool compiles = false;
	SMS_TRY(check_schema(file, type, &compiles));
	file->type = compiles ? type : NULL;
	return NULL;
}

/* --- Its lifecycle. --- */

/* Adds the states that can be reached from one. */
static void reach(const struct sms_type *type, const char *state, struct sms_list *reached)
{
	if (sms_list_contains(reached, state))
		return;
	sms_list_add(reached, state);
	sms_json_each(next, sms_json_get(sms_json_path(type->about, "lifecycle.moves"), state))
		reach(type, sms_json_text(next), reached);
}

static void check_reach(const struct sms_data_file *file)
{
	const char *initial = sms_type_initial(file->type);
	sms_auto(list) struct sms_list reached = SMS_LIST_INIT;
	reach(file->type, initial, &reached);
	sms_json_each(start, sms_json_path(file->type->about, "lifecycle.starts"))
		reach(file->type, sms_json_text(start), &reached);
	sms_json_each(moves, sms_json_path(file->type->about, "lifecycle.moves")) {
		const char *state = sms_json_key(moves);
		sms_auto(string) char *pointer = sms_format("/x-sms/lifecycle/moves/%s", state);
		if (!sms_list_contains(&reached, state))
			sms_data_add(file, SMS_GRADE_MINOR, "lifecycle", pointer, true,
				     sms_format("no moves lead from %s to the state '%s'", initial, state));
	}
}

/* The states that the schema lists are those of the lifecycle. */
static void check_listed(const struct sms_data_file *file)
{
	const struct sms_field *field = sms_type_field(file->type, "state");
	sms_json_each(moves, field && field->values ? sms_json_path(file->type->about, "lifecycle.moves") : NULL) {
		const char *state = sms_json_key(moves);
		sms_auto(string) char *pointer = sms_format("/x-sms/lifecycle/moves/%s", state);
		if (!sms_json_contains_text(field->values, state))
			sms_data_add(file, SMS_GRADE_MAJOR, "lifecycle", pointer, true,
				     sms_format("the state '%s' is not among the values of state", state));
	}
	size_t index = 0;
	sms_json_each(value, field ? field->values : NULL) {
		sms_auto(string) char *pointer = sms_format("/properties/state/enum/%zu", index++);
		if (sms_json_text(value) && !sms_type_has_state(file->type, sms_json_text(value)))
			sms_data_add(file, SMS_GRADE_MAJOR, "state", pointer, false,
				     sms_format("state lists '%s', which is no state of the lifecycle",
						sms_json_text(value)));
	}
}

/* What a statement does to a record is a move of the lifecycle. */
static void check_step(const struct sms_data_file *file, const char *name, const char *from, const char *to)
{
	sms_auto(string) char *pointer = sms_format("/x-sms/lifecycle/%s", name);
	if (from && to && sms_type_has_state(file->type, from) && sms_type_has_state(file->type, to) &&
	    !sms_type_may_move(file->type, from, to))
		sms_data_add(file, SMS_GRADE_MAJOR, "lifecycle", pointer, true,
			     sms_format("%s: no move leads from %s to %s", name, from, to));
}

static void check_steps(const struct sms_data_file *file)
{
	static const char *const names[] = {"submitted", "approved", "rejected"};
	for (size_t i = 0; i < SMS_COUNT(names); i++) {
		const sms_json *step = sms_json_get(sms_json_get(file->type->about, "lifecycle"), names[i]);
		const sms_json *from = sms_json_get(step, "from");
		check_step(file, names[i], sms_json_text(from), sms_json_get_text(step, "to"));
		sms_json_each(state, sms_json_is(from, SMS_JSON_ARRAY) ? from : NULL)
			check_step(file, names[i], sms_json_text(state), sms_json_get_text(step, "to"));
	}
}

/* --- Its example. --- */

static struct sms_error *check_example(const struct sms_data_file *file)
{
	const struct sms_actor actor = {.by = "PER-EXAMPLE", .at = file->check->now};
	const sms_json *example = sms_json_path(file->json, "x-sms.example");
	sms_auto(findings) struct sms_schema_findings found = {0};
	sms_auto(record) struct sms_record *record = NULL;
	const struct sms_schema *schema = NULL;
	if (!example)
		return NULL;
	sms_auto(string) char *id =
		file->type->kind == SMS_KIND_EVENT ? NULL : sms_format("%s-EXAMPLE", file->type->prefix);
	struct sms_error *error =
		sms_record_new(&record, file->type, sms_json_copy(example), id, NULL, file->check->settings, &actor);
	if (error) {
		const struct sms_schema_fault nowhere = {0};
		return sms_data_add_fault(file, error, &nowhere, NULL, "/x-sms/example");
	}
	SMS_TRY(sms_type_schema(&schema, file->type));
	SMS_TRY(sms_schema_explain(schema, record->json, &found));
	for (size_t i = 0; i < found.count; i++) {
		sms_auto(string) char *pointer = sms_format("/x-sms/example%s", found.items[i].pointer);
		sms_data_add(file, SMS_GRADE_MAJOR, "example", pointer, found.items[i].of_key,
			     sms_format("the example does not fit: %s", found.items[i].message));
	}
	return NULL;
}

struct sms_error *sms_data_check_life(const struct sms_data_file *file)
{
	check_reach(file);
	check_listed(file);
	check_steps(file);
	return check_example(file);
}
