/* A JSON Schema in files: the one that was named, and the documents that it refers to.
 *
 * A reference is found, in this order: among the resources that were registered, by their $id or file URI; below the
 * folder of the schema's own file, by its file URI or by where its own $id would have it; among the built-in schemas
 * (`sms:`) and the drafts' metaschemas. Files are read when something refers to them. Nothing comes from a network, and
 * nothing above that folder or behind a symbolic link is read. Every document is held against its metaschema. */
#ifndef SMS_MODEL_SCHEMA_FILES_H
#define SMS_MODEL_SCHEMA_FILES_H

#include "base/list.h"
#include "model/schema/schema.h"

struct sms_schema_files;

struct sms_schema_files_options {
	const struct sms_list *resources; /* files, and folders whose *.json are all taken; NULL: none */
	bool assert_format;
};

/* Reads and compiles the schema at `path`, or the built-in one that `sms:PATH` names. Errors INPUT for what is no
 * schema, `file:line:column: pointer: what is wrong`, others of the same document as hints, and for a reference to
 * nothing. */
struct sms_error *sms_schema_files_open(struct sms_schema_files **out, const char *path,
					const struct sms_schema_files_options *options) SMS_CHECKED;
const struct sms_schema *sms_schema_files_get(const struct sms_schema_files *files);
void sms_schema_files_free(struct sms_schema_files *files);
SMS_AUTO_POINTER(schema_files, struct sms_schema_files *, sms_schema_files_free);

#endif
