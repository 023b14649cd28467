/* Patterns that are regular and plain, as a table: one step a byte, no limit to hit. Most patterns in schemas are
 * (`^[a-z0-9]+(-[a-z0-9]+)*$`); what is not (lookahead, back references, Unicode properties ...) is left to
 * wrap/regex.h. */
#ifndef SMS_MODEL_SCHEMA_AUTOMATON_H
#define SMS_MODEL_SCHEMA_AUTOMATON_H

#include "base/arena.h"
#include <stdbool.h>
#include <stdint.h>

/* What a table tells apart: ASCII characters, the line separators beyond ASCII, all other characters beyond it. */
#define SYMBOL_OTHER 128
#define SYMBOL_SEPARATOR 129
#define SYMBOL_COUNT 130

#define POSITIONS 256 /* characters in a pattern, repetitions written out; the first stands for its beginning */
#define STATES 160

struct symbols {
	uint64_t bits[3];
};

struct positions {
	uint64_t bits[POSITIONS / 64];
};

/* A pattern as its positions (Glushkov): which character each takes, which may come next. */
struct glushkov {
	struct symbols symbols[POSITIONS];
	struct positions follow[POSITIONS];
	struct positions last;
	size_t count;
	bool from_start, to_end; /* anchored */
};

struct automaton {
	const uint8_t *next; /* by state and class; state 0 is without hope */
	const bool *accepting;
	uint8_t classes[SYMBOL_COUNT];
	uint8_t width;
	bool to_end;
};

/* pattern.c: false where the pattern is none of the plain ones (it may still be a good pattern). */
bool schema_pattern_read(struct glushkov *out, const char *pattern);
/* automaton.c: NULL where there is no such table, or it would be large. */
const struct automaton *schema_automaton_new(struct sms_arena *arena, const char *pattern);
/* Is there a match anywhere? `text` is well-formed UTF-8. */
bool schema_automaton_matches(const struct automaton *automaton, const char *text, size_t length);

static inline bool schema_position_in(const struct positions *set, size_t position)
{
	return set->bits[position / 64] >> (position % 64) & 1;
}

#endif
