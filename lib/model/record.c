/* Records: reading, making, moving, checking. See record.h. */
#include "model/record.h"
#include "wrap/digest.h"
#include <string.h>

struct sms_error *sms_record_read(struct sms_record **out, struct sms_snapshot *snapshot, const struct sms_entry *entry)
{
	sms_auto(record) struct sms_record *record = sms_alloc(1, sizeof *record);
	sms_auto(buf) struct sms_buf bytes = SMS_BUF_INIT;
	if (!entry->type)
		return sms_error_hint(
			sms_error(SMS_INPUT, "%s: no type has the prefix of '%s'", entry->path, entry->id),
			"sms types");
	record->type = entry->type;
	record->id = sms_strdup(entry->id);
	record->path = sms_strdup(entry->path);
	SMS_TRY(sms_snapshot_read(snapshot, entry->path, &bytes, NULL));
	SMS_TRY(sms_json_parse(&record->json, sms_buf_text(&bytes), bytes.length, entry->path));
	if (!sms_json_is(record->json, SMS_JSON_OBJECT))
		return sms_error(SMS_INPUT, "%s:1:1: a record must be a JSON object", entry->path);
	record->text_length = bytes.length;
	record->text = sms_buf_take(&bytes);
	if (record->type->kind == SMS_KIND_DOCUMENT) {
		sms_auto(string) char *path = sms_id_body_path(record->id);
		bool found = false;
		SMS_TRY(sms_snapshot_read(snapshot, path, &bytes, &found));
		record->body_length = bytes.length;
		record->body = found ? sms_buf_take(&bytes) : NULL;
	}
	*out = sms_move(&record);
	return NULL;
}

void sms_record_free(struct sms_record *record)
{
	if (!record)
		return;
	sms_json_free(record->json);
	free(record->id);
	free(record->path);
	free(record->text);
	free(record->body);
	free(record);
}

const char *sms_record_state(const struct sms_record *record)
{
	const char *state = sms_json_get_text(record->json, "state");
	return state ? state : "";
}

const char *sms_record_title(const struct sms_record *record)
{
	const char *title = sms_json_get_text(record->json, "title");
	return title ? title : "";
}

/* --- Making. --- */

static sms_json *default_value(const sms_json *value, const struct sms_actor *actor)
{
	const char *text = sms_json_text(value);
	char at[SMS_TIME_SIZE];
	if (!text || text[0] != '@')
		return sms_json_copy(value);
	if (!strcmp(text, "@me")) /* only a person record can be linked to */
		return sms_id_is_valid(actor->by) ? sms_json_new_text(actor->by) : NULL;
	sms_time_format(actor->at, at);
	if (!strcmp(text, "@today"))
		at[10] = '\0';
	return sms_json_new_text(at);
}

static void set_defaults(struct sms_record *record, const struct sms_actor *actor)
{
	sms_json_each(value, sms_json_get(record->type->about, "defaults")) {
		const char *path = sms_json_key(value);
		sms_json *made = sms_json_path(record->json, path) ? NULL : default_value(value, actor);
		if (made)
			sms_error_free(sms_json_set_path(record->json, path, made)); /* a wrong way: check() says so */
	}
}

static sms_json *created(const struct sms_actor *actor)
{
	char at[SMS_TIME_SIZE];
	sms_json *json = sms_json_new_object();
	sms_time_format(actor->at, at);
	sms_json_set_text(json, "at", at);
	sms_json_set_text(json, "by", actor->by);
	return json;
}

static struct sms_error *make_id(struct sms_record *record, const char *id)
{
	const struct sms_type *type = record->type;
	const char *date = sms_json_get_text(type->about, "date");
	const char *title = sms_record_title(record);
	sms_time at = sms_now();
	if (id) {
		size_t prefix = strlen(type->prefix);
		if (!sms_id_is_valid(id) || strncmp(id, type->prefix, prefix) != 0 || id[prefix] != '-')
			return sms_error_hint(sms_error(SMS_INPUT,
							"id '%s': must be %s- and capital letters, digits "
							"and single dashes",
							id, type->prefix),
					      "%s-EXAMPLE", type->prefix);
		record->id = sms_strdup(id);
		return NULL;
	}
	if (type->kind == SMS_KIND_EVENT) {
		if (date && sms_json_get_text(record->json, date))
			(void)sms_time_parse(sms_json_get_text(record->json, date), &at);
		record->id = sms_id_for_event(type, at, NULL);
		return NULL;
	}
	if (!*title)
		return sms_error_hint(sms_error(SMS_INPUT, "title is missing"), "sms %s-%s --title TEXT", type->word,
				      type->name);
	record->id = sms_id_from_title(type, title);
	return NULL;
}

struct sms_error *sms_record_new(struct sms_record **out, const struct sms_type *type, sms_json *content,
				 const char *id, const char *body, struct sms_settings *settings,
				 const struct sms_actor *actor)
{
	sms_auto(record) struct sms_record *record = sms_alloc(1, sizeof *record);
	record->type = type;
	record->json = content;
	set_defaults(record, actor);
	sms_record_derive(record, NULL, settings); /* the title too, which the id is made from */
	SMS_TRY(make_id(record, id ? id : sms_json_get_text(content, "id")));
	record->path = sms_id_path(type, record->id);
	sms_json_set_text(content, "id", record->id);
	sms_json_set_text(content, "type", type->name);
	if (!sms_json_get(content, "state"))
		sms_json_set_text(content, "state", sms_type_initial(type));
	if (!sms_json_get(content, "created"))
		sms_json_set(content, "created", created(actor));
	if (!sms_json_get(content, "log"))
		sms_record_log(record, actor, "created", NULL);
	if (body) {
		record->body = sms_strdup(body);
		record->body_length = strlen(body);
	}
	sms_type_arrange(type, content);
	*out = sms_move(&record);
	return NULL;
}

void sms_record_log(struct sms_record *record, const struct sms_actor *actor, const char *kind, sms_json *more)
{
	sms_json *entry = created(actor);
	sms_json_set_text(entry, "kind", kind);
	sms_json_each(member, more)
		sms_json_set(entry, sms_json_key(member), sms_json_copy(member));
	sms_json_free(more);
	if (!sms_json_is(sms_json_get(record->json, "log"), SMS_JSON_ARRAY))
		sms_json_set(record->json, "log", sms_json_new_array());
	sms_json_append(sms_json_edit(record->json, "log"), entry);
}

/* --- Moving. --- */

static struct sms_error *refuse_move(const struct sms_record *record, const char *from, const char *to)
{
	sms_auto(list) struct sms_list allowed = SMS_LIST_INIT;
	struct sms_error *error;
	sms_type_moves(record->type, from, &allowed);
	if (!sms_type_has_state(record->type, to))
		error = sms_error(SMS_INPUT, "%s has no state '%s'", record->type->name, to);
	else
		error = sms_error(SMS_INPUT, "'%s' is %s and cannot move to %s", record->id, from, to);
	if (!allowed.count)
		return sms_error_hint(error, "%s is the end: record a new %s", from, record->type->name);
	for (size_t i = 0; i < allowed.count; i++)
		error = sms_error_hint(error, "sms move %s %s", record->id, allowed.items[i]);
	return error;
}

struct sms_error *sms_record_move(struct sms_record *record, const char *state, const char *note,
				  const struct sms_actor *actor)
{
	sms_auto(string) char *from = sms_strdup(sms_record_state(record));
	const char *stamp = sms_type_stamp(record->type, state);
	if (!sms_type_may_move(record->type, from, state))
		return refuse_move(record, from, state);
	if (!strcmp(state, "void") && !note)
		return sms_error_hint(sms_error(SMS_INPUT, "'%s' cannot become void without a reason", record->id),
				      "sms move %s void --note REASON", record->id);
	sms_json_set_text(record->json, "state", state);
	if (stamp && !sms_json_path(record->json, stamp)) {
		char at[SMS_TIME_SIZE];
		sms_time_format(actor->at, at);
		SMS_TRY(sms_json_set_path(record->json, stamp, sms_json_new_text(at)));
	}
	sms_json *more = sms_json_new_object();
	sms_json_set_text(more, "from", from);
	sms_json_set_text(more, "to", state);
	if (note)
		sms_json_set_text(more, "text", note);
	sms_record_log(record, actor, "state", more);
	return NULL;
}

/* --- Checking and printing. --- */

static struct sms_error *add_finding(struct sms_error *error, const struct sms_record *record, const char *message)
{
	if (error)
		return sms_error_hint(error, "%s", message);
	return sms_error(SMS_INPUT, "'%s': %s", record->id, message);
}

struct sms_error *sms_record_check(const struct sms_record *record)
{
	const struct sms_schema *schema = NULL;
	sms_auto(findings) struct sms_schema_findings findings = {0};
	struct sms_error *error = NULL;
	bool valid = false;
	SMS_TRY(sms_type_schema(&schema, record->type));
	SMS_TRY(sms_schema_accepts(schema, record->json, &valid));
	if (!valid) {
		SMS_TRY(sms_schema_explain(schema, record->json, &findings));
		for (size_t i = 0; i < findings.count; i++)
			error = add_finding(error, record, findings.items[i].message);
		if (!findings.count)
			error = add_finding(error, record, "does not fit its type");
	}
	if (!sms_type_has_state(record->type, sms_record_state(record)) && !error)
		error = sms_error(SMS_INPUT, "'%s': %s has no state '%s'", record->id, record->type->name,
				  sms_record_state(record));
	return error;
}

void sms_record_print(struct sms_buf *out, const struct sms_record *record)
{
	sms_type_arrange(record->type, record->json);
	sms_json_print(out, record->json);
}

void sms_record_content(struct sms_buf *out, const struct sms_type *type, const sms_json *json, const char *body,
			size_t body_length)
{
	sms_json *content = sms_json_new_object();
	sms_json_each(member, json)
		if (!sms_type_is_workflow(type, sms_json_key(member)))
			sms_json_set(content, sms_json_key(member), sms_json_copy(member));
	sms_json_print_canonical(out, content);
	sms_json_free(content);
	if (body)
		sms_buf_add(out, body, body_length);
}

void sms_record_digest(const struct sms_record *record, char out[65])
{
	sms_auto(buf) struct sms_buf content = SMS_BUF_INIT;
	sms_record_content(&content, record->type, record->json, record->body, record->body_length);
	sms_digest(sms_buf_text(&content), content.length, out);
}
