/* sms-types(7): all types that come with sms, printed from their files. */
#include "base/map.h"
#include "help/help.h"
#include <string.h>

static const char about[] =
	"The types of records that come with `sms`. Every record has a type, by the prefix of its id. A document is a "
	"record with Markdown text beside it; a register entry is long-lived and named by a person; an event is filed "
	"by its date. `sms types TYPE` prints one with the content of its fields and the moves of its states; a "
	"repository may replace, extend and add types: sms-type(5).\n\n"
	"Fields that have to be there in every state are marked `*`; more may be asked for by a state. Fields inside "
	"others are written with a dot. Times, states and the log are kept by the commands.";

/* How many types have a field, to tell what all have from what is a type's own. */
struct census {
	const struct sms_types *types;
	struct sms_map *all, *documents; /* path -> number of types */
	size_t document_count;
};

static void count_in(struct sms_map *map, const char *path)
{
	sms_map_put(map, path, (void *)((uintptr_t)sms_map_get(map, path) + 1));
}

static void census_take(struct census *census, const struct sms_types *types)
{
	*census = (struct census){.types = types, .all = sms_map_new(NULL), .documents = sms_map_new(NULL)};
	for (size_t i = 0; i < sms_types_count(types); i++) {
		const struct sms_type *type = sms_types_at(types, i);
		size_t count = 0;
		const struct sms_field *fields = sms_type_fields(type, &count);
		census->document_count += type->kind == SMS_KIND_DOCUMENT;
		for (size_t k = 0; k < count; k++) {
			count_in(census->all, fields[k].path);
			if (type->kind == SMS_KIND_DOCUMENT)
				count_in(census->documents, fields[k].path);
		}
	}
}

static void census_release(struct census *census)
{
	sms_map_free(census->all);
	sms_map_free(census->documents);
}
SMS_AUTO_STRUCT(census, struct census, census_release);

static bool all_have(const struct census *census, const char *path)
{
	return (uintptr_t)sms_map_get(census->all, path) == sms_types_count(census->types);
}

static bool documents_have(const struct census *census, const char *path)
{
	return (uintptr_t)sms_map_get(census->documents, path) == census->document_count;
}

/* --- What many have. --- */

static void write_shared(const struct page_writer *writer, void *into, const struct census *census, bool documents)
{
	const struct sms_type *any = NULL;
	size_t count = 0;
	for (size_t i = 0; !any && i < sms_types_count(census->types); i++)
		if (!documents || sms_types_at(census->types, i)->kind == SMS_KIND_DOCUMENT)
			any = sms_types_at(census->types, i);
	const struct sms_field *fields = any ? sms_type_fields(any, &count) : NULL;
	for (size_t i = 0; i < count; i++) {
		bool shared = documents ? documents_have(census, fields[i].path) && !all_have(census, fields[i].path)
					: all_have(census, fields[i].path);
		if (shared && fields[i].description)
			writer->item(into, fields[i].path, fields[i].description);
	}
}

/* --- One type. --- */

static void add_fields(struct sms_buf *out, const struct census *census, const struct sms_type *type)
{
	size_t count = 0;
	const struct sms_field *fields = sms_type_fields(type, &count);
	for (size_t i = 0; i < count; i++) {
		const char *path = fields[i].path;
		bool shared =
			all_have(census, path) || (type->kind == SMS_KIND_DOCUMENT && documents_have(census, path));
		if (!shared)
			sms_buf_add_format(out, "%s%s%s", out->length ? ", " : "", path, fields[i].required ? "*" : "");
	}
}

static void add_states(struct sms_buf *out, const struct sms_type *type)
{
	sms_json_each(state, sms_json_path(type->about, "lifecycle.moves")) {
		const char *name = sms_json_key(state);
		sms_buf_add_format(out, "%s%s%s", out->length ? ", " : "", name,
				   sms_type_is_final(type, name) ? " (final)" : "");
	}
}

static void write_type(const struct page_writer *writer, void *into, const struct census *census,
		       const struct sms_type *type)
{
	sms_auto(buf) struct sms_buf kind = SMS_BUF_INIT, fields = SMS_BUF_INIT, states = SMS_BUF_INIT;
	sms_buf_add_format(&kind, "%s, prefix %s, clauses ", sms_kind_name(type->kind), type->prefix);
	sms_value_add_text(&kind, sms_json_get(type->about, "clauses"));
	sms_auto(string) char *command = sms_format("sms %s-%s", type->word, type->name);
	add_fields(&fields, census, type);
	add_states(&states, type);
	writer->heading(into, type->name, true);
	writer->paragraph(into, type->description);
	writer->item(into, command, sms_buf_text(&kind));
	writer->item(into, "States", sms_buf_text(&states));
	if (fields.length)
		writer->item(into, "Fields", fields.data);
}

static struct sms_error *write_page(const struct page_writer *writer, void *into)
{
	sms_auto(types) struct sms_types *types = NULL;
	sms_auto(census) struct census census = {0};
	SMS_TRY(sms_types_load(&types, NULL, 0));
	census_take(&census, types);
	writer->heading(into, "DESCRIPTION", false);
	page_write_paragraphs(writer, into, about);
	writer->heading(into, "FIELDS OF EVERY RECORD", false);
	write_shared(writer, into, &census, false);
	writer->heading(into, "FIELDS OF EVERY DOCUMENT", false);
	write_shared(writer, into, &census, true);
	writer->heading(into, "TYPES", false);
	for (size_t i = 0; i < sms_types_count(types); i++)
		write_type(writer, into, &census, sms_types_at(types, i));
	return NULL;
}

const struct topic topic_types = {
	.name = "sms-types",
	.section = 7,
	.summary = "the types of records that come with sms",
	.write = write_page,
	.see_also = "sms(1), sms-types(1), sms-add(1), sms-type(5)",
};
