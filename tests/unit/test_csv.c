/* Comma-separated values are read strictly, errors say where, and what is written reads back. */
#include "base/list.h"
#include "wrap/csv.h"
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

/* Writes a row as `line[a|b]`. */
static struct sms_error *show_row(void *context, const struct sms_csv_row *row)
{
	struct sms_buf *out = context;
	sms_buf_add_format(out, "%zu[", row->line);
	for (size_t i = 0; i < row->count; i++)
		sms_buf_add_format(out, "%s%s", i ? "|" : "", row->fields[i]);
	sms_buf_add_char(out, ']');
	return NULL;
}

static struct sms_error *stop_at_second(void *context, const struct sms_csv_row *row)
{
	size_t *count = context;
	return ++*count == 2 ? sms_error(SMS_NO, "stopped at line %zu", row->line) : NULL;
}

static void expect_rows(const char *text, size_t length, char delimiter, const char *rows)
{
	sms_auto(buf) struct sms_buf out = SMS_BUF_INIT;
	/* A copy of its own size shows reads behind its end. */
	char *copy = length ? memcpy(sms_alloc(length, 1), text, length) : NULL;
	sms_auto(error) struct sms_error *error = sms_csv_read(copy, length, "a.csv", delimiter, show_row, &out);
	free(copy);
	if (error)
		fail_msg("%s", sms_error_message(error));
	assert_string_equal(sms_buf_text(&out), rows);
}

static void rows_come_with_fields_and_line(void **state)
{
	static const struct {
		const char *text, *rows;
	} cases[] = {
		{"", ""},
		{"\n\r\n\n", ""},
		{"a,b\n", "1[a|b]"},
		{"a,b", "1[a|b]"},
		{"a,b\nc,d\n", "1[a|b]2[c|d]"},
		{"a,b\r\nc,d\r\n", "1[a|b]2[c|d]"},
		{"a,b\rc,d\r", "1[a|b]2[c|d]"},
		{"a\rb\nc\r\nd", "1[a]2[b]3[c]4[d]"},
		{"\n\na\n\r\nb", "3[a]5[b]"},
		{"a,,\n,\n", "1[a||]2[|]"},
		{"\"a,b\",\"c \"\"d\"\"\"\n", "1[a,b|c \"d\"]"},
		{"\"a\nb\r\nc\",d\ne,f", "1[a\nb\r\nc|d]4[e|f]"},
		{"\"\n\"\nx", "1[\n]3[x]"},
		{" a , b \n", "1[ a | b ]"},
		{"\"\"\n", "1[]"},
		{" \n", "1[ ]"},
		{"\xef\xbb\xbf"
		 "é,a\n",
		 "1[é|a]"},
		{"\xef\xbb\xbf", ""},
		{"\"a\"", "1[a]"},
	};
	for (size_t i = 0; i < SMS_COUNT(cases); i++)
		expect_rows(cases[i].text, strlen(cases[i].text), ',', cases[i].rows);
	expect_rows("a;b,c\n", 6, ';', "1[a|b,c]");
}

static void errors_say_where(void **state)
{
	static const struct {
		const char *text, *message;
	} cases[] = {
		{"a,\"b", "a.csv:1:3: quote is not closed"},
		{"a\n\"b\"\"c\nd\n", "a.csv:2:1: quote is not closed"},
		{"a\n\"b\nc\",é,\"d\n", "a.csv:3:6: quote is not closed"},
		{"x\n\"a\"b,c\n", "a.csv:2:4: text behind a closing quote"},
		{"\"a\" ,c\n", "a.csv:1:4: text behind a closing quote"},
		{"é,a\"b\n", "a.csv:1:4: quote inside a field that does not begin with one"},
		{"a\r\nb\rc\xff\n", "a.csv:3:2: not UTF-8"},
		{"a,é\xc3", "a.csv:1:4: not UTF-8"},
		{"\xef\xbb\xbf\xff", "a.csv:1:1: not UTF-8"},
	};
	for (size_t i = 0; i < SMS_COUNT(cases); i++) {
		sms_auto(buf) struct sms_buf out = SMS_BUF_INIT;
		sms_auto(error) struct sms_error *error =
			sms_csv_read(cases[i].text, strlen(cases[i].text), "a.csv", ',', show_row, &out);
		assert_non_null(error);
		assert_int_equal(sms_error_status(error), SMS_INPUT);
		assert_string_equal(sms_error_message(error), cases[i].message);
	}
	sms_auto(buf) struct sms_buf out = SMS_BUF_INIT;
	sms_auto(error) struct sms_error *error = sms_csv_read("a\nb\0c\n", 6, "a.csv", ',', show_row, &out);
	assert_non_null(error);
	assert_string_equal(sms_error_message(error), "a.csv:2:2: zero byte");
}

static void the_visitors_error_stops_and_comes_back(void **state)
{
	static const char *const texts[] = {"a\nb\nc\n", "a\r\n\"b\nb\"\r\nc", "a\nb"};
	for (size_t i = 0; i < SMS_COUNT(texts); i++) {
		size_t count = 0;
		sms_auto(error) struct sms_error *error =
			sms_csv_read(texts[i], strlen(texts[i]), "a.csv", ',', stop_at_second, &count);
		assert_non_null(error);
		assert_string_equal(sms_error_message(error), "stopped at line 2");
		assert_int_equal(count, 2);
	}
}

static void a_field_may_be_long_and_a_row_wide(void **state)
{
	sms_auto(buf) struct sms_buf text = SMS_BUF_INIT, rows = SMS_BUF_INIT;
	sms_buf_add_char(&text, '"');
	sms_buf_add_fill(&text, 'x', 20000);
	sms_buf_add_text(&text, "\"\n");
	sms_buf_add_text(&rows, "1[");
	sms_buf_add_fill(&rows, 'x', 20000);
	sms_buf_add_text(&rows, "]2[");
	for (size_t i = 0; i < 500; i++) {
		sms_buf_add_format(&text, "%s%zu", i ? "," : "", i);
		sms_buf_add_format(&rows, "%s%zu", i ? "|" : "", i);
	}
	sms_buf_add_text(&rows, "]");
	expect_rows(text.data, text.length, ',', rows.data);
}

static void fields_are_quoted_where_needed(void **state)
{
	static const struct {
		const char *field, *written;
	} cases[] = {
		{"a", "a"},         {"a b", "a b"},       {"a,b", "\"a,b\""},   {"say \"a\"", "\"say \"\"a\"\"\""},
		{"\"", "\"\"\"\""}, {"a\nb", "\"a\nb\""}, {"a\rb", "\"a\rb\""}, {"é", "é"},
	};
	for (size_t i = 0; i < SMS_COUNT(cases); i++) {
		sms_auto(buf) struct sms_buf out = SMS_BUF_INIT;
		sms_csv_add_field(&out, cases[i].field, true);
		assert_string_equal(sms_buf_text(&out), cases[i].written);
	}
}

static void formulas_are_neutralised_and_numbers_are_not(void **state)
{
	static const struct {
		const char *field, *written;
	} cases[] = {
		{"=1+1", "'=1+1"},
		{"+A1", "'+A1"},
		{"-A1", "'-A1"},
		{"@SUM(A1)", "'@SUM(A1)"},
		{"\t=1", "'\t=1"},
		{"\r=1", "\"'\r=1\""},
		{"=HYPERLINK(\"x\",1)", "\"'=HYPERLINK(\"\"x\"\",1)\""},
		{"-", "'-"},
		{"--1", "'--1"},
		{"-1+2", "'-1+2"},
		{"-1e", "'-1e"},
		{"-1", "-1"},
		{"+1.5", "+1.5"},
		{"-1.5e-3", "-1.5e-3"},
		{"12", "12"},
		{"a=1", "a=1"},
	};
	for (size_t i = 0; i < SMS_COUNT(cases); i++) {
		sms_auto(buf) struct sms_buf out = SMS_BUF_INIT;
		sms_csv_add_field(&out, cases[i].field, true);
		assert_string_equal(sms_buf_text(&out), cases[i].written);
	}
}

static void what_is_written_reads_back(void **state)
{
	sms_auto(buf) struct sms_buf out = SMS_BUF_INIT;
	sms_csv_add_field(&out, "id", true);
	sms_csv_add_field(&out, "a \"b\",\r\nc", false);
	sms_csv_add_field(&out, "", false);
	sms_csv_end_row(&out);
	sms_csv_add_field(&out, "", true);
	sms_csv_end_row(&out);
	sms_csv_add_field(&out, "last", true);
	sms_csv_end_row(&out);
	assert_string_equal(out.data, "id,\"a \"\"b\"\",\r\nc\",\r\n\"\"\r\nlast\r\n");
	expect_rows(out.data, out.length, ',', "1[id|a \"b\",\r\nc|]3[]4[last]");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(rows_come_with_fields_and_line),
		cmocka_unit_test(errors_say_where),
		cmocka_unit_test(the_visitors_error_stops_and_comes_back),
		cmocka_unit_test(a_field_may_be_long_and_a_row_wide),
		cmocka_unit_test(fields_are_quoted_where_needed),
		cmocka_unit_test(formulas_are_neutralised_and_numbers_are_not),
		cmocka_unit_test(what_is_written_reads_back),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
