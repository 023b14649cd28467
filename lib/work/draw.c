/* Samples that can be drawn again: see draw.h. */
#include "work/draw.h"
#include <string.h>

struct hat {
	const struct sms_query *query;
	const char *seed;
	struct sms_drawn *items[SMS_SCAN_THREADS];
	size_t counts[SMS_SCAN_THREADS], capacities[SMS_SCAN_THREADS];
};

static void release_drawn(struct sms_drawn *drawn)
{
	free(drawn->id);
	free(drawn->state);
	free(drawn->title);
}

void sms_draw_release(struct sms_draw *draw)
{
	for (size_t i = 0; i < draw->count; i++)
		release_drawn(&draw->items[i]);
	free(draw->items);
}

static void hat_release(struct hat *hat)
{
	for (unsigned thread = 0; thread < SMS_SCAN_THREADS; thread++) {
		for (size_t i = 0; i < hat->counts[thread]; i++)
			release_drawn(&hat->items[thread][i]);
		free(hat->items[thread]);
	}
}
SMS_AUTO_STRUCT(hat, struct hat, hat_release);

static const char *text_of(const sms_json *json, const char *key)
{
	const char *text = sms_json_get_text(json, key);
	return text ? text : "";
}

static struct sms_error *visit(void *context, unsigned thread, const struct sms_scanned *record)
{
	struct hat *hat = context;
	bool matches =
		sms_json_is(record->json, SMS_JSON_OBJECT) && strcmp(text_of(record->json, "state"), "void") != 0;
	if (matches && hat->query)
		SMS_TRY(sms_query_matches(hat->query, record->json, &matches));
	if (!matches)
		return NULL;
	sms_auto(string) char *text = sms_format("%s\n%s", hat->seed, record->entry->id);
	sms_grow(hat->items[thread], hat->counts[thread], hat->capacities[thread]);
	struct sms_drawn *drawn = &hat->items[thread][hat->counts[thread]++];
	*drawn = (struct sms_drawn){.id = sms_strdup(record->entry->id),
				    .state = sms_strdup(text_of(record->json, "state")),
				    .title = sms_strdup(text_of(record->json, "title"))};
	sms_digest(text, strlen(text), drawn->digest);
	return NULL;
}

static int by_digest(const void *a, const void *b)
{
	const struct sms_drawn *x = a, *y = b;
	int order = strcmp(x->digest, y->digest);
	return order ? order : strcmp(x->id, y->id);
}

static size_t number(struct sms_store *store, const char *path, size_t otherwise)
{
	int64_t value = 0;
	return sms_json_integer(sms_settings_get(store->settings, path), &value) && value > 0 ? (size_t)value
											      : otherwise;
}

/* The square root or a share, within the limits of the settings; a fixed number where they say so. */
static size_t size_by_settings(struct sms_store *store, size_t population)
{
	const char *method = sms_json_text(sms_settings_get(store->settings, "audit.sample.method"));
	size_t least = number(store, "audit.sample.least", 5), most = number(store, "audit.sample.most", 25), size = 0;
	if (method && !strcmp(method, "fixed"))
		return most;
	if (method && !strcmp(method, "percent"))
		size = (population * number(store, "audit.sample.percent", 10) + 99) / 100;
	while ((!method || strcmp(method, "percent") != 0) && size * size < population)
		size++;
	return size < least ? least : size > most ? most : size;
}

struct sms_error *sms_draw(struct sms_draw *out, struct sms_store *store, const struct sms_type *type,
			   const struct sms_query *query, const char *seed, size_t size,
			   const struct sms_progress *progress)
{
	sms_auto(hat) struct hat hat = {.query = query, .seed = seed};
	*out = (struct sms_draw){0};
	SMS_TRY(sms_snapshot_scan(store->snapshot, type, visit, &hat, progress));
	size_t count = hat.counts[0] + hat.counts[1];
	struct sms_drawn *all = sms_alloc(count, sizeof *all);
	for (unsigned thread = 0, at = 0; thread < SMS_SCAN_THREADS; thread++) {
		for (size_t i = 0; i < hat.counts[thread]; i++)
			all[at++] = hat.items[thread][i];
		hat.counts[thread] = 0;
	}
	if (count)
		qsort(all, count, sizeof *all, by_digest);
	out->population = count;
	out->items = all;
	out->count = size ? size : size_by_settings(store, count);
	if (out->count > count)
		out->count = count;
	for (size_t i = out->count; i < count; i++)
		release_drawn(&all[i]);
	return NULL;
}
