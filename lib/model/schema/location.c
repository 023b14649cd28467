/* Where things are: in the instance, in the schema. */
#include "model/schema/explain.h"

void schema_location_pointer(struct sms_buf *out, const struct location *at)
{
	if (!at->parent)
		return;
	schema_location_pointer(out, at->parent);
	if (at->key)
		sms_json_pointer_add(out, at->key);
	else
		sms_buf_add_format(out, "/%zu", at->index);
}

void schema_location_path(struct sms_buf *out, const struct location *at)
{
	if (!at->parent)
		return;
	size_t before = out->length;
	schema_location_path(out, at->parent);
	if (out->length > before)
		sms_buf_add_char(out, '.');
	if (at->key)
		sms_buf_add_text(out, at->key);
	else
		sms_buf_add_format(out, "%zu", at->index);
}

static size_t depth_of(const struct location *at)
{
	size_t depth = 0;
	for (; at->parent; at = at->parent)
		depth++;
	return depth;
}

/* Locations are made anew by every schema that looks there, so places are compared, not pointers. */
static int compare_level(const struct location *a, const struct location *b)
{
	if (a == b || !a->parent)
		return 0;
	int above = compare_level(a->parent, b->parent);
	return above ? above : a->index < b->index ? -1 : a->index > b->index;
}

int schema_location_compare(const struct location *a, const struct location *b)
{
	size_t x = depth_of(a), y = depth_of(b);
	const struct location *up = a, *vp = b;
	for (size_t i = x; i > y; i--)
		up = up->parent;
	for (size_t i = y; i > x; i--)
		vp = vp->parent;
	int order = compare_level(up, vp);
	return order ? order : x < y ? -1 : x > y;
}

void schema_result_path(struct sms_buf *out, const struct result *result)
{
	if (result->by)
		schema_result_path(out, result->by->of);
	if (result->reference)
		sms_json_pointer_add(out, result->reference);
	else if (result->by)
		schema_step_pointer(out, &result->node->place->step);
}

const char *schema_check_keyword(const struct check *check)
{
	return check->keyword == K_NONE ? sms_json_key(check->value) : schema_keyword(check->keyword)->name;
}

char *schema_check_pointer(const struct check *check, const struct result *result)
{
	struct sms_buf out = SMS_BUF_INIT;
	schema_result_path(&out, result ? result : check->of);
	if (!result)
		sms_json_pointer_add(&out, schema_check_keyword(check));
	return sms_buf_take(&out);
}

char *schema_check_absolute(const struct check *check, const struct result *result)
{
	struct sms_buf out = SMS_BUF_INIT;
	const struct place *place = (result ? result : check->of)->node->place;
	if (!*place->resource->uri)
		return NULL;
	sms_buf_add_text(&out, place->resource->uri);
	sms_buf_add_char(&out, '#');
	schema_place_pointer(&out, place);
	if (!result)
		sms_json_pointer_add(&out, schema_check_keyword(check));
	return sms_buf_take(&out);
}
