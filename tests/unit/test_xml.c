/* Writing XML: what a parser reads back is what was put in. */
#include "wrap/xml.h"
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

static char *printed(struct sms_xml *xml)
{
	struct sms_buf out = SMS_BUF_INIT;
	sms_xml_print(&out, xml);
	return sms_buf_take(&out);
}

static void nests_elements_a_line_each(void **state)
{
	sms_auto(xml) struct sms_xml *xml = sms_xml_new("a");
	sms_xml_attribute(xml, "n", "1");
	sms_xml_open(xml, "b");
	sms_xml_open(xml, "c");
	sms_xml_text(xml, "text");
	sms_xml_close(xml);
	sms_xml_close(xml);
	sms_xml_open(xml, "d");
	sms_xml_attribute_format(xml, "n", "%d of %d", 2, 3);
	sms_auto(string) char *text = printed(xml);
	assert_non_null(strstr(text, "<a n=\"1\">\n<b>\n<c>text</c>\n</b>\n<d n=\"2 of 3\""));
	assert_string_equal(text + strlen(text) - 6, "\n</a>\n");
	assert_int_equal(strncmp(text, "<?xml version=\"1.0\" encoding=\"utf-8\"?>", 38), 0);
}

static void escapes_markup_and_shows_what_xml_cannot_carry(void **state)
{
	sms_auto(xml) struct sms_xml *xml = sms_xml_new("a");
	sms_xml_attribute(xml, "n", "<\"&'\n>\x01\xff");
	sms_xml_text(xml, "]]>\n<b>\x1b[31m \xe2\x80\xae \xc3\xa9");
	sms_auto(string) char *text = printed(xml);
	assert_non_null(strstr(text, "n=\"&lt;&quot;&amp;' &gt;\\x01\\xff\""));
	assert_non_null(strstr(text, "]]&gt;\n&lt;b&gt;\\x1b[31m \\u{202e} \xc3\xa9</a>"));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(nests_elements_a_line_each),
		cmocka_unit_test(escapes_markup_and_shows_what_xml_cannot_carry),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
