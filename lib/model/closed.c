/* What may still change in a closed record. See closed.h. */
#include "model/closed.h"
#include <string.h>

#define VOID "void"

static const char *state_of(const sms_json *json)
{
	const char *state = sms_json_get_text(json, "state");
	return state ? state : "";
}

bool sms_is_closed(const struct sms_type *type, const char *state)
{
	return *state && sms_type_is_final(type, state);
}

bool sms_is_stepped(const sms_json *before, const sms_json *after)
{
	size_t old = sms_json_count(sms_json_get(before, "log")), index = 0;
	sms_json_each(entry, sms_json_get(after, "log")) {
		const char *kind = sms_json_get_text(entry, "kind");
		if (index++ >= old && kind && !strcmp(kind, "state"))
			return true;
	}
	return false;
}

/* Is this member one that the record may still gain, change or lose: all that is no content, but for the time at which
 * the state was reached? */
static bool is_free(const struct sms_type *type, const char *state, const char *member)
{
	const char *stamp = sms_type_stamp(type, state);
	if (!strcmp(state, VOID))
		return !strcmp(member, "log") || !strcmp(member, "links");
	return sms_type_is_workflow(type, member) && (!stamp || strcmp(stamp, member) != 0);
}

/* What is recorded as done has no open state in which it could be filled in: that is done here. */
static bool may_be_completed(const struct sms_type *type, const char *state)
{
	return !strcmp(state, sms_type_initial(type)) ||
	       sms_json_contains_text(sms_json_path(type->about, "lifecycle.starts"), state);
}

const char *sms_closed_edit(const struct sms_type *type, const sms_json *before, const sms_json *after, bool stepped)
{
	const char *state = state_of(before);
	if (!sms_is_closed(type, state) || (stepped && strcmp(state, VOID) != 0))
		return NULL;
	sms_json_each(member, before) {
		const sms_json *now = sms_json_get(after, sms_json_key(member));
		if (!is_free(type, state, sms_json_key(member)) && (!now || !sms_json_equal(member, now)))
			return sms_json_key(member);
	}
	sms_json_each(member, may_be_completed(type, state) ? NULL : after)
		if (!is_free(type, state, sms_json_key(member)) && !sms_json_get(before, sms_json_key(member)))
			return sms_json_key(member);
	return NULL;
}

/* --- Refusing. --- */

static bool is_same_prose(const struct sms_record *before, const struct sms_record *after)
{
	return before->body_length == after->body_length &&
	       (!before->body_length || !memcmp(before->body, after->body, before->body_length));
}

static struct sms_error *add_ways_out(struct sms_error *error, const struct sms_record *record)
{
	sms_auto(list) struct sms_list moves = SMS_LIST_INIT;
	const char *state = sms_record_state(record);
	sms_type_moves(record->type, state, &moves);
	for (size_t i = 0; i < moves.count; i++)
		if (strcmp(moves.items[i], VOID) != 0)
			error = sms_error_hint(error, "sms move %s %s FIELD=VALUE", record->id, moves.items[i]);
	if (moves.count == 1)
		error = sms_error_hint(error, "sms move %s void --note REASON, and make a new one: sms %s-%s",
				       record->id, record->type->word, record->type->name);
	return sms_error_hint(error, "sms note %s TEXT", record->id);
}

struct sms_error *sms_closed_check(const struct sms_record *before, const struct sms_record *after)
{
	const char *state = sms_record_state(before), *member = NULL;
	bool stepped = sms_is_stepped(before->json, after->json);
	member = sms_closed_edit(before->type, before->json, after->json, stepped);
	sms_auto(string) char *what = member ? sms_format("'%s'", member) : NULL;
	if (!member && !stepped && sms_is_closed(before->type, state) && !is_same_prose(before, after))
		what = sms_strdup("its prose");
	if (!what)
		return NULL;
	return add_ways_out(sms_error(SMS_INPUT, "'%s' is %s, and %s stays as it is", before->id, state, what), before);
}
