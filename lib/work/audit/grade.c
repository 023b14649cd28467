/* How grave is it? The limits come from the settings' `audit`; what they are is part of the result. */
#include "work/audit/private.h"
#include <string.h>

static double limit(struct audit_run *run, const char *name)
{
	sms_auto(string) char *path = sms_format("audit.%s", name);
	return sms_json_number(sms_settings_get(run->store->settings, path));
}

size_t audit_minors_to_major(struct audit_run *run)
{
	double least = limit(run, "minors_to_major");
	return least > 0 ? (size_t)least : 0;
}

bool audit_repeat_raises(const struct audit_run *run)
{
	return sms_json_true(sms_settings_get(run->store->settings, "audit.repeat_raises"));
}

char *audit_limits(struct audit_run *run)
{
	return sms_format(
		"records that fail: up to %g %% and %g cases an observation, over %g %% major (up to %g cases: "
		"as if nothing were found), else minor; intervals: up to %g %% late an observation, up to %g "
		"%% minor%s",
		limit(run, "observation_share"), limit(run, "observation_cases"), limit(run, "major_share"),
		limit(run, "observation_cases"), limit(run, "overdue_observation"), limit(run, "overdue_minor"),
		audit_repeat_raises(run)
			? "; a minor that the last audit found too, or that is open past its due day, major"
			: "");
}

static double share_of(const struct audit_outcome *outcome)
{
	return outcome->population ? 100.0 * (double)outcome->failing / (double)outcome->population : 100;
}

bool audit_is_whole(struct audit_run *run, const struct audit_outcome *outcome)
{
	if (outcome->state == AUDIT_ABSENT)
		return true;
	if (outcome->overdue > 0)
		return outcome->overdue * 100 > limit(run, "overdue_minor");
	return !outcome->no_plan && share_of(outcome) > limit(run, "major_share");
}

static enum sms_grade grade_overdue(struct audit_run *run, const struct sms_item *item,
				    const struct audit_outcome *outcome, char **why)
{
	double late = outcome->overdue * 100;
	if (late > 100000) {
		*why = sms_format("never done, or no interval is known: as if nothing were found");
		return item->absent;
	}
	*why = sms_format("%.0f %% of the interval late", late > 0 ? late : 0);
	if (late <= limit(run, "overdue_observation"))
		return SMS_GRADE_OBSERVATION;
	return late <= limit(run, "overdue_minor") ? SMS_GRADE_MINOR : item->absent;
}

static enum sms_grade grade_share(struct audit_run *run, const struct sms_item *item,
				  const struct audit_outcome *outcome, char **why)
{
	double share = share_of(outcome), cases = (double)outcome->failing;
	bool few = cases <= limit(run, "observation_cases");
	*why = sms_format("%zu of %zu, %.0f %%", outcome->failing, outcome->population, share);
	if (share <= limit(run, "observation_share") && few)
		return SMS_GRADE_OBSERVATION;
	if (share <= limit(run, "major_share")) {
		if (share > limit(run, "minor_share") && !few) {
			free(*why);
			*why = sms_format("%zu of %zu, %.0f %%: over %g %%, consider a major", outcome->failing,
					  outcome->population, share, limit(run, "minor_share"));
		}
		return SMS_GRADE_MINOR;
	}
	/* Of a handful a share says little: more than half of it fails like all of it. Nor can parts of what the
	 * catalogue asks for be missed more gravely than the whole. */
	bool parts = outcome->test->kind == AUDIT_EACH || outcome->test->kind == AUDIT_ALL_OF;
	return few || parts ? item->absent : SMS_GRADE_MAJOR;
}

enum sms_grade audit_grade(struct audit_run *run, const struct sms_item *item, const struct audit_outcome *outcome,
			   char **why)
{
	if (outcome->state == AUDIT_ABSENT) {
		*why = sms_format("nothing shows it; the catalogue counts that as %s", sms_grade_name(item->absent));
		return item->absent;
	}
	if (outcome->no_plan && outcome->overdue <= 0) {
		*why = sms_format("no interval is planned");
		return SMS_GRADE_MINOR;
	}
	if (outcome->overdue > 0)
		return grade_overdue(run, item, outcome, why);
	return grade_share(run, item, outcome, why);
}
