/* Merges: what one has must come from its sides. */
#include "work/verify/private.h"
#include <string.h>

/* The parents' values beside the merge's; NULL where a parent has none. */
struct sides {
	const sms_json **values;
	size_t count;
};

static bool explains(const sms_json *merged, const struct sides *sides);

static bool explains_object(const sms_json *merged, const struct sides *sides)
{
	const sms_json **values = sms_alloc(sides->count, sizeof *values);
	bool good = true;
	sms_json_each(member, merged) {
		for (size_t i = 0; i < sides->count; i++)
			values[i] = sms_json_get(sides->values[i], sms_json_key(member));
		good = good && explains(member, &(struct sides){values, sides->count});
	}
	/* What is missing must be missing on a side. */
	for (size_t i = 0; i < sides->count && good; i++)
		sms_json_each(member, sides->values[i]) {
			bool missing = sms_json_get(merged, sms_json_key(member)) != NULL;
			for (size_t k = 0; k < sides->count; k++)
				missing = missing || !sms_json_get(sides->values[k], sms_json_key(member));
			good = good && missing;
		}
	free(values);
	return good;
}

static bool explains_array(const sms_json *merged, const struct sides *sides)
{
	sms_json_each(element, merged) {
		bool found = false;
		for (size_t i = 0; i < sides->count && !found; i++)
			sms_json_each(other, sides->values[i])
				found = found || sms_json_equal(element, other);
		if (!found)
			return false;
	}
	return true;
}

/* A value as a side has it, or put together from those of the sides. What no side changed, a merge does not either. */
static bool explains(const sms_json *merged, const struct sides *sides)
{
	bool same = true;
	for (size_t i = 0; i < sides->count; i++) {
		if (sides->values[i] && sms_json_equal(merged, sides->values[i]))
			return true;
		same = same && sides->values[i] && sms_json_equal(sides->values[0], sides->values[i]);
	}
	if (same)
		return false;
	if (sms_json_is(merged, SMS_JSON_OBJECT))
		return explains_object(merged, sides);
	return sms_json_is(merged, SMS_JSON_ARRAY) && explains_array(merged, sides);
}

static struct sms_error *explain_json(struct sms_verify *run, const char *path, const struct sms_oid *merged,
				      const struct sms_oid *parents, bool *out)
{
	struct sides sides = {sms_alloc(run->step->side_count, sizeof(const sms_json *)), run->step->side_count};
	sms_auto(error) struct sms_error *fault = NULL;
	sms_auto(buf) struct sms_buf text = SMS_BUF_INIT;
	const sms_json *json = NULL;
	struct sms_error *error = sms_verify_json(run, merged, path, &text, &json, &fault);
	for (size_t i = 0; i < sides.count && !error && !fault; i++)
		if (!sms_oid_is_zero(&parents[i]))
			error = sms_verify_json(run, &parents[i], path, &text, &sides.values[i], &fault);
	*out = !error && !fault && explains(json, &sides);
	free(sides.values);
	return error;
}

/* Every line is one of a side's. */
static struct sms_error *explain_text(struct sms_verify *run, const struct sms_oid *merged,
				      const struct sms_oid *parents, bool *out)
{
	sms_auto(map) struct sms_map *lines = sms_map_new(NULL);
	sms_auto(buf) struct sms_buf text = SMS_BUF_INIT;
	for (size_t i = 0; i <= run->step->side_count; i++) {
		const struct sms_oid *blob = i < run->step->side_count ? &parents[i] : merged;
		if (sms_oid_is_zero(blob))
			continue;
		SMS_TRY(sms_repo_blob(run->store->repo, blob, &text));
		for (size_t at = 0; at < text.length;) {
			const char *line = text.data + at, *end = memchr(line, '\n', text.length - at);
			size_t length = end ? (size_t)(end - line) : text.length - at;
			if (i < run->step->side_count)
				sms_map_put_n(lines, line, length, run);
			else if (!sms_map_get_n(lines, line, length))
				return NULL;
			at += length + 1;
		}
	}
	*out = true;
	return NULL;
}

/* The file as the parents have it: false where all have the same. */
static bool sides_differ(const struct sms_verify *run, const char *path, struct sms_oid *out)
{
	bool differ = false;
	for (size_t i = 0; i < run->step->side_count; i++) {
		out[i] = sms_verify_side_has(&run->step->sides[i], path)->before;
		differ = differ || !sms_oid_equal(&out[i], &out[0]);
	}
	return differ;
}

static struct sms_error *check(struct sms_verify *run, const struct sms_tree_change *change, struct sms_oid *parents)
{
	size_t length = strlen(change->path);
	bool good = false, is_json = length > 5 && strcmp(change->path + length - 5, ".json") == 0;
	bool is_file = change->mode_after == SMS_MODE_FILE || change->mode_after == 0100755;
	if (sides_differ(run, change->path, parents) && is_file && !sms_oid_is_zero(&change->after)) {
		sms_arena_reset(run->arena);
		SMS_TRY(is_json ? explain_json(run, change->path, &change->after, parents, &good)
				: explain_text(run, &change->after, parents, &good));
	}
	if (!good)
		sms_verify_add(run, "merge-content", NULL, change->path, "%s",
			       sms_oid_is_zero(&change->after) ? "the merge takes away what all its sides have"
							       : "the merge holds what none of its sides has");
	return NULL;
}

struct sms_error *sms_verify_merge(struct sms_verify *run)
{
	const struct sms_walk_side *first = &run->step->sides[0];
	struct sms_oid *parents = sms_alloc(run->step->side_count, sizeof *parents);
	struct sms_error *error = NULL;
	for (size_t i = 0; i < first->count && !error; i++) {
		bool in_all = true;
		for (size_t k = 1; k < run->step->side_count && in_all; k++)
			in_all = sms_verify_side_has(&run->step->sides[k], first->changes[i].path) != NULL;
		if (in_all)
			error = check(run, &first->changes[i], parents);
	}
	free(parents);
	return error;
}
