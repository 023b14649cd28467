#include "base/arena.h"
#include <stdint.h>
#include <string.h>

enum { BLOCK_SIZE = 64 * 1024 };

struct block {
	struct block *next;
	size_t capacity;
	size_t used;
	max_align_t data[];
};

/* All blocks in one chain; those behind `current` are empty. */
struct sms_arena {
	struct block *first;
	struct block *current;
};

struct sms_arena *sms_arena_new(void)
{
	return sms_alloc(1, sizeof(struct sms_arena));
}

void sms_arena_free(struct sms_arena *arena)
{
	if (!arena)
		return;
	for (struct block *block = arena->first; block;) {
		struct block *next = block->next;
		free(block);
		block = next;
	}
	free(arena);
}

/* A block with room for `size` becomes the current one: the next of the chain, or a new one in front of it. */
static void advance(struct sms_arena *arena, size_t size)
{
	struct block *next = arena->current ? arena->current->next : arena->first;
	if (!next || next->capacity < size) {
		size_t capacity = size > BLOCK_SIZE ? size : BLOCK_SIZE;
		struct block *block = sms_realloc(NULL, sizeof *block + capacity, 1);
		block->next = next;
		block->capacity = capacity;
		if (arena->current)
			arena->current->next = block;
		else
			arena->first = block;
		next = block;
	}
	next->used = 0;
	arena->current = next;
}

void *sms_arena_alloc(struct sms_arena *arena, size_t size)
{
	const size_t unit = _Alignof(max_align_t);
	if (size > SIZE_MAX - sizeof(struct block) - unit)
		sms_out_of_memory();
	size = size ? (size + unit - 1) / unit * unit : unit;
	if (!arena->current || arena->current->capacity - arena->current->used < size)
		advance(arena, size);
	char *memory = (char *)arena->current->data + arena->current->used;
	arena->current->used += size;
	return memory;
}

char *sms_arena_copy(struct sms_arena *arena, const char *bytes, size_t length)
{
	if (length == SIZE_MAX)
		sms_out_of_memory();
	char *copy = sms_arena_alloc(arena, length + 1);
	if (length)
		memcpy(copy, bytes, length);
	copy[length] = 0;
	return copy;
}

void sms_arena_reset(struct sms_arena *arena)
{
	arena->current = NULL;
}
