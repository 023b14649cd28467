/* What the files of needs.h share. */
#ifndef SMS_WORK_NEEDS_PRIVATE_H
#define SMS_WORK_NEEDS_PRIVATE_H

#include "base/map.h"
#include "work/needs/needs.h"

/* Who speaks, and of which types: a name or an array of names. */
struct speaker {
	struct sms_needs *needs;
	const struct sms_catalogue *catalogue; /* for facts; NULL where there are none */
	const char *by;
	const sms_json *types;
	unsigned depth; /* of facts within facts */
	bool alternative;
};

/* A field (`value` NULL), or a value of it, of each of the types. */
void needs_say(const struct speaker *speaker, const char *path, const char *value);
/* What a JSON Schema over the value at `prefix` ("" is the record itself) names. */
void needs_say_schema(const struct speaker *speaker, const char *prefix, const sms_json *schema);
/* What an expression of a derived fact names (work/audit/derive.c), and a path, which may be that of a fact. */
void needs_say_expression(const struct speaker *speaker, const sms_json *expression);
void needs_say_path(const struct speaker *speaker, const char *path);

#endif
