/* A charter in a small repository, and people who decide about it: for the tests of approvals. */
#ifndef TESTS_CHARTER_H
#define TESTS_CHARTER_H

#include "repository.h"

#define ID "CHR-LAW"

static inline char *charter_text(const char *members)
{
	return sms_format("{\"id\": \"" ID
			  "\", \"type\": \"charter\", \"title\": \"Law\", \"state\": \"active\", %s}\n",
			  members);
}

/* The person writes the charter with these members at that time. */
static inline void write_charter(struct place *place, const char *who, const char *time, const char *members)
{
	sms_auto(string) char *text = charter_text(members);
	act_as(who, time);
	commit_files(place, "documents/" ID ".json", text, "documents/" ID ".md", "# Law\n", NULL);
}

static inline int make_charter(void **state)
{
	static struct place place;
	place_make(&place);
	add_people(&place);
	write_charter(&place, "anna", "2026-03-10T00:00:00Z", "\"rank\": 1");
	*state = &place;
	return 0;
}

static inline int drop_charter(void **state)
{
	place_remove(*state);
	sms_clock_set(SMS_TIME_NONE);
	return 0;
}

static inline void set_rules(struct place *place, const char *rules)
{
	sms_auto(string) char *text = read_place(place, SMS_SETTINGS_PATH);
	sms_auto(buf) struct sms_buf out = SMS_BUF_INIT;
	sms_auto(json) sms_json *settings = NULL;
	sms_json *json = NULL;
	must(sms_json_parse(&settings, text, strlen(text), SMS_SETTINGS_PATH));
	must(sms_json_parse(&json, rules, strlen(rules), "rules"));
	sms_json_set(settings, "approvals", json);
	sms_json_print(&out, settings);
	act_as("anna", "2026-03-01T00:00:00Z");
	commit_files(place, SMS_SETTINGS_PATH, sms_buf_text(&out), NULL);
}

static inline struct sms_record *charter(struct place *place)
{
	struct sms_record *record = NULL;
	must(sms_store_record(place->store, ID, NULL, &record));
	return record;
}

/* What comes of a decision; it is committed when it is none of an error. */
static inline struct sms_error *decide(struct place *place, const char *who, const char *time,
				       const struct sms_decision *decision)
{
	sms_auto(change) struct sms_change *change = NULL;
	struct sms_actor actor;
	act_as(who, time);
	must(sms_change_begin(&change, place->store));
	must(sms_change_actor(change, &actor));
	sms_auto(record) struct sms_record *record = charter(place);
	SMS_TRY(sms_approval_decide(change, place->store, record, decision, &actor));
	assert_false(sms_change_is_empty(change));
	commit_change(place, sms_move(&change));
	return NULL;
}

static inline void submit(struct place *place, const char *who, const char *time)
{
	must(decide(place, who, time, &(struct sms_decision){.decision = "submit"}));
}

static inline void approve(struct place *place, const char *who, const char *time)
{
	must(decide(place, who, time, &(struct sms_decision){.decision = "approve"}));
}

static inline void reject(struct place *place, const char *who, const char *time)
{
	must(decide(place, who, time, &(struct sms_decision){.decision = "reject", .comment = "No."}));
}

static inline void withdraw(struct place *place, const char *who, const char *time)
{
	must(decide(place, who, time, &(struct sms_decision){.decision = "withdraw", .comment = "Erred."}));
}

static inline void judge(struct place *place, const char *time, struct sms_approval *out)
{
	sms_auto(record) struct sms_record *record = charter(place);
	must(sms_approval_judge(out, place->store, record, at(time)));
}

/* The status in words, as of a time. */
static inline void expect_status(struct place *place, const char *time, const char *expected)
{
	sms_auto(approval) struct sms_approval approval = {0};
	sms_auto(buf) struct sms_buf text = SMS_BUF_INIT;
	judge(place, time, &approval);
	sms_approval_describe(&text, &approval);
	assert_string_equal(sms_buf_text(&text), expected);
}

/* All reasons of one statement, as of a time. */
static inline void expect_reasons(struct place *place, const char *time, size_t index, const char *expected)
{
	sms_auto(approval) struct sms_approval approval = {0};
	sms_auto(buf) struct sms_buf text = SMS_BUF_INIT;
	judge(place, time, &approval);
	assert_true(index < approval.statement_count);
	sms_list_join(&text, &approval.statements[index].reasons, "; ");
	assert_string_equal(sms_buf_text(&text), expected);
}

static inline void expect_list(const struct sms_list *list, const char *expected)
{
	sms_auto(buf) struct sms_buf text = SMS_BUF_INIT;
	sms_list_join(&text, list, " ");
	assert_string_equal(sms_buf_text(&text), expected);
}

#endif
