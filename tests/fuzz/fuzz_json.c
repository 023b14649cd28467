/* Feeds the strict reader of JSON, and holds against each other what reading, printing and finding places say:
 * - both readers take and refuse the same texts;
 * - a value that is printed and read again is equal, in the stored form and on one line, and prints the same;
 * - the canonical form of the canonical form is itself;
 * - the place of every value is within the text, and there begins a value of its kind. */
#include "fuzz.h"
#include "wrap/json/json.h"
#include <string.h>

#define PLACES 200 /* looked up in one text; each look-up reads the text anew */

typedef void printer(struct sms_buf *out, const sms_json *value);

static sms_json *read_back(const struct sms_buf *text, const char *what)
{
	sms_json *value = NULL;
	struct sms_error *error = sms_json_parse(&value, sms_buf_text(text), text->length, "printed");
	if (error)
		fprintf(stderr, "%s\n", sms_error_message(error));
	insist(!error, what);
	return value;
}

static bool same_bytes(const struct sms_buf *a, const struct sms_buf *b)
{
	return a->length == b->length && !memcmp(sms_buf_text(a), sms_buf_text(b), a->length);
}

static void check_printer(const sms_json *value, printer *print, bool keeps_numbers)
{
	sms_auto(buf) struct sms_buf once = SMS_BUF_INIT, twice = SMS_BUF_INIT;
	print(&once, value);
	sms_auto(json) sms_json *again = read_back(&once, "what was printed cannot be read");
	insist(!keeps_numbers || sms_json_equal(value, again), "what was printed is another value");
	print(&twice, again);
	insist(same_bytes(&once, &twice), "printing is not stable");
}

static char first_byte(const sms_json *value)
{
	static const char first[] = {'n', 0, 0, '"', '[', '{'};
	if (sms_json_is(value, SMS_JSON_BOOLEAN))
		return sms_json_true(value) ? 't' : 'f';
	return first[sms_json_kind(value)];
}

/* The byte at a position. */
static const char *find(const char *text, size_t length, struct sms_position at)
{
	unsigned line = 1, column = 1;
	for (size_t i = 0; i < length; i++) {
		if (line == at.line && column == at.column)
			return text + i;
		if (text[i] == '\n')
			line++, column = 1;
		else if (((unsigned char)text[i + 1] & 0xC0) != 0x80)
			column++;
	}
	return NULL;
}

static void check_place(const char *text, size_t length, const char *pointer, const sms_json *value, bool of_key)
{
	const char *byte = find(text, length, sms_json_locate(text, length, pointer, of_key));
	insist(byte != NULL, "a place behind the end of the text");
	char expected = of_key ? '"' : first_byte(value);
	insist(expected ? *byte == expected : *byte == '-' || (*byte >= '0' && *byte <= '9'),
	       "a place of something else");
}

static void check_places(const char *text, size_t length, const sms_json *value, struct sms_buf *pointer,
			 unsigned *looked)
{
	size_t before = pointer->length, index = 0;
	bool is_object = sms_json_is(value, SMS_JSON_OBJECT);
	if (++*looked > PLACES)
		return;
	insist(sms_json_kind(value) == SMS_JSON_NULL || value, "no value");
	check_place(text, length, sms_buf_text(pointer), value, false);
	sms_json_each(inner, value) {
		if (is_object)
			sms_json_pointer_add(pointer, sms_json_key(inner));
		else
			sms_buf_add_format(pointer, "/%zu", index++);
		if (is_object)
			check_place(text, length, sms_buf_text(pointer), inner, true);
		check_places(text, length, inner, pointer, looked);
		sms_buf_truncate(pointer, before);
	}
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	sms_auto(json) sms_json *value = NULL;
	sms_auto(arena) struct sms_arena *arena = sms_arena_new();
	sms_auto(buf) struct sms_buf text = SMS_BUF_INIT, pointer = SMS_BUF_INIT;
	const sms_json *borrowed = NULL;
	unsigned looked = 0;
	sms_json_setup();
	sms_buf_add(&text, (const char *)data, size);
	sms_auto(error) struct sms_error *error = sms_json_parse(&value, (const char *)data, size, "input");
	sms_auto(error) struct sms_error *other =
		sms_json_parse_in(&borrowed, arena, (const char *)data, size, "input");
	insist(!error == !other, "the two readers do not agree");
	if (error) {
		insist(!strcmp(sms_error_message(error), sms_error_message(other)), "the two readers say different");
		insist(sms_error_status(error) == SMS_INPUT, "an error that is not about the input");
		return 0;
	}
	insist(sms_json_equal(value, borrowed), "the two readers read different values");
	check_printer(value, sms_json_print, true);
	check_printer(value, sms_json_print_line, true);
	check_printer(value, sms_json_print_canonical, false);
	check_places(sms_buf_text(&text), size, value, &pointer, &looked);
	return 0;
}
