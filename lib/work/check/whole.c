/* Checks that need more than one record: links, prose, attributes. See check.h. */
#include "model/link/links.h"
#include "work/check/private.h"
#include <string.h>

/* --- Links. --- */

/* The pointer of the string `to` at a path, through lists; an element of `links` has it as its member. */
static bool find_link(const sms_json *value, const char *path, const char *to, struct sms_buf *pointer)
{
	size_t before = pointer->length, step = strcspn(path, "."), index = 0;
	const char *text = sms_json_text(value);
	if (text)
		return !*path && !strcmp(text, to);
	if (sms_json_is(value, SMS_JSON_ARRAY)) {
		sms_json_each(element, value) {
			sms_buf_add_format(pointer, "/%zu", index++);
			if (find_link(element, path, to, pointer))
				return true;
			sms_buf_truncate(pointer, before);
		}
		return false;
	}
	sms_auto(string) char *name = *path ? sms_copy(path, step) : sms_strdup("to");
	sms_json_pointer_add(pointer, name);
	return value && find_link(sms_json_get(value, name), path + step + (path[step] == '.'), to, pointer);
}

/* Line and column of a link: the record is read anew, for links that are wrong are few. */
static void place_link(struct sms_finding *finding, const struct sms_check_run *run, const struct sms_check_link *link)
{
	sms_auto(buf) struct sms_buf text = SMS_BUF_INIT, pointer = SMS_BUF_INIT;
	sms_auto(json) sms_json *json = NULL;
	sms_auto(error) struct sms_error *error = sms_snapshot_read(run->store->snapshot, link->file, &text, NULL);
	if (!error)
		error = sms_json_parse(&json, sms_buf_text(&text), text.length, link->file);
	if (error || !find_link(json, link->path, link->to, &pointer))
		return;
	struct sms_position at = sms_json_locate(sms_buf_text(&text), text.length, sms_buf_text(&pointer), false);
	finding->line = at.line;
	finding->column = at.column;
	finding->pointer = sms_buf_take(&pointer);
}

static struct sms_finding *add_link_finding(struct sms_finding_list *findings, const struct sms_check_run *run,
					    const struct sms_check_link *link, char *message)
{
	struct sms_finding *finding = sms_finding_add(findings, SMS_GRADE_MINOR, "link");
	finding->record = sms_strdup(link->from);
	finding->file = sms_strdup(link->file);
	finding->message = message;
	place_link(finding, run, link);
	return finding;
}

static void check_link(struct sms_finding_list *findings, const struct sms_check_run *run,
		       const struct sms_check_link *link, const struct sms_map *voided)
{
	const struct sms_link as_link = {.path = link->path, .to = link->to, .types = link->types};
	bool is_field = strcmp(link->path, "links") != 0;
	struct sms_finding *finding;
	if (!sms_map_has(run->ids, link->to)) {
		finding = add_link_finding(findings, run, link,
					   sms_format("%s is '%s', which is no record", link->path, link->to));
		finding->fix = is_field ? sms_format("sms set %s %s=ID", link->from, link->path)
					: sms_format("sms show %s", link->from);
		return;
	}
	if (sms_map_has(voided, link->to) && !sms_map_has(voided, link->from)) {
		finding = add_link_finding(findings, run, link,
					   sms_format("%s is '%s', which is void", link->path, link->to));
		finding->fix = sms_format("sms show %s", link->to);
	}
	struct sms_error *error = sms_link_check_type(&as_link, sms_types_of_id(run->store->types, link->to));
	if (error) {
		finding = add_link_finding(findings, run, link, sms_strdup(sms_error_message(error)));
		finding->fix = sms_format("sms set %s %s=ID", link->from, link->path);
		sms_error_free(error);
	}
}

void sms_check_all_links(struct sms_check_run *run, struct sms_finding_list *findings)
{
	sms_auto(map) struct sms_map *voided = sms_map_new(NULL);
	for (unsigned thread = 0; thread < SMS_SCAN_THREADS; thread++)
		for (size_t i = 0; i < run->parts[thread].voided.count; i++)
			sms_map_put(voided, run->parts[thread].voided.items[i], voided);
	for (unsigned thread = 0; thread < SMS_SCAN_THREADS; thread++)
		for (size_t i = 0; i < run->parts[thread].links.count; i++)
			check_link(findings, run, &run->parts[thread].links.items[i], voided);
}

/* --- Prose. --- */

struct sms_error *sms_check_prose(struct sms_check_run *run, struct sms_finding_list *findings)
{
	const struct sms_entry *const *entries;
	size_t count;
	SMS_TRY(sms_snapshot_list(run->store->snapshot, NULL, &entries, &count));
	for (size_t i = 0; i < count; i++) {
		sms_auto(buf) struct sms_buf body = SMS_BUF_INIT;
		bool found = false;
		if (!entries[i]->type || entries[i]->type->kind != SMS_KIND_DOCUMENT ||
		    !sms_check_wants(run, entries[i]->path))
			continue;
		sms_auto(string) char *path = sms_id_body_path(entries[i]->id);
		SMS_TRY(sms_snapshot_read(run->store->snapshot, path, &body, &found));
		if (found && body.length)
			continue;
		struct sms_finding *finding = sms_finding_add(findings, SMS_GRADE_MINOR, "prose");
		finding->record = sms_strdup(entries[i]->id);
		finding->file = sms_strdup(path);
		finding->message = sms_strdup("the document has no prose");
		finding->fix = sms_format("sms edit %s --body", entries[i]->id);
	}
	return NULL;
}

/* --- Attributes. --- */

/* An attribute that rewrites files on checkout makes what is read differ from what is stored. Inside of the folders
 * that count, every pattern does. */
static bool rewrites(const char *line, bool inside)
{
	static const char *const risky[] = {" text", " filter=", " ident", " working-tree-encoding=", " eol="};
	if (*line == '#')
		return false;
	for (size_t i = 0; i < SMS_COUNT(risky); i++)
		if (strstr(line, risky[i]) && (inside || *line == '*' || strstr(line, "records") ||
					       strstr(line, "documents") || strstr(line, "approvals")))
			return true;
	return false;
}

static struct sms_error *check_attributes(struct sms_check_run *run, struct sms_finding_list *findings,
					  const char *path)
{
	sms_auto(buf) struct sms_buf text = SMS_BUF_INIT;
	sms_auto(list) struct sms_list lines = SMS_LIST_INIT;
	bool found = false;
	SMS_TRY(sms_snapshot_read(run->store->snapshot, path, &text, &found));
	if (!found)
		return NULL;
	sms_list_split(&lines, sms_buf_text(&text), '\n');
	for (size_t i = 0; i < lines.count; i++) {
		if (!rewrites(lines.items[i], strchr(path, '/')))
			continue;
		struct sms_finding *finding = sms_finding_add(findings, SMS_GRADE_MAJOR, "attributes");
		finding->file = sms_strdup(path);
		finding->line = (unsigned)i + 1;
		finding->column = 1;
		finding->message = sms_format("'%s' lets git change records on checkout", lines.items[i]);
	}
	return NULL;
}

static bool is_attributes(const char *path)
{
	const char *slash = strrchr(path, '/');
	return slash && !strcmp(slash, "/.gitattributes");
}

/* Those at the top and in the folders of what is approved; what was listed there is not listed again. */
struct sms_error *sms_check_attributes(struct sms_check_run *run, struct sms_finding_list *findings)
{
	sms_auto(list) struct sms_list files = SMS_LIST_INIT;
	size_t count;
	SMS_TRY(sms_snapshot_files(run->store->snapshot, "approvals", &files));
	const struct sms_other *others = sms_snapshot_others(run->store->snapshot, &count);
	SMS_TRY(check_attributes(run, findings, ".gitattributes"));
	for (size_t i = 0; i < files.count; i++)
		if (is_attributes(files.items[i]))
			SMS_TRY(check_attributes(run, findings, files.items[i]));
	for (size_t i = 0; i < count; i++)
		if (is_attributes(others[i].path) && others[i].mode == SMS_MODE_FILE)
			SMS_TRY(check_attributes(run, findings, others[i].path));
	return NULL;
}

/* --- What is not followed. --- */

struct sms_error *sms_check_others(struct sms_check_run *run, struct sms_finding_list *findings)
{
	static const char *const folders[] = {"approvals", "rules", "templates", "types"};
	sms_auto(list) struct sms_list files = SMS_LIST_INIT, paths = SMS_LIST_INIT;
	size_t count;
	for (size_t i = 0; i < SMS_COUNT(folders); i++)
		SMS_TRY(sms_snapshot_files(run->store->snapshot, folders[i], &files));
	const struct sms_other *others = sms_snapshot_others(run->store->snapshot, &count);
	for (size_t i = 0; i < count; i++)
		if (others[i].mode != SMS_MODE_FILE && others[i].mode != 0100755 &&
		    sms_check_wants(run, others[i].path))
			sms_list_add(&paths, others[i].path);
	sms_list_sort(&paths);
	sms_list_unique(&paths);
	for (size_t i = 0; i < paths.count; i++) {
		struct sms_finding *finding = sms_finding_add(findings, SMS_GRADE_MAJOR, "file");
		finding->file = sms_strdup(paths.items[i]);
		finding->message = sms_strdup("is no folder and no regular file; it is not followed");
	}
	return NULL;
}
