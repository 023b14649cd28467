/* The strict scanner in front of cJSON: decides whether a text is JSON as wrap/json.h wants it, at about the speed of
 * memory, without making values. */
#include "wrap/json/scan.h"
#include "base/utf8.h"
#include "wrap/json/token.h"
#include <string.h>

#define LINEAR 64 /* members compared one by one; objects with more are checked for duplicate names by sorting */
#define SHOWN 80  /* bytes of a name in a message */

static bool value(struct sms_json_reader *r);

static inline int peek(const struct sms_json_reader *r)
{
	return r->at < r->end ? *r->at : -1;
}

/* What fails next may be JSON all the same. */
static struct sms_json_reader *beyond_limit(struct sms_json_reader *r)
{
	r->scan->limit = true;
	return r;
}

static inline void skip_space(struct sms_json_reader *r)
{
	const unsigned char *p = r->at;
	while (p < r->end && (*p == ' ' || *p == '\n' || *p == '\t' || *p == '\r'))
		p++;
	r->at = p;
}

static bool word(struct sms_json_reader *r, const char *text, size_t length)
{
	if ((size_t)(r->end - r->at) < length || memcmp(r->at, text, length) != 0)
		return sms_json_fail(r, r->at, "value expected");
	r->at += length;
	return true;
}

/* --- Names of members. --- */

/* Tells most names of one length apart without looking at them again. */
static inline uint32_t name_tag(const char *bytes, size_t length)
{
	uint32_t head = 0, tail;
	if (length >= 4) {
		memcpy(&head, bytes, 4);
		memcpy(&tail, bytes + length - 4, 4);
		return head ^ (tail * 0x9E3779B1u);
	}
	for (size_t i = 0; i < length; i++)
		head = head << 8 | (unsigned char)bytes[i];
	return head;
}

static int compare_names(const void *left, const void *right)
{
	const struct sms_json_name *a = left, *b = right;
	int order;
	if (a->length != b->length)
		return a->length < b->length ? -1 : 1;
	order = memcmp(a->bytes, b->bytes, a->length);
	return order ? order : a->offset < b->offset ? -1 : a->offset > b->offset;
}

static bool fail_duplicate(struct sms_json_reader *r, const struct sms_json_name *name)
{
	sms_auto(buf) struct sms_buf shown = SMS_BUF_INIT;
	size_t length = name->length > SHOWN ? sms_utf8_valid(name->bytes, SHOWN) : name->length;
	sms_json_print_text(&shown, name->bytes, length);
	return sms_json_fail(r, r->start + name->offset, "duplicate member '%.*s%s'", (int)shown.length - 2,
			     shown.data + 1, length < name->length ? "..." : "");
}

/* Are the names from `base` on all different? For many; sorting cannot be made slow by the choice of names. */
static bool check_many(struct sms_json_reader *r, size_t base)
{
	const struct sms_json_name *found = NULL;
	qsort(r->names + base, r->count - base, sizeof *r->names, compare_names);
	for (size_t i = base + 1; i < r->count; i++) {
		const struct sms_json_name *a = &r->names[i - 1], *b = &r->names[i];
		if (a->length == b->length && !memcmp(a->bytes, b->bytes, a->length) &&
		    (!found || b->offset < found->offset))
			found = b;
	}
	return found ? fail_duplicate(r, found) : true;
}

static struct sms_json_name *new_name(struct sms_json_reader *r)
{
	if (r->count == r->capacity) {
		struct sms_json_name *old = r->names == r->room ? NULL : r->names;
		r->capacity *= 2;
		r->names = sms_realloc(old, r->capacity, sizeof *r->names);
		if (!old)
			memcpy(r->names, r->room, sizeof r->room);
	}
	return &r->names[r->count++];
}

/* Passes a name and remembers it among those of its object, which begin at `base`. */
static bool member_name(struct sms_json_reader *r, size_t base)
{
	const unsigned char *start = r->at;
	bool escaped = false;
	if (peek(r) != '"')
		return sms_json_fail(r, start, "member name expected");
	if (!sms_json_pass_string(r, &escaped))
		return false;
	const char *bytes = (const char *)start + 1;
	size_t length = r->at - start - 2;
	if (escaped) {
		r->decoded = r->decoded ? r->decoded : sms_arena_new();
		char *room = sms_arena_alloc(r->decoded, length);
		length = sms_json_unescape(room, bytes, length);
		bytes = room;
	}
	size_t before = r->count - base;
	if (before == SMS_JSON_MEMBERS)
		return sms_json_fail(beyond_limit(r), start, "object with more than %d members", SMS_JSON_MEMBERS);
	struct sms_json_name *name = new_name(r);
	*name = (struct sms_json_name){bytes, length, name_tag(bytes, length), start - r->start};
	if (before >= LINEAR)
		return true;
	for (const struct sms_json_name *other = r->names + base; other < name; other++)
		if (other->tag == name->tag && other->length == length && !memcmp(other->bytes, bytes, length))
			return fail_duplicate(r, name);
	return true;
}

/* --- Values. --- */

static bool enter(struct sms_json_reader *r)
{
	if (r->depth == SMS_JSON_DEPTH)
		return sms_json_fail(beyond_limit(r), r->at, "nested deeper than %d", SMS_JSON_DEPTH);
	r->depth++;
	r->at++;
	skip_space(r);
	return true;
}

static bool member(struct sms_json_reader *r, size_t base)
{
	if (!member_name(r, base))
		return false;
	skip_space(r);
	if (peek(r) != ':')
		return sms_json_fail(r, r->at, "':' expected");
	r->at++;
	skip_space(r);
	return value(r);
}

static bool object(struct sms_json_reader *r)
{
	size_t base = r->count;
	if (!enter(r))
		return false;
	if (peek(r) != '}') {
		for (;;) {
			if (!member(r, base))
				return false;
			skip_space(r);
			if (peek(r) != ',')
				break;
			r->at++;
			skip_space(r);
		}
		if (peek(r) != '}')
			return sms_json_fail(r, r->at, "',' or '}' expected");
	}
	if (r->count - base > LINEAR && !check_many(r, base))
		return false;
	r->count = base;
	r->depth--;
	r->at++;
	return true;
}

static bool array(struct sms_json_reader *r)
{
	if (!enter(r))
		return false;
	if (peek(r) != ']') {
		for (;;) {
			if (!value(r))
				return false;
			skip_space(r);
			if (peek(r) != ',')
				break;
			r->at++;
			skip_space(r);
		}
		if (peek(r) != ']')
			return sms_json_fail(r, r->at, "',' or ']' expected");
	}
	r->depth--;
	r->at++;
	return true;
}

static bool value(struct sms_json_reader *r)
{
	bool escaped;
	int c = peek(r);
	switch (c) {
	case '"':
		return sms_json_pass_string(r, &escaped);
	case '{':
		return object(r);
	case '[':
		return array(r);
	case 't':
		return word(r, "true", 4);
	case 'f':
		return word(r, "false", 5);
	case 'n':
		return word(r, "null", 4);
	case -1:
		return sms_json_fail(r, r->at, "value expected, not the end of the text");
	default:
		if (c == '-' || (c >= '0' && c <= '9'))
			return sms_json_pass_number(r);
		return sms_json_fail(r, r->at, "value expected");
	}
}

static bool text(struct sms_json_reader *r)
{
	if (r->end - r->at >= 3 && !memcmp(r->at, "\xEF\xBB\xBF", 3))
		return sms_json_fail(r, r->at, "byte order mark");
	if (r->end - r->at > SMS_JSON_BYTES)
		return sms_json_fail(beyond_limit(r), r->at, "text of more than %d bytes", SMS_JSON_BYTES);
	skip_space(r);
	if (!value(r))
		return false;
	skip_space(r);
	return r->at == r->end ? true : sms_json_fail(r, r->at, "text behind the value");
}

struct sms_error *sms_json_scan(struct sms_json_scan *scan, const char *bytes, size_t length, const char *name)
{
	const unsigned char *start = (const unsigned char *)bytes;
	struct sms_json_reader r;
	struct sms_error *error = NULL;
	memset(&r, 0, offsetof(struct sms_json_reader, room));
	r.start = r.at = start;
	r.end = start + length;
	r.scan = scan;
	r.names = r.room;
	r.capacity = SMS_JSON_NAMES;
	if (!text(&r)) {
		struct sms_position at = sms_json_position(bytes, r.where - start);
		error = sms_error(SMS_INPUT, "%s:%u:%u: %s", name, at.line, at.column, r.what);
		free(r.what);
	}
	if (r.names != r.room)
		free(r.names);
	sms_arena_free(r.decoded);
	return error;
}

void sms_json_scan_release(struct sms_json_scan *scan)
{
	free(scan->numbers);
	*scan = (struct sms_json_scan){0};
}
