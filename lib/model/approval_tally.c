/* How statements add up: which approvals count for which rule, and whether that is enough. */
#include "model/approval_private.h"
#include <string.h>

/* Somebody whose approval counts for a rule: since when, and how long. */
struct vote {
	const char *signer;
	sms_time at, end;
};

void sms_tally_release(struct sms_tally *tally)
{
	sms_list_release(&tally->persons);
	sms_list_release(&tally->roles);
}

static bool is_judgement(const struct sms_statement *statement)
{
	return sms_statement_is(statement, "approve") || sms_statement_is(statement, "reject");
}

/* Who holds two roles may approve the same content in each. */
static bool stand_together(const struct sms_statement *one, const struct sms_statement *other)
{
	return sms_statement_is(one, "approve") && sms_statement_is(other, "approve") &&
	       strcmp(one->digest, other->digest) == 0 && one->role && other->role &&
	       strcmp(one->role, other->role) != 0;
}

size_t sms_judging_replaced_by(const struct sms_judging *judging, size_t index, size_t count)
{
	const struct sms_statement *all = judging->out->statements, *statement = &all[index];
	for (size_t i = index + 1; i < count && is_judgement(statement); i++)
		if (all[i].heard && is_judgement(&all[i]) && judging->withdrawn[i] == SMS_NO_STATEMENT &&
		    strcmp(all[i].signer, statement->signer) == 0 && !stand_together(statement, &all[i]))
			return i;
	return SMS_NO_STATEMENT;
}

/* The statement is one of these about this content, nothing is wrong with it, and its signer has not thought better
 * of it. */
static bool is_in_force(const struct sms_judging *judging, size_t index, const char *decision, const char *digest,
			size_t count)
{
	const struct sms_statement *statement = &judging->out->statements[index];
	return sms_statement_is(statement, decision) && strcmp(statement->digest, digest) == 0 &&
	       judging->sound[index] && judging->withdrawn[index] == SMS_NO_STATEMENT &&
	       sms_judging_replaced_by(judging, index, count) == SMS_NO_STATEMENT;
}

struct sms_error *sms_judging_fault(struct sms_judging *judging, const struct sms_statement *statement,
				    const struct sms_rule *rule, char **out)
{
	bool wrote = false;
	*out = NULL;
	if (!sms_rule_has_role(rule, statement->role)) {
		*out = sms_format("rule: none asks for an approval by %s", statement->role ? statement->role : "it");
		return NULL;
	}
	if (rule->signature && !statement->key) {
		*out = sms_format("signature: rule '%s' asks for one", rule->name);
		return NULL;
	}
	if (rule->independent)
		SMS_TRY(sms_judging_wrote(judging, statement->digest, statement->signer, &wrote));
	if (wrote)
		*out = sms_format("independence: %s changed the content", statement->signer);
	return NULL;
}

static size_t last_rejection(const struct sms_judging *judging, const char *digest, size_t count)
{
	for (size_t i = count; i-- > 0;)
		if (is_in_force(judging, i, "reject", digest, count))
			return i;
	return SMS_NO_STATEMENT;
}

/* One vote a person; who approved again holds on longer. */
static void add_vote(struct vote *votes, size_t *count, const struct sms_statement *statement, sms_time end)
{
	for (size_t i = 0; i < *count; i++)
		if (strcmp(votes[i].signer, statement->signer) == 0) {
			if (end > votes[i].end)
				votes[i].end = end;
			return;
		}
	votes[(*count)++] = (struct vote){statement->signer, statement->at, end};
}

static int longest_first(const void *a, const void *b)
{
	const struct vote *one = a, *other = b;
	return one->end == other->end ? 0 : one->end > other->end ? -1 : 1;
}

/* Votes are in the order they came. */
static void sum_up(const struct sms_rule *rule, struct vote *votes, size_t count, sms_time at, struct sms_tally *out)
{
	unsigned have = 0;
	for (size_t i = 0; i < count; i++) {
		if (votes[i].end <= at)
			continue;
		if (!sms_list_contains(&out->persons, votes[i].signer))
			sms_list_add(&out->persons, votes[i].signer);
		if (++have == rule->count && votes[i].at > out->since)
			out->since = votes[i].at;
	}
	out->need += rule->count;
	out->have += have < rule->count ? have : rule->count;
	out->complete = out->complete && have >= rule->count;
	out->was_complete = out->was_complete && count >= rule->count;
	if (have < rule->count)
		sms_json_each(role, rule->roles)
			if (sms_json_text(role))
				sms_list_add(&out->roles, sms_json_text(role));
	if (count > 1)
		qsort(votes, count, sizeof *votes, longest_first);
	if (count >= rule->count && votes[rule->count - 1].end < out->until)
		out->until = votes[rule->count - 1].end;
}

struct sms_error *sms_judging_tally(struct sms_judging *judging, const char *digest, size_t count, sms_time at,
				    struct sms_tally *out)
{
	sms_auto(string) char *memory = sms_alloc(count, sizeof(struct vote));
	struct vote *votes = (struct vote *)(void *)memory;
	*out = (struct sms_tally){.complete = true, .was_complete = true, .since = SMS_TIME_NONE, .until = INT64_MAX};
	out->rejection = last_rejection(judging, digest, count);
	/* What was approved before a rejection has to be looked at again. */
	size_t first = out->rejection == SMS_NO_STATEMENT ? 0 : out->rejection + 1;
	for (size_t r = 0; r < judging->rule_count; r++) {
		size_t vote_count = 0;
		for (size_t i = first; i < count; i++) {
			const struct sms_statement *statement = &judging->out->statements[i];
			sms_auto(string) char *fault = NULL;
			if (!is_in_force(judging, i, "approve", digest, count))
				continue;
			SMS_TRY(sms_judging_fault(judging, statement, judging->rules[r], &fault));
			if (!fault)
				add_vote(votes, &vote_count, statement, sms_rule_end(judging->rules[r], statement->at));
		}
		sum_up(judging->rules[r], votes, vote_count, at, out);
	}
	sms_list_sort(&out->roles);
	sms_list_unique(&out->roles);
	return NULL;
}
