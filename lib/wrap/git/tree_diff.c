/* What differs between two trees: both are read side by side, and what has the same id is not looked into. */
#include "wrap/git/private.h"

struct comparison {
	const struct sms_tree_diff *diff;
	struct sms_buf path;
};

static void release_comparison(struct comparison *comparison)
{
	sms_buf_release(&comparison->path);
}
SMS_AUTO_STRUCT(comparison, struct comparison, release_comparison);

/* One of the two trees, with its next entry. */
struct side {
	git_odb_object *object;
	struct sms_raw_tree raw;
	struct sms_raw_entry entry;
	bool done;
};

static void release_side(struct side *side)
{
	sms_object_free(side->object);
}
SMS_AUTO_STRUCT(side, struct side, release_side);

static struct sms_error *open_side(const struct sms_tree_diff *diff, const struct sms_oid *tree, struct side *side)
{
	side->done = sms_oid_is_zero(tree);
	if (side->done)
		return NULL;
	SMS_TRY(sms_tree_read(diff->repo, diff->cache, tree, &side->object));
	side->raw = sms_raw_tree(side->object);
	return sms_raw_next(&side->raw, &side->entry, &side->done);
}

/* --- What both sides have in common. --- */

static size_t common_bytes(const struct sms_raw_tree *a, const struct sms_raw_tree *b)
{
	size_t left = (size_t)(a->end - a->at), right = (size_t)(b->end - b->at);
	size_t most = left < right ? left : right, done = 0;
	uint64_t one, other;
	for (; most - done >= sizeof one; done += sizeof one) {
		memcpy(&one, a->at + done, sizeof one);
		memcpy(&other, b->at + done, sizeof other);
		if (one != other)
			break;
	}
	while (done < most && a->at[done] == b->at[done])
		done++;
	return done;
}

/* Goes on behind all entries that have the same bytes on both sides: they are read on one of them only. */
static struct sms_error *skip_common(struct side *left, struct side *right)
{
	const char *begin = left->raw.at, *end = begin + common_bytes(&left->raw, &right->raw), *last = begin;
	struct sms_raw_entry entry;
	bool done = false;
	while (left->raw.at < end) {
		last = left->raw.at;
		SMS_TRY(sms_raw_next(&left->raw, &entry, &done));
	}
	if (left->raw.at > end)
		left->raw.at = last;
	right->raw.at += left->raw.at - begin;
	return NULL;
}

/* --- What differs. --- */

static bool begins(const char *path, const char *prefix, size_t length)
{
	return strncmp(path, prefix, length) == 0 && (!path[length] || path[length] == '/');
}

bool sms_prefixes_cover(const struct sms_list *prefixes, const char *path)
{
	if (!prefixes || !prefixes->count)
		return true;
	for (size_t i = 0; i < prefixes->count; i++)
		if (!*prefixes->items[i] || begins(path, prefixes->items[i], strlen(prefixes->items[i])))
			return true;
	return false;
}

/* A folder that covers nothing itself may lead to a prefix. */
static bool leads_to_prefix(const struct sms_list *prefixes, const char *folder)
{
	for (size_t i = 0; i < prefixes->count; i++)
		if (begins(prefixes->items[i], folder, strlen(folder)))
			return true;
	return false;
}

static struct sms_error *compare(struct comparison *comparison, const struct sms_oid *a, const struct sms_oid *b,
				 bool all, int depth);

/* Reports an entry of one side, or of both when they have the same name and kind; NULL is "not there". */
static struct sms_error *report(struct comparison *comparison, const struct sms_raw_entry *a,
				const struct sms_raw_entry *b, bool all, int depth)
{
	static const struct sms_oid zero;
	const struct sms_tree_diff *diff = comparison->diff;
	const struct sms_raw_entry *any = a ? a : b;
	struct sms_error *error = NULL;
	size_t length = comparison->path.length;
	sms_buf_add(&comparison->path, any->name, any->length);
	const char *path = comparison->path.data;
	all = all || sms_prefixes_cover(diff->prefixes, path);
	if (!sms_raw_is_tree(any)) {
		struct sms_tree_change change = {path, a ? *a->oid : zero, b ? *b->oid : zero, a ? a->mode : 0,
						 b ? b->mode : 0};
		error = all ? diff->visit(diff->context, &change) : NULL;
	} else if (all || leads_to_prefix(diff->prefixes, path)) {
		sms_buf_add_char(&comparison->path, '/');
		error = compare(comparison, a ? a->oid : &zero, b ? b->oid : &zero, all, depth + 1);
	}
	sms_buf_truncate(&comparison->path, length);
	return error;
}

static struct sms_error *compare(struct comparison *comparison, const struct sms_oid *a, const struct sms_oid *b,
				 bool all, int depth)
{
	sms_auto(side) struct side left = {0}, right = {0};
	if (depth > SMS_TREE_DEPTH)
		return sms_error(SMS_ENVIRONMENT, "'%.60s...' has more than %d folders",
				 sms_buf_text(&comparison->path), SMS_TREE_DEPTH);
	SMS_TRY(open_side(comparison->diff, a, &left));
	SMS_TRY(open_side(comparison->diff, b, &right));
	if (comparison->diff->inspect && right.object)
		comparison->diff->inspect(comparison->diff->inspected, sms_buf_text(&comparison->path), right.object);
	while (!left.done || !right.done) {
		int order = left.done ? 1 : right.done ? -1 : sms_raw_order(&left.entry, &right.entry);
		bool same = order == 0 && left.entry.mode == right.entry.mode &&
			    sms_oid_equal(left.entry.oid, right.entry.oid);
		if (same)
			SMS_TRY(skip_common(&left, &right));
		else
			SMS_TRY(report(comparison, order <= 0 ? &left.entry : NULL, order >= 0 ? &right.entry : NULL,
				       all, depth));
		if (order <= 0)
			SMS_TRY(sms_raw_next(&left.raw, &left.entry, &left.done));
		if (order >= 0)
			SMS_TRY(sms_raw_next(&right.raw, &right.entry, &right.done));
	}
	return NULL;
}

static struct sms_error *run(const struct sms_tree_diff *diff, const struct sms_oid *a, const struct sms_oid *b)
{
	sms_auto(comparison) struct comparison comparison = {.diff = diff};
	bool all = !diff->prefixes || !diff->prefixes->count;
	return compare(&comparison, a, b, all, 0);
}

struct sms_error *sms_tree_compare(const struct sms_tree_diff *diff, const struct sms_oid *a, const struct sms_oid *b)
{
	bool known = false;
	if (sms_oid_equal(a, b))
		return NULL;
	if (diff->repo->memo && !diff->inspect)
		SMS_TRY(sms_tree_memo_replay(diff, a, b, &known));
	if (known)
		return NULL;
	if (diff->repo->memo && !(diff->prefixes && diff->prefixes->count))
		return sms_tree_memo_record(diff, a, b, run);
	return run(diff, a, b);
}

struct sms_error *sms_repo_diff(const struct sms_repo *repo, const struct sms_oid *a, const struct sms_oid *b,
				sms_change_visit *visit, void *context)
{
	struct sms_tree_diff diff = {.repo = repo, .visit = visit, .context = context};
	struct sms_oid tree_a, tree_b;
	SMS_TRY(sms_repo_tree_of(repo, a, &tree_a));
	SMS_TRY(sms_repo_tree_of(repo, b, &tree_b));
	return sms_tree_compare(&diff, &tree_a, &tree_b);
}
