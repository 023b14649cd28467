/* An audit for code forges and build servers, and as a page: SARIF, JUnit, annotations of GitHub's, HTML. */
#include "audit/print.h"
#include "work/audit/findings.h"
#include "work/audit/html.h"
#include "work/audit/integrity.h"
#include <string.h>

/* Bytes that are the same for the same commit and instant: nothing of them is measured. */
static struct sms_finding_run run_of(const struct sms_audit *audit, const struct sms_finding_list *findings,
				     const struct sms_audit_rules *rules)
{
	return (struct sms_finding_run){
		.tool = "sms audit",
		.rules = rules->items,
		.findings = findings,
		.at = audit->now,
	};
}

static bool is_unjudged(const struct sms_judgement *judgement)
{
	return !judgement->by_human &&
	       (judgement->result == SMS_RESULT_NEEDS_HUMAN || judgement->result == SMS_RESULT_NOT_COVERED);
}

/* What nobody has judged neither passes nor fails, and what Ant's JUnit allows has no third way: no test case, but named
 * beside them, and counted among the properties. */
static void add_unjudged(struct sms_buf *out, const struct sms_audit *audit)
{
	for (size_t i = 0; i < audit->count; i++)
		if (is_unjudged(&audit->judgements[i]))
			sms_buf_add_format(out, "not judged: %s: %s\n", audit->judgements[i].item->id,
					   audit->judgements[i].item->requirement);
}

/* A failing test case would break a build: what is waived is told beside the test cases. */
static void add_waived(struct sms_buf *out, const struct sms_audit *audit)
{
	for (size_t i = 0; i < audit->count; i++) {
		const struct sms_judgement *judgement = &audit->judgements[i];
		sms_auto(string) char *waiver = sms_audit_waiver(judgement);
		for (size_t j = 0; waiver && j < judgement->fault_count; j++)
			sms_buf_add_format(out, "waived: %s: %s (%s)\n", judgement->item->id,
					   judgement->faults[j].message, waiver);
	}
}

enum { PROPERTIES = 5 };

static void set_property(struct sms_property *property, const char *name, struct sms_buf *text)
{
	*property = (struct sms_property){name, sms_buf_text(text)};
}

/* Who judged how many items, and whether anybody looked at the history; texts are kept in `texts`. */
static void make_properties(struct sms_property properties[PROPERTIES], struct sms_buf texts[PROPERTIES],
			    const struct sms_audit *audit)
{
	sms_buf_add_format(&texts[0], "%zu", audit->machine);
	sms_buf_add_format(&texts[1], "%zu", audit->human);
	sms_buf_add_format(&texts[2], "%zu", audit->unassessed);
	sms_audit_add_integrity(&texts[3], audit);
	set_property(&properties[0], "sms.judged.machine", &texts[0]);
	set_property(&properties[1], "sms.judged.human", &texts[1]);
	set_property(&properties[2], "sms.judged.nobody", &texts[2]);
	set_property(&properties[3], "sms.integrity", &texts[3]);
	properties[4] = (struct sms_property){0};
}

static void print_run(struct context *context, struct sms_finding_run *run, const struct sms_audit *audit)
{
	sms_auto(buf) struct sms_buf out = SMS_BUF_INIT, remarks = SMS_BUF_INIT;
	struct sms_property properties[PROPERTIES];
	struct sms_buf texts[PROPERTIES] = {0};
	make_properties(properties, texts, audit);
	add_waived(&remarks, audit);
	add_unjudged(&remarks, audit);
	run->properties = properties;
	run->remarks = remarks.length ? sms_buf_text(&remarks) : NULL;
	(context->format == FORMAT_JUNIT ? sms_findings_junit : sms_findings_sarif)(&out, run);
	output_bytes(context, sms_buf_text(&out), out.length);
	for (size_t i = 0; i < PROPERTIES; i++)
		sms_buf_release(&texts[i]);
}

void audit_print_findings(struct context *context, const struct sms_audit *audit)
{
	sms_auto(finding_list) struct sms_finding_list findings = {0};
	sms_auto(audit_rules) struct sms_audit_rules rules = {0};
	bool junit = context->format == FORMAT_JUNIT;
	sms_audit_findings(&findings, audit, !junit);
	sms_audit_rules(&rules, audit, junit);
	struct sms_finding_run run = run_of(audit, &findings, &rules);
	print_run(context, &run, audit);
}

/* --- GitHub: workflow commands, one a line. --- */

/* Percent, line ends and control characters encoded; in a property comma and colon too. */
static void add_encoded(struct sms_buf *out, const char *text, bool property)
{
	for (; *text; text++) {
		unsigned char c = (unsigned char)*text;
		if (c == '%' || c < ' ' || c == 0x7f || (property && (c == ',' || c == ':')))
			sms_buf_add_format(out, "%%%02X", c);
		else
			sms_buf_add_char(out, *text);
	}
}

static void add_annotation(struct sms_buf *out, const struct sms_finding *finding, const struct sms_rule *rule)
{
	static const char *const levels[] = {"notice", "warning", "error"};
	sms_auto(string) char *title =
		sms_format("%s %s", finding->rule, rule ? rule->brief : sms_grade_name(finding->grade));
	sms_buf_add_format(out, "::%s ", levels[finding->waiver ? SMS_GRADE_OBSERVATION : finding->grade]);
	if (finding->file) {
		sms_buf_add_text(out, "file=");
		add_encoded(out, finding->file, true);
		sms_buf_add_format(out, ",line=%u,", finding->line ? finding->line : 1);
	}
	sms_buf_add_text(out, "title=");
	add_encoded(out, title, true);
	sms_buf_add_text(out, "::");
	add_encoded(out, finding->message, false);
	if (finding->waiver) {
		sms_buf_add_text(out, "%0Awaived by ");
		add_encoded(out, finding->waiver, false);
	}
	if (finding->fix) {
		sms_buf_add_text(out, "%0A");
		add_encoded(out, finding->fix, false);
	}
	sms_buf_add_char(out, '\n');
}

void audit_print_github(struct context *context, const struct sms_audit *audit)
{
	sms_auto(finding_list) struct sms_finding_list findings = {0};
	sms_auto(audit_rules) struct sms_audit_rules rules = {0};
	sms_auto(buf) struct sms_buf out = SMS_BUF_INIT;
	sms_audit_findings(&findings, audit, true);
	sms_audit_rules(&rules, audit, false);
	for (size_t i = 0; i < findings.count; i++)
		add_annotation(&out, &findings.items[i], sms_rule_find(rules.items, findings.items[i].rule));
	output_bytes(context, sms_buf_text(&out), out.length);
}

void audit_print_html(struct context *context, const struct sms_audit *audit)
{
	sms_auto(buf) struct sms_buf out = SMS_BUF_INIT;
	sms_audit_html(&out, audit);
	output_bytes(context, sms_buf_text(&out), out.length);
}
