/* Reading of plain patterns. Only what is certain to mean the same in ECMA-262 is taken: ASCII characters, `.`,
 * classes, groups, alternatives, greedy repetitions, `^` at the very beginning and `$` at the very end. */
#include "model/schema/automaton.h"
#include <string.h>

#define WORK 2000 /* atoms that are read, those written out by repetition counted again */
#define ENDLESS 10000
#define NESTED 40

struct part {
	bool nullable;
	struct positions first, last;
};

struct reader {
	const char *at;
	struct glushkov *out;
	unsigned work, depth;
	bool divided; /* alternatives outside of groups */
};

static bool read_alternatives(struct reader *r, struct part *out);

static void join(struct positions *set, const struct positions *more)
{
	for (size_t i = 0; i < POSITIONS / 64; i++)
		set->bits[i] |= more->bits[i];
}

static void link_parts(struct glushkov *g, const struct positions *last, const struct positions *first)
{
	for (size_t i = 0; i < g->count; i++)
		if (schema_position_in(last, i))
			join(&g->follow[i], first);
}

/* `out` and then `next`. */
static void append(struct glushkov *g, struct part *out, const struct part *next)
{
	link_parts(g, &out->last, &next->first);
	if (out->nullable)
		join(&out->first, &next->first);
	if (!next->nullable)
		memset(&out->last, 0, sizeof out->last);
	join(&out->last, &next->last);
	out->nullable = out->nullable && next->nullable;
}

static void add_symbols(struct symbols *set, unsigned from, unsigned to)
{
	for (unsigned c = from; c <= to; c++)
		set->bits[c / 64] |= (uint64_t)1 << (c % 64);
}

static void invert(struct symbols *set)
{
	for (size_t i = 0; i < 3; i++)
		set->bits[i] = ~set->bits[i];
}

/* \d, \w, \D, \W */
static bool add_named(struct symbols *set, char name)
{
	struct symbols named = {{0}};
	if (name != 'd' && name != 'w' && name != 'D' && name != 'W')
		return false;
	add_symbols(&named, '0', '9');
	if (name == 'w' || name == 'W') {
		add_symbols(&named, 'A', 'Z');
		add_symbols(&named, 'a', 'z');
		add_symbols(&named, '_', '_');
	}
	if (name == 'D' || name == 'W')
		invert(&named);
	for (size_t i = 0; i < 3; i++)
		set->bits[i] |= named.bits[i];
	return true;
}

static bool is_plain(char c)
{
	return c >= ' ' && c <= '~';
}

/* One character of a class, escaped perhaps; 0 where it is another thing. */
static char class_character(struct reader *r)
{
	char c = *r->at++;
	if (c == '\\') {
		c = *r->at++;
		return c && strchr("^$\\.*+?()[]{}|/-", c) ? c : 0;
	}
	return is_plain(c) && c != '[' ? c : 0;
}

static bool read_class(struct reader *r, struct symbols *out)
{
	bool inverted = *r->at == '^';
	r->at += inverted;
	if (*r->at == ']')
		return false;
	while (*r->at != ']') {
		if (*r->at == '\\' && add_named(out, r->at[1])) {
			r->at += 2;
			if (*r->at == '-' && r->at[1] != ']')
				return false;
			continue;
		}
		char from = class_character(r), to = from;
		if (from && *r->at == '-' && r->at[1] != ']') {
			r->at++;
			to = class_character(r);
		}
		if (!from || to < from)
			return false;
		add_symbols(out, (unsigned)from, (unsigned)to);
	}
	r->at++;
	if (inverted)
		invert(out);
	return true;
}

static bool read_symbols(struct reader *r, struct symbols *out)
{
	char c = *r->at++;
	if (c == '[')
		return read_class(r, out);
	if (c == '.') {
		add_symbols(out, '\n', '\n');
		add_symbols(out, '\r', '\r');
		add_symbols(out, SYMBOL_SEPARATOR, SYMBOL_SEPARATOR);
		invert(out);
		return true;
	}
	if (c == '\\') {
		c = *r->at++;
		if (add_named(out, c))
			return true;
		if (!c || !strchr("^$\\.*+?()[]{}|/", c))
			return false;
	} else if (!is_plain(c) || strchr("^$*+?()[]{}|", c)) {
		return false;
	}
	add_symbols(out, (unsigned)c, (unsigned)c);
	return true;
}

static bool read_atom(struct reader *r, struct part *out)
{
	struct glushkov *g = r->out;
	memset(out, 0, sizeof *out);
	if (++r->work > WORK || g->count == POSITIONS)
		return false;
	if (*r->at == '(') {
		r->at++;
		if (*r->at == '?' && r->at[1] != ':')
			return false;
		if (*r->at == '?')
			r->at += 2;
		return ++r->depth < NESTED && read_alternatives(r, out) && *r->at++ == ')' && r->depth--;
	}
	g->symbols[g->count] = (struct symbols){{0}};
	g->follow[g->count] = (struct positions){{0}};
	if (!read_symbols(r, &g->symbols[g->count]))
		return false;
	out->first.bits[g->count / 64] |= (uint64_t)1 << (g->count % 64);
	out->last = out->first;
	g->count++;
	return true;
}

static bool read_number(struct reader *r, unsigned *out)
{
	if (*r->at < '0' || *r->at > '9')
		return false;
	for (*out = 0; *r->at >= '0' && *r->at <= '9' && *out < ENDLESS; r->at++)
		*out = *out * 10 + (unsigned)(*r->at - '0');
	return *out < ENDLESS;
}

/* How often the atom before comes; once where nothing is said. */
static bool read_quantifier(struct reader *r, unsigned *least, unsigned *most)
{
	char c = *r->at;
	*least = c == '*' || c == '?' ? 0 : 1;
	*most = c == '*' || c == '+' ? ENDLESS : 1;
	if (c == '{') {
		r->at++;
		if (!read_number(r, least))
			return false;
		*most = *least;
		if (*r->at == ',') {
			r->at++;
			*most = ENDLESS;
			if (*r->at != '}' && !read_number(r, most))
				return false;
		}
		if (*r->at != '}' || *most < *least)
			return false;
		c = '*';
	}
	if (!c || !strchr("*+?", c))
		return true;
	r->at++;
	return *r->at != '?'; /* lazy ones match the same, but need no care here */
}

/* An atom with its repetition, which is written out by reading the atom again and again. */
static bool read_item(struct reader *r, struct part *out)
{
	const char *start = r->at;
	struct part atom;
	unsigned least, most;
	if (!read_atom(r, &atom) || !read_quantifier(r, &least, &most))
		return false;
	const char *end = r->at;
	if (most == ENDLESS) {
		most = least ? least : 1;
		link_parts(r->out, &atom.last, &atom.first);
	} else if (most == 0) {
		memset(&atom, 0, sizeof atom);
		atom.nullable = true;
		most = 1;
	}
	*out = atom;
	out->nullable |= least == 0;
	for (unsigned i = 1; i < most; i++) {
		r->at = start;
		if (!read_atom(r, &atom))
			return false;
		atom.nullable |= i >= least;
		append(r->out, out, &atom);
	}
	r->at = end;
	return true;
}

static bool read_sequence(struct reader *r, struct part *out)
{
	struct part item;
	memset(out, 0, sizeof *out);
	out->nullable = true;
	while (*r->at && *r->at != '|' && *r->at != ')') {
		if (*r->at == '$' && !r->at[1] && r->depth == 0)
			return true;
		if (!read_item(r, &item))
			return false;
		append(r->out, out, &item);
	}
	return true;
}

static bool read_alternatives(struct reader *r, struct part *out)
{
	if (!read_sequence(r, out))
		return false;
	while (*r->at == '|') {
		struct part other;
		r->at++;
		r->divided |= r->depth == 0;
		if (++r->work > WORK || !read_sequence(r, &other))
			return false;
		out->nullable |= other.nullable;
		join(&out->first, &other.first);
		join(&out->last, &other.last);
	}
	return true;
}

/* An anchor belongs to its alternative only, so with anchors there must be one alternative at the top. */
static bool read_top(struct reader *r, struct part *out)
{
	struct glushkov *g = r->out;
	g->from_start = *r->at == '^';
	r->at += g->from_start;
	if (!(g->from_start ? read_sequence(r, out) : read_alternatives(r, out)))
		return false;
	g->to_end = *r->at == '$';
	r->at += g->to_end;
	return !*r->at && !(g->to_end && r->divided);
}

bool schema_pattern_read(struct glushkov *out, const char *pattern)
{
	struct reader reader = {.at = pattern, .out = out};
	struct part whole;
	out->count = 1;
	out->follow[0] = (struct positions){{0}};
	if (!read_top(&reader, &whole))
		return false;
	out->follow[0] = whole.first;
	out->last = whole.last;
	out->last.bits[0] |= whole.nullable;
	return true;
}
