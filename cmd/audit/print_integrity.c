/* The part of an audit that is about the history: text, JSON, rows of a table, Markdown. */
#include "audit/print.h"
#include "work/audit/integrity.h"
#include <string.h>

static const char *grade_of(const struct sms_audit_breach *breach)
{
	return breach->rule->unjudged ? "cannot be said" : sms_grade_name(breach->grade);
}

/* "4f0c8a1b2d3e  records/…/INC-1.json", as far as it is known. */
static void add_place(struct sms_buf *out, const struct sms_finding *finding)
{
	const char *what = finding->file ? finding->file : finding->record;
	if (finding->commit)
		sms_buf_add_format(out, "commit %.12s", finding->commit);
	if (what)
		sms_buf_add_format(out, "%s%s", out->length ? ", " : "", what);
}

/* --- Text. --- */

static void print_case(struct context *context, const struct sms_finding *finding)
{
	enum { INDENT = 4, DEEP = 6 };
	sms_auto(buf) struct sms_buf place = SMS_BUF_INIT;
	add_place(&place, finding);
	output_paragraph(context, finding->message, INDENT);
	if (place.length)
		output_format(context, TONE_DIM, "%*s%s\n", DEEP, "", sms_buf_text(&place));
	if (finding->fix)
		output_format(context, TONE_GOOD, "%*s%s\n", DEEP, "", finding->fix);
}

/* Of what is only to be known, how often is enough. */
static void print_breach(struct context *context, const struct sms_audit_integrity *integrity,
			 const struct sms_audit_breach *breach)
{
	bool is_told = breach->grade == SMS_GRADE_OBSERVATION;
	size_t shown = breach->count < SMS_AUDIT_SHOWN ? breach->count : SMS_AUDIT_SHOWN;
	output_format(context, audit_grade_tone(breach->grade), "  %s", grade_of(breach));
	output_format(context, TONE_STRONG, "  %s", breach->rule->id);
	output_format(context, TONE_PLAIN, ": %zu\n", breach->count);
	output_paragraph(context, breach->rule->brief, 4);
	for (size_t i = 0; !is_told && i < shown; i++)
		print_case(context, &integrity->findings.items[breach->first + i]);
	if (!is_told && breach->count > shown)
		output_format(context, TONE_DIM, "    and %zu more: sms verify --json\n", breach->count - shown);
}

void audit_print_integrity(struct context *context, const struct sms_audit *audit)
{
	sms_auto(buf) struct sms_buf text = SMS_BUF_INIT;
	if (!audit->integrity)
		return;
	output_heading(context, "Integrity");
	sms_audit_add_integrity(&text, audit);
	sms_buf_add_text(&text, "; what a code means: sms explain CODE");
	output_paragraph(context, sms_buf_text(&text), 2);
	for (size_t i = 0; i < audit->integrity->breach_count; i++) {
		const struct sms_audit_breach *breach = &audit->integrity->breaches[i];
		if (!i || breach->grade != SMS_GRADE_OBSERVATION || breach[-1].grade != SMS_GRADE_OBSERVATION)
			output_text(context, TONE_PLAIN, "\n");
		print_breach(context, audit->integrity, breach);
	}
}

/* --- JSON. --- */

sms_json *audit_integrity_json(const struct sms_audit *audit)
{
	const struct sms_audit_integrity *integrity = audit->integrity;
	sms_json *json = sms_json_new_object(), *codes = sms_json_new_array();
	if (!integrity) {
		sms_json_free(codes);
		sms_json_set_text(json, "verdict", "not-looked-at");
		return json;
	}
	for (size_t i = 0; i < integrity->breach_count; i++) {
		const struct sms_audit_breach *breach = &integrity->breaches[i];
		sms_json *code = sms_json_new_object();
		sms_json_set_text(code, "code", breach->rule->id);
		sms_json_set_text(code, "title", breach->rule->brief);
		if (!breach->rule->unjudged)
			sms_json_set_text(code, "grade", sms_grade_name(breach->grade));
		sms_json_set_integer(code, "count", (int64_t)breach->count);
		sms_json_append(codes, code);
	}
	sms_json_set_text(json, "verdict", sms_audit_integrity_verdict(integrity));
	sms_json_set_integer(json, "commits", (int64_t)integrity->commits);
	sms_json_set(json, "codes", codes);
	sms_json_set(json, "findings", sms_findings_json(&integrity->findings));
	return json;
}

/* --- Rows: one for each code, as an item has one. --- */

void audit_add_integrity_rows(struct table *table, const struct sms_audit *audit)
{
	for (size_t i = 0; audit->integrity && i < audit->integrity->breach_count; i++) {
		const struct sms_audit_breach *breach = &audit->integrity->breaches[i];
		const struct sms_finding *first = &audit->integrity->findings.items[breach->first];
		sms_auto(buf) struct sms_buf place = SMS_BUF_INIT;
		bool is_bad = breach->grade != SMS_GRADE_OBSERVATION && !breach->rule->unjudged;
		add_place(&place, first);
		table_add(table, TONE_PLAIN, "integrity");
		table_add(table, TONE_PLAIN, breach->rule->id);
		table_add(table, TONE_PLAIN, "");
		table_add(table, TONE_PLAIN,
			  is_bad                   ? "nonconform"
			  : breach->rule->unjudged ? "incomplete"
						   : "observed");
		table_add(table, TONE_PLAIN, breach->rule->unjudged ? "" : sms_grade_name(breach->grade));
		table_add(table, TONE_PLAIN, "machine");
		table_add_integer(table, (int64_t)audit->integrity->commits);
		table_add_integer(table, (int64_t)breach->count);
		table_add(table, TONE_PLAIN, sms_buf_text(&place));
		table_add(table, TONE_PLAIN, first->message);
		table_add(table, TONE_PLAIN, first->fix ? first->fix : "");
		table_add(table, TONE_PLAIN, "");
		table_add(table, TONE_PLAIN, breach->rule->brief);
	}
}

/* --- Markdown. --- */

static void add_case(struct sms_buf *out, const struct sms_finding *finding)
{
	sms_auto(buf) struct sms_buf place = SMS_BUF_INIT;
	add_place(&place, finding);
	sms_buf_add_text(out, "- ");
	audit_add_markdown(out, finding->message);
	if (place.length) {
		sms_buf_add_text(out, " (");
		audit_add_markdown(out, sms_buf_text(&place));
		sms_buf_add_char(out, ')');
	}
	sms_buf_add_char(out, '\n');
}

void audit_add_integrity_markdown(struct sms_buf *out, const struct sms_audit *audit)
{
	const struct sms_audit_integrity *integrity = audit->integrity;
	if (!integrity)
		return;
	sms_buf_add_text(out, "## Integrity\n\nThe history: ");
	sms_audit_add_integrity(out, audit);
	sms_buf_add_text(out, ".\n\n");
	for (size_t i = 0; i < integrity->breach_count; i++) {
		const struct sms_audit_breach *breach = &integrity->breaches[i];
		bool is_told = breach->grade == SMS_GRADE_OBSERVATION;
		size_t shown = breach->count < SMS_AUDIT_SHOWN ? breach->count : SMS_AUDIT_SHOWN;
		sms_buf_add_format(out, "### %s: %s, %zu\n\n", grade_of(breach), breach->rule->id, breach->count);
		audit_add_markdown(out, breach->rule->brief);
		sms_buf_add_text(out, ".\n\n");
		for (size_t k = 0; !is_told && k < shown; k++)
			add_case(out, &integrity->findings.items[breach->first + k]);
		if (!is_told)
			sms_buf_add_char(out, '\n');
	}
}
