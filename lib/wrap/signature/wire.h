/* The wire form of SSH (RFC 4251, section 5) and base64 (RFC 4648), for the sources of signature.h. */
#ifndef SMS_WRAP_SIGNATURE_WIRE_H
#define SMS_WRAP_SIGNATURE_WIRE_H

#include "base/buf.h"
#include <stdint.h>

struct sms_wire {
	const char *at;
	size_t left;
};

bool sms_wire_number(struct sms_wire *wire, uint32_t *out);
/* A string: its length and that many bytes, borrowed. */
bool sms_wire_string(struct sms_wire *wire, const char **out, size_t *length);
bool sms_wire_is(const char *bytes, size_t length, const char *text);
void sms_wire_add(struct sms_buf *out, const void *bytes, size_t length);

/* Appends what canonical base64 stands for: alphabet, padding and unused bits have to be right. With `lines`, line
 * ends may stand anywhere. */
bool sms_base64_read(struct sms_buf *out, const char *text, size_t length, bool lines);
/* Appends base64, with a line end behind each `columns` characters (0: none). */
void sms_base64_add(struct sms_buf *out, const void *bytes, size_t length, size_t columns);

#endif
