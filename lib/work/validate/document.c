/* One document against the schema. */
#include "base/utf8.h"
#include "work/finding/print.h"
#include "work/validate/private.h"
#include "wrap/text.h"
#include <stdio.h>
#include <string.h>
#include <time.h>

void validate_measure(struct judge *judge, int64_t *part)
{
	struct timespec now;
	if (!judge->options->timed)
		return;
	clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
	int64_t ns = now.tv_sec * INT64_C(1000000000) + now.tv_nsec;
	if (part && judge->clock)
		*part += ns - judge->clock;
	judge->clock = ns;
}

/* NULL when so many were found already that one more is only counted. */
static struct sms_finding *add(const struct judge *judge, const struct document *document, const char *rule)
{
	struct input *input = document->input;
	if (atomic_fetch_add(judge->found, 1) >= SMS_VALIDATE_FINDINGS) {
		input->left_out++;
		return NULL;
	}
	struct sms_finding *finding = sms_finding_add(&input->findings, SMS_GRADE_MAJOR, rule);
	finding->file = sms_strdup(input->path);
	finding->line = document->line ? document->line : 1;
	finding->column = 1;
	return finding;
}

static void place(struct sms_finding *finding, const struct document *document, struct sms_position at)
{
	finding->line = document->line ? document->line + at.line - 1 : at.line;
	finding->column = at.column;
}

/* --- Basic output. --- */

static sms_json *new_line(const struct document *document)
{
	sms_json *json = sms_json_new_object();
	sms_finding_set_text(json, "file", document->input->path);
	if (document->line)
		sms_json_set_integer(json, "line", document->line);
	return json;
}

static void give_line(const struct judge *judge, const sms_json *json)
{
	sms_auto(buf) struct sms_buf line = SMS_BUF_INIT;
	sms_json_print_line(&line, json);
	judge->options->basic(judge->options->basic_context, line.data, line.length);
}

/* A text that is no JSON has the shape of one that fits nothing. */
static void give_unreadable(const struct judge *judge, const struct document *document, const char *message)
{
	sms_auto(json) sms_json *line = new_line(document);
	sms_json *errors = sms_json_new_array(), *unit = sms_json_new_object();
	sms_json_set_boolean(unit, "valid", false);
	sms_json_set_text(unit, "keywordLocation", "");
	sms_json_set_text(unit, "instanceLocation", "");
	sms_finding_set_text(unit, "error", message);
	sms_json_append(errors, unit);
	sms_json_set_boolean(line, "valid", false);
	sms_json_set(line, "errors", errors);
	give_line(judge, line);
}

static void give_unjudged(const struct judge *judge, const struct document *document, const char *message)
{
	sms_auto(json) sms_json *line = new_line(document);
	sms_finding_set_text(line, "unjudged", message);
	give_line(judge, line);
}

static struct sms_error *give_basic(const struct judge *judge, const struct document *document, const sms_json *json)
{
	sms_auto(json) sms_json *line = new_line(document);
	sms_json *basic;
	SMS_TRY(sms_schema_basic(judge->schema, json, &basic));
	sms_json_each(member, basic)
		sms_json_set(line, sms_json_key(member), sms_json_copy(member));
	sms_json_free(basic);
	give_line(judge, line);
	return NULL;
}

/* --- Findings. --- */

static void add_limit(struct judge *judge, const struct document *document, const char *message,
		      const struct sms_position *at)
{
	struct sms_finding *finding = add(judge, document, "limit");
	document->input->unjudged++;
	if (finding) {
		finding->message = sms_strdup(message);
		if (at)
			place(finding, document, *at);
	}
	if (judge->options->basic)
		give_unjudged(judge, document, message);
}

void validate_oversized(struct judge *judge, const struct document *document, const char *message)
{
	document->input->documents++;
	add_limit(judge, document, message, NULL);
}

/* Takes the reader's `name:line:column: what` apart; the name is empty. */
static void add_unreadable(struct judge *judge, const struct document *document, const struct sms_error *error)
{
	const char *message = sms_error_message(error);
	struct sms_position at = {1, 1};
	int used = 0;
	if (sscanf(message, ":%u:%u: %n", &at.line, &at.column, &used) == 2)
		message += used;
	if (sms_error_status(error) == SMS_UNJUDGED)
		return add_limit(judge, document, message, &at);
	struct sms_finding *finding = add(judge, document, "json");
	if (finding) {
		finding->message = sms_strdup(message);
		place(finding, document, at);
	}
	if (judge->options->basic)
		give_unreadable(judge, document, message);
}

static struct sms_error *explain(const struct judge *judge, const struct document *document, const sms_json *json)
{
	sms_auto(findings) struct sms_schema_findings found = {0};
	SMS_TRY(sms_schema_explain(judge->schema, json, &found));
	for (size_t i = 0; i < found.count; i++) {
		struct sms_schema_finding *fault = &found.items[i];
		struct sms_finding *finding = add(judge, document, "schema");
		if (!finding)
			continue;
		place(finding, document,
		      sms_json_locate(document->text, document->length, fault->pointer, fault->of_key));
		finding->pointer = sms_move(&fault->pointer);
		finding->keyword = sms_move(&fault->schema_pointer);
		finding->message = sms_move(&fault->message);
	}
	return NULL;
}

static struct sms_error *judge_json(struct judge *judge, const struct document *document, const sms_json *json)
{
	bool valid = false;
	SMS_TRY(sms_schema_accepts(judge->schema, json, &valid));
	if (!valid)
		SMS_TRY(explain(judge, document, json));
	if (judge->options->basic)
		SMS_TRY(give_basic(judge, document, json));
	document->input->valid += valid;
	return NULL;
}

struct sms_error *validate_document(struct judge *judge, const struct document *document)
{
	const sms_json *json;
	document->input->documents++;
	sms_arena_reset(judge->arena);
	sms_auto(error) struct sms_error *error =
		sms_json_judge_in(&json, judge->arena, document->text, document->length, "");
	validate_measure(judge, &judge->times.parsing);
	if (error) {
		add_unreadable(judge, document, error);
		return NULL;
	}
	error = judge_json(judge, document, json);
	validate_measure(judge, &judge->times.judging);
	if (error && sms_error_status(error) != SMS_UNJUDGED)
		return sms_error_wrap(sms_move(&error), "%s", document->input->path);
	if (error)
		add_limit(judge, document, sms_error_message(error), NULL);
	return NULL;
}
