/* What a test keeps of a record that fits one of its selections. See audit.h. */
#include "work/audit/about.h"
#include "work/audit/count.h"
#include "work/audit/verdict.h"
#include "wrap/text.h"
#include <string.h>

void audit_tally_release(struct audit_tally *tally)
{
	for (size_t i = 0; i < tally->mention_count; i++) {
		if (tally->mentions[i].borrowed)
			continue;
		free(tally->mentions[i].value);
		free(tally->mentions[i].key);
	}
	free(tally->mentions);
	free(tally->failed);
	for (size_t i = 0; i < tally->member_count; i++) {
		if (tally->members[i].borrowed)
			continue;
		free(tally->members[i].interval);
		free(tally->members[i].grace);
	}
	free(tally->members);
	sms_list_release(&tally->counted);
}

static void fail(struct audit_tally *tally, uint32_t index)
{
	sms_grow(tally->failed, tally->failed_count, tally->failed_capacity);
	tally->failed[tally->failed_count++] = index;
}

/* The first ones by path, whatever the order in which they come. */
static void keep(struct audit_tally *tally, uint32_t index)
{
	size_t at = tally->kept_count;
	while (at && tally->kept[at - 1] > index)
		at--;
	if (at == SMS_AUDIT_SHOWN)
		return;
	size_t last = tally->kept_count < SMS_AUDIT_SHOWN ? tally->kept_count++ : SMS_AUDIT_SHOWN - 1;
	memmove(&tally->kept[at + 1], &tally->kept[at], (last - at) * sizeof *tally->kept);
	tally->kept[at] = index;
}

void audit_say_again(struct audit_tally *tally, uint32_t index, enum audit_said said)
{
	tally->said = said;
	if (said == AUDIT_SAID_HOLDS)
		keep(tally, index);
	else if (said == AUDIT_SAID_FAILS)
		fail(tally, index);
}

static void decide(struct audit_tally *tally, uint32_t index, bool holds)
{
	audit_say_again(tally, index, holds ? AUDIT_SAID_HOLDS : AUDIT_SAID_FAILS);
}

/* --- Members and mentions: values for joining. --- */

void audit_member(struct audit_tally *tally, const struct audit_member *member)
{
	sms_grow(tally->members, tally->member_count, tally->member_capacity);
	tally->members[tally->member_count++] = *member;
}

void audit_mention(struct audit_tally *tally, const struct audit_mention *mention)
{
	sms_grow(tally->mentions, tally->mention_count, tally->mention_capacity);
	tally->mentions[tally->mention_count++] = *mention;
}

struct mentioning {
	struct audit_tally *tally;
	uint32_t index;
	const char *key;
	sms_time from, to;
};

static void mention(void *context, const sms_json *value)
{
	const struct mentioning *mentioning = context;
	struct audit_tally *tally = mentioning->tally;
	sms_auto(buf) struct sms_buf text = SMS_BUF_INIT;
	sms_value_add_text(&text, value);
	if (!text.length)
		return;
	audit_mention(tally, &(struct audit_mention){.index = mentioning->index,
						     .value = sms_buf_take(&text),
						     .key = sms_strdup(mentioning->key),
						     .from = mentioning->from,
						     .to = mentioning->to});
}

static void mention_path(struct audit_tally *tally, uint32_t index, const sms_json *instance, const char *path,
			 const char *key, sms_time at)
{
	struct mentioning mentioning = {.tally = tally, .index = index, .key = key, .from = at};
	if (path)
		sms_json_visit(instance, path, mention, &mentioning);
}

char *audit_key_of(const sms_json *instance, const sms_json *paths)
{
	sms_auto(buf) struct sms_buf key = SMS_BUF_INIT;
	sms_json_each(path, paths) {
		const sms_json *value = audit_first_value(instance, sms_json_text(path));
		if (!value)
			return NULL;
		sms_value_add_text(&key, value);
		sms_buf_add_char(&key, '\x1f');
	}
	return sms_buf_take(&key);
}

/* --- Records of `by` and of `through`. --- */

static void apply_by(const struct audit_subject *subject, struct audit_part *part, struct audit_tally *tally,
		     uint32_t index, const sms_json *instance)
{
	const sms_json *body = part->test->body, *through = sms_json_get(body, "through");
	sms_auto(string) char *key = through ? audit_key_of(instance, sms_json_get(through, "members")) : NULL;
	if (through && !key)
		return;
	if (part->test->kind == AUDIT_COVERS) {
		audit_covers_by(subject, part->test, tally, index, instance, key);
	} else if (part->test->kind == AUDIT_EACH) {
		mention_path(tally, index, instance, sms_json_get_text(body, "member"), NULL, 0);
	} else if (part->test->kind == AUDIT_FRESH) {
		const char *grace = sms_json_get_text(body, "grace");
		const sms_json *more = grace ? audit_first_value(instance, grace) : NULL;
		mention_path(tally, index, instance, sms_json_get_text(body, "interval"), sms_json_text(more), 0);
	}
}

static void apply_to(struct audit_part *part, struct audit_tally *tally, uint32_t index, const sms_json *instance)
{
	struct mentioning mentioning = {.tally = tally, .index = index};
	const sms_json *match = sms_json_get(sms_json_get(part->test->body, "through"), "match");
	sms_auto(string) char *key = audit_key_of(instance, match);
	audit_about_to(part->test, tally, index, instance);
	if (!match || !key)
		return;
	sms_auto(json) sms_json *value = sms_json_new_text(key);
	mention(&mentioning, value);
}

/* --- Records that are to be shown in order. --- */

static void apply_fresh(const struct audit_subject *subject, struct audit_part *part, struct audit_tally *tally,
			uint32_t index, const sms_json *instance)
{
	const struct audit_run *run = subject->run;
	const sms_json *body = part->test->body, *interval = NULL;
	sms_time at = SMS_TIME_NONE, due = 0;
	audit_verdict_is_shared(subject); /* the newest of all records counts */
	sms_json_each(path, sms_json_get(body, "at")) {
		sms_time time = audit_time(audit_first_value(instance, sms_json_text(path)));
		if (at == SMS_TIME_NONE && time != SMS_TIME_NONE && time <= run->now)
			at = time;
	}
	if (at != SMS_TIME_NONE && (at > tally->newest || tally->newest == SMS_TIME_NONE)) {
		tally->newest = at;
		tally->newest_index = index;
	}
	if (sms_json_get(body, "by"))
		return;
	interval = audit_first_value(instance, sms_json_get_text(body, "interval"));
	if (!interval && sms_json_get_text(body, "fallback"))
		interval = sms_settings_get(run->store->settings, sms_json_get_text(body, "fallback"));
	bool planned = at != SMS_TIME_NONE && sms_time_add_duration(sms_json_text(interval), at, &due);
	double overdue = planned && due > at ? (double)(run->now - due) / (double)(due - at) : 1e9;
	decide(tally, index, overdue <= 0);
	if (overdue > tally->overdue)
		tally->overdue = overdue;
}

static void apply_distinct(const struct audit_run *run, struct audit_part *part, struct audit_tally *tally,
			   uint32_t index, const sms_json *instance)
{
	struct mentioning mentioning = {.tally = tally, .index = index};
	const sms_json *text = audit_first_value(instance, sms_json_get_text(part->test->body, "member"));
	sms_auto(buf) struct sms_buf folded = SMS_BUF_INIT;
	sms_text_add_folded(&folded, sms_json_text(text) ? sms_json_text(text) : "");
	if (!folded.length || (double)folded.length < audit_limit(run, sms_json_get(part->test->body, "from_length")))
		return;
	sms_auto(json) sms_json *value = sms_json_new_text(sms_buf_text(&folded));
	mention(&mentioning, value);
}

static void apply_unbroken(struct audit_part *part, struct audit_tally *tally, uint32_t index, const sms_json *instance)
{
	const sms_json *body = part->test->body;
	sms_auto(string) char *key = audit_key_of(instance, sms_json_get(body, "share"));
	sms_time from = audit_time(audit_first_value(instance, sms_json_get_text(body, "from")));
	sms_time to = audit_time(audit_first_value(instance, sms_json_get_text(body, "to")));
	if (key && from != SMS_TIME_NONE && to != SMS_TIME_NONE)
		audit_mention(tally,
			      &(struct audit_mention){.index = index, .value = sms_move(&key), .from = from, .to = to});
}

static void apply_disjoint(struct audit_part *part, struct audit_tally *tally, uint32_t index, const sms_json *instance)
{
	const sms_json *body = part->test->body;
	struct mentioning mentioning = {
		.tally = tally,
		.index = index,
		.from = audit_time(audit_first_value(instance, sms_json_get_text(body, "from"))),
		.to = audit_time(audit_first_value(instance, sms_json_get_text(body, "to")))};
	if (mentioning.from != SMS_TIME_NONE && mentioning.to != SMS_TIME_NONE)
		sms_json_visit(instance, sms_json_get_text(body, "share"), mention, &mentioning);
}

static struct sms_error *apply_of(const struct audit_subject *subject, struct audit_part *part,
				  struct audit_tally *tally, uint32_t index, const sms_json *instance)
{
	const struct audit_run *run = subject->run;
	const struct audit_test *test = part->test;
	sms_auto(list) struct sms_list missing = SMS_LIST_INIT;
	bool holds = true;
	switch (test->kind) {
	case AUDIT_EVERY:
		SMS_TRY(audit_holds(&test->must, instance, &holds));
		decide(tally, index, holds);
		break;
	case AUDIT_FILLED:
		audit_unfilled(&run->fillers, instance, sms_json_get(test->body, "fields"), &missing);
		decide(tally, index, !missing.count);
		break;
	case AUDIT_SECTION:
		decide(tally, index, audit_has_section(instance, test->body));
		break;
	case AUDIT_COVERS:
		audit_covers_of(test, tally, index, instance);
		break;
	case AUDIT_FRESH:
		apply_fresh(subject, part, tally, index, instance);
		break;
	case AUDIT_DISTINCT:
		apply_distinct(run, part, tally, index, instance);
		break;
	case AUDIT_DISJOINT:
		apply_disjoint(part, tally, index, instance);
		break;
	case AUDIT_UNBROKEN:
		apply_unbroken(part, tally, index, instance);
		break;
	default:
		decide(tally, index, true);
	}
	return NULL;
}

struct sms_error *audit_apply(const struct audit_subject *subject, struct audit_part *part, uint32_t index,
			      const sms_json *instance)
{
	struct audit_tally *tally = &part->tallies[subject->thread];
	tally->population++;
	SMS_TRY(audit_count_picked(subject->run, part, tally, index, instance));
	if (part->role == AUDIT_BY)
		apply_by(subject, part, tally, index, instance);
	else if (part->role == AUDIT_TO)
		apply_to(part, tally, index, instance);
	else if (part->role == AUDIT_OF)
		return apply_of(subject, part, tally, index, instance);
	return NULL;
}
