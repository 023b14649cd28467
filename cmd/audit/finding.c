/* sms audit finding: what an audit found, as a record; what is grave becomes a nonconformity with it. */
#include "audit/work.h"
#include <string.h>

struct noting {
	struct context *context;
	const struct work_options *given;
	const struct sms_catalogue *catalogue;
	const sms_json *terms; /* of findings */
	struct sms_actor actor;
	struct sms_record *audit;
	struct seen seen;
	char *requirement, *clause, *process; /* of the items */
};

static void noting_release(struct noting *noting)
{
	sms_record_free(noting->audit);
	seen_release(&noting->seen);
	free(noting->requirement);
	free(noting->clause);
	free(noting->process);
}
SMS_AUTO_STRUCT(noting, struct noting, noting_release);

static struct sms_error *check_call(const struct work_options *given, const char *audit)
{
	if (given->grade && given->statement && (given->items.count || given->clauses.count))
		return NULL;
	return sms_error_hint(sms_error(SMS_INPUT, "a finding has a grade, a requirement, and a statement of what is "
						   "not met"),
			      "sms audit finding %s --grade minor --item 8.6.1-a --statement TEXT --evidence ID",
			      audit);
}

/* --- By whom. --- */

static struct sms_error *check_auditor(const struct noting *noting)
{
	const sms_json *audits = sms_json_get(noting->catalogue->work, "audits");
	sms_auto(list) struct sms_list team = SMS_LIST_INIT;
	work_team(noting->audit->json, audits, &team);
	if (sms_json_contains_text(sms_json_get(audits, "closed_states"), sms_record_state(noting->audit)))
		return sms_error(SMS_INPUT, "'%s' is %s: nothing is added to it any more", noting->audit->id,
				 sms_record_state(noting->audit));
	if (sms_list_contains(&team, noting->actor.by))
		return NULL;
	return sms_error_hint(
		sms_error(SMS_INPUT, "'%s' is not of the team of '%s'", noting->actor.by, noting->audit->id),
		"sms show %s", noting->audit->id);
}

static struct sms_error *check_part(const struct noting *noting, const struct sms_stakes *stakes)
{
	sms_auto(string) char *part = sms_stakes_clause(stakes, noting->actor.by, noting->clause, noting->actor.at);
	if (!part)
		return NULL;
	return sms_error(SMS_INPUT, "'%s' %s, and nobody audits their own work", noting->actor.by, part);
}

/* --- About what. --- */

static struct sms_error *gather_items(struct noting *noting)
{
	const struct sms_list *items = &noting->given->items;
	sms_auto(buf) struct sms_buf text = SMS_BUF_INIT;
	for (size_t i = 0; i < items->count; i++) {
		const struct sms_item *item = sms_catalogue_item(noting->catalogue, items->items[i]);
		if (!item)
			return sms_error_hint(sms_error(SMS_INPUT, "no item '%s' in the catalogue", items->items[i]),
					      "items are called by clause and letter: 8.6.1-a");
		sms_buf_add_format(&text, "%s%s %s.", i ? " " : "", item->id, item->requirement);
		if (!noting->clause)
			noting->clause = sms_strdup(item->clause);
	}
	if (!noting->clause)
		noting->clause = sms_strdup(noting->given->clauses.items[0]);
	if (!items->count)
		sms_buf_add_format(&text, "%s %s.", noting->clause,
				   sms_catalogue_title(noting->catalogue, noting->clause));
	noting->requirement = sms_buf_take(&text);
	return NULL;
}

static void take_first(void *into, const char *process)
{
	char **out = into;
	if (!*out)
		*out = sms_strdup(process);
}

static struct sms_error *find_process(struct noting *noting, const struct sms_stakes *stakes)
{
	const struct sms_entry *entry = NULL;
	if (!noting->given->process) {
		sms_stakes_processes(stakes, noting->clause, take_first, &noting->process);
		return NULL;
	}
	SMS_TRY(sms_store_entry(noting->context->store, noting->given->process, NULL, &entry));
	noting->process = sms_strdup(entry->id);
	return NULL;
}

/* The first sentence, as far as a title goes. */
static char *title_of(const struct noting *noting)
{
	enum { LONGEST = 80 };
	const char *text = noting->given->statement;
	size_t length = strcspn(text, ".\n");
	if (noting->given->title)
		return sms_strdup(noting->given->title);
	if (length <= LONGEST)
		return sms_copy(text, length);
	length = LONGEST;
	while (length && text[length] != ' ')
		length--;
	return sms_format("%.*s ...", (int)(length ? length : LONGEST), text);
}

/* --- The records. --- */

/* What both have. */
static struct sms_error *set_shared(const struct noting *noting, const sms_json *terms, sms_json *content)
{
	sms_auto(string) char *title = title_of(noting);
	const char *owner = NULL;
	if (noting->given->owner) {
		SMS_TRY(sms_store_person(noting->context->store, noting->given->owner, &owner));
		sms_json_set_text(content, "owner", owner);
	}
	sms_json_set_text(content, "title", title);
	SMS_TRY(work_set_text(content, terms, "grade", noting->given->grade));
	SMS_TRY(work_set_text(content, terms, "clause", noting->clause));
	SMS_TRY(work_set_text(content, terms, "requirement", noting->requirement));
	SMS_TRY(work_set_text(content, terms, "evidence", sms_buf_text(&noting->seen.words)));
	return work_set_text(content, terms, "process", noting->process);
}

static struct sms_error *make_finding(const struct noting *noting, struct sms_record **out)
{
	const sms_json *terms = noting->terms;
	const char *state = sms_json_get_text(terms, "state");
	sms_auto(json) sms_json *content = sms_json_new_object();
	SMS_TRY(set_shared(noting, terms, content));
	SMS_TRY(work_set_text(content, terms, "audit", noting->audit->id));
	SMS_TRY(work_set_list(content, terms, "items", &noting->given->items));
	SMS_TRY(work_set_text(content, terms, "statement", noting->given->statement));
	SMS_TRY(work_set_list(content, terms, "records", &noting->seen.ids));
	SMS_TRY(work_set_text(content, terms, "auditor", noting->actor.by));
	SMS_TRY(work_new(noting->context, terms, sms_move(&content), &noting->actor, out));
	return state ? sms_record_move(*out, state, NULL, &noting->actor) : NULL;
}

static struct sms_error *make_nonconformity(const struct noting *noting, const struct sms_record *finding,
					    struct sms_record **out)
{
	const sms_json *terms = sms_json_get(noting->catalogue->work, "nonconformities");
	sms_auto(json) sms_json *content = sms_json_new_object();
	*out = NULL;
	if (!sms_json_contains_text(sms_json_get(terms, "grades"), noting->given->grade))
		return NULL;
	SMS_TRY(set_shared(noting, terms, content));
	SMS_TRY(work_set_text(content, terms, "source", sms_json_get_text(terms, "source_value")));
	SMS_TRY(work_set_text(content, terms, "description", noting->given->statement));
	SMS_TRY(work_set_text(content, terms, "found_in", finding->id));
	return work_new(noting->context, terms, sms_move(&content), &noting->actor, out);
}

/* The audit names its findings. */
static struct sms_error *add_to_audit(const struct noting *noting, const char *finding)
{
	const sms_json *audits = sms_json_get(noting->catalogue->work, "audits");
	sms_auto(list) struct sms_list ids = SMS_LIST_INIT;
	work_add_texts(noting->audit->json, audits, "findings", &ids);
	sms_list_add(&ids, finding);
	return work_set_list(noting->audit->json, audits, "findings", &ids);
}

static struct sms_error *put_all(struct noting *noting, struct sms_change *change)
{
	sms_auto(record) struct sms_record *finding = NULL, *nonconformity = NULL;
	SMS_TRY(make_finding(noting, &finding));
	SMS_TRY(make_nonconformity(noting, finding, &nonconformity));
	if (nonconformity) {
		sms_change_announce(change, nonconformity->id);
		SMS_TRY(work_set_text(finding->json, noting->terms, "handled_in", nonconformity->id));
	}
	SMS_TRY(sms_change_put(change, finding, true));
	if (nonconformity)
		SMS_TRY(sms_change_put(change, nonconformity, true));
	SMS_TRY(add_to_audit(noting, finding->id));
	SMS_TRY(sms_change_put(change, noting->audit, false));
	sms_auto(string) char *message = sms_format("audit finding %s: %s", finding->id, sms_record_title(finding));
	SMS_TRY(context_commit(noting->context, change, &noting->given->write, message));
	output_format(noting->context, TONE_PLAIN, "%s\n", finding->id);
	if (nonconformity)
		output_format(noting->context, TONE_PLAIN, "%s\n", nonconformity->id);
	return NULL;
}

struct sms_error *audit_finding_make(struct context *context, const struct work_options *given, const char *audit)
{
	sms_auto(catalogue) struct sms_catalogue *catalogue = NULL;
	sms_auto(change) struct sms_change *change = NULL;
	sms_auto(stakes) struct sms_stakes *stakes = NULL;
	SMS_TRY(check_call(given, audit));
	SMS_TRY(sms_change_begin(&change, context->store));
	SMS_TRY(sms_catalogue_of(&catalogue, context->store, NULL));
	sms_auto(noting) struct noting noting = {.context = context,
						 .given = given,
						 .catalogue = catalogue,
						 .terms = sms_json_get(catalogue->work, "findings")};
	SMS_TRY(sms_change_actor(change, &noting.actor));
	SMS_TRY(work_record(context, sms_json_get(catalogue->work, "audits"), audit, &noting.audit));
	SMS_TRY(gather_items(&noting));
	SMS_TRY(sms_stakes_load(&stakes, context->store, catalogue));
	SMS_TRY(check_auditor(&noting));
	SMS_TRY(check_part(&noting, stakes));
	SMS_TRY(find_process(&noting, stakes));
	SMS_TRY(work_seen(context->store, &given->evidence, &noting.seen));
	return put_all(&noting, change);
}
