/* The option parser: words of the command line into the structs that the tables describe. */
#include "options.h"
#include <errno.h>
#include <string.h>

static const char *const format_names[] = {
	[FORMAT_TEXT] = "text",         [FORMAT_JSON] = "json", [FORMAT_NDJSON] = "ndjson", [FORMAT_CSV] = "csv",
	[FORMAT_MARKDOWN] = "markdown", [FORMAT_HTML] = "html", [FORMAT_SARIF] = "sarif",   [FORMAT_JUNIT] = "junit",
	[FORMAT_GITHUB] = "github",     [FORMAT_XLSX] = "xlsx", [FORMAT_OSCAL] = "oscal",   [FORMAT_BASIC] = "basic",
	[FORMAT_DOT] = "dot",           [FORMAT_SVG] = "svg",
};

const char *format_name(enum format format)
{
	return format_names[format];
}

static enum format format_by_name(const char *name, size_t length)
{
	for (size_t i = 0; i < SMS_COUNT(format_names); i++)
		if (strlen(format_names[i]) == length && memcmp(format_names[i], name, length) == 0)
			return (enum format)i;
	return FORMAT_TEXT;
}

/* An entry of a table, and the struct that it stores into. */
struct target {
	const struct option *option;
	char *into;
};

/* The words being read. */
struct reading {
	struct parse *parse;
	const char *const *words;
	size_t count;
	bool only_arguments; /* "--" was read */
};

static void *member_of(const struct target *target)
{
	return target->into + target->option->offset;
}

static const struct option *find(const struct option *options, const char *name, size_t length, char letter)
{
	for (const struct option *option = options; option && option->kind != OPTION_IS_END; option++) {
		if (letter && option->letter == letter)
			return option;
		if (name && option->name && strlen(option->name) == length && memcmp(option->name, name, length) == 0)
			return option;
	}
	return NULL;
}

static const struct option *find_any(const struct option *options)
{
	for (const struct option *option = options; option && option->kind != OPTION_IS_END; option++)
		if (option->kind == OPTION_IS_ANY)
			return option;
	return NULL;
}

/* The command's own option goes before the program's of that name. */
static struct target look_up(const struct parse *parse, const char *name, size_t length, char letter)
{
	const struct option *option = find(parse->options, name, length, letter);
	if (option)
		return (struct target){option, parse->into};
	return (struct target){find(parse->common, name, length, letter), parse->common_into};
}

static bool takes_value(const struct option *option)
{
	return option->kind != OPTION_IS_FLAG && option->kind != OPTION_IS_JSON;
}

/* Errors. */

static void add_names(struct sms_list *out, const struct option *options)
{
	for (const struct option *option = options; option && option->kind != OPTION_IS_END; option++)
		if (option->name)
			sms_list_add_format(out, "--%s", option->name);
}

static struct sms_error *hint_usage(const struct parse *parse, struct sms_error *error)
{
	return sms_error_hint(error, "%s -h", parse->call);
}

static struct sms_error *unknown(const struct parse *parse, const char *word)
{
	sms_auto(list) struct sms_list names = SMS_LIST_INIT;
	add_names(&names, parse->options);
	add_names(&names, parse->common);
	sms_auto(string) char *name = sms_copy(word, strcspn(word, "="));
	struct sms_error *error = sms_error(SMS_INPUT, "unknown option '%s'", name);
	const char *nearest = strncmp(name, "--", 2) == 0 ? sms_list_nearest(&names, name) : NULL;
	if (nearest)
		return sms_error_hint(error, "did you mean '%s'?", nearest);
	return hint_usage(parse, error);
}

/* "--title" or "-C": what an error calls an option. */
static void add_label(struct sms_buf *out, const struct option *option)
{
	if (option->name)
		sms_buf_add_format(out, "--%s", option->name);
	else
		sms_buf_add_format(out, "-%c", option->letter);
}

static struct sms_error *bad_value(const struct option *option, const char *value, const char *why)
{
	sms_auto(buf) struct sms_buf label = SMS_BUF_INIT;
	add_label(&label, option);
	return sms_error(SMS_INPUT, "value '%s' of '%s': %s", value, sms_buf_text(&label), why);
}

/* Storing. */

static struct sms_error *store_number(const struct target *target, const char *value)
{
	char *end;
	errno = 0;
	long number = strtol(value, &end, 10);
	if (strspn(value, "0123456789") != strlen(value) || !*value || *end)
		return bad_value(target->option, value, "not a whole number");
	if (errno == ERANGE)
		return bad_value(target->option, value, "too large");
	*(long *)member_of(target) = number;
	return NULL;
}

/* Position of `value` among "a|b|c", or NULL. */
static const char *find_choice(const char *choices, const char *value)
{
	size_t length = strlen(value);
	for (const char *choice = choices; *choice;) {
		size_t size = strcspn(choice, "|");
		if (size == length && memcmp(choice, value, size) == 0)
			return choice;
		choice += size + (choice[size] == '|');
	}
	return NULL;
}

static struct sms_error *check_choice(const struct option *option, const char *value)
{
	if (find_choice(option->choices, value))
		return NULL;
	sms_auto(list) struct sms_list choices = SMS_LIST_INIT;
	sms_auto(buf) struct sms_buf why = SMS_BUF_INIT;
	sms_list_split(&choices, option->choices, '|');
	sms_buf_add_text(&why, "must be ");
	sms_list_join(&why, &choices, ", ");
	return bad_value(option, value, sms_buf_text(&why));
}

static struct sms_error *store_format(struct parse *parse, const struct option *option, const char *value)
{
	SMS_TRY(check_choice(option, value));
	parse->format = format_by_name(value, strlen(value));
	return NULL;
}

/* Instants wait until it is known what is now: --now may stand behind them. */
static void store_time(struct parse *parse, const struct target *target, const char *value)
{
	sms_grow(parse->times, parse->time_count, parse->time_capacity);
	parse->times[parse->time_count++] = (struct option_time){target->option, value, member_of(target)};
}

static struct sms_error *store(struct parse *parse, const struct target *target, const char *value)
{
	switch (target->option->kind) {
	case OPTION_IS_FLAG:
		*(bool *)member_of(target) = true;
		return NULL;
	case OPTION_IS_NUMBER:
		return store_number(target, value);
	case OPTION_IS_LIST:
		sms_list_add(member_of(target), value);
		return NULL;
	case OPTION_IS_TIME:
	case OPTION_IS_TIME_END:
		store_time(parse, target, value);
		return NULL;
	case OPTION_IS_FORMAT:
		return store_format(parse, target->option, value);
	case OPTION_IS_JSON:
		parse->format = FORMAT_JSON;
		return NULL;
	case OPTION_IS_CHOICE:
		SMS_TRY(check_choice(target->option, value));
		break;
	default:
		break;
	}
	*(const char **)member_of(target) = value;
	return NULL;
}

/* Reading. */

/* The value of an option: what stands behind `=` or the letter, else the next word. */
static struct sms_error *take_value(struct reading *reading, const struct option *option, const char *attached,
				    const char **out)
{
	if (attached || !takes_value(option)) {
		*out = attached;
		return NULL;
	}
	if (reading->parse->used < reading->count) {
		*out = reading->words[reading->parse->used++];
		return NULL;
	}
	sms_auto(buf) struct sms_buf label = SMS_BUF_INIT;
	add_label(&label, option);
	return hint_usage(reading->parse, sms_error(SMS_INPUT, "option '%s' needs a value: %s", sms_buf_text(&label),
						    option->argument ? option->argument : "VALUE"));
}

/* An option that only the repository knows. */
static struct sms_error *read_dynamic(struct reading *reading, const struct option *any, const char *word)
{
	struct parse *parse = reading->parse;
	size_t length = strcspn(word, "=");
	sms_auto(string) char *name = sms_copy(word, length);
	bool needs_value = true;
	SMS_TRY(parse->dynamic->resolve(parse->context, &parse->arguments, name, &needs_value));
	const struct option option = {.kind = OPTION_IS_TEXT, .name = name, .argument = "VALUE"};
	const char *value = word[length] ? word + length + 1 : NULL;
	if (!value && needs_value)
		SMS_TRY(take_value(reading, &option, NULL, &value));
	struct sms_list *list = member_of(&(struct target){any, parse->into});
	sms_list_add_format(list, "%s=%s", name, value ? value : "true");
	return NULL;
}

/* What the repository knows by this name, such as a type's `version`, goes before the program's option of that name. */
static bool is_dynamic(struct parse *parse, const char *name, size_t length)
{
	sms_auto(string) char *copy = sms_copy(name, length);
	bool takes_value;
	struct sms_error *error = parse->dynamic->resolve(parse->context, &parse->arguments, copy, &takes_value);
	bool known = !error;
	sms_error_free(error);
	return known;
}

static struct sms_error *read_long(struct reading *reading, const char *word)
{
	struct parse *parse = reading->parse;
	const char *name = word + 2;
	size_t length = strcspn(name, "=");
	struct target target = look_up(parse, name, length, 0);
	const struct option *any = parse->dynamic && length ? find_any(parse->options) : NULL;
	if (!target.option)
		return any ? read_dynamic(reading, any, name) : unknown(parse, word);
	if (any && target.into == parse->common_into && is_dynamic(parse, name, length))
		return read_dynamic(reading, any, name);
	const char *value = name[length] ? name + length + 1 : NULL;
	if (value && !takes_value(target.option))
		return sms_error(SMS_INPUT, "option '--%s' takes no value", target.option->name);
	SMS_TRY(take_value(reading, target.option, value, &value));
	return store(parse, &target, value);
}

/* `-n`, `-n5`, `-n 5`, and `-ab` for `-a -b`. */
static struct sms_error *read_letters(struct reading *reading, const char *word)
{
	struct parse *parse = reading->parse;
	for (const char *letter = word + 1; *letter; letter++) {
		struct target target = look_up(parse, NULL, 0, *letter);
		if (!target.option && *letter == 'h')
			parse->help = true;
		if (!target.option)
			return *letter == 'h' ? NULL : unknown(parse, word);
		bool last = takes_value(target.option);
		const char *value = last && letter[1] ? letter + 1 : NULL;
		SMS_TRY(take_value(reading, target.option, value, &value));
		SMS_TRY(store(parse, &target, value));
		if (last)
			return NULL;
	}
	return NULL;
}

static struct sms_error *read_word(struct reading *reading, const char *word)
{
	if (reading->only_arguments || word[0] != '-' || !word[1]) {
		sms_list_add(&reading->parse->arguments, word);
		return NULL;
	}
	if (strcmp(word, "--") == 0) {
		reading->only_arguments = true;
		return NULL;
	}
	if (strcmp(word, "--help") == 0) {
		reading->parse->help = true;
		return NULL;
	}
	return word[1] == '-' ? read_long(reading, word) : read_letters(reading, word);
}

/* What is in the struct before anything is read, where that is not zero. */
static void set_defaults(struct parse *parse, const struct option *options, char *into)
{
	for (const struct option *option = options; option && option->kind != OPTION_IS_END; option++) {
		if (option->kind == OPTION_IS_TIME || option->kind == OPTION_IS_TIME_END)
			*(sms_time *)(void *)(into + option->offset) = SMS_TIME_NONE;
		if (option->kind == OPTION_IS_FORMAT)
			parse->format = format_by_name(option->choices, strcspn(option->choices, "|"));
	}
}

struct sms_error *options_parse(struct parse *parse, const char *const *words, size_t count)
{
	struct reading reading = {.parse = parse, .words = words, .count = count};
	set_defaults(parse, parse->common, parse->common_into);
	set_defaults(parse, parse->options, parse->into);
	while (parse->used < count && !parse->help) {
		const char *word = words[parse->used];
		if (parse->stop && (word[0] != '-' || !word[1]))
			break;
		parse->used++;
		SMS_TRY(read_word(&reading, word));
		if (parse->stop && reading.only_arguments)
			break;
	}
	return NULL;
}

struct sms_error *options_set_times(const struct parse *parse, sms_time now)
{
	for (size_t i = 0; i < parse->time_count; i++) {
		const struct option_time *time = &parse->times[i];
		bool end = time->option->kind == OPTION_IS_TIME_END;
		SMS_TRY(sms_error_wrap(sms_time_parse_loose(time->text, now, end, time->into), "option '--%s'",
				       time->option->name));
	}
	return NULL;
}

void parse_release(struct parse *parse)
{
	sms_list_release(&parse->arguments);
	free(parse->times);
	parse->times = NULL;
	parse->time_count = parse->time_capacity = 0;
}

void options_release(const struct option *options, void *into)
{
	for (const struct option *option = options; option && option->kind != OPTION_IS_END; option++)
		if (option->kind == OPTION_IS_LIST || option->kind == OPTION_IS_ANY)
			sms_list_release(member_of(&(struct target){option, into}));
}
