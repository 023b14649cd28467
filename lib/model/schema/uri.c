/* Resolving of references by RFC 3986 section 5.2. */
#include "model/schema/uri.h"
#include <ctype.h>
#include <string.h>

static size_t until(const char *text, size_t length, const char *stops)
{
	size_t i = 0;
	while (i < length && !strchr(stops, text[i]))
		i++;
	return i;
}

/* Takes `length` bytes from the front of `rest`. */
static struct uri_span take(struct uri_span *rest, size_t length)
{
	struct uri_span span = {rest->at, length};
	rest->at += length;
	rest->length -= length;
	return span;
}

struct uri schema_uri_split(const char *text, size_t length)
{
	struct uri uri = {{NULL, 0}};
	struct uri_span rest = {text, length};
	size_t colon = until(text, length, ":/?#");
	if (colon > 0 && colon < length && text[colon] == ':' && isalpha((unsigned char)*text)) {
		uri.scheme = take(&rest, colon);
		take(&rest, 1);
	}
	if (rest.length >= 2 && rest.at[0] == '/' && rest.at[1] == '/') {
		take(&rest, 2);
		uri.authority = take(&rest, until(rest.at, rest.length, "/?#"));
	}
	uri.path = take(&rest, until(rest.at, rest.length, "?#"));
	if (rest.length && *rest.at == '?') {
		take(&rest, 1);
		uri.query = take(&rest, until(rest.at, rest.length, "#"));
	}
	if (rest.length) {
		take(&rest, 1);
		uri.fragment = rest;
	}
	return uri;
}

static bool begins(struct uri_span span, const char *prefix)
{
	size_t length = strlen(prefix);
	return span.length >= length && !memcmp(span.at, prefix, length);
}

static bool is(struct uri_span span, const char *text)
{
	return span.length == strlen(text) && begins(span, text);
}

/* Cuts the last segment and its slash from what was written since `start`. */
static void drop_segment(struct sms_buf *out, size_t start)
{
	size_t length = out->length;
	while (length > start && out->data[length - 1] != '/')
		length--;
	sms_buf_truncate(out, length > start ? length - 1 : start);
}

/* 5.2.4: "." and ".." segments removed. */
static void add_path(struct sms_buf *out, struct uri_span path)
{
	size_t start = out->length;
	while (path.length) {
		if (begins(path, "../")) {
			take(&path, 3);
		} else if (begins(path, "./")) {
			take(&path, 2);
		} else if (begins(path, "/./")) {
			take(&path, 2);
		} else if (is(path, "/.")) {
			path = (struct uri_span){"/", 1};
		} else if (begins(path, "/../") || is(path, "/..")) {
			drop_segment(out, start);
			path = path.length > 3 ? (struct uri_span){path.at + 3, path.length - 3}
					       : (struct uri_span){"/", 1};
		} else if (is(path, ".") || is(path, "..")) {
			path.length = 0;
		} else {
			size_t slash = *path.at == '/';
			size_t length = slash + until(path.at + slash, path.length - slash, "/");
			struct uri_span segment = take(&path, length);
			sms_buf_add(out, segment.at, segment.length);
		}
	}
}

/* 5.2.3: everything of the base up to its last slash, then the reference. */
static void add_merged(struct sms_buf *out, const struct uri *base, struct uri_span path)
{
	sms_auto(buf) struct sms_buf merged = SMS_BUF_INIT;
	size_t keep = base->path.length;
	while (keep && base->path.at[keep - 1] != '/')
		keep--;
	sms_buf_add(&merged, base->path.at, keep);
	if (base->authority.at && !base->path.length)
		sms_buf_add_char(&merged, '/');
	sms_buf_add(&merged, path.at, path.length);
	add_path(out, (struct uri_span){sms_buf_text(&merged), merged.length});
}

static void add_lower(struct sms_buf *out, struct uri_span span)
{
	for (size_t i = 0; i < span.length; i++)
		sms_buf_add_char(out, (char)tolower((unsigned char)span.at[i]));
}

static void add_front(struct sms_buf *out, struct uri_span scheme, struct uri_span authority)
{
	if (scheme.at) {
		add_lower(out, scheme);
		sms_buf_add_char(out, ':');
	}
	if (authority.at) {
		sms_buf_add_text(out, "//");
		add_lower(out, authority);
	}
}

void schema_uri_resolve(struct sms_buf *out, const char *base_text, const char *reference)
{
	struct uri base = schema_uri_split(base_text, strlen(base_text));
	struct uri uri = schema_uri_split(reference, strlen(reference));
	struct uri_span query = uri.query;
	if (uri.scheme.at || uri.authority.at) {
		add_front(out, uri.scheme.at ? uri.scheme : base.scheme, uri.authority);
		/* The path of a URN is opaque: dots mean nothing in it. */
		if (uri.scheme.at && !uri.authority.at && !begins(uri.path, "/"))
			sms_buf_add(out, uri.path.at, uri.path.length);
		else
			add_path(out, uri.path);
	} else {
		add_front(out, base.scheme, base.authority);
		if (!uri.path.length) {
			sms_buf_add(out, base.path.at, base.path.length);
			query = uri.query.at ? uri.query : base.query;
		} else if (*uri.path.at == '/') {
			add_path(out, uri.path);
		} else {
			add_merged(out, &base, uri.path);
		}
	}
	if (query.at) {
		sms_buf_add_char(out, '?');
		sms_buf_add(out, query.at, query.length);
	}
}

void schema_uri_add_path(struct sms_buf *out, const char *path)
{
	static const char plain[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~/!$&'()*+,;=@";
	for (; *path; path++) {
		if (strchr(plain, *path))
			sms_buf_add_char(out, *path);
		else
			sms_buf_add_format(out, "%%%02X", (unsigned)(unsigned char)*path);
	}
}

static int hex(char c)
{
	return c >= '0' && c <= '9'   ? c - '0'
	       : c >= 'a' && c <= 'f' ? c - 'a' + 10
	       : c >= 'A' && c <= 'F' ? c - 'A' + 10
				      : -1;
}

bool schema_uri_decode(struct sms_buf *out, const char *text, size_t length)
{
	for (size_t i = 0; i < length; i++) {
		char c = text[i];
		if (c == '%') {
			if (i + 2 >= length || hex(text[i + 1]) < 0 || hex(text[i + 2]) < 0)
				return false;
			c = (char)(hex(text[i + 1]) * 16 + hex(text[i + 2]));
			i += 2;
			if (!c)
				return false;
		}
		sms_buf_add_char(out, c);
	}
	return true;
}
