/* sms log: who changed what, and when. */
#include "model/history.h"
#include "output.h"
#include <string.h>

struct log_options {
	long limit;
};

static const struct option log_options[] = {
	OPTION_NUMBER(struct log_options, limit, 'l', "limit", "N", "at most so many commits"),
	OPTIONS_FORMAT("text|json|ndjson|csv|markdown"),
	OPTION_END,
};

struct walk {
	struct table *table;
	size_t limit, count;
	bool stop;
};

static void add_commit(struct walk *walk, const struct sms_oid *oid, sms_time time, const char *author,
		       const char *subject)
{
	char hex[SMS_OID_SIZE], at[SMS_TIME_SIZE];
	sms_oid_format(oid, hex);
	sms_time_format(time, at);
	sms_auto(string) char *abbreviated = sms_copy(hex, 10);
	table_add(walk->table, TONE_WARN, abbreviated);
	table_add(walk->table, TONE_PLAIN, hex);
	table_add(walk->table, TONE_DIM, at);
	table_add(walk->table, TONE_PLAIN, author);
	table_add(walk->table, TONE_PLAIN, subject);
	walk->stop = walk->limit && ++walk->count >= walk->limit;
}

static struct sms_error *visit(void *context, const struct sms_commit *commit, const struct sms_tree_change *changes,
			       size_t count)
{
	sms_auto(string) char *subject = sms_copy(commit->message, strcspn(commit->message, "\n"));
	add_commit(context, &commit->oid, commit->time, commit->author.name, subject);
	return NULL;
}

static struct sms_error *log_record(struct context *context, const char *name, struct walk *walk)
{
	sms_auto(record) struct sms_record *record = NULL;
	sms_auto(versions) struct sms_versions versions = {0};
	SMS_TRY(sms_store_record(context->store, name, NULL, &record));
	SMS_TRY(sms_versions_read(&versions, context->store, record));
	for (size_t i = 0; i < versions.count && !walk->stop; i++)
		add_commit(walk, &versions.items[i].commit, versions.items[i].time, versions.items[i].author_name,
			   versions.items[i].subject);
	return NULL;
}

static struct sms_error *run(struct context *context, const void *options, const struct sms_list *arguments)
{
	static const struct column heads[] = {{.name = "commit"},
					      {.name = "oid", .machine = true},
					      {.name = "at"},
					      {.name = "by"},
					      {.name = "subject"}};
	const struct log_options *log = options;
	sms_auto(table) struct table *table = table_new("log", "commits", heads, SMS_COUNT(heads));
	struct walk walk = {.table = table, .limit = (size_t)log->limit};
	if (arguments->count)
		SMS_TRY(log_record(context, arguments->items[0], &walk));
	else if (!sms_oid_is_zero(&context->store->head))
		SMS_TRY(sms_repo_commits(context->store->repo, &context->store->head, visit, &walk, &walk.stop));
	return table_print(context, table);
}

const struct command cmd_log = {
	.name = "log",
	.summary = "list the commits that changed a record",
	.arguments = "[ID]",
	.group = GROUP_APPROVAL,
	.needs = NEEDS_STORE | NEEDS_PAGER | NEEDS_NO_HASHES,
	.options = log_options,
	.options_size = sizeof(struct log_options),
	.run = run,
	.description =
		"Lists the commits that changed a record or its prose, the newest first; without an id, all commits.",
	.examples = (const struct example[]){{"sms log POL-CHANGE", "the life of a policy"}, {NULL, NULL}},
	.see_also = "trail, diff, show",
};
