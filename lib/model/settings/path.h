/* Single settings by dotted path, for reading and changing sms.json piece by piece: `limits.backdating`,
 * `approvals.policies.count`. A step into a list is an index from 0, or the `name` or `id` of the element; `+` is the
 * place behind the last one. What a path may be, and of what kind its value is, says schemas/meta/settings.json. */
#ifndef SMS_MODEL_SETTINGS_PATH_H
#define SMS_MODEL_SETTINGS_PATH_H

#include "base/list.h"
#include "model/builtin_schema.h"
#include "model/settings/settings.h"

/* Where a path leads. */
struct sms_setting {
	char *path;             /* with indices: `approvals.0.count`; `+` stays */
	const sms_json *schema; /* of the value, references followed; NULL where any JSON may stand. Borrowed */
	const sms_json *value;  /* in effect; NULL when nothing is there. Borrowed from the settings */
	bool is_default;        /* the value is what `init` writes, not what sms.json says */
};
void sms_setting_release(struct sms_setting *setting);
SMS_AUTO_STRUCT(setting, struct sms_setting, sms_setting_release);

/* The schema of the settings, compiled. Free with sms_builtin_schema_free. */
struct sms_error *sms_settings_schema(struct sms_builtin_schema **out) SMS_CHECKED;
/* Error INPUT where the schema knows no such path, with the nearest as a hint; `""` is the settings as a whole. */
struct sms_error *sms_setting_find(struct sms_setting *out, struct sms_settings *settings,
				   const struct sms_builtin_schema *schema, const char *path) SMS_CHECKED;
/* Calls `visit` for every value in effect below a setting that holds no named values itself, in the order of the
 * schema: texts, numbers, lists of texts. */
typedef void sms_setting_visit(void *into, const struct sms_setting *setting);
void sms_setting_each(struct sms_settings *settings, const struct sms_builtin_schema *schema,
		      const struct sms_setting *below, sms_setting_visit *visit, void *into);
/* Names of the steps that may follow a setting: members, or names and indices of elements, appended. */
void sms_setting_steps(const struct sms_setting *setting, const struct sms_builtin_schema *schema,
		       struct sms_list *out);

/* A value from text as people type it, by the kind that the schema asks for; lists and objects, and with `is_json`
 * everything, are JSON. Errors INPUT name the path. The caller's. */
struct sms_error *sms_setting_value(sms_json **out, const struct sms_setting *setting, const char *text,
				    bool is_json) SMS_CHECKED;
/* The whole of sms.json with one value set (taken), or removed where it is NULL, in the order of the schema and valid
 * by it; else error INPUT. Where the path goes through a default that is a whole (a list, an entry with members that
 * it has to have), the default is written beside it. */
struct sms_error *sms_setting_change(sms_json **out, struct sms_settings *settings,
				     const struct sms_builtin_schema *schema, const struct sms_setting *setting,
				     sms_json *value) SMS_CHECKED;

#endif
