/* Findings as JSON. */
#include "base/utf8.h"
#include "work/finding/print.h"
#include "wrap/text.h"
#include <string.h>

const struct sms_rule *sms_rule_find(const struct sms_rule *rules, const char *id)
{
	for (; rules && rules->id; rules++)
		if (!strcmp(rules->id, id))
			return rules;
	return NULL;
}

void sms_finding_set_text(sms_json *json, const char *key, const char *text)
{
	sms_auto(buf) struct sms_buf safe = SMS_BUF_INIT;
	if (text && sms_utf8_valid(text, strlen(text)) != strlen(text)) {
		sms_text_add_safe(&safe, text, true);
		text = sms_buf_text(&safe);
	}
	if (text)
		sms_json_set_text(json, key, text);
}

void sms_finding_add_place(struct sms_buf *out, const struct sms_finding *finding)
{
	const char *file = finding->file ? finding->file : "";
	if (!strcmp(file, SMS_FINDING_STDIN))
		file = "<stdin>";
	for (size_t length; *file; file += length) {
		/* A line break in a name must not look like one of ours. */
		length = strcspn(file, "\n");
		sms_buf_add(out, file, length);
		if (!length && ++length)
			sms_buf_add_text(out, "\\x0a");
	}
	if (finding->line)
		sms_buf_add_format(out, ":%u:%u", finding->line, finding->column);
}

static sms_json *finding_json(const struct sms_finding *finding)
{
	sms_json *json = sms_json_new_object();
	sms_json_set_text(json, "grade", sms_grade_name(finding->grade));
	sms_json_set_text(json, "rule", finding->rule);
	sms_finding_set_text(json, "record", finding->record);
	sms_finding_set_text(json, "file", finding->file);
	sms_finding_set_text(json, "commit", finding->commit);
	if (finding->line) {
		sms_json_set_integer(json, "line", finding->line);
		sms_json_set_integer(json, "column", finding->column);
	}
	sms_finding_set_text(json, "pointer", finding->pointer);
	sms_finding_set_text(json, "keyword", finding->keyword);
	sms_finding_set_text(json, "message", finding->message);
	sms_finding_set_text(json, "fix", finding->fix);
	return json;
}

sms_json *sms_findings_json(const struct sms_finding_list *findings)
{
	sms_json *list = sms_json_new_array();
	for (size_t i = 0; i < findings->count; i++)
		sms_json_append(list, finding_json(&findings->items[i]));
	return list;
}
