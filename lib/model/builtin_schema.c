/* Built-in schemas: see builtin_schema.h. */
#include "model/builtin_schema.h"
#include "base/builtin.h"
#include <string.h>

#define SCHEME "sms:"

static void free_document(void *document)
{
	sms_json_free(document);
}

void sms_library_init(struct sms_library *library)
{
	library->documents = sms_map_new(free_document);
}

void sms_library_release(struct sms_library *library)
{
	sms_map_free(library->documents);
	library->documents = NULL;
}

const sms_json *sms_library_lookup(void *context, const char *uri)
{
	struct sms_library *library = context;
	sms_json *document = sms_map_get(library->documents, uri);
	size_t length = 0;
	if (document || strncmp(uri, SCHEME, strlen(SCHEME)) != 0)
		return document;
	const char *path = uri + strlen(SCHEME);
	const char *text = sms_builtin(path, &length);
	if (!text)
		return NULL;
	struct sms_error *error = sms_json_parse(&document, text, length, path);
	if (error) { /* a built-in file: tests hold it right */
		sms_error_free(error);
		return NULL;
	}
	sms_map_put(library->documents, uri, document);
	return document;
}

struct sms_builtin_schema {
	struct sms_library library;
	struct sms_schema *schema;
	const sms_json *document; /* the library's */
};

struct sms_error *sms_builtin_schema_new(struct sms_builtin_schema **out, const char *path)
{
	sms_auto(builtin_schema) struct sms_builtin_schema *schema = sms_alloc(1, sizeof *schema);
	sms_auto(string) char *uri = sms_format(SCHEME "%s", path);
	sms_library_init(&schema->library);
	const sms_json *document = schema->document = sms_library_lookup(&schema->library, uri);
	if (!document)
		return sms_error(SMS_ENVIRONMENT, "no built-in schema '%s'", path);
	const struct sms_schema_options options = {.base_uri = uri,
						   .lookup = sms_library_lookup,
						   .lookup_context = &schema->library,
						   .assert_format = true};
	SMS_TRY(sms_schema_new(&schema->schema, document, &options));
	*out = sms_move(&schema);
	return NULL;
}

const struct sms_schema *sms_builtin_schema_get(const struct sms_builtin_schema *schema)
{
	return schema->schema;
}

const sms_json *sms_builtin_schema_document(const struct sms_builtin_schema *schema)
{
	return schema->document;
}

void sms_builtin_schema_free(struct sms_builtin_schema *schema)
{
	if (!schema)
		return;
	sms_schema_free(schema->schema);
	sms_library_release(&schema->library);
	free(schema);
}

static struct sms_error *describe(const struct sms_schema_findings *findings, const char *text, size_t length,
				  const char *name)
{
	struct sms_error *error = NULL;
	for (size_t i = 0; i < findings->count; i++) {
		const struct sms_schema_finding *finding = &findings->items[i];
		struct sms_position at = sms_json_locate(text, length, finding->pointer, finding->of_key);
		if (!error)
			error = sms_error(SMS_INPUT, "%s:%u:%u: %s", name, at.line, at.column, finding->message);
		else
			error = sms_error_hint(error, "%s:%u:%u: %s", name, at.line, at.column, finding->message);
	}
	return error;
}

struct sms_error *sms_builtin_schema_check(const char *schema_path, const sms_json *json, const char *text,
					   size_t length, const char *name)
{
	sms_auto(builtin_schema) struct sms_builtin_schema *schema = NULL;
	sms_auto(findings) struct sms_schema_findings findings = {0};
	bool valid = false;
	SMS_TRY(sms_builtin_schema_new(&schema, schema_path));
	SMS_TRY(sms_schema_accepts(schema->schema, json, &valid));
	if (valid)
		return NULL;
	SMS_TRY(sms_schema_explain(schema->schema, json, &findings));
	return describe(&findings, text, length, name);
}
