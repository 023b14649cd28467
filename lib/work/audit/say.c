/* Findings in words: the templates of the catalogue filled in, and where to look first. See audit.h. */
#include "work/audit/private.h"
#include <string.h>

/* What templates speak of. */
struct speech {
	const struct audit_outcome *outcome;
	const struct sms_entry *entry; /* the first that fails, or NULL */
	const sms_json *instance;
	char *why, *pointer, *missing;
};

static void speech_release(struct speech *speech)
{
	free(speech->why);
	free(speech->pointer);
	free(speech->missing);
}
SMS_AUTO_STRUCT(speech, struct speech, speech_release);

static void add_value(struct sms_buf *out, const struct speech *speech, const char *name)
{
	if (!strcmp(name, "id"))
		sms_buf_add_text(out, speech->entry ? speech->entry->id : "");
	else if (!strcmp(name, "failing"))
		sms_buf_add_format(out, "%zu", speech->outcome->failing);
	else if (!strcmp(name, "population"))
		sms_buf_add_format(out, "%zu", speech->outcome->population);
	else if (!strcmp(name, "share"))
		sms_buf_add_format(out, "%.0f", speech->outcome->share);
	else if (!strcmp(name, "missing"))
		sms_buf_add_text(out, speech->missing ? speech->missing : "");
	else if (!strcmp(name, "why"))
		sms_buf_add_text(out, speech->why ? speech->why : "");
	else
		sms_value_add_text(out, audit_first_value(speech->instance, name));
}

static char *fill_in(const char *template, const struct speech *speech)
{
	sms_auto(buf) struct sms_buf out = SMS_BUF_INIT;
	while (*template) {
		size_t plain = strcspn(template, "{"), length = strcspn(template + plain, "}");
		sms_buf_add(&out, template, plain);
		template += plain;
		if (!*template)
			break;
		if (!template[length]) {
			sms_buf_add_text(&out, template);
			break;
		}
		sms_auto(string) char *name = sms_copy(template + 1, length - 1);
		add_value(&out, speech, name);
		template += length + 1;
	}
	return sms_buf_take(&out);
}

/* --- Where no template says it. --- */

static const char *default_say(const struct audit_outcome *outcome)
{
	switch (outcome->test->kind) {
	case AUDIT_EXISTS:
		return "there is no record that shows it";
	case AUDIT_FILLED:
		return "{failing} of {population} lack content; of {id}: {missing}";
	case AUDIT_EACH:
	case AUDIT_ALL_OF:
		return "{failing} of {population} missing: {missing}";
	case AUDIT_SETTINGS:
		return "sms.json does not say it";
	default:
		return "{failing} of {population} do not hold, {id} first";
	}
}

static const char *template_of(const struct audit_test *test, const struct audit_outcome *outcome, const char *name)
{
	const char *text = sms_json_get_text(test->json, name);
	return text ? text : sms_json_get_text(outcome->test->json, name);
}

/* A plan that is missing, or an interval that was missed, are different findings with different ways out. */
static const char *say_of(const struct audit_test *test, const struct audit_outcome *outcome)
{
	const char *text = NULL;
	if (outcome->test->kind == AUDIT_FRESH && outcome->state == AUDIT_ABSENT)
		text = template_of(test, outcome, "say_never");
	else if (outcome->no_plan)
		text = template_of(test, outcome, "say_unplanned");
	text = text ? text : template_of(test, outcome, "say");
	return text ? text : default_say(outcome);
}

/* Of what is missing, the first. */
static const char *fix_of_missing(const struct audit_outcome *outcome)
{
	sms_json_each(one, outcome->test->body) {
		const char *what = sms_json_get_text(one, "what");
		if (what && outcome->missing.count && !strcmp(what, outcome->missing.items[0]))
			return sms_json_get_text(one, "fix");
	}
	return NULL;
}

static const char *fix_of(const struct audit_test *test, const struct audit_outcome *outcome)
{
	const char *text = NULL;
	if (outcome->no_plan && outcome->state != AUDIT_ABSENT)
		text = template_of(test, outcome, "fix_unplanned");
	if (outcome->test->kind == AUDIT_ALL_OF)
		text = fix_of_missing(outcome);
	return text ? text : template_of(test, outcome, "fix");
}

/* --- The first record that fails. --- */

static struct sms_error *explain(struct speech *speech, const struct audit_outcome *outcome)
{
	sms_auto(findings) struct sms_schema_findings findings = {0};
	sms_auto(schema) struct sms_schema *schema = NULL;
	if (!outcome->test->must.document || outcome->test->kind == AUDIT_SETTINGS)
		return NULL;
	SMS_TRY(sms_schema_new(&schema, outcome->test->must.document, NULL));
	SMS_TRY(sms_schema_explain(schema, speech->instance, &findings));
	if (!findings.count)
		return NULL;
	speech->why = sms_strdup(findings.items[0].message);
	if (strncmp(findings.items[0].pointer, "/facts", 6) != 0)
		speech->pointer = sms_strdup(findings.items[0].pointer);
	return NULL;
}

static char *pointer_to(const char *path)
{
	sms_auto(buf) struct sms_buf pointer = SMS_BUF_INIT;
	sms_auto(list) struct sms_list steps = SMS_LIST_INIT;
	sms_list_split(&steps, path, '.');
	for (size_t i = 0; i < steps.count; i++)
		sms_json_pointer_add(&pointer, steps.items[i]);
	return sms_buf_take(&pointer);
}

static void list_unfilled(const struct audit_run *run, struct speech *speech, const struct audit_outcome *outcome)
{
	sms_auto(list) struct sms_list missing = SMS_LIST_INIT;
	sms_auto(buf) struct sms_buf text = SMS_BUF_INIT;
	if (outcome->test->kind != AUDIT_FILLED)
		return;
	audit_unfilled(&run->fillers, speech->instance, sms_json_get(outcome->test->body, "fields"), &missing);
	sms_list_join(&text, &missing, ", ");
	speech->missing = sms_buf_take(&text);
	if (missing.count)
		speech->pointer = pointer_to(missing.items[0]);
}

static struct sms_error *look_at_first(struct audit_run *run, struct speech *speech,
				       const struct audit_outcome *outcome, struct sms_record **record,
				       struct sms_fault *out)
{
	const struct audit_population *population = audit_population(run, speech->entry->type);
	SMS_TRY(audit_look(run, population, speech->entry, AUDIT_STORE, record, &speech->instance));
	SMS_TRY(explain(speech, outcome));
	list_unfilled(run, speech, outcome);
	const char *pointer = speech->pointer ? speech->pointer : "";
	out->file = sms_strdup(speech->entry->path);
	out->line = sms_json_locate((*record)->text, (*record)->text_length, pointer, false).line;
	return NULL;
}

static struct sms_error *locate_setting(struct audit_run *run, const struct audit_outcome *outcome,
					struct sms_fault *out)
{
	sms_auto(buf) struct sms_buf text = SMS_BUF_INIT;
	sms_auto(string) char *pointer = pointer_to(sms_json_get_text(outcome->test->body, "at"));
	SMS_TRY(sms_snapshot_read(run->store->snapshot, SMS_SETTINGS_PATH, &text, NULL));
	out->file = sms_strdup(SMS_SETTINGS_PATH);
	out->line = sms_json_locate(sms_buf_text(&text), text.length, pointer, false).line;
	return NULL;
}

struct sms_error *audit_say(struct audit_run *run, const struct sms_item *item, const struct audit_test *test,
			    const struct audit_outcome *outcome, struct sms_fault *out)
{
	sms_auto(speech) struct speech speech = {.outcome = outcome};
	sms_auto(record) struct sms_record *record = NULL;
	speech.entry = outcome->failed_count ? outcome->failed[0] : NULL;
	if (speech.entry)
		SMS_TRY(look_at_first(run, &speech, outcome, &record, out));
	else if (outcome->test->kind == AUDIT_SETTINGS)
		SMS_TRY(locate_setting(run, outcome, out));
	if (outcome->missing.count) {
		sms_auto(buf) struct sms_buf names = SMS_BUF_INIT;
		sms_list_join(&names, &outcome->missing, ", ");
		free(speech.missing);
		speech.missing = sms_buf_take(&names);
	}
	const char *fix = fix_of(test, outcome);
	out->message = fill_in(say_of(test, outcome), &speech);
	out->fix = fix ? fill_in(fix, &speech) : sms_format("sms audit --item %s", item->key);
	out->population = outcome->population;
	out->are_records = outcome->failed_count > 0;
	for (size_t i = 0; i < outcome->failed_count; i++)
		sms_list_add(&out->failing, outcome->failed[i]->id);
	for (size_t i = 0; i < outcome->missing.count && !outcome->failed_count; i++)
		sms_list_add(&out->failing, outcome->missing.items[i]);
	return NULL;
}
