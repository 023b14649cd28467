#include "repository.h"

#define FIRST "{\"id\": \"CHR-LAW\", \"type\": \"charter\", \"title\": \"Law\", \"state\": \"active\", \"rank\": 1}\n"
#define SECOND "{\"id\": \"CHR-LAW\", \"type\": \"charter\", \"title\": \"Law\", \"state\": \"active\", \"rank\": 2}\n"
#define OTHER "{\"id\": \"CHR-LORE\", \"type\": \"charter\", \"title\": \"Lore\", \"state\": \"active\", \"rank\": 2}\n"

static int make(void **state)
{
	static struct place place;
	place_make(&place);
	*state = &place;
	return 0;
}

static int drop(void **state)
{
	place_remove(*state);
	return 0;
}

/* Anna writes the record, Bob the prose, Anna both; Bob something else. */
static void write_history(struct place *place)
{
	act_as("anna", "2026-02-01T00:00:00Z");
	commit_files(place, "documents/CHR-LAW.json", FIRST, "documents/CHR-LAW.md", "# Law\n", NULL);
	act_as("bob", "2026-02-02T00:00:00Z");
	commit_files(place, "documents/CHR-LAW.md", "# The law\n", NULL);
	act_as("anna", "2026-02-03T00:00:00Z");
	commit_files(place, "documents/CHR-LAW.json", SECOND, "documents/CHR-LAW.md", "# The Law\n", NULL);
	act_as("bob", "2026-02-04T00:00:00Z");
	commit_files(place, "documents/CHR-LORE.json", OTHER, NULL);
}

static struct sms_record *record_of(struct place *place, const char *id)
{
	struct sms_record *record = NULL;
	must(sms_store_record(place->store, id, NULL, &record));
	return record;
}

static void expect_version(const struct sms_version *version, const char *author, const char *time)
{
	assert_string_equal(version->author_name, author);
	assert_true(version->time == at(time));
	assert_string_equal(version->subject, "change");
}

static void versions_are_the_commits_that_changed_either_file(void **state)
{
	struct place *place = *state;
	sms_auto(versions) struct sms_versions versions = {0};
	write_history(place);
	sms_auto(record) struct sms_record *record = record_of(place, "CHR-LAW");
	must(sms_versions_read(&versions, place->store, record));
	assert_int_equal(versions.count, 3);
	expect_version(&versions.items[0], "anna", "2026-02-03T00:00:00Z");
	expect_version(&versions.items[1], "bob", "2026-02-02T00:00:00Z");
	expect_version(&versions.items[2], "anna", "2026-02-01T00:00:00Z");
	assert_string_equal(versions.items[1].author_email, "bob@example.org");
	/* Bob left the record as it was. */
	assert_true(sms_oid_equal(&versions.items[1].blob, &versions.items[2].blob));
	assert_false(sms_oid_equal(&versions.items[1].body_blob, &versions.items[2].body_blob));
	assert_false(versions.items[0].made);
	assert_false(versions.items[1].made);
	assert_true(versions.items[2].made);
}

static void a_version_gives_the_record_as_it_stood(void **state)
{
	struct place *place = *state;
	sms_auto(versions) struct sms_versions versions = {0};
	sms_auto(record) struct sms_record *then = NULL;
	int64_t rank = 0;
	write_history(place);
	sms_auto(record) struct sms_record *record = record_of(place, "CHR-LAW");
	must(sms_versions_read(&versions, place->store, record));
	must(sms_version_record(&then, place->store, record, &versions.items[1]));
	assert_string_equal(then->body, "# The law\n");
	assert_string_equal(then->text, FIRST);
	assert_true(sms_json_integer(sms_json_get(then->json, "rank"), &rank));
	assert_int_equal(rank, 1);
}

static void all_versions_come_from_one_walk(void **state)
{
	struct place *place = *state;
	sms_auto(map) struct sms_map *all = NULL;
	write_history(place);
	must(sms_versions_read_all(&all, place->store, "documents"));
	assert_int_equal(sms_map_count(all), 2);
	const struct sms_versions *law = sms_map_get(all, "CHR-LAW"), *lore = sms_map_get(all, "CHR-LORE");
	assert_int_equal(law->count, 3);
	assert_int_equal(lore->count, 1);
	assert_true(lore->items[0].made);
	assert_true(sms_oid_is_zero(&lore->items[0].body_blob));
}

static void a_record_made_again_begins_anew(void **state)
{
	struct place *place = *state;
	sms_auto(versions) struct sms_versions versions = {0};
	sms_auto(map) struct sms_map *all = NULL;
	write_history(place);
	commit_files(place, "documents/CHR-LAW.json", (char *)NULL, "documents/CHR-LAW.md", (char *)NULL, (char *)NULL);
	commit_files(place, "documents/CHR-LAW.json", SECOND, NULL);
	sms_auto(record) struct sms_record *record = record_of(place, "CHR-LAW");
	must(sms_versions_read(&versions, place->store, record));
	assert_int_equal(versions.count, 1);
	must(sms_versions_read_all(&all, place->store, "documents"));
	assert_int_equal(((struct sms_versions *)sms_map_get(all, "CHR-LAW"))->count, 1);
}

static void prose_that_was_there_before_its_record_is_part_of_its_history(void **state)
{
	struct place *place = *state;
	sms_auto(versions) struct sms_versions versions = {0};
	sms_auto(record) struct sms_record *then = NULL;
	commit_files(place, "documents/CHR-LAW.md", "# Law\n", NULL);
	commit_files(place, "documents/CHR-LAW.json", FIRST, NULL);
	sms_auto(record) struct sms_record *record = record_of(place, "CHR-LAW");
	must(sms_versions_read(&versions, place->store, record));
	assert_int_equal(versions.count, 2);
	assert_false(versions.items[0].made);
	assert_false(sms_oid_is_zero(&versions.items[0].body_blob));
	assert_true(sms_oid_is_zero(&versions.items[1].blob));
	struct sms_error *error = sms_version_record(&then, place->store, record, &versions.items[1]);
	assert_non_null(error);
	assert_int_equal(sms_error_status(error), SMS_INPUT);
	assert_non_null(strstr(sms_error_message(error), "'CHR-LAW' was not there in commit "));
	sms_error_free(error);
}

static void a_record_that_moves_to_another_folder_stays_itself(void **state)
{
	struct place *place = *state;
	sms_auto(map) struct sms_map *all = NULL;
	const char *text = "{\"id\": \"SOU-ANNA\", \"type\": \"soul\", \"title\": \"Anna\", \"state\": \"active\"}\n";
	commit_files(place, "records/soul/2026/SOU-ANNA.json", text, NULL);
	commit_files(place, "records/soul/2026/SOU-ANNA.json", (char *)NULL, "records/soul/SOU-ANNA.json", text, NULL);
	must(sms_versions_read_all(&all, place->store, "records/soul"));
	const struct sms_versions *versions = sms_map_get(all, "SOU-ANNA");
	assert_int_equal(versions->count, 2);
	assert_false(sms_oid_is_zero(&versions->items[0].blob));
	assert_false(versions->items[0].made);
	assert_true(versions->items[1].made);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(versions_are_the_commits_that_changed_either_file, make, drop),
		cmocka_unit_test_setup_teardown(a_version_gives_the_record_as_it_stood, make, drop),
		cmocka_unit_test_setup_teardown(all_versions_come_from_one_walk, make, drop),
		cmocka_unit_test_setup_teardown(a_record_made_again_begins_anew, make, drop),
		cmocka_unit_test_setup_teardown(prose_that_was_there_before_its_record_is_part_of_its_history, make,
						drop),
		cmocka_unit_test_setup_teardown(a_record_that_moves_to_another_folder_stays_itself, make, drop),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
