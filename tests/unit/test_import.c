/* Import: event logs become records with their history, once; rows with news update them; bad rows stop it. */
#include "import_case.h"

#define FIRST_ROWS                                                                                                     \
	LOG_HEADER "T1,New,1/2/2026 08:00,Ann,1/2/2026 07:58,Op,Printer,Attic,2 - Green,North,1\n"                     \
		   "T2,Active,1/2/2026 09:00,Bob,1/2/2026 08:59,?,?,?,none,?,0\n"                                      \
		   "T1,Active,1/2/2026 08:30,Ann,1/2/2026 07:58,Op,Printer,Attic,2 - Green,North,2\n"                  \
		   "T1,Active,1/2/2026 08:40,Ann,1/2/2026 07:58,Op,Printer,Attic,2 - Green,North,3\n"                  \
		   "T1,Waiting A,1/2/2026 08:50,Cy,1/2/2026 07:58,Op,Printer,Attic,1 - Red,South,4\n"
#define MORE_ROWS                                                                                                      \
	"T1,Waiting B,1/2/2026 10:00,Cy,1/2/2026 07:58,Op,Printer,Attic,1 - Red,South,5\n"                             \
	"T1,-100,1/2/2026 11:00,Cy,1/2/2026 07:58,Op,Printer,Cellar,1 - Red,South,6\n"                                 \
	"T1,Closed,2/2/2026 11:00,Cy,1/2/2026 07:58,Op,Printer,Cellar,1 - Red,South,7\n"                               \
	"T1,Active,3/2/2026 11:00,Di,1/2/2026 07:58,Op,Printer,Cellar,1 - Red,?,8\n"

static void rows_of_a_key_become_one_record(void **state)
{
	struct shop *shop = *state;
	expect_counts(shop, FIRST_ROWS, 2, 0, 0);
	expect_member(shop, "T1", "title", "'Printer in Attic'");
	expect_member(shop, "T1", "state", "'waiting'");
	expect_member(shop, "T1", "created", "{'at':'2026-02-01T07:58:00Z','by':'Op'}");
	expect_member(shop, "T1", "external", "{'system':'old','id':'T1'}");
	expect_member(shop, "T1", "colour", "'red'");
	expect_member(shop, "T1", "count", "4");
	expect_member(shop, "T1", "source", "{'place':'Attic'}");
	expect_member(shop, "T1", "first_at", "'2026-02-01T08:30:00Z'");
	expect_member(shop, "T1", "teams",
		      "[{'team':'North','at':'2026-02-01T08:00:00Z'},{'team':'South','at':'2026-02-01T08:50:00Z'}]");
	expect_member(shop, "T1", "waits", "[{'why':'a','from':'2026-02-01T08:50:00Z'}]");
	expect_member(shop, "T1", "log",
		      "[{'at':'2026-02-01T07:58:00Z','by':'Op','kind':'created'},"
		      "{'at':'2026-02-01T08:30:00Z','by':'Ann','kind':'state','from':'new','to':'open'},"
		      "{'at':'2026-02-01T08:50:00Z','by':'Cy','kind':'state','text':'state: Waiting A; team: North -> "
		      "South; colour: 2 - Green -> 1 - Red','from':'open','to':'waiting','unlisted':1}]");
}

static void what_is_missing_is_left_out(void **state)
{
	struct shop *shop = *state;
	expect_counts(shop, FIRST_ROWS, 2, 0, 0);
	expect_member(shop, "T2", "title", "'Ticket T2'");
	expect_member(shop, "T2", "created.by", "'somebody'");
	expect_member(shop, "T2", "colour", "");
	expect_member(shop, "T2", "source", "");
	expect_member(shop, "T2", "teams", "");
	expect_member(shop, "T2", "log",
		      "[{'at':'2026-02-01T08:59:00Z','by':'somebody','kind':'created'},"
		      "{'at':'2026-02-01T09:00:00Z','by':'Bob','kind':'state','from':'new','to':'open'}]");
}

static void history_is_kept_as_it_was(void **state)
{
	struct shop *shop = *state;
	expect_counts(shop, FIRST_ROWS MORE_ROWS, 2, 0, 0);
	expect_member(shop, "T1", "state", "'open'");
	expect_member(shop, "T1", "log.3",
		      "{'at':'2026-02-01T10:00:00Z','by':'Cy','kind':'update','text':'state: Waiting B'}");
	expect_member(shop, "T1", "log.4",
		      "{'at':'2026-02-01T11:00:00Z','by':'Cy','kind':'update','text':'state: -100'}");
	expect_member(shop, "T1", "log.5",
		      "{'at':'2026-02-02T11:00:00Z','by':'Cy','kind':'state','from':'waiting','to':'closed'}");
	expect_member(shop, "T1", "log.6",
		      "{'at':'2026-02-03T11:00:00Z','by':'Di','kind':'state','text':'team: South -> "
		      "none','from':'closed','to':'open'}");
	expect_member(shop, "T1", "again", "[{'at':'2026-02-03T11:00:00Z','by':'Di'}]");
	expect_member(shop, "T1", "waits",
		      "[{'why':'a','from':'2026-02-01T08:50:00Z','to':'2026-02-01T10:00:00Z'},"
		      "{'why':'b','from':'2026-02-01T10:00:00Z','to':'2026-02-01T11:00:00Z'}]");
}

static void rows_are_put_in_the_order_of_time(void **state)
{
	struct shop *shop = *state;
	expect_counts(shop,
		      LOG_HEADER "T3,Done,1/2/2026 10:00,B,1/2/2026 07:58,Op,X,?,?,?,3\n"
				 "T3,New,1/2/2026 08:00,A,1/2/2026 07:58,Op,X,?,?,?,1\n"
				 "T3,Active,1/2/2026 08:00,A,1/2/2026 07:58,Op,X,?,?,?,2\n",
		      1, 0, 0);
	expect_member(shop, "T3", "state", "'done'");
	expect_member(shop, "T3", "count", "3");
	expect_member(shop, "T3", "log.2.from", "'open'");
}

/* Of sources whose times do not agree: a record begins with what came first. */
static void the_earliest_of_several_instants_counts(void **state)
{
	static const char map[] =
		"{'schema': 'sms/map/1', 'title': 'A log', 'type': 'ticket', 'system': 'old', 'key': 'no', 'group': "
		"true,"
		" 'at': {'column': 'at', 'time': 'd/m/yyyy HH:MM'}, 'created': {'at': {'earliest': ["
		"{'column': 'opened', 'time': 'd/m/yyyy HH:MM'}, {'column': 'at', 'time': 'd/m/yyyy HH:MM'}]}},"
		" 'fields': {'title': 'no', 'reported_at': {'earliest': [{'column': 'opened', 'time': 'd/m/yyyy "
		"HH:MM'},"
		" {'column': 'at', 'time': 'd/m/yyyy HH:MM', 'row': 'first'}]}}}";
	struct shop *shop = *state;
	use_map(shop, map);
	expect_counts(shop,
		      "no,at,opened\nT1,1/2/2026 10:00,1/2/2026 09:45\nT1,1/2/2026 09:27,1/2/2026 09:45\n"
		      "T2,1/2/2026 10:00,1/2/2026 09:45\n",
		      2, 0, 0);
	expect_member(shop, "T1", "created.at", "'2026-02-01T09:27:00Z'");
	expect_member(shop, "T1", "reported_at", "'2026-02-01T09:27:00Z'");
	expect_member(shop, "T2", "reported_at", "'2026-02-01T09:45:00Z'");
}

static void a_second_run_changes_nothing(void **state)
{
	struct shop *shop = *state;
	expect_counts(shop, FIRST_ROWS, 2, 0, 0);
	sms_auto(string) char *before = tip(shop);
	expect_counts(shop, FIRST_ROWS, 0, 0, 2);
	sms_auto(string) char *after = tip(shop);
	assert_string_equal(before, after);
}

static void two_clones_make_the_same_files(void **state)
{
	struct shop *shop = *state;
	sms_auto(string) char *first = NULL;
	expect_counts(shop, FIRST_ROWS, 2, 0, 0);
	sms_auto(json) sms_json *one = stored(shop, "T1");
	sms_auto(string) char *path = sms_format("records/ticket/2026/02/%s.json", sms_json_get_text(one, "id"));
	first = read_place(&shop->place, path);
	act_as("bob", "2027-01-01T00:00:00Z");
	commit_files(&shop->place, path, NULL, NULL);
	expect_counts(shop, FIRST_ROWS, 1, 0, 1);
	sms_auto(string) char *second = read_place(&shop->place, path);
	assert_string_equal(first, second);
}

static void new_rows_update_the_record(void **state)
{
	struct shop *shop = *state;
	expect_counts(shop, FIRST_ROWS, 2, 0, 0);
	sms_auto(json) sms_json *before = stored(shop, "T1");
	expect_counts(shop, FIRST_ROWS MORE_ROWS, 0, 1, 1);
	sms_auto(json) sms_json *after = stored(shop, "T1");
	assert_string_equal(sms_json_get_text(before, "id"), sms_json_get_text(after, "id"));
	/* What was in the log is there as it was, digest and all. */
	for (size_t i = 0; i < sms_json_count(sms_json_get(before, "log")); i++)
		assert_true(sms_json_equal(sms_json_at(sms_json_get(before, "log"), i),
					   sms_json_at(sms_json_get(after, "log"), i)));
	assert_int_equal(sms_json_count(sms_json_get(after, "log")), 7);
	expect_member(shop, "T1", "source.place", "'Cellar'");
	expect_member(shop, "T1", "count", "8");
	expect_counts(shop, FIRST_ROWS MORE_ROWS, 0, 0, 2);
}

static void set_member(struct shop *shop, const char *name, const char *assignment, const char *to)
{
	sms_auto(change) struct sms_change *change = NULL;
	struct sms_record *record = NULL;
	struct sms_actor actor;
	must(sms_change_begin(&change, shop->place.store));
	must(sms_change_actor(change, &actor));
	must(sms_store_record(shop->place.store, name, NULL, &record));
	if (assignment)
		must(sms_record_assign(record, assignment, actor.at));
	if (to)
		must(sms_record_move(record, to, "because", &actor));
	else
		sms_record_log(record, &actor, "set", NULL);
	must(sms_change_put(change, record, false));
	sms_record_free(record);
	commit_change(&shop->place, sms_move(&change));
}

static void what_people_changed_stays_while_rows_bring_nothing_new(void **state)
{
	struct shop *shop = *state;
	expect_counts(shop, FIRST_ROWS, 2, 0, 0);
	act_as("bob", "2026-06-02T00:00:00Z");
	set_member(shop, "T1", "title=Better title", NULL);
	set_member(shop, "T1", NULL, "open");
	expect_counts(shop, FIRST_ROWS, 0, 0, 2);
	expect_member(shop, "T1", "title", "'Better title'");
	expect_member(shop, "T1", "state", "'open'");
}

static void news_of_rows_join_what_people_did(void **state)
{
	struct shop *shop = *state;
	expect_counts(shop, FIRST_ROWS, 2, 0, 0);
	act_as("bob", "2026-06-02T00:00:00Z");
	set_member(shop, "T1", "words=mine", NULL);
	set_member(shop, "T1", NULL, "open");
	expect_counts(shop, FIRST_ROWS "T1,Closed,2/2/2026 11:00,Cy,1/2/2026 07:58,Op,Printer,Attic,1 - Red,South,7\n",
		      0, 1, 1);
	expect_member(shop, "T1", "words", "['mine']");
	expect_member(shop, "T1", "state", "'closed'");
	expect_member(shop, "T1", "log.5",
		      "{'at':'2026-02-02T11:00:00Z','by':'Cy','kind':'state','from':'open','to':'closed'}");
	expect_member(shop, "T1", "log.6", "");
}

static void a_value_that_rows_lost_is_not_removed(void **state)
{
	struct shop *shop = *state;
	expect_counts(shop, LOG_HEADER "T4,New,1/2/2026 08:00,A,1/2/2026 07:58,Op,X,Attic,?,?,1\n", 1, 0, 0);
	expect_counts(shop, LOG_HEADER "T4,New,1/2/2026 08:00,A,1/2/2026 07:58,Op,X,?,?,?,2\n", 0, 1, 0);
	expect_member(shop, "T4", "source.place", "'Attic'");
	expect_member(shop, "T4", "log.1",
		      "{'at':'2026-06-01T00:00:00Z','by':'SOU-ANNA','kind':'import','text':'title: X in Attic -> X; "
		      "count: 1 -> 2'}");
	expect_counts(shop, LOG_HEADER "T4,New,1/2/2026 08:00,A,1/2/2026 07:58,Op,X,?,?,?,2\n", 0, 0, 1);
}

static void a_void_record_stays_void(void **state)
{
	struct shop *shop = *state;
	expect_counts(shop, FIRST_ROWS, 2, 0, 0);
	set_member(shop, "T1", NULL, "void");
	expect_counts(shop, FIRST_ROWS MORE_ROWS, 0, 0, 2);
	expect_member(shop, "T1", "state", "'void'");
}

static void a_taken_id_gives_the_next_one(void **state)
{
	struct shop *shop = *state;
	expect_counts(shop, FIRST_ROWS, 2, 0, 0);
	sms_auto(json) sms_json *one = stored(shop, "T1");
	sms_auto(string) char *id = sms_strdup(sms_json_get_text(one, "id"));
	sms_auto(string) char *path = sms_format("records/ticket/2026/02/%s.json", id);
	sms_auto(buf) struct sms_buf text = SMS_BUF_INIT;
	sms_json_remove(one, "external");
	sms_json_print(&text, one);
	commit_files(&shop->place, path, sms_buf_text(&text), NULL);
	expect_counts(shop, FIRST_ROWS, 1, 0, 1);
	sms_auto(json) sms_json *other = stored(shop, "T1");
	assert_string_not_equal(sms_json_get_text(other, "id"), id);
	expect_counts(shop, FIRST_ROWS, 0, 0, 2);
}

static void a_bad_row_is_named_with_its_place(void **state)
{
	static const struct {
		const char *name, *text, *message;
	} rows[] = {
		{"x.csv",
		 LOG_HEADER "T1,New,1/2/2026 08:00,A,1/2/2026 08:00,O,W,P,?,?,1\nT1,Odd,1/2/2026 "
			    "09:00,A,1/2/2026 08:00,O,W,P,?,?,1\n",
		 "x.csv:3:4: 'Odd' of column 'state' is not among states.values in map.json"},
		{"x.csv", LOG_HEADER "T1,New,1/2/2026 08:00,A,1/2/2026 08:00,O,\"Ü, \n\",P,blue,?,1\n",
		 "x.csv:3:5: 'blue' of column 'colour' is not among the values for colour in map.json"},
		{"x.csv", LOG_HEADER "T1,New,31/2/2026 08:00,A,1/2/2026 08:00,O,W,P,?,?,1\n",
		 "x.csv:2:8: '31/2/2026 08:00' is no time of the form d/m/yyyy HH:MM"},
		{"x.csv", LOG_HEADER "?,New,1/2/2026 08:00,A,1/2/2026 08:00,O,W,P,?,?,1\n",
		 "x.csv:2:1: column 'no', the key, is empty"},
		{"x.csv", LOG_HEADER "T1,New,?,A,1/2/2026 08:00,O,W,P,?,?,1\n", "x.csv:2: has no time"},
		{"x.csv", LOG_HEADER "T1,Active,1/2/2026 08:00,?,1/2/2026 08:00,O,W,P,?,?,1\n",
		 "x.csv:2: has no person"},
		{"x.csv", LOG_HEADER "T1,New,1/2/2026 08:00,A,1/2/2026 08:00,O,W,P,?,?,many\n",
		 "x.csv:2:50: count 'many': must be a number"},
		{"x.csv", LOG_HEADER "T1,New,1/2/2026 08:00,A,1/2/2026 08:00,O,W,P,?,?,-1\n", NULL},
		{"x.csv", LOG_HEADER "T1,New\n", "x.csv:2: a row of 2 fields where the header has 11"},
		{"x.csv", "no,state,at\n", "x.csv:1: there is no column 'by'"},
		{"x.csv", "no,no\n", "x.csv:1: column 'no' is there twice"},
		{"x.csv", "", "x.csv: is empty"},
		{"x.ndjson", "{\"no\": \"T1\"}\n{\"no\": }\n", NULL},
		{"x.ndjson", "{\"no\": \"T1\",\n", NULL},
		{"x.ndjson", "\n7\n", "x.ndjson:2:1: a row must be a JSON object"},
		{"x.json", "[{\"no\": \"T1\"},\n 7]", "x.json:2:2: a row must be a JSON object"},
		{"x.ndjson", "\n{\"no\": \"T1\", \"at\": \"soon\"}",
		 "x.ndjson:2:20: 'soon' is no time of the form d/m/yyyy HH:MM"},
		{"x.csv.xz",
		 "\xfd"
		 "7zXZ",
		 "x.csv.xz: is compressed"},
	};
	struct shop *shop = *state;
	sms_auto(string) char *before = tip(shop);
	for (size_t i = 0; i < SMS_COUNT(rows); i++) {
		struct sms_error *error = import_text(shop, "ticket", shop->map, rows[i].name, rows[i].text, NULL);
		if (!error)
			fail_msg("'%s' is taken", rows[i].text);
		if (rows[i].message)
			expect_error(shop, error, rows[i].message);
		else
			sms_error_free(error);
	}
	sms_auto(string) char *after = tip(shop);
	assert_string_equal(before, after);
}

static void a_key_twice_needs_a_map_that_groups(void **state)
{
	struct shop *shop = *state;
	use_map(shop, "{'schema': 'sms/map/1', 'title': '-', 'type': 'ticket', 'system': 'old', 'key': 'no', 'fields': "
		      "{'title': 'what'}}");
	expect_error(shop, import_text(shop, "ticket", shop->map, "x.csv", "no,what\n1,a\n2,b\n1,c\n", NULL),
		     "x.csv:4:1: '1' was in line 2 already");
}

static void a_bad_map_is_named_with_its_place(void **state)
{
#define HEAD "{'schema': 'sms/map/1', 'title': '-', 'type': 'ticket', 'system': 'old', 'key': 'no',\n"
	static const struct {
		const char *map, *message;
	} rows[] = {
		{HEAD "'fields': {'titel': 'what'}}", "map.json:2:12: unknown field 'titel' of ticket"},
		{HEAD "'fields': {'log': 'what'}}", "map.json:2:19: 'log' is filled by other members of the map"},
		{HEAD "'fields': {'title': {'template': 'a {b'}}}", "map.json:2:21: '{' is not closed"},
		{HEAD "'fields': {'title': {'template': 'a [b'}}}", "map.json:2:21: '[' is not closed"},
		{HEAD
		 "'fields': {'title': {'template': 'a [[b]]]'}}, 'states': {'column': 's', 'values': {'x': 'gone'}}}",
		 "map.json:2:90: ticket has no state 'gone'"},
		{HEAD "'fields': {'title': 'a'}, 'at': 'b', 'lists': {'words': {'runs': {'column': 'c'}, 'at': 'd'}}}",
		 "map.json:2:57: 'words' of ticket is no list of objects"},
		{HEAD "'fields': {'title': {'entered': 'gone'}}}", "map.json:2:21: ticket has no state 'gone'"},
		{"{'schema': 'sms/map/1', 'title': '-', 'type': 'other', 'system': 'old', 'key': 'no', 'fields': "
		 "{'title': "
		 "'a'}}",
		 "map.json:1:47: is for other, not for ticket"},
		{HEAD "'fields': {'title': {'colum': 'a'}}}", NULL},
		{"{'schema': 'sms/map/2'}", NULL},
		{"{", NULL},
	};
	struct shop *shop = *state;
	for (size_t i = 0; i < SMS_COUNT(rows); i++) {
		use_map(shop, rows[i].map);
		struct sms_error *error = import_text(shop, "ticket", shop->map, "x.csv", "no\n", NULL);
		assert_non_null(error);
		if (rows[i].message)
			expect_error(shop, error, rows[i].message);
		else
			assert_non_null(strstr(sms_error_message(error), MAP_NAME ":1:")
						? sms_error_message(error)
						: strstr(sms_error_message(error), MAP_NAME ":2:"));
		if (!rows[i].message)
			sms_error_free(error);
	}
}

static void the_builtin_map_is_for_its_type(void **state)
{
	struct shop *shop = *state;
	sms_auto(list) struct sms_list all = SMS_LIST_INIT, none = SMS_LIST_INIT;
	const struct sms_type *type;
	must(sms_types_find(&type, shop->place.store->types, "ticket"));
	sms_import_maps(NULL, &all);
	sms_import_maps(type, &none);
	assert_true(all.count > 0);
	assert_int_equal(none.count, 0);
	sms_auto(error) struct sms_error *error = import_text(shop, "ticket", "nonsense", "x.csv", "a\n", NULL);
	assert_string_equal(sms_error_message(error), "there is no map 'nonsense'");
}

static void many_records_are_made_on_two_threads(void **state)
{
	struct shop *shop = *state;
	sms_auto(buf) struct sms_buf text = SMS_BUF_INIT;
	sms_buf_add_text(&text, LOG_HEADER);
	for (int i = 0; i < 1000; i++)
		sms_buf_add_format(&text, "M%d,Active,1/2/2026 08:00,A,1/2/2026 08:00,O,Thing %d,P,?,T,%d\n", i, i, i);
	expect_counts(shop, sms_buf_text(&text), 1000, 0, 0);
	expect_counts(shop, sms_buf_text(&text), 0, 0, 1000);
	expect_member(shop, "M999", "count", "999");
	/* Of two bad rows, one in each half, the first is told. */
	sms_buf_add_text(&text, "M1000,Odd,1/2/2026 08:00,A,1/2/2026 08:00,O,X,P,?,T,1\n");
	memcpy(strstr(sms_buf_text(&text), "M20,Active") + 4, "Bctive", 6);
	expect_error(shop, import_text(shop, "ticket", shop->map, "x.csv", sms_buf_text(&text), NULL),
		     "x.csv:22:5: 'Bctive' of column 'state' is not among states.values in map.json");
}

int main(void)
{
#define TEST(function) cmocka_unit_test_setup_teardown(function, open_shop, close_shop)
	const struct CMUnitTest tests[] = {
		TEST(rows_of_a_key_become_one_record),
		TEST(what_is_missing_is_left_out),
		TEST(history_is_kept_as_it_was),
		TEST(rows_are_put_in_the_order_of_time),
		TEST(the_earliest_of_several_instants_counts),
		TEST(a_second_run_changes_nothing),
		TEST(two_clones_make_the_same_files),
		TEST(new_rows_update_the_record),
		TEST(what_people_changed_stays_while_rows_bring_nothing_new),
		TEST(news_of_rows_join_what_people_did),
		TEST(a_value_that_rows_lost_is_not_removed),
		TEST(a_void_record_stays_void),
		TEST(a_taken_id_gives_the_next_one),
		TEST(a_bad_row_is_named_with_its_place),
		TEST(a_key_twice_needs_a_map_that_groups),
		TEST(a_bad_map_is_named_with_its_place),
		TEST(the_builtin_map_is_for_its_type),
		TEST(many_records_are_made_on_two_threads),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
