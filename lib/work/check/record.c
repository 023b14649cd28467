/* Checking one record by itself. See check.h. */
#include "model/approval/lifecycle.h"
#include "model/link/links.h"
#include "work/check/private.h"
#include <string.h>

static struct sms_finding *add(struct sms_check_part *part, enum sms_grade grade, const char *rule,
			       const struct sms_scanned *record)
{
	struct sms_finding *finding = sms_finding_add(&part->findings, grade, rule);
	finding->record = sms_strdup(record->entry->id);
	finding->file = sms_strdup(record->entry->path);
	return finding;
}

static void place(struct sms_finding *finding, const struct sms_scanned *record, const char *pointer, bool of_key)
{
	struct sms_position at = sms_json_locate(record->text, record->length, pointer, of_key);
	finding->line = at.line;
	finding->column = at.column;
	finding->pointer = sms_strdup(pointer);
}

static void add_unreadable(struct sms_check_part *part, const struct sms_scanned *record)
{
	bool is_file = record->entry->mode != SMS_MODE_FILE && record->entry->mode != 0100755;
	struct sms_finding *finding = add(part, SMS_GRADE_MAJOR, is_file ? "file" : "json", record);
	sms_finding_set_error(finding, record->entry->path, sms_error_message(record->error));
}

/* A record that nobody can judge does not keep the others from being judged. */
static void add_unjudged(struct sms_check_part *part, const struct sms_scanned *record, const char *rule,
			 const char *why)
{
	struct sms_finding *finding = add(part, SMS_GRADE_MAJOR, rule, record);
	finding->line = finding->column = 1;
	finding->message = sms_format("cannot be judged: %s", why);
}

/* No type, or one whose file is no good. */
static void add_untyped(struct sms_check_run *run, struct sms_check_part *part, const struct sms_scanned *record)
{
	const struct sms_refused *refused = sms_check_refused(run, record->entry);
	if (refused) {
		sms_auto(string) char *why = sms_format("%s is no good", refused->path);
		add_unjudged(part, record, "unjudged", why);
		return;
	}
	struct sms_finding *finding = add(part, SMS_GRADE_MAJOR, "type", record);
	finding->message = sms_format("no type has the prefix of '%s'", record->entry->id);
	finding->fix = sms_strdup("sms types");
}

static struct sms_error *check_schema(struct sms_check_part *part, const struct sms_scanned *record)
{
	const struct sms_schema *schema = NULL;
	sms_auto(findings) struct sms_schema_findings found = {0};
	bool valid = false;
	SMS_TRY(sms_type_schema(&schema, record->entry->type));
	struct sms_error *error = sms_schema_accepts(schema, record->json, &valid);
	if (!error && !valid)
		error = sms_schema_explain(schema, record->json, &found);
	if (error && sms_error_status(error) == SMS_UNJUDGED) {
		add_unjudged(part, record, "limit", sms_error_message(error));
		sms_error_free(error);
		return NULL;
	}
	if (error)
		return sms_error_wrap(error, "%s", record->entry->path);
	for (size_t i = 0; i < found.count; i++) {
		struct sms_finding *finding = add(part, SMS_GRADE_MAJOR, "schema", record);
		place(finding, record, found.items[i].pointer, found.items[i].of_key);
		finding->message = sms_strdup(found.items[i].message);
		finding->fix = sms_format("sms edit %s", record->entry->id);
	}
	return NULL;
}

static void check_member(struct sms_check_part *part, const struct sms_scanned *record, const char *member,
			 const char *expected)
{
	const char *is = sms_json_get_text(record->json, member);
	if (!is || !strcmp(is, expected)) /* the schema asks for it to be there */
		return;
	struct sms_finding *finding = add(part, SMS_GRADE_MAJOR, "id", record);
	sms_auto(string) char *pointer = sms_format("/%s", member);
	place(finding, record, pointer, false);
	finding->message = sms_format("%s is '%s', by its path it must be '%s'", member, is, expected);
}

static void check_state(struct sms_check_part *part, const struct sms_scanned *record)
{
	const char *state = sms_json_get_text(record->json, "state");
	if (!state)
		return;
	if (!strcmp(state, "void"))
		sms_list_add(&part->voided, record->entry->id);
	if (sms_approval_may_need(record->entry->type, state))
		sms_list_add(&part->gated, record->entry->id);
	if (sms_type_has_state(record->entry->type, state))
		return;
	struct sms_finding *finding = add(part, SMS_GRADE_MAJOR, "state", record);
	place(finding, record, "/state", false);
	finding->message = sms_format("the lifecycle of %s has no state '%s'", record->entry->type->name, state);
	finding->fix = sms_format("sms types %s", record->entry->type->name);
}

/* The log is what tells how it came to its state: the last step in it leads there. */
static void check_log(struct sms_check_part *part, const struct sms_scanned *record)
{
	const char *state = sms_json_get_text(record->json, "state"), *last = NULL;
	sms_json_each(entry, sms_json_get(record->json, "log")) {
		const char *kind = sms_json_get_text(entry, "kind"), *to = sms_json_get_text(entry, "to");
		if (kind && to && !strcmp(kind, "state"))
			last = to;
	}
	if (!state || !last || !strcmp(state, last))
		return;
	struct sms_finding *finding = add(part, SMS_GRADE_MAJOR, "log", record);
	place(finding, record, "/state", false);
	finding->message = sms_format(
		"state is '%s', but the last step in its log leads to '%s': set it back, and move it", state, last);
	finding->fix = sms_format("sms log %s", record->entry->id);
}

static void check_form(struct sms_check_part *part, const struct sms_scanned *record)
{
	sms_auto(buf) struct sms_buf canonical = SMS_BUF_INIT;
	sms_json_print(&canonical, record->json);
	bool same = canonical.length == record->length && !memcmp(canonical.data, record->text, record->length);
	if (same && sms_type_is_arranged(record->entry->type, record->json))
		return;
	struct sms_finding *finding = add(part, SMS_GRADE_MINOR, "form", record);
	finding->line = finding->column = 1;
	finding->message = sms_strdup("is not in canonical form");
	finding->fix = sms_format("sms fmt %s", record->entry->id);
}

struct link_walk {
	struct sms_check_part *part;
	const struct sms_scanned *record;
};

static struct sms_error *remember_link(void *context, const struct sms_link *link)
{
	struct link_walk *walk = context;
	struct sms_check_links *links = &walk->part->links;
	sms_grow(links->items, links->count, links->capacity);
	links->items[links->count++] = (struct sms_check_link){.from = sms_strdup(walk->record->entry->id),
							       .file = sms_strdup(walk->record->entry->path),
							       .path = sms_strdup(link->path),
							       .to = sms_strdup(link->to),
							       .types = link->types};
	return NULL;
}

struct sms_error *sms_check_record(void *context, unsigned thread, const struct sms_scanned *record)
{
	struct sms_check_run *run = context;
	struct sms_check_part *part = &run->parts[thread];
	const struct sms_type *type = record->entry->type;
	if (!sms_check_wants(run, record->entry->path)) {
		const char *state = sms_json_get_text(record->json, "state");
		if (state && !strcmp(state, "void"))
			sms_list_add(&part->voided, record->entry->id);
		return sms_check_invariants(run, part, record, false);
	}
	part->records++;
	if (!record->json) {
		add_unreadable(part, record);
		return NULL;
	}
	if (!type) {
		add_untyped(run, part, record);
		return NULL;
	}
	SMS_TRY(check_schema(part, record));
	check_member(part, record, "id", record->entry->id);
	check_member(part, record, "type", type->name);
	check_state(part, record);
	check_log(part, record);
	check_form(part, record);
	SMS_TRY(sms_check_invariants(run, part, record, true));
	struct link_walk walk = {part, record};
	return sms_links_each(type, record->json, remember_link, &walk);
}
