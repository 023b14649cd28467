/* sms inbox: what waits for me. */
#include "model/approval/approval.h"
#include "output.h"
#include <string.h>

struct inbox_options {
	const char *person;
};

static const struct option inbox_options[] = {
	OPTION_TEXT(struct inbox_options, person, 0, "person", "ID", "whose inbox; yours where not given"),
	OPTIONS_FORMAT("text|json|ndjson|csv|markdown"),
	OPTION_END,
};

/* Entries of records that are not at their end, by the thread that met them. */
struct found {
	const struct sms_entry **entries;
	size_t count, capacity;
};

struct item {
	char *id, *title, *status, *role, *why, *command;
	unsigned rank;
};

struct inbox {
	struct context *context;
	struct sms_actor actor;
	struct found found[SMS_SCAN_THREADS];
	struct item *items;
	size_t count, capacity;
};

static void inbox_release(struct inbox *inbox)
{
	for (size_t i = 0; i < SMS_SCAN_THREADS; i++)
		free(inbox->found[i].entries);
	for (size_t i = 0; i < inbox->count; i++) {
		struct item *item = &inbox->items[i];
		free(item->id);
		free(item->title);
		free(item->status);
		free(item->role);
		free(item->why);
		free(item->command);
	}
	free(inbox->items);
}
SMS_AUTO_STRUCT(inbox, struct inbox, inbox_release);

/* What is at its end waits for nobody. Only this is asked of every record: judging comes for those that are left. */
static struct sms_error *visit(void *context, unsigned thread, const struct sms_scanned *scanned)
{
	struct found *found = (struct found *)context + thread;
	const char *state = sms_json_get_text(scanned->json, "state");
	if (!state || sms_type_is_final(scanned->entry->type, state))
		return NULL;
	sms_grow(found->entries, found->count, found->capacity);
	found->entries[found->count++] = scanned->entry;
	return NULL;
}

/* What was asked for comes first, then what was good and no longer is, then what nobody has asked for yet. Of what was
 * rejected its author has to make something else first. */
static unsigned rank_of(enum sms_approval_status status)
{
	static const unsigned ranks[] = {[SMS_APPROVAL_PENDING] = 1,
					 [SMS_APPROVAL_EXPIRED] = 2,
					 [SMS_APPROVAL_STALE] = 3,
					 [SMS_APPROVAL_UNAPPROVED] = 4,
					 [SMS_APPROVAL_UNPROVEN] = 0};
	return ranks[status];
}

static char *reason_of(const struct sms_error *refusal)
{
	const char *message = refusal ? sms_error_message(refusal) : "";
	const char *behind = strstr(message, "': ");
	return sms_strdup(behind ? behind + 3 : message);
}

static struct sms_error *look_at(struct inbox *inbox, const struct sms_entry *entry)
{
	struct sms_store *store = inbox->context->store;
	sms_auto(record) struct sms_record *record = NULL;
	sms_auto(approval) struct sms_approval approval = {0};
	sms_auto(error) struct sms_error *refusal = NULL;
	sms_auto(buf) struct sms_buf status = SMS_BUF_INIT;
	const char *role = NULL;
	SMS_TRY(sms_record_read(&record, store->snapshot, entry));
	SMS_TRY(sms_approval_may(&approval, store, record, &inbox->actor, &role, &refusal));
	if (!role || !rank_of(approval.status))
		return NULL;
	sms_approval_describe(&status, &approval);
	sms_grow(inbox->items, inbox->count, inbox->capacity);
	struct item *item = &inbox->items[inbox->count++];
	*item = (struct item){.id = sms_strdup(record->id),
			      .title = sms_strdup(sms_record_title(record)),
			      .status = sms_buf_take(&status),
			      .role = sms_strdup(role),
			      .rank = rank_of(approval.status)};
	item->why = reason_of(refusal);
	item->command = refusal ? sms_strdup(sms_error_hint_count(refusal) ? sms_error_hint_at(refusal, 0) : "")
				: sms_format("sms approve %s", record->id);
	return NULL;
}

static int by_rank(const void *a, const void *b)
{
	const struct item *one = a, *other = b;
	if (!*one->why != !*other->why)
		return *one->why ? 1 : -1;
	if (one->rank != other->rank)
		return one->rank < other->rank ? -1 : 1;
	return strcmp(one->id, other->id);
}

static struct sms_error *look(struct inbox *inbox)
{
	struct context *context = inbox->context;
	const struct sms_people *people = NULL;
	SMS_TRY(sms_store_people(context->store, &people));
	for (size_t i = 0; i < sms_types_count(context->store->types); i++) {
		const struct sms_type *type = sms_types_at(context->store->types, i);
		if (sms_approval_concerns_person(context->store, type, people, inbox->actor.by, inbox->actor.at))
			SMS_TRY(sms_snapshot_scan(context->store->snapshot, type, visit, inbox->found,
						  context->progress));
	}
	for (size_t thread = 0; thread < SMS_SCAN_THREADS; thread++)
		for (size_t i = 0; i < inbox->found[thread].count; i++)
			SMS_TRY(look_at(inbox, inbox->found[thread].entries[i]));
	if (inbox->count > 1)
		qsort(inbox->items, inbox->count, sizeof *inbox->items, by_rank);
	return NULL;
}

static struct sms_error *find_person(struct context *context, const char *name, const char **out)
{
	sms_auto(identity) struct sms_identity identity = {0};
	const struct sms_people *people = NULL;
	if (name)
		return sms_store_person(context->store, name, out);
	SMS_TRY(sms_repo_identity(context->store->repo, &identity));
	SMS_TRY(sms_store_people(context->store, &people));
	*out = sms_people_by_email(people, identity.email);
	if (*out)
		return NULL;
	return sms_error_hint(sms_error(SMS_INPUT, "'%s <%s>' is no person on record", identity.name, identity.email),
			      "sms inbox --person ID");
}

static struct sms_error *run(struct context *context, const void *options, const struct sms_list *arguments)
{
	static const struct column heads[] = {
		{.name = "id"},
		{.name = "status"},
		{.name = "title"},
		{.name = "role", .machine = true},
		{.name = "may_approve", .machine = true},
		{.name = "why_not", .title = "why not"},
		{.name = "command", .wrap = true},
	};
	const struct inbox_options *given = options;
	sms_auto(inbox) struct inbox inbox = {.context = context, .actor = {.at = context->now}};
	sms_auto(table) struct table *table = table_new("inbox", "records", heads, SMS_COUNT(heads));
	SMS_TRY(find_person(context, given->person, &inbox.actor.by));
	SMS_TRY(look(&inbox));
	table_set(table, "person", sms_json_new_text(inbox.actor.by));
	for (size_t i = 0; i < inbox.count; i++) {
		const struct item *item = &inbox.items[i];
		bool may = !*item->why;
		table_add(table, TONE_STRONG, item->id);
		table_add(table, item->rank == 1 ? TONE_WARN : TONE_DIM, item->status);
		table_add(table, TONE_PLAIN, item->title);
		table_add(table, TONE_PLAIN, item->role);
		table_add_as(table, TONE_PLAIN, may ? "yes" : "no", sms_json_new_boolean(may));
		table_add(table, TONE_BAD, item->why);
		table_add(table, TONE_DIM, item->command);
	}
	return table_print(context, table);
}

const struct command cmd_inbox = {
	.name = "inbox",
	.summary = "list what waits for your approval",
	.arguments = "",
	.group = GROUP_APPROVAL,
	.needs = NEEDS_COMMITTED | NEEDS_PAGER,
	.options = inbox_options,
	.options_size = sizeof(struct inbox_options),
	.run = run,
	.description =
		"Lists the records that still need an approval in a role you hold, each with the command: first what "
		"was "
		"submitted, then approvals that have expired or become stale, then what nobody has submitted yet. "
		"Where "
		"you may not approve, because you changed the content or approved it before, it says why, and what "
		"helps. Records at the end of their lifecycle, and rejected ones, wait for nobody.",
	.examples = (const struct example[]){{"sms inbox", "what waits for me"},
					     {"sms inbox --person bruno --json", "what waits for Bruno"},
					     {NULL, NULL}},
	.see_also = "approve, submit, status, trail",
};
