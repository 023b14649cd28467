/* The catalogue by itself: all there, and naming nothing that is not. */
#include "base/builtin.h"
#include "repository.h"
#include "work/audit/private.h"

static struct sms_catalogue *catalogue;
static struct sms_types *types;

static void has_every_item_and_statement(void **state)
{
	sms_auto(map) struct sms_map *ids = sms_map_new(NULL);
	assert_int_equal(catalogue->item_count, 384);
	assert_int_equal(catalogue->statement_count, 214);
	assert_string_equal(catalogue->standard, "ISO/IEC 20000-1:2018+Amd1:2024");
	for (size_t i = 0; i < catalogue->item_count; i++) {
		const struct sms_item *item = &catalogue->items[i];
		size_t clause = strlen(item->clause);
		assert_true(clause > 0 && *sms_catalogue_title(catalogue, item->clause));
		assert_int_equal(strncmp(item->id, item->clause, clause), 0);
		assert_int_equal(strncmp(item->statement, item->clause, clause), 0);
		assert_false(sms_map_has(ids, item->id));
		sms_map_put(ids, item->id, catalogue);
		/* What is left to a person says what there is to look at, once it is covered. */
		if (item->tests && item->judged == SMS_JUDGED_PARTIAL)
			assert_non_null(item->look);
	}
}

static void is_in_canonical_form(void **state)
{
	for (size_t i = 0; i < sms_map_count(catalogue->documents); i++) {
		const char *path = NULL;
		size_t length = 0;
		sms_auto(buf) struct sms_buf text = SMS_BUF_INIT;
		sms_json_print(&text, sms_map_at(catalogue->documents, i, &path));
		assert_non_null(sms_builtin(path, &length));
		assert_string_equal(sms_buf_text(&text), sms_builtin(path, &length));
	}
}

/* --- Paths are fields. --- */

static const struct sms_type *type_named(const char *item, const char *name)
{
	const struct sms_type *type = name ? sms_types_get(types, name) : NULL;
	if (!type)
		fail_msg("%s: no type '%s'", item, name ? name : "");
	return type;
}

static const sms_json *selection_of(const struct sms_item *item, const sms_json *selection)
{
	const char *name = sms_json_text(selection);
	return name ? sms_json_get(sms_json_get(item->file, "sets"), name) : selection;
}

static bool is_field(const struct sms_type *type, const char *path)
{
	if (!strncmp(path, "facts.", 6) || *path == '@' || sms_type_field(type, path))
		return true;
	/* A member of the objects in a list, which are not fields of their own. */
	const char *last = strrchr(path, '.');
	sms_auto(string) char *list = last ? sms_copy(path, (size_t)(last - path)) : NULL;
	const struct sms_field *field = list ? sms_type_field(type, list) : NULL;
	return field && sms_json_get(sms_json_get(field->schema, "properties"), last + 1);
}

/* One of the types has the field; a selection over several types may ask for what only one of them has. */
static void check_path(const struct sms_item *item, const sms_json *selection, const char *path)
{
	const sms_json *type = sms_json_get(selection_of(item, selection), "type");
	bool found = sms_json_text(type) && is_field(type_named(item->id, sms_json_text(type)), path);
	sms_json_each(one, sms_json_text(type) ? NULL : type)
		found = found || is_field(type_named(item->id, sms_json_text(one)), path);
	if (!found)
		fail_msg("%s: no field '%s'", item->id, path);
}

static void check_states(const struct sms_item *item, const sms_json *type, const sms_json *schema)
{
	const struct sms_type *of = sms_json_text(type) ? type_named(item->id, sms_json_text(type)) : NULL;
	const char *one = sms_json_get_text(schema, "const");
	if (of && one && !sms_type_has_state(of, one))
		fail_msg("%s: %s has no state '%s'", item->id, of->name, one);
	sms_json_each(state, sms_json_get(schema, "enum"))
		if (of && !sms_type_has_state(of, sms_json_text(state)))
			fail_msg("%s: %s has no state '%s'", item->id, of->name, sms_json_text(state));
}

static void check_selection(const struct sms_item *item, const sms_json *given)
{
	const sms_json *selection = selection_of(item, given), *paths = sms_json_get(selection, "with");
	if (!given)
		return;
	if (!selection)
		fail_msg("%s: no set '%s'", item->id, sms_json_text(given));
	sms_json_each(path, paths)
		check_path(item, selection, sms_json_key(path));
	check_states(item, sms_json_get(selection, "type"), sms_json_get(paths, "state"));
}

static void check_texts(const struct sms_item *item, const sms_json *selection, const sms_json *value)
{
	if (sms_json_text(value))
		check_path(item, selection, sms_json_text(value));
	sms_json_each(one, sms_json_is(value, SMS_JSON_ARRAY) ? value : NULL)
		check_texts(item, selection, one);
}

/* --- Commands begin with one that there is. --- */

static bool is_known_command(const char *name)
{
	static const char *const known[] = {"set",  "move",  "edit",   "note", "approve", "trail",
					    "list", "check", "commit", "log",  "link"};
	for (size_t i = 0; i < SMS_COUNT(known); i++)
		if (!strcmp(known[i], name))
			return true;
	return false;
}

/* `--audience staff`: is there such a field? */
static void check_options(const struct sms_item *item, const struct sms_type *type, const struct sms_list *words)
{
	for (size_t i = 2; i < words->count; i++) {
		sms_auto(string) char *name = sms_strdup(words->items[i]);
		if (strncmp(name, "--", 2) != 0 || !strcmp(name, "--edit"))
			continue;
		for (char *p = name + 2; *p; p++)
			*p = *p == '-' ? '_' : *p;
		if (!sms_type_field(type, name + 2))
			fail_msg("%s: %s has no option '%s'", item->id, type->name, words->items[i]);
	}
}

static void check_assignments(const struct sms_item *item, const sms_json *selection, const struct sms_list *words)
{
	for (size_t i = 3; i < words->count; i++) {
		sms_auto(string) char *path = sms_copy(words->items[i], strcspn(words->items[i], "+="));
		if (strpbrk(words->items[i], "=") && selection)
			check_path(item, selection, path);
	}
}

static void check_fix(const struct sms_item *item, const char *fix, const sms_json *selection)
{
	sms_auto(list) struct sms_list words = SMS_LIST_INIT;
	if (!fix)
		return;
	sms_list_split(&words, fix, ' ');
	assert_string_equal(words.items[0], "sms");
	const char *name = words.items[1], *dash = strchr(name, '-');
	bool adds = !strncmp(name, "add-", 4) || !strncmp(name, "record-", 7);
	if (adds) {
		const struct sms_type *type = type_named(item->id, dash + 1);
		if (strncmp(type->word, name, strlen(type->word)) != 0)
			fail_msg("%s: %s is made by '%s'", item->id, type->name, type->word);
		check_options(item, type, &words);
	} else if (!is_known_command(name)) {
		fail_msg("%s: no command '%s'", item->id, name);
	} else if (!strcmp(name, "set")) {
		check_assignments(item, selection, &words);
	}
}

static void check_test(const struct sms_item *item, const sms_json *test);

static void check_body(const struct sms_item *item, const sms_json *body)
{
	static const char *const of_paths[] = {"fields", "own", "from", "to", "share"};
	const sms_json *of = sms_json_get(body, "of"), *by = sms_json_get(body, "by");
	check_selection(item, of);
	check_selection(item, by);
	check_selection(item, sms_json_path(body, "through.to"));
	sms_json_each(path, sms_json_get(body, "with"))
		if (of)
			check_path(item, of, sms_json_key(path));
	for (size_t i = 0; of && i < SMS_COUNT(of_paths); i++)
		check_texts(item, of, sms_json_get(body, of_paths[i]));
	if (of && sms_json_is(sms_json_get(body, "at"), SMS_JSON_ARRAY))
		check_texts(item, of, sms_json_get(body, "at"));
	check_texts(item, by ? by : of, sms_json_get(body, "interval"));
	check_texts(item, by, sms_json_get(body, "link"));
	check_texts(item, of ? of : by, sms_json_get(body, "member"));
}

static void check_test(const struct sms_item *item, const sms_json *test)
{
	const sms_json *of = NULL;
	check_selection(item, sms_json_get(test, "when"));
	sms_json_each(body, test) {
		if (sms_json_is(body, SMS_JSON_OBJECT) && strcmp(sms_json_key(body), "when") != 0) {
			check_body(item, body);
			of = sms_json_get(body, "of");
		}
		sms_json_each(one, sms_json_is(body, SMS_JSON_ARRAY) ? body : NULL) {
			if (sms_json_get(one, "what"))
				check_body(item, one);
			else
				check_test(item, one);
			check_fix(item, sms_json_get_text(one, "fix"), NULL);
		}
	}
	check_fix(item, sms_json_get_text(test, "fix"), of);
	check_fix(item, sms_json_get_text(test, "fix_unplanned"), NULL);
}

static void names_only_what_there_is(void **state)
{
	for (size_t i = 0; i < catalogue->item_count; i++)
		sms_json_each(test, catalogue->items[i].tests)
			check_test(&catalogue->items[i], test);
}

/* --- Placeholders. --- */

static struct audit_fillers fillers;

static void knows_placeholders(void **state)
{
	static const char *const hollow[] = {"",           "TBD",
					     " tbd. ",     "n/a",
					     "N/A",        "none",
					     "None.",      "-",
					     "...",        "xxx",
					     "todo",       "[name]",
					     "<describe>", "Lorem ipsum dolor",
					     "unknown",    "to be defined later"};
	static const char *const full[] = {"none, the gateway stays in service",
					   "no effect on capacity: same hardware",
					   "Mailbox cannot be opened",
					   "P1",
					   "Not available at night",
					   "0"};
	for (size_t i = 0; i < SMS_COUNT(hollow); i++)
		if (!audit_is_filler(&fillers, hollow[i]))
			fail_msg("'%s' is a placeholder", hollow[i]);
	for (size_t i = 0; i < SMS_COUNT(full); i++)
		if (audit_is_filler(&fillers, full[i]))
			fail_msg("'%s' is no placeholder", full[i]);
}

static void finds_placeholders_in_documents(void **state)
{
	sms_auto(list) struct sms_list found = SMS_LIST_INIT;
	audit_find_filler(&fillers, "We [see RFC 3339] keep it, tbd-free, since stbde. [1] [x]", &found);
	assert_int_equal(found.count, 1); /* tbd, as a word */
	sms_list_release(&found);
	found = (struct sms_list)SMS_LIST_INIT;
	audit_find_filler(&fillers, "[Name of the organization] is {{owner}}, from <date of issue>. TODO", &found);
	assert_int_equal(found.count, 4);
}

static int set_up(void **state)
{
	sms_json_setup();
	must(sms_catalogue_load(&catalogue));
	audit_fillers_read(&fillers, catalogue->fillers);
	must(sms_types_load(&types, NULL, 0));
	return 0;
}

static int tear_down(void **state)
{
	sms_map_free(fillers.whole);
	sms_catalogue_free(catalogue);
	sms_types_free(types);
	return 0;
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(has_every_item_and_statement),    cmocka_unit_test(is_in_canonical_form),
		cmocka_unit_test(names_only_what_there_is),        cmocka_unit_test(knows_placeholders),
		cmocka_unit_test(finds_placeholders_in_documents),
	};
	return cmocka_run_group_tests(tests, set_up, tear_down);
}
