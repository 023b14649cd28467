/* Levels of statements and the order of steps: see gap.h. */
#include "work/audit/gap.h"
#include "base/map.h"
#include <string.h>

const char *sms_level_name(enum sms_level level)
{
	static const char *const names[] = {"not addressed", "begun", "defined", "conforming", "open"};
	return names[level];
}

/* --- Steps. --- */

static size_t weight_of(enum sms_grade grade)
{
	static const size_t weights[] = {1, 3, 9};
	return weights[grade];
}

static size_t cost_of(const struct sms_fault *fault)
{
	return fault->failing.count ? fault->failing.count : 1;
}

struct building {
	struct sms_gap *gap;
	struct sms_map *places; /* command -> index of the step, and one */
};

static void building_release(struct building *building)
{
	sms_map_free(building->places);
}
SMS_AUTO_STRUCT(building, struct building, building_release);

/* To look is no step by itself: what is looked for is made by others. */
static bool only_reads(const char *command)
{
	static const char *const words[] = {"list", "show", "search", "trail", "log", "audit", "explain", "check"};
	for (size_t i = 0; i < SMS_COUNT(words); i++) {
		size_t length = strlen(words[i]);
		if (!strncmp(command, "sms ", 4) && !strncmp(command + 4, words[i], length) &&
		    (!command[4 + length] || command[4 + length] == ' '))
			return true;
	}
	return false;
}

static struct sms_step *step_named(struct building *building, const char *command, const struct sms_item *item)
{
	struct sms_gap *gap = building->gap;
	uintptr_t place = (uintptr_t)sms_map_get(building->places, command);
	if (place)
		return &gap->steps[place - 1];
	sms_grow(gap->steps, gap->step_count, gap->step_capacity);
	struct sms_step *step = &gap->steps[gap->step_count++];
	*step = (struct sms_step){.command = command, .item = item, .reads = only_reads(command)};
	sms_map_put(building->places, command, (void *)(uintptr_t)gap->step_count);
	return step;
}

static void add_fault(struct building *building, const struct sms_judgement *judgement, const struct sms_fault *fault)
{
	if (!fault->fix)
		return;
	struct sms_step *step = step_named(building, fault->fix, judgement->item);
	if (!step->message || fault->grade > step->grade) {
		step->item = judgement->item;
		step->message = fault->message;
		step->grade = fault->grade;
	}
	if (cost_of(fault) > step->cost)
		step->cost = cost_of(fault);
	step->gain += weight_of(fault->grade);
	if (!sms_list_contains(&step->items, judgement->item->id))
		sms_list_add(&step->items, judgement->item->id);
}

/* What a person has to judge. */
static void add_verdict(struct building *building, const struct sms_judgement *judgement)
{
	char *command = sms_format("sms assess %s --verdict VERDICT --evidence TEXT", judgement->item->key);
	struct sms_step *step = step_named(building, command, judgement->item);
	step->made = command;
	step->gain = step->cost = 1;
	sms_list_add(&step->items, judgement->item->id);
}

static size_t place_of(const struct sms_audit *audit, const struct sms_item *item)
{
	return (size_t)(item - audit->catalogue->items);
}

/* A stable sort by what a step brings for what it costs; few enough for a simple one. */
static bool is_before(const struct sms_audit *audit, const struct sms_step *a, const struct sms_step *b)
{
	size_t left = a->gain * b->cost, right = b->gain * a->cost;
	if (!a->message != !b->message)
		return a->message != NULL;
	if (a->reads != b->reads)
		return b->reads;
	return left != right ? left > right : place_of(audit, a->item) < place_of(audit, b->item);
}

static void sort_steps(struct sms_gap *gap, const struct sms_audit *audit)
{
	for (size_t i = 1; i < gap->step_count; i++) {
		struct sms_step step = gap->steps[i];
		size_t at = i;
		for (; at && is_before(audit, &step, &gap->steps[at - 1]); at--)
			gap->steps[at] = gap->steps[at - 1];
		gap->steps[at] = step;
	}
}

static void make_steps(struct sms_gap *gap, const struct sms_audit *audit)
{
	sms_auto(building) struct building building = {gap, sms_map_new(NULL)};
	for (size_t i = 0; i < audit->count; i++) {
		const struct sms_judgement *judgement = &audit->judgements[i];
		for (size_t j = 0; j < judgement->fault_count && !judgement->waiver; j++)
			add_fault(&building, judgement, &judgement->faults[j]);
		if (judgement->result == SMS_RESULT_NEEDS_HUMAN)
			add_verdict(&building, judgement);
	}
	sort_steps(gap, audit);
}

/* --- Statements. --- */

static struct sms_gap_statement *statement_of(struct sms_gap *gap, const struct sms_item *item)
{
	struct sms_gap_statement *last = gap->statement_count ? &gap->statements[gap->statement_count - 1] : NULL;
	if (last && !strcmp(last->statement, item->statement))
		return last;
	gap->statements = sms_realloc(gap->statements, gap->statement_count + 1, sizeof *gap->statements);
	last = &gap->statements[gap->statement_count++];
	*last = (struct sms_gap_statement){.statement = item->statement, .item = item};
	return last;
}

/* Is anything there that was meant to show it, though it may fail? Settings are what `init` wrote. */
static bool is_there(const struct sms_judgement *judgement)
{
	bool there = judgement->result == SMS_RESULT_CONFORM;
	for (size_t i = 0; i < judgement->evidence.count; i++)
		there = there || strcmp(judgement->evidence.items[i], SMS_SETTINGS_PATH) != 0;
	for (size_t i = 0; i < judgement->fault_count; i++)
		there = there || judgement->faults[i].are_records;
	return there;
}

static enum sms_level level_of(const struct sms_gap_statement *statement, bool there)
{
	const size_t *results = statement->results;
	if (results[SMS_RESULT_NONCONFORM])
		return there ? SMS_LEVEL_BEGUN : SMS_LEVEL_NOT_ADDRESSED;
	if (results[SMS_RESULT_PARTIAL] || results[SMS_RESULT_NEEDS_HUMAN])
		return SMS_LEVEL_DEFINED;
	if (results[SMS_RESULT_CONFORM] && !results[SMS_RESULT_NOT_COVERED])
		return SMS_LEVEL_CONFORMING;
	return results[SMS_RESULT_CONFORM] ? SMS_LEVEL_DEFINED : SMS_LEVEL_OPEN;
}

static size_t first_step(const struct sms_gap *gap, const char *item)
{
	for (size_t i = 0; i < gap->step_count; i++)
		if (sms_list_contains(&gap->steps[i].items, item))
			return i + 1;
	return 0;
}

static void add_judgement(struct sms_gap *gap, const struct sms_judgement *judgement, bool *there)
{
	size_t count = gap->statement_count;
	struct sms_gap_statement *statement = statement_of(gap, judgement->item);
	size_t step = first_step(gap, judgement->item->id);
	if (gap->statement_count != count)
		*there = false;
	*there = *there || is_there(judgement);
	statement->items++;
	statement->results[judgement->result]++;
	for (size_t i = 0; i < judgement->fault_count; i++)
		statement->effort += cost_of(&judgement->faults[i]);
	if (step && (!statement->step || step < statement->step))
		statement->step = step;
	statement->level = level_of(statement, *there);
}

/* --- Clauses. --- */

static struct sms_gap_clause *clause_of(struct sms_gap *gap, const struct sms_audit *audit, const char *number)
{
	for (size_t i = 0; i < gap->clause_count; i++)
		if (!strcmp(gap->clauses[i].clause->number, number))
			return &gap->clauses[i];
	for (size_t i = 0; i < audit->clause_count; i++)
		if (!strcmp(audit->clauses[i].clause->number, number)) {
			gap->clauses[gap->clause_count] = (struct sms_gap_clause){.clause = audit->clauses[i].clause};
			return &gap->clauses[gap->clause_count++];
		}
	return NULL;
}

void sms_gap_make(struct sms_gap *out, const struct sms_audit *audit)
{
	bool there = false;
	*out = (struct sms_gap){.clauses = sms_alloc(audit->clause_count, sizeof *out->clauses)};
	make_steps(out, audit);
	for (size_t i = 0; i < audit->count; i++)
		add_judgement(out, &audit->judgements[i], &there);
	for (size_t i = 0; i < out->statement_count; i++) {
		const struct sms_gap_statement *statement = &out->statements[i];
		struct sms_gap_clause *clause = clause_of(out, audit, statement->item->clause);
		out->levels[statement->level]++;
		if (!clause)
			continue;
		clause->statements++;
		clause->levels[statement->level]++;
	}
}

void sms_gap_release(struct sms_gap *gap)
{
	for (size_t i = 0; i < gap->step_count; i++) {
		sms_list_release(&gap->steps[i].items);
		free(gap->steps[i].made);
	}
	free(gap->steps);
	free(gap->statements);
	free(gap->clauses);
}
