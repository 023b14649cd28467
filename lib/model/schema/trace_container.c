/* Writing down keywords that look into arrays and objects, and what they have evaluated. */
#include "model/schema/trace.h"

static bool apply_at(struct trace *t, struct check *check, const sms_json *schema, const sms_json *json, size_t index)
{
	const struct location *at = schema_trace_location(t, check->of->at, json, index, false);
	return schema_trace_child(t, check, schema, at)->valid;
}

/* Applies one schema to each element from `first` on. */
static bool apply_rest(struct trace *t, struct check *check, size_t first)
{
	size_t index = 0;
	bool valid = true;
	sms_json_each(element, check->of->at->subject.json) {
		if (index >= first)
			valid &= apply_at(t, check, check->value, element, index);
		index++;
	}
	return valid;
}

static bool apply_prefix(struct trace *t, struct check *check)
{
	const sms_json *element = sms_json_first(check->of->at->subject.json);
	size_t index = 0;
	bool valid = true;
	sms_json_each(schema, check->value) {
		if (!element)
			break;
		valid &= apply_at(t, check, schema, element, index++);
		element = sms_json_next(element);
	}
	return valid;
}

static void check_found(struct trace *t, struct check *contains, enum keyword_id id, bool valid)
{
	const sms_json *value = sms_json_get(contains->of->node->place->json, schema_keyword(id)->name);
	if (!value || contains->of->node->place->resource->dialect.draft == DRAFT_7)
		return;
	struct check *check = schema_trace_check(t, contains->of, id, value);
	check->applies = true;
	check->found = contains->found;
	check->valid = valid;
}

/* The bounds of `contains` are checks of their own. */
static bool apply_contains(struct trace *t, struct check *check)
{
	const struct array_rules *rules = check->of->node->array;
	apply_rest(t, check, 0);
	for (const struct result *result = check->results; result; result = result->next)
		check->found += result->valid;
	check_found(t, check, K_MIN_CONTAINS, check->found >= rules->least);
	check_found(t, check, K_MAX_CONTAINS, check->found <= rules->most);
	return check->found > 0 || rules->least == 0;
}

static bool apply_unevaluated(struct trace *t, struct check *check)
{
	const sms_json *container = check->of->at->subject.json;
	struct marks marks;
	size_t index = 0;
	bool valid = true;
	schema_marks_init(&marks, sms_json_count(container));
	schema_trace_marks(check->of, &marks, false);
	sms_json_each(child, container) {
		if (!schema_marked(&marks, index))
			valid &= apply_at(t, check, check->value, child, index);
		index++;
	}
	schema_marks_release(&marks);
	return valid;
}

/* Without an array of `items`, draft-07 has no additional ones. */
static bool items_is_array(const struct check *check)
{
	return sms_json_is(sms_json_get(check->of->node->place->json, "items"), SMS_JSON_ARRAY) &&
	       check->of->node->array;
}

static bool elements_hold(struct trace *t, struct check *check)
{
	const struct array_rules *rules = check->of->node->array;
	switch (check->keyword) {
	case K_PREFIX_ITEMS:
		return apply_prefix(t, check);
	case K_ITEMS:
		if (sms_json_is(check->value, SMS_JSON_ARRAY))
			return apply_prefix(t, check);
		return apply_rest(t, check, rules->prefix.count);
	case K_ADDITIONAL_ITEMS:
		return !items_is_array(check) || apply_rest(t, check, rules->prefix.count);
	case K_CONTAINS:
		return apply_contains(t, check);
	case K_UNEVALUATED_ITEMS:
		return apply_unevaluated(t, check);
	default:
		return !rules || !rules->unique || schema_is_unique(&t->run, check->of->at->subject.json);
	}
}

static bool apply_properties(struct trace *t, struct check *check)
{
	const struct object_rules *rules = check->of->node->object;
	size_t index = 0, expected = 0;
	bool valid = true;
	sms_json_each(member, check->of->at->subject.json) {
		size_t place = rules ? schema_names_find(&rules->names, sms_json_key(member), expected) : NAMES_NONE;
		if (place != NAMES_NONE) {
			expected = place + 1;
			if (rules->properties[place].node)
				valid &= apply_at(t, check, rules->properties[place].node->place->json, member, index);
		}
		index++;
	}
	return valid;
}

static bool apply_patterns(struct trace *t, struct check *check)
{
	const struct object_rules *rules = check->of->node->object;
	size_t index = 0;
	bool valid = true;
	sms_json_each(member, check->of->at->subject.json) {
		const char *name = sms_json_key(member);
		for (size_t i = 0; rules && i < rules->pattern_count; i++)
			if (schema_matches(&t->run, rules->patterns[i].pattern, name, strlen(name)))
				valid &= apply_at(t, check, rules->patterns[i].node->place->json, member, index);
		index++;
	}
	return valid;
}

static bool is_additional(struct trace *t, const struct object_rules *rules, const char *name)
{
	size_t place = schema_names_find(&rules->names, name, 0);
	if (place != NAMES_NONE && rules->properties[place].node)
		return false;
	for (size_t i = 0; i < rules->pattern_count; i++)
		if (schema_matches(&t->run, rules->patterns[i].pattern, name, strlen(name)))
			return false;
	return true;
}

static bool apply_additional(struct trace *t, struct check *check)
{
	size_t index = 0;
	bool valid = true;
	sms_json_each(member, check->of->at->subject.json) {
		if (is_additional(t, check->of->node->object, sms_json_key(member)))
			valid &= apply_at(t, check, check->value, member, index);
		index++;
	}
	return valid;
}

static bool apply_names(struct trace *t, struct check *check)
{
	size_t index = 0;
	bool valid = true;
	sms_json_each(member, check->of->at->subject.json) {
		const struct location *at = schema_trace_location(t, check->of->at, member, index++, true);
		valid &= schema_trace_child(t, check, check->value, at)->valid;
	}
	return valid;
}

static bool apply_dependents(struct trace *t, struct check *check)
{
	const sms_json *object = check->of->at->subject.json;
	bool valid = true;
	sms_json_each(member, check->value) {
		int64_t work = (int64_t)(sms_json_count(object) * (1 + sms_json_count(member)));
		if (!schema_spend(&t->run, 1 + work / 4) || !sms_json_get(object, sms_json_key(member)))
			continue;
		if (sms_json_is(member, SMS_JSON_ARRAY))
			valid &= schema_has_all(object, member);
		else
			valid &= schema_trace_child(t, check, member, check->of->at)->valid;
	}
	return valid;
}

static bool apply_required(const struct check *check)
{
	const struct object_rules *rules = check->of->node->object;
	size_t required = 0, expected = 0;
	sms_json_each(member, check->of->at->subject.json) {
		size_t place = rules ? schema_names_find(&rules->names, sms_json_key(member), expected) : NAMES_NONE;
		if (place != NAMES_NONE) {
			expected = place + 1;
			required += rules->properties[place].required;
		}
	}
	return !rules || required == rules->required;
}

static bool members_hold(struct trace *t, struct check *check)
{
	switch (check->keyword) {
	case K_PROPERTIES:
		return apply_properties(t, check);
	case K_PATTERN_PROPERTIES:
		return apply_patterns(t, check);
	case K_ADDITIONAL_PROPERTIES:
		return apply_additional(t, check);
	case K_PROPERTY_NAMES:
		return apply_names(t, check);
	case K_REQUIRED:
		return apply_required(check);
	case K_UNEVALUATED_PROPERTIES:
		return apply_unevaluated(t, check);
	default:
		return apply_dependents(t, check);
	}
}

bool schema_trace_container(struct trace *t, struct check *check)
{
	enum sms_json_kind kind = check->of->at->subject.kind;
	switch (check->keyword) {
	case K_PREFIX_ITEMS:
	case K_ITEMS:
	case K_ADDITIONAL_ITEMS:
	case K_CONTAINS:
	case K_UNIQUE_ITEMS:
	case K_UNEVALUATED_ITEMS:
		check->applies = kind == SMS_JSON_ARRAY;
		return !check->applies || elements_hold(t, check);
	case K_PROPERTIES:
	case K_PATTERN_PROPERTIES:
	case K_ADDITIONAL_PROPERTIES:
	case K_PROPERTY_NAMES:
	case K_REQUIRED:
	case K_DEPENDENT_REQUIRED:
	case K_DEPENDENT_SCHEMAS:
	case K_DEPENDENCIES:
	case K_UNEVALUATED_PROPERTIES:
		check->applies = kind == SMS_JSON_OBJECT;
		return !check->applies || members_hold(t, check);
	default:
		return true;
	}
}

/* Children of draft-07's `contains` and of propertyNames do not count, nor anything below `not`. */
static bool can_mark(const struct check *check)
{
	if (check->keyword == K_CONTAINS)
		return check->of->node->place->resource->dialect.draft == DRAFT_2020;
	return check->keyword != K_NOT && check->keyword != K_PROPERTY_NAMES;
}

void schema_trace_marks(const struct result *result, struct marks *marks, bool any)
{
	for (const struct check *check = result->checks; check; check = check->next) {
		if (!can_mark(check))
			continue;
		for (const struct result *r = check->results; r; r = r->next) {
			if (r->at == result->at) {
				if (r->valid || any)
					schema_trace_marks(r, marks, any);
			} else if (check->keyword != K_CONTAINS || r->valid) {
				schema_mark(marks, r->at->index);
			}
		}
	}
}
