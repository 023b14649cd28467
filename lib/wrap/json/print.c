/* Printing JSON: the form that records are stored in, and one line. Numbers go by their text, so that what was read is
 * printed again. */
#include "wrap/json/cjson.h"
#include "wrap/json/json.h"
#include <string.h>

#define INDENT 2

static void print(struct sms_buf *out, const sms_json *value, unsigned depth);

/* The letter of a short escape, `u` for \u00XX, or 0 for what stands for itself. */
static char escape_letter(unsigned char c)
{
	static const char letters[] = "uuuuuuuubtnufruuuuuuuuuuuuuuuuuu";
	return c < ' ' ? letters[c] : c == '"' || c == '\\' ? (char)c : 0;
}

/* RFC 8785, section 3.2.2.2, in all forms: nothing is escaped that need not be. */
void sms_json_print_text(struct sms_buf *out, const char *text, size_t length)
{
	const char *end = text + length, *plain = text;
	sms_buf_add_char(out, '"');
	for (const char *p = text; p < end; p++) {
		char letter = escape_letter(*p);
		if (!letter)
			continue;
		sms_buf_add(out, plain, p - plain);
		plain = p + 1;
		if (letter == 'u')
			sms_buf_add_format(out, "\\u%04x", (unsigned char)*p);
		else
			sms_buf_add(out, (char[]){'\\', letter}, 2);
	}
	sms_buf_add(out, plain, end - plain);
	sms_buf_add_char(out, '"');
}

static void print_string(struct sms_buf *out, const char *text)
{
	sms_json_print_text(out, text, strlen(text));
}

/* What looks the same in all forms; false for a container that is not empty. */
static bool print_simple(struct sms_buf *out, const sms_json *value)
{
	char scratch[32];
	switch (sms_json_kind(value)) {
	case SMS_JSON_NULL:
		sms_buf_add_text(out, "null");
		return true;
	case SMS_JSON_BOOLEAN:
		sms_buf_add_text(out, sms_json_true(value) ? "true" : "false");
		return true;
	case SMS_JSON_NUMBER:
		sms_buf_add_text(out, sms_json_number_text(value, scratch));
		return true;
	case SMS_JSON_STRING:
		print_string(out, value->valuestring);
		return true;
	case SMS_JSON_ARRAY:
	case SMS_JSON_OBJECT:
		break;
	}
	if (value->child)
		return false;
	sms_buf_add_text(out, cJSON_IsObject(value) ? "{}" : "[]");
	return true;
}

static void break_line(struct sms_buf *out, unsigned depth)
{
	sms_buf_add_char(out, '\n');
	sms_buf_add_fill(out, ' ', (size_t)depth * INDENT);
}

static void print(struct sms_buf *out, const sms_json *value, unsigned depth)
{
	if (print_simple(out, value))
		return;
	bool object = cJSON_IsObject(value);
	sms_buf_add_char(out, object ? '{' : '[');
	sms_json_each(element, value) {
		if (element != value->child)
			sms_buf_add_char(out, ',');
		break_line(out, depth + 1);
		if (object) {
			print_string(out, element->string);
			sms_buf_add(out, ": ", 2);
		}
		print(out, element, depth + 1);
	}
	break_line(out, depth);
	sms_buf_add_char(out, object ? '}' : ']');
}

void sms_json_print(struct sms_buf *out, const sms_json *value)
{
	print(out, value, 0);
	sms_buf_add_char(out, '\n');
}

void sms_json_print_line(struct sms_buf *out, const sms_json *value)
{
	if (print_simple(out, value))
		return;
	bool object = cJSON_IsObject(value);
	sms_buf_add_char(out, object ? '{' : '[');
	sms_json_each(element, value) {
		if (element != value->child)
			sms_buf_add_char(out, ',');
		if (object) {
			print_string(out, element->string);
			sms_buf_add_char(out, ':');
		}
		sms_json_print_line(out, element);
	}
	sms_buf_add_char(out, object ? '}' : ']');
}
