/* A hash table from strings to pointers, which keeps the order of insertion for walks. Keys are copied, values are
 * borrowed unless a free function is given. Keys may hold zero bytes when the _n forms are used. */
#ifndef SMS_BASE_MAP_H
#define SMS_BASE_MAP_H

#include "base/memory.h"
#include <stdbool.h>
#include <stdint.h>

struct sms_map;

/* `free_value` may be NULL. */
struct sms_map *sms_map_new(void (*free_value)(void *)) SMS_CHECKED;
void sms_map_free(struct sms_map *map);
/* Sets the value of a key; an old value is freed and replaced. */
void sms_map_put(struct sms_map *map, const char *key, void *value);
void sms_map_put_n(struct sms_map *map, const char *key, size_t length, void *value);
/* The value, or NULL. */
void *sms_map_get(const struct sms_map *map, const char *key);
void *sms_map_get_n(const struct sms_map *map, const char *key, size_t length);
bool sms_map_has(const struct sms_map *map, const char *key);
size_t sms_map_count(const struct sms_map *map);
/* The entry at `index` in order of insertion, 0 <= index < count. `key` may be NULL. Both borrowed. */
void *sms_map_at(const struct sms_map *map, size_t index, const char **key);
/* A 64-bit hash of bytes (FNV-1a with a final mix): for tables, not for evidence. */
uint64_t sms_hash(const void *bytes, size_t length);

SMS_AUTO_POINTER(map, struct sms_map *, sms_map_free);

#endif
