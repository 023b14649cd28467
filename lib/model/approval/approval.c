/* The status of a record's approval, judged from statements, content, roles and history. See approval.h. */
#include "model/approval/private.h"
#include <string.h>

const char *sms_approval_status_name(enum sms_approval_status status)
{
	static const char *const names[] = {
		[SMS_APPROVAL_NONE] = "none",       [SMS_APPROVAL_UNAPPROVED] = "unapproved",
		[SMS_APPROVAL_PENDING] = "pending", [SMS_APPROVAL_APPROVED] = "approved",
		[SMS_APPROVAL_STALE] = "stale",     [SMS_APPROVAL_REJECTED] = "rejected",
		[SMS_APPROVAL_EXPIRED] = "expired", [SMS_APPROVAL_UNPROVEN] = "unproven",
	};
	return names[status];
}

void sms_approval_describe(struct sms_buf *out, const struct sms_approval *approval)
{
	sms_buf_add_text(out, sms_approval_status_name(approval->status));
	if (approval->status == SMS_APPROVAL_PENDING)
		sms_buf_add_format(out, " %u of %u", approval->have, approval->need);
}

void sms_approval_release(struct sms_approval *approval)
{
	if (!approval)
		return;
	for (size_t i = 0; i < approval->statement_count; i++) {
		free(approval->statements[i].path);
		free(approval->statements[i].key);
		sms_json_free(approval->statements[i].json);
		sms_list_release(&approval->statements[i].reasons);
	}
	free(approval->statements);
	sms_list_release(&approval->roles);
	sms_list_release(&approval->authors);
	sms_list_release(&approval->approvers);
	sms_list_release(&approval->gaps);
	*approval = (struct sms_approval){0};
}

void sms_judging_release(struct sms_judging *judging)
{
	for (size_t i = 0; i < judging->content_count; i++) {
		sms_list_release(&judging->contents[i]->authors);
		free(judging->contents[i]);
	}
	free(judging->contents);
	free(judging->rules);
	free(judging->roles);
	free(judging->sound);
	free(judging->withdrawn);
	free(judging->met);
	sms_versions_release(&judging->own_versions);
	*judging = (struct sms_judging){0};
}

/* --- What each statement is worth by itself. --- */

/* Whether the signer held the role when the statement was made: by the assignments as they are, and by those of the
 * commit that brought the statement in, which nobody can date back afterwards. */
static struct sms_error *was_role_held(const struct sms_judging *judging, const struct sms_statement *statement,
				       bool *out)
{
	const struct sms_past *past = NULL;
	*out = sms_people_holds(judging->people, statement->signer, statement->role, statement->at);
	if (!*out || !statement->origin)
		return NULL;
	SMS_TRY(sms_approval_past(&past, judging->store, statement->origin));
	*out = sms_people_holds(past->people, statement->signer, statement->role, statement->at);
	return NULL;
}

/* Did any rule ask for an approval in the statement's role when it came in? */
static struct sms_error *was_role_asked(struct sms_judging *judging, const struct sms_statement *statement, bool *out)
{
	const struct sms_list *roles = NULL;
	*out = false;
	for (size_t i = 0; i < judging->rule_count && !*out; i++) {
		SMS_TRY(sms_judging_roles_then(judging, judging->rules[i], statement, &roles));
		*out = sms_list_contains(roles, statement->role);
	}
	return NULL;
}

static bool all_rules_want_signatures(const struct sms_judging *judging)
{
	for (size_t i = 0; i < judging->rule_count; i++)
		if (!judging->rules[i]->signature)
			return false;
	return judging->rule_count > 0;
}

static void day_of(sms_time at, char out[SMS_TIME_SIZE])
{
	sms_time_format(at, out);
	out[strlen("2026-11-22")] = '\0';
}

static struct sms_error *weigh(struct sms_judging *judging, struct sms_statement *statement)
{
	bool held = false, asked = false;
	bool judges = sms_statement_is(statement, "approve") || sms_statement_is(statement, "reject");
	char day[SMS_TIME_SIZE];
	if (!statement->heard || sms_statement_is(statement, "submit"))
		return NULL;
	/* Where rules ask for signatures, an unsigned one does not even take the place of an earlier one: anybody could
	 * have written it. */
	if (!statement->key && all_rules_want_signatures(judging)) {
		sms_list_add(&statement->reasons, "signature: the rules ask for one");
		statement->heard = false;
	}
	if (!judges)
		return NULL;
	day_of(statement->at, day);
	if (statement->role)
		SMS_TRY(was_role_held(judging, statement, &held));
	if (!statement->role)
		sms_list_add(&statement->reasons, "role: it names none");
	else if (!held)
		sms_list_add_format(&statement->reasons, "role: %s did not hold %s on %s", statement->signer,
				    statement->role, day);
	if (statement->role)
		SMS_TRY(was_role_asked(judging, statement, &asked));
	if (statement->role && !asked)
		sms_list_add_format(&statement->reasons, "rule: none asks for an approval by %s", statement->role);
	return NULL;
}

/* A withdrawal takes back what its signer said last, in every role, and not what was said of earlier contents. */
static void mark_withdrawn(struct sms_judging *judging, size_t withdrawal)
{
	const struct sms_statement *all = judging->out->statements;
	const char *digest = NULL;
	for (size_t i = withdrawal; i-- > 0;) {
		if (!all[i].heard || judging->withdrawn[i] != SMS_NO_STATEMENT ||
		    sms_statement_is(&all[i], "withdraw") || strcmp(all[i].signer, all[withdrawal].signer) != 0)
			continue;
		if (!digest)
			digest = all[i].digest;
		if (strcmp(all[i].digest, digest) == 0)
			judging->withdrawn[i] = withdrawal;
	}
}

static struct sms_error *prepare(struct sms_judging *judging)
{
	struct sms_approval *out = judging->out;
	SMS_TRY(sms_approval_cache(&judging->cache, judging->store));
	judging->rules = sms_alloc(judging->cache->rules.count, sizeof(const struct sms_rule *));
	SMS_TRY(sms_rules_match(&judging->cache->rules, judging->record, judging->rules, &judging->rule_count));
	SMS_TRY(sms_statements_read(out, judging->store, judging->record, judging->now));
	judging->cache->asked++;
	/* Who is who, and what exactly the content is, matters only where somebody may or did say something. */
	if (judging->rule_count || out->statement_count) {
		SMS_TRY(sms_store_people(judging->store, &judging->people));
		sms_record_digest(judging->record, out->digest);
	}
	judging->roles = sms_alloc(judging->rule_count, sizeof(const struct sms_list *));
	for (size_t i = 0; i < judging->rule_count; i++)
		SMS_TRY(sms_judging_roles_now(judging, judging->rules[i], &judging->roles[i]));
	for (size_t i = 0; i < judging->cache->gaps.count; i++)
		sms_list_add(&out->gaps, judging->cache->gaps.items[i]);
	judging->sound = sms_alloc(out->statement_count, sizeof *judging->sound);
	judging->withdrawn = sms_alloc(out->statement_count, sizeof *judging->withdrawn);
	for (size_t i = 0; i < out->statement_count; i++) {
		out->statements[i].current = strcmp(out->statements[i].digest, out->digest) == 0;
		judging->withdrawn[i] = SMS_NO_STATEMENT;
		SMS_TRY(weigh(judging, &out->statements[i]));
		judging->sound[i] = !out->statements[i].reasons.count;
		if (out->statements[i].heard && sms_statement_is(&out->statements[i], "withdraw"))
			mark_withdrawn(judging, i);
	}
	return NULL;
}

/* --- The status. --- */

/* A submission of the content as it is that came after the last rejection. */
static bool is_submitted(const struct sms_judging *judging, const struct sms_tally *tally)
{
	size_t first = tally->rejection == SMS_NO_STATEMENT ? 0 : tally->rejection + 1;
	for (size_t i = first; i < judging->out->statement_count; i++) {
		const struct sms_statement *statement = &judging->out->statements[i];
		if (statement->current && sms_statement_is(statement, "submit") && judging->sound[i] &&
		    judging->withdrawn[i] == SMS_NO_STATEMENT)
			return true;
	}
	return false;
}

static bool counted_for_earlier_content(const struct sms_approval *approval)
{
	for (size_t i = 0; i < approval->statement_count; i++)
		if (approval->statements[i].counts && !approval->statements[i].current &&
		    sms_statement_is(&approval->statements[i], "approve"))
			return true;
	return false;
}

static enum sms_approval_status status_of(const struct sms_judging *judging, const struct sms_tally *tally)
{
	const struct sms_approval *out = judging->out;
	bool submitted = is_submitted(judging, tally);
	if (!judging->rule_count)
		return SMS_APPROVAL_NONE;
	if (tally->rejection != SMS_NO_STATEMENT && !submitted)
		return SMS_APPROVAL_REJECTED;
	if (tally->complete)
		return out->gaps.count ? SMS_APPROVAL_UNPROVEN : SMS_APPROVAL_APPROVED;
	if (tally->was_complete)
		return SMS_APPROVAL_EXPIRED;
	if (submitted || tally->have)
		return SMS_APPROVAL_PENDING;
	return counted_for_earlier_content(out) ? SMS_APPROVAL_STALE : SMS_APPROVAL_UNAPPROVED;
}

/* --- What is said of each statement. --- */

/* Adds why an approval counts for no rule, and sets whether it does for one, and how long. */
static struct sms_error *settle_approval(struct sms_judging *judging, struct sms_statement *statement, sms_time *end)
{
	sms_auto(string) char *kept = NULL;
	*end = INT64_MIN;
	statement->counts = false;
	for (size_t i = 0; i < judging->rule_count; i++) {
		char *fault = NULL;
		SMS_TRY(sms_judging_fault(judging, statement, judging->rules[i], &fault));
		sms_time until = sms_rule_end(judging->rules[i], statement->at);
		statement->counts |= !fault;
		if (!fault && until > *end)
			*end = until;
		/* That another rule asks for another role is no fault of the statement. */
		if (fault && (!kept || strncmp(kept, "rule:", 5) == 0)) {
			free(kept);
			kept = sms_move(&fault);
		}
		free(fault);
	}
	if (!statement->counts)
		sms_list_add(&statement->reasons, kept ? kept : "rule: none asks for an approval");
	return NULL;
}

static void say_undone(struct sms_judging *judging, size_t index, const char *word, size_t by, const char *how)
{
	char day[SMS_TIME_SIZE];
	struct sms_approval *out = judging->out;
	day_of(out->statements[by].at, day);
	sms_list_add_format(&out->statements[index].reasons, "%s: %s %s on %s", word, out->statements[by].signer, how,
			    day);
}

/* Reasons that come from what happened afterwards; they follow those that a statement has by itself. */
static struct sms_error *settle(struct sms_judging *judging, size_t index, const struct sms_tally *tally)
{
	struct sms_approval *out = judging->out;
	struct sms_statement *statement = &out->statements[index];
	bool approves = sms_statement_is(statement, "approve");
	sms_time end = INT64_MAX;
	statement->counts = judging->sound[index];
	if (!statement->heard)
		return NULL;
	if (statement->counts && approves)
		SMS_TRY(settle_approval(judging, statement, &end));
	size_t withdrawn = judging->withdrawn[index];
	size_t replaced = sms_judging_replaced_by(judging, index, out->statement_count);
	if (withdrawn != SMS_NO_STATEMENT) {
		statement->counts = false;
		say_undone(judging, index, "withdrawn", withdrawn, "withdrew it");
	} else if (replaced != SMS_NO_STATEMENT) {
		say_undone(judging, index, "replaced", replaced, "decided anew");
	} else if (approves && statement->current && tally->rejection != SMS_NO_STATEMENT && index < tally->rejection) {
		say_undone(judging, index, "rejected", tally->rejection, "rejected the content");
	}
	if (statement->counts && end <= judging->now) {
		char text[SMS_TIME_SIZE];
		sms_time_format(end, text);
		sms_list_add_format(&statement->reasons, "expired: it held until %s", text);
	}
	if (!statement->current && !sms_statement_is(statement, "withdraw"))
		sms_list_add(&statement->reasons, "digest: the content has changed since");
	return NULL;
}

static struct sms_error *conclude(struct sms_judging *judging, struct sms_tally *tally)
{
	struct sms_approval *out = judging->out;
	const struct sms_list *authors = NULL;
	SMS_TRY(sms_judging_tally(judging, out->digest, out->statement_count, judging->now, tally));
	for (size_t i = 0; i < out->statement_count; i++)
		SMS_TRY(settle(judging, i, tally));
	out->have = tally->have;
	out->need = tally->need;
	out->status = status_of(judging, tally);
	out->approved_at = tally->complete && judging->rule_count ? tally->since : SMS_TIME_NONE;
	out->expires_at = tally->was_complete && tally->until != INT64_MAX ? tally->until : SMS_TIME_NONE;
	out->roles = tally->roles;
	out->approvers = tally->persons;
	tally->roles = tally->persons = (struct sms_list)SMS_LIST_INIT;
	if (!judging->rule_count || out->status == SMS_APPROVAL_APPROVED)
		return NULL;
	SMS_TRY(sms_judging_authors(judging, out->digest, &authors));
	for (size_t i = 0; i < authors->count; i++)
		sms_list_add(&out->authors, authors->items[i]);
	return NULL;
}

struct sms_error *sms_judging_run(struct sms_judging *judging, struct sms_approval *out, struct sms_store *store,
				  const struct sms_record *record, sms_time now)
{
	sms_auto(tally) struct sms_tally tally = {0};
	*out = (struct sms_approval){.approved_at = SMS_TIME_NONE, .expires_at = SMS_TIME_NONE};
	*judging = (struct sms_judging){.store = store, .record = record, .out = out, .now = now};
	struct sms_error *error = prepare(judging);
	if (!error)
		error = conclude(judging, &tally);
	if (error)
		sms_approval_release(out);
	return error;
}

struct sms_error *sms_approval_judge(struct sms_approval *out, struct sms_store *store, const struct sms_record *record,
				     sms_time now)
{
	sms_auto(judging) struct sms_judging judging = {0};
	return sms_judging_run(&judging, out, store, record, now);
}

struct sms_error *sms_approval_last(struct sms_store *store, const struct sms_record *record, sms_time now,
				    char digest[65], sms_time *at)
{
	sms_auto(judging) struct sms_judging judging = {0};
	sms_auto(approval) struct sms_approval approval = {0};
	bool was_approved = false;
	*digest = '\0';
	*at = SMS_TIME_NONE;
	SMS_TRY(sms_judging_run(&judging, &approval, store, record, now));
	for (size_t i = approval.statement_count; i-- > 0 && judging.rule_count;) {
		const struct sms_statement *statement = &approval.statements[i];
		if (!statement->counts || !sms_statement_is(statement, "approve"))
			continue;
		SMS_TRY(sms_judging_was_approved(&judging, statement->digest, &was_approved));
		if (!was_approved)
			continue;
		memcpy(digest, statement->digest, SMS_DIGEST_SIZE);
		*at = statement->at;
		return NULL;
	}
	return NULL;
}
