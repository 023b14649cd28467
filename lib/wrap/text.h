/* Text for people: its width on a terminal, and escaping for terminals and HTML. The only home of utf8proc. */
#ifndef SMS_WRAP_TEXT_H
#define SMS_WRAP_TEXT_H

#include "base/buf.h"
#include <stdbool.h>

/* Columns of a terminal that well-formed text takes. */
size_t sms_text_width(const char *text);
/* Appends text safe for a terminal: control and bidirectional characters and ill-formed bytes as \xNN or \u{N};
 * newline and tab as they are with `multiline`, else as a space. */
void sms_text_add_safe(struct sms_buf *out, const char *text, bool multiline);
/* The same, cut to at most `columns` (an ellipsis marks a cut) and, with `pad`, filled to it with spaces. */
void sms_text_add_column(struct sms_buf *out, const char *text, size_t columns, bool pad);
/* Wraps text to `columns`, every line but the first after `indent` spaces; no newline at the end. */
void sms_text_add_wrapped(struct sms_buf *out, const char *text, size_t columns, size_t indent);
/* Appends text as HTML or XML character data, also fit for a quoted attribute; characters that XML 1.0 forbids
 * become U+FFFD. */
void sms_text_add_html(struct sms_buf *out, const char *text);
/* True when a name has a control or bidirectional character, or is ill-formed: not fit for an identity. */
bool sms_text_is_unsafe(const char *text);
/* A name reduced for ids: letters and digits in upper case ASCII where it has them (accents dropped), words joined by
 * `-`, at most `limit` bytes, cut at a word. May come out empty. */
void sms_text_add_slug(struct sms_buf *out, const char *text, size_t limit);
/* Case-folded, composed (NFKC) form for comparing and searching. */
void sms_text_add_folded(struct sms_buf *out, const char *text);

#endif
