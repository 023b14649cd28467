/* The catalogue of requirements, read from the files under schemas/iso20000-1. See audit.h. */
#include "work/audit/catalogue.h"
#include "base/builtin.h"
#include "model/builtin_schema.h"
#include "work/audit/private.h"
#include <string.h>

#define FOLDER "iso20000-1/"
#define CATALOGUE FOLDER "catalogue.json"
#define EVIDENCE FOLDER "evidence.json" /* which records are looked at: needs.h */

static void free_document(void *document)
{
	sms_json_free(document);
}

void sms_catalogue_free(struct sms_catalogue *catalogue)
{
	if (!catalogue)
		return;
	free(catalogue->clauses);
	free(catalogue->items);
	sms_map_free(catalogue->documents);
	sms_json_free(catalogue->made);
	sms_list_release(&catalogue->keys);
	free(catalogue);
}

static struct sms_error *read_file(struct sms_catalogue *catalogue, const struct sms_builtin_schema *schema,
				   const char *path, const sms_json **out)
{
	size_t length = 0;
	const char *text = sms_builtin(path, &length);
	sms_json *json = NULL;
	bool valid = false;
	if (!text)
		return sms_error(SMS_ENVIRONMENT, "no built-in file '%s'", path);
	SMS_TRY(sms_json_parse(&json, text, length, path));
	sms_map_put(catalogue->documents, path, json);
	SMS_TRY(sms_schema_accepts(sms_builtin_schema_get(schema), json, &valid));
	*out = json;
	/* Fails: says where. */
	return valid ? NULL : sms_builtin_schema_check("meta/requirements.json", json, text, length, path);
}

static const char *text_of(const sms_json *json, const char *key)
{
	const char *text = sms_json_get_text(json, key);
	return text ? text : "";
}

static enum sms_judged judged_of(const char *name)
{
	return *name == 'f' ? SMS_JUDGED_FULL : *name == 'p' ? SMS_JUDGED_PARTIAL : SMS_JUDGED_HUMAN;
}

static const char *clause_of(const struct sms_catalogue *catalogue, const char *id)
{
	const char *dash = strrchr(id, '-');
	/* The clause of an item is its id without the letter. */
	for (size_t i = 0; dash && i < catalogue->clause_count; i++) {
		const char *number = catalogue->clauses[i].number;
		if (strlen(number) == (size_t)(dash - id) && !strncmp(number, id, (size_t)(dash - id)))
			return number;
	}
	return "";
}

void audit_item_read(const struct sms_catalogue *catalogue, struct sms_item *item, const sms_json *file,
		     const sms_json *json)
{
	*item = (struct sms_item){.id = text_of(json, "id"),
				  .key = text_of(json, "id"),
				  .statement = text_of(json, "statement"),
				  .clause = clause_of(catalogue, text_of(json, "id")),
				  .requirement = text_of(json, "requirement"),
				  .judged = judged_of(text_of(json, "judged")),
				  .look = sms_json_get_text(json, "look"),
				  .tests = sms_json_get(json, "tests"),
				  .file = file};
	sms_grade_parse(text_of(json, "absent"), &item->absent);
}

const char *sms_catalogue_title(const struct sms_catalogue *catalogue, const char *clause)
{
	for (size_t i = 0; i < catalogue->clause_count; i++)
		if (!strcmp(catalogue->clauses[i].number, clause))
			return catalogue->clauses[i].title;
	return "";
}

const struct sms_item *sms_catalogue_item(const struct sms_catalogue *catalogue, const char *id)
{
	for (size_t i = 0; i < catalogue->item_count; i++)
		if (!strcmp(catalogue->items[i].id, id))
			return &catalogue->items[i];
	return NULL;
}

bool sms_clause_is_below(const char *clause, const char *prefix)
{
	size_t length = strlen(prefix);
	return !strncmp(clause, prefix, length) && (!clause[length] || clause[length] == '.');
}

static size_t place_of(const struct sms_catalogue *catalogue, const char *clause)
{
	size_t i = 0;
	while (i < catalogue->clause_count && strcmp(catalogue->clauses[i].number, clause) != 0)
		i++;
	return i;
}

struct placed {
	size_t place, group, order; /* `group`: where its statement begins */
	struct sms_item item;
};

static int by_place(const void *a, const void *b)
{
	const struct placed *x = a, *y = b;
	if (x->place != y->place)
		return x->place < y->place ? -1 : 1;
	if (x->group != y->group)
		return x->group < y->group ? -1 : 1;
	return x->order < y->order ? -1 : 1;
}

/* Files may share a statement: its items stand together. */
static size_t group_of(const struct sms_catalogue *catalogue, size_t index)
{
	const char *statement = catalogue->items[index].statement;
	size_t i = 0;
	while (strcmp(catalogue->items[i].statement, statement) != 0)
		i++;
	return i;
}

/* Items in the order of the clauses, whatever the order of the files. */
void audit_catalogue_arrange(struct sms_catalogue *catalogue)
{
	struct placed *placed = sms_alloc(catalogue->item_count, sizeof *placed);
	for (size_t i = 0; i < catalogue->item_count; i++)
		placed[i] = (struct placed){.place = place_of(catalogue, catalogue->items[i].clause),
					    .group = group_of(catalogue, i),
					    .order = i,
					    .item = catalogue->items[i]};
	if (catalogue->item_count)
		qsort(placed, catalogue->item_count, sizeof *placed, by_place);
	catalogue->statement_count = 0;
	for (size_t i = 0; i < catalogue->item_count; i++) {
		catalogue->items[i] = placed[i].item;
		if (!i || strcmp(placed[i].item.statement, placed[i - 1].item.statement) != 0)
			catalogue->statement_count++;
	}
	free(placed);
}

void audit_catalogue_clauses(struct sms_catalogue *catalogue, const sms_json *file)
{
	const sms_json *clauses = sms_json_get(file, "clauses");
	catalogue->name = text_of(file, "name");
	catalogue->standard = text_of(file, "standard");
	free(catalogue->clauses);
	catalogue->clause_count = 0;
	catalogue->clauses = sms_alloc(sms_json_count(clauses), sizeof *catalogue->clauses);
	sms_json_each(clause, clauses)
		catalogue->clauses[catalogue->clause_count++] =
			(struct sms_clause){text_of(clause, "clause"), text_of(clause, "title")};
}

static void read_head(struct sms_catalogue *catalogue, const sms_json *file)
{
	audit_catalogue_clauses(catalogue, file);
	catalogue->work = sms_json_get(file, "work");
	catalogue->assessments = sms_json_get(file, "assessments");
	catalogue->plans = sms_json_get(file, "plans");
	catalogue->alterations = sms_json_get(file, "alterations");
	catalogue->fillers = sms_json_get(file, "fillers");
}

struct sms_error *sms_catalogue_load(struct sms_catalogue **out)
{
	sms_auto(catalogue) struct sms_catalogue *catalogue = sms_alloc(1, sizeof *catalogue);
	sms_auto(builtin_schema) struct sms_builtin_schema *schema = NULL;
	const sms_json *file = NULL;
	size_t capacity = 0;
	catalogue->documents = sms_map_new(free_document);
	SMS_TRY(sms_builtin_schema_new(&schema, "meta/requirements.json"));
	SMS_TRY(read_file(catalogue, schema, CATALOGUE, &file));
	read_head(catalogue, file);
	for (size_t i = 0; i < sms_builtin_count(); i++) {
		const char *path = sms_builtin_path(i);
		if (strncmp(path, FOLDER, strlen(FOLDER)) != 0 || !strcmp(path, CATALOGUE) || !strcmp(path, EVIDENCE))
			continue;
		SMS_TRY(read_file(catalogue, schema, path, &file));
		capacity += sms_json_count(sms_json_get(file, "items"));
		catalogue->items = sms_realloc(catalogue->items, capacity, sizeof *catalogue->items);
		sms_json_each(item, sms_json_get(file, "items"))
			audit_item_read(catalogue, &catalogue->items[catalogue->item_count++], file, item);
	}
	audit_catalogue_arrange(catalogue);
	*out = sms_move(&catalogue);
	return NULL;
}
