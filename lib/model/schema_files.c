/* Reading and compiling a schema from files: see schema_files.h. */
#include "model/schema_files.h"
#include "base/builtin.h"
#include "base/file.h"
#include "model/schema/uri.h"
#include "model/schema_files_private.h"
#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <unistd.h>

#define BUILTIN "sms:"
#define DEFAULT_METASCHEMA "https://json-schema.org/draft/2020-12/schema"
#define HINTS 9 /* faults of one document that are told after the first */

struct sms_error *schema_files_add(struct sms_schema_files *files, const char *path, struct sms_buf *text,
				   struct schema_document **out)
{
	sms_json *json;
	SMS_TRY(sms_json_parse(&json, sms_buf_text(text), text->length, path));
	struct schema_document *document = sms_alloc(1, sizeof *document);
	document->path = sms_strdup(path);
	document->json = json;
	document->text = *text;
	*text = (struct sms_buf)SMS_BUF_INIT;
	sms_grow(files->documents, files->count, files->capacity);
	files->documents[files->count++] = document;
	*out = document;
	return NULL;
}

const struct schema_document *schema_files_of(const struct sms_schema_files *files, const sms_json *json)
{
	for (size_t i = 0; json && i < files->count; i++)
		if (files->documents[i]->json == json)
			return files->documents[i];
	return NULL;
}

/* --- Metaschemas. --- */

/* `path:line:column: pointer: what`, or the same without a pointer at the top. */
static char *describe(const struct schema_document *document, const char *pointer, bool of_key, const char *what)
{
	struct sms_position at = sms_json_locate(sms_buf_text(&document->text), document->text.length, pointer, of_key);
	return sms_format("%s:%u:%u: %s%s%s", document->path, at.line, at.column, pointer, *pointer ? ": " : "", what);
}

static struct sms_error *faults_of(const struct schema_document *document, const struct sms_schema_findings *findings)
{
	struct sms_error *error = NULL;
	for (size_t i = 0; i < findings->count && i <= HINTS; i++) {
		const struct sms_schema_finding *finding = &findings->items[i];
		sms_auto(string) char *text = describe(document, finding->pointer, finding->of_key, finding->message);
		error = error ? sms_error_hint(error, "%s", text) : sms_error(SMS_INPUT, "%s", text);
	}
	return error;
}

/* A schema that is a reference to the metaschema of the document. Formats in it are annotations, as the drafts have them:
 * many schemas that work have references with characters that a URI does not. */
static sms_json *reference_to_metaschema(const sms_json *json)
{
	const char *name = sms_json_get_text(json, "$schema");
	sms_auto(string) char *uri = name ? sms_copy(name, strcspn(name, "#")) : sms_strdup(DEFAULT_METASCHEMA);
	sms_json *reference = sms_json_new_object();
	sms_json_set_text(reference, "$ref", uri);
	return reference;
}

struct sms_error *schema_files_hold(struct sms_schema_files *files, struct schema_document *document)
{
	sms_auto(schema) struct sms_schema *metaschema = NULL;
	sms_auto(findings) struct sms_schema_findings findings = {0};
	const struct sms_schema_options options = {.lookup = schema_files_lookup, .lookup_context = files};
	if (document->held)
		return NULL;
	document->held = true;
	sms_auto(json) sms_json *reference = reference_to_metaschema(document->json);
	struct sms_error *unknown = sms_schema_new(&metaschema, reference, &options);
	sms_error_free(unknown); /* the compiler says it better, of the schema itself */
	if (unknown)
		return sms_move(&files->error);
	SMS_TRY(sms_error_wrap(sms_schema_explain(metaschema, document->json, &findings), "%s", document->path));
	return faults_of(document, &findings);
}

/* --- The schema itself. --- */

/* An error of the compiler with its place in the file, and what helps. */
static struct sms_error *place_error(const struct sms_schema_files *files, struct sms_error *error,
				     const struct sms_schema_fault *fault, const struct schema_document *top)
{
	const struct schema_document *document = schema_files_of(files, fault->document);
	if (!error)
		return NULL;
	if (!document)
		return sms_error_wrap(error, "%s", top->path);
	sms_error_free(error);
	sms_auto(string) char *text = describe(document, fault->pointer, false, fault->what);
	error = sms_error(SMS_INPUT, "%s", text);
	if (strstr(fault->what, "which is not there"))
		error = sms_error_hint(error, "nothing is fetched: --resource FILE adds a schema by its $id");
	return error;
}

static struct sms_error *compile(struct sms_schema_files *files, struct schema_document *top, const char *uri,
				 bool assert_format)
{
	sms_auto(schema_fault) struct sms_schema_fault fault = {NULL};
	const struct sms_schema_options options = {.base_uri = uri,
						   .lookup = schema_files_lookup,
						   .lookup_context = files,
						   .assert_format = assert_format,
						   .fault = &fault};
	SMS_TRY(schema_files_hold(files, top));
	struct sms_error *error = sms_schema_new(&files->schema, top->json, &options);
	if (!files->error)
		return place_error(files, error, &fault, top);
	sms_error_free(error);
	return sms_move(&files->error);
}

static struct sms_error *open_folder(struct sms_schema_files *files, const char *path, const char *uri)
{
	const char *slash = strrchr(path, '/');
	files->folder = sms_copy(path, slash ? (size_t)(slash - path) + 1 : 0);
	files->folder_fd = open(*files->folder ? files->folder : ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	files->folder_uri = sms_copy(uri, (size_t)(strrchr(uri, '/') - uri) + 1);
	return files->folder_fd < 0 ? sms_error_errno(errno, "cannot open the folder of '%s'", path) : NULL;
}

/* Where the schema's $id would have the files that lie beside it. */
static void set_id_folder(struct sms_schema_files *files, const struct schema_document *top, const char *uri)
{
	const char *id = sms_json_get_text(top->json, "$id");
	sms_auto(buf) struct sms_buf own = SMS_BUF_INIT;
	if (!id || *id == '#')
		return;
	schema_uri_resolve(&own, uri, id);
	const char *slash = strrchr(sms_buf_text(&own), '/');
	if (slash)
		files->id_folder = sms_copy(own.data, (size_t)(slash - own.data) + 1);
}

static struct sms_error *read_builtin(struct sms_schema_files *files, const char *name, struct schema_document **out)
{
	sms_auto(buf) struct sms_buf text = SMS_BUF_INIT;
	size_t length;
	const char *bytes = sms_builtin(name + strlen(BUILTIN), &length);
	if (!bytes)
		return sms_error(SMS_INPUT, "no built-in schema '%s'", name);
	sms_buf_add(&text, bytes, length);
	return schema_files_add(files, name, &text, out);
}

static struct sms_error *open_schema(struct sms_schema_files *files, const char *path,
				     const struct sms_schema_files_options *options)
{
	sms_auto(buf) struct sms_buf text = SMS_BUF_INIT;
	sms_auto(buf) struct sms_buf uri = SMS_BUF_INIT;
	struct schema_document *top;
	SMS_TRY(schema_files_read_resources(files, options->resources));
	if (!strncmp(path, BUILTIN, strlen(BUILTIN))) {
		SMS_TRY(read_builtin(files, path, &top));
		sms_buf_add_text(&uri, path);
	} else {
		SMS_TRY(sms_file_read(&text, path, SMS_JSON_BYTES));
		SMS_TRY(schema_files_add(files, path, &text, &top));
		SMS_TRY(schema_files_add_uri(&uri, path));
		SMS_TRY(open_folder(files, path, uri.data));
		set_id_folder(files, top, uri.data);
	}
	schema_files_register(files, top, uri.data);
	return compile(files, top, uri.data, options->assert_format);
}

struct sms_error *sms_schema_files_open(struct sms_schema_files **out, const char *path,
					const struct sms_schema_files_options *options)
{
	sms_auto(schema_files) struct sms_schema_files *files = sms_alloc(1, sizeof *files);
	files->by_uri = sms_map_new(NULL);
	sms_library_init(&files->library);
	SMS_TRY(open_schema(files, path, options));
	*out = sms_move(&files);
	return NULL;
}

const struct sms_schema *sms_schema_files_get(const struct sms_schema_files *files)
{
	return files->schema;
}

void sms_schema_files_free(struct sms_schema_files *files)
{
	if (!files)
		return;
	sms_schema_free(files->schema);
	for (size_t i = 0; i < files->count; i++) {
		free(files->documents[i]->path);
		sms_buf_release(&files->documents[i]->text);
		sms_json_free(files->documents[i]->json);
		free(files->documents[i]);
	}
	free(files->documents);
	sms_map_free(files->by_uri);
	sms_library_release(&files->library);
	sms_error_free(files->error);
	if (files->folder && files->folder_fd >= 0)
		close(files->folder_fd);
	free(files->folder);
	free(files->folder_uri);
	free(files->id_folder);
	free(files);
}
