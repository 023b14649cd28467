/* Finding single settings. See path.h. */
#include "model/settings/path.h"
#include <string.h>

#define SCHEMA "meta/settings.json"

void sms_setting_release(struct sms_setting *setting)
{
	free(setting->path);
}

struct sms_error *sms_settings_schema(struct sms_builtin_schema **out)
{
	return sms_builtin_schema_new(out, SCHEMA);
}

/* The subschema behind references; NULL for a schema that stands in the settings, where any JSON may be. */
static const sms_json *resolve(const struct sms_builtin_schema *schema, const sms_json *subschema)
{
	const char *reference = sms_json_get_text(subschema, "$ref");
	if (!subschema || (reference && *reference != '#'))
		return NULL;
	return sms_schema_resolve(sms_builtin_schema_get(schema), subschema);
}

/* Where the walk along a path has come to. */
struct place {
	const sms_json *schema;
	const sms_json *own, *standard; /* in sms.json, and in what `init` writes; either may be NULL */
};

static const sms_json *in_effect(const struct place *place)
{
	return place->own ? place->own : place->standard;
}

static bool is_index(const char *step)
{
	return *step && !step[strspn(step, "0123456789")];
}

static const char *element_name(const sms_json *element)
{
	const char *name = sms_json_get_text(element, "name");
	return name ? name : sms_json_get_text(element, "id");
}

static struct sms_error *unknown(const char *head, const char *step, const struct sms_list *names)
{
	const char *dot = *head ? "." : "";
	const char *nearest = sms_list_nearest(names, step);
	struct sms_error *error = sms_error(SMS_INPUT, "unknown setting '%s%s%s'", head, dot, step);
	if (nearest)
		return sms_error_hint(error, "sms config get %s%s%s", head, dot, nearest);
	return sms_error_hint(error, "sms config list%s%s", *head ? " " : "", head);
}

static void member_names(const struct place *place, struct sms_list *out)
{
	sms_json_each(property, sms_json_get(place->schema, "properties"))
		sms_list_add(out, sms_json_key(property));
	if (sms_json_get(place->schema, "properties"))
		return;
	sms_json_each(member, place->own)
		sms_list_add(out, sms_json_key(member));
	sms_json_each(member, place->standard)
		if (!sms_json_get(place->own, sms_json_key(member)))
			sms_list_add(out, sms_json_key(member));
}

static void element_names(const struct place *place, struct sms_list *out)
{
	size_t index = 0;
	sms_json_each(element, in_effect(place)) {
		const char *name = element_name(element);
		if (name)
			sms_list_add(out, name);
		else
			sms_list_add_format(out, "%zu", index);
		index++;
	}
}

static bool takes_members(const sms_json *schema)
{
	return sms_json_get(schema, "properties") ||
	       sms_json_is(sms_json_get(schema, "additionalProperties"), SMS_JSON_OBJECT);
}

static struct sms_error *enter_member(struct place *place, const struct sms_builtin_schema *schema, const char *step,
				      struct sms_buf *path)
{
	const sms_json *member = sms_json_get(sms_json_get(place->schema, "properties"), step);
	const sms_json *others = sms_json_get(place->schema, "additionalProperties");
	if (place->schema && !member && !sms_json_is(others, SMS_JSON_OBJECT)) {
		sms_auto(list) struct sms_list names = SMS_LIST_INIT;
		member_names(place, &names);
		return unknown(sms_buf_text(path), step, &names);
	}
	place->schema = resolve(schema, member ? member : others);
	place->own = sms_json_get(place->own, step);
	place->standard = sms_json_get(place->standard, step);
	sms_buf_add_format(path, "%s%s", path->length ? "." : "", step);
	return NULL;
}

/* Index of the element that a step means; one behind the last for `+`, SIZE_MAX for none. */
static size_t index_of(const sms_json *list, const char *step)
{
	size_t index = 0;
	if (!strcmp(step, "+"))
		return sms_json_count(list);
	if (is_index(step)) {
		index = strtoul(step, NULL, 10);
		return index < sms_json_count(list) ? index : SIZE_MAX;
	}
	sms_json_each(element, list) {
		const char *name = element_name(element);
		if (name && !strcmp(name, step))
			return index;
		index++;
	}
	return SIZE_MAX;
}

static struct sms_error *enter_element(struct place *place, const struct sms_builtin_schema *schema, const char *step,
				       struct sms_buf *path)
{
	size_t index = index_of(in_effect(place), step);
	if (index == SIZE_MAX) {
		sms_auto(list) struct sms_list names = SMS_LIST_INIT;
		element_names(place, &names);
		return unknown(sms_buf_text(path), step, &names);
	}
	/* A list counts as a whole: what the default says of a place is nothing where there is an own one. */
	place->standard = place->own ? NULL : sms_json_at(place->standard, index);
	place->own = sms_json_at(place->own, index);
	place->schema = resolve(schema, sms_json_get(place->schema, "items"));
	sms_buf_add_format(path, ".%s", *step == '+' ? step : "");
	if (*step != '+')
		sms_buf_add_format(path, "%zu", index);
	return NULL;
}

static struct sms_error *enter(struct place *place, const struct sms_builtin_schema *schema, const char *step,
			       struct sms_buf *path)
{
	const sms_json *value = in_effect(place);
	if (sms_json_get(place->schema, "items") || (!place->schema && sms_json_is(value, SMS_JSON_ARRAY)))
		return enter_element(place, schema, step, path);
	if (!place->schema || takes_members(place->schema))
		return enter_member(place, schema, step, path);
	return sms_error_hint(sms_error(SMS_INPUT, "setting '%s' has no part '%s'", sms_buf_text(path), step),
			      "sms config get %s", sms_buf_text(path));
}

static struct place start(struct sms_settings *settings, const struct sms_builtin_schema *schema)
{
	const sms_json *document = sms_builtin_schema_document(schema);
	return (struct place){.schema = document, .own = settings->json, .standard = sms_settings_defaults(settings)};
}

static void fill(struct sms_setting *out, const struct place *place, char *path)
{
	*out = (struct sms_setting){.path = path,
				    .schema = place->schema,
				    .value = in_effect(place),
				    .is_default = !place->own && place->standard};
}

static struct sms_error *walk(struct place *place, struct sms_buf *path, const struct sms_builtin_schema *schema,
			      const char *text)
{
	sms_auto(list) struct sms_list steps = SMS_LIST_INIT;
	sms_list_split(&steps, text, '.');
	for (size_t i = 0; *text && i < steps.count; i++)
		SMS_TRY(enter(place, schema, steps.items[i], path));
	return NULL;
}

struct sms_error *sms_setting_find(struct sms_setting *out, struct sms_settings *settings,
				   const struct sms_builtin_schema *schema, const char *path)
{
	struct place place = start(settings, schema);
	sms_auto(buf) struct sms_buf full = SMS_BUF_INIT;
	SMS_TRY(walk(&place, &full, schema, path));
	if (!full.length)
		sms_buf_add_text(&full, "");
	fill(out, &place, sms_buf_take(&full));
	return NULL;
}

void sms_setting_steps(const struct sms_setting *setting, const struct sms_builtin_schema *schema, struct sms_list *out)
{
	const struct place place = {.schema = setting->schema, .own = setting->value};
	if (sms_json_is(setting->value, SMS_JSON_ARRAY) &&
	    takes_members(resolve(schema, sms_json_get(setting->schema, "items"))))
		element_names(&place, out);
	else if (takes_members(setting->schema))
		member_names(&place, out);
}

/* --- All below. --- */

struct visiting {
	const struct sms_builtin_schema *schema;
	sms_setting_visit *visit;
	void *into;
};

static void visit_place(const struct visiting *visiting, const struct place *place, const struct sms_buf *path);

/* Is the value one line of a listing? Lists of texts are; what may be any JSON is. */
static bool is_leaf(const struct visiting *visiting, const struct place *place)
{
	const sms_json *items = resolve(visiting->schema, sms_json_get(place->schema, "items"));
	return !takes_members(place->schema) && !takes_members(items);
}

static void visit_steps(const struct visiting *visiting, const struct place *place, const struct sms_buf *path)
{
	bool is_list = sms_json_get(place->schema, "items") != NULL;
	sms_auto(list) struct sms_list steps = SMS_LIST_INIT;
	if (is_list)
		for (size_t i = 0; i < sms_json_count(in_effect(place)); i++)
			sms_list_add_format(&steps, "%zu", i);
	else
		member_names(place, &steps);
	for (size_t i = 0; i < steps.count; i++) {
		struct place inner = *place;
		sms_auto(buf) struct sms_buf full = SMS_BUF_INIT;
		sms_buf_add_text(&full, sms_buf_text(path));
		sms_auto(error) struct sms_error *error = enter(&inner, visiting->schema, steps.items[i], &full);
		if (!error && in_effect(&inner))
			visit_place(visiting, &inner, &full);
	}
}

static void visit_place(const struct visiting *visiting, const struct place *place, const struct sms_buf *path)
{
	if (!is_leaf(visiting, place)) {
		visit_steps(visiting, place, path);
		return;
	}
	sms_auto(setting) struct sms_setting setting = {0};
	fill(&setting, place, sms_strdup(sms_buf_text(path)));
	visiting->visit(visiting->into, &setting);
}

void sms_setting_each(struct sms_settings *settings, const struct sms_builtin_schema *schema,
		      const struct sms_setting *below, sms_setting_visit *visit, void *into)
{
	const struct visiting visiting = {schema, visit, into};
	struct place place = start(settings, schema);
	sms_auto(buf) struct sms_buf path = SMS_BUF_INIT;
	sms_auto(error) struct sms_error *error = walk(&place, &path, schema, below->path);
	if (!error && in_effect(&place))
		visit_place(&visiting, &place, &path);
}
