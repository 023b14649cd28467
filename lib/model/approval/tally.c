/* How statements add up: which approvals count for which rule, and whether that is enough. */
#include "model/approval/private.h"
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
	for (size_t i = index + 1; i < count && sms_statement_judges(statement); i++)
		if (all[i].heard && sms_statement_judges(&all[i]) && judging->withdrawn[i] == SMS_NO_STATEMENT &&
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
	const struct sms_rule *before = NULL;
	const struct sms_list *roles = NULL;
	bool wrote = false;
	*out = NULL;
	SMS_TRY(sms_judging_roles_then(judging, rule, statement, &roles));
	if (!statement->role || !sms_list_contains(roles, statement->role)) {
		*out = sms_format("rule: none asks for an approval by %s", statement->role ? statement->role : "it");
		return NULL;
	}
	if (rule->signature && !statement->key) {
		*out = sms_format("signature: rule '%s' asks for one", rule->name);
		return NULL;
	}
	if (rule->independent)
		SMS_TRY(sms_judging_wrote(judging, statement->digest, statement->signer, &wrote));
	if (wrote) {
		*out = sms_format("independence: %s changed the content", statement->signer);
		return NULL;
	}
	SMS_TRY(sms_judging_is_due(judging, rule, statement->digest, (size_t)(statement - judging->out->statements),
				   &before));
	if (before)
		*out = sms_format("order: '%s' comes first", before->name);
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

/* The votes for a rule among the statements before `count`, in the order they came; `votes` has room for all. What was
 * approved before a rejection has to be looked at again. */
static struct sms_error *collect(struct sms_judging *judging, const struct sms_rule *rule, const char *digest,
				 size_t count, struct vote *votes, size_t *vote_count)
{
	size_t rejection = last_rejection(judging, digest, count);
	*vote_count = 0;
	for (size_t i = rejection == SMS_NO_STATEMENT ? 0 : rejection + 1; i < count; i++) {
		const struct sms_statement *statement = &judging->out->statements[i];
		sms_auto(string) char *fault = NULL;
		if (!is_in_force(judging, i, "approve", digest, count))
			continue;
		SMS_TRY(sms_judging_fault(judging, statement, rule, &fault));
		if (!fault)
			add_vote(votes, vote_count, statement, sms_rule_end(rule, statement->at));
	}
	return NULL;
}

/* --- One rule after the other. --- */

/* The greatest order below that of a rule; 0 for none. */
static unsigned order_before(const struct sms_judging *judging, const struct sms_rule *rule)
{
	unsigned order = 0;
	for (size_t i = 0; i < judging->rule_count; i++)
		if (judging->rules[i]->order < rule->order && judging->rules[i]->order > order)
			order = judging->rules[i]->order;
	return order;
}

static struct sms_error *count_met(struct sms_judging *judging, const struct sms_rule *rule, const char *digest,
				   size_t index, sms_time at, bool *out)
{
	sms_auto(string) char *memory = sms_alloc(index, sizeof(struct vote));
	struct vote *votes = (struct vote *)(void *)memory;
	size_t vote_count = 0;
	unsigned have = 0;
	SMS_TRY(collect(judging, rule, digest, index, votes, &vote_count));
	for (size_t i = 0; i < vote_count; i++)
		have += votes[i].end > at;
	*out = have >= rule->count;
	return NULL;
}

/* Was the rule met by the statements before this one, when it was made? Kept: a long chain of rules would otherwise be
 * asked about each statement for each later one. What is still to be said is about no content yet. */
static struct sms_error *was_met(struct sms_judging *judging, size_t rule_index, const char *digest, size_t index,
				 bool *out)
{
	const struct sms_rule *rule = judging->rules[rule_index];
	const struct sms_approval *approval = judging->out;
	const struct sms_statement *statement = index < approval->statement_count ? &approval->statements[index] : NULL;
	if (!statement || strcmp(statement->digest, digest) != 0)
		return count_met(judging, rule, digest, index, statement ? statement->at : judging->now, out);
	if (!judging->met)
		judging->met = sms_alloc(judging->rule_count * approval->statement_count, sizeof *judging->met);
	enum sms_met *met = &judging->met[rule_index * approval->statement_count + index];
	if (*met == SMS_MET_UNKNOWN) {
		SMS_TRY(count_met(judging, rule, digest, index, statement->at, out));
		*met = *out ? SMS_MET_YES : SMS_MET_NO;
	}
	*out = *met == SMS_MET_YES;
	return NULL;
}

struct sms_error *sms_judging_is_due(struct sms_judging *judging, const struct sms_rule *rule, const char *digest,
				     size_t index, const struct sms_rule **before)
{
	unsigned order = order_before(judging, rule);
	bool met = true;
	*before = NULL;
	for (size_t i = 0; i < judging->rule_count && order; i++) {
		if (judging->rules[i]->order != order)
			continue;
		SMS_TRY(was_met(judging, i, digest, index, &met));
		if (met)
			continue;
		*before = judging->rules[i];
		return NULL;
	}
	return NULL;
}

/* --- All rules together. --- */

/* Adds the roles that are waited for: not those of a rule whose turn has not come. */
static struct sms_error *add_roles(struct sms_judging *judging, const struct sms_rule *rule, const char *digest,
				   size_t count, struct sms_tally *out)
{
	const struct sms_rule *before = NULL;
	SMS_TRY(sms_judging_is_due(judging, rule, digest, count, &before));
	const struct sms_list *roles = sms_judging_roles(judging, rule);
	for (size_t i = 0; i < roles->count && !before; i++)
		sms_list_add(&out->roles, roles->items[i]);
	return NULL;
}

/* Votes are in the order they came. Says whether they are enough. */
static bool sum_up(const struct sms_rule *rule, struct vote *votes, size_t count, sms_time at, struct sms_tally *out)
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
	if (count > 1)
		qsort(votes, count, sizeof *votes, longest_first);
	if (count >= rule->count && votes[rule->count - 1].end < out->until)
		out->until = votes[rule->count - 1].end;
	return have >= rule->count;
}

struct sms_error *sms_judging_tally(struct sms_judging *judging, const char *digest, size_t count, sms_time at,
				    struct sms_tally *out)
{
	sms_auto(string) char *memory = sms_alloc(count, sizeof(struct vote));
	struct vote *votes = (struct vote *)(void *)memory;
	*out = (struct sms_tally){.complete = true, .was_complete = true, .since = SMS_TIME_NONE, .until = INT64_MAX};
	out->rejection = last_rejection(judging, digest, count);
	for (size_t r = 0; r < judging->rule_count; r++) {
		size_t vote_count = 0;
		SMS_TRY(collect(judging, judging->rules[r], digest, count, votes, &vote_count));
		if (!sum_up(judging->rules[r], votes, vote_count, at, out))
			SMS_TRY(add_roles(judging, judging->rules[r], digest, count, out));
	}
	sms_list_sort(&out->roles);
	sms_list_unique(&out->roles);
	return NULL;
}
