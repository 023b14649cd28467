/* Checking one file of data by itself: settings, types, rules, maps, reports, statements. What each must be is said by
 * its schema below schemas/meta; that a name in it is the name of something by two keywords of those schemas:
 *
 *   "x-refers": WHAT    a string that names a WHAT; an array of several: any of them
 *   "x-keys": WHAT      an object whose members' names do
 *
 * where WHAT is type, clause, record, setting; state, member, open-member (a member, or one of an object that takes any),
 * column (a member, or what a listing derives), instant (a member that holds a time), template (a text with members in
 * braces), query (an expression) of the type that the file is or is for; schema (a JSON Schema that compiles); or a JSON
 * Pointer: a member of the object there. */
#ifndef SMS_WORK_CHECK_DATA_H
#define SMS_WORK_CHECK_DATA_H

#include "model/builtin_schema.h"
#include "model/settings/settings.h"
#include "model/snapshot/snapshot.h"
#include "work/finding/finding.h"

/* What files are checked against; compiled schemas are kept between them. Zero-initialize. */
struct sms_data_check {
	struct sms_finding_list *findings; /* where findings go */
	const struct sms_types *types;
	struct sms_settings *settings;
	struct sms_snapshot *snapshot; /* records that are named are looked up here; NULL: are not */
	sms_time now;
	struct sms_map *schemas; /* path -> struct sms_builtin_schema */
	sms_json *catalogue;     /* of clauses */
};

/* Is it a file of data, by its path? */
bool sms_data_is_path(const char *path);
/* Checks the text of a file of the repository, `types/widget.json`, and adds what is wrong. */
struct sms_error *sms_data_check(struct sms_data_check *check, const char *path, const char *text,
				 size_t length) SMS_CHECKED;
void sms_data_check_release(struct sms_data_check *check);
SMS_AUTO_STRUCT(data_check, struct sms_data_check, sms_data_check_release);

/* --- between data.c, names.c and own_type.c --- */

/* One file. */
struct sms_data_file {
	struct sms_data_check *check;
	const char *path, *text;
	size_t length;
	const char *rule; /* of all its findings; NULL: by what is wrong */
	const sms_json *json;
	const struct sms_type *type; /* that it is or is for; NULL where that is not known */
};

/* Adds a finding at a JSON Pointer (at the member's name with `of_key`); takes `message`. */
void sms_data_add(const struct sms_data_file *file, enum sms_grade grade, const char *rule, const char *pointer,
		  bool of_key, char *message);
/* Checks a part of the file, at a pointer, against a built-in schema; `valid` (may be NULL) says whether it fits. */
struct sms_error *sms_data_check_part(const struct sms_data_file *file, const char *schema, const sms_json *part,
				      const char *pointer, bool *valid) SMS_CHECKED;
/* Adds the fault of a schema that does not compile, if it does not: takes `error`, NULL is none; `fault` is its place,
 * below `pointer` of the file when it is in `document`. Errors that are no faults come back. */
struct sms_error *sms_data_add_fault(const struct sms_data_file *file, struct sms_error *error,
				     const struct sms_schema_fault *fault, const sms_json *document,
				     const char *pointer) SMS_CHECKED;
/* Every name in the file names something (names.c); `schema` is the file's. */
struct sms_error *sms_data_check_names(const struct sms_data_file *file, const struct sms_schema *schema) SMS_CHECKED;
/* What the schema of types cannot say (own_type.c). Sets file->type. */
struct sms_error *sms_data_check_type(struct sms_data_file *file, struct sms_types **own) SMS_CHECKED;
/* Its lifecycle and example; file->type is set and compiles. */
struct sms_error *sms_data_check_life(const struct sms_data_file *file) SMS_CHECKED;
/* `x-sms.links` of a pointer; nothing for "". */
void sms_data_add_path(struct sms_buf *out, const char *pointer);

#endif
