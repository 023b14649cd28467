/* Who has a part in what: see stakes.h. */
#include "work/audit/stakes.h"
#include <string.h>

struct process {
	char *id, *owner;
	struct sms_list clauses;
};

struct worker {
	char *id, *process;
	struct sms_list persons;
	sms_time from, to;
};

struct sms_stakes {
	struct sms_store *store;
	const struct sms_people *people;
	struct process *processes;
	size_t process_count, process_capacity;
	struct worker *workers;
	size_t worker_count, worker_capacity;
};

void sms_stakes_free(struct sms_stakes *stakes)
{
	if (!stakes)
		return;
	for (size_t i = 0; i < stakes->process_count; i++) {
		free(stakes->processes[i].id);
		free(stakes->processes[i].owner);
		sms_list_release(&stakes->processes[i].clauses);
	}
	for (size_t i = 0; i < stakes->worker_count; i++) {
		free(stakes->workers[i].id);
		free(stakes->workers[i].process);
		sms_list_release(&stakes->workers[i].persons);
	}
	free(stakes->processes);
	free(stakes->workers);
	free(stakes);
}

/* --- Reading. --- */

static void add_text(void *context, const sms_json *value)
{
	if (sms_json_text(value))
		sms_list_add(context, sms_json_text(value));
}

static const sms_json *member(const sms_json *json, const sms_json *about, const char *part)
{
	const char *path = sms_json_get_text(about, part);
	return path ? sms_json_path(json, path) : NULL;
}

static void add_process(struct sms_stakes *stakes, const sms_json *about, const struct sms_record *record)
{
	const char *owner = sms_json_text(member(record->json, about, "owner"));
	if (sms_type_is_final(record->type, sms_record_state(record)))
		return;
	sms_grow(stakes->processes, stakes->process_count, stakes->process_capacity);
	struct process *process = &stakes->processes[stakes->process_count++];
	*process = (struct process){.id = sms_strdup(record->id), .owner = sms_strdup(owner)};
	sms_json_each(path, sms_json_get(about, "clauses"))
		if (!process->clauses.count)
			sms_json_visit(record->json, sms_json_text(path), add_text, &process->clauses);
}

static sms_time time_or(const sms_json *value, sms_time otherwise)
{
	sms_time at = otherwise;
	return sms_json_text(value) && sms_time_parse_stored(sms_json_text(value), &at) ? at : otherwise;
}

static void add_worker(struct sms_stakes *stakes, const sms_json *about, const struct sms_record *record)
{
	const char *process = sms_json_text(member(record->json, about, "within"));
	if (!process || !sms_json_contains_text(sms_json_get(about, "states"), sms_record_state(record)))
		return;
	sms_grow(stakes->workers, stakes->worker_count, stakes->worker_capacity);
	struct worker *worker = &stakes->workers[stakes->worker_count++];
	*worker = (struct worker){.id = sms_strdup(record->id),
				  .process = sms_strdup(process),
				  .from = time_or(member(record->json, about, "from"), INT64_MIN),
				  .to = time_or(member(record->json, about, "to"), INT64_MAX - SMS_DAY) + SMS_DAY};
	sms_json_each(path, sms_json_get(about, "persons"))
		sms_json_visit(record->json, sms_json_text(path), add_text, &worker->persons);
}

typedef void take(struct sms_stakes *stakes, const sms_json *about, const struct sms_record *record);

/* Every record of the type that a part of the catalogue's `work` names. */
static struct sms_error *read_all(struct sms_stakes *stakes, const sms_json *about, take *add)
{
	const struct sms_type *type = NULL;
	const struct sms_entry *const *entries = NULL;
	size_t count = 0;
	if (!about)
		return NULL;
	SMS_TRY(sms_types_find(&type, stakes->store->types, sms_json_get_text(about, "type")));
	SMS_TRY(sms_snapshot_list(stakes->store->snapshot, type, &entries, &count));
	for (size_t i = 0; i < count; i++) {
		sms_auto(record) struct sms_record *record = NULL;
		/* What cannot be read says nothing; the audit counts it. */
		sms_auto(error) struct sms_error *error = sms_record_read(&record, stakes->store->snapshot, entries[i]);
		if (!error)
			add(stakes, about, record);
	}
	return NULL;
}

struct sms_error *sms_stakes_load(struct sms_stakes **out, struct sms_store *store,
				  const struct sms_catalogue *catalogue)
{
	sms_auto(stakes) struct sms_stakes *stakes = sms_alloc(1, sizeof *stakes);
	stakes->store = store;
	SMS_TRY(sms_store_people(store, &stakes->people));
	SMS_TRY(read_all(stakes, sms_json_get(catalogue->work, "processes"), add_process));
	SMS_TRY(read_all(stakes, sms_json_get(catalogue->work, "workers"), add_worker));
	*out = sms_move(&stakes);
	return NULL;
}

/* --- Asking. --- */

/* Is `who` (a person or a role) this person? */
static bool is_meant(const struct sms_stakes *stakes, const char *who, const char *person, sms_time at)
{
	return who && (!strcmp(who, person) || sms_people_holds(stakes->people, person, who, at));
}

static char *stake_in(const struct sms_stakes *stakes, const struct process *process, const char *person, sms_time at)
{
	if (is_meant(stakes, process->owner, person, at))
		return sms_format("owns %s", process->id);
	for (size_t i = 0; i < stakes->worker_count; i++) {
		const struct worker *worker = &stakes->workers[i];
		if (!strcmp(worker->process, process->id) && sms_list_contains(&worker->persons, person) &&
		    worker->from <= at && at < worker->to)
			return sms_format("works in %s (%s)", process->id, worker->id);
	}
	return NULL;
}

static bool is_of_clause(const struct process *process, const char *clause)
{
	for (size_t i = 0; i < process->clauses.count; i++)
		if (sms_clause_is_below(clause, process->clauses.items[i]))
			return true;
	return false;
}

char *sms_stakes_clause(const struct sms_stakes *stakes, const char *person, const char *clause, sms_time at)
{
	char *found = NULL;
	for (size_t i = 0; i < stakes->process_count && !found; i++)
		if (is_of_clause(&stakes->processes[i], clause))
			found = stake_in(stakes, &stakes->processes[i], person, at);
	return found;
}

static const struct process *find_process(const struct sms_stakes *stakes, const char *id)
{
	for (size_t i = 0; i < stakes->process_count; i++)
		if (!strcmp(stakes->processes[i].id, id))
			return &stakes->processes[i];
	return NULL;
}

char *sms_stakes_process(const struct sms_stakes *stakes, const char *person, const char *process, sms_time at)
{
	const struct process *found = find_process(stakes, process);
	return found ? stake_in(stakes, found, person, at) : NULL;
}

struct sms_error *sms_stakes_record(const struct sms_stakes *stakes, const char *person, const char *id, sms_time at,
				    char **out)
{
	const struct sms_entry *entry = NULL;
	sms_auto(record) struct sms_record *record = NULL;
	*out = NULL;
	SMS_TRY(sms_snapshot_find(stakes->store->snapshot, id, &entry));
	if (!entry)
		return NULL;
	SMS_TRY(sms_record_read(&record, stakes->store->snapshot, entry));
	const char *by = sms_json_text(sms_json_path(record->json, "created.by"));
	if (is_meant(stakes, sms_json_get_text(record->json, "owner"), person, at))
		*out = sms_format("owns %s", id);
	else if (by && !strcmp(by, person))
		*out = sms_format("wrote %s", id);
	return NULL;
}

void sms_stakes_processes(const struct sms_stakes *stakes, const char *clause,
			  void (*visit)(void *context, const char *process), void *context)
{
	for (size_t i = 0; i < stakes->process_count; i++)
		if (!clause || is_of_clause(&stakes->processes[i], clause))
			visit(context, stakes->processes[i].id);
}

void sms_stakes_records(const struct sms_stakes *stakes, const char *clause,
			void (*visit)(void *context, const char *id), void *context)
{
	sms_stakes_processes(stakes, clause, visit, context);
	for (size_t i = 0; i < stakes->worker_count; i++) {
		const struct process *process = find_process(stakes, stakes->workers[i].process);
		if (process && is_of_clause(process, clause))
			visit(context, stakes->workers[i].id);
	}
}

void sms_stakes_clauses(const struct sms_stakes *stakes, const char *process, struct sms_list *out)
{
	const struct process *found = find_process(stakes, process);
	for (size_t i = 0; found && i < found->clauses.count; i++)
		sms_list_add(out, found->clauses.items[i]);
}
