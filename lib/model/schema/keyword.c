/* The table of keywords. */
#include "model/schema/keyword.h"
#include <string.h>

#define BOTH (DRAFT_7 | DRAFT_2020)
#define NEW DRAFT_2020
#define CORE VOCABULARY_CORE
#define APPLY VOCABULARY_APPLICATOR
#define REST VOCABULARY_UNEVALUATED
#define VALID VOCABULARY_VALIDATION
#define META VOCABULARY_META_DATA
#define FORMATS (VOCABULARY_FORMAT | VOCABULARY_FORMAT_ASSERTION)
#define CONTENT VOCABULARY_CONTENT

#define ANY 0x3fu
#define BOOLEAN (1u << SMS_JSON_BOOLEAN)
#define NUMBER (1u << SMS_JSON_NUMBER)
#define STRING (1u << SMS_JSON_STRING)
#define ARRAY (1u << SMS_JSON_ARRAY)
#define OBJECT (1u << SMS_JSON_OBJECT)
#define SCHEMA (BOOLEAN | OBJECT)

/* Sorted by name, in the order of enum keyword_id: "$" before letters, then as strcmp has them. `definitions` and
 * `dependencies` are no keywords of 2020-12 any more, but its metaschema keeps them and so do we. */
static const struct keyword keywords[K_COUNT] = {
	[K_ANCHOR] = {"$anchor", NEW, CORE, SHAPE_PLAIN, STRING},
	[K_COMMENT] = {"$comment", BOTH, CORE, SHAPE_PLAIN, STRING},
	[K_DEFS] = {"$defs", NEW, CORE, SHAPE_MAP, OBJECT},
	[K_DYNAMIC_ANCHOR] = {"$dynamicAnchor", NEW, CORE, SHAPE_PLAIN, STRING},
	[K_DYNAMIC_REF] = {"$dynamicRef", NEW, CORE, SHAPE_PLAIN, STRING},
	[K_ID] = {"$id", BOTH, CORE, SHAPE_PLAIN, STRING},
	[K_REF] = {"$ref", BOTH, CORE, SHAPE_PLAIN, STRING},
	[K_SCHEMA] = {"$schema", BOTH, CORE, SHAPE_PLAIN, STRING},
	[K_VOCABULARY] = {"$vocabulary", NEW, CORE, SHAPE_PLAIN, OBJECT},
	[K_ADDITIONAL_ITEMS] = {"additionalItems", DRAFT_7, APPLY, SHAPE_SCHEMA, SCHEMA},
	[K_ADDITIONAL_PROPERTIES] = {"additionalProperties", BOTH, APPLY, SHAPE_SCHEMA, SCHEMA},
	[K_ALL_OF] = {"allOf", BOTH, APPLY, SHAPE_LIST, ARRAY},
	[K_ANY_OF] = {"anyOf", BOTH, APPLY, SHAPE_LIST, ARRAY},
	[K_CONST] = {"const", BOTH, VALID, SHAPE_PLAIN, ANY},
	[K_CONTAINS] = {"contains", BOTH, APPLY, SHAPE_SCHEMA, SCHEMA},
	[K_CONTENT_ENCODING] = {"contentEncoding", BOTH, CONTENT, SHAPE_PLAIN, STRING},
	[K_CONTENT_MEDIA_TYPE] = {"contentMediaType", BOTH, CONTENT, SHAPE_PLAIN, STRING},
	[K_CONTENT_SCHEMA] = {"contentSchema", NEW, CONTENT, SHAPE_SCHEMA, SCHEMA},
	[K_DEFAULT] = {"default", BOTH, META, SHAPE_PLAIN, ANY},
	[K_DEFINITIONS] = {"definitions", BOTH, CORE, SHAPE_MAP, OBJECT},
	[K_DEPENDENCIES] = {"dependencies", BOTH, APPLY, SHAPE_MIXED, OBJECT},
	[K_DEPENDENT_REQUIRED] = {"dependentRequired", NEW, VALID, SHAPE_PLAIN, OBJECT},
	[K_DEPENDENT_SCHEMAS] = {"dependentSchemas", NEW, APPLY, SHAPE_MAP, OBJECT},
	[K_DEPRECATED] = {"deprecated", NEW, META, SHAPE_PLAIN, BOOLEAN},
	[K_DESCRIPTION] = {"description", BOTH, META, SHAPE_PLAIN, STRING},
	[K_ELSE] = {"else", BOTH, APPLY, SHAPE_SCHEMA, SCHEMA},
	[K_ENUM] = {"enum", BOTH, VALID, SHAPE_PLAIN, ARRAY},
	[K_EXAMPLES] = {"examples", BOTH, META, SHAPE_PLAIN, ARRAY},
	[K_EXCLUSIVE_MAXIMUM] = {"exclusiveMaximum", BOTH, VALID, SHAPE_PLAIN, NUMBER},
	[K_EXCLUSIVE_MINIMUM] = {"exclusiveMinimum", BOTH, VALID, SHAPE_PLAIN, NUMBER},
	[K_FORMAT] = {"format", BOTH, FORMATS, SHAPE_PLAIN, STRING},
	[K_IF] = {"if", BOTH, APPLY, SHAPE_SCHEMA, SCHEMA},
	[K_ITEMS] = {"items", BOTH, APPLY, SHAPE_EITHER, SCHEMA | ARRAY},
	[K_MAX_CONTAINS] = {"maxContains", NEW, VALID, SHAPE_PLAIN, NUMBER},
	[K_MAX_ITEMS] = {"maxItems", BOTH, VALID, SHAPE_PLAIN, NUMBER},
	[K_MAX_LENGTH] = {"maxLength", BOTH, VALID, SHAPE_PLAIN, NUMBER},
	[K_MAX_PROPERTIES] = {"maxProperties", BOTH, VALID, SHAPE_PLAIN, NUMBER},
	[K_MAXIMUM] = {"maximum", BOTH, VALID, SHAPE_PLAIN, NUMBER},
	[K_MIN_CONTAINS] = {"minContains", NEW, VALID, SHAPE_PLAIN, NUMBER},
	[K_MIN_ITEMS] = {"minItems", BOTH, VALID, SHAPE_PLAIN, NUMBER},
	[K_MIN_LENGTH] = {"minLength", BOTH, VALID, SHAPE_PLAIN, NUMBER},
	[K_MIN_PROPERTIES] = {"minProperties", BOTH, VALID, SHAPE_PLAIN, NUMBER},
	[K_MINIMUM] = {"minimum", BOTH, VALID, SHAPE_PLAIN, NUMBER},
	[K_MULTIPLE_OF] = {"multipleOf", BOTH, VALID, SHAPE_PLAIN, NUMBER},
	[K_NOT] = {"not", BOTH, APPLY, SHAPE_SCHEMA, SCHEMA},
	[K_ONE_OF] = {"oneOf", BOTH, APPLY, SHAPE_LIST, ARRAY},
	[K_PATTERN] = {"pattern", BOTH, VALID, SHAPE_PLAIN, STRING},
	[K_PATTERN_PROPERTIES] = {"patternProperties", BOTH, APPLY, SHAPE_MAP, OBJECT},
	[K_PREFIX_ITEMS] = {"prefixItems", NEW, APPLY, SHAPE_LIST, ARRAY},
	[K_PROPERTIES] = {"properties", BOTH, APPLY, SHAPE_MAP, OBJECT},
	[K_PROPERTY_NAMES] = {"propertyNames", BOTH, APPLY, SHAPE_SCHEMA, SCHEMA},
	[K_READ_ONLY] = {"readOnly", BOTH, META, SHAPE_PLAIN, BOOLEAN},
	[K_REQUIRED] = {"required", BOTH, VALID, SHAPE_PLAIN, ARRAY},
	[K_THEN] = {"then", BOTH, APPLY, SHAPE_SCHEMA, SCHEMA},
	[K_TITLE] = {"title", BOTH, META, SHAPE_PLAIN, STRING},
	[K_TYPE] = {"type", BOTH, VALID, SHAPE_PLAIN, STRING | ARRAY},
	[K_UNEVALUATED_ITEMS] = {"unevaluatedItems", NEW, REST, SHAPE_SCHEMA, SCHEMA},
	[K_UNEVALUATED_PROPERTIES] = {"unevaluatedProperties", NEW, REST, SHAPE_SCHEMA, SCHEMA},
	[K_UNIQUE_ITEMS] = {"uniqueItems", BOTH, VALID, SHAPE_PLAIN, BOOLEAN},
	[K_WRITE_ONLY] = {"writeOnly", BOTH, META, SHAPE_PLAIN, BOOLEAN},
};

enum keyword_id schema_keyword_find(const char *name, struct dialect dialect)
{
	size_t low = 0, high = K_COUNT;
	while (low < high) {
		size_t middle = (low + high) / 2;
		int order = strcmp(name, keywords[middle].name);
		if (order == 0) {
			const struct keyword *keyword = &keywords[middle];
			bool known = keyword->drafts & dialect.draft && keyword->vocabulary & dialect.vocabularies;
			return known ? (enum keyword_id)middle : K_NONE;
		}
		if (order < 0)
			high = middle;
		else
			low = middle + 1;
	}
	return K_NONE;
}

const struct keyword *schema_keyword(enum keyword_id id)
{
	return &keywords[id];
}
