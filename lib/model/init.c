/* A new SMS repository: see init.h. */
#include "model/init.h"
#include "base/builtin.h"
#include "base/file.h"
#include "model/record.h"
#include "wrap/git/write.h"
#include <string.h>

#define DATA "templates/init.json"
#define LOCK_PATIENCE 2 /* seconds, for each of the command's attempts */

struct making {
	const struct sms_init *init;
	struct sms_identity identity;
	struct sms_types *types;
	struct sms_settings settings;
	sms_json *data;
	char *person; /* id of the person record made for the identity */
	struct sms_actor actor;
	struct sms_list paths, texts; /* of the files to write, side by side */
};

static void release(struct making *making)
{
	sms_identity_release(&making->identity);
	sms_types_free(making->types);
	sms_json_free(making->settings.json);
	sms_json_free(making->data);
	free(making->person);
	sms_list_release(&making->paths);
	sms_list_release(&making->texts);
}
SMS_AUTO_STRUCT(making, struct making, release);

static void add_file(struct making *making, const char *path, const char *text)
{
	sms_list_add(&making->paths, path);
	sms_list_add(&making->texts, text);
}

/* --- Filling in. --- */

static const char *placeholder(const struct making *making, const char *text, char at[SMS_TIME_SIZE])
{
	sms_time_format(making->actor.at, at);
	if (!strcmp(text, "@now"))
		return at;
	if (!strcmp(text, "@today")) {
		at[10] = '\0';
		return at;
	}
	if (!strcmp(text, "@me-name"))
		return making->identity.name;
	if (!strcmp(text, "@me-email"))
		return making->identity.email;
	if (!strcmp(text, "@me-id"))
		return making->person;
	return strcmp(text, "@organization") ? text : making->init->organization;
}

static sms_json *fill(const struct making *making, const sms_json *value)
{
	char at[SMS_TIME_SIZE];
	if (sms_json_text(value))
		return sms_json_new_text(placeholder(making, sms_json_text(value), at));
	if (sms_json_is(value, SMS_JSON_OBJECT)) {
		sms_json *object = sms_json_new_object();
		sms_json_each(member, value)
			sms_json_set(object, sms_json_key(member), fill(making, member));
		return object;
	}
	if (sms_json_is(value, SMS_JSON_ARRAY)) {
		sms_json *array = sms_json_new_array();
		sms_json_each(element, value)
			sms_json_append(array, fill(making, element));
		return array;
	}
	return sms_json_copy(value);
}

/* --- The files. --- */

/* The person who sets it up gets the id that the name gives. */
static struct sms_error *name_person(struct making *making)
{
	sms_json_each(entry, sms_json_get(making->data, "records")) {
		const char *title = sms_json_text(sms_json_path(entry, "content.title"));
		const struct sms_type *type = sms_types_get(making->types, sms_json_get_text(entry, "type"));
		if (type && title && !strcmp(title, "@me-name"))
			making->person = sms_id_from_title(type, making->identity.name);
	}
	return making->person ? NULL : sms_error(SMS_ENVIRONMENT, "%s names no person", DATA);
}

static struct sms_error *make_record(struct making *making, const sms_json *entry, struct sms_list *ids)
{
	char at[SMS_TIME_SIZE];
	const struct sms_type *type = NULL;
	const char *id = sms_json_get_text(entry, "id");
	sms_auto(record) struct sms_record *record = NULL;
	sms_auto(buf) struct sms_buf text = SMS_BUF_INIT;
	SMS_TRY(sms_types_find(&type, making->types, sms_json_get_text(entry, "type")));
	SMS_TRY(sms_record_new(&record, type, fill(making, sms_json_get(entry, "content")),
			       id ? placeholder(making, id, at) : NULL, NULL, &making->settings, &making->actor));
	SMS_TRY(sms_record_check(record));
	sms_record_print(&text, record);
	add_file(making, record->path, sms_buf_text(&text));
	if (ids)
		sms_list_add(ids, record->id);
	return NULL;
}

static struct sms_error *make_files(struct making *making, struct sms_list *ids)
{
	sms_auto(buf) struct sms_buf settings = SMS_BUF_INIT;
	sms_json_print(&settings, making->settings.json);
	add_file(making, SMS_SETTINGS_PATH, sms_buf_text(&settings));
	sms_json_each(file, sms_json_get(making->data, "files"))
		add_file(making, sms_json_get_text(file, "path"), sms_json_get_text(file, "text"));
	SMS_TRY(name_person(making));
	making->actor.by = making->person;
	sms_json_each(entry, sms_json_get(making->data, "records"))
		SMS_TRY(make_record(making, entry, ids));
	return NULL;
}

static struct sms_error *prepare(struct making *making, struct sms_list *ids)
{
	size_t length = 0;
	const char *text = sms_builtin(DATA, &length);
	if (!text)
		return sms_error(SMS_ENVIRONMENT, "%s is not built in", DATA);
	SMS_TRY(sms_json_parse(&making->data, text, length, DATA));
	SMS_TRY(sms_types_load(&making->types, NULL, 0));
	making->settings.json = sms_settings_default(making->init->organization);
	sms_json_set_text(making->settings.json, "language", making->init->language);
	making->actor.at = sms_now();
	return make_files(making, ids);
}

/* Files that people have there already, such as .gitattributes, are theirs. */
static struct sms_error *keep_existing(struct making *making, const struct sms_repo *repo, const struct sms_oid *head)
{
	struct sms_oid oid;
	bool found = false;
	for (size_t i = 0; i < making->paths.count && !sms_oid_is_zero(head); i++) {
		SMS_TRY(sms_repo_lookup(repo, head, making->paths.items[i], &found, &oid, NULL));
		if (!found)
			continue;
		if (!strcmp(making->paths.items[i], SMS_SETTINGS_PATH))
			return sms_error_hint(sms_error(SMS_INPUT, "there is an SMS here already"), "sms status");
		sms_auto(buf) struct sms_buf text = SMS_BUF_INIT;
		SMS_TRY(sms_repo_blob(repo, &oid, &text));
		if (text.length && text.data[text.length - 1] != '\n')
			sms_buf_add_char(&text, '\n');
		sms_buf_add_text(&text, making->texts.items[i]);
		free(making->texts.items[i]);
		making->texts.items[i] = sms_buf_take(&text);
	}
	return NULL;
}

static struct sms_error *write_commit(struct making *making, struct sms_repo *repo)
{
	struct sms_oid head, written;
	sms_auto(lock) struct sms_lock *lock = NULL;
	sms_auto(string) char *message =
		sms_format("init: the service management system of %s", making->init->organization);
	SMS_TRY(sms_lock_take(&lock, repo, LOCK_PATIENCE));
	SMS_TRY(sms_repo_head(repo, &head));
	SMS_TRY(keep_existing(making, repo, &head));
	struct sms_write_file *files = sms_alloc(making->paths.count, sizeof *files);
	for (size_t i = 0; i < making->paths.count; i++)
		files[i] = (struct sms_write_file){.path = making->paths.items[i],
						   .bytes = making->texts.items[i],
						   .length = strlen(making->texts.items[i])};
	const struct sms_write write = {.parent = &head,
					.files = files,
					.count = making->paths.count,
					.message = message,
					.author = &making->identity,
					.time = making->actor.at};
	struct sms_error *error = sms_repo_write(repo, lock, &write, &written);
	free(files);
	return error;
}

/* An identity is needed before anything is made: the repository's where there is one, else the user's own. */
static struct sms_error *read_identity(struct making *making)
{
	sms_auto(repo) struct sms_repo *there = NULL;
	struct sms_error *error = sms_repo_open(&there, making->init->directory);
	sms_error_free(error); /* no repository yet: that is what init is for */
	return sms_repo_identity(there, &making->identity);
}

struct sms_error *sms_init(const struct sms_init *init, struct sms_list *records)
{
	sms_auto(making) struct making making = {.init = init};
	sms_auto(repo) struct sms_repo *repo = NULL;
	sms_auto(string) char *settings = sms_format("%s/" SMS_SETTINGS_PATH, init->directory);
	if (sms_file_exists(settings))
		return sms_error_hint(sms_error(SMS_INPUT, "there is an SMS in '%s' already", init->directory),
				      "sms -C %s status", init->directory);
	SMS_TRY(read_identity(&making));
	SMS_TRY(prepare(&making, records));
	if (init->dry_run)
		return NULL;
	SMS_TRY(sms_repo_init(&repo, init->directory, init->bare));
	return write_commit(&making, repo);
}
