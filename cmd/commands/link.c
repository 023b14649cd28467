/* sms link and sms unlink: relations between records. */
#include "edit/edit.h"
#include <string.h>

struct link_options {
	struct write_options write;
};

static const struct option link_options[] = {
	OPTIONS_WRITE(struct link_options, write),
	OPTION_END,
};

/* Place of the link in the record's list, or the list's length. */
static size_t place_of(const sms_json *links, const char *relation, const char *to)
{
	size_t place = 0;
	sms_json_each(link, links) {
		const char *rel = sms_json_get_text(link, "rel"), *target = sms_json_get_text(link, "to");
		if (rel && target && !strcmp(rel, relation) && !strcmp(target, to))
			break;
		place++;
	}
	return place;
}

static void log_link(struct edit *edit, const char *kind, const char *relation, const char *to)
{
	sms_json *more = sms_json_new_object();
	sms_json_set_text(more, "field", relation);
	sms_json_set_text(more, "to", to);
	sms_record_log(edit->record, &edit->actor, kind, more);
}

static struct sms_error *run_link(struct context *context, const void *options, const struct sms_list *arguments)
{
	const struct link_options *link = options;
	const char *relation = arguments->items[1];
	const struct sms_entry *target = NULL;
	sms_auto(edit) struct edit edit = {0};
	SMS_TRY(edit_begin(&edit, context, arguments->items[0]));
	SMS_TRY(sms_store_entry(context->store, arguments->items[2], NULL, &target));
	if (!strcmp(target->id, edit.record->id))
		return sms_error(SMS_INPUT, "'%s' cannot be linked to itself", target->id);
	const sms_json *links = sms_json_get(edit.record->json, "links");
	if (place_of(links, relation, target->id) < sms_json_count(links)) {
		context_say(context, "'%s' is linked so already", edit.record->id);
		return NULL;
	}
	sms_json *made = sms_json_new_object();
	sms_json_set_text(made, "rel", relation);
	sms_json_set_text(made, "to", target->id);
	if (!links)
		sms_json_set(edit.record->json, "links", sms_json_new_array());
	sms_json_append(sms_json_edit(edit.record->json, "links"), made);
	log_link(&edit, "link", relation, target->id);
	return edit_commit(&edit, context, &link->write, "link %s %s %s", edit.record->id, relation, target->id);
}

static struct sms_error *run_unlink(struct context *context, const void *options, const struct sms_list *arguments)
{
	const struct link_options *link = options;
	const char *relation = arguments->items[1];
	const struct sms_entry *target = NULL;
	sms_auto(edit) struct edit edit = {0};
	SMS_TRY(edit_begin(&edit, context, arguments->items[0]));
	SMS_TRY(sms_store_entry(context->store, arguments->items[2], NULL, &target));
	sms_json *links = sms_json_edit(edit.record->json, "links");
	size_t place = place_of(links, relation, target->id);
	if (!links || place == sms_json_count(links))
		return sms_error_hint(
			sms_error(SMS_INPUT, "'%s' has no link '%s' to '%s'", edit.record->id, relation, target->id),
			"sms show %s", edit.record->id);
	sms_json_remove_at(links, place);
	if (!sms_json_count(links))
		sms_json_remove(edit.record->json, "links");
	log_link(&edit, "unlink", relation, target->id);
	return edit_commit(&edit, context, &link->write, "unlink %s %s %s", edit.record->id, relation, target->id);
}

const struct command cmd_link = {
	.name = "link",
	.summary = "relate a record to another",
	.arguments = "ID REL ID",
	.group = GROUP_RECORDS,
	.needs = NEEDS_WRITE,
	.options = link_options,
	.options_size = sizeof(struct link_options),
	.run = run_link,
	.description =
		"Adds a link to the record. Relations are those of the envelope, such as `caused-by`, `resolves`, "
		"`relates-to`, `duplicate-of`, `depends-on`, `supersedes`; another word is refused with the "
		"whole list.",
	.examples = (const struct example[]){{"sms link k7q3 caused-by CHG-20261120-4T2N8W",
					      "an incident that a change caused"},
					     {NULL, NULL}},
	.see_also = "unlink, show, set",
};

const struct command cmd_unlink = {
	.name = "unlink",
	.summary = "take a relation back",
	.arguments = "ID REL ID",
	.group = GROUP_RECORDS,
	.needs = NEEDS_WRITE,
	.options = link_options,
	.options_size = sizeof(struct link_options),
	.run = run_unlink,
	.description = "Removes a link from the record; the log keeps that it was there.",
	.examples = (const struct example[]){{"sms unlink k7q3 caused-by CHG-20261120-4T2N8W", "it was another change"},
					     {NULL, NULL}},
	.see_also = "link, show",
};
