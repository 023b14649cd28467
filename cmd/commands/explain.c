/* sms explain: what a requirement asks, what counts as evidence, and what was found. */
#include "audit/print.h"
#include "model/invariant/invariant.h"
#include "work/audit/findings.h"
#include "work/check/check.h"
#include "work/verify/verify.h"
#include <string.h>

static const struct option explain_options[] = {OPTIONS_FORMAT("text|json"), OPTION_END};

/* --- What counts, in words. --- */

/* A set by its name, else the types and the values that are asked for. */
static void add_selection(struct sms_buf *out, const sms_json *selection)
{
	const sms_json *type = sms_json_get(selection, "type");
	size_t conditions = 0;
	if (sms_json_text(selection)) {
		sms_buf_add_text(out, sms_json_text(selection));
		return;
	}
	sms_value_add_text(out, type);
	sms_json_each(schema, sms_json_get(selection, "with")) {
		const sms_json *one = sms_json_get(schema, "const");
		sms_buf_add_format(out, "%s%s", conditions++ ? ", " : " (", sms_json_key(schema));
		if (one) {
			sms_buf_add_char(out, ' ');
			sms_value_add_text(out, one);
		}
	}
	if (conditions)
		sms_buf_add_char(out, ')');
}

static void add_fields(struct sms_buf *out, const sms_json *fields)
{
	size_t count = 0;
	sms_json_each(field, fields) {
		size_t choices = 0;
		sms_buf_add_text(out, count++ ? ", " : "");
		if (sms_json_text(field))
			sms_buf_add_text(out, sms_json_text(field));
		sms_json_each(one, sms_json_text(field) ? NULL : field)
			sms_buf_add_format(out, "%s%s", choices++ ? " or " : "", sms_json_text(one));
	}
}

static void add_keys(struct sms_buf *out, const sms_json *object)
{
	size_t count = 0;
	sms_json_each(member, object)
		sms_buf_add_format(out, "%s%s", count++ ? ", " : "", sms_json_key(member));
}

static void add_whats(struct sms_buf *out, const sms_json *parts)
{
	size_t count = 0;
	sms_json_each(part, parts)
		sms_buf_add_format(out, "%s%s", count++ ? ", " : "", sms_json_get_text(part, "what"));
}

static const struct phrase {
	const char *primitive, *before, *between, *second, *after;
	void (*add)(struct sms_buf *out, const sms_json *value); /* `second` in words; NULL: a selection */
} phrases[] = {
	{"exists", "there is: ", "", NULL, "", NULL},
	{"every", "every one holds: ", "; looked at: ", "with", "", add_keys},
	{"filled", "every one holds: ", "; filled, with more than a placeholder: ", "fields", "", add_fields},
	{"section", "every one has a part of text of its own: ", "; on any of: ", "titles", "", sms_value_add_text},
	{"covers", "every one has its other: ", "; which is: ", "by", "", NULL},
	{"fresh", "not older than planned: ", "; by: ", "at", "", sms_value_add_text},
	{"distinct", "do not all say the same: ", "; in: ", "member", "", sms_value_add_text},
	{"disjoint", "apart in time: ", "; where they share: ", "share", "", sms_value_add_text},
	{"unbroken", "without a gap in time: ", "; where they share: ", "share", "", add_fields},
};

static void add_test(struct sms_buf *out, const sms_json *test)
{
	const sms_json *whats = sms_json_get(test, "all_of"), *any = sms_json_get(test, "any");
	const char *at = sms_json_get_text(sms_json_get(test, "settings"), "at");
	for (size_t i = 0; i < SMS_COUNT(phrases); i++) {
		const sms_json *body = sms_json_get(test, phrases[i].primitive);
		const sms_json *second = phrases[i].second ? sms_json_get(body, phrases[i].second) : NULL;
		if (!body)
			continue;
		sms_buf_add_text(out, phrases[i].before);
		add_selection(out, sms_json_get(body, "of"));
		if (second) {
			sms_buf_add_text(out, phrases[i].between);
			(phrases[i].add ? phrases[i].add : add_selection)(out, second);
		}
	}
	if (whats) {
		sms_buf_add_text(out, "there is each of: ");
		add_whats(out, whats);
	}
	if (at)
		sms_buf_add_format(out, "%s says: %s", SMS_SETTINGS_PATH, at);
	if (sms_json_get(test, "each")) {
		sms_buf_add_text(out, "each one of a list is named by: ");
		add_selection(out, sms_json_path(test, "each.by"));
	}
	size_t count = 0;
	sms_json_each(one, any) {
		sms_buf_add_text(out, count++ ? "; or " : "");
		add_test(out, one);
	}
}

/* --- Printing. --- */

static void print_item(struct context *context, const struct sms_audit *audit, const struct sms_item *item)
{
	sms_auto(pairs) struct pairs pairs = {0};
	output_format(context, TONE_STRONG, "%s  %s\n", item->id, item->requirement);
	pairs_add(&pairs, "Standard", TONE_PLAIN, audit->catalogue->standard);
	pairs_add_format(&pairs, "Clause", TONE_PLAIN, "%s %s", item->clause,
			 sms_catalogue_title(audit->catalogue, item->clause));
	pairs_add_format(&pairs, "Statement", TONE_PLAIN, "%s", item->statement);
	pairs_add(&pairs, "Judged", TONE_PLAIN,
		  item->judged == SMS_JUDGED_FULL      ? "from the records"
		  : item->judged == SMS_JUDGED_PARTIAL ? "from the records in part; the rest by a person"
						       : "by a person");
	pairs_add_format(&pairs, "If missing", TONE_PLAIN, "%s", sms_grade_name(item->absent));
	pairs_add(&pairs, "Look at", TONE_PLAIN, item->look);
	pairs_add(&pairs, "Own rule", TONE_WARN, item->origin);
	pairs_print(context, &pairs);
}

static void print_evidence(struct context *context, const struct sms_item *item)
{
	output_heading(context, "What counts");
	if (!item->tests)
		output_paragraph(context, item->look ? "The verdict of a person." : "No tests are written for it yet.",
				 2);
	sms_json_each(test, item->tests) {
		sms_auto(buf) struct sms_buf text = SMS_BUF_INIT;
		add_test(&text, test);
		output_paragraph(context, sms_buf_text(&text), 2);
	}
}

static void print_fault(struct context *context, const struct sms_fault *fault)
{
	sms_auto(buf) struct sms_buf ids = SMS_BUF_INIT;
	output_paragraph(context, fault->message, 2);
	audit_add_failing(&ids, fault, SMS_AUDIT_SHOWN);
	if (fault->are_records)
		output_paragraph(context, sms_buf_text(&ids), 4);
	output_format(context, TONE_DIM, "  grade: %s, %s\n", sms_grade_name(fault->grade), fault->why);
	if (fault->fix)
		output_format(context, TONE_GOOD, "  %s\n", fault->fix);
}

static void print_found(struct context *context, const struct sms_judgement *judgement)
{
	sms_auto(buf) struct sms_buf ids = SMS_BUF_INIT;
	output_heading(context, "What was found");
	output_format(context, audit_result_tone(judgement->result), "  %s\n", audit_result_words(judgement->result));
	for (size_t i = 0; i < judgement->fault_count; i++)
		print_fault(context, &judgement->faults[i]);
	sms_auto(string) char *waiver = sms_audit_waiver(judgement);
	if (waiver) {
		sms_auto(string) char *text = sms_format("waived by %s", waiver);
		output_paragraph(context, text, 2);
	}
	sms_list_join(&ids, &judgement->evidence, ", ");
	if (ids.length) {
		sms_auto(string) char *text = sms_format("evidence: %s", sms_buf_text(&ids));
		output_paragraph(context, text, 2);
	}
	if (judgement->note)
		output_paragraph(context, judgement->note, 2);
}

/* --- JSON: sms/explain/1, schemas/output/explain.json. --- */

static sms_json *begin_json(const char *kind, const char *id)
{
	sms_json *document = output_document("explain");
	sms_json_set_text(document, "kind", kind);
	sms_json_set_text(document, "id", id);
	return document;
}

static sms_json *counts_json(const struct sms_item *item)
{
	sms_json *array = sms_json_new_array();
	sms_json_each(test, item->tests) {
		sms_auto(buf) struct sms_buf text = SMS_BUF_INIT;
		add_test(&text, test);
		sms_json_append_text(array, sms_buf_text(&text));
	}
	return array;
}

static void print_item_json(struct context *context, const struct sms_audit *audit)
{
	static const char *const judged[] = {
		[SMS_JUDGED_FULL] = "full", [SMS_JUDGED_PARTIAL] = "partial", [SMS_JUDGED_HUMAN] = "human"};
	const struct sms_judgement *judgement = &audit->judgements[0];
	const struct sms_item *item = judgement->item;
	sms_auto(json) sms_json *document = begin_json("item", item->id);
	sms_json *found = audit_item_json(judgement), *faults = sms_json_new_array();
	for (size_t i = 0; i < judgement->fault_count; i++)
		sms_json_append(faults, audit_fault_json(judgement, &judgement->faults[i]));
	sms_json_set(found, "faults", faults);
	sms_json_set_text(document, "standard", audit->catalogue->standard);
	sms_json_set_text(document, "clause", item->clause);
	sms_json_set_text(document, "clause_title", sms_catalogue_title(audit->catalogue, item->clause));
	sms_json_set_text(document, "judged", judged[item->judged]);
	sms_json_set_text(document, "absent", sms_grade_name(item->absent));
	if (item->look)
		sms_json_set_text(document, "look", item->look);
	sms_json_set(document, "counts", counts_json(item));
	sms_json_set(document, "found", found);
	output_json(context, document);
}

static void print_rule_json(struct context *context, const struct sms_rule *rule, const char *judge)
{
	sms_auto(json) sms_json *document = begin_json("rule", rule->id);
	sms_json_set_text(document, "title", rule->brief);
	sms_json_set_text(document, "judged_by", judge + strlen("by "));
	sms_json_set_text(document, "grade", sms_grade_name(rule->grade));
	sms_json_set_text(document, "meaning", rule->help);
	output_json(context, document);
}

static void print_invariant_json(struct context *context, const char *id, enum sms_grade grade, const char *types,
				 const char *message)
{
	sms_auto(json) sms_json *document = begin_json("invariant", id);
	sms_json_set_text(document, "holds_for", types);
	sms_json_set_text(document, "judged_by", "sms check");
	sms_json_set_text(document, "grade", sms_grade_name(grade));
	sms_json_set_text(document, "meaning", message);
	output_json(context, document);
}

/* --- Rules. --- */

/* An invariant of the types, which is the rule of its findings. */
static struct sms_error *find_invariant(const struct sms_types *types, const char *id, struct sms_list *names,
					const struct sms_invariant **out)
{
	const struct sms_invariants *invariants = NULL;
	const struct sms_invariant *found;
	size_t index = 0;
	SMS_TRY(sms_types_invariants(&invariants, types));
	SMS_TRY(sms_invariants_prepare(invariants, NULL));
	*out = NULL;
	while ((found = sms_invariants_next_named(invariants, id, &index))) {
		const struct sms_type *type = sms_invariant_type(found);
		const char *name = type ? type->name : "records of every type";
		*out = *out ? *out : found;
		if (!sms_list_contains(names, name))
			sms_list_add(names, name);
	}
	return NULL;
}

static bool is_builtin_invariant(const char *id)
{
	sms_auto(types) struct sms_types *types = NULL;
	sms_auto(list) struct sms_list names = SMS_LIST_INIT;
	const struct sms_invariant *found = NULL;
	sms_auto(error) struct sms_error *error = sms_types_load(&types, NULL, 0);
	if (!error)
		error = find_invariant(types, id, &names, &found);
	return found != NULL;
}

static struct sms_error *print_invariant(struct context *context, const char *id, bool *found)
{
	const struct sms_types *types = NULL;
	const struct sms_invariant *invariant = NULL;
	enum sms_grade grade = SMS_GRADE_MAJOR;
	sms_auto(list) struct sms_list names = SMS_LIST_INIT;
	sms_auto(buf) struct sms_buf text = SMS_BUF_INIT;
	sms_auto(pairs) struct pairs pairs = {0};
	SMS_TRY(context_types(context, &types));
	SMS_TRY(find_invariant(types, id, &names, &invariant));
	*found = invariant != NULL;
	if (!invariant)
		return NULL;
	(void)sms_grade_parse(sms_invariant_grade(invariant), &grade);
	sms_list_join(&text, &names, ", ");
	if (context->format == FORMAT_JSON) {
		print_invariant_json(context, id, grade, sms_buf_text(&text), sms_invariant_message(invariant));
		return NULL;
	}
	output_format(context, TONE_STRONG, "%s  what must hold for %s\n", id, sms_buf_text(&text));
	pairs_add(&pairs, "Judged", TONE_PLAIN, "by sms check, and by every command that writes");
	pairs_add(&pairs, "Grade", audit_grade_tone(grade), sms_grade_name(grade));
	pairs_print(context, &pairs);
	output_heading(context, "What it means");
	output_paragraph(context, sms_invariant_message(invariant), 2);
	return NULL;
}

/* A rule of a check, or else of a verification; NULL when it is none. */
static const struct sms_rule *find_rule(const char *id, const char **judge)
{
	const struct sms_rule *rule = sms_rule_find(sms_check_rules, id);
	*judge = rule ? "by sms check" : "by sms verify";
	return rule ? rule : sms_rule_find(sms_verify_rules, id);
}

/* A rule is known without any repository. */
static unsigned needs_of(const void *options, const struct sms_list *arguments)
{
	const char *id = arguments->items[0], *judge;
	bool is_rule = find_rule(id, &judge) || is_builtin_invariant(id);
	return is_rule ? NEEDS_PAGER : NEEDS_COMMITTED | NEEDS_PAGER;
}

static void print_rule(struct context *context, const struct sms_rule *rule, const char *judge)
{
	sms_auto(pairs) struct pairs pairs = {0};
	if (context->format == FORMAT_JSON) {
		print_rule_json(context, rule, judge);
		return;
	}
	output_format(context, TONE_STRONG, "%s  %s\n", rule->id, rule->brief);
	pairs_add(&pairs, "Judged", TONE_PLAIN, judge);
	pairs_add(&pairs, "Grade", audit_grade_tone(rule->grade), sms_grade_name(rule->grade));
	pairs_print(context, &pairs);
	output_heading(context, "What it means");
	output_paragraph(context, rule->help, 2);
}

static struct sms_error *run(struct context *context, const void *options, const struct sms_list *arguments)
{
	const char *judge = NULL;
	const struct sms_rule *rule = find_rule(arguments->items[0], &judge);
	if (rule) {
		print_rule(context, rule, judge);
		return NULL;
	}
	bool found = false;
	SMS_TRY(print_invariant(context, arguments->items[0], &found));
	if (found)
		return NULL;
	sms_auto(audit) struct sms_audit *audit = NULL;
	sms_auto(string) char *standard = NULL;
	sms_auto(list) struct sms_list items = SMS_LIST_INIT;
	sms_list_add(&items, sms_catalogue_split(arguments->items[0], &standard));
	const struct sms_audit_options what = {
		.items = &items, .standard = standard, .now = context->now, .progress = context->progress};
	SMS_TRY(sms_audit_run(&audit, context->store, &what));
	if (context->format == FORMAT_JSON) {
		print_item_json(context, audit);
		return NULL;
	}
	print_item(context, audit, audit->judgements[0].item);
	print_evidence(context, audit->judgements[0].item);
	print_found(context, &audit->judgements[0]);
	return NULL;
}

const struct command cmd_explain = {
	.name = "explain",
	.summary = "print what a requirement or a rule asks, what counts and what was found",
	.arguments = "ITEM|RULE",
	.group = GROUP_JUDGING,
	.needs = NEEDS_COMMITTED | NEEDS_PAGER,
	.needs_of = needs_of,
	.options = explain_options,
	.run = run,
	.description =
		"Prints one item of the catalogue of requirements: what it asks, in words of our own, how far records "
		"can show it, what the audit looks for, and what it found. For a rule of `sms check` or `sms verify`, "
		"or an invariant "
		"of the types, what it means "
		"and "
		"what to do; that needs no repository. The JSON Schema of the `json` format is "
		"`sms:output/explain.json`.",
	.examples = (const struct example[]){{"sms explain 8.6.1-b", "how priority is judged"},
					     {"sms explain stale", "what that finding of sms check means"},
					     {NULL, NULL}},
	.see_also = "audit, check",
};
