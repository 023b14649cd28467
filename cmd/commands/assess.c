/* sms assess: an auditor's verdict where records alone cannot show it. */
#include "audit/work.h"
#include <string.h>

struct assess_options {
	const char *verdict, *note, *reason, *interviewee, *audit, *until, *auditor;
	struct sms_list evidence;
	struct write_options write;
};

static const struct option assess_options[] = {
	OPTION_CHOICE(struct assess_options, verdict, 'v', "verdict", "VERDICT",
		      "conform|partial|nonconform|not-applicable", "what was found"),
	OPTION_LIST(struct assess_options, evidence, 'e', "evidence", "TEXT|ID",
		    "what was seen, in words; ids of records, alone or in the words, are kept as links"),
	OPTION_TEXT(struct assess_options, note, 0, "note", "TEXT", "a remark"),
	OPTION_TEXT(struct assess_options, reason, 0, "reason", "TEXT", "why it does not apply; the same as --note"),
	OPTION_TEXT(struct assess_options, interviewee, 0, "interviewee", "WHO", "role of the person who was asked"),
	OPTION_TEXT(struct assess_options, auditor, 0, "auditor", "PERSON",
		    "who judged, where another enters it; else it is you"),
	OPTION_TEXT(struct assess_options, audit, 0, "audit", "ID", "the audit in which it was judged"),
	OPTION_TEXT(struct assess_options, until, 0, "until", "DATE", "the last day on which it holds"),
	OPTIONS_WRITE(struct assess_options, write),
	OPTION_END,
};

/* --- What was given. --- */

static struct sms_error *check_call(const struct assess_options *given, const char *item)
{
	bool is_out = given->verdict && !strcmp(given->verdict, "not-applicable");
	if (!given->verdict)
		return sms_error_hint(sms_error(SMS_INPUT, "a verdict is needed for '%s'", item),
				      "sms assess %s --verdict conform --evidence 'what was seen'", item);
	if (given->note && given->reason)
		return sms_error(SMS_INPUT, "options '--note' and '--reason' are the same: give one of them");
	if (is_out && !given->reason && !given->note)
		return sms_error_hint(sms_error(SMS_INPUT, "why does '%s' not apply?", item),
				      "sms assess %s --verdict not-applicable --reason 'why'", item);
	if (!is_out && !given->evidence.count)
		return sms_error_hint(sms_error(SMS_INPUT, "a verdict says what was seen"),
				      "sms assess %s --verdict %s --evidence 'what was seen' --evidence ID", item,
				      given->verdict);
	return NULL;
}

/* A verdict that would not be looked at is refused at once. */
static struct sms_error *check_item(const struct sms_catalogue *catalogue, const char *id, const struct sms_item **out)
{
	*out = sms_catalogue_item(catalogue, id);
	if (!*out)
		return sms_error_hint(sms_error(SMS_INPUT, "no item '%s' in the catalogue", id),
				      "items are called by clause and letter: sms audit --clause 8.6.1");
	if ((*out)->judged == SMS_JUDGED_FULL && (*out)->tests)
		return sms_error_hint(
			sms_error(SMS_INPUT, "'%s' is judged from the records: a verdict would not count", id),
			"sms explain %s", id);
	return NULL;
}

/* --- Who judges. --- */

static struct sms_error *check_assessor(struct context *context, const struct sms_catalogue *catalogue,
					const struct sms_item *item, const struct sms_list *ids, const char *auditor,
					sms_time at)
{
	sms_auto(stakes) struct sms_stakes *stakes = NULL;
	const struct sms_people *people = NULL;
	SMS_TRY(sms_store_people(context->store, &people));
	if (!sms_people_name(people, auditor))
		return sms_error_hint(sms_error(SMS_INPUT, "'%s' is no person on record", auditor),
				      "sms add-person --title NAME --emails ADDRESS");
	SMS_TRY(sms_stakes_load(&stakes, context->store, catalogue));
	sms_auto(string) char *part = sms_stakes_clause(stakes, auditor, item->clause, at);
	for (size_t i = 0; !part && i < ids->count; i++)
		SMS_TRY(sms_stakes_record(stakes, auditor, ids->items[i], at, &part));
	if (!part)
		return NULL;
	return sms_error_hint(sms_error(SMS_INPUT, "'%s' %s, and nobody judges their own work", auditor, part),
			      "somebody else judges it: sms explain %s", item->key);
}

/* --- The record: which member says what, the catalogue knows. --- */

static struct sms_error *make_content(struct context *context, const struct assess_options *given,
				      const sms_json *terms, const struct sms_item *item, const struct seen *seen,
				      const char *auditor, sms_json *content)
{
	char at[SMS_TIME_SIZE], commit[SMS_OID_SIZE];
	sms_time_format(context->now, at);
	sms_oid_format(&context->store->head, commit);
	SMS_TRY(work_set_text(content, terms, "item", item->key));
	SMS_TRY(work_set_text(content, terms, "verdict", given->verdict));
	SMS_TRY(work_set_text(content, terms, "evidence", sms_buf_text(&seen->words)));
	SMS_TRY(work_set_text(content, terms, "reason", given->reason ? given->reason : given->note));
	SMS_TRY(work_set_text(content, terms, "interviewee", given->interviewee));
	SMS_TRY(work_set_text(content, terms, "audit", given->audit));
	SMS_TRY(work_set_text(content, terms, "until", given->until));
	SMS_TRY(work_set_text(content, terms, "auditor", auditor));
	SMS_TRY(work_set_text(content, terms, "commit", commit));
	SMS_TRY(work_set_text(content, terms, "at", at));
	return work_set_list(content, terms, "records", &seen->ids);
}

static struct sms_error *write(struct context *context, const struct assess_options *given,
			       const struct sms_catalogue *catalogue, const struct sms_item *item)
{
	const sms_json *terms = catalogue->assessments;
	struct sms_actor actor;
	sms_auto(seen) struct seen seen = {.ids = SMS_LIST_INIT, .words = SMS_BUF_INIT};
	sms_auto(json) sms_json *content = sms_json_new_object();
	sms_auto(change) struct sms_change *change = NULL;
	sms_auto(record) struct sms_record *record = NULL;
	SMS_TRY(sms_change_begin(&change, context->store));
	SMS_TRY(sms_change_actor(change, &actor));
	const char *auditor = actor.by;
	if (given->auditor)
		SMS_TRY(sms_store_person(context->store, given->auditor, &auditor));
	SMS_TRY(work_seen(context->store, &given->evidence, &seen));
	SMS_TRY(check_assessor(context, catalogue, item, &seen.ids, auditor, actor.at));
	SMS_TRY(make_content(context, given, terms, item, &seen, auditor, content));
	SMS_TRY(work_new(context, terms, sms_move(&content), &actor, &record));
	SMS_TRY(sms_change_put(change, record, true));
	sms_auto(string) char *message = sms_format("assess %s %s", record->id, sms_record_title(record));
	SMS_TRY(context_commit(context, change, &given->write, message));
	output_format(context, TONE_PLAIN, "%s\n", record->id);
	return NULL;
}

static struct sms_error *run(struct context *context, const void *options, const struct sms_list *arguments)
{
	const struct assess_options *given = options;
	sms_auto(catalogue) struct sms_catalogue *catalogue = NULL;
	const struct sms_item *item = NULL;
	sms_auto(string) char *standard = NULL;
	const char *id = sms_catalogue_split(arguments->items[0], &standard);
	SMS_TRY(sms_catalogue_of(&catalogue, context->store, standard));
	SMS_TRY(check_item(catalogue, id, &item));
	SMS_TRY(check_call(given, item->key));
	return write(context, given, catalogue, item);
}

const struct command cmd_assess = {
	.name = "assess",
	.summary = "record an auditor's verdict on a requirement",
	.arguments = "ITEM",
	.group = GROUP_JUDGING,
	.needs = NEEDS_WRITE,
	.options = assess_options,
	.options_size = sizeof(struct assess_options),
	.run = run,
	.description =
		"Records what a person found where records alone cannot show it: `sms audit` says `for a person` "
		"there, "
		"and `sms explain ITEM` what to look at. The verdict is a record of its own, with what was seen, and "
		"the "
		"audit takes it as the result of the item; its id is printed. The last verdict on an item counts.\n\n"
		"`--auditor` names who judged where somebody else enters the verdict, as for an auditor from outside; "
		"independence is asked of that person, the record keeps who entered it, and the audit says so.\n\n"
		"Nobody judges their own work: a verdict of somebody who owns or works in the process of the item's "
		"clause, or who owns or wrote a record that is given as evidence, is refused, and would not count. A "
		"verdict holds for one interval of the internal audit (the schedule's, else the settings'), or up to "
		"`--until` where that comes first; then the audit says since when it no longer counts. What records "
		"show to be wrong no verdict makes right. An item of another standard (sms-rule(5)) is called "
		"NAME:ITEM.",
	.examples = (const struct example[]){{"sms assess 5.2.1-b -v conform -e 'Read beside the scope' -e POL-SMS",
					      "the policy suits the organization"},
					     {"sms assess 8.2.3.2-c -v not-applicable --reason 'No other parties'",
					      "it does not apply, and why"},
					     {"sms assess 5.1-f -v conform -e 'Order process seen' --auditor erika "
					      "--audit AUD-20260420-3C8K1T",
					      "what the auditor of the certification body found"},
					     {NULL, NULL}},
	.see_also = "audit, explain, list",
};
