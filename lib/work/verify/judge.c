/* What statements are worth: judged by the approval code, with the rules that were in force where each came in. */
#include "work/verify/private.h"
#include <string.h>

/* A record that somebody said something about. */
struct subject {
	char *id;
	struct sms_record *record; /* NULL: there is none, or it cannot be read */
};

struct judging {
	struct sms_verify *run;
	struct subject *subjects;
	size_t count, capacity;
};

static void release_judging(struct judging *judging)
{
	for (size_t i = 0; i < judging->count; i++) {
		free(judging->subjects[i].id);
		sms_record_free(judging->subjects[i].record);
	}
	free(judging->subjects);
}
SMS_AUTO_STRUCT(judging, struct judging, release_judging);

/* --- What is judged. --- */

static struct sms_error *add_subject(struct judging *judging, const char *path)
{
	const char *begin = path + strlen("approvals/"), *end = strchr(begin, '/');
	const struct sms_entry *entry = NULL;
	struct sms_error *error = NULL;
	if (!end)
		return NULL;
	sms_auto(string) char *id = sms_copy(begin, (size_t)(end - begin));
	if (judging->count && strcmp(judging->subjects[judging->count - 1].id, id) == 0)
		return NULL;
	sms_grow(judging->subjects, judging->count, judging->capacity);
	struct subject *subject = &judging->subjects[judging->count++];
	*subject = (struct subject){.id = sms_move(&id)};
	SMS_TRY(sms_snapshot_find(judging->run->store->snapshot, subject->id, &entry));
	if (entry)
		error = sms_record_read(&subject->record, judging->run->store->snapshot, entry);
	if (sms_error_status(error) != SMS_INPUT)
		return error;
	sms_error_free(error); /* said where that version came in */
	return NULL;
}

static struct sms_error *find_subjects(struct judging *judging)
{
	sms_auto(list) struct sms_list files = SMS_LIST_INIT, types = SMS_LIST_INIT;
	SMS_TRY(sms_snapshot_files(judging->run->store->snapshot, "approvals", &files));
	for (size_t i = 0; i < files.count; i++)
		SMS_TRY(add_subject(judging, files.items[i]));
	for (size_t i = 0; i < judging->count; i++)
		if (judging->subjects[i].record)
			sms_list_add(&types, judging->subjects[i].record->type->name);
	sms_list_sort(&types);
	sms_list_unique(&types);
	return sms_evidence_begin(judging->run->store, &types);
}

/* --- Findings. --- */

static const struct reason {
	const char *word, *rule;
} reasons[] = {
	{"format", "statement-format"},
	{"record", "statement-record"},
	{"future", "time-future"},
	{"chain", "statement-missing"},
	{"signature", "statement-signature"},
	{"role", "statement-role"},
	{"independence", "statement-independence"},
	{"repository", "statement-repository"},
	{"rule", "statement-unneeded"},
	{"order", "statement-early"},
};

static void take_reason(struct sms_verify *run, struct sms_verify_file *file, const char *id, const char *text)
{
	size_t length = strcspn(text, ":");
	for (size_t i = 0; i < SMS_COUNT(reasons); i++) {
		if (strlen(reasons[i].word) != length || strncmp(reasons[i].word, text, length) != 0 ||
		    (file->said & 1u << i))
			continue;
		size_t place =
			sms_verify_add_at(run, file->origin, reasons[i].rule, id, file->path, "%s", text + length + 2);
		file->said |= 1u << i;
		file->invalid |= run->out->findings.items[place].grade != SMS_GRADE_OBSERVATION;
	}
}

/* Whether role and key were there before the statement that uses them: in the first commit of a history nothing was. */
static struct sms_error *check_before(struct sms_verify *run, struct sms_verify_file *file,
				      const struct sms_statement *statement)
{
	const struct sms_walk_node *node = sms_walk_node(run->walk, file->origin);
	const char *fingerprint = statement->key ? strchr(statement->key, ' ') : NULL;
	bool held = !node->parent_count || !statement->role, knew = !node->parent_count || !fingerprint;
	for (size_t i = 0; i < node->parent_count && (!held || !knew); i++) {
		const struct sms_oid *parent = &sms_walk_node(run->walk, node->parents[i])->oid;
		if (!held)
			SMS_TRY(sms_evidence_holds(&held, run->store, parent, statement->signer, statement->role,
						   statement->at));
		if (!knew)
			SMS_TRY(sms_evidence_knows(&knew, run->store, parent, fingerprint + 1));
	}
	if (!held)
		sms_verify_add_at(run, file->origin, "role-granted-with", file->id, file->path,
				  "%s got %s in the same commit", statement->signer, statement->role);
	if (!knew)
		sms_verify_add_at(run, file->origin, "key-added-with", file->id, file->path,
				  "the key of %s came in the same commit", statement->signer);
	file->invalid |= !held || !knew;
	return NULL;
}

static bool has_epoch(const struct sms_verify_file *file, size_t epoch)
{
	for (size_t i = 0; i < file->epoch_count; i++)
		if (file->epochs[i] == epoch)
			return true;
	return false;
}

static bool begins(const char *text, const char *word)
{
	return strncmp(text, word, strlen(word)) == 0;
}

static enum sms_verdict verdict_of(const struct sms_verify_file *file, const struct sms_statement *statement)
{
	static const struct {
		const char *word;
		enum sms_verdict verdict;
	} undone[] = {{"withdrawn:", SMS_VERDICT_WITHDRAWN},
		      {"replaced:", SMS_VERDICT_REPLACED},
		      {"rejected:", SMS_VERDICT_REJECTED},
		      {"expired:", SMS_VERDICT_EXPIRED}};
	if (file->invalid)
		return SMS_VERDICT_INVALID;
	for (size_t i = 0; i < SMS_COUNT(undone); i++)
		for (size_t k = 0; k < statement->reasons.count; k++)
			if (begins(statement->reasons.items[k], undone[i].word))
				return undone[i].verdict;
	return statement->current || sms_statement_is_withdrawal(statement) ? SMS_VERDICT_VALID : SMS_VERDICT_EARLIER;
}

/* --- One record. --- */

/* With the rules of one time: what they say of the statements that came in then. */
static struct sms_error *judge_then(struct sms_verify *run, const struct subject *subject, size_t epoch)
{
	sms_auto(approval) struct sms_approval approval = {0};
	SMS_TRY(sms_approval_judge(&approval, run->store, subject->record, run->options->now));
	for (size_t i = 0; i < approval.statement_count; i++) {
		const struct sms_statement *statement = &approval.statements[i];
		struct sms_verify_file *file = sms_map_get(run->files, statement->path);
		if (!file || file->judged || !has_epoch(file, epoch))
			continue;
		for (size_t k = 0; k < statement->reasons.count; k++)
			take_reason(run, file, subject->id, statement->reasons.items[k]);
	}
	return NULL;
}

/* A state in which approval is waited for: those that it leads out of, or the first. */
static bool is_open(const struct sms_record *record)
{
	const char *state = sms_record_state(record), *initial = sms_type_initial(record->type);
	const sms_json *from = sms_json_path(record->type->about, "lifecycle.approved.from");
	return (initial && strcmp(state, initial) == 0) || sms_json_contains_text(from, state) ||
	       (sms_json_text(from) && strcmp(sms_json_text(from), state) == 0);
}

static void say_changed(struct sms_verify *run, const struct sms_record *record)
{
	if (strcmp(sms_record_state(record), "void") != 0)
		sms_verify_add(run, is_open(record) ? "revision-open" : "content-changed", record->id, record->path,
			       "it was approved, and its content is another now");
}

/* With the rules as they are: what becomes of each statement, and whether what was approved is what is there. */
static struct sms_error *judge_now(struct sms_verify *run, const struct subject *subject)
{
	sms_auto(approval) struct sms_approval approval = {0};
	SMS_TRY(sms_approval_judge(&approval, run->store, subject->record, run->options->now));
	for (size_t i = 0; i < approval.statement_count; i++) {
		const struct sms_statement *statement = &approval.statements[i];
		struct sms_verify_file *file = sms_map_get(run->files, statement->path);
		if (!file || file->judged)
			continue;
		file->judged = true;
		if (statement->heard && sms_statement_judges(statement))
			SMS_TRY(check_before(run, file, statement));
		run->out->statements[verdict_of(file, statement)]++;
		run->out->good_signatures += statement->key != NULL;
		run->out->bad_signatures += statement->is_signed && !statement->key;
		run->out->unsigned_statements += !statement->is_signed;
	}
	if (approval.status == SMS_APPROVAL_STALE)
		say_changed(run, subject->record);
	return NULL;
}

static void say_orphans(struct sms_verify *run, const struct subject *subject)
{
	sms_auto(string) char *folder = sms_format("approvals/%s/", subject->id);
	for (size_t i = 0; i < sms_map_count(run->files); i++) {
		struct sms_verify_file *file = sms_map_at(run->files, i, NULL);
		if (file->removed || file->judged || !file->epoch_count || !begins(file->path, folder))
			continue;
		file->judged = true;
		run->out->statements[SMS_VERDICT_INVALID]++;
		sms_verify_add_at(run, file->origin, "statement-record", subject->id, file->path,
				  "there is no record '%s'", subject->id);
	}
}

/* --- All of them. --- */

/* From now on judges by the settings of an epoch; false where they are no good. */
static struct sms_error *use_epoch(struct sms_verify *run, size_t index, bool *out)
{
	const struct sms_verify_epoch *epoch = &run->epochs[index];
	sms_auto(buf) struct sms_buf text = SMS_BUF_INIT;
	struct sms_settings *settings = NULL;
	*out = false;
	if (!epoch->json)
		return NULL;
	SMS_TRY(sms_repo_blob(run->store->repo, &epoch->blob, &text));
	struct sms_error *error = sms_settings_parse(&settings, sms_buf_text(&text), text.length);
	if (!error)
		error = sms_evidence_use(run->store, settings);
	*out = !error;
	if (sms_error_status(error) != SMS_INPUT)
		return error;
	sms_verify_add(run, "settings-unreadable", NULL, SMS_SETTINGS_PATH, "%s", sms_error_message(error));
	sms_error_free(error);
	return NULL;
}

/* Has the record statements that this epoch has to accept? */
static bool concerns(const struct sms_map *concerned, const struct subject *subject, size_t epoch)
{
	sms_auto(string) char *key = sms_format("%zu %s", epoch, subject->id);
	return subject->record && sms_map_has(concerned, key);
}

static struct sms_error *judge_epochs(struct judging *judging)
{
	struct sms_verify *run = judging->run;
	sms_auto(map) struct sms_map *concerned = sms_map_new(NULL), *epochs = sms_map_new(NULL);
	for (size_t i = 0; i < sms_map_count(run->files); i++) {
		const struct sms_verify_file *file = sms_map_at(run->files, i, NULL);
		const char *begin = file->path + strlen("approvals/"), *end = strchr(begin, '/');
		for (size_t k = 0; k < file->epoch_count && end && !file->judged && !file->removed; k++) {
			sms_auto(string) char *key = sms_format("%zu %.*s", file->epochs[k], (int)(end - begin), begin);
			sms_auto(string) char *number = sms_format("%zu", file->epochs[k]);
			sms_map_put(concerned, key, run);
			sms_map_put(epochs, number, (void *)(uintptr_t)(file->epochs[k] + 1));
		}
	}
	for (size_t i = 0; i < sms_map_count(epochs); i++) {
		size_t epoch = (size_t)(uintptr_t)sms_map_at(epochs, i, NULL) - 1;
		bool good = false;
		SMS_TRY(use_epoch(run, epoch, &good));
		for (size_t k = 0; k < judging->count && good; k++) {
			if (concerns(concerned, &judging->subjects[k], epoch))
				SMS_TRY(judge_then(run, &judging->subjects[k], epoch));
			if (k % 64 == 0)
				sms_progress(run->options->progress, "judging statements", k, judging->count);
		}
	}
	return NULL;
}

static bool names(const struct sms_record *record, const char *digest)
{
	sms_auto(buf) struct sms_buf content = SMS_BUF_INIT;
	sms_record_content(&content, record->type, record->json, record->body, record->body_length);
	return memmem(sms_buf_text(&content), content.length, digest, strlen(digest)) != NULL;
}

/* Weaker rules are approved by a record that names their digest, and that the rules before approve. */
static struct sms_error *approve_rules(struct judging *judging)
{
	struct sms_verify *run = judging->run;
	for (size_t i = 0; i < run->weakening_count; i++) {
		const struct sms_weakening *weakening = &run->weakenings[i];
		const char *digest = weakening->digest;
		bool good = false;
		SMS_TRY(use_epoch(run, weakening->before, &good));
		for (size_t k = 0; k < judging->count && good; k++) {
			sms_auto(approval) struct sms_approval approval = {0};
			const struct sms_record *record = judging->subjects[k].record;
			if (!record || !names(record, digest))
				continue;
			SMS_TRY(sms_approval_judge(&approval, run->store, record, run->options->now));
			if (approval.status == SMS_APPROVAL_APPROVED)
				sms_verify_accept(run, weakening, record->id);
		}
	}
	return NULL;
}

struct sms_error *sms_verify_judge(struct sms_verify *run)
{
	sms_auto(judging) struct judging judging = {.run = run};
	size_t tip = sms_walk_find(run->walk, &run->store->head);
	bool good = false;
	SMS_TRY(find_subjects(&judging));
	SMS_TRY(judge_epochs(&judging));
	SMS_TRY(approve_rules(&judging));
	SMS_TRY(use_epoch(run, run->epoch_of[tip], &good));
	for (size_t i = 0; i < judging.count; i++) {
		if (judging.subjects[i].record && good)
			SMS_TRY(judge_now(run, &judging.subjects[i]));
		else
			say_orphans(run, &judging.subjects[i]);
	}
	return NULL;
}
