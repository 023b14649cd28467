/* Is every requirement proven? The cases under tests/cases/audit have to show each item conform, and each item that a
 * machine judges not conform where its evidence is taken away; an item that only a person can judge is not conform as
 * long as nobody has. */
#include "base/file.h"
#include "repository.h"
#include "work/audit/audit.h"
#include <dirent.h>

#define CASES "tests/cases/audit"

struct proof {
	struct sms_map *conform, *failing; /* id of an item -> the map */
};

static void note_expected(const struct proof *proof, const sms_json *expect)
{
	sms_json_each(one, expect) {
		const char *result = sms_json_text(one);
		if (!strcmp(result, "conform"))
			sms_map_put(proof->conform, sms_json_key(one), proof->conform);
		else if (!strcmp(result, "partial") || !strcmp(result, "nonconform"))
			sms_map_put(proof->failing, sms_json_key(one), proof->failing);
	}
}

static void note_list(struct sms_map *map, const sms_json *list)
{
	sms_json_each(one, list)
		sms_map_put(map, sms_json_text(one), map);
}

static void note_file(const struct proof *proof, const char *path)
{
	sms_auto(buf) struct sms_buf text = SMS_BUF_INIT;
	sms_auto(json) sms_json *json = NULL;
	must(sms_file_read(&text, path, 16 << 20));
	must(sms_json_parse(&json, sms_buf_text(&text), text.length, path));
	note_list(proof->conform, sms_json_get(json, "conform"));
	note_list(proof->conform, sms_json_get(json, "human")); /* with an assessment: test_audit.c */
	note_expected(proof, sms_json_get(json, "expect"));
	sms_json_each(variant, sms_json_get(json, "variants"))
		note_expected(proof, sms_json_get(variant, "expect"));
}

static void note_files(const struct proof *proof)
{
	const char *top = getenv("SMS_SOURCE");
	sms_auto(string) char *folder = sms_format("%s/" CASES, top ? top : ".");
	DIR *open = opendir(folder);
	assert_non_null(open);
	for (struct dirent *entry; (entry = readdir(open));) {
		sms_auto(string) char *path = sms_format("%s/%s", folder, entry->d_name);
		if (strstr(entry->d_name, ".json"))
			note_file(proof, path);
	}
	closedir(open);
}

static void every_item_is_proven(void **state)
{
	sms_auto(catalogue) struct sms_catalogue *catalogue = NULL;
	sms_auto(map) struct sms_map *conform = sms_map_new(NULL);
	sms_auto(map) struct sms_map *failing = sms_map_new(NULL);
	const struct proof proof = {conform, failing};
	size_t wrong = 0;
	sms_json_setup();
	must(sms_catalogue_load(&catalogue));
	note_files(&proof);
	for (size_t i = 0; i < catalogue->item_count; i++) {
		const struct sms_item *item = &catalogue->items[i];
		const char *lack = NULL;
		if (!item->tests && item->judged != SMS_JUDGED_HUMAN)
			lack = "has no tests";
		else if (item->judged != SMS_JUDGED_FULL && !item->look)
			lack = "does not say what a person looks at";
		else if (!sms_map_has(conform, item->id))
			lack = "conforms in no case";
		else if (item->judged != SMS_JUDGED_HUMAN && !sms_map_has(failing, item->id))
			lack = "fails in no case";
		if (lack)
			print_message("%s %s\n", item->id, lack);
		wrong += lack != NULL;
	}
	print_message("%zu of %zu items are proven\n", catalogue->item_count - wrong, catalogue->item_count);
	assert_int_equal(wrong, 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {cmocka_unit_test(every_item_is_proven)};
	return cmocka_run_group_tests_name("audit proof", tests, NULL, NULL);
}
