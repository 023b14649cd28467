/* The keywords: in which draft and vocabulary, what kind of value, where their subschemas are. */
#ifndef SMS_MODEL_SCHEMA_KEYWORD_H
#define SMS_MODEL_SCHEMA_KEYWORD_H

#include "wrap/json/json.h"

enum draft { DRAFT_7 = 1, DRAFT_2020 = 2 };

/* Draft-07 has none; its keywords count as those of the vocabulary they went to. */
enum vocabulary {
	VOCABULARY_CORE = 1,
	VOCABULARY_APPLICATOR = 2,
	VOCABULARY_UNEVALUATED = 4,
	VOCABULARY_VALIDATION = 8,
	VOCABULARY_META_DATA = 16,
	VOCABULARY_FORMAT = 32,
	VOCABULARY_FORMAT_ASSERTION = 64,
	VOCABULARY_CONTENT = 128
};

struct dialect {
	enum draft draft;
	unsigned vocabularies;
};

/* How subschemas hang on a keyword's value. */
enum shape {
	SHAPE_PLAIN,  /* none */
	SHAPE_SCHEMA, /* the value is one */
	SHAPE_LIST,   /* array of them */
	SHAPE_MAP,    /* object of them */
	SHAPE_EITHER, /* one or an array (items of draft-07) */
	SHAPE_MIXED   /* object of schemas and arrays of names (dependencies) */
};

enum keyword_id {
	K_ANCHOR,
	K_COMMENT,
	K_DEFS,
	K_DYNAMIC_ANCHOR,
	K_DYNAMIC_REF,
	K_ID,
	K_REF,
	K_SCHEMA,
	K_VOCABULARY,
	K_ADDITIONAL_ITEMS,
	K_ADDITIONAL_PROPERTIES,
	K_ALL_OF,
	K_ANY_OF,
	K_CONST,
	K_CONTAINS,
	K_CONTENT_ENCODING,
	K_CONTENT_MEDIA_TYPE,
	K_CONTENT_SCHEMA,
	K_DEFAULT,
	K_DEFINITIONS,
	K_DEPENDENCIES,
	K_DEPENDENT_REQUIRED,
	K_DEPENDENT_SCHEMAS,
	K_DEPRECATED,
	K_DESCRIPTION,
	K_ELSE,
	K_ENUM,
	K_EXAMPLES,
	K_EXCLUSIVE_MAXIMUM,
	K_EXCLUSIVE_MINIMUM,
	K_FORMAT,
	K_IF,
	K_ITEMS,
	K_MAX_CONTAINS,
	K_MAX_ITEMS,
	K_MAX_LENGTH,
	K_MAX_PROPERTIES,
	K_MAXIMUM,
	K_MIN_CONTAINS,
	K_MIN_ITEMS,
	K_MIN_LENGTH,
	K_MIN_PROPERTIES,
	K_MINIMUM,
	K_MULTIPLE_OF,
	K_NOT,
	K_ONE_OF,
	K_PATTERN,
	K_PATTERN_PROPERTIES,
	K_PREFIX_ITEMS,
	K_PROPERTIES,
	K_PROPERTY_NAMES,
	K_READ_ONLY,
	K_REQUIRED,
	K_THEN,
	K_TITLE,
	K_TYPE,
	K_UNEVALUATED_ITEMS,
	K_UNEVALUATED_PROPERTIES,
	K_UNIQUE_ITEMS,
	K_WRITE_ONLY,
	K_COUNT,
	K_NONE = K_COUNT
};

struct keyword {
	const char *name;
	unsigned drafts;
	unsigned vocabulary;
	enum shape shape;
	unsigned kinds; /* of its value, a bit for each enum sms_json_kind */
};

/* The keyword of that name in a dialect, or K_NONE. */
enum keyword_id schema_keyword_find(const char *name, struct dialect dialect);
const struct keyword *schema_keyword(enum keyword_id id);

#endif
