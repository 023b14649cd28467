/* Files below a folder. */
#include "base/file.h"
#include "base/folder.h"
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

static char top[] = "/tmp/sms-folder-XXXXXX";

static void write_file(const char *path, const char *text)
{
	sms_auto(string) char *whole = sms_format("%s/%s", top, path);
	assert_null(sms_file_write(whole, text, strlen(text)));
}

static int make(void **state)
{
	if (!mkdtemp(top))
		return -1;
	write_file("b.json", "b");
	write_file("a/z.json", "z");
	write_file("a.json", "a");
	write_file("a/x.txt", "x");
	write_file("a/b/c/lines.ndjson", "1\n");
	write_file(".git/config.json", "g");
	write_file(".json", "hidden");
	sms_auto(string) char *link = sms_format("%s/link.json", top), *around = sms_format("%s/a/around", top);
	return symlink("a.json", link) || symlink("..", around);
}

static int clean(void **state)
{
	sms_auto(string) char *command = sms_format("rm -rf '%s'", top);
	return system(command);
}

static void lists_what_is_wanted_in_byte_order(void **state)
{
	static const char *const suffixes[] = {".json", ".ndjson", NULL};
	sms_auto(list) struct sms_list files = SMS_LIST_INIT;
	sms_auto(buf) struct sms_buf all = SMS_BUF_INIT;
	assert_null(sms_folder_list(&files, top, suffixes));
	for (size_t i = 0; i < files.count; i++)
		sms_buf_add_format(&all, "%s ", files.items[i] + strlen(top));
	assert_string_equal(all.data, "/a.json /a/b/c/lines.ndjson /a/z.json /b.json ");
}

static void reads_through_the_folder_and_refuses_links(void **state)
{
	sms_auto(folder) struct sms_folder folder = {NULL, -1};
	sms_auto(buf) struct sms_buf text = SMS_BUF_INIT;
	sms_auto(string) char *z = sms_format("%s/a/z.json", top), *b = sms_format("%s/b.json", top);
	sms_auto(string) char *link = sms_format("%s/link.json", top), *none = sms_format("%s/none.json", top);
	assert_null(sms_folder_read(&folder, &text, z, 100));
	assert_string_equal(text.data, "z");
	assert_null(sms_folder_read(&folder, &text, b, 100));
	assert_string_equal(text.data, "b");
	sms_auto(error) struct sms_error *linked = sms_folder_read(&folder, &text, link, 100);
	assert_int_equal(sms_error_status(linked), SMS_ENVIRONMENT);
	sms_auto(error) struct sms_error *missing = sms_folder_read(&folder, &text, none, 100);
	assert_int_equal(sms_error_status(missing), SMS_ENVIRONMENT);
}

static void reads_large_files_whole_and_up_to_the_limit(void **state)
{
	sms_auto(folder) struct sms_folder folder = {NULL, -1};
	sms_auto(buf) struct sms_buf large = SMS_BUF_INIT;
	sms_auto(buf) struct sms_buf text = SMS_BUF_INIT;
	sms_auto(string) char *path = sms_format("%s/large.json", top);
	sms_buf_add_fill(&large, 'x', 300000);
	write_file("large.json", large.data);
	assert_null(sms_folder_read(&folder, &text, path, 300000));
	assert_int_equal(text.length, 300000);
	assert_string_equal(text.data, large.data);
	sms_auto(error) struct sms_error *error = sms_folder_read(&folder, &text, path, 299999);
	assert_int_equal(sms_error_status(error), SMS_INPUT);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(lists_what_is_wanted_in_byte_order),
		cmocka_unit_test(reads_through_the_folder_and_refuses_links),
		cmocka_unit_test(reads_large_files_whole_and_up_to_the_limit),
	};
	return cmocka_run_group_tests(tests, make, clean);
}
