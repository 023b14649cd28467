/* Findings as SARIF 2.1.0, the form in which code forges take results of static analysis. */
#include "base/map.h"
#include "model/schema/uri.h"
#include "work/finding/print.h"
#include "wrap/digest.h"
#include <string.h>

#define SCHEMA "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
#define ROOT "SRCROOT"
#define FINGERPRINT "smsFinding/v1"

static const char *level_of(enum sms_grade grade)
{
	static const char *const levels[] = {
		[SMS_GRADE_OBSERVATION] = "note", [SMS_GRADE_MINOR] = "warning", [SMS_GRADE_MAJOR] = "error"};
	return levels[grade];
}

static sms_json *text_json(const char *text)
{
	sms_json *json = sms_json_new_object();
	sms_finding_set_text(json, "text", text);
	return json;
}

/* --- Where: RFC 3986 paths. --- */

/* Does the path lead out of the root on its way? A relative reference of SARIF has no "..". */
static bool leads_out(const char *path)
{
	for (const char *p = path; p; p = strchr(p, '/')) {
		p += *p == '/';
		if (!strncmp(p, "..", 2) && (!p[2] || p[2] == '/'))
			return true;
	}
	return false;
}

static sms_json *artifact_json(const struct sms_finding_run *run, const char *path)
{
	sms_json *json = sms_json_new_object();
	sms_auto(buf) struct sms_buf uri = SMS_BUF_INIT;
	while (!strncmp(path, "./", 2))
		path += 2;
	if (!strcmp(path, SMS_FINDING_STDIN)) {
		sms_json_set(json, "description", text_json("standard input"));
		return json;
	}
	bool relative = *path != '/' && !(run->root && leads_out(path));
	if (!relative)
		sms_buf_add_text(&uri, "file://");
	if (!relative && *path != '/') {
		schema_uri_add_path(&uri, run->root);
		sms_buf_add_char(&uri, '/');
	}
	schema_uri_add_path(&uri, path);
	sms_json_set_text(json, "uri", sms_buf_text(&uri));
	if (relative)
		sms_json_set_text(json, "uriBaseId", ROOT);
	return json;
}

static sms_json *locations_json(const struct sms_finding_run *run, const struct sms_finding *finding)
{
	sms_json *list = sms_json_new_array(), *location = sms_json_new_object(), *physical = sms_json_new_object();
	sms_json_set(physical, "artifactLocation", artifact_json(run, finding->file));
	if (finding->line) {
		sms_json *region = sms_json_new_object();
		sms_json_set_integer(region, "startLine", finding->line);
		sms_json_set_integer(region, "startColumn", finding->column);
		sms_json_set(physical, "region", region);
	}
	sms_json_set(location, "physicalLocation", physical);
	sms_json_append(list, location);
	return list;
}

/* --- What. --- */

/* The same finding in the next run, though lines were added above it: by what it says, and how many like it came
 * before. */
static sms_json *fingerprints_json(const struct sms_finding *finding, struct sms_map *seen)
{
	const char *const parts[] = {finding->rule, finding->file, finding->pointer, finding->message};
	sms_auto(buf) struct sms_buf text = SMS_BUF_INIT;
	char hex[SMS_DIGEST_SIZE];
	for (size_t i = 0; i < SMS_COUNT(parts); i++) {
		sms_buf_add_text(&text, parts[i] ? parts[i] : "");
		sms_buf_add_char(&text, 0);
	}
	sms_digest(sms_buf_text(&text), text.length, hex);
	hex[32] = 0;
	uintptr_t before = (uintptr_t)sms_map_get(seen, hex);
	sms_map_put(seen, hex, (void *)(before + 1));
	sms_auto(string) char *value = sms_format("%s:%zu", hex, (size_t)before + 1);
	sms_json *json = sms_json_new_object();
	sms_json_set_text(json, FINGERPRINT, value);
	return json;
}

/* SARIF's own `fixes` are changes of text; what we have is a command. */
static void set_properties(sms_json *result, const struct sms_finding *finding)
{
	sms_json *json = sms_json_new_object();
	sms_finding_set_text(json, "record", finding->record);
	sms_finding_set_text(json, "pointer", finding->pointer);
	sms_finding_set_text(json, "keyword", finding->keyword);
	sms_finding_set_text(json, "fix", finding->fix);
	if (sms_json_count(json))
		sms_json_set(result, "properties", json);
	else
		sms_json_free(json);
}

/* Listed, and by itself no reason to refuse anything. */
static sms_json *suppressions_json(const struct sms_finding *finding)
{
	sms_json *list = sms_json_new_array(), *json = sms_json_new_object();
	sms_json_set_text(json, "kind", "external");
	sms_finding_set_text(json, "justification", finding->waiver);
	sms_json_append(list, json);
	return list;
}

static sms_json *result_json(const struct sms_finding_run *run, const struct sms_finding *finding, struct sms_map *seen)
{
	const struct sms_rule *rule = sms_rule_find(run->rules, finding->rule);
	sms_json *json = sms_json_new_object();
	sms_json_set_text(json, "ruleId", finding->rule);
	if (rule)
		sms_json_set_integer(json, "ruleIndex", rule - run->rules);
	sms_json_set_text(json, "level", level_of(finding->grade));
	sms_json_set(json, "message", text_json(finding->message));
	if (finding->file)
		sms_json_set(json, "locations", locations_json(run, finding));
	sms_json_set(json, "partialFingerprints", fingerprints_json(finding, seen));
	if (finding->waiver)
		sms_json_set(json, "suppressions", suppressions_json(finding));
	set_properties(json, finding);
	return json;
}

/* --- By whom. --- */

static sms_json *tool_json(const struct sms_finding_run *run)
{
	sms_json *tool = sms_json_new_object(), *driver = sms_json_new_object(), *rules = sms_json_new_array();
	for (const struct sms_rule *rule = run->rules; rule && rule->id; rule++) {
		sms_json *json = sms_json_new_object(), *configuration = sms_json_new_object();
		sms_json_set_text(json, "id", rule->id);
		sms_json_set(json, "shortDescription", text_json(rule->brief));
		sms_json_set(json, "help", text_json(rule->help));
		sms_json_set_text(configuration, "level", level_of(rule->grade));
		sms_json_set(json, "defaultConfiguration", configuration);
		sms_json_append(rules, json);
	}
	sms_json_set_text(driver, "name", run->tool);
	sms_json_set_text(driver, "version", SMS_VERSION);
	sms_json_set(driver, "rules", rules);
	sms_json_set(tool, "driver", driver);
	return tool;
}

static bool all_judged(const struct sms_finding_run *run)
{
	for (size_t i = 0; i < run->findings->count; i++) {
		const struct sms_rule *rule = sms_rule_find(run->rules, run->findings->items[i].rule);
		if (rule && rule->unjudged)
			return false;
	}
	return true;
}

static sms_json *invocations_json(const struct sms_finding_run *run)
{
	sms_json *list = sms_json_new_array(), *json = sms_json_new_object();
	char begun[SMS_TIME_SIZE];
	sms_time_format(run->at, begun);
	sms_json_set_boolean(json, "executionSuccessful", all_judged(run));
	sms_json_set_text(json, "startTimeUtc", begun);
	sms_json_append(list, json);
	return list;
}

static sms_json *properties_json(const struct sms_property *properties)
{
	sms_json *json = sms_json_new_object();
	for (; properties->name; properties++)
		sms_json_set_text(json, properties->name, properties->value);
	return json;
}

static sms_json *run_json(const struct sms_finding_run *run)
{
	sms_auto(map) struct sms_map *seen = sms_map_new(NULL);
	sms_json *json = sms_json_new_object(), *results = sms_json_new_array();
	sms_json *bases = sms_json_new_object(), *root = sms_json_new_object();
	for (size_t i = 0; i < run->findings->count; i++)
		sms_json_append(results, result_json(run, &run->findings->items[i], seen));
	sms_json_set(root, "description", text_json("the folder that paths are relative to"));
	sms_json_set(bases, ROOT, root);
	sms_json_set(json, "tool", tool_json(run));
	sms_json_set(json, "invocations", invocations_json(run));
	sms_json_set(json, "originalUriBaseIds", bases);
	sms_json_set_text(json, "columnKind", "unicodeCodePoints");
	if (run->properties)
		sms_json_set(json, "properties", properties_json(run->properties));
	sms_json_set(json, "results", results);
	return json;
}

void sms_findings_sarif(struct sms_buf *out, const struct sms_finding_run *run)
{
	sms_auto(json) sms_json *json = sms_json_new_object();
	sms_json *runs = sms_json_new_array();
	sms_json_append(runs, run_json(run));
	sms_json_set_text(json, "$schema", SCHEMA);
	sms_json_set_text(json, "version", "2.1.0");
	sms_json_set(json, "runs", runs);
	sms_json_print(out, json);
}
