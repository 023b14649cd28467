#include "charter.h"

#define LATER "2026-12-01T00:00:00Z"

static void nothing_was_said_yet(void **state)
{
	sms_auto(approval) struct sms_approval approval = {0};
	expect_status(*state, LATER, "unapproved");
	judge(*state, LATER, &approval);
	assert_int_equal(approval.need, 1);
	assert_int_equal(approval.have, 0);
	expect_list(&approval.roles, "HAT-KING");
	expect_list(&approval.authors, "SOU-ANNA");
	assert_int_equal(approval.statement_count, 0);
	assert_int_equal(strlen(approval.digest), 64);
}

static void where_no_rule_asks_there_is_nothing_to_approve(void **state)
{
	set_rules(*state, "[]");
	expect_status(*state, LATER, "none");
}

static void submitted_content_is_pending(void **state)
{
	submit(*state, "anna", "2026-03-11T00:00:00Z");
	expect_status(*state, LATER, "pending 0 of 1");
}

static void the_approval_of_a_holder_counts(void **state)
{
	sms_auto(approval) struct sms_approval approval = {0};
	submit(*state, "anna", "2026-03-11T00:00:00Z");
	approve(*state, "bob", "2026-03-12T00:00:00Z");
	expect_status(*state, LATER, "approved");
	judge(*state, LATER, &approval);
	expect_list(&approval.approvers, "SOU-BOB");
	expect_list(&approval.roles, "");
	expect_list(&approval.authors, "");
	assert_true(approval.approved_at == at("2026-03-12T00:00:00Z"));
	assert_true(approval.expires_at == SMS_TIME_NONE);
	assert_int_equal(approval.statement_count, 2);
	assert_true(approval.statements[1].counts);
	assert_true(approval.statements[1].current);
	expect_reasons(*state, LATER, 1, "");
}

static void as_of_an_earlier_time_it_was_not_yet(void **state)
{
	approve(*state, "bob", "2026-03-12T00:00:00Z");
	expect_status(*state, "2026-03-11T23:59:59Z", "unapproved");
	expect_reasons(*state, "2026-03-11T23:59:59Z", 0, "future: it was made after the instant that is judged");
}

static void changed_content_is_stale(void **state)
{
	sms_auto(approval) struct sms_approval approval = {0};
	approve(*state, "bob", "2026-03-12T00:00:00Z");
	write_charter(*state, "cleo", "2026-03-13T00:00:00Z", "\"rank\": 2");
	expect_status(*state, LATER, "stale");
	expect_reasons(*state, LATER, 0, "digest: the content has changed since");
	judge(*state, LATER, &approval);
	assert_true(approval.statements[0].counts);
	assert_false(approval.statements[0].current);
	/* Anna's part was approved; only Cleo's is new. */
	expect_list(&approval.authors, "SOU-CLEO");
}

static void changed_prose_is_stale_too(void **state)
{
	approve(*state, "bob", "2026-03-12T00:00:00Z");
	act_as("anna", "2026-03-13T00:00:00Z");
	commit_files(*state, "documents/" ID ".md", "# Law!\n", NULL);
	expect_status(*state, LATER, "stale");
}

static void an_edit_that_is_not_committed_is_stale_too(void **state)
{
	approve(*state, "bob", "2026-03-12T00:00:00Z");
	write_place(*state, "documents/" ID ".md", "# Law!\n");
	expect_status(*state, LATER, "stale");
}

static void workflow_is_not_content(void **state)
{
	sms_auto(approval) struct sms_approval approval = {0};
	approve(*state, "bob", "2026-03-12T00:00:00Z");
	write_charter(*state, "cleo", "2026-03-13T00:00:00Z", "\"rank\": 1, \"sealed\": true");
	expect_status(*state, LATER, "approved");
	write_charter(*state, "anna", "2026-03-14T00:00:00Z", "\"rank\": 2, \"sealed\": true");
	write_charter(*state, "cleo", "2026-03-15T00:00:00Z", "\"rank\": 2, \"sealed\": false");
	judge(*state, LATER, &approval);
	expect_list(&approval.authors, "SOU-ANNA");
}

static void content_that_comes_back_is_approved_again(void **state)
{
	approve(*state, "bob", "2026-03-12T00:00:00Z");
	write_charter(*state, "anna", "2026-03-13T00:00:00Z", "\"rank\": 2");
	write_charter(*state, "anna", "2026-03-14T00:00:00Z", "\"rank\": 1");
	expect_status(*state, LATER, "approved");
	/* But not after the approver thought better of it. */
	write_charter(*state, "anna", "2026-03-15T00:00:00Z", "\"rank\": 2");
	approve(*state, "bob", "2026-03-16T00:00:00Z");
	write_charter(*state, "anna", "2026-03-17T00:00:00Z", "\"rank\": 1");
	expect_status(*state, LATER, "stale");
}

static void unknown_authors_are_named_by_name_and_address(void **state)
{
	sms_auto(approval) struct sms_approval approval = {0};
	write_charter(*state, "zoe", "2026-03-11T00:00:00Z", "\"rank\": 2");
	judge(*state, LATER, &approval);
	expect_list(&approval.authors, "SOU-ANNA zoe <zoe@example.org>");
}

static void a_quorum_counts_persons(void **state)
{
	set_rules(*state, "[{\"name\": \"two\", \"type\": \"charter\", \"roles\": [\"HAT-KING\"], \"count\": 2, "
			  "\"independent\": true}]");
	approve(*state, "bob", "2026-03-12T00:00:00Z");
	expect_status(*state, LATER, "pending 1 of 2");
	approve(*state, "cleo", "2026-03-13T00:00:00Z");
	expect_status(*state, LATER, "approved");
	withdraw(*state, "bob", "2026-03-14T00:00:00Z");
	expect_status(*state, LATER, "pending 1 of 2");
	expect_reasons(*state, LATER, 0, "withdrawn: SOU-BOB withdrew it on 2026-03-14");
}

static void every_rule_has_to_be_met(void **state)
{
	set_rules(*state, "[{\"name\": \"kings\", \"type\": \"charter\", \"roles\": [\"HAT-KING\"]}, "
			  "{\"name\": \"fools\", \"type\": \"charter\", \"roles\": [\"HAT-FOOL\"], "
			  "\"where\": {\"required\": [\"rank\"]}}, "
			  "{\"name\": \"none\", \"type\": \"charter\", \"roles\": [\"HAT-FOOL\"], "
			  "\"where\": {\"required\": [\"missing\"]}}]");
	act_as("anna", "2026-03-11T00:00:00Z");
	commit_files(*state, "records/wearing/WEA-4.json",
		     "{\"id\": \"WEA-4\", \"type\": \"wearing\", \"title\": \"4\", \"state\": \"active\", "
		     "\"soul\": \"SOU-BOB\", \"hat\": \"HAT-FOOL\", \"on\": \"2026-01-01\"}\n",
		     NULL);
	approve(*state, "bob", "2026-03-12T00:00:00Z");
	expect_status(*state, LATER, "pending 1 of 2");
	/* Who wears both hats decides in both; the second decision leaves the first one as it is. */
	approve(*state, "bob", "2026-03-13T00:00:00Z");
	expect_status(*state, LATER, "approved");
	withdraw(*state, "bob", "2026-03-14T00:00:00Z");
	expect_status(*state, LATER, "unapproved");
}

static void a_rejection_stands_until_a_new_submission(void **state)
{
	submit(*state, "anna", "2026-03-11T00:00:00Z");
	approve(*state, "bob", "2026-03-12T00:00:00Z");
	reject(*state, "cleo", "2026-03-13T00:00:00Z");
	expect_status(*state, LATER, "rejected");
	expect_reasons(*state, LATER, 1, "rejected: SOU-CLEO rejected the content on 2026-03-13");
	/* A submission alone does not bring the approval back. */
	submit(*state, "anna", "2026-03-14T00:00:00Z");
	expect_status(*state, LATER, "pending 0 of 1");
	approve(*state, "bob", "2026-03-15T00:00:00Z");
	expect_status(*state, LATER, "approved");
}

static void a_rejection_that_is_withdrawn_never_was(void **state)
{
	approve(*state, "bob", "2026-03-12T00:00:00Z");
	reject(*state, "cleo", "2026-03-13T00:00:00Z");
	withdraw(*state, "cleo", "2026-03-14T00:00:00Z");
	expect_status(*state, LATER, "approved");
}

static void changed_content_ends_a_rejection(void **state)
{
	reject(*state, "bob", "2026-03-12T00:00:00Z");
	expect_status(*state, LATER, "rejected");
	write_charter(*state, "anna", "2026-03-13T00:00:00Z", "\"rank\": 2");
	expect_status(*state, LATER, "unapproved");
}

static void what_a_person_says_last_counts(void **state)
{
	approve(*state, "bob", "2026-03-12T00:00:00Z");
	reject(*state, "bob", "2026-03-12T00:00:00Z"); /* in the same second */
	expect_status(*state, LATER, "rejected");
	expect_reasons(*state, LATER, 0, "replaced: SOU-BOB decided anew on 2026-03-12");
	approve(*state, "bob", "2026-03-13T00:00:00Z");
	expect_status(*state, LATER, "approved");
}

static void an_approval_holds_as_long_as_its_rule_says(void **state)
{
	sms_auto(approval) struct sms_approval approval = {0};
	set_rules(*state, "[{\"name\": \"short\", \"type\": \"charter\", \"roles\": [\"HAT-KING\"], "
			  "\"holds\": \"P14M\"}]");
	approve(*state, "bob", "2026-03-12T00:00:00Z");
	expect_status(*state, "2027-05-11T23:59:59Z", "approved");
	expect_status(*state, "2027-05-12T00:00:00Z", "expired");
	expect_reasons(*state, "2027-05-12T00:00:00Z", 0, "expired: it held until 2027-05-12T00:00:00Z");
	judge(*state, "2027-05-12T00:00:00Z", &approval);
	assert_true(approval.expires_at == at("2027-05-12T00:00:00Z"));
	approve(*state, "bob", "2027-05-01T00:00:00Z");
	expect_status(*state, "2027-05-12T00:00:00Z", "approved");
}

static void required_signatures_are_missing(void **state)
{
	approve(*state, "bob", "2026-03-12T00:00:00Z");
	set_rules(*state, "[{\"name\": \"signed\", \"type\": \"charter\", \"roles\": [\"HAT-KING\"], "
			  "\"signature\": \"required\"}]");
	must_fail(decide(*state, "bob", "2026-03-13T00:00:00Z", &(struct sms_decision){.decision = "approve"}),
		  "approve 'CHR-LAW': the rules ask for a signature", NULL);
	expect_status(*state, LATER, "unapproved");
	expect_reasons(*state, LATER, 0, "signature: the rules ask for one");
}

static void rules_that_make_no_sense_are_errors(void **state)
{
	sms_auto(approval) struct sms_approval approval = {0};
	set_rules(*state, "[{\"name\": \"odd\", \"type\": \"charter\", \"roles\": [\"HAT-KING\"], "
			  "\"where\": {\"$ref\": \"#/nowhere\"}}]");
	sms_auto(record) struct sms_record *record = charter(*state);
	struct place *place = *state;
	struct sms_error *error = sms_approval_judge(&approval, place->store, record, at(LATER));
	assert_non_null(error);
	assert_int_equal(sms_error_status(error), SMS_INPUT);
	assert_non_null(strstr(sms_error_message(error), "approval rule 'odd': "));
	sms_error_free(error);
}

/* The judged twin of a statement that somebody changed by hand. */
static void forge(struct place *place, const char *from, const char *to, const char *key, const char *value)
{
	sms_auto(string) char *text = read_place(place, from);
	sms_auto(buf) struct sms_buf out = SMS_BUF_INIT;
	sms_auto(json) sms_json *json = NULL;
	must(sms_json_parse(&json, text, strlen(text), from));
	sms_json_set_text(json, key, value);
	sms_json_print(&out, json);
	act_as("anna", "2026-03-20T00:00:00Z");
	commit_files(place, from, strcmp(from, to) ? text : NULL, NULL);
	commit_files(place, to, sms_buf_text(&out), NULL);
}

#define BOBS "approvals/" ID "/20260312T000000Z-bob.json"

static void expect_forged(struct place *place, const char *key, const char *value, const char *reason)
{
	sms_auto(string) char *before = read_place(place, BOBS);
	expect_status(place, LATER, "approved");
	forge(place, BOBS, BOBS, key, value);
	expect_status(place, LATER, "unapproved");
	expect_reasons(place, LATER, 0, reason);
	commit_files(place, BOBS, before, NULL);
	expect_status(place, LATER, "approved");
}

static void forged_statements_do_not_count(void **state)
{
	struct place *place = *state;
	approve(place, "bob", "2026-03-12T00:00:00Z");
	expect_forged(place, "schema", "sms/statement/2", "format: its schema is not sms/statement/1");
	expect_forged(place, "decision", "bless", "format: it has no decision that is known");
	expect_forged(place, "at", "yesterday", "format: its time cannot be read");
	expect_forged(place, "digest", "abc", "format: its digest is none of SHA-256");
	expect_forged(place, "record", "CHR-LORE", "record: it is about 'CHR-LORE' of type 'charter'");
}

static void forged_signers_and_roles_do_not_count(void **state)
{
	struct place *place = *state;
	approve(place, "bob", "2026-03-12T00:00:00Z");
	expect_forged(place, "signer", "SOU-ANNA", "role: SOU-ANNA did not hold HAT-KING on 2026-03-12");
	expect_forged(place, "role", "HAT-FOOL",
		      "role: SOU-BOB did not hold HAT-FOOL on 2026-03-12; rule: none asks for an approval by HAT-FOOL");
	expect_forged(place, "repository", "0123456789012345678901234567890123456789",
		      "repository: it was made in another one, '012345678901'");
	expect_forged(place, "previous", "0123456789012345678901234567890123456789012345678901234567890123",
		      "chain: the previous statement is missing");
	/* Of a content that nobody knows, but approved by one who may. */
	forge(place, BOBS, BOBS, "digest", "0123456789012345678901234567890123456789012345678901234567890123");
	expect_status(place, LATER, "stale");
	expect_reasons(place, LATER, 0, "digest: the content has changed since");
}

static void a_statement_that_is_taken_away_leaves_a_gap(void **state)
{
	struct place *place = *state;
	submit(place, "anna", "2026-03-11T00:00:00Z");
	approve(place, "bob", "2026-03-12T00:00:00Z");
	expect_status(place, LATER, "approved");
	commit_files(place, "approvals/" ID "/20260311T000000Z-anna.json", (char *)NULL, (char *)NULL);
	expect_status(place, LATER, "unapproved");
	expect_reasons(place, LATER, 0, "chain: the previous statement is missing");
}

static void a_statement_that_is_not_committed_does_not_count(void **state)
{
	struct place *place = *state;
	approve(place, "bob", "2026-03-12T00:00:00Z");
	sms_auto(string) char *text = read_place(place, BOBS);
	commit_files(place, BOBS, (char *)NULL, (char *)NULL);
	expect_status(place, LATER, "unapproved");
	write_place(place, BOBS, text);
	expect_status(place, LATER, "unapproved");
	expect_reasons(place, LATER, 0, "uncommitted: it is not committed");
}

static void authors_do_not_approve_themselves(void **state)
{
	struct place *place = *state;
	approve(place, "bob", "2026-03-12T00:00:00Z");
	write_charter(place, "bob", "2026-03-13T00:00:00Z", "\"rank\": 2");
	/* By hand: the command would not have made this. */
	sms_auto(approval) struct sms_approval approval = {0};
	judge(place, LATER, &approval);
	forge(place, BOBS, "approvals/" ID "/20260314T000000Z-bob.json", "digest", approval.digest);
	forge(place, "approvals/" ID "/20260314T000000Z-bob.json", "approvals/" ID "/20260314T000000Z-bob.json", "at",
	      "2026-03-14T00:00:00Z");
	expect_status(place, LATER, "stale");
	expect_reasons(place, LATER, 1, "independence: SOU-BOB changed the content");
	/* Cleo has not written it; and what she approved Bob may have written before. */
	approve(place, "cleo", "2026-03-15T00:00:00Z");
	expect_status(place, LATER, "approved");
	write_charter(place, "anna", "2026-03-16T00:00:00Z", "\"rank\": 3");
	approve(place, "bob", "2026-03-17T00:00:00Z");
	expect_status(place, LATER, "approved");
}

static void many_records_are_judged_alike(void **state)
{
	struct place *place = *state;
	approve(place, "bob", "2026-03-12T00:00:00Z");
	write_charter(place, "cleo", "2026-03-13T00:00:00Z", "\"rank\": 2");
	for (int i = 0; i < 20; i++) {
		sms_auto(approval) struct sms_approval approval = {0};
		judge(place, LATER, &approval);
		assert_int_equal(approval.status, SMS_APPROVAL_STALE);
		expect_list(&approval.authors, "SOU-CLEO");
	}
}

#define CASE(name) cmocka_unit_test_setup_teardown(name, make_charter, drop_charter)

int main(void)
{
	const struct CMUnitTest tests[] = {
		CASE(nothing_was_said_yet),
		CASE(where_no_rule_asks_there_is_nothing_to_approve),
		CASE(submitted_content_is_pending),
		CASE(the_approval_of_a_holder_counts),
		CASE(as_of_an_earlier_time_it_was_not_yet),
		CASE(changed_content_is_stale),
		CASE(changed_prose_is_stale_too),
		CASE(an_edit_that_is_not_committed_is_stale_too),
		CASE(workflow_is_not_content),
		CASE(content_that_comes_back_is_approved_again),
		CASE(unknown_authors_are_named_by_name_and_address),
		CASE(a_quorum_counts_persons),
		CASE(every_rule_has_to_be_met),
		CASE(a_rejection_stands_until_a_new_submission),
		CASE(a_rejection_that_is_withdrawn_never_was),
		CASE(changed_content_ends_a_rejection),
		CASE(what_a_person_says_last_counts),
		CASE(an_approval_holds_as_long_as_its_rule_says),
		CASE(required_signatures_are_missing),
		CASE(rules_that_make_no_sense_are_errors),
		CASE(forged_statements_do_not_count),
		CASE(forged_signers_and_roles_do_not_count),
		CASE(a_statement_that_is_taken_away_leaves_a_gap),
		CASE(a_statement_that_is_not_committed_does_not_count),
		CASE(authors_do_not_approve_themselves),
		CASE(many_records_are_judged_alike),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
