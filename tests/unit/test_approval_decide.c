#include "charter.h"
#include "model/builtin_schema.h"
#include "wrap/digest.h"

#define LATER "2026-12-01T00:00:00Z"
#define DAY "2026-03-12T10:15:00Z"

static struct sms_error *try_decision(struct place *place, const char *who, const char *decision, const char *comment)
{
	return decide(place, who, DAY, &(struct sms_decision){.decision = decision, .comment = comment});
}

static void a_statement_says_all_that_matters(void **state)
{
	struct place *place = *state;
	char head[SMS_OID_SIZE], blob[SMS_OID_SIZE], body[SMS_OID_SIZE], root[SMS_OID_SIZE];
	char digest[65], rules[65];
	struct sms_oid oid;
	sms_auto(record) struct sms_record *record = charter(place);
	sms_auto(buf) struct sms_buf text = SMS_BUF_INIT;
	sms_auto(string) char *expected = NULL;
	sms_record_digest(record, digest);
	submit(place, "anna", "2026-03-11T00:00:00Z"); /* the record's type is gone with the store */
	sms_oid_format(&place->store->head, head);
	sms_oid_of_blob(record->text, record->text_length, &oid);
	sms_oid_format(&oid, blob);
	sms_oid_of_blob(record->body, record->body_length, &oid);
	sms_oid_format(&oid, body);
	must(sms_repo_root(place->store->repo, &oid));
	sms_oid_format(&oid, root);
	sms_json_print_canonical(&text, sms_settings_get(place->store->settings, "approvals"));
	sms_digest(sms_buf_text(&text), text.length, rules);
	sms_auto(string) char *first = read_place(place, "approvals/" ID "/20260311T000000Z-anna.json");
	char previous[65];
	sms_digest(first, strlen(first), previous);
	must(decide(place, "bob", DAY, &(struct sms_decision){.decision = "approve", .comment = "Good \"law\"."}));
	sms_auto(string) char *actual = read_place(place, "approvals/" ID "/20260312T101500Z-bob.json");
	expected = sms_format("{\n  \"schema\": \"sms/statement/1\",\n  \"record\": \"" ID "\",\n"
			      "  \"type\": \"charter\",\n  \"digest\": \"%s\",\n  \"blob\": \"%s\",\n"
			      "  \"body_blob\": \"%s\",\n  \"commit\": \"%s\",\n  \"decision\": \"approve\",\n"
			      "  \"meaning\": \"approves this content as HAT-KING\",\n  \"role\": \"HAT-KING\",\n"
			      "  \"signer\": \"SOU-BOB\",\n  \"at\": \"" DAY "\",\n"
			      "  \"comment\": \"Good \\\"law\\\".\",\n  \"previous\": \"%s\",\n  \"rules\": \"%s\",\n"
			      "  \"repository\": \"%s\"\n}\n",
			      digest, blob, body, head, previous, rules, root);
	assert_string_equal(actual, expected);
	sms_auto(json) sms_json *json = NULL;
	must(sms_json_parse(&json, actual, strlen(actual), "statement"));
	must(sms_builtin_schema_check("meta/statement.json", json, actual, strlen(actual), "statement"));
}

static void a_second_statement_of_one_second_gets_its_own_file(void **state)
{
	struct place *place = *state;
	approve(place, "bob", DAY);
	withdraw(place, "bob", DAY);
	approve(place, "bob", DAY);
	reject(place, "cleo", DAY);
	submit(place, "anna", DAY);
	approve(place, "cleo", DAY);
	free(read_place(place, "approvals/" ID "/20260312T101500Z-bob-3.json"));
	expect_status(place, LATER, "approved");
}

static void who_is_nobody_cannot_decide(void **state)
{
	must_fail(try_decision(*state, "zoe", "approve", NULL),
		  "approve 'CHR-LAW': 'zoe <zoe@example.org>' is no person on record",
		  "sms add-soul --title 'zoe' --mails zoe@example.org");
}

static void who_lacks_the_role_is_told_how_to_get_it(void **state)
{
	must_fail(try_decision(*state, "anna", "approve", NULL), "approve 'CHR-LAW': 'SOU-ANNA' does not hold HAT-KING",
		  "sms add-wearing --hat HAT-KING --soul SOU-ANNA");
	must_fail(decide(*state, "cleo", "2026-06-01T00:00:00Z",
			 &(struct sms_decision){.decision = "approve", .role = "HAT-KING"}),
		  "approve 'CHR-LAW': 'SOU-CLEO' does not hold HAT-KING",
		  "sms add-wearing --hat HAT-KING --soul SOU-CLEO");
}

static void a_role_that_no_rule_names_is_refused(void **state)
{
	must_fail(decide(*state, "bob", DAY, &(struct sms_decision){.decision = "approve", .role = "HAT-FOOL"}),
		  "approve 'CHR-LAW': no rule asks for an approval by 'HAT-FOOL'",
		  "sms approve CHR-LAW --role HAT-KING");
}

static void authors_are_refused(void **state)
{
	write_charter(*state, "bob", "2026-03-11T00:00:00Z", "\"rank\": 2");
	must_fail(try_decision(*state, "bob", "approve", NULL),
		  "approve 'CHR-LAW': 'SOU-BOB' changed the content; somebody else has to approve it",
		  "sms submit CHR-LAW");
	write_charter(*state, "cleo", "2026-03-11T00:00:00Z", "\"rank\": 3");
	must_fail(try_decision(*state, "bob", "approve", NULL),
		  "approve 'CHR-LAW': 'SOU-BOB' changed the content; somebody else has to approve it",
		  "sms add-wearing --hat HAT-KING --soul PERSON");
	/* To say no is open to authors too. */
	reject(*state, "bob", DAY);
}

static void authors_approve_where_the_rule_lets_them(void **state)
{
	set_rules(*state, "[{\"name\": \"lax\", \"type\": \"charter\", \"roles\": [\"HAT-KING\"], "
			  "\"independent\": false}]");
	write_charter(*state, "bob", "2026-03-11T00:00:00Z", "\"rank\": 2");
	approve(*state, "bob", DAY);
	expect_status(*state, LATER, "approved");
}

static void a_part_in_a_merged_branch_makes_an_author(void **state)
{
	struct place *place = *state;
	sms_auto(string) char *command = sms_format(
		"cd '%s' && exec >/dev/null && git checkout -q -b side && echo '# Bobs law' >documents/" ID ".md && "
		"GIT_AUTHOR_DATE=2026-03-10T10:00:00Z GIT_COMMITTER_DATE=2026-03-10T10:00:00Z "
		"git -c user.name=bob -c user.email=bob@example.org commit -qam side && git checkout -q main",
		place->path);
	act_as("bob", DAY);
	assert_int_equal(system(command), 0);
	reopen(place);
	write_charter(place, "anna", "2026-03-11T00:00:00Z", "\"rank\": 2");
	approve(place, "cleo", DAY);
	sms_auto(string) char *merge = sms_format("cd '%s' && git -c user.name=anna -c user.email=anna@example.org "
						  "merge -q -m merge side >/dev/null",
						  place->path);
	act_as("anna", DAY);
	assert_int_equal(system(merge), 0);
	reopen(place);
	expect_status(place, LATER, "stale");
	must_fail(decide(place, "bob", "2026-03-13T00:00:00Z", &(struct sms_decision){.decision = "approve"}),
		  "approve 'CHR-LAW': 'SOU-BOB' changed the content; somebody else has to approve it",
		  "sms submit CHR-LAW");
	approve(place, "cleo", "2026-03-14T00:00:00Z");
	expect_status(place, LATER, "approved");
}

static void a_shallow_clone_proves_nothing(void **state)
{
	struct place *place = *state, clone = {0};
	sms_auto(approval) struct sms_approval approval = {0};
	approve(place, "bob", DAY);
	strcpy(clone.path, place->path);
	strcat(clone.path, "/.git/clone");
	sms_auto(string) char *command = sms_format("git clone -q --depth 1 'file://%s' '%s'", place->path, clone.path);
	assert_int_equal(system(command), 0);
	reopen(&clone);
	expect_status(&clone, LATER, "unproven");
	judge(&clone, LATER, &approval);
	expect_list(&approval.gaps, "shallow clone");
	sms_store_free(clone.store);
	expect_status(place, LATER, "approved");
}

static void content_that_is_not_committed_is_refused(void **state)
{
	write_place(*state, "documents/" ID ".md", "# Other\n");
	must_fail(try_decision(*state, "bob", "approve", NULL),
		  "approve 'CHR-LAW': it has changes that are not committed", "sms commit CHR-LAW");
}

static void content_that_was_not_seen_is_refused(void **state)
{
	char digest[65];
	sms_auto(record) struct sms_record *record = charter(*state);
	sms_record_digest(record, digest);
	must_fail(decide(*state, "bob", DAY, &(struct sms_decision){.decision = "approve", .digest = "0123"}),
		  "approve 'CHR-LAW': its content is not the one that was looked at", "sms show CHR-LAW --body");
	must(decide(*state, "bob", DAY, &(struct sms_decision){.decision = "approve", .digest = digest}));
}

static void what_was_said_is_not_said_again(void **state)
{
	submit(*state, "anna", "2026-03-11T00:00:00Z");
	must_fail(try_decision(*state, "cleo", "submit", NULL), "submit 'CHR-LAW': it waits for approval already",
		  NULL);
	approve(*state, "bob", "2026-03-11T00:00:00Z");
	must_fail(try_decision(*state, "bob", "approve", NULL),
		  "approve 'CHR-LAW': 'SOU-BOB' has approved this content", NULL);
	must_fail(try_decision(*state, "anna", "submit", NULL), "submit 'CHR-LAW': it is approved", NULL);
	reject(*state, "bob", "2026-03-12T00:00:00Z");
	must_fail(try_decision(*state, "bob", "reject", "No."), "reject 'CHR-LAW': 'SOU-BOB' has rejected this content",
		  NULL);
}

static void a_rejected_content_is_submitted_before_others_approve(void **state)
{
	reject(*state, "bob", "2026-03-11T00:00:00Z");
	must_fail(try_decision(*state, "cleo", "approve", NULL),
		  "approve 'CHR-LAW': it is rejected, until it is submitted again", "sms submit CHR-LAW");
	approve(*state, "bob", DAY);
	expect_status(*state, LATER, "approved");
}

static void a_no_needs_a_reason(void **state)
{
	must_fail(try_decision(*state, "bob", "reject", NULL), "reject 'CHR-LAW': needs a reason",
		  "sms reject CHR-LAW --comment TEXT");
	must_fail(try_decision(*state, "bob", "withdraw", ""), "withdraw 'CHR-LAW': needs a reason",
		  "sms withdraw CHR-LAW --comment TEXT");
}

static void only_what_was_said_can_be_withdrawn(void **state)
{
	must_fail(try_decision(*state, "bob", "withdraw", "Erred."),
		  "withdraw 'CHR-LAW': 'SOU-BOB' has said nothing that could be withdrawn", NULL);
	submit(*state, "anna", "2026-03-11T00:00:00Z");
	withdraw(*state, "anna", "2026-03-11T00:00:00Z");
	expect_status(*state, LATER, "unapproved");
	must_fail(try_decision(*state, "anna", "withdraw", "Erred."),
		  "withdraw 'CHR-LAW': 'SOU-ANNA' has said nothing that could be withdrawn", NULL);
}

static void where_no_rule_asks_nothing_is_decided(void **state)
{
	set_rules(*state, "[]");
	must_fail(try_decision(*state, "bob", "approve", NULL),
		  "approve 'CHR-LAW': no rule asks for an approval of charters", "sms config get approvals");
}

static void a_clock_that_was_set_back_is_noticed(void **state)
{
	approve(*state, "bob", "2026-03-13T00:00:00Z");
	must_fail(try_decision(*state, "bob", "withdraw", "Erred."),
		  "withdraw 'CHR-LAW': the clock is behind 'approvals/CHR-LAW/20260313T000000Z-bob.json'", NULL);
}

static void an_unknown_decision_is_none(void **state)
{
	must_fail(try_decision(*state, "bob", "bless", NULL), "unknown decision 'bless'", NULL);
}

#define CASE(name) cmocka_unit_test_setup_teardown(name, make_charter, drop_charter)

int main(void)
{
	const struct CMUnitTest tests[] = {
		CASE(a_statement_says_all_that_matters),
		CASE(a_second_statement_of_one_second_gets_its_own_file),
		CASE(who_is_nobody_cannot_decide),
		CASE(who_lacks_the_role_is_told_how_to_get_it),
		CASE(a_role_that_no_rule_names_is_refused),
		CASE(authors_are_refused),
		CASE(authors_approve_where_the_rule_lets_them),
		CASE(a_part_in_a_merged_branch_makes_an_author),
		CASE(a_shallow_clone_proves_nothing),
		CASE(content_that_is_not_committed_is_refused),
		CASE(content_that_was_not_seen_is_refused),
		CASE(what_was_said_is_not_said_again),
		CASE(a_rejected_content_is_submitted_before_others_approve),
		CASE(a_no_needs_a_reason),
		CASE(only_what_was_said_can_be_withdrawn),
		CASE(where_no_rule_asks_nothing_is_decided),
		CASE(a_clock_that_was_set_back_is_noticed),
		CASE(an_unknown_decision_is_none),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
