/* What the files of schema_files.h share. */
#ifndef SMS_MODEL_SCHEMA_FILES_PRIVATE_H
#define SMS_MODEL_SCHEMA_FILES_PRIVATE_H

#include "base/map.h"
#include "model/builtin_schema.h"
#include "model/schema_files.h"

/* A document that was read. */
struct schema_document {
	char *path; /* as the user would name it */
	struct sms_buf text;
	sms_json *json;
	bool held; /* against its metaschema */
};

struct sms_schema_files {
	struct schema_document **documents;
	size_t count, capacity;
	struct sms_map *by_uri; /* documents; borrowed */
	char *folder;           /* of the schema's file, as it was named: "" or "schemas/"; NULL: it is built in */
	int folder_fd;          /* valid where `folder` is not NULL */
	char *folder_uri;       /* "file:///srv/schemas/" */
	char *id_folder;        /* the same by the schema's own $id, or NULL */
	struct sms_library library;
	struct sms_error *error; /* what went wrong while a reference was followed: the first */
	struct sms_schema *schema;
};

/* --- schema_files.c --- */

/* Takes a text over as a document. Error INPUT where it is no JSON. */
struct sms_error *schema_files_add(struct sms_schema_files *files, const char *path, struct sms_buf *text,
				   struct schema_document **out) SMS_CHECKED;
/* Is the document a schema by its metaschema? Each is asked once. */
struct sms_error *schema_files_hold(struct sms_schema_files *files, struct schema_document *document) SMS_CHECKED;
/* The one that a JSON value is the top of, or NULL. */
const struct schema_document *schema_files_of(const struct sms_schema_files *files, const sms_json *json);

/* --- schema_files_find.c --- */

/* An sms_schema_lookup; `context` is the struct sms_schema_files. */
const sms_json *schema_files_lookup(void *context, const char *uri);
/* Registers a document by its URI, and by its $id as seen from there. */
void schema_files_register(struct sms_schema_files *files, struct schema_document *document, const char *uri);
/* Reads and registers the resources that the user named. */
struct sms_error *schema_files_read_resources(struct sms_schema_files *files, const struct sms_list *paths) SMS_CHECKED;
/* The `file:` URI of a path, absolute, percent-encoded (RFC 8089), appended. */
struct sms_error *schema_files_add_uri(struct sms_buf *out, const char *path) SMS_CHECKED;

#endif
