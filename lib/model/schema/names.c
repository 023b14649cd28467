/* The hashed half of names.h. */
#include "model/schema/names.h"

/* Names of up to sixteen bytes are hashed whole by two overlapping loads; longer ones by their ends and length, which
 * is enough for names that people give. */
static uint64_t digest(const char *name, size_t length)
{
	uint64_t head = 0, tail = 0;
	if (length >= 8) {
		memcpy(&head, name, 8);
		memcpy(&tail, name + length - 8, 8);
	} else if (length >= 4) {
		memcpy(&head, name, 4);
		memcpy(&tail, name + length - 4, 4);
	} else {
		memcpy(&head, name, length);
	}
	head = (head ^ length) * 0x9e3779b97f4a7c15u;
	tail = (tail ^ head >> 32) * 0xd6e8feb86659fd93u;
	return (head ^ tail ^ tail >> 32) * 0x9e3779b97f4a7c15u >> 32;
}

void schema_names_build(struct names *out, struct sms_arena *arena, const char *const *names, size_t count)
{
	*out = (struct names){.names = names, .count = count};
	if (count <= NAMES_FEW)
		return;
	size_t size = 8;
	while (size < count * 2)
		size *= 2;
	uint32_t *slots = sms_arena_alloc(arena, size * sizeof *slots);
	memset(slots, 0, size * sizeof *slots);
	for (size_t i = 0; i < count; i++) {
		size_t slot = digest(names[i], strlen(names[i])) & (size - 1);
		while (slots[slot])
			slot = (slot + 1) & (size - 1);
		slots[slot] = (uint32_t)i + 1;
	}
	out->slots = slots;
	out->mask = size - 1;
}

size_t schema_names_search(const struct names *names, const char *name)
{
	size_t slot = digest(name, strlen(name)) & names->mask;
	for (; names->slots[slot]; slot = (slot + 1) & names->mask)
		if (schema_same_name(names->names[names->slots[slot] - 1], name))
			return names->slots[slot] - 1;
	return NAMES_NONE;
}
