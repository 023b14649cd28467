/* What one record breaks by itself. See invariant.h. */
#include "model/invariant/private.h"
#include "model/order.h"
#include "wrap/text.h"
#include <string.h>

/* --- Breaches. --- */

void sms_breaches_release(struct sms_breaches *breaches)
{
	for (size_t i = 0; i < breaches->count; i++) {
		free(breaches->items[i].id);
		free(breaches->items[i].file);
		free(breaches->items[i].pointer);
		free(breaches->items[i].message);
		free(breaches->items[i].fix);
	}
	free(breaches->items);
	*breaches = (struct sms_breaches){0};
}

struct sms_error *sms_breaches_refuse(const struct sms_breaches *breaches)
{
	struct sms_error *error = NULL;
	for (size_t i = 0; i < breaches->count; i++) {
		const struct sms_breach *breach = &breaches->items[i];
		if (error)
			error = sms_error_hint(error, "'%s': %s", breach->id, breach->message);
		else
			error = sms_error_hint(sms_error(SMS_INPUT, "'%s': %s", breach->id, breach->message), "%s",
					       breach->fix);
	}
	return error;
}

/* `{id}`, `{path}` and `{other}` in a command's text. */
static char *fill(const char *text, const char *id, const char *path, const char *other)
{
	const struct {
		const char *name, *value;
	} words[] = {{"{id}", id}, {"{path}", path}, {"{other}", other}};
	struct sms_buf out = SMS_BUF_INIT;
	while (*text) {
		size_t i = 0;
		while (i < SMS_COUNT(words) && strncmp(text, words[i].name, strlen(words[i].name)) != 0)
			i++;
		if (i < SMS_COUNT(words)) {
			sms_buf_add_text(&out, words[i].value ? words[i].value : "");
			text += strlen(words[i].name);
		} else {
			sms_buf_add_char(&out, *text++);
		}
	}
	return sms_buf_take(&out);
}

static const char *usual_fix(enum invariant_kind kind)
{
	static const char *const fixes[] = {[INVARIANT_ORDER] = "sms set {id} {path}=VALUE",
					    [INVARIANT_SORTED] = "sms show {id}",
					    [INVARIANT_DIFFER] = "sms set {id} {path}=ID",
					    [INVARIANT_UNIQUE] = "sms show {other}",
					    [INVARIANT_TARGET] = "sms set {id} {path}=ID",
					    [INVARIANT_ACYCLIC] = "sms edit {id}",
					    [INVARIANT_LINKED] = "sms edit {id}"};
	return fixes[kind];
}

struct sms_breach *invariant_breach(struct sms_breaches *out, const struct sms_invariant *invariant, const char *id,
				    const char *path, const char *other, const char *finding)
{
	sms_grow(out->items, out->count, out->capacity);
	struct sms_breach *breach = &out->items[out->count++];
	const char *fix = invariant->fix ? invariant->fix : usual_fix(invariant->kind);
	*breach = (struct sms_breach){.invariant = invariant,
				      .id = sms_strdup(id),
				      .message = sms_format("%s: %s", finding, invariant->message),
				      .fix = fill(fix, id, path, other)};
	return breach;
}

/* --- What it speaks of. --- */

struct sms_error *invariant_each_subject(struct sms_invariant *invariant, const sms_json *record,
					 invariant_subject_visit *visit, void *context)
{
	size_t place = 0;
	if (!invariant->each)
		return visit(context, record, 0);
	const sms_json *list = sms_json_path(record, invariant->each);
	sms_json_each(element, sms_json_is(list, SMS_JSON_ARRAY) ? list : NULL) {
		bool is_meant = true;
		SMS_TRY(invariant_holds(&invariant->only, element, &is_meant));
		if (is_meant)
			SMS_TRY(visit(context, element, place));
		place++;
	}
	return NULL;
}

/* --- Keys. --- */

static void add_text(void *context, const sms_json *value)
{
	sms_auto(buf) struct sms_buf text = SMS_BUF_INIT;
	sms_value_add_text(&text, value);
	if (text.length)
		sms_list_add(context, sms_buf_text(&text));
}

#define KEYS_MOST 4096 /* of one record: what no honest one has */

static void combine(const sms_json *path, const sms_json *subject, const char *key, const char *words,
		    struct sms_list *keys, struct sms_list *shown)
{
	sms_auto(list) struct sms_list values = SMS_LIST_INIT;
	if (!path) {
		sms_list_add(keys, key);
		if (shown)
			sms_list_add(shown, words);
		return;
	}
	sms_json_visit(subject, sms_json_text(path), add_text, &values);
	for (size_t i = 0; i < values.count && keys->count < KEYS_MOST; i++) {
		sms_auto(buf) struct sms_buf longer = SMS_BUF_INIT;
		sms_auto(string) char *more =
			sms_format("%s%s%s '%s'", words, *words ? " and " : "", sms_json_text(path), values.items[i]);
		sms_buf_add_text(&longer, key);
		sms_buf_add_char(&longer, '\n');
		sms_text_add_folded(&longer, values.items[i]);
		combine(sms_json_next(path), subject, sms_buf_text(&longer), more, keys, shown);
	}
}

void invariant_keys(const struct sms_invariant *invariant, const sms_json *subject, struct sms_list *keys,
		    struct sms_list *shown)
{
	combine(sms_json_first(invariant->paths), subject, "", "", keys, shown);
}

/* --- The primitives. --- */

struct judging {
	struct sms_invariant *invariant;
	const sms_json *record;
	const char *id;
	struct sms_breaches *out;
	const sms_json *last; /* of `sorted` */
	struct sms_map *seen; /* of `unique`; NULL until needed */
};

/* `a.b` of the third element of the list `each`: `each.2.a.b`. */
static char *path_at(const struct sms_invariant *invariant, size_t place, const char *member)
{
	return invariant->each ? sms_format("%s.%zu.%s", invariant->each, place, member) : sms_strdup(member);
}

static struct sms_error *found(struct judging *judging, size_t place, const char *member, const char *finding)
{
	const struct sms_invariant *invariant = judging->invariant;
	bool is_about = false;
	SMS_TRY(invariant_holds(&judging->invariant->where, judging->record, &is_about));
	if (!is_about)
		return NULL;
	sms_auto(string) char *path = path_at(invariant, place, member);
	sms_auto(string) char *text =
		invariant->each ? sms_format("%s.%zu: %s", invariant->each, place, finding) : sms_strdup(finding);
	struct sms_breach *breach = invariant_breach(judging->out, invariant, judging->id, path, judging->id, text);
	breach->pointer = sms_format("/%s", path);
	for (char *c = breach->pointer; *c; c++)
		if (*c == '.')
			*c = '/';
	return NULL;
}

static char *say_before(const char *later, const sms_json *b, const char *earlier, const sms_json *a)
{
	sms_auto(buf) struct sms_buf x = SMS_BUF_INIT, y = SMS_BUF_INIT;
	sms_value_add_text(&x, b);
	sms_value_add_text(&y, a);
	bool is_time = sms_json_text(a) && sms_order_is_day(sms_json_text(a));
	return sms_format("%s %s is %s %s %s", later, sms_buf_text(&x), is_time ? "before" : "less than", earlier,
			  sms_buf_text(&y));
}

static struct sms_error *judge_order(void *context, const sms_json *subject, size_t place)
{
	struct judging *judging = context;
	const sms_json *last = NULL;
	const char *name = NULL;
	sms_json_each(path, judging->invariant->paths) {
		const sms_json *value = sms_json_path(subject, sms_json_text(path));
		if (value && last && sms_order_of(value, last) == SMS_ORDER_BEFORE) {
			sms_auto(string) char *text = say_before(sms_json_text(path), value, name, last);
			SMS_TRY(found(judging, place, sms_json_text(path), text));
		}
		if (value) {
			last = value;
			name = sms_json_text(path);
		}
	}
	return NULL;
}

static struct sms_error *judge_sorted(void *context, const sms_json *subject, size_t place)
{
	struct judging *judging = context;
	const char *path = sms_json_text(sms_json_first(judging->invariant->paths));
	const sms_json *value = sms_json_path(subject, path), *last = judging->last;
	if (value && last && sms_order_of(value, last) == SMS_ORDER_BEFORE) {
		sms_auto(string) char *text = say_before(path, value, "that of the element before it,", last);
		SMS_TRY(found(judging, place, path, text));
	}
	judging->last = value ? value : last;
	return NULL;
}

static struct sms_error *judge_differ(void *context, const sms_json *subject, size_t place)
{
	struct judging *judging = context;
	sms_auto(list) struct sms_list some = SMS_LIST_INIT, others = SMS_LIST_INIT;
	const char *a = sms_json_text(sms_json_at(judging->invariant->paths, 0));
	const char *b = sms_json_text(sms_json_at(judging->invariant->paths, 1));
	sms_json_visit(subject, a, add_text, &some);
	sms_json_visit(some.count ? subject : NULL, b, add_text, &others);
	for (size_t i = 0; i < others.count; i++)
		if (sms_list_contains(&some, others.items[i])) {
			sms_auto(string) char *text = sms_format("%s and %s are both '%s'", a, b, others.items[i]);
			return found(judging, place, b, text);
		}
	return NULL;
}

/* Among the elements of one list. */
static struct sms_error *judge_unique(void *context, const sms_json *subject, size_t place)
{
	struct judging *judging = context;
	sms_auto(list) struct sms_list keys = SMS_LIST_INIT, shown = SMS_LIST_INIT;
	if (!judging->seen)
		judging->seen = sms_map_new(NULL);
	invariant_keys(judging->invariant, subject, &keys, &shown);
	for (size_t i = 0; i < keys.count; i++) {
		sms_auto(string) char *text = sms_format("%s is there twice", shown.items[i]);
		if (sms_map_has(judging->seen, keys.items[i]))
			SMS_TRY(found(judging, place, sms_json_text(sms_json_first(judging->invariant->paths)), text));
		sms_map_put(judging->seen, keys.items[i], judging);
	}
	return NULL;
}

static invariant_subject_visit *judge_of(const struct sms_invariant *invariant)
{
	switch (invariant->kind) {
	case INVARIANT_ORDER:
		return judge_order;
	case INVARIANT_SORTED:
		return judge_sorted;
	case INVARIANT_DIFFER:
		return judge_differ;
	case INVARIANT_UNIQUE:
		return invariant->each ? judge_unique : NULL;
	default:
		return NULL;
	}
}

struct sms_error *sms_invariants_judge(const struct sms_invariants *invariants, const struct sms_type *type,
				       const sms_json *record, const char *id, struct sms_breaches *out)
{
	const struct invariants_of_type *of = NULL;
	const char *state = sms_json_get_text(record, "state");
	if (state && !strcmp(state, "void"))
		return NULL;
	SMS_TRY(invariants_of(invariants, type, &of));
	uint64_t present = invariants_present(of, record);
	for (size_t i = 0; i < of->own.count; i++) {
		if (!invariant_is_needed(&of->needs[i], present))
			continue;
		struct judging judging = {.invariant = of->own.items[i], .record = record, .id = id, .out = out};
		invariant_subject_visit *judge = judge_of(judging.invariant);
		if (!judge)
			continue;
		struct sms_error *error = invariant_each_subject(judging.invariant, record, judge, &judging);
		sms_map_free(judging.seen);
		SMS_TRY(error);
	}
	return NULL;
}
