/* The roles that a rule asks for, of a record and at a time: those it lists, or those that a path from the record leads
 * to. See approval.h. */
#include "model/approval/private.h"
#include <string.h>

/* What is looked at: the records as a commit has them, or as the store's snapshot does. */
struct view {
	struct sms_store *store;
	const struct sms_oid *commit; /* NULL: the snapshot */
	const struct sms_people *people;
	sms_time at;
};

/* NULL in `out` where there is no such record, or none that can be read. */
static struct sms_error *read_then(const struct view *view, const struct sms_type *type, const char *id, sms_json **out)
{
	sms_auto(string) char *path = sms_id_path(type, id);
	sms_auto(buf) struct sms_buf text = SMS_BUF_INIT;
	struct sms_oid blob;
	bool found = false;
	SMS_TRY(sms_repo_lookup(view->store->repo, view->commit, path, &found, &blob, NULL));
	if (!found)
		return NULL;
	SMS_TRY(sms_repo_blob(view->store->repo, &blob, &text));
	sms_error_free(sms_json_parse(out, sms_buf_text(&text), text.length, path));
	return NULL;
}

static struct sms_error *read_one(const struct view *view, const char *id, sms_json **out)
{
	const struct sms_type *type = sms_types_of_id(view->store->types, id);
	const struct sms_entry *entry = NULL;
	sms_auto(record) struct sms_record *record = NULL;
	*out = NULL;
	if (!type)
		return NULL;
	if (view->commit)
		return read_then(view, type, id, out);
	SMS_TRY(sms_snapshot_find(view->store->snapshot, id, &entry));
	if (entry)
		sms_error_free(sms_record_read(&record, view->store->snapshot, entry));
	*out = record ? sms_json_copy(record->json) : NULL;
	return NULL;
}

static void add_ids(struct sms_list *out, const sms_json *value)
{
	if (sms_json_text(value) && !sms_list_contains(out, sms_json_text(value)))
		sms_list_add(out, sms_json_text(value));
	if (sms_json_is(value, SMS_JSON_ARRAY))
		sms_json_each(element, value)
			add_ids(out, element);
}

/* A person stands for the roles that the person holds, where the step is none of the person's own. */
static bool stands_for_roles(const struct view *view, const char *id, const char *step)
{
	const struct sms_type *type = sms_types_of_id(view->store->types, id);
	const char *is = type ? sms_json_get_text(sms_json_get(type->about, "people"), "is") : NULL;
	return is && !strcmp(is, "person") && (!step || !sms_type_field(type, step));
}

/* `step` NULL: behind the last one. */
static struct sms_list stand_in(const struct view *view, const struct sms_list *ids, const char *step)
{
	struct sms_list out = SMS_LIST_INIT;
	for (size_t i = 0; i < ids->count; i++)
		if (stands_for_roles(view, ids->items[i], step))
			sms_people_roles(view->people, ids->items[i], view->at, &out);
		else
			sms_list_add(&out, ids->items[i]);
	return out;
}

static struct sms_error *take_step(const struct view *view, const struct sms_list *ids, const char *step,
				   struct sms_list *out)
{
	for (size_t i = 0; i < ids->count; i++) {
		sms_auto(json) sms_json *json = NULL;
		SMS_TRY(read_one(view, ids->items[i], &json));
		add_ids(out, sms_json_get(json, step));
	}
	return NULL;
}

static struct sms_error *follow(const struct view *view, const sms_json *record, const char *path, struct sms_list *out)
{
	sms_auto(list) struct sms_list steps = SMS_LIST_INIT, here = SMS_LIST_INIT;
	sms_list_split(&steps, path, '.');
	add_ids(&here, sms_json_get(record, steps.items[0]));
	for (size_t i = 1; i < steps.count; i++) {
		sms_auto(list) struct sms_list from = stand_in(view, &here, steps.items[i]);
		sms_list_release(&here);
		here = (struct sms_list)SMS_LIST_INIT;
		SMS_TRY(take_step(view, &from, steps.items[i], &here));
	}
	sms_auto(list) struct sms_list roles = stand_in(view, &here, NULL);
	for (size_t i = 0; i < roles.count; i++)
		if (sms_people_has_role(view->people, roles.items[i]) && !sms_list_contains(out, roles.items[i]))
			sms_list_add(out, roles.items[i]);
	sms_list_sort(out);
	return NULL;
}

static void free_list(void *list)
{
	sms_list_release(list);
	free(list);
}

/* The same question is asked for each statement and rule again: answers are kept. */
static struct sms_error *find(struct sms_judging *judging, const struct view *view, const char *path, const char *key,
			      const struct sms_list **out)
{
	struct sms_approval_cache *cache = judging->cache;
	sms_auto(json) sms_json *then = NULL;
	if (!cache->roles)
		cache->roles = sms_map_new(free_list);
	*out = sms_map_get(cache->roles, key);
	if (*out)
		return NULL;
	if (view->commit)
		SMS_TRY(read_then(view, judging->record->type, judging->record->id, &then));
	struct sms_list *roles = sms_alloc(1, sizeof *roles);
	struct sms_error *error = follow(view, then ? then : judging->record->json, path, roles);
	if (error) {
		free_list(roles);
		return error;
	}
	sms_map_put(cache->roles, key, roles);
	*out = roles;
	return NULL;
}

struct sms_error *sms_judging_roles_now(struct sms_judging *judging, const struct sms_rule *rule,
					const struct sms_list **out)
{
	const struct view view = {judging->store, NULL, judging->people, judging->now};
	*out = &rule->roles;
	if (!rule->roles_from)
		return NULL;
	const struct sms_list *led = NULL;
	sms_auto(string) char *key = sms_format("%s %s %s %lld", rule->roles_from, judging->record->id,
						judging->out->digest, (long long)judging->now);
	SMS_TRY(find(judging, &view, rule->roles_from, key, &led));
	if (led->count)
		*out = led;
	return NULL;
}

struct sms_error *sms_judging_roles_then(struct sms_judging *judging, const struct sms_rule *rule,
					 const struct sms_statement *statement, const struct sms_list **out)
{
	const struct sms_past *past = NULL;
	if (!rule->roles_from || !statement->origin)
		return sms_judging_roles_now(judging, rule, out);
	*out = &rule->roles;
	SMS_TRY(sms_approval_past(&past, judging->store, statement->origin));
	const struct view view = {judging->store, &statement->origin->commit, past->people, statement->at};
	const struct sms_list *led = NULL;
	sms_auto(string) char *key = sms_format("%s %s", rule->roles_from, statement->path);
	SMS_TRY(find(judging, &view, rule->roles_from, key, &led));
	if (led->count)
		*out = led;
	return NULL;
}

const struct sms_list *sms_judging_roles(const struct sms_judging *judging, const struct sms_rule *rule)
{
	for (size_t i = 0; i < judging->rule_count; i++)
		if (judging->rules[i] == rule)
			return judging->roles[i];
	return &rule->roles;
}

bool sms_judging_has_role(const struct sms_judging *judging, const struct sms_rule *rule, const char *role)
{
	return role && sms_list_contains(sms_judging_roles(judging, rule), role);
}

void sms_judging_all_roles(const struct sms_judging *judging, struct sms_list *out)
{
	for (size_t i = 0; i < judging->rule_count; i++)
		for (size_t k = 0; k < judging->roles[i]->count; k++)
			if (!sms_list_contains(out, judging->roles[i]->items[k]))
				sms_list_add(out, judging->roles[i]->items[k]);
}
