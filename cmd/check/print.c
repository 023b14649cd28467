/* What a check found, for people and for machines. */
#include "check/print.h"
#include "print/findings.h"

/* Where and what; of records by rule, of other documents by the pointer into them. */
static void print_finding(struct context *context, const struct sms_finding *finding, bool is_record)
{
	sms_auto(buf) struct sms_buf place = SMS_BUF_INIT;
	bool is_bad = finding->grade == SMS_GRADE_MAJOR;
	bool by_pointer = !is_record && finding->pointer;
	sms_finding_add_place(&place, finding);
	output_text(context, TONE_STRONG, sms_buf_text(&place));
	if (by_pointer && *finding->pointer)
		output_format(context, TONE_DIM, "  %s", finding->pointer);
	else if (!by_pointer)
		output_format(context, is_bad ? TONE_BAD : TONE_WARN, "  %s", finding->rule);
	output_text(context, TONE_PLAIN, "\n");
	findings_print_words(context, finding);
}

static void print_text(struct context *context, const struct check_result *result)
{
	const struct sms_finding_list *findings = result->findings;
	for (size_t i = 0; i < findings->count; i++)
		print_finding(context, &findings->items[i], !result->files);
	if (result->left_out)
		output_format(context, TONE_WARN, "and %zu findings more\n", result->left_out);
	if (findings->count && result->files)
		output_text(context, TONE_PLAIN, "\n");
	output_format(context, findings->count ? TONE_BAD : TONE_GOOD, "%s\n", result->summary);
}

static void print_json(struct context *context, const struct check_result *result)
{
	sms_auto(json) sms_json *document = output_document("check");
	sms_json_each(count, result->counts)
		sms_json_set(document, sms_json_key(count), sms_json_copy(count));
	sms_json_set(document, "findings", sms_findings_json(result->findings));
	output_json(context, document);
}

void check_print(struct context *context, const struct check_result *result)
{
	const struct sms_finding_run run = {.tool = "sms check",
					    .rules = sms_check_rules,
					    .findings = result->findings,
					    .files = result->files,
					    .root = result->root,
					    .at = context->now,
					    .milliseconds = findings_clock() - result->begun};
	if (context->format == FORMAT_JSON)
		print_json(context, result);
	else if (!findings_print_run(context, &run))
		print_text(context, result);
}
