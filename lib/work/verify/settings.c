/* Types, settings and the rules in them, as each commit has them; and who changed them. */
#include "model/settings/settings.h"
#include "work/verify/private.h"
#include <stdio.h>
#include <string.h>

static const char *text_of(const sms_json *json, const char *key)
{
	const char *text = sms_json_get_text(json, key);
	return text ? text : "";
}

/* --- Are rules weaker than before? --- */

static const sms_json *find_rule(const sms_json *rules, const sms_json *like)
{
	sms_json_each(rule, rules)
		if (strcmp(text_of(rule, "name"), text_of(like, "name")) == 0)
			return rule;
	return NULL;
}

static bool is_equal(const sms_json *a, const sms_json *b)
{
	return a && b ? sms_json_equal(a, b) : a == b;
}

static int64_t count_of(const sms_json *rule)
{
	int64_t count = 1;
	const sms_json *given = sms_json_get(rule, "count");
	return given && sms_json_integer(given, &count) ? count : 1;
}

/* More roles that may approve make it easier, and so may others that a path leads to. */
static bool has_more_roles(const sms_json *before, const sms_json *after)
{
	if (!is_equal(sms_json_get(before, "roles_from"), sms_json_get(after, "roles_from")))
		return true;
	sms_json_each(role, sms_json_get(after, "roles"))
		if (sms_json_text(role) && !sms_json_contains_text(sms_json_get(before, "roles"), sms_json_text(role)))
			return true;
	return false;
}

/* How one rule became weaker; NULL where it did not. */
static const char *how_weaker(const sms_json *before, const sms_json *after)
{
	if (!after)
		return "it is gone";
	if (strcmp(text_of(before, "type"), text_of(after, "type")) != 0 ||
	    (sms_json_get(after, "where") && !is_equal(sms_json_get(before, "where"), sms_json_get(after, "where"))))
		return "it is for other records";
	if (count_of(after) < count_of(before))
		return "it asks for fewer approvals";
	if (sms_json_true(sms_json_get(before, "independent")) && !sms_json_true(sms_json_get(after, "independent")))
		return "who wrote may approve";
	if (strcmp(text_of(before, "signature"), "required") == 0 &&
	    strcmp(text_of(after, "signature"), "required") != 0)
		return "it asks for no signature";
	if (has_more_roles(before, after))
		return "more or other roles may approve";
	if (sms_json_get(before, "order") && !is_equal(sms_json_get(before, "order"), sms_json_get(after, "order")))
		return "it has another place in the order";
	if (sms_json_get(before, "holds") && !is_equal(sms_json_get(before, "holds"), sms_json_get(after, "holds")))
		return "approvals hold for another time";
	return NULL;
}

/* --- Settings. --- */

static struct sms_error *epoch_of_blob(struct sms_verify *run, const struct sms_oid *blob, size_t *out)
{
	sms_auto(buf) struct sms_buf text = SMS_BUF_INIT;
	sms_auto(error) struct sms_error *fault = NULL;
	struct sms_verify_epoch epoch = {.blob = *blob};
	for (*out = 0; *out < run->epoch_count; ++*out)
		if (sms_oid_equal(&run->epochs[*out].blob, blob))
			return NULL;
	if (!sms_oid_is_zero(blob))
		SMS_TRY(sms_repo_blob(run->store->repo, blob, &text));
	fault = sms_json_parse(&epoch.json, sms_buf_text(&text), text.length, SMS_SETTINGS_PATH);
	if (fault && !sms_oid_is_zero(blob))
		sms_verify_add(run, "settings-unreadable", NULL, SMS_SETTINGS_PATH, "%s", sms_error_message(fault));
	sms_evidence_rules_digest(sms_json_get(epoch.json, "approvals"), epoch.rules);
	epoch.limits = sms_verify_limits_of(epoch.json);
	sms_grow(run->epochs, run->epoch_count, run->epoch_capacity);
	run->epochs[run->epoch_count++] = epoch;
	return NULL;
}

/* The finding is only told, with another end. */
static void settle(struct sms_verify *run, const struct sms_weakening *weakening, const char *end)
{
	struct sms_finding *finding = &run->out->findings.items[weakening->finding];
	const char *old = strstr(finding->message, "; nobody");
	if (finding->grade == SMS_GRADE_OBSERVATION)
		return;
	finding->grade = SMS_GRADE_OBSERVATION;
	sms_auto(string) char *message = finding->message;
	finding->message = sms_format("%.*s%s", (int)(old ? old - message : (ptrdiff_t)strlen(message)), message, end);
}

void sms_verify_add_weakening(struct sms_verify *run, const struct sms_weakening *weakening)
{
	sms_grow(run->weakenings, run->weakening_count, run->weakening_capacity);
	run->weakenings[run->weakening_count++] = *weakening;
	if (run->shallow)
		settle(run, weakening, "; whether somebody approves it is unknown");
}

static void compare_rules(struct sms_verify *run, size_t before, size_t after)
{
	const sms_json *old = sms_json_get(run->epochs[before].json, "approvals");
	const sms_json *new = sms_json_get(run->epochs[after].json, "approvals");
	const char *digest = run->epochs[after].rules;
	size_t count = run->weakening_count;
	sms_json_each(rule, old) {
		const char *how = how_weaker(rule, find_rule(new, rule));
		if (!how)
			continue;
		struct sms_weakening weakening = {.before = before, .after = after};
		snprintf(weakening.digest, sizeof weakening.digest, "%s", digest);
		weakening.finding =
			sms_verify_add(run, "rules-weakened", NULL, SMS_SETTINGS_PATH,
				       "rule '%s': %s; nobody approved %s", text_of(rule, "name"), how, digest);
		sms_verify_add_weakening(run, &weakening);
	}
	if (run->weakening_count == count)
		sms_verify_add(run, "rules-changed", NULL, SMS_SETTINGS_PATH, "the approval rules are now %s", digest);
}

/* --- Each commit. --- */

static bool is_below(const char *path, const char *folder)
{
	size_t length = strlen(folder);
	return strncmp(path, folder, length) == 0 && path[length] == '/';
}

static const struct sms_walk_side *first_side(const struct sms_verify *run)
{
	return &run->step->sides[0];
}

static bool touches(const struct sms_walk_side *side, const char *folder)
{
	for (size_t i = 0; i < side->count; i++)
		if (is_below(side->changes[i].path, folder))
			return true;
	return false;
}

/* Is it new here, rather than from another side of a merge? */
static bool is_own(const struct sms_verify *run, const char *path)
{
	return !sms_verify_is_merge(run) || !sms_verify_is_inherited(run, first_side(run), path);
}

static struct sms_error *load_types(struct sms_verify *run, size_t *out)
{
	struct sms_types *types = NULL;
	struct sms_error *error = sms_store_types_at(&types, run->store->repo, &run->step->commit->oid);
	if (error && sms_error_status(error) == SMS_INPUT) {
		sms_verify_add(run, "settings-unreadable", NULL, NULL, "%s", sms_error_message(error));
		sms_error_free(error);
		error = run->type_count ? NULL : sms_types_load(&types, NULL, 0);
		if (!types)
			return error;
	}
	if (error)
		return error;
	sms_grow(run->types, run->type_count, run->type_capacity);
	*out = run->type_count;
	run->types[run->type_count++] = types;
	return NULL;
}

static struct sms_error *find_types(struct sms_verify *run)
{
	const struct sms_walk_side *side = first_side(run);
	size_t index = run->step->index, *own = &run->types_of[index];
	bool changed = touches(side, "types");
	*own = side->parent == SMS_NO_COMMIT ? 0 : run->types_of[side->parent];
	return changed || !run->type_count || sms_verify_is_cut(run) ? load_types(run, own) : NULL;
}

static struct sms_error *find_epoch(struct sms_verify *run)
{
	static const struct sms_oid none;
	const struct sms_walk_side *side = first_side(run);
	const struct sms_tree_change *change = sms_verify_side_has(side, SMS_SETTINGS_PATH);
	size_t *own = &run->epoch_of[run->step->index];
	if (!change && side->parent != SMS_NO_COMMIT) {
		*own = run->epoch_of[side->parent];
		return NULL;
	}
	SMS_TRY(epoch_of_blob(run, change ? &change->after : &none, own));
	if (side->parent == SMS_NO_COMMIT || !is_own(run, SMS_SETTINGS_PATH))
		return NULL;
	size_t before = run->epoch_of[side->parent];
	if (strcmp(run->epochs[before].rules, run->epochs[*own].rules) != 0)
		compare_rules(run, before, *own);
	else
		sms_verify_add(run, "settings-changed", NULL, SMS_SETTINGS_PATH, "the settings were changed");
	sms_verify_compare_limits(run, before, *own);
	return NULL;
}

/* A type says what content is, and which states are final. */
static void name_changes(struct sms_verify *run)
{
	const struct sms_walk_side *side = first_side(run);
	for (size_t i = 0; i < side->count && side->parent != SMS_NO_COMMIT; i++) {
		const char *path = side->changes[i].path;
		if ((is_below(path, "types") || is_below(path, "rules")) && is_own(run, path))
			sms_verify_add(run, "settings-changed", NULL, path, "the file was %s",
				       sms_oid_is_zero(&side->changes[i].before)  ? "added"
				       : sms_oid_is_zero(&side->changes[i].after) ? "removed"
										  : "changed");
	}
}

struct sms_error *sms_verify_settings(struct sms_verify *run)
{
	SMS_TRY(find_types(run));
	SMS_TRY(find_epoch(run));
	sms_verify_set_limits(run);
	name_changes(run);
	return NULL;
}

/* --- Rules at merges. --- */

/* The places that a parent reaches and no other one does. */
static char *only_of(const struct sms_verify *run, const struct sms_walk_node *node, size_t parent)
{
	bool *others = sms_alloc(run->step->index + 1, sizeof *others);
	bool *own = sms_alloc(run->step->index + 1, sizeof *own);
	char *only = sms_alloc(run->step->index + 1, 1);
	for (size_t i = 0; i < node->parent_count; i++)
		if (i != parent)
			sms_walk_mark(run->walk, node->parents[i], others);
	sms_walk_mark(run->walk, node->parents[parent], own);
	for (size_t i = 0; i <= run->step->index; i++)
		only[i] = own[i] && !others[i];
	free(others);
	free(own);
	return only;
}

static void add_epoch(struct sms_verify_file *file, size_t epoch)
{
	for (size_t i = 0; i < file->epoch_count; i++)
		if (file->epochs[i] == epoch)
			return;
	sms_grow(file->epochs, file->epoch_count, file->epoch_capacity);
	file->epochs[file->epoch_count++] = epoch;
}

/* Who forks an old commit makes statements under its rules: where they meet newer ones, those count as well. */
void sms_verify_join_rules(struct sms_verify *run)
{
	const struct sms_walk_node *node = sms_walk_node(run->walk, run->step->index);
	size_t epoch = run->epoch_of[run->step->index];
	for (size_t i = 0; i < node->parent_count; i++) {
		if (strcmp(run->epochs[run->epoch_of[node->parents[i]]].rules, run->epochs[epoch].rules) == 0)
			continue;
		sms_auto(string) char *only = only_of(run, node, i);
		for (size_t k = 0; k < sms_map_count(run->files); k++) {
			struct sms_verify_file *file = sms_map_at(run->files, k, NULL);
			if (only[file->origin])
				add_epoch(file, epoch);
		}
	}
}

/* --- Approved after all. --- */

void sms_verify_accept(struct sms_verify *run, const struct sms_weakening *weakening, const char *record)
{
	sms_auto(string) char *end = sms_format("; '%s' approves it", record);
	settle(run, weakening, end);
}
