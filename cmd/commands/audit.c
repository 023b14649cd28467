/* sms audit: every requirement against the evidence. */
#include "audit/print.h"
#include "audit/views.h"
#include "audit/work.h"
#include "work/audit/integrity.h"
#include <string.h>

struct audit_options {
	struct work_options work; /* with clauses, items and process */
	const char *since, *standard, *fail_on;
	struct sms_list records;
	bool gap, trend, verify, no_cache;
};

static const struct option audit_options[] = {
	OPTION_LIST(struct audit_options, work.clauses, 'c', "clause", "CLAUSE",
		    "only this clause and what is below it"),
	OPTION_LIST(struct audit_options, work.items, 'i', "item", "ITEM",
		    "only this item, with every record that fails"),
	OPTION_TEXT(struct audit_options, work.process, 0, "process", "ID", "only the clauses of this process"),
	OPTION_LIST(struct audit_options, records, 0, "record", "ID",
		    "only what this record counts for, and what is wrong with it"),
	OPTION_TEXT(struct audit_options, since, 0, "since", "REV",
		    "only what is new, worse, better or gone since a commit"),
	OPTION_TEXT(struct audit_options, standard, 0, "standard", "NAME",
		    "another standard, whose requirements are files below rules/"),
	OPTION_FLAG(struct audit_options, gap, 0, "gap", "how far it is: levels, and the order in which to work"),
	OPTION_FLAG(struct audit_options, trend, 0, "trend", "the results of the last twelve month ends"),
	OPTION_FLAG(struct audit_options, verify, 0, "verify",
		    "and the history, as sms verify does: a section of its own"),
	OPTION_FLAG(struct audit_options, no_cache, 0, "no-cache",
		    "read every record anew; nothing that earlier runs found is used or kept"),
	OPTION_CHOICE(struct audit_options, fail_on, 0, "fail-on", "GRADE", "major|minor|observation|never",
		      "the least grave finding that counts for the exit status (minor)"),
	OPTION_TEXT(struct audit_options, work.title, 0, "title", "TEXT", "plan, finding: its title"),
	OPTION_TEXT(struct audit_options, work.lead, 0, "lead", "PERSON", "plan: who leads it"),
	OPTION_LIST(struct audit_options, work.team, 0, "team", "PERSON", "plan: a further auditor"),
	OPTION_TIME(struct audit_options, work.start, 0, "start", "TIME", "plan: when it begins"),
	OPTION_TEXT(struct audit_options, work.grade, 0, "grade", "GRADE", "finding: how grave it is"),
	OPTION_TEXT(struct audit_options, work.statement, 0, "statement", "TEXT",
		    "finding: in what way the requirement is not met"),
	OPTION_LIST(struct audit_options, work.evidence, 'e', "evidence", "TEXT|ID",
		    "finding: what was seen; ids are kept as links"),
	OPTION_TEXT(struct audit_options, work.owner, 0, "owner", "PERSON", "finding: who answers it"),
	OPTIONS_WRITE(struct audit_options, work.write),
	OPTIONS_FORMAT("text|json|csv|markdown|html|sarif|junit|github"),
	OPTION_END,
};

/* Evidence is what is committed: who has edited by hand is told that this was not looked at. */
static struct sms_error *tell_of_edits(const struct context *context)
{
	sms_auto(list) struct sms_list changes = SMS_LIST_INIT;
	if (context->global.at || !sms_repo_workdir(context->store->repo))
		return NULL;
	SMS_TRY(sms_repo_worktree_changes(context->store->repo, NULL, &changes));
	if (changes.count)
		context_say(context, "%zu files are not committed and were not looked at, '%s' first: sms commit",
			    changes.count, changes.items[0]);
	return NULL;
}

/* `unjudged`: there is something that nobody can say. */
static enum sms_status status_of(const size_t grades[SMS_GRADE_MAJOR + 1], bool unjudged, const char *fail_on)
{
	enum sms_grade least = SMS_GRADE_MINOR;
	size_t count = 0;
	bool never = fail_on && !sms_grade_parse(fail_on, &least);
	for (size_t grade = least; !never && grade <= SMS_GRADE_MAJOR; grade++)
		count += grades[grade];
	if (count)
		return SMS_NO;
	return unjudged ? SMS_UNJUDGED : SMS_OK;
}

static struct sms_error *print(struct context *context, const struct sms_audit *audit, bool whole)
{
	switch (context->format) {
	case FORMAT_JSON:
		audit_print_json(context, audit);
		return NULL;
	case FORMAT_CSV:
		return audit_print_csv(context, audit);
	case FORMAT_MARKDOWN:
		audit_print_markdown(context, audit);
		return NULL;
	case FORMAT_HTML:
		audit_print_html(context, audit);
		return NULL;
	case FORMAT_SARIF:
	case FORMAT_JUNIT:
		audit_print_findings(context, audit);
		return NULL;
	case FORMAT_GITHUB:
		audit_print_github(context, audit);
		return NULL;
	default:
		audit_print_text(context, audit, whole);
		return NULL;
	}
}

/* --- Which part. --- */

/* Clauses of a process are added to those that were asked for. */
static struct sms_error *add_process(struct context *context, const char *name, struct sms_list *clauses)
{
	sms_auto(catalogue) struct sms_catalogue *catalogue = NULL;
	sms_auto(stakes) struct sms_stakes *stakes = NULL;
	const struct sms_type *type = NULL;
	const struct sms_entry *entry = NULL;
	size_t count = clauses->count;
	SMS_TRY(sms_catalogue_load(&catalogue));
	SMS_TRY(sms_types_find(&type, context->store->types,
			       sms_json_text(sms_json_path(catalogue->work, "processes.type"))));
	SMS_TRY(sms_store_entry(context->store, name, type, &entry));
	SMS_TRY(sms_stakes_load(&stakes, context->store, catalogue));
	sms_stakes_clauses(stakes, entry->id, clauses);
	if (clauses->count > count)
		return NULL;
	return sms_error_hint(sms_error(SMS_INPUT, "'%s' is in use no more, or names no clause", entry->id),
			      "sms set %s clause=8.6.1", entry->id);
}

static struct sms_error *check_call(const struct audit_options *given, enum format format)
{
	int views = (given->since != NULL) + given->gap + given->trend + (given->records.count > 0);
	if (views > 1)
		return sms_error(SMS_INPUT, "options '--record', '--since', '--gap' and '--trend' do not go together");
	if (views && given->verify)
		return sms_error(SMS_INPUT, "option '--verify' is for the audit itself, not for another view of it");
	if ((given->gap || given->trend) && format > FORMAT_MARKDOWN)
		return sms_error(SMS_INPUT, "--gap and --trend are printed as text, json, csv or markdown");
	return NULL;
}

/* --- Views. --- */

/* Both commits at the same instant; what is new or worse counts. */
static struct sms_error *compare(struct context *context, const struct audit_options *given,
				 const struct sms_audit_options *what, struct sms_audit *now)
{
	sms_auto(store) struct sms_store *store = NULL;
	sms_auto(audit) struct sms_audit *before = NULL;
	sms_auto(audit_changes) struct sms_audit_changes changes = {0};
	sms_auto(list) struct sms_list items = SMS_LIST_INIT;
	SMS_TRY(sms_store_open(&store, ".", SMS_VIEW_COMMITTED, given->since, NULL));
	SMS_TRY(sms_audit_run(&before, store, what));
	sms_audit_compare(&changes, before, now);
	context->status = status_of(changes.grades, now->unreadable > 0, given->fail_on);
	if (context->format == FORMAT_TEXT || context->format == FORMAT_JSON || context->format == FORMAT_MARKDOWN) {
		audit_print_changes(context, before, now, &changes);
		return NULL;
	}
	for (size_t i = 0; i < changes.count; i++)
		if (changes.items[i].kind <= SMS_CHANGE_WORSE)
			sms_list_add(&items, changes.items[i].item->id);
	sms_audit_keep_items(now, &items);
	return print(context, now, false);
}

static struct sms_error *show_trend(struct context *context, const struct sms_audit_options *what)
{
	struct sms_trend trend;
	SMS_TRY(sms_audit_trend(&trend, ".", what));
	return audit_print_trend(context, &trend);
}

/* The records that --record names, by their ids: what they count for is asked. */
static struct sms_error *find_records(struct context *context, const struct sms_list *names, struct sms_list *ids)
{
	for (size_t i = 0; i < names->count; i++) {
		const struct sms_entry *entry = NULL;
		SMS_TRY(sms_store_entry(context->store, names->items[i], NULL, &entry));
		sms_list_add(ids, entry->id);
	}
	sms_list_sort(ids);
	sms_list_unique(ids);
	return NULL;
}

static struct sms_error *keep_records(struct context *context, const struct sms_list *ids, struct sms_audit *audit)
{
	struct sms_audit_record *records = sms_alloc(ids->count, sizeof *records);
	struct sms_error *error = NULL;
	for (size_t i = 0; i < ids->count && !error; i++) {
		const struct sms_entry *entry = NULL;
		error = sms_store_entry(context->store, ids->items[i], NULL, &entry);
		if (!error)
			records[i] = (struct sms_audit_record){entry->id, entry->path};
	}
	if (!error)
		sms_audit_keep_records(audit, records, ids->count);
	free(records);
	return error;
}

static struct sms_error *judge(struct context *context, const struct audit_options *given,
			       const struct sms_audit_options *what)
{
	sms_auto(audit) struct sms_audit *audit = NULL;
	SMS_TRY(sms_audit_run(&audit, context->store, what));
	if (audit->unreadable)
		context_say(context, "%zu records cannot be read: sms check", audit->unreadable);
	if (given->since)
		return compare(context, given, what, audit);
	if (given->gap)
		return audit_print_gap(context, audit);
	if (given->records.count)
		SMS_TRY(keep_records(context, what->records, audit));
	if (given->verify)
		SMS_TRY(sms_audit_verify(audit, ".", context->global.at, context->progress));
	bool hidden = audit->integrity && audit->integrity->status == SMS_UNJUDGED;
	context->status = status_of(audit->grades, audit->unreadable || hidden, given->fail_on);
	return print(context, audit, given->work.items.count > 0);
}

/* `NAME:ITEM` is an item of another standard. */
static struct sms_error *split_items(const struct audit_options *given, struct sms_list *items, char **standard)
{
	*standard = sms_strdup(given->standard);
	for (size_t i = 0; i < given->work.items.count; i++) {
		sms_auto(string) char *name = NULL;
		sms_list_add(items, sms_catalogue_split(given->work.items.items[i], &name));
		if (name && *standard && strcmp(name, *standard) != 0)
			return sms_error(SMS_INPUT, "'%s' is not of the standard '%s'", given->work.items.items[i],
					 *standard);
		if (name && !*standard)
			*standard = sms_move(&name);
	}
	return NULL;
}

static struct sms_error *judge_records(struct context *context, const struct audit_options *given)
{
	sms_auto(list) struct sms_list clauses = SMS_LIST_INIT, items = SMS_LIST_INIT;
	sms_auto(list) struct sms_list records = SMS_LIST_INIT;
	sms_auto(string) char *standard = NULL;
	SMS_TRY(check_call(given, context->format));
	SMS_TRY(split_items(given, &items, &standard));
	for (size_t i = 0; i < given->work.clauses.count; i++)
		sms_list_add(&clauses, given->work.clauses.items[i]);
	if (given->work.process)
		SMS_TRY(add_process(context, given->work.process, &clauses));
	SMS_TRY(find_records(context, &given->records, &records));
	const struct sms_audit_options what = {.clauses = &clauses,
					       .items = &items,
					       .standard = standard,
					       .records = records.count ? &records : NULL,
					       .now = context->now,
					       .no_cache = given->no_cache,
					       .progress = context->progress};
	SMS_TRY(tell_of_edits(context));
	return given->trend ? show_trend(context, &what) : judge(context, given, &what);
}

/* --- The work of auditors. --- */

static bool writes(const struct sms_list *arguments)
{
	const char *word = arguments->count ? arguments->items[0] : "";
	return !strcmp(word, "plan") || !strcmp(word, "finding");
}

static unsigned needs_of(const void *options, const struct sms_list *arguments)
{
	return writes(arguments) ? NEEDS_WRITE : NEEDS_COMMITTED | NEEDS_PAGER;
}

static struct sms_error *run(struct context *context, const void *options, const struct sms_list *arguments)
{
	const struct audit_options *given = options;
	const char *word = arguments->count ? arguments->items[0] : NULL;
	const char *name = arguments->count > 1 ? arguments->items[1] : NULL;
	if (!word)
		return judge_records(context, given);
	if (!strcmp(word, "plan"))
		return audit_plan_make(context, &given->work, name);
	if (!name)
		return sms_error_hint(sms_error(SMS_INPUT, "'sms audit %s' needs an audit", word), "sms audit %s AUDIT",
				      word);
	if (!strcmp(word, "finding"))
		return audit_finding_make(context, &given->work, name);
	return !strcmp(word, "checklist") ? audit_checklist(context, name) : audit_report(context, name);
}

const struct command cmd_audit = {
	.name = "audit",
	.summary = "judge every requirement of the standard by the evidence",
	.arguments = "[plan|checklist|finding|report] [AUDIT]",
	.group = GROUP_JUDGING,
	.needs = NEEDS_COMMITTED | NEEDS_PAGER | NEEDS_MAY_WRITE,
	.needs_of = needs_of,
	.options = audit_options,
	.options_size = sizeof(struct audit_options),
	.run = run,
	.description =
		"Looks, for every requirement of clauses 4 to 10, for the records that show it, and prints clause by "
		"clause what conforms and what does not, with the command that mends each finding.\n\n"
		"An item conforms only where the records show it: present, filled with more than placeholders, "
		"approved as they stand, linked, in time and in the right order. Where records can show only a part, a "
		"person has to judge the rest, and `for a person` says what to look at; the verdict is a record too "
		"(`sms record-assessment`). What has not come up is `not triggered`; what the catalogue has no tests "
		"for yet is `not covered`, and never counted as conforming.\n\n"
		"Findings are raised a statement of the standard, with its items inside. The grade follows from how "
		"many records fail, by the limits under `audit` in the settings; they are printed with the result. "
		"A minor that the last internal audit of the clause found too, or whose nonconformity is open past "
		"its due day, is raised to major (`audit.repeat_raises`). "
		"A requirement that cannot be met yet may be waived for a time (`sms add-waiver`): the finding stays "
		"listed as waived and does not count for the exit status while the waiver is approved by its rule and "
		"not over. A waiver that is over is a finding itself.\n\n"
		"With `--verify` the history is walked too, as `sms verify` does, and `Integrity` is a section of its "
		"own: tampering is a major finding, one a code, and counts like any other. Without it the summary says "
		"that nobody looked: a long history takes seconds.\n\n"
		"With `--since` both commits are judged at the same instant, and what is new, worse, better and gone "
		"is "
		"printed; what is new or worse decides the exit status: the gate of a merge request. `--gap` says of "
		"each statement whether it is not addressed, begun, defined or conforming (or open: not come up, or "
		"not "
		"covered), in the order in which to work; `sms next` prints the commands. `--trend` judges the last "
		"twelve month ends as they were.\n\n"
		"With `--record` only the items are printed that the record counts for: one of their tests looks at "
		"it, or goes by what it says (a plan's interval, who a person is). No other item changes when the "
		"record does.\n\n"
		"`sms audit plan [PROGRAMME]` makes the record of the next audit of the programme (clauses, processes, "
		"day, auditor; options take their place), and refuses an auditor who owns or works in what is audited. "
		"`sms audit checklist AUDIT` prints its working paper in Markdown: each item with what the records "
		"show, "
		"what to ask, a sample to look at (seeded with the audit's id) and room for notes. `sms audit finding "
		"AUDIT` records what somebody of the team found, and prints its id; a major or minor one becomes a "
		"nonconformity too. `sms audit report AUDIT` prints the report in Markdown. `--format html` makes a "
		"page of either.\n\n"
		"Only what is committed is evidence; `--at` judges any past day, and the same commit and `--now` give "
		"the same result to the byte.",
	.examples = (const struct example[]){{"sms audit", "all that is to say"},
					     {"sms audit --verify", "and what the history proves"},
					     {"sms audit --clause 8.6.1", "incident management alone"},
					     {"sms audit --item 8.6.1-b", "every record that fails one item"},
					     {"sms audit --since origin/main --fail-on minor",
					      "the gate of a merge request"},
					     {"sms audit --record INC-20261123-0BP0C0",
					      "what one record counts for, and what is wrong with it"},
					     {"sms audit --fail-on major --json", "for a pipeline"},
					     {NULL, NULL}},
	.statuses =
		(const struct exit_meaning[]){
			{SMS_NO, "there are findings of the grade of --fail-on, or graver"},
			{SMS_UNJUDGED, "evidence is incomplete: history is hidden, or records cannot be read"},
			{SMS_OK, NULL}},
	.see_also = "assess, next, check, verify, explain, trail, status, sms-rule(5)",
};
