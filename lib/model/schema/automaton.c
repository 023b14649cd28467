/* From positions to a table, by sets of positions; and running it. */
#include "model/schema/automaton.h"
#include <string.h>

struct builder {
	struct glushkov pattern;
	struct positions states[STATES]; /* each the set of positions where a match may stand */
	size_t count;
	struct positions takers[SYMBOL_COUNT]; /* by class: the positions that take it */
	uint8_t classes[SYMBOL_COUNT];
	size_t width;
	uint8_t next[STATES * SYMBOL_COUNT];
};

static bool same(const struct positions *a, const struct positions *b)
{
	uint64_t difference = 0;
	for (size_t i = 0; i < POSITIONS / 64; i++)
		difference |= a->bits[i] ^ b->bits[i];
	return !difference;
}

/* Symbols that the same positions take are one class. */
static void make_classes(struct builder *b)
{
	for (size_t symbol = 0; symbol < SYMBOL_COUNT; symbol++) {
		struct positions takers = {{0}};
		size_t class = 0;
		for (size_t i = 1; i < b->pattern.count; i++)
			if (b->pattern.symbols[i].bits[symbol / 64] >> (symbol % 64) & 1)
				takers.bits[i / 64] |= (uint64_t)1 << (i % 64);
		while (class < b->width && !same(&b->takers[class], &takers))
			class ++;
		b->takers[class] = takers;
		b->classes[symbol] = (uint8_t) class;
		b->width += class == b->width;
	}
}

/* The number of a state, a new one where there is none yet; STATES where there are too many. */
static size_t state_of(struct builder *b, const struct positions *set)
{
	size_t state = 0;
	while (state < b->count && !same(&b->states[state], set))
		state++;
	if (state == b->count && state < STATES)
		b->states[b->count++] = *set;
	return state;
}

static bool make_row(struct builder *b, size_t state)
{
	struct positions reachable = {{0}};
	for (size_t i = 0; i < b->pattern.count; i++)
		for (size_t w = 0; schema_position_in(&b->states[state], i) && w < POSITIONS / 64; w++)
			reachable.bits[w] |= b->pattern.follow[i].bits[w];
	for (size_t class = 0; class < b->width; class ++) {
		struct positions set;
		for (size_t w = 0; w < POSITIONS / 64; w++)
			set.bits[w] = reachable.bits[w] & b->takers[class].bits[w];
		/* Without an anchor a match may begin anew at any character. */
		set.bits[0] |= !b->pattern.from_start;
		size_t next = state_of(b, &set);
		if (next == STATES)
			return false;
		b->next[state * b->width + class] = (uint8_t)next;
	}
	return true;
}

static bool build(struct builder *b)
{
	const struct positions none = {{0}}, begin = {{1}};
	b->count = b->width = 0;
	make_classes(b);
	state_of(b, &none);
	state_of(b, &begin);
	memset(b->next, 0, b->width);
	for (size_t state = 1; state < b->count; state++)
		if (!make_row(b, state))
			return false;
	return true;
}

static const struct automaton *keep(struct sms_arena *arena, const struct builder *b)
{
	struct automaton *automaton = sms_arena_alloc(arena, sizeof *automaton);
	uint8_t *next = sms_arena_alloc(arena, b->count * b->width);
	bool *accepting = sms_arena_alloc(arena, b->count * sizeof *accepting);
	memcpy(next, b->next, b->count * b->width);
	for (size_t state = 0; state < b->count; state++) {
		accepting[state] = false;
		for (size_t w = 0; w < POSITIONS / 64; w++)
			accepting[state] |= (b->states[state].bits[w] & b->pattern.last.bits[w]) != 0;
	}
	*automaton = (struct automaton){next, accepting, {0}, (uint8_t)b->width, b->pattern.to_end};
	memcpy(automaton->classes, b->classes, sizeof automaton->classes);
	return automaton;
}

const struct automaton *schema_automaton_new(struct sms_arena *arena, const char *pattern)
{
	struct builder *builder = sms_realloc(NULL, 1, sizeof *builder); /* large, and mostly not needed: not zeroed */
	const struct automaton *automaton = NULL;
	if (schema_pattern_read(&builder->pattern, pattern) && build(builder))
		automaton = keep(arena, builder);
	free(builder);
	return automaton;
}

/* Symbol of a character beyond ASCII by its first byte. */
static unsigned beyond(const unsigned char *bytes)
{
	bool separator = bytes[0] == 0xe2 && bytes[1] == 0x80 && (bytes[2] == 0xa8 || bytes[2] == 0xa9);
	return separator ? SYMBOL_SEPARATOR : SYMBOL_OTHER;
}

bool schema_automaton_matches(const struct automaton *automaton, const char *text, size_t length)
{
	const unsigned char *byte = (const unsigned char *)text, *end = byte + length;
	size_t state = 1;
	for (; byte < end && state; byte++) {
		if (!automaton->to_end && automaton->accepting[state])
			return true;
		if (*byte >= 0x80 && *byte < 0xc0)
			continue;
		unsigned symbol = *byte < 0x80 ? *byte : beyond(byte);
		state = automaton->next[state * automaton->width + automaton->classes[symbol]];
	}
	return automaton->accepting[state];
}
