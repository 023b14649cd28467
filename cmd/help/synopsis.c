/* The synopsis of a command's arguments, read: "ID…", "TYPE FILE", "ID STATE [FIELD=VALUE…]". */
#include "options.h"
#include <string.h>

#define DOTS "…"

/* One word of a synopsis. */
struct part {
	const char *start;
	size_t length; /* with the brackets and dots at its end */
	bool optional, repeated;
};

/* Reads the word at `*cursor` and moves behind it; false at the end. `depth` counts brackets that are open. */
static bool next_part(const char **cursor, int *depth, struct part *out)
{
	const char *at = *cursor + strspn(*cursor, " ");
	if (!*at)
		return false;
	size_t size = strcspn(at, " ");
	*out = (struct part){.repeated = memmem(at, size, DOTS, strlen(DOTS)) != NULL, .start = at};
	for (; size && *out->start == '['; out->start++, size--)
		++*depth;
	out->optional = *depth > 0;
	out->length = size;
	for (size_t i = 0; i < size; i++)
		if (out->start[i] == ']')
			--*depth;
	*cursor = out->start + size;
	return true;
}

void synopsis_bounds(const char *synopsis, size_t *least, size_t *most)
{
	struct part part;
	int depth = 0;
	*least = *most = 0;
	while (next_part(&synopsis, &depth, &part)) {
		if (!part.optional)
			++*least;
		if (part.repeated || *most == SIZE_MAX)
			*most = SIZE_MAX;
		else
			++*most;
	}
}

static void add_word(struct sms_buf *out, const struct part *part)
{
	for (const char *at = part->start; at < part->start + part->length; at++) {
		if (strncmp(at, DOTS, strlen(DOTS)) == 0)
			at += strlen(DOTS) - 1;
		else if (*at != ']')
			sms_buf_add_char(out, *at);
	}
}

bool synopsis_word(const char *synopsis, size_t index, struct sms_buf *out)
{
	struct part part;
	int depth = 0;
	for (size_t i = 0; next_part(&synopsis, &depth, &part); i++) {
		if (i < index && !part.repeated)
			continue;
		add_word(out, &part);
		return true;
	}
	return false;
}

/* "bash|zsh|fish" are the words themselves; "REV|DATE" says what may stand there. */
static struct sms_error *check_word(const char *choices, const char *call, const char *argument)
{
	sms_auto(list) struct sms_list words = SMS_LIST_INIT;
	if (!strchr(choices, '|') || *choices < 'a' || *choices > 'z')
		return NULL;
	sms_list_split(&words, choices, '|');
	if (sms_list_contains(&words, argument))
		return NULL;
	sms_auto(buf) struct sms_buf allowed = SMS_BUF_INIT;
	sms_list_join(&allowed, &words, ", ");
	const char *nearest = sms_list_nearest(&words, argument);
	return sms_error_hint(
		sms_error(SMS_INPUT, "unknown word '%s': must be one of %s", argument, sms_buf_text(&allowed)), "%s %s",
		call, nearest ? nearest : words.items[0]);
}

struct sms_error *synopsis_check(const char *synopsis, const char *call, const struct sms_list *arguments)
{
	size_t least, most;
	synopsis_bounds(synopsis, &least, &most);
	if (arguments->count > most)
		return sms_error_hint(sms_error(SMS_INPUT, "unexpected argument '%s'", arguments->items[most]), "%s -h",
				      call);
	for (size_t i = 0; i < arguments->count; i++) {
		sms_auto(buf) struct sms_buf choices = SMS_BUF_INIT;
		if (synopsis_word(synopsis, i, &choices))
			SMS_TRY(check_word(sms_buf_text(&choices), call, arguments->items[i]));
	}
	if (arguments->count >= least)
		return NULL;
	sms_auto(buf) struct sms_buf word = SMS_BUF_INIT;
	if (!synopsis_word(synopsis, arguments->count, &word))
		sms_buf_add_text(&word, "VALUE");
	return sms_error_hint(sms_error(SMS_INPUT, "missing argument '%s'", sms_buf_text(&word)), "%s %s", call,
			      synopsis);
}
