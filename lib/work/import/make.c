/* A record from its rows: the skeleton that puts members into the type's order once, filled for each record. */
#include "work/import/private.h"
#include "wrap/digest.h"
#include <string.h>

/* --- The skeleton. --- */

static struct sms_error *place(struct import_plan *plan, const char *path, sms_json *value)
{
	return sms_error_wrap(sms_json_set_path(plan->skeleton, path, value), "%s", plan->name);
}

static struct sms_error *place_slot(struct import_plan *plan, const char *path, size_t slot)
{
	return place(plan, path, sms_json_new_integer((int64_t)slot));
}

/* A list of one object with these members, to see what order the type gives them. */
static sms_json *sample(const char *const *names, size_t count)
{
	sms_json *list = sms_json_new_array(), *object = sms_json_new_object();
	for (size_t i = 0; i < count; i++)
		if (names[i])
			sms_json_set_text(object, names[i], "");
	sms_json_append(list, object);
	return list;
}

static void read_order(struct sms_list *order, const struct import_plan *plan, const char *path)
{
	sms_json_each(member, sms_json_at(sms_json_path(plan->skeleton, path), 0))
		sms_list_add(order, sms_json_key(member));
}

static struct sms_error *place_members(struct import_plan *plan)
{
	static const struct {
		const char *path;
		enum import_slot slot;
	} fixed[] = {{"id", IMPORT_SLOT_ID},
		     {"type", IMPORT_SLOT_TYPE},
		     {"state", IMPORT_SLOT_STATE},
		     {"created.at", IMPORT_SLOT_CREATED_AT},
		     {"created.by", IMPORT_SLOT_CREATED_BY},
		     {"external.system", IMPORT_SLOT_SYSTEM},
		     {"external.id", IMPORT_SLOT_EXTERNAL_ID}};
	const char *const log[] = {"at", "by", "kind", "text", "from", "to", IMPORT_DIGEST, plan->quiet};
	for (size_t i = 0; i < SMS_COUNT(fixed); i++)
		SMS_TRY(place_slot(plan, fixed[i].path, fixed[i].slot));
	for (size_t i = 0; i < plan->field_count; i++)
		if (i != plan->id_field)
			SMS_TRY(place_slot(plan, plan->fields[i].path, IMPORT_SLOT_FIELDS + i));
	for (size_t i = 0; i < plan->list_count; i++) {
		const struct import_list *list = &plan->lists[i];
		const char *const names[] = {list->value, list->from, list->to, list->at, list->by};
		SMS_TRY(place(plan, list->path, sample(names, SMS_COUNT(names))));
	}
	return place(plan, "log", sample(log, SMS_COUNT(log)));
}

struct sms_error *import_plan_make_skeleton(struct import_plan *plan)
{
	plan->id_field = IMPORT_NO_COLUMN;
	for (size_t i = 0; i < plan->field_count; i++)
		if (!strcmp(plan->fields[i].path, "id"))
			plan->id_field = i;
	plan->skeleton = sms_json_new_object();
	SMS_TRY(place_members(plan));
	sms_type_arrange(plan->type, plan->skeleton);
	read_order(&plan->log_order, plan, "log");
	for (size_t i = 0; i < plan->list_count; i++) {
		read_order(&plan->lists[i].order, plan, plan->lists[i].path);
		SMS_TRY(place_slot(plan, plan->lists[i].path, IMPORT_SLOT_FIELDS + plan->field_count + i));
	}
	return place_slot(plan, "log", IMPORT_SLOT_LOG);
}

/* --- The values. --- */

struct making {
	const struct import_group *group;
	sms_json **slots; /* taken by the record as it is filled */
	size_t count;
};

static void making_release(struct making *making)
{
	for (size_t i = 0; making->slots && i < making->count; i++)
		sms_json_free(making->slots[i]);
	free(making->slots);
}
SMS_AUTO_STRUCT(making, struct making, making_release);

static sms_json *time_text(sms_time at)
{
	char text[SMS_TIME_SIZE];
	sms_time_format(at, text);
	return sms_json_new_text(text);
}

static struct sms_error *make_created(struct making *making)
{
	const struct import_group *group = making->group;
	const struct import_plan *plan = group->plan;
	sms_json **by = &making->slots[IMPORT_SLOT_CREATED_BY];
	sms_time at;
	SMS_TRY(import_value_time(&at, &plan->created_at, group, 0));
	if (at == SMS_TIME_NONE)
		at = group->at[0] == SMS_TIME_NONE ? group->actor->at : group->at[0];
	making->slots[IMPORT_SLOT_CREATED_AT] = time_text(at);
	SMS_TRY(import_value_make(by, &plan->created_by, group, 0));
	if (!*by)
		SMS_TRY(import_value_make(by, &plan->by, group, 0));
	if (!sms_json_text(*by)) {
		sms_json_free(*by);
		*by = sms_json_new_text(group->actor->by);
	}
	return NULL;
}

static struct sms_error *make_log(struct making *making)
{
	sms_auto(json) sms_json *created = sms_json_new_object();
	sms_json_set_text(created, "at", sms_json_text(making->slots[IMPORT_SLOT_CREATED_AT]));
	sms_json_set_text(created, "by", sms_json_text(making->slots[IMPORT_SLOT_CREATED_BY]));
	return import_make_log(&making->slots[IMPORT_SLOT_LOG], making->group, created);
}

static struct sms_error *make_values(struct making *making)
{
	const struct import_group *group = making->group;
	const struct import_plan *plan = group->plan;
	sms_json **slots = making->slots, **fields = slots + IMPORT_SLOT_FIELDS;
	slots[IMPORT_SLOT_TYPE] = sms_json_new_text(plan->type->name);
	slots[IMPORT_SLOT_STATE] = sms_json_new_text(group->state);
	slots[IMPORT_SLOT_SYSTEM] = sms_json_new_text(plan->system);
	slots[IMPORT_SLOT_EXTERNAL_ID] = sms_json_new_text(import_text(group->table, group->rows[0], plan->key));
	SMS_TRY(make_created(making));
	for (size_t i = 0; i < plan->field_count; i++)
		SMS_TRY(import_value_make(&fields[i], &plan->fields[i], group, IMPORT_NO_ROW));
	for (size_t i = 0; i < plan->list_count; i++)
		SMS_TRY(import_make_list(&fields[plan->field_count + i], &plan->lists[i], group));
	return make_log(making);
}

/* --- The record. --- */

/* Moves the values to their places; a place without a value is left out, and so is an object without members. */
static sms_json *fill(const sms_json *skeleton, struct making *making)
{
	if (sms_json_is(skeleton, SMS_JSON_NUMBER))
		return sms_move(&making->slots[(size_t)sms_json_number(skeleton)]);
	sms_json *object = sms_json_new_object();
	sms_json_each(member, skeleton) {
		sms_json *value = fill(member, making);
		if (value)
			sms_json_set(object, sms_json_key(member), value);
	}
	if (sms_json_count(object))
		return object;
	sms_json_free(object);
	return NULL;
}

static const sms_json *field_value(const struct making *making, const char *path)
{
	const struct import_plan *plan = making->group->plan;
	for (size_t i = 0; path && i < plan->field_count; i++)
		if (!strcmp(plan->fields[i].path, path))
			return making->slots[IMPORT_SLOT_FIELDS + i];
	return NULL;
}

static char *event_id(const struct making *making, unsigned attempt)
{
	const struct import_plan *plan = making->group->plan;
	const char *text = sms_json_text(field_value(making, sms_json_get_text(plan->type->about, "date")));
	const char *key = sms_json_text(making->slots[IMPORT_SLOT_EXTERNAL_ID]);
	sms_auto(buf) struct sms_buf seed = SMS_BUF_INIT;
	sms_time at;
	if (!text || !sms_time_parse(text, &at))
		(void)sms_time_parse(sms_json_text(making->slots[IMPORT_SLOT_CREATED_AT]), &at);
	sms_buf_add_format(&seed, "%s\n%s", plan->system, key);
	if (attempt > 1)
		sms_buf_add_format(&seed, "\n%u", attempt);
	return sms_id_for_event(plan->type, at, sms_buf_text(&seed));
}

static struct sms_error *make_id(struct import_made *out, const struct making *making, unsigned attempt)
{
	const struct import_group *group = making->group;
	const struct import_plan *plan = group->plan;
	const char *given = plan->id_field == IMPORT_NO_COLUMN
				    ? NULL
				    : sms_json_text(making->slots[IMPORT_SLOT_FIELDS + plan->id_field]);
	const char *title = sms_json_text(field_value(making, "title"));
	size_t prefix = strlen(plan->type->prefix);
	if (given) {
		if (!sms_id_is_valid(given) || strncmp(given, plan->type->prefix, prefix) != 0 || given[prefix] != '-')
			return import_at(sms_error(SMS_INPUT, "'%s' is no id of %s: %s-, capital letters, digits",
						   given, plan->type->name, plan->type->prefix),
					 group->table, group->rows[0], IMPORT_NO_COLUMN);
		out->id = sms_strdup(given);
	} else if (plan->type->kind == SMS_KIND_EVENT) {
		out->id = event_id(making, attempt);
	} else {
		if (!title)
			return import_at(sms_error(SMS_INPUT, "has no title to make an id of"), group->table,
					 group->rows[0], IMPORT_NO_COLUMN);
		sms_auto(string) char *id = sms_id_from_title(plan->type, title);
		out->id = attempt > 1 ? sms_format("%s-%u", id, attempt) : sms_strdup(id);
	}
	return NULL;
}

static int by_order(const char *a, const char *b, void *context)
{
	const struct sms_list *order = context;
	int at_a = 0, at_b = 0;
	while (at_a < (int)order->count && strcmp(order->items[at_a], a) != 0)
		at_a++;
	while (at_b < (int)order->count && strcmp(order->items[at_b], b) != 0)
		at_b++;
	return at_a - at_b;
}

static void set_digest(sms_json *json, const struct import_plan *plan, const char *digest)
{
	sms_json *log = sms_json_edit(json, "log");
	sms_json *entry = sms_json_edit_at(log, sms_json_count(log) - 1);
	bool is_new = !sms_json_get(entry, IMPORT_DIGEST);
	union { /* sms_json_sort only reads its context */
		const struct sms_list *order;
		void *context;
	} order = {.order = &plan->log_order};
	sms_json_set_text(entry, IMPORT_DIGEST, digest);
	if (is_new)
		sms_json_sort(entry, by_order, order.context);
}

/* What the rows say alone: what stems from this run of the import (its time, its person) is left out. */
static void print_said(struct sms_buf *text, const sms_json *json)
{
	sms_json_each(member, json) {
		const char *key = sms_json_key(member);
		if (!strcmp(key, "id") || !strcmp(key, "log") || !strcmp(key, "created"))
			continue;
		sms_json_print_text(text, key, strlen(key));
		sms_json_print_line(text, member);
	}
}

/* Where the last of what looks like the room for a digest is: the log is a record's last member. */
static char *find_room(struct sms_buf *text, const char *room)
{
	char *found = NULL, *end = text->data + text->length;
	for (char *at = text->data; (at = memmem(at, (size_t)(end - at), room, strlen(room))); at++)
		found = at;
	return found;
}

/* Prints the record with room for its digest, which is of what is printed, and puts it there. */
static void sign(struct import_made *made, const struct import_plan *plan, struct sms_buf *text)
{
	static const char room[] = "0000000000000000";
	char digest[SMS_DIGEST_SIZE];
	sms_auto(buf) struct sms_buf said = SMS_BUF_INIT;
	set_digest(made->json, plan, room);
	sms_buf_clear(text);
	sms_json_print(text, made->json);
	if (!plan->at.count)
		print_said(&said, made->json);
	const struct sms_buf *signs = plan->at.count ? text : &said;
	sms_digest(sms_buf_text(signs), signs->length, digest);
	memcpy(made->digest, digest, IMPORT_DIGEST_SIZE - 1);
	set_digest(made->json, plan, made->digest);
	char *place = find_room(text, room);
	if (place)
		memcpy(place, made->digest, sizeof room - 1);
	made->text = sms_copy(sms_buf_text(text), text->length);
	made->length = text->length;
}

struct sms_error *import_make(struct import_made *out, struct import_group *group, const char *id, unsigned attempt)
{
	const struct import_plan *plan = group->plan;
	sms_auto(making) struct making making = {.group = group,
						 .count = IMPORT_SLOT_FIELDS + plan->field_count + plan->list_count};
	making.slots = sms_alloc(making.count, sizeof *making.slots);
	SMS_TRY(make_values(&making));
	if (id)
		out->id = sms_strdup(id);
	else
		SMS_TRY(make_id(out, &making, attempt));
	making.slots[IMPORT_SLOT_ID] = sms_json_new_text(out->id);
	out->json = fill(plan->skeleton, &making);
	sign(out, plan, &group->scratch);
	return NULL;
}

void import_made_release(struct import_made *made)
{
	sms_json_free(made->json);
	free(made->text);
	free(made->id);
	*made = (struct import_made){0};
}

struct sms_error *import_check(const struct import_group *group, const sms_json *json)
{
	const struct sms_schema *schema = NULL;
	sms_auto(findings) struct sms_schema_findings findings = {0};
	bool valid = false;
	SMS_TRY(sms_type_schema(&schema, group->plan->type));
	SMS_TRY(sms_schema_accepts(schema, json, &valid));
	if (valid)
		return NULL;
	SMS_TRY(sms_schema_explain(schema, json, &findings));
	struct sms_error *error = sms_error(SMS_INPUT, "'%s': %s", sms_json_text(sms_json_path(json, "external.id")),
					    findings.count ? findings.items[0].message : "does not fit its type");
	error = import_at(error, group->table, group->rows[0], IMPORT_NO_COLUMN);
	for (size_t i = 1; i < findings.count; i++)
		error = sms_error_hint(error, "%s", findings.items[i].message);
	return error;
}
