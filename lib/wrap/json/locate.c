/* Places in a JSON text: lines and columns, escapes, and the way along a JSON Pointer (RFC 6901) without values. */
#include "base/utf8.h"
#include "wrap/json/scan.h"
#include <string.h>

struct cursor {
	const char *at, *end;
};

struct sms_position sms_json_position(const char *text, size_t offset)
{
	struct sms_position position = {1, 1};
	const char *line = text, *next;
	while ((next = memchr(line, '\n', text + offset - line))) {
		line = next + 1;
		position.line++;
	}
	for (const char *p = line; p < text + offset; p++)
		if ((*p & 0xC0) != 0x80)
			position.column++;
	return position;
}

static unsigned hex4(const char *p)
{
	char digits[5] = {p[0], p[1], p[2], p[3]};
	return strtoul(digits, NULL, 16);
}

static size_t put(char *out, uint32_t c)
{
	size_t size = c < 0x80 ? 1 : c < 0x800 ? 2 : c < 0x10000 ? 3 : 4;
	static const unsigned char lead[] = {0, 0, 0xC0, 0xE0, 0xF0};
	for (size_t i = size - 1; i > 0; i--, c >>= 6)
		out[i] = (char)(0x80 | (c & 0x3F));
	out[0] = (char)(lead[size] | c);
	return size;
}

size_t sms_json_unescape(char *out, const char *raw, size_t length)
{
	static const char from[] = "bfnrt", to[] = "\b\f\n\r\t";
	const char *end = raw + length;
	char *start = out;
	while (raw < end) {
		if (*raw != '\\' || end - raw < 2) {
			*out++ = *raw++;
		} else if (raw[1] == 'u' && end - raw >= 6) {
			uint32_t code = hex4(raw + 2);
			raw += 6;
			if ((code & 0xFC00) == 0xD800 && end - raw >= 6) {
				code = 0x10000 + ((code & 0x3FF) << 10) + (hex4(raw + 2) & 0x3FF);
				raw += 6;
			}
			out += put(out, code);
		} else {
			const char *letter = strchr(from, raw[1]);
			*out++ = letter && *letter ? to[letter - from] : raw[1];
			raw += 2;
		}
	}
	return out - start;
}

bool sms_json_token_is(const char *token, size_t length, const char *name, size_t name_length)
{
	const char *end = token + length, *name_end = name + name_length;
	for (; token < end && name < name_end; token++, name++) {
		char c = *token;
		if (c == '~') {
			token++;
			if (token == end || (*token != '0' && *token != '1'))
				return false;
			c = *token == '0' ? '~' : '/';
		}
		if (c != *name)
			return false;
	}
	return token == end && name == name_end;
}

bool sms_json_index(const char *text, size_t length, size_t *out)
{
	size_t index = 0;
	if (length == 0 || length > 9 || (text[0] == '0' && length > 1))
		return false;
	for (size_t i = 0; i < length; i++) {
		if (text[i] < '0' || text[i] > '9')
			return false;
		index = index * 10 + (text[i] - '0');
	}
	*out = index;
	return true;
}

void sms_json_pointer_add(struct sms_buf *pointer, const char *token)
{
	sms_buf_add_char(pointer, '/');
	for (; *token; token++) {
		if (*token == '~')
			sms_buf_add(pointer, "~0", 2);
		else if (*token == '/')
			sms_buf_add(pointer, "~1", 2);
		else
			sms_buf_add_char(pointer, *token);
	}
}

static void skip_space(struct cursor *c)
{
	while (c->at < c->end && strchr(" \n\t\r", *c->at))
		c->at++;
}

static void skip_string(struct cursor *c)
{
	for (c->at++; c->at < c->end && *c->at != '"'; c->at++)
		if (*c->at == '\\' && c->at + 1 < c->end)
			c->at++;
	if (c->at < c->end)
		c->at++;
}

static void skip_value(struct cursor *c)
{
	unsigned depth = 0;
	while (c->at < c->end) {
		char byte = *c->at;
		if (depth == 0 && strchr(",]} \n\t\r", byte))
			return;
		if (byte == '"') {
			skip_string(c);
		} else {
			depth += byte == '{' || byte == '[';
			depth -= depth && (byte == '}' || byte == ']');
			c->at++;
		}
		if (depth == 0 && strchr("\"}]", byte))
			return;
	}
}

/* Goes from one element or member to the next; false behind the last. */
static bool next_element(struct cursor *c)
{
	skip_space(c);
	if (c->at == c->end || *c->at != ',')
		return false;
	c->at++;
	skip_space(c);
	return c->at < c->end;
}

static bool name_is(const char *raw, size_t length, const char *token, size_t token_length)
{
	if (!memchr(raw, '\\', length))
		return sms_json_token_is(token, token_length, raw, length);
	sms_auto(string) char *name = sms_copy(raw, length);
	length = sms_json_unescape(name, raw, length);
	return sms_json_token_is(token, token_length, name, length);
}

/* From the brace of an object to the value of the member that `token` names; `key` gets the place of its name. */
static bool enter_object(struct cursor *c, const char *token, size_t length, const char **key)
{
	c->at++;
	skip_space(c);
	if (c->at == c->end || *c->at != '"')
		return false;
	do {
		const char *start = c->at;
		skip_string(c);
		bool found = c->at - start >= 2 && name_is(start + 1, c->at - start - 2, token, length);
		skip_space(c);
		if (c->at == c->end)
			return false;
		c->at++;
		skip_space(c);
		if (found) {
			*key = start;
			return true;
		}
		skip_value(c);
	} while (next_element(c));
	return false;
}

static bool enter_array(struct cursor *c, const char *token, size_t length)
{
	size_t index;
	if (!sms_json_index(token, length, &index))
		return false;
	c->at++;
	skip_space(c);
	if (c->at == c->end || *c->at == ']')
		return false;
	for (; index > 0; index--) {
		skip_value(c);
		if (!next_element(c))
			return false;
	}
	return true;
}

struct sms_position sms_json_locate(const char *text, size_t length, const char *pointer, bool of_key)
{
	struct cursor c = {text, text + length};
	const char *found, *key = NULL;
	skip_space(&c);
	found = c.at;
	while (*pointer == '/' && c.at < c.end) {
		const char *token = pointer + 1;
		size_t token_length = strcspn(token, "/");
		key = NULL;
		if (*c.at == '{' ? !enter_object(&c, token, token_length, &key)
				 : *c.at != '[' || !enter_array(&c, token, token_length)) {
			key = NULL;
			break;
		}
		found = c.at;
		pointer = token + token_length;
	}
	return sms_json_position(text, (of_key && key ? key : found) - text);
}
