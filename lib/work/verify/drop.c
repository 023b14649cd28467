/* Merges that take back what one side changed: the file is as the other side has it, and that side left it as it was.
 * git log -p shows nothing of it. */
#include "work/verify/private.h"
#include <string.h>

/* The last commits that two parents share: those that no other shared one descends from. */
static void find_bases(const struct sms_verify *run, size_t one, size_t other, struct sms_buf *out)
{
	size_t count = run->step->index + 1;
	bool *first = sms_alloc(count, sizeof *first), *second = sms_alloc(count, sizeof *second);
	bool *covered = sms_alloc(count, sizeof *covered);
	sms_walk_mark(run->walk, one, first);
	sms_walk_mark(run->walk, other, second);
	for (size_t i = count; i-- > 0;) {
		if (!first[i] || !second[i] || covered[i])
			continue;
		sms_buf_add(out, &i, sizeof i);
		sms_walk_mark(run->walk, i, covered);
	}
	free(first);
	free(second);
	free(covered);
}

static struct sms_error *note(void *context, const struct sms_tree_change *change)
{
	sms_map_put(context, change->path, context);
	return NULL;
}

/* Paths that the merge has as one of the bases does not: what differs there was changed on purpose. */
static struct sms_error *find_changed(const struct sms_verify *run, const size_t *bases, size_t count,
				      struct sms_map *out)
{
	for (size_t i = 0; i < count; i++)
		SMS_TRY(sms_repo_diff(run->store->repo, &sms_walk_node(run->walk, bases[i])->oid,
				      &run->step->commit->oid, note, out));
	return NULL;
}

/* Does the merge differ from one side where it is as the other? */
static bool takes_other(const struct sms_walk_side *side, const struct sms_walk_side *other)
{
	for (size_t i = 0; i < side->count; i++)
		if (!sms_verify_side_has(other, side->changes[i].path))
			return true;
	return false;
}

static struct sms_error *check_pair(struct sms_verify *run, const struct sms_walk_side *side,
				    const struct sms_walk_side *other)
{
	sms_auto(map) struct sms_map *changed = sms_map_new(NULL);
	sms_auto(buf) struct sms_buf bases = SMS_BUF_INIT;
	if (!takes_other(side, other))
		return NULL;
	find_bases(run, side->parent, other->parent, &bases);
	size_t count = bases.length / sizeof(size_t);
	SMS_TRY(find_changed(run, (const size_t *)(const void *)sms_buf_text(&bases), count, changed));
	for (size_t i = 0; i < side->count && count; i++) {
		const char *path = side->changes[i].path;
		char parent[SMS_OID_SIZE];
		if (sms_map_has(changed, path) || sms_verify_side_has(other, path))
			continue;
		sms_oid_format(&sms_walk_node(run->walk, side->parent)->oid, parent);
		sms_verify_add(run, "merge-dropped", NULL, path, "the merge takes back what %.12s had changed", parent);
	}
	return NULL;
}

struct sms_error *sms_verify_dropped(struct sms_verify *run)
{
	for (size_t i = 0; i < run->step->side_count; i++)
		for (size_t k = 0; k < run->step->side_count; k++)
			if (i != k)
				SMS_TRY(check_pair(run, &run->step->sides[i], &run->step->sides[k]));
	return NULL;
}
