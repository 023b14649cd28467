/* States and moves of a type, from x-sms.lifecycle. See type.h. */
#include "model/type/type.h"
#include <string.h>

#define VOID "void"

static const sms_json *lifecycle(const struct sms_type *type)
{
	return sms_json_get(type->about, "lifecycle");
}

const char *sms_type_initial(const struct sms_type *type)
{
	return sms_json_get_text(lifecycle(type), "initial");
}

static const sms_json *moves_from(const struct sms_type *type, const char *state)
{
	return sms_json_get(sms_json_get(lifecycle(type), "moves"), state);
}

bool sms_type_has_state(const struct sms_type *type, const char *state)
{
	return !strcmp(state, VOID) || moves_from(type, state);
}

bool sms_type_is_final(const struct sms_type *type, const char *state)
{
	return !strcmp(state, VOID) || sms_json_contains_text(sms_json_get(lifecycle(type), "final"), state);
}

bool sms_type_may_move(const struct sms_type *type, const char *from, const char *to)
{
	if (!strcmp(from, VOID))
		return false;
	return !strcmp(to, VOID) || sms_json_contains_text(moves_from(type, from), to);
}

void sms_type_moves(const struct sms_type *type, const char *from, struct sms_list *out)
{
	if (!strcmp(from, VOID))
		return;
	sms_json_each(state, moves_from(type, from))
		sms_list_add(out, sms_json_text(state));
	sms_list_add(out, VOID);
}

const char *sms_type_stamp(const struct sms_type *type, const char *state)
{
	return sms_json_get_text(sms_json_get(lifecycle(type), "stamps"), state);
}

bool sms_type_is_workflow(const struct sms_type *type, const char *member)
{
	static const char *const always[] = {"state", "log", "links", "attachments", "external"};
	for (size_t i = 0; i < SMS_COUNT(always); i++)
		if (!strcmp(member, always[i]))
			return true;
	return sms_json_contains_text(sms_json_get(type->about, "workflow"), member);
}
