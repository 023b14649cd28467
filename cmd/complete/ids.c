/* Ids as candidates. A repository holds a hundred thousand events and more, so only the month folders are listed in
 * which what was typed can lie, the last ones first, until there is enough to choose from. */
#include "complete/complete.h"
#include "model/id.h"
#include <ctype.h>
#include <string.h>
#include <strings.h>

enum {
	ENOUGH = 100,      /* events: who means an older one types its month */
	MONTHS = 36,       /* how far back they are looked for */
	MONTHS_TYPED = 600 /* and where some of the date was typed */
};

/* `type` NULL: of any. */
static void offer_paths(struct completion *completion, const struct sms_type *type, const struct sms_list *paths)
{
	const struct sms_types *types = sms_snapshot_types(completion->context->store->snapshot);
	for (size_t i = paths->count; i-- > 0;) { /* the last by id first */
		sms_auto(buf) struct sms_buf id = SMS_BUF_INIT;
		const struct sms_type *found = NULL;
		bool is_body = false;
		if (sms_path_id(types, paths->items[i], &found, &id, &is_body) && !is_body && (!type || found == type))
			complete_offer(completion, sms_buf_text(&id), found ? found->title : NULL);
	}
}

/* A folder of records; one that is not there has none. */
static void offer_folder(struct completion *completion, const struct sms_type *type, const char *folder)
{
	sms_auto(list) struct sms_list paths = SMS_LIST_INIT;
	sms_auto(error) struct sms_error *error =
		sms_snapshot_files(completion->context->store->snapshot, folder, &paths);
	if (!error)
		offer_paths(completion, type, &paths);
}

/* Does a month agree with the digits that were typed of the date, "2026", "20261"? */
static bool agrees(const char *digits, int year, int month)
{
	sms_auto(string) char *text = sms_format("%04d%02d", year, month);
	size_t length = strspn(digits, "0123456789");
	return strncmp(text, digits, length < 6 ? length : 6) == 0;
}

static void offer_events(struct completion *completion, const struct sms_type *type)
{
	size_t prefix = strlen(type->prefix), before = completion->count;
	const char *digits = strlen(completion->word) > prefix ? completion->word + prefix + 1 : "";
	struct sms_civil now;
	sms_time_civil(sms_now(), &now);
	/* A month ahead: what is planned, and other time zones. */
	int last = now.year * 12 + now.month, first = last - (isdigit((unsigned char)*digits) ? MONTHS_TYPED : MONTHS);
	for (int at = last; at > first && completion->count < before + ENOUGH; at--) {
		if (!agrees(digits, at / 12, at % 12 + 1))
			continue;
		sms_auto(string) char *folder = sms_format("records/%s/%04d/%02d", type->name, at / 12, at % 12 + 1);
		offer_folder(completion, type, folder);
	}
}

static void offer_type(struct completion *completion, const struct sms_type *type)
{
	size_t typed = strlen(completion->word), prefix = strlen(type->prefix);
	sms_auto(string) char *folder = sms_format("records/%s", type->name);
	if (strncasecmp(completion->word, type->prefix, typed < prefix ? typed : prefix) != 0)
		return;
	if (type->kind == SMS_KIND_EVENT)
		offer_events(completion, type);
	else
		offer_folder(completion, type, type->kind == SMS_KIND_DOCUMENT ? "documents" : folder);
}

void complete_ids(struct completion *completion)
{
	const struct sms_store *store = complete_store(completion);
	if (store)
		offer_folder(completion, NULL, "documents");
	for (int events = 0; store && events <= 1; events++)
		for (size_t i = 0; i < sms_types_count(store->types); i++) {
			const struct sms_type *type = sms_types_at(store->types, i);
			if (type->kind == (events ? SMS_KIND_EVENT : SMS_KIND_REGISTER))
				offer_type(completion, type);
		}
}

void complete_ids_of(struct completion *completion, const char *types)
{
	const struct sms_store *store = complete_store(completion);
	sms_auto(list) struct sms_list names = SMS_LIST_INIT;
	sms_list_split(&names, types, '|');
	for (size_t i = 0; store && i < names.count; i++) {
		const struct sms_type *type = sms_types_get(store->types, names.items[i]);
		if (type)
			offer_type(completion, type);
	}
}
