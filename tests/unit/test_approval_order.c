/* Rules that come one after the other, and which approval is the last one. */
#include "charter.h"
#include "model/approval/lifecycle.h"

#define LATER "2026-12-01T00:00:00Z"
#define TWO                                                                                                            \
	"[{\"name\": \"fool\", \"type\": \"charter\", \"roles\": [\"HAT-FOOL\"], \"order\": 1},"                       \
	" {\"name\": \"king\", \"type\": \"charter\", \"roles\": [\"HAT-KING\"], \"order\": 2}]"

/* Cleo wears the fool's hat too, so that she may speak first; Bob is king. */
static int make(void **state)
{
	make_charter(state);
	act_as("anna", "2026-02-01T00:00:00Z");
	commit_files(*state, "records/wearing/WEA-3.json",
		     "{\"id\": \"WEA-3\", \"type\": \"wearing\", \"title\": \"3\", \"state\": \"active\", "
		     "\"soul\": \"SOU-CLEO\", \"hat\": \"HAT-FOOL\", \"on\": \"2026-01-01\"}\n",
		     NULL);
	set_rules(*state, TWO);
	return 0;
}

static void approve_as(struct place *place, const char *who, const char *role, const char *time)
{
	must(decide(place, who, time, &(struct sms_decision){.decision = "approve", .role = role}));
}

static void in_order_they_add_up(void **state)
{
	approve_as(*state, "cleo", "HAT-FOOL", "2026-03-12T00:00:00Z");
	expect_status(*state, LATER, "pending 1 of 2");
	approve_as(*state, "bob", "HAT-KING", "2026-03-13T00:00:00Z");
	expect_status(*state, LATER, "approved");
}

static void before_its_turn_an_approval_is_refused(void **state)
{
	must_fail(decide(*state, "bob", "2026-03-12T00:00:00Z", &(struct sms_decision){.decision = "approve"}),
		  "approve 'CHR-LAW': 'fool' comes first", "sms approve CHR-LAW --role HAT-FOOL");
}

/* The statement is made under other rules: an approval of the king that came first. */
static void made_early(struct place *place)
{
	set_rules(place, "[{\"name\": \"king\", \"type\": \"charter\", \"roles\": [\"HAT-KING\"]}]");
	approve_as(place, "bob", "HAT-KING", "2026-03-12T00:00:00Z");
	set_rules(place, TWO);
}

static void what_was_said_before_its_turn_does_not_count(void **state)
{
	made_early(*state);
	expect_status(*state, LATER, "unapproved");
	expect_reasons(*state, LATER, 0, "order: 'fool' comes first");
	approve_as(*state, "cleo", "HAT-FOOL", "2026-03-13T00:00:00Z");
	expect_status(*state, LATER, "pending 1 of 2");
	expect_reasons(*state, LATER, 0, "order: 'fool' comes first");
	/* His turn has come. */
	approve_as(*state, "bob", "HAT-KING", "2026-03-14T00:00:00Z");
	expect_status(*state, LATER, "approved");
}

static void without_an_order_it_counts_whenever_it_comes(void **state)
{
	made_early(*state);
	set_rules(*state, "[{\"name\": \"fool\", \"type\": \"charter\", \"roles\": [\"HAT-FOOL\"]},"
			  " {\"name\": \"king\", \"type\": \"charter\", \"roles\": [\"HAT-KING\"]}]");
	expect_status(*state, LATER, "pending 1 of 2");
	expect_reasons(*state, LATER, 0, "");
	approve_as(*state, "cleo", "HAT-FOOL", "2026-03-13T00:00:00Z");
	expect_status(*state, LATER, "approved");
}

static void only_those_whose_turn_it_is_are_waited_for(void **state)
{
	sms_auto(approval) struct sms_approval first = {0}, second = {0};
	judge(*state, LATER, &first);
	expect_list(&first.roles, "HAT-FOOL");
	approve_as(*state, "cleo", "HAT-FOOL", "2026-03-12T00:00:00Z");
	judge(*state, LATER, &second);
	expect_list(&second.roles, "HAT-KING");
}

static void who_came_first_takes_it_back(void **state)
{
	approve_as(*state, "cleo", "HAT-FOOL", "2026-03-12T00:00:00Z");
	approve_as(*state, "bob", "HAT-KING", "2026-03-13T00:00:00Z");
	withdraw(*state, "cleo", "2026-03-14T00:00:00Z");
	approve_as(*state, "cleo", "HAT-FOOL", "2026-03-15T00:00:00Z");
	/* What the king approved was not yet approved by the fool, who said so only afterwards. */
	expect_status(*state, LATER, "pending 1 of 2");
	expect_reasons(*state, LATER, 1, "order: 'fool' comes first");
}

static void who_came_first_may_hold_on_longer(void **state)
{
	set_rules(*state, "[{\"name\": \"fool\", \"type\": \"charter\", \"roles\": [\"HAT-FOOL\"], \"order\": 1, "
			  "\"holds\": \"P1Y\"},"
			  " {\"name\": \"king\", \"type\": \"charter\", \"roles\": [\"HAT-KING\"], \"order\": 2}]");
	approve_as(*state, "cleo", "HAT-FOOL", "2026-03-12T00:00:00Z");
	approve_as(*state, "bob", "HAT-KING", "2026-03-13T00:00:00Z");
	approve_as(*state, "cleo", "HAT-FOOL", "2026-03-15T00:00:00Z");
	expect_status(*state, LATER, "approved");
}

static void another_content_begins_anew(void **state)
{
	approve_as(*state, "cleo", "HAT-FOOL", "2026-03-12T00:00:00Z");
	approve_as(*state, "bob", "HAT-KING", "2026-03-13T00:00:00Z");
	write_charter(*state, "anna", "2026-03-14T00:00:00Z", "\"rank\": 2");
	expect_status(*state, LATER, "stale");
	must_fail(decide(*state, "bob", "2026-03-15T00:00:00Z", &(struct sms_decision){.decision = "approve"}),
		  "approve 'CHR-LAW': 'fool' comes first", "sms approve CHR-LAW --role HAT-FOOL");
	approve_as(*state, "cleo", "HAT-FOOL", "2026-03-16T00:00:00Z");
	approve_as(*state, "bob", "HAT-KING", "2026-03-17T00:00:00Z");
	expect_status(*state, LATER, "approved");
}

static bool completes(struct place *place, const char *who, const char *role, const char *time)
{
	bool out = false;
	must(decide(place, who, time, &(struct sms_decision){.decision = "approve", .role = role, .completes = &out}));
	return out;
}

static void the_last_approval_is_known_for_it(void **state)
{
	assert_false(completes(*state, "cleo", "HAT-FOOL", "2026-03-12T00:00:00Z"));
	assert_true(completes(*state, "bob", "HAT-KING", "2026-03-13T00:00:00Z"));
}

#define CASE(name) cmocka_unit_test_setup_teardown(name, make, drop_charter)

int main(void)
{
	const struct CMUnitTest tests[] = {
		CASE(in_order_they_add_up),
		CASE(before_its_turn_an_approval_is_refused),
		CASE(what_was_said_before_its_turn_does_not_count),
		CASE(without_an_order_it_counts_whenever_it_comes),
		CASE(only_those_whose_turn_it_is_are_waited_for),
		CASE(who_came_first_takes_it_back),
		CASE(who_came_first_may_hold_on_longer),
		CASE(another_content_begins_anew),
		CASE(the_last_approval_is_known_for_it),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
