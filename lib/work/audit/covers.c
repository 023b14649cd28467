/* The test `covers`: every record has a fitting other one, or every element of it has. See audit.h.
 *
 * Records that may cover mention names: what they link to, their own id where the covered names them; with `elements`,
 * each name together with each element. Records that have to be covered mention what they look for, each with the need
 * that it would meet: the element, or with `all` the name itself. */
#include "work/audit/about.h"
#include "work/audit/verdict.h"
#include <string.h>

/* --- What a record mentions. --- */

#define BY_ID "\x1c"   /* the id of a record that may cover */
#define BY_LINK "\x1d" /* the id of one that is to be covered */
#define BY_KEY "\x1e"  /* a key that both have */

struct naming {
	struct audit_tally *tally;
	struct audit_mention frame; /* index and times of all mentions */
	const sms_json *instance;
	const sms_json *elements; /* path or paths; NULL: none are looked at */
	const char *mark;         /* before each name, so that ids and what names them are kept apart */
	const char *key;          /* of all mentions; NULL: none */
	bool is_needed;           /* the key is what is needed: the element, or with `all` the name */
	bool all;
	const char *name; /* whose elements are looked at */
};

static char *text_of(const sms_json *value)
{
	sms_auto(buf) struct sms_buf text = SMS_BUF_INIT;
	sms_value_add_text(&text, value);
	return sms_buf_take(&text);
}

static void add_name(const struct naming *naming, const char *name, const char *element)
{
	struct audit_mention mention = naming->frame;
	const char *key = naming->key;
	if (naming->is_needed)
		key = element ? element : naming->all ? name : NULL;
	mention.value = sms_format(element ? "%s%s\x1f%s" : "%s%s", naming->mark, name, element);
	mention.key = sms_strdup(key);
	audit_mention(naming->tally, &mention);
}

static void add_element(void *context, const sms_json *value)
{
	const struct naming *naming = context;
	sms_auto(string) char *element = text_of(value);
	if (element[0])
		add_name(naming, naming->name, element);
}

/* A path, or a list of them. */
static void visit(const sms_json *instance, const sms_json *paths, sms_json_visitor *visitor, void *context)
{
	if (sms_json_text(paths))
		sms_json_visit(instance, sms_json_text(paths), visitor, context);
	sms_json_each(path, sms_json_is(paths, SMS_JSON_ARRAY) ? paths : NULL)
		sms_json_visit(instance, sms_json_text(path), visitor, context);
}

static void add_named(struct naming *naming, const char *mark, const char *name)
{
	naming->name = name;
	naming->mark = mark;
	if (naming->elements)
		visit(naming->instance, naming->elements, add_element, naming);
	else
		add_name(naming, name, NULL);
}

static void add_id(void *context, const sms_json *value)
{
	sms_auto(string) char *name = text_of(value);
	if (name[0])
		add_named(context, BY_ID, name);
}

static void add_link(void *context, const sms_json *value)
{
	sms_auto(string) char *name = text_of(value);
	if (name[0])
		add_named(context, BY_LINK, name);
}

static void add_keyed(void *context, const sms_json *value)
{
	sms_auto(string) char *name = text_of(value);
	if (name[0])
		add_named(context, BY_KEY, name);
}

/* One path: each of its values is a key; several: their first values together are one. */
static void add_keys(struct naming *naming, const sms_json *paths)
{
	if (sms_json_count(paths) == 1) {
		visit(naming->instance, paths, add_keyed, naming);
		return;
	}
	sms_auto(string) char *key = audit_key_of(naming->instance, paths);
	if (key)
		add_named(naming, BY_KEY, key);
}

/* Nothing says which belongs to which: all to each. */
static bool is_of_all(const sms_json *body)
{
	return !sms_json_get(body, "link") && !sms_json_get(body, "own") && !sms_json_get(body, "on");
}

/* The time of a side of `before` or `after`; SMS_TIME_NONE where order does not count, or it has none. Of the side that
 * has to come later a day means its end: what was done on the same day was in time. */
static sms_time time_of(const sms_json *instance, const sms_json *body, const char *order, const char *side)
{
	const char *path = sms_json_get_text(sms_json_get(body, order), side);
	const sms_json *value = path ? audit_first_value(instance, path) : NULL;
	sms_time time = audit_time(value);
	bool is_later = !strcmp(side, !strcmp(order, "after") ? "by" : "of");
	bool is_day = sms_json_text(value) && !strchr(sms_json_text(value), 'T');
	return time != SMS_TIME_NONE && is_later && is_day ? time + SMS_DAY - 1 : time;
}

/* The first of several times that is there. */
static sms_time first_time(const sms_json *instance, const sms_json *paths)
{
	sms_json_each(path, paths) {
		sms_time at = audit_time(audit_first_value(instance, sms_json_text(path)));
		if (at != SMS_TIME_NONE)
			return at;
	}
	return SMS_TIME_NONE;
}

void audit_covers_by(const struct audit_subject *subject, const struct audit_test *test, struct audit_tally *tally,
		     uint32_t index, const sms_json *instance, const char *key)
{
	sms_time newest = first_time(instance, sms_json_get(sms_json_get(test->body, "within"), "at"));
	if (newest != SMS_TIME_NONE)
		audit_verdict_turns(subject, newest);
	struct naming naming = {.tally = tally,
				.frame = {.index = index,
					  .from = time_of(instance, test->body, "before", "by"),
					  .to = time_of(instance, test->body, "after", "by"),
					  .newest = newest <= subject->run->now ? newest : SMS_TIME_NONE},
				.instance = instance,
				.elements = sms_json_get(sms_json_get(test->body, "elements"), "by"),
				.key = key};
	visit(instance, sms_json_get(test->body, "link"), add_link, &naming);
	if (sms_json_get(test->body, "own"))
		sms_json_visit(instance, "id", add_id, &naming);
	if (sms_json_get(test->body, "on"))
		add_keys(&naming, sms_json_get(sms_json_get(test->body, "on"), "by"));
	if (is_of_all(test->body))
		add_named(&naming, BY_KEY, "");
}

static char *text_at(const sms_json *instance, const char *path)
{
	const char *text = path ? sms_json_text(audit_first_value(instance, path)) : NULL;
	return sms_strdup(text);
}

static void add_member(const struct audit_test *test, struct audit_tally *tally, uint32_t index,
		       const sms_json *instance)
{
	const sms_json *within = sms_json_get(test->body, "within");
	struct audit_member member = {.index = index,
				      .before = time_of(instance, test->body, "before", "of"),
				      .after = time_of(instance, test->body, "after", "of"),
				      .since = SMS_TIME_NONE};
	if (within) {
		member.interval = text_at(instance, sms_json_get_text(within, "interval"));
		member.grace = text_at(instance, sms_json_get_text(within, "grace"));
		member.since = first_time(instance, sms_json_get(within, "since"));
		if (!member.interval)
			member.interval = sms_strdup(test->interval);
	}
	audit_member(tally, &member);
}

void audit_covers_of(const struct audit_test *test, struct audit_tally *tally, uint32_t index, const sms_json *instance)
{
	struct naming naming = {.tally = tally,
				.frame = {.index = index, .member = (uint32_t)tally->member_count},
				.instance = instance,
				.elements = sms_json_get(sms_json_get(test->body, "elements"), "of"),
				.is_needed = true,
				.all = sms_json_true(sms_json_get(test->body, "all"))};
	audit_about_of(test, tally, index, instance);
	add_member(test, tally, index, instance);
	if (naming.elements)
		add_named(&naming, "", ""); /* is needed, though nobody is named */
	if (naming.elements && sms_json_get(test->body, "link"))
		add_named(&naming, BY_LINK, sms_json_get_text(instance, "id"));
	visit(instance, sms_json_get(test->body, "own"), add_id, &naming);
	if (sms_json_get(test->body, "on"))
		add_keys(&naming, sms_json_get(sms_json_get(test->body, "on"), "of"));
	if (is_of_all(test->body))
		add_named(&naming, BY_KEY, "");
}

/* --- Who is covered. --- */

/* When those that give a name came. */
struct span {
	sms_time earliest, latest, newest; /* SMS_TIME_NONE: not known */
};

struct covering {
	const struct audit_test *test;
	sms_time now;
	struct sms_map *names;    /* name -> struct span */
	struct sms_map *met;      /* entry and need -> the map */
	struct sms_map *short_of; /* entry -> the map: something that it needs is not met */
	struct sms_map *named;    /* entry -> the map: something that it looks for is there */
};

static void covering_release(struct covering *covering)
{
	sms_map_free(covering->names);
	sms_map_free(covering->met);
	sms_map_free(covering->short_of);
	sms_map_free(covering->named);
}
SMS_AUTO_STRUCT(covering, struct covering, covering_release);

static void note_name(struct covering *covering, const struct audit_mention *mention)
{
	struct span *span = sms_map_get(covering->names, mention->value);
	if (!span) {
		span = sms_alloc(1, sizeof *span);
		*span = (struct span){mention->from, mention->to, mention->newest};
		sms_map_put(covering->names, mention->value, span);
		return;
	}
	if (span->earliest == SMS_TIME_NONE || (mention->from != SMS_TIME_NONE && mention->from < span->earliest))
		span->earliest = mention->from;
	if (mention->to != SMS_TIME_NONE && (span->latest == SMS_TIME_NONE || mention->to > span->latest))
		span->latest = mention->to;
	if (mention->newest != SMS_TIME_NONE && (span->newest == SMS_TIME_NONE || mention->newest > span->newest))
		span->newest = mention->newest;
}

static void note_names(struct covering *covering)
{
	sms_auto(map) struct sms_map *keys = sms_map_new(NULL);
	AUDIT_EACH_MENTION(covering->test, AUDIT_TO, part, tally, mention)
	sms_map_put(keys, mention->value, keys);
	AUDIT_EACH_MENTION(covering->test, AUDIT_BY, part, tally, mention)
	{
		if (!mention->key || sms_map_has(keys, mention->key))
			note_name(covering, mention);
	}
}

/* Is there time left, from then on? Where no interval is known nothing is ever fresh. */
static bool has_time(const struct covering *covering, const struct audit_member *member, sms_time from)
{
	sms_time due = from;
	if (from == SMS_TIME_NONE || !sms_time_add_duration(member->interval, from, &due))
		return false;
	if (member->grace)
		(void)!sms_time_add_duration(member->grace, due, &due);
	return due >= covering->now;
}

/* Is it there, and in time where the test asks for an order or an interval? */
static bool is_named(const struct covering *covering, const char *name, const struct audit_member *member)
{
	const struct span *span = sms_map_get(covering->names, name);
	const sms_json *body = covering->test->body;
	if (!span)
		return false;
	if (sms_json_get(body, "within") && !has_time(covering, member, span->newest))
		return false;
	if (sms_json_get(body, "before") &&
	    (span->earliest == SMS_TIME_NONE || (member->before != SMS_TIME_NONE && span->earliest > member->before)))
		return false;
	return !sms_json_get(body, "after") ||
	       (span->latest != SMS_TIME_NONE && (member->after == SMS_TIME_NONE || span->latest >= member->after));
}

static void add_need(struct sms_buf *out, const struct sms_entry *entry, const char *need)
{
	sms_buf_add(out, (const char *)&entry, sizeof entry);
	sms_buf_add_text(out, need ? need : "");
}

/* Which needs are met, and then who is short of one. */
static void match(struct covering *covering)
{
	AUDIT_EACH_MENTION(covering->test, AUDIT_OF, part, tally, mention)
	{
		const struct sms_entry *entry = part->population->entries[mention->index];
		sms_auto(buf) struct sms_buf need = SMS_BUF_INIT;
		if (!is_named(covering, mention->value, &tally->members[mention->member]))
			continue;
		add_need(&need, entry, mention->key);
		sms_map_put_n(covering->met, sms_buf_text(&need), need.length, covering->met);
		sms_map_put_n(covering->named, (const char *)&entry, sizeof entry, covering->named);
	}
	AUDIT_EACH_MENTION(covering->test, AUDIT_OF, part, tally, mention)
	{
		const struct sms_entry *entry = part->population->entries[mention->index];
		sms_auto(buf) struct sms_buf need = SMS_BUF_INIT;
		if (audit_is_about(mention))
			continue;
		add_need(&need, entry, mention->key);
		if (!sms_map_get_n(covering->met, sms_buf_text(&need), need.length))
			sms_map_put_n(covering->short_of, (const char *)&entry, sizeof entry, covering->short_of);
	}
}

static bool is_linked(const struct covering *covering, const struct sms_entry *entry, const struct audit_member *member)
{
	sms_auto(string) char *name = sms_format(BY_LINK "%s", entry->id);
	return is_named(covering, name, member);
}

static bool is_covered(const struct covering *covering, const struct sms_entry *entry,
		       const struct audit_member *member)
{
	const sms_json *body = covering->test->body;
	bool is_short = sms_map_get_n(covering->short_of, (const char *)&entry, sizeof entry);
	if (sms_json_get(body, "elements"))
		return !is_short;
	if (sms_json_get(body, "link") && is_linked(covering, entry, member))
		return true;
	return sms_map_get_n(covering->named, (const char *)&entry, sizeof entry) &&
	       !(is_short && sms_json_true(sms_json_get(body, "all")));
}

/* The test asks for the contrary: nothing of it is there. */
static bool is_bare(const struct covering *covering, const struct sms_entry *entry, const struct audit_member *member)
{
	return !sms_map_get_n(covering->named, (const char *)&entry, sizeof entry) &&
	       !(sms_json_get(covering->test->body, "link") && !sms_json_get(covering->test->body, "elements") &&
		 is_linked(covering, entry, member));
}

/* What is not due yet neither holds nor fails. */
static bool is_waiting(const struct covering *covering, const struct audit_member *member)
{
	return sms_json_get(covering->test->body, "within") && has_time(covering, member, member->since);
}

static void cover_part(const struct covering *covering, struct audit_outcome *out, const struct audit_part *part)
{
	uint32_t *kept = NULL;
	size_t kept_count = 0, capacity = 0;
	bool none = sms_json_true(sms_json_get(covering->test->body, "none"));
	for (unsigned thread = 0; thread < SMS_SCAN_THREADS; thread++) {
		const struct audit_tally *tally = &part->tallies[thread];
		for (size_t i = 0; i < tally->member_count; i++) {
			const struct audit_member *member = &tally->members[i];
			const struct sms_entry *entry = part->population->entries[member->index];
			if (sms_json_get(covering->test->body, "about") && !member->is_meant)
				continue;
			bool holds = none ? is_bare(covering, entry, member) : is_covered(covering, entry, member);
			if (!holds && is_waiting(covering, member))
				continue;
			out->population++;
			if (holds) {
				sms_grow(kept, kept_count, capacity);
				kept[kept_count++] = member->index;
			} else {
				audit_outcome_fail(out, part, member->index);
			}
		}
	}
	audit_outcome_keep_ids(out, part, kept, kept_count);
	free(kept);
}

/* What the first record that fails is short of; with `none` what it has. */
static void list_missing(const struct covering *covering, struct audit_outcome *out)
{
	const struct sms_entry *first = out->failed_count ? out->failed[0] : NULL;
	bool none = sms_json_true(sms_json_get(covering->test->body, "none"));
	for (size_t i = 1; i < out->failed_count; i++)
		if (strcmp(out->failed[i]->path, first->path) < 0)
			first = out->failed[i];
	AUDIT_EACH_MENTION(covering->test, AUDIT_OF, part, tally, mention)
	{
		sms_auto(buf) struct sms_buf need = SMS_BUF_INIT;
		if (!first || part->population->entries[mention->index] != first || !mention->key)
			continue;
		add_need(&need, first, mention->key);
		if ((sms_map_get_n(covering->met, sms_buf_text(&need), need.length) != NULL) == none &&
		    !sms_list_contains(&out->missing, mention->key))
			sms_list_add(&out->missing, mention->key);
	}
	sms_list_sort(&out->missing);
}

void audit_covers_join(const struct audit_test *test, sms_time now, struct audit_outcome *out)
{
	sms_auto(covering) struct covering covering = {.test = test,
						       .now = now,
						       .names = sms_map_new(free),
						       .met = sms_map_new(NULL),
						       .short_of = sms_map_new(NULL),
						       .named = sms_map_new(NULL)};
	note_names(&covering);
	audit_about_join(test);
	match(&covering);
	for (size_t i = 0; i < test->part_count; i++)
		if (test->parts[i]->role == AUDIT_OF)
			cover_part(&covering, out, test->parts[i]);
	list_missing(&covering, out);
	out->failing = out->failed_count;
}
