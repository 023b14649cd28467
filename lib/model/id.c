/* Ids and paths: see id.h. */
#include "model/id.h"
#include "base/file.h"
#include "wrap/digest.h"
#include "wrap/text.h"
#include <string.h>

#define ID_LONGEST 64
#define ID_WORDS 40 /* bytes of a title that go into an id */

static const char crockford[] = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";

static void add_random_part(struct sms_buf *id, const char *seed)
{
	unsigned char bytes[6];
	if (seed) {
		char digest[SMS_DIGEST_SIZE];
		sms_digest(seed, strlen(seed), digest);
		for (size_t i = 0; i < sizeof bytes; i++) {
			const char pair[3] = {digest[2 * i], digest[2 * i + 1], 0};
			bytes[i] = (unsigned char)strtoul(pair, NULL, 16);
		}
	} else {
		sms_random(bytes, sizeof bytes);
	}
	for (size_t i = 0; i < sizeof bytes; i++)
		sms_buf_add_char(id, crockford[bytes[i] & 31]);
}

char *sms_id_for_event(const struct sms_type *type, sms_time instant, const char *seed)
{
	struct sms_civil date;
	struct sms_buf id = SMS_BUF_INIT;
	sms_time_civil(instant, &date);
	sms_buf_add_format(&id, "%s-%04d%02d%02d-", type->prefix, date.year, date.month, date.day);
	add_random_part(&id, seed);
	return sms_buf_take(&id);
}

char *sms_id_from_title(const struct sms_type *type, const char *title)
{
	struct sms_buf id = SMS_BUF_INIT;
	sms_buf_add_format(&id, "%s-", type->prefix);
	size_t before = id.length;
	sms_text_add_slug(&id, title, ID_WORDS);
	if (id.length == before) /* a title without a single letter that ASCII has */
		add_random_part(&id, title);
	return sms_buf_take(&id);
}

static bool is_upper(char c)
{
	return c >= 'A' && c <= 'Z';
}

static bool is_digit(char c)
{
	return c >= '0' && c <= '9';
}

bool sms_id_is_valid(const char *id)
{
	size_t length = 0, dashes = 0;
	if (!is_upper(id[0]))
		return false;
	for (; id[length]; length++) {
		char c = id[length];
		if (c == '-') {
			dashes++;
			if (!is_upper(id[length + 1]) && !is_digit(id[length + 1]))
				return false;
		} else if (!is_upper(c) && !is_digit(c)) {
			return false;
		}
	}
	return dashes > 0 && length <= ID_LONGEST;
}

/* The date in PREFIX-YYYYMMDD-…; NULL when there is none. */
static const char *date_in(const struct sms_type *type, const char *id)
{
	size_t prefix = strlen(type->prefix);
	if (strncmp(id, type->prefix, prefix) != 0 || id[prefix] != '-')
		return NULL;
	const char *date = id + prefix + 1;
	return strspn(date, "0123456789") == 8 && date[8] == '-' ? date : NULL;
}

char *sms_id_path(const struct sms_type *type, const char *id)
{
	const char *date = type->kind == SMS_KIND_EVENT ? date_in(type, id) : NULL;
	if (type->kind == SMS_KIND_DOCUMENT)
		return sms_format("documents/%s.json", id);
	if (date)
		return sms_format("records/%s/%.4s/%.2s/%s.json", type->name, date, date + 4, id);
	return sms_format("records/%s/%s.json", type->name, id);
}

char *sms_id_body_path(const char *id)
{
	return sms_format("documents/%s.md", id);
}

/* `name` without `suffix`, appended to `id`, when it ends so and is an id. */
static bool take_name(const char *name, const char *suffix, struct sms_buf *id)
{
	size_t length = strlen(name), tail = strlen(suffix), before = id->length;
	if (length <= tail || strcmp(name + length - tail, suffix) != 0)
		return false;
	sms_buf_add(id, name, length - tail);
	if (sms_id_is_valid(sms_buf_text(id) + before))
		return true;
	sms_buf_truncate(id, before);
	return false;
}

static bool document_id(const struct sms_types *types, const char *name, const struct sms_type **type,
			struct sms_buf *id, bool *is_body)
{
	size_t before = id->length;
	bool body = take_name(name, ".md", id);
	if (!body && !take_name(name, ".json", id))
		return false;
	*type = sms_types_of_id(types, sms_buf_text(id) + before);
	if (*type && (*type)->kind != SMS_KIND_DOCUMENT)
		*type = NULL;
	if (is_body)
		*is_body = body;
	return true;
}

/* Between type and file name only year, month and day folders may stand. */
static const char *skip_date_folders(const char *rest)
{
	for (int depth = 0; depth < 3; depth++) {
		const char *slash = strchr(rest, '/');
		size_t digits = strspn(rest, "0123456789");
		if (!slash)
			break;
		if (rest + digits != slash || digits != (depth ? 2 : 4))
			return NULL;
		rest = slash + 1;
	}
	return strchr(rest, '/') ? NULL : rest;
}

bool sms_path_id(const struct sms_types *types, const char *path, const struct sms_type **type, struct sms_buf *id,
		 bool *is_body)
{
	*type = NULL;
	if (is_body)
		*is_body = false;
	if (!strncmp(path, "documents/", 10))
		return !strchr(path + 10, '/') && document_id(types, path + 10, type, id, is_body);
	if (strncmp(path, "records/", 8) != 0)
		return false;
	const char *name = path + 8, *slash = strchr(name, '/');
	if (!slash)
		return false;
	char *folder = sms_copy(name, (size_t)(slash - name));
	*type = sms_types_get(types, folder);
	free(folder);
	const char *file = skip_date_folders(slash + 1);
	return file && take_name(file, ".json", id);
}
