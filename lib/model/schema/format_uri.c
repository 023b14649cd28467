/* URIs (RFC 3986), IRIs (RFC 3987) and URI templates (RFC 6570), by their grammar. */
#include "base/utf8.h"
#include "model/schema/format.h"
#include "model/schema/uri.h"
#include <ctype.h>
#include <string.h>

#define SUB_DELIMS "!$&'()*+,;="

/* RFC 3987: ucschar, and iprivate in queries. */
static bool beyond_ascii(uint32_t c, bool private)
{
	if ((c >= 0xe000 && c <= 0xf8ff) || c >= 0xf0000)
		return private && (c & 0xfffe) != 0xfffe;
	return (c >= 0xa0 && c <= 0xd7ff) || (c >= 0xf900 && c <= 0xfdcf) || (c >= 0xfdf0 && c <= 0xffef) ||
	       (c >= 0x10000 && (c & 0xffff) <= 0xfffd && (c < 0xe0000 || c >= 0xe1000));
}

static bool escape(const char *text, size_t length)
{
	return length >= 3 && isxdigit((unsigned char)text[1]) && isxdigit((unsigned char)text[2]);
}

/* Only unreserved characters, escapes, what `more` lists, and with `iri` what lies beyond ASCII. */
static bool made_of(struct uri_span span, const char *more, bool iri, bool private)
{
	for (size_t i = 0, size; i < span.length; i += size) {
		char c = span.at[i];
		size = 1;
		if (c == '%') {
			if (!escape(span.at + i, span.length - i))
				return false;
			size = 3;
		} else if ((unsigned char)c >= 0x80) {
			uint32_t point = sms_utf8_next(span.at + i, span.length - i, &size);
			if (!iri || !beyond_ascii(point, private))
				return false;
		} else if (!isalnum((unsigned char)c) && !strchr("-._~", c) && !strchr(more, c)) {
			return false;
		}
	}
	return true;
}

static bool scheme(struct uri_span span)
{
	for (size_t i = 0; i < span.length; i++)
		if (!isalnum((unsigned char)span.at[i]) && !strchr("+-.", span.at[i]))
			return false;
	return span.length && isalpha((unsigned char)*span.at);
}

/* vHEX.anything */
static bool future_address(struct uri_span span)
{
	size_t i = 1;
	if (!span.length || tolower((unsigned char)*span.at) != 'v')
		return false;
	while (i < span.length && isxdigit((unsigned char)span.at[i]))
		i++;
	return i > 1 && i + 1 < span.length && span.at[i] == '.' &&
	       made_of((struct uri_span){span.at + i + 1, span.length - i - 1}, SUB_DELIMS ":", false, false);
}

static bool host(struct uri_span span, bool iri)
{
	if (!span.length || *span.at != '[')
		return made_of(span, SUB_DELIMS, iri, false);
	if (span.at[span.length - 1] != ']')
		return false;
	struct uri_span inner = {span.at + 1, span.length - 2};
	return schema_format_ipv6(inner.at, inner.length) || future_address(inner);
}

static bool authority(struct uri_span span, bool iri)
{
	const char *at = memchr(span.at, '@', span.length), *end = span.at + span.length;
	if (at && !made_of((struct uri_span){span.at, (size_t)(at - span.at)}, SUB_DELIMS ":", iri, false))
		return false;
	const char *start = at ? at + 1 : span.at, *port = end;
	while (port > start && isdigit((unsigned char)port[-1]))
		port--;
	const char *stop = port > start && port[-1] == ':' ? port - 1 : end;
	return host((struct uri_span){start, (size_t)(stop - start)}, iri);
}

/* Without scheme and authority a colon in the first segment would be taken for the end of a scheme. */
static bool path(const struct uri *uri, bool iri)
{
	if (!made_of(uri->path, SUB_DELIMS ":@/", iri, false))
		return false;
	if (uri->authority.at)
		return !uri->path.length || *uri->path.at == '/';
	size_t segment = 0;
	while (segment < uri->path.length && uri->path.at[segment] != '/')
		segment++;
	return uri->scheme.at || !memchr(uri->path.at, ':', segment);
}

static bool reference(const char *text, size_t length, bool iri, bool absolute)
{
	struct uri uri = schema_uri_split(text, length);
	if (uri.scheme.at ? !scheme(uri.scheme) : absolute)
		return false;
	return (!uri.authority.at || authority(uri.authority, iri)) && path(&uri, iri) &&
	       made_of(uri.query, SUB_DELIMS ":@/?", iri, true) && made_of(uri.fragment, SUB_DELIMS ":@/?", iri, false);
}

bool schema_format_uri(const char *text, size_t length)
{
	return reference(text, length, false, true);
}

bool schema_format_uri_reference(const char *text, size_t length)
{
	return reference(text, length, false, false);
}

bool schema_format_iri(const char *text, size_t length)
{
	return reference(text, length, true, true);
}

bool schema_format_iri_reference(const char *text, size_t length)
{
	return reference(text, length, true, false);
}

static size_t variable_name(const char *text, size_t length)
{
	size_t i = 0;
	while (i < length) {
		bool dot = text[i] == '.' && i > 0 && text[i - 1] != '.';
		if (text[i] == '%' ? !escape(text + i, length - i)
				   : !isalnum((unsigned char)text[i]) && text[i] != '_' && !dot)
			break;
		i += text[i] == '%' ? 3 : 1;
	}
	return i && text[i - 1] == '.' ? 0 : i;
}

/* name, name*, name:1 to name:9999 */
static bool variable(const char **text, const char *end)
{
	size_t length = variable_name(*text, (size_t)(end - *text)), digits = 0;
	*text += length;
	if (!length)
		return false;
	if (*text < end && **text == '*') {
		++*text;
	} else if (*text < end && **text == ':') {
		for (++*text; *text < end && isdigit((unsigned char)**text); ++*text)
			if (digits++ == 0 && **text == '0')
				return false;
		return digits >= 1 && digits <= 4;
	}
	return true;
}

static bool expression(const char *text, const char *end)
{
	if (text < end && strchr("+#./;?&=,!@|", *text))
		text++;
	while (variable(&text, end)) {
		if (text == end)
			return true;
		if (*text++ != ',')
			return false;
	}
	return false;
}

bool schema_format_uri_template(const char *text, size_t length)
{
	const char *end = text + length;
	while (text < end) {
		size_t size = 1;
		unsigned char c = (unsigned char)*text;
		if (c == '{') {
			const char *close = memchr(text, '}', (size_t)(end - text));
			if (!close || !expression(text + 1, close))
				return false;
			size = (size_t)(close + 1 - text);
		} else if (c == '%') {
			if (!escape(text, (size_t)(end - text)))
				return false;
		} else if (c >= 0x80) {
			if (!beyond_ascii(sms_utf8_next(text, (size_t)(end - text), &size), true))
				return false;
		} else if (c <= 0x20 || c == 0x7f || strchr("\"'<>\\^`|}", c)) {
			return false;
		}
		text += size;
	}
	return true;
}
