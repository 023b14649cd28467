/* What the schema tests are written in. JSON is written with ' for ". */
#ifndef TEST_SCHEMA_SUPPORT_H
#define TEST_SCHEMA_SUPPORT_H

#include "base/buf.h"
#include "model/schema/schema.h"
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

static inline sms_json *json(const char *text)
{
	sms_json *value = NULL;
	sms_auto(string) char *quoted = sms_strdup(text);
	for (char *p = quoted; (p = strchr(p, '\''));)
		*p = '"';
	struct sms_error *error = sms_json_parse(&value, quoted, strlen(quoted), "test");
	if (error)
		fail_msg("%s in %s", sms_error_message(error), text);
	return value;
}

static inline struct sms_schema *compile_json(const sms_json *document)
{
	struct sms_schema *schema = NULL;
	struct sms_schema_options options = {.assert_format = true};
	struct sms_error *error = sms_schema_new(&schema, document, &options);
	if (error)
		fail_msg("does not compile: %s", sms_error_message(error));
	return schema;
}

#endif
