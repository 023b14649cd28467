/* sms config: read and change single settings of sms.json. */
#include "model/settings/path.h"
#include "output.h"
#include <string.h>

struct config_options {
	bool show_origin;
	struct write_options write;
};

static const struct option options[] = {
	OPTION_FLAG(struct config_options, show_origin, 0, "show-origin",
		    "say where each value comes from: sms.json, or the default"),
	OPTIONS_WRITE(struct config_options, write),
	OPTIONS_FORMAT("text|json|ndjson|csv|markdown"),
	OPTION_END,
};

struct call {
	struct context *context;
	const struct config_options *given;
	struct sms_builtin_schema *schema;
	const struct sms_list *arguments; /* behind the first word */
};

static const char *origin_of(const struct sms_setting *setting)
{
	return setting->is_default ? "default" : SMS_SETTINGS_PATH;
}

/* One line; what is no scalar as JSON, so that it can be given to `set` again. */
static char *line_of(const sms_json *value)
{
	sms_auto(buf) struct sms_buf text = SMS_BUF_INIT;
	if (sms_json_text(value))
		sms_buf_add_text(&text, sms_json_text(value));
	else
		sms_json_print_line(&text, value);
	return sms_buf_take(&text);
}

/* --- Reading. --- */

static struct table *new_table(const struct call *call)
{
	const struct column columns[] = {
		{"setting", "SETTING"},
		{"origin", "ORIGIN", .machine = !call->given->show_origin},
		{"value", "VALUE", .wrap = true},
	};
	return table_new("config", "settings", columns, SMS_COUNT(columns));
}

static void add_setting(void *into, const struct sms_setting *setting)
{
	sms_auto(string) char *line = line_of(setting->value);
	table_add(into, TONE_STRONG, setting->path);
	table_add(into, setting->is_default ? TONE_DIM : TONE_PLAIN, origin_of(setting));
	table_add_as(into, TONE_PLAIN, line, sms_json_copy(setting->value));
}

static void print_value(const struct call *call, const struct sms_setting *setting)
{
	struct context *context = call->context;
	if (context->format == FORMAT_JSON) {
		sms_auto(json) sms_json *document = output_document("setting");
		sms_json_set_text(document, "setting", setting->path);
		sms_json_set_text(document, "origin", origin_of(setting));
		sms_json_set(document, "value", sms_json_copy(setting->value));
		output_json(context, document);
		return;
	}
	if (call->given->show_origin)
		output_format(context, TONE_DIM, "%s\t", origin_of(setting));
	if (sms_json_text(setting->value))
		output_format(context, TONE_PLAIN, "%s\n", sms_json_text(setting->value));
	else
		output_json(context, setting->value);
}

static struct sms_error *get(struct call *call)
{
	struct context *context = call->context;
	sms_auto(setting) struct sms_setting setting = {0};
	SMS_TRY(sms_setting_find(&setting, context->store->settings, call->schema, call->arguments->items[0]));
	if (!setting.value) {
		context->status = SMS_NO;
		return NULL;
	}
	if (context->format == FORMAT_TEXT || context->format == FORMAT_JSON) {
		print_value(call, &setting);
		return NULL;
	}
	sms_auto(table) struct table *table = new_table(call);
	add_setting(table, &setting);
	return table_print(context, table);
}

static struct sms_error *list(struct call *call)
{
	struct context *context = call->context;
	sms_auto(setting) struct sms_setting below = {0};
	sms_auto(table) struct table *table = new_table(call);
	const char *prefix = call->arguments->count ? call->arguments->items[0] : "";
	SMS_TRY(sms_setting_find(&below, context->store->settings, call->schema, prefix));
	sms_setting_each(context->store->settings, call->schema, &below, add_setting, table);
	if (!table_rows(table))
		context->status = SMS_NO;
	return table_print(context, table);
}

/* --- Changing. --- */

/* `text` NULL takes the value out of sms.json. */
static struct sms_error *change(struct call *call, const char *text)
{
	struct context *context = call->context;
	const char *word = text ? "set" : "unset";
	sms_auto(change) struct sms_change *change = NULL;
	sms_auto(setting) struct sms_setting setting = {0};
	sms_auto(json) sms_json *document = NULL;
	sms_auto(buf) struct sms_buf printed = SMS_BUF_INIT;
	sms_json *value = NULL;
	SMS_TRY(context_refuse_at(context, text ? "sms config set" : "sms config unset"));
	SMS_TRY(sms_change_begin(&change, context->store));
	struct sms_settings *settings = context->store->settings;
	SMS_TRY(sms_setting_find(&setting, settings, call->schema, call->arguments->items[0]));
	if (text)
		SMS_TRY(sms_setting_value(&value, &setting, text, context->format == FORMAT_JSON));
	SMS_TRY(sms_setting_change(&document, settings, call->schema, &setting, value));
	if (sms_json_equal(document, settings->json)) {
		context->status = text ? SMS_OK : SMS_NO;
		if (text)
			context_say(context, "nothing to change: '%s' has this value", setting.path);
		return NULL;
	}
	sms_json_print(&printed, document);
	sms_change_put_file(change, SMS_SETTINGS_PATH, sms_buf_text(&printed), printed.length);
	sms_auto(string) char *message = sms_format("config %s %s", word, setting.path);
	return context_commit(context, change, &call->given->write, message);
}

static struct sms_error *set(struct call *call)
{
	return change(call, call->arguments->items[1]);
}

static struct sms_error *unset(struct call *call)
{
	return change(call, NULL);
}

/* --- The four words. --- */

static struct sms_error *run(struct context *context, const void *raw, const struct sms_list *arguments)
{
	static const struct {
		const char *name, *call, *arguments;
		struct sms_error *(*run)(struct call *call);
	} words[] = {{"get", "sms config get", "SETTING", get},
		     {"set", "sms config set", "SETTING VALUE", set},
		     {"unset", "sms config unset", "SETTING", unset},
		     {"list", "sms config list", "[SETTING]", list}};
	const struct sms_list rest = {.items = arguments->items + 1, .count = arguments->count - 1};
	sms_auto(builtin_schema) struct sms_builtin_schema *schema = NULL;
	struct call call = {context, raw, NULL, &rest};
	SMS_TRY(sms_settings_schema(&schema));
	call.schema = schema;
	for (size_t i = 0; i < SMS_COUNT(words); i++) {
		if (strcmp(words[i].name, arguments->items[0]) != 0)
			continue;
		SMS_TRY(synopsis_check(words[i].arguments, words[i].call, &rest));
		return words[i].run(&call);
	}
	return NULL; /* the synopsis lists the same four */
}

static const struct example examples[] = {
	{"sms config get limits.backdating", "how late an event may be recorded"},
	{"sms config get clock_rules.warn_at --show-origin", "and whether sms.json says so, or the default"},
	{"sms config set approvals.policies.count 2", "policies need two approvals"},
	{"sms config set controlled_types --json '[\"ci\",\"service\"]'", "a list is given in JSON"},
	{"sms config set report_packs.operations.reports.+ changes", "one more element of a list"},
	{"sms config unset limits.backdating", "the default again"},
	{"sms config list intervals", "all planned intervals, a line each"},
	{0},
};

const struct command cmd_config = {
	.name = "config",
	.summary = "read and change settings of sms.json",
	.arguments = "get|set|unset|list [SETTING] [VALUE]",
	.group = GROUP_START,
	.needs = NEEDS_STORE | NEEDS_MAY_WRITE,
	.options = options,
	.options_size = sizeof(struct config_options),
	.description =
		"`get` prints the value of a setting that is in effect: that of `sms.json`, or the default, which is "
		"what `sms init` writes. `list` prints all settings, or those below one, a line each. `set` writes a "
		"value and `unset` takes it out, so that the default holds again; either is one commit.\n\n"
		"A setting is named by the path to it, with dots: `limits.backdating`. A step into a list is the "
		"`name` or `id` of the element, or its number from 0; with `set`, `+` is the place behind the last. "
		"Numbers, true and false are taken as such where the setting asks for them; a list or an object is "
		"given in JSON, and with `--json` every value is.\n\n"
		"What is written is checked as a whole first, and `sms.json` stays in its order. A setting that nobody "
		"knows is refused with the nearest name, a value that may not be with those that may.",
	.examples = examples,
	.statuses = (const struct exit_meaning[]){{SMS_NO, "there is no such value, or nothing to take out"}, {0}},
	.see_also = "init, check, commit",
	.run = run,
};
