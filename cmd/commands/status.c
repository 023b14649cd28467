/* sms status: what needs attention. */
#include "base/map.h"
#include "model/approval/approval.h"
#include "output.h"
#include <pthread.h>
#include <string.h>

#define SOON (30 * SMS_DAY)
#define SHOWN 10 /* of each kind */

static const struct option status_options[] = {
	OPTIONS_FORMAT("text|json"),
	OPTION_END,
};

struct topic {
	const char *name, *title;
	struct sms_list ids, texts, fixes; /* side by side */
};

enum { TOPIC_EDITED, TOPIC_WAITING, TOPIC_STALE, TOPIC_OVERDUE, TOPIC_SOON, TOPIC_COUNT };

struct status {
	struct context *context;
	struct topic topics[TOPIC_COUNT];
	struct sms_map *open;  /* type name -> number of records not in a final state, as a pointer */
	pthread_mutex_t mutex; /* records are visited on two threads */
};

static void note(struct status *status, unsigned topic, const char *id, char *text, char *fix)
{
	sms_list_add(&status->topics[topic].ids, id);
	sms_list_adopt(&status->topics[topic].texts, text);
	sms_list_adopt(&status->topics[topic].fixes, fix);
}

/* Dates by which something is to be done: the members of the type whose format is a date and whose name says so. */
static bool is_due_date(const struct sms_field *field)
{
	static const char *const names[] = {"due", "next_review", "valid_to", "review_due"};
	for (size_t i = 0; i < SMS_COUNT(names); i++)
		if (!strcmp(field->path, names[i]))
			return field->format != NULL;
	return false;
}

static void look_at_dates(struct status *status, const struct sms_entry *entry, const sms_json *json)
{
	size_t count = 0;
	const struct sms_field *fields = sms_type_fields(entry->type, &count);
	for (size_t i = 0; i < count; i++) {
		const char *text = sms_json_text(sms_json_path(json, fields[i].path));
		sms_time at;
		if (!text || !is_due_date(&fields[i]))
			continue;
		struct sms_error *error = sms_time_parse_loose(text, status->context->now, true, &at);
		if (error) { /* check says so */
			sms_error_free(error);
			continue;
		}
		const char *title = fields[i].title ? fields[i].title : fields[i].path;
		if (at < status->context->now + SOON)
			note(status, at < status->context->now ? TOPIC_OVERDUE : TOPIC_SOON, entry->id,
			     sms_format("%s %.10s", title, text), sms_format("sms show %s", entry->id));
	}
}

static struct sms_error *look_at_approval(struct status *status, const struct sms_entry *entry)
{
	sms_auto(record) struct sms_record *record = NULL;
	sms_auto(approval) struct sms_approval approval = {0};
	sms_auto(buf) struct sms_buf text = SMS_BUF_INIT;
	struct context *context = status->context;
	SMS_TRY(sms_record_read(&record, context->store->snapshot, entry));
	SMS_TRY(sms_approval_judge(&approval, context->store, record, context->now));
	sms_approval_describe(&text, &approval);
	/* What has ended waits for nobody. */
	const char *state = sms_json_get_text(record->json, "state");
	bool ended = state && sms_type_is_final(entry->type, state);
	if (ended && approval.status < SMS_APPROVAL_STALE)
		return NULL;
	if (approval.status == SMS_APPROVAL_PENDING || approval.status == SMS_APPROVAL_UNAPPROVED)
		note(status, TOPIC_WAITING, entry->id, sms_buf_take(&text),
		     sms_format("sms %s %s", approval.status == SMS_APPROVAL_PENDING ? "approve" : "submit",
				entry->id));
	else if (approval.status >= SMS_APPROVAL_STALE)
		note(status, TOPIC_STALE, entry->id, sms_buf_take(&text), sms_format("sms trail %s", entry->id));
	return NULL;
}

static struct sms_error *visit(void *context, unsigned thread, const struct sms_scanned *record)
{
	struct status *status = context;
	const struct sms_type *type = record->entry->type;
	const char *state = sms_json_get_text(record->json, "state");
	if (!type || !state || sms_type_is_final(type, state))
		return NULL;
	pthread_mutex_lock(&status->mutex);
	if (type->kind == SMS_KIND_EVENT) {
		size_t open = (size_t)(uintptr_t)sms_map_get(status->open, type->name);
		sms_map_put(status->open, type->name, (void *)(uintptr_t)(open + 1));
	}
	look_at_dates(status, record->entry, record->json);
	pthread_mutex_unlock(&status->mutex);
	return NULL;
}

static struct sms_error *look(struct status *status)
{
	struct context *context = status->context;
	for (size_t i = 0; i < sms_types_count(context->store->types); i++) {
		const struct sms_type *type = sms_types_at(context->store->types, i);
		const struct sms_entry *const *entries;
		size_t count;
		SMS_TRY(sms_snapshot_list(context->store->snapshot, type, &entries, &count));
		if (!count)
			continue;
		SMS_TRY(sms_snapshot_scan(context->store->snapshot, type, visit, status, context->progress));
		if (!sms_approval_concerns(context->store, type))
			continue;
		for (size_t at = 0; at < count; at++)
			SMS_TRY(look_at_approval(status, entries[at]));
	}
	return NULL;
}

static struct sms_error *look_at_edits(struct status *status)
{
	sms_auto(list) struct sms_list edited = SMS_LIST_INIT, prefixes = SMS_LIST_INIT;
	static const char *const folders[] = {"documents", "records", "types", "rules", "templates", SMS_SETTINGS_PATH};
	if (sms_snapshot_commit_id(status->context->store->snapshot))
		return NULL;
	for (size_t i = 0; i < SMS_COUNT(folders); i++)
		sms_list_add(&prefixes, folders[i]);
	SMS_TRY(sms_repo_worktree_changes(status->context->store->repo, &prefixes, &edited));
	for (size_t i = 0; i < edited.count; i++)
		note(status, TOPIC_EDITED, edited.items[i], sms_strdup("not committed"),
		     sms_format("sms commit %s", edited.items[i]));
	return NULL;
}

/* --- Printing. --- */

static void print_topic(struct context *context, const struct topic *topic)
{
	if (!topic->ids.count)
		return;
	sms_auto(string) char *heading = sms_format("%s (%zu)", topic->title, topic->ids.count);
	output_heading(context, heading);
	for (size_t i = 0; i < topic->ids.count && i < SHOWN; i++) {
		output_format(context, TONE_STRONG, "  %s", topic->ids.items[i]);
		output_format(context, TONE_WARN, "  %s", topic->texts.items[i]);
		output_format(context, TONE_DIM, "  %s\n", topic->fixes.items[i]);
	}
	if (topic->ids.count > SHOWN)
		output_format(context, TONE_DIM, "  … and %zu more\n", topic->ids.count - SHOWN);
}

static void print_text(const struct status *status)
{
	struct context *context = status->context;
	size_t attention = 0;
	const char *name = sms_json_text(sms_settings_get(context->store->settings, "organization.name"));
	output_format(context, TONE_STRONG, "%s\n", name ? name : "");
	for (unsigned i = 0; i < TOPIC_COUNT; i++) {
		print_topic(context, &status->topics[i]);
		attention += status->topics[i].ids.count;
	}
	if (!attention)
		output_format(context, TONE_GOOD, "nothing needs attention\n");
	if (sms_map_count(status->open))
		output_heading(context, "Open");
	for (size_t i = 0; i < sms_map_count(status->open); i++) {
		const char *type = NULL;
		size_t open = (size_t)(uintptr_t)sms_map_at(status->open, i, &type);
		output_format(context, TONE_PLAIN, "  %zu %s\n", open,
			      open == 1 ? type : sms_types_get(context->store->types, type)->plural);
	}
}

static void print_json(const struct status *status)
{
	sms_auto(json) sms_json *document = output_document("status");
	sms_json *open = sms_json_new_object();
	for (unsigned i = 0; i < TOPIC_COUNT; i++) {
		const struct topic *topic = &status->topics[i];
		sms_json *list = sms_json_new_array();
		for (size_t at = 0; at < topic->ids.count; at++) {
			sms_json *item = sms_json_new_object();
			sms_json_set_text(item, "subject", topic->ids.items[at]);
			sms_json_set_text(item, "text", topic->texts.items[at]);
			sms_json_set_text(item, "fix", topic->fixes.items[at]);
			sms_json_append(list, item);
		}
		sms_json_set(document, topic->name, list);
	}
	for (size_t i = 0; i < sms_map_count(status->open); i++) {
		const char *type = NULL;
		size_t count = (size_t)(uintptr_t)sms_map_at(status->open, i, &type);
		sms_json_set_integer(open, type, (int64_t)count);
	}
	sms_json_set(document, "open", open);
	output_json(status->context, document);
}

static void release(struct status *status)
{
	for (unsigned i = 0; i < TOPIC_COUNT; i++) {
		sms_list_release(&status->topics[i].ids);
		sms_list_release(&status->topics[i].texts);
		sms_list_release(&status->topics[i].fixes);
	}
	sms_map_free(status->open);
	pthread_mutex_destroy(&status->mutex);
}
SMS_AUTO_STRUCT(status, struct status, release);

static struct sms_error *run(struct context *context, const void *options, const struct sms_list *arguments)
{
	sms_auto(status) struct status status = {
		.context = context,
		.topics = {[TOPIC_EDITED] = {.name = "edited", .title = "Edited by hand"},
			   [TOPIC_WAITING] = {.name = "waiting", .title = "Waiting for approval"},
			   [TOPIC_STALE] = {.name = "unsound", .title = "Approval no longer good"},
			   [TOPIC_OVERDUE] = {.name = "overdue", .title = "Overdue"},
			   [TOPIC_SOON] = {.name = "soon", .title = "Due within 30 days"}},
	};
	status.open = sms_map_new(NULL);
	pthread_mutex_init(&status.mutex, NULL);
	SMS_TRY(look_at_edits(&status));
	SMS_TRY(look(&status));
	if (context->format == FORMAT_JSON)
		print_json(&status);
	else
		print_text(&status);
	return NULL;
}

const struct command cmd_status = {
	.name = "status",
	.summary = "show what needs attention",
	.arguments = "",
	.group = GROUP_START,
	.needs = NEEDS_STORE,
	.options = status_options,
	.run = run,
	.description =
		"Shows edits that are not committed, records that wait for approval or whose approval is no longer "
		"good, dates that have passed or come within 30 days, and how many records are open, each with the "
		"command that goes on from there.",
	.examples = (const struct example[]){{"sms status", "every morning"}, {NULL, NULL}},
	.see_also = "check, audit, list",
};
