/* Logs: entries are only ever added, in order, and every step of the lifecycle is one. */
#include "work/verify/private.h"
#include <string.h>

#define SAY(rule, ...) sms_verify_add(run, rule, change->id, change->path, __VA_ARGS__)

/* --- What was there stays. --- */

/* Number of entries of `after` that those of `before` are the first of; SIZE_MAX where they are not. At a merge they may
 * stand apart: what the other side added is between them. */
static size_t common_entries(const sms_json *before, const sms_json *after, bool apart)
{
	const sms_json *next = sms_json_first(after);
	size_t count = 0;
	sms_json_each(entry, before) {
		while (apart && next && !sms_json_equal(entry, next)) {
			next = sms_json_next(next);
			count++;
		}
		if (!next || !sms_json_equal(entry, next))
			return SIZE_MAX;
		next = sms_json_next(next);
		count++;
	}
	return count;
}

/* --- Steps. --- */

static bool is_step(const sms_json *entry)
{
	const char *kind = sms_json_get_text(entry, "kind");
	return kind && strcmp(kind, "state") == 0;
}

static const char *text_of(const sms_json *entry, const char *key)
{
	const char *text = sms_json_get_text(entry, key);
	return text ? text : "";
}

static void check_step(struct sms_verify *run, const struct sms_verify_change *change, const char *state,
		       const sms_json *entry)
{
	const char *from = text_of(entry, "from"), *to = text_of(entry, "to");
	if (strcmp(from, state) != 0)
		SAY("state-step", "a step from %s to %s was logged while it was %s", from, to, state);
	else if (!sms_type_may_move(change->type, from, to))
		SAY("state-step", "a step from %s to %s, which the lifecycle of %s does not have", from, to,
		    change->type->name);
}

/* The state that the steps from entry `first` on lead to. */
static const char *follow(struct sms_verify *run, const struct sms_verify_change *change, const char *state,
			  const sms_json *log, size_t first, size_t *steps)
{
	size_t index = 0;
	sms_json_each(entry, log) {
		if (index++ < first || !is_step(entry))
			continue;
		if (!sms_verify_is_merge(run))
			check_step(run, change, state, entry);
		state = text_of(entry, "to");
		++*steps;
	}
	return state;
}

/* --- Times and names. --- */

static void check_time(struct sms_verify *run, const struct sms_verify_change *change, sms_time at, const char *what)
{
	sms_time committed = run->step->commit->time;
	char text[SMS_TIME_SIZE], limit[SMS_TIME_SIZE];
	if (at > committed + SMS_VERIFY_TOLERANCE) {
		sms_time_format(at, text);
		sms_time_format(committed, limit);
		SAY("time-future", "%s of %s, committed at %s", what, text, limit);
	}
	if (committed - at <= run->limits.late)
		return;
	run->tally.late++;
	if (committed - at <= run->tally.latest)
		return;
	run->tally.latest = committed - at;
	free(run->tally.late_id);
	run->tally.late_id = sms_strdup(change->id);
}

static void check_name(struct sms_verify *run, const struct sms_verify_change *change, const char *by)
{
	const struct sms_commit *commit = run->step->commit;
	const char *person = sms_people_by_email(run->people, commit->author.email);
	sms_auto(string) char *plain = person ? NULL : sms_format("%s <%s>", commit->author.name, commit->author.email);
	if (!by || strcmp(by, person ? person : plain) == 0)
		return;
	if (!run->tally.others++) {
		run->tally.other = sms_strdup(by);
		run->tally.other_id = sms_strdup(change->id);
	}
}

void sms_verify_entries(struct sms_verify *run, const struct sms_verify_change *change, const sms_json *record,
			size_t first)
{
	const sms_json *log = sms_json_get(record, "log");
	sms_time last = INT64_MIN, at;
	size_t index = 0;
	if (!first && sms_time_parse(text_of(sms_json_get(record, "created"), "at"), &at))
		check_time(run, change, at, "it was made at a time");
	sms_json_each(entry, log) {
		bool known = sms_time_parse(text_of(entry, "at"), &at);
		if (index++ >= first) {
			if (known && at < last)
				SAY("log-order", "entry %zu of its log is older than the one before it", index);
			if (known)
				check_time(run, change, at, "an entry of a time");
			check_name(run, change, sms_json_get_text(entry, "by"));
		}
		last = known && at > last ? at : last;
	}
}

size_t sms_verify_log(struct sms_verify *run, const struct sms_verify_change *change, const sms_json *before,
		      const sms_json *after)
{
	const sms_json *old = sms_json_get(before, "log"), *log = sms_json_get(after, "log");
	bool merge = sms_verify_is_merge(run);
	size_t first = common_entries(old, log, merge), steps = 0;
	const char *state = text_of(before, "state"), *now = text_of(after, "state");
	if (first == SIZE_MAX) {
		SAY("log-rewritten", "entries that its log had are not there, or are others");
		return 0;
	}
	if (merge && sms_verify_is_inherited(run, change->side, change->path))
		return 0;
	const char *led = follow(run, change, state, log, merge ? 0 : first, &steps);
	if (strcmp(led, now) != 0 && (!merge || steps))
		SAY("state-unlogged", "its state is %s, its log leads to %s", now, led);
	if (!merge)
		sms_verify_entries(run, change, after, first);
	return merge && strcmp(state, now) == 0 ? 0 : steps;
}

/* --- All of a commit. --- */

static void say_late(struct sms_verify *run)
{
	char length[32];
	sms_time_describe(run->tally.latest, length);
	sms_verify_add(run, "late-entry", run->tally.late_id, NULL,
		       run->tally.late == 1 ? "%zu entry made late: by %s" : "%zu entries made late: by up to %s",
		       run->tally.late, length);
}

static void say_others(struct sms_verify *run)
{
	const struct sms_commit *commit = run->step->commit;
	const char *person = sms_people_by_email(run->people, commit->author.email);
	sms_verify_add(run, "author-differs", run->tally.other_id, NULL,
		       run->tally.others == 1 ? "%zu entry by %s in a commit of %s"
					      : "%zu entries, such as one by %s, in a commit of %s",
		       run->tally.others, run->tally.other, person ? person : commit->author.email);
}

void sms_verify_end_commit(struct sms_verify *run)
{
	if (run->tally.late)
		say_late(run);
	if ((int64_t)run->tally.records > run->limits.bulk)
		sms_verify_add(run, "bulk-entry", NULL, NULL, "%zu records changed in one commit", run->tally.records);
	if (run->tally.others)
		say_others(run);
	free(run->tally.late_id);
	free(run->tally.other);
	free(run->tally.other_id);
	run->tally = (struct sms_verify_tally){0};
}
