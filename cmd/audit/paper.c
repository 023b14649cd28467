/* The papers of an audit, in Markdown or as a page made of it: the working paper to take along, and the report. */
#include "audit/print.h"
#include "audit/work.h"
#include "work/audit/html.h"
#include "work/draw.h"
#include "work/needs/needs.h"
#include <string.h>

struct paper {
	struct context *context;
	struct sms_record *record; /* the audit */
	struct sms_audit *audit;   /* what the records show of its clauses */
	const sms_json *terms;
	sms_json *evidence; /* which types serve which item */
	struct sms_buf out;
};

static void paper_release(struct paper *paper)
{
	sms_record_free(paper->record);
	sms_audit_free(paper->audit);
	sms_json_free(paper->evidence);
	sms_buf_release(&paper->out);
}
SMS_AUTO_STRUCT(paper, struct paper, paper_release);

/* --- Reading. --- */

static struct sms_error *read_paper(struct paper *paper, const char *name)
{
	sms_auto(catalogue) struct sms_catalogue *catalogue = NULL;
	sms_auto(list) struct sms_list clauses = SMS_LIST_INIT;
	SMS_TRY(sms_catalogue_of(&catalogue, paper->context->store, NULL));
	SMS_TRY(work_record(paper->context, sms_json_get(catalogue->work, "audits"), name, &paper->record));
	work_add_texts(paper->record->json, sms_json_get(catalogue->work, "audits"), "clauses", &clauses);
	if (!clauses.count)
		return sms_error_hint(sms_error(SMS_INPUT, "'%s' names no clauses", paper->record->id), "sms edit %s",
				      paper->record->id);
	const struct sms_audit_options what = {
		.clauses = &clauses, .now = paper->context->now, .progress = paper->context->progress};
	SMS_TRY(sms_audit_run(&paper->audit, paper->context->store, &what));
	paper->terms = sms_json_get(paper->audit->catalogue->work, "audits");
	return sms_evidence_load(&paper->evidence);
}

/* --- The head of both. --- */

static void add_row(struct paper *paper, const char *label, const char *text)
{
	if (!text || !*text)
		return;
	sms_buf_add_format(&paper->out, "| %s | ", label);
	audit_add_markdown(&paper->out, text);
	sms_buf_add_text(&paper->out, " |\n");
}

static void add_list_row(struct paper *paper, const char *label, const struct sms_list *list)
{
	sms_auto(buf) struct sms_buf text = SMS_BUF_INIT;
	sms_list_join(&text, list, ", ");
	add_row(paper, label, sms_buf_text(&text));
}

static void add_texts_row(struct paper *paper, const char *label, const char *part)
{
	sms_auto(list) struct sms_list list = SMS_LIST_INIT;
	work_add_texts(paper->record->json, paper->terms, part, &list);
	add_list_row(paper, label, &list);
}

static void add_part(struct paper *paper, const char *label, const char *part)
{
	add_row(paper, label, work_text(paper->record->json, paper->terms, part));
}

static void add_head(struct paper *paper, const char *title)
{
	sms_auto(list) struct sms_list team = SMS_LIST_INIT;
	char at[SMS_TIME_SIZE], commit[SMS_OID_SIZE];
	sms_time_format(paper->audit->now, at);
	sms_oid_format(&paper->audit->commit, commit);
	sms_auto(string) char *judged = sms_format("%s, commit %.12s", at, commit);
	work_team(paper->record->json, paper->terms, &team);
	sms_buf_add_format(&paper->out, "# %s: ", title);
	audit_add_markdown(&paper->out, sms_record_title(paper->record));
	sms_buf_add_text(&paper->out, "\n\n| | |\n|---|---|\n");
	add_row(paper, "Organization", paper->audit->organization);
	add_row(paper, "Audit", paper->record->id);
	add_row(paper, "State", sms_record_state(paper->record));
	add_row(paper, "Standard", paper->audit->catalogue->standard);
	add_part(paper, "Objective", "aim");
	add_part(paper, "Scope", "extent");
	add_texts_row(paper, "Clauses", "clauses");
	add_texts_row(paper, "Criteria", "criteria");
	add_texts_row(paper, "Method", "method");
	add_part(paper, "Begins", "start");
	add_part(paper, "Led by", "lead");
	add_list_row(paper, "Team", &team);
	add_part(paper, "Independence", "independence");
	add_row(paper, "Records as of", judged);
	sms_buf_add_char(&paper->out, '\n');
}

static struct sms_error *check_format(const struct context *context)
{
	if (context->format == FORMAT_TEXT || context->format == FORMAT_MARKDOWN || context->format == FORMAT_HTML)
		return NULL;
	return sms_error(SMS_INPUT, "the papers of an audit are printed as markdown or html");
}

static void print_paper(const struct paper *paper, const char *kind)
{
	sms_auto(buf) struct sms_buf page = SMS_BUF_INIT;
	sms_auto(string) char *title = sms_format("%s: %s", kind, sms_record_title(paper->record));
	if (paper->context->format == FORMAT_HTML)
		sms_audit_paper_html(&page, title, &paper->out);
	else
		sms_buf_add(&page, sms_buf_text(&paper->out), paper->out.length);
	output_bytes(paper->context, sms_buf_text(&page), page.length);
}

/* --- The working paper. --- */

static void add_faults(struct paper *paper, const struct sms_judgement *judgement)
{
	for (size_t i = 0; i < judgement->fault_count; i++) {
		const struct sms_fault *fault = &judgement->faults[i];
		sms_auto(buf) struct sms_buf ids = SMS_BUF_INIT;
		audit_add_failing(&ids, fault, SMS_AUDIT_SHOWN);
		sms_buf_add_format(&paper->out, "  - %s: ", sms_grade_name(fault->grade));
		audit_add_markdown(&paper->out, fault->message);
		if (fault->are_records) {
			sms_buf_add_text(&paper->out, " (");
			audit_add_markdown(&paper->out, sms_buf_text(&ids));
			sms_buf_add_char(&paper->out, ')');
		}
		sms_buf_add_char(&paper->out, '\n');
	}
}

static void add_item(struct paper *paper, const struct sms_judgement *judgement)
{
	const struct sms_item *item = judgement->item;
	sms_auto(buf) struct sms_buf evidence = SMS_BUF_INIT;
	sms_list_join(&evidence, &judgement->evidence, ", ");
	sms_buf_add_format(&paper->out, "### %s ", item->id);
	audit_add_markdown(&paper->out, item->requirement);
	sms_buf_add_format(&paper->out, "\n\nStatement %s.\n\n- Records: %s", item->statement,
			   audit_result_words(judgement->result));
	if (evidence.length) {
		sms_buf_add_text(&paper->out, "; what holds: ");
		audit_add_markdown(&paper->out, sms_buf_text(&evidence));
	}
	sms_buf_add_char(&paper->out, '\n');
	add_faults(paper, judgement);
	sms_buf_add_text(&paper->out, "- Ask and look: ");
	audit_add_markdown(&paper->out, item->look ? item->look
						   : "Let who does this show it, and compare what you see with the "
						     "records of the sample.");
	sms_buf_add_text(&paper->out, "\n- Verdict: [ ] conform  [ ] partial  [ ] not conform  [ ] not applicable\n"
				      "- Seen, asked, by whom:\n\n<br><br>\n\n");
}

/* Types of events that show the items of a clause. */
static struct sms_error *find_types(struct paper *paper, const char *clause, struct sms_list *out)
{
	for (size_t i = 0; i < paper->audit->count; i++) {
		const struct sms_item *item = paper->audit->judgements[i].item;
		const sms_json *serves = sms_json_get(sms_json_get(paper->evidence, "items"), item->id);
		if (strcmp(item->clause, clause) != 0)
			continue;
		sms_json_each(one, sms_json_get(serves, "records")) {
			const char *name = sms_json_get_text(one, "type");
			const struct sms_type *type = name ? sms_types_get(paper->context->store->types, name) : NULL;
			if (type && type->kind == SMS_KIND_EVENT && !sms_list_contains(out, name))
				sms_list_add(out, name);
		}
	}
	return NULL;
}

static struct sms_error *add_sample(struct paper *paper, const char *name)
{
	sms_auto(draw) struct sms_draw draw = {0};
	const struct sms_type *type = NULL;
	SMS_TRY(sms_types_find(&type, paper->context->store->types, name));
	SMS_TRY(sms_draw(&draw, paper->context->store, type, NULL, paper->record->id, 0, paper->context->progress));
	if (!draw.population)
		return NULL;
	sms_buf_add_format(&paper->out, "- %s: %zu of %zu (`sms sample %s --seed %s`): ", type->plural, draw.count,
			   draw.population, type->name, paper->record->id);
	for (size_t i = 0; i < draw.count; i++)
		sms_buf_add_format(&paper->out, "%s[ ] %s", i ? ", " : "", draw.items[i].id);
	sms_buf_add_char(&paper->out, '\n');
	return NULL;
}

static struct sms_error *add_samples(struct paper *paper, const char *clause)
{
	sms_auto(list) struct sms_list types = SMS_LIST_INIT;
	SMS_TRY(find_types(paper, clause, &types));
	size_t before = paper->out.length;
	sms_buf_add_text(&paper->out, "Records to look at:\n\n");
	size_t begun = paper->out.length;
	for (size_t i = 0; i < types.count; i++)
		SMS_TRY(add_sample(paper, types.items[i]));
	if (paper->out.length == begun)
		sms_buf_truncate(&paper->out, before);
	else
		sms_buf_add_char(&paper->out, '\n');
	return NULL;
}

struct sms_error *audit_checklist(struct context *context, const char *audit)
{
	sms_auto(paper) struct paper paper = {.context = context, .out = SMS_BUF_INIT};
	SMS_TRY(check_format(context));
	SMS_TRY(read_paper(&paper, audit));
	add_head(&paper, "Working paper");
	for (size_t i = 0; i < paper.audit->clause_count; i++) {
		const struct sms_clause *clause = paper.audit->clauses[i].clause;
		sms_buf_add_format(&paper.out, "## %s ", clause->number);
		audit_add_markdown(&paper.out, clause->title);
		sms_buf_add_text(&paper.out, "\n\n");
		SMS_TRY(add_samples(&paper, clause->number));
		for (size_t j = 0; j < paper.audit->count; j++)
			if (!strcmp(paper.audit->judgements[j].item->clause, clause->number))
				add_item(&paper, &paper.audit->judgements[j]);
	}
	print_paper(&paper, "Working paper");
	return NULL;
}

/* --- The report. --- */

static void add_results(struct paper *paper)
{
	const struct sms_audit *audit = paper->audit;
	sms_buf_add_format(&paper->out,
			   "## What the records show\n\n%zu items: %zu judged by machine, %zu by people, %zu by nobody "
			   "yet.\n\n| Clause | Items | Results |\n|---|---:|---|\n",
			   audit->count, audit->machine, audit->human, audit->unassessed);
	for (size_t i = 0; i < audit->clause_count; i++) {
		const struct sms_audit_clause *clause = &audit->clauses[i];
		sms_buf_add_format(&paper->out, "| %s ", clause->clause->number);
		audit_add_markdown(&paper->out, clause->clause->title);
		sms_buf_add_format(&paper->out, " | %zu | ", clause->items);
		audit_add_results(&paper->out, clause->results);
		sms_buf_add_text(&paper->out, " |\n");
	}
	sms_buf_add_char(&paper->out, '\n');
}

static void add_field(struct paper *paper, const char *label, const char *text)
{
	if (!text)
		return;
	sms_buf_add_format(&paper->out, "- %s: ", label);
	audit_add_markdown(&paper->out, text);
	sms_buf_add_char(&paper->out, '\n');
}

static void add_finding(struct paper *paper, const struct sms_record *record, const sms_json *terms)
{
	sms_auto(list) struct sms_list records = SMS_LIST_INIT, items = SMS_LIST_INIT;
	sms_auto(buf) struct sms_buf ids = SMS_BUF_INIT, named = SMS_BUF_INIT;
	const char *grade = work_text(record->json, terms, "grade");
	work_add_texts(record->json, terms, "records", &records);
	work_add_texts(record->json, terms, "items", &items);
	sms_list_join(&ids, &records, ", ");
	sms_list_join(&named, &items, ", ");
	sms_buf_add_format(&paper->out, "### %s: ", grade ? grade : "finding");
	audit_add_markdown(&paper->out, sms_record_title(record));
	sms_buf_add_text(&paper->out, "\n\n");
	add_field(paper, "Record", record->id);
	add_field(paper, "State", sms_record_state(record));
	add_field(paper, "Clause", work_text(record->json, terms, "clause"));
	add_field(paper, "Items", items.count ? sms_buf_text(&named) : NULL);
	add_field(paper, "Requirement", work_text(record->json, terms, "requirement"));
	add_field(paper, "Seen", work_text(record->json, terms, "evidence"));
	add_field(paper, "Records", records.count ? sms_buf_text(&ids) : NULL);
	add_field(paper, "Not met", work_text(record->json, terms, "statement"));
	add_field(paper, "Dealt with in", work_text(record->json, terms, "handled_in"));
	sms_buf_add_char(&paper->out, '\n');
}

static void add_verdict(struct paper *paper, const struct sms_record *record, const sms_json *terms)
{
	const char *evidence = work_text(record->json, terms, "evidence");
	sms_buf_add_format(&paper->out, "- %s: %s (%s) ", work_text(record->json, terms, "item"),
			   work_text(record->json, terms, "verdict"), record->id);
	audit_add_markdown(&paper->out, evidence ? evidence : "");
	sms_buf_add_char(&paper->out, '\n');
}

typedef void add_record(struct paper *paper, const struct sms_record *record, const sms_json *terms);

/* All records that name this audit, under a heading. */
static struct sms_error *add_records(struct paper *paper, const sms_json *terms, const char *heading, add_record *add)
{
	const struct sms_type *type = NULL;
	const struct sms_entry *const *entries = NULL;
	size_t count = 0, found = 0;
	SMS_TRY(work_type(paper->context, terms, &type));
	SMS_TRY(sms_snapshot_list(paper->context->store->snapshot, type, &entries, &count));
	sms_buf_add_format(&paper->out, "## %s\n\n", heading);
	for (size_t i = 0; i < count; i++) {
		sms_auto(record) struct sms_record *record = NULL;
		SMS_TRY(sms_record_read(&record, paper->context->store->snapshot, entries[i]));
		const char *audit = work_text(record->json, terms, "audit");
		if (!audit || strcmp(audit, paper->record->id) != 0 || !strcmp(sms_record_state(record), "void"))
			continue;
		add(paper, record, terms);
		found++;
	}
	sms_buf_add_text(&paper->out, found ? "\n" : "None.\n\n");
	return NULL;
}

struct sms_error *audit_report(struct context *context, const char *audit)
{
	sms_auto(paper) struct paper paper = {.context = context, .out = SMS_BUF_INIT};
	SMS_TRY(check_format(context));
	SMS_TRY(read_paper(&paper, audit));
	const struct sms_catalogue *catalogue = paper.audit->catalogue;
	const char *conclusion = work_text(paper.record->json, paper.terms, "conclusion");
	add_head(&paper, "Audit report");
	sms_buf_add_text(&paper.out, "## Conclusion\n\n");
	audit_add_markdown(&paper.out, conclusion ? conclusion : "Not written yet.");
	sms_buf_add_text(&paper.out, "\n\n");
	SMS_TRY(add_records(&paper, sms_json_get(catalogue->work, "findings"), "Findings", add_finding));
	SMS_TRY(add_records(&paper, catalogue->assessments, "Verdicts of the auditors", add_verdict));
	add_results(&paper);
	print_paper(&paper, "Audit report");
	return NULL;
}
