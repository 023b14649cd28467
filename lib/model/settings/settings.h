/* The settings of an SMS repository, sms.json at its top; checked by schemas/meta/settings.json. */
#ifndef SMS_MODEL_SETTINGS_H
#define SMS_MODEL_SETTINGS_H

#include "wrap/json/json.h"

#define SMS_SETTINGS_PATH "sms.json"

struct sms_settings {
	sms_json *json;
	sms_json *defaults; /* read when first needed; NULL before */
};

/* Reads and checks; errors INPUT give line and column. */
struct sms_error *sms_settings_parse(struct sms_settings **out, const char *text, size_t length) SMS_CHECKED;
/* The same, with the last text that was found good remembered in the file `memory`: to compile the schema takes longer
 * than to read the settings. A memory that is missing, damaged or of another version costs a check. */
struct sms_error *sms_settings_parse_known(struct sms_settings **out, const char *text, size_t length,
					   const char *memory) SMS_CHECKED;
/* The settings that `init` writes: schemas/templates/settings.json with the organization's name. */
sms_json *sms_settings_default(const char *organization) SMS_CHECKED;
/* What `init` writes where the settings say nothing. Borrowed. */
const sms_json *sms_settings_defaults(struct sms_settings *settings);
void sms_settings_free(struct sms_settings *settings);
/* The value at a dotted path, else the default that `init` would have written there; NULL when neither is there. */
const sms_json *sms_settings_get(struct sms_settings *settings, const char *path);

SMS_AUTO_POINTER(settings, struct sms_settings *, sms_settings_free);

#endif
