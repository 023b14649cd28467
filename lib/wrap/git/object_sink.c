/* New objects, held back until all of a write is checked. */
#include "base/map.h"
#include "wrap/git/write_private.h"

void sms_sink_put(struct sms_sink *sink, git_object_t type, const void *bytes, size_t length, bool owned,
		  const struct sms_oid *oid)
{
	sms_grow(sink->objects, sink->count, sink->capacity);
	struct sms_pending_object *object = &sink->objects[sink->count++];
	*object = (struct sms_pending_object){.type = type, .bytes = bytes, .length = length, .oid = *oid};
	memcpy(&object->owned, owned ? &bytes : &(const void *){NULL}, sizeof object->owned);
}

/* Equal contents are one object, and written once. */
static void drop_doubles(struct sms_sink *sink)
{
	sms_auto(map) struct sms_map *seen = sms_map_new(NULL);
	size_t kept = 0;
	for (size_t i = 0; i < sink->count; i++) {
		const char *id = (const char *)sink->objects[i].oid.id;
		if (sms_map_get_n(seen, id, sizeof(struct sms_oid))) {
			free(sink->objects[i].owned);
			continue;
		}
		sms_map_put_n(seen, id, sizeof(struct sms_oid), sink);
		sink->objects[kept++] = sink->objects[i];
	}
	sink->count = kept;
}

struct sms_error *sms_sink_flush(struct sms_sink *sink, struct sms_repo *repo, bool packed,
				 const struct sms_progress *progress)
{
	drop_doubles(sink);
	if (!packed)
		return sms_loose_write(repo, sink->objects, sink->count);
	return sink->count ? sms_pack_write(repo, sink->objects, sink->count, progress) : NULL;
}

void sms_sink_release(struct sms_sink *sink)
{
	for (size_t i = 0; i < sink->count; i++)
		free(sink->objects[i].owned);
	free(sink->objects);
	*sink = (struct sms_sink){0};
}
