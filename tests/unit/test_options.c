/* The option parser: words in, what was understood out, as one line of text a case. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

/* The parser belongs to the program, not to the library. */
#include "help/synopsis.c"
#include "options.c"

enum { MOST_WORDS = 8 };

struct show_options {
	bool body, quiet;
	const char *role;
	const char *order;
	long count;
	struct sms_list tags;
	sms_time since, until;
	struct write_options write;
	struct sms_list fields;
};

static const struct option show_options[] = {
	OPTION_FLAG(struct show_options, body, 'b', "body", "print the prose too"),
	OPTION_FLAG(struct show_options, quiet, 'q', NULL, "say nothing"),
	OPTION_TEXT(struct show_options, role, 'r', "role", "ROLE", "act in this role"),
	OPTION_CHOICE(struct show_options, order, 0, "order", "ORDER", "up|down", "which way"),
	OPTION_NUMBER(struct show_options, count, 'c', "count", "N", "how many"),
	OPTION_LIST(struct show_options, tags, 't', "tag", "TAG", "with this tag"),
	OPTION_TIME(struct show_options, since, 0, "since", "TIME", "from then"),
	OPTION_TIME_END(struct show_options, until, 0, "until", "TIME", "to then"),
	OPTIONS_WRITE(struct show_options, write),
	OPTIONS_FORMAT("text|json|csv"),
	OPTION_ANY(struct show_options, fields),
	OPTION_END,
};

struct common_options {
	const char *at, *role;
};

static const struct option common_options[] = {
	OPTION_TEXT(struct common_options, at, 0, "at", "REV", "as it stood"),
	OPTION_TEXT(struct common_options, role, 0, "role", "ROLE", "hidden by the command's own"),
	OPTION_END,
};

/* --- Options that only the repository would know: --colour takes a value, --bright does not. --- */

static struct sms_error *resolve(struct context *context, const struct sms_list *arguments, const char *name,
				 bool *takes_value)
{
	*takes_value = strcmp(name, "bright") != 0;
	if (!arguments->count)
		return sms_error(SMS_INPUT, "option '--%s' before the type", name);
	if (*takes_value && strcmp(name, "colour") != 0)
		return sms_error(SMS_INPUT, "unknown field '%s'", name);
	return NULL;
}

static const struct dynamic_options dynamic = {.resolve = resolve};

/* --- What was understood, as text. --- */

static void add_text(struct sms_buf *out, const char *name, const char *value)
{
	if (value)
		sms_buf_add_format(out, "%s=%s ", name, value);
}

static void add_list(struct sms_buf *out, const char *name, const struct sms_list *list)
{
	sms_auto(buf) struct sms_buf joined = SMS_BUF_INIT;
	sms_list_join(&joined, list, ",");
	if (list->count)
		add_text(out, name, sms_buf_text(&joined));
}

static void add_time(struct sms_buf *out, const char *name, sms_time instant)
{
	char text[SMS_TIME_SIZE];
	if (instant == SMS_TIME_NONE)
		return;
	sms_time_format(instant, text);
	add_text(out, name, text);
}

static void describe(struct sms_buf *out, const struct show_options *show, const struct common_options *common,
		     const struct parse *parse)
{
	add_text(out, "body", show->body ? "yes" : NULL);
	add_text(out, "quiet", show->quiet ? "yes" : NULL);
	add_text(out, "role", show->role);
	add_text(out, "order", show->order);
	if (show->count)
		sms_buf_add_format(out, "count=%ld ", show->count);
	add_list(out, "tags", &show->tags);
	add_time(out, "since", show->since);
	add_time(out, "until", show->until);
	add_text(out, "dry", show->write.dry_run ? "yes" : NULL);
	add_text(out, "message", show->write.message);
	add_list(out, "fields", &show->fields);
	add_text(out, "at", common->at);
	add_text(out, "common-role", common->role);
	add_text(out, "format", parse->format == FORMAT_TEXT ? NULL : format_name(parse->format));
	add_text(out, "help", parse->help ? "yes" : NULL);
	add_list(out, "args", &parse->arguments);
	if (out->length)
		sms_buf_truncate(out, out->length - 1);
}

static void describe_error(struct sms_buf *out, const struct sms_error *error)
{
	sms_buf_clear(out);
	sms_buf_add_format(out, "%d %s", sms_error_status(error), sms_error_message(error));
	for (size_t i = 0; i < sms_error_hint_count(error); i++)
		sms_buf_add_format(out, " | %s", sms_error_hint_at(error, i));
}

/* --- Cases. --- */

struct test_case {
	const char *words[MOST_WORDS];
	const char *expected;
};

static const struct test_case cases[] = {
	{{NULL}, ""},
	{{"a", "b"}, "args=a,b"},
	{{"-b"}, "body=yes"},
	{{"--body"}, "body=yes"},
	{{"--body", "--body"}, "body=yes"},
	{{"-bq"}, "body=yes quiet=yes"},
	{{"-qb", "x"}, "body=yes quiet=yes args=x"},

	/* Values: behind a sign, behind the letter, in the next word. */
	{{"--role=x"}, "role=x"},
	{{"--role", "x"}, "role=x"},
	{{"-r", "x"}, "role=x"},
	{{"-rx"}, "role=x"},
	{{"-brx"}, "body=yes role=x"},
	{{"-br", "x", "y"}, "body=yes role=x args=y"},
	{{"--role="}, "role="},
	{{"--role", ""}, "role="},
	{{"--role=a=b"}, "role=a=b"},
	{{"--role", "--body"}, "role=--body"},
	{{"--role", "--"}, "role=--"},
	{{"--role=x", "--role=y"}, "role=y"},
	{{"--role"}, "2 option '--role' needs a value: ROLE | sms show -h"},
	{{"-r"}, "2 option '--role' needs a value: ROLE | sms show -h"},

	/* Options behind arguments; the end of options. */
	{{"a", "-b", "c"}, "body=yes args=a,c"},
	{{"a", "--", "-b"}, "args=a,-b"},
	{{"--", "--", "-b"}, "args=--,-b"},
	{{"-"}, "args=-"},
	{{""}, "args="},

	/* Never by a beginning. */
	{{"--bod"}, "2 unknown option '--bod' | did you mean '--body'?"},
	{{"--boyd"}, "2 unknown option '--boyd' | did you mean '--body'?"},
	{{"--zzzzzzzz=1"}, "2 unknown option '--zzzzzzzz' | sms show -h"},
	{{"-z"}, "2 unknown option '-z' | sms show -h"},
	{{"-bz"}, "2 unknown option '-bz' | sms show -h"},
	{{"--body=yes"}, "2 option '--body' takes no value"},
	{{"--json=yes"}, "2 option '--json' takes no value"},

	/* Kinds. */
	{{"-c5"}, "count=5"},
	{{"--count", "17"}, "count=17"},
	{{"--count=-1"}, "2 value '-1' of '--count': not a whole number"},
	{{"--count="}, "2 value '' of '--count': not a whole number"},
	{{"--count=5x"}, "2 value '5x' of '--count': not a whole number"},
	{{"--count= 5"}, "2 value ' 5' of '--count': not a whole number"},
	{{"--count=99999999999999999999"}, "2 value '99999999999999999999' of '--count': too large"},
	{{"-ta", "--tag", "b", "--tag=c"}, "tags=a,b,c"},
	{{"--order=up"}, "order=up"},
	{{"--order=u"}, "2 value 'u' of '--order': must be up, down"},
	{{"--order=up|down"}, "2 value 'up|down' of '--order': must be up, down"},
	{{"--order="}, "2 value '' of '--order': must be up, down"},
	{{"--since=2026-11-22"}, "since=2026-11-22T00:00:00Z"},
	{{"--until=2026-11-22"}, "until=2026-11-22T23:59:59Z"},
	{{"--since", "-1d"}, "since=2026-11-21T10:15:00Z"},
	{{"-n", "-m", "why"}, "dry=yes message=why"},
	{{"--format=csv"}, "format=csv"},
	{{"--json"}, "format=json"},
	{{"--format=csv", "--json"}, "format=json"},
	{{"--format=xml"}, "2 value 'xml' of '--format': must be text, json, csv"},

	/* The program's options, where the command has none of that name. */
	{{"x", "--at", "HEAD"}, "at=HEAD args=x"},
	{{"--role=x", "--at=y"}, "role=x at=y"},

	/* Help ends the reading. */
	{{"-h"}, "help=yes"},
	{{"a", "--help", "--nonsense"}, "help=yes args=a"},
	{{"-bh", "--nonsense"}, "body=yes help=yes"},
};

static void read_words(const struct test_case *test, const struct dynamic_options *unknown, struct sms_buf *out)
{
	struct show_options show = {0};
	struct common_options common = {0};
	sms_auto(parse) struct parse parse = {.options = show_options,
					      .into = &show,
					      .common = common_options,
					      .common_into = &common,
					      .dynamic = unknown,
					      .call = "sms show"};
	size_t count = 0;
	while (count < MOST_WORDS && test->words[count])
		count++;
	sms_time now = 0;
	assert_true(sms_time_parse("2026-11-22T10:15:00Z", &now));
	sms_auto(error) struct sms_error *error = options_parse(&parse, test->words, count);
	if (!error)
		error = options_set_times(&parse, now);
	describe(out, &show, &common, &parse);
	if (error)
		describe_error(out, error);
	options_release(show_options, &show);
}

static void every_case_is_understood(void **state)
{
	for (size_t i = 0; i < SMS_COUNT(cases); i++) {
		sms_auto(buf) struct sms_buf out = SMS_BUF_INIT;
		read_words(&cases[i], NULL, &out);
		assert_string_equal(sms_buf_text(&out), cases[i].expected);
	}
}

static void options_of_a_type_are_kept_by_name(void **state)
{
	static const struct test_case tests[] = {
		{{"service", "--colour", "red"}, "fields=colour=red args=service"},
		{{"service", "--colour=a=b", "--colour="}, "fields=colour=a=b,colour= args=service"},
		{{"service", "--bright", "x"}, "fields=bright=true args=service,x"},
		{{"service", "--bright=false"}, "fields=bright=false args=service"},
		{{"service", "--body", "--colour", "red"}, "body=yes fields=colour=red args=service"},
		{{"--colour", "red"}, "2 option '--colour' before the type"},
		{{"service", "--sound=loud"}, "2 unknown field 'sound'"},
		{{"service", "--colour"}, "2 option '--colour' needs a value: VALUE | sms show -h"},
		{{"service", "--=x"}, "2 unknown option '--' | sms show -h"},
	};
	for (size_t i = 0; i < SMS_COUNT(tests); i++) {
		sms_auto(buf) struct sms_buf out = SMS_BUF_INIT;
		read_words(&tests[i], &dynamic, &out);
		assert_string_equal(sms_buf_text(&out), tests[i].expected);
	}
}

static void a_time_that_is_none_names_the_option(void **state)
{
	static const struct test_case test = {{"--since=gestern"}, ""};
	sms_auto(buf) struct sms_buf out = SMS_BUF_INIT;
	read_words(&test, NULL, &out);
	assert_memory_equal(out.data, "2 option '--since': ", strlen("2 option '--since': "));
}

static void before_the_command_the_first_argument_ends_the_options(void **state)
{
	static const char *const words[] = {"--at", "HEAD", "show", "--at", "x"};
	struct common_options common = {0};
	sms_auto(parse) struct parse parse = {.options = common_options, .into = &common, .stop = true, .call = "sms"};
	assert_null(options_parse(&parse, words, SMS_COUNT(words)));
	assert_string_equal(common.at, "HEAD");
	assert_int_equal(parse.used, 2);
	assert_int_equal(parse.arguments.count, 0);
}

/* --- Synopses. --- */

static void a_synopsis_says_how_many_arguments_there_are(void **state)
{
	static const struct {
		const char *synopsis;
		size_t least, most;
	} tests[] = {
		{"", 0, 0},
		{"TYPE", 1, 1},
		{"TYPE FILE", 2, 2},
		{"[TYPE]", 0, 1},
		{"ID…", 1, SIZE_MAX},
		{"[ID…]", 0, SIZE_MAX},
		{"[ID]…", 0, SIZE_MAX},
		{"ID STATE [FIELD=VALUE…]", 2, SIZE_MAX},
		{"ID [A] [B]", 1, 3},
		{"ID [A [B]]", 1, 3},
		{"bash|zsh|fish", 1, 1},
	};
	for (size_t i = 0; i < SMS_COUNT(tests); i++) {
		size_t least, most;
		synopsis_bounds(tests[i].synopsis, &least, &most);
		assert_int_equal(least, tests[i].least);
		assert_true(most == tests[i].most);
	}
}

static void a_synopsis_names_each_argument(void **state)
{
	static const struct {
		const char *synopsis;
		size_t index;
		const char *word; /* NULL: there is none */
	} tests[] = {
		{"", 0, NULL},
		{"TYPE FILE", 0, "TYPE"},
		{"TYPE FILE", 1, "FILE"},
		{"TYPE FILE", 2, NULL},
		{"ID…", 0, "ID"},
		{"ID…", 7, "ID"},
		{"ID STATE [FIELD=VALUE…]", 1, "STATE"},
		{"ID STATE [FIELD=VALUE…]", 2, "FIELD=VALUE"},
		{"ID STATE [FIELD=VALUE…]", 9, "FIELD=VALUE"},
		{"[ID]…", 3, "ID"},
		{"[ID…|FILE…]", 3, "ID|FILE"},
		{"bash|zsh|fish", 0, "bash|zsh|fish"},
	};
	for (size_t i = 0; i < SMS_COUNT(tests); i++) {
		sms_auto(buf) struct sms_buf word = SMS_BUF_INIT;
		bool found = synopsis_word(tests[i].synopsis, tests[i].index, &word);
		assert_int_equal(found, tests[i].word != NULL);
		assert_string_equal(sms_buf_text(&word), tests[i].word ? tests[i].word : "");
	}
}

static void expect_call(const char *synopsis, const char *words, const char *expected)
{
	sms_auto(list) struct sms_list arguments = SMS_LIST_INIT;
	sms_auto(buf) struct sms_buf out = SMS_BUF_INIT;
	if (*words)
		sms_list_split(&arguments, words, ' ');
	sms_auto(error) struct sms_error *error = synopsis_check(synopsis, "sms move", &arguments);
	if (error)
		describe_error(&out, error);
	assert_string_equal(sms_buf_text(&out), expected);
}

static void too_few_and_too_many_arguments_are_named(void **state)
{
	expect_call("ID STATE", "a b", "");
	expect_call("ID STATE", "a", "2 missing argument 'STATE' | sms move ID STATE");
	expect_call("ID STATE", "", "2 missing argument 'ID' | sms move ID STATE");
	expect_call("ID STATE", "a b c", "2 unexpected argument 'c' | sms move -h");
	expect_call("", "a", "2 unexpected argument 'a' | sms move -h");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_case_is_understood),
		cmocka_unit_test(options_of_a_type_are_kept_by_name),
		cmocka_unit_test(a_time_that_is_none_names_the_option),
		cmocka_unit_test(before_the_command_the_first_argument_ends_the_options),
		cmocka_unit_test(a_synopsis_says_how_many_arguments_there_are),
		cmocka_unit_test(a_synopsis_names_each_argument),
		cmocka_unit_test(too_few_and_too_many_arguments_are_named),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
