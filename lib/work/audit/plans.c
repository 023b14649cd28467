/* Planned intervals: what the organization itself has set for its activities. Which records say so is written in the
 * catalogue: `plans` { "type", "states": [that count], "activity", "interval": members, "fallback": path in the settings
 * with {activity} in it }. */
#include "work/audit/private.h"
#include <string.h>

struct plan {
	const struct sms_entry *entry;
	char *activity, *interval;
};

struct plans {
	const sms_json *about;
	struct plan *items[SMS_SCAN_THREADS];
	size_t counts[SMS_SCAN_THREADS], capacities[SMS_SCAN_THREADS];
};

static void plans_release(struct plans *plans)
{
	for (unsigned thread = 0; thread < SMS_SCAN_THREADS; thread++) {
		for (size_t i = 0; i < plans->counts[thread]; i++) {
			free(plans->items[thread][i].activity);
			free(plans->items[thread][i].interval);
		}
		free(plans->items[thread]);
	}
}
SMS_AUTO_STRUCT(plans, struct plans, plans_release);

static struct sms_error *gather(void *context, unsigned thread, const struct sms_scanned *record)
{
	struct plans *plans = context;
	const char *state = sms_json_get_text(record->json, "state");
	const char *activity = sms_json_get_text(record->json, sms_json_get_text(plans->about, "activity"));
	const char *interval = sms_json_get_text(record->json, sms_json_get_text(plans->about, "interval"));
	if (!state || !activity || !interval || !sms_json_contains_text(sms_json_get(plans->about, "states"), state))
		return NULL;
	sms_grow(plans->items[thread], plans->counts[thread], plans->capacities[thread]);
	plans->items[thread][plans->counts[thread]++] =
		(struct plan){record->entry, sms_strdup(activity), sms_strdup(interval)};
	return NULL;
}

/* Of several plans for an activity the first by path counts. */
static void choose(struct audit_run *run, const struct plans *plans)
{
	sms_auto(map) struct sms_map *chosen = sms_map_new(NULL);
	for (unsigned thread = 0; thread < SMS_SCAN_THREADS; thread++) {
		for (size_t i = 0; i < plans->counts[thread]; i++) {
			struct plan *plan = &plans->items[thread][i];
			const struct plan *before = sms_map_get(chosen, plan->activity);
			if (before && strcmp(before->entry->path, plan->entry->path) < 0)
				continue;
			sms_map_put(chosen, plan->activity, plan);
			sms_map_put(run->plans, plan->activity, sms_json_new_text(plan->interval));
			sms_map_put(run->planners, plan->activity, sms_strdup(plan->entry->id));
		}
	}
}

static struct sms_error *read_plans(struct audit_run *run)
{
	sms_auto(plans) struct plans plans = {.about = run->catalogue->plans};
	const struct sms_type *type = NULL;
	SMS_TRY(sms_types_find(&type, run->store->types, sms_json_get_text(plans.about, "type")));
	SMS_TRY(sms_snapshot_scan(run->store->snapshot, type, gather, &plans, run->progress));
	run->plans = sms_map_new((void (*)(void *))sms_json_free);
	run->planners = sms_map_new(free);
	choose(run, &plans);
	return NULL;
}

struct sms_error *audit_plan(struct audit_run *run, const char *activity, const sms_json **out)
{
	const char *fallback = sms_json_get_text(run->catalogue->plans, "fallback");
	*out = NULL;
	if (!run->plans)
		SMS_TRY(read_plans(run));
	*out = sms_map_get(run->plans, activity);
	if (*out || !fallback)
		return NULL;
	const char *mark = strstr(fallback, "{activity}");
	sms_auto(string) char *path =
		mark ? sms_format("%.*s%s%s", (int)(mark - fallback), fallback, activity, mark + strlen("{activity}"))
		     : sms_strdup(fallback);
	*out = sms_settings_get(run->store->settings, path);
	return NULL;
}

void audit_plans_add(const struct audit_run *run, struct sms_buf *out)
{
	for (size_t i = 0; run->plans && i < sms_map_count(run->plans); i++) {
		const char *activity = NULL;
		const sms_json *interval = sms_map_at(run->plans, i, &activity);
		sms_buf_add_format(out, "%s %s\n", activity, sms_json_text(interval));
	}
}

const char *audit_planner(const struct audit_run *run, const char *activity)
{
	return run->planners && activity ? sms_map_get(run->planners, activity) : NULL;
}
