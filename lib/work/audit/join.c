/* What the parts of a test found together: its outcome. See private.h. */
#include "work/audit/private.h"
#include <string.h>

void audit_outcome_release(struct audit_outcome *outcome)
{
	free(outcome->failed);
	sms_list_release(&outcome->missing);
	sms_list_release(&outcome->evidence);
}

void audit_outcome_fail(struct audit_outcome *out, const struct audit_part *part, uint32_t index)
{
	sms_grow(out->failed, out->failed_count, out->failed_capacity);
	out->failed[out->failed_count++] = part->population->entries[index];
}

static int by_number(const void *a, const void *b)
{
	const uint32_t *x = a, *y = b;
	return *x < *y ? -1 : *x > *y;
}

void audit_outcome_keep_ids(struct audit_outcome *out, const struct audit_part *part, uint32_t *indexes, size_t count)
{
	if (count)
		qsort(indexes, count, sizeof *indexes, by_number);
	for (size_t i = 0; i < count && out->evidence.count < SMS_AUDIT_SHOWN; i++)
		sms_list_add(&out->evidence, part->population->entries[indexes[i]]->id);
}

void audit_outcome_keep(struct audit_outcome *out, const struct audit_part *part)
{
	uint32_t all[SMS_SCAN_THREADS * SMS_AUDIT_SHOWN];
	size_t count = 0;
	for (unsigned thread = 0; thread < SMS_SCAN_THREADS; thread++)
		for (size_t i = 0; i < part->tallies[thread].kept_count; i++)
			all[count++] = part->tallies[thread].kept[i];
	audit_outcome_keep_ids(out, part, all, count);
}

static size_t population_of(const struct audit_part *part)
{
	size_t count = 0;
	for (unsigned thread = 0; thread < SMS_SCAN_THREADS; thread++)
		count += part->tallies[thread].population;
	return count;
}

/* --- Tests that each record passes or fails by itself. --- */

static void count_each(struct audit_test *test, struct audit_outcome *out)
{
	for (size_t i = 0; i < test->part_count; i++) {
		const struct audit_part *part = test->parts[i];
		if (part->role != AUDIT_OF)
			continue;
		out->population += population_of(part);
		audit_outcome_keep(out, part);
		for (unsigned thread = 0; thread < SMS_SCAN_THREADS; thread++)
			for (size_t j = 0; j < part->tallies[thread].failed_count; j++)
				audit_outcome_fail(out, part, part->tallies[thread].failed[j]);
	}
	out->failing = out->failed_count;
}

static void join_exists(struct audit_test *test, struct audit_outcome *out)
{
	double least = sms_json_number(sms_json_get(test->body, "min"));
	count_each(test, out);
	bool enough = (double)out->population >= (least > 0 ? least : 1);
	out->state = enough ? AUDIT_HOLDS : AUDIT_ABSENT;
}

/* --- each, all_of, settings --- */

static const sms_json *values_of(const struct audit_test *test, const struct sms_item *item)
{
	const sms_json *values = sms_json_get(test->body, "values");
	if (sms_json_text(values))
		values = sms_json_get(sms_json_get(item->file, "lists"), sms_json_text(values));
	return values;
}

static void join_each(struct audit_test *test, const struct sms_item *item, struct audit_outcome *out)
{
	sms_auto(map) struct sms_map *found = sms_map_new(NULL);
	AUDIT_EACH_MENTION(test, AUDIT_BY, part, tally, mention)
	{
		if (!sms_map_has(found, mention->value) && out->evidence.count < SMS_AUDIT_SHOWN)
			sms_list_add(&out->evidence, part->population->entries[mention->index]->id);
		sms_map_put(found, mention->value, found);
	}
	sms_json_each(value, values_of(test, item)) {
		out->population++;
		if (!sms_map_has(found, sms_json_get_text(value, "value")))
			sms_list_add(&out->missing, sms_json_get_text(value, "title"));
	}
	sms_list_sort(&out->evidence);
	out->failing = out->missing.count;
}

static void join_all_of(struct audit_test *test, struct audit_outcome *out)
{
	unsigned slot = 0;
	sms_json_each(one, test->body) {
		size_t count = 0;
		for (size_t i = 0; i < test->part_count; i++) {
			if (test->parts[i]->role != AUDIT_OF || test->parts[i]->slot != slot)
				continue;
			count += population_of(test->parts[i]);
			audit_outcome_keep(out, test->parts[i]);
		}
		out->population++;
		if (!count)
			sms_list_add(&out->missing, sms_json_get_text(one, "what"));
		slot++;
	}
	out->failing = out->missing.count;
}

static struct sms_error *join_settings(struct audit_run *run, struct audit_test *test, struct audit_outcome *out)
{
	const sms_json *value = sms_json_path(run->store->settings->json, sms_json_get_text(test->body, "at"));
	bool holds = false;
	out->population = 1;
	if (value)
		SMS_TRY(audit_holds(&test->must, value, &holds));
	out->failing = !holds;
	out->state = holds ? AUDIT_HOLDS : value ? AUDIT_FAILS : AUDIT_ABSENT;
	if (holds)
		sms_list_add(&out->evidence, SMS_SETTINGS_PATH);
	return NULL;
}

/* --- distinct, disjoint, unbroken: every mention beside the others. --- */

struct gathered {
	const struct audit_part *part;
	const struct audit_mention *mention;
};

static int by_value(const void *a, const void *b)
{
	const struct gathered *x = a, *y = b;
	int result = strcmp(x->mention->value, y->mention->value);
	if (!result && x->mention->from != y->mention->from)
		result = x->mention->from < y->mention->from ? -1 : 1;
	return result ? result
		      : strcmp(x->part->population->entries[x->mention->index]->path,
			       y->part->population->entries[y->mention->index]->path);
}

static struct gathered *gather(struct audit_test *test, size_t *count)
{
	struct gathered *all = NULL;
	size_t capacity = 0;
	*count = 0;
	AUDIT_EACH_MENTION(test, AUDIT_OF, part, tally, mention)
	{
		sms_grow(all, *count, capacity);
		all[(*count)++] = (struct gathered){part, mention};
	}
	if (*count)
		qsort(all, *count, sizeof *all, by_value);
	return all;
}

static void fail_group(struct audit_outcome *out, const struct gathered *group, size_t count)
{
	for (size_t i = 0; i < count; i++)
		audit_outcome_fail(out, group[i].part, group[i].mention->index);
}

/* Within a group that shares a value, ordered by beginning: those that begin before an earlier one ends. */
static void fail_overlaps(struct audit_outcome *out, const struct gathered *group, size_t count)
{
	size_t longest = 0;
	for (size_t i = 1; i < count; i++) {
		if (group[i].mention->from < group[longest].mention->to) {
			audit_outcome_fail(out, group[longest].part, group[longest].mention->index);
			audit_outcome_fail(out, group[i].part, group[i].mention->index);
		}
		if (group[i].mention->to > group[longest].mention->to)
			longest = i;
	}
}

/* Within a group, ordered by beginning: those before which time is left out. */
static void fail_gaps(struct audit_outcome *out, const struct gathered *group, size_t count, const char *gap)
{
	sms_time to = count ? group[0].mention->to : 0, due = 0;
	for (size_t i = 1; i < count; i++) {
		if (!sms_time_add_duration(gap, to, &due))
			due = to;
		if (group[i].mention->from > due)
			audit_outcome_fail(out, group[i].part, group[i].mention->index);
		to = group[i].mention->to > to ? group[i].mention->to : to;
	}
}

static int by_path(const void *a, const void *b)
{
	const struct sms_entry *const *x = a, *const *y = b;
	return strcmp((*x)->path, (*y)->path);
}

/* In the order of paths, each record once. */
static void arrange(struct audit_outcome *out)
{
	size_t kept = 0;
	if (out->failed_count)
		qsort(out->failed, out->failed_count, sizeof *out->failed, by_path);
	for (size_t i = 0; i < out->failed_count; i++)
		if (!i || out->failed[i] != out->failed[i - 1])
			out->failed[kept++] = out->failed[i];
	out->failed_count = kept;
}

static void join_beside(struct audit_test *test, struct audit_outcome *out)
{
	size_t count = 0;
	struct gathered *all = gather(test, &count);
	double allow = sms_json_number(sms_json_get(test->body, "allow"));
	for (size_t i = 0, end; i < count; i = end) {
		for (end = i + 1; end < count && !strcmp(all[end].mention->value, all[i].mention->value);)
			end++;
		if (test->kind == AUDIT_DISJOINT)
			fail_overlaps(out, all + i, end - i);
		else if (test->kind == AUDIT_UNBROKEN)
			fail_gaps(out, all + i, end - i, sms_json_get_text(test->body, "gap"));
		else if ((double)(end - i) > (allow > 0 ? allow : 1))
			fail_group(out, all + i, end - i);
	}
	free(all);
	for (size_t i = 0; i < test->part_count; i++)
		out->population += test->parts[i]->role == AUDIT_OF ? population_of(test->parts[i]) : 0;
	arrange(out);
	out->failing = out->failed_count;
}

/* --- Any of them. --- */

static bool is_triggered(const struct audit_test *test)
{
	bool asked = false;
	for (size_t i = 0; i < test->part_count; i++) {
		if (test->parts[i]->role != AUDIT_WHEN)
			continue;
		asked = true;
		if (population_of(test->parts[i]))
			return true;
	}
	return !asked;
}

static struct sms_error *join_any(struct audit_run *run, const struct sms_item *item, struct audit_test *test,
				  struct audit_outcome *out)
{
	bool found = false;
	out->state = AUDIT_VACUOUS;
	for (size_t i = 0; i < test->alternative_count; i++) {
		struct audit_outcome one = {0};
		SMS_TRY(audit_outcome(run, item, &test->alternatives[i], &one));
		bool better = one.state == AUDIT_HOLDS || (one.state != AUDIT_VACUOUS && !found);
		found |= one.state != AUDIT_VACUOUS;
		if (better) {
			audit_outcome_release(out);
			*out = one;
		} else {
			audit_outcome_release(&one);
		}
		if (out->state == AUDIT_HOLDS)
			break;
	}
	return NULL;
}

/* Do so many hold as the test's floor asks for? */
static bool is_enough(struct audit_run *run, const struct audit_test *test, const struct audit_outcome *outcome)
{
	const sms_json *floor = sms_json_get(test->json, "floor");
	return floor && outcome->share >= audit_limit(run, floor);
}

struct sms_error *audit_outcome(struct audit_run *run, const struct sms_item *item, struct audit_test *test,
				struct audit_outcome *out)
{
	out->test = test;
	out->overdue = -1;
	out->state = AUDIT_VACUOUS;
	if (!is_triggered(test))
		return NULL;
	switch (test->kind) {
	case AUDIT_EXISTS:
		join_exists(test, out);
		return NULL;
	case AUDIT_FRESH:
		return audit_outcome_fresh(run, test, out);
	case AUDIT_SETTINGS:
		return join_settings(run, test, out);
	case AUDIT_ANY:
		return join_any(run, item, test, out);
	case AUDIT_COVERS:
		audit_covers_join(test, run->now, out);
		break;
	case AUDIT_EACH:
		join_each(test, item, out);
		break;
	case AUDIT_ALL_OF:
		join_all_of(test, out);
		break;
	case AUDIT_DISTINCT:
	case AUDIT_DISJOINT:
	case AUDIT_UNBROKEN:
		join_beside(test, out);
		break;
	default:
		count_each(test, out);
	}
	arrange(out);
	out->share = out->population ? 100.0 * (double)(out->population - out->failing) / (double)out->population : 0;
	if (out->population)
		out->state = out->failing && !is_enough(run, test, out) ? AUDIT_FAILS : AUDIT_HOLDS;
	return NULL;
}
