/* Import without a map: columns are fields by their paths, JSON objects are records as exported. */
#include "work/import/private.h"
#include <string.h>

struct plain_row {
	sms_json *content; /* until the record takes it */
	struct sms_record *record;
	struct sms_list paths;         /* that the row fills, for a record that is there */
	size_t row;                    /* of the table; of JSON its line or element */
	const struct sms_entry *entry; /* of the record that is there; NULL: a new one */
	bool changed;
};

struct plain {
	struct import_run *run;
	struct import_table *table;
	const struct sms_field **fields; /* of the columns of a CSV file */
	struct plain_row *rows;
	size_t count, capacity;
	struct sms_map *existing; /* by "SYSTEM\nNUMBER"; made when first needed */
	struct sms_map *seen;     /* id -> row + 1 */
};

static void plain_release(struct plain *plain)
{
	for (size_t i = 0; i < plain->count; i++) {
		sms_json_free(plain->rows[i].content);
		sms_record_free(plain->rows[i].record);
		sms_list_release(&plain->rows[i].paths);
	}
	free(plain->rows);
	free(plain->fields);
	sms_map_free(plain->existing);
	sms_map_free(plain->seen);
}
SMS_AUTO_STRUCT(plain, struct plain, plain_release);

static struct plain_row *add_row(struct plain *plain, size_t row)
{
	sms_grow(plain->rows, plain->count, plain->capacity);
	plain->rows[plain->count] = (struct plain_row){.content = sms_json_new_object(), .row = row};
	return &plain->rows[plain->count++];
}

static struct sms_error *place_error(struct sms_error *error, const struct plain *plain, const struct plain_row *row)
{
	if (plain->table->format == IMPORT_CSV)
		return import_at(error, plain->table, row->row, IMPORT_NO_COLUMN);
	struct sms_position at = import_json_position(plain->table, row->row, NULL);
	return sms_error_wrap(error, "%s:%u:%u", plain->table->name, at.line, at.column);
}

/* --- Rows of a CSV file. --- */

static struct sms_error *find_fields(struct plain *plain)
{
	const struct import_table *table = plain->table;
	const struct sms_type *type = plain->run->type;
	plain->fields = sms_alloc(table->column_count, sizeof(const struct sms_field *));
	for (size_t i = 0; i < table->column_count; i++) {
		const char *path = table->columns[i].name;
		plain->fields[i] = sms_type_field(type, path);
		if (plain->fields[i] || import_is_open(type, path))
			continue;
		struct sms_error *error = sms_type_find_field(&plain->fields[i], type, path);
		error = sms_error_wrap(error, "%s:1: column '%s'", table->name, path);
		return import_hint_maps(error, type);
	}
	return NULL;
}

/* `a, b` is a list too; what an export guarded against spreadsheets by an apostrophe is taken without it. */
static struct sms_error *read_cell(sms_json **out, const struct sms_field *field, const char *text, sms_time now)
{
	if (text[0] == '\'' && text[1] && strchr("=+-@", text[1]))
		text++;
	if (!field) {
		*out = sms_json_new_text(text);
		return NULL;
	}
	if (!field->repeated || text[0] == '[')
		return sms_field_value(out, field, text, now);
	sms_auto(json) sms_json *list = sms_json_new_array();
	sms_auto(list) struct sms_list parts = SMS_LIST_INIT;
	sms_list_split(&parts, text, ',');
	for (size_t i = 0; i < parts.count; i++) {
		char *part = parts.items[i] + strspn(parts.items[i], " ");
		sms_json *element = NULL;
		for (size_t length = strlen(part); length && part[length - 1] == ' '; length--)
			part[length - 1] = '\0';
		if (!*part)
			continue;
		SMS_TRY(sms_field_value(&element, field, part, now));
		sms_json_append(list, element);
	}
	*out = sms_move(&list);
	return NULL;
}

static struct sms_error *read_csv_row(struct plain *plain, size_t index)
{
	const struct import_table *table = plain->table;
	struct plain_row *row = add_row(plain, index);
	for (size_t i = 0; i < table->column_count; i++) {
		const char *text = import_text(table, index, i), *path = table->columns[i].name;
		sms_json *value = NULL;
		if (!text)
			continue;
		struct sms_error *error = read_cell(&value, plain->fields[i], text, plain->run->actor.at);
		if (!error)
			error = sms_json_set_path(row->content, path, value);
		if (error)
			return import_at(error, table, index, i);
		sms_list_add(&row->paths, path);
	}
	return NULL;
}

/* --- Rows of JSON. --- */

static struct sms_error *read_object(void *context, const sms_json *object, size_t line)
{
	struct plain *plain = context;
	struct plain_row *row = add_row(plain, line);
	sms_json_each(member, object) {
		sms_json_set(row->content, sms_json_key(member), sms_json_copy(member));
		sms_list_add(&row->paths, sms_json_key(member));
	}
	return NULL;
}

static struct sms_error *read_rows(struct plain *plain)
{
	struct import_table *table = plain->table;
	SMS_TRY(import_format_of(&table->format, NULL, plain->run->type->name, table->name, table->text,
				 table->length));
	if (table->format != IMPORT_CSV)
		return import_each_object(table, read_object, plain);
	table->all = true;
	SMS_TRY(import_table_read(table));
	SMS_TRY(find_fields(plain));
	for (size_t i = 0; i < table->row_count; i++)
		SMS_TRY(read_csv_row(plain, i));
	return NULL;
}

/* --- Which record a row is about. --- */

static struct sms_error *find_external(struct plain *plain, const char *key, const struct sms_entry **out)
{
	struct import_run *run = plain->run;
	if (!plain->existing)
		SMS_TRY(import_find_existing(&plain->existing, run->store->snapshot, run->type, NULL, run->progress));
	const struct import_existing *existing = sms_map_get(plain->existing, key);
	*out = existing ? existing->entry : NULL;
	return NULL;
}

/* The instant that an event of the content is filed by. */
static sms_time date_of(const struct plain *plain, const sms_json *content)
{
	const char *path = sms_json_get_text(plain->run->type->about, "date");
	const char *text = path ? sms_json_text(sms_json_path(content, path)) : NULL;
	sms_time at;
	return text && sms_time_parse(text, &at) ? at : plain->run->actor.at;
}

/* `id` is the one to give to a new record, in a form to free. */
static struct sms_error *identify(struct plain *plain, const struct plain_row *row, char **id,
				  const struct sms_entry **entry)
{
	const struct sms_type *type = plain->run->type;
	const char *given = sms_json_get_text(row->content, "id"), *title = sms_json_get_text(row->content, "title");
	const char *system = sms_json_text(sms_json_path(row->content, "external.system"));
	const char *number = sms_json_text(sms_json_path(row->content, "external.id"));
	*entry = NULL;
	if (!given && system && number) {
		sms_auto(string) char *key = sms_format("%s\n%s", system, number);
		SMS_TRY(find_external(plain, key, entry));
		if (*entry)
			*id = sms_strdup((*entry)->id);
		else if (type->kind == SMS_KIND_EVENT)
			*id = sms_id_for_event(type, date_of(plain, row->content), key);
	}
	if (!*id && given)
		*id = sms_strdup(given);
	if (!*id && type->kind != SMS_KIND_EVENT && title)
		*id = sms_id_from_title(type, title);
	if (!*id)
		return import_hint_maps(sms_error(SMS_INPUT, "has neither 'id' nor 'external.system' and "
							     "'external.id' to know it again by"),
					type);
	return *entry ? NULL : sms_snapshot_find(plain->run->store->snapshot, *id, entry);
}

static struct sms_error *claim(struct plain *plain, const struct plain_row *row, const char *id)
{
	size_t other = (size_t)(uintptr_t)sms_map_get(plain->seen, id);
	if (other)
		return sms_error(SMS_INPUT, "'%s' is there twice", id);
	sms_map_put(plain->seen, id, (void *)(uintptr_t)(row - plain->rows + 1));
	sms_map_put(plain->run->ids, id, plain);
	return NULL;
}

/* --- Making and joining. --- */

static struct sms_error *make_new(struct plain *plain, struct plain_row *row, const char *id)
{
	struct import_run *run = plain->run;
	bool logged = sms_json_get(row->content, "log");
	SMS_TRY(sms_record_new(&row->record, run->type, sms_move(&row->content), id, NULL, run->store->settings,
			       &run->actor));
	const char *state = sms_record_state(row->record), *initial = sms_type_initial(run->type);
	if (logged || !strcmp(state, initial))
		return NULL;
	sms_json *more = sms_json_new_object();
	sms_json_set_text(more, "from", initial);
	sms_json_set_text(more, "to", state);
	sms_record_log(row->record, &run->actor, "state", more);
	return NULL;
}

static struct sms_error *join(struct plain *plain, struct plain_row *row)
{
	static const char *const kept[] = {"id", "type", "state", "log", "created", "external"};
	struct import_run *run = plain->run;
	sms_auto(list) struct sms_list paths = SMS_LIST_INIT;
	SMS_TRY(sms_record_read(&row->record, run->store->snapshot, row->entry));
	if (!strcmp(sms_record_state(row->record), "void"))
		return NULL;
	for (size_t i = 0; i < row->paths.count; i++) {
		const char *path = row->paths.items[i];
		bool is_kept = false;
		for (size_t j = 0; j < SMS_COUNT(kept); j++)
			is_kept = is_kept || (!strncmp(path, kept[j], strcspn(path, ".")) &&
					      strlen(kept[j]) == strcspn(path, "."));
		if (!is_kept)
			sms_list_add(&paths, path);
	}
	sms_auto(json) sms_json *before = sms_json_copy(row->record->json);
	SMS_TRY(import_resolve(run, row->content));
	row->changed = import_merge(row->record, row->content, &paths, &run->actor, NULL);
	return row->changed ? import_finish(run, row->record, before) : NULL;
}

/* All ids are known before links are looked at: rows may point to later ones. */
static struct sms_error *prepare(struct plain *plain, struct plain_row *row)
{
	sms_auto(string) char *id = NULL;
	const struct sms_type *own = plain->run->type;
	const char *type = sms_json_get_text(row->content, "type");
	if (type && strcmp(type, own->name) != 0)
		return sms_error(SMS_INPUT, "is a %s, not a %s", type, own->name);
	SMS_TRY(identify(plain, row, &id, &row->entry));
	SMS_TRY(claim(plain, row, id));
	if (row->entry && row->entry->type != own)
		return sms_error(SMS_INPUT, "'%s' is no %s", id, own->name);
	return row->entry ? NULL : make_new(plain, row, id);
}

static struct sms_error *complete(struct plain *plain, struct plain_row *row)
{
	return row->entry ? join(plain, row) : import_finish(plain->run, row->record, NULL);
}

struct sms_error *import_plain(struct import_run *run, struct import_table *table)
{
	sms_auto(plain) struct plain plain = {.run = run, .table = table, .seen = sms_map_new(NULL)};
	struct sms_error *(*const steps[])(struct plain *, struct plain_row *) = {prepare, complete};
	SMS_TRY(read_rows(&plain));
	run->result->rows = plain.count;
	for (size_t step = 0; step < SMS_COUNT(steps); step++)
		for (size_t i = 0; i < plain.count; i++) {
			struct sms_error *error = steps[step](&plain, &plain.rows[i]);
			if (error)
				return place_error(error, &plain, &plain.rows[i]);
		}
	for (size_t i = 0; i < plain.count; i++) {
		const struct plain_row *row = &plain.rows[i];
		run->result->made += !row->entry;
		run->result->changed += row->changed;
		run->result->unchanged += row->entry && !row->changed;
	}
	return NULL;
}
