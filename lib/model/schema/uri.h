/* URI references (RFC 3986): taking apart, resolving, comparing as identifiers. Not for fetching anything. */
#ifndef SMS_MODEL_SCHEMA_URI_H
#define SMS_MODEL_SCHEMA_URI_H

#include "base/buf.h"

struct uri_span {
	const char *at; /* NULL when the part is not there, which is not the same as empty */
	size_t length;
};

struct uri {
	struct uri_span scheme, authority, path, query, fragment;
};

/* Takes a reference apart as RFC 3986 appendix B does; every text has parts. */
struct uri schema_uri_split(const char *text, size_t length);
/* Appends `reference` as seen from `base` ("" for none), without its fragment, scheme and host in lower case. */
void schema_uri_resolve(struct sms_buf *out, const char *base, const char *reference);
/* Appends a path of the file system as the path of a reference: what may not stand there (and `:`, which would end a
 * scheme) is percent-encoded. */
void schema_uri_add_path(struct sms_buf *out, const char *path);
/* Appends the text with its percent-escapes undone; false, with nothing promised, when one is no escape or gives a
 * zero byte. */
bool schema_uri_decode(struct sms_buf *out, const char *text, size_t length);

#endif
