/* A repository's additions to a built-in type: see x-sms.extends in type.h. */
#include "model/type/private.h"
#include <string.h>

static void append_all(sms_json *list, const sms_json *more)
{
	sms_json_each(element, more)
		sms_json_append(list, sms_json_copy(element));
}

/* Members of `own` set in `base`'s member of that name. */
static void merge_member(sms_json *merged, const sms_json *own, const char *name)
{
	const sms_json *from = sms_json_get(own, name);
	sms_json *into = sms_json_edit(merged, name);
	if (!from)
		return;
	if (!into) {
		sms_json_set(merged, name, sms_json_copy(from));
		return;
	}
	if (sms_json_is(into, SMS_JSON_ARRAY)) {
		append_all(into, from);
		return;
	}
	sms_json *invariants = sms_json_copy(sms_json_get(into, "invariants"));
	sms_json_each(member, from)
		sms_json_set(into, sms_json_key(member), sms_json_copy(member));
	if (sms_json_is(invariants, SMS_JSON_ARRAY)) { /* they are added to: an addition loosens nothing */
		append_all(invariants, sms_json_get(from, "invariants"));
		sms_json_set(into, "invariants", invariants);
	} else {
		sms_json_free(invariants);
	}
}

sms_json *sms_type_merge(const sms_json *base, const sms_json *own)
{
	static const char *const merging[] = {"properties", "$defs", "required", "allOf", "x-sms"};
	static const char *const replacing[] = {"title", "description"};
	sms_json *merged = sms_json_copy(base);
	for (size_t i = 0; i < SMS_COUNT(merging); i++)
		merge_member(merged, own, merging[i]);
	for (size_t i = 0; i < SMS_COUNT(replacing); i++)
		if (sms_json_get_text(own, replacing[i]))
			sms_json_set_text(merged, replacing[i], sms_json_get_text(own, replacing[i]));
	return merged;
}
