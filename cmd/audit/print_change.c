/* What a branch changes in an audit: the gate of a merge request. */
#include "audit/print.h"
#include "audit/views.h"
#include <string.h>

static enum tone tone_of(enum sms_change_kind kind)
{
	static const enum tone tones[] = {TONE_BAD, TONE_WARN, TONE_GOOD, TONE_GOOD};
	return tones[kind];
}

static const char *result_of(const struct sms_judgement *judgement)
{
	return judgement ? audit_result_words(judgement->result) : "not asked";
}

/* The fault that speaks for an item: the gravest. */
static const struct sms_fault *worst_of(const struct sms_judgement *judgement)
{
	const struct sms_fault *worst = NULL;
	for (size_t i = 0; judgement && i < judgement->fault_count; i++)
		if (!worst || judgement->faults[i].grade > worst->grade)
			worst = &judgement->faults[i];
	return worst;
}

static void add_ids(struct sms_buf *out, const struct sms_list *ids)
{
	for (size_t i = 0; i < ids->count && i < SMS_AUDIT_SHOWN; i++)
		sms_buf_add_format(out, "%s%s", i ? ", " : "", ids->items[i]);
	if (ids->count > SMS_AUDIT_SHOWN)
		sms_buf_add_format(out, " and %zu more", ids->count - SMS_AUDIT_SHOWN);
}

static void add_counts(struct sms_buf *out, const struct sms_audit_changes *changes)
{
	for (size_t kind = 0; kind < SMS_CHANGE_KINDS; kind++)
		sms_buf_add_format(out, "%s%zu %s", kind ? ", " : "", changes->kinds[kind],
				   sms_change_kind_name((enum sms_change_kind)kind));
}

/* --- Text. --- */

static void print_ids(struct context *context, const char *label, const struct sms_list *ids)
{
	sms_auto(buf) struct sms_buf text = SMS_BUF_INIT;
	if (!ids->count)
		return;
	sms_buf_add_format(&text, "%s ", label);
	add_ids(&text, ids);
	output_paragraph(context, sms_buf_text(&text), 6);
}

static void print_change(struct context *context, const struct sms_audit_change *change)
{
	bool is_bad = change->kind <= SMS_CHANGE_WORSE;
	const struct sms_fault *fault = worst_of(is_bad ? change->now : change->before);
	sms_auto(string) char *title = sms_format("%s %s", change->item->id, change->item->requirement);
	output_format(context, tone_of(change->kind), "\n  %-6s", sms_change_kind_name(change->kind));
	output_format(context, TONE_DIM, " %s; %s, was %s\n", sms_grade_name(change->grade), result_of(change->now),
		      result_of(change->before));
	output_paragraph(context, title, 4);
	if (fault)
		output_paragraph(context, fault->message, 6);
	print_ids(context, "fail now:", &change->more);
	print_ids(context, "fail no longer:", &change->fewer);
	if (fault && fault->fix && is_bad)
		output_format(context, TONE_GOOD, "      %s\n", fault->fix);
}

static void print_text(struct context *context, const struct sms_audit *before, const struct sms_audit *now,
		       const struct sms_audit_changes *changes)
{
	char at[SMS_TIME_SIZE], from[SMS_OID_SIZE], to[SMS_OID_SIZE];
	sms_auto(buf) struct sms_buf counts = SMS_BUF_INIT;
	sms_time_format(now->now, at);
	sms_oid_format(&before->commit, from);
	sms_oid_format(&now->commit, to);
	add_counts(&counts, changes);
	output_format(context, TONE_STRONG, "%s\n", now->catalogue->standard);
	output_format(context, TONE_DIM, "commit %.12s against %.12s, both as of %s\n\n", to, from, at);
	output_format(context, changes->count ? TONE_STRONG : TONE_GOOD, "%s\n", sms_buf_text(&counts));
	for (size_t kind = 0; kind < SMS_CHANGE_KINDS; kind++)
		for (size_t i = 0; i < changes->count; i++)
			if (changes->items[i].kind == kind)
				print_change(context, &changes->items[i]);
}

/* --- JSON. --- */

static sms_json *ids_json(const struct sms_list *ids)
{
	sms_json *array = sms_json_new_array();
	for (size_t i = 0; i < ids->count; i++)
		sms_json_append_text(array, ids->items[i]);
	return array;
}

static sms_json *change_json(const struct sms_audit_change *change)
{
	sms_json *json = sms_json_new_object();
	const struct sms_fault *fault = worst_of(change->kind <= SMS_CHANGE_WORSE ? change->now : change->before);
	sms_json_set_text(json, "kind", sms_change_kind_name(change->kind));
	sms_json_set_text(json, "item", change->item->id);
	sms_json_set_text(json, "statement", change->item->statement);
	sms_json_set_text(json, "requirement", change->item->requirement);
	sms_json_set_text(json, "grade", sms_grade_name(change->grade));
	if (change->before)
		sms_json_set_text(json, "before", sms_result_name(change->before->result));
	if (change->now)
		sms_json_set_text(json, "now", sms_result_name(change->now->result));
	sms_json_set(json, "more", ids_json(&change->more));
	sms_json_set(json, "fewer", ids_json(&change->fewer));
	if (fault)
		sms_json_set_text(json, "message", fault->message);
	if (fault && fault->fix)
		sms_json_set_text(json, "fix", fault->fix);
	return json;
}

static void print_json(struct context *context, const struct sms_audit *before, const struct sms_audit *now,
		       const struct sms_audit_changes *changes)
{
	sms_auto(json) sms_json *document = output_document("audit-changes");
	sms_json *counts = sms_json_new_object(), *list = sms_json_new_array();
	char at[SMS_TIME_SIZE], from[SMS_OID_SIZE], to[SMS_OID_SIZE];
	sms_time_format(now->now, at);
	sms_oid_format(&before->commit, from);
	sms_oid_format(&now->commit, to);
	for (size_t kind = 0; kind < SMS_CHANGE_KINDS; kind++)
		sms_json_set_integer(counts, sms_change_kind_name((enum sms_change_kind)kind),
				     (int64_t)changes->kinds[kind]);
	for (size_t i = 0; i < changes->count; i++)
		sms_json_append(list, change_json(&changes->items[i]));
	sms_json_set_text(document, "standard", now->catalogue->standard);
	sms_json_set_text(document, "since", from);
	sms_json_set_text(document, "commit", to);
	sms_json_set_text(document, "as_of", at);
	sms_json_set(document, "summary", counts);
	sms_json_set(document, "changes", list);
	output_json(context, document);
}

/* --- Markdown: for a comment on a merge request. --- */

static void print_markdown(struct context *context, const struct sms_audit_changes *changes)
{
	sms_auto(buf) struct sms_buf out = SMS_BUF_INIT;
	sms_buf_add_text(&out, "**Audit:** ");
	add_counts(&out, changes);
	sms_buf_add_text(&out, "\n\n");
	if (changes->count)
		sms_buf_add_text(&out, "| | Item | Grade | Found |\n|---|---|---|---|\n");
	for (size_t i = 0; i < changes->count; i++) {
		const struct sms_audit_change *change = &changes->items[i];
		const struct sms_fault *fault =
			worst_of(change->kind <= SMS_CHANGE_WORSE ? change->now : change->before);
		sms_buf_add_format(&out, "| %s | %s ", sms_change_kind_name(change->kind), change->item->id);
		audit_add_markdown(&out, change->item->requirement);
		sms_buf_add_format(&out, " | %s | ", sms_grade_name(change->grade));
		audit_add_markdown(&out, fault ? fault->message : result_of(change->now));
		sms_buf_add_text(&out, " |\n");
	}
	output_bytes(context, sms_buf_text(&out), out.length);
}

void audit_print_changes(struct context *context, const struct sms_audit *before, const struct sms_audit *now,
			 const struct sms_audit_changes *changes)
{
	if (context->format == FORMAT_JSON)
		print_json(context, before, now, changes);
	else if (context->format == FORMAT_MARKDOWN)
		print_markdown(context, changes);
	else
		print_text(context, before, now, changes);
}
