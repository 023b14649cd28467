/* Changing one record: see edit.h. */
#include "edit/edit.h"
#include "model/closed.h"

struct sms_error *edit_begin(struct edit *edit, struct context *context, const char *name)
{
	SMS_TRY(sms_change_begin(&edit->change, context->store));
	SMS_TRY(sms_change_actor(edit->change, &edit->actor));
	SMS_TRY(sms_store_record(context->store, name, NULL, &edit->record));
	edit->before = sms_json_copy(edit->record->json);
	return NULL;
}

struct sms_error *edit_commit(struct edit *edit, struct context *context, const struct write_options *write,
			      const char *message, ...)
{
	va_list arguments;
	va_start(arguments, message);
	sms_auto(string) char *text = sms_vformat(message, arguments);
	va_end(arguments);
	/* What is closed does not follow settings that came later. */
	if (!sms_is_closed(edit->record->type, sms_record_state(edit->record)) ||
	    sms_is_stepped(edit->before, edit->record->json))
		sms_record_derive(edit->record, edit->before, context->store->settings);
	SMS_TRY(sms_change_put(edit->change, edit->record, false));
	return context_commit(context, edit->change, write, text);
}

void edit_release(struct edit *edit)
{
	sms_json_free(edit->before);
	sms_record_free(edit->record);
	sms_change_free(edit->change);
}
