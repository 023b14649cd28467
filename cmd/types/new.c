/* sms types --new: a starter for a type of the organization's own. See types.h. */
#include "base/builtin.h"
#include "base/file.h"
#include "types/types.h"
#include <ctype.h>
#include <string.h>

enum { SHORTEST = 3, LONGEST = 8 }; /* prefix */

/* What the templates leave open. */
struct words {
	const char *name;
	char *title, *plural, *prefix;
};

static void words_release(struct words *words)
{
	free(words->title);
	free(words->plural);
	free(words->prefix);
}
SMS_AUTO_STRUCT(words, struct words, words_release);

/* Small letters, digits, single dashes between: what a folder, an option and a command can be called. */
static bool is_name(const char *name)
{
	bool good = islower((unsigned char)*name) && strlen(name) <= 60;
	for (const char *at = name; *at && good; at++)
		good = islower((unsigned char)*at) || isdigit((unsigned char)*at) ||
		       (*at == '-' && isalnum((unsigned char)at[1]));
	return good;
}

static struct sms_error *check_name(const struct sms_types *types, const char *name)
{
	if (!is_name(name) || !strcmp(name, "common"))
		return sms_error_hint(sms_error(SMS_INPUT,
						"'%s' is no name for a type: must be small letters, digits, "
						"and dashes between",
						name),
				      "sms types --new site-visit");
	for (size_t i = 0; i < sms_types_count(types); i++) {
		const struct sms_type *type = sms_types_at(types, i);
		if (!strcmp(type->name, name) || !strcmp(type->plural, name))
			return sms_error_hint(
				sms_error(SMS_INPUT, "there is a type '%s' already, in %s", type->name, type->origin),
				"sms types %s", type->name);
	}
	return NULL;
}

/* --- Names that follow from the name. --- */

static char *title_of(const char *name)
{
	char *title = sms_strdup(name);
	for (char *at = title; *at; at++)
		*at = *at == '-' ? ' ' : *at;
	*title = (char)toupper((unsigned char)*title);
	return title;
}

static char *plural_of(const char *name)
{
	size_t length = strlen(name);
	char last = name[length - 1];
	if (last == 'y' && length > 1 && !strchr("aeiou", name[length - 2]))
		return sms_format("%.*sies", (int)length - 1, name);
	return sms_format("%s%s", name, strchr("sxz", last) ? "es" : "s");
}

/* The first letter and those behind it, capital; without vowels where `skip`. */
static char *letters_of(const char *name, size_t most, bool skip)
{
	struct sms_buf out = SMS_BUF_INIT;
	for (const char *at = name; *at && out.length < most; at++)
		if (isalnum((unsigned char)*at) && !(skip && at != name && strchr("aeiou", *at)))
			sms_buf_add_char(&out, (char)toupper((unsigned char)*at));
	return sms_buf_take(&out);
}

static bool is_free(const struct sms_types *types, const char *prefix)
{
	bool taken = false;
	for (size_t i = 0; i < sms_types_count(types); i++)
		taken = taken || !strcmp(sms_types_at(types, i)->prefix, prefix);
	return !taken && strlen(prefix) >= SHORTEST;
}

/* Short and readable where that is free, else longer, else with a number. */
static char *prefix_of(const struct sms_types *types, const char *name)
{
	for (size_t most = SHORTEST; most <= LONGEST; most++)
		for (int skip = 1; skip >= 0; skip--) {
			sms_auto(string) char *prefix = letters_of(name, most, skip);
			if (is_free(types, prefix))
				return sms_move(&prefix);
		}
	sms_auto(string) char *head = letters_of(name, LONGEST - 2, false);
	for (int number = 2; number < 100; number++) {
		sms_auto(string) char *prefix = sms_format("%s%d", head, number);
		if (is_free(types, prefix))
			return sms_move(&prefix);
	}
	return sms_strdup(head);
}

/* --- The file. --- */

static void fill(struct sms_buf *out, const char *template, const struct words *words)
{
	const struct {
		const char *mark, *word;
	} marks[] = {{"<name>", words->name},
		     {"<title>", words->title},
		     {"<plural>", words->plural},
		     {"<prefix>", words->prefix}};
	while (*template) {
		size_t i = 0;
		while (i < SMS_COUNT(marks) && strncmp(template, marks[i].mark, strlen(marks[i].mark)) != 0)
			i++;
		if (i < SMS_COUNT(marks))
			sms_buf_add_text(out, marks[i].word);
		else
			sms_buf_add_char(out, *template);
		template += i < SMS_COUNT(marks) ? strlen(marks[i].mark) : 1;
	}
}

struct sms_error *types_starter(struct sms_buf *out, const struct sms_types *types, const char *name, const char *kind)
{
	size_t length = 0;
	sms_auto(string) char *path = sms_format("templates/type-%s.json", kind);
	const char *template = sms_builtin(path, &length);
	sms_auto(words) struct words words = {
		.name = name, .title = title_of(name), .plural = plural_of(name), .prefix = prefix_of(types, name)};
	if (!template)
		return sms_error(SMS_ENVIRONMENT, "no built-in file '%s'", path);
	fill(out, template, &words);
	return NULL;
}

/* --- What to do next. --- */

/* "sms add-widget --title 'First widget'", from the texts of the type's own example. */
static void add_example(struct sms_buf *out, const struct sms_type *type)
{
	sms_buf_add_format(out, "sms %s-%s", type->word, type->name);
	sms_json_each(member, sms_json_get(type->about, "example"))
		if (sms_json_text(member) && !sms_json_get(sms_json_get(type->about, "defaults"), sms_json_key(member)))
			sms_buf_add_format(out, " --%s '%s'", sms_json_key(member), sms_json_text(member));
}

static void print_new(struct context *context, const struct sms_type *type, bool dry_run)
{
	sms_auto(buf) struct sms_buf example = SMS_BUF_INIT;
	add_example(&example, type);
	const char *const next[] = {"sms check", "sms commit --all", sms_buf_text(&example)};
	if (context->format == FORMAT_JSON) {
		sms_auto(json) sms_json *document = output_document("types-new");
		sms_json *list = sms_json_new_array();
		for (size_t i = 0; i < SMS_COUNT(next); i++)
			sms_json_append_text(list, next[i]);
		sms_json_set_text(document, "type", type->name);
		sms_json_set_text(document, "prefix", type->prefix);
		sms_json_set_text(document, "file", type->origin);
		sms_json_set(document, "next", list);
		output_json(context, document);
		return;
	}
	output_format(context, TONE_STRONG, "%s%s\n", dry_run ? "Would write " : "", type->origin);
	output_heading(context, "Next");
	sms_auto(string) char *edit = sms_format("edit %s, then", type->origin);
	output_format(context, TONE_PLAIN, "  %s\n", edit);
	for (size_t i = 0; i < SMS_COUNT(next); i++)
		output_format(context, TONE_PLAIN, "  %s\n", next[i]);
}

struct sms_error *types_new(struct context *context, const char *name, const char *kind, bool dry_run)
{
	sms_auto(buf) struct sms_buf text = SMS_BUF_INIT;
	sms_auto(types) struct sms_types *types = NULL;
	const struct sms_type *type = NULL;
	SMS_TRY(context_refuse_at(context, "sms types --new"));
	SMS_TRY(context_open(context, SMS_VIEW_CURRENT));
	const struct sms_store *store = context->store;
	if (!sms_repo_workdir(store->repo))
		return sms_error(SMS_INPUT, "there is no work tree to write a type into in a bare repository");
	SMS_TRY(check_name(store->types, name));
	SMS_TRY(types_starter(&text, store->types, name, kind ? kind : "register"));
	sms_auto(string) char *path = sms_format("types/%s.json", name);
	const struct sms_type_file file = {path, sms_buf_text(&text), text.length};
	SMS_TRY(sms_types_load(&types, &file, 1));
	SMS_TRY(sms_types_find(&type, types, name));
	if (!dry_run)
		SMS_TRY(sms_file_write_at(sms_repo_workdir_fd(store->repo), path, text.data, text.length, true, NULL));
	print_new(context, type, dry_run);
	return NULL;
}
