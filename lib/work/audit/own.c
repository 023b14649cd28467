/* The repository's own rules: files rules/NAME.json in the form of the built-in requirements.
 *
 *   sms/requirements/1  items of the built-in catalogue, or of the one that `standard` names: an item with an id of its
 *                       own is added, one with an id that is there takes its place; with `"extends": true` what it gives
 *                       takes the place of the built-in members, and its tests are added to the built-in ones
 *   sms/catalogue/1     another standard: its `name`, its clauses
 *
 * What is changed is told: an item knows the file that changed it. */
#include "model/builtin_schema.h"
#include "work/audit/catalogue.h"
#include "work/audit/private.h"
#include <string.h>

#define FOLDER "rules"
#define META "meta/requirements.json"

struct own {
	struct sms_catalogue *catalogue;
	struct sms_list names; /* of catalogues */
};

static void own_release(struct own *own)
{
	sms_list_release(&own->names);
}
SMS_AUTO_STRUCT(own, struct own, own_release);

/* --- Reading. --- */

static struct sms_error *read_file(struct own *own, struct sms_snapshot *snapshot, const char *path)
{
	sms_auto(buf) struct sms_buf text = SMS_BUF_INIT;
	sms_auto(json) sms_json *json = NULL;
	SMS_TRY(sms_snapshot_read(snapshot, path, &text, NULL));
	SMS_TRY(sms_json_parse(&json, sms_buf_text(&text), text.length, path));
	struct sms_error *error = sms_builtin_schema_check(META, json, sms_buf_text(&text), text.length, path);
	if (error)
		return sms_error_hint(error, "sms check %s", path);
	if (sms_json_get(json, "clauses"))
		sms_list_add(&own->names, sms_json_get_text(json, "name"));
	sms_map_put(own->catalogue->documents, path, sms_move(&json));
	return NULL;
}

static struct sms_error *read_all(struct own *own, struct sms_snapshot *snapshot)
{
	sms_auto(list) struct sms_list paths = SMS_LIST_INIT;
	SMS_TRY(sms_snapshot_files(snapshot, FOLDER, &paths));
	for (size_t i = 0; i < paths.count; i++) {
		size_t length = strlen(paths.items[i]);
		if (length > 5 && !strcmp(paths.items[i] + length - 5, ".json"))
			SMS_TRY(read_file(own, snapshot, paths.items[i]));
	}
	return NULL;
}

/* --- Another standard. --- */

/* The file at a place among those that were read, NULL for a built-in one. */
static const sms_json *file_at(const struct own *own, size_t index, const char **path)
{
	const sms_json *file = sms_map_at(own->catalogue->documents, index, path);
	return strncmp(*path, FOLDER "/", strlen(FOLDER "/")) == 0 ? file : NULL;
}

static const sms_json *find_catalogue(const struct own *own, const char *name)
{
	const char *path;
	for (size_t i = 0; i < sms_map_count(own->catalogue->documents); i++) {
		const sms_json *file = file_at(own, i, &path);
		const char *is = sms_json_get(file, "clauses") ? sms_json_get_text(file, "name") : NULL;
		if (is && !strcmp(is, name))
			return file;
	}
	return NULL;
}

static struct sms_error *choose(struct own *own, const char *name)
{
	const sms_json *file = find_catalogue(own, name);
	if (file) {
		own->catalogue->is_own = true;
		own->catalogue->item_count = 0;
		audit_catalogue_clauses(own->catalogue, file);
		return NULL;
	}
	struct sms_error *error =
		sms_error_hint(sms_error(SMS_INPUT, "no standard '%s'", name), "%s", own->catalogue->name);
	for (size_t i = 0; i < own->names.count; i++)
		error = sms_error_hint(error, "%s", own->names.items[i]);
	return error;
}

/* --- Items. --- */

static struct sms_item *item_named(const struct sms_catalogue *catalogue, const char *id)
{
	for (size_t i = 0; i < catalogue->item_count; i++)
		if (!strcmp(catalogue->items[i].id, id))
			return &catalogue->items[i];
	return NULL;
}

static sms_json *keep(struct own *own, sms_json *json)
{
	if (!own->catalogue->made)
		own->catalogue->made = sms_json_new_array();
	sms_json_append(own->catalogue->made, json);
	return json;
}

/* Sets, lists or facts of two files in one. */
static struct sms_error *join_members(const char *path, const char *key, const sms_json *base, const sms_json *own,
				      sms_json *out)
{
	sms_json *joined = sms_json_new_object();
	sms_json_set(out, key, joined);
	sms_json_each(one, sms_json_get(base, key))
		sms_json_set(joined, sms_json_key(one), sms_json_copy(one));
	sms_json_each(one, sms_json_get(own, key)) {
		const sms_json *there = sms_json_get(joined, sms_json_key(one));
		if (there && !sms_json_equal(there, one))
			return sms_error(SMS_INPUT, "%s: '%s' in %s is something else in the requirement it extends",
					 path, sms_json_key(one), key);
		if (!there)
			sms_json_set(joined, sms_json_key(one), sms_json_copy(one));
	}
	return NULL;
}

/* The item with what `json` gives in place of its own, and the tests of both. */
static struct sms_error *extend(struct own *own, const char *path, const sms_json *file, const sms_json *json,
				struct sms_item *item)
{
	sms_json *joined = keep(own, sms_json_new_object());
	sms_json *merged = keep(own, sms_json_new_object()), *tests = sms_json_new_array();
	static const char *const words[] = {"full", "partial", "human"};
	SMS_TRY(join_members(path, "sets", item->file, file, joined));
	SMS_TRY(join_members(path, "lists", item->file, file, joined));
	SMS_TRY(join_members(path, "facts", item->file, file, joined));
	sms_json_set_text(merged, "id", item->id);
	sms_json_set_text(merged, "statement", item->statement);
	sms_json_set_text(merged, "requirement", item->requirement);
	sms_json_set_text(merged, "judged", words[item->judged]);
	sms_json_set_text(merged, "absent", sms_grade_name(item->absent));
	if (item->look)
		sms_json_set_text(merged, "look", item->look);
	sms_json_each(member, json)
		if (strcmp(sms_json_key(member), "tests") != 0)
			sms_json_set(merged, sms_json_key(member), sms_json_copy(member));
	sms_json_each(test, item->tests)
		sms_json_append(tests, sms_json_copy(test));
	sms_json_each(test, sms_json_get(json, "tests"))
		sms_json_append(tests, sms_json_copy(test));
	if (sms_json_count(tests))
		sms_json_set(merged, "tests", tests);
	else
		sms_json_free(tests);
	audit_item_read(own->catalogue, item, joined, merged);
	return NULL;
}

static struct sms_error *add_item(struct own *own, const char *path, const sms_json *file, const sms_json *json)
{
	struct sms_catalogue *catalogue = own->catalogue;
	const char *id = sms_json_get_text(json, "id");
	struct sms_item *item = item_named(catalogue, id);
	bool extends = sms_json_true(sms_json_get(json, "extends"));
	if (extends && !item)
		return sms_error(SMS_INPUT, "%s: there is no item '%s' to extend", path, id);
	if (item && item->origin)
		return sms_error(SMS_INPUT, "%s: %s gives the item '%s' too", path, item->origin, id);
	if (!item) {
		catalogue->items = sms_realloc(catalogue->items, catalogue->item_count + 1, sizeof *catalogue->items);
		item = &catalogue->items[catalogue->item_count++];
		*item = (struct sms_item){0};
	}
	if (extends)
		SMS_TRY(extend(own, path, file, json, item));
	else
		audit_item_read(catalogue, item, file, json);
	item->origin = path;
	if (!*item->clause)
		return sms_error_hint(
			sms_error(SMS_INPUT, "%s: the clause of '%s' is not in %s", path, id, catalogue->standard),
			"an item is called by its clause and a letter: 8.6.1-x");
	return NULL;
}

static struct sms_error *add_items(struct own *own)
{
	for (size_t i = 0; i < sms_map_count(own->catalogue->documents); i++) {
		const char *path, *standard;
		const sms_json *file = file_at(own, i, &path);
		standard = sms_json_get_text(file, "standard");
		bool is_ours = standard ? !strcmp(standard, own->catalogue->name) : !own->catalogue->is_own;
		if (sms_json_get(file, "clauses") || !is_ours)
			continue;
		sms_json_each(item, sms_json_get(file, "items"))
			SMS_TRY(add_item(own, path, file, item));
	}
	return NULL;
}

static void set_keys(struct sms_catalogue *catalogue)
{
	for (size_t i = 0; i < catalogue->item_count; i++)
		sms_list_add_format(&catalogue->keys, "%s:%s", catalogue->name, catalogue->items[i].id);
	for (size_t i = 0; i < catalogue->item_count; i++)
		catalogue->items[i].key = catalogue->keys.items[i];
}

struct sms_error *sms_catalogue_of(struct sms_catalogue **out, struct sms_store *store, const char *name)
{
	sms_auto(catalogue) struct sms_catalogue *catalogue = NULL;
	SMS_TRY(sms_catalogue_load(&catalogue));
	sms_auto(own) struct own own = {.catalogue = catalogue};
	SMS_TRY(read_all(&own, store->snapshot));
	if (name && strcmp(name, catalogue->name) != 0)
		SMS_TRY(choose(&own, name));
	SMS_TRY(add_items(&own));
	audit_catalogue_arrange(catalogue);
	if (catalogue->is_own)
		set_keys(catalogue);
	*out = sms_move(&catalogue);
	return NULL;
}

const char *sms_catalogue_split(const char *key, char **name)
{
	const char *colon = strchr(key, ':');
	*name = colon ? sms_copy(key, (size_t)(colon - key)) : NULL;
	return colon ? colon + 1 : key;
}
