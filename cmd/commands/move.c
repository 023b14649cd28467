/* sms move: a step in a record's lifecycle. */
#include "edit/edit.h"
#include "model/approval/lifecycle.h"

struct move_options {
	const char *note;
	struct write_options write;
};

static const struct option move_options[] = {
	OPTION_TEXT(struct move_options, note, 0, "note", "TEXT", "why, for the record's log"),
	OPTIONS_WRITE(struct move_options, write),
	OPTION_END,
};

/* What the new state asks for, said together with the way to give it. */
static struct sms_error *hint_fields(struct sms_error *error, const struct edit *edit, const char *state)
{
	if (!error || sms_error_status(error) != SMS_INPUT)
		return error;
	return sms_error_hint(error, "sms move %s %s FIELD=VALUE…", edit->record->id, state);
}

static struct sms_error *run(struct context *context, const void *options, const struct sms_list *arguments)
{
	const struct move_options *move = options;
	const char *state = arguments->items[1];
	sms_auto(edit) struct edit edit = {0};
	SMS_TRY(edit_begin(&edit, context, arguments->items[0]));
	for (size_t i = 2; i < arguments->count; i++)
		SMS_TRY(sms_record_assign(edit.record, arguments->items[i], context->now));
	SMS_TRY(sms_approval_guard(context->store, edit.record, state, context->now));
	SMS_TRY(sms_record_move(edit.record, state, move->note, &edit.actor));
	return hint_fields(edit_commit(&edit, context, &move->write, "move %s to %s: %s", edit.record->id, state,
				       sms_record_title(edit.record)),
			   &edit, state);
}

const struct command cmd_move = {
	.name = "move",
	.summary = "take a record a step further in its lifecycle",
	.arguments = "ID STATE [FIELD=VALUE…]",
	.group = GROUP_RECORDS,
	.needs = NEEDS_WRITE,
	.options = move_options,
	.options_size = sizeof(struct move_options),
	.run = run,
	.description =
		"Moves a record to another state, with the fields that the state asks for, in one commit. The step is "
		"written to the log with time and person. A step that the lifecycle does not know is refused, and the "
		"allowed ones are named; `sms types TYPE` shows them all. States that a type lists under "
		"`needs_approval` "
		"are entered only while the record, as it then is, is approved.\n\n"
		"Nothing is ever deleted: a record made in error is moved to `void`, with a reason.",
	.examples =
		(const struct example[]){
			{"sms move k7q3 resolved resolution_code=fixed resolution='Restarted the queue runner'",
			 "resolve an incident"},
			{"sms move k7q3 void --note 'entered twice'", "take back a wrong record"},
			{NULL, NULL}},
	.see_also = "set, note, types",
};
