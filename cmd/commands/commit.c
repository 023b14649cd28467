/* sms commit: check and commit what was edited by hand. */
#include "base/file.h"
#include "model/builtin_schema.h"
#include "model/link/links.h"
#include "output.h"
#include <string.h>

struct commit_options {
	bool all;
	struct write_options write;
};

static const struct option commit_options[] = {
	OPTION_FLAG(struct commit_options, all, 'a', "all", "everything that was edited"),
	OPTIONS_WRITE(struct commit_options, write),
	OPTION_END,
};

/* What of the repository is the SMS's: only that is committed here. */
static const char *const folders[] = {"documents", "records",   "types",       "rules",           "templates",
				      "sms.json",  "approvals", "attachments", "allowed_signers", ".gitattributes"};

struct committing {
	struct context *context;
	struct sms_change *change;
	struct sms_snapshot *worktree;
	struct sms_list subjects; /* what the message names */
};

static bool is_below(const char *path, const char *folder)
{
	size_t length = strlen(folder);
	return !strncmp(path, folder, length) && (!path[length] || path[length] == '/');
}

static bool is_prefix_of(const sms_json *before, const sms_json *after)
{
	size_t count = sms_json_count(before);
	if (count > sms_json_count(after))
		return false;
	for (size_t i = 0; i < count; i++)
		if (!sms_json_equal(sms_json_at(before, i), sms_json_at(after, i)))
			return false;
	return true;
}

/* What no edit by hand may do: lose log entries, jump in the lifecycle, become another record. */
static struct sms_error *compare_with_tip(const struct sms_record *before, const struct sms_record *after)
{
	const char *from = sms_record_state(before), *to = sms_record_state(after);
	if (!is_prefix_of(sms_json_get(before->json, "log"), sms_json_get(after->json, "log")))
		return sms_error_hint(sms_error(SMS_INPUT, "'%s': its log may only be added to", after->id),
				      "sms diff %s", after->id);
	if (!sms_json_equal(sms_json_get(before->json, "created"), sms_json_get(after->json, "created")))
		return sms_error_hint(sms_error(SMS_INPUT, "'%s': created is not changed by hand", after->id),
				      "sms diff %s", after->id);
	if (strcmp(from, to) != 0)
		return sms_error_hint(
			sms_error(SMS_INPUT, "'%s': its state was changed by hand from %s to %s", after->id, from, to),
			"set it back in the file, sms commit %s, then sms move %s %s", after->id, after->id, to);
	return NULL;
}

static struct sms_error *check_identity(const struct sms_record *record)
{
	const char *id = sms_json_get_text(record->json, "id"), *type = sms_json_get_text(record->json, "type");
	if (id && strcmp(id, record->id) != 0)
		return sms_error(SMS_INPUT, "%s: id is '%s'; by its path it must be '%s'", record->path, id,
				 record->id);
	if (type && strcmp(type, record->type->name) != 0)
		return sms_error(SMS_INPUT, "%s: type is '%s'; by its path it must be '%s'", record->path, type,
				 record->type->name);
	return NULL;
}

/* Stages a record in canonical form, and brings its file in the work tree into it. */
static struct sms_error *stage_record(struct committing *committing, const char *id)
{
	const struct sms_entry *edited = NULL, *tip = NULL;
	sms_auto(record) struct sms_record *record = NULL;
	sms_auto(record) struct sms_record *before = NULL;
	struct context *context = committing->context;
	SMS_TRY(sms_snapshot_find(committing->worktree, id, &edited));
	SMS_TRY(sms_snapshot_find(context->store->snapshot, id, &tip));
	if (!edited)
		return sms_error_hint(sms_error(SMS_INPUT, "'%s' was removed, and records are never deleted", id),
				      "git checkout -- . && sms move %s void --note REASON", id);
	SMS_TRY(sms_record_read(&record, committing->worktree, edited));
	SMS_TRY(check_identity(record));
	if (tip) {
		SMS_TRY(sms_record_read(&before, context->store->snapshot, tip));
		SMS_TRY(compare_with_tip(before, record));
	}
	SMS_TRY(sms_change_put(committing->change, record, !tip));
	if (!sms_list_contains(&committing->subjects, id))
		sms_list_add(&committing->subjects, id);
	return NULL;
}

static struct sms_error *stage_file(struct committing *committing, const char *path)
{
	sms_auto(buf) struct sms_buf bytes = SMS_BUF_INIT;
	bool found = false;
	SMS_TRY(sms_snapshot_read(committing->worktree, path, &bytes, &found));
	if (is_below(path, "approvals"))
		return sms_error_hint(sms_error(SMS_INPUT, "'%s': statements are made by sms, not by hand", path),
				      "git checkout -- %s", path);
	if (found && !strcmp(path, SMS_SETTINGS_PATH)) {
		sms_auto(settings) struct sms_settings *settings = NULL;
		SMS_TRY(sms_settings_parse(&settings, sms_buf_text(&bytes), bytes.length));
	} else if (found && is_below(path, "types")) {
		const struct sms_type_file file = {path, sms_buf_text(&bytes), bytes.length};
		sms_auto(types) struct sms_types *types = NULL;
		SMS_TRY(sms_types_load(&types, &file, 1));
	}
	sms_change_put_file(committing->change, path, found ? sms_buf_text(&bytes) : NULL, bytes.length);
	sms_list_add(&committing->subjects, path);
	return NULL;
}

/* The id of the record that the path is a part of; empty where it is of none. */
static char *id_of(const struct committing *committing, const char *path, const struct sms_type **type)
{
	struct sms_buf id = SMS_BUF_INIT;
	*type = NULL;
	if (!sms_path_id(committing->context->store->types, path, type, &id, NULL))
		sms_buf_clear(&id);
	return sms_buf_take(&id);
}

static struct sms_error *stage_path(struct committing *committing, const char *path)
{
	const struct sms_type *type = NULL;
	sms_auto(string) char *id = id_of(committing, path, &type);
	if (*id && sms_list_contains(&committing->subjects, id))
		return NULL; /* its other file came before */
	if (*id && type)
		return stage_record(committing, id);
	if (*id)
		return sms_error_hint(sms_error(SMS_INPUT, "%s: no type has the prefix of '%s'", path, id),
				      "sms types");
	if (is_below(path, "documents") || is_below(path, "records"))
		return sms_error(SMS_INPUT, "'%s' is not where a record is stored", path);
	return stage_file(committing, path);
}

/* Canonical bytes go to the work tree first; then files and commit agree. */
static struct sms_error *write_canonical(struct committing *committing, const char *id)
{
	const struct sms_entry *entry = NULL;
	sms_auto(record) struct sms_record *record = NULL;
	sms_auto(buf) struct sms_buf text = SMS_BUF_INIT;
	SMS_TRY(sms_snapshot_find(committing->worktree, id, &entry));
	if (!entry)
		return NULL; /* a file that is no record */
	SMS_TRY(sms_record_read(&record, committing->worktree, entry));
	SMS_TRY(sms_links_resolve(committing->worktree, record, NULL));
	sms_record_print(&text, record);
	if (text.length == record->text_length && !memcmp(text.data, record->text, text.length))
		return NULL;
	return sms_file_write_at(sms_repo_workdir_fd(committing->context->store->repo), record->path,
				 sms_buf_text(&text), text.length, true, NULL);
}

static struct sms_error *find_edited(struct context *context, struct sms_list *out)
{
	sms_auto(list) struct sms_list prefixes = SMS_LIST_INIT;
	for (size_t i = 0; i < SMS_COUNT(folders); i++)
		sms_list_add(&prefixes, folders[i]);
	return sms_repo_worktree_changes(context->store->repo, &prefixes, out);
}

/* The edited paths that the ids mean; all of them with --all. */
static struct sms_error *choose(struct context *context, const struct sms_list *arguments, struct sms_list *edited)
{
	sms_auto(snapshot) struct sms_snapshot *worktree =
		sms_snapshot_of_worktree(context->store->repo, context->store->types);
	sms_auto(list) struct sms_list chosen = SMS_LIST_INIT;
	for (size_t i = 0; i < arguments->count; i++) {
		const struct sms_entry *entry = NULL;
		if (sms_list_contains(edited, arguments->items[i])) {
			sms_list_add(&chosen, arguments->items[i]);
			continue;
		}
		SMS_TRY(sms_snapshot_name(worktree, arguments->items[i], NULL, &entry));
		sms_auto(string) char *body = sms_id_body_path(entry->id);
		if (sms_list_contains(edited, entry->path))
			sms_list_add(&chosen, entry->path);
		if (sms_list_contains(edited, body))
			sms_list_add(&chosen, body);
	}
	sms_list_release(edited);
	*edited = chosen;
	chosen = (struct sms_list)SMS_LIST_INIT;
	return NULL;
}

static struct sms_error *commit_edited(struct committing *committing, const struct sms_list *edited,
				       const struct commit_options *given)
{
	struct context *context = committing->context;
	sms_auto(buf) struct sms_buf message = SMS_BUF_INIT, subjects = SMS_BUF_INIT;
	/* They may name each other, whichever comes first. */
	for (size_t i = 0; i < edited->count; i++) {
		const struct sms_type *type = NULL;
		sms_auto(string) char *id = id_of(committing, edited->items[i], &type);
		if (type)
			sms_change_announce(committing->change, id);
	}
	for (size_t i = 0; i < edited->count; i++)
		SMS_TRY(stage_path(committing, edited->items[i]));
	sms_list_join(&subjects, &committing->subjects, ", ");
	if (committing->subjects.count > 3)
		sms_buf_add_format(&message, "edit %zu files", committing->subjects.count);
	else
		sms_buf_add_format(&message, "edit %s", sms_buf_text(&subjects));
	for (size_t i = 0; !given->write.dry_run && i < committing->subjects.count; i++)
		SMS_TRY(write_canonical(committing, committing->subjects.items[i]));
	const struct sms_change_options options = {.message = sms_buf_text(&message), .keep_worktree = true};
	SMS_TRY(context_commit_with(context, committing->change, &given->write, options, NULL));
	for (size_t i = 0; i < committing->subjects.count; i++)
		output_format(context, TONE_PLAIN, "%s\n", committing->subjects.items[i]);
	return NULL;
}

static struct sms_error *run(struct context *context, const void *options, const struct sms_list *arguments)
{
	const struct commit_options *given = options;
	sms_auto(list) struct sms_list edited = SMS_LIST_INIT;
	sms_auto(change) struct sms_change *change = NULL;
	if (!sms_repo_workdir(context->store->repo))
		return sms_error(SMS_INPUT, "nothing is edited by hand in a bare repository");
	if (given->all == (arguments->count > 0))
		return sms_error_hint(sms_error(SMS_INPUT, "say which records, or all"), "sms commit ID… | --all");
	SMS_TRY(sms_change_begin(&change, context->store));
	SMS_TRY(find_edited(context, &edited));
	if (!given->all)
		SMS_TRY(choose(context, arguments, &edited));
	if (!edited.count) {
		context_say(context, "nothing was edited");
		return NULL;
	}
	struct committing committing = {.context = context, .change = change};
	committing.worktree = sms_snapshot_of_worktree(context->store->repo, context->store->types);
	struct sms_error *error = commit_edited(&committing, &edited, given);
	sms_snapshot_free(committing.worktree);
	sms_list_release(&committing.subjects);
	return error;
}

const struct command cmd_commit = {
	.name = "commit",
	.summary = "check and commit what was edited by hand",
	.arguments = "[ID…]",
	.group = GROUP_RECORDS,
	.needs = NEEDS_WRITE,
	.options = commit_options,
	.options_size = sizeof(struct commit_options),
	.run = run,
	.description = "Commits edits made in the work tree with any editor: records and documents, `sms.json`, the "
		       "repository's "
		       "own types, rules and templates. Everything is checked first, and records are brought into "
		       "canonical form. "
		       "Removed records, log entries that were changed and states set by hand are refused.",
	.examples = (const struct example[]){{"sms commit POL-CHANGE", "one document"},
					     {"sms commit --all -m 'yearly review'", "everything, with a message"},
					     {NULL, NULL}},
	.see_also = "fmt, check, edit, diff",
};
