/* sms trail: every version of a record and every statement about it. */
#include "model/approval/approval.h"
#include "model/history.h"
#include "output.h"
#include <string.h>

static const struct option trail_options[] = {
	OPTIONS_FORMAT("text|json"),
	OPTION_END,
};

struct trail {
	struct sms_record *record;
	struct sms_versions versions;
	struct sms_approval approval;
	char (*digests)[65]; /* of the content of each version */
};

static void trail_release(struct trail *trail)
{
	sms_record_free(trail->record);
	sms_versions_release(&trail->versions);
	sms_approval_release(&trail->approval);
	free(trail->digests);
}
SMS_AUTO_STRUCT(trail, struct trail, trail_release);

static struct sms_error *read_trail(struct trail *out, struct context *context, const char *name)
{
	SMS_TRY(sms_store_record(context->store, name, NULL, &out->record));
	SMS_TRY(sms_versions_read(&out->versions, context->store, out->record));
	SMS_TRY(sms_approval_judge(&out->approval, context->store, out->record, context->now));
	out->digests = sms_alloc(out->versions.count, sizeof *out->digests);
	for (size_t i = 0; i < out->versions.count; i++) {
		sms_auto(record) struct sms_record *then = NULL;
		SMS_TRY(sms_version_record(&then, context->store, out->record, &out->versions.items[i]));
		sms_record_digest(then, out->digests[i]);
	}
	return NULL;
}

static const char *verdict_of(const struct sms_statement *statement)
{
	if (statement->reasons.count)
		return "does not count";
	return statement->current ? "counts" : "counts for earlier content";
}

/* Statements stand with the oldest version that has the content they name: that is where they were made or after. */
static bool belongs(const struct trail *trail, const struct sms_statement *statement, size_t version)
{
	if (strcmp(statement->digest, trail->digests[version]) != 0)
		return false;
	for (size_t older = version + 1; older < trail->versions.count; older++)
		if (!strcmp(statement->digest, trail->digests[older]))
			return false;
	return true;
}

static bool is_lost(const struct trail *trail, const struct sms_statement *statement)
{
	for (size_t i = 0; i < trail->versions.count; i++)
		if (!strcmp(statement->digest, trail->digests[i]))
			return false;
	return true;
}

/* --- Text. --- */

static void print_statement(struct context *context, const struct sms_statement *statement)
{
	char at[SMS_TIME_SIZE];
	sms_time_format(statement->at, at);
	output_format(context, TONE_PLAIN, "    %s  ", at);
	output_format(context,
		      statement->reasons.count ? TONE_BAD
		      : statement->current     ? TONE_GOOD
					       : TONE_DIM,
		      "%s", statement->decision);
	output_format(context, TONE_PLAIN, " by %s", statement->signer);
	if (statement->role)
		output_format(context, TONE_PLAIN, " as %s", statement->role);
	output_format(context, TONE_DIM, "  %s\n", verdict_of(statement));
	if (statement->key)
		output_format(context, TONE_DIM, "      signed by %s\n", statement->key);
	if (statement->comment)
		output_format(context, TONE_PLAIN, "      %s\n", statement->comment);
	for (size_t i = 0; i < statement->reasons.count; i++)
		output_format(context, TONE_BAD, "      %s\n", statement->reasons.items[i]);
}

static void print_version(struct context *context, const struct trail *trail, size_t index)
{
	const struct sms_version *version = &trail->versions.items[index];
	char hex[SMS_OID_SIZE], at[SMS_TIME_SIZE];
	bool same = index + 1 < trail->versions.count && !strcmp(trail->digests[index], trail->digests[index + 1]);
	sms_oid_format(&version->commit, hex);
	sms_time_format(version->time, at);
	output_format(context, TONE_WARN, "%.10s", hex);
	output_format(context, TONE_PLAIN, "  %s  %s\n", at, version->author_name);
	output_format(context, TONE_DIM, "    %s; %s %.12s\n", version->subject, same ? "same content" : "content",
		      trail->digests[index]);
	for (size_t i = 0; i < trail->approval.statement_count; i++)
		if (belongs(trail, &trail->approval.statements[i], index))
			print_statement(context, &trail->approval.statements[i]);
}

static void print_text(struct context *context, const struct trail *trail)
{
	sms_auto(buf) struct sms_buf status = SMS_BUF_INIT;
	bool heading = false;
	sms_approval_describe(&status, &trail->approval);
	output_format(context, TONE_STRONG, "%s  %s\n", trail->record->id, sms_record_title(trail->record));
	output_format(context, TONE_PLAIN, "%s\n\n", sms_buf_text(&status));
	for (size_t i = trail->versions.count; i-- > 0;)
		print_version(context, trail, i);
	for (size_t i = 0; i < trail->approval.statement_count; i++) {
		if (!is_lost(trail, &trail->approval.statements[i]))
			continue;
		if (!heading)
			output_heading(context, "Statements about content that is not in this history");
		heading = true;
		print_statement(context, &trail->approval.statements[i]);
	}
}

/* --- JSON: sms/trail/1. --- */

static sms_json *statement_json(const struct sms_statement *statement)
{
	char at[SMS_TIME_SIZE];
	sms_json *json = sms_json_new_object();
	sms_json *reasons = sms_json_new_array();
	sms_time_format(statement->at, at);
	sms_json_set_text(json, "file", statement->path);
	sms_json_set_text(json, "decision", statement->decision);
	if (statement->role)
		sms_json_set_text(json, "role", statement->role);
	sms_json_set_text(json, "signer", statement->signer);
	sms_json_set_text(json, "at", at);
	sms_json_set_text(json, "digest", statement->digest);
	sms_json_set_text(json, "verdict", verdict_of(statement));
	sms_json_set_text(json, "signature", statement->key ? "good" : statement->is_signed ? "bad" : "none");
	if (statement->key)
		sms_json_set_text(json, "key", statement->key);
	for (size_t i = 0; i < statement->reasons.count; i++)
		sms_json_append_text(reasons, statement->reasons.items[i]);
	sms_json_set(json, "reasons", reasons);
	return json;
}

static sms_json *version_json(const struct trail *trail, size_t index)
{
	const struct sms_version *version = &trail->versions.items[index];
	char hex[SMS_OID_SIZE], at[SMS_TIME_SIZE];
	sms_json *json = sms_json_new_object();
	sms_json *statements = sms_json_new_array();
	sms_auto(string) char *by = sms_format("%s <%s>", version->author_name, version->author_email);
	sms_oid_format(&version->commit, hex);
	sms_time_format(version->time, at);
	sms_json_set_text(json, "commit", hex);
	sms_json_set_text(json, "at", at);
	sms_json_set_text(json, "by", by);
	sms_json_set_text(json, "digest", trail->digests[index]);
	for (size_t i = 0; i < trail->approval.statement_count; i++)
		if (belongs(trail, &trail->approval.statements[i], index))
			sms_json_append(statements, statement_json(&trail->approval.statements[i]));
	sms_json_set(json, "statements", statements);
	return json;
}

static void print_json(struct context *context, const struct trail *trail)
{
	sms_auto(json) sms_json *document = output_document("trail");
	sms_json *versions = sms_json_new_array(), *lost = sms_json_new_array();
	sms_json_set_text(document, "id", trail->record->id);
	sms_json_set_text(document, "status", sms_approval_status_name(trail->approval.status));
	for (size_t i = trail->versions.count; i-- > 0;)
		sms_json_append(versions, version_json(trail, i));
	for (size_t i = 0; i < trail->approval.statement_count; i++)
		if (is_lost(trail, &trail->approval.statements[i]))
			sms_json_append(lost, statement_json(&trail->approval.statements[i]));
	sms_json_set(document, "versions", versions);
	sms_json_set(document, "unattached", lost);
	output_json(context, document);
}

static struct sms_error *run(struct context *context, const void *options, const struct sms_list *arguments)
{
	sms_auto(trail) struct trail trail = {0};
	SMS_TRY(read_trail(&trail, context, arguments->items[0]));
	if (context->format == FORMAT_JSON)
		print_json(context, &trail);
	else
		print_text(context, &trail);
	return NULL;
}

const struct command cmd_trail = {
	.name = "trail",
	.summary = "print a record's versions and the statements about them",
	.arguments = "ID",
	.group = GROUP_APPROVAL,
	.needs = NEEDS_COMMITTED | NEEDS_PAGER,
	.options = trail_options,
	.run = run,
	.description =
		"Prints, oldest first, every version of the record with who changed it and the digest of its content, "
		"and below it every statement about that content: who decided what in which role, whether it "
		"counts, and if not, why. Of a good signature the key is shown; a bad one never counts.",
	.examples = (const struct example[]){{"sms trail POL-CHANGE", "what an auditor asks for"}, {NULL, NULL}},
	.see_also = "approve, digest, log, diff",
};
