/* Compiled schemas of the files under schemas/, with references between them. */
#ifndef SMS_MODEL_BUILTIN_SCHEMA_H
#define SMS_MODEL_BUILTIN_SCHEMA_H

#include "base/map.h"
#include "model/schema/schema.h"

/* Documents that were read for references, by URI: owned by whoever compiles schemas against them. */
struct sms_library {
	struct sms_map *documents; /* URI -> sms_json */
};
void sms_library_init(struct sms_library *library);
void sms_library_release(struct sms_library *library);
SMS_AUTO_STRUCT(library, struct sms_library, sms_library_release);
/* An sms_schema_lookup: `sms:types/common.json` is the built-in file types/common.json; `context` is the library. */
const sms_json *sms_library_lookup(void *context, const char *uri);

struct sms_builtin_schema;

/* Compiles the built-in schema at `path` (`meta/settings.json`), formats asserted. */
struct sms_error *sms_builtin_schema_new(struct sms_builtin_schema **out, const char *path) SMS_CHECKED;
const struct sms_schema *sms_builtin_schema_get(const struct sms_builtin_schema *schema);
/* The file itself. Borrowed. */
const sms_json *sms_builtin_schema_document(const struct sms_builtin_schema *schema);
void sms_builtin_schema_free(struct sms_builtin_schema *schema);
SMS_AUTO_POINTER(builtin_schema, struct sms_builtin_schema *, sms_builtin_schema_free);

/* Checks a text that parsed against a built-in schema: error INPUT `name:line:column: message` for the first fault, the
 * others as hints. */
struct sms_error *sms_builtin_schema_check(const char *schema_path, const sms_json *json, const char *text,
					   size_t length, const char *name) SMS_CHECKED;

#endif
