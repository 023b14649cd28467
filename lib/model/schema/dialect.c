/* Which draft and vocabularies a `$schema` stands for, and the metaschemas, which need no network. */
#include "base/builtin.h"
#include "model/schema/compile.h"

#define URI_2020 "https://json-schema.org/draft/2020-12/"
#define URI_7 "http://json-schema.org/draft-07/"
#define FOLDER "meta/json-schema/"
#define ANCESTORS 8 /* a metaschema of a metaschema of a metaschema ... */

#define STANDARD                                                                                                       \
	(VOCABULARY_CORE | VOCABULARY_APPLICATOR | VOCABULARY_UNEVALUATED | VOCABULARY_VALIDATION |                    \
	 VOCABULARY_META_DATA | VOCABULARY_FORMAT | VOCABULARY_CONTENT)

const struct dialect schema_dialect_default = {DRAFT_2020, STANDARD};

static const struct {
	const char *name;
	enum vocabulary vocabulary;
} vocabularies[] = {
	{"core", VOCABULARY_CORE},
	{"applicator", VOCABULARY_APPLICATOR},
	{"unevaluated", VOCABULARY_UNEVALUATED},
	{"validation", VOCABULARY_VALIDATION},
	{"meta-data", VOCABULARY_META_DATA},
	{"format-annotation", VOCABULARY_FORMAT},
	{"format-assertion", VOCABULARY_FORMAT_ASSERTION},
	{"content", VOCABULARY_CONTENT},
};

static const char *after(const char *text, const char *prefix)
{
	size_t length = strlen(prefix);
	return strncmp(text, prefix, length) ? NULL : text + length;
}

/* The built-in file of a metaschema's URI; false where it is none. */
static bool builtin_path(const char *uri, struct sms_buf *out)
{
	const char *name = after(uri, URI_2020), *meta;
	if (name) {
		meta = after(name, "meta/");
		sms_buf_add_format(out, FOLDER "draft2020-12/%s.json", meta ? meta : name);
		return true;
	}
	name = after(uri, URI_7);
	if (name)
		sms_buf_add_format(out, FOLDER "draft-07/%s.json", name);
	return name != NULL;
}

struct sms_error *schema_fetch(struct compiler *c, const char *uri, const sms_json **out)
{
	sms_auto(buf) struct sms_buf path = SMS_BUF_INIT;
	size_t length;
	const char *text = builtin_path(uri, &path) ? sms_builtin(sms_buf_text(&path), &length) : NULL;
	*out = NULL;
	if (text) {
		sms_json *document;
		SMS_TRY(sms_json_parse(&document, text, length, path.data));
		sms_grow(c->schema->documents, c->schema->document_count, c->schema->document_capacity);
		c->schema->documents[c->schema->document_count++] = document;
		*out = document;
	} else if (c->options.lookup) {
		*out = c->options.lookup(c->options.lookup_context, uri);
	}
	return NULL;
}

static struct sms_error *read_vocabularies(const sms_json *object, const char *uri, struct dialect *out)
{
	out->vocabularies = VOCABULARY_CORE;
	sms_json_each(member, object) {
		const char *name = after(sms_json_key(member), URI_2020 "vocab/");
		size_t i = 0;
		while (name && i < SMS_COUNT(vocabularies) && strcmp(vocabularies[i].name, name))
			i++;
		if (name && i < SMS_COUNT(vocabularies))
			out->vocabularies |= vocabularies[i].vocabulary;
		else if (sms_json_true(member))
			return sms_error(SMS_INPUT, "metaschema '%s' needs the vocabulary '%s', which is not known",
					 uri, sms_json_key(member));
	}
	return NULL;
}

static struct sms_error *find(struct compiler *c, const char *uri, struct dialect *out, unsigned ancestors)
{
	const sms_json *metaschema = NULL;
	if (!strcmp(uri, URI_2020 "schema")) {
		*out = schema_dialect_default;
		return NULL;
	}
	if (!strcmp(uri, URI_7 "schema")) {
		*out = (struct dialect){DRAFT_7, STANDARD};
		return NULL;
	}
	if (ancestors)
		SMS_TRY(schema_fetch(c, uri, &metaschema));
	const char *above = sms_json_get_text(metaschema, "$schema");
	if (!metaschema || (above && !strcmp(above, uri)))
		return sms_error(SMS_INPUT, "$schema '%s' is not known; use '%s' or '%s#'", uri, URI_2020 "schema",
				 URI_7 "schema");
	*out = schema_dialect_default;
	if (above) {
		sms_auto(string) char *name = sms_copy(above, strcspn(above, "#"));
		SMS_TRY(find(c, name, out, ancestors - 1));
	}
	const sms_json *object = sms_json_get(metaschema, "$vocabulary");
	return object && out->draft == DRAFT_2020 ? read_vocabularies(object, uri, out) : NULL;
}

struct sms_error *schema_dialect_find(struct compiler *c, const char *uri, struct dialect *out)
{
	sms_auto(string) char *name = sms_copy(uri, strcspn(uri, "#"));
	return find(c, name, out, ANCESTORS);
}
