/* An audit as a page: see html.h. Everything that comes from records passes report_add_html. */
#include "work/audit/html.h"
#include "work/audit/findings.h"
#include "work/audit/integrity.h"
#include "work/report/private.h"
#include "wrap/markdown.h"
#include <string.h>

static void add_element(struct sms_buf *out, const char *open, const char *text, const char *close)
{
	sms_buf_add_text(out, open);
	report_add_html(out, text);
	sms_buf_add_text(out, close);
}

/* --- The head: what it comes to, and who judged how much. --- */

static void add_fact(struct sms_buf *out, const char *name, const char *value)
{
	add_element(out, "<dt>", name, "</dt>");
	add_element(out, "<dd>", value, "</dd>\n");
}

/* What the organization has added or changed itself is told. */
static void add_own(struct sms_buf *out, const struct sms_audit *audit)
{
	size_t count = 0;
	for (size_t i = 0; i < audit->count && !audit->catalogue->is_own; i++)
		count += audit->judgements[i].item->origin != NULL;
	sms_auto(string) char *text = sms_format("%zu of the items are changed or added by rules of its own", count);
	if (count)
		add_fact(out, "Own rules", text);
}

static void add_header(struct sms_buf *out, const struct sms_audit *audit)
{
	sms_auto(buf) struct sms_buf considered = SMS_BUF_INIT, integrity = SMS_BUF_INIT;
	char at[SMS_TIME_SIZE], commit[SMS_OID_SIZE];
	sms_time_format(audit->now, at);
	sms_oid_format(&audit->commit, commit);
	add_element(out, "<header>\n<p>", audit->organization, "</p>\n");
	add_element(out, "<h1>Audit</h1>\n<p class=\"period\">", audit->catalogue->standard, "</p>\n");
	sms_buf_add_text(out, "<dl class=\"facts\">\n");
	add_fact(out, "As of", at);
	add_fact(out, "Commit", commit);
	add_own(out, audit);
	sms_audit_add_integrity(&integrity, audit);
	add_fact(out, "Integrity", sms_buf_text(&integrity));
	sms_audit_add_considered(&considered, audit);
	if (considered.length)
		add_fact(out, "Consider", sms_buf_text(&considered));
	add_fact(out, "Grades", audit->limits);
	sms_buf_add_text(out, "</dl>\n</header>\n<main>\n");
}

static void add_figure(struct sms_buf *out, const char *label, size_t count, const char *note)
{
	add_element(out, "<div><dt>", label, "</dt>");
	sms_buf_add_format(out, "<dd class=\"value\">%zu</dd>", count);
	if (note)
		add_element(out, "<dd>", note, "</dd>");
	sms_buf_add_text(out, "</div>\n");
}

static void add_share(struct sms_buf *out, const char *class, size_t count, size_t of, const char *label)
{
	double share = of ? 100.0 * (double)count / (double)of : 0;
	sms_buf_add_format(out, "<div><dt class=\"%s\">%s</dt> <dd>%zu, %.0f&nbsp;%%</dd></div>\n", class, label, count,
			   share);
}

/* Shares of a whole as a bar that a screen reader passes over: the figures stand below it. */
static void add_judged(struct sms_buf *out, const struct sms_audit *audit)
{
	const size_t counts[] = {audit->machine, audit->human, audit->unassessed};
	static const char *const classes[] = {"machine", "human", "nobody"};
	sms_buf_add_text(out, "<h3>Who judged</h3>\n<svg class=\"judged\" viewBox=\"0 0 720 12\" "
			      "preserveAspectRatio=\"none\" aria-hidden=\"true\">\n");
	double x = 0;
	for (size_t i = 0; i < SMS_COUNT(counts); i++) {
		double width = audit->count ? 720.0 * (double)counts[i] / (double)audit->count : 0;
		sms_buf_add_format(out, "<rect x=\"%.1f\" y=\"0\" width=\"%.1f\" height=\"12\" class=\"%s\"/>\n", x,
				   width, classes[i]);
		x += width;
	}
	sms_buf_add_text(out, "</svg>\n<dl class=\"judged\">\n");
	add_share(out, classes[0], audit->machine, audit->count, "by machine");
	add_share(out, classes[1], audit->human, audit->count, "by people");
	add_share(out, classes[2], audit->unassessed, audit->count, "by nobody yet");
	sms_buf_add_text(out, "</dl>\n");
}

static void add_summary(struct sms_buf *out, const struct sms_audit *audit)
{
	sms_buf_add_text(out, "<section id=\"summary\">\n<h2>Summary</h2>\n<dl class=\"figures\">\n");
	add_figure(out, "Major findings", audit->grades[SMS_GRADE_MAJOR], NULL);
	add_figure(out, "Minor findings", audit->grades[SMS_GRADE_MINOR], NULL);
	add_figure(out, "Observations", audit->grades[SMS_GRADE_OBSERVATION], NULL);
	if (audit->waived)
		add_figure(out, "Waived", audit->waived, NULL);
	add_figure(out, "Items", audit->count, NULL);
	sms_buf_add_text(out, "</dl>\n");
	add_judged(out, audit);
	sms_buf_add_text(out, "<figure>\n<figcaption><strong>Clauses</strong> Share of the items of each clause by "
			      "result; the figure at the end is how many conform.</figcaption>\n");
	audit_svg_add(out, audit);
	sms_buf_add_text(out, "</figure>\n</section>\n");
}

/* --- Findings. --- */

static void add_records(struct sms_buf *out, const struct sms_judgement *judgement, const struct sms_fault *fault)
{
	if (!fault->are_records || !fault->failing.count)
		return;
	sms_buf_add_text(out, "<dt>Records</dt><dd>");
	for (size_t i = 0; i < fault->failing.count && i < SMS_AUDIT_SHOWN; i++)
		add_element(out, i ? ", <span class=\"id\">" : "<span class=\"id\">", fault->failing.items[i],
			    "</span>");
	if (fault->failing.count > SMS_AUDIT_SHOWN) {
		sms_buf_add_format(out, " and %zu more; all of them: ", fault->failing.count - SMS_AUDIT_SHOWN);
		add_element(out, "<code>sms audit --item ", judgement->item->key, "</code>");
	}
	sms_buf_add_text(out, "</dd>\n");
}

static void add_fault(struct sms_buf *out, const struct sms_judgement *judgement, const struct sms_fault *fault)
{
	add_element(out, "<p class=\"found\">", fault->message, "</p>\n<dl class=\"fault\">\n");
	add_records(out, judgement, fault);
	add_element(out, "<dt>Grade</dt><dd>", sms_grade_name(fault->grade), ": ");
	add_element(out, "", fault->why, "</dd>\n");
	if (fault->file && fault->line) {
		add_element(out, "<dt>Place</dt><dd><code>", fault->file, "");
		sms_buf_add_format(out, ":%u</code></dd>\n", fault->line);
	}
	if (fault->fix)
		add_element(out, "<dt>Mend</dt><dd><code>", fault->fix, "</code></dd>\n");
	sms_buf_add_text(out, "</dl>\n");
}

static const char *confidence_of(const struct sms_judgement *judgement)
{
	if (judgement->by_human || judgement->item->judged == SMS_JUDGED_HUMAN)
		return "judged by a person";
	return judgement->item->judged == SMS_JUDGED_FULL ? "judged by machine" : "judged by machine in part";
}

static void add_finding(struct sms_buf *out, const struct sms_audit_finding *finding)
{
	const char *grade = sms_grade_name(finding->grade);
	const char *waived = finding->waived ? "waived" : "", *comma = finding->waived ? "waived, " : "";
	sms_buf_add_format(
		out,
		"<article class=\"finding %s %s\">\n<p class=\"head\"><strong>%s%s</strong> statement %s, %s</p>\n",
		grade, waived, comma, grade, finding->statement, confidence_of(finding->judgements[0]));
	for (size_t i = 0; i < finding->judgement_count; i++) {
		const struct sms_judgement *judgement = finding->judgements[i];
		add_element(out, "<h4><span class=\"id\">", judgement->item->id, "</span> ");
		add_element(out, "", judgement->item->requirement, "</h4>\n");
		sms_auto(string) char *waiver = sms_audit_waiver(judgement);
		if (waiver)
			add_element(out, "<p class=\"note\">waived by ", waiver, "</p>\n");
		for (size_t j = 0; j < judgement->fault_count; j++)
			if (sms_audit_is_said(finding, i, &judgement->faults[j]))
				add_element(out,
					    "<p class=\"note\">as above: ", sms_grade_name(judgement->faults[j].grade),
					    "</p>\n");
			else
				add_fault(out, judgement, &judgement->faults[j]);
	}
	sms_buf_add_text(out, "</article>\n");
}

/* --- The history: what a verification found, a code each. --- */

static void add_case(struct sms_buf *out, const struct sms_finding *finding)
{
	const char *what = finding->file ? finding->file : finding->record;
	add_element(out, "<li>", finding->message, "");
	if (finding->commit)
		sms_buf_add_format(out, " <span class=\"id\">%.12s</span>", finding->commit);
	if (what)
		add_element(out, " <code>", what, "</code>");
	sms_buf_add_text(out, "</li>\n");
}

static void add_breach(struct sms_buf *out, const struct sms_audit_integrity *integrity,
		       const struct sms_audit_breach *breach)
{
	const char *grade = sms_grade_name(breach->grade);
	size_t shown = breach->count < SMS_AUDIT_SHOWN ? breach->count : SMS_AUDIT_SHOWN;
	sms_buf_add_format(out,
			   "<article class=\"finding %s\">\n<p class=\"head\"><strong>%s</strong> %zu, judged by "
			   "machine</p>\n",
			   grade, breach->rule->unjudged ? "cannot be said" : grade, breach->count);
	add_element(out, "<h4><span class=\"id\">", breach->rule->id, "</span> ");
	add_element(out, "", breach->rule->brief, "</h4>\n<ul>\n");
	for (size_t i = 0; i < shown; i++)
		add_case(out, &integrity->findings.items[breach->first + i]);
	sms_buf_add_text(out, "</ul>\n");
	if (breach->count > shown)
		sms_buf_add_format(out, "<p class=\"note\">and %zu more: <code>sms verify --json</code></p>\n",
				   breach->count - shown);
	sms_buf_add_text(out, "</article>\n");
}

static void add_integrity(struct sms_buf *out, const struct sms_audit *audit)
{
	sms_auto(buf) struct sms_buf text = SMS_BUF_INIT;
	if (!audit->integrity)
		return;
	sms_audit_add_integrity(&text, audit);
	add_element(out, "<section id=\"integrity\">\n<h2>Integrity</h2>\n<p>The history: ", sms_buf_text(&text),
		    "</p>\n");
	for (size_t i = 0; i < audit->integrity->breach_count; i++)
		add_breach(out, audit->integrity, &audit->integrity->breaches[i]);
	sms_buf_add_text(out, "</section>\n");
}

/* --- Clauses. --- */

static void add_for_people(struct sms_buf *out, const struct sms_audit *audit, const char *clause)
{
	for (size_t i = 0; i < audit->count; i++) {
		const struct sms_judgement *judgement = &audit->judgements[i];
		if (judgement->result != SMS_RESULT_NEEDS_HUMAN || strcmp(judgement->item->clause, clause) != 0)
			continue;
		add_element(out,
			    "<article class=\"person\">\n<p class=\"head\">for a person</p>\n<h4><span class=\"id\">",
			    judgement->item->id, "</span> ");
		add_element(out, "", judgement->item->requirement, "</h4>\n");
		if (judgement->item->look)
			add_element(out, "<p>", judgement->item->look, "</p>\n");
		if (judgement->note)
			add_element(out, "<p class=\"note\">", judgement->note, "</p>\n");
		sms_buf_add_text(out, "</article>\n");
	}
}

static void add_rest(struct sms_buf *out, const struct sms_audit *audit, const char *clause)
{
	static const enum sms_result order[] = {SMS_RESULT_CONFORM, SMS_RESULT_NOT_TRIGGERED, SMS_RESULT_NOT_APPLICABLE,
						SMS_RESULT_NOT_COVERED};
	sms_buf_add_text(out, "<dl class=\"rest\">\n");
	for (size_t k = 0; k < SMS_COUNT(order); k++) {
		size_t found = 0;
		for (size_t i = 0; i < audit->count; i++) {
			const struct sms_judgement *judgement = &audit->judgements[i];
			if (judgement->result != order[k] || strcmp(judgement->item->clause, clause) != 0)
				continue;
			if (!found++)
				sms_buf_add_format(out, "<dt class=\"r-%s\">%s</dt><dd>", audit_result_class(order[k]),
						   audit_result_title(order[k]));
			sms_buf_add_format(out, "<span title=\"");
			add_element(out, "", judgement->item->requirement, "\">");
			add_element(out, "", judgement->item->id, "</span> ");
		}
		if (found)
			sms_buf_add_text(out, "</dd>\n");
	}
	sms_buf_add_text(out, "</dl>\n");
}

static void add_clause(struct sms_buf *out, const struct sms_audit *audit, const struct sms_audit_clause *clause)
{
	const char *number = clause->clause->number;
	sms_buf_add_format(out, "<section id=\"c%s\">\n<h2>%s ", number, number);
	add_element(out, "", clause->clause->title, "</h2>\n<p>");
	size_t parts = 0;
	for (size_t i = 0; i < SMS_RESULT_COUNT; i++)
		if (clause->results[audit_drawn[i]])
			sms_buf_add_format(out, "%s%zu %s", parts++ ? ", " : "", clause->results[audit_drawn[i]],
					   audit_result_title(audit_drawn[i]));
	sms_buf_add_text(out, "</p>\n");
	for (size_t i = 0; i < audit->finding_count; i++)
		if (!strcmp(audit->findings[i].judgements[0]->item->clause, number))
			add_finding(out, &audit->findings[i]);
	add_for_people(out, audit, number);
	add_rest(out, audit, number);
	sms_buf_add_text(out, "</section>\n");
}

void sms_audit_html(struct sms_buf *out, const struct sms_audit *audit)
{
	static const char *const styles[] = {"reports/report.css", "reports/audit.css", NULL};
	sms_auto(string) char *title = sms_format("Audit of %s", audit->organization);
	report_html_begin(out, title, styles);
	add_header(out, audit);
	add_summary(out, audit);
	add_integrity(out, audit);
	for (size_t i = 0; i < audit->clause_count; i++)
		if (audit->clauses[i].results[SMS_RESULT_NOT_COVERED] != audit->clauses[i].items)
			add_clause(out, audit, &audit->clauses[i]);
	sms_buf_add_text(out, "</main>\n</body>\n</html>\n");
}

void sms_audit_paper_html(struct sms_buf *out, const char *title, const struct sms_buf *markdown)
{
	static const char *const styles[] = {"reports/report.css", "reports/audit.css", NULL};
	report_html_begin(out, title, styles);
	sms_buf_add_text(out, "<main class=\"paper\">\n");
	sms_markdown_html(out, sms_buf_text(markdown), markdown->length);
	sms_buf_add_text(out, "</main>\n</body>\n</html>\n");
}
