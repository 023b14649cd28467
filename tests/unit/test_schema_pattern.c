/* The tables for plain patterns against the regular expression engine, which is slower and knows all patterns. */
#include "base/buf.h"
#include "model/schema/automaton.h"
#include "wrap/regex/regex.h"
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

static const struct automaton *table(struct sms_arena *arena, const char *pattern)
{
	const struct automaton *automaton = schema_automaton_new(arena, pattern);
	if (!automaton)
		fail_msg("/%s/ is not taken for a plain pattern", pattern);
	return automaton;
}

static bool matches(const char *pattern, const char *text)
{
	sms_auto(arena) struct sms_arena *arena = sms_arena_new();
	return schema_automaton_matches(table(arena, pattern), text, strlen(text));
}

static void plain_patterns_are_tables(void **state)
{
	assert_true(matches("^[a-z][a-z0-9]*(-[a-z0-9]+)*$", "service-level-1"));
	assert_false(matches("^[a-z][a-z0-9]*(-[a-z0-9]+)*$", "service--level"));
	assert_false(matches("^[a-z][a-z0-9]*(-[a-z0-9]+)*$", "service-"));
	assert_false(matches("^[a-z][a-z0-9]*(-[a-z0-9]+)*$", "service\n"));
	assert_true(matches("^([4-9]|10)(\\.[1-9][0-9]*)*$", "10.2.11"));
	assert_false(matches("^([4-9]|10)(\\.[1-9][0-9]*)*$", "1.2"));
	assert_true(matches("^-?(0|[1-9][0-9]{0,14})(\\.[0-9]{1,6})?$", "-12.500000"));
	assert_false(matches("^-?(0|[1-9][0-9]{0,14})(\\.[0-9]{1,6})?$", "-12.5000001"));
	assert_true(matches("^(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])$", "12-31"));
	assert_true(matches("^[0-9a-f]{40}([0-9a-f]{24})?$", "0123456789012345678901234567890123456789"));
	assert_false(matches("^[0-9a-f]{40}([0-9a-f]{24})?$", "01234567890123456789012345678901234567891"));
	assert_true(matches("b|c", "abd"));
	assert_true(matches("", "x"));
	assert_true(matches("^$", ""));
	assert_false(matches("^$", "x"));
	assert_true(matches("^.$", "😀"));
	assert_false(matches("^.$", "\u2028"));
	assert_true(matches("^[^a]$", "\u2028"));
	assert_true(matches("^\\W$", "é"));
}

static void catastrophes_are_none(void **state)
{
	sms_auto(buf) struct sms_buf text = SMS_BUF_INIT;
	sms_buf_add_fill(&text, 'a', 100000);
	sms_buf_add_char(&text, 'b');
	assert_false(matches("^(a+)+$", text.data));
	assert_false(matches("^(a|a)*$", text.data));
	assert_true(matches("(a*)*b", text.data));
}

static void the_rest_is_left_to_the_engine(void **state)
{
	static const char *const patterns[] = {
		"(?=a)",
		"(a)\\1",
		"\\bx",
		"\\s",
		"\\p{L}",
		"é",
		"[é]",
		"a*?",
		"a**",
		"(?<n>a)",
		"[b-a]",
		"a{2,1}",
		"a{,2}",
		"x]",
		"x}",
		"(",
		"a)",
		"[",
		"\\",
		"[a",
		"[a\\",
		"[]",
		"[^]",
		"^a|b",
		"a|b$",
		"a^",
		"$a",
		"(^a)",
		"(a$)",
		"\\u0041",
		"\\x41",
		"\\cA",
		"[\\d-z]",
		"a{300}",
		"(((a{9}){9}){9}){9}",
		"((((((((){99}){99}){99}){99}){99}){99}){99}){99}",
	};
	sms_auto(arena) struct sms_arena *arena = sms_arena_new();
	for (size_t i = 0; i < SMS_COUNT(patterns); i++)
		if (schema_automaton_new(arena, patterns[i]))
			fail_msg("/%s/ is taken for a plain pattern", patterns[i]);
}

/* --- Made-up patterns, always the same ones. --- */

struct maker {
	uint64_t random;
	struct sms_buf pattern;
};

static unsigned pick(struct maker *m, unsigned count)
{
	m->random ^= m->random << 13;
	m->random ^= m->random >> 7;
	m->random ^= m->random << 17;
	return (unsigned)(m->random >> 20) % count;
}

static void make_alternatives(struct maker *m, unsigned depth);

static void make_atom(struct maker *m, unsigned depth)
{
	static const char *const atoms[] = {
		"a",   "b",    "c",    "-",     "0",      "1",      ".",      "\\d",   "\\w",    "\\D",
		"\\W", "[ab]", "[^a]", "[a-c]", "[\\d-]", "[^\\w]", "[-a]",   "[a-]",  "\\.",    "\\/",
		"[.]", " ",    "_",    "[--a]", "[+--]",  "[\\]a]", "[\\^b]", "(?=a)", "[\\w-]", "\\s",
	};
	if (depth && pick(m, 4) == 0) {
		sms_buf_add_text(&m->pattern, pick(m, 2) ? "(" : "(?:");
		make_alternatives(m, depth - 1);
		sms_buf_add_char(&m->pattern, ')');
	} else {
		sms_buf_add_text(&m->pattern, atoms[pick(m, SMS_COUNT(atoms))]);
	}
}

static void make_sequence(struct maker *m, unsigned depth)
{
	static const char *const quantifiers[] = {"",    "",      "",      "",     "*",   "+",     "?",
						  "{2}", "{1,3}", "{0,2}", "{2,}", "{0}", "{3,5}", "{0,}"};
	for (unsigned count = pick(m, 5); count; count--) {
		make_atom(m, depth);
		sms_buf_add_text(&m->pattern, quantifiers[pick(m, SMS_COUNT(quantifiers))]);
	}
}

static void make_alternatives(struct maker *m, unsigned depth)
{
	make_sequence(m, depth);
	while (pick(m, 4) == 0) {
		sms_buf_add_char(&m->pattern, '|');
		make_sequence(m, depth);
	}
}

static void make_text(struct maker *m, char out[64])
{
	static const char *const characters[] = {"a", "b", "c", "-", "0", "1", ".",  "_",      " ",      "\n",
						 "é", "/", "]", "^", "x", ",", "\r", "\u2028", "\u2027", "😀"};
	out[0] = '\0';
	for (unsigned count = pick(m, 8); count; count--)
		strcat(out, characters[pick(m, pick(m, 2) ? 8 : SMS_COUNT(characters))]);
}

static void compare(struct maker *m, const struct automaton *automaton, const struct sms_regex *regex)
{
	char text[64];
	for (int i = 0; i < 30; i++) {
		bool expected = false;
		make_text(m, text);
		sms_auto(error) struct sms_error *error =
			sms_regex_match(&expected, regex, text, strlen(text), NULL, NULL);
		if (!error && schema_automaton_matches(automaton, text, strlen(text)) != expected)
			fail_msg("/%s/ on '%s' is not %d", m->pattern.data, text, expected);
	}
}

static void tables_agree_with_the_engine(void **state)
{
	struct maker maker = {.random = 88172645463325252u};
	sms_auto(arena) struct sms_arena *arena = sms_arena_new();
	unsigned plain = 0;
	for (int i = 0; i < 4000; i++) {
		sms_auto(regex) struct sms_regex *regex = NULL;
		sms_buf_clear(&maker.pattern);
		sms_buf_add_text(&maker.pattern, pick(&maker, 2) ? "^" : "");
		make_alternatives(&maker, 3);
		sms_buf_add_text(&maker.pattern, pick(&maker, 2) ? "$" : "");
		sms_arena_reset(arena);
		const char *pattern = sms_buf_text(&maker.pattern);
		const struct automaton *automaton = schema_automaton_new(arena, pattern);
		sms_auto(error) struct sms_error *error = sms_regex_new(&regex, pattern, strlen(pattern), 0);
		if (automaton && error)
			fail_msg("/%s/ is taken, but is no good pattern", pattern);
		if (automaton)
			compare(&maker, automaton, regex);
		plain += automaton != NULL;
	}
	assert_true(plain > 1000);
	sms_buf_release(&maker.pattern);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(plain_patterns_are_tables),
		cmocka_unit_test(catastrophes_are_none),
		cmocka_unit_test(the_rest_is_left_to_the_engine),
		cmocka_unit_test(tables_agree_with_the_engine),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
