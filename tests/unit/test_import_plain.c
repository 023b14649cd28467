/* Import: other kinds of maps and files, and none at all: columns named as fields, records as exported. */
#include "import_case.h"

static void links_lead_to_records(void **state)
{
	struct shop *shop = *state;
	static const char map[] = "{'schema': 'sms/map/1', 'title': '-', 'type': 'ticket', 'system': 'old', 'key': "
				  "'no', 'fields': {'title': 'what', 'reported_at': {'constant': "
				  "'2026-01-01T00:00:00Z'}, 'soul': 'soul', 'words': {'column': 'words', 'split': "
				  "'|'}}, 'states': {'column': 'state', 'values': {'Active': 'open', 'New': 'new', "
				  "'*': 'done'}}}";
	use_map(shop, map);
	expect_counts(shop, "no,what,state,soul,words\nL1,Lamp,Active,anna,a | b\nL2,Desk,Odd,,\n", 2, 0, 0);
	expect_member(shop, "L1", "soul", "'SOU-ANNA'");
	expect_member(shop, "L1", "words", "['a','b']");
	expect_member(shop, "L1", "state", "'open'");
	expect_member(shop, "L2", "state", "'done'");
	expect_member(shop, "L1", "log", "[{'at':'2026-06-01T00:00:00Z','by':'SOU-ANNA','kind':'created'}]");
	act_as("bob", "2026-07-01T00:00:00Z");
	expect_counts(shop, "no,what,state,soul,words\nL1,Lamp,Active,anna,a | b\nL2,Desk,Odd,,\n", 0, 0, 2);
	expect_counts(shop, "no,what,state,soul,words\nL1,Lamp,Odd,anna,a | b\nL2,Desk,Odd,,\n", 0, 1, 1);
	expect_member(shop, "L1", "log.1",
		      "{'at':'2026-07-01T00:00:00Z','by':'SOU-BOB','kind':'state','from':'open','to':'done'}");
	sms_auto(error) struct sms_error *error =
		import_text(shop, "ticket", shop->map, "x.csv",
			    "no,what,state,soul,words\nL1,Lamp,Odd,anna,\nL9,Lamp,Odd,nobody,\n", NULL);
	assert_non_null(error);
	assert_memory_equal(sms_error_message(error), "x.csv:3: soul: ", 15);
}

static void json_rows_are_rows_too(void **state)
{
	struct shop *shop = *state;
	static const char row[] = "{\"no\": \"J1\", \"state\": \"Active\", \"at\": \"1/2/2026 08:00\", \"by\": \"A\", "
				  "\"opened\": \"1/2/2026 08:00\", \"what\": \"X\", \"count\": 5, \"place\": null}";
	sms_auto(string) char *lines = sms_format("%s\n\n", row), *array = sms_format("[%s]", row);
	struct sms_import_result result;
	must(import_text(shop, "ticket", shop->map, "log.ndjson", lines, &result));
	assert_int_equal(result.made, 1);
	expect_member(shop, "J1", "count", "5");
	must(import_text(shop, "ticket", shop->map, "<stdin>", array, &result));
	assert_int_equal(result.unchanged, 1);
}

/* Without a map: made, changed, unchanged. */
static void expect_plain(struct shop *shop, const char *type, const char *name, const char *text, const char *counts)
{
	struct sms_import_result result;
	must(import_text(shop, type, NULL, name, text, &result));
	sms_auto(string) char *found = sms_format("%zu %zu %zu", result.made, result.changed, result.unchanged);
	assert_string_equal(found, counts);
}

#define COLUMNS "external.system,external.id,title,reported_at,state,colour,words,soul,source.place\n"

static void columns_may_be_fields(void **state)
{
	struct shop *shop = *state;
	static const char row[] = COLUMNS "x,7,Lamp,2026-03-01T10:00:00Z,open,RED,\"a, b\",anna,'=1\n";
	expect_plain(shop, "ticket", "x.csv", row, "1 0 0");
	expect_member(shop, "7", "colour", "'red'");
	expect_member(shop, "7", "words", "['a','b']");
	expect_member(shop, "7", "soul", "'SOU-ANNA'");
	expect_member(shop, "7", "source", "{'place':'=1'}");
	expect_member(shop, "7", "log",
		      "[{'at':'2026-06-01T00:00:00Z','by':'SOU-ANNA','kind':'created'},"
		      "{'at':'2026-06-01T00:00:00Z','by':'SOU-ANNA','kind':'state','from':'new','to':'open'}]");
	expect_plain(shop, "tickets", "<stdin>", row, "0 0 1");
	act_as("bob", "2026-07-01T00:00:00Z");
	expect_plain(shop, "ticket", "x.csv", COLUMNS "x,7,Lamp,2026-03-01T10:00:00Z,done,green,\"a, b\",SOU-ANNA,\n",
		     "0 1 0");
	expect_member(shop, "7", "log.2",
		      "{'at':'2026-07-01T00:00:00Z','by':'SOU-BOB','kind':'state','text':'colour: red -> "
		      "green','from':'open','to':'done'}");
	expect_member(shop, "7", "source", "{'place':'=1'}");
}

static void entries_of_a_register_are_known_by_their_title(void **state)
{
	struct shop *shop = *state;
	static const char rows[] = "title,state\nRed cap,active\nBlue cap,proposed\n";
	expect_plain(shop, "cap", "caps.csv", rows, "2 0 0");
	expect_member(shop, "CAP-RED-CAP", "title", "'Red cap'");
	expect_plain(shop, "cap", "caps.csv", rows, "0 0 2");
	expect_plain(shop, "cap", "caps.csv", "id,title\nCAP-RED-CAP,Old cap\n", "0 1 0");
	expect_member(shop, "CAP-RED-CAP", "log.2",
		      "{'at':'2026-06-01T00:00:00Z','by':'SOU-ANNA','kind':'import','text':'title: Red cap -> Old "
		      "cap'}");
}

static void exported_records_come_back_as_they_were(void **state)
{
	struct shop *shop = *state;
	static const char row[] = "external.system,external.id,title,reported_at\nx,8,Lamp,2026-03-01T10:00:00Z\n";
	expect_plain(shop, "ticket", "x.csv", row, "1 0 0");
	sms_auto(json) sms_json *json = stored(shop, "8");
	sms_auto(buf) struct sms_buf text = SMS_BUF_INIT;
	sms_json_print_line(&text, json);
	expect_plain(shop, "ticket", "x.ndjson", sms_buf_text(&text), "0 0 1");
	sms_auto(string) char *path = sms_format("records/ticket/2026/03/%s.json", sms_json_get_text(json, "id"));
	sms_auto(string) char *before = read_place(&shop->place, path);
	commit_files(&shop->place, path, NULL, NULL);
	act_as("bob", "2026-07-01T00:00:00Z");
	expect_plain(shop, "ticket", "x.ndjson", sms_buf_text(&text), "1 0 0");
	sms_auto(string) char *after = read_place(&shop->place, path);
	assert_string_equal(before, after);
}

static void rows_may_point_to_later_ones(void **state)
{
	struct shop *shop = *state;
	expect_plain(shop, "wearing", "w.ndjson",
		     "{\"id\": \"WEA-8\", \"title\": \"8\", \"links\": [{\"rel\": \"relates-to\", \"to\": "
		     "\"WEA-9\"}]}\n{\"id\": \"WEA-9\", \"title\": \"9\"}\n",
		     "2 0 0");
}

static void a_plain_row_that_is_wrong_is_named(void **state)
{
	static const struct {
		const char *type, *text, *message;
	} rows[] = {
		{"ticket", "title,colur\na,red\n", "x:1: column 'colur': unknown field 'colur' of ticket"},
		{"ticket", "title,colour\na,blue\n", "x:2:3: colour 'blue': must be one of red, green"},
		{"ticket", "title\na\n",
		 "x:2: has neither 'id' nor 'external.system' and 'external.id' to know it again by"},
		{"cap", "title\na\na\n", "x:3: 'CAP-A' is there twice"},
		{"cap", "[{\"title\": \"a\", \"type\": \"ticket\"}]", "x:1:2: is a ticket, not a cap"},
		{"cap", "{\"id\": \"SOU-ANNA\"}", "x:1:1: 'SOU-ANNA' is no cap"},
	};
	struct shop *shop = *state;
	for (size_t i = 0; i < SMS_COUNT(rows); i++)
		expect_error(shop, import_text(shop, rows[i].type, NULL, "x", rows[i].text, NULL), rows[i].message);
}

int main(void)
{
#define TEST(function) cmocka_unit_test_setup_teardown(function, open_shop, close_shop)
	const struct CMUnitTest tests[] = {
		TEST(links_lead_to_records),
		TEST(json_rows_are_rows_too),
		TEST(columns_may_be_fields),
		TEST(entries_of_a_register_are_known_by_their_title),
		TEST(exported_records_come_back_as_they_were),
		TEST(rows_may_point_to_later_ones),
		TEST(a_plain_row_that_is_wrong_is_named),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
