/* Own types that take the place of built-in ones, or extend them: do they still have what the catalogue and the reports
 * look at? Only what the built-in type has counts as needed: a requirement may name a field of several types together.
 * See needs.h. */
#include "work/check/types.h"
#include <string.h>

static struct sms_type_lack *lack_at(struct sms_type_lacks *lacks, const struct sms_type *type, const char *what)
{
	for (size_t i = 0; i < lacks->count; i++)
		if (lacks->items[i].type == type && !strcmp(lacks->items[i].what, what))
			return &lacks->items[i];
	sms_grow(lacks->items, lacks->count, lacks->capacity);
	lacks->items[lacks->count] = (struct sms_type_lack){.type = type, .what = sms_strdup(what)};
	return &lacks->items[lacks->count++];
}

void sms_type_lacks_release(struct sms_type_lacks *lacks)
{
	for (size_t i = 0; i < lacks->count; i++) {
		free(lacks->items[i].what);
		sms_list_release(&lacks->items[i].by);
	}
	free(lacks->items);
	*lacks = (struct sms_type_lacks){0};
}

static bool is_replaced(const struct sms_type *type, const struct sms_types *built_in)
{
	const struct sms_type *base = sms_types_get(built_in, type->name);
	return base && strcmp(base->origin, type->origin) != 0;
}

/* Most repositories have no types of their own: nothing is read for them. */
static bool has_own(const struct sms_types *types)
{
	bool any = false;
	for (size_t i = 0; i < sms_types_count(types); i++)
		any = any || !strncmp(sms_types_at(types, i)->origin, "types/", strlen("types/"));
	return any;
}

struct sms_error *sms_types_lacking(struct sms_type_lacks *out, const struct sms_types *types)
{
	sms_auto(types) struct sms_types *built_in = NULL;
	sms_auto(needs) struct sms_needs needs = {0};
	if (!has_own(types))
		return NULL;
	SMS_TRY(sms_types_load(&built_in, NULL, 0));
	SMS_TRY(sms_needs_collect(&needs));
	for (size_t i = 0; i < needs.count; i++) {
		const struct sms_need *need = &needs.items[i];
		const struct sms_type *type = sms_types_get(types, need->type);
		sms_auto(buf) struct sms_buf what = SMS_BUF_INIT;
		if (!type || !is_replaced(type, built_in) || !sms_need_is_met(need, built_in) ||
		    sms_need_is_met(need, types))
			continue;
		sms_need_describe(&what, need);
		struct sms_list *by = &lack_at(out, type, sms_buf_text(&what))->by;
		if (!sms_list_contains(by, need->by))
			sms_list_add(by, need->by);
	}
	return NULL;
}

enum { NAMED = 5 }; /* requirements that a message names */

struct sms_error *sms_check_types(struct sms_check_run *run, struct sms_finding_list *findings)
{
	sms_auto(type_lacks) struct sms_type_lacks lacks = {0};
	SMS_TRY(sms_types_lacking(&lacks, run->store->types));
	for (size_t i = 0; i < lacks.count; i++) {
		const struct sms_type_lack *lack = &lacks.items[i];
		sms_auto(buf) struct sms_buf by = SMS_BUF_INIT;
		if (!sms_check_wants(run, lack->type->origin))
			continue;
		for (size_t k = 0; k < lack->by.count && k < NAMED; k++)
			sms_buf_add_format(&by, "%s%s", k ? ", " : "", lack->by.items[k]);
		if (lack->by.count > NAMED)
			sms_buf_add_format(&by, " and %zu more", lack->by.count - NAMED);
		struct sms_finding *finding = sms_finding_add(findings, SMS_GRADE_MAJOR, "type-needed");
		finding->file = sms_strdup(lack->type->origin);
		finding->line = finding->column = 1;
		finding->message = sms_format("%s has no %s, which is looked at by %s", lack->type->name, lack->what,
					      sms_buf_text(&by));
		finding->fix = sms_format("sms types %s", lack->type->name);
	}
	return NULL;
}
