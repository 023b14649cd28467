/* A fixed set of names with their places, made once, asked often: the properties of a schema, the strings of an enum.
 *
 * Records come in the order of their schema, so the caller passes the place it expects next, which costs one
 * comparison. Else a few names are tried in turn, many are hashed. */
#ifndef SMS_MODEL_SCHEMA_NAMES_H
#define SMS_MODEL_SCHEMA_NAMES_H

#include "base/arena.h"
#include <stdbool.h>
#include <stdint.h>
#include <string.h>

#define NAMES_NONE SIZE_MAX
#define NAMES_FEW 4

struct names {
	const char *const *names;
	const uint32_t *slots; /* hash table of place + 1, 0 for free; NULL for few names */
	size_t count, mask;
};

/* The array and its strings must live as long as `out`; of equal names the first counts. */
void schema_names_build(struct names *out, struct sms_arena *arena, const char *const *names, size_t count);
size_t schema_names_search(const struct names *names, const char *name);

static inline bool schema_same_name(const char *a, const char *b)
{
	return *a == *b && !strcmp(a, b);
}

/* The place of a name, or NAMES_NONE. */
static inline size_t schema_names_find(const struct names *names, const char *name, size_t expected)
{
	if (expected < names->count && schema_same_name(names->names[expected], name))
		return expected;
	if (names->slots)
		return schema_names_search(names, name);
	for (size_t i = 0; i < names->count; i++)
		if (schema_same_name(names->names[i], name))
			return i;
	return NAMES_NONE;
}

#endif
