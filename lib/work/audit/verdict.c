/* What the parts found in one record, as bytes, so that it can be told again without reading the record: see cache.c.
 *
 *   VERDICT := FROM UNTIL GROUND* PART* "."    from which instant on it is so, and until when (not included)
 *   GROUND  := "l" THERE TEXT                  whether there was a record of this id
 *            | "h" COMMIT COUNT TOGETHER       the record's versions: the last one's commit, how many, and how many
 *                                              records came with the first
 *   PART    := "p" NUMBER SAID (MEMBER | MENTION)*     number in the population
 *   MEMBER  := "m" BEFORE AFTER SINCE TEXT TEXT        interval, grace
 *   MENTION := "n" MEMBER FROM TO NEWEST TEXT TEXT     value, key
 *   TEXT    := bytes and a zero; an absent one is the byte 1 and a zero
 *
 * Numbers are as the machine has them: the bytes do not leave it. */
#include "work/audit/verdict.h"
#include <string.h>

#define ABSENT "\1"

/* --- What a verdict depends on. --- */

void audit_verdict_begin(struct audit_run *run, unsigned thread)
{
	struct audit_noting *noting = &run->noting[thread];
	noting->from = INT64_MIN;
	noting->until = INT64_MAX;
	noting->alone = true;
	sms_buf_clear(&noting->grounds);
	sms_buf_clear(&noting->parts);
}

void audit_verdict_turns(const struct audit_subject *subject, sms_time at)
{
	struct audit_noting *noting = &subject->run->noting[subject->thread];
	if (at <= subject->run->now && at > noting->from)
		noting->from = at;
	if (at > subject->run->now && at < noting->until)
		noting->until = at;
}

void audit_verdict_is_shared(const struct audit_subject *subject)
{
	subject->run->noting[subject->thread].alone = false;
}

/* --- Writing. --- */

static void add_time(struct sms_buf *out, sms_time time)
{
	sms_buf_add(out, &time, sizeof time);
}

static void add_number(struct sms_buf *out, uint32_t number)
{
	sms_buf_add(out, &number, sizeof number);
}

static void add_text(struct sms_buf *out, const char *text)
{
	text = text ? text : ABSENT;
	sms_buf_add(out, text, strlen(text) + 1);
}

void audit_verdict_link(const struct audit_subject *subject, const char *id, bool is_there)
{
	struct sms_buf *out = &subject->run->noting[subject->thread].grounds;
	sms_buf_add_char(out, 'l');
	sms_buf_add_char(out, (char)is_there);
	add_text(out, id);
}

/* No bytes of it are padding: it is compared as a whole. */
struct past {
	uint64_t count, together;
	struct sms_oid last;
	uint32_t nothing;
};

static struct past past_of(const struct audit_run *run, const char *id)
{
	const struct sms_versions *versions = sms_map_get(run->versions, id);
	struct past past = {0};
	if (!versions || !versions->count)
		return past;
	past.count = versions->count;
	past.together = audit_together(run, versions);
	past.last = versions->items[0].commit;
	return past;
}

void audit_verdict_past(const struct audit_subject *subject)
{
	struct sms_buf *out = &subject->run->noting[subject->thread].grounds;
	const struct past past = past_of(subject->run, subject->entry->id);
	sms_buf_add_char(out, 'h');
	sms_buf_add(out, &past, sizeof past);
}

struct audit_mark audit_verdict_mark(struct audit_tally *tally)
{
	tally->said = AUDIT_SAID_NOTHING;
	return (struct audit_mark){tally->member_count, tally->mention_count};
}

void audit_verdict_part(struct audit_run *run, unsigned thread, uint32_t number, const struct audit_tally *tally,
			const struct audit_mark *since)
{
	struct sms_buf *out = &run->noting[thread].parts;
	sms_buf_add_char(out, 'p');
	add_number(out, number);
	sms_buf_add_char(out, (char)(tally ? tally->said : AUDIT_SAID_LATER));
	for (size_t i = since->members; tally && i < tally->member_count; i++) {
		const struct audit_member *member = &tally->members[i];
		sms_buf_add_char(out, 'm');
		add_time(out, member->before);
		add_time(out, member->after);
		add_time(out, member->since);
		add_text(out, member->interval);
		add_text(out, member->grace);
	}
	for (size_t i = since->mentions; tally && i < tally->mention_count; i++) {
		const struct audit_mention *mention = &tally->mentions[i];
		sms_buf_add_char(out, 'n');
		add_number(out, mention->member - (uint32_t)since->members);
		add_time(out, mention->from);
		add_time(out, mention->to);
		add_time(out, mention->newest);
		add_text(out, mention->value);
		add_text(out, mention->key);
	}
}

bool audit_verdict_end(const struct audit_run *run, unsigned thread, struct sms_buf *out)
{
	const struct audit_noting *noting = &run->noting[thread];
	if (!noting->alone)
		return false;
	add_time(out, noting->from);
	add_time(out, noting->until);
	sms_buf_add(out, noting->grounds.data, noting->grounds.length);
	sms_buf_add(out, noting->parts.data, noting->parts.length);
	sms_buf_add_char(out, '.');
	return true;
}

/* --- Reading. --- */

struct reading {
	const char *at, *end;
	bool broken; /* they end too early */
};

static void take(struct reading *reading, void *out, size_t size)
{
	memset(out, 0, size);
	if ((size_t)(reading->end - reading->at) < size) {
		reading->broken = true;
		reading->at = reading->end;
		return;
	}
	memcpy(out, reading->at, size);
	reading->at += size;
}

static char take_char(struct reading *reading)
{
	char c;
	take(reading, &c, sizeof c);
	return c;
}

static sms_time take_time(struct reading *reading)
{
	sms_time time;
	take(reading, &time, sizeof time);
	return time;
}

static uint32_t take_number(struct reading *reading)
{
	uint32_t number;
	take(reading, &number, sizeof number);
	return number;
}

static const char *take_text(struct reading *reading)
{
	const char *text = reading->at, *end = memchr(text, 0, (size_t)(reading->end - text));
	reading->broken |= !end;
	reading->at = end ? end + 1 : reading->end;
	return end && strcmp(text, ABSENT) != 0 ? text : NULL;
}

static bool next_is(const struct reading *reading, const char *kinds)
{
	return reading->at < reading->end && strchr(kinds, *reading->at);
}

/* Is it still so: now, with the records that there are, with the record's history? */
static bool applies(const struct audit_run *run, struct reading *reading, const char *id)
{
	sms_time from = take_time(reading), until = take_time(reading);
	bool same = from <= run->now && run->now < until;
	while (same && next_is(reading, "lh")) {
		if (take_char(reading) == 'l') {
			bool was_there = take_char(reading) != 0;
			const char *other = take_text(reading);
			same = other && run->ids && sms_map_has(run->ids, other) == was_there;
			continue;
		}
		struct past was, is = past_of(run, id);
		take(reading, &was, sizeof was);
		same = !memcmp(&was, &is, sizeof is);
	}
	return same;
}

/* Texts of the cache are borrowed: their owner outlives the run's tallies. */
static void tell_part(struct reading *reading, struct audit_tally *tally, uint32_t index)
{
	uint32_t members = (uint32_t)tally->member_count;
	while (next_is(reading, "mn")) {
		if (take_char(reading) == 'm') {
			struct audit_member member = {.index = index, .borrowed = true};
			member.before = take_time(reading);
			member.after = take_time(reading);
			member.since = take_time(reading);
			member.interval = (char *)(uintptr_t)take_text(reading);
			member.grace = (char *)(uintptr_t)take_text(reading);
			audit_member(tally, &member);
			continue;
		}
		struct audit_mention mention = {.index = index, .borrowed = true};
		mention.member = members + take_number(reading);
		mention.from = take_time(reading);
		mention.to = take_time(reading);
		mention.newest = take_time(reading);
		mention.value = (char *)(uintptr_t)take_text(reading);
		mention.key = (char *)(uintptr_t)take_text(reading);
		reading->broken |= !mention.value || (mention.member && mention.member >= tally->member_count);
		if (!reading->broken)
			audit_mention(tally, &mention);
	}
}

enum audit_replay audit_verdict_replay(struct audit_run *run, struct audit_population *population, uint32_t index,
				       const char *bytes, size_t length)
{
	struct reading reading = {.at = bytes, .end = bytes + length};
	if (!applies(run, &reading, population->entries[index]->id))
		return reading.broken ? AUDIT_REPLAY_BROKEN : AUDIT_REPLAY_STALE;
	while (!reading.broken && take_char(&reading) == 'p') {
		uint32_t number = take_number(&reading);
		enum audit_said said = (enum audit_said)take_char(&reading);
		if (reading.broken || number >= population->part_count)
			return AUDIT_REPLAY_BROKEN;
		struct audit_part *part = population->parts[number];
		if (said == AUDIT_SAID_LATER) {
			audit_defer(population, part, 0, index);
			continue;
		}
		part->tallies[0].population++;
		audit_say_again(&part->tallies[0], index, said);
		tell_part(&reading, &part->tallies[0], index);
	}
	return reading.broken || reading.at != reading.end ? AUDIT_REPLAY_BROKEN : AUDIT_REPLAY_TOLD;
}
