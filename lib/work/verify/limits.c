/* From when on an entry counts as late and a commit as bulk: what the settings say, and never weaker by the commit that
 * profits from it. */
#include "model/settings/settings.h"
#include "work/verify/private.h"
#include <stdio.h>

#define LATE "limits.backdating"
#define BULK "limits.bulk_commit_records"

/* Months and years have the length of the first ones of 1970. */
static bool read_late(const sms_json *settings, sms_time *out)
{
	const char *text = sms_json_text(sms_json_path(settings, LATE));
	return text && sms_time_add_duration(text, 0, out);
}

static bool read_bulk(const sms_json *settings, int64_t *out)
{
	const sms_json *value = sms_json_path(settings, BULK);
	return value && sms_json_integer(value, out) && *out > 0;
}

/* What cannot be used is as if it were not there. */
struct sms_verify_limits sms_verify_limits_of(const sms_json *settings)
{
	struct sms_settings whole = {0};
	struct sms_verify_limits limits = {0};
	if (!read_late(settings, &limits.late))
		read_late(sms_settings_defaults(&whole), &limits.late);
	if (!read_bulk(settings, &limits.bulk))
		read_bulk(sms_settings_defaults(&whole), &limits.bulk);
	sms_json_free(whole.defaults);
	return limits;
}

static void take_stricter(struct sms_verify_limits *limits, const struct sms_verify_limits *other)
{
	limits->late = other->late < limits->late ? other->late : limits->late;
	limits->bulk = other->bulk < limits->bulk ? other->bulk : limits->bulk;
}

void sms_verify_set_limits(struct sms_verify *run)
{
	struct sms_verify_limits limits = run->epochs[run->epoch_of[run->step->index]].limits;
	for (size_t i = 0; i < run->step->side_count; i++) {
		size_t parent = run->step->sides[i].parent;
		take_stricter(&limits,
			      parent == SMS_NO_COMMIT ? &run->defaults : &run->epochs[run->epoch_of[parent]].limits);
	}
	if (run->options->late)
		limits.late = run->options->late;
	if (run->options->bulk)
		limits.bulk = run->options->bulk;
	run->limits = limits;
}

static void say_raised(struct sms_verify *run, size_t before, size_t after, const char *name, const char *old,
		       const char *new)
{
	struct sms_weakening weakening = {.before = before, .after = after};
	sms_evidence_rules_digest(sms_json_get(run->epochs[after].json, "limits"), weakening.digest);
	weakening.finding =
		sms_verify_add(run, "rules-weakened", NULL, SMS_SETTINGS_PATH,
			       "%s: raised from %s to %s; nobody approved %s", name, old, new, weakening.digest);
	sms_verify_add_weakening(run, &weakening);
}

void sms_verify_compare_limits(struct sms_verify *run, size_t before, size_t after)
{
	const struct sms_verify_limits *old = &run->epochs[before].limits, *new = &run->epochs[after].limits;
	char from[32], to[32];
	if (new->late > old->late) {
		sms_time_describe(old->late, from);
		sms_time_describe(new->late, to);
		say_raised(run, before, after, LATE, from, to);
	}
	if (new->bulk > old->bulk) {
		snprintf(from, sizeof from, "%lld", (long long)old->bulk);
		snprintf(to, sizeof to, "%lld", (long long)new->bulk);
		say_raised(run, before, after, BULK, from, to);
	}
}
