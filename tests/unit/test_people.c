#include "repository.h"

static int make(void **state)
{
	static struct place place;
	place_make(&place);
	add_people(&place);
	*state = &place;
	return 0;
}

static int drop(void **state)
{
	place_remove(*state);
	return 0;
}

static const struct sms_people *people_of(struct place *place)
{
	const struct sms_people *people = NULL;
	must(sms_store_people(place->store, &people));
	return people;
}

static void persons_are_known_by_their_addresses_in_any_case(void **state)
{
	const struct sms_people *people = people_of(*state);
	assert_string_equal(sms_people_by_email(people, "ANNA@example.ORG"), "SOU-ANNA");
	assert_string_equal(sms_people_by_email(people, "a@example.org"), "SOU-ANNA");
	assert_string_equal(sms_people_by_email(people, "cleo@example.org"), "SOU-CLEO");
	assert_null(sms_people_by_email(people, "nobody@example.org"));
	assert_null(sms_people_by_email(people, ""));
	assert_null(sms_people_by_email(people, NULL));
}

static void persons_have_names(void **state)
{
	const struct sms_people *people = people_of(*state);
	assert_string_equal(sms_people_name(people, "SOU-ANNA"), "Anna");
	assert_null(sms_people_name(people, "SOU-NOBODY"));
	assert_null(sms_people_name(people, "HAT-KING"));
}

static void roles_are_told_from_other_names(void **state)
{
	const struct sms_people *people = people_of(*state);
	assert_true(sms_people_has_role(people, "HAT-KING"));
	assert_false(sms_people_has_role(people, "HAT-POPE"));
	assert_false(sms_people_has_role(people, "SOU-ANNA"));
}

static void a_role_is_held_from_the_first_second_to_the_last(void **state)
{
	const struct sms_people *people = people_of(*state);
	assert_false(sms_people_holds(people, "SOU-CLEO", "HAT-KING", at("2026-02-28T23:59:59Z")));
	assert_true(sms_people_holds(people, "SOU-CLEO", "HAT-KING", at("2026-03-01T00:00:00Z")));
	assert_true(sms_people_holds(people, "SOU-CLEO", "HAT-KING", at("2026-05-31T23:59:59Z")));
	assert_false(sms_people_holds(people, "SOU-CLEO", "HAT-KING", at("2026-06-01T00:00:00Z")));
	assert_false(sms_people_holds(people, "SOU-CLEO", "HAT-FOOL", at("2026-04-01T00:00:00Z")));
	assert_false(sms_people_holds(people, "SOU-ANNA", "HAT-KING", at("2026-04-01T00:00:00Z")));
}

static void who_is_gone_holds_nothing(void **state)
{
	const struct sms_people *people = people_of(*state);
	assert_true(sms_people_holds(people, "SOU-BOB", "HAT-KING", at("2030-12-31T12:00:00Z")));
	assert_false(sms_people_holds(people, "SOU-BOB", "HAT-KING", at("2031-01-01T00:00:00Z")));
}

static void holders_are_listed_by_id(void **state)
{
	sms_auto(list) struct sms_list holders = SMS_LIST_INIT;
	sms_people_holders(people_of(*state), "HAT-KING", at("2026-04-01T00:00:00Z"), &holders);
	assert_int_equal(holders.count, 2);
	assert_string_equal(holders.items[0], "SOU-BOB");
	assert_string_equal(holders.items[1], "SOU-CLEO");
}

/* Whether Anna is a fool in April, with an assignment of these members. */
static bool is_fool(struct place *place, const char *members)
{
	sms_auto(string) char *text =
		sms_format("{\"id\": \"WEA-3\", \"type\": \"wearing\", \"title\": \"3\", \"soul\": \"SOU-ANNA\", "
			   "\"hat\": \"HAT-FOOL\", %s}\n",
			   members);
	commit_files(place, "records/wearing/WEA-3.json", text, NULL);
	return sms_people_holds(people_of(place), "SOU-ANNA", "HAT-FOOL", at("2026-04-01T12:00:00Z"));
}

static void only_assignments_in_force_count(void **state)
{
	assert_true(is_fool(*state, "\"state\": \"active\""));
	assert_true(is_fool(*state, "\"state\": \"active\", \"on\": \"2026-04-01T12:00:00Z\""));
	assert_false(is_fool(*state, "\"state\": \"void\""));
	assert_false(is_fool(*state, "\"state\": \"proposed\", \"on\": \"2026-01-01\""));
	assert_false(is_fool(*state, "\"state\": \"gone\", \"on\": \"2026-01-01\""));
	assert_true(is_fool(*state, "\"state\": \"gone\", \"off\": \"2026-04-01\""));
	assert_false(is_fool(*state, "\"state\": \"active\", \"on\": \"some day\""));
	assert_false(is_fool(*state, "\"state\": \"active\", \"off\": 7"));
	assert_true(is_fool(*state, "\"state\": \"active\", \"off\": null"));
}

static void a_record_that_is_no_json_says_nothing(void **state)
{
	assert_true(is_fool(*state, "\"state\": \"active\""));
	assert_false(is_fool(*state, "\"state\": \"active\", \"state\": \"active\""));
}

static void a_void_person_is_nobody(void **state)
{
	struct place *place = *state;
	commit_files(place, "records/soul/SOU-BOB.json",
		     "{\"id\": \"SOU-BOB\", \"type\": \"soul\", \"title\": \"Bob\", \"state\": \"void\", "
		     "\"mails\": [\"bob@example.org\"]}\n",
		     NULL);
	assert_null(sms_people_by_email(people_of(place), "bob@example.org"));
	assert_false(sms_people_holds(people_of(place), "SOU-BOB", "HAT-KING", at("2026-04-01T00:00:00Z")));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(persons_are_known_by_their_addresses_in_any_case, make, drop),
		cmocka_unit_test_setup_teardown(persons_have_names, make, drop),
		cmocka_unit_test_setup_teardown(roles_are_told_from_other_names, make, drop),
		cmocka_unit_test_setup_teardown(a_role_is_held_from_the_first_second_to_the_last, make, drop),
		cmocka_unit_test_setup_teardown(who_is_gone_holds_nothing, make, drop),
		cmocka_unit_test_setup_teardown(holders_are_listed_by_id, make, drop),
		cmocka_unit_test_setup_teardown(only_assignments_in_force_count, make, drop),
		cmocka_unit_test_setup_teardown(a_record_that_is_no_json_says_nothing, make, drop),
		cmocka_unit_test_setup_teardown(a_void_person_is_nobody, make, drop),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
