/* What was found about records, kept from run to run: an audit of 100,000 records of which few have changed reads only
 * those. Verdicts (verdict.c) are kept by the id of the record's blob in one file below .git/sms, which belongs to one
 * key: all that verdicts depend on beside the record. With another key, or malformed, the file is not used. Only audits
 * of the whole built-in catalogue use it: others are quick, and would take each other's place. `verify` never reads it,
 * and a clone does not have it. */
#include "base/builtin.h"
#include "base/file.h"
#include "base/mapping.h"
#include "base/process.h"
#include "work/audit/verdict.h"
#include "wrap/digest.h"
#include <fcntl.h>
#include <string.h>
#include <unistd.h>

#define PATH "sms/audit"     /* below .git */
#define FORMAT "sms audit 1" /* changes with what verdicts hold */
#define MANY 200             /* verdicts that were not there before the file is written anew */

struct head {
	char format[16];
	char key[72];
	uint64_t count, length; /* of places, of the verdicts' bytes behind them */
};

/* Where the verdict on a blob is; in the order of ids. */
struct place {
	struct sms_oid id;
	uint32_t population;
	uint64_t offset;
	uint32_t length;
	uint32_t nothing; /* for the alignment */
};

struct audit_cache {
	char *path;
	struct head head; /* what the file must begin with */
	struct sms_mapping file;
	const struct place *places;
	size_t count;
	const char *verdicts;
	uint32_t *first; /* by the first 16 bits of an id: the place of the first that has no less */
	bool *used;      /* by place */
	struct noted {
		struct sms_buf verdicts;
		struct place *places;
		size_t count, capacity;
	} noted[SMS_SCAN_THREADS]; /* that were not there */
};

#define FAN 65536

void audit_cache_free(struct audit_cache *cache)
{
	if (!cache)
		return;
	for (unsigned i = 0; i < SMS_SCAN_THREADS; i++) {
		sms_buf_release(&cache->noted[i].verdicts);
		free(cache->noted[i].places);
	}
	sms_mapping_release(&cache->file);
	free(cache->first);
	free(cache->used);
	free(cache->path);
	free(cache);
}

/* --- The key. --- */

static void add_json(struct sms_buf *out, const char *name, const sms_json *json)
{
	sms_buf_add_format(out, "%s ", name);
	sms_json_print_line(out, json);
	sms_buf_add_char(out, '\n');
}

/* The program with its types and requirements; the settings; the repository's own types and rules; when it began; what
 * is asked, and the intervals that plans give. False where the program cannot tell itself from another. */
static bool make_key(const struct audit_run *run, const struct sms_audit *audit, struct head *out)
{
	sms_auto(buf) struct sms_buf text = SMS_BUF_INIT;
	const struct sms_type *type;
	char digest[SMS_DIGEST_SIZE];
	if (!sms_process_add_program(&text))
		return false;
	sms_buf_add_format(&text, " %s %s %lld\n", SMS_VERSION, sms_builtin_stamp(), (long long)run->start);
	add_json(&text, "settings", run->store->settings->json);
	for (size_t i = 0; (type = sms_types_next_own(run->store->types, &i));)
		add_json(&text, type->name, type->about);
	for (size_t i = 0; i < sms_map_count(run->catalogue->documents); i++) {
		const char *path = NULL;
		const sms_json *document = sms_map_at(run->catalogue->documents, i, &path);
		if (!sms_builtin(path, &(size_t){0}))
			add_json(&text, path, document);
	}
	for (size_t i = 0; i < run->population_count; i++)
		sms_buf_add_format(&text, "%s %zu\n", run->populations[i]->type->name, run->populations[i]->part_count);
	for (size_t i = 0; i < audit->count; i++)
		sms_buf_add_format(&text, "%s\n", audit->judgements[i].item->key);
	audit_plans_add(run, &text);
	sms_digest(text.data, text.length, digest);
	*out = (struct head){0};
	memcpy(out->format, FORMAT, sizeof FORMAT);
	memcpy(out->key, digest, sizeof digest);
	return true;
}

/* --- The file. --- */

static void load(struct audit_cache *cache)
{
	const struct head *head;
	if (!sms_mapping_open(&cache->file, cache->path))
		return;
	head = (const void *)cache->file.bytes;
	size_t length = cache->file.length;
	if (length < sizeof *head || memcmp(head->format, cache->head.format, sizeof head->format) != 0 ||
	    memcmp(head->key, cache->head.key, sizeof head->key) != 0 || head->count > length / sizeof(struct place) ||
	    length - sizeof *head - head->count * sizeof(struct place) != head->length)
		return;
	cache->places = (const void *)(head + 1);
	cache->count = head->count;
	cache->verdicts = (const char *)(cache->places + cache->count);
	cache->head.length = head->length;
	cache->used = sms_alloc(cache->count, sizeof *cache->used);
	cache->first = sms_alloc(FAN + 1, sizeof *cache->first);
	size_t fan = 0;
	for (size_t i = 0; i < cache->count; i++)
		for (size_t high = (size_t)cache->places[i].id.id[0] << 8 | cache->places[i].id.id[1]; fan <= high;)
			cache->first[fan++] = (uint32_t)i;
	while (fan <= FAN)
		cache->first[fan++] = (uint32_t)cache->count;
}

void audit_cache_open(struct audit_run *run, const struct sms_audit *audit)
{
	struct audit_cache *cache = sms_alloc(1, sizeof *cache);
	if (!make_key(run, audit, &cache->head)) {
		audit_cache_free(cache);
		return;
	}
	cache->path = sms_format("%s" PATH, sms_repo_gitdir(run->store->repo));
	load(cache);
	run->cache = cache;
}

bool audit_cache_find(struct audit_cache *cache, const struct sms_oid *id, size_t population, const char **bytes,
		      size_t *length)
{
	size_t high = (size_t)id->id[0] << 8 | id->id[1];
	if (!cache->count)
		return false;
	for (size_t i = cache->first[high]; i < cache->first[high + 1]; i++) {
		const struct place *place = &cache->places[i];
		if (!sms_oid_equal(&place->id, id) || place->population != population)
			continue;
		if (place->offset > cache->head.length || place->length > cache->head.length - place->offset)
			return false;
		*bytes = cache->verdicts + place->offset;
		*length = place->length;
		cache->used[i] = true;
		return true;
	}
	return false;
}

void audit_cache_add(struct audit_run *run, unsigned thread, const struct sms_oid *id, size_t population)
{
	struct noted *noted = &run->cache->noted[thread];
	size_t offset = noted->verdicts.length;
	if (!audit_verdict_end(run, thread, &noted->verdicts))
		return;
	sms_grow(noted->places, noted->count, noted->capacity);
	noted->places[noted->count++] = (struct place){.id = *id,
						       .population = (uint32_t)population,
						       .offset = offset,
						       .length = (uint32_t)(noted->verdicts.length - offset)};
}

/* --- Writing it anew. --- */

struct joined {
	struct place place;
	const char *verdict;
};

static int by_id(const void *a, const void *b)
{
	const struct joined *x = a, *y = b;
	int result = memcmp(x->place.id.id, y->place.id.id, sizeof x->place.id.id);
	return result ? result
		      : (x->place.population > y->place.population) - (x->place.population < y->place.population);
}

static struct joined *join(const struct audit_cache *cache, size_t *count)
{
	struct joined *all = sms_alloc(cache->count + cache->noted[0].count + cache->noted[1].count, sizeof *all);
	for (size_t i = 0; i < cache->count; i++)
		if (cache->used[i])
			all[(*count)++] = (struct joined){cache->places[i], cache->verdicts + cache->places[i].offset};
	for (unsigned t = 0; t < SMS_SCAN_THREADS; t++)
		for (size_t i = 0; i < cache->noted[t].count; i++)
			all[(*count)++] =
				(struct joined){cache->noted[t].places[i],
						cache->noted[t].verdicts.data + cache->noted[t].places[i].offset};
	if (*count)
		qsort(all, *count, sizeof *all, by_id);
	return all;
}

/* Verdicts on the past are not worth those on the present. */
static bool is_tip(const struct audit_run *run)
{
	struct sms_oid head;
	struct sms_error *error = sms_repo_head(run->store->repo, &head);
	bool same = !error && sms_oid_equal(&head, &run->store->head);
	sms_error_free(error);
	return same;
}

void audit_cache_keep(const struct audit_run *run)
{
	struct audit_cache *cache = run->cache;
	sms_auto(buf) struct sms_buf text = SMS_BUF_INIT;
	size_t count = 0;
	if (cache->noted[0].count + cache->noted[1].count < MANY || !is_tip(run))
		return;
	struct joined *all = join(cache, &count);
	cache->head.count = count;
	cache->head.length = 0;
	for (size_t i = 0; i < count; i++) {
		all[i].place.offset = cache->head.length;
		cache->head.length += all[i].place.length;
	}
	sms_buf_reserve(&text, sizeof cache->head + count * sizeof(struct place) + cache->head.length);
	sms_buf_add(&text, &cache->head, sizeof cache->head);
	for (size_t i = 0; i < count; i++)
		sms_buf_add(&text, &all[i].place, sizeof all[i].place);
	for (size_t i = 0; i < count; i++)
		sms_buf_add(&text, all[i].verdict, all[i].place.length);
	free(all);
	int folder = open(sms_repo_gitdir(run->store->repo), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	if (folder < 0)
		return;
	/* Where it cannot be written, the next run reads all records again. */
	sms_error_free(sms_file_write_at(folder, PATH, text.data, text.length, false, NULL));
	close(folder);
}

struct sms_error *audit_cache_broken(const struct audit_run *run)
{
	(void)unlink(run->cache->path);
	return sms_error_hint(sms_error(SMS_ENVIRONMENT, "%s: malformed; removed", run->cache->path), "sms audit");
}
