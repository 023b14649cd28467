/* sms set: change fields of a record. */
#include "edit/edit.h"
#include <string.h>

struct set_options {
	const char *note;
	struct write_options write;
};

static const struct option set_options[] = {
	OPTION_TEXT(struct set_options, note, 0, "note", "TEXT", "why, for the record's log"),
	OPTIONS_WRITE(struct set_options, write),
	OPTION_END,
};

static void log_fields(struct edit *edit, const struct sms_list *assignments, const char *note)
{
	sms_auto(list) struct sms_list names = SMS_LIST_INIT;
	sms_auto(buf) struct sms_buf fields = SMS_BUF_INIT;
	sms_json *more = sms_json_new_object();
	for (size_t i = 1; i < assignments->count; i++)
		sms_list_adopt(&names, sms_copy(assignments->items[i], strcspn(assignments->items[i], "+=")));
	sms_list_join(&fields, &names, ", ");
	sms_json_set_text(more, "field", sms_buf_text(&fields));
	if (note)
		sms_json_set_text(more, "text", note);
	sms_record_log(edit->record, &edit->actor, "set", more);
}

static struct sms_error *run(struct context *context, const void *options, const struct sms_list *arguments)
{
	const struct set_options *set = options;
	sms_auto(edit) struct edit edit = {0};
	SMS_TRY(edit_begin(&edit, context, arguments->items[0]));
	for (size_t i = 1; i < arguments->count; i++)
		SMS_TRY(sms_record_assign(edit.record, arguments->items[i], context->now));
	if (sms_json_equal(edit.before, edit.record->json)) {
		context_say(context, "nothing to change: '%s' has these values", edit.record->id);
		return NULL;
	}
	log_fields(&edit, arguments, set->note);
	return edit_commit(&edit, context, &set->write, "set %s: %s", edit.record->id, sms_record_title(edit.record));
}

const struct command cmd_set = {
	.name = "set",
	.summary = "change fields of a record",
	.arguments = "ID FIELD=VALUE…",
	.group = GROUP_RECORDS,
	.needs = NEEDS_WRITE,
	.options = set_options,
	.options_size = sizeof(struct set_options),
	.run = run,
	.description =
		"Sets fields of a record and commits it. `FIELD=VALUE` replaces, `FIELD+=VALUE` adds to a list, "
		"`FIELD=` "
		"removes. Fields inside others are written with a dot, elements of a list by their number from 0: "
		"`target.value=99.9`, `actions.0.owner=PER-ANNA`.\n\n"
		"Values are checked against the type before anything is written. Fields that follow from others (the "
		"priority from impact and urgency) follow, unless they were set by hand.\n\n"
		"What a closed record says stays as it is: it is moved back into an open state first, or made void and "
		"recorded anew. Notes, links and attachments may still be added; a record whose first state is a final "
		"one may also be given fields that it lacks.",
	.examples = (const struct example[]){{"sms set k7q3 urgency=high", "the priority follows"},
					     {"sms set SVC-EMAIL tags+=core --note 'after the review'",
					      "add to a list, and say why"},
					     {NULL, NULL}},
	.see_also = "edit, move, note, types",
};
