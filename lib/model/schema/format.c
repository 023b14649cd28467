/* The table of formats, and those that are a few lines each. */
#include "model/schema/format.h"
#include "wrap/regex/regex.h"
#include <ctype.h>
#include <string.h>

static bool pointer_tokens(const char *text, size_t length)
{
	for (size_t i = 0; i < length; i++)
		if (text[i] == '~' && (i + 1 == length || (text[i + 1] != '0' && text[i + 1] != '1')))
			return false;
	return !length || *text == '/';
}

static bool relative_pointer(const char *text, size_t length)
{
	size_t digits = 0;
	while (digits < length && isdigit((unsigned char)text[digits]))
		digits++;
	if (!digits || (*text == '0' && digits > 1))
		return false;
	return (length == digits + 1 && text[digits] == '#') || pointer_tokens(text + digits, length - digits);
}

static bool uuid(const char *text, size_t length)
{
	if (length != 36)
		return false;
	for (size_t i = 0; i < length; i++)
		if (i == 8 || i == 13 || i == 18 || i == 23 ? text[i] != '-' : !isxdigit((unsigned char)text[i]))
			return false;
	return true;
}

static bool regex(const char *text, size_t length)
{
	sms_auto(regex) struct sms_regex *compiled = NULL;
	sms_auto(error) struct sms_error *error = sms_regex_new(&compiled, text, length, 0);
	return !error;
}

static bool upper_or_digit(char c)
{
	return (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
}

/* [A-Z][A-Z0-9]*(-[A-Z0-9]+)+ */
static bool record_id(const char *text, size_t length)
{
	bool hyphen = false;
	if (!length || *text < 'A' || *text > 'Z')
		return false;
	for (size_t i = 1; i < length; i++) {
		hyphen |= text[i] == '-';
		if (!upper_or_digit(text[i]) && (text[i] != '-' || text[i - 1] == '-' || i + 1 == length))
			return false;
	}
	return hyphen;
}

static const struct format formats[] = {
	{"date", schema_format_date, "a date such as 2026-11-22"},
	{"date-time", schema_format_date_time, "a date and time such as 2026-11-22T10:15:00Z"},
	{"duration", schema_format_duration, "a duration such as P1DT12H"},
	{"email", schema_format_email, "an e-mail address"},
	{"hostname", schema_format_hostname, "a host name"},
	{"idn-email", schema_format_idn_email, "an e-mail address"},
	{"idn-hostname", schema_format_idn_hostname, "a host name"},
	{"ipv4", schema_format_ipv4, "an IPv4 address such as 192.0.2.1"},
	{"ipv6", schema_format_ipv6, "an IPv6 address such as 2001:db8::1"},
	{"iri", schema_format_iri, "an absolute address (IRI) such as https://example.org/"},
	{"iri-reference", schema_format_iri_reference, "an address or relative reference (IRI)"},
	{"json-pointer", pointer_tokens, "a JSON Pointer such as /log/0/at"},
	{"regex", regex, "a regular expression"},
	{"relative-json-pointer", relative_pointer, "a relative JSON Pointer such as 1/at"},
	{"sms-id", record_id, "a record's id such as SVC-EMAIL"},
	{"sms-interval", schema_format_interval, "an interval such as P12M, P1Y or P30D"},
	{"time", schema_format_time, "a time with its zone such as 10:15:00Z"},
	{"uri", schema_format_uri, "an absolute address (URI) such as https://example.org/"},
	{"uri-reference", schema_format_uri_reference, "an address or relative reference (URI)"},
	{"uri-template", schema_format_uri_template, "a URI template such as /records/{id}"},
	{"uuid", uuid, "a UUID such as 123e4567-e89b-12d3-a456-426614174000"},
};

const struct format *schema_format(const char *name)
{
	for (size_t i = 0; i < sizeof formats / sizeof *formats; i++)
		if (!strcmp(formats[i].name, name))
			return &formats[i];
	return NULL;
}
