/* Markdown becomes HTML without raw parts, and an outline. */
#include "wrap/markdown.h"
#include <pthread.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

static void expect_html(const char *text, const char *html)
{
	sms_auto(buf) struct sms_buf out = SMS_BUF_INIT;
	sms_markdown_html(&out, text, strlen(text));
	assert_string_equal(sms_buf_text(&out), html);
}

static void common_mark_and_githubs_extensions_work(void **state)
{
	expect_html("", "");
	expect_html("# A *b*\n\nc\n", "<h1>A <em>b</em></h1>\n<p>c</p>\n");
	expect_html("~~a~~", "<p><del>a</del></p>\n");
	expect_html("see https://a.example/b", "<p>see <a href=\"https://a.example/b\">https://a.example/b</a></p>\n");
	expect_html("|a|b|\n|-|-|\n|1|2|\n", "<table>\n<thead>\n<tr>\n<th>a</th>\n<th>b</th>\n</tr>\n</thead>\n"
					     "<tbody>\n<tr>\n<td>1</td>\n<td>2</td>\n</tr>\n</tbody>\n</table>\n");
	expect_html("- [x] a\n", "<ul>\n<li><input type=\"checkbox\" checked=\"\" disabled=\"\" /> a</li>\n</ul>\n");
}

static void nothing_raw_or_unsafe_passes(void **state)
{
	expect_html("<script>alert(1)</script>\n\na", "<p>a</p>\n");
	expect_html("a <b onclick=\"x\">b</b> c", "<p>a b c</p>\n");
	expect_html("<!-- c -->\n", "");
	expect_html("[a](javascript:alert(1))", "<p><a href=\"\">a</a></p>\n");
	expect_html("[a](VbScript:x) ![b](data:text/html,x)", "<p><a href=\"\">a</a> <img src=\"\" alt=\"b\" /></p>\n");
	expect_html("a & \"<\" `<b>`", "<p>a &amp; &quot;&lt;&quot; <code>&lt;b&gt;</code></p>\n");
	expect_html("[a](<x\"y>)", "<p><a href=\"x%22y\">a</a></p>\n");
}

static void ill_formed_text_is_replaced(void **state)
{
	expect_html("a\xff", "<p>a\xef\xbf\xbd</p>\n");
	sms_auto(buf) struct sms_buf out = SMS_BUF_INIT;
	sms_markdown_html(&out, "a\0b", 3);
	assert_string_equal(sms_buf_text(&out), "<p>a\xef\xbf\xbd"
						"b</p>\n");
}

static const char policy[] = "Preface.\n"
			     "\n"
			     "# Policy of *service* management\n"
			     "We keep `promises`\nand [links](https://a.example).\n"
			     "\n"
			     "## Scope\n"
			     "- one - item\n"
			     "- two\n"
			     "\n"
			     "| a | b |\n|---|---|\n| 1 | 2 |\n"
			     "\n"
			     "### Exclusions\n"
			     "<div>raw</div>\n"
			     "\n"
			     "```\ncode line\n```\n"
			     "\n"
			     "Review\n"
			     "======\n"
			     "Yearly.\n";

static void the_outline_has_sections_with_their_text(void **state)
{
	static const struct {
		const char *title;
		unsigned level, line;
		const char *text;
		size_t words;
	} expected[] = {
		{"Policy of service management", 1, 3,
		 "We keep promises and links.\nScope\none - item\ntwo\na b\n1 2\nExclusions\ncode line", 16},
		{"Scope", 2, 7, "one - item\ntwo\na b\n1 2\nExclusions\ncode line", 10},
		{"Exclusions", 3, 15, "code line", 2},
		{"Review", 1, 22, "Yearly.", 1},
	};
	sms_auto(outline) struct sms_outline outline = {0};
	sms_markdown_outline(&outline, policy, strlen(policy));
	assert_int_equal(outline.count, SMS_COUNT(expected));
	for (size_t i = 0; i < outline.count; i++) {
		assert_string_equal(outline.sections[i].title, expected[i].title);
		assert_int_equal(outline.sections[i].level, expected[i].level);
		assert_int_equal(outline.sections[i].line, expected[i].line);
		assert_string_equal(outline.sections[i].text, expected[i].text);
		assert_int_equal(outline.sections[i].words, expected[i].words);
	}
	assert_string_equal(outline.text, "Preface.\nPolicy of service management\nWe keep promises and links.\nScope\n"
					  "one - item\ntwo\na b\n1 2\nExclusions\ncode line\nReview\nYearly.");
	assert_int_equal(outline.words, 23);
}

static void odd_documents_have_an_outline(void **state)
{
	static const struct {
		const char *text;
		size_t count;
		const char *plain;
		size_t words;
	} cases[] = {
		{"", 0, "", 0},      {"\n\n", 0, "", 0},
		{"#", 1, "", 0},     {"#\n#\na", 2, "a", 1},
		{"---\n", 0, "", 0}, {"> # in a quote\n", 1, "in a quote", 3},
		{"<b>x", 0, "x", 1}, {"日本 & é", 0, "日本 & é", 2},
	};
	for (size_t i = 0; i < SMS_COUNT(cases); i++) {
		sms_auto(outline) struct sms_outline outline = {0};
		sms_markdown_outline(&outline, cases[i].text, strlen(cases[i].text));
		assert_int_equal(outline.count, cases[i].count);
		assert_string_equal(outline.text, cases[i].plain);
		assert_int_equal(outline.words, cases[i].words);
		for (size_t j = 0; j < outline.count; j++)
			assert_non_null(outline.sections[j].title);
	}
}

static void sections_are_found_by_part_of_the_title(void **state)
{
	sms_auto(outline) struct sms_outline outline = {0};
	sms_markdown_outline(&outline, policy, strlen(policy));
	assert_ptr_equal(sms_outline_find(&outline, "SCOPE"), &outline.sections[1]);
	assert_ptr_equal(sms_outline_find(&outline, "service Management"), &outline.sections[0]);
	assert_null(sms_outline_find(&outline, "budget"));
}

static void *render_often(void *context)
{
	for (size_t i = 0; i < 50; i++) {
		sms_auto(buf) struct sms_buf out = SMS_BUF_INIT;
		sms_markdown_html(&out, policy, strlen(policy));
		if (!strstr(sms_buf_text(&out), "<table>"))
			return out.data;
	}
	return NULL;
}

static void threads_may_render_at_once(void **state)
{
	pthread_t threads[4];
	for (size_t i = 0; i < SMS_COUNT(threads); i++)
		assert_int_equal(pthread_create(&threads[i], NULL, render_often, NULL), 0);
	for (size_t i = 0; i < SMS_COUNT(threads); i++) {
		void *failed = NULL;
		pthread_join(threads[i], &failed);
		assert_null(failed);
	}
}

static void deep_nesting_is_survived(void **state)
{
	sms_auto(buf) struct sms_buf text = SMS_BUF_INIT, out = SMS_BUF_INIT;
	sms_auto(outline) struct sms_outline outline = {0};
	sms_buf_add_fill(&text, '>', 2000);
	sms_buf_add_text(&text, " a\n\n");
	sms_buf_add_fill(&text, '[', 2000);
	sms_markdown_html(&out, text.data, text.length);
	sms_markdown_outline(&outline, text.data, text.length);
	assert_int_equal(outline.words, 1);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(threads_may_render_at_once),
		cmocka_unit_test(common_mark_and_githubs_extensions_work),
		cmocka_unit_test(nothing_raw_or_unsafe_passes),
		cmocka_unit_test(ill_formed_text_is_replaced),
		cmocka_unit_test(the_outline_has_sections_with_their_text),
		cmocka_unit_test(odd_documents_have_an_outline),
		cmocka_unit_test(sections_are_found_by_part_of_the_title),
		cmocka_unit_test(deep_nesting_is_survived),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
