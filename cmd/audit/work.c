/* The members of auditors' records, and what was seen: see work.h. */
#include "audit/work.h"
#include "model/link/links.h"
#include <ctype.h>
#include <string.h>

/* --- Members by the names that the catalogue gives them. --- */

const sms_json *work_get(const sms_json *json, const sms_json *terms, const char *part)
{
	const char *path = sms_json_get_text(terms, part);
	return path ? sms_json_path(json, path) : NULL;
}

const char *work_text(const sms_json *json, const sms_json *terms, const char *part)
{
	return sms_json_text(work_get(json, terms, part));
}

struct sms_error *work_set(sms_json *content, const sms_json *terms, const char *part, sms_json *value)
{
	const char *path = sms_json_get_text(terms, part);
	if (path && value)
		return sms_json_set_path(content, path, value);
	sms_json_free(value);
	return NULL;
}

struct sms_error *work_set_text(sms_json *content, const sms_json *terms, const char *part, const char *text)
{
	return work_set(content, terms, part, text && *text ? sms_json_new_text(text) : NULL);
}

struct sms_error *work_set_list(sms_json *content, const sms_json *terms, const char *part, const struct sms_list *list)
{
	sms_json *array = list->count ? sms_json_new_array() : NULL;
	for (size_t i = 0; i < list->count; i++)
		sms_json_append_text(array, list->items[i]);
	return work_set(content, terms, part, array);
}

struct sms_error *work_type(const struct context *context, const sms_json *terms, const struct sms_type **out)
{
	const char *name = sms_json_get_text(terms, "type");
	if (!name)
		return sms_error(SMS_INPUT, "the catalogue does not say which records these are");
	return sms_types_find(out, context->store->types, name);
}

static void add_text(void *into, const sms_json *value)
{
	if (sms_json_text(value))
		sms_list_add(into, sms_json_text(value));
}

void work_add_texts(const sms_json *json, const sms_json *terms, const char *part, struct sms_list *out)
{
	const char *path = sms_json_get_text(terms, part);
	if (path)
		sms_json_visit(json, path, add_text, out);
}

/* --- Records. --- */

struct sms_error *work_record(struct context *context, const sms_json *terms, const char *name, struct sms_record **out)
{
	const struct sms_type *type = NULL;
	SMS_TRY(work_type(context, terms, &type));
	return sms_store_record(context->store, name, type, out);
}

struct sms_error *work_new(struct context *context, const sms_json *terms, sms_json *given,
			   const struct sms_actor *actor, struct sms_record **out)
{
	const struct sms_type *type = NULL;
	sms_auto(json) sms_json *content = given;
	SMS_TRY(work_type(context, terms, &type));
	return sms_record_new(out, type, sms_move(&content), NULL, NULL, context->store->settings, actor);
}

void work_team(const sms_json *audit, const sms_json *terms, struct sms_list *out)
{
	const char *person = sms_json_get_text(terms, "person");
	const char *lead = work_text(audit, terms, "lead");
	if (lead)
		sms_list_add(out, lead);
	sms_json_each(one, work_get(audit, terms, "team")) {
		const char *id = person ? sms_json_get_text(one, person) : NULL;
		if (id && !sms_list_contains(out, id))
			sms_list_add(out, id);
	}
}

/* --- What was seen. --- */

/* Does a word look like an id of a type that there is? */
static bool is_id(const struct sms_types *types, const char *word)
{
	return sms_id_is_valid(word) && sms_types_of_id(types, word);
}

/* Ids in the words of one --evidence. */
static struct sms_error *find_ids(const struct sms_store *store, const char *text, struct sms_list *ids)
{
	static const char letters[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-";
	for (const char *start = text; *start;) {
		size_t length = strspn(start, letters);
		bool begins = start == text || !isalnum((unsigned char)start[-1]);
		while (length && start[length - 1] == '-')
			length--;
		sms_auto(string) char *word = sms_copy(start, length);
		const struct sms_entry *entry = NULL;
		if (begins && length && is_id(store->types, word)) {
			SMS_TRY(sms_snapshot_find(store->snapshot, word, &entry));
			if (!entry)
				return sms_error_hint(
					sms_error(SMS_INPUT, "there is no record '%s' to be evidence", word),
					"sms search %s", word);
			if (!sms_list_contains(ids, word))
				sms_list_add(ids, word);
		}
		start += length ? length : 1;
	}
	return NULL;
}

void seen_release(struct seen *seen)
{
	sms_list_release(&seen->ids);
	sms_buf_release(&seen->words);
}
struct sms_error *work_seen(const struct sms_store *store, const struct sms_list *evidence, struct seen *seen)
{
	for (size_t i = 0; i < evidence->count; i++) {
		const char *text = evidence->items[i];
		SMS_TRY(find_ids(store, text, &seen->ids));
		if (!is_id(store->types, text))
			sms_buf_add_format(&seen->words, "%s%s", seen->words.length ? "; " : "", text);
	}
	if (!seen->words.length && seen->ids.count) {
		sms_buf_add_text(&seen->words, "Records seen: ");
		sms_list_join(&seen->words, &seen->ids, ", ");
	}
	return NULL;
}
