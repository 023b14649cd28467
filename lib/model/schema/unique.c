/* uniqueItems: a few elements are compared with each other, many are hashed first. Equal values must hash equal, so a
 * number is hashed by its digits and an object without regard to order. */
#include "model/schema/validate.h"

#define FEW 16

static uint64_t mix(uint64_t hash)
{
	hash = (hash ^ hash >> 32) * 0xd6e8feb86659fd93u;
	return hash ^ hash >> 29;
}

static uint64_t hash_number(const sms_json *number)
{
	char scratch[32];
	struct decimal d = schema_decimal(sms_json_number_text(number, scratch));
	uint64_t hash = (uint64_t)d.magnitude * 2 + d.negative;
	/* Mixed at each digit: of a plain polynomial equal values are made by pattern. */
	for (; d.digits != d.end; d.digits++)
		if (*d.digits != '.')
			hash = mix(hash + (unsigned char)*d.digits);
	return mix(hash);
}

uint64_t schema_hash(const sms_json *json)
{
	enum sms_json_kind kind = sms_json_kind(json);
	uint64_t sum = kind;
	switch (kind) {
	case SMS_JSON_NUMBER:
		return mix(hash_number(json) + kind);
	case SMS_JSON_STRING:
		return mix(sms_hash(sms_json_text(json), strlen(sms_json_text(json))) + kind);
	case SMS_JSON_ARRAY:
		sms_json_each(element, json)
			sum = mix(sum * 31 + schema_hash(element));
		return sum;
	case SMS_JSON_OBJECT:
		sms_json_each(member, json)
			sum += mix(schema_hash(member) +
				   mix(sms_hash(sms_json_key(member), strlen(sms_json_key(member)))));
		return mix(sum);
	default:
		return mix(kind * 2 + sms_json_true(json));
	}
}

struct item {
	uint64_t hash;
	const sms_json *json;
};

static int by_hash(const void *a, const void *b)
{
	uint64_t x = ((const struct item *)a)->hash, y = ((const struct item *)b)->hash;
	return x < y ? -1 : x > y;
}

static int64_t weight(const sms_json *json)
{
	int64_t sum = 1;
	sms_json_each(element, json)
		sum += weight(element);
	return sum;
}

/* What a comparison may cost, in steps. */
static int64_t effort(const sms_json *json)
{
	char scratch[32];
	const char *text =
		sms_json_is(json, SMS_JSON_NUMBER) ? sms_json_number_text(json, scratch) : sms_json_text(json);
	return text ? 1 + (int64_t)strlen(text) / 64 : weight(json);
}

/* Elements of equal hash stand together and are compared; hashes that collide on purpose cost steps. */
static bool unique_sorted(struct run *run, const struct item *items, size_t count)
{
	for (size_t i = 0; i < count; i++)
		for (size_t j = i + 1; j < count && items[j].hash == items[i].hash; j++)
			if (!schema_spend(run, effort(items[i].json)) || sms_json_equal(items[i].json, items[j].json))
				return false;
	return true;
}

static bool unique_many(struct run *run, const sms_json *array, size_t count)
{
	struct item *items = sms_alloc(count, sizeof *items);
	size_t i = 0;
	sms_json_each(element, array)
		items[i++] = (struct item){schema_hash(element), element};
	qsort(items, count, sizeof *items, by_hash);
	bool unique = unique_sorted(run, items, count);
	free(items);
	return unique;
}

bool schema_is_unique(struct run *run, const sms_json *array)
{
	size_t count = sms_json_count(array);
	const sms_json *few[FEW];
	if (!schema_spend(run, weight(array) / 2))
		return false;
	if (count > FEW)
		return unique_many(run, array, count);
	count = 0;
	sms_json_each(element, array) {
		for (size_t i = 0; i < count; i++)
			if (sms_json_equal(few[i], element))
				return false;
		few[count++] = element;
	}
	return true;
}
