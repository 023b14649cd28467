/* What points to a record: see backlinks.h. */
#include "backlinks.h"
#include "model/link/index.h"
#include "output.h"
#include "wrap/text.h"

enum { FEW = 5 }; /* records shown of a group */

/* The command that lists a group. */
static char *list_command(const struct sms_backlinks *group, const char *id)
{
	if (group->listed)
		return sms_format("sms list %s --where 'links.to = %s'", group->type, id);
	return sms_format("sms list %s --where '%s = %s'", group->type, group->relation, id);
}

/* One record as a line that fits; one that is no longer in the work tree by its id alone. */
static void print_record(struct context *context, const char *id)
{
	const struct sms_entry *entry = NULL;
	sms_auto(record) struct sms_record *record = NULL;
	struct sms_error *error = sms_snapshot_find(context->store->snapshot, id, &entry);
	if (!error && entry)
		error = sms_record_read(&record, context->store->snapshot, entry);
	sms_error_free(error);
	const char *state = record ? sms_record_state(record) : "";
	sms_auto(buf) struct sms_buf line = SMS_BUF_INIT, fitting = SMS_BUF_INIT;
	sms_buf_add_format(&line, "    %s", id);
	if (record)
		sms_buf_add_format(&line, "  %s  %s", state, sms_record_title(record));
	sms_text_add_column(&fitting, sms_buf_text(&line), context->width, false);
	bool over = record && sms_type_is_final(record->type, state);
	output_format(context, over ? TONE_DIM : TONE_PLAIN, "%s\n", sms_buf_text(&fitting));
}

static void print_group(struct context *context, const struct sms_backlinks *group, const char *id)
{
	const struct sms_type *type = sms_types_get(context->store->types, group->type);
	output_format(context, TONE_STRONG, "  %s", type ? type->title : group->type);
	output_format(context, TONE_DIM, ", %s: ", group->relation);
	if (type && type->kind == SMS_KIND_EVENT)
		output_format(context, TONE_PLAIN, "%zu, %zu open\n", group->count, group->open);
	else
		output_format(context, TONE_PLAIN, "%zu\n", group->count);
	for (size_t i = 0; i < group->from.count; i++)
		print_record(context, group->from.items[i]);
	if (group->from.count == group->count)
		return;
	sms_auto(string) char *command = list_command(group, id);
	output_format(context, TONE_DIM, "    … %zu more: %s\n", group->count - group->from.count, command);
}

struct sms_error *backlinks_print(struct context *context, const struct sms_record *record, bool all)
{
	sms_auto(link_index) struct sms_link_index *index = NULL;
	sms_auto(backlinks) struct sms_backlinks_list groups = {0};
	SMS_TRY(sms_link_index_open(&index, context->store, all, context->progress));
	if (index)
		sms_link_index_find(&groups, index, record->id, all ? SIZE_MAX : FEW);
	if (groups.count || !index)
		output_heading(context, "Linked from");
	if (!index)
		output_format(context, TONE_DIM, "  sms show %s --links\n", record->id);
	for (size_t i = 0; i < groups.count; i++)
		print_group(context, &groups.items[i], record->id);
	return NULL;
}

struct sms_error *backlinks_print_json(struct context *context, const struct sms_record *record)
{
	sms_auto(link_index) struct sms_link_index *index = NULL;
	sms_auto(backlinks) struct sms_backlinks_list groups = {0};
	SMS_TRY(sms_link_index_open(&index, context->store, true, context->progress));
	sms_link_index_find(&groups, index, record->id, SIZE_MAX);
	sms_auto(json) sms_json *document = output_document("links");
	sms_json *list = sms_json_new_array();
	sms_json_set_text(document, "id", record->id);
	for (size_t i = 0; i < groups.count; i++) {
		const struct sms_backlinks *group = &groups.items[i];
		sms_json *json = sms_json_new_object(), *from = sms_json_new_array();
		sms_json_set_text(json, "type", group->type);
		sms_json_set_text(json, "relation", group->relation);
		sms_json_set_integer(json, "count", (int64_t)group->count);
		sms_json_set_integer(json, "open", (int64_t)group->open);
		for (size_t j = 0; j < group->from.count; j++)
			sms_json_append_text(from, group->from.items[j]);
		sms_json_set(json, "from", from);
		sms_json_append(list, json);
	}
	sms_json_set(document, "links", list);
	output_json(context, document);
	return NULL;
}
