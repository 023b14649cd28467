/* Memory given out piece by piece and freed all at once: for what is read, used and dropped together. */
#ifndef SMS_BASE_ARENA_H
#define SMS_BASE_ARENA_H

#include "base/memory.h"

struct sms_arena;

struct sms_arena *sms_arena_new(void) SMS_CHECKED;
void sms_arena_free(struct sms_arena *arena);
/* Memory aligned for any type, not zeroed; lives until the arena is reset or freed. */
void *sms_arena_alloc(struct sms_arena *arena, size_t size) SMS_CHECKED;
char *sms_arena_copy(struct sms_arena *arena, const char *bytes, size_t length) SMS_CHECKED;
/* Forgets everything given out and keeps the blocks for the next round. */
void sms_arena_reset(struct sms_arena *arena);

SMS_AUTO_POINTER(arena, struct sms_arena *, sms_arena_free);

#endif
