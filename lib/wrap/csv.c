/* Comma-separated values: libcsv reads, fed line by line so that rows and errors know where they are. */
#include "wrap/csv.h"
#include "base/utf8.h"
#include <csv.h>
#include <ctype.h>
#include <string.h>

#define BLOCK 4096 /* by which libcsv's buffer for one field grows */

struct reader {
	struct csv_parser parser;
	const char *text, *name;
	size_t length;
	const char *row;      /* where the row begins */
	size_t line;          /* of the row */
	bool open;            /* a row has begun */
	struct sms_buf bytes; /* the row's fields, each with a zero byte behind it */
	size_t *starts;       /* of the fields in `bytes` */
	const char **fields;
	size_t count, capacity, fields_capacity;
	struct sms_error *(*visit)(void *context, const struct sms_csv_row *row);
	void *context;
	struct sms_error *error;
};

static void *grow(void *memory, size_t size)
{
	return sms_realloc(memory, 1, size);
}

static int no_space(unsigned char c)
{
	return 0;
}

/* Error at a place of the text, which is well-formed up to there. */
static struct sms_error *error_at(const struct reader *reader, const char *place, const char *what)
{
	size_t line = 1;
	const char *start = reader->text;
	for (const char *at = start; at < place; at++) {
		if (*at != '\n' && (*at != '\r' || (at + 1 < place && at[1] == '\n')))
			continue;
		line++;
		start = at + 1;
	}
	return sms_error(SMS_INPUT, "%s:%zu:%zu: %s", reader->name, line,
			 sms_utf8_count(start, (size_t)(place - start)) + 1, what);
}

static void take_field(void *field, size_t length, void *context)
{
	struct reader *reader = context;
	sms_grow(reader->starts, reader->count, reader->capacity);
	reader->starts[reader->count++] = reader->bytes.length;
	sms_buf_add(&reader->bytes, field, length + 1);
}

static void take_row(int end, void *context)
{
	struct reader *reader = context;
	if (reader->fields_capacity < reader->capacity) {
		reader->fields_capacity = reader->capacity;
		reader->fields = sms_realloc(reader->fields, reader->capacity, sizeof *reader->fields);
	}
	for (size_t i = 0; i < reader->count; i++)
		reader->fields[i] = reader->bytes.data + reader->starts[i];
	struct sms_csv_row row = {reader->fields, reader->count, reader->line};
	reader->error = reader->visit(reader->context, &row);
	reader->count = 0;
	reader->open = false;
	sms_buf_clear(&reader->bytes);
}

/* Where the quote stands that did not close: the last one of the row that opened a field. */
static const char *find_open_quote(const struct reader *reader)
{
	const char *opening = NULL, *end = reader->text + reader->length;
	bool inside = false;
	for (const char *at = reader->row; at < end; at++) {
		if (*at != '"')
			continue;
		if (inside && at + 1 < end && at[1] == '"') {
			at++;
			continue;
		}
		inside = !inside;
		opening = at;
	}
	return opening ? opening : reader->row;
}

static struct sms_error *feed(struct reader *reader, const char *line, size_t length)
{
	size_t done = csv_parse(&reader->parser, line, length, take_field, take_row, reader);
	if (reader->error || done == length)
		return sms_move(&reader->error);
	return error_at(reader, line + done,
			line[done] == '"' ? "quote inside a field that does not begin with one"
					  : "text behind a closing quote");
}

static const char *find(const char *from, const char *end, char c)
{
	const char *found = memchr(from, c, (size_t)(end - from));
	return found ? found : end;
}

static struct sms_error *read_lines(struct reader *reader, const char *at)
{
	const char *end = reader->text + reader->length;
	const char *newline = find(at, end, '\n'), *carriage = find(at, end, '\r');
	for (size_t line = 1; at < end; line++) {
		/* Looked for again only once passed: a text may lack one of them. */
		if (newline < at)
			newline = find(at, end, '\n');
		if (carriage < at)
			carriage = find(at, end, '\r');
		const char *stop = newline < carriage ? newline : carriage;
		const char *next = stop + (stop < end) + (carriage == stop && newline == stop + 1 && newline < end);
		if (!reader->open) {
			reader->line = line;
			reader->row = at;
			reader->open = stop > at;
		}
		if (reader->open)
			SMS_TRY(feed(reader, at, (size_t)(next - at)));
		at = next;
	}
	if (csv_fini(&reader->parser, take_field, take_row, reader) != 0)
		return error_at(reader, find_open_quote(reader), "quote is not closed");
	return sms_move(&reader->error);
}

/* Text that libcsv may see: UTF-8 without zero bytes. */
static struct sms_error *check_text(const struct reader *reader)
{
	size_t good = sms_utf8_valid(reader->text, reader->length);
	const char *zero = memchr(reader->text, 0, good);
	if (zero)
		return error_at(reader, zero, "zero byte");
	return good < reader->length ? error_at(reader, reader->text + good, "not UTF-8") : NULL;
}

struct sms_error *sms_csv_read(const char *text, size_t length, const char *name, char delimiter,
			       struct sms_error *(*row)(void *context, const struct sms_csv_row *row), void *context)
{
	bool marked = length >= 3 && memcmp(text, "\xef\xbb\xbf", 3) == 0;
	if (length == 0)
		return NULL;
	text += marked ? 3 : 0;
	length -= marked ? 3 : 0;

	struct reader reader = {.text = text, .name = name, .length = length, .visit = row, .context = context};
	SMS_TRY(check_text(&reader));
	csv_init(&reader.parser, CSV_STRICT | CSV_STRICT_FINI | CSV_APPEND_NULL);
	csv_set_delim(&reader.parser, (unsigned char)delimiter);
	csv_set_space_func(&reader.parser, no_space); /* RFC 4180: spaces belong to the field */
	csv_set_realloc_func(&reader.parser, grow);
	csv_set_blk_size(&reader.parser, BLOCK);
	struct sms_error *error = read_lines(&reader, text);
	csv_free(&reader.parser);
	sms_buf_release(&reader.bytes);
	free(reader.starts);
	free(reader.fields);
	return error;
}

static bool skip_digits(const char **at)
{
	const char *start = *at;
	while (isdigit((unsigned char)**at))
		++*at;
	return *at > start;
}

/* A sign, digits with or without a fraction, an exponent: a spreadsheet reads it as a number. */
static bool is_number(const char *text)
{
	text += *text == '-' || *text == '+';
	bool good = skip_digits(&text);
	if (good && *text == '.') {
		text++;
		good = skip_digits(&text);
	}
	if (good && (*text == 'e' || *text == 'E')) {
		text++;
		text += *text == '-' || *text == '+';
		good = skip_digits(&text);
	}
	return good && *text == 0;
}

void sms_csv_add_field(struct sms_buf *out, const char *text, bool first)
{
	unsigned char c = (unsigned char)*text;
	bool risky = c && (strchr("=+-@", c) || c < 0x20 || c == 0x7f) && !is_number(text);
	bool quoted = strpbrk(text, ",\"\r\n") != NULL;
	if (!first)
		sms_buf_add_char(out, ',');
	if (quoted)
		sms_buf_add_char(out, '"');
	if (risky)
		sms_buf_add_char(out, '\'');
	for (const char *quote; quoted && (quote = strchr(text, '"')); text = quote + 1) {
		sms_buf_add(out, text, (size_t)(quote - text) + 1);
		sms_buf_add_char(out, '"');
	}
	sms_buf_add_text(out, text);
	if (quoted)
		sms_buf_add_char(out, '"');
}

void sms_csv_end_row(struct sms_buf *out)
{
	/* A row of one empty field would be an empty line, which readers skip. */
	if (out->length == 0 || out->data[out->length - 1] == '\n')
		sms_buf_add_text(out, "\"\"");
	sms_buf_add_text(out, "\r\n");
}
