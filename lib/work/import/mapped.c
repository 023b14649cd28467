/* Import by a map: rows are gathered by key, records made on two threads, and staged in the order of the file. */
#include "work/import/private.h"
#include <pthread.h>
#include <stdatomic.h>
#include <string.h>

#define FEW 400 /* records below which a second thread costs more than it brings */
#define REPORT_EVERY 512
#define ATTEMPTS 1000 /* at an id that is not taken */

struct outcome {
	struct import_made made;
	const struct import_existing *existing;
	bool ready; /* a new record that needs no more looking at */
};

struct mapped {
	struct import_run *run;
	struct import_plan plan;
	struct import_table *table;
	struct sms_map *existing;
	uint32_t *rows; /* of all groups, one group behind the other */
	size_t *starts; /* of each group in `rows`, and the end */
	size_t group_count, longest;
	struct outcome *outcomes;
	struct sms_list paths; /* that the map fills */
	atomic_size_t done;
};

static void mapped_release(struct mapped *mapped)
{
	for (size_t i = 0; mapped->outcomes && i < mapped->group_count; i++) {
		import_made_release(&mapped->outcomes[i].made);
	}
	free(mapped->outcomes);
	free(mapped->rows);
	free(mapped->starts);
	sms_map_free(mapped->existing);
	sms_list_release(&mapped->paths);
	import_plan_release(&mapped->plan);
}
SMS_AUTO_STRUCT(mapped, struct mapped, mapped_release);

/* --- Rows of one record together. --- */

static struct sms_error *check_keys(const struct mapped *mapped)
{
	const struct import_table *table = mapped->table;
	size_t key = mapped->plan.key;
	uint32_t *first = sms_alloc(sms_map_count(table->columns[key].texts) + 1, sizeof *first);
	struct sms_error *error = NULL;
	for (size_t row = 0; row < table->row_count && !error; row++) {
		uint32_t cell = import_cell(table, row, key);
		if (!cell)
			error = sms_error(SMS_INPUT, "column '%s', the key, is empty", table->columns[key].name);
		else if (first[cell] && !mapped->plan.group)
			error = sms_error(SMS_INPUT, "'%s' was in line %u already", import_text(table, row, key),
					  table->lines[first[cell] - 1]);
		else if (!first[cell])
			first[cell] = (uint32_t)row + 1;
		if (error)
			error = import_at(error, table, row, key);
	}
	free(first);
	return error;
}

/* Counting sort by the key's number, which counts texts in the order of the file. */
static void gather(struct mapped *mapped)
{
	const struct import_table *table = mapped->table;
	size_t key = mapped->plan.key, keys = sms_map_count(table->columns[key].texts), next = 0;
	size_t *places = sms_alloc(keys + 2, sizeof *places);
	mapped->rows = sms_alloc(table->row_count, sizeof *mapped->rows);
	mapped->starts = sms_alloc(keys + 1, sizeof *mapped->starts);
	for (size_t row = 0; row < table->row_count; row++)
		places[import_cell(table, row, key)]++;
	for (size_t cell = 1; cell <= keys; cell++) {
		size_t count = places[cell];
		places[cell] = next;
		if (count)
			mapped->starts[mapped->group_count++] = next;
		if (count > mapped->longest)
			mapped->longest = count;
		next += count;
	}
	mapped->starts[mapped->group_count] = next;
	for (size_t row = 0; row < table->row_count; row++)
		mapped->rows[places[import_cell(table, row, key)]++] = (uint32_t)row;
	free(places);
}

static void init_group(const struct mapped *mapped, struct import_group *group)
{
	*group = (struct import_group){.plan = &mapped->plan, .table = mapped->table, .actor = &mapped->run->actor};
	group->rows = sms_alloc(mapped->longest, sizeof *group->rows);
	group->at = sms_alloc(mapped->longest, sizeof *group->at);
}

static struct sms_error *read_group(const struct mapped *mapped, struct import_group *group, size_t index)
{
	size_t start = mapped->starts[index];
	group->count = mapped->starts[index + 1] - start;
	memcpy(group->rows, mapped->rows + start, group->count * sizeof *group->rows);
	return import_group_read(group);
}

/* --- Making, on any thread. --- */

static struct sms_error *check_new(const struct mapped *mapped, struct outcome *outcome,
				   const struct import_group *group)
{
	if (group->plan->has_links || group->plan->has_derived || mapped->run->is_compared)
		return NULL;
	SMS_TRY(import_check(group, outcome->made.json));
	sms_json_free(sms_move(&outcome->made.json));
	outcome->ready = true;
	return NULL;
}

static struct sms_error *make_one(struct mapped *mapped, struct import_group *group, size_t index)
{
	struct outcome *outcome = &mapped->outcomes[index];
	const struct import_plan *plan = &mapped->plan;
	SMS_TRY(read_group(mapped, group, index));
	const struct import_existing *existing =
		sms_map_get(mapped->existing, import_text(mapped->table, group->rows[0], plan->key));
	outcome->existing = existing;
	if (existing && existing->is_void)
		return NULL;
	SMS_TRY(import_make(&outcome->made, group, existing ? existing->entry->id : NULL, 1));
	if (existing && !strcmp(existing->digest, outcome->made.digest)) {
		import_made_release(&outcome->made);
		return NULL;
	}
	return existing ? NULL : check_new(mapped, outcome, group);
}

struct worker {
	struct mapped *mapped;
	size_t from, to;
	bool reports;
	struct sms_error *error;
};

static void *work(void *context)
{
	struct worker *worker = context;
	struct mapped *mapped = worker->mapped;
	sms_auto(import_group) struct import_group group;
	init_group(mapped, &group);
	for (size_t i = worker->from; i < worker->to && !worker->error; i++) {
		worker->error = make_one(mapped, &group, i);
		size_t done = atomic_fetch_add(&mapped->done, 1);
		if (worker->reports && done % REPORT_EVERY == 0)
			sms_progress(mapped->run->progress, "making records", done, mapped->group_count);
	}
	return NULL;
}

/* The error is that of the first bad row, whichever thread found one first. */
static struct sms_error *make_all(struct mapped *mapped)
{
	pthread_t thread;
	size_t count = mapped->group_count, middle = count > FEW ? count / 2 : count;
	struct worker first = {.mapped = mapped, .to = middle, .reports = true};
	struct worker second = {.mapped = mapped, .from = middle, .to = count};
	mapped->outcomes = sms_alloc(count, sizeof *mapped->outcomes);
	bool two = middle < count && pthread_create(&thread, NULL, work, &second) == 0;
	work(&first);
	if (two)
		pthread_join(thread, NULL);
	else if (!first.error)
		work(&second);
	if (!first.error)
		return second.error;
	sms_error_free(second.error);
	return first.error;
}

/* --- Staging, in the order of the file. --- */

/* Another record has the id already: the next one that the same seed makes. */
static struct sms_error *make_again(struct mapped *mapped, struct import_group *group, size_t index)
{
	struct outcome *outcome = &mapped->outcomes[index];
	SMS_TRY(read_group(mapped, group, index));
	for (unsigned attempt = 2; attempt < ATTEMPTS; attempt++) {
		import_made_release(&outcome->made);
		SMS_TRY(import_make(&outcome->made, group, NULL, attempt));
		if (sms_map_has(mapped->run->ids, outcome->made.id))
			continue;
		return check_new(mapped, outcome, group);
	}
	return import_at(sms_error(SMS_INPUT, "the id '%s' is taken", outcome->made.id), mapped->table, group->rows[0],
			 IMPORT_NO_COLUMN);
}

static struct sms_error *claim_ids(struct mapped *mapped)
{
	sms_auto(import_group) struct import_group group;
	init_group(mapped, &group);
	for (size_t i = 0; i < mapped->group_count; i++) {
		struct outcome *outcome = &mapped->outcomes[i];
		if (outcome->existing)
			continue;
		if (sms_map_has(mapped->run->ids, outcome->made.id))
			SMS_TRY(make_again(mapped, &group, i));
		sms_map_put(mapped->run->ids, outcome->made.id, mapped);
	}
	return NULL;
}

static struct sms_error *stage_new(struct mapped *mapped, struct outcome *outcome)
{
	if (outcome->ready) {
		import_stage(mapped->run, outcome->made.id, outcome->made.text, outcome->made.length);
		return NULL;
	}
	sms_auto(record) struct sms_record *record = sms_alloc(1, sizeof *record);
	record->type = mapped->run->type;
	record->id = sms_strdup(outcome->made.id);
	record->path = sms_id_path(record->type, record->id);
	record->json = sms_move(&outcome->made.json);
	return import_finish(mapped->run, record, NULL);
}

static struct sms_error *stage_changed(struct mapped *mapped, struct outcome *outcome, bool *changed)
{
	struct import_run *run = mapped->run;
	sms_auto(record) struct sms_record *record = NULL;
	SMS_TRY(sms_record_read(&record, run->store->snapshot, outcome->existing->entry));
	sms_auto(json) sms_json *before = sms_json_copy(record->json);
	if (mapped->plan.state_column == IMPORT_NO_COLUMN)
		(void)sms_json_remove(outcome->made.json, "state");
	if (mapped->plan.has_links)
		SMS_TRY(import_resolve(run, outcome->made.json));
	*changed = import_merge(record, outcome->made.json, &mapped->paths, &run->actor, outcome->made.digest);
	return *changed ? import_finish(run, record, before) : NULL;
}

static struct sms_error *stage_all(struct mapped *mapped)
{
	struct sms_import_result *result = mapped->run->result;
	for (size_t i = 0; i < mapped->group_count; i++) {
		struct outcome *outcome = &mapped->outcomes[i];
		bool changed = false;
		struct sms_error *error = NULL;
		if (!outcome->existing)
			error = stage_new(mapped, outcome);
		else if (outcome->made.json)
			error = stage_changed(mapped, outcome, &changed);
		if (error)
			return import_at(error, mapped->table, mapped->rows[mapped->starts[i]], IMPORT_NO_COLUMN);
		result->made += !outcome->existing;
		result->changed += changed;
		result->unchanged += outcome->existing && !changed;
	}
	return NULL;
}

struct sms_error *import_mapped(struct import_run *run, const char *map, struct import_table *table)
{
	sms_auto(mapped) struct mapped mapped = {.run = run, .table = table};
	struct import_plan *plan = &mapped.plan;
	SMS_TRY(import_plan_load(plan, map, run->type, table));
	SMS_TRY(import_format_of(&table->format, sms_json_get_text(plan->document, "format"), run->type->name,
				 table->name, table->text, table->length));
	SMS_TRY(import_table_read(table));
	run->result->rows = table->row_count;
	import_plan_read_states(plan, table);
	SMS_TRY(check_keys(&mapped));
	gather(&mapped);
	SMS_TRY(import_find_existing(&mapped.existing, run->store->snapshot, run->type, plan->system, run->progress));
	for (size_t i = 0; i < plan->field_count; i++)
		if (!plan->fields[i].only_new && i != plan->id_field)
			sms_list_add(&mapped.paths, plan->fields[i].path);
	for (size_t i = 0; i < plan->list_count; i++)
		sms_list_add(&mapped.paths, plan->lists[i].path);
	SMS_TRY(make_all(&mapped));
	SMS_TRY(claim_ids(&mapped));
	return stage_all(&mapped);
}
