/* Files of data against their schemas. See data.h. */
#include "work/check/data.h"
#include <string.h>

/* --- Which files. --- */

static const struct kind {
	const char *path; /* of the file, or of its folder with the slash */
	const char *schema;
	const char *rule;
} kinds[] = {
	{SMS_SETTINGS_PATH, "meta/settings.json", NULL}, {"types/", "meta/type.json", NULL},
	{"rules/", "meta/requirements.json", NULL},      {"maps/", "meta/map.json", NULL},
	{"reports/", "meta/report.json", NULL},          {"approvals/", "meta/statement.json", "statement"},
};

static const struct kind *kind_of(const char *path)
{
	size_t length = strlen(path);
	if (length < 5 || strcmp(path + length - 5, ".json") != 0)
		return NULL;
	for (size_t i = 0; i < SMS_COUNT(kinds); i++) {
		size_t prefix = strlen(kinds[i].path);
		bool is_folder = kinds[i].path[prefix - 1] == '/';
		if (is_folder ? !strncmp(path, kinds[i].path, prefix) : !strcmp(path, kinds[i].path))
			return &kinds[i];
	}
	return NULL;
}

bool sms_data_is_path(const char *path)
{
	return kind_of(path) != NULL;
}

void sms_data_check_release(struct sms_data_check *check)
{
	sms_map_free(check->schemas);
	sms_json_free(check->catalogue);
	check->schemas = NULL;
	check->catalogue = NULL;
}

/* --- Findings. --- */

void sms_data_add_path(struct sms_buf *out, const char *pointer)
{
	for (const char *p = *pointer ? pointer + 1 : pointer; *p; p++) {
		bool is_escape = *p == '~' && (p[1] == '0' || p[1] == '1');
		sms_buf_add_char(out, *p == '/' ? '.' : is_escape ? p[1] == '0' ? '~' : '/' : *p);
		p += is_escape;
	}
}

void sms_data_add(const struct sms_data_file *file, enum sms_grade grade, const char *rule, const char *pointer,
		  bool of_key, char *message)
{
	struct sms_finding *finding = sms_finding_add(file->check->findings, grade, file->rule ? file->rule : rule);
	struct sms_position at = sms_json_locate(file->text, file->length, pointer, of_key);
	finding->file = sms_strdup(file->path);
	finding->line = at.line;
	finding->column = at.column;
	finding->pointer = sms_strdup(pointer);
	finding->message = message;
}

static void add_unreadable(const struct sms_data_file *file, const struct sms_error *error)
{
	struct sms_finding *finding =
		sms_finding_add(file->check->findings, SMS_GRADE_MAJOR, file->rule ? file->rule : "json");
	finding->file = sms_strdup(file->path);
	sms_finding_set_error(finding, file->path, sms_error_message(error));
}

/* Could not be judged: a finding of its own, so that the rest still is. */
static void add_unjudged(const struct sms_data_file *file, const char *pointer, const struct sms_error *error)
{
	struct sms_data_file whole = *file;
	whole.rule = NULL;
	sms_data_add(&whole, SMS_GRADE_MAJOR, "limit", pointer, false, sms_strdup(sms_error_message(error)));
}

/* --- Schemas. --- */

static void free_schema(void *schema)
{
	sms_builtin_schema_free(schema);
}

static struct sms_error *schema_at(struct sms_data_check *check, const char *path, const struct sms_schema **out)
{
	if (!check->schemas)
		check->schemas = sms_map_new(free_schema);
	struct sms_builtin_schema *schema = sms_map_get(check->schemas, path);
	if (!schema) {
		SMS_TRY(sms_builtin_schema_new(&schema, path));
		sms_map_put(check->schemas, path, schema);
	}
	*out = sms_builtin_schema_get(schema);
	return NULL;
}

struct sms_error *sms_data_check_part(const struct sms_data_file *file, const char *schema_path, const sms_json *part,
				      const char *pointer, bool *valid)
{
	sms_auto(findings) struct sms_schema_findings found = {0};
	const struct sms_schema *schema = NULL;
	bool fits = false;
	SMS_TRY(schema_at(file->check, schema_path, &schema));
	struct sms_error *error = sms_schema_accepts(schema, part, &fits);
	if (!error && !fits)
		error = sms_schema_explain(schema, part, &found);
	if (valid)
		*valid = fits;
	if (error && sms_error_status(error) == SMS_UNJUDGED) {
		add_unjudged(file, pointer, error);
		sms_error_free(error);
		return NULL;
	}
	for (size_t i = 0; i < found.count; i++) {
		sms_auto(string) char *whole = sms_format("%s%s", pointer, found.items[i].pointer);
		sms_auto(buf) struct sms_buf message = SMS_BUF_INIT;
		sms_data_add_path(&message, pointer);
		sms_buf_add_format(&message, "%s%s", message.length ? ": " : "", found.items[i].message);
		sms_data_add(file, SMS_GRADE_MAJOR, "schema", whole, found.items[i].of_key, sms_buf_take(&message));
	}
	return error;
}

struct sms_error *sms_data_add_fault(const struct sms_data_file *file, struct sms_error *error,
				     const struct sms_schema_fault *fault, const sms_json *document,
				     const char *pointer)
{
	bool is_inside = fault->document && fault->document == document;
	if (!error || (sms_error_status(error) != SMS_INPUT && sms_error_status(error) != SMS_UNJUDGED))
		return error;
	sms_auto(string) char *whole = sms_format("%s%s", pointer, is_inside ? fault->pointer : "");
	sms_auto(buf) struct sms_buf message = SMS_BUF_INIT;
	if (is_inside)
		sms_data_add_path(&message, whole);
	sms_buf_add_format(&message, "%s%s", message.length ? " " : "",
			   is_inside ? fault->what : sms_error_message(error));
	sms_data_add(file, SMS_GRADE_MAJOR, "schema", whole, false, sms_buf_take(&message));
	sms_error_free(error);
	return NULL;
}

/* --- The whole file. --- */

static struct sms_error *check_content(struct sms_data_file *file, const struct kind *kind)
{
	sms_auto(types) struct sms_types *own = NULL;
	const struct sms_schema *schema = NULL;
	bool valid = false;
	SMS_TRY(sms_data_check_part(file, kind->schema, file->json, "", &valid));
	if (!valid)
		return NULL;
	if (!strcmp(kind->path, "types/")) {
		SMS_TRY(sms_data_check_type(file, &own));
		if (!file->type)
			return NULL;
	} else {
		const char *type = sms_json_get_text(file->json, "type");
		file->type = type ? sms_types_get(file->check->types, type) : NULL;
	}
	SMS_TRY(schema_at(file->check, kind->schema, &schema));
	size_t before = file->check->findings->count;
	SMS_TRY(sms_data_check_names(file, schema));
	/* A wrong name makes much else look wrong. */
	return own && file->check->findings->count == before ? sms_data_check_life(file) : NULL;
}

struct sms_error *sms_data_check(struct sms_data_check *check, const char *path, const char *text, size_t length)
{
	const struct kind *kind = kind_of(path);
	sms_auto(json) sms_json *json = NULL;
	if (!kind)
		return NULL;
	struct sms_data_file file = {.check = check, .path = path, .text = text, .length = length, .rule = kind->rule};
	sms_auto(error) struct sms_error *unreadable = sms_json_parse(&json, text, length, path);
	if (unreadable) {
		add_unreadable(&file, unreadable);
		return NULL;
	}
	file.json = json;
	return check_content(&file, kind);
}
