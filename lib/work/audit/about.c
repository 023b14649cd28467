/* `about` of `covers`: only records that are about one of a selection have to be covered, one value in common being
 * enough. What they are about they mention with a mark of its own. */
#include "work/audit/about.h"
#include <string.h>

#define ABOUT '\x1b'

struct about {
	struct audit_tally *tally;
	uint32_t index;
	bool is_of; /* else of the selection: no mark */
};

static void add_value(void *context, const sms_json *value)
{
	const struct about *about = context;
	sms_auto(buf) struct sms_buf text = SMS_BUF_INIT;
	if (about->is_of)
		sms_buf_add_char(&text, ABOUT);
	sms_value_add_text(&text, value);
	if (text.length > about->is_of)
		audit_mention(about->tally, &(struct audit_mention){.index = about->index,
								    .member = (uint32_t)about->tally->member_count,
								    .value = sms_buf_take(&text)});
}

static void add_values(struct about *about, const sms_json *instance, const sms_json *paths)
{
	sms_json_each(path, paths)
		sms_json_visit(instance, sms_json_text(path), add_value, about);
}

void audit_about_of(const struct audit_test *test, struct audit_tally *tally, uint32_t index, const sms_json *instance)
{
	struct about about = {.tally = tally, .index = index, .is_of = true};
	add_values(&about, instance, sms_json_get(sms_json_get(test->body, "about"), "members"));
}

void audit_about_to(const struct audit_test *test, struct audit_tally *tally, uint32_t index, const sms_json *instance)
{
	struct about about = {.tally = tally, .index = index};
	add_values(&about, instance, sms_json_get(sms_json_get(test->body, "about"), "match"));
}

bool audit_is_about(const struct audit_mention *mention)
{
	return mention->value[0] == ABOUT;
}

void audit_about_join(const struct audit_test *test)
{
	sms_auto(map) struct sms_map *values = sms_map_new(NULL);
	AUDIT_EACH_MENTION(test, AUDIT_TO, part, tally, mention)
	sms_map_put(values, mention->value, values);
	AUDIT_EACH_MENTION(test, AUDIT_OF, part, tally, mention)
	{
		if (audit_is_about(mention) && sms_map_has(values, mention->value + 1))
			tally->members[mention->member].is_meant = true;
	}
}
