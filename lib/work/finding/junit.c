/* Findings as JUnit XML. There is no one schema; this keeps to what Ant's JUnitReport and Jenkins both allow: no
 * attributes of `testsuites`, one failure or error a test case, `properties` with something in it, both outputs at the
 * end, a time stamp without a zone. */
#include "base/map.h"
#include "work/finding/print.h"
#include "wrap/xml.h"
#include <string.h>
#include <unistd.h>

/* The findings of one test case, in their order: places in the run's list. */
struct test_case {
	size_t *items;
	size_t count, capacity;
	bool failed; /* else all that is to say is that it could not be judged */
};

struct cases {
	struct sms_map *by_name;
};

static void free_case(void *p)
{
	struct test_case *one = p;
	free(one->items);
	free(one);
}

static void free_cases(struct cases *cases)
{
	sms_map_free(cases->by_name);
}
SMS_AUTO_STRUCT(cases, struct cases, free_cases);

static struct test_case *case_named(struct cases *cases, const char *name)
{
	struct test_case *one = sms_map_get(cases->by_name, name);
	if (!one) {
		one = sms_alloc(1, sizeof *one);
		sms_map_put(cases->by_name, name, one);
	}
	return one;
}

static void gather(struct cases *cases, const struct sms_finding_run *run)
{
	for (size_t i = 0; run->files && i < run->files->count; i++)
		case_named(cases, run->files->items[i]);
	for (const struct sms_rule *rule = run->rules; !run->files && rule && rule->id; rule++)
		case_named(cases, rule->id);
	for (size_t i = 0; i < run->findings->count; i++) {
		const struct sms_finding *finding = &run->findings->items[i];
		const struct sms_rule *rule = sms_rule_find(run->rules, finding->rule);
		const char *name = run->files && finding->file ? finding->file : finding->rule;
		struct test_case *one = case_named(cases, name);
		sms_grow(one->items, one->count, one->capacity);
		one->items[one->count++] = i;
		one->failed = one->failed || !rule || !rule->unjudged;
	}
}

static void add_line(struct sms_buf *out, const struct sms_finding *finding)
{
	sms_buf_add_char(out, '\n');
	sms_finding_add_place(out, finding);
	sms_buf_add_format(out, "%s%s: ", finding->file ? ": " : "", finding->rule);
	if (finding->pointer && *finding->pointer)
		sms_buf_add_format(out, "%s: ", finding->pointer);
	sms_buf_add_text(out, finding->message);
	if (finding->fix)
		sms_buf_add_format(out, "\n    %s", finding->fix);
}

static void write_outcome(struct sms_xml *xml, const struct sms_finding_run *run, const struct test_case *one)
{
	const struct sms_finding *first = &run->findings->items[one->items[0]];
	sms_auto(buf) struct sms_buf text = SMS_BUF_INIT;
	for (size_t i = 0; i < one->count; i++)
		add_line(&text, &run->findings->items[one->items[i]]);
	sms_buf_add_char(&text, '\n');
	sms_xml_open(xml, one->failed ? "failure" : "error");
	sms_xml_attribute(xml, "type", first->rule);
	if (one->count > 1)
		sms_xml_attribute_format(xml, "message", "%s (and %zu more)", first->message, one->count - 1);
	else
		sms_xml_attribute(xml, "message", first->message);
	sms_xml_text(xml, sms_buf_text(&text));
	sms_xml_close(xml);
}

static void write_case(struct sms_xml *xml, const struct sms_finding_run *run, const char *name,
		       const struct test_case *one, const char *package)
{
	sms_xml_open(xml, "testcase");
	sms_xml_attribute(xml, "name", strcmp(name, SMS_FINDING_STDIN) ? name : "<stdin>");
	sms_xml_attribute(xml, "classname", package);
	sms_xml_attribute(xml, "time", "0.000"); /* only the whole is timed */
	if (one->count)
		write_outcome(xml, run, one);
	sms_xml_close(xml);
}

static void write_property(struct sms_xml *xml, const char *name, const char *value)
{
	sms_xml_open(xml, "property");
	sms_xml_attribute(xml, "name", name);
	sms_xml_attribute(xml, "value", value);
	sms_xml_close(xml);
}

static void count(const struct cases *cases, size_t *failures, size_t *errors)
{
	*failures = *errors = 0;
	for (size_t i = 0; i < sms_map_count(cases->by_name); i++) {
		const struct test_case *one = sms_map_at(cases->by_name, i, NULL);
		*failures += one->failed;
		*errors += one->count && !one->failed;
	}
}

static void write_head(struct sms_xml *xml, const struct sms_finding_run *run, const struct cases *cases,
		       const char *package)
{
	char at[SMS_TIME_SIZE], host[256] = "";
	size_t failures, errors;
	count(cases, &failures, &errors);
	sms_time_format(run->at, at);
	at[strcspn(at, "Z")] = 0;
	if (gethostname(host, sizeof host - 1) < 0 || !*host)
		strcpy(host, "localhost");
	sms_xml_attribute(xml, "name", run->tool);
	sms_xml_attribute(xml, "package", package);
	sms_xml_attribute(xml, "id", "0");
	sms_xml_attribute_format(xml, "tests", "%zu", sms_map_count(cases->by_name));
	sms_xml_attribute_format(xml, "failures", "%zu", failures);
	sms_xml_attribute_format(xml, "errors", "%zu", errors);
	sms_xml_attribute_format(xml, "time", "%lld.%03d", (long long)(run->milliseconds / 1000),
				 (int)(run->milliseconds % 1000));
	sms_xml_attribute(xml, "timestamp", at);
	sms_xml_attribute(xml, "hostname", host);
	sms_xml_open(xml, "properties");
	write_property(xml, "sms.version", SMS_VERSION);
	for (const struct sms_property *one = run->properties; one && one->name; one++)
		write_property(xml, one->name, one->value);
	sms_xml_close(xml);
}

void sms_findings_junit(struct sms_buf *out, const struct sms_finding_run *run)
{
	sms_auto(xml) struct sms_xml *xml = sms_xml_new("testsuites");
	sms_auto(cases) struct cases cases = {sms_map_new(free_case)};
	sms_auto(string) char *package = sms_strdup(run->tool);
	for (char *space = package; (space = strchr(space, ' ')); space++)
		*space = '.';
	gather(&cases, run);
	sms_xml_open(xml, "testsuite");
	write_head(xml, run, &cases, package);
	for (size_t i = 0; i < sms_map_count(cases.by_name); i++) {
		const char *name;
		const struct test_case *one = sms_map_at(cases.by_name, i, &name);
		write_case(xml, run, name, one, package);
	}
	sms_xml_open(xml, "system-out");
	if (run->remarks)
		sms_xml_text(xml, run->remarks);
	sms_xml_close(xml);
	sms_xml_open(xml, "system-err");
	sms_xml_close(xml);
	sms_xml_print(out, xml);
}
