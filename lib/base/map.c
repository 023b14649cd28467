#include "base/map.h"
#include "base/arena.h"
#include <string.h>

enum { FIRST_SLOTS = 16 };

struct entry {
	uint64_t hash;
	const char *key; /* in the arena */
	size_t length;
	void *value;
};

/* Entries in order of insertion, and an open-addressed table of their numbers (plus one: 0 is a free slot), of a
 * power of two slots of which at most half are taken. */
struct sms_map {
	void (*free_value)(void *);
	struct sms_arena *keys;
	struct entry *entries;
	size_t count;
	size_t capacity;
	size_t *slots;
	size_t slot_count;
};

struct sms_map *sms_map_new(void (*free_value)(void *))
{
	struct sms_map *map = sms_alloc(1, sizeof *map);
	map->free_value = free_value;
	map->keys = sms_arena_new();
	return map;
}

void sms_map_free(struct sms_map *map)
{
	if (!map)
		return;
	for (size_t i = 0; map->free_value && i < map->count; i++)
		map->free_value(map->entries[i].value);
	sms_arena_free(map->keys);
	free(map->entries);
	free(map->slots);
	free(map);
}

/* The slot of the key, or the free one where it belongs. */
static size_t *locate(const struct sms_map *map, uint64_t hash, const char *key, size_t length)
{
	size_t mask = map->slot_count - 1;
	for (size_t i = (size_t)hash & mask;; i = (i + 1) & mask) {
		size_t *slot = &map->slots[i];
		if (!*slot)
			return slot;
		const struct entry *entry = &map->entries[*slot - 1];
		if (entry->hash == hash && entry->length == length && memcmp(entry->key, key, length) == 0)
			return slot;
	}
}

static void widen(struct sms_map *map)
{
	free(map->slots);
	map->slot_count = map->slot_count ? map->slot_count * 2 : FIRST_SLOTS;
	map->slots = sms_alloc(map->slot_count, sizeof *map->slots);
	for (size_t i = 0; i < map->count; i++) {
		const struct entry *entry = &map->entries[i];
		*locate(map, entry->hash, entry->key, entry->length) = i + 1;
	}
}

void sms_map_put(struct sms_map *map, const char *key, void *value)
{
	sms_map_put_n(map, key, strlen(key), value);
}

void sms_map_put_n(struct sms_map *map, const char *key, size_t length, void *value)
{
	if ((map->count + 1) * 2 > map->slot_count)
		widen(map);
	uint64_t hash = sms_hash(key, length);
	size_t *slot = locate(map, hash, key, length);
	if (*slot) {
		struct entry *entry = &map->entries[*slot - 1];
		if (map->free_value && entry->value != value)
			map->free_value(entry->value);
		entry->value = value;
		return;
	}
	sms_grow(map->entries, map->count, map->capacity);
	map->entries[map->count++] = (struct entry){hash, sms_arena_copy(map->keys, key, length), length, value};
	*slot = map->count;
}

static const struct entry *find(const struct sms_map *map, const char *key, size_t length)
{
	if (!map || !map->count)
		return NULL;
	size_t slot = *locate(map, sms_hash(key, length), key, length);
	return slot ? &map->entries[slot - 1] : NULL;
}

void *sms_map_get(const struct sms_map *map, const char *key)
{
	return sms_map_get_n(map, key, strlen(key));
}

void *sms_map_get_n(const struct sms_map *map, const char *key, size_t length)
{
	const struct entry *entry = find(map, key, length);
	return entry ? entry->value : NULL;
}

bool sms_map_has(const struct sms_map *map, const char *key)
{
	return find(map, key, strlen(key)) != NULL;
}

size_t sms_map_count(const struct sms_map *map)
{
	return map ? map->count : 0;
}

void *sms_map_at(const struct sms_map *map, size_t index, const char **key)
{
	const struct entry *entry = &map->entries[index];
	if (key)
		*key = entry->key;
	return entry->value;
}

uint64_t sms_hash(const void *bytes, size_t length)
{
	const unsigned char *p = bytes;
	uint64_t hash = 0xcbf29ce484222325u;
	for (size_t i = 0; i < length; i++)
		hash = (hash ^ p[i]) * 0x100000001b3u;
	/* FNV leaves its low bits weak; tables use just these. */
	hash = (hash ^ (hash >> 33)) * 0xff51afd7ed558ccdu;
	hash = (hash ^ (hash >> 33)) * 0xc4ceb9fe1a85ec53u;
	return hash ^ (hash >> 33);
}
