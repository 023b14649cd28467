/* Where references of schemas lead: see schema_files.h. */
#include "base/file.h"
#include "base/folder.h"
#include "model/schema/uri.h"
#include "model/schema_files_private.h"
#include <limits.h>
#include <string.h>

#define MOST 2000 /* documents of one schema */

/* --- URIs of files. --- */

struct sms_error *schema_files_add_uri(struct sms_buf *out, const char *path)
{
	const char *slash = strrchr(path, '/');
	sms_auto(string) char *folder = slash ? sms_copy(path, (size_t)(slash - path) + 1) : sms_strdup(".");
	char real[PATH_MAX];
	if (!realpath(folder, real))
		return sms_error(SMS_INPUT, "cannot open the folder '%s'", folder);
	sms_buf_add_text(out, "file://");
	schema_uri_add_path(out, strcmp(real, "/") ? real : "");
	sms_buf_add_char(out, '/');
	schema_uri_add_path(out, slash ? slash + 1 : path);
	return NULL;
}

void schema_files_register(struct sms_schema_files *files, struct schema_document *document, const char *uri)
{
	const char *id = sms_json_get_text(document->json, "$id");
	sms_auto(buf) struct sms_buf own = SMS_BUF_INIT;
	sms_map_put(files->by_uri, uri, document);
	if (!id || *id == '#')
		return;
	schema_uri_resolve(&own, uri, id);
	sms_map_put(files->by_uri, sms_buf_text(&own), document);
}

/* --- Resources that were named. --- */

static struct sms_error *read_resource(struct sms_schema_files *files, const char *path)
{
	struct schema_document *document;
	sms_auto(buf) struct sms_buf text = SMS_BUF_INIT;
	sms_auto(buf) struct sms_buf uri = SMS_BUF_INIT;
	SMS_TRY(sms_file_read(&text, path, SMS_JSON_BYTES));
	SMS_TRY(schema_files_add_uri(&uri, path));
	SMS_TRY(schema_files_add(files, path, &text, &document));
	schema_files_register(files, document, uri.data);
	return NULL;
}

struct sms_error *schema_files_read_resources(struct sms_schema_files *files, const struct sms_list *paths)
{
	static const char *const suffixes[] = {".json", NULL};
	sms_auto(list) struct sms_list all = SMS_LIST_INIT;
	for (size_t i = 0; paths && i < paths->count; i++) {
		if (sms_folder_is(paths->items[i]))
			SMS_TRY(sms_folder_list(&all, paths->items[i], suffixes));
		else
			sms_list_add(&all, paths->items[i]);
	}
	for (size_t i = 0; i < all.count; i++)
		SMS_TRY(read_resource(files, all.items[i]));
	return NULL;
}

/* --- Following a reference. --- */

/* The path below the schema's folder that a URI stands for; false where it is none. */
static bool path_below(const char *uri, const char *folder, struct sms_buf *out)
{
	size_t length = folder ? strlen(folder) : 0;
	if (!folder || strncmp(uri, folder, length) != 0 || !uri[length] || strchr(uri + length, '?'))
		return false;
	return schema_uri_decode(out, uri + length, strlen(uri + length));
}

static struct sms_error *read_below(struct sms_schema_files *files, const char *uri, const char *path,
				    struct schema_document **out)
{
	sms_auto(buf) struct sms_buf text = SMS_BUF_INIT;
	sms_auto(string) char *shown = sms_format("%s%s", files->folder, path);
	bool found = false;
	if (files->count >= MOST)
		return sms_error(SMS_INPUT, "the schema refers to more than %d documents", MOST);
	SMS_TRY(sms_error_as(sms_file_read_at(&text, files->folder_fd, path, SMS_JSON_BYTES, &found, NULL), SMS_INPUT));
	if (!found)
		return NULL;
	SMS_TRY(schema_files_add(files, shown, &text, out));
	schema_files_register(files, *out, uri);
	return NULL;
}

/* The document of a URI, read now where it has not been; NULL where there is none. */
static struct sms_error *find(struct sms_schema_files *files, const char *uri, struct schema_document **out)
{
	sms_auto(buf) struct sms_buf path = SMS_BUF_INIT;
	*out = sms_map_get(files->by_uri, uri);
	if (!*out && files->folder &&
	    (path_below(uri, files->folder_uri, &path) || path_below(uri, files->id_folder, &path)))
		SMS_TRY(read_below(files, uri, sms_buf_text(&path), out));
	return *out ? schema_files_hold(files, *out) : NULL;
}

const sms_json *schema_files_lookup(void *context, const char *uri)
{
	struct sms_schema_files *files = context;
	struct schema_document *document = NULL;
	if (files->error)
		return NULL;
	files->error = find(files, uri, &document);
	if (files->error)
		return NULL;
	return document ? document->json : sms_library_lookup(&files->library, uri);
}
