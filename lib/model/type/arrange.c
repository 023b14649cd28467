/* The order of members in a record. See sms_type_arrange in type.h. */
#include "model/type/private.h"
#include <stdint.h>
#include <string.h>

/* Names with their rank, from 1. */
static void add_name(void *context, const char *name, const sms_json *property)
{
	struct sms_map *order = context;
	if (!sms_map_has(order, name))
		sms_map_put(order, name, (void *)(uintptr_t)(sms_map_count(order) + 1));
}

#define LAST ((uintptr_t)1 << 30) /* the log grows: behind all, so that a diff shows one place */

static struct sms_map *make_order(const struct sms_type *type, const struct sms_schema *schema,
				  const sms_json *subschema)
{
	static const char *const head[] = {"id", "type", "title", "state", "owner", "created", "clauses"};
	struct sms_map *order = sms_map_new(NULL);
	for (size_t i = 0; subschema == sms_type_document(type) && i < SMS_COUNT(head); i++)
		add_name(order, head[i], NULL);
	sms_type_each_property(schema, subschema, add_name, order);
	if (subschema == sms_type_document(type))
		sms_map_put(order, "log", (void *)LAST);
	return order;
}

static const struct sms_map *order_of(const struct sms_type *type, const struct sms_schema *schema,
				      const sms_json *subschema)
{
	struct sms_type_lazy *lazy = type->lazy;
	pthread_mutex_lock(&lazy->mutex);
	struct sms_map *order = sms_map_get_n(lazy->orders, (const char *)&subschema, sizeof subschema);
	if (!order) {
		order = make_order(type, schema, subschema);
		sms_map_put_n(lazy->orders, (const char *)&subschema, sizeof subschema, order);
	}
	pthread_mutex_unlock(&lazy->mutex);
	return order;
}

/* By rank; names that the type does not know behind the others, by name. */
static int compare_members(const char *a, const char *b, void *context)
{
	const struct sms_map *order = context;
	uintptr_t rank_a = (uintptr_t)sms_map_get(order, a), rank_b = (uintptr_t)sms_map_get(order, b);
	if (rank_a == rank_b)
		return strcmp(a, b);
	return rank_a && (!rank_b || rank_a < rank_b) ? -1 : 1;
}

struct search {
	const char *name;
	const sms_json *property;
};

static void match_name(void *context, const char *name, const sms_json *property)
{
	struct search *search = context;
	if (!search->property && !strcmp(search->name, name))
		search->property = property;
}

static void arrange(const struct sms_type *type, const struct sms_schema *schema, const sms_json *subschema,
		    sms_json *value);

static void arrange_members(const struct sms_type *type, const struct sms_schema *schema, const sms_json *subschema,
			    sms_json *object)
{
	union { /* sms_json_sort only reads its context */
		const struct sms_map *order;
		void *context;
	} order = {.order = order_of(type, schema, subschema)};
	sms_json_sort(object, compare_members, order.context);
	sms_json_each(member, object) {
		enum sms_json_kind kind = sms_json_kind(member);
		if (kind != SMS_JSON_OBJECT && kind != SMS_JSON_ARRAY)
			continue;
		struct search search = {.name = sms_json_key(member)};
		sms_type_each_property(schema, subschema, match_name, &search);
		arrange(type, schema, sms_schema_resolve(schema, search.property), sms_json_edit(object, search.name));
	}
}

static void arrange(const struct sms_type *type, const struct sms_schema *schema, const sms_json *subschema,
		    sms_json *value)
{
	if (!subschema)
		return;
	if (sms_json_is(value, SMS_JSON_OBJECT)) {
		arrange_members(type, schema, subschema, value);
	} else if (sms_json_is(value, SMS_JSON_ARRAY)) {
		const sms_json *items = sms_schema_resolve(schema, sms_json_get(subschema, "items"));
		size_t count = items ? sms_json_count(value) : 0;
		for (size_t i = 0; i < count; i++)
			arrange(type, schema, items, sms_json_edit_at(value, i));
	}
}

void sms_type_arrange(const struct sms_type *type, sms_json *record)
{
	const struct sms_schema *schema = NULL;
	struct sms_error *error = sms_type_schema(&schema, type);
	if (!error)
		arrange(type, schema, sms_type_document(type), record);
	sms_error_free(error);
}

static bool is_arranged(const struct sms_type *type, const struct sms_schema *schema, const sms_json *subschema,
			const sms_json *value);

static bool members_are_arranged(const struct sms_type *type, const struct sms_schema *schema,
				 const sms_json *subschema, const sms_json *object)
{
	union { /* compare_members only reads its context */
		const struct sms_map *order;
		void *context;
	} order = {.order = order_of(type, schema, subschema)};
	const char *previous = NULL;
	sms_json_each(member, object) {
		const char *name = sms_json_key(member);
		enum sms_json_kind kind = sms_json_kind(member);
		if (previous && compare_members(previous, name, order.context) > 0)
			return false;
		previous = name;
		if (kind != SMS_JSON_OBJECT && kind != SMS_JSON_ARRAY)
			continue;
		struct search search = {.name = name};
		sms_type_each_property(schema, subschema, match_name, &search);
		if (!is_arranged(type, schema, sms_schema_resolve(schema, search.property), member))
			return false;
	}
	return true;
}

static bool is_arranged(const struct sms_type *type, const struct sms_schema *schema, const sms_json *subschema,
			const sms_json *value)
{
	if (!subschema)
		return true;
	if (sms_json_is(value, SMS_JSON_OBJECT))
		return members_are_arranged(type, schema, subschema, value);
	const sms_json *items = sms_schema_resolve(schema, sms_json_get(subschema, "items"));
	sms_json_each(element, value)
		if (!is_arranged(type, schema, items, element))
			return false;
	return true;
}

bool sms_type_is_arranged(const struct sms_type *type, const sms_json *record)
{
	const struct sms_schema *schema = NULL;
	struct sms_error *error = sms_type_schema(&schema, type);
	bool answer = !error && is_arranged(type, schema, sms_type_document(type), record);
	sms_error_free(error);
	return answer;
}
