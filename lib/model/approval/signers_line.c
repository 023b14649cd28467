/* One line of allowed_signers. See signers.h. */
#include "model/approval/signers.h"
#include "wrap/text.h"
#include <string.h>
#include <strings.h>

__attribute__((format(printf, 2, 3))) static void blame(struct sms_signer *signer, const char *format, ...)
{
	va_list arguments;
	if (signer->fault)
		return;
	va_start(arguments, format);
	signer->fault = sms_vformat(format, arguments);
	va_end(arguments);
}

/* The next word; quotes hide blanks in it. */
static char *take_word(const char **at)
{
	const char *p = *at;
	bool quoted = false;
	while (*p == ' ')
		p++;
	const char *start = p;
	for (; *p && (quoted || *p != ' '); p++)
		quoted ^= *p == '"';
	*at = p;
	return sms_copy(start, (size_t)(p - start));
}

static void read_principals(struct sms_signer *signer, const char *text)
{
	sms_list_split(&signer->principals, text, ',');
	for (size_t i = 0; i < signer->principals.count; i++) {
		const char *principal = signer->principals.items[i];
		if (!*principal)
			blame(signer, "a principal is empty");
		if (strpbrk(principal, "*?!\"\\"))
			blame(signer, "patterns and quotes are not supported: '%s'", principal);
	}
}

static int two_digits(const char *text)
{
	return (text[0] - '0') * 10 + (text[1] - '0');
}

/* YYYYMMDD, with HHMM or HHMMSS behind it, and Z. */
static const char *read_time(const char *text, sms_time *out)
{
	size_t digits = strspn(text, "0123456789");
	struct sms_civil civil = {0};
	if (digits != 8 && digits != 12 && digits != 14)
		return "is no date";
	if (!text[digits])
		return "has no Z: it would be another instant on every machine";
	if (strcmp(text + digits, "Z") != 0)
		return "is no date";
	civil.year = two_digits(text) * 100 + two_digits(text + 2);
	civil.month = two_digits(text + 4);
	civil.day = two_digits(text + 6);
	if (digits > 8) {
		civil.hour = two_digits(text + 8);
		civil.minute = two_digits(text + 10);
	}
	if (digits > 12)
		civil.second = two_digits(text + 12);
	return sms_civil_time(&civil, out) ? NULL : "is no date";
}

/* Whether a list of namespaces has ours. Patterns would be a guess. */
static void read_namespaces(struct sms_signer *signer, const char *value)
{
	sms_auto(list) struct sms_list spaces = SMS_LIST_INIT;
	if (strpbrk(value, "*?!"))
		blame(signer, "patterns are not supported: namespaces=\"%s\"", value);
	sms_list_split(&spaces, value, ',');
	signer->signs = sms_list_contains(&spaces, SMS_APPROVAL_SPACE);
}

static void read_option(struct sms_signer *signer, const char *name, const char *value, unsigned *seen)
{
	static const char *const names[] = {"namespaces", "valid-after", "valid-before", "cert-authority"};
	unsigned index = 0;
	while (index < SMS_COUNT(names) && strcasecmp(names[index], name) != 0)
		index++;
	if (index == SMS_COUNT(names)) {
		blame(signer, "the option '%s' is not supported", name);
		return;
	}
	if (*seen & 1u << index)
		blame(signer, "the option '%s' stands there twice", name);
	*seen |= 1u << index;
	if (index == 3)
		blame(signer, "certificate authorities are not supported");
	else if (!value)
		blame(signer, "the option '%s' has no value", name);
	else if (index == 0)
		read_namespaces(signer, value);
	else {
		const char *fault = read_time(value, index == 1 ? &signer->from : &signer->to);
		if (fault)
			blame(signer, "%s=\"%s\" %s", names[index], value, fault);
	}
}

/* `name="value",name`. */
static void read_options(struct sms_signer *signer, const char *text)
{
	unsigned seen = 0;
	while (*text && !signer->fault) {
		size_t length = strcspn(text, ",=\"");
		sms_auto(string) char *name = sms_copy(text, length), *value = NULL;
		text += length;
		if (text[0] == '=' && text[1] == '"') {
			size_t size = strcspn(text + 2, "\"\\");
			if (text[2 + size] != '"')
				blame(signer, "the option '%s' is not closed", name);
			else
				value = sms_copy(text + 2, size);
			text += 2 + size + (text[2 + size] == '"');
		}
		if (*text && *text != ',')
			blame(signer, "the options cannot be read");
		read_option(signer, name, value, &seen);
		text += *text == ',';
	}
}

static bool is_kind(const char *word)
{
	static const char *const starts[] = {"ssh-", "ecdsa-", "sk-", "webauthn-", "rsa-"};
	for (size_t i = 0; i < SMS_COUNT(starts); i++)
		if (strncmp(word, starts[i], strlen(starts[i])) == 0 && !strpbrk(word, "=,\""))
			return true;
	return false;
}

static void read_key(struct sms_signer *signer, const char *kind, const char **at)
{
	sms_auto(string) char *base64 = take_word(at);
	if (!*kind)
		blame(signer, "it has no key");
	const char *fault = sms_public_key_read(&signer->key, kind, base64);
	if (fault)
		blame(signer, "%s", fault);
	while (**at == ' ')
		++*at;
	if (**at)
		signer->comment = sms_strdup(*at);
}

bool sms_signer_parse(struct sms_signer *out, const char *line, size_t length)
{
	sms_auto(string) char *text = sms_copy(line, length);
	const char *at = text;
	*out = (struct sms_signer){.signs = true, .from = INT64_MIN, .to = INT64_MAX};
	for (char *tab = text; (tab = strchr(tab, '\t'));)
		*tab = ' ';
	while (*at == ' ')
		at++;
	if (length && strlen(text) == length && (!*at || *at == '#'))
		return false;
	if (!length)
		return false;
	if (strlen(text) != length || sms_text_is_unsafe(text)) {
		blame(out, "it has characters that are not allowed");
		return true;
	}
	sms_auto(string) char *principals = take_word(&at);
	sms_auto(string) char *word = take_word(&at);
	read_principals(out, principals);
	if (!is_kind(word)) {
		read_options(out, word);
		free(word);
		word = take_word(&at);
	}
	read_key(out, word, &at);
	return true;
}

void sms_signer_release(struct sms_signer *signer)
{
	sms_list_release(&signer->principals);
	sms_public_key_release(&signer->key);
	free(signer->comment);
	free(signer->person);
	free(signer->fault);
	*signer = (struct sms_signer){0};
}

void sms_signer_time(sms_time at, char out[SMS_TIME_SIZE])
{
	char text[SMS_TIME_SIZE];
	sms_time_format(at, text);
	size_t length = 0;
	for (const char *p = text; *p; p++)
		if (*p != '-' && *p != ':' && *p != 'T')
			out[length++] = *p;
	out[length] = '\0';
}
