/* Which items a record counts for: those of which something could be said otherwise if it were not there. A record
 * counts when
 *
 *   - one of the item's tests picks it, in whatever role;
 *   - a record that is picked names it, and the test looks at links (a link to nothing is broken);
 *   - it is a person who approved or wrote what is picked, or gave that person the role, and the test looks at that;
 *   - it plans the interval that a test goes by;
 *   - it is a person's verdict on the item, that person or a role of theirs, what the verdict speaks of, or a process of
 *     the clause and who works in it: nobody judges their own work;
 *   - it is a waiver of the item.
 *
 * Only records that were asked for are looked out for. See private.h. */
#include "work/audit/count.h"
#include <string.h>

void audit_count(const struct audit_run *run, struct sms_list *counted, const char *id)
{
	if (run->watched && id && sms_list_contains(run->watched, id) && !sms_list_contains(counted, id))
		sms_list_add(counted, id);
}

/* --- While records pass by. --- */

void audit_count_id(void *context, const char *id)
{
	const struct audit_counting *counting = context;
	audit_count(counting->run, counting->counted, id);
}

static void count_named(void *context, const sms_json *value)
{
	audit_count_id(context, sms_json_text(value));
}

static bool mentions(const struct audit_part *part, const char *fact)
{
	const struct audit_test *test = part->test;
	bool found = part->role == AUDIT_OF && sms_list_contains(&test->must.facts, fact);
	found |= part->role == AUDIT_BY && sms_list_contains(&test->by.facts, fact);
	for (unsigned tier = 0; tier < AUDIT_TIERS; tier++)
		found |= sms_list_contains(&part->tiers[tier].facts, fact);
	return found;
}

/* Who approved it, and what gave them the role. */
static struct sms_error *count_approvers(struct audit_counting *counting, const sms_json *approval)
{
	const struct sms_people *people = NULL;
	SMS_TRY(sms_store_people(counting->run->store, &people));
	sms_json_each(person, sms_json_get(approval, "approvers")) {
		audit_count_id(counting, sms_json_text(person));
		sms_json_each(role, sms_json_get(approval, "roles"))
			sms_people_assignments(people, sms_json_text(person), sms_json_text(role), audit_count_id,
					       counting);
	}
	return NULL;
}

struct sms_error *audit_count_picked(const struct audit_run *run, const struct audit_part *part,
				     struct audit_tally *tally, uint32_t index, const sms_json *instance)
{
	struct audit_counting counting = {run, &tally->counted};
	if (!run->watched)
		return NULL;
	audit_count(run, &tally->counted, part->population->entries[index]->id);
	if (mentions(part, "links")) {
		sms_json_each(path, sms_json_get(part->population->type->about, "links"))
			sms_json_visit(instance, sms_json_key(path), count_named, &counting);
		sms_json_visit(instance, "links.to", count_named, &counting);
	}
	if (mentions(part, "authorship"))
		sms_json_visit(instance, "facts.authorship.authors", count_named, &counting);
	return mentions(part, "approval") ? count_approvers(&counting, sms_json_path(instance, "facts.approval"))
					  : NULL;
}

/* --- Afterwards. --- */

/* Plans that an expression goes by, wherever in it. */
static void count_plans(const struct audit_run *run, const sms_json *expression, struct sms_list *counted)
{
	sms_json_each(member, expression) {
		const char *key = sms_json_key(member);
		if (key && !strcmp(key, "planned"))
			audit_count(run, counted, audit_planner(run, sms_json_text(member)));
		else if (sms_json_is(member, SMS_JSON_OBJECT) || sms_json_is(member, SMS_JSON_ARRAY))
			count_plans(run, member, counted);
	}
}

static void count_facts(const struct audit_run *run, const struct audit_predicate *predicate, struct sms_list *counted)
{
	for (size_t i = 0; i < predicate->facts.count; i++) {
		const struct audit_fact *fact = sms_map_get(run->facts, predicate->facts.items[i]);
		if (fact && fact->expression)
			count_plans(run, fact->expression, counted);
	}
}

void audit_count_test(const struct audit_run *run, const struct audit_test *test, struct sms_list *counted)
{
	if (!run->watched)
		return;
	for (size_t i = 0; i < test->alternative_count; i++)
		audit_count_test(run, &test->alternatives[i], counted);
	for (size_t i = 0; i < test->part_count; i++) {
		for (unsigned thread = 0; thread < SMS_SCAN_THREADS; thread++) {
			const struct sms_list *seen = &test->parts[i]->tallies[thread].counted;
			for (size_t j = 0; j < seen->count; j++)
				audit_count(run, counted, seen->items[j]);
		}
		for (unsigned tier = 0; tier < AUDIT_TIERS; tier++)
			count_facts(run, &test->parts[i]->tiers[tier], counted);
	}
	count_facts(run, &test->must, counted);
	count_facts(run, &test->by, counted);
	audit_count(run, counted, audit_planner(run, sms_json_get_text(sms_json_get(test->body, "within"), "planned")));
}
