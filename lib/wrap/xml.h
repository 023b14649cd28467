/* Writing XML 1.0 in UTF-8. The only home of Mini-XML. Not for reading any.
 *
 * All text is escaped. Characters that XML cannot carry (control characters, ill-formed bytes) and bidirectional ones
 * are shown as \xNN or \u{N}, as on a terminal; newlines stay in text and become spaces in attributes. */
#ifndef SMS_WRAP_XML_H
#define SMS_WRAP_XML_H

#include "base/buf.h"

struct sms_xml;

/* A document whose root element is `name`, which is open. */
struct sms_xml *sms_xml_new(const char *name) SMS_CHECKED;
void sms_xml_free(struct sms_xml *xml);
SMS_AUTO_POINTER(xml, struct sms_xml *, sms_xml_free);

/* Begins an element inside the one that is open. */
void sms_xml_open(struct sms_xml *xml, const char *name);
/* Ends the one that is open; never the root. */
void sms_xml_close(struct sms_xml *xml);
/* Of the element that is open, before anything is put into it. */
void sms_xml_attribute(struct sms_xml *xml, const char *name, const char *value);
void sms_xml_attribute_format(struct sms_xml *xml, const char *name, const char *format, ...) SMS_PRINTF(3, 4);
/* Character data inside the element that is open. */
void sms_xml_text(struct sms_xml *xml, const char *text);
/* Appends the document, with all elements closed: one a line. */
void sms_xml_print(struct sms_buf *out, struct sms_xml *xml);

#endif
