/* Patterns that are not ECMA-262 are refused with the place, and none takes long. */
#include "base/buf.h"
#include "wrap/regex/regex.h"
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <time.h>

#include <cmocka.h>

static void expect_refusal(const char *pattern, size_t length, const char *message)
{
	struct sms_regex *regex = NULL;
	sms_auto(error) struct sms_error *error = sms_regex_new(&regex, pattern, length, 0);
	if (!error)
		fail_msg("'%s' was accepted", pattern);
	assert_int_equal(sms_error_status(error), SMS_INPUT);
	if (!strstr(sms_error_message(error), message))
		fail_msg("'%s' is not in '%s'", message, sms_error_message(error));
}

static void what_is_not_ecma_is_refused_with_its_place(void **state)
{
	static const struct {
		const char *pattern, *message;
	} cases[] = {
		{"\\a", "\\a is not ECMA-262, write \\x07, at offset 0"},
		{"x\\A", "\\A is not ECMA-262, write ^, at offset 1"},
		{"x\\z", "at offset 1"},
		{"x\\Z", "write $"},
		{"\\Qa\\E", "\\Q is not ECMA-262"},
		{"\\h", "\\h is not ECMA-262"},
		{"\\R", "\\R is not ECMA-262"},
		{"a\\K", "\\K is not ECMA-262, at offset 1"},
		{"\\G", "\\G is not ECMA-262"},
		{"(a)\\g1", "\\g is not ECMA-262, at offset 3"},
		{"[\\B]", "\\B is not ECMA-262"},
		{"\\i", "\\i is not ECMA-262"},
		{"\\é", "no backslash, at offset 0"},
		{"a++", "possessive"},
		{"é a{2}+", "possessive quantifiers are not ECMA-262, at offset 4"},
		{"(?i)a", "options"},
		{"(?i:a)", "options"},
		{"(?>a)", "an atomic group is not ECMA-262, at offset 0"},
		{"(?#a)", "a comment"},
		{"(?|a)", "a branch reset"},
		{"(?R)", "a recursion"},
		{"(?(1)a|b)", "a conditional"},
		{"(?P<a>b)", "Python"},
		{"(?1)", "options"},
		{"(*UTF)a", "nothing to repeat, at offset 1"},
		{"*a", "nothing to repeat, at offset 0"},
		{"a**", "nothing to repeat, at offset 2"},
		{"^*", "nothing to repeat"},
		{"(?=a)*", "nothing to repeat, at offset 5"},
		{"\\b+", "nothing to repeat"},
		{"a|*", "nothing to repeat"},
		{"^(abc]", "a group is not closed, at offset 6"},
		{"(abc", "a group is not closed, at offset 4"},
		{"abc)", "no group is open here, at offset 3"},
		{"[abc", "the class is not closed, at offset 0"},
		{"[a-", "the class is not closed"},
		{"[a\\", "nothing follows the backslash"},
		{"[b-a]", "out of order, at offset 1"},
		{"[a-\\d]", "a set cannot"},
		{"[\\s-a]", "a set cannot"},
		{"a{", "write \\{, at offset 1"},
		{"a{,3}", "write \\{"},
		{"a{3,2}", "out of order"},
		{"a{99999}", "65535"},
		{"a\\", "nothing follows the backslash, at offset 1"},
		{"\\1", "no group goes by this reference"},
		{"(a)\\2", "no group goes by this reference, at offset 3"},
		{"\\k<a>", "no group goes by this reference"},
		{"\\k", "no group goes by this reference"},
		{"[\\1]", "\\1 is not ECMA-262"},
		{"\\01", "octal"},
		{"(?<a>b)(?<a>c)", "another group has the same name, at offset 0"},
		{"(?<1a>b)", "a group name"},
		{"(?<a", "a group name"},
		{"\\c1", "\\c needs a letter"},
		{"\\x1", "\\x needs"},
		{"\\u12", "\\u needs"},
		{"\\u{110000}", "\\u{ needs"},
		{"\\u{}", "\\u{ needs"},
		{"\\pL", "\\p needs"},
		{"\\p{Greek}", "ECMA-262 has no property Greek, at offset 0"},
		{"\\p{letter}", "has no property letter"},
		{"\\p{^L}", "\\p needs"},
		{"\\p{}", "has no property"},
		{"\\P{gc=Nope}", "has no property gc=Nope"},
		{"\\p{Script=L}", "unknown property"},
		{"\\p{sc=}", "unknown property"},
		{"\\p{Xan}", "has no property"},
		{"xé(?<=a*)b", "not fixed length, at offset 3"},
		{"\xff", "not UTF-8, at offset 0"},
	};
	for (size_t i = 0; i < SMS_COUNT(cases); i++)
		expect_refusal(cases[i].pattern, strlen(cases[i].pattern), cases[i].message);
}

static void size_and_nesting_are_limited(void **state)
{
	sms_auto(buf) struct sms_buf pattern = SMS_BUF_INIT;
	sms_buf_add_fill(&pattern, '(', 201);
	sms_buf_add_fill(&pattern, ')', 201);
	expect_refusal(pattern.data, pattern.length, "nested more than 200 deep, at offset 200");
	sms_buf_clear(&pattern);
	sms_buf_add_fill(&pattern, 'a', 10001);
	expect_refusal(pattern.data, pattern.length, "over the limit of 10000");
	sms_buf_truncate(&pattern, 10000);
	sms_auto(regex) struct sms_regex *regex = NULL;
	assert_null(sms_regex_new(&regex, pattern.data, pattern.length, 0));
	expect_refusal("(((a{1000}){1000}){1000}){1000}", 31, "too large");
}

static double seconds(void)
{
	struct timespec time;
	clock_gettime(CLOCK_MONOTONIC, &time);
	return (double)time.tv_sec + (double)time.tv_nsec / 1e9;
}

static void a_catastrophic_pattern_is_given_up_in_time(void **state)
{
	static const char *const patterns[] = {"(a+)+$", "(a|aa)+$", "(a*)*$", "^(a|a?)+$", "(?:a+b?)+c?$"};
	sms_auto(buf) struct sms_buf text = SMS_BUF_INIT;
	sms_buf_add_fill(&text, 'a', 5000);
	sms_buf_add_char(&text, '!');
	for (size_t i = 0; i < SMS_COUNT(patterns); i++) {
		sms_auto(regex) struct sms_regex *regex = NULL;
		bool match = false;
		assert_null(sms_regex_new(&regex, patterns[i], strlen(patterns[i]), 0));
		double start = seconds();
		sms_auto(error) struct sms_error *error =
			sms_regex_match(&match, regex, text.data, text.length, NULL, NULL);
		assert_true(seconds() - start < 0.1);
		assert_non_null(error);
		assert_int_equal(sms_error_status(error), SMS_UNJUDGED);
		assert_non_null(strstr(sms_error_message(error), patterns[i]));
	}
}

static void a_slow_search_through_a_long_text_is_given_up_too(void **state)
{
	sms_auto(buf) struct sms_buf text = SMS_BUF_INIT;
	sms_buf_add_fill(&text, 'a', 99000);
	sms_auto(regex) struct sms_regex *regex = NULL;
	bool match = false;
	assert_null(sms_regex_new(&regex, "a*[^a]?[bc]", 11, 0));
	double start = seconds();
	sms_auto(error) struct sms_error *error = sms_regex_match(&match, regex, text.data, text.length, NULL, NULL);
	assert_true(seconds() - start < 10);
	assert_non_null(error);
	assert_int_equal(sms_error_status(error), SMS_UNJUDGED);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(what_is_not_ecma_is_refused_with_its_place),
		cmocka_unit_test(size_and_nesting_are_limited),
		cmocka_unit_test(a_catastrophic_pattern_is_given_up_in_time),
		cmocka_unit_test(a_slow_search_through_a_long_text_is_given_up_too),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
