/* What a verification found, for people and for machines. */
#include "print/verify.h"
#include "print/findings.h"
#include <string.h>

#define SHOWN 10 /* of the findings of one rule, to people */

/* --- For people. --- */

static enum tone tone_of(const struct sms_finding *finding)
{
	const struct sms_rule *rule = sms_rule_find(sms_verify_rules, finding->rule);
	bool is_bad = finding->grade != SMS_GRADE_OBSERVATION && !(rule && rule->unjudged);
	return is_bad ? TONE_BAD : TONE_WARN;
}

static void print_finding(struct context *context, const struct sms_finding *finding)
{
	output_text(context, tone_of(finding), finding->rule);
	if (finding->commit)
		output_format(context, TONE_PLAIN, "  %.12s", finding->commit);
	if (finding->file || finding->record)
		output_format(context, TONE_STRONG, "  %s", finding->file ? finding->file : finding->record);
	output_text(context, TONE_PLAIN, "\n");
	findings_print_words(context, finding);
}

/* The findings of one grade; of one rule no more than can be read. */
static void print_grade(struct context *context, const struct sms_finding_list *findings, bool observations)
{
	for (const struct sms_rule *rule = sms_verify_rules; rule->id; rule++) {
		size_t count = 0;
		for (size_t i = 0; i < findings->count; i++) {
			const struct sms_finding *finding = &findings->items[i];
			bool is_observation = finding->grade == SMS_GRADE_OBSERVATION;
			if (is_observation != observations || strcmp(finding->rule, rule->id) != 0)
				continue;
			if (!count && observations)
				output_format(context, TONE_PLAIN, "\n");
			if (count++ < SHOWN)
				print_finding(context, finding);
		}
		if (count > SHOWN)
			output_format(context, TONE_WARN, "and %zu more of %s; --json lists all\n", count - SHOWN,
				      rule->id);
	}
}

static void add_statements(struct pairs *pairs, const struct sms_verify_result *result)
{
	sms_auto(buf) struct sms_buf text = SMS_BUF_INIT;
	size_t total = 0;
	if (result->unjudged_statements) {
		pairs_add_format(pairs, "Statements", TONE_WARN, "%zu, not judged", result->unjudged_statements);
		return;
	}
	for (int i = 0; i < SMS_VERDICT_COUNT; i++) {
		total += result->statements[i];
		if (result->statements[i])
			sms_buf_add_format(&text, "%s%zu %s", text.length ? ", " : "", result->statements[i],
					   sms_verdict_name(i));
	}
	pairs_add_format(pairs, "Statements", result->statements[SMS_VERDICT_INVALID] ? TONE_BAD : TONE_PLAIN,
			 "%zu%s%s", total, total ? ": " : "", sms_buf_text(&text));
	pairs_add_format(pairs, "Signatures", result->bad_signatures ? TONE_BAD : TONE_PLAIN,
			 "%zu good, %zu bad, %zu statements without one", result->good_signatures,
			 result->bad_signatures, result->unsigned_statements);
}

/* Those that are judged, or those that are only counted; answers how many there are. */
static size_t add_kinds(struct sms_buf *text, const struct sms_verify_result *result, bool judged)
{
	static const struct {
		bool judged;
		const char *words;
	} kinds[] = {
		[SMS_COMMIT_KNOWN] = {true, "by SSH keys that are known"},
		[SMS_COMMIT_UNKNOWN] = {true, "by SSH keys that are not"},
		[SMS_COMMIT_BAD] = {true, "not good"},
		[SMS_COMMIT_OPENPGP] = {false, "OpenPGP"},
		[SMS_COMMIT_X509] = {false, "X.509"},
		[SMS_COMMIT_OTHER] = {false, "of no known kind"},
	};
	size_t total = 0;
	for (int i = 0; i < SMS_COMMIT_SIGNATURE_COUNT; i++) {
		size_t count = kinds[i].judged == judged ? result->commit_signatures[i] : 0;
		total += count;
		if (count)
			sms_buf_add_format(text, "%s%zu %s", text->length ? ", " : "", count, kinds[i].words);
	}
	return total;
}

static void add_commits(struct pairs *pairs, const struct sms_verify_result *result)
{
	sms_auto(buf) struct sms_buf text = SMS_BUF_INIT;
	size_t total = add_kinds(&text, result, true), others = add_kinds(&text, result, false);
	total += others;
	pairs_add_format(pairs, "Commits", TONE_PLAIN, "%zu, %zu of them merges, %zu signed%s%s%s", result->commits,
			 result->merges, total, total ? ": " : "", sms_buf_text(&text), others ? ": not judged" : "");
}

static void add_pin(struct pairs *pairs, enum sms_pin_state pin)
{
	static const char *const states[] = {[SMS_PIN_NONE] = "",
					     [SMS_PIN_NEW] = "none was there",
					     [SMS_PIN_EXTENDED] = "the history goes on from it",
					     [SMS_PIN_BROKEN] = "the history does not go on from it"};
	pairs_add(pairs, "Pin", pin == SMS_PIN_BROKEN ? TONE_BAD : TONE_PLAIN, states[pin]);
}

static void print_summary(struct context *context, const struct sms_verify_result *result)
{
	sms_auto(pairs) struct pairs pairs = {0};
	pairs_add_format(&pairs, "Repository", TONE_PLAIN, "%s", *result->repository ? result->repository : "unknown");
	pairs_add_format(&pairs, "Tip", TONE_PLAIN, "%s", result->tip);
	add_commits(&pairs, result);
	pairs_add_format(&pairs, "Records", TONE_PLAIN, "%zu, in %zu versions", result->records, result->versions);
	add_statements(&pairs, result);
	add_pin(&pairs, result->pin);
	pairs_print(context, &pairs);
}

static void print_verdict(struct context *context, const struct sms_verify_result *result, enum sms_status status)
{
	size_t bad = 0, told = 0;
	for (size_t i = 0; i < result->findings.count; i++) {
		bool is_told = result->findings.items[i].grade == SMS_GRADE_OBSERVATION;
		told += is_told;
		bad += !is_told;
	}
	output_format(context, status == SMS_OK ? TONE_GOOD : TONE_BAD, "%s: %zu finding%s, %zu observation%s\n",
		      status == SMS_OK         ? "proven"
		      : status == SMS_UNJUDGED ? "the evidence is incomplete"
					       : "not proven",
		      bad, bad == 1 ? "" : "s", told, told == 1 ? "" : "s");
}

static void print_text(struct context *context, const struct sms_verify_result *result, enum sms_status status)
{
	print_grade(context, &result->findings, false);
	print_grade(context, &result->findings, true);
	if (result->findings.count)
		output_text(context, TONE_PLAIN, "\n");
	print_summary(context, result);
	print_verdict(context, result, status);
}

/* --- JSON: sms/verify/1, schemas/output/verify.json. --- */

static sms_json *statements_json(const struct sms_verify_result *result)
{
	sms_json *json = sms_json_new_object();
	for (int i = 0; i < SMS_VERDICT_COUNT; i++)
		sms_json_set_integer(json, sms_verdict_name(i), (int64_t)result->statements[i]);
	sms_json_set_integer(json, "unjudged", (int64_t)result->unjudged_statements);
	return json;
}

static sms_json *signatures_json(const struct sms_verify_result *result)
{
	sms_json *json = sms_json_new_object();
	sms_json_set_integer(json, "good", (int64_t)result->good_signatures);
	sms_json_set_integer(json, "bad", (int64_t)result->bad_signatures);
	sms_json_set_integer(json, "none", (int64_t)result->unsigned_statements);
	return json;
}

static sms_json *cuts_json(const struct sms_verify_result *result)
{
	sms_json *json = sms_json_new_array();
	for (size_t i = 0; i < result->cuts.count; i++)
		sms_json_append_text(json, result->cuts.items[i]);
	return json;
}

static sms_json *commit_signatures_json(const struct sms_verify_result *result)
{
	sms_json *json = sms_json_new_object();
	for (int i = 0; i < SMS_COMMIT_SIGNATURE_COUNT; i++)
		sms_json_set_integer(json, sms_commit_signature_name(i), (int64_t)result->commit_signatures[i]);
	return json;
}

static void print_json(struct context *context, const struct sms_verify_result *result, enum sms_status status)
{
	static const char *const pins[] = {[SMS_PIN_NONE] = "none",
					   [SMS_PIN_NEW] = "new",
					   [SMS_PIN_EXTENDED] = "extended",
					   [SMS_PIN_BROKEN] = "broken"};
	sms_auto(json) sms_json *document = output_document("verify");
	sms_json_set_text(document, "verdict",
			  status == SMS_OK         ? "proven"
			  : status == SMS_UNJUDGED ? "incomplete"
						   : "not-proven");
	if (*result->repository)
		sms_json_set_text(document, "repository", result->repository);
	if (result->cuts.count)
		sms_json_set(document, "back_to", cuts_json(result));
	sms_json_set_text(document, "tip", result->tip);
	sms_json_set_integer(document, "commits", (int64_t)result->commits);
	sms_json_set_integer(document, "merges", (int64_t)result->merges);
	sms_json_set_integer(document, "signed_commits", (int64_t)result->commit_signatures[SMS_COMMIT_KNOWN]);
	sms_json_set(document, "commit_signatures", commit_signatures_json(result));
	sms_json_set_integer(document, "records", (int64_t)result->records);
	sms_json_set_integer(document, "versions", (int64_t)result->versions);
	sms_json_set(document, "statements", statements_json(result));
	sms_json_set(document, "signatures", signatures_json(result));
	sms_json_set_text(document, "pin", pins[result->pin]);
	sms_json_set(document, "findings", sms_findings_json(&result->findings));
	output_json(context, document);
}

void verify_print(struct context *context, const struct sms_verify_result *result, enum sms_status status,
		  int64_t begun)
{
	const struct sms_finding_run run = {.tool = "sms verify",
					    .rules = sms_verify_rules,
					    .findings = &result->findings,
					    .at = context->now,
					    .milliseconds = findings_clock() - begun};
	if (context->format == FORMAT_JSON)
		print_json(context, result, status);
	else if (!findings_print_run(context, &run))
		print_text(context, result, status);
}
