/* The trees of a new commit: the old ones with some files put in, replaced or taken out. */
#include "wrap/git/write_private.h"
#include <stdio.h>

struct builder {
	const struct sms_repo *repo;
	struct sms_tree_cache *cache;
	struct sms_sink *sink;
};

/* One folder while its new tree is made. */
struct level {
	git_odb_object *object;
	struct sms_raw_tree raw;
	const char *start; /* of `entry` in the old tree */
	struct sms_raw_entry entry;
	bool done;
	struct sms_buf out;
	bool grown; /* got a name it did not have */
};

static void release_level(struct level *level)
{
	sms_object_free(level->object);
	sms_buf_release(&level->out);
}
SMS_AUTO_STRUCT(level, struct level, release_level);

static struct sms_error *advance(struct level *level)
{
	level->start = level->raw.at;
	return sms_raw_next(&level->raw, &level->entry, &level->done);
}

static void keep_entry(struct level *level)
{
	sms_buf_add(&level->out, level->start, (size_t)(level->raw.at - level->start));
}

static void add_entry(struct level *level, const struct sms_raw_entry *entry)
{
	char mode[16];
	int length = snprintf(mode, sizeof mode, "%o ", entry->mode);
	sms_buf_add(&level->out, mode, (size_t)length);
	sms_buf_add(&level->out, entry->name, entry->length);
	sms_buf_add_char(&level->out, 0);
	sms_buf_add(&level->out, entry->oid, sizeof *entry->oid);
}

/* --- A name must not be a file and a folder --- */

static int by_name(const void *left, const void *right)
{
	const struct sms_raw_entry *a = left, *b = right;
	size_t common = a->length < b->length ? a->length : b->length;
	int order = memcmp(a->name, b->name, common);
	return order ? order : (a->length > b->length) - (a->length < b->length);
}

/* The files of a tree are in the order of their plain names; every folder is looked up among them. */
static struct sms_error *check_kinds(const struct level *level, const char *folder, size_t folder_length)
{
	struct sms_raw_tree raw = {level->out.data, level->out.data + level->out.length};
	struct sms_raw_entry entry, *files = NULL;
	size_t count = 0, capacity = 0;
	struct sms_error *error = NULL;
	bool done = false;
	while (!error && !(error = sms_raw_next(&raw, &entry, &done)) && !done) {
		if (!sms_raw_is_tree(&entry)) {
			sms_grow(files, count, capacity);
			files[count++] = entry;
		} else if (count && bsearch(&entry, files, count, sizeof *files, by_name)) {
			error = sms_error(SMS_INPUT, "'%.*s%s' cannot be a file and a folder", (int)folder_length,
					  folder, entry.name);
		}
	}
	free(files);
	return error;
}

/* --- Building --- */

static struct sms_error *build(struct builder *builder, const struct sms_oid *tree, struct sms_update *updates,
			       size_t count, size_t offset, struct sms_oid *out);

/* The number of updates from the first on that are in the same folder of this level; 1 for a file. */
static size_t group(const struct sms_update *updates, size_t count, size_t offset, struct sms_raw_entry *entry)
{
	const char *path = updates[0].path;
	entry->name = path + offset;
	entry->length = strcspn(path + offset, "/");
	entry->mode = path[offset + entry->length] ? SMS_MODE_TREE : SMS_MODE_FILE;
	size_t n = 1;
	while (sms_raw_is_tree(entry) && n < count &&
	       strncmp(updates[n].path + offset, entry->name, entry->length + 1) == 0)
		n++;
	return n;
}

static void put_file(struct builder *builder, struct level *level, struct sms_update *update,
		     struct sms_raw_entry *entry, bool there)
{
	if (there) {
		update->before = *level->entry.oid;
		update->mode_before = level->entry.mode;
	}
	if (!update->bytes)
		return;
	if (!sms_oid_equal(&update->before, &update->after))
		sms_sink_put(builder->sink, GIT_OBJECT_BLOB, update->bytes, update->length, false, &update->after);
	entry->oid = &update->after;
	add_entry(level, entry);
	level->grown = level->grown || !there;
}

static struct sms_error *put_folder(struct builder *builder, struct level *level, struct sms_update *updates,
				    size_t count, size_t offset, struct sms_raw_entry entry, bool there)
{
	static const struct sms_oid zero;
	struct sms_oid made;
	SMS_TRY(build(builder, there ? level->entry.oid : &zero, updates, count, offset + entry.length + 1, &made));
	if (sms_oid_is_zero(&made))
		return NULL;
	entry.oid = &made;
	add_entry(level, &entry);
	level->grown = level->grown || !there;
	return NULL;
}

static struct sms_error *merge(struct builder *builder, struct level *level, struct sms_update *updates, size_t count,
			       size_t offset)
{
	while (count) {
		struct sms_raw_entry entry;
		size_t n = group(updates, count, offset, &entry);
		while (!level->done && sms_raw_order(&level->entry, &entry) < 0) {
			keep_entry(level);
			SMS_TRY(advance(level));
		}
		bool there = !level->done && sms_raw_order(&level->entry, &entry) == 0;
		if (sms_raw_is_tree(&entry))
			SMS_TRY(put_folder(builder, level, updates, n, offset, entry, there));
		else
			put_file(builder, level, updates, &entry, there);
		if (there)
			SMS_TRY(advance(level));
		updates += n;
		count -= n;
	}
	while (!level->done) {
		keep_entry(level);
		SMS_TRY(advance(level));
	}
	return NULL;
}

/* `offset` is where this folder's names begin in the paths. An empty folder gives the zero id. */
static struct sms_error *build(struct builder *builder, const struct sms_oid *tree, struct sms_update *updates,
			       size_t count, size_t offset, struct sms_oid *out)
{
	sms_auto(level) struct level level = {.done = true};
	if (!sms_oid_is_zero(tree)) {
		SMS_TRY(sms_tree_read(builder->repo, builder->cache, tree, &level.object));
		level.raw = sms_raw_tree(level.object);
		SMS_TRY(advance(&level));
	}
	SMS_TRY(merge(builder, &level, updates, count, offset));
	if (level.grown)
		SMS_TRY(check_kinds(&level, updates[0].path, offset));
	*out = (struct sms_oid){{0}};
	if (!level.out.length)
		return NULL;
	sms_oid_of("tree", level.out.data, level.out.length, out);
	if (!sms_oid_equal(out, tree)) {
		size_t length = level.out.length;
		sms_sink_put(builder->sink, GIT_OBJECT_TREE, sms_buf_take(&level.out), length, true, out);
	}
	return NULL;
}

struct sms_error *sms_tree_build(const struct sms_repo *repo, struct sms_tree_cache *cache, const struct sms_oid *tree,
				 struct sms_update *updates, size_t count, struct sms_sink *sink, struct sms_oid *out)
{
	struct builder builder = {repo, cache, sink};
	*out = *tree;
	if (count)
		SMS_TRY(build(&builder, tree, updates, count, 0, out));
	if (sms_oid_is_zero(out)) {
		sms_oid_of("tree", "", 0, out);
		sms_sink_put(sink, GIT_OBJECT_TREE, "", 0, false, out);
	}
	return NULL;
}
