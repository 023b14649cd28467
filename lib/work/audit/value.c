/* Values inside records as the audit reads them: through lists, as instants, as durations. */
#include "work/audit/private.h"
#include "wrap/text.h"
#include <string.h>

static void keep_first(void *context, const sms_json *value)
{
	const sms_json **first = context;
	if (!*first)
		*first = value;
}

const sms_json *audit_first_value(const sms_json *json, const char *path)
{
	const sms_json *first = NULL;
	sms_json_visit(json, path, keep_first, &first);
	return first;
}

sms_time audit_time(const sms_json *value)
{
	const char *text = sms_json_text(value);
	sms_time time = SMS_TIME_NONE;
	return text && sms_time_parse_stored(text, &time) ? time : SMS_TIME_NONE;
}

/* --- What `filled` and `section` ask for. --- */

bool audit_is_filled(const struct audit_fillers *fillers, const sms_json *value)
{
	if (!value || sms_json_is(value, SMS_JSON_NULL))
		return false;
	if (sms_json_is(value, SMS_JSON_STRING))
		return !audit_is_filler(fillers, sms_json_text(value));
	if (!sms_json_is(value, SMS_JSON_ARRAY) && !sms_json_is(value, SMS_JSON_OBJECT))
		return true;
	sms_json_each(element, value)
		if (audit_is_filled(fillers, element))
			return true;
	return false;
}

struct filling {
	const struct audit_fillers *fillers;
	bool filled;
};

static void note_filled(void *context, const sms_json *value)
{
	struct filling *filling = context;
	filling->filled = filling->filled || audit_is_filled(filling->fillers, value);
}

static bool is_path_filled(const struct audit_fillers *fillers, const sms_json *json, const char *path)
{
	struct filling filling = {.fillers = fillers};
	sms_json_visit(json, path, note_filled, &filling);
	return filling.filled;
}

void audit_unfilled(const struct audit_fillers *fillers, const sms_json *json, const sms_json *fields,
		    struct sms_list *out)
{
	sms_json_each(field, fields) {
		const char *path = sms_json_text(field);
		bool filled = path && is_path_filled(fillers, json, path);
		sms_json_each(one, path ? NULL : field)
			filled = filled || is_path_filled(fillers, json, sms_json_text(one));
		if (!filled)
			sms_list_add(out, path ? path : sms_json_text(sms_json_first(field)));
	}
}

bool audit_has_section(const sms_json *instance, const sms_json *wanted)
{
	double least = sms_json_number(sms_json_get(wanted, "words"));
	sms_json_each(words, sms_json_path(instance, "facts.body.sections")) {
		sms_auto(buf) struct sms_buf title = SMS_BUF_INIT;
		sms_text_add_folded(&title, sms_json_key(words));
		if (sms_json_number(words) < (least > 0 ? least : 1))
			continue;
		sms_json_each(part, sms_json_get(wanted, "titles")) {
			sms_auto(buf) struct sms_buf folded = SMS_BUF_INIT;
			sms_text_add_folded(&folded, sms_json_text(part));
			if (strstr(sms_buf_text(&title), sms_buf_text(&folded)))
				return true;
		}
	}
	return false;
}

double audit_limit(const struct audit_run *run, const sms_json *limit)
{
	const char *path = sms_json_text(limit);
	return sms_json_number(path ? sms_settings_get(run->store->settings, path) : limit);
}

sms_json *audit_time_json(sms_time time)
{
	char text[SMS_TIME_SIZE];
	if (time == SMS_TIME_NONE)
		return NULL;
	sms_time_format(time, text);
	return sms_json_new_text(text);
}
