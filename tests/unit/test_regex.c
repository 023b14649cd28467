/* Regular expressions mean what ECMA-262 says, in short texts and long ones. */
#include "base/buf.h"
#include "wrap/regex/regex.h"
#include <pthread.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

struct match_case {
	const char *pattern, *text;
	bool match;
};

static bool matches(const char *pattern, const char *text, unsigned flags)
{
	sms_auto(regex) struct sms_regex *regex = NULL;
	struct sms_error *error = sms_regex_new(&regex, pattern, strlen(pattern), flags);
	if (error)
		fail_msg("%s", sms_error_message(error));
	bool match = false;
	error = sms_regex_match(&match, regex, text, strlen(text), NULL, NULL);
	if (error)
		fail_msg("%s", sms_error_message(error));
	return match;
}

static void check_cases(const struct match_case *cases, size_t count)
{
	for (size_t i = 0; i < count; i++)
		if (matches(cases[i].pattern, cases[i].text, 0) != cases[i].match)
			fail_msg("'%s' on '%s' is not %d", cases[i].pattern, cases[i].text, cases[i].match);
}

/* The cases of the JSON Schema test suite, draft 2020-12. */
static void the_official_cases_hold(void **state)
{
	static const char ascii[] = "Les hivers de mon enfance etaient des saisons longues. Nous vivions a l'ecole.";
	static const char accents[] = "Les hivers de mon enfance étaient des saisons longues. Nous vivions à l'école.";
	static const char capitals[] = "LES HIVERS DE MON ENFANCE ÉTAIENT DES SAISONS LONGUES. NOUS VIVIONS À L'ÉCOLE.";
	static const struct match_case cases[] = {
		{"^a*$", "aaa", true},
		{"^a*$", "abc", false},
		{"a+", "xxaayy", true},
		{"f.*o", "foo", true},
		{"f.*o", "foooooo", true},
		{"f.*o", "bar", false},
		{"[0-9]{2,}", "answer 1", false},
		{"[0-9]{2,}", "a31b", true},
		{"X_", "a_x_3", false},
		{"X_", "a_X_3", true},
		{"^.*bar$", "foobar", true},
		{"^abc$", "abc\\n", false},
		{"^abc$", "abc\n", false},
		{"^abc$", "abc", true},
		{"^\\t$", "\\t", false},
		{"^\\t$", "\t", true},
		{"^\\cC$", "\\cC", false},
		{"^\\cC$", "\x03", true},
		{"^\\cc$", "\\cc", false},
		{"^\\cc$", "\x03", true},
		{"^\\d$", "0", true},
		{"^\\d$", "߀", false},
		{"^\\D$", "0", false},
		{"^\\D$", "߀", true},
		{"^\\w$", "a", true},
		{"^\\w$", "é", false},
		{"^\\W$", "a", false},
		{"^\\W$", "é", true},
		{"\\p{Letter}cole", ascii, true},
		{"\\p{Letter}cole", accents, true},
		{"\\p{Letter}cole", capitals, false},
		{"\\wcole", ascii, true},
		{"\\wcole", accents, false},
		{"\\wcole", capitals, false},
		{"[a-z]cole", accents, false},
		{"[a-z]cole", ascii, true},
		{"^\\d+$", "42", true},
		{"^\\d+$", "-%#", false},
		{"^\\d+$", "৪২", false},
		{"^\\p{digit}+$", "42", true},
		{"^\\p{digit}+$", "-%#", false},
		{"^\\p{digit}+$", "৪২", true},
		{"^🐲*$", "", true},
		{"^🐲*$", "🐲", true},
		{"^🐲*$", "🐲🐲", true},
		{"^🐲*$", "🐉", false},
		{"^🐲*$", "🐉🐉", false},
		{"^🐲*$", "D", false},
		{"^🐲*$", "DD", false},
		{"([abc])+\\s+$", "abc ", true},
	};
	check_cases(cases, SMS_COUNT(cases));
}

static void white_space_is_ecma_s(void **state)
{
	static const char *const white[] = {" ",      "\t",     "\v",     "\f",     "\u00a0", "\ufeff", "\n",    "\r",
					    "\u2028", "\u2029", "\u2003", "\u1680", "\u202f", "\u205f", "\u3000"};
	static const char *const black[] = {"\x01", "\u2013", "\xc2\x85", "\u200b", "\u180e", "\u2060", "a", "\u0590"};
	for (size_t i = 0; i < SMS_COUNT(white); i++) {
		assert_true(matches("^\\s$", white[i], 0));
		assert_false(matches("^\\S$", white[i], 0));
		assert_true(matches("^[x\\s]$", white[i], 0));
		assert_false(matches("^[x\\S]$", white[i], 0));
		assert_true(matches("^[^\\S]$", white[i], 0));
	}
	for (size_t i = 0; i < SMS_COUNT(black); i++) {
		assert_false(matches("^\\s$", black[i], 0));
		assert_true(matches("^\\S$", black[i], 0));
		assert_true(matches("^[x\\S]$", black[i], 0));
		assert_false(matches("^[\\s]$", black[i], 0));
		assert_true(matches("^[\\s\\S]$", black[i], 0));
	}
}

static void characters_and_classes(void **state)
{
	static const struct match_case cases[] = {
		{"^.$", "a", true},
		{"^.$", "\n", false},
		{"^.$", "\r", false},
		{"^.$", "\u2028", false},
		{"^.$", "\u2029", false},
		{"^.$", "\xc2\x85", true},
		{"^.$", "\v", true},
		{"^[^]$", "\n", true},
		{"^[^]$", "🐲", true},
		{"[]", "a]", false},
		{"^a[]*$", "a", true},
		{"^\\uD83D\\uDC32$", "🐲", true},
		{"^[\\uD83D\\uDC32-\\uD83D\\uDC33]$", "🐳", true},
		{"^\\u{1F432}$", "🐲", true},
		{"^\\u{000001F432}$", "🐲", true},
		{"^\\u00e9\\xe9$", "éé", true},
		{"^[^\\uD800-\\uDFFF]+$", "abc🐲", true},
		{"\\uD83D", "🐲", false},
		{"^\\0$", "0", false},
		{"^\\/\\^\\$\\.\\*\\+\\?\\(\\)\\[\\]\\{\\}\\|\\\\$", "/^$.*+?()[]{}|\\", true},
		{"^a]}$", "a]}", true},
		{"^[a-z]{2}]?$", "en]", true},
		{"^[\\-/\\]\\\\^]+$", "-/]\\^", true},
		{"^[-a]+[a-]+$", "-a-a", true},
		{"^[\\w-]+$", "a-b", true},
		{"^[[:a]+$", "[:a", true},
		{"^[\\b]$", "\b", true},
		{"^[a-c\\d]+$", "a1c", true},
		{"^[a-c\\d]+$", "d", false},
		{"^[#\\-& ~,<>=!\"'`@;%_]+$", "#-& ~,<>=!\"'`@;%_", true},
		{"^\\v\\f\\r\\n$", "\v\f\r\n", true},
		{"^[\\v]$", "\n", false},
		{"^[^\\W\\p{L}]$", "\ufeff", false},
		{"^[\\W_]+$", "_é-", true},
		{"^[\\W]$", "é", true},
		{"^[^\\D]$", "7", true},
		{"^[\\Dx]$", "৪", true},
		{"\\bé", "é", false},
		{"a\\b", "aé", true},
		{"^a{2}$", "aa", true},
		{"^a{2,}?$", "aaa", true},
		{"^a{1,2}$", "aaa", false},
		{"^#x y$", "#x y", true},
		{"$.", "a\n", false},
		{"a$", "a\n", false},
		{"^a|b$", "xb", true},
		{"^b", "a\nb", false},
	};
	check_cases(cases, SMS_COUNT(cases));
}

static void properties_by_long_and_short_names(void **state)
{
	static const struct match_case cases[] = {
		{"^\\p{L}$", "é", true},
		{"^\\p{Lu}$", "É", true},
		{"^\\p{Lu}$", "é", false},
		{"^\\p{gc=Lu}$", "É", true},
		{"^\\p{General_Category=Uppercase_Letter}$", "É", true},
		{"^\\P{Uppercase_Letter}$", "é", true},
		{"^\\p{LC}$", "é", true},
		{"^\\p{Script=Greek}$", "λ", true},
		{"^\\p{Script=Greek}$", "l", false},
		{"^\\p{sc=Grek}$", "λ", true},
		{"^\\p{Script_Extensions=Greek}$", "λ", true},
		{"^\\p{scx=Cyrl}$", "ж", true},
		{"^\\P{sc=Cyrl}$", "l", true},
		{"^[\\p{L}\\p{Nd}_]+$", "é৪_", true},
		{"^[^\\p{L}]$", "é", false},
		{"^\\p{Alphabetic}\\p{Uppercase}\\p{Lower}$", "éÉé", true},
		{"^\\p{White_Space}\\p{space}$", "\xc2\x85 ", true},
		{"^\\p{Any}\\p{ASCII}\\p{Assigned}$", "éaé", true},
		{"\\P{Assigned}", "é", false},
		{"^\\p{Emoji_Presentation}$", "🐲", true},
		{"^\\p{IDS}\\p{ID_Continue}*$", "naïve", true},
	};
	check_cases(cases, SMS_COUNT(cases));
}

static void groups_and_references(void **state)
{
	static const struct match_case cases[] = {
		{"^(?<year>\\d{4})-\\k<year>$", "2026-2026", true},
		{"^(?<year>\\d{4})-\\k<year>$", "2026-2027", false},
		{"^\\k<later>(?<later>a)$", "a", true},
		{"^(?<$name_1>a)(?<ñ>b)\\k<ñ>$", "abb", true},
		{"^(a)?\\1b$", "b", true},
		{"^(a)\\1$", "aa", true},
		{"^(a)(?:x)\\1[(]\\(0$", "axa((0", true},
		{"^(a)(b)(c)(d)(e)(f)(g)(h)(i)(j)\\10$", "abcdefghijj", true},
		{"^a(?=b)", "ab", true},
		{"^a(?!b)", "ab", false},
		{"(?<=\\$)\\d+", "$12", true},
		{"(?<!\\$)\\b\\d+", "$12", false},
		{"(?:)", "", true},
		{"^(?:|a)+$", "aa", true},
	};
	check_cases(cases, SMS_COUNT(cases));
}

static void case_is_ignored_on_request(void **state)
{
	assert_true(matches("^école$", "ÉCOLE", SMS_REGEX_CASELESS));
	assert_false(matches("^école$", "ÉCOLE", 0));
}

static void a_match_has_its_range(void **state)
{
	static const struct {
		const char *pattern, *text;
		size_t from, to;
	} cases[] = {
		{"b+", "abbc", 1, 3},       {"é", "aéb", 1, 3},        {".*c", "x\nabc", 2, 5},
		{".*c|x", "abcx", 0, 3},    {"\\|.*c", "ab|xc", 2, 5}, {"[|].*c", "ab|xc", 2, 5},
		{"x|.*c", "ab\rbcx", 3, 5}, {"(.*)c", "ac", 0, 2},
	};
	for (size_t i = 0; i < SMS_COUNT(cases); i++) {
		sms_auto(regex) struct sms_regex *regex = NULL;
		bool match = false;
		size_t from = 99, to = 99;
		assert_null(sms_regex_new(&regex, cases[i].pattern, strlen(cases[i].pattern), 0));
		assert_null(sms_regex_match(&match, regex, cases[i].text, strlen(cases[i].text), &from, &to));
		assert_true(match);
		assert_int_equal(from, cases[i].from);
		assert_int_equal(to, cases[i].to);
	}
}

static void a_zero_byte_is_a_character(void **state)
{
	sms_auto(regex) struct sms_regex *regex = NULL;
	bool match = false;
	assert_null(sms_regex_new(&regex, "^a\0[\0]\\0$", 9, 0));
	assert_null(sms_regex_match(&match, regex, "a\0\0\0", 4, NULL, NULL));
	assert_true(match);
	assert_null(sms_regex_match(&match, regex, NULL, 0, NULL, NULL));
	assert_false(match);
}

/* A long text is matched in slices; where they part must not show. */
static void a_match_is_found_at_every_place_of_a_long_text(void **state)
{
	sms_auto(regex) struct sms_regex *regex = NULL;
	assert_null(sms_regex_new(&regex, "(?<=é)[xy]z", strlen("(?<=é)[xy]z"), 0));
	for (size_t before = 480; before < 1060; before++) {
		sms_auto(buf) struct sms_buf text = SMS_BUF_INIT;
		for (size_t i = 0; i < before; i++)
			sms_buf_add_text(&text, "é");
		sms_buf_add_text(&text, "xz");
		sms_buf_add_fill(&text, '.', 1000);
		bool match = false;
		size_t from = 0, to = 0;
		assert_null(sms_regex_match(&match, regex, text.data, text.length, &from, &to));
		assert_true(match);
		assert_int_equal(from, 2 * before);
		assert_int_equal(to, 2 * before + 2);
	}
}

static void a_long_text_without_a_match_has_none(void **state)
{
	sms_auto(buf) struct sms_buf text = SMS_BUF_INIT;
	for (size_t i = 0; i < 20000; i++)
		sms_buf_add_text(&text, "é ");
	assert_false(matches("^é+$", text.data, 0));
	assert_false(matches(".*[bc]", text.data, 0));
	assert_true(matches("^[é ]+$", text.data, 0));
	assert_true(matches(" $", text.data, 0));
}

static void ill_formed_text_is_an_error(void **state)
{
	sms_auto(regex) struct sms_regex *regex = NULL;
	bool match = false;
	assert_null(sms_regex_new(&regex, "a", 1, 0));
	sms_auto(error) struct sms_error *error = sms_regex_match(&match, regex, "b\xff", 2, NULL, NULL);
	assert_non_null(error);
	assert_int_equal(sms_error_status(error), SMS_INPUT);
}

static void *match_often(void *context)
{
	const struct sms_regex *regex = context;
	for (size_t i = 0; i < 5000; i++) {
		bool match = false;
		struct sms_error *error =
			sms_regex_match(&match, regex, i % 2 ? "INC-000123" : "INC-00x123", 10, NULL, NULL);
		if (error || match != (i % 2 == 1))
			return context;
	}
	return NULL;
}

static void threads_share_a_regex(void **state)
{
	sms_auto(regex) struct sms_regex *regex = NULL;
	assert_null(sms_regex_new(&regex, "^([A-Z]{2,5})-([0-9]{6})$", 25, 0));
	pthread_t threads[4];
	for (size_t i = 0; i < SMS_COUNT(threads); i++)
		assert_int_equal(pthread_create(&threads[i], NULL, match_often, regex), 0);
	for (size_t i = 0; i < SMS_COUNT(threads); i++) {
		void *failed = NULL;
		pthread_join(threads[i], &failed);
		assert_null(failed);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_official_cases_hold),
		cmocka_unit_test(white_space_is_ecma_s),
		cmocka_unit_test(characters_and_classes),
		cmocka_unit_test(properties_by_long_and_short_names),
		cmocka_unit_test(groups_and_references),
		cmocka_unit_test(case_is_ignored_on_request),
		cmocka_unit_test(a_match_has_its_range),
		cmocka_unit_test(a_zero_byte_is_a_character),
		cmocka_unit_test(a_match_is_found_at_every_place_of_a_long_text),
		cmocka_unit_test(a_long_text_without_a_match_has_none),
		cmocka_unit_test(ill_formed_text_is_an_error),
		cmocka_unit_test(threads_share_a_regex),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
