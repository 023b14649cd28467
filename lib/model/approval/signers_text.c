/* The text of allowed_signers, edited without touching what is not meant. See keys.h. */
#include "model/approval/keys.h"
#include <string.h>
#include <strings.h>

static bool is_blank(char c)
{
	return c == ' ' || c == '\t';
}

/* Behind a word; quotes hide blanks in it. */
static const char *skip_word(const char *at)
{
	bool quoted = false;
	for (; *at && (quoted || !is_blank(*at)); at++)
		quoted ^= *at == '"';
	return at;
}

static const char *skip_blanks(const char *at)
{
	while (is_blank(*at))
		at++;
	return at;
}

/* The options without valid-before. */
static void keep_options(struct sms_buf *out, const char *options, size_t length)
{
	static const char name[] = "valid-before=";
	sms_auto(string) char *text = sms_copy(options, length);
	size_t begun = out->length;
	for (const char *at = text; *at;) {
		const char *end = at;
		for (bool quoted = false; *end && (quoted || *end != ','); end++)
			quoted ^= *end == '"';
		if (strncasecmp(at, name, strlen(name)) != 0) {
			if (out->length > begun)
				sms_buf_add_char(out, ',');
			sms_buf_add(out, at, (size_t)(end - at));
		}
		at = end + (*end == ',');
	}
	if (out->length > begun)
		sms_buf_add_char(out, ',');
}

static void end_line(struct sms_buf *out, const char *line, sms_time at)
{
	char end[SMS_TIME_SIZE];
	const char *principals = skip_blanks(line), *behind = skip_word(principals), *word = skip_blanks(behind);
	const char *rest = skip_blanks(skip_word(word));
	sms_auto(string) char *options = sms_copy(word, (size_t)(skip_word(word) - word));
	bool has_options = strpbrk(options, "=,\"") != NULL;
	sms_signer_time(at, end);
	sms_buf_add(out, principals, (size_t)(behind - principals));
	sms_buf_add_char(out, ' ');
	if (has_options)
		keep_options(out, word, strlen(options));
	sms_buf_add_format(out, "valid-before=\"%s\" %s\n", end, has_options ? rest : word);
}

void sms_signers_text_end(struct sms_buf *text, size_t line, sms_time at, const char *comment)
{
	sms_auto(list) struct sms_list lines = SMS_LIST_INIT;
	sms_auto(buf) struct sms_buf out = SMS_BUF_INIT;
	sms_list_split(&lines, sms_buf_text(text), '\n');
	for (size_t i = 0; i < lines.count; i++) {
		if (i + 1 == line) {
			if (comment)
				sms_buf_add_format(&out, "# %s\n", comment);
			end_line(&out, lines.items[i], at);
		} else if (i + 1 < lines.count || *lines.items[i]) {
			sms_buf_add_format(&out, "%s\n", lines.items[i]);
		}
	}
	sms_buf_clear(text);
	sms_buf_add(text, sms_buf_text(&out), out.length);
}

/* A line with the comments above it. */
struct block {
	char *line;
	struct sms_buf comments;
};

struct blocks {
	struct block *items;
	size_t count, capacity;
};

static void blocks_release(struct blocks *blocks)
{
	for (size_t i = 0; i < blocks->count; i++) {
		free(blocks->items[i].line);
		sms_buf_release(&blocks->items[i].comments);
	}
	free(blocks->items);
}
SMS_AUTO_STRUCT(blocks, struct blocks, blocks_release);

static int by_line(const void *a, const void *b)
{
	return strcmp(((const struct block *)a)->line, ((const struct block *)b)->line);
}

static bool is_comment(const char *line)
{
	return *skip_blanks(line) == '#';
}

/* Lines of comment that an empty line ends, at the very top: a heading of the file. */
static size_t heading_of(const struct sms_list *lines)
{
	size_t count = 0;
	while (count < lines->count && is_comment(lines->items[count]))
		count++;
	return count && count + 1 < lines->count && !*skip_blanks(lines->items[count]) ? count : 0;
}

void sms_signers_text_arrange(struct sms_buf *text)
{
	sms_auto(list) struct sms_list lines = SMS_LIST_INIT;
	sms_auto(blocks) struct blocks blocks = {0};
	sms_auto(buf) struct sms_buf out = SMS_BUF_INIT, comments = SMS_BUF_INIT;
	sms_list_split(&lines, sms_buf_text(text), '\n');
	size_t heading = heading_of(&lines);
	for (size_t i = 0; i < heading; i++)
		sms_buf_add_format(&out, "%s\n", lines.items[i]);
	if (heading)
		sms_buf_add_char(&out, '\n');
	for (size_t i = heading; i < lines.count; i++) {
		const char *line = lines.items[i];
		if (is_comment(line))
			sms_buf_add_format(&comments, "%s\n", line);
		if (is_comment(line) || !*skip_blanks(line))
			continue;
		sms_grow(blocks.items, blocks.count, blocks.capacity);
		blocks.items[blocks.count++] = (struct block){sms_strdup(line), comments};
		comments = (struct sms_buf)SMS_BUF_INIT;
	}
	if (blocks.count > 1)
		qsort(blocks.items, blocks.count, sizeof *blocks.items, by_line);
	for (size_t i = 0; i < blocks.count; i++)
		sms_buf_add_format(&out, "%s%s\n", sms_buf_text(&blocks.items[i].comments), blocks.items[i].line);
	sms_buf_add_text(&out, sms_buf_text(&comments));
	sms_buf_clear(text);
	sms_buf_add(text, sms_buf_text(&out), out.length);
}
