/* Commits as text: libgit2's own objects cost more than twice as much where a whole history is read. */
#include "wrap/git/private.h"

struct reader {
	const char *at, *end;
};

/* The value of the line that begins with `key` and a space; false when the next line is another. */
static bool take_line(struct reader *reader, const char *key, const char **value, size_t *length)
{
	size_t key_length = strlen(key);
	size_t left = (size_t)(reader->end - reader->at);
	if (left <= key_length || memcmp(reader->at, key, key_length) != 0 || reader->at[key_length] != ' ')
		return false;
	const char *newline = memchr(reader->at, '\n', left);
	if (!newline)
		return false;
	*value = reader->at + key_length + 1;
	*length = (size_t)(newline - *value);
	reader->at = newline + 1;
	return true;
}

static bool take_oid(struct reader *reader, const char *key, struct sms_oid *out)
{
	char text[SMS_OID_SIZE];
	const char *value;
	size_t length;
	struct reader before = *reader;
	if (!take_line(reader, key, &value, &length) || length != sizeof text - 1) {
		*reader = before;
		return false;
	}
	memcpy(text, value, length);
	text[length] = 0;
	return sms_oid_parse(text, out);
}

/* "Name <email> 1700000000 +0100" */
static bool take_person(struct reader *reader, const char *key, struct sms_identity *out, sms_time *time)
{
	const char *value;
	size_t length;
	if (!take_line(reader, key, &value, &length))
		return false;
	const char *close = memrchr(value, '>', length);
	const char *open = close ? memchr(value, '<', (size_t)(close - value)) : NULL;
	if (!open)
		return false;
	size_t name_length = (size_t)(open - value);
	while (name_length && value[name_length - 1] == ' ')
		name_length--;
	out->name = sms_copy(value, name_length);
	out->email = sms_copy(open + 1, (size_t)(close - open - 1));
	/* The line is followed by a newline within the text, so that strtoll stops there. */
	char *digits_end;
	*time = strtoll(close + 1, &digits_end, 10);
	return digits_end <= value + length;
}

static struct sms_error *parse(struct reader *reader, struct sms_commit *out)
{
	size_t capacity = 0;
	struct sms_oid parent;
	bool good = take_oid(reader, "tree", &out->tree);
	while (good && take_oid(reader, "parent", &parent)) {
		sms_grow(out->parents, out->parent_count, capacity);
		out->parents[out->parent_count++] = parent;
	}
	good = good && take_person(reader, "author", &out->author, &out->author_time) &&
	       take_person(reader, "committer", &out->committer, &out->time);
	if (!good)
		return sms_error(SMS_ENVIRONMENT, "malformed commit");
	/* The headers end at the first empty line: lines of a signature go on with a space. */
	if (reader->at < reader->end && *reader->at == '\n') {
		reader->at++;
	} else {
		const char *blank = memmem(reader->at, (size_t)(reader->end - reader->at), "\n\n", 2);
		reader->at = blank ? blank + 2 : reader->end;
	}
	out->message = sms_copy(reader->at, (size_t)(reader->end - reader->at));
	return NULL;
}

struct sms_error *sms_commit_parse(const char *text, size_t length, struct sms_commit *out)
{
	*out = (struct sms_commit){0};
	struct reader reader = {text, text + length};
	struct sms_error *error = parse(&reader, out);
	if (error)
		sms_commit_release(out);
	return error;
}

void sms_commit_release(struct sms_commit *commit)
{
	free(commit->parents);
	sms_identity_release(&commit->author);
	sms_identity_release(&commit->committer);
	free(commit->message);
	*commit = (struct sms_commit){0};
}
