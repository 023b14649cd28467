/* What arguments and values can be, by the names that the table gives them. */
#include "complete/complete.h"
#include "model/approval/fields.h"
#include "work/check/check.h"
#include "work/verify/verify.h"
#include "wrap/text.h"
#include <string.h>
#include <strings.h>

enum { MOST = 200 }; /* candidates: more help nobody */

void complete_offer(struct completion *completion, const char *candidate, const char *about)
{
	size_t typed = strlen(completion->word);
	if (completion->count >= MOST || strncasecmp(candidate, completion->word, typed) != 0)
		return;
	completion->count++;
	sms_buf_add_text(&completion->out, completion->head);
	sms_text_add_safe(&completion->out, candidate, false);
	if (about && *about) {
		sms_buf_add_char(&completion->out, '\t');
		sms_text_add_safe(&completion->out, about, false);
	}
	sms_buf_add_char(&completion->out, '\n');
}

static const struct sms_types *types_of(struct completion *completion)
{
	const struct sms_types *types = NULL;
	sms_auto(error) struct sms_error *error = context_types(completion->context, &types);
	return error ? NULL : types;
}

struct sms_store *complete_store(struct completion *completion)
{
	sms_auto(error) struct sms_error *error = context_open(completion->context, SMS_VIEW_CURRENT);
	return error ? NULL : completion->context->store;
}

static void offer_types(struct completion *completion)
{
	const struct sms_types *types = types_of(completion);
	for (size_t i = 0; types && i < sms_types_count(types); i++)
		complete_offer(completion, sms_types_at(types, i)->name, sms_types_at(types, i)->title);
}

/* The record that the first argument names, read; NULL when there is none such. */
static struct sms_record *first_record(struct completion *completion)
{
	struct sms_store *store = completion->arguments.count ? complete_store(completion) : NULL;
	struct sms_record *record = NULL;
	if (!store)
		return NULL;
	sms_auto(error) struct sms_error *error =
		sms_store_record(store, completion->arguments.items[0], NULL, &record);
	return error ? NULL : record;
}

/* States that the record may move to. */
static void offer_states(struct completion *completion)
{
	sms_auto(record) struct sms_record *record = first_record(completion);
	sms_auto(list) struct sms_list moves = SMS_LIST_INIT;
	if (record)
		sms_type_moves(record->type, sms_record_state(record), &moves);
	for (size_t i = 0; i < moves.count; i++)
		complete_offer(completion, moves.items[i], NULL);
}

/* "field=" of the first argument's type, or, behind the sign, the values that the field takes. */
static void offer_assignments(struct completion *completion)
{
	sms_auto(record) struct sms_record *record = first_record(completion);
	size_t count = 0;
	const struct sms_field *fields = record ? sms_type_fields(record->type, &count) : NULL;
	for (size_t i = 0; i < count; i++) {
		sms_auto(string) char *start = sms_format("%s=", fields[i].path);
		if (strncmp(completion->word, start, strlen(start)) != 0) {
			complete_offer(completion, start, fields[i].title);
			continue;
		}
		sms_json_each(value, fields[i].values) {
			sms_auto(buf) struct sms_buf candidate = SMS_BUF_INIT;
			sms_buf_add_text(&candidate, start);
			sms_value_add_text(&candidate, value);
			complete_offer(completion, sms_buf_text(&candidate), NULL);
		}
	}
}

/* The type that the first argument names; NULL when there is none such. */
static const struct sms_type *first_type(struct completion *completion)
{
	const struct sms_types *types = completion->arguments.count ? types_of(completion) : NULL;
	const struct sms_type *type = NULL;
	sms_auto(error) struct sms_error *error =
		types ? sms_types_find(&type, types, completion->arguments.items[0]) : NULL;
	return error ? NULL : type;
}

static void offer_fields_behind(struct completion *completion, const char *before)
{
	const struct sms_type *type = first_type(completion);
	size_t count = 0;
	const struct sms_field *fields = type ? sms_type_fields(type, &count) : NULL;
	for (size_t i = 0; i < count; i++) {
		sms_auto(string) char *candidate = sms_format("%s%s", before, fields[i].path);
		complete_offer(completion, candidate, fields[i].title);
	}
}

/* Fields of the type that the first argument is. */
static void offer_fields(struct completion *completion)
{
	offer_fields_behind(completion, "");
}

/* Columns: fields, behind a comma the next one; and what follows from approvals where rules ask for some. */
static void offer_columns(struct completion *completion)
{
	const char *comma = strrchr(completion->word, ',');
	sms_auto(string) char *before = sms_copy(completion->word, comma ? (size_t)(comma - completion->word) + 1 : 0);
	offer_fields_behind(completion, before);
	const struct sms_store *store = complete_store(completion);
	const struct sms_type *type = store ? first_type(completion) : NULL;
	const char *name;
	if (!type || !sms_approval_concerns(store, type))
		return;
	for (size_t i = 0; (name = sms_approval_field_at(i)); i++) {
		sms_auto(string) char *candidate = sms_format("%s%s", before, name);
		complete_offer(completion, candidate, sms_approval_field_title(name));
	}
}

/* An expression begins with a field; what comes behind it is not one word. */
static void offer_expression(struct completion *completion)
{
	if (!strpbrk(completion->word, " ()<>=!~"))
		offer_fields(completion);
}

static void offer_topics(struct completion *completion)
{
	for (size_t i = 0; i < command_count; i++)
		if (commands[i]->group != GROUP_HIDDEN)
			complete_offer(completion, commands[i]->name, commands[i]->summary);
}

static void offer_rules(struct completion *completion)
{
	for (const struct sms_rule *rule = sms_check_rules; rule->id; rule++)
		complete_offer(completion, rule->id, rule->brief);
	for (const struct sms_rule *rule = sms_verify_rules; rule->id; rule++)
		if (!sms_rule_find(sms_check_rules, rule->id))
			complete_offer(completion, rule->id, rule->brief);
}

/* Files are the shell's own business. */
static void offer_files(struct completion *completion)
{
	sms_buf_add_text(&completion->out, ":file\n");
}

static void offer_folders(struct completion *completion)
{
	sms_buf_add_text(&completion->out, ":dir\n");
}

static bool is_literal(const char *name)
{
	return *name >= 'a' && *name <= 'z';
}

static void complete_one(struct completion *completion, const char *name)
{
	static const struct {
		const char *name;
		void (*offer)(struct completion *completion);
	} kinds[] = {
		{"ID", complete_ids},           {"TYPE", offer_types},     {"STATE", offer_states},
		{"FILE", offer_files},          {"DIR", offer_folders},    {"FIELD=VALUE", offer_assignments},
		{"PATH", offer_files},          {"COMMAND", offer_topics}, {"RULE", offer_rules},
		{"SETTING", complete_settings}, {"FIELD", offer_fields},   {"FIELDS", offer_columns},
		{"EXPR", offer_expression},
	};
	if (is_literal(name))
		complete_offer(completion, name, NULL);
	for (size_t i = 0; i < SMS_COUNT(kinds); i++)
		if (strcmp(kinds[i].name, name) == 0)
			kinds[i].offer(completion);
}

void complete_value(struct completion *completion, const char *name)
{
	sms_auto(list) struct sms_list names = SMS_LIST_INIT;
	sms_list_split(&names, name, '|');
	for (size_t i = 0; i < names.count; i++)
		complete_one(completion, names.items[i]);
}

void complete_option_value(struct completion *completion, const struct option *option)
{
	if (option->choices)
		complete_value(completion, option->choices);
	else if (option->types)
		complete_ids_of(completion, option->types);
	else if (option->argument)
		complete_value(completion, option->argument);
}
