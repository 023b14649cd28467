/* The walk: every commit against each of its parents, every file that differs handed to whoever knows its kind. */
#include "model/approval/signers.h"
#include "model/id.h"
#include "work/verify/private.h"
#include <string.h>

bool sms_verify_is_merge(const struct sms_verify *run)
{
	return run->step->side_count > 1;
}

bool sms_verify_is_cut(const struct sms_verify *run)
{
	return sms_walk_node(run->walk, run->step->index)->cut;
}

/* Changes are in tree order, which for files is that of their paths. */
const struct sms_tree_change *sms_verify_side_has(const struct sms_walk_side *side, const char *path)
{
	size_t low = 0, high = side->count;
	while (low < high) {
		size_t middle = low + (high - low) / 2;
		int order = strcmp(side->changes[middle].path, path);
		if (order == 0)
			return &side->changes[middle];
		if (order < 0)
			low = middle + 1;
		else
			high = middle;
	}
	return NULL;
}

bool sms_verify_is_inherited(const struct sms_verify *run, const struct sms_walk_side *side, const char *path)
{
	for (size_t i = 0; i < run->step->side_count; i++)
		if (&run->step->sides[i] != side && !sms_verify_side_has(&run->step->sides[i], path))
			return true;
	return false;
}

/* --- Records. --- */

/* Ids of records whose file went or came on one side: a record that is filed anew does both. */
struct moves {
	struct sms_map *gone, *come; /* id to the change */
};

static void release_moves(struct moves *moves)
{
	sms_map_free(moves->gone);
	sms_map_free(moves->come);
}
SMS_AUTO_STRUCT(moves, struct moves, release_moves);

/* What is gone is told by the types of before: a type may go with its records. */
static const struct sms_types *types_of(const struct sms_verify *run, const struct sms_walk_side *side,
					const struct sms_tree_change *change)
{
	bool gone = sms_oid_is_zero(&change->after) && side->parent != SMS_NO_COMMIT;
	return run->types[run->types_of[gone ? side->parent : run->step->index]];
}

static void note_moves(const struct sms_verify *run, const struct sms_walk_side *side, struct moves *moves)
{
	sms_auto(buf) struct sms_buf id = SMS_BUF_INIT;
	bool any = false, is_body = false;
	const struct sms_type *type = NULL;
	for (size_t i = 0; i < side->count && !any; i++)
		any = sms_oid_is_zero(&side->changes[i].after);
	if (!any)
		return;
	moves->gone = sms_map_new(NULL);
	moves->come = sms_map_new(NULL);
	for (size_t i = 0; i < side->count; i++) {
		const struct sms_tree_change *change = &side->changes[i];
		bool gone = sms_oid_is_zero(&change->after), come = sms_oid_is_zero(&change->before);
		sms_buf_clear(&id);
		if ((gone || come) && sms_path_id(types_of(run, side, change), change->path, &type, &id, &is_body) &&
		    !is_body)
			sms_map_put(gone ? moves->gone : moves->come, sms_buf_text(&id), (void *)(uintptr_t)change);
	}
}

static bool is_file(unsigned mode)
{
	return mode == SMS_MODE_FILE || mode == 0100755;
}

static struct sms_error *see_record(struct sms_verify *run, const struct sms_walk_side *side,
				    const struct sms_tree_change *change, const struct moves *moves,
				    const struct sms_type *type, const char *id, bool is_body)
{
	struct sms_verify_change seen = {side, change->path, id, type, &change->before, &change->after};
	if (!is_file(change->mode_after) && !sms_oid_is_zero(&change->after))
		return NULL; /* said already, and nothing to read */
	if (is_body)
		return sms_verify_body(run, &seen);
	if (sms_oid_is_zero(&change->after)) {
		if (moves->come && sms_map_has(moves->come, id))
			return NULL; /* seen from where it came to */
		return sms_verify_gone(run, &seen);
	}
	const struct sms_tree_change *from = moves->gone ? sms_map_get(moves->gone, id) : NULL;
	if (sms_oid_is_zero(&change->before) && from)
		seen.before = &from->before;
	return sms_oid_is_zero(seen.before) || (change->mode_before && !is_file(change->mode_before))
		       ? sms_verify_new(run, &seen)
		       : sms_verify_version(run, &seen);
}

static struct sms_error *see(struct sms_verify *run, const struct sms_walk_side *side,
			     const struct sms_tree_change *change, const struct moves *moves)
{
	sms_auto(buf) struct sms_buf id = SMS_BUF_INIT;
	const struct sms_type *type = NULL;
	bool is_body = false;
	sms_verify_mode(run, change);
	if (strncmp(change->path, "approvals/", strlen("approvals/")) == 0)
		return sms_verify_file(run, side, change);
	if (strncmp(change->path, "attachments/", strlen("attachments/")) == 0)
		return sms_verify_attachment(run, side, change);
	if (strcmp(change->path, SMS_SIGNERS_PATH) == 0)
		return sms_verify_is_cut(run) ? NULL : sms_verify_signers(run, change);
	if (!sms_path_id(types_of(run, side, change), change->path, &type, &id, &is_body))
		return NULL;
	sms_arena_reset(run->arena);
	return see_record(run, side, change, moves, type, sms_buf_text(&id), is_body);
}

static struct sms_error *visit(void *context, const struct sms_walk_step *step)
{
	struct sms_verify *run = context;
	run->step = step;
	run->out->commits++;
	run->out->merges += step->side_count > 1;
	SMS_TRY(sms_verify_objects(run));
	SMS_TRY(sms_verify_settings(run));
	for (size_t i = 0; i < step->side_count; i++) {
		const struct sms_walk_side *side = &step->sides[i];
		sms_auto(moves) struct moves moves = {0};
		note_moves(run, side, &moves);
		for (size_t k = 0; k < side->count; k++)
			SMS_TRY(see(run, side, &side->changes[k], &moves));
	}
	SMS_TRY(sms_verify_contents(run));
	if (sms_verify_is_merge(run)) {
		SMS_TRY(sms_verify_merge(run));
		SMS_TRY(sms_verify_dropped(run));
		sms_verify_join_rules(run);
	}
	sms_verify_end_commit(run);
	return NULL;
}

struct sms_error *sms_verify_walk(struct sms_verify *run)
{
	struct sms_error *error = sms_walk_run(run->walk, visit, run, run->options->progress);
	run->step = NULL;
	return error;
}
