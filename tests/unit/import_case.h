/* A repository with a made-up type to import into, and what to say about an import. */
#ifndef TESTS_IMPORT_CASE_H
#define TESTS_IMPORT_CASE_H

#include "repository.h"
#include "work/import/import.h"

#define MAP_NAME "map.json"

static const char ticket_type[] =
	"{\"$schema\": \"https://json-schema.org/draft/2020-12/schema\", \"title\": \"Ticket\", \"description\": \"-\","
	" \"type\": \"object\", \"allOf\": [{\"$ref\": \"common.json#/$defs/envelope\"}],"
	" \"required\": [\"title\", \"reported_at\"], \"properties\": {"
	"  \"reported_at\": {\"type\": \"string\", \"format\": \"date-time\"},"
	"  \"colour\": {\"type\": \"string\", \"enum\": [\"red\", \"green\"]},"
	"  \"count\": {\"type\": \"integer\", \"minimum\": 0},"
	"  \"words\": {\"type\": \"array\", \"items\": {\"type\": \"string\"}},"
	"  \"first_at\": {\"type\": \"string\", \"format\": \"date-time\"},"
	"  \"teams\": {\"type\": \"array\", \"items\": {\"type\": \"object\", \"properties\": {\"team\": {\"type\": "
	"\"string\"}, \"at\": {\"type\": \"string\"}}, \"additionalProperties\": false}},"
	"  \"waits\": {\"type\": \"array\", \"items\": {\"type\": \"object\", \"properties\": {\"why\": {\"type\": "
	"\"string\"}, \"from\": {\"type\": \"string\"}, \"to\": {\"type\": \"string\"}}, \"additionalProperties\": "
	"false}},"
	"  \"again\": {\"type\": \"array\", \"items\": {\"type\": \"object\", \"properties\": {\"at\": {\"type\": "
	"\"string\"}, \"by\": {\"type\": \"string\"}}, \"additionalProperties\": false}},"
	"  \"soul\": {\"type\": \"string\"},"
	"  \"source\": {\"type\": \"object\", \"additionalProperties\": {\"type\": \"string\"}}},"
	" \"unevaluatedProperties\": false,"
	" \"x-sms\": {\"plural\": \"tickets\", \"prefix\": \"TCK\", \"kind\": \"event\", \"command\": \"record\", "
	"\"clauses\": [\"8.6.1\"], \"columns\": [\"id\", \"title\"], \"lifecycle\": {\"initial\": \"new\", \"final\": "
	"[\"closed\"], \"moves\": {\"new\": [\"open\"], \"open\": [\"waiting\", \"done\"], \"waiting\": [\"open\"], "
	"\"done\": [\"open\", \"closed\"], \"closed\": []}}, \"links\": {\"soul\": [\"soul\"]}, \"workflow\": [], "
	"\"date\": \"reported_at\", \"defaults\": {\"reported_at\": \"@now\"}}}\n";

static const char cap_type[] =
	"{\"$schema\": \"https://json-schema.org/draft/2020-12/schema\", \"title\": \"Cap\", \"description\": \"-\","
	" \"type\": \"object\", \"allOf\": [{\"$ref\": \"common.json#/$defs/envelope\"}], \"properties\": {},"
	" \"x-sms\": {\"plural\": \"caps\", \"prefix\": \"CAP\", \"kind\": \"register\", \"command\": \"add\", "
	"\"clauses\": [\"5.3\"], \"columns\": [\"id\"], \"lifecycle\": {\"initial\": \"proposed\", \"final\": "
	"[\"gone\"], \"moves\": {\"proposed\": [\"active\"], \"active\": [\"gone\"], \"gone\": []}}}}\n";

/* Where single quotes stand, double ones are meant. */
static const char log_map[] =
	"{'schema': 'sms/map/1', 'title': 'A log', 'type': 'ticket', 'system': 'old', 'key': 'no', 'missing': ['?', "
	"''],"
	" 'group': true, 'at': {'column': 'at', 'time': 'd/m/yyyy HH:MM'}, 'by': 'by',\n"
	" 'created': {'at': {'column': 'opened', 'time': 'd/m/yyyy HH:MM'}, 'by': ['opener', {'constant': "
	"'somebody'}]},\n"
	" 'fields': {'title': [{'template': '{what}[ in {place}]'}, {'template': 'Ticket {no}'}],\n"
	"  'reported_at': {'column': 'opened', 'time': 'd/m/yyyy HH:MM'},\n"
	"  'colour': {'column': 'colour', 'values': {'1 - Red': 'red', '2 - Green': 'green', 'none': null}},\n"
	"  'first_at': {'entered': ['open', 'done'], 'row': 'first'}, 'count': 'count', 'source.place': 'place'},\n"
	" 'states': {'column': 'state', 'values': {'New': 'new', 'Active': 'open', 'Waiting A': 'waiting', "
	"'Waiting B': 'waiting', 'Done': 'done', 'Closed': 'closed', '-100': null}},\n"
	" 'lists': {'teams': {'runs': {'column': 'team'}, 'value': 'team', 'at': 'at'},\n"
	"  'waits': {'runs': {'column': 'state', 'values': {'Waiting A': 'a', 'Waiting B': 'b', '*': null}}, 'value': "
	"'why', 'from': 'from', 'to': 'to'},\n"
	"  'again': {'moves': {'from': ['done', 'closed'], 'to': ['open', 'new']}, 'at': 'at', 'by': 'by'}},\n"
	" 'log': {'watch': {'team': 'team', 'colour': 'colour'}, 'quiet': 'unlisted'}}\n";

#define LOG_HEADER "no,state,at,by,opened,opener,what,place,colour,team,count\n"

struct shop {
	struct place place;
	char *map; /* path of the map in use */
};

static inline void use_map(struct shop *shop, const char *text)
{
	sms_auto(string) char *json = sms_strdup(text);
	for (char *at = json; *at; at++)
		*at = *at == '\'' ? '"' : *at;
	must(sms_file_write(shop->map, json, strlen(json)));
}

static inline int open_shop(void **state)
{
	static struct shop shop;
	place_make(&shop.place);
	add_people(&shop.place);
	act_as("anna", "2026-06-01T00:00:00Z");
	commit_files(&shop.place, "types/ticket.json", ticket_type, "types/cap.json", cap_type, NULL);
	shop.map = sms_format("%s/.git/" MAP_NAME, shop.place.path);
	use_map(&shop, log_map);
	*state = &shop;
	return 0;
}

static inline int close_shop(void **state)
{
	struct shop *shop = *state;
	place_remove(&shop->place);
	free(shop->map);
	sms_clock_set(SMS_TIME_NONE);
	return 0;
}

/* Imports as whoever acts, with the map in use or without one, and commits. */
static inline struct sms_error *import_text(struct shop *shop, const char *type_name, const char *map, const char *name,
					    const char *text, struct sms_import_result *result)
{
	sms_auto(change) struct sms_change *change = NULL;
	const struct sms_type *type;
	const struct sms_import_options options = {.map = map, .name = name};
	struct sms_import_result scratch;
	must(sms_change_begin(&change, shop->place.store));
	must(sms_types_find(&type, shop->place.store->types, type_name));
	SMS_TRY(sms_import(result ? result : &scratch, change, shop->place.store, type, text, strlen(text), &options));
	commit_change(&shop->place, sms_move(&change));
	return NULL;
}

static inline void expect_counts(struct shop *shop, const char *text, size_t made, size_t changed, size_t unchanged)
{
	struct sms_import_result result;
	must(import_text(shop, "ticket", shop->map, "log.csv", text, &result));
	if (result.made != made || result.changed != changed || result.unchanged != unchanged)
		fail_msg("%zu made, %zu changed, %zu unchanged", result.made, result.changed, result.unchanged);
}

/* The error's message without the map's path, which is a temporary one. */
static inline void expect_error(struct shop *shop, struct sms_error *error, const char *message)
{
	sms_auto(buf) struct sms_buf text = SMS_BUF_INIT;
	assert_non_null(error);
	const char *rest = sms_error_message(error), *found;
	size_t length = strlen(shop->map) - strlen(MAP_NAME);
	while ((found = strstr(rest, shop->map))) {
		sms_buf_add(&text, rest, (size_t)(found - rest));
		rest = found + length;
		sms_buf_add(&text, MAP_NAME, strlen(MAP_NAME));
		rest += strlen(MAP_NAME);
	}
	sms_buf_add_text(&text, rest);
	assert_string_equal(sms_buf_text(&text), message);
	assert_int_equal(sms_error_status(error), SMS_INPUT);
	sms_error_free(error);
}

static inline sms_json *stored(struct shop *shop, const char *name)
{
	struct sms_record *record = NULL;
	must(sms_store_record(shop->place.store, name, NULL, &record));
	sms_json *json = sms_move(&record->json);
	sms_record_free(record);
	return json;
}

/* The record's member as one line of JSON with single quotes, digests left out. */
static inline void expect_member(struct shop *shop, const char *name, const char *path, const char *expected)
{
	sms_auto(json) sms_json *json = stored(shop, name);
	sms_auto(buf) struct sms_buf text = SMS_BUF_INIT;
	sms_json *log = sms_json_edit(json, "log");
	for (size_t i = 0; i < sms_json_count(log); i++)
		sms_json_remove(sms_json_edit_at(log, i), "digest");
	const sms_json *value = sms_json_path(json, path);
	if (value)
		sms_json_print_line(&text, value);
	for (size_t i = 0; i < text.length; i++)
		text.data[i] = text.data[i] == '"' ? '\'' : text.data[i];
	assert_string_equal(sms_buf_text(&text), expected);
}

static inline char *tip(struct shop *shop)
{
	char hex[SMS_OID_SIZE] = "";
	sms_oid_format(&shop->place.store->head, hex);
	return sms_strdup(hex);
}

#endif
