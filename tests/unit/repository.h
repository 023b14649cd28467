/* A small SMS repository in a temporary folder, for tests of what needs one. Its types are made up (a soul wears a hat
 * by a wearing, and writes charters), so that no code can lean on the names of the built-in ones. */
#ifndef TESTS_REPOSITORY_H
#define TESTS_REPOSITORY_H

#include "base/file.h"
#include "model/approval/approval.h"
#include "model/history.h"
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#define RULE_ONE                                                                                                       \
	"[{\"name\": \"charters\", \"type\": \"charter\", \"roles\": [\"HAT-KING\"], \"count\": 1, "                   \
	"\"independent\": true, \"signature\": \"optional\"}]"

struct place {
	char path[64];
	struct sms_store *store;
};

static inline void must(struct sms_error *error)
{
	if (error)
		fail_msg("%s", sms_error_message(error));
}

/* The error's message, which must be `message`, and hint, which must be `hint` (NULL: none). */
static inline void must_fail(struct sms_error *error, const char *message, const char *hint)
{
	assert_non_null(error);
	assert_string_equal(sms_error_message(error), message);
	if (hint)
		assert_true(sms_error_hint_count(error) > 0);
	else
		assert_int_equal(sms_error_hint_count(error), 0);
	if (hint)
		assert_string_equal(sms_error_hint_at(error, 0), hint);
	sms_error_free(error);
}

static inline sms_time at(const char *text)
{
	sms_time time = 0;
	assert_true(sms_time_parse(text, &time));
	return time;
}

static inline void act_as(const char *name, const char *time)
{
	sms_auto(string) char *email = sms_format("%s@example.org", name);
	setenv("GIT_AUTHOR_NAME", name, 1);
	setenv("GIT_AUTHOR_EMAIL", email, 1);
	sms_clock_set(at(time));
}

static inline void reopen(struct place *place)
{
	sms_store_free(place->store);
	place->store = NULL;
	must(sms_store_open(&place->store, place->path, SMS_VIEW_CURRENT, NULL, NULL));
}

static inline void commit_change(struct place *place, struct sms_change *change)
{
	const struct sms_change_options options = {.message = "change"};
	must(sms_change_commit(change, &options, NULL));
	sms_change_free(change);
	reopen(place);
}

/* Commits files as whoever acts: path, text, path, text, ..., NULL. */
__attribute__((sentinel)) static inline void commit_files(struct place *place, const char *path, ...)
{
	struct sms_change *change = NULL;
	va_list arguments;
	va_start(arguments, path);
	must(sms_change_begin(&change, place->store));
	for (; path; path = va_arg(arguments, const char *)) {
		const char *text = va_arg(arguments, const char *);
		sms_change_put_file(change, path, text, text ? strlen(text) : 0);
	}
	va_end(arguments);
	commit_change(place, change);
}

static inline char *type_text(const char *title, const char *plural, const char *prefix, const char *kind,
			      const char *more)
{
	return sms_format("{\"$schema\": \"https://json-schema.org/draft/2020-12/schema\", \"title\": \"%s\", "
			  "\"description\": \"Made up.\", \"type\": \"object\", \"properties\": {}, "
			  "\"x-sms\": {\"plural\": \"%s\", \"prefix\": \"%s\", \"kind\": \"%s\", "
			  "\"command\": \"add\", \"clauses\": [\"5.3\"], \"columns\": [\"id\", \"title\"], "
			  "\"lifecycle\": {\"initial\": \"active\", \"final\": [\"gone\"], "
			  "\"moves\": {\"active\": [\"gone\"], \"proposed\": [\"active\"], \"gone\": []}}%s}}\n",
			  title, plural, prefix, kind, more);
}

static inline void place_make(struct place *place)
{
	struct sms_repo *repo = NULL;
	struct sms_lock *lock = NULL;
	static const char settings[] = "{\"schema\": \"sms/settings/1\", \"organization\": {\"name\": \"Test\"}, "
				       "\"approvals\": " RULE_ONE "}\n";
	struct sms_oid tip, none = {{0}};
	struct sms_identity identity;
	sms_json_setup();
	char *files[] = {
		type_text("Soul", "souls", "SOU", "register",
			  ", \"people\": {\"is\": \"person\", \"name\": \"title\", \"emails\": \"mails\", "
			  "\"from\": \"born\", \"to\": \"died\"}"),
		type_text("Hat", "hats", "HAT", "register", ", \"people\": {\"is\": \"role\"}"),
		type_text("Wearing", "wearings", "WEA", "register",
			  ", \"people\": {\"is\": \"assignment\", \"person\": \"soul\", \"role\": \"hat\", "
			  "\"from\": \"on\", \"to\": \"off\"}"),
		type_text("Charter", "charters", "CHR", "document", ", \"workflow\": [\"sealed\"]"),
	};
	const struct sms_write_file written[] = {
		{SMS_SETTINGS_PATH, settings, strlen(settings)},    {"types/soul.json", files[0], strlen(files[0])},
		{"types/hat.json", files[1], strlen(files[1])},     {"types/wearing.json", files[2], strlen(files[2])},
		{"types/charter.json", files[3], strlen(files[3])},
	};
	const struct sms_write write = {.parent = &none,
					.files = written,
					.count = SMS_COUNT(written),
					.message = "begin",
					.author = &identity,
					.time = at("2026-01-01T00:00:00Z")};
	strcpy(place->path, "/tmp/sms-place-XXXXXX");
	assert_non_null(mkdtemp(place->path));
	act_as("anna", "2026-01-01T00:00:00Z");
	must(sms_repo_init(&repo, place->path, false));
	must(sms_repo_identity(repo, &identity));
	must(sms_lock_take(&lock, repo, 1));
	must(sms_repo_write(repo, lock, &write, &tip));
	sms_identity_release(&identity);
	sms_lock_free(lock);
	sms_repo_free(repo);
	for (size_t i = 0; i < SMS_COUNT(files); i++)
		free(files[i]);
	place->store = NULL;
	reopen(place);
}

static inline void place_remove(struct place *place)
{
	sms_auto(string) char *command = sms_format("rm -rf '%s'", place->path);
	sms_store_free(place->store);
	assert_int_equal(system(command), 0);
}

static inline char *read_place(struct place *place, const char *path)
{
	sms_auto(string) char *full = sms_format("%s/%s", place->path, path);
	struct sms_buf text = SMS_BUF_INIT;
	must(sms_file_read(&text, full, 1 << 20));
	return sms_buf_take(&text);
}

static inline void write_place(struct place *place, const char *path, const char *text)
{
	sms_auto(string) char *full = sms_format("%s/%s", place->path, path);
	must(sms_file_write(full, text, strlen(text)));
}

/* Anna, Bob and Cleo; king Bob, and Cleo from March to the end of May. */
static inline void add_people(struct place *place)
{
	act_as("anna", "2026-01-02T00:00:00Z");
	commit_files(place, "records/soul/SOU-ANNA.json",
		     "{\"id\": \"SOU-ANNA\", \"type\": \"soul\", \"title\": \"Anna\", \"state\": \"active\", "
		     "\"mails\": [\"Anna@Example.org\", \"a@example.org\"]}\n",
		     "records/soul/SOU-BOB.json",
		     "{\"id\": \"SOU-BOB\", \"type\": \"soul\", \"title\": \"Bob\", \"state\": \"active\", "
		     "\"mails\": [\"bob@example.org\"], \"died\": \"2030-12-31\"}\n",
		     "records/soul/SOU-CLEO.json",
		     "{\"id\": \"SOU-CLEO\", \"type\": \"soul\", \"title\": \"Cleo\", \"state\": \"active\", "
		     "\"mails\": \"cleo@example.org\"}\n",
		     "records/hat/HAT-KING.json",
		     "{\"id\": \"HAT-KING\", \"type\": \"hat\", \"title\": \"King\", \"state\": \"active\"}\n",
		     "records/hat/HAT-FOOL.json",
		     "{\"id\": \"HAT-FOOL\", \"type\": \"hat\", \"title\": \"Fool\", \"state\": \"active\"}\n",
		     "records/wearing/WEA-1.json",
		     "{\"id\": \"WEA-1\", \"type\": \"wearing\", \"title\": \"1\", \"state\": \"active\", "
		     "\"soul\": \"SOU-BOB\", \"hat\": \"HAT-KING\", \"on\": \"2026-01-01\"}\n",
		     "records/wearing/WEA-2.json",
		     "{\"id\": \"WEA-2\", \"type\": \"wearing\", \"title\": \"2\", \"state\": \"active\", "
		     "\"soul\": \"SOU-CLEO\", \"hat\": \"HAT-KING\", \"on\": \"2026-03-01\", "
		     "\"off\": \"2026-05-31\"}\n",
		     NULL);
}

#endif
