/* The registry of types: built-in files, and the repository's own on top. See type.h. */
#include "base/builtin.h"
#include "model/invariant/private.h"
#include "model/type/private.h"
#include <string.h>

struct sms_types {
	struct sms_map *by_name; /* name -> struct sms_type */
	struct sms_type **sorted;
	struct sms_library library;
	struct sms_invariants **invariants; /* made when first asked for */
};

#define COMMON "common"
#define BUILTIN "builtin:"

const char *sms_kind_name(enum sms_kind kind)
{
	static const char *const names[] = {"document", "register", "event"};
	return names[kind];
}

static void free_order(void *order)
{
	sms_map_free(order);
}

static void free_type(void *p)
{
	struct sms_type *type = p;
	if (!type)
		return;
	sms_type_release_fields(type->lazy);
	sms_schema_free(type->lazy->schema);
	sms_map_free(type->lazy->orders);
	pthread_mutex_destroy(&type->lazy->mutex);
	sms_json_free(type->lazy->document);
	sms_json_free(type->lazy->head);
	free(type->lazy);
	free(type->name);
	free(type->origin);
	free(type);
}

static bool read_kind(const char *name, enum sms_kind *out)
{
	for (int kind = SMS_KIND_DOCUMENT; kind <= SMS_KIND_EVENT; kind++)
		if (name && !strcmp(name, sms_kind_name(kind))) {
			*out = kind;
			return true;
		}
	return false;
}

static struct sms_type *new_type(struct sms_library *library, const char *name, const char *origin)
{
	struct sms_type *type = sms_alloc(1, sizeof *type);
	type->name = sms_strdup(name);
	type->origin = sms_strdup(origin);
	type->lazy = sms_alloc(1, sizeof *type->lazy);
	type->lazy->library = library;
	pthread_mutex_init(&type->lazy->mutex, NULL);
	type->lazy->orders = sms_map_new(free_order);
	return type;
}

/* Fills in what the head of its file says: title, description, x-sms; borrowed. */
static struct sms_error *read_head(struct sms_type *type, const sms_json *head)
{
	type->about = sms_json_get(head, "x-sms");
	type->title = sms_json_get_text(head, "title");
	type->description = sms_json_get_text(head, "description");
	type->plural = sms_json_get_text(type->about, "plural");
	type->prefix = sms_json_get_text(type->about, "prefix");
	type->word = sms_json_get_text(type->about, "command");
	type->lazy->part = sms_json_get_text(sms_json_get(type->about, "people"), "is");
	bool has_kind = read_kind(sms_json_get_text(type->about, "kind"), &type->kind);
	const char *missing = !type->title                                       ? "title"
			      : !type->plural                                    ? "x-sms.plural"
			      : !type->prefix                                    ? "x-sms.prefix"
			      : !has_kind                                        ? "x-sms.kind"
			      : !sms_json_path(type->about, "lifecycle.initial") ? "x-sms.lifecycle.initial"
										 : NULL;
	if (missing)
		return sms_error(SMS_INPUT, "%s: type '%s' has no %s", type->origin, type->name, missing);
	if (!type->word)
		type->word = type->kind == SMS_KIND_EVENT ? "record" : "add";
	atomic_store(&type->lazy->is_read, true);
	return NULL;
}

/* Of the built-in types a command needs few: the head of one is read before it is first handed out. */
static struct sms_type *ready(struct sms_type *type)
{
	struct sms_type_lazy *lazy = type->lazy;
	if (atomic_load(&lazy->is_read))
		return type;
	pthread_mutex_lock(&lazy->mutex);
	struct sms_error *error = NULL;
	if (!atomic_load(&lazy->is_read))
		error = sms_json_parse(&lazy->head, lazy->builtin->head, lazy->builtin->length, type->origin);
	if (!error && !atomic_load(&lazy->is_read))
		error = read_head(type, lazy->head);
	pthread_mutex_unlock(&lazy->mutex);
	if (error)
		abort(); /* a built-in file: tests hold it right */
	return type;
}

/* `types/incident.json` -> `incident`; NULL for what is no type. */
static char *name_of(const char *path)
{
	size_t length = strlen(path);
	if (strncmp(path, "types/", 6) != 0 || strchr(path + 6, '/') || length < 12 ||
	    strcmp(path + length - 5, ".json") != 0)
		return NULL;
	char *name = sms_copy(path + 6, length - 11);
	if (strcmp(name, COMMON) != 0)
		return name;
	free(name);
	return NULL;
}

static void load_builtin(struct sms_types *types)
{
	size_t count;
	const struct sms_builtin_type *builtin = sms_builtin_types(&count);
	for (size_t i = 0; i < count; i++) {
		sms_auto(string) char *origin = sms_format(BUILTIN "types/%s.json", builtin[i].name);
		struct sms_type *type = new_type(&types->library, builtin[i].name, origin);
		type->prefix = builtin[i].prefix;
		type->lazy->builtin = &builtin[i];
		type->lazy->part = builtin[i].part;
		sms_map_put(types->by_name, type->name, type);
	}
}

const sms_json *sms_type_document(const struct sms_type *type)
{
	struct sms_type_lazy *lazy = type->lazy;
	if (!lazy->document && !strncmp(type->origin, BUILTIN, strlen(BUILTIN))) {
		size_t length = 0;
		const char *text = sms_builtin(type->origin + strlen(BUILTIN), &length);
		struct sms_error *error = text ? sms_json_parse(&lazy->document, text, length, type->origin) : NULL;
		sms_error_free(error); /* a built-in file: tests hold it right */
	}
	return lazy->document;
}

static struct sms_error *load_own(struct sms_types *types, const struct sms_type_file *file)
{
	sms_auto(string) char *name = name_of(file->path);
	sms_auto(json) sms_json *document = NULL;
	if (!name)
		return NULL;
	SMS_TRY(sms_json_parse(&document, file->bytes, file->length, file->path));
	SMS_TRY(sms_builtin_schema_check("meta/type.json", document, file->bytes, file->length, file->path));
	const struct sms_type *base = sms_map_get(types->by_name, name);
	if (base && sms_json_true(sms_json_path(document, "x-sms.extends"))) {
		sms_json *merged = sms_type_merge(sms_type_document(base), document);
		sms_json_free(document);
		document = merged;
	}
	struct sms_type *type = new_type(&types->library, name, file->path);
	type->lazy->document = sms_move(&document);
	sms_map_put(types->by_name, name, type);
	return read_head(type, type->lazy->document);
}

static int by_name(const void *a, const void *b)
{
	return strcmp((*(struct sms_type *const *)a)->name, (*(struct sms_type *const *)b)->name);
}

static struct sms_error *check_prefixes(const struct sms_types *types)
{
	sms_auto(map) struct sms_map *seen = sms_map_new(NULL);
	for (size_t i = 0; i < sms_types_count(types); i++) {
		struct sms_type *type = types->sorted[i];
		const struct sms_type *other = sms_map_get(seen, type->prefix);
		if (other)
			return sms_error(SMS_INPUT, "%s: types '%s' and '%s' both have the prefix %s", type->origin,
					 other->name, type->name, type->prefix);
		sms_map_put(seen, type->prefix, type);
	}
	return NULL;
}

struct sms_error *sms_types_load(struct sms_types **out, const struct sms_type_file *own, size_t count)
{
	sms_auto(types) struct sms_types *types = sms_alloc(1, sizeof *types);
	types->by_name = sms_map_new(free_type);
	types->invariants = sms_alloc(1, sizeof *types->invariants);
	sms_library_init(&types->library);
	load_builtin(types);
	for (size_t i = 0; i < count; i++)
		SMS_TRY(load_own(types, &own[i]));
	size_t total = sms_map_count(types->by_name);
	types->sorted = sms_alloc(total, sizeof(struct sms_type *));
	for (size_t i = 0; i < total; i++)
		types->sorted[i] = sms_map_at(types->by_name, i, NULL);
	qsort(types->sorted, total, sizeof(struct sms_type *), by_name);
	SMS_TRY(check_prefixes(types));
	*out = sms_move(&types);
	return NULL;
}

void sms_types_free(struct sms_types *types)
{
	if (!types)
		return;
	if (types->invariants)
		sms_invariants_free(*types->invariants);
	free(types->invariants);
	sms_map_free(types->by_name);
	sms_library_release(&types->library);
	free(types->sorted);
	free(types);
}

struct sms_error *sms_types_invariants(const struct sms_invariants **out, const struct sms_types *types)
{
	if (!*types->invariants)
		SMS_TRY(sms_invariants_new(types->invariants, types));
	*out = *types->invariants;
	return NULL;
}

const sms_json *sms_types_common(const struct sms_types *types)
{
	const sms_json *common = sms_library_lookup(types->sorted[0]->lazy->library, "sms:types/" COMMON ".json");
	return sms_json_get(common, "x-sms");
}

const struct sms_type *sms_types_next_aiming(const struct sms_types *types, const char *name, size_t *index)
{
	sms_auto(string) char *word = sms_format("%s ", name);
	while (*index < sms_types_count(types)) {
		struct sms_type *type = types->sorted[(*index)++];
		const struct sms_builtin_type *builtin = type->lazy->builtin;
		for (const char *at = builtin ? builtin->aims : word; *at; at += strcspn(at, " ") + 1)
			if (*at == '*' || !strncmp(at, word, strlen(word)))
				return ready(type);
	}
	return NULL;
}

size_t sms_types_count(const struct sms_types *types)
{
	return sms_map_count(types->by_name);
}

const struct sms_type *sms_types_at(const struct sms_types *types, size_t index)
{
	return ready(types->sorted[index]);
}

const struct sms_type *sms_types_get(const struct sms_types *types, const char *name)
{
	struct sms_type *type = sms_map_get(types->by_name, name);
	return type ? ready(type) : NULL;
}

const struct sms_type *sms_types_of_id(const struct sms_types *types, const char *id)
{
	const char *dash = strchr(id, '-');
	size_t length = dash ? (size_t)(dash - id) : 0;
	for (size_t i = 0; length && i < sms_types_count(types); i++)
		if (!strncmp(types->sorted[i]->prefix, id, length) && !types->sorted[i]->prefix[length])
			return ready(types->sorted[i]);
	return NULL;
}

const struct sms_type *sms_types_next_of_people(const struct sms_types *types, size_t *index)
{
	while (*index < sms_types_count(types)) {
		struct sms_type *type = types->sorted[(*index)++];
		if (type->lazy->part)
			return ready(type);
	}
	return NULL;
}

const struct sms_type *sms_types_next_own(const struct sms_types *types, size_t *index)
{
	while (*index < sms_types_count(types)) {
		struct sms_type *type = types->sorted[(*index)++];
		if (!type->lazy->builtin)
			return type;
	}
	return NULL;
}

struct sms_error *sms_types_find(const struct sms_type **out, const struct sms_types *types, const char *name)
{
	sms_auto(list) struct sms_list names = SMS_LIST_INIT;
	*out = sms_types_get(types, name);
	for (size_t i = 0; !*out && i < sms_types_count(types); i++) {
		const struct sms_type *type = ready(types->sorted[i]);
		if (!strcmp(type->plural, name))
			*out = type;
		sms_list_add(&names, type->name);
	}
	if (*out)
		return NULL;
	struct sms_error *error = sms_error(SMS_INPUT, "unknown type '%s'", name);
	const char *nearest = sms_list_nearest(&names, name);
	return nearest ? sms_error_hint(error, "did you mean '%s'?", nearest) : sms_error_hint(error, "sms types");
}

struct sms_error *sms_type_schema(const struct sms_schema **out, const struct sms_type *type)
{
	if (!type->lazy->schema) {
		sms_auto(string) char *uri = sms_format("sms:types/%s.json", type->name);
		const struct sms_schema_options options = {.base_uri = uri,
							   .lookup = sms_library_lookup,
							   .lookup_context = type->lazy->library,
							   .assert_format = true};
		struct sms_error *error = sms_schema_new(&type->lazy->schema, sms_type_document(type), &options);
		if (error)
			return sms_error_wrap(error, "%s", type->origin);
	}
	*out = type->lazy->schema;
	return NULL;
}
