/* sms note: add a note to a record's log. */
#include "edit/edit.h"

struct note_options {
	struct write_options write;
};

static const struct option note_options[] = {
	OPTIONS_WRITE(struct note_options, write),
	OPTION_END,
};

static struct sms_error *run(struct context *context, const void *options, const struct sms_list *arguments)
{
	const struct note_options *note = options;
	sms_auto(edit) struct edit edit = {0};
	if (!*arguments->items[1])
		return sms_error(SMS_INPUT, "an empty note says nothing");
	SMS_TRY(edit_begin(&edit, context, arguments->items[0]));
	sms_json *more = sms_json_new_object();
	sms_json_set_text(more, "text", arguments->items[1]);
	sms_record_log(edit.record, &edit.actor, "note", more);
	return edit_commit(&edit, context, &note->write, "note %s: %s", edit.record->id, sms_record_title(edit.record));
}

const struct command cmd_note = {
	.name = "note",
	.summary = "add a note to a record's log",
	.arguments = "ID TEXT",
	.group = GROUP_RECORDS,
	.needs = NEEDS_WRITE,
	.options = note_options,
	.options_size = sizeof(struct note_options),
	.run = run,
	.description = "Appends a note with time and person to the record's log. The log is only ever added to.",
	.examples =
		(const struct example[]){
			{"sms note @ 'mail queue is draining again'", "note on the record touched last"}, {NULL, NULL}},
	.see_also = "set, move, show",
};
