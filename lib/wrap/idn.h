/* Internationalized host names (IDNA 2008), through libidn2. The only home of libidn2. */
#ifndef SMS_WRAP_IDN_H
#define SMS_WRAP_IDN_H

#include <stdbool.h>
#include <stddef.h>

/* True for a host name whose labels are letters, digits and hyphens or permitted by RFC 5890-5893, the contextual
 * rules included. `text` is UTF-8 without zero bytes. */
bool sms_idn_is_hostname(const char *text, size_t length);
/* True for a label that begins with xn-- and stands for a permitted one. */
bool sms_idn_is_ace(const char *label, size_t length);

#endif
