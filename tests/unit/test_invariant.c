/* The invariants of all types: every one is broken by a case under tests/cases/invariants, and kept by the same records
 * before they were tampered with. A case is
 *   { "rule": id, "record": the one it is said of,
 *     "records": [ { "id", "state", "drop": members of the type's example, "set": members over it } ],
 *     "breaks": { id: members that tampering sets } } */
#include "base/file.h"
#include "base/map.h"
#include "model/invariant/invariant.h"
#include "specimen.h"

struct world {
	struct sms_types *types;
	const struct sms_invariants *invariants;
};
static struct world world;

static int load(void **state)
{
	sms_json_setup();
	must(sms_types_load(&world.types, NULL, 0));
	must(sms_types_invariants(&world.invariants, world.types));
	must(sms_invariants_prepare(world.invariants, NULL));
	return 0;
}

static int unload(void **state)
{
	sms_types_free(world.types);
	return 0;
}

static void set_all(sms_json *into, const sms_json *members)
{
	sms_json_each(member, members) {
		sms_json *there = sms_json_edit(into, sms_json_key(member));
		if (sms_json_is(member, SMS_JSON_OBJECT) && sms_json_is(there, SMS_JSON_OBJECT))
			set_all(there, member);
		else
			sms_json_set(into, sms_json_key(member), sms_json_copy(member));
	}
}

static sms_json *make(const sms_json *one, const sms_json *breaks)
{
	const char *id = sms_json_get_text(one, "id");
	const struct sms_type *type = sms_types_of_id(world.types, id);
	sms_auto(buf) struct sms_buf why = SMS_BUF_INIT;
	assert_non_null(type);
	sms_json *record = specimen(type, id, sms_json_get_text(one, "state"));
	sms_json_each(name, sms_json_get(one, "drop"))
		sms_json_remove(record, sms_json_text(name));
	set_all(record, sms_json_get(one, "set"));
	set_all(record, breaks);
	if (!specimen_fit(type, record, &why))
		fail_msg("%s: %s", id, sms_buf_text(&why));
	return record;
}

/* What the records of a case break, tampered with or not. */
static void judge(const sms_json *one, bool tampered, struct sms_breaches *out)
{
	sms_auto(facts) struct sms_facts facts = {0};
	const struct sms_fact *all[64];
	sms_json_each(described, sms_json_get(one, "records")) {
		const char *id = sms_json_get_text(described, "id");
		const struct sms_type *type = sms_types_of_id(world.types, id);
		const sms_json *breaks = sms_json_get(sms_json_get(one, "breaks"), id);
		sms_auto(json) sms_json *record = make(described, tampered ? breaks : NULL);
		must(sms_invariants_judge(world.invariants, type, record, id, out));
		must(sms_invariants_note(world.invariants, type, record, id, NULL, true, &facts));
	}
	assert_true(facts.count <= SMS_COUNT(all));
	for (size_t i = 0; i < facts.count; i++)
		all[i] = &facts.items[i];
	sms_facts_join(all, facts.count, out);
}

static int try_case(const sms_json *one)
{
	const char *rule = sms_json_get_text(one, "rule"), *record = sms_json_get_text(one, "record");
	sms_auto(breaches) struct sms_breaches before = {0}, after = {0};
	int faults = 0;
	judge(one, false, &before);
	judge(one, true, &after);
	for (size_t i = 0; i < before.count; i++, faults++)
		print_message("%s: holds, and yet: %s: %s\n", rule, before.items[i].id, before.items[i].message);
	for (size_t i = 0; i < after.count; i++)
		if (strcmp(sms_invariant_id(after.items[i].invariant), rule) != 0 ||
		    strcmp(after.items[i].id, record) != 0 || strncmp(after.items[i].fix, "sms ", 4) != 0) {
			print_message("%s: broken, and yet: %s %s: %s\n", rule, after.items[i].id,
				      sms_invariant_id(after.items[i].invariant), after.items[i].message);
			faults++;
		}
	if (!after.count) {
		print_message("%s: broken, and not found\n", rule);
		faults++;
	}
	return faults;
}

static void read_cases(const char *name, sms_json **out)
{
	sms_auto(string) char *path = sms_format("%s/tests/cases/invariants/%s", getenv("SMS_SOURCE"), name);
	sms_auto(buf) struct sms_buf text = SMS_BUF_INIT;
	must(sms_file_read(&text, path, 1 << 22));
	must(sms_json_parse(out, sms_buf_text(&text), text.length, path));
}

static const char *const files[] = {"C.0.json", "C.1.json", "C.2.json", "C.3.json", "C.4.json",
				    "C.5.json", "C.6.json", "C.7.json", "C.8.json", "C.9.json"};

static void every_case(void **state)
{
	int faults = 0;
	size_t count = 0;
	for (size_t i = 0; i < SMS_COUNT(files); i++) {
		sms_auto(json) sms_json *cases = NULL;
		read_cases(files[i], &cases);
		sms_json_each(one, cases) {
			faults += try_case(one);
			count++;
		}
	}
	print_message("%zu cases\n", count);
	assert_int_equal(faults, 0);
}

static void note_rules(const sms_json *about, struct sms_map *out)
{
	sms_json_each(invariant, sms_json_get(about, "invariants"))
		sms_map_put(out, sms_json_get_text(invariant, "id"), out);
}

/* None without a case. */
static void every_invariant(void **state)
{
	sms_auto(map) struct sms_map *tried = sms_map_new(NULL);
	sms_auto(map) struct sms_map *rules = sms_map_new(NULL);
	for (size_t i = 0; i < SMS_COUNT(files); i++) {
		sms_auto(json) sms_json *cases = NULL;
		read_cases(files[i], &cases);
		sms_json_each(one, cases)
			sms_map_put(tried, sms_json_get_text(one, "rule"), tried);
	}
	for (size_t i = 0; i < sms_types_count(world.types); i++)
		note_rules(sms_types_at(world.types, i)->about, rules);
	for (size_t i = 0; i < sms_map_count(rules); i++) {
		const char *rule = NULL;
		sms_map_at(rules, i, &rule);
		if (!sms_map_has(tried, rule))
			fail_msg("no case breaks '%s'", rule);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {cmocka_unit_test(every_case), cmocka_unit_test(every_invariant)};
	return cmocka_run_group_tests(tests, load, unload);
}
