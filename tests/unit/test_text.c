/* Text for people: widths, escapes, wrapping, slugs and folding. */
#include "wrap/text.h"
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

static void width_counts_columns(void **state)
{
	assert_int_equal(sms_text_width(""), 0);
	assert_int_equal(sms_text_width("abc"), 3);
	assert_int_equal(sms_text_width("é"), 1);
	assert_int_equal(sms_text_width("e\u0301"), 1);
	assert_int_equal(sms_text_width("日本"), 4);
	assert_int_equal(sms_text_width("🐲"), 2);
	assert_int_equal(sms_text_width("a\u200bb"), 2);
	assert_int_equal(sms_text_width("…"), 1);
}

static void safe_text_shows_what_a_terminal_would_obey(void **state)
{
	static const struct {
		const char *text, *line, *lines;
	} cases[] = {
		{"plain é", "plain é", "plain é"},
		{"a\nb\tc", "a b c", "a\nb\tc"},
		{"\x1b[31mred", "\\x1b[31mred", "\\x1b[31mred"},
		{"a\rb\x7f", "a\\x0db\\x7f", "a\\x0db\\x7f"},
		{"a\xc2\x9b"
		 "b",
		 "a\\u{9b}b", "a\\u{9b}b"},
		{"a\u202e\u2066\u200f\u061c", "a\\u{202e}\\u{2066}\\u{200f}\\u{61c}",
		 "a\\u{202e}\\u{2066}\\u{200f}\\u{61c}"},
		{"a\xff\xc3", "a\\xff\\xc3", "a\\xff\\xc3"},
		{"\xef\xbf\xbd", "\xef\xbf\xbd", "\xef\xbf\xbd"},
	};
	for (size_t i = 0; i < SMS_COUNT(cases); i++) {
		sms_auto(buf) struct sms_buf line = SMS_BUF_INIT, lines = SMS_BUF_INIT;
		sms_text_add_safe(&line, cases[i].text, false);
		sms_text_add_safe(&lines, cases[i].text, true);
		assert_string_equal(sms_buf_text(&line), cases[i].line);
		assert_string_equal(sms_buf_text(&lines), cases[i].lines);
	}
}

static void a_column_is_cut_and_padded(void **state)
{
	static const struct {
		const char *text;
		size_t columns;
		const char *cut, *padded;
	} cases[] = {
		{"abc", 5, "abc", "abc  "},
		{"abc", 3, "abc", "abc"},
		{"abcd", 3, "ab…", "ab…"},
		{"日本語", 4, "日…", "日… "},
		{"日本語", 5, "日本…", "日本…"},
		{"日本", 4, "日本", "日本"},
		{"", 2, "", "  "},
		{"abc", 1, "…", "…"},
		{"abc", 0, "", ""},
		{"a\nb", 3, "a b", "a b"},
		{"\x1b", 4, "\\x1b", "\\x1b"},
		{"e\u0301xy", 2, "e\u0301…", "e\u0301…"},
	};
	for (size_t i = 0; i < SMS_COUNT(cases); i++) {
		sms_auto(buf) struct sms_buf cut = SMS_BUF_INIT, padded = SMS_BUF_INIT;
		sms_text_add_column(&cut, cases[i].text, cases[i].columns, false);
		sms_text_add_column(&padded, cases[i].text, cases[i].columns, true);
		assert_string_equal(sms_buf_text(&cut), cases[i].cut);
		assert_string_equal(sms_buf_text(&padded), cases[i].padded);
	}
}

static void text_is_wrapped_at_words(void **state)
{
	static const struct {
		const char *text;
		size_t columns, indent;
		const char *wrapped;
	} cases[] = {
		{"", 10, 2, ""},
		{"one two three", 7, 0, "one two\nthree"},
		{"one two three", 9, 2, "one two\n  three"},
		{"one  two\tthree ", 80, 0, "one two three"},
		{"one\n\ntwo\n", 80, 2, "one\n\n  two"},
		{"abcdefgh", 3, 0, "abc\ndef\ngh"},
		{"日本語 日本", 4, 0, "日本\n語\n日本"},
		{"a b", 1, 4, "a\n    b"},
		{"a\x1b z", 80, 0, "a\\x1b z"},
	};
	for (size_t i = 0; i < SMS_COUNT(cases); i++) {
		sms_auto(buf) struct sms_buf out = SMS_BUF_INIT;
		sms_text_add_wrapped(&out, cases[i].text, cases[i].columns, cases[i].indent);
		assert_string_equal(sms_buf_text(&out), cases[i].wrapped);
	}
}

static void html_is_escaped(void **state)
{
	sms_auto(buf) struct sms_buf out = SMS_BUF_INIT;
	sms_text_add_html(&out, "<a href=\"x\">'é' & b</a>\n\t\x01\xff\xef\xbf\xbf");
	assert_string_equal(out.data, "&lt;a href=&quot;x&quot;&gt;&#39;é&#39; &amp; b&lt;/a&gt;\n\t"
				      "\xef\xbf\xbd\xef\xbf\xbd\xef\xbf\xbd");
}

static void unsafe_names_are_known(void **state)
{
	static const char *const unsafe[] = {"a\nb",   "a\t",    "\x7f",   "\xc2\x85", "a\u202e",
					     "\u2069", "\u200e", "\u061c", "a\xff",    "\xed\xa0\x80"};
	static const char *const safe[] = {"", "Anna Müller", "日本 <a@b.example>", "O'Brien, Jr.", "\u00a0"};
	for (size_t i = 0; i < SMS_COUNT(unsafe); i++)
		assert_true(sms_text_is_unsafe(unsafe[i]));
	for (size_t i = 0; i < SMS_COUNT(safe); i++)
		assert_false(sms_text_is_unsafe(safe[i]));
}

static void slugs_are_ascii_words(void **state)
{
	static const struct {
		const char *text;
		size_t limit;
		const char *slug;
	} cases[] = {
		{"Mail server", 40, "MAIL-SERVER"},
		{"  Mail -- server! ", 40, "MAIL-SERVER"},
		{"Bob's laptop", 40, "BOBS-LAPTOP"},
		{"Café Müller Straße", 40, "CAFE-MULLER-STRASSE"},
		{"Łódź Ærø Þór", 40, "LODZ-AERO-THOR"},
		{"ﬁle № ２", 40, "FILE-NO-2"},
		{"Сервер 2", 40, "2"},
		{"日本", 40, ""},
		{"", 40, ""},
		{"Mail server north", 12, "MAIL-SERVER"},
		{"Mail server", 10, "MAIL"},
		{"Mailserver", 4, "MAIL"},
		{"a\xff", 40, ""},
	};
	for (size_t i = 0; i < SMS_COUNT(cases); i++) {
		sms_auto(buf) struct sms_buf out = SMS_BUF_INIT;
		sms_buf_add_text(&out, "x");
		sms_text_add_slug(&out, cases[i].text, cases[i].limit);
		assert_string_equal(out.data + 1, cases[i].slug);
	}
}

static void folded_text_compares(void **state)
{
	static const struct {
		const char *text, *folded;
	} cases[] = {
		{"", ""},
		{"Mail-Server 2", "mail-server 2"},
		{"ÉCOLE", "école"},
		{"E\u0301cole", "école"},
		{"Straße", "strasse"},
		{"ＡＢＣ", "abc"},
		{"a\xff", "a\xff"},
		{"ΣΊΣΥΦΟΣ", "σίσυφοσ"},
	};
	for (size_t i = 0; i < SMS_COUNT(cases); i++) {
		sms_auto(buf) struct sms_buf out = SMS_BUF_INIT;
		sms_text_add_folded(&out, cases[i].text);
		assert_string_equal(sms_buf_text(&out), cases[i].folded);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(width_counts_columns),
		cmocka_unit_test(safe_text_shows_what_a_terminal_would_obey),
		cmocka_unit_test(a_column_is_cut_and_padded),
		cmocka_unit_test(text_is_wrapped_at_words),
		cmocka_unit_test(html_is_escaped),
		cmocka_unit_test(unsafe_names_are_known),
		cmocka_unit_test(slugs_are_ascii_words),
		cmocka_unit_test(folded_text_compares),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
