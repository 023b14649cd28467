/* sms audit plan: an audit from the programme, with a team that has no part in what it audits. */
#include "audit/work.h"
#include "model/link/links.h"
#include <string.h>

/* What an audit is made from. */
struct plan {
	struct context *context;
	const struct work_options *given;
	const sms_json *terms;        /* of audits */
	const sms_json *programmes;   /* terms */
	struct sms_record *programme; /* NULL: none */
	const sms_json *entry;        /* of the programme; NULL: none */
	struct sms_list clauses, processes, team;
	const char *title, *lead;
	sms_time start;
};

static void plan_release(struct plan *plan)
{
	sms_record_free(plan->programme);
	sms_list_release(&plan->clauses);
	sms_list_release(&plan->processes);
	sms_list_release(&plan->team);
}
SMS_AUTO_STRUCT(plan, struct plan, plan_release);

/* --- The programme, and the next of its entries that has no audit. --- */

static struct sms_error *find_programme(struct plan *plan, const char *name)
{
	const struct sms_type *type = NULL;
	const struct sms_entry *const *entries = NULL;
	size_t count = 0;
	if (name)
		return work_record(plan->context, plan->programmes, name, &plan->programme);
	SMS_TRY(work_type(plan->context, plan->programmes, &type));
	SMS_TRY(sms_snapshot_list(plan->context->store->snapshot, type, &entries, &count));
	for (size_t i = 0; i < count && !plan->programme; i++) {
		sms_auto(record) struct sms_record *record = NULL;
		SMS_TRY(sms_record_read(&record, plan->context->store->snapshot, entries[i]));
		if (sms_json_contains_text(sms_json_get(plan->programmes, "states"), sms_record_state(record)))
			plan->programme = sms_move(&record);
	}
	return NULL;
}

/* How many audits of this programme there are for a subject, and that were not called off. */
static struct sms_error *count_audits(struct plan *plan, const char *subject, size_t *out)
{
	const struct sms_type *type = NULL;
	const struct sms_entry *const *entries = NULL;
	size_t count = 0;
	*out = 0;
	SMS_TRY(work_type(plan->context, plan->terms, &type));
	SMS_TRY(sms_snapshot_list(plan->context->store->snapshot, type, &entries, &count));
	for (size_t i = 0; i < count; i++) {
		sms_auto(record) struct sms_record *record = NULL;
		SMS_TRY(sms_record_read(&record, plan->context->store->snapshot, entries[i]));
		const char *programme = work_text(record->json, plan->terms, "programme");
		const char *state = sms_record_state(record);
		*out += programme && !strcmp(programme, plan->programme->id) &&
			!strcmp(sms_record_title(record), subject) && strcmp(state, "void") != 0 &&
			(!sms_type_is_final(type, state) || work_get(record->json, plan->terms, "conclusion"));
	}
	return NULL;
}

/* The k-th entry of a subject has its audit when there are k. */
static struct sms_error *find_entry(struct plan *plan)
{
	const sms_json *entries = work_get(plan->programme->json, plan->programmes, "entries");
	sms_json_each(entry, entries) {
		const char *subject = work_text(entry, plan->programmes, "subject");
		size_t before = 0, audits = 0;
		for (const sms_json *other = sms_json_first(entries); other != entry; other = sms_json_next(other)) {
			const char *name = work_text(other, plan->programmes, "subject");
			before += name && subject && !strcmp(name, subject);
		}
		SMS_TRY(count_audits(plan, subject ? subject : "", &audits));
		if (audits > before)
			continue;
		plan->entry = entry;
		return NULL;
	}
	return NULL;
}

/* --- What, when, who. --- */

static void add_process(void *into, const char *process)
{
	if (!sms_list_contains(into, process))
		sms_list_add(into, process);
}

static struct sms_error *gather_what(struct plan *plan, const struct sms_stakes *stakes)
{
	const struct work_options *given = plan->given;
	const char *own = work_text(plan->entry, plan->programmes, "process");
	const struct sms_entry *entry = NULL;
	if (given->process) {
		SMS_TRY(sms_store_entry(plan->context->store, given->process, NULL, &entry));
		add_process(&plan->processes, entry->id);
	} else if (own) {
		add_process(&plan->processes, own);
	}
	for (size_t i = 0; i < given->clauses.count; i++)
		sms_list_add(&plan->clauses, given->clauses.items[i]);
	if (!plan->clauses.count && !given->process)
		work_add_texts(plan->entry, plan->programmes, "clauses", &plan->clauses);
	for (size_t i = 0; !plan->clauses.count && i < plan->processes.count; i++)
		sms_stakes_clauses(stakes, plan->processes.items[i], &plan->clauses);
	for (size_t i = 0; i < plan->clauses.count; i++)
		sms_stakes_processes(stakes, plan->clauses.items[i], add_process, &plan->processes);
	if (plan->clauses.count)
		return NULL;
	return sms_error_hint(sms_error(SMS_INPUT, "what is to be audited? No programme has an audit that is open"),
			      "sms audit plan --clause 8.6.1 --title TITLE --lead PERSON --start DATE");
}

static struct sms_error *gather_team(struct plan *plan)
{
	const struct work_options *given = plan->given;
	const char *lead = given->lead ? given->lead : work_text(plan->entry, plan->programmes, "auditor");
	if (!lead)
		return sms_error_hint(sms_error(SMS_INPUT, "who leads the audit?"), "sms audit plan --lead PERSON");
	SMS_TRY(sms_store_person(plan->context->store, lead, &plan->lead));
	sms_list_add(&plan->team, plan->lead);
	for (size_t i = 0; i < given->team.count; i++) {
		const char *person = NULL;
		SMS_TRY(sms_store_person(plan->context->store, given->team.items[i], &person));
		if (!sms_list_contains(&plan->team, person))
			sms_list_add(&plan->team, person);
	}
	return NULL;
}

static struct sms_error *gather_when(struct plan *plan)
{
	const char *planned = work_text(plan->entry, plan->programmes, "planned");
	plan->start = plan->given->start;
	if (plan->start == SMS_TIME_NONE && planned)
		(void)sms_time_parse_stored(planned, &plan->start);
	if (plan->start == SMS_TIME_NONE)
		return sms_error_hint(sms_error(SMS_INPUT, "when does the audit begin?"),
				      "sms audit plan --start DATE");
	plan->title = plan->given->title ? plan->given->title : work_text(plan->entry, plan->programmes, "subject");
	return plan->title ? NULL
			   : sms_error_hint(sms_error(SMS_INPUT, "what is the audit called?"),
					    "sms audit plan --title TITLE");
}

static struct sms_error *check_team(const struct plan *plan, const struct sms_stakes *stakes)
{
	for (size_t i = 0; i < plan->team.count; i++) {
		const char *person = plan->team.items[i];
		sms_auto(string) char *part = NULL;
		for (size_t j = 0; !part && j < plan->processes.count; j++)
			part = sms_stakes_process(stakes, person, plan->processes.items[j], plan->start);
		if (part)
			return sms_error_hint(
				sms_error(SMS_INPUT, "'%s' %s, and nobody audits their own work", person, part),
				"name an auditor who has no part in it: sms audit plan --lead PERSON");
	}
	return NULL;
}

/* --- The record. --- */

static char *independence_of(const struct plan *plan)
{
	sms_auto(buf) struct sms_buf text = SMS_BUF_INIT;
	char at[SMS_TIME_SIZE];
	sms_time_format(plan->context->now, at);
	if (!plan->processes.count)
		return sms_format("No process is on record for these clauses; looked up on %.10s.", at);
	sms_buf_add_text(&text, "Nobody of the team owns or works in ");
	sms_list_join(&text, &plan->processes, ", ");
	sms_buf_add_format(&text, "; looked up on %.10s.", at);
	return sms_buf_take(&text);
}

static struct sms_error *set_values(sms_json *content, const sms_json *terms, const char *part, const char *values)
{
	const sms_json *list = sms_json_get(terms, values);
	return work_set(content, terms, part, list ? sms_json_copy(list) : NULL);
}

static struct sms_error *set_texts(const struct plan *plan, sms_json *content)
{
	sms_auto(buf) struct sms_buf scope = SMS_BUF_INIT;
	sms_auto(string) char *independence = independence_of(plan);
	sms_auto(string) char *objective = sms_format(
		"Find out whether %s meets the requirements, and is carried out and kept up effectively.", plan->title);
	sms_buf_add_text(&scope, "Clauses ");
	sms_list_join(&scope, &plan->clauses, ", ");
	if (plan->processes.count) {
		sms_buf_add_text(&scope, "; processes ");
		sms_list_join(&scope, &plan->processes, ", ");
	}
	SMS_TRY(work_set_text(content, plan->terms, "aim", objective));
	SMS_TRY(work_set_text(content, plan->terms, "extent", sms_buf_text(&scope)));
	return work_set_text(content, plan->terms, "independence", independence);
}

static struct sms_error *make_content(const struct plan *plan, sms_json *content)
{
	const sms_json *terms = plan->terms;
	const char *person = sms_json_get_text(terms, "person");
	sms_json *team = sms_json_new_array();
	char at[SMS_TIME_SIZE];
	sms_time_format(plan->start, at);
	for (size_t i = 0; i < plan->team.count; i++) {
		sms_json *one = sms_json_new_object();
		sms_json_set_text(one, person ? person : "person", plan->team.items[i]);
		sms_json_append(team, one);
	}
	sms_json_set_text(content, "title", plan->title);
	sms_json_set_text(content, "owner", plan->lead);
	SMS_TRY(work_set(content, terms, "team", team));
	SMS_TRY(work_set_text(content, terms, "kind", sms_json_get_text(terms, "kind_value")));
	SMS_TRY(work_set_text(content, terms, "programme",
			      plan->programme && plan->entry ? plan->programme->id : NULL));
	SMS_TRY(set_texts(plan, content));
	SMS_TRY(work_set_list(content, terms, "processes", &plan->processes));
	SMS_TRY(set_values(content, terms, "criteria", "criteria_values"));
	SMS_TRY(work_set_list(content, terms, "clauses", &plan->clauses));
	SMS_TRY(set_values(content, terms, "method", "method_values"));
	SMS_TRY(work_set_text(content, terms, "lead", plan->lead));
	return work_set_text(content, terms, "start", at);
}

static struct sms_error *prepare(struct plan *plan, const struct sms_catalogue *catalogue, const char *programme)
{
	sms_auto(stakes) struct sms_stakes *stakes = NULL;
	SMS_TRY(sms_stakes_load(&stakes, plan->context->store, catalogue));
	SMS_TRY(find_programme(plan, programme));
	if (plan->programme && !plan->given->clauses.count && !plan->given->process)
		SMS_TRY(find_entry(plan));
	SMS_TRY(gather_what(plan, stakes));
	SMS_TRY(gather_team(plan));
	SMS_TRY(gather_when(plan));
	return check_team(plan, stakes);
}

struct sms_error *audit_plan_make(struct context *context, const struct work_options *given, const char *programme)
{
	struct sms_actor actor;
	sms_auto(catalogue) struct sms_catalogue *catalogue = NULL;
	sms_auto(change) struct sms_change *change = NULL;
	sms_auto(record) struct sms_record *record = NULL;
	sms_auto(json) sms_json *content = sms_json_new_object();
	SMS_TRY(sms_change_begin(&change, context->store));
	SMS_TRY(sms_change_actor(change, &actor));
	SMS_TRY(sms_catalogue_of(&catalogue, context->store, NULL));
	sms_auto(plan) struct plan plan = {.context = context,
					   .given = given,
					   .terms = sms_json_get(catalogue->work, "audits"),
					   .programmes = sms_json_get(catalogue->work, "programmes")};
	SMS_TRY(prepare(&plan, catalogue, programme));
	SMS_TRY(make_content(&plan, content));
	SMS_TRY(work_new(context, plan.terms, sms_move(&content), &actor, &record));
	SMS_TRY(sms_change_put(change, record, true));
	sms_auto(string) char *message = sms_format("audit plan %s: %s", record->id, sms_record_title(record));
	SMS_TRY(context_commit(context, change, &given->write, message));
	output_format(context, TONE_PLAIN, "%s\n", record->id);
	return NULL;
}
