/* The links of all records turned round: see index.h. */
#include "model/link/index.h"
#include "base/builtin.h"
#include "base/file.h"
#include "base/mapping.h"
#include "model/link/lines.h"
#include <fcntl.h>
#include <string.h>
#include <unistd.h>

#define PATH "sms/links"     /* below .git */
#define FORMAT "sms-links 1" /* changes with what the lines hold */
#define LAST "end\n"
#define FEW 5000 /* records that are read without asking */
#define MANY 500 /* records that differ from those of the kept index before a new one is made */

struct sms_link_index {
	struct sms_store *store;
	char *path;
	char *key; /* of the types: what says which members are links, and which states are open */
	struct sms_mapping file;
	struct sms_buf built; /* what is not in a file */
	const char *text;     /* sorted lines, of the one or the other */
	size_t length;
	struct sms_map *changed; /* ids of records that differ from those of the text */
	struct sms_buf added;    /* their lines, sorted */
};

void sms_link_index_free(struct sms_link_index *index)
{
	if (!index)
		return;
	sms_mapping_release(&index->file);
	sms_buf_release(&index->built);
	sms_buf_release(&index->added);
	sms_map_free(index->changed);
	free(index->path);
	free(index->key);
	free(index);
}

/* The built-in types are those of the program; of the repository's own, what was read of them. */
static char *key_of(const struct sms_types *types)
{
	sms_auto(buf) struct sms_buf text = SMS_BUF_INIT;
	const struct sms_type *type;
	sms_buf_add_text(&text, sms_builtin_stamp());
	for (size_t i = 0; (type = sms_types_next_own(types, &i));) {
		sms_buf_add_format(&text, " %s ", type->name);
		sms_json_print_line(&text, type->about);
	}
	return sms_format("%016llx", (unsigned long long)sms_hash(sms_buf_text(&text), text.length));
}

/* --- The file. --- */

static char *head_line(const struct sms_link_index *index, const struct sms_oid *commit)
{
	char id[SMS_OID_SIZE];
	sms_oid_format(commit, id);
	return sms_format(FORMAT " %s %s\n", index->key, id);
}

/* Whether there is a file for these types, whole; then `commit` is the one it stands for. */
static bool load(struct sms_link_index *index, struct sms_oid *commit)
{
	static const struct sms_oid none;
	sms_auto(string) char *line = head_line(index, &none);
	size_t head = strlen(line), id = head - strlen("\n") - (SMS_OID_SIZE - 1), last = strlen(LAST);
	if (!sms_mapping_open(&index->file, index->path))
		return false;
	const char *bytes = index->file.bytes;
	sms_auto(string) char *text = index->file.length >= head + last ? sms_copy(bytes + id, SMS_OID_SIZE - 1) : NULL;
	bool good = text && !memcmp(bytes, line, id) && bytes[head - 1] == '\n' && sms_oid_parse(text, commit) &&
		    !memcmp(bytes + index->file.length - last, LAST, last);
	index->text = bytes + head;
	index->length = good ? index->file.length - head - last : 0;
	if (!good)
		sms_mapping_release(&index->file);
	return good;
}

/* Where it cannot be written, it is made again the next time. */
static void keep(const struct sms_link_index *index)
{
	sms_auto(string) char *line = head_line(index, &index->store->head);
	sms_auto(buf) struct sms_buf text = SMS_BUF_INIT;
	sms_buf_add_text(&text, line);
	sms_buf_add(&text, index->text, index->length);
	sms_buf_add_text(&text, LAST);
	int folder = open(sms_repo_gitdir(index->store->repo), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	if (folder < 0)
		return;
	sms_error_free(sms_file_write_at(folder, PATH, text.data, text.length, false, NULL));
	close(folder);
}

/* Is it worth much work: can it be kept, and does it stand for the tip? */
static bool can_keep(const struct sms_link_index *index)
{
	struct sms_oid head;
	struct sms_error *error = sms_repo_head(index->store->repo, &head);
	bool is_tip = !error && sms_oid_equal(&head, &index->store->head);
	sms_error_free(error);
	sms_auto(string) char *folder = sms_copy(index->path, (size_t)(strrchr(index->path, '/') - index->path));
	return is_tip && (access(folder, W_OK) == 0 ||
			  (!sms_file_exists(folder) && access(sms_repo_gitdir(index->store->repo), W_OK) == 0));
}

/* --- What differs. --- */

struct difference {
	struct sms_link_index *index;
	struct sms_arena *arena;
	size_t limit; /* records; more are not looked at */
	bool too_many;
};

static struct sms_error *visit_change(void *context, const struct sms_tree_change *change)
{
	struct difference *difference = context;
	struct sms_link_index *index = difference->index;
	const struct sms_type *type = NULL;
	sms_auto(buf) struct sms_buf id = SMS_BUF_INIT, bytes = SMS_BUF_INIT;
	const sms_json *json = NULL;
	bool is_body = false;
	if (difference->too_many || !sms_path_id(index->store->types, change->path, &type, &id, &is_body) || is_body)
		return NULL;
	difference->too_many = sms_map_count(index->changed) >= difference->limit;
	sms_map_put(index->changed, sms_buf_text(&id), index->changed);
	if (difference->too_many || sms_oid_is_zero(&change->after))
		return NULL;
	SMS_TRY(sms_repo_blob(index->store->repo, &change->after, &bytes));
	sms_arena_reset(difference->arena);
	struct sms_error *error =
		sms_json_parse_in(&json, difference->arena, sms_buf_text(&bytes), bytes.length, change->path);
	sms_error_free(error); /* no record, no links: check says so */
	return json && type ? sms_link_lines_add(&index->added, type, sms_buf_text(&id), json) : NULL;
}

static void put_in_order(struct sms_buf *text)
{
	sms_auto(link_lines) struct sms_link_lines lines = {0};
	struct sms_buf sorted = SMS_BUF_INIT;
	sms_link_lines_split(&lines, sms_buf_text(text), text->length);
	sms_link_lines_sort(&lines);
	for (size_t i = 0; i < lines.count; i++)
		sms_buf_add(&sorted, lines.items[i].at, lines.items[i].length + 1);
	sms_buf_release(text);
	*text = sorted;
}

/* Reads the records that differ between the commit of the text and the one wanted; false where the text is of no use:
 * too many differ, or its commit is gone. */
static bool overlay(struct sms_link_index *index, const struct sms_oid *commit, size_t limit)
{
	sms_auto(arena) struct sms_arena *arena = sms_arena_new();
	struct difference difference = {.index = index, .arena = arena, .limit = limit};
	if (sms_oid_equal(commit, &index->store->head))
		return true;
	sms_auto(error) struct sms_error *error =
		sms_repo_diff(index->store->repo, commit, &index->store->head, visit_change, &difference);
	put_in_order(&index->added);
	return !error && !difference.too_many;
}

static bool is_changed(const struct sms_link_index *index, const struct sms_link_line *line)
{
	size_t length;
	const char *id = sms_link_line_part(line, SMS_LINK_PARTS - 1, &length);
	return sms_map_get_n(index->changed, id, length) != NULL;
}

static void forget_difference(struct sms_link_index *index)
{
	sms_map_free(index->changed);
	index->changed = sms_map_new(NULL);
	sms_buf_release(&index->added);
}

static void take(struct sms_link_index *index, struct sms_buf *text)
{
	sms_mapping_release(&index->file);
	sms_buf_release(&index->built);
	index->built = *text;
	*text = (struct sms_buf)SMS_BUF_INIT;
	index->text = sms_buf_text(&index->built);
	index->length = index->built.length;
	forget_difference(index);
}

/* Puts what differs into the text. */
static void merge(struct sms_link_index *index)
{
	sms_auto(link_lines) struct sms_link_lines old = {0}, new = {0};
	sms_auto(buf) struct sms_buf text = SMS_BUF_INIT;
	size_t next = 0;
	sms_link_lines_split(&old, index->text, index->length);
	sms_link_lines_split(&new, sms_buf_text(&index->added), index->added.length);
	for (size_t i = 0; i < old.count; i++) {
		if (is_changed(index, &old.items[i]))
			continue;
		for (; next < new.count &&sms_link_line_compare(&new.items[next], &old.items[i]) < 0; next++)
			sms_buf_add(&text, new.items[next].at, new.items[next].length + 1);
		sms_buf_add(&text, old.items[i].at, old.items[i].length + 1);
	}
	for (; next < new.count; next++)
		sms_buf_add(&text, new.items[next].at, new.items[next].length + 1);
	take(index, &text);
}

/* --- All records. --- */

static struct sms_error *visit_record(void *context, unsigned thread, const struct sms_scanned *record)
{
	struct sms_buf *texts = context;
	if (!record->json || !record->entry->type)
		return NULL;
	return sms_link_lines_add(&texts[thread], record->entry->type, record->entry->id, record->json);
}

/* False in `done` where there are more than `limit`. */
static struct sms_error *build(struct sms_link_index *index, size_t limit, bool *done,
			       const struct sms_progress *progress)
{
	const struct sms_store *store = index->store;
	const struct sms_entry *const *entries;
	size_t count;
	struct sms_buf texts[SMS_SCAN_THREADS] = {SMS_BUF_INIT, SMS_BUF_INIT};
	sms_auto(snapshot) struct sms_snapshot *snapshot =
		sms_snapshot_of_commit(store->repo, store->types, &store->head);
	SMS_TRY(sms_snapshot_list(snapshot, NULL, &entries, &count));
	*done = count <= limit;
	if (!*done)
		return NULL;
	struct sms_error *error = sms_snapshot_scan(snapshot, NULL, visit_record, texts, progress);
	for (size_t i = 1; i < SMS_SCAN_THREADS; i++) {
		sms_buf_add(&texts[0], sms_buf_text(&texts[i]), texts[i].length);
		sms_buf_release(&texts[i]);
	}
	put_in_order(&texts[0]);
	take(index, &texts[0]);
	return error;
}

struct sms_error *sms_link_index_open(struct sms_link_index **out, struct sms_store *store, bool whole,
				      const struct sms_progress *progress)
{
	sms_auto(link_index) struct sms_link_index *index = sms_alloc(1, sizeof *index);
	struct sms_oid commit;
	*out = NULL;
	index->store = store;
	index->path = sms_format("%s" PATH, sms_repo_gitdir(store->repo));
	index->key = key_of(store->types);
	index->changed = sms_map_new(NULL);
	index->text = "";
	bool kept = can_keep(index), found = load(index, &commit);
	if (found && !overlay(index, &commit, whole || kept ? SIZE_MAX : MANY)) {
		forget_difference(index);
		found = false;
	}
	bool is_new = !found, done = true;
	if (!found)
		SMS_TRY(build(index, whole || kept ? SIZE_MAX : FEW, &done, progress));
	if (!done)
		return NULL;
	if (found && kept && sms_map_count(index->changed) > MANY) {
		merge(index);
		is_new = true;
	}
	if (is_new && kept)
		keep(index);
	*out = sms_move(&index);
	return NULL;
}

/* --- Finding. --- */

/* All lines about a record, those of records that differ in the place of the old ones. */
static void lines_about(struct sms_link_lines *out, const struct sms_link_index *index, const char *id)
{
	size_t kept = 0;
	sms_link_lines_find(out, index->text, index->length, id);
	if (!sms_map_count(index->changed))
		return;
	for (size_t i = 0; i < out->count; i++)
		if (!is_changed(index, &out->items[i]))
			out->items[kept++] = out->items[i];
	out->count = kept;
	sms_link_lines_find(out, sms_buf_text(&index->added), index->added.length, id);
	if (out->count > kept)
		sms_link_lines_sort(out);
}

static char *part_of(const struct sms_link_line *line, size_t part)
{
	size_t length;
	const char *text = sms_link_line_part(line, part, &length);
	return sms_copy(text, length);
}

/* The last ones of `lines` first, at most `most` in all. */
static void add_last(struct sms_list *out, const struct sms_link_line *lines, size_t count, size_t most)
{
	while (count-- && out->count < most)
		sms_list_adopt(out, part_of(&lines[count], SMS_LINK_PARTS - 1));
}

static void add_group(struct sms_backlinks_list *out, const struct sms_link_line *lines, size_t count, size_t most)
{
	struct sms_backlinks group = {.type = part_of(lines, 1), .relation = part_of(lines, 2), .count = count};
	size_t length;
	while (group.open < count && !memcmp(sms_link_line_part(&lines[group.open], 3, &length), "open", 4))
		group.open++;
	group.listed = group.relation[0] == '+';
	if (group.listed)
		memmove(group.relation, group.relation + 1, strlen(group.relation));
	add_last(&group.from, lines, group.open, most);
	add_last(&group.from, lines + group.open, count - group.open, most);
	sms_grow(out->items, out->count, out->capacity);
	out->items[out->count++] = group;
}

/* Length of what comes before the state: lines that share it are a group. */
static size_t head_of(const struct sms_link_line *line)
{
	size_t length;
	return (size_t)(sms_link_line_part(line, 3, &length) - line->at);
}

void sms_link_index_find(struct sms_backlinks_list *out, const struct sms_link_index *index, const char *id,
			 size_t most)
{
	sms_auto(link_lines) struct sms_link_lines lines = {0};
	lines_about(&lines, index, id);
	for (size_t first = 0, next; first < lines.count; first = next) {
		size_t head = head_of(&lines.items[first]);
		for (next = first + 1; next < lines.count; next++)
			if (lines.items[next].length < head ||
			    memcmp(lines.items[next].at, lines.items[first].at, head) != 0)
				break;
		add_group(out, &lines.items[first], next - first, most);
	}
}

void sms_backlinks_release(struct sms_backlinks_list *list)
{
	for (size_t i = 0; i < list->count; i++) {
		free(list->items[i].type);
		free(list->items[i].relation);
		sms_list_release(&list->items[i].from);
	}
	free(list->items);
	*list = (struct sms_backlinks_list){0};
}
