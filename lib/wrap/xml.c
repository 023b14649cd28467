/* XML documents, made as a tree and printed at the end: see xml.h. */
#include "wrap/xml.h"
#include "wrap/text.h"
#include <mxml.h>
#include <string.h>

struct sms_xml {
	mxml_node_t *document, *root, *at;
	bool closed; /* an element was the last thing put into the one that is open */
};

static mxml_node_t *made(mxml_node_t *node)
{
	if (!node)
		sms_out_of_memory();
	return node;
}

struct sms_xml *sms_xml_new(const char *name)
{
	struct sms_xml *xml = sms_alloc(1, sizeof *xml);
	xml->document = made(mxmlNewXML("1.0"));
	xml->root = xml->at = made(mxmlNewElement(xml->document, name));
	return xml;
}

void sms_xml_free(struct sms_xml *xml)
{
	if (!xml)
		return;
	mxmlDelete(xml->document);
	free(xml);
}

/* Between elements, where white space says nothing. */
static void break_line(struct sms_xml *xml)
{
	made(mxmlNewOpaque(xml->at, "\n"));
}

void sms_xml_open(struct sms_xml *xml, const char *name)
{
	break_line(xml);
	xml->at = made(mxmlNewElement(xml->at, name));
	xml->closed = false;
}

void sms_xml_close(struct sms_xml *xml)
{
	if (xml->at == xml->root)
		return;
	if (xml->closed)
		break_line(xml);
	xml->at = mxmlGetParent(xml->at);
	xml->closed = true;
}

void sms_xml_attribute(struct sms_xml *xml, const char *name, const char *value)
{
	sms_auto(buf) struct sms_buf safe = SMS_BUF_INIT;
	sms_text_add_safe(&safe, value, false);
	mxmlElementSetAttr(xml->at, name, sms_buf_text(&safe));
	if (!mxmlElementGetAttr(xml->at, name))
		sms_out_of_memory();
}

void sms_xml_attribute_format(struct sms_xml *xml, const char *name, const char *format, ...)
{
	va_list arguments;
	va_start(arguments, format);
	sms_auto(string) char *value = sms_vformat(format, arguments);
	va_end(arguments);
	sms_xml_attribute(xml, name, value);
}

void sms_xml_text(struct sms_xml *xml, const char *text)
{
	sms_auto(buf) struct sms_buf safe = SMS_BUF_INIT;
	sms_text_add_safe(&safe, text, true);
	made(mxmlNewOpaque(xml->at, sms_buf_text(&safe)));
	xml->closed = false;
}

void sms_xml_print(struct sms_buf *out, struct sms_xml *xml)
{
	while (xml->at != xml->root)
		sms_xml_close(xml);
	if (xml->closed)
		break_line(xml);
	xml->closed = false;
#if MXML_MAJOR_VERSION < 4
	mxmlSetWrapMargin(0); /* lines are broken here */
#endif
	sms_auto(string) char *text = mxmlSaveAllocString(xml->document, NULL);
	if (!text)
		sms_out_of_memory();
	size_t length = strlen(text);
	while (length && text[length - 1] == '\n')
		length--;
	sms_buf_add(out, text, length);
	sms_buf_add_char(out, '\n');
}
