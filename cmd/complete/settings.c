/* Paths of settings for completion: the members of the part that has been typed. */
#include "complete/complete.h"
#include "model/settings/path.h"
#include <string.h>

static void offer_steps(struct completion *completion, const struct sms_builtin_schema *schema, const char *head)
{
	struct sms_settings *settings = completion->context->store->settings;
	sms_auto(setting) struct sms_setting at = {0};
	sms_auto(list) struct sms_list steps = SMS_LIST_INIT;
	sms_auto(error) struct sms_error *error = sms_setting_find(&at, settings, schema, head);
	if (error)
		return;
	sms_setting_steps(&at, schema, &steps);
	for (size_t i = 0; i < steps.count; i++) {
		sms_auto(string) char *path = sms_format("%s%s%s", head, *head ? "." : "", steps.items[i]);
		sms_auto(setting) struct sms_setting setting = {0};
		struct sms_error *unknown = sms_setting_find(&setting, settings, schema, path);
		sms_error_free(unknown);
		complete_offer(completion, path, unknown ? NULL : sms_json_get_text(setting.schema, "title"));
	}
}

void complete_settings(struct completion *completion)
{
	const char *dot = strrchr(completion->word, '.');
	sms_auto(string) char *head = sms_copy(completion->word, dot ? (size_t)(dot - completion->word) : 0);
	sms_auto(builtin_schema) struct sms_builtin_schema *schema = NULL;
	struct sms_error *error = context_open(completion->context, SMS_VIEW_CURRENT);
	if (!error)
		error = sms_settings_schema(&schema);
	if (!error)
		offer_steps(completion, schema, head);
	sms_error_free(error);
}
