/* sms sample: an auditor's sample that anybody can draw again. */
#include "output.h"
#include "work/draw.h"

struct sample_options {
	long count;
	const char *seed, *where;
};

static const struct option sample_options[] = {
	OPTION_NUMBER(struct sample_options, count, 'n', "count", "N",
		      "so many records; as audit.sample of the settings says where not given"),
	OPTION_TEXT(struct sample_options, seed, 's', "seed", "SEED", "any text; the commit's id where not given"),
	OPTION_TEXT(struct sample_options, where, 'w', "where", "EXPR", "only records that the expression holds for"),
	OPTIONS_FORMAT("text|json|ndjson|csv|markdown"),
	OPTION_END,
};

static struct sms_error *print(struct context *context, const struct sms_type *type, const struct sms_draw *draw,
			       const char *seed)
{
	static const struct column columns[] = {
		{.name = "id"}, {.name = "state"}, {.name = "digest", .machine = true}, {.name = "title"}};
	char commit[SMS_OID_SIZE];
	sms_auto(table) struct table *table = table_new("sample", "records", columns, SMS_COUNT(columns));
	sms_oid_format(&context->store->head, commit);
	table_set(table, "type", sms_json_new_text(type->name));
	table_set(table, "commit", sms_json_new_text(commit));
	table_set(table, "seed", sms_json_new_text(seed));
	table_set(table, "population", sms_json_new_integer((int64_t)draw->population));
	for (size_t i = 0; i < draw->count; i++) {
		table_add(table, TONE_STRONG, draw->items[i].id);
		table_add(table, TONE_PLAIN, draw->items[i].state);
		table_add(table, TONE_DIM, draw->items[i].digest);
		table_add(table, TONE_PLAIN, draw->items[i].title);
	}
	SMS_TRY(table_print(context, table));
	if (context->format == FORMAT_TEXT)
		output_format(context, TONE_DIM, "%s%zu of %zu, seed '%s', commit %.12s\n", draw->count ? "\n" : "",
			      draw->count, draw->population, seed, commit);
	return NULL;
}

static struct sms_error *run(struct context *context, const void *options, const struct sms_list *arguments)
{
	const struct sample_options *given = options;
	const struct sms_type *type = NULL;
	char commit[SMS_OID_SIZE];
	sms_auto(query) struct sms_query *query = NULL;
	sms_auto(draw) struct sms_draw draw = {0};
	sms_oid_format(&context->store->head, commit);
	const char *seed = given->seed ? given->seed : commit;
	SMS_TRY(sms_types_find(&type, context->store->types, arguments->items[0]));
	if (given->where)
		SMS_TRY(sms_query_new(&query, given->where, type, context->now));
	SMS_TRY(sms_draw(&draw, context->store, type, query, seed, (size_t)given->count, context->progress));
	return print(context, type, &draw, seed);
}

const struct command cmd_sample = {
	.name = "sample",
	.summary = "draw a sample of records that can be drawn again",
	.arguments = "TYPE",
	.group = GROUP_JUDGING,
	.needs = NEEDS_COMMITTED | NEEDS_PAGER,
	.options = sample_options,
	.options_size = sizeof(struct sample_options),
	.run = run,
	.description =
		"Draws records of a type from what is committed, for an auditor to look at. The method: each record's "
		"number is the SHA-256, in hexadecimal, of the seed, a line feed and its id; the records with the "
		"lowest "
		"numbers are taken, in that order. The same seed and commit give the same sample, with any tool: "
		"`printf 'SEED\\nID' | sha256sum`. A larger sample holds the smaller one. Void records are left "
		"out.\n\n"
		"Where `-n` is not given the size follows from `audit.sample` of the settings: the square root of the "
		"population or a share of it, not fewer than `least` and not more than `most`.",
	.examples = (const struct example[]){{"sms sample incident -n 12 --seed 20261123", "twelve incidents"},
					     {"sms sample change --seed audit-3 --where 'category = emergency'",
					      "emergency changes"},
					     {NULL, NULL}},
	.see_also = "audit, list, search",
};
