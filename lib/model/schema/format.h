/* The formats that JSON Schema knows, as checks of text. Not for reading the values. */
#ifndef SMS_MODEL_SCHEMA_FORMAT_H
#define SMS_MODEL_SCHEMA_FORMAT_H

#include <stdbool.h>
#include <stddef.h>

struct format {
	const char *name;
	bool (*check)(const char *text, size_t length);
	const char *what; /* for people: "it must be a date such as 2026-11-22" */
};

/* The format of that name, or NULL: an unknown format asks for nothing. */
const struct format *schema_format(const char *name);

/* format_time.c: RFC 3339 */
bool schema_format_date(const char *text, size_t length);
bool schema_format_time(const char *text, size_t length);
bool schema_format_date_time(const char *text, size_t length);
bool schema_format_duration(const char *text, size_t length);
bool schema_format_interval(const char *text, size_t length);

/* format_net.c: names and addresses */
bool schema_format_ipv4(const char *text, size_t length);
bool schema_format_ipv6(const char *text, size_t length);
bool schema_format_hostname(const char *text, size_t length);
bool schema_format_idn_hostname(const char *text, size_t length);
bool schema_format_email(const char *text, size_t length);
bool schema_format_idn_email(const char *text, size_t length);

/* format_uri.c */
bool schema_format_uri(const char *text, size_t length);
bool schema_format_uri_reference(const char *text, size_t length);
bool schema_format_iri(const char *text, size_t length);
bool schema_format_iri_reference(const char *text, size_t length);
bool schema_format_uri_template(const char *text, size_t length);

#endif
