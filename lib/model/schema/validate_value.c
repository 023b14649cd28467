/* Judging single values: constants, numbers, strings. */
#include "base/utf8.h"
#include "model/schema/validate.h"
#include <time.h>

/* A match is bounded by itself, but many that come close to that bound have to be stopped as well. So time is looked
 * at: first on a clock that costs nothing; where that shows that it takes long, the thread's own time is measured
 * against what fair patterns take many times over. */
#define UNWATCHED 10000000 /* ns before matches are watched at all */
#define GRACE 30000000     /* ns that are given on top */
#define FAIR_MATCH 50000   /* ns a match may take on average ... */
#define FAIR_BYTE 50       /* ... and for each byte of the text */

static bool one_of_others(struct run *run, const struct constants *constants, const sms_json *json)
{
	uint64_t hash = constants->other_count > 1 ? schema_hash(json) : 0;
	size_t low = 0, high = constants->other_count;
	while (low < high) {
		size_t middle = (low + high) / 2;
		if (constants->others[middle].hash < hash)
			low = middle + 1;
		else
			high = middle;
	}
	for (; low < constants->other_count && constants->others[low].hash == hash; low++)
		if (!schema_spend(run, 1) || sms_json_equal(constants->others[low].json, json))
			return !run->error;
	return false;
}

static bool one_of(struct run *run, const struct constants *constants, const struct subject *subject)
{
	if (subject->kind == SMS_JSON_STRING)
		return schema_names_find(&constants->texts, subject->text, 0) != NAMES_NONE;
	return constants->other_count && one_of_others(run, constants, subject->json);
}

bool schema_constants_hold(struct run *run, const struct constants *constants, const struct subject *subject)
{
	for (; constants; constants = constants->next)
		if (!one_of(run, constants, subject))
			return false;
	return true;
}

bool schema_number_holds(struct run *run, const struct number_rules *rules, const sms_json *number)
{
	if (rules->minimum && schema_number_compare(number, rules->minimum) < 0)
		return false;
	if (rules->maximum && schema_number_compare(number, rules->maximum) > 0)
		return false;
	if (rules->above && schema_number_compare(number, rules->above) <= 0)
		return false;
	if (rules->below && schema_number_compare(number, rules->below) >= 0)
		return false;
	if (!rules->multiple)
		return true;
	bool multiple = schema_number_is_multiple(number, rules->multiple, &run->steps);
	return schema_spend(run, 0) && multiple;
}

static int64_t read_clock(clockid_t clock)
{
	struct timespec now;
	clock_gettime(clock, &now);
	return (int64_t)now.tv_sec * 1000000000 + now.tv_nsec;
}

static bool matching_is_slow(struct run *run, size_t length)
{
	int64_t now = read_clock(CLOCK_MONOTONIC_COARSE);
	if (!run->matching.since)
		run->matching.since = now;
	if (now - run->matching.since < UNWATCHED)
		return false;
	now = read_clock(CLOCK_THREAD_CPUTIME_ID);
	if (!run->matching.start)
		run->matching.start = now;
	run->matching.fair += FAIR_MATCH + (int64_t)length * FAIR_BYTE;
	return now - run->matching.start > GRACE + run->matching.fair;
}

static bool give_up(struct run *run, struct sms_error *error)
{
	run->steps = 0;
	if (run->error)
		sms_error_free(error);
	else
		run->error = error;
	return false;
}

#define PATTERN_STEPS 3 /* what looking for a pattern in a short text costs, next to other keywords */

bool schema_matches(struct run *run, const struct pattern *pattern, const char *text, size_t length)
{
	bool matches = false;
	if (!schema_spend(run, PATTERN_STEPS + (int64_t)length / 8))
		return false;
	if (pattern->automaton)
		return schema_automaton_matches(pattern->automaton, text, length);
	if (matching_is_slow(run, length))
		return give_up(run, sms_error(SMS_UNJUDGED, "the schema's patterns take too long on this instance"));
	struct sms_error *error = sms_regex_match(&matches, pattern->regex, text, length, NULL, NULL);
	return error ? give_up(run, error) : matches;
}

/* Code points are counted only where the number of bytes leaves it open. */
static bool length_holds(const struct text_rules *rules, const char *text, size_t length)
{
	if (length < rules->minimum || (length + 3) / 4 > rules->maximum)
		return false;
	if (length <= rules->maximum && (length + 3) / 4 >= rules->minimum)
		return true;
	size_t count = sms_utf8_count(text, length);
	return count >= rules->minimum && count <= rules->maximum;
}

bool schema_text_holds(struct run *run, const struct text_rules *rules, const char *text)
{
	size_t length = strlen(text);
	if (!length_holds(rules, text, length))
		return false;
	if (rules->format && !rules->format->check(text, length))
		return false;
	if (rules->pattern && !schema_matches(run, rules->pattern, text, length))
		return false;
	return length < 64 || schema_spend(run, (int64_t)length / 64);
}
