/* What is wrong with commits and trees as such: what git fsck finds, and what means different things to different
 * readers. libgit2 reads such objects and says nothing. */
#include "wrap/git/private.h"
#include <strings.h>

/* --- Commits --- */

struct line {
	const char *text;
	size_t length;
};

struct header {
	const char *name;
	bool signature; /* twice: what was signed is ambiguous */
	bool repeats;
};

static const struct header headers[] = {
	{"tree", false, false},         {"parent", false, true},    {"author", false, false},
	{"committer", false, false},    {"encoding", false, false}, {"gpgsig", true, false},
	{"gpgsig-sha256", true, false}, {"mergetag", false, true},
};

static bool is_named(const struct line *line, const char *name)
{
	size_t length = strlen(name);
	return line->length > length && memcmp(line->text, name, length) == 0 && line->text[length] == ' ';
}

/* `1700000000 +0100`, as git writes it. */
static bool is_date(const char *text, size_t length)
{
	size_t digits = 0;
	while (digits < length && text[digits] >= '0' && text[digits] <= '9')
		digits++;
	if (!digits || digits > 18 || (text[0] == '0' && digits > 1) || length != digits + 6 || text[digits] != ' ')
		return false;
	const char *zone = text + digits + 1;
	for (int i = 1; i < 5; i++)
		if (zone[i] < '0' || zone[i] > '9')
			return false;
	return zone[0] == '+' || zone[0] == '-';
}

/* `author Name <email> 1700000000 +0100`. */
static bool is_person(const struct line *line)
{
	const char *value = memchr(line->text, ' ', line->length);
	const char *end = line->text + line->length;
	const char *open = value ? memchr(value, '<', (size_t)(end - value)) : NULL;
	const char *close = open ? memchr(open, '>', (size_t)(end - open)) : NULL;
	if (!close || open[-1] != ' ' || memchr(open + 1, '<', (size_t)(close - open)) ||
	    memchr(value, '>', (size_t)(open - value)) || end - close < 2 || close[1] != ' ')
		return false;
	return is_date(close + 2, (size_t)(end - close - 2));
}

static void check_header(const struct line *line, unsigned *seen, struct sms_list *out)
{
	for (size_t i = 0; i < SMS_COUNT(headers); i++) {
		if (!is_named(line, headers[i].name))
			continue;
		if ((*seen & 1u << i) && !headers[i].repeats)
			sms_list_add_format(out, "%s: the commit has two headers '%s'",
					    headers[i].signature ? "signature" : "malformed", headers[i].name);
		if (i == 1 && (*seen & 1u << 2))
			sms_list_add(out, "malformed: a parent stands behind the commit's author");
		*seen |= 1u << i;
		if ((i == 2 || i == 3) && !is_person(line))
			sms_list_add_format(out, "malformed: the commit's %s is not as git writes it", headers[i].name);
		return;
	}
}

void sms_commit_faults(const char *text, size_t length, struct sms_list *out)
{
	const char *at = text, *end = text + length;
	unsigned seen = 0;
	if (memchr(text, 0, length))
		sms_list_add(out, "malformed: the commit has a zero byte");
	while (at < end && *at != '\n') {
		const char *newline = memchr(at, '\n', (size_t)(end - at));
		struct line line = {at, (size_t)((newline ? newline : end) - at)};
		if (*at != ' ') /* else the header before it goes on */
			check_header(&line, &seen, out);
		at += line.length + 1;
	}
	if ((seen & 32u) && (seen & 64u))
		sms_list_add(out, "signature: the commit has two headers 'gpgsig' and 'gpgsig-sha256'");
}

/* A header's value goes on in lines that begin with a space. */
void sms_commit_signature(const char *text, size_t length, struct sms_buf *signature, struct sms_buf *payload)
{
	static const char name[] = "\ngpgsig ";
	const char *blank = memmem(text, length, "\n\n", 2);
	size_t head = blank ? (size_t)(blank - text) + 1 : length;
	const char *begin = memmem(text, head, name, strlen(name));
	if (!begin)
		return;
	const char *at = begin + strlen(name), *end = text + head;
	while (at < end) {
		const char *newline = memchr(at, '\n', (size_t)(end - at));
		size_t size = newline ? (size_t)(newline - at) + 1 : (size_t)(end - at);
		sms_buf_add(signature, at, size);
		at += size;
		if (at >= end || *at != ' ')
			break;
		at++;
	}
	sms_buf_add(payload, text, (size_t)(begin - text) + 1);
	sms_buf_add(payload, at, (size_t)(text + length - at));
}

/* --- Trees --- */

static const char *fault_of_name(const struct sms_raw_entry *entry)
{
	if ((entry->length == 1 && entry->name[0] == '.') || (entry->length == 2 && memcmp(entry->name, "..", 2) == 0))
		return "leads out of its folder";
	if ((entry->length == 4 && strncasecmp(entry->name, ".git", 4) == 0) ||
	    (entry->length == 5 && strncasecmp(entry->name, "git~1", 5) == 0))
		return "is git's own";
	return NULL;
}

static bool is_mode(unsigned mode)
{
	static const unsigned known[] = {0100644, 0100755, 0040000, 0120000, 0160000};
	for (size_t i = 0; i < SMS_COUNT(known); i++)
		if (mode == known[i])
			return true;
	return false;
}

/* A file and a folder of one name need not stand side by side. */
static bool has_file(git_odb_object *tree, const struct sms_raw_entry *folder)
{
	struct sms_raw_tree raw = sms_raw_tree(tree);
	struct sms_raw_entry entry;
	bool done = false;
	for (;;) {
		struct sms_error *error = sms_raw_next(&raw, &entry, &done);
		sms_error_free(error);
		if (error || done || entry.oid == folder->oid)
			return false;
		if (entry.length == folder->length && memcmp(entry.name, folder->name, entry.length) == 0)
			return true;
	}
}

void sms_tree_faults(const char *path, git_odb_object *tree, struct sms_list *out)
{
	struct sms_raw_tree raw = sms_raw_tree(tree);
	struct sms_raw_entry entry, before = {0};
	bool done = false;
	for (;;) {
		bool padded = raw.at < raw.end && *raw.at == '0';
		struct sms_error *error = sms_raw_next(&raw, &entry, &done);
		if (error) /* the comparison says it */
			sms_error_free(error);
		if (error || done)
			return;
		int order = before.name ? sms_raw_order(&before, &entry) : -1;
		const char *fault = order > 0    ? "is out of order"
				    : order == 0 ? "is there twice"
						 : fault_of_name(&entry);
		/* Between them only names can stand that begin with theirs. */
		if (!fault && sms_raw_is_tree(&entry) && before.length >= entry.length &&
		    memcmp(before.name, entry.name, entry.length) == 0 && has_file(tree, &entry))
			fault = "is there as a file and as a folder";
		if (!fault && (padded || !is_mode(entry.mode)))
			fault = "has a mode that git does not write";
		if (fault)
			sms_list_add_format(out, "malformed: '%s%.*s' of a tree %s", path, (int)entry.length,
					    entry.name, fault);
		before = entry;
	}
}
