/* Judging arrays and objects, each in one walk. */
#include "model/schema/validate.h"

/* Does `contains` still have to be asked? */
static bool wants_more(const struct array_rules *rules, size_t found, const struct marks *marks)
{
	return rules->contains && (found < rules->least || rules->most != SIZE_MAX || marks);
}

bool schema_array_holds(struct run *run, const struct array_rules *rules, const sms_json *array, struct marks *marks)
{
	size_t index = 0, found = 0;
	struct marks *contained = rules->contains_evaluates ? marks : NULL;
	sms_json_each(element, array) {
		const struct node *node = index < rules->prefix.count ? rules->prefix.nodes[index] : rules->rest;
		if (node) {
			if (!schema_judge_child(run, node, element))
				return false;
			schema_mark(marks, index);
		}
		if (wants_more(rules, found, contained) && schema_judge_child(run, rules->contains, element)) {
			found++;
			schema_mark(contained, index);
		}
		index++;
	}
	if (index < rules->minimum || index > rules->maximum)
		return false;
	if (rules->contains && (found < rules->least || found > rules->most))
		return false;
	return schema_spend(run, (int64_t)index / 4) && (!rules->unique || schema_is_unique(run, array));
}

bool schema_has_all(const sms_json *object, const sms_json *names)
{
	sms_json_each(name, names)
		if (!sms_json_get(object, sms_json_text(name)))
			return false;
	return true;
}

static bool dependents_hold(struct run *run, const struct object_rules *rules, const struct subject *object,
			    struct marks *marks)
{
	size_t members = sms_json_count(object->json);
	for (size_t i = 0; i < rules->dependent_count; i++) {
		const struct dependent *dependent = &rules->dependents[i];
		if (!schema_spend(run, 1 + (int64_t)members / 8))
			return false;
		if (!sms_json_get(object->json, dependent->name))
			continue;
		if (dependent->node && !schema_judge(run, dependent->node, object, marks))
			return false;
		if (!dependent->required)
			continue;
		if (!schema_spend(run, (int64_t)(members * sms_json_count(dependent->required)) / 8) ||
		    !schema_has_all(object->json, dependent->required))
			return false;
	}
	return true;
}

#define PATTERNS_AT_HAND 100 /* more do not fit into the processor's cache, and each costs a way to memory */

/* What patternProperties and, where nothing else cared for the member, additionalProperties say. */
static bool judge_unnamed(struct run *run, const struct object_rules *rules, const sms_json *member, bool *evaluated)
{
	const char *name = sms_json_key(member);
	if (rules->pattern_count > PATTERNS_AT_HAND && !schema_spend(run, (int64_t)rules->pattern_count * 8))
		return false;
	for (size_t i = 0; i < rules->pattern_count; i++) {
		if (!schema_matches(run, rules->patterns[i].pattern, name, strlen(name)))
			continue;
		*evaluated = true;
		if (!schema_judge_child(run, rules->patterns[i].node, member))
			return false;
	}
	if (*evaluated || !rules->additional)
		return true;
	*evaluated = true;
	return schema_judge_child(run, rules->additional, member);
}

static bool judge_key(struct run *run, const struct node *node, const char *name)
{
	struct subject subject = {SMS_JSON_STRING, NULL, name, NULL};
	return schema_judge(run, node, &subject, NULL);
}

/* The names come mostly in the order of the schema: each is expected behind the one before. */
static bool judge_members(struct run *run, const struct object_rules *rules, const sms_json *object,
			  struct marks *marks)
{
	size_t count = 0, required = 0, named = 0, expected = 0;
	sms_json_each(member, object) {
		size_t place = schema_names_find(&rules->names, sms_json_key(member), expected);
		bool evaluated = false;
		if (place != NAMES_NONE) {
			const struct property *property = &rules->properties[place];
			expected = place + 1;
			named++;
			required += property->required;
			evaluated = property->node != NULL;
			if (evaluated && !schema_judge_child(run, property->node, member))
				return false;
		}
		if (!rules->named_only) {
			if (!judge_unnamed(run, rules, member, &evaluated))
				return false;
			if (rules->keys && !judge_key(run, rules->keys, sms_json_key(member)))
				return false;
		}
		if (evaluated)
			schema_mark(marks, count);
		count++;
		if (rules->named_only && named == rules->names.count)
			break;
	}
	return schema_spend(run, (int64_t)count / 4) && required == rules->required && count >= rules->minimum &&
	       count <= rules->maximum;
}

void schema_read_members(struct members *out, const struct names *symbols, const sms_json *object)
{
	size_t expected = 0;
	out->count = 0;
	memset(out->position, 0, symbols->count < SYMBOLS ? symbols->count : SYMBOLS);
	sms_json_each(member, object) {
		size_t symbol = schema_names_find(symbols, sms_json_key(member), expected);
		if (out->count == MEMBERS) {
			out->count = 0;
			return;
		}
		out->json[out->count++] = member;
		if (symbol == NAMES_NONE)
			continue;
		out->position[symbol] = (uint8_t)out->count;
		expected = symbol + 1;
	}
}

/* As judge_members where only names count: the schema's are looked up, not the object's. */
static bool judge_indexed(struct run *run, const struct object_rules *rules, const struct members *members,
			  struct marks *marks)
{
	for (size_t i = 0; i < rules->names.count; i++) {
		const struct property *property = &rules->properties[i];
		unsigned position = members->position[rules->symbols[i]];
		if (!position) {
			if (property->required)
				return false;
		} else if (property->node) {
			if (!schema_judge_child(run, property->node, members->json[position - 1]))
				return false;
			schema_mark(marks, position - 1);
		}
	}
	return schema_spend(run, (int64_t)rules->names.count / 4);
}

static bool judge_object(struct run *run, const struct object_rules *rules, const struct subject *object,
			 struct marks *marks)
{
	if (rules->named_only && !rules->names.count)
		return true;
	if (rules->named_only && rules->symbols && object->members && object->members->count)
		return judge_indexed(run, rules, object->members, marks);
	return judge_members(run, rules, object->json, marks);
}

bool schema_object_holds(struct run *run, const struct object_rules *rules, const struct subject *object,
			 struct marks *marks)
{
	if (!judge_object(run, rules, object, marks))
		return false;
	return !rules->dependent_count || dependents_hold(run, rules, object, marks);
}
