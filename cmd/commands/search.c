/* sms search: find a pattern in records and documents. */
#include "output.h"
#include "wrap/regex/regex.h"
#include <string.h>

#define EXCERPT 30 /* bytes before the match, about */

struct search_options {
	bool ids;
};

static const struct option search_options[] = {
	OPTION_FLAG(struct search_options, ids, 'i', "ids", "print ids only, one a line"),
	OPTIONS_FORMAT("text|json|ndjson|csv|markdown"),
	OPTION_END,
};

struct hit {
	const struct sms_entry *entry;
	char *path, *excerpt;
};

struct hits {
	struct hit *items;
	size_t count, capacity;
};

struct search {
	const struct sms_regex *regex;
	struct hits hits[SMS_SCAN_THREADS];
};

static void release(struct search *search)
{
	for (unsigned thread = 0; thread < SMS_SCAN_THREADS; thread++) {
		for (size_t i = 0; i < search->hits[thread].count; i++) {
			free(search->hits[thread].items[i].path);
			free(search->hits[thread].items[i].excerpt);
		}
		free(search->hits[thread].items);
	}
}
SMS_AUTO_STRUCT(search, struct search, release);

/* A line around the match, not cut inside a character. */
static char *excerpt(const char *text, size_t from, size_t to)
{
	size_t begin = from > EXCERPT ? from - EXCERPT : 0, end = strlen(text);
	for (size_t i = begin; i < from; i++)
		if (text[i] == '\n')
			begin = i + 1;
	while (begin < from && ((unsigned char)text[begin] & 0xc0) == 0x80)
		begin++;
	const char *newline = strchr(text + to, '\n');
	if (newline)
		end = (size_t)(newline - text);
	return sms_format("%s%.*s", begin && text[begin - 1] != '\n' ? "…" : "", (int)(end - begin), text + begin);
}

static struct sms_error *look(struct search *search, unsigned thread, const struct sms_entry *entry, const char *path,
			      const char *text)
{
	struct hits *hits = &search->hits[thread];
	size_t from = 0, to = 0;
	bool found = false;
	SMS_TRY(sms_regex_match(&found, search->regex, text, strlen(text), &from, &to));
	if (!found)
		return NULL;
	sms_grow(hits->items, hits->count, hits->capacity);
	hits->items[hits->count++] =
		(struct hit){.entry = entry, .path = sms_strdup(path), .excerpt = excerpt(text, from, to)};
	return NULL;
}

static struct sms_error *look_into(struct search *search, unsigned thread, const struct sms_entry *entry,
				   const sms_json *value, struct sms_buf *path)
{
	size_t length = path->length, index = 0;
	if (sms_json_text(value))
		return look(search, thread, entry, sms_buf_text(path), sms_json_text(value));
	sms_json_each(element, value) {
		sms_buf_add_text(path, length ? "." : "");
		if (sms_json_key(element))
			sms_buf_add_text(path, sms_json_key(element));
		else
			sms_buf_add_format(path, "%zu", index++);
		SMS_TRY(look_into(search, thread, entry, element, path));
		sms_buf_truncate(path, length);
	}
	return NULL;
}

static struct sms_error *visit(void *context, unsigned thread, const struct sms_scanned *record)
{
	sms_auto(buf) struct sms_buf path = SMS_BUF_INIT;
	return record->json ? look_into(context, thread, record->entry, record->json, &path) : NULL;
}

static struct sms_error *look_into_bodies(struct search *search, struct context *context, const struct sms_type *type)
{
	const struct sms_entry *const *entries;
	size_t count;
	SMS_TRY(sms_snapshot_list(context->store->snapshot, type, &entries, &count));
	for (size_t i = 0; i < count; i++) {
		sms_auto(buf) struct sms_buf body = SMS_BUF_INIT;
		bool found = false;
		if (!entries[i]->type || entries[i]->type->kind != SMS_KIND_DOCUMENT)
			continue;
		sms_auto(string) char *path = sms_id_body_path(entries[i]->id);
		SMS_TRY(sms_snapshot_read(context->store->snapshot, path, &body, &found));
		if (found)
			SMS_TRY(look(search, 0, entries[i], "text", sms_buf_text(&body)));
	}
	return NULL;
}

static int compare(const void *a, const void *b)
{
	const struct hit *x = a, *y = b;
	int result = strcmp(x->entry->id, y->entry->id);
	return result ? result : strcmp(x->path, y->path);
}

static struct sms_error *print(struct context *context, const struct search *search, bool only_ids)
{
	static const struct column heads[] = {{.name = "id"}, {.name = "field"}, {.name = "text"}};
	size_t count = search->hits[0].count + search->hits[1].count, at = 0;
	struct hit *all = sms_alloc(count, sizeof *all);
	sms_auto(table) struct table *table = table_new("search", "hits", heads, SMS_COUNT(heads));
	for (unsigned thread = 0; thread < SMS_SCAN_THREADS; thread++)
		for (size_t i = 0; i < search->hits[thread].count; i++)
			all[at++] = search->hits[thread].items[i];
	if (count)
		qsort(all, count, sizeof *all, compare);
	for (size_t i = 0; i < count; i++) {
		if (only_ids) {
			if (!i || strcmp(all[i].entry->id, all[i - 1].entry->id) != 0)
				output_format(context, TONE_PLAIN, "%s\n", all[i].entry->id);
			continue;
		}
		table_add(table, TONE_STRONG, all[i].entry->id);
		table_add(table, TONE_DIM, all[i].path);
		table_add(table, TONE_PLAIN, all[i].excerpt);
	}
	free(all);
	context->status = count ? SMS_OK : SMS_NO;
	return only_ids ? NULL : table_print(context, table);
}

static struct sms_error *run(struct context *context, const void *options, const struct sms_list *arguments)
{
	const struct search_options *settings = options;
	const char *pattern = arguments->items[0];
	const struct sms_type *type = NULL;
	sms_auto(regex) struct sms_regex *regex = NULL;
	sms_auto(search) struct search search = {0};
	SMS_TRY(sms_regex_new(&regex, pattern, strlen(pattern), SMS_REGEX_CASELESS));
	search.regex = regex;
	if (arguments->count > 1)
		SMS_TRY(sms_types_find(&type, context->store->types, arguments->items[1]));
	SMS_TRY(sms_snapshot_scan(context->store->snapshot, type, visit, &search, context->progress));
	SMS_TRY(look_into_bodies(&search, context, type));
	return print(context, &search, settings->ids);
}

const struct command cmd_search = {
	.name = "search",
	.summary = "find a pattern in records and documents",
	.arguments = "PATTERN [TYPE]",
	.group = GROUP_RECORDS,
	.needs = NEEDS_STORE | NEEDS_PAGER | NEEDS_NO_HASHES,
	.options = search_options,
	.options_size = sizeof(struct search_options),
	.run = run,
	.description =
		"Searches every text in the records, and the prose of documents, for a regular expression (ECMA-262, "
		"case ignored), and prints where it was found.",
	.examples = (const struct example[]){{"sms search 'queue runner'", "everywhere"},
					     {"sms search timeout incident --ids", "ids of incidents"},
					     {NULL, NULL}},
	.statuses = (const struct exit_meaning[]){{SMS_NO, "nothing was found"}, {0}},
	.see_also = "list, show",
};
