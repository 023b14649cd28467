/* Keywords about arrays and objects. */
#include "model/schema/compile.h"

/* `items` and its relatives, by draft. */
static struct sms_error *read_elements(struct compiler *c, const struct source *s, struct array_rules *rules)
{
	const sms_json *items = s->values[K_ITEMS];
	if (sms_json_is(items, SMS_JSON_ARRAY)) {
		SMS_TRY(schema_group_of(c, items, &rules->prefix));
		return schema_node_of(c, s->values[K_ADDITIONAL_ITEMS], &rules->rest);
	}
	if (s->values[K_PREFIX_ITEMS]) {
		if (!sms_json_count(s->values[K_PREFIX_ITEMS]))
			return schema_fault(s->place, "prefixItems", "is empty");
		SMS_TRY(schema_group_of(c, s->values[K_PREFIX_ITEMS], &rules->prefix));
	}
	return schema_node_of(c, items, &rules->rest);
}

static bool array_is_free(const struct array_rules *r)
{
	return !r->prefix.count && !r->rest && !r->contains && !r->unique && !r->minimum && r->maximum == SIZE_MAX;
}

struct sms_error *schema_compile_array(struct compiler *c, const struct source *s, struct node *node)
{
	struct array_rules rules = {.least = 1, .most = SIZE_MAX, .maximum = SIZE_MAX};
	SMS_TRY(read_elements(c, s, &rules));
	SMS_TRY(schema_node_of(c, s->values[K_CONTAINS], &rules.contains));
	SMS_TRY(schema_compile_count(s, K_MIN_CONTAINS, &rules.least));
	SMS_TRY(schema_compile_count(s, K_MAX_CONTAINS, &rules.most));
	SMS_TRY(schema_compile_count(s, K_MIN_ITEMS, &rules.minimum));
	SMS_TRY(schema_compile_count(s, K_MAX_ITEMS, &rules.maximum));
	SMS_TRY(schema_node_of(c, s->values[K_UNEVALUATED_ITEMS], &node->rest_items));
	rules.contains_evaluates = s->place->resource->dialect.draft == DRAFT_2020;
	rules.unique = sms_json_true(s->values[K_UNIQUE_ITEMS]);
	if (!array_is_free(&rules)) {
		struct array_rules *kept = schema_take(c, 1, sizeof *kept);
		*kept = rules;
		node->array = kept;
	}
	return NULL;
}

#define FEW 24 /* names that are compared with each other; more are hashed */

static bool named_before(const sms_json *array, const sms_json *element, struct sms_map *seen)
{
	const char *name = sms_json_text(element);
	if (seen) {
		bool before = sms_map_has(seen, name);
		sms_map_put(seen, name, seen);
		return before;
	}
	for (const sms_json *e = sms_json_first(array); e != element; e = sms_json_next(e))
		if (!strcmp(sms_json_text(e), name))
			return true;
	return false;
}

/* An array of strings that are all different. */
static struct sms_error *check_names(const struct source *s, const char *keyword, const sms_json *array)
{
	sms_auto(map) struct sms_map *seen = sms_json_count(array) > FEW ? sms_map_new(NULL) : NULL;
	if (!sms_json_is(array, SMS_JSON_ARRAY))
		return schema_fault(s->place, keyword, "must hold arrays of names");
	sms_json_each(element, array) {
		if (!sms_json_text(element))
			return schema_fault(s->place, keyword, "holds something that is no name");
		if (named_before(array, element, seen))
			return schema_fault(s->place, keyword, "names '%s' twice", sms_json_text(element));
	}
	return NULL;
}

/* The symbols of names, in one number for each name of the whole schema. */
static const uint16_t *symbols_of(struct compiler *c, const char *const *names, size_t count)
{
	uint16_t *symbols = schema_take(c, count, sizeof *symbols);
	for (size_t i = 0; i < count; i++) {
		uintptr_t symbol = (uintptr_t)sms_map_get(c->symbols, names[i]);
		if (!symbol) {
			symbol = sms_map_count(c->symbols) + 1;
			if (symbol > SYMBOLS)
				return NULL;
			sms_map_put(c->symbols, names[i], (void *)symbol);
		}
		symbols[i] = (uint16_t)(symbol - 1);
	}
	return symbols;
}

/* `properties` in their order, with `required` set, then names that are only required. */
static struct sms_error *read_properties(struct compiler *c, const struct source *s, struct object_rules *rules)
{
	const sms_json *declared = s->values[K_PROPERTIES], *required = s->values[K_REQUIRED];
	size_t count = sms_json_count(declared), room = count + sms_json_count(required), i = 0;
	struct property *properties = schema_take(c, room, sizeof *properties);
	const char **names = schema_take(c, room, sizeof *names);
	struct names places;
	if (!room)
		return NULL;
	sms_json_each(member, declared) {
		names[i] = sms_json_key(member);
		SMS_TRY(schema_node_of(c, member, &properties[i++].node));
	}
	schema_names_build(&places, c->schema->arena, names, count);
	if (required)
		SMS_TRY(check_names(s, "required", required));
	sms_json_each(element, required) {
		size_t place = schema_names_find(&places, sms_json_text(element), 0);
		if (place == NAMES_NONE) {
			place = count++;
			names[place] = sms_json_text(element);
		}
		properties[place].required = true;
		rules->required++;
	}
	rules->properties = properties;
	rules->symbols = symbols_of(c, names, count);
	if (count == places.count)
		rules->names = places;
	else
		schema_names_build(&rules->names, c->schema->arena, names, count);
	return NULL;
}

static struct sms_error *read_patterns(struct compiler *c, const struct source *s, struct object_rules *rules)
{
	const sms_json *object = s->values[K_PATTERN_PROPERTIES];
	struct pattern_property *patterns = schema_take(c, sms_json_count(object), sizeof *patterns);
	sms_json_each(member, object) {
		struct pattern_property *pattern = &patterns[rules->pattern_count++];
		SMS_TRY(schema_compile_pattern(c, s, "patternProperties", sms_json_key(member), &pattern->pattern));
		SMS_TRY(schema_node_of(c, member, &pattern->node));
	}
	rules->patterns = patterns;
	return NULL;
}

static struct sms_error *read_dependents(struct compiler *c, const struct source *s, struct object_rules *rules)
{
	const enum keyword_id ids[] = {K_DEPENDENT_SCHEMAS, K_DEPENDENT_REQUIRED, K_DEPENDENCIES};
	size_t room = 0;
	for (size_t i = 0; i < SMS_COUNT(ids); i++)
		room += sms_json_count(s->values[ids[i]]);
	struct dependent *dependents = schema_take(c, room, sizeof *dependents);
	for (size_t i = 0; i < SMS_COUNT(ids); i++) {
		sms_json_each(member, s->values[ids[i]]) {
			struct dependent *dependent = &dependents[rules->dependent_count++];
			bool array = sms_json_is(member, SMS_JSON_ARRAY);
			dependent->name = sms_json_key(member);
			if (ids[i] == K_DEPENDENT_REQUIRED || (ids[i] == K_DEPENDENCIES && array)) {
				SMS_TRY(check_names(s, schema_keyword(ids[i])->name, member));
				dependent->required = member;
			} else {
				SMS_TRY(schema_node_of(c, member, &dependent->node));
			}
		}
	}
	rules->dependents = dependents;
	return NULL;
}

static bool object_is_free(const struct object_rules *r)
{
	return !r->names.count && !r->pattern_count && !r->additional && !r->keys && !r->dependent_count &&
	       !r->minimum && r->maximum == SIZE_MAX;
}

struct sms_error *schema_compile_object(struct compiler *c, const struct source *s, struct node *node)
{
	struct object_rules rules = {.maximum = SIZE_MAX};
	SMS_TRY(read_properties(c, s, &rules));
	SMS_TRY(read_patterns(c, s, &rules));
	SMS_TRY(read_dependents(c, s, &rules));
	SMS_TRY(schema_node_of(c, s->values[K_ADDITIONAL_PROPERTIES], &rules.additional));
	SMS_TRY(schema_node_of(c, s->values[K_PROPERTY_NAMES], &rules.keys));
	SMS_TRY(schema_compile_count(s, K_MIN_PROPERTIES, &rules.minimum));
	SMS_TRY(schema_compile_count(s, K_MAX_PROPERTIES, &rules.maximum));
	SMS_TRY(schema_node_of(c, s->values[K_UNEVALUATED_PROPERTIES], &node->rest_members));
	rules.named_only =
		!rules.pattern_count && !rules.additional && !rules.keys && !rules.minimum && rules.maximum == SIZE_MAX;
	if (!object_is_free(&rules)) {
		struct object_rules *kept = schema_take(c, 1, sizeof *kept);
		*kept = rules;
		node->object = kept;
	}
	return NULL;
}
