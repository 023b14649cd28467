/* Settings: see settings.h. */
#include "model/settings/settings.h"
#include "base/builtin.h"
#include "base/file.h"
#include "model/builtin_schema.h"
#include <string.h>

#define DEFAULTS "templates/settings.json"

static struct sms_error *parse(struct sms_settings **out, const char *text, size_t length, bool is_good)
{
	sms_auto(settings) struct sms_settings *settings = sms_alloc(1, sizeof *settings);
	SMS_TRY(sms_json_parse(&settings->json, text, length, SMS_SETTINGS_PATH));
	if (!is_good)
		SMS_TRY(sms_builtin_schema_check("meta/settings.json", settings->json, text, length,
						 SMS_SETTINGS_PATH));
	*out = sms_move(&settings);
	return NULL;
}

struct sms_error *sms_settings_parse(struct sms_settings **out, const char *text, size_t length)
{
	return parse(out, text, length, false);
}

/* The whole text is kept, not a digest: it is small, and equal is equal. */
struct sms_error *sms_settings_parse_known(struct sms_settings **out, const char *text, size_t length,
					   const char *memory)
{
	sms_auto(buf) struct sms_buf remembered = SMS_BUF_INIT, wanted = SMS_BUF_INIT;
	sms_buf_add_format(&wanted, "sms %s %s\n", SMS_VERSION, sms_builtin_stamp());
	sms_buf_add(&wanted, text, length);
	struct sms_error *error = sms_file_read(&remembered, memory, wanted.length);
	bool is_good = !error && remembered.length == wanted.length &&
		       memcmp(remembered.data, wanted.data, wanted.length) == 0;
	sms_error_free(error);
	SMS_TRY(parse(out, text, length, is_good));
	if (!is_good) /* failing to remember is no failure */
		sms_error_free(sms_file_write_unsynced(memory, wanted.data, wanted.length));
	return NULL;
}

static sms_json *defaults(void)
{
	size_t length = 0;
	const char *text = sms_builtin(DEFAULTS, &length);
	sms_json *json = NULL;
	struct sms_error *error = text ? sms_json_parse(&json, text, length, DEFAULTS) : NULL;
	sms_error_free(error); /* a built-in file: tests hold it right */
	return json ? json : sms_json_new_object();
}

sms_json *sms_settings_default(const char *organization)
{
	sms_json *json = defaults();
	sms_json *member = sms_json_edit(json, "organization");
	if (member)
		sms_json_set_text(member, "name", organization);
	return json;
}

void sms_settings_free(struct sms_settings *settings)
{
	if (!settings)
		return;
	sms_json_free(settings->json);
	sms_json_free(settings->defaults);
	free(settings);
}

const sms_json *sms_settings_defaults(struct sms_settings *settings)
{
	if (!settings->defaults)
		settings->defaults = defaults();
	return settings->defaults;
}

const sms_json *sms_settings_get(struct sms_settings *settings, const char *path)
{
	const sms_json *value = sms_json_path(settings->json, path);
	return value ? value : sms_json_path(sms_settings_defaults(settings), path);
}
